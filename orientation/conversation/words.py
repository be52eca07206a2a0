"""A request cut into words, segments and sentences. Offsets are code points of the text given. Knows nothing of what words mean."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from orientation.wording import folded

LONGEST = 6_000
_LONGEST_AUTHOR = 4


def word_set(listed: str) -> frozenset[str]:
    """The words of a list set out over several lines."""
    return frozenset(listed.split())


_INVISIBLE = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_BLANK = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_WORD = re.compile(r"(?<![a-z])(?:[a-z]\.){2,}[a-z]?(?![a-z])|[a-z]+|[0-9]+")
_GLUES = {
    "j": "ai ais avais aurais suis etais habite peux veux voudrais cherche aimerais arrive vis vais sais dois fais crois pense mange dors "
    "bois fume prends souhaite souhaiterais en me ne attends appelle ecris travaille garde craque",
    "n": "ai est as ont avons avez avait aura etait arrive arrivent ose",
    "c": "est etait",
    "qu": "il ils on un une en est avec",
    "d": "un une aide aides etre avoir accord urgence elle aller autres autre hebergement ehpad hopital infirmiere infirmier "
    "aucune aucun appartement ici abord une argent alcool eau",
    "l": "hopital aide ehpad infirmiere infirmier ecole hotel appart appartement assistante apa aah accueil hebergement hosto "
    "ambulance argent alcool adresse",
    "s": "est il ils occupe appelle habille ennuie isole etouffe",
    "m": "aider aide appelle occupe occuper aidez aident",
    "y": "a en avait",
}
_GLUED = {elided + word: (elided, word) for elided, words in _GLUES.items() for word in words.split()}
_ENDS = re.compile(r"[!?;\n…]|\.(?=\s|$|[)\]»\"'])|\.{2,}")
_CUTS = re.compile(r"[,:()\[\]{}<>+|•→⇒=–—*&]|(?<![0-9])/|/(?![0-9])|\s-+\s|-{2,}|\s-(?=\S)")
_TURNS = frozenset(
    {"mais", "car", "donc", "puis", "sinon", "cependant", "toutefois", "alors", "or", "sauf", "pourtant", "enfin", "puisque", "hormis"}
)
_SHORTENED = word_set(
    """
    m mr mrs mm mme mmes mlle dr drs pr prs me st ste tel env ex cf inf hosp rdv p pt pte pts pat av bd apt bat no num dep dpt ref etc
    ass soc gen med
    """
)


def cleaned(text: str) -> str:
    """The text as it will be read and shown: composed accents, no invisible or control character, at most `LONGEST` code points.

    A longer text is cut after a whole word.
    """
    text = unicodedata.normalize("NFC", _BLANK.sub(" ", _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))))
    if len(text) <= LONGEST:
        return text
    cut = text[:LONGEST]
    return cut[: max(cut.rfind(" "), cut.rfind("\n"), LONGEST // 2)]


@dataclass(frozen=True)
class Words:
    """The words of a text, in order: folded form, place, and which segment and sentence each stands in.

    A sentence ends at strong punctuation or a line's end; a segment also at a comma, a slash, a plus sign or a turning word ("mais").
    """

    text: str
    forms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    segments: tuple[int, ...]
    sentences: tuple[int, ...]
    questions: frozenset[int]
    cuts: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.forms)

    def at(self, index: int) -> str:
        """The form at that place, "" outside the text."""
        return self.forms[index] if 0 <= index < len(self.forms) else ""

    def past_author(self, index: int) -> int:
        """Where the text goes on once it is told by whom: after "par son mari" when its "par" is there or just before."""
        if index >= len(self) or "par" not in (self.at(index), self.at(index - 1)):
            return index
        _, last = self.bounds_of_segment[self.segments[index]]
        return last + 1 if last - index <= _LONGEST_AUTHOR else index

    def is_capital(self, index: int) -> bool:
        """Written in capitals, at least two letters."""
        piece = self.text[self.starts[index] : self.ends[index]]
        return len(piece) > 1 and piece.isupper()

    def is_plain(self, first: int, last: int) -> bool:
        """Written without accents, as acronyms are."""
        return self.text[self.starts[first] : self.ends[last]].isascii()

    @cached_property
    def shouts(self) -> bool:
        """Whether the whole text is in capitals (or has no capitals to tell acronyms by)."""
        letters = [character for character in self.text if character.isalpha()]
        uppers = sum(character.isupper() for character in letters)
        return not letters or uppers > 0.7 * len(letters)

    @cached_property
    def whispers(self) -> bool:
        """Whether the text holds next to no capitals: SMS where acronyms are in lower case too."""
        letters = [character for character in self.text if character.isalpha()]
        return sum(character.isupper() for character in letters) <= 0.015 * len(letters) + 1

    def span(self, first: int, last: int) -> tuple[int, int]:
        return self.starts[first], self.ends[last]

    @cached_property
    def bounds_of_sentence(self) -> dict[int, tuple[int, int]]:
        """First and last word of each sentence."""
        return _bounds(self.sentences)

    @cached_property
    def bounds_of_segment(self) -> dict[int, tuple[int, int]]:
        return _bounds(self.segments)


def _bounds(numbers: tuple[int, ...]) -> dict[int, tuple[int, int]]:
    held: dict[int, tuple[int, int]] = {}
    for index, number in enumerate(numbers):
        first, _ = held.get(number, (index, index))
        held[number] = (first, index)
    return held


def cut(text: str) -> Words:
    """Cuts a text into words.

    >>> cut("Mme D., 82a: kiné?").forms
    ('mme', 'd', '82', 'a', 'kine')
    """
    flat = folded(text)
    forms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    segments: list[int] = []
    sentences: list[int] = []
    cuts: list[str] = []
    questions: set[int] = set()
    segment = sentence = position = 0
    for found in _WORD.finditer(flat):
        between = flat[position : found.start()]
        form = _form(text, found)
        if forms:
            ended = _ENDS.search(between)
            decimal = between == "." and forms[-1].isdigit() and form.isdigit()
            if ended and not decimal and not (between[ended.start()] == "." and _is_shortened(forms, text[found.start()])):
                if "?" in between:
                    questions.add(sentence)
                sentence += 1
                segment += 1
            elif _CUTS.search(between) or form in _TURNS:
                segment += 1
        for piece, start, end in _pieces(form, found.start(), found.end()):
            cuts.append(between if start == found.start() else "")
            forms.append(piece)
            starts.append(start)
            ends.append(end)
            segments.append(segment)
            sentences.append(sentence)
        position = found.end()
    if "?" in flat[position:]:
        questions.add(sentence)
    cuts.append(flat[position:])
    return Words(text, tuple(forms), tuple(starts), tuple(ends), tuple(segments), tuple(sentences), frozenset(questions), tuple(cuts))


def _pieces(form: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """A word, or the two that were glued in haste: "jai" is "j" and "ai"."""
    glued = _GLUED.get(form)
    if glued is None or end - start != len(form):
        yield form, start, end
        return
    yield glued[0], start, start + len(glued[0])
    yield glued[1], start + len(glued[0]), end


def _form(text: str, found: re.Match[str]) -> str:
    piece = found.group().replace(".", "")
    written = text[found.start() : found.end()]
    if "œ" in written or "Œ" in written:
        return folded(written.replace("œ", "oe").replace("Œ", "oe"))
    return piece


def _is_shortened(forms: Sequence[str], following: str) -> bool:
    """Whether a stop only cuts the last word short: "Mme D.", not "à 23 h. Il dort", where a capital follows a unit."""
    last, counted = forms[-1], len(forms) > 1 and forms[-2].isdigit()
    return last in _SHORTENED or len(last) == 1 and last.isalpha() and not (counted and following.isupper())
