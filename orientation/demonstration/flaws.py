"""What happens to records in life: fields left empty, places closed, one service entered twice, codes written under the wrong list."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from orientation.demonstration.kinds import DATA_INCLUSION, FINESS, ROR, Kind, Twin
from orientation.demonstration.landscape import Territory
from orientation.demonstration.numbers import Numbers
from orientation.demonstration.service import WEEKS, Service
from orientation.wording import normalised

# What published ROR files show (an object for an array, a list of values named for a code system, numbers as text…), and how often here.
ROR_FLAWS: dict[str, float] = {
    "object-for-array": 0.03,
    "value-set-for-system": 0.03,
    "nameless-system": 0.02,
    "no-care-mode": 0.012,
    "double-spaces": 0.03,
    "former-commune-list": 0.15,
    "numbers-as-text": 0.03,
    "no-patient-type": 0.02,
    "unknown-health-territory": 0.01,
}
_FEW = 4
_ABBREVIATIONS = (
    ("Résidence", "RES"),
    ("Service", "SCE"),
    ("Saint", "ST"),
    ("Centre", "CTRE"),
    ("Équipe", "EQ"),
    ("Aide à domicile", "AD"),
)


def flawed(services: Iterable[Service], seed: int) -> Iterator[Service]:
    """The same services, some with a field silent, closed, or badly written. What a territory has few of stays open."""
    for service in services:
        random = Random(f"{seed}|flaws|{service.number}")
        yield replace(
            service,
            phone=None if random.random() < 0.06 else service.phone,
            ages=None if random.random() < 0.12 else service.ages,
            says_publics=random.random() >= 0.1,
            site=replace(service.site, lat=None, lon=None) if random.random() < 0.04 else service.site,
            closed=_closing(service, random),
            flaws=frozenset(flaw for flaw, share in ROR_FLAWS.items() if random.random() < share)
            if service.kind.source == ROR
            else frozenset(),
        )


def _closing(service: Service, random: Random) -> date | None:
    """A closing date before the record's last change; data·inclusion drops what is closed."""
    share = {FINESS: 0.07, ROR: 0.035}.get(service.kind.source, 0.0)
    few = sum(service.kind.counts.values()) <= _FEW * 3 or service.kind.where[:1] == ("seat",) or service.kind.id.startswith("vitry")
    return None if few or random.random() >= share else service.updated - timedelta(days=random.randint(0, 30))


def with_twins(services: Iterable[Service], territories: Mapping[str, Territory], numbers: Numbers, seed: int) -> Iterator[Service]:
    """Each service, followed by its entry in another directory and by a second entry in the same one, where it has one."""
    for service in services:
        yield service
        random = Random(f"{seed}|twin|{service.number}")
        phones = territories[service.territory].phones
        twin = service.kind.twin
        if twin is not None and random.random() < twin.share:
            yield _twin(service, twin, numbers, phones, random)
        if service.kind.source != FINESS and random.random() < 0.012:
            yield _second_entry(service, numbers, phones, random)


def _twin(service: Service, twin: Twin, numbers: Numbers, phones: str, random: Random) -> Service:
    """The same place told by another directory: spelt its way, another phone two times in five, other hours, sometimes said closed."""
    kind = replace(service.kind, source=twin.source, codes=(twin.code,), needs=twin.needs or service.kind.needs, twin=None)
    if twin.source == DATA_INCLUSION:
        kind = _as_data_inclusion(kind)
    name = _shortened(service.name) if twin.source == FINESS else service.name
    return replace(
        service,
        number=numbers.offer(),
        kind=kind,
        name=name,
        site=replace(
            service.site,
            # Within a hospital, what FINESS numbers is the unit, not the hospital.
            finess=numbers.finess() if service.kind.at else service.site.finess,
            name=name,
            lat=_nudged(service.site.lat, random),
            lon=_nudged(service.site.lon, random),
        ),
        phone=numbers.phone(phones) if random.random() < 0.4 else service.phone,
        second_phone=None,
        week=WEEKS[random.choice(("bureau", "matin", "apres-midi"))] if twin.source == DATA_INCLUSION else None,
        updated=service.updated - timedelta(days=random.randint(-300, 500)) if service.updated.year < 2026 else service.updated,
        closed=_told_closed(service, twin, random),
        flaws=frozenset(),
    )


def _told_closed(service: Service, twin: Twin, random: Random) -> date | None:
    """FINESS knows closings, sometimes of what another directory still shows as open; data·inclusion knows none."""
    if twin.source != FINESS:
        return None
    return service.closed or (service.updated - timedelta(days=40) if random.random() < 0.02 else None)


def _as_data_inclusion(kind: Kind) -> Kind:
    return replace(kind, activities=("accompagnement",), modes=("en-presentiel",), field="", publics=("tous-publics",), zones=())


def _second_entry(service: Service, numbers: Numbers, phones: str, random: Random) -> Service:
    """The same service entered again: a letter missing or words in another order, another phone, another date."""
    site = replace(service.site, street_number="", lat=_nudged(service.site.lat, random), lon=_nudged(service.site.lon, random))
    return replace(
        service,
        number=numbers.offer(),
        name=_misspelt(service.name, random),
        site=replace(site, finess=numbers.finess(), siret=service.site.siret, states_finess=False),
        phone=numbers.phone(phones),
        updated=service.updated - timedelta(days=random.randint(200, 1200)),
        flaws=frozenset({"double-spaces"}),
    )


def _shortened(name: str) -> str:
    """As FINESS shortens names: usual words cut, 60 characters. Its capitals are the business of who writes the file."""
    for word, short in _ABBREVIATIONS:
        name = name.replace(word, short)
    return name[:60].strip()


def _misspelt(name: str, random: Random) -> str:
    place = random.randrange(1, len(name) - 1)
    return name[:place] + name[place + 1 :] if name[place].isalpha() else normalised(name)


def _nudged(degrees: float | None, random: Random) -> float | None:
    return None if degrees is None else round(degrees + random.uniform(-0.0004, 0.0004), 5)
