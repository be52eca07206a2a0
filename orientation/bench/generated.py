"""A made-up national directory, always the same for a size: real communes, invented services, with what real records leave unsaid.

It is an assumption about shape, not a sample: some 30 kinds of service, one in four coming to the home with a catchment area,
a third silent on ages, two in five on publics, some closed, some not open yet.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any

import numpy as np
from scipy.spatial import cKDTree

from orientation.case import Case, Situation, WantedNeed
from orientation.directory.building import Batch
from orientation.directory.columns import unit_vectors
from orientation.geography.gazetteer import Gazetteer
from orientation.reference.folder import data_folder
from orientation.resource import AgeRange, Places, Resource
from orientation.territory import Area, CatchmentArea, Commune, Place

SEED = 20_260_115
TODAY = date(2026, 1, 15)
BATCH = 50_000
SOURCE = "essai"
HOURS = ("Mo-Fr 09:00-12:30,13:30-17:30", "Mo-Sa 08:30-19:00", "24/7", "Mo,We,Fr 14:00-18:00; PH off", None)


@dataclass(frozen=True)
class Kind:
    """A kind of service: how often, what it answers, how it reaches people, whom it takes, how it is called."""

    label: str
    share: int
    needs: tuple[str, ...]
    modes: str
    ages: tuple[float, float | None] | None
    publics: str | None
    names: tuple[str, ...]


def kinds() -> tuple[Kind, ...]:
    """The kinds of service of data/bench/kinds.csv."""
    with (data_folder() / "bench" / "kinds.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Kind(
                label=row["label"],
                share=int(row["share"]),
                needs=tuple(row["needs"].split()),
                modes=row["modes"],
                ages=(float(row["age_low"]), float(row["age_high"]) if row["age_high"] else None) if row["age_low"] else None,
                publics=row["publics"] or None,
                names=tuple(row["names"].split("; ")),
            )
            for row in csv.DictReader(lines)
        )


@cache
def words() -> Mapping[str, Sequence[str]]:
    """The words invented names are made of, by kind, of data/bench/words.csv."""
    with (data_folder() / "bench" / "words.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {kind: [row["word"] for row in rows if row["kind"] == kind] for kind in ("saint", "place", "end")}


_NEIGHBOURS = (1, 6, 15, 40)


@dataclass(frozen=True)
class Land:
    """The communes services are spread over, by population, and the catchment areas they may have.

    `catchments`: areas by number; `around[commune, rank]` and `within[commune, rank]` number those of a commune: its nearest communes,
    then its EPCI, its département, its region.
    """

    communes: tuple[Commune, ...]
    lat: np.ndarray
    lon: np.ndarray
    share: np.ndarray
    catchments: Mapping[int, tuple[Area, ...]]
    around: np.ndarray
    within: np.ndarray

    @cached_property
    def commune_of(self) -> Mapping[str, Commune]:
        return {commune.code: commune for commune in self.communes}


def land_of(gazetteer: Gazetteer) -> Land:
    communes = tuple(commune for commune in gazetteer.communes if commune.kind == "commune" and commune.lat is not None)
    lat, lon = (np.array([getattr(commune, name) for commune in communes], dtype=float) for name in ("lat", "lon"))
    nearest = cKDTree(unit_vectors(lat, lon)).query(unit_vectors(lat, lon), k=_NEIGHBOURS[-1])[1]
    catchments: dict[tuple[Area, ...], int] = {}

    def number(*areas: Area) -> int:
        return catchments.setdefault(tuple(sorted(areas)), len(catchments))

    around = [[number(*(Area("commune", communes[k].code) for k in near[:count])) for count in _NEIGHBOURS] for near in nearest.tolist()]
    within = [
        [
            number(Area("epci", commune.epci) if commune.epci else Area("departement", commune.departement)),
            number(Area("departement", commune.departement)),
            number(Area("region", commune.region)),
        ]
        for commune in communes
    ]
    people = np.array([(commune.population or 0) + 300 for commune in communes], dtype=float)
    return Land(
        communes, lat, lon, people / people.sum(), {rank: areas for areas, rank in catchments.items()}, np.array(around), np.array(within)
    )


def batches(land: Land, size: int) -> Iterator[Batch]:
    """The search columns, names and categories of `size` services."""
    rng, known = np.random.default_rng(SEED), kinds()
    for start in range(0, size, BATCH):
        yield _batch(land, known, start, min(BATCH, size - start), rng)


def _batch(land: Land, known: Sequence[Kind], start: int, count: int, rng: np.random.Generator) -> dict[str, list[Any]]:
    shares = np.array([kind.share for kind in known], dtype=float)
    drawn = rng.choice(len(known), count, p=shares / shares.sum())
    at = rng.choice(len(land.communes), count, p=land.share)
    luck = rng.random((count, 12))
    spread = rng.normal(0, 0.015, (count, 2))
    held = [known[kind] for kind in drawn.tolist()]
    unlocated = luck[:, 0] < 0.04
    travels = np.array([kind.modes != "sur-place" for kind in held])
    stated = travels & (luck[:, 1] < 0.8) | ~travels & (luck[:, 1] < 0.03)
    silent = [luck[:, column] < part for column, part in ((2, 0.35), (3, 0.40), (4, 0.10), (5, 0.85))]
    old = rng.exponential(240, count).astype(int)
    asked = rng.integers(0, 45, count)
    free = rng.poisson(1.0, count)
    return {
        "id": [f"{SOURCE}:{number:09d}" for number in range(start, start + count)],
        "name": _names(held, at.tolist(), land, rng),
        "organisation": [None] * count,
        "categories": [kind.label for kind in held],
        "commune": [land.communes[commune].code for commune in at.tolist()],
        "lat": _known(np.round(land.lat[at] + spread[:, 0], 6), unlocated),
        "lon": _known(np.round(land.lon[at] + spread[:, 1], 6), unlocated),
        "needs": _needs(held, luck[:, 6]),
        "specialties": [
            "cardiologie" if "consultation-specialiste" in kind.needs and chance < 0.3 else ""
            for kind, chance in zip(held, luck[:, 7], strict=True)
        ],
        "publics": [None if quiet else kind.publics for kind, quiet in zip(held, silent[1].tolist(), strict=True)],
        "modes": [kind.modes for kind in held],
        "age_low": [None if quiet else (kind.ages or (0.0, None))[0] for kind, quiet in zip(held, silent[0].tolist(), strict=True)],
        "age_high": [None if quiet else (kind.ages or (0.0, None))[1] for kind, quiet in zip(held, silent[0].tolist(), strict=True)],
        "sex": [None if chance > 0.01 else "F" for chance in luck[:, 8]],
        "catchment_id": _known(_catchments(land, at, luck[:, 9]), ~stated),
        "confidential": (luck[:, 10] < 0.003).tolist(),
        "opened_on": [TODAY + timedelta(days=30) if chance < 0.003 else None for chance in luck[:, 11]],
        "closed_on": [
            TODAY - timedelta(days=days) if chance > 0.98 else None for chance, days in zip(luck[:, 11], old.tolist(), strict=True)
        ],
        "updated_on": [
            None if quiet else TODAY - timedelta(days=days) for quiet, days in zip(silent[2].tolist(), old.tolist(), strict=True)
        ],
        "places_free": _known(free, silent[3]),
        "places_as_of": [
            None if quiet else TODAY - timedelta(days=days) for quiet, days in zip(silent[3].tolist(), asked.tolist(), strict=True)
        ],
        "has_phone": (luck[:, 8] < 0.9).tolist(),
        "source_count": np.where(luck[:, 7] < 0.25, 2, 1).tolist(),
        "disagreement_count": (luck[:, 6] < 0.04).astype(int).tolist(),
        "report_count": (luck[:, 5] < 0.002).astype(int).tolist(),
    }


def _known(values: np.ndarray, silent: np.ndarray) -> list[Any]:
    return [None if quiet else value for value, quiet in zip(values.tolist(), silent.tolist(), strict=True)]


def _needs(held: Sequence[Kind], luck: np.ndarray) -> list[str]:
    """The first need of the kind, and some of the others."""
    found = []
    for kind, chance in zip(held, luck.tolist(), strict=True):
        found.append("|".join(sorted(kind.needs[: 1 + int(chance * len(kind.needs))])))
    return found


def _catchments(land: Land, at: np.ndarray, luck: np.ndarray) -> np.ndarray:
    """Half serve their EPCI, a third some communes around, the others their département, a few their region."""
    near = land.around[at, (luck * 997 % len(_NEIGHBOURS)).astype(int)]
    return np.select([luck < 0.55, luck < 0.90, luck < 0.985], [land.within[at, 0], near, land.within[at, 1]], land.within[at, 2])


def _names(held: Sequence[Kind], at: Sequence[int], land: Land, rng: np.random.Generator) -> list[str]:
    luck = rng.random((len(held), 4)).tolist()
    names, said = [], words()
    saints, places, ends = said["saint"], said["place"], said["end"]
    for kind, commune, (pattern, first, last, more) in zip(held, at, luck, strict=True):
        shape = kind.names[int(pattern * len(kind.names))]
        town = land.communes[commune].name
        place = f"{places[int(first * len(places))]} {ends[int(last * len(ends))]}"
        name = shape.format(c=town, s=f"Saint-{saints[int(first * len(saints))]}", p=place)
        names.append(f"{name} - {town}" if more > 0.85 and "{c}" not in shape else name)
    return names


def cases(land: Land, count: int) -> list[Case]:
    """Mixed cases: one to three needs of one kind of service, ages that suit it most of the time, with or without a radius."""
    rng, known = np.random.default_rng(SEED + 1), kinds()
    found = []
    for number, at in enumerate(rng.choice(len(land.communes), count, p=land.share).tolist()):
        kind, commune = known[number % len(known)], land.communes[at]
        wanted = rng.permutation(kind.needs)[: rng.integers(1, 4)].tolist()
        low, high = kind.ages or (0, None)
        age = None if rng.random() < 0.1 else float(rng.integers(int(low), int(min(high or 95, 95)) + 1))
        found.append(
            Case(
                needs=tuple(WantedNeed(need, "cardiologie" if need == "consultation-specialiste" else None) for need in wanted),
                situation=Situation(age_years=age, sex=(None, "F", "M")[rng.integers(0, 3)]),
                place=Place(commune, float(land.lat[at]), float(land.lon[at])),
                day=TODAY + timedelta(days=number % 7),
                publics=frozenset(() if rng.random() < 0.5 or not kind.publics else kind.publics.split("|")[:1]),
                radius_km=(None, None, 10.0, 20.0, 50.0)[rng.integers(0, 5)],
            )
        )
    return found


def resources_of(batch: Batch, catchments: Mapping[int, tuple[Area, ...]]) -> Iterator[Resource]:
    """The same services as values, for the plain loop."""
    for row in zip(*(batch[name] for name in _RESOURCE_COLUMNS), strict=True):
        said: dict[str, Any] = dict(zip(_RESOURCE_COLUMNS, row, strict=True))
        number, low, high, free, as_of = (said.pop(name) for name in ("catchment_id", "age_low", "age_high", "places_free", "places_as_of"))
        said |= {
            **{name: frozenset(filter(None, said[name].split("|"))) for name in ("needs", "specialties", "modes")},
            "categories": (said["categories"],),
            "publics": None if said["publics"] is None else frozenset(said["publics"].split("|")),
            "ages": None if low is None else AgeRange(low, high),
            "catchment": None if number is None else CatchmentArea(catchments[number]),
            "phone": "+33100000000" if said.pop("has_phone") else None,
            "places": None if free is None else Places(free, as_of),
        }
        yield Resource(**said)


_RESOURCE_COLUMNS = (
    "id", "name", "categories", "commune", "lat", "lon", "needs", "specialties", "publics", "modes", "age_low", "age_high", "sex",
    "catchment_id", "confidential", "opened_on", "closed_on", "updated_on", "places_free", "places_as_of", "has_phone",
)  # fmt: skip
