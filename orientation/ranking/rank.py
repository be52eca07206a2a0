"""Ranks the resources that serve a case. The same case, directory, policy and day give the same list: nothing else is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from orientation.case import Case, WantedNeed
from orientation.directory.columns import Array, Columns
from orientation.grid import Tier
from orientation.policy import Policy
from orientation.ranking.asked import Asked, Gazetteer, asked_of
from orientation.ranking.criteria import CRITERIA, Marks, goes_by_distance
from orientation.ranking.found import Found, coming, within
from orientation.ranking.rules import FIRST_BROKEN, ONLY_ONE, RULES, broken, counted

Serves = Literal["yes", "unknown"]
NEAR_MISSES = 5
CLOSED_LONG_AGO_DAYS = 365
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Match:
    """A resource that serves the case, with the marks that made its rank; a mark None: the criterion does not apply to it.

    `unknown`: criteria whose answer is unknown, the mark being then the policy's. `distance_km` None: no position.
    """

    id: str
    score: float
    serves: Serves
    distance_km: float | None
    marks: Mapping[str, float | None]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A resource that one rule alone leaves out; `rule` is the id of the reason."""

    id: str
    rule: str
    distance_km: float | None


@dataclass(frozen=True)
class SearchResult:
    """Matches in order, `found` of them in all (only the first ones may be given). `radius_km` is the radius that was used.

    `excluded`: by reason id, how many in reach answer the need and were left out.
    """

    needs: tuple[WantedNeed, ...]
    matches: tuple[Match, ...]
    found: int
    excluded: Mapping[str, int]
    near_misses: tuple[NearMiss, ...]
    radius_km: float
    versions: Mapping[str, str | None]


def search(
    case: Case,
    needs: Sequence[WantedNeed],
    columns: Columns,
    policy: Policy,
    gazetteer: Gazetteer,
    *,
    tier: Tier | None = None,
    limit: int | None = None,
) -> SearchResult:
    """The resources that answer any of the needs and serve the case, best first; `limit` None: all of them.

    The policy is the territory's on the case's day; the tier's weights are applied here. Raises Refused without a place.
    """
    policy = policy.adjusted_by(tier) if tier else policy
    asked = asked_of(case, needs, columns, policy, gazetteer, tier)
    come = coming(columns, asked)
    asked, found, codes = _looked(asked, columns, come, radii_of(case, asked.needs, policy))
    eligible = found.kept(codes == 0)
    return SearchResult(
        needs=tuple(needs),
        matches=_ranked(eligible, asked, limit),
        found=len(eligible),
        excluded=counted(codes),
        near_misses=_near_misses(asked, columns, come, found, codes, len(eligible)),
        radius_km=asked.radius_km,
        versions={"directory": columns.version, "grid": None, "policy": policy.version, "day": case.day.isoformat()},
    )


def radii_of(case: Case, needs: Sequence[WantedNeed], policy: Policy) -> tuple[float, ...]:
    """Radii to try in turn: the one asked for alone, else the widest of the needs' at each step."""
    if case.radius_km is not None:
        return (case.radius_km,)
    steps = [policy.radii_for(need.id) for need in needs]
    return tuple(sorted({max(radii[min(step, len(radii) - 1)] for radii in steps) for step in range(max(map(len, steps)))}))


def _looked(asked: Asked, columns: Columns, come: Found, radii: Sequence[float]) -> tuple[Asked, Found, Array]:
    """What lies within the first radius that holds enough options, or within the last one."""
    for radius_km in radii:
        asked = replace(asked, radius_km=radius_km)
        found = within(columns, asked, come, radius_km)
        codes = broken(found, asked)
        if radius_km == radii[-1] or _expected(found, codes, asked) >= asked.policy.enough:
            break
    return asked, found, codes


def _expected(found: Found, codes: Array, asked: Asked) -> float:
    """How many options may be counted on: one whose zone is unknown counts for the policy's mark of the unknown."""
    eligible = codes == 0
    many = int(np.count_nonzero(eligible))
    if many < asked.policy.enough:
        return many
    sure = int(np.count_nonzero(_serves(found, asked) & eligible))
    return sure + asked.policy.unknown.get("serves_the_place", 0.0) * (many - sure)


def _serves(found: Found, asked: Asked) -> Array:
    return found.covered(asked) | goes_by_distance(found, asked)


def _ranked(found: Found, asked: Asked, limit: int | None) -> tuple[Match, ...]:
    if not len(found):
        return ()
    scores, given = _scored(found, asked)
    sure = _serves(found, asked)
    order = _order(scores, sure, rotation(found["id_hash"], asked.day), limit)
    return _matches(found, order, scores, sure, given, asked)


def _scored(found: Found, asked: Asked) -> tuple[Array, dict[str, Marks]]:
    """The weighed mean of the marks that apply, in millionths: equal scores are equal numbers."""
    weights, unknown = asked.policy.weights, asked.policy.unknown
    total: Array = np.zeros(len(found))
    applied: Array | float = 0.0
    given: dict[str, Marks] = {}
    for criterion in CRITERIA:
        name = criterion.__name__
        mark, doubt, absent = given[name] = criterion(found, asked)
        if absent is True:
            continue
        if doubt is not None:
            mark = np.where(doubt, np.minimum(mark, unknown.get(name, 0.0)), mark)
            given[name] = Marks(mark, doubt, absent)
        weight = weights.get(name, 0.0)
        if absent is None:
            total += weight * mark
            applied = applied + weight
        else:
            total += np.where(absent, 0.0, weight * mark)
            applied = applied + np.where(absent, 0.0, weight)
    return np.round(_MILLION * total / np.maximum(applied, 1e-12)).astype(np.int64), given


def _order(scores: Array, sure: Array, rotated: Array, limit: int | None) -> Array:
    """Served for sure first, then by score, then by the day's rotation."""
    rank = np.where(sure, 0, 2 * _MILLION) + (_MILLION - scores)
    if limit is None or limit >= len(rank):
        return np.lexsort((rotated, rank))
    kept = np.flatnonzero(rank <= np.partition(rank, limit - 1)[limit - 1]) if limit else np.empty(0, np.int64)
    return kept[np.lexsort((rotated[kept], rank[kept]))][:limit]


def rotation(id_hashes: Array, day: int) -> Array:
    """A number by resource and day, evenly spread (the mixer of splitmix64): equals are shown in another order each day."""
    mixed = id_hashes ^ np.uint64(day * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _matches(found: Found, order: Array, scores: Array, sure: Array, given: Mapping[str, Marks], asked: Asked) -> tuple[Match, ...]:
    distances = _kilometres(found.distance_km[order])
    marks = {name: _listed(given[name], order) for name in given}
    served, points = sure[order].tolist(), scores[order].tolist()
    return tuple(
        Match(
            id=found.columns.id(row),
            score=points[rank] / _MILLION,
            serves="yes" if served[rank] else "unknown",
            distance_km=distances[rank],
            marks={name: values[rank] for name, (values, _) in marks.items()},
            unknown=tuple(name for name, (_, doubts) in marks.items() if doubts is not None and doubts[rank]),
        )
        for rank, row in enumerate(found.rows[order].tolist())
    )


def _listed(marks: Marks, order: Array) -> tuple[list[float | None], list[bool] | None]:
    mark, doubt, absent = marks
    values: list[float | None] = mark[order].tolist() if isinstance(mark, np.ndarray) else [mark] * len(order)
    out = absent[order].tolist() if isinstance(absent, np.ndarray) else [absent is True] * len(order)
    doubts = None if doubt is None else [unknown and not gone for unknown, gone in zip(doubt[order].tolist(), out, strict=True)]
    return [None if gone else value for value, gone in zip(values, out, strict=True)], doubts


def _kilometres(distances: Array) -> list[float | None]:
    return [None if distance != distance else distance for distance in distances.tolist()]


def _near_misses(asked: Asked, columns: Columns, come: Found, found: Found, codes: Array, many: int) -> tuple[NearMiss, ...]:
    """Those that one rule leaves out, nearest first; beyond the radius too when too little was found, anywhere when nothing was."""
    if many < asked.policy.enough:
        widest = max(2 * asked.radius_km, *(radius for need in asked.needs for radius in asked.policy.radii_for(need.id)))
        found = within(columns, asked, come, widest)
        codes = broken(found, asked)
        if not many and not ONLY_ONE[codes].any():
            found = within(columns, asked, come, np.inf)
            codes = broken(found, asked)
    kept = np.flatnonzero(ONLY_ONE[codes])
    if not len(kept):
        return ()
    found, codes = found.kept(kept), codes[kept]
    recent = found["closed_on"] > asked.day - CLOSED_LONG_AGO_DAYS
    found, codes = found.kept(recent), codes[recent]
    nearest = np.lexsort((found["id_hash"], found.distance_km))[:NEAR_MISSES]
    ids = tuple(RULES)
    return tuple(
        NearMiss(columns.id(row), ids[FIRST_BROKEN[code]], distance)
        for row, code, distance in zip(
            found.rows[nearest].tolist(), codes[nearest].tolist(), _kilometres(found.distance_km[nearest]), strict=True
        )
    )
