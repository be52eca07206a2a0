"""Likeness of a passage to how emergencies are told: a linear classifier over words and letters. It raises none: it makes one asked about.

Only reviewed rules raise an emergency; this knows wordings nobody listed. Its weights are readable: one line a word or some letters.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from orientation.conversation.similarity import grams
from orientation.wording import normalised

Floats = NDArray[np.float64]

_SENTENCES = re.compile(r"[.!?;:\n]+|(?<!\d),(?!\d)")
_WHOLE = 250
"""A text of at most so many letters is also looked at whole: its danger may lie in two sentences apart."""


@dataclass(frozen=True, eq=False)
class Dangers:
    """`places`: word or pair of words ("=tombe"), or letters of a word → line of `rarity` and of `weights` (a column an emergency).

    `levels`: the margin from which each is worth asking about.
    """

    emergencies: tuple[str, ...]
    offsets: Floats
    levels: Floats
    places: Mapping[str, int]
    rarity: Floats
    weights: Floats

    def margins(self, text: str) -> Floats:
        """For each emergency the highest margin of any passage of a text; above 0 it looks more like it than not."""
        return np.max([self._of(word_grams(passage), grams(passage)) for passage in passages(text)], axis=0, initial=-np.inf)

    def read(self, text: str) -> tuple[str, ...]:
        """The emergencies that some passage of a text is told like, by how far it is above their levels."""
        above = self.margins(text) - self.levels
        return tuple(self.emergencies[column] for column in np.argsort(-above, kind="stable").tolist() if above[column] >= 0)

    def _of(self, *blocks: Iterable[str]) -> Floats:
        total = self.offsets.copy()
        for block in blocks:
            at, counted = np.unique([self.places[one] for one in block if one in self.places], return_counts=True)
            if len(at):
                values = (1 + np.log(counted)) * self.rarity[at]
                total += values @ self.weights[at] / math.sqrt(values @ values)
        return total


def word_grams(text: str) -> Iterator[str]:
    """Words and pairs of words.

    >>> list(word_grams("Il s'étouffe"))
    ['=il', '=s', '=etouffe', '=il s', '=s etouffe']
    """
    said = normalised(text).split()
    yield from (f"={word}" for word in said)
    yield from (f"={one} {next}" for one, next in pairwise(said))


def passages(text: str) -> tuple[str, ...]:
    """Clauses, clauses two by two, and a short text whole: a danger is often told in passing.

    >>> passages("Besoin d'une aide. Il est tombé, ne répond plus")[:3]
    ("Besoin d'une aide", 'Il est tombé', 'ne répond plus')
    """
    clauses = [clause.strip() for clause in _SENTENCES.split(text) if clause.strip()]
    pairs = [f"{one} {next}" for one, next in pairwise(clauses)]
    return tuple(dict.fromkeys([*clauses, *pairs, *([text] if len(text) <= _WHOLE else [])]))


Told = tuple[str, frozenset[str]]
"""A sentence or a text, and the emergencies it tells."""
