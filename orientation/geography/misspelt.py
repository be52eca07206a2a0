"""Spellings within a slip or two of what is written, found fast enough to be tried on the words of a text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from orientation.collector import building_to_stay
from orientation.geography.name_index import NameIndex
from orientation.geography.named import FORMER
from orientation.geography.place_words import PlaceWords
from orientation.geography.words import ARTICLES, LINKS, Word

_KNOWN_FROM = 5_000
_LONG_KNOWN_FROM = 1_000
_LONGEST = 5


class Slip(NamedTuple):
    """A spelling that may be meant, how many letters are wrong, and how many words it takes."""

    key: str
    wrong: int
    length: int


@dataclass(frozen=True, eq=False)
class Misspelt:
    """Names worth looking for in a text: single words of communes of 5,000 inhabitants, longer names from 1,000."""

    names: NameIndex
    words: PlaceWords

    @cached_property
    def _single(self) -> dict[tuple[str, int], list[str]]:
        """First letter and length → spellings of one word."""
        held: dict[tuple[str, int], list[str]] = {}
        for key, weight in self._weights.items():
            if " " not in key and len(key) >= 5 and weight >= _KNOWN_FROM and key not in self.words.ambiguous:
                held.setdefault((key[0], len(key)), []).append(key)
        return held

    @cached_property
    def _anchored(self) -> dict[tuple[str, str, str], list[str]]:
        """A first word and the next one's letter, or a first letter and the last word → spellings of several words."""
        held: dict[tuple[str, str, str], list[str]] = {}
        for key in self._weights:
            parts = key.split()
            if len(parts) > 1 and parts[0] not in ARTICLES:
                held.setdefault(("first", parts[0], parts[1][0]), []).append(key)
                held.setdefault(("last", parts[0][0], parts[-1]), []).append(key)
        return held

    @cached_property
    @building_to_stay()
    def _weights(self) -> dict[str, int]:
        """The inhabitants of the largest commune of each spelling, where they are enough for it to be looked for."""
        held: dict[str, int] = {}
        for key, named in self.names.spellings.items():
            weight = max([candidate.weight or 0 for candidate in named])
            if weight >= _LONG_KNOWN_FROM and any(candidate.tier != FORMER for candidate in named):
                held[key] = weight
        return held

    def at(self, words: Sequence[Word], index: int) -> Slip | None:
        """The spelling nearest to what begins at a word; longer ones first."""
        word = words[index].text
        if not word.isalpha() or word in LINKS:
            return None
        for length in range(min(_LONGEST, len(words) - index), 1, -1):
            texts = [word.text for word in words[index : index + length]]
            key = " ".join(texts)
            near = {*self._anchored.get(("first", word, texts[1][0]), ()), *self._anchored.get(("last", word[0], texts[-1]), ())}
            told = len(key.removeprefix("saint ").removeprefix("sainte "))  # "saint" is in many names: what follows tells them apart
            found = self._nearest(key, sorted(near), 1 + (told >= 12)) if near and len(key) >= 7 else None
            if found:
                return Slip(*found, length)
        found = self._nearest(word, self._like(word), 1 + (len(word) >= 9)) if self._may_be_misspelt(word) else None
        return Slip(*found, 1) if found else None

    def _may_be_misspelt(self, word: str) -> bool:
        return len(word) >= 5 and word not in self.words.common and word not in self.names.spellings and word not in self.names.heads

    def _like(self, word: str) -> list[str]:
        reach = 1 + (len(word) >= 9)
        return [key for length in range(len(word) - reach, len(word) + reach + 1) for key in self._single.get((word[0], length), ())]

    def _nearest(self, key: str, spellings: Iterable[str], slips: int) -> tuple[str, int] | None:
        near = process.extract(key, spellings, scorer=OSA.distance, score_cutoff=slips, limit=None)  # type: ignore[arg-type]
        spelling, wrong, _ = min(near, key=lambda found: (found[1], -self._weights[found[0]], found[0]), default=("", 0, 0))
        return (spelling, int(wrong)) if spelling else None
