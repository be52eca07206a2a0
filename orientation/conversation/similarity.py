"""Likeness of a few words to how each need is usually asked for: a linear classifier over character n-grams, its weights readable."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from orientation.wording import normalised

SHORTEST, LONGEST = 3, 5
LEAST_LIKE = -0.4


@dataclass(frozen=True, eq=False)
class Likeness:
    """Weights of one linear classifier a need. `offsets` in the order of `needs`; `grams`: n-gram → rarity, places in `needs`, weights."""

    needs: Sequence[str]
    offsets: Sequence[float]
    grams: Mapping[str, tuple[float, Sequence[int], Sequence[float]]]

    def of(self, text: str) -> dict[str, float]:
        """The margin by which words look like each need, from `LEAST_LIKE` on; above 0 it looks more like it than not."""
        counted = Counter(gram for gram in grams(text) if gram in self.grams)
        if not counted:
            return {}
        values = {gram: (1 + math.log(count)) * self.grams[gram][0] for gram, count in counted.items()}
        length = math.sqrt(sum(value * value for value in values.values()))
        margins = list(self.offsets)
        for gram, value in values.items():
            _, rows, weights = self.grams[gram]
            share = value / length
            for row, weight in zip(rows, weights, strict=True):
                margins[row] += weight * share
        return {self.needs[row]: margin for row, margin in enumerate(margins) if margin >= LEAST_LIKE}


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
