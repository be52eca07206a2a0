"""What offers refer to (places, organisations, professionals), kept small: it may stand in any file of a command, in any order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from sys import intern
from typing import Generic, TypeVar

from orientation.resource import Identifier, Places
from orientation.sources import fields
from orientation.sources.places import commune_of, padded_postcode
from orientation.sources.reading import Context
from orientation.sources.ror.capacity import free_places, installed
from orientation.sources.ror.contacts import Contact, contact_of_organisation
from orientation.sources.ror.dates import day_of
from orientation.sources.ror.fhir import (
    Json,
    codings,
    extensions,
    first_object,
    first_word,
    listed,
    objects,
    reference,
    section,
    values,
    word,
)
from orientation.sources.ror.prices import Tariff, tariffs
from orientation.sources.unread import mark
from orientation.territory import Commune

_LEGAL_STATUS, _CATEGORY, _PROFESSION, _MODE = "R72", "R66", "G15", "R23"
_SKILLS = frozenset({"R38", "R39", "R40", "R43", "R44", "R45"})
_SOCIAL_HELP = "02"
_ACCESSIBLE = {"1": True, "2": False, "5": True}
_LONGEST_CHAIN = 10
Joinable = TypeVar("Joinable")


@dataclass(frozen=True, slots=True)
class Site:
    """Where something is done. `warnings`: what a person should look at in its address; `mark`: the fingerprint of all it was read from."""

    commune: Commune | None = None
    address: str | None = None
    postcode: str | None = None
    lat: float | None = None
    lon: float | None = None
    reliable: bool | None = None
    places: Places | None = None
    capacity: int | None = None
    warnings: tuple[str, ...] = ()
    mark: bytes | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Holder:
    """An organisation at any level. `category`: of FINESS (TRE_R66); `mark`: the fingerprint of all it was read from."""

    name: str | None = None
    part_of: str | None = None
    category: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    closed_on: date | None = None
    contact: Contact = field(default_factory=Contact)
    tariffs: tuple[Tariff, ...] = ()
    accessible: bool | None = None
    has_social_help: bool = False
    site: Site | None = None
    mark: bytes | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Practice:
    """A professional at work, as one role says; `person`: the reference to who it is. `mode`: TRE_R23, "L" for self-employed."""

    name: str | None = None
    person: str | None = None
    profession: str | None = None
    profession_label: str | None = None
    skills: tuple[str, ...] = ()
    skill_labels: tuple[str, ...] = ()
    mode: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    name: str | None = None
    rpps: str | None = None
    profession: str | None = None
    profession_label: str | None = None


class Shelf(Generic[Joinable]):
    """Joined resources of one type by reference. Two regions may use one reference for two things: a file's own comes first."""

    def __init__(self) -> None:
        self._held: dict[str, Joinable] = {}
        self._of_file: dict[tuple[int, str], Joinable] = {}

    def put(self, keys: Iterator[str], file: int, one: Joinable) -> None:
        for key in keys:
            known = self._held.setdefault(key, one)
            if known is not one and known != one:
                self._of_file[file, key] = one

    def find(self, key: str | None, file: int) -> Joinable | None:
        if key is None:
            return None
        return (self._of_file.get((file, key)) if self._of_file else None) or self._held.get(key)


@dataclass(frozen=True)
class Joined:
    """Everything that was found beside the offers of a command."""

    sites: Shelf[Site] = field(default_factory=Shelf)
    holders: Shelf[Holder] = field(default_factory=Shelf)
    persons: Shelf[Person] = field(default_factory=Shelf)
    practices: dict[str, list[Practice]] = field(default_factory=dict)

    def add(self, resource: Json, full_url: str | None, file: int, context: Context) -> None:
        kind, keys = resource["resourceType"], names_of(resource, full_url)
        if kind == "Location":
            self.sites.put(keys, file, site(resource, context))
        elif kind == "Organization":
            self.holders.put(keys, file, holder(resource, context))
        elif kind == "Practitioner":
            self.persons.put(keys, file, person(resource))
        elif kind == "PractitionerRole":
            for offer in offers_of(resource):
                self.practices.setdefault(offer, []).append(practice(resource))

    def chain(self, reference: str | None, file: int) -> Iterator[Holder]:
        """An organisation and those it is part of, up to the legal entity; a chain that bites its tail is cut."""
        for _ in range(_LONGEST_CHAIN):
            found = self.holders.find(reference, file)
            if found is None:
                return
            yield found
            reference = found.part_of


def names_of(resource: Json, full_url: str | None) -> Iterator[str]:
    """What references may call a resource: its type and id, or its address in a bundle."""
    id = word(resource.get("id"))
    if id is not None:
        yield intern(f"{resource['resourceType']}/{id}")
    if full_url is not None and full_url.startswith("urn:"):
        yield full_url


def offers_of(role: Json) -> tuple[str, ...]:
    return tuple(named for one in listed(role.get("healthcareService")) if (named := reference(one)))


def is_of_ror(resource: Json) -> bool:
    """Whether a resource claims one of the ROR's profiles, where everything shown states its level of confidentiality."""
    return any("/ror/" in profile for profile in map(str, listed(section(resource, "meta").get("profile"))))


def site(location: Json, context: Context) -> Site:
    found = extensions(location)
    position = section(location, "position")
    return _site(
        section(location, "address"),
        first_word(found, "rorcommunecog"),
        (position.get("latitude"), position.get("longitude")),
        context,
        free_places(found, context.today),
        installed(found),
        first_word(found, "rorcoordinatereliability") or next((str(held) for held in values(found, "rorcoordinatereliability")), None),
        mark(context, location),
    )


def _site(
    address: Json,
    commune_code: str | None,
    position: tuple[object, object],
    context: Context,
    places: Places | None = None,
    capacity: int | None = None,
    declared: str | None = None,
    read_from: bytes | None = None,
) -> Site:
    postcode, town = padded_postcode(address.get("postalCode")), word(address.get("city"))
    code = commune_code or first_word(extensions(address), "frcoreaddressinseecode")
    commune = commune_of(context.gazetteer, code, postcode, town)
    placed = fields.position(*position, commune)
    warnings = [placed.warning] if placed.warning else []
    by_post = commune_of(context.gazetteer, None, postcode, town) if code and commune else None
    if commune and by_post and not _same_town(commune, by_post):
        warnings.append(f"commune {commune.name} ({commune.code}) et adresse à {by_post.name} ({postcode}) : l'une des deux est fausse.")
    if commune is None and placed.lat is not None and placed.lon is not None:
        commune = context.gazetteer.at(placed.lat, placed.lon)
    reliable = False if declared is not None and declared.casefold() == "false" and placed.lat is not None else placed.reliable
    return Site(commune, _street(address, town), postcode, placed.lat, placed.lon, reliable, places, capacity, tuple(warnings), read_from)


def _same_town(one: Commune, other: Commune) -> bool:
    return (one.parent or one.code) == (other.parent or other.code)


def _street(address: Json, town: str | None) -> str | None:
    """The lines of an address without the postcode and town that some repeat at their end; else its parts."""
    lines = [said for one in listed(address.get("line")) if (said := word(one))]
    if not lines:
        lines = [line for one in objects(address.get("_line")) if (line := _parts(one))]
    whole = fields.text(", ".join(lines)) or ""
    postcode = word(address.get("postalCode"))
    if postcode and (at := whole.rfind(postcode)) > 0 and whole[at + len(postcode) :].strip().casefold() in ("", (town or "").casefold()):
        whole = whole[:at].rstrip(" ,")
    return whole or None


def _parts(line: Json) -> str:
    found = extensions(line)
    names = (
        "iso21090adxphousenumber",
        "iso21090adxpbuildingnumbersuffix",
        "iso21090adxpstreetnametype",
        "iso21090adxpstreetnamebase",
        "asextlieudit",
    )
    return " ".join(said for name in names if (said := first_word(found, name)))


def holder(organization: Json, context: Context) -> Holder:
    found = extensions(organization)
    types = codings(organization.get("type"))
    is_legal = any(one.system == _LEGAL_STATUS or one.code == "LEGAL-ENTITY" for one in types)
    address = first_object(organization.get("address"))
    geolocation = next((extensions(one) for one in extensions(address).get("geolocation", ())), {})
    position = (first_word(geolocation, "latitude"), first_word(geolocation, "longitude"))
    return Holder(
        name=fields.name(organization.get("name") or next(iter(listed(organization.get("alias"))), None))[0],
        part_of=reference(organization.get("partOf")),
        category=next((intern(one.code) for one in types if one.system == _CATEGORY), None),
        identifiers=tuple(_identifiers(organization, is_legal)),
        closed_on=_closed_on(organization, context.today),
        contact=contact_of_organisation(organization.get("contact"), organization.get("telecom"), is_of_ror(organization)),
        tariffs=tariffs(found),
        accessible=_ACCESSIBLE.get((first_word(found, "rororganizationaccessibilitylocation") or "").lstrip("0")),
        has_social_help=any(
            one.code.zfill(2) == _SOCIAL_HELP for held in values(found, "rororganizationfinancialhelptype") for one in codings(held)
        ),
        site=_site(address, None, position, context) if address else None,
        mark=mark(context, organization),
    )


def _identifiers(organization: Json, is_legal: bool) -> Iterator[Identifier]:
    for one in objects(organization.get("identifier")):
        number = (word(one.get("value")) or "").replace(" ", "")
        system, kinds = str(one.get("system") or "").casefold(), {coding.code for coding in codings(one.get("type"))}
        if (
            len(number) == 9
            and number.isalnum()
            and ("finess" in system or kinds & {"FINEG", "FINEJ"} or (kinds & {"1"} and "sirene" not in system))
        ):
            yield Identifier("finess-ej" if is_legal or "FINEJ" in kinds else "finess", number)
        elif len(number) == 14 and number.isdigit() and number.strip("0") and ("sirene" in system or kinds & {"3", "SIRET"}):
            yield Identifier("siret", number)


def _closed_on(organization: Json, today: date) -> date | None:
    """A closing type, or the end of its period, closes an organisation until the day it says it reopens."""
    found = extensions(organization)
    end = next((day for held in values(found, "organizationperiod") if isinstance(held, dict) and (day := day_of(held.get("end")))), None)
    if end is None and not found.get("rororganizationclosingtype") and organization.get("active") is not False:
        return None
    reopening = day_of(first_word(found, "rororganizationreopeningdate"))
    if reopening is not None and reopening <= today:
        return None
    updated = day_of(section(organization, "meta").get("lastUpdated"))
    return end or (updated if updated is not None and updated <= today else today)


def practice(role: Json) -> Practice:
    concepts = [*codings(role.get("code")), *codings(role.get("specialty"))]
    found = extensions(role)
    skills = [one for one in concepts if one.system in _SKILLS]
    profession = next((one for one in concepts if one.system == _PROFESSION), None)
    return Practice(
        name=_exercise_name(found),
        person=reference(role.get("practitioner")),
        profession=profession.code if profession else None,
        profession_label=fields.text(profession.display) if profession else None,
        skills=tuple(one.code for one in skills),
        skill_labels=tuple(label for one in skills if (label := fields.text(one.display))),
        mode=first_word(found, "rorpractitionerroleunitexercisemode") or next((one.code for one in concepts if one.system == _MODE), None),
    )


def _exercise_name(found: dict[str, list[Json]]) -> str | None:
    for one in (*found.get("rorpractitionerrolename", ()), *found.get("rorpractitionerrole", ())):
        parts = extensions(one)
        said = (first_word(parts, name) for name in ("exercisetitle", "exercisefirstname", "exerciselastname"))
        name = fields.name(" ".join(part for part in said if part))[0]
        if name:
            return name
    return None


def person(practitioner: Json) -> Person:
    name = first_object(practitioner.get("name"))
    parts = [*listed(name.get("prefix")), *listed(name.get("given")), name.get("family")]
    degrees = [coding for one in objects(practitioner.get("qualification")) for coding in codings(one.get("code"))]
    profession = next((one for one in degrees if one.system == _PROFESSION), None)
    return Person(
        name=fields.name(" ".join(said for one in parts if (said := word(one))) or name.get("text"))[0],
        rpps=_rpps(practitioner),
        profession=profession.code if profession else None,
        profession_label=fields.text(profession.display) if profession else None,
    )


def _rpps(practitioner: Json) -> str | None:
    """The eleven digits of RPPS; the national identifier is the same behind an 8."""
    for one in objects(practitioner.get("identifier")):
        number = (word(one.get("value")) or "").replace(" ", "")
        if number.isdigit() and (len(number) == 11 or (len(number) == 12 and number[0] == "8")):
            return number[-11:]
    return None
