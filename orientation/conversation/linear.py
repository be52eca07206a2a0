"""Linear classifiers over the signs of a text (words, letters, phrases), their weights readable: a line a sign, a column a label."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from orientation.wording import normalised

Floats = NDArray[np.float64]
Weights = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Linear:
    """`places`: sign → line of `rarity` and of `weights`, which has a column a label; `offsets`: the margins where no sign is known."""

    labels: tuple[str, ...]
    offsets: Floats
    places: Mapping[str, int]
    rarity: Floats
    weights: Weights

    def margins(self, *blocks: Iterable[str]) -> Floats:
        """For each label, in order, by how much it looks more like it than not. Blocks of signs count alike, however long."""
        total = self.offsets.copy()
        for block in blocks:
            counted = Counter(map(self.places.get, block))
            counted.pop(None, None)
            if counted:
                at = np.fromiter(counted, dtype=np.intp, count=len(counted))
                values = (1 + np.log(np.fromiter(counted.values(), dtype=float, count=len(counted)))) * self.rarity[at]
                total += (values / math.sqrt(values @ values)).astype(np.float32) @ self.weights[at]
        return total


def word_grams(text: str) -> Iterator[str]:
    """Words and pairs of words.

    >>> list(word_grams("Il s'étouffe"))
    ['=il', '=s', '=etouffe', '=il s', '=s etouffe']
    """
    return paired(normalised(text).split())


def paired(words: Iterable[str]) -> Iterator[str]:
    """Words already cut and normalised, then pairs of them."""
    said = list(words)
    yield from (f"={word}" for word in said)
    yield from (f"={one} {next}" for one, next in pairwise(said))


def letter_grams(words: Iterable[str], shortest: int, longest: int) -> Iterator[str]:
    """Letters that follow one another inside words, a space standing for each end of a word.

    >>> list(letter_grams(["lit"], 3, 4))
    [' li', 'lit', 'it ', ' lit', 'lit ']
    """
    for word in words:
        padded = f" {word} "
        for length in range(shortest, longest + 1):
            yield from [padded[start : start + length] for start in range(len(padded) - length + 1)]
