"""Which records describe one service, from pairs found alike and from what people decided of pairs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["same", "different", "review"]
VERDICTS: tuple[Verdict, ...] = ("same", "different", "review")


@dataclass(frozen=True, slots=True)
class Link:
    """Two records compared, by key, `a` before `b`. `probability` that they describe one service; `reasons`: French sentences."""

    a: str
    b: str
    verdict: Verdict
    probability: float
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.a == self.b:
            raise ValueError(f"a record is not compared with itself: {self.a}")
        if self.verdict not in VERDICTS or not 0 <= self.probability <= 1:
            raise ValueError(f"a verdict is one of {VERDICTS} and a probability lies in [0, 1], found {self.verdict} {self.probability}")
        if self.a > self.b:
            first, second = self.b, self.a
            object.__setattr__(self, "a", first)
            object.__setattr__(self, "b", second)


def clusters(
    keys: Iterable[str], same: Mapping[tuple[str, str], float], decided_same: set[tuple[str, str]], apart: set[tuple[str, str]]
) -> list[set[str]]:
    """Records grouped by service: what people decided first, then links from the surest to the least sure.

    A tie that would bring together, even through others, two records decided to be different is left out. Ties of
    unknown records are ignored. The same ties always give the same groups, in whatever order they come.
    """
    group = {key: {key} for key in sorted(keys)}
    foes: dict[str, set[str]] = {}
    for a, b in apart:
        foes.setdefault(a, set()).add(b)
        foes.setdefault(b, set()).add(a)
    ties = [*sorted(decided_same), *sorted(set(same) - decided_same, key=lambda pair: (-same[pair], pair))]
    for a, b in ties:
        if a in group and b in group and group[a] is not group[b] and not _are_foes(group[a], group[b], foes):
            small, large = sorted((group[a], group[b]), key=len)
            large |= small
            group.update((key, large) for key in small)
    return list({id(members): members for members in group.values()}.values())


def _are_foes(one: set[str], other: set[str], foes: Mapping[str, set[str]]) -> bool:
    small, large = sorted((one, other), key=len)
    return any(not large.isdisjoint(foes[key]) for key in small if key in foes)
