"""How long it takes to get there: an estimate from the distance, and from the boats, pirogues and planes of communes no road reaches.

Never used to rank: an estimate shown beside a result. Values are data (`data/access`), dated; here they are those of one day.
"""

import heapq
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from orientation.geography.distance import distance_km
from orientation.territory import Place


@dataclass(frozen=True, slots=True)
class Road:
    """How one drives from communes of a kind: `detour` times the straight line, `start_min` to leave and park, then a speed for the first
    `near_km` by road and another beyond."""

    detour: float
    start_min: float
    near_km: float
    near_kmh: float
    far_kmh: float

    def minutes(self, straight_km: np.ndarray) -> np.ndarray:
        """Driving minutes for straight-line kilometres; grows with the distance."""
        road_km = straight_km * self.detour
        near, far = np.minimum(road_km, self.near_km), np.maximum(road_km - self.near_km, 0.0)
        return self.start_min + 60 * (near / self.near_kmh + far / self.far_kmh)


@dataclass(frozen=True, slots=True)
class RoadRule:
    """Which communes of departure a road applies to: in these départements, or from so many inhabitants; neither: all others."""

    road: Road
    departements: frozenset[str] = frozenset()
    population_from: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A boat, pirogue or plane between two communes, boarding included, the wait for the next departure not."""

    start: str
    end: str
    by: str
    minutes: int


@dataclass(frozen=True)
class Access:
    """The roads and links of one day. `points`: where the communes that links join are (lat, lon).

    `isolated`: communes from which no road leaves, each with the block of land its roads stay in (two communes of one island share it).
    """

    rules: tuple[RoadRule, ...]
    links: tuple[Link, ...] = ()
    isolated: Mapping[str, str] = field(default_factory=dict)
    points: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def road_from(self, departement: str, population: int | None) -> Road:
        """The first rule that applies to a commune of departure; unknown inhabitants count as few."""
        for rule in self.rules:
            if departement in rule.departements or (not rule.departements and (population or 0) >= rule.population_from):
                return rule.road
        return self.rules[-1].road

    @cached_property
    def reached(self) -> dict[str, dict[str, float]]:
        """Commune at an end of a link → communes that links alone reach from it, with minutes; itself at 0."""
        joined: dict[str, list[tuple[str, int]]] = {}
        for link in self.links:
            joined.setdefault(link.start, []).append((link.end, link.minutes))
            joined.setdefault(link.end, []).append((link.start, link.minutes))
        return {code: _shortest(code, joined) for code in joined}

    def block(self, code: str) -> str:
        """The land whose roads a commune is on: an island, a stretch of river, or its département overseas, Corsica, the mainland."""
        if code in self.isolated:
            return self.isolated[code]
        if code.startswith(("97", "98")):
            return code[:3]
        return "corse" if code.startswith(("2A", "2B")) else "continent"


def travel_minutes(place: Place, lat: float | None, lon: float | None, commune_code: str | None, access: Access) -> int | None:
    """Estimated minutes from a place to a point, to the nearest 5 past a quarter of an hour; None when nothing is known to lead there."""
    if lat is None or lon is None:
        return None
    return said_minutes(travel_minutes_to(place, np.array([lat]), np.array([lon]), [commune_code], access)[0])


def said_minutes(minutes: float) -> int | None:
    """An estimate as it is said: to the minute under a quarter of an hour, to the nearest 5 beyond; None for NaN."""
    if math.isnan(minutes):
        return None
    return round(minutes) if minutes < 15 else 5 * round(minutes / 5)


def travel_minutes_to(place: Place, lats: np.ndarray, lons: np.ndarray, codes: Sequence[str | None], access: Access) -> np.ndarray:
    """As `travel_minutes` for columns, not rounded, NaN for unknown. A point without commune is taken as on the place's own land."""
    commune = place.commune
    road = access.road_from(commune.departement if commune else "", commune.population if commune else None)
    home = access.block(commune.code) if commune else "continent"
    blocks = [access.block(code) if code else home for code in codes]
    found = np.full(len(blocks), np.nan)
    here = np.array([block == home for block in blocks], dtype=bool)
    found[here] = road.minutes(distance_km(place.lat, place.lon, np.asarray(lats, float)[here], np.asarray(lons, float)[here]))
    for block in sorted(set(blocks) - {home}):
        there = np.array([each == block for each in blocks], dtype=bool)
        found[there] = _by_links(place, home, block, np.asarray(lats, float)[there], np.asarray(lons, float)[there], road, access)
    return found


def _by_links(place: Place, home: str, block: str, lats: np.ndarray, lons: np.ndarray, road: Road, access: Access) -> np.ndarray:
    """Drive to where a link leaves, cross, drive on; the quickest way."""
    best = np.full(len(lats), np.nan)
    for start, ends in access.reached.items():
        if access.block(start) != home or start not in access.points:
            continue
        before = float(road.minutes(np.array([distance_km(place.lat, place.lon, *access.points[start])]))[0])
        for end, crossing in ends.items():
            if access.block(end) == block and end in access.points:
                after = road.minutes(distance_km(*access.points[end], lats, lons))
                best = np.fmin(best, before + crossing + after)
    return best


def _shortest(start: str, joined: Mapping[str, Sequence[tuple[str, int]]]) -> dict[str, float]:
    found: dict[str, float] = {}
    waiting = [(0.0, start)]
    while waiting:
        minutes, code = heapq.heappop(waiting)
        if code not in found:
            found[code] = minutes
            for end, crossing in joined.get(code, ()):
                heapq.heappush(waiting, (minutes + crossing, end))
    return found
