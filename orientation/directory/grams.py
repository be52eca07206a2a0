"""Finds texts that look like another: which share the most of its groups of three letters, rare ones counting more."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from orientation.directory.columns import Array

_LETTERS = " 0123456789abcdefghijklmnopqrstuvwxyz"
_BASE = len(_LETTERS)
GRAM_CODES = _BASE**3
_RANK_OF = {letter: rank for rank, letter in enumerate(_LETTERS)}
_CODE_OF = np.zeros(256, dtype=np.uint8)
_CODE_OF[np.frombuffer(_LETTERS.encode(), dtype=np.uint8)] = np.arange(_BASE)
_END = _BASE
_CODE_OF[ord("\n")] = _END


@dataclass(frozen=True, eq=False)
class Texts:
    """Many texts in one array of bytes: text n is `letters[starts[n]:starts[n + 1]]`."""

    letters: Array
    starts: Array

    @classmethod
    def of(cls, texts: Sequence[bytes]) -> "Texts":
        starts = np.zeros(len(texts) + 1, dtype=np.int64)
        np.cumsum([len(text) for text in texts], out=starts[1:])
        return cls(np.frombuffer(b"".join(texts), dtype=np.uint8), starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> str:
        return self.some([number])[0]

    def some(self, numbers: Sequence[int] | Array) -> list[str]:
        """The texts of these numbers."""
        letters, at = self.letters.data, np.asarray(numbers, dtype=np.int64)
        first, after = self.starts[at].tolist(), self.starts[at + 1].tolist()
        return [str(letters[low:high], "ascii") for low, high in zip(first, after, strict=True)]


@dataclass(frozen=True, eq=False)
class Grams:
    """Texts of lower case letters, digits and single spaces, and for each gram the texts that hold it: `lines[starts[g]:starts[g + 1]]`.

    A word begins with two spaces and ends with one, so that its first letters weigh more. `sums`: the sum of the weights of a text's
    grams, a gram weighing the logarithm of how rare it is.
    """

    texts: Texts
    starts: Array
    lines: Array
    sums: Array

    def shared(self, query: str, reading: int | None = None) -> tuple[Array, float]:
        """For each text, the weight of the grams it shares with the query; and the weight of all grams of the query.

        Grams are read from the rarest on, until about `reading` entries were read: commoner ones would cost more than they tell.
        """
        grams = grams_of(query)
        first, after = self.starts[grams], self.starts[grams + 1]
        weights = weights_of(after - first, len(self.texts))
        rarest = np.argsort(after - first, kind="stable")
        first, sizes, read = first[rarest], (after - first)[rarest], weights[rarest]
        if reading is not None:
            kept = int(np.searchsorted(np.cumsum(sizes), reading, side="right"))
            first, sizes, read = first[:kept], sizes[:kept], read[:kept]
        lists = [self.lines[low : low + size] for low, size in zip(first.tolist(), sizes.tolist(), strict=True)]
        held = np.concatenate([*lists, np.empty(0, self.lines.dtype)])
        return np.bincount(held, weights=np.repeat(read, sizes), minlength=len(self.texts)), float(weights.sum())

    def weight(self, text: str) -> float:
        """The weight of all grams of a text: how much it tells apart."""
        grams = grams_of(text)
        return float(weights_of(self.starts[grams + 1] - self.starts[grams], len(self.texts)).sum())


def weights_of(frequencies: Array, count: int) -> Array:
    """The weight of grams that stand in so many of `count` texts."""
    return np.maximum(np.log(max(2, count) / (1 + frequencies)), 0.3)


def likest(total: Array, sums: Array, whole: float, most: int) -> tuple[Array, Array]:
    """The texts that look most like the query, at most `most`, with a likeness in 0-1, in no order."""
    some = (total > 0.25 * total.max(initial=0.0)).nonzero()[0]
    likeness = total[some] / np.sqrt(sums[some] * max(whole, 1e-9))
    if len(some) > most:
        kept = np.argpartition(-likeness, most)[:most]
        return some[kept], likeness[kept]
    return some, likeness


def grams_of(text: str) -> Array:
    """The distinct grams of one text, in order."""
    found: set[int] = set()
    for word in text.split():
        codes = [0, 0, *(_RANK_OF[letter] for letter in word), 0]
        found.update((codes[at] * _BASE + codes[at + 1]) * _BASE + codes[at + 2] for at in range(len(codes) - 2))
    return np.array(sorted(found), dtype=np.int64)


def index_of(texts: Sequence[str]) -> Grams:
    """Indexes texts, all at once."""
    encoded = [text.encode() for text in texts]
    many = max(1, len(encoded))
    codes, owners = _grams(encoded)
    # Sixteen bits are sorted by counting them; owners come in order, and stay so.
    order = np.argsort(codes, kind="stable")
    codes, owners = codes[order], owners[order]
    first = np.ones(len(codes), dtype=bool)
    np.logical_or(codes[1:] != codes[:-1], owners[1:] != owners[:-1], out=first[1:])
    codes, owners = codes[first], owners[first]
    starts = np.zeros(GRAM_CODES + 1, dtype=np.int64)
    np.cumsum(np.bincount(codes, minlength=GRAM_CODES), out=starts[1:])
    weights = weights_of(np.diff(starts), many)
    sums = np.bincount(owners, weights=weights[codes], minlength=len(encoded)).astype(np.float32)
    return Grams(Texts.of(encoded), starts, owners, np.maximum(sums, np.float32(1e-6)))


def _grams(texts: Sequence[bytes]) -> tuple[Array, Array]:
    """Every gram of every text, with the number of its text."""
    padded = [b"  " + text.replace(b" ", b"  ") + b" " for text in texts]
    letters = _CODE_OF[np.frombuffer(b"\n".join(padded), dtype=np.uint8)]
    owners = np.repeat(np.arange(len(texts), dtype=np.int32), [len(text) + 1 for text in padded])[: len(letters)]
    if len(letters) < 3:
        return np.empty(0, np.uint16), np.empty(0, np.int32)
    first, second, third = letters[:-2], letters[1:-1], letters[2:]
    # inside one text, and not the end of a word followed by the two spaces of the next
    inside = (first != _END) & (second != _END) & (third != _END) & ((second != 0) | (third != 0))
    first, second, third = (letters[inside].astype(np.uint16) for letters in (first, second, third))
    return (first * _BASE + second) * _BASE + third, owners[:-2][inside]
