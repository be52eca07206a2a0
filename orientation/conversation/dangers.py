"""Likeness of a passage to how emergencies are told: a linear classifier over words and letters. It raises none: it makes one asked about.

Only reviewed rules raise an emergency; this knows wordings nobody listed. Its weights are readable: one line a word or some letters.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
        return np.max([self._of(words(passage), grams(passage)) for passage in passages(text)], axis=0, initial=-np.inf)

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


def words(text: str) -> Iterator[str]:
    """Words and pairs of words.

    >>> list(words("Il s'étouffe"))
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


def learn_dangers(
    sentences: Sequence[Told], texts: Sequence[Told], emergencies: Sequence[str], softness: float = 10.0, lightest: float = 2.5
) -> Dangers:
    """Learns from sentences, and from whole texts of which a quiet one is quiet in every passage. Levels are left at 0: see `levelled`.

    `softness`: the inverse of the strength of the regularisation. `lightest`: what weighs less, rarity counted, is left out.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_union

    told = [*sentences]
    for text, ids in texts:
        told += [(text, ids)] if ids else [(passage, frozenset()) for passage in passages(text)]
    blocks = make_union(
        TfidfVectorizer(analyzer=lambda text: list(words(text)), sublinear_tf=True),
        TfidfVectorizer(analyzer=lambda text: list(grams(text)), sublinear_tf=True, min_df=2),
    )
    table = blocks.fit_transform([text for text, _ in told])
    fitted = [
        LogisticRegression(C=softness, class_weight="balanced", max_iter=3000).fit(table, [id in ids for _, ids in told])
        for id in emergencies
    ]
    coefficients = np.array([model.coef_[0] for model in fitted]).T
    rarity = np.concatenate([block.idf_ for _, block in blocks.transformer_list])
    names = [name for _, block in blocks.transformer_list for name in block.get_feature_names_out()]
    kept = np.flatnonzero((np.abs(coefficients).max(axis=1) * rarity) >= lightest)
    return Dangers(
        tuple(emergencies),
        np.array([round(float(model.intercept_[0]), 3) for model in fitted]),
        np.zeros(len(fitted)),
        {names[place]: line for line, place in enumerate(kept.tolist())},
        np.round(rarity[kept], 2),
        np.round(coefficients[kept], 2),
    )


def margins_unseen(
    sentences: Sequence[Told], texts: Sequence[Told], emergencies: Sequence[str], folds: int = 5, softness: float = 10.0
) -> Floats:
    """The margins of each text by a classifier that did not learn from it (lines: texts, columns: emergencies)."""
    found = np.empty((len(texts), len(emergencies)))
    for fold in range(folds):
        learnt = learn_dangers(sentences, [text for at, text in enumerate(texts) if at % folds != fold], emergencies, softness)
        for at in range(fold, len(texts), folds):
            found[at] = learnt.margins(texts[at][0])
    return found


def levelled(dangers: Dangers, margins: Floats, wanted: Sequence[frozenset[str]], loud: Mapping[str, float]) -> Dangers:
    """The same with its levels, read off the margins of texts it did not learn from.

    `loud`: for each emergency the share of texts without any that may reach its level.
    """
    quiet = margins[[not ids for ids in wanted]]
    levels = [float(np.quantile(quiet[:, column], 1 - loud[id])) for column, id in enumerate(dangers.emergencies)]
    return replace(dangers, levels=np.round(levels, 2))
