"""Ranks the resources that serve a case. The same case, directory, policy and day give the same list: nothing else is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

import numpy as np

from orientation.case import Case, WantedNeed
from orientation.directory import candidates
from orientation.directory.columns import Array, Columns
from orientation.grid import Tier
from orientation.policy import Policy
from orientation.ranking import criteria
from orientation.ranking.asked import Asked, Gazetteer, asked_of, person_of
from orientation.ranking.criteria import CRITERIA, Marks, serves_for_sure
from orientation.ranking.found import WAYS, Found, found_within, vacancies_of
from orientation.ranking.rules import FIRST_BROKEN, OF_AUDIENCES, OF_STANDINGS, ONLY_ONE, beyond, broken, broken_lines, counted

Serves = Literal["yes", "unknown"]
NEAR_MISSES = 5
CLOSED_LONG_AGO_DAYS = 365
_MILLION = 1_000_000


class Told(NamedTuple):
    """The marks that made a rank; a mark None: the criterion does not apply. `unknown`: criteria whose answer is unknown."""

    marks: Mapping[str, float | None]
    unknown: tuple[str, ...]


class Match(NamedTuple):
    """A resource that serves the case. `distance_km` None: no position. What is told of its rank is worked out when it is read."""

    id: str
    score: float
    serves: Serves
    distance_km: float | None
    told: "Told | _ToldLater"

    @property
    def marks(self) -> Mapping[str, float | None]:
        """The marks that made its rank; where the answer is unknown, the policy's. None: the criterion does not apply to it."""
        return self.told.marks

    @property
    def unknown(self) -> tuple[str, ...]:
        """Criteria whose answer is unknown."""
        return self.told.unknown


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
    look = _Look(asked, _Around(asked, columns), _lasting(columns, asked))
    found, codes = look.first_enough(radii_of(case, asked.needs, policy))
    eligible = found.kept((codes == 0).nonzero()[0])
    return SearchResult(
        needs=tuple(needs),
        matches=_ranked(eligible, look, limit),
        found=len(eligible),
        excluded=counted(codes),
        near_misses=_near_misses(look, found, codes, len(eligible)),
        radius_km=found.radius_km,
        versions={"directory": columns.version, "grid": None, "policy": policy.version, "day": case.day.isoformat()},
    )


class VariedSearch:
    """One search made again while the person or the tier alone is told otherwise: what lies where is looked for once."""

    def __init__(self, case: Case, needs: Sequence[WantedNeed], columns: Columns, policy: Policy, gazetteer: Gazetteer) -> None:
        """Raises Refused without a place."""
        self._needs, self._policy = tuple(needs), policy
        self._around = _Around(asked_of(case, needs, columns, policy, gazetteer), columns)
        self._radii = radii_of(case, needs, policy)
        self._found: dict[object, tuple[str, ...]] = {}

    def first(self, case: Case, tier: Tier, many: int) -> tuple[str, ...]:
        """Ids of the first matches that `search` gives this case, which is the one searched but for its person."""
        columns = self._around.columns
        person = person_of(case, self._needs, columns, self._policy)
        key = (person, tier.id, many)
        if key not in self._found:
            asked = self._around.asked.told_otherwise(person, self._policy.adjusted_by(tier), tier, columns)
            look = _Look(asked, self._around, _lasting(columns, asked))
            found, codes = look.first_enough(self._radii)
            eligible = found.kept((codes == 0).nonzero()[0])
            self._found[key] = tuple(columns.ids(eligible.rows.at[_best(eligible, look, many)[2]]))
        return self._found[key]


def radii_of(case: Case, needs: Sequence[WantedNeed], policy: Policy) -> tuple[float, ...]:
    """Radii to try in turn: the one asked for alone, else the widest of the needs' at each step."""
    if case.radius_km is not None:
        return (case.radius_km,)
    steps = [policy.radii_for(need.id) for need in needs]
    if len(steps) == 1:
        return steps[0]
    return tuple(sorted({max(radii[min(step, len(radii) - 1)] for radii in steps) for step in range(max(map(len, steps)))}))


class _Weighed(NamedTuple):
    """The marks of each line of a table, by criterion; and two lines of sums: of its weighed marks, of the weights that apply to it."""

    marks: Mapping[str, Marks]
    sums: Array


class _Lasting(NamedTuple):
    """What no person changes: the marks of ways, standings and vacancies and the rules that standings break."""

    ways: _Weighed
    standings: _Weighed
    vacancies: _Weighed
    broken_by_standing: Array


class _Audiences(NamedTuple):
    """The marks of every audience and the rules it breaks, for one person."""

    weighed: _Weighed
    broken: Array


# Tables of standings are long, those of audiences short.
_LASTING, _SAID = 32, 256


def _lasting(columns: Columns, asked: Asked) -> _Lasting:
    """Worked out once for a policy and a day."""

    def make() -> _Lasting:
        return _Lasting(
            _weighed(criteria.OF_WAYS, WAYS, asked),
            _weighed(criteria.OF_STANDINGS, columns.standings, asked),
            _weighed(criteria.OF_VACANCIES, vacancies_of(columns), asked),
            broken_lines(OF_STANDINGS, columns.standings, asked),
        )

    return columns.remembered("lasting", _LASTING, asked.policy, make, asked.day)


def _audiences(columns: Columns, asked: Asked) -> _Audiences:
    """Put together from what is worked out once for an age, once for publics, once for a sex."""
    parts = [
        columns.remembered(part, _SAID, asked.policy, lambda part=part: _of_audiences(part, columns, asked), getattr(asked, part))  # type: ignore[misc]
        for part in OF_AUDIENCES
    ]
    (marks, sums), broken = parts[0]
    for weighed, codes in parts[1:]:
        marks, sums, broken = {**marks, **weighed.marks}, sums + weighed.sums, broken | codes
    return _Audiences(_Weighed(marks, sums), broken)


def _of_audiences(part: str, columns: Columns, asked: Asked) -> _Audiences:
    return _Audiences(
        _weighed(criteria.OF_AUDIENCES.get(part, ()), columns.audiences, asked),
        broken_lines(OF_AUDIENCES[part], columns.audiences, asked),
    )


def _weighed(marking: Sequence[Any], table: Any, asked: Asked) -> _Weighed:
    """Marks of each criterion, the policy's where the answer is unknown, and their sums."""
    marks, policy = {}, asked.policy
    sums = np.zeros((2, len(table)))
    everywhere = [0.0, 0.0]
    for criterion in marking:
        name = criterion.__name__
        mark, unknown, absent = criterion(table, asked)
        if unknown is not None:
            limit = policy.unknown.get(name, 0.0)
            mark = np.where(unknown, min(mark, limit) if isinstance(mark, float) else np.fmin(mark, limit), mark)
        marks[name] = Marks(mark, unknown, absent)
        weighs: Any = policy.weights.get(name, 0.0)
        if absent is True or not weighs:
            continue
        if absent is None and isinstance(mark, float):
            everywhere[0] += weighs * mark
            everywhere[1] += weighs
            continue
        if absent is not None:
            weighs = np.where(absent, 0.0, weighs)
        sums[0] += weighs * mark
        sums[1] += weighs
    if any(everywhere):
        sums += np.array(everywhere)[:, None]
    return _Weighed(marks, sums)


class _Around:
    """What lies around a place and answers some needs, whoever asks: each circle is looked for once."""

    def __init__(self, asked: Asked, columns: Columns) -> None:
        self.asked, self.columns = asked, columns
        self._come: Array | None = None
        self._circles: dict[tuple[float, float], Found] = {}

    def within(self, reach_km: float, radius_km: float) -> Found:
        if self._come is None:
            self._come = candidates.coming_to(self.columns, self.asked.catchments, self.asked.wanted)
        circle = (reach_km, radius_km)
        if circle not in self._circles:
            self._circles[circle] = found_within(self.columns, self.asked, self._come, reach_km, radius_km)
        return self._circles[circle]


@dataclass(frozen=True, eq=False)
class _Look:
    """One search at work: what every circle that is tried has in common."""

    asked: Asked
    around: _Around
    lasting: _Lasting

    @property
    def columns(self) -> Columns:
        return self.around.columns

    @cached_property
    def audiences(self) -> "_Audiences":
        return _audiences(self.columns, self.asked)

    def within(self, reach_km: float, radius_km: float) -> tuple[Found, Array]:
        """What is in reach, and the rules that each breaks, the radius apart."""
        found = self.around.within(reach_km, radius_km)
        if found.asked is not self.asked:
            found = found.asked_by(self.asked)
        return found, broken(found, self.asked, self.audiences.broken, self.lasting.broken_by_standing)

    def first_enough(self, radii: Sequence[float]) -> tuple[Found, Array]:
        """What lies within the first radius that holds enough options, or within the last one."""
        for radius_km in radii:
            found, codes = self.within(radius_km, radius_km)
            if radius_km == radii[-1] or _expected(found, codes) >= self.asked.policy.enough:
                break
        return found, codes

    def further(self, reach_km: float, radius_km: float) -> tuple[Found, Array]:
        """What lies within a wider circle, what is beyond the radius of the search counting as too far."""
        wide, codes = self.within(reach_km, radius_km)
        return wide, codes | beyond(wide, self.asked)


def _expected(found: Found, codes: Array) -> float:
    """How many options may be counted on: one whose zone is unknown counts for the policy's mark of the unknown."""
    policy, eligible = found.asked.policy, (codes == 0).nonzero()[0]
    many = len(eligible)
    if many < policy.enough:
        return many
    sure = int(np.count_nonzero(_SURE.take(found.ways.take(eligible))))
    return sure + policy.unknown.get("serves_the_place", 0.0) * (many - sure)


_SURE = serves_for_sure(WAYS)
_AFTER_ALL_SURE = np.where(_SURE, 0.0, 2.0 * _MILLION)


def _ranked(found: Found, look: _Look, limit: int | None) -> tuple[Match, ...]:
    if not len(found) or limit == 0:
        return ()
    tables, scores, order = _best(found, look, limit)
    return _matches(found, order, scores, _Sheet(tables, order))


_Tables = tuple[tuple[_Weighed, Array | None], ...]


def _best(found: Found, look: _Look, limit: int | None) -> tuple[_Tables, Array, Array]:
    """All that is weighed, every score, and the ranks of the first ones, best first."""
    tables = _tables(found, look)
    scores = _scored(tables)
    return tables, scores, _order(_AFTER_ALL_SURE.take(found.ways) - scores, found, limit)


def _tables(found: Found, look: _Look) -> _Tables:
    """All that is weighed, each with the line of every resource (None: its own)."""
    asked, lasting = found.asked, look.lasting
    return (
        (_weighed(criteria.OF_RESOURCES, found, asked), None),
        (lasting.ways, found.ways),
        (lasting.standings, found["standing"]),
        (lasting.vacancies, found.vacancies),
        (look.audiences.weighed, found["audience"]),
    )


def _scored(tables: _Tables) -> Array:
    """The weighed mean of the marks that apply, in millionths: equal scores are equal numbers."""
    sums = tables[0][0].sums
    for weighed, lines in tables[1:]:
        sums = sums if lines is None else sums + weighed.sums.take(lines, axis=1)
    return np.rint(_MILLION * sums[0] / np.maximum(sums[1], 1e-12))


def _order(rank: Array, found: Found, limit: int | None) -> Array:
    """Served for sure first, then by score, then by the day's rotation."""
    if limit is None or limit >= len(rank):
        return np.lexsort((rotation(found["id_hash"], found.asked.day), rank))
    kept = (rank <= np.partition(rank, limit - 1)[limit - 1]).nonzero()[0]
    best = rank.take(kept)
    order = best.argsort()
    ordered = best.take(order)
    if (ordered[1:] == ordered[:-1]).any():
        order = np.lexsort((rotation(found.rows.columns.id_hash[found.rows.at[kept]], found.asked.day), best))
    return kept.take(order[:limit])


def rotation(id_hashes: Array, day: int) -> Array:
    """A number by resource and day, evenly spread (the mixer of splitmix64): equals are shown in another order each day."""
    mixed = id_hashes ^ np.uint64(day * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _matches(found: Found, order: Array, scores: Array, sheet: "_Sheet") -> tuple[Match, ...]:
    rows, sure, distances = found.rows.at.take(order), _SURE.take(found.ways.take(order)), found.distance_km.take(order)
    return tuple(
        [
            Match(id, score, "yes" if serves else "unknown", None if distance != distance else distance, _ToldLater(sheet, rank))
            for rank, (id, score, serves, distance) in enumerate(
                zip(found.rows.columns.ids(rows), (scores.take(order) / _MILLION).tolist(), sure.tolist(), distances.tolist(), strict=True)
            )
        ]
    )


_NAMES = tuple(criterion.__name__ for criterion in CRITERIA)


@dataclass(frozen=True, eq=False)
class _Sheet:
    """What is told of the ranks of one search, worked out for all of them when first asked for."""

    tables: _Tables
    order: Array

    @cached_property
    def told(self) -> tuple[Told, ...]:
        marks: dict[str, list[float | None]] = {name: [] for name in _NAMES}
        doubts: dict[str, list[bool]] = {}
        for weighed, lines in self.tables:
            at = self.order if lines is None else lines[self.order]
            for name, (mark, unknown, absent) in weighed.marks.items():
                marks[name] = _listed(mark, absent, at)
                if unknown is not None:
                    doubts[name] = unknown[at].tolist()
        doubted = [(name, doubts[name]) for name in _NAMES if name in doubts]
        return tuple(
            Told(
                dict(zip(_NAMES, line, strict=True)),
                tuple([name for name, doubt in doubted if doubt[rank] and marks[name][rank] is not None]),
            )
            for rank, line in enumerate(zip(*marks.values(), strict=True))
        )


class _ToldLater:
    """Stands for one line of a sheet until somebody reads it."""

    __slots__ = ("_rank", "_sheet")

    def __init__(self, sheet: _Sheet, rank: int) -> None:
        self._sheet, self._rank = sheet, rank

    @property
    def marks(self) -> Mapping[str, float | None]:
        return self._sheet.told[self._rank].marks

    @property
    def unknown(self) -> tuple[str, ...]:
        return self._sheet.told[self._rank].unknown

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (Told, _ToldLater)) and (self.marks, self.unknown) == (other.marks, other.unknown)

    def __hash__(self) -> int:
        return hash(self.unknown)


def _listed(mark: Array | float, absent: Array | bool | None, lines: Array) -> list[float | None]:
    """The marks of these lines, None where the criterion does not apply."""
    if absent is True:
        return [None] * len(lines)
    values = mark[lines].tolist() if isinstance(mark, np.ndarray) else [mark] * len(lines)
    if not isinstance(absent, np.ndarray):
        return values
    return [None if gone else value for value, gone in zip(values, absent[lines].tolist(), strict=True)]


def _near_misses(look: _Look, found: Found, codes: Array, many: int) -> tuple[NearMiss, ...]:
    """Those that one rule leaves out, nearest first; beyond the radius too when too little was found, anywhere when nothing was."""
    asked, radius_km = look.asked, found.radius_km
    if many < asked.policy.enough:
        widest = max(2 * radius_km, *(radius for need in asked.needs for radius in asked.policy.radii_for(need.id)))
        found, codes = look.further(widest, radius_km)
        if not many and not ONLY_ONE[codes].any():
            found, codes = look.further(np.inf, radius_km)
    kept = ONLY_ONE.take(codes).nonzero()[0]
    if not len(kept):
        return ()
    columns, rows, distances, codes = look.columns, found.rows.at.take(kept), found.distance_km.take(kept), codes.take(kept)
    closed_on = columns.standings["closed_on"].take(columns.standing.take(rows))
    recent = (closed_on > asked.day - CLOSED_LONG_AGO_DAYS).nonzero()[0]
    nearest = recent.take(np.lexsort((columns.id_hash.take(rows.take(recent)), distances.take(recent)))[:NEAR_MISSES])
    return tuple(
        [
            NearMiss(id, FIRST_BROKEN[code], None if distance != distance else distance)
            for id, code, distance in zip(
                columns.ids(rows.take(nearest)), codes.take(nearest).tolist(), distances.take(nearest).tolist(), strict=True
            )
        ]
    )
