"""Likeness of a few words to how each need is usually asked for: a linear classifier over character n-grams, scored from readable weights."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from orientation.wording import normalised

SHORTEST, LONGEST = 3, 5
LEAST_LIKE = -0.4


@dataclass(frozen=True, eq=False)
class Likeness:
    """Weights of one linear classifier a need. `grams`: n-gram → (rarity, {need index: weight}); `offsets` in the order of `needs`."""

    needs: tuple[str, ...]
    offsets: tuple[float, ...]
    grams: Mapping[str, tuple[float, Mapping[int, float]]]

    @cached_property
    def _columns(self) -> dict[str, tuple[float, np.ndarray, np.ndarray]]:
        return {
            gram: (rarity, np.fromiter(weights.keys(), dtype=np.intp), np.fromiter(weights.values(), dtype=float))
            for gram, (rarity, weights) in self.grams.items()
        }

    def of(self, text: str) -> dict[str, float]:
        """The margin by which words look like each need, from `LEAST_LIKE` on; above 0 it looks more like it than not."""
        columns = self._columns
        counted = Counter(gram for gram in grams(text) if gram in columns)
        if not counted:
            return {}
        values = {gram: (1 + math.log(count)) * columns[gram][0] for gram, count in counted.items()}
        length = math.sqrt(sum(value * value for value in values.values()))
        margins = np.array(self.offsets)
        for gram, value in values.items():
            _, rows, weights = columns[gram]
            margins[rows] += weights * (value / length)
        return {self.needs[index]: float(margins[index]) for index in np.flatnonzero(margins >= LEAST_LIKE)}


def grams(text: str) -> Iterator[str]:
    """Character n-grams inside words, a space standing for each end of a word.

    >>> list(grams("lit"))
    [' li', 'lit', 'it ', ' lit', 'lit ', ' lit ']
    """
    for word in normalised(text).split():
        padded = f" {word} "
        for length in range(SHORTEST, LONGEST + 1):
            for start in range(len(padded) - length + 1):
                yield padded[start : start + length]
