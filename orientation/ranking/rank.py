"""Ranks the resources that serve a case. The same case, directory, policy and day give the same list: nothing else is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from orientation.case import Case, WantedNeed
from orientation.directory import candidates
from orientation.directory.columns import Array, Columns
from orientation.grid import Tier
from orientation.policy import Policy
from orientation.ranking import criteria
from orientation.ranking.asked import Asked, Gazetteer, asked_of
from orientation.ranking.criteria import CRITERIA, Marks, serves_for_sure
from orientation.ranking.found import WAYS, Found, found_within
from orientation.ranking.rules import FIRST_BROKEN, ONLY_ONE, beyond, broken, broken_by_audience, counted

Serves = Literal["yes", "unknown"]
NEAR_MISSES = 5
CLOSED_LONG_AGO_DAYS = 365
_MILLION = 1_000_000


class Match(NamedTuple):
    """A resource that serves the case, with the marks that made its rank; a mark None: the criterion does not apply to it.

    `unknown`: criteria whose answer is unknown, the mark being then the policy's. `distance_km` None: no position.
    """

    id: str
    score: float
    serves: Serves
    distance_km: float | None
    marks: Mapping[str, float | None]
    unknown: tuple[str, ...]


class NearMiss(NamedTuple):
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
    come = candidates.coming_to(columns, asked.catchments, asked.wanted)
    by_audience = broken_by_audience(columns.audiences, asked)
    found, codes = _looked(columns, asked, come, by_audience, radii_of(case, asked.needs, policy))
    eligible = found.kept((codes == 0).nonzero()[0])
    return SearchResult(
        needs=tuple(needs),
        matches=_ranked(eligible, asked, limit),
        found=len(eligible),
        excluded=counted(codes),
        near_misses=_near_misses(asked, come, found, codes, by_audience, len(eligible)),
        radius_km=found.radius_km,
        versions={"directory": columns.version, "grid": None, "policy": policy.version, "day": case.day.isoformat()},
    )


def radii_of(case: Case, needs: Sequence[WantedNeed], policy: Policy) -> tuple[float, ...]:
    """Radii to try in turn: the one asked for alone, else the widest of the needs' at each step."""
    if case.radius_km is not None:
        return (case.radius_km,)
    steps = [policy.radii_for(need.id) for need in needs]
    if len(steps) == 1:
        return steps[0]
    return tuple(sorted({max(radii[min(step, len(radii) - 1)] for radii in steps) for step in range(max(map(len, steps)))}))


def _looked(columns: Columns, asked: Asked, come: Array, by_audience: Array, radii: Sequence[float]) -> tuple[Found, Array]:
    """What lies within the first radius that holds enough options, or within the last one."""
    for radius_km in radii:
        found = found_within(columns, asked, come, radius_km, radius_km)
        codes = broken(found, asked, by_audience)
        if radius_km == radii[-1] or _expected(found, codes) >= asked.policy.enough:
            break
    return found, codes


def _expected(found: Found, codes: Array) -> float:
    """How many options may be counted on: one whose zone is unknown counts for the policy's mark of the unknown."""
    policy, eligible = found.asked.policy, (codes == 0).nonzero()[0]
    many = len(eligible)
    if many < policy.enough:
        return many
    sure = int(np.count_nonzero(_SURE[found.ways[eligible]]))
    return sure + policy.unknown.get("serves_the_place", 0.0) * (many - sure)


_SURE = serves_for_sure(WAYS)
_AFTER_ALL_SURE = np.where(_SURE, 0.0, 2.0 * _MILLION)


def _ranked(found: Found, asked: Asked, limit: int | None) -> tuple[Match, ...]:
    if not len(found) or limit == 0:
        return ()
    groups = _grouped(found, asked)
    scores = _scored(groups, asked.policy)
    order = _order(_AFTER_ALL_SURE[found.ways] - scores, found, limit)
    return _matches(found, order, scores, groups)


@dataclass(frozen=True)
class _Group:
    """Criteria that one table decides: the marks of its lines by criterion, and the line of each resource (None: its own)."""

    marks: Mapping[str, Marks]
    lines: Array | None


def _grouped(found: Found, asked: Asked) -> tuple[_Group, ...]:
    columns = found.rows.columns
    return (
        _Group(_marked(criteria.OF_RESOURCES, found, asked), None),
        _Group(_marked(criteria.OF_WAYS, WAYS, asked), found.ways),
        _Group(_marked(criteria.OF_AUDIENCES, columns.audiences, asked), found["audience"]),
        _Group(_marked(criteria.OF_STANDINGS, columns.standings, asked), found["standing"]),
    )


def _marked(marking: Sequence[Any], table: Any, asked: Asked) -> dict[str, Marks]:
    """The marks of each criterion, with the policy's mark where the answer is unknown."""
    found = {}
    for criterion in marking:
        name = criterion.__name__
        mark, unknown, absent = criterion(table, asked)
        if unknown is not None:
            limit = asked.policy.unknown.get(name, 0.0)
            mark = np.where(unknown, min(mark, limit) if isinstance(mark, float) else np.fmin(mark, limit), mark)
        found[name] = Marks(mark, unknown, absent)
    return found


def _scored(groups: Sequence[_Group], policy: Policy) -> Array:
    """The weighed mean of the marks that apply, in millionths: equal scores are equal numbers."""
    total: Any = 0.0
    applied: Any = 0.0
    for group in groups:
        sum_of_marks: Any = 0.0
        weight: Any = 0.0
        for name, (mark, _, absent) in group.marks.items():
            weighs = policy.weights.get(name, 0.0)
            if absent is True or not weighs:
                continue
            if absent is None:
                sum_of_marks, weight = sum_of_marks + weighs * mark, weight + weighs
            else:
                here = np.where(absent, 0.0, weighs)
                sum_of_marks, weight = sum_of_marks + here * mark, weight + here
        total = total + _spread(sum_of_marks, group.lines)
        applied = applied + _spread(weight, group.lines)
    return np.rint(_MILLION * total / np.maximum(applied, 1e-12))


def _spread(values: Any, lines: Array | None) -> Any:
    return values if lines is None or not isinstance(values, np.ndarray) else values[lines]


def _order(rank: Array, found: Found, limit: int | None) -> Array:
    """Served for sure first, then by score, then by the day's rotation."""
    if limit is None or limit >= len(rank):
        return np.lexsort((rotation(found["id_hash"], found.asked.day), rank))
    kept = (rank <= np.partition(rank, limit - 1)[limit - 1]).nonzero()[0]
    rotated = rotation(found.rows.columns.id_hash[found.rows.at[kept]], found.asked.day)
    return kept[np.lexsort((rotated, rank[kept]))[:limit]]


def rotation(id_hashes: Array, day: int) -> Array:
    """A number by resource and day, evenly spread (the mixer of splitmix64): equals are shown in another order each day."""
    mixed = id_hashes ^ np.uint64(day * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _matches(found: Found, order: Array, scores: Array, groups: Sequence[_Group]) -> tuple[Match, ...]:
    marks: dict[str, list[Any]] = {name: [] for name in _NAMES}
    doubts: list[tuple[str, list[bool]]] = []
    for group in groups:
        lines = order if group.lines is None else group.lines[order]
        for name, (mark, unknown, absent) in group.marks.items():
            marks[name] = _listed(mark, absent, lines)
            if unknown is not None:
                doubts.append((name, unknown[lines].tolist()))
    ids, rank_of = found.rows.columns.id, _NAMES.index
    doubts.sort(key=lambda doubt: rank_of(doubt[0]))
    return tuple(
        Match(
            id=ids(row),
            score=score / _MILLION,
            serves="yes" if sure else "unknown",
            distance_km=None if distance != distance else distance,
            marks=dict(zip(_NAMES, line, strict=True)),
            unknown=tuple([name for name, doubt in doubts if doubt[rank] and marks[name][rank] is not None]),
        )
        for rank, (row, score, sure, distance, line) in enumerate(
            zip(
                found.rows.at[order].tolist(),
                scores[order].tolist(),
                _SURE[found.ways[order]].tolist(),
                found.distance_km[order].tolist(),
                zip(*marks.values(), strict=True),
                strict=True,
            )
        )
    )


_NAMES = tuple(criterion.__name__ for criterion in CRITERIA)


def _listed(mark: Array | float, absent: Array | bool | None, lines: Array) -> list[float | None]:
    """The marks of these lines, None where the criterion does not apply."""
    if absent is True:
        return [None] * len(lines)
    values = mark[lines].tolist() if isinstance(mark, np.ndarray) else [mark] * len(lines)
    if not isinstance(absent, np.ndarray):
        return values
    return [None if gone else value for value, gone in zip(values, absent[lines].tolist(), strict=True)]


def _near_misses(asked: Asked, come: Array, found: Found, codes: Array, by_audience: Array, many: int) -> tuple[NearMiss, ...]:
    """Those that one rule leaves out, nearest first; beyond the radius too when too little was found, anywhere when nothing was."""
    if many < asked.policy.enough:
        widest = max(2 * found.radius_km, *(radius for need in asked.needs for radius in asked.policy.radii_for(need.id)))
        found, codes = _further(found, come, by_audience, widest)
        if not many and not ONLY_ONE[codes].any():
            found, codes = _further(found, come, by_audience, np.inf)
    kept = ONLY_ONE[codes].nonzero()[0]
    if not len(kept):
        return ()
    columns, rows, distances, codes = found.rows.columns, found.rows.at[kept], found.distance_km[kept], codes[kept]
    recent = (columns.closed_on[rows] > asked.day - CLOSED_LONG_AGO_DAYS).nonzero()[0]
    nearest = recent[np.lexsort((columns.id_hash[rows[recent]], distances[recent]))[:NEAR_MISSES]]
    return tuple(
        NearMiss(columns.id(row), FIRST_BROKEN[code], None if distance != distance else distance)
        for row, code, distance in zip(rows[nearest].tolist(), codes[nearest].tolist(), distances[nearest].tolist(), strict=True)
    )


def _further(found: Found, come: Array, by_audience: Array, radius_km: float) -> tuple[Found, Array]:
    """What lies within a wider circle, what is beyond the radius of the search counting as too far."""
    asked, columns = found.asked, found.rows.columns
    wide = found_within(columns, asked, come, radius_km, found.radius_km)
    return wide, broken(wide, asked, by_audience) | beyond(wide, asked)
