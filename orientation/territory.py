"""Where: communes, the areas that services say they serve, and the territories that one grid and one policy govern."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

AreaKind = Literal["commune", "epci", "departement", "region", "pays", "territoire", "secteur-psychiatrique", "polygone"]
CommuneKind = Literal["commune", "arrondissement", "deleguee"]


@dataclass(frozen=True, slots=True)
class TownHall:
    """The town hall as a contact of last resort; `hours` in OpenStreetMap's opening_hours syntax."""

    phone: str | None = None
    email: str | None = None
    website: str | None = None
    hours: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of the official geographic code, an arrondissement of Paris, Lyon or Marseille, or a former commune.

    `lat`, `lon` (WGS 84): the town hall, or a point inside when it is not known. `parent`: the commune an arrondissement
    or a former commune belongs to, None for a commune. `population` None: not published.
    """

    code: str
    name: str
    departement: str
    region: str
    lat: float | None
    lon: float | None
    epci: str | None = None
    postcodes: tuple[str, ...] = ()
    population: int | None = None
    kind: CommuneKind = "commune"
    parent: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """One area by its kind and official code ("departement", "94"); a polygon's code is its WKT (lon lat, WGS 84)."""

    kind: AreaKind
    code: str


@dataclass(frozen=True, slots=True)
class CatchmentArea:
    """Whom a resource serves, as stated: the union of some areas. "Not stated" is None where a catchment is expected, never this."""

    areas: tuple[Area, ...]

    def __post_init__(self) -> None:
        if not self.areas:
            raise ValueError("a catchment area needs at least one area; an unstated one is None")
        object.__setattr__(self, "areas", tuple(sorted(set(self.areas))))

    def covers(self, containing: frozenset[Area]) -> bool:
        """Whether a place is served, given every area that contains it (`Gazetteer.containing`)."""
        return any(area in containing for area in self.areas)


@dataclass(frozen=True, slots=True)
class Place:
    """Where someone lives: a commune and the point distances start from (its town hall, or the given point)."""

    commune: Commune | None
    lat: float
    lon: float


@dataclass(frozen=True)
class Territory:
    """The area that one grid and one policy govern. `areas` empty: everywhere (the national fallback)."""

    id: str
    label: str
    areas: frozenset[Area]
    grid: str
    policy: str
    reference: str
    settings: Mapping[str, object] = field(default_factory=dict)


NATIONAL = "national"


def territory_of(containing: Iterable[Area], territories: Mapping[str, Territory]) -> Territory:
    """The territory a place belongs to: the one that states its smallest area, else the national one."""
    held, kinds = set(containing), get_args(AreaKind)
    governed = [
        (min(kinds.index(area.kind) for area in territory.areas & held), territory.id)
        for territory in territories.values()
        if territory.areas & held
    ]
    return territories[min(governed)[1]] if governed else territories[NATIONAL]
