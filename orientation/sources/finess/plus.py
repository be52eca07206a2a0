"""The JSON flow "FINESS - Structures" published since 2026: legal entities, each with its establishments; closed ones are in it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from orientation.record import SourceRecord, Unread
from orientation.refusal import Rejected
from orientation.sources import fields
from orientation.sources.extract import Extract
from orientation.sources.finess.establishment import SOURCE, Establishment, record, street
from orientation.sources.json_stream import items
from orientation.sources.mended import json_raw
from orientation.sources.reading import Context, Entries
from orientation.sources.unread import mark, unread

_INACTIVE = "I"
_ESTABLISHMENT_ADDRESS = "03"
_SAID_OF_OWNER = ("numFinessPm", "denominationPm", "denominationLonguePmSmsse")


def recognises(extract: Extract) -> bool:
    return b'"pmej"' in extract.head or b'"informationsGeneralesPMEJ"' in extract.head or b'"informationsGeneralesEGE"' in extract.head


def read(extracts: Iterable[Extract], context: Context) -> Entries:
    for extract in extracts:
        for entity in items(extract, "pmej.item"):
            yield from _establishments(entity, extract, context)


def _establishments(entity: Any, extract: Extract, context: Context) -> Entries:
    if not isinstance(entity, dict):
        yield _not_an_object(extract, entity)
        return
    owner = _section(entity, "informationsGeneralesPMEJ")
    for entry in entity.get("ege") or []:
        if isinstance(entry, dict):
            yield _entry(entry, owner, extract, context)
        else:
            yield _not_an_object(extract, entry)


def _entry(entry: dict[str, Any], owner: Mapping[str, Any], extract: Extract, context: Context) -> SourceRecord | Rejected | Unread:
    number = _word(_section(entry, "informationsGeneralesEGE"), "numFinessEge")
    told = {name: owner.get(name) for name in _SAID_OF_OWNER}
    return unread(
        context,
        SOURCE,
        number,
        [mark(context, entry), mark(context, told)],
        lambda: record(_establishment(entry, owner, extract, context), context),
    )


def _not_an_object(extract: Extract, found: object) -> Rejected:
    return Rejected(
        SOURCE, extract.name, None, "ege", str(found)[:80], "un établissement (objet JSON) était attendu ; entrée laissée de côté."
    )


def _establishment(entry: dict[str, Any], owner: Mapping[str, Any], extract: Extract, context: Context) -> Establishment:
    about = _section(entry, "informationsGeneralesEGE")
    address = _address(entry)
    position = _section(address, "coordonneesGeographique")
    return Establishment(
        number=_word(about, "numFinessEge") or "",
        name=_word(about, "nomEgeLong") or _word(about, "nomEgeCourt"),
        category=_word(entry, "categorieentiteGeographiqueExercice"),
        raw={**entry, "numFinessPm": _word(owner, "numFinessPm"), "denominationPm": _word(owner, "denominationPm")},
        organisation=_word(owner, "denominationLonguePmSmsse") or _word(owner, "denominationPm"),
        organisation_number=_word(owner, "numFinessPm"),
        siret=_word(about, "siret"),
        address=street(*(_word(address, key) or "" for key in ("numeroVoie", "typeVoie", "libelleVoie", "complementVoie", "lieuDit"))),
        postcode=_word(address, "codePostal"),
        town=_word(address, "ligneAcheminement"),
        commune_code=_word(address, "cogCommune"),
        phone=_telecom(entry, "telephone"),
        email=_telecom(entry, "adresseMail"),
        # coordonneeX and coordonneeY are swapped in the flow; the WGS 84 pair is right.
        lat=fields.number(position.get("directionLatitude")),
        lon=fields.number(position.get("directionLongitude")),
        opened_on=_word(about, "dateOuverture") or _word(about, "datePremiereAutorisation"),
        closed_on=_closing(entry, about, context.today),
        updated_on=_word(entry, "dateDerniereMaj"),
        file=extract.name,
        alone=lambda: json_raw({"pmej": [{"informationsGeneralesPMEJ": owner, "ege": [entry]}]}),
    )


def _section(value: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def _word(value: Mapping[str, Any], key: str) -> str | None:
    return fields.text(value.get(key))


def _address(entry: dict[str, Any]) -> dict[str, Any]:
    given = [one for one in entry.get("adresse") or [] if isinstance(one, dict)]
    return next((one for one in given if one.get("usageAdresse") == _ESTABLISHMENT_ADDRESS), given[0] if given else {})


def _telecom(entry: dict[str, Any], key: str) -> str | None:
    contacts = (_section(one, "telecom").get(key) for one in entry.get("contact") or [] if isinstance(one, dict))
    return next((fields.text(found) for found in contacts if found), None)


def _closing(entry: dict[str, Any], about: Mapping[str, Any], today: date) -> date | None:
    """The closing date; for an inactive entry without one, the day it was last touched, the latest it can have closed."""
    stated, _ = fields.day(about.get("dateFermeture"), date.max)
    if stated is not None or entry.get("etatObjet") != _INACTIVE:
        return stated
    touched, _ = fields.day(entry.get("dateDerniereMaj"), today)
    return touched or today
