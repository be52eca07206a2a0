"""The families of signs that emergencies are read by, and the book that finds their wordings however they are spelt."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from orientation.conversation.phrases import Entry, Found, PhraseBook
from orientation.conversation.words import Words

NEXT, BESIDE, ANYWHERE = ">", "+", "&"
_SOUNDS = (
    ("ph", "f"),
    ("en", "an"),
    ("em", "am"),
    ("sci", "si"),
    ("sce", "se"),
    ("qu", "k"),
    ("eau", "o"),
    ("au", "o"),
    ("ai", "e"),
    ("ei", "e"),
    ("y", "i"),
    ("ch", "8"),
    ("h", ""),
    ("ce", "se"),
    ("ci", "si"),
    ("c", "k"),
    ("8", "ch"),
    ("z", "s"),
)
_DOUBLED = re.compile(r"(.)\1+")
_MUTE = re.compile(r"(?:ent|es|er|ez|et|ee|e|s|t|x|d)$")
_OPENS = re.compile(r"[^\s,'’(\]-]")
_SHORTEST_HEARD, _SHORTEST_KEPT, _SHORTEST_MISSPELT = 4, 3, 5
_GLUED = "jmtlsdn"


@dataclass(frozen=True, slots=True)
class Sign:
    """A rule: its `parts` are names of lists of wordings, `joins` how each stands to the one before it (next, beside, anywhere).

    `emergency`: the id it raises, or "harm" when the victim decides. `victim`: whom a harm is done to, None when the text tells.
    `holds`: "fresh" (not once the text tells what came after), "now" (only with a word for now beside it), "bare" (not in a sentence that
    asks for an ordinary service or says that all is well), "backed" (only beside another sign of the same emergency, or in a text with a
    word for now), "clues" (not in one about something else), "denied" (not in a text that says there is no such danger), "unspared"
    (whatever is said to be well); none of them: whatever else the text tells.
    """

    emergency: str
    family: str
    parts: tuple[str, ...]
    joins: tuple[str, ...]
    holds: frozenset[str] = frozenset()
    victim: str | None = None

    def without_first(self) -> "Sign":
        """The same rule where something else already tells what its first list would: the age of a child, for "enfant"."""
        return replace(self, parts=self.parts[1:], joins=self.joins[1:])


@dataclass(frozen=True, eq=False)
class Alarms:
    """Every sign and the book of their wordings. Entries: kind "part" for a list, "figure" for what is none, "cue" for surroundings."""

    book: PhraseBook
    signs: tuple[Sign, ...]


class AlarmBook(PhraseBook):
    """A book that hears misspelt words too: "sa mètouf", "jveu mourrir", "il me frape". French words and names are left as they are.

    `is_town`: whether a word is the name of a town: with its capital it is no word ("Romans"), without it no misspelt one.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        not_misspelt: Iterable[str] = (),
        shortened: Mapping[str, str] | None = None,
        recent_from: int = 9999,
        is_town: Callable[[str], bool] = lambda form: False,
    ) -> None:
        super().__init__(entries, (), not_misspelt, shortened, recent_from)
        self._is_town = is_town

    def find(self, words: Words) -> tuple[Found, ...]:
        return super().find(_names_marked(words))

    def keys(self, form: str) -> tuple[str, ...]:
        if form[0].isupper():
            return () if self._is_town(form.lower()) else self._exact_keys(form.lower())
        keys = self._exact_keys(form)
        if form in self._words or form in self._not_misspelt or not form.isalpha() or len(form) < _SHORTEST_HEARD:
            return tuple(keys)
        if not keys and self._is_town(form):
            return ()
        heard = self._heard(form)
        if keys or heard:
            return tuple(dict.fromkeys((*keys, *heard)))
        if form[0] in _GLUED and len(form) > _SHORTEST_HEARD:
            glued = self._exact_keys(form[1:]) or (self._heard(form[1:]) if len(form) > _SHORTEST_MISSPELT else ())
            if glued:
                return tuple(glued)
        nearest = self._nearest(form) if len(form) >= _SHORTEST_MISSPELT else None
        return tuple(self._exact_keys(nearest)) if nearest else ()

    def _heard(self, form: str) -> tuple[str, ...]:
        """The keys of the words that sound the same."""
        sound = heard(form)
        keys = [key for word in self._sounds.get(_ending_dropped(sound), ()) for key in self._exact_keys(word)]
        if not keys:
            keys = [stem for length in range(_SHORTEST_HEARD, len(sound) + 1) for stem in self._stem_sounds.get(sound[:length], ())]
        return tuple(dict.fromkeys(keys))

    def _by_start(self) -> dict[tuple[str, int], list[str]]:
        held: dict[tuple[str, int], list[str]] = {}
        for word in sorted(self._words):
            if len(word) >= _SHORTEST_MISSPELT:
                held.setdefault((word[0], len(word)), []).append(word)
        return held

    @cached_property
    def _sounds(self) -> Mapping[str, tuple[str, ...]]:
        held: dict[str, list[str]] = {}
        words = sorted(word for word in self._words if len(word) >= _SHORTEST_HEARD and word.isalpha())
        for word, sound in zip(words, _all_heard(words), strict=True):
            held.setdefault(_ending_dropped(sound), []).append(word)
        return {sound: tuple(words) for sound, words in held.items()}

    @cached_property
    def _stem_sounds(self) -> Mapping[str, tuple[str, ...]]:
        held: dict[str, list[str]] = {}
        stems = sorted(self._stems)
        for stem, sound in zip(stems, _all_heard(stem[:-1] for stem in stems), strict=True):
            held.setdefault(sound, []).append(stem)
        return {sound: tuple(stems) for sound, stems in held.items()}


def _names_marked(words: Words) -> Words:
    """The words, those with a capital amid a sentence keeping it: "Carhaix" is a town, not a misspelt "caresse"."""
    if words.shouts:
        return words
    forms = tuple(form.capitalize() if _is_a_name(words, index) else form for index, form in enumerate(words.forms))
    return replace(words, forms=forms)


def _is_a_name(words: Words, index: int) -> bool:
    amid = index > 0 and words.sentences[index] == words.sentences[index - 1] and not _OPENS.search(words.cuts[index])
    return amid and words.text[words.starts[index]].isupper() and not words.is_capital(index)


def heard(word: str) -> str:
    """How a folded word sounds, roughly: letters written twice count once, and several ways to write a sound are one.

    >>> heard("etouffe") == heard("etoufe"), heard("suffoque") == heard("sufoke")
    (True, True)
    """
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return _DOUBLED.sub(r"\1", word)


def _all_heard(words: Iterable[str]) -> list[str]:
    """The same for many words: at once is much faster than one by one."""
    return heard("\n".join(words)).split("\n")


def _ending_dropped(sound: str) -> str:
    """The sound without the endings that are not heard; short words keep theirs."""
    while len(sound) > _SHORTEST_KEPT:
        shorter = _MUTE.sub("", sound)
        if shorter == sound or len(shorter) < _SHORTEST_KEPT:
            break
        sound = shorter
    return sound
