"""Professionals and organisations given without any offer: each is an entry of its own, found by name and, where a code says, by need."""

from collections.abc import Iterator

import orjson

from orientation.mapping import Meaning, Meanings
from orientation.record import SourceRecord
from orientation.refusal import Rejected
from orientation.resource import CareMode, Identifier, Resource, SourceRef
from orientation.sources import fields
from orientation.sources.reading import Context
from orientation.sources.ror.bundles import SOURCE, Found
from orientation.sources.ror.contacts import contact_of_offer
from orientation.sources.ror.fhir import Json, listed, objects, reference, section, word
from orientation.sources.ror.joined import Joined, Practice, Site, holder, is_of_ror, offers_of, person, practice, site, site_of

_LIBERAL = "L"
_AT_HOME = frozenset({"soins-infirmiers-domicile"})
# A person's own address, birth and sex are no part of a directory of care, whoever publishes them.
_PRIVATE = frozenset({"text", "birthDate", "gender", "address", "photo", "telecom", "extension"})


def entries(found: Found, file: int, file_name: str, joined: Joined, context: Context) -> Iterator[SourceRecord | Rejected]:
    """The entry that a resource of a command without offers is."""
    record: SourceRecord | None = None
    if found.kind == "PractitionerRole":
        record = _professional(found, file, file_name, joined, context)
    elif found.kind == "Organization":
        record = _organisation(found, file_name, context)
    elif found.kind == "Practitioner":
        record = _person(found, file_name, context)
    yield record or _nothing_to_offer(found, file_name)


def is_unattached(role: Found, offers: frozenset[str] | set[str]) -> bool:
    """Whether a professional's role names no offer that was given."""
    return not any(offer in offers for offer in offers_of(role.outline))


def _nothing_to_offer(found: Found, file_name: str) -> Rejected:
    kind, id = found.kind, word(found.outline.id)
    if kind == "Location":
        reason = "un lieu (Location) seul n'est pas une offre : donnez dans la même commande le fichier des offres (HealthcareService)."
    elif kind == "PractitionerRole":
        reason = (
            "exercice (PractitionerRole) dont ni le professionnel ni la structure ne sont dans les fichiers : donnez dans la même "
            "commande les Practitioner et Organization qu'il désigne."
        )
    else:
        reason = f"{kind} sans nom ni identifiant : laissé de côté ; complétez la fiche à la source."
    return Rejected(SOURCE, file_name, found.line, "resourceType", kind if id is None else f"{kind}/{id}", reason)


def _professional(found: Found, file: int, file_name: str, joined: Joined, context: Context) -> SourceRecord | None:
    role = found.resource()
    one = practice(role)
    who = joined.person(one.person, file)
    employer = reference(role.get("organization"))
    chain = joined.chain(employer, file)
    name = one.name or (who.name if who else None)
    number = _number(role)
    if number is None or (name is None and not chain and not one.profession):
        return None
    profession = one.profession or (who.profession if who else None)
    meanings = _meanings(one, profession, context)
    needs = Meanings.together(meanings)
    place = _place(role, file, joined, context) or next((site_of(link, context) for link in chain if link.address), None) or Site()
    contact = contact_of_offer((), role.get("telecom"), is_of_ror(role))
    labels = (*one.skill_labels, one.profession_label or (who.profession_label if who else None) or _label(profession, context))
    rpps = [Identifier("rpps", who.rpps)] if who and who.rpps else []
    resource = _resource(
        f"PractitionerRole/{number}",
        name or (chain[0].name if chain else None) or next((label for label in labels if label), None) or f"Professionnel {number}",
        needs,
        role,
        context,
        organisation=chain[0].name if chain else None,
        categories=tuple(dict.fromkeys(label for label in labels if label)),
        modes=_modes(needs.needs) if place.commune else frozenset(),
        identifiers=frozenset((*rpps, *(identifier for link in chain[:1] for identifier in link.identifiers))),
        phone=contact.phones[0] if contact.phones else None,
        email=contact.email,
        site=place,
        active=role.get("active"),
    )
    unread = joined.warnings((), employer, map(reference, listed(role.get("location"))), file)
    return _record(resource, role, found, file_name, (*place.warnings, *unread))


def _meanings(one: Practice, profession: str | None, context: Context) -> tuple[Meaning, ...]:
    """Only who is self-employed is reached directly; a specialty says more than the profession that carries it."""
    if one.mode not in (None, _LIBERAL):
        return ()
    skills = tuple(meaning for code in one.skills for meaning in context.mappings.meanings("rpps-skills", code) if meaning.needs)
    return skills or context.mappings.meanings("rpps-professions", profession)


def _label(profession: str | None, context: Context) -> str | None:
    return next((meaning.label for meaning in context.mappings.meanings("rpps-professions", profession)), None)


def _place(role: Json, file: int, joined: Joined, context: Context) -> Site | None:
    contained = {f"#{one.get('id')}": one for one in objects(role.get("contained"))}
    for one in listed(role.get("location")):
        key = reference(one)
        found = site(contained[key], context) if key in contained else joined.site(key, file)
        if found is not None:
            return found
    return None


def _modes(needs: frozenset[str]) -> frozenset[CareMode]:
    if needs & _AT_HOME:
        return frozenset({"a-domicile"})
    return frozenset({"sur-place"}) if needs else frozenset()


def _organisation(found: Found, file_name: str, context: Context) -> SourceRecord | None:
    organisation = found.resource()
    one, number = holder(organisation, context.today), _number(organisation)
    if one.name is None or number is None:
        return None
    said = context.mappings.meanings("finess-categories", context.mappings.variant(one.category, one.name))
    place = site_of(one, context)
    resource = _resource(
        f"Organization/{number}",
        one.name,
        Meanings.together(said),
        organisation,
        context,
        categories=tuple(dict.fromkeys(meaning.category or meaning.label for meaning in said[:1])),
        modes=Meanings.together(said).modes,
        identifiers=frozenset(one.identifiers),
        phone=one.contact.phones[0] if one.contact.phones else None,
        email=one.contact.email,
        website=one.contact.website,
        accessible=one.accessible,
        closed_on=one.closed_on,
        site=place,
        active=None,
    )
    return _record(resource, organisation, found, file_name, place.warnings)


def _person(found: Found, file_name: str, context: Context) -> SourceRecord | None:
    someone = found.resource()
    one, number = person(someone), word(someone.get("id"))
    number = one.rpps or number
    if one.name is None or number is None:
        return None
    label = one.profession_label or _label(one.profession, context)
    identifiers = frozenset({Identifier("rpps", one.rpps)} if one.rpps else ())
    resource = _resource(
        f"Practitioner/{number}",
        one.name,
        Meanings(),
        someone,
        context,
        categories=(label,) if label else (),
        identifiers=identifiers,
        site=Site(),
        active=someone.get("active"),
    )
    return _record(resource, someone, found, file_name, ())


def _number(resource: Json) -> str | None:
    return word(resource.get("id")) or next((said for one in objects(resource.get("identifier")) if (said := word(one.get("value")))), None)


def _resource(
    id: str, name: str, said: Meanings, source: Json, context: Context, *, site: Site, active: object, **known: object
) -> Resource:
    updated, _ = fields.day(section(source, "meta").get("lastUpdated"), context.today)
    values: dict[str, object] = {
        "id": f"{SOURCE}:{id}",
        "name": name,
        "sector": said.sector or ("sanitaire" if not id.startswith("Organization") else None),
        "needs": said.needs,
        "specialties": said.specialties,
        "publics": said.publics or None,
        "ages": said.ages,
        "commune": site.commune.code if site.commune else None,
        "address": site.address,
        "postcode": site.postcode,
        "lat": site.lat,
        "lon": site.lon,
        "position_is_reliable": site.reliable,
        "closed_on": (updated or context.today) if active is False else None,
        "sources": (SourceRef(SOURCE, id, updated),),
        "updated_on": updated,
        "confidential": said.confidential,
    }
    return Resource(**{**values, **known})  # type: ignore[arg-type]


def _record(resource: Resource, source: Json, found: Found, file_name: str, warnings: tuple[str, ...]) -> SourceRecord:
    private = _PRIVATE if source["resourceType"] == "Practitioner" else frozenset({"text"})
    raw = {key: held for key, held in source.items() if key not in private}
    orjson.dumps(raw)
    id = resource.id.removeprefix(f"{SOURCE}:")
    return SourceRecord(SOURCE, id, raw, resource, resource.updated_on, resource.closed_on, None, file_name, found.line, warnings)
