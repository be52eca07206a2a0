"""The search of ours as statements of PostgreSQL: its tables and indexes, candidates in two ways, the same rules and marks on each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg

from orientation.bench.search import SHOWN, Reference
from orientation.bench.server import extensions
from orientation.case import Case
from orientation.directory.columns import MODES, ON_SITE, REMOTE, TRAVELS, Columns, Rows, area_key
from orientation.geography.distance import EARTH_RADIUS_KM
from orientation.policy import Policy
from orientation.ranking.asked import Asked, asked_of
from orientation.ranking.criteria import DAYS_A_MONTH
from orientation.ranking.rank import CLOSED_LONG_AGO_DAYS, NEAR_MISSES, SearchResult
from orientation.ranking.rules import RULES

KINDS = ("whole", "ten_best")
_BAND_DEGREES = 0.1
_STATED = (
    "way", "public_bits", "age_low", "age_below", "sex", "opened_on", "closed_on", "updated_on", "places_free", "places_as_of", "has_phone",
    "source_count", "disagreement_count", "report_count", "catchment", "specialty_set",
)  # fmt: skip
_TYPES = {"public_bits": "bigint", "age_low": "real", "age_below": "real", "has_phone": "boolean"}


def _scores(result: SearchResult) -> list[float]:
    return [match.score + (1 if match.serves == "yes" else 0) for match in result.matches]


def load(connection: psycopg.Connection, columns: Columns) -> None:
    """The rows of the columns as tables, with the indexes of each way."""
    rows = Rows(columns, np.arange(len(columns)))
    x, y, z = columns.xyz.T
    lat, lon = np.degrees(np.arcsin(z)), np.degrees(np.arctan2(y, x))
    needs = [_bits(line) for line in columns.need_bits.tolist()]
    stated = [rows[name].tolist() for name in _STATED]
    for name in extensions():
        connection.execute(f"CREATE EXTENSION {name}")
    listed = ", ".join(_STATED)
    declared = ", ".join(f"{name} {_TYPES.get(name, 'int')}" for name in _STATED)
    connection.execute(f"CREATE UNLOGGED TABLE service (id int PRIMARY KEY, lat float8, lon float8, needs int[], {declared})")
    connection.execute(f"CREATE UNLOGGED TABLE by_need (need int, band int, lon float8, lat float8, id int, needs int[], {declared})")
    connection.execute("CREATE UNLOGGED TABLE zone (area text, catchment int)")
    with connection.cursor() as cursor:
        with cursor.copy("COPY service FROM STDIN") as copy:
            for row, (south, east, held, *values) in enumerate(zip(lat.tolist(), lon.tolist(), needs, *stated, strict=True)):
                copy.write_row((row, None if south != south else south, None if east != east else east, held, *values))
        with cursor.copy("COPY zone FROM STDIN") as copy:
            for rank, key in enumerate(columns.area_keys.tolist()):
                for catchment in columns.area_catchments[columns.area_starts[rank] : columns.area_starts[rank + 1]].tolist():
                    copy.write_row((key.decode(), catchment))
    for statement in (
        "ALTER TABLE service ADD geog geography(Point)",
        "UPDATE service SET geog = ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography WHERE lat IS NOT NULL",
        "CREATE INDEX ON service USING gist (geog, needs gist__intbig_ops)",
        "CREATE INDEX ON service USING gin (catchment, needs gin__int_ops)",
        "CREATE INDEX ON zone (area) INCLUDE (catchment)",
        f"INSERT INTO by_need SELECT unnest(needs), floor((lat + 90) / {_BAND_DEGREES}), lon, lat, id, needs, {listed} FROM service",
        f"CREATE INDEX ON by_need (need, band, lon) INCLUDE (lat, id, needs, {listed})",
    ):
        connection.execute(statement)
    for table in ("service", "zone", "by_need"):
        connection.execute(f"VACUUM (ANALYZE, FREEZE) {table}")


def _bits(words: Sequence[int]) -> list[int]:
    return [64 * rank + bit for rank, word in enumerate(words) for bit in range(64) if word >> bit & 1]


@dataclass
class Sql:
    """The search as prepared statements. `kind`: one of KINDS."""

    connection: psycopg.Connection
    way: str
    kind: str
    reference: Reference
    columns: Columns

    def __post_init__(self) -> None:
        self.statement = _statement(self.way, self.kind, self.reference.policy)

    def __call__(self, case: Case, ours: SearchResult) -> list[tuple[Any, ...]]:
        """Lines (what, number, value): the ten best scores, one more for those sure to serve; counts by rule; near misses by distance."""
        policy, asked = self.reference.policy, asked_of(case, case.needs, self.columns, self.reference.policy, self.reference.gazetteer)
        found = self.connection.execute(self.statement, self._values(case, asked, ours.radius_km, ours.radius_km)).fetchall()
        if self.kind == "whole" and sum(line[0] == "match" for line in found) < policy.enough:
            widest = max(2 * ours.radius_km, *(radius for need in asked.needs for radius in policy.radii_for(need.id)))
            wider = self.connection.execute(self.statement, self._values(case, asked, ours.radius_km, widest)).fetchall()
            found = [line for line in found if line[0] != "near"] + [line for line in wider if line[0] == "near"]
        return found

    def agrees(self, case: Case, ours: SearchResult) -> bool:
        """The near misses of a search that finds nothing at all are looked for everywhere by ours alone."""
        found = self(case, ours)
        scores = [number + value for what, number, value in found if what == "match"]
        same = np.allclose(scores, _scores(ours), atol=1e-5) if len(scores) == len(ours.matches) else False
        if self.kind == "ten_best" or not same:
            return bool(same)
        counts = {RULES[bit.bit_length() - 1]: int(value) for what, bit, value in found if what == "excluded"}
        near = sorted((RULES[bit.bit_length() - 1], value) for what, bit, value in found if what == "near")
        mine = sorted((miss.rule, miss.distance_km) for miss in ours.near_misses)
        nowhere = not ours.matches and not near
        return counts == dict(ours.excluded) and (nowhere or near == mine)

    def _values(self, case: Case, asked: Asked, radius_km: float, reach_km: float) -> dict[str, Any]:
        assert case.place is not None and case.place.commune is not None
        qualified = next(iter(asked.specialties), -1)
        policy = self.reference.policy
        return {
            "lat": asked.point[0],
            "lon": asked.point[1],
            "metres": reach_km * 1000 + 0.5,
            "radius": radius_km,
            "reach": reach_km,
            "needs": list(asked.ranks),
            "plain": [need for need in asked.ranks if need != qualified],
            "qualified": [qualified],
            "specialties": np.flatnonzero(asked.specialties[qualified] == 2).tolist() if qualified >= 0 else [],
            "unbound": [need for need, wanted in zip(asked.ranks, asked.needs, strict=True) if wanted.id not in policy.sector_needs],
            "of_places": [need for need, wanted in zip(asked.ranks, asked.needs, strict=True) if wanted.id in policy.place_needs],
            "areas": [area_key(area) for area in self.reference.gazetteer.containing(case.place.commune.code)],
            "day": asked.day,
            "youngest": asked.ages[0],
            "oldest": asked.ages[1],
            "sex": asked.sex,
            **{name: getattr(asked.publics, name) for name in ("of", "everyone", "too_young", "too_old", "never")},
            "low_band": int((asked.point[0] + 90 - reach_km / 111.19) / _BAND_DEGREES),
            "high_band": int((asked.point[0] + 90 + reach_km / 111.19) / _BAND_DEGREES),
            "aside": reach_km / 111.19 / max(0.05, float(np.cos(np.radians(abs(asked.point[0]) + reach_km / 111.19)))),
        }


_CHORD = "power(sin(radians(lat - %(lat)s) / 2), 2) + cos(radians(%(lat)s)) * cos(radians(lat)) * power(sin(radians(lon - %(lon)s) / 2), 2)"
_KM = f"round((2 * {EARTH_RADIUS_KM} * asin(least(1, sqrt({_CHORD}))))::numeric, 3)::float8"


def _statement(way: str, kind: str, policy: Policy) -> str:
    """Candidates the way asked for, then the same rules and marks as ours, on each."""
    listed = ", ".join(_STATED)
    around = {
        "postgis": f"SELECT id, lat, lon, needs, {listed} FROM service WHERE needs && %(needs)s::int[] AND ST_DWithin(geog, "
        "ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography, %(metres)s, false)",
        "covering": f"SELECT DISTINCT ON (id) id, lat, lon, needs, {listed} FROM by_need WHERE need = ANY(%(needs)s::int[]) "
        "AND band = ANY(ARRAY(SELECT generate_series(%(low_band)s::int, %(high_band)s::int))) "
        f"AND lon BETWEEN %(lon)s - %(aside)s AND %(lon)s + %(aside)s AND {_KM} <= %(reach)s",
    }[way]
    broken = {
        "excluded-closed": "closed_on <= %(day)s",
        "excluded-not-open": "opened_on > %(day)s",
        "excluded-zone": "catchment >= 0 AND NOT covered",
        "excluded-age": "age_low <> 'NaN' AND (age_low > %(oldest)s::real OR age_below <= %(youngest)s::real)",
        "excluded-public": "public_bits <> 0 AND public_bits & ~(%(never)s::bigint "
        "| CASE WHEN age_low > 0 AND age_low <> 'NaN' THEN 0 ELSE %(too_young)s::bigint END "
        "| CASE WHEN age_below < 'Infinity' THEN 0 ELSE %(too_old)s::bigint END) = 0",
        "excluded-sex": "%(sex)s <> 0 AND sex <> 0 AND sex <> %(sex)s",
        "excluded-radius": f"coalesce(km > %(radius)s, false) AND NOT (covered AND way & {TRAVELS} <> 0)",
    }
    coded = " | ".join(f"(({broken[id]})::int << {rank})" for rank, id in enumerate(RULES))
    told = "SELECT 'match' AS what, sure AS number, round(score::numeric, 6)::float8 AS value"
    best = f"{told} FROM marked ORDER BY sure DESC, 3 DESC LIMIT {SHOWN}"
    whole = f"""({best})
UNION ALL SELECT 'excluded', code & -code, count(*)::float8 FROM coded WHERE code <> 0 GROUP BY 2
UNION ALL (SELECT 'near', code, km FROM coded WHERE code <> 0 AND code & (code - 1) = 0 AND closed_on > %(day)s - {CLOSED_LONG_AGO_DAYS}
  ORDER BY km NULLS LAST, id LIMIT {NEAR_MISSES})"""
    return f"""
WITH covers AS MATERIALIZED (SELECT array_agg(DISTINCT catchment) AS held FROM zone WHERE area = ANY(%(areas)s::text[])),
reached AS (
  {around}
  UNION ALL
  SELECT id, lat, lon, needs, {listed} FROM service
  WHERE catchment = ANY((SELECT held FROM covers)::int[]) AND needs && %(needs)s::int[] AND way & {TRAVELS} <> 0
    AND (lat IS NULL OR {_KM} > %(reach)s)),
told AS (
  SELECT *, {_KM} AS km, coalesce(catchment >= 0 AND catchment = ANY((SELECT held FROM covers)::int[]), false) AS covered,
    icount(needs & %(plain)s::int[]) + (needs && %(qualified)s::int[] AND specialty_set = ANY(%(specialties)s::int[]))::int AS sure_needs,
    (needs && %(qualified)s::int[] AND specialty_set = 0)::int AS maybe_needs
  FROM reached),
coded AS (
  SELECT *, {coded} AS code, way & {ON_SITE} <> 0 AND catchment < 0 AND needs && %(unbound)s::int[] AS by_distance FROM told
  WHERE sure_needs + maybe_needs > 0),
marked AS (SELECT (covered OR by_distance)::int AS sure, {_weighed(policy)} AS score FROM coded WHERE code = 0)
{whole if kind == "whole" else best}"""


def _weighed(policy: Policy) -> str:
    """The weighed mean of the marks, as SQL."""
    recent = f"(places_free >= 0 AND places_as_of > 0 AND %(day)s - places_as_of <= {policy.places_fresh_days})"
    share = "icount(uniq(sort(%(needs)s::int[])))::float8"
    inside = "(age_low <> 'NaN' AND age_low <= %(youngest)s::real AND age_below > %(oldest)s::real)"
    span = policy.stale_months - policy.fresh_months
    unknown = policy.unknown
    marks = {
        "answers_the_need": (
            f"CASE WHEN sure_needs > 0 THEN sure_needs / {share} ELSE least(maybe_needs / {share}, {unknown['answers_the_need']}) END",
            "true",
        ),
        "serves_the_place": (f"CASE WHEN covered THEN 1 ELSE {unknown['serves_the_place']} END", "NOT by_distance"),
        "is_near": (
            f"CASE WHEN lat IS NULL THEN {unknown['is_near']} ELSE greatest(0, 1 - km / %(radius)s) END",
            f"way & {MODES} <> {REMOTE}",
        ),
        "suits_the_age": (f"CASE WHEN {inside} THEN 1 ELSE {unknown['suits_the_age']} END", "true"),
        "suits_the_public": (
            f"CASE WHEN public_bits & %(of)s::bigint <> 0 THEN 1 WHEN public_bits & %(everyone)s::bigint <> 0 THEN {policy.everyone_mark} "
            f"WHEN public_bits = 0 THEN {unknown['suits_the_public']} ELSE 0 END",
            "true",
        ),
        "has_places": (
            f"CASE WHEN {recent} THEN (places_free > 0)::int ELSE {unknown['has_places']} END",
            "(places_free >= 0 OR needs && %(of_places)s::int[])",
        ),
        "is_up_to_date": (
            f"CASE WHEN updated_on = 0 THEN {unknown['is_up_to_date']} "
            f"ELSE greatest(0, least(1, ({policy.stale_months} - (%(day)s - updated_on) / {DAYS_A_MONTH}) / {span})) END",
            "true",
        ),
        "can_be_reached": (f"CASE WHEN has_phone THEN 1 ELSE {unknown['can_be_reached']} END", "true"),
        "is_confirmed": (
            f"CASE WHEN report_count > 0 THEN 0 WHEN source_count < 2 THEN {unknown['is_confirmed']} "
            "WHEN disagreement_count > 0 THEN 0.5 ELSE 1 END",
            "true",
        ),
    }
    total = " + ".join(f"CASE WHEN {applies} THEN {policy.weights[name]} * ({mark}) ELSE 0 END" for name, (mark, applies) in marks.items())
    weight = " + ".join(f"CASE WHEN {applies} THEN {policy.weights[name]} ELSE 0 END" for name, (_, applies) in marks.items())
    return f"({total}) / ({weight})"
