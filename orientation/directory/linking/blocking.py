"""Which records are worth comparing: those that share a phone, an identifier, an address, a rare word of one commune, or a place.

Comparing each with each would be ten billion pairs for a national directory. What groups too many records (a switchboard, a word that
half a commune bears) is left to the other ways, so that the work grows as the directory does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from orientation.directory.linking.entries import Entries
from orientation.directory.linking.tokens import Codes, Mask, distinct


@dataclass(frozen=True, slots=True)
class BlockingRules:
    """How many records of one source may share a thing before it is no reason to compare them; sizes of cells in degrees of latitude,
    the coarsest first, and how many records around one are enough."""

    mark: int
    door: int
    word: int
    cells: tuple[float, ...]
    around: int
    at_most: int


@dataclass(frozen=True, eq=False)
class Candidates:
    """Pairs of records by place in `Entries`, `left` before `right`, each once, in order."""

    left: Codes
    right: Codes

    def __len__(self) -> int:
        return len(self.left)

    def where(self, kept: Mask | Codes) -> "Candidates":
        return Candidates(self.left[kept], self.right[kept])

    def together_with(self, others: Sequence[tuple[int, int]], size: int) -> "Candidates":
        """With other pairs of places, of `size` records."""
        more = np.fromiter((one * size + other for one, other in others), np.int64, len(others))
        pairs = distinct(np.concatenate([self.left * size + self.right, more]))
        return Candidates(pairs // max(1, size), pairs % max(1, size))


def candidates(entries: Entries, rules: BlockingRules, *, within: bool = True) -> Candidates:
    """`within`: records of one source are compared too."""
    size = len(entries)
    found = [left * size + right for left, right in _ways(entries, rules, within)]
    pairs = distinct(np.concatenate(found))
    return Candidates(pairs // max(1, size), pairs % max(1, size))


def _ways(entries: Entries, rules: BlockingRules, within: bool) -> Iterator[tuple[Codes, Codes]]:
    for marks in (entries.phones, entries.contacts, *entries.identifiers.values()):
        row, place = np.nonzero(marks.value >= 0)
        yield _sharing(entries, marks.value[row, place], row, rules.mark, within)
    everyone = np.arange(len(entries))
    here = entries.commune > 0
    there = here & (entries.addresses.door > 0)
    yield _sharing(entries, _both(entries.commune[there], entries.addresses.door[there]), everyone[there], rules.door, within)
    own = entries.names.own_words
    for row, word in ((own.row, own.code), entries.names.kind_words):
        placed = here[row]
        yield _sharing(entries, _both(entries.commune[row[placed]], word[placed]), row[placed], rules.word, within)
    yield from _neighbours(entries, rules, within)


def _both(one: Codes, other: Codes) -> Codes:
    """One number for two."""
    return one * (int(other.max(initial=0)) + 1) + other


def _sharing(entries: Entries, key: Codes, row: Codes, at_most: int, within: bool) -> tuple[Codes, Codes]:
    """Pairs of records that share a key, for keys that at most so many records of each source bear."""
    key, row = _once(key, row, len(entries))
    source = entries.source[row]
    order = np.lexsort((source, key))
    key, row, source = key[order], row[order], source[order]
    run = _ends(_both(key, source))
    size = run - np.searchsorted(run, run)
    end = _ends(key)
    first_of_key = np.searchsorted(key, key)
    crowded = np.bincount(first_of_key, size > at_most, len(key)) > 0
    end[crowded[first_of_key]] = 0
    first = np.arange(1, len(key) + 1) if within else run
    one, other = _spread(first, end)
    return _ordered(row[one], row[other])


def _once(key: Codes, row: Codes, size: int) -> tuple[Codes, Codes]:
    pairs = distinct(key * size + row)
    return pairs // max(1, size), pairs % max(1, size)


def _ends(key: Codes) -> Codes:
    """For each place of a sorted array, the place after the last equal one."""
    last = np.flatnonzero(np.r_[key[1:] != key[:-1], True]) + 1 if len(key) else np.zeros(0, np.int64)
    return np.repeat(last, np.diff(np.r_[0, last]))


def _spread(first: Codes, end: Codes) -> tuple[Codes, Codes]:
    """Each place with every place from `first` to `end`, the latter excluded."""
    counts = np.maximum(0, end - first)
    one = np.repeat(np.arange(len(first)), counts)
    return one, np.repeat(first, counts) + np.arange(len(one)) - np.repeat(np.cumsum(counts) - counts, counts)


def _ordered(one: Codes, other: Codes) -> tuple[Codes, Codes]:
    return np.minimum(one, other), np.maximum(one, other)


def _neighbours(entries: Entries, rules: BlockingRules, within: bool) -> Iterator[tuple[Codes, Codes]]:
    """Records in the nine cells around each, cells being smaller where records are dense, unless what both do is known and differs."""
    waiting = np.flatnonzero(~np.isnan(entries.lat))
    for cell in rules.cells:
        grid = _Grid(entries, cell)
        around = grid.around(waiting)
        last = cell == rules.cells[-1]
        settled = around <= (rules.at_most if last else rules.around)
        for one, other in grid.pairs(waiting[settled], within):
            yield _ordered(*_compatible(entries, one, other))
        waiting = waiting[~settled]


def _compatible(entries: Entries, one: Codes, other: Codes) -> tuple[Codes, Codes]:
    needs, known = entries.needs, np.asarray(entries.needs.any(axis=1))
    kept = ~(known[one] & known[other]) | np.asarray((needs[one] & needs[other]).any(axis=1))
    return one[kept], other[kept]


class _Grid:
    """Records by cell. A row of cells is a range of numbers, so that nine cells are three ranges."""

    def __init__(self, entries: Entries, cell: float) -> None:
        self._row = np.floor((np.nan_to_num(entries.lat) + 90) / cell).astype(np.int64)
        self._column = np.floor((np.nan_to_num(entries.lon) + 180) / (cell * 1.4)).astype(np.int64) + 1
        self._width = int(360 / (cell * 1.4)) + 4
        self._source = entries.source
        self._placed = np.flatnonzero(~np.isnan(entries.lat))
        self._number = self._row * self._width + self._column

    def around(self, asking: Codes) -> Codes:
        """How many records stand in the nine cells of each, itself included."""
        order = np.sort(self._number[self._placed])
        total = np.zeros(len(asking), np.int64)
        for step in (-1, 0, 1):
            middle = self._number[asking] + step * self._width
            total += np.searchsorted(order, middle + 2) - np.searchsorted(order, middle - 1)
        return total

    def pairs(self, asking: Codes, within: bool) -> Iterator[tuple[Codes, Codes]]:
        """Each asking record with those around it, of an earlier source, or of its own when asked for."""
        for source in np.unique(self._source[asking]):
            mine = asking[self._source[asking] == source]
            others = self._placed[self._source[self._placed] < source + within]
            order = others[np.argsort(self._number[others], kind="stable")]
            number = self._number[order]
            for step in (-1, 0, 1):
                middle = self._number[mine] + step * self._width
                at, place = _spread(np.searchsorted(number, middle - 1), np.searchsorted(number, middle + 2))
                one, other = mine[at], order[place]
                kept = (one != other) if within else slice(None)
                yield one[kept], other[kept]
