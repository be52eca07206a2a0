"""Which likely pairs are kept together: the surest first, one record of each source for a service unless they are twins, and never two
records that something sets apart, even through a third."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

Pair = tuple[int, int]


class Groups:
    """Records brought together so far. Remembers, because each pair kept forbids others."""

    def __init__(self, source: Sequence[int], twins: set[Pair], apart: Iterable[Pair], foes: Iterable[Pair]) -> None:
        """`twins`: pairs of one source that may be together. `apart`: pairs that only a person may bring together; `foes`: nobody."""
        self._source = source
        self._twins = twins
        self._apart, self._foes = _sides(apart), _sides(foes)
        self._group: dict[int, list[int]] = {}

    def join(self, one: int, other: int, *, forced: bool = False) -> bool:
        """Bring two records and theirs together; False, nothing being changed, when they may not be. `forced`: a person said so."""
        mine, theirs = self._group.get(one, [one]), self._group.get(other, [other])
        if mine is theirs:
            return True
        if not all(self._may_meet(left, right, forced) for left in mine for right in theirs):
            return False
        whole = mine + theirs
        self._group.update(dict.fromkeys(whole, whole))
        return True

    def _may_meet(self, one: int, other: int, forced: bool) -> bool:
        if other in self._foes.get(one, ()):
            return False
        if forced:
            return True
        if other in self._apart.get(one, ()):
            return False
        return self._source[one] != self._source[other] or (min(one, other), max(one, other)) in self._twins

    @property
    def first(self) -> Mapping[int, int]:
        """The first record of its group, for each record that is in one."""
        return {place: min(group) for place, group in self._group.items()}


def _sides(pairs: Iterable[Pair]) -> Mapping[int, set[int]]:
    sides: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        sides[one].add(other)
        sides[other].add(one)
    return sides
