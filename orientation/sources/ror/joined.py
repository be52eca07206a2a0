"""What offers refer to (places, organisations, professionals), kept small: it may stand in any file of a command, in any order."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from sys import intern
from typing import TypeVar

import orjson

from orientation.resource import Identifier, Places
from orientation.sources import fields
from orientation.sources.places import commune_of, padded_postcode
from orientation.sources.reading import Context
from orientation.sources.ror.bundles import Found, Outline, outline_of
from orientation.sources.ror.capacity import free_places, installed
from orientation.sources.ror.contacts import Contact, contact_of_organisation
from orientation.sources.ror.dates import day_of
from orientation.sources.ror.fhir import (
    MALFORMED,
    MOST_REMEMBERED,
    Extensions,
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
from orientation.sources.ror.shelf import Packer, Piece, Shelf
from orientation.sources.unread import mark_of
from orientation.territory import Commune

_LEGAL_STATUS, _CATEGORY, _PROFESSION, _MODE = "R72", "R66", "G15", "R23"
_SKILLS = frozenset({"R38", "R39", "R40", "R43", "R44", "R45"})
_SOCIAL_HELP = "02"
_ACCESSIBLE = {"1": True, "2": False, "5": True}
_LONGEST_CHAIN = 10
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Site:
    """Where something is done. `warnings`: what a person should look at in its address."""

    commune: Commune | None = None
    address: str | None = None
    postcode: str | None = None
    lat: float | None = None
    lon: float | None = None
    reliable: bool | None = None
    places: Places | None = None
    capacity: int | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    """An organisation at any level. `category`: of FINESS (TRE_R66); `address`: as written, few offers need it (`site_of`)."""

    name: str | None = None
    part_of: str | None = None
    category: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    closed_on: date | None = None
    contact: Contact = field(default_factory=Contact)
    tariffs: tuple[Tariff, ...] = ()
    accessible: bool | None = None
    has_social_help: bool = False
    address: Json = field(default_factory=dict)


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


class Joined:
    """Everything that was found beside the offers of a command, read only when an offer that is news refers to it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._packer = Packer()
        self._shelves = {kind: Shelf() for kind in ("Location", "Organization", "Practitioner")}
        self._roles: dict[str, list[Piece]] = {}
        self._sites = self._reading("Location", lambda one: site(one, context))
        self._holders = self._reading("Organization", lambda one: holder(one, context.today))
        self._persons = self._reading("Practitioner", person)
        self._practices = self._reading("PractitionerRole", practice)
        self._unreadable: dict[bytes, str] = {}

    def add(self, found: Found, file: int) -> None:
        outline = found.outline
        of = reference(outline.partOf) if outline.partOf is not None else None
        piece = Piece(mark_of(self._context, found.json), self._packer.pack(found.json), of)
        if found.kind == "PractitionerRole":
            for offer in offers_of(outline):
                self._roles.setdefault(offer, []).append(piece)
        else:
            self._shelves[found.kind].put(names_of(found), file, piece)

    def site(self, key: str | None, file: int) -> Site | None:
        return self._sites(self._shelves["Location"].find(key, file))

    def person(self, key: str | None, file: int) -> Person | None:
        return self._persons(self._shelves["Practitioner"].find(key, file))

    def practices(self, offers: Iterable[str]) -> list[Practice]:
        """What professionals do for an offer, by its names."""
        read = (self._practices(one) for offer in offers for one in self._roles.get(offer, ()))
        return [one for one in read if one is not None]

    def chain(self, reference: str | None, file: int) -> list[Holder]:
        """An organisation and those it is part of, up to the legal entity."""
        read = (self._holders(one) for one in self._chain(reference, file))
        return [one for one in read if one is not None]

    def marks(self, offers: Iterable[str], holder: str | None, sites: Iterable[str | None], file: int) -> Iterator[bytes]:
        """The fingerprints of all that an offer of these names, this organisation and these places is read from."""
        places = self._shelves["Location"]
        yield from (one.mark for one in self._chain(holder, file))
        yield b"sites"
        yield from (one.mark if one else b"" for one in (places.find(key, file) for key in sites))
        yield b"roles"
        yield from (one.mark for offer in offers for one in self._roles.get(offer, ()))

    def warnings(self, offers: Iterable[str], holder: str | None, sites: Iterable[str | None], file: int) -> list[str]:
        """What could not be read of all that; offers are read without it."""
        known = self._unreadable
        return [known[mark] for mark in self.marks(offers, holder, sites, file) if mark in known] if known else []

    def _chain(self, reference: str | None, file: int) -> Iterator[Piece]:
        """A chain that bites its tail is cut."""
        holders = self._shelves["Organization"]
        for _ in range(_LONGEST_CHAIN):
            found = holders.find(reference, file)
            if found is None:
                return
            yield found
            reference = found.part_of

    def _reading(self, kind: str, read: Callable[[Json], Read]) -> Callable[[Piece | None], Read | None]:
        """Reads pieces of one kind, remembering the last: a legal entity holds hundreds of offers."""
        known: dict[bytes, Read | None] = {}

        def piece(one: Piece | None) -> Read | None:
            if one is None:
                return None
            if one.mark not in known:
                if len(known) >= MOST_REMEMBERED:
                    known.clear()
                known[one.mark] = self._read(kind, one, read)
            return known[one.mark]

        return piece

    def _read(self, kind: str, one: Piece, read: Callable[[Json], Read]) -> Read | None:
        held = self._packer.unpacked(one.packed)
        try:
            return read(orjson.loads(held))
        except MALFORMED as error:
            named = f"{kind}/{word(outline_of(held).id) or '?'}"
            self._unreadable[one.mark] = f"{named} illisible ({str(error)[:120]}) : fiche lue sans ce qu'il dit ; à corriger à la source."
            return None


def names_of(found: Found) -> Iterator[str]:
    """What references may call a resource: its type and id, or its address in a bundle."""
    id = word(found.outline.id)
    if id is not None:
        yield intern(f"{found.kind}/{id}")
    if found.full_url is not None and found.full_url.startswith("urn:"):
        yield found.full_url


def offers_of(role: Outline) -> tuple[str, ...]:
    return tuple(named for one in listed(role.healthcareService) if (named := reference(one)))


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
    )


def _site(
    address: Json,
    commune_code: str | None,
    position: tuple[object, object],
    context: Context,
    places: Places | None = None,
    capacity: int | None = None,
    declared: str | None = None,
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
    return Site(commune, _street(address, town), postcode, placed.lat, placed.lon, reliable, places, capacity, tuple(warnings))


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


def site_of(holder: Holder, context: Context) -> Site:
    """Where an organisation says it is."""
    if not holder.address:
        return Site()
    geolocation = next((extensions(one) for one in extensions(holder.address).get("geolocation", ())), {})
    position = (first_word(geolocation, "latitude"), first_word(geolocation, "longitude"))
    return _site(holder.address, None, position, context)


def holder(organization: Json, today: date) -> Holder:
    found = extensions(organization)
    types = codings(organization.get("type"))
    is_legal = any(one.system == _LEGAL_STATUS or one.code == "LEGAL-ENTITY" for one in types)
    return Holder(
        name=fields.name(organization.get("name") or next(iter(listed(organization.get("alias"))), None))[0],
        part_of=reference(organization.get("partOf")),
        category=next((intern(one.code) for one in types if one.system == _CATEGORY), None),
        identifiers=tuple(_identifiers(organization, is_legal)),
        closed_on=_closed_on(organization, found, today),
        contact=contact_of_organisation(organization.get("contact"), organization.get("telecom"), is_of_ror(organization)),
        tariffs=tariffs(found),
        accessible=_ACCESSIBLE.get((first_word(found, "rororganizationaccessibilitylocation") or "").lstrip("0")),
        has_social_help=any(
            one.code.zfill(2) == _SOCIAL_HELP for held in values(found, "rororganizationfinancialhelptype") for one in codings(held)
        ),
        address=first_object(organization.get("address")),
    )


def _identifiers(organization: Json, is_legal: bool) -> Iterator[Identifier]:
    for one in objects(organization.get("identifier")):
        number = (word(one.get("value")) or "").replace(" ", "")
        if len(number) not in (9, 14):
            continue
        system, kinds = str(one.get("system") or "").casefold(), {coding.code for coding in codings(one.get("type"))}
        if (
            len(number) == 9
            and number.isalnum()
            and ("finess" in system or kinds & {"FINEG", "FINEJ"} or (kinds & {"1"} and "sirene" not in system))
        ):
            yield Identifier("finess-ej" if is_legal or "FINEJ" in kinds else "finess", number)
        elif len(number) == 14 and number.isdigit() and number.strip("0") and ("sirene" in system or kinds & {"3", "SIRET"}):
            yield Identifier("siret", number)


def _closed_on(organization: Json, found: Extensions, today: date) -> date | None:
    """A closing type, or the end of its period, closes an organisation until the day it says it reopens."""
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
