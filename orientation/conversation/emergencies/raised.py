"""What a text holds of the wordings of emergencies, and how they stand together as a sign."""

from collections.abc import Iterator
from dataclasses import dataclass

from orientation.conversation.emergencies.alarms import ANYWHERE, NEXT, Alarms, Sign
from orientation.conversation.phrases import Found
from orientation.conversation.scope import Passage
from orientation.conversation.words import Words, word_set

BESIDE_WITHIN = 12
_NEXT_WITHIN = 5
_WITHIN_NAMES = word_set("sur sous en le la les l d de du des aux lez")


@dataclass(frozen=True, slots=True)
class Raised:
    """A sign read in a text, and the wordings it was read from."""

    sign: Sign
    parts: tuple[Found, ...]

    @property
    def first(self) -> int:
        return min(part.first for part in self.parts)

    @property
    def last(self) -> int:
        return max(part.last for part in self.parts)

    def covers(self, cue: Found) -> bool:
        """Whether a cue is but a piece of one of its wordings."""
        return any(part.contains(cue) for part in self.parts)

    def holds_word(self, index: int) -> bool:
        return any(part.first <= index <= part.last for part in self.parts)


class Heard:
    """What was found in a text of the wordings of emergencies, by list."""

    def __init__(self, words: Words, alarms: Alarms) -> None:
        self.words, self.signs = words, alarms.signs
        self.passage = Passage(words, ())
        figures: dict[str, list[Found]] = {}
        parts: dict[str, list[Found]] = {}
        cues: dict[str, list[Found]] = {}
        for found in alarms.book.find(words):
            held = {"figure": figures, "part": parts, "cue": cues}[found.entry.kind]
            if found.entry.kind == "cue" or not _is_in_a_name(words, found):
                held.setdefault(found.entry.id, []).append(found)
        self._cues = cues
        self._parts = {
            id: [one for one in some if not any(_is_figure(figure, one) for figure in figures.get(id.partition("/")[0], ()))]
            for id, some in parts.items()
        }
        self._said = frozenset(id for id, some in self._parts.items() if some)

    def has(self, cue: str) -> bool:
        return cue in self._cues

    def cues(self, *ids: str) -> Iterator[Found]:
        for id in ids:
            yield from self._cues.get(id, ())

    def is_beside(self, cue: Found, raised: Raised, within: int = BESIDE_WITHIN) -> bool:
        """Whether a cue stands in the sentence of a sign, so many words before it or after at most."""
        same = self.words.sentences[cue.first] == self.words.sentences[raised.first]
        return same and raised.first - within <= cue.last and cue.first <= raised.last + within

    def part(self, name: str) -> list[Found]:
        return self._parts.get(name, [])

    def says(self, sign: Sign) -> bool:
        """Whether wordings of every list of a sign are there, wherever they stand."""
        return self._said.issuperset(sign.parts)

    def matches(self, sign: Sign) -> Iterator[Raised]:
        """Every way the wordings of a sign stand together as it asks."""
        if self.says(sign):
            for first in self._parts[sign.parts[0]]:
                yield from self._extended(sign, (first,))

    def _extended(self, sign: Sign, parts: tuple[Found, ...]) -> Iterator[Raised]:
        if len(parts) == len(sign.parts):
            yield Raised(sign, parts)
            return
        join = sign.joins[len(parts) - 1]
        for found in self._parts[sign.parts[len(parts)]]:
            if self._stand(parts, found, join):
                yield from self._extended(sign, (*parts, found))

    def _stand(self, parts: tuple[Found, ...], found: Found, join: str) -> bool:
        if any(part.first <= found.last and found.first <= part.last for part in parts):
            return False
        if join == ANYWHERE:
            return True
        before = parts[-1]
        if join == NEXT:
            return (
                0 < found.first - before.last <= _NEXT_WITHIN + 1 and self.words.sentences[found.first] == self.words.sentences[before.last]
            )
        return any(max(found.first - part.last, part.first - found.last) <= BESIDE_WITHIN + 1 for part in parts)


def _is_in_a_name(words: Words, found: Found) -> bool:
    """Whether a word is but a piece of a hyphenated name: "Rivière-Salée" is a town, "Cordes-sur-Ciel" holds no rope."""
    if found.length > 1 or words.shouts or words.whispers or not words.text[words.starts[found.first]].isupper():
        return False
    after, end = found.first + 1, len(words)
    while after < end and words.cuts[after] == "-" and words.forms[after] in _WITHIN_NAMES:
        after += 1
    if after < end and words.cuts[after] in ("-", "'", "’") and after > found.first and words.text[words.starts[after]].isupper():
        return words.cuts[found.first + 1] == "-"
    before = found.first - 1
    return before >= 0 and words.cuts[found.first] == "-" and words.text[words.starts[before]].isupper()


def _is_figure(figure: Found, found: Found) -> bool:
    """Whether a wording is but a piece of one that means something else, or runs half into it ("en finir | avec la cigarette")."""
    if figure.contains(found):
        return figure.length > found.length
    shared = min(figure.last, found.last) - max(figure.first, found.first) + 1
    return not found.contains(figure) and 2 * shared >= found.length
