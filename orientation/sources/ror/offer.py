"""One offer (HealthcareService), with what it refers to, as a resource."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

import orjson

from orientation.mapping import Meanings
from orientation.record import SourceRecord, Unread
from orientation.refusal import Refused, Rejected
from orientation.resource import AgeRange, Identifier, Resource, SourceRef
from orientation.sources import fields
from orientation.sources.mended import json_raw
from orientation.sources.reading import Context
from orientation.sources.ror.bundles import SOURCE, Found, outline_of
from orientation.sources.ror.capacity import together
from orientation.sources.ror.codes import CodeReader, CodesRead
from orientation.sources.ror.contacts import Contact, StatedContact, contact_of_offer, stated_contacts
from orientation.sources.ror.dates import Closing, day_of
from orientation.sources.ror.fhir import (
    MALFORMED,
    Extensions,
    Json,
    Remembered,
    codings,
    extensions,
    is_true,
    listed,
    objects,
    reference,
    section,
    value,
    values,
    word,
)
from orientation.sources.ror.joined import Holder, Joined, Practice, Site, is_of_ror, names_of, site, site_of
from orientation.sources.ror.own import URL, completed
from orientation.sources.ror.prices import prices
from orientation.sources.ror.times import closings, week, with_closings
from orientation.sources.ror.zones import Zones
from orientation.sources.unread import mark_of, unread

_FUNCTIONAL_IDENTIFIER = "35"
# Upper bounds from here on are how forms write "no limit" (99, 120, 150).
_NO_LIMIT_FROM_YEARS = 99
_YEARS_IN = {"a": 1.0, "mo": 1 / 12, "wk": 7 / 365.25, "d": 1 / 365.25}
_KEPT_WHEN_SENSITIVE = frozenset({"resourceType", "id", "identifier", "meta", "type", "category", "specialty", "characteristic"})
_MOST_NAMES = 5
# Our own extension may give the record another id than the offer's.
_NAMES_ITSELF = URL.encode()
_numbers = count()
_NOWHERE = Site()


class OfferReader:
    """What every offer of a command is read with."""

    def __init__(self, context: Context, joined: Joined) -> None:
        self._context, self._joined, self._today = context, joined, context.today
        self._codes = CodeReader(context.mappings)
        self._zones = Zones(context.gazetteer)
        self._zone = Remembered(self._zones.of)
        self._week = Remembered(lambda times: week(times, context.today))
        self._patients = Remembered(_patients)
        self.number = next(_numbers)
        _readers[self.number] = self

    def entry(self, found: Found, file: int, file_name: str) -> SourceRecord | Rejected | Unread:
        """An offer, left unread when its id and all it would be read from can be told without."""
        named = _named(found)
        id = None if _NAMES_ITSELF in found.json else named.id
        marks = self._marks(found, named, file) if id and self._context.version else []
        return unread(self._context, SOURCE, id, marks, _Later(self, found, named, file, file_name), anywhere=True)

    def _marks(self, found: Found, named: "_Named", file: int) -> list[bytes]:
        """Of the offer and of everything it refers to: all that `_record` works with."""
        itself = found.json if found.full_url is None else b"|".join((found.json, found.full_url.encode("utf-8", "replace")))
        return [mark_of(self._context, itself), *self._joined.marks(*named.beside, file)]

    def read(self, found: Found, file: int, file_name: str, named: "_Named | None" = None) -> SourceRecord | Rejected:
        offer: Json | None = None
        try:
            offer = found.resource()
            record = self._record(offer, found, named or _named(found), file, file_name)
            if isinstance(record, SourceRecord) and _NAMES_ITSELF in found.json:
                record = completed(record, offer, self._context)
            return record
        except Refused as refused:
            return Rejected(SOURCE, file_name, found.line, URL, None, f"{refused} ; offre laissée de côté.", _as_text(offer))
        except MALFORMED as error:
            reason = f"offre illisible ({str(error)[:120]}) : un objet HealthcareService du ROR était attendu ; offre laissée de côté."
            return Rejected(SOURCE, file_name, found.line, None, word(found.outline.id), reason, _as_text(offer))

    def _record(self, offer: Json, found: Found, named: "_Named", file: int, file_name: str) -> SourceRecord | Rejected:
        today, id = self._today, named.id
        said = extensions(offer)
        chain = self._joined.chain(named.holder, file)
        name, renamed = fields.name(offer.get("name"))
        name = name or (chain[0].name if chain else None)
        if id is None or name is None:
            what = "identifier" if id is None else "name"
            reason = "un identifiant et un nom (à défaut, celui de la structure) étaient attendus ; offre laissée de côté."
            return Rejected(SOURCE, file_name, found.line, what, id, reason, _as_text(offer))
        stated_ages, publics = self._patients(said.get("rorhealthcareservicepatienttype"))
        codes, read = self._codes.read(offer, publics)
        updated, wrong_update = _updated_on(offer, today)
        closed_on, times_off, reopening = _closed(offer, codes.closings, chain, updated, today)
        catchment, unplaced = self._zone(said.get("rorterritorialdivision"))
        sectors = _psychiatric_sectors(said)
        if catchment is None and unplaced is None:
            catchment = self._zones.of_sectors(sectors)
        practices = self._joined.practices(named.names)
        needs, specialties, deduced = self._needs(name, read, chain, practices)
        contacts = stated_contacts(said)
        raw = _raw(offer, contacts)
        warnings = [*read.warnings, renamed, wrong_update, unplaced, reopening, deduced]
        told: dict[str, Any] = {
            "id": f"{SOURCE}:{id}",
            "name": name,
            "sector": read.sector,
            "organisation": _organisation(chain, name),
            "categories": read.categories,
            "needs": needs,
            "specialties": specialties,
            "publics": read.publics,
            "ages": _ages(stated_ages, read.ages),
            "sex": "F" if read.women_only else None,
            "modes": read.modes,
            "catchment": catchment,
            "psychiatric_sectors": sectors,
            "closed_on": closed_on,
            "identifiers": frozenset((Identifier("ror", id), *_identifiers(chain))),
            "sources": (SourceRef(SOURCE, id, updated),),
            "updated_on": updated,
        }
        if is_true(said, "rorhealthcareservicesensitiveunit") or read.confidential:
            return _kept(id, _sensitive(raw), Resource(**told, confidential=True), warnings, file_name, found.line)
        sites = self._sites(offer, named.sites, chain, file)
        place = next((one for one in sites if one.commune or one.lat is not None), sites[0] if sites else _NOWHERE)
        contact = _completed(contact_of_offer(contacts, offer.get("telecom"), is_of_ror(offer)), chain)
        resource = Resource(
            **told,
            commune=place.commune.code if place.commune else None,
            address=place.address,
            postcode=place.postcode,
            lat=place.lat,
            lon=place.lon,
            position_is_reliable=place.reliable,
            phone=contact.phones[0] if contact.phones else None,
            other_phones=contact.phones[1:],
            email=contact.email,
            website=contact.website,
            hours=with_closings(self._week(offer.get("availableTime")), times_off, today),
            prices=prices(next((one.tariffs for one in chain if one.tariffs), ()), needs, today),
            places=together(one.places for one in sites) if closed_on is None else None,
            capacity=sum(numbers) if (numbers := [one.capacity for one in sites if one.capacity is not None]) else None,
            admission="; ".join([*read.admission, *(["Habilité à l'aide sociale"] if any(one.has_social_help for one in chain) else [])])
            or None,
            languages=(*read.languages, *_languages(offer)),
            accessible=next((one.accessible for one in chain if one.accessible is not None), None),
            description=_description(offer, said, practices),
        )
        beside = self._joined.warnings(*named.beside, file)
        return _kept(id, raw, resource, [*warnings, *place.warnings, *beside], file_name, found.line)

    def _sites(self, offer: Json, named: Iterable[str | None], chain: list[Holder], file: int) -> list[Site]:
        """The places an offer names; failing that, the nearest address in its chain of organisations."""
        contained = {f"#{one.get('id')}": one for one in objects(offer.get("contained"))}
        sites = [site(contained[key], self._context) if key in contained else self._joined.site(key, file) for key in named if key]
        known = [one for one in sites if one is not None]
        return known or [site_of(one, self._context) for one in chain if one.address][:1]

    def _needs(
        self, name: str, read: CodesRead, chain: list[Holder], practices: list[Practice]
    ) -> tuple[frozenset[str], frozenset[str], str | None]:
        """The needs its codes say; when no code says anything, those of its professionals, then of its establishment's category."""
        if read.needs or not read.knows_nothing:
            return read.needs, read.specialties, None
        mappings = self._context.mappings
        skills = [one for practice in practices for code in practice.skills for one in mappings.meanings("rpps-skills", code)]
        trades = [one for practice in practices for one in mappings.meanings("rpps-professions", practice.profession)]
        by_practice = Meanings.together([one for one in skills if one.needs] or trades)
        if by_practice.needs:
            return by_practice.needs, by_practice.specialties, "aucun code d'offre connu : besoins lus dans la profession."
        category = next((one.category for one in chain if one.category), None)
        by_category = Meanings.together(mappings.meanings("finess-categories", mappings.variant(category, name)))
        deduced = f"aucun code d'offre connu : besoins lus dans la catégorie d'établissement {category}." if by_category.needs else None
        return by_category.needs, by_category.specialties, deduced


# The readers of this process and of those it was copied into, by number: a copy is told which one, not handed it.
_readers: WeakValueDictionary[int, OfferReader] = WeakValueDictionary()


class _Later:
    """An offer to be read when it is asked for, here or in a copy of this process."""

    __slots__ = ("_at", "_found", "_named", "_reader")

    def __init__(self, reader: OfferReader, found: Found, named: "_Named", file: int, file_name: str) -> None:
        self._reader, self._found, self._named, self._at = reader, found, named, (file, file_name)

    def __call__(self) -> SourceRecord | Rejected:
        return self._reader.read(self._found, *self._at, self._named)

    def __reduce__(self) -> tuple[Any, ...]:
        found = self._found
        return _later, (self._reader.number, found.json, found.full_url, found.line, *self._at)


def _later(reader: int, json: bytes, full_url: str | None, line: int | None, file: int, file_name: str) -> _Later:
    found = Found(json, outline_of(json), full_url, line)
    return _Later(_readers[reader], found, _named(found), file, file_name)


class _Named(NamedTuple):
    """What an outline tells: the id of the entry, the offer's own names, which professionals give, its organisation and its places."""

    id: str | None
    names: tuple[str, ...]
    holder: str | None
    sites: tuple[str | None, ...]

    @property
    def beside(self) -> tuple[tuple[str, ...], str | None, tuple[str | None, ...]]:
        return self.names, self.holder, self.sites


def _named(found: Found) -> _Named:
    outline = found.outline
    sites = tuple([reference(one) for one in listed(outline.location)])
    return _Named(_id(found), tuple(names_of(found)), reference(outline.providedBy), sites)


def _kept(id: str, raw: Json, resource: Resource, warnings: Iterable[str | None], file_name: str, line: int | None) -> SourceRecord:
    orjson.dumps(raw)  # raises on what is nested beyond what any directory is, before it gets any further
    told = tuple(dict.fromkeys(one for one in warnings if one))
    return SourceRecord(SOURCE, id, raw, resource, resource.updated_on, resource.closed_on, None, file_name, line, told)


def _updated_on(offer: Json, today: date) -> tuple[date | None, str | None]:
    """The day of an instant, read at once where it is a whole date of the past."""
    written = section(offer, "meta").get("lastUpdated")
    day = day_of(written) if isinstance(written, str) and len(written) >= 10 else None
    return (day, None) if day is not None and day <= today else fields.day(written, today)


def _id(found: Found) -> str | None:
    """ "region/internal", the identifier the regional directory knows; else what names the resource on its server."""
    identifiers = objects(found.outline.identifier)
    for one in identifiers:
        if any(coding.code == _FUNCTIONAL_IDENTIFIER for coding in codings(one.get("type"))) and (said := word(one.get("value"))):
            return said
    for one in identifiers:
        if (said := word(one.get("value"))) and "/" in said:
            return said
    own = word(found.outline.id)
    return own or next((said for one in identifiers if (said := word(one.get("value")))), None) or found.full_url


def _patients(given: list[Json] | None) -> tuple[AgeRange | None, list[object]]:
    """The stated ages and publics."""
    patients = [extensions(one) for one in given or ()]
    ages = (_age_range(held) for one in patients for held in values(one, "agerange"))
    return next((one for one in ages if one is not None), None), [held for one in patients for held in values(one, "supportedpatientinfo")]


def _ages(stated: AgeRange | None, of_kind: AgeRange | None) -> AgeRange | None:
    """The stated range; one that excludes nobody says less than the kind of offer does."""
    return of_kind if stated is None or (stated == AgeRange() and of_kind is not None) else stated


def _age_range(held: object) -> AgeRange | None:
    if not isinstance(held, dict):
        return None
    low, high = _years(held.get("low")), _years(held.get("high"))
    if (low is None and high is None) or (low or 0) < 0:
        return None
    if high is not None and high >= _NO_LIMIT_FROM_YEARS:
        high = None
    return AgeRange(low or 0.0, high) if high is None or high >= (low or 0) else None


def _years(bound: object) -> float | None:
    """A bound in years, whether a quantity with its unit or a bare number."""
    if not isinstance(bound, dict):
        return fields.number(bound)
    number = fields.number(bound.get("value"))
    factor = _YEARS_IN.get(word(bound.get("code")) or word(bound.get("unit")) or "a", 1.0)
    return None if number is None else number * factor


def _closed(
    offer: Json, closing_codes: tuple[str, ...], chain: list[Holder], updated: date | None, today: date
) -> tuple[date | None, tuple[Closing, ...], str | None]:
    """Since when an offer is closed, its closings to come, and what to know of its reopening.

    A closing that has begun closes the offer until its end; one to come closes it from its first day when it has no end.
    """
    given = [one for one in closings(offer.get("notAvailable")) if not one.is_past(today)]
    current = [one for one in given if one.has_begun(today)]
    lasting = [one for one in given if one.end is None and one.start is not None]
    dates = [one.start or updated or today for one in (*current, *lasting)]
    dates += [one.closed_on for one in chain if one.closed_on is not None]
    if (closing_codes and not given) or offer.get("active") is False:
        dates.append(updated or today)
    reopening = next((one.reopens_on for one in current if one.reopens_on), None)
    told = f"fermeture jusqu'au {reopening.isoformat()} : à réimporter à cette date." if reopening and dates else None
    return min(dates) if dates else None, tuple(given), told


def _organisation(chain: list[Holder], name: str) -> str | None:
    """The nearest organisation that has another name than the offer's own."""
    return next((one.name for one in chain if one.name and one.name.casefold() != name.casefold()), chain[0].name if chain else None)


def _identifiers(chain: list[Holder]) -> Iterator[Identifier]:
    """Of each kind the nearest: an offer belongs to one establishment."""
    known: set[str] = set()
    for holder in chain:
        for one in holder.identifiers:
            if one.scheme not in known:
                known.add(one.scheme)
                yield one


def _psychiatric_sectors(said: Extensions) -> tuple[str, ...]:
    held = values(said, "rorhealthcareservicepsychiatricsector")
    return tuple(
        dict.fromkeys(
            text for one in held if (text := fields.text(one if isinstance(one, str) else next((c.code for c in codings(one)), None)))
        )
    )


def _completed(contact: Contact, chain: list[Holder]) -> Contact:
    """What an offer does not say of how to reach it, as its organisations say it."""
    for holder in chain:
        other = holder.contact
        if other:
            contact = Contact(contact.phones or other.phones, contact.email or other.email, contact.website or other.website)
    return contact


def _languages(offer: Json) -> tuple[str, ...]:
    return tuple(label for one in codings(offer.get("communication")) if (label := fields.text(one.display)))


def _description(offer: Json, said: Extensions, practices: list[Practice]) -> str | None:
    written = [offer.get("comment"), offer.get("extraDetails"), *(value(one) for one in said.get("rorcomment", ()))]
    texts = [text for one in written if (text := fields.text(one if isinstance(one, str) else None, 2000))]
    names = [
        " ".join(part for part in (one.name, f"({one.profession_label})" if one.profession_label else None) if part)
        for one in practices
        if one.name
    ]
    if names:
        texts.append(
            "Exercent ici : " + ", ".join(dict.fromkeys(names[:_MOST_NAMES])) + (" et d'autres." if len(names) > _MOST_NAMES else ".")
        )
    return "\n".join(texts)[:2000] or None


def _raw(offer: Json, contacts: Iterable[StatedContact]) -> Json:
    """The offer as it stood, without its narrative and without the contacts that are not for everybody."""
    raw = {key: held for key, held in offer.items() if key != "text"}
    hidden = [id(one.extension) for one in contacts if one.is_restricted]
    if hidden:
        raw["extension"] = [one for one in listed(offer.get("extension")) if id(one) not in hidden]
    return raw


def _sensitive(raw: Json) -> Json:
    return {key: held for key, held in raw.items() if key in _KEPT_WHEN_SENSITIVE}


def _as_text(resource: Json | None) -> str | None:
    if resource is None:
        return None
    try:
        return json_raw(_raw(resource, stated_contacts(extensions(resource))))
    except MALFORMED:
        return None
