"""One invented service: the truth that a file then tells, wholly or not. Every field None is one the record keeps silent about."""

from dataclasses import dataclass
from datetime import date

from orientation.demonstration.kinds import Kind
from orientation.resource import AgeRange, Price
from orientation.territory import Area, Commune

Spans = tuple[tuple[str, str], ...]
# Opening spans for Monday to Sunday; a day without any is closed.
WEEKS: dict[str, tuple[Spans, ...]] = {
    "bureau": ((("09:00", "12:30"), ("13:30", "17:00")),) * 5 + ((),) * 2,
    "cabinet": ((("08:30", "12:30"), ("14:00", "19:00")),) * 5 + ((("08:30", "12:00"),), ()),
    "commerce": ((("09:00", "18:30"),),) * 6 + ((),),
    "jour": ((("09:30", "16:30"),),) * 5 + ((),) * 2,
    "matin": ((("09:00", "12:00"),),) * 5 + ((),) * 2,
    "apres-midi": ((("14:00", "18:00"),),) * 5 + ((),) * 2,
    "soir": ((("18:00", "22:00"),),) * 5 + ((("12:00", "20:00"),),) * 2,
    "nuit": ((("00:00", "06:30"), ("20:30", "23:59")),) * 7,
    "continu-jour": ((("07:00", "20:00"),),) * 7,
    "continu": ((("00:00", "23:59"),),) * 7,
}


@dataclass(frozen=True)
class Organisation:
    """Who runs services. `finess`: its number as a legal entity."""

    name: str
    form: str
    finess: str
    siren: str
    legal_status: str


@dataclass(frozen=True)
class Site:
    """Where services are given: one place, one FINESS number, one SIRET.

    `street_type`: as FINESS abbreviates it. `states_finess`: whether the other directories know its FINESS number.
    """

    name: str
    organisation: Organisation
    commune: Commune
    postcode: str
    street_number: str
    street_type: str
    street_word: str
    street_name: str
    lat: float | None
    lon: float | None
    finess: str
    siret: str
    states_finess: bool = True

    @property
    def street(self) -> str:
        return " ".join(part for part in (self.street_number, self.street_word, self.street_name) if part)


@dataclass(frozen=True)
class Service:
    """`number`: its place in the whole directory. `says_publics` False: whom it is for is left unsaid. `flaws`: its mistakes."""

    number: int
    territory: str
    kind: Kind
    name: str
    site: Site
    updated: date
    opened: date
    closed: date | None = None
    phone: str | None = None
    second_phone: str | None = None
    email: str | None = None
    website: str | None = None
    week: tuple[Spans, ...] | None = None
    zone: tuple[Area, ...] | None = None
    ages: AgeRange | None = None
    says_publics: bool = True
    places: int | None = None
    free: int | None = None
    free_as_of: date | None = None
    prices: tuple[Price, ...] = ()
    sector: str | None = None
    sensitive: bool = False
    flaws: frozenset[str] = frozenset()
