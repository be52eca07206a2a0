"""Likeness of a passage to how emergencies are told: a linear classifier over words and letters. It raises none: it makes one asked about.

Only reviewed rules raise an emergency; this knows wordings nobody listed. Its weights are readable: one line a word or some letters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from orientation.conversation.linear import Floats, Linear, letter_grams, word_grams
from orientation.wording import normalised

SHORTEST, LONGEST = 3, 5

_SENTENCES = re.compile(r"[.!?;:\n]+|(?<!\d),(?!\d)")
_WHOLE = 250
"""A text of at most so many letters is also looked at whole: its danger may lie in two sentences apart."""


@dataclass(frozen=True, eq=False)
class Dangers:
    """`model`: one label an emergency. `levels`: in the same order, the margin from which each is worth asking about."""

    model: Linear
    levels: Floats

    def margins(self, text: str) -> Floats:
        """For each emergency the highest margin of any passage of a text; above 0 it looks more like it than not."""
        return np.max([self.model.margins(*blocks(passage)) for passage in passages(text)], axis=0, initial=-np.inf)

    def read(self, text: str) -> tuple[str, ...]:
        """The emergencies that some passage of a text is told like, by how far it is above their levels."""
        above = self.margins(text) - self.levels
        return tuple(self.model.labels[column] for column in np.argsort(-above, kind="stable").tolist() if above[column] >= 0)


def blocks(text: str) -> tuple[Iterator[str], Iterator[str]]:
    """The signs of a passage: its words and pairs of words, and its letters."""
    return word_grams(text), letter_grams(normalised(text).split(), SHORTEST, LONGEST)


def passages(text: str) -> tuple[str, ...]:
    """Clauses, clauses two by two, and a short text whole: a danger is often told in passing.

    >>> passages("Besoin d'une aide. Il est tombé, ne répond plus")[:3]
    ("Besoin d'une aide", 'Il est tombé', 'ne répond plus')
    """
    clauses = [clause.strip() for clause in _SENTENCES.split(text) if clause.strip()]
    pairs = [f"{one} {next}" for one, next in pairwise(clauses)]
    return tuple(dict.fromkeys([*clauses, *pairs, *([text] if len(text) <= _WHOLE else [])]))


ToldDanger = tuple[str, frozenset[str]]
"""A sentence or a text, and the emergencies it tells."""
