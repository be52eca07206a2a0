"""Which commune a name means when several bear it, by how each bears it and how many live there."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from orientation.territory import Commune

_DOMINANT_RATIO, DOMINANT_POPULATION = 20, 10_000
_OVER_TOWNS_RATIO, _OVER_TOWNS_POPULATION, _SMALL_TOWN = 10, 30_000, 6_000
_SHORT_RATIO, _SHORT_POPULATION, _FEW_RIVALS = 7, 3_000, 2
_OVER_VILLAGES_RATIO, _OVER_VILLAGES_POPULATION, _VILLAGE = 7, 3_000, 1_500
FULL, BARE, FORMER, SHORT = 0, 1, 2, 3


class Named(NamedTuple):
    """A commune as one spelling names it; `weight`: inhabitants that bear the name, None for unknown; `tier`: from FULL to SHORT."""

    commune: Commune
    weight: int | None
    tier: int


def chosen(named: Iterable[Named]) -> tuple[Commune, ...]:
    """The communes a spelling may mean, most populated first; a single one only when it is not a guess.

    Communes whose whole name it is (FULL) come before those whose article is left out (BARE), that had that name (FORMER), or whose name
    merely begins so (SHORT). One of these joins them when it has over 10,000 inhabitants and more than any of the former, or over 3,000
    and over 7 times theirs where one or two bear it: both may then be meant. Among several, one is taken when it has over 10,000
    inhabitants and over 20 times those of each other, over 30,000 and over 10 times when each other has under 6,000, or over 3,000 and
    over 7 times when each other has under 1,500; unknown inhabitants are never outnumbered. Otherwise all are given back.
    """
    held = list(named)
    if not held:
        return ()
    first_tier = min(candidate.tier for candidate in held)
    kept = [candidate for candidate in held if candidate.tier == first_tier]
    most = max(candidate.weight or 0 for candidate in kept)
    few = len(kept) <= _FEW_RIVALS
    kept += [candidate for candidate in held if candidate.tier > first_tier and _may_be_meant_besides(candidate.weight or 0, most, few)]
    heaviest: dict[str, Named] = {}
    for candidate in kept:
        known = heaviest.get(candidate.commune.code)
        if known is None or (candidate.weight or 0) > (known.weight or 0):
            heaviest[candidate.commune.code] = candidate
    ordered = sorted(heaviest.values(), key=lambda candidate: (-(candidate.weight or 0), candidate.commune.code))
    whole = ordered[0].tier == first_tier or (ordered[0].weight or 0) > DOMINANT_POPULATION
    if len(ordered) > 1 and whole and _outnumbers(ordered[0], ordered[1:]):
        return (ordered[0].commune,)
    return tuple(candidate.commune for candidate in ordered)


def _may_be_meant_besides(weight: int, most: int, few: bool) -> bool:
    return weight > max(DOMINANT_POPULATION, most) or few and weight > max(_SHORT_POPULATION, _SHORT_RATIO * most)


def _outnumbers(first: Named, others: Sequence[Named]) -> bool:
    weight = first.weight or 0
    rivals = [other.weight for other in others]
    ways = (
        (_DOMINANT_RATIO, DOMINANT_POPULATION, None),
        (_OVER_TOWNS_RATIO, _OVER_TOWNS_POPULATION, _SMALL_TOWN),
        (_OVER_VILLAGES_RATIO, _OVER_VILLAGES_POPULATION, _VILLAGE),
    )
    return any(
        weight > least and all(rival is not None and weight > ratio * rival and (most is None or rival < most) for rival in rivals)
        for ratio, least, most in ways
    )
