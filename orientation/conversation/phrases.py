"""Finds many phrases at once in a request: whole words, stems, alternatives, gaps, capitals, and misspellings of long words.

How a phrase is written in the lexicon:
    aide à domicile        words; accents, capitals and plurals do not matter
    infirmi*               any word that begins so
    lit|lits médicalisé*   one or the other; after an elision ("d'un|une") the others may take it too
    (petit) déjeuner       may be left out, as may several words, or one of several: (chez lui|ici)
    ne ... plus            at most four words between
    ^MAS                   only in capitals, or in a text that uses none
    #                      a number, in figures or letters; #<25 and #>4: below, above
    yyyy                   a past year
    @proche                any word of a class of words that may stand for each other

Signs are not words: an alternative made of them alone ("svp|+") stands for nothing, it does not make the others optional.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from orientation.conversation.numerals import NUMBER_WORDS
from orientation.conversation.words import Words
from orientation.wording import folded

_PIECE = re.compile(r"@[a-z-]+|[a-z]+\*?|#[<>][0-9]+|[0-9]+|#")
_ELIDED = re.compile(r"[a-z]{1,2}'")
_BRACKETED = re.compile(r"\([^()]*\)")
_GAP_WORDS = 4
_GAP = "..."
SHORTEST_MISSPELT, LONG_ENOUGH_FOR_TWO = 7, 11
# No inflexion of a word: "saut*" does not know Sauterot.
_ENDINGS_OF_SURNAMES = frozenset({"ot", "rot", "eau", "ard", "aud", "ert", "el", "at", "rat", "rt"})


class Entry(NamedTuple):
    """One phrase of the lexicon and what it means: its `kind` ("need", "fact", "cue", …), the id it speaks for, a value within it."""

    kind: str
    id: str
    value: str
    phrase: str
    who: str = ""


class Found(NamedTuple):
    """An entry read in a text, from word `first` to word `last`, both included."""

    entry: Entry
    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    def contains(self, other: "Found") -> bool:
        return self.first <= other.first and other.last <= self.last


_Rest = tuple[str, int]
"""What is left to read of a phrase, as written, and the place of its entry in the book."""
_Waiting = tuple[tuple[str, tuple[_Rest, ...]], ...]
"""What is left of some phrases, each lot after the end of an alternative of several words. Tuples: no garbage."""


class _Node:
    """Where a text stands once it has said the beginning of some phrases. What they say next is only worked out when a text comes here.

    `waiting`: what is left of these phrases, None once that is done. `skipping`: where it stands while it may skip words.
    """

    __slots__ = ("capitals", "entries", "next", "skipping", "waiting")

    def __init__(self, waiting: _Waiting) -> None:
        self.waiting: _Waiting | None = waiting
        self.next: Mapping[str, _Node] = _NOTHING
        self.entries: Sequence[int] = ()
        self.capitals: Sequence[int] = ()
        self.skipping: _Node | None = None


_NOTHING: Mapping[str, _Node] = {}


class PhraseBook:
    """All phrases in one tree, so that the time to read a text hardly depends on how many there are.

    The tree grows where texts lead: few of the ways in which so many phrases may be said are ever met.

    `known`: everyday words. `not_misspelt`: further words that are never a misspelling of one of the lexicon's.
    `shortened`: abbreviations and the words they stand for. `recent_from`: the first year that is not past.
    `classes`: the words and stems of each class, by its name without "@".
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        known: Iterable[str] = (),
        not_misspelt: Iterable[str] = (),
        shortened: Mapping[str, str] | None = None,
        recent_from: int = 9999,
        classes: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        self.entries = tuple(entries)
        self._given = (tuple(known), tuple(not_misspelt), shortened, recent_from, classes)
        known, not_misspelt, *_ = self._given
        self._recent_from = recent_from
        self._acronyms = frozenset(index for index, entry in enumerate(self.entries) if entry.phrase.startswith("^"))
        self._root = _Node((("", tuple((_in_pieces(entry.phrase.lstrip("^")), index) for index, entry in enumerate(self.entries))),))
        self._classes_of: dict[str, list[str]] = {}
        for name, members in (classes or {}).items():
            for member in dict.fromkeys(map(folded, members)):
                self._classes_of.setdefault(member, []).append(f"@{name}")
        steps = {*self._classes_of, *_steps(entry.phrase for entry in self.entries)}
        self._stems = {step for step in steps if step.endswith("*")}
        self._bounds = {step for step in steps if step[:2] in ("#<", "#>")}
        self._words = {step for step in steps - self._stems - self._bounds if step[0] != "@"}
        self._common = frozenset(map(folded, known))
        self._shortened = {folded(short): tuple(folded(full).split("|")) for short, full in (shortened or {}).items()}
        self.known = self._common | self._words | frozenset(self._shortened)
        self._shortest_stem = min(map(len, self._stems), default=1) - 1
        self._not_misspelt = self.known | frozenset(map(folded, not_misspelt))
        self._candidates = self._by_start()
        self._kept_keys: dict[str, tuple[str, ...]] = {}
        self._open(self._root)

    def taught(self, entries: Iterable[Entry]) -> "PhraseBook":
        """A book that knows these phrases too, to see what they would change before they are written in the lexicon."""
        return PhraseBook((*self.entries, *entries), *self._given)

    def find(self, words: Words) -> tuple[Found, ...]:
        """Every phrase present, in text order; overlapping ones are all given. No phrase runs over the end of a segment."""
        found: list[tuple[int, int, int]] = []
        active: list[tuple[_Node, int, int]] = []
        segment = -1
        for position, form in enumerate(words.forms):
            if words.segments[position] != segment:
                active, segment = [], words.segments[position]
            keys = self._keys_of(form)
            active.append((self._root, position, 0))
            following: list[tuple[_Node, int, int]] = []
            for node, start, gap in active:
                if gap:
                    following.append((node, start, gap - 1))
                if node.waiting is not None:
                    self._open(node)
                if node.next.keys().isdisjoint(keys):
                    continue
                for key in keys:
                    child = node.next.get(key)
                    if child is None:
                        continue
                    if child.waiting is not None:
                        self._open(child)
                    found.extend([(start, position, index) for index in child.entries])
                    if child.capitals and self._is_acronym(words, start, position):
                        found.extend([(start, position, index) for index in child.capitals])
                    if child.next:
                        following.append((child, start, 0))
                    if child.skipping is not None:
                        following.append((child.skipping, start, _GAP_WORDS))
            active = following
        return tuple(Found(self.entries[index], first, last) for first, last, index in sorted(set(found)))

    def _keys_of(self, form: str) -> tuple[str, ...]:
        """The same as `keys`, kept for words that are nobody's name."""
        keys = self._kept_keys.get(form)
        if keys is None:
            keys = self.keys(form)
            if form in self.known:
                self._kept_keys[form] = keys
        return keys

    def keys(self, form: str) -> tuple[str, ...]:
        """Under which names a word of the text is looked up in the tree."""
        keys = self._exact_keys(form)
        if not keys and form not in self._not_misspelt and form.isalpha() and len(form) >= SHORTEST_MISSPELT:
            nearest = self._nearest(form)
            if nearest is not None:
                return self._exact_keys(nearest)
        return tuple(keys)

    def knows(self, form: str, by_stem: bool = True) -> bool:
        """Whether a word is a common one or one of the lexicon's, in the singular or plural; a stem is no word with any ending."""
        stemmed = by_stem and any(
            form[:length] + "*" in self._stems and form[length:] not in _ENDINGS_OF_SURNAMES
            for length in range(max(4, len(form) - 3), len(form) + 1)
        )
        return form in self.known or stemmed or (form.endswith(("s", "x", "e")) and form[:-1] in self.known)

    def _exact_keys(self, form: str) -> tuple[str, ...]:
        keys: list[str] = []
        if form[0].isdigit():
            keys += ["#", *self._within(int(form[:9]))]
            if form in self._words:
                keys.append(form)
            if len(form) == 4 and 1900 < int(form) < self._recent_from:
                keys.append("yyyy")
            return tuple(keys)
        forms = (form, *self._shortened.get(form, ()))
        for variant in forms:
            if variant in self._words:
                keys.append(variant)
            if len(variant) > 4 and variant[-1] in "sx" and variant[:-1] in self._words:
                keys.append(variant[:-1])
            for length in range(self._shortest_stem, len(variant) + 1):
                stem = variant[:length] + "*"
                if stem in self._stems:
                    keys.append(stem)
        if form in NUMBER_WORDS:
            keys += ["#", *self._within(NUMBER_WORDS[form])]
        keys += [name for key in keys for name in self._classes_of.get(key, ())]
        return tuple(dict.fromkeys(keys))

    def _within(self, number: int) -> list[str]:
        return [bound for bound in self._bounds if (number < int(bound[2:]) if bound[1] == "<" else number > int(bound[2:]))]

    def _nearest(self, form: str) -> str | None:
        """The word of the lexicon that a misspelt one stands for: one slip, or two from ten letters on; None when two are as near."""
        slips = 2 if len(form) >= LONG_ENOUGH_FOR_TWO else 1
        best: tuple[int, str] | None = None
        for length in range(len(form) - slips, len(form) + slips + 1):
            for word in self._candidates.get((form[0], length), ()):
                distance = OSA.distance(form, word, score_cutoff=slips)
                if distance <= slips and (best is None or (distance, word) < best):
                    best = (distance, word)
        return best[1] if best else None

    def _is_acronym(self, words: Words, first: int, last: int) -> bool:
        """In capitals amid a text that has others; where capitals tell nothing, any spelling that is not an everyday word."""
        span = range(first, last + 1)
        if words.whispers or words.shouts:
            return not all(words.forms[index] in self._common or len(words.forms[index]) < 2 for index in span) and words.is_plain(
                first, last
            )
        return all(words.is_capital(index) or words.forms[index].isdigit() for index in span)

    def _by_start(self) -> dict[tuple[str, int], list[str]]:
        held: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(self._words):
            if len(word) >= SHORTEST_MISSPELT - 1:
                held[word[0], len(word)].append(word)
        return dict(held)

    def _open(self, node: _Node) -> None:
        """Works out what may follow. Alternatives that lead to the same phrases share what comes after them."""
        waiting = node.waiting
        if waiting is None:  # another thread has just done so
            return
        rests: list[_Rest] = []
        for first, some in waiting:
            rests += [(f"{first} {rest}".rstrip(), index) for rest, index in some] if first else some
        ended: list[int] = []
        by_piece: dict[str, list[_Rest]] = defaultdict(list)
        for rest, index in rests:  # grows while it is read: what comes after a piece that may be left out
            if not rest:
                ended.append(index)
                continue
            piece, _, after = rest.partition(" ")
            by_piece[piece].append((after, index))
            if () in _choices(piece):
                rests.append((after, index))
        arrivals: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for piece in by_piece:
            for first, *others in filter(None, _choices(piece)):
                arrivals[first].append((piece, " ".join(others)))
        held = {piece: tuple(some) for piece, some in by_piece.items()}
        nodes: dict[tuple[tuple[str, str], ...], _Node] = {}
        following: dict[str, _Node] = {}
        for step, lots in arrivals.items():
            key = tuple(lots)
            if key not in nodes:
                nodes[key] = _Node(tuple([(others, held[piece]) for piece, others in lots]))
            following[step] = nodes[key]
        node.skipping = following.pop(_GAP, None)
        node.next = following
        if ended:
            node.entries = tuple(index for index in ended if index not in self._acronyms)
            node.capitals = tuple(index for index in ended if index in self._acronyms)
        node.waiting = None  # last: until then another thread does the same for itself


def _in_pieces(phrase: str) -> str:
    """The same, what stands between brackets being one piece: "(la maison|chez lui)" is left out or said whole."""
    return _BRACKETED.sub(lambda found: found.group().replace(" ", "_"), phrase) if "(" in phrase else phrase


def _steps(phrases: Iterable[str]) -> set[str]:
    """Every word, stem, number, bound and class that phrases are written with."""
    pieces = set(" ".join(phrases).split())
    return set(_PIECE.findall(folded(" ".join(pieces).replace("œ", "oe"))))


@lru_cache(maxsize=20_000)
def _choices(piece: str) -> tuple[tuple[str, ...], ...]:
    if piece.isascii() and piece.isalpha():
        return ((piece.lower(),),)
    if piece in (_GAP, "*"):
        return ((_GAP,),)
    optional = piece.startswith("(") and piece.endswith(")")
    inner = piece[1:-1] if optional else piece
    written = inner.split("|")
    elided = _ELIDED.match(written[0])
    if elided:
        written += [elided.group() + option for option in written[1:] if "'" not in option]
    options = tuple(filter(None, map(_cut, folded(" ".join(written).replace("œ", "oe")).split()))) or ((),)
    return (*options, ()) if optional else options


def _cut(option: str) -> tuple[str, ...]:
    return (option,) if option.isascii() and option.isalpha() else tuple(_PIECE.findall(option))
