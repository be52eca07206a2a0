"""What can be proposed: one service, for someone, somewhere. Every unstated thing is None, which means unknown, never yes or no."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from orientation.territory import CatchmentArea
from orientation.vocabulary import SECTORS, Sector

CareMode = Literal["sur-place", "a-domicile", "a-distance"]
CARE_MODES: tuple[CareMode, ...] = ("sur-place", "a-domicile", "a-distance")
Sex = Literal["F", "M"]


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Ages served, in years, both bounds included and the upper one in completed years: (0, 17) serves until the 18th birthday.

    `high` None: no upper limit is set (not: unknown). A range nobody stated is None where a range is expected.
    """

    low: float = 0.0
    high: float | None = None

    def __post_init__(self) -> None:
        if self.low < 0 or (self.high is not None and self.high < self.low):
            raise ValueError(f"an age range goes upwards from 0, found {self.low} to {self.high}")

    def includes(self, age_years: float) -> bool:
        """
        >>> AgeRange(0, 17).includes(17.9), AgeRange(0, 17).includes(18)
        (True, False)
        """
        return self.low <= age_years and (self.high is None or age_years < self.high + 1)


@dataclass(frozen=True, slots=True)
class Places:
    """Free places as the record last said; `free` is 0 only when the record says none is free."""

    free: int
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Price:
    """An amount in euros as published; `unit` says per what, in French ("par jour"); `as_of` None: undated."""

    label: str
    amount: float
    unit: str
    as_of: date | None = None


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """An official number: "finess", "finess-ej", "siret", "rpps", "ror", "id-fs"… None of them alone says that two records are one."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A record a resource comes from; `updated_on` None: the source gives no date."""

    source: str
    id: str
    updated_on: date | None = None


@dataclass(frozen=True)
class Resource:
    """One service. `needs` empty: it answers none of the vocabulary's needs and can only be found by name.

    `publics`, `ages`, `catchment` None: the record does not say. `modes` empty: how it reaches people is not said.
    `catchment` matters for services that come to people; those people come to are taken by distance, and a stated
    catchment still excludes who lives outside it. `specialties` qualify `consultation-specialiste`.
    `confidential`: never shown to a general user. `phone` in E.164. `hours` in OpenStreetMap's opening_hours syntax when it
    could be read, else as written. `psychiatric_sectors` as written. `updated_on` None: no date known.
    """

    id: str
    name: str
    sector: Sector | None = None
    organisation: str | None = None
    categories: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    specialties: frozenset[str] = frozenset()
    publics: frozenset[str] | None = None
    ages: AgeRange | None = None
    sex: Sex | None = None
    modes: frozenset[CareMode] = frozenset()
    catchment: CatchmentArea | None = None
    psychiatric_sectors: tuple[str, ...] = ()
    commune: str | None = None
    address: str | None = None
    postcode: str | None = None
    lat: float | None = None
    lon: float | None = None
    position_is_reliable: bool | None = None
    phone: str | None = None
    other_phones: tuple[str, ...] = ()
    email: str | None = None
    website: str | None = None
    hours: str | None = None
    prices: tuple[Price, ...] = ()
    places: Places | None = None
    capacity: int | None = None
    admission: str | None = None
    languages: tuple[str, ...] = ()
    accessible: bool | None = None
    description: str | None = None
    confidential: bool = False
    opened_on: date | None = None
    closed_on: date | None = None
    identifiers: frozenset[Identifier] = frozenset()
    sources: tuple[SourceRef, ...] = ()
    updated_on: date | None = None

    def __post_init__(self) -> None:
        if not self.id or not self.name.strip():
            raise ValueError("a resource needs an id and a name")
        if self.sector is not None and self.sector not in SECTORS:
            raise ValueError(f"resource {self.id}: unknown sector {self.sector!r}, expected one of {SECTORS}")
        if (self.lat is None) != (self.lon is None):
            raise ValueError(f"resource {self.id}: latitude and longitude go together")
        if self.lat is not None and self.lon is not None and not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise ValueError(f"resource {self.id}: position {self.lat}, {self.lon} is not on Earth")
        if not self.modes <= set(CARE_MODES):
            raise ValueError(f"resource {self.id}: unknown care mode among {sorted(self.modes)}")

    def is_open(self, day: date) -> bool:
        """Closed from its closing date on; a resource without one is taken as open."""
        return self.closed_on is None or day < self.closed_on
