"""The real ground the invented services stand on: communes of a territory, points inside them, and who is served from there."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import cos, radians
from pathlib import Path
from random import Random
from typing import Any

import yaml

from orientation.geography.distance import distance_km
from orientation.geography.gazetteer import Gazetteer
from orientation.geography.outlines import contains
from orientation.territory import Area, Commune

TERRITORIES = Path(__file__).parent / "territories.yaml"
_NEIGHBOURS_KM = 40.0
_KM_PER_DEGREE = 111.2
_LARGEST_EPCI = 80


@dataclass(frozen=True)
class Territory:
    """One row of `territories.yaml`. `around`: kilometres by town code, instead of whole départements."""

    id: str
    column: str
    label: str
    towns: tuple[str, ...]
    villages: tuple[str, ...]
    phones: str
    ror_region: str
    psychiatric_prefix: str
    departements: tuple[str, ...] = ()
    around: tuple[tuple[str, float], ...] = ()


def load_territories(path: Path = TERRITORIES) -> tuple[Territory, ...]:
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(
        Territory(
            **{key: value for key, value in row.items() if isinstance(value, str)},
            towns=tuple(row["towns"]),
            villages=tuple(row["villages"]),
            departements=tuple(row.get("departements", ())),
            around=tuple(row.get("around", {}).items()),
        )
        for row in rows
    )


@dataclass(frozen=True, eq=False)
class Landscape:
    """A territory with its communes. A basin is what lies nearest to one of its towns; a whole département when it is not cut up."""

    territory: Territory
    gazetteer: Gazetteer

    @cached_property
    def communes(self) -> tuple[Commune, ...]:
        """Every commune where something may be, in code order."""
        codes: set[str] = set()
        for departement in self.territory.departements:
            codes.update(self.gazetteer.communes_in(Area("departement", departement)))
        for town, km in self.territory.around:
            centre = self.commune(town)
            codes.update(one.code for one in self.gazetteer.near(centre.lat or 0, centre.lon or 0, km))
        return tuple(self.commune(code) for code in sorted(codes))

    def commune(self, code: str) -> Commune:
        found = self.gazetteer.current(code)
        if found is None or found.lat is None or found.lon is None:
            raise ValueError(f"{code} is no commune with a known position, found in the tables of the demonstration")
        return found

    def chosen(self, where: Sequence[str], how_many: int, random: Random) -> tuple[Commune, ...]:
        """Where services of one kind are. By population, a commune gets its share: none when it is small, as in life."""
        rule = where[0]
        if rule == "population":
            return self._by_population(self.communes, how_many, random)
        if rule == "rural":
            return self._by_population([one for one in self.communes if (one.population or 0) < 4000], how_many, random)
        codes = {"towns": self.territory.towns, "seat": self._seats, "villages": self.territory.villages}.get(rule, tuple(where))
        return tuple(self.commune(codes[index % len(codes)]) for index in range(how_many))

    @property
    def _seats(self) -> tuple[str, ...]:
        """One town; where there is no département to share, the three largest."""
        return self.territory.towns[:1] if self.territory.departements else self.territory.towns[:3]

    def _by_population(self, communes: Sequence[Commune], how_many: int, random: Random) -> tuple[Commune, ...]:
        """Systematic sampling: equal steps along the inhabitants, from a random start, so that no place is over-served by chance."""
        total = sum(one.population or 0 for one in communes)
        step = total / max(1, how_many)
        marks = [(index + random.random() * 0.9) * step for index in range(how_many)]
        found, passed, mark = [], 0, 0
        for one in communes:
            passed += one.population or 0
            while mark < len(marks) and marks[mark] < passed:
                found.append(one)
                mark += 1
        random.shuffle(found)
        return tuple(found)

    def point(self, commune: Commune, random: Random) -> tuple[float, float]:
        """A point of the commune, near its own point, inside its outline."""
        lat, lon = commune.lat or 0.0, commune.lon or 0.0
        spread_km = 0.25 + min(1.5, ((commune.population or 0) / 40_000) ** 0.5)
        outline = self.gazetteer.outlines.get(commune.departement, {}).get(commune.code)
        for attempt in range(40):
            km = spread_km * 0.9**attempt
            near_lat = lat + random.gauss(0, km) / _KM_PER_DEGREE
            near_lon = lon + random.gauss(0, km) / (_KM_PER_DEGREE * cos(radians(lat)))
            if outline is None or contains(outline, near_lat, near_lon):
                return round(near_lat, 5), round(near_lon, 5)
        return round(lat, 5), round(lon, 5)

    def catchment(self, rule: str, commune: Commune, random: Random) -> tuple[Area, ...] | None:
        """Who is served from a commune; None: the record keeps silent."""
        if rule == "silence":
            return None
        if rule.startswith("="):
            return tuple(Area("commune", code) for code in rule[1:].split("+"))
        if rule == "commune":
            return (Area("commune", commune.code),)
        if rule in ("communes", "secteur"):
            return self._neighbours(commune, random.randint(3, 9) if rule == "communes" else 3)
        if rule == "epci" and commune.epci:
            whole = Area("epci", commune.epci)
            # The Métropole du Grand Paris is one intercommunalité: nobody's home help serves it all.
            return (whole,) if len(self.gazetteer.communes_in(whole)) <= _LARGEST_EPCI else self._neighbours(commune, 8)
        if rule == "basin" and not self.territory.departements:
            return tuple(Area("commune", one.code) for one in self.communes if self._town_of(one) == self._town_of(commune))
        return (Area("region", commune.region),) if rule == "region" else (Area("departement", commune.departement),)

    def _neighbours(self, commune: Commune, how_many: int) -> tuple[Area, ...]:
        near = self.gazetteer.near(commune.lat or 0, commune.lon or 0, _NEIGHBOURS_KM)
        return tuple(Area("commune", one.code) for one in near[: how_many + 1]) or (Area("commune", commune.code),)

    def _town_of(self, commune: Commune) -> str:
        return self._basins.get(commune.code, commune.code)

    @cached_property
    def _basins(self) -> dict[str, str]:
        towns = [self.commune(code) for code in self.territory.towns]

        def away_km(one: Commune, town: Commune) -> float:
            return float(distance_km(one.lat or 0, one.lon or 0, town.lat or 0, town.lon or 0))

        return {one.code: min(towns, key=lambda town: (away_km(one, town), town.code)).code for one in self.communes}
