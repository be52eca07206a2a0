"""A resource as named cells, in the words of whoever opens the file: the columns of its exports, for spreadsheets and for maps.

Only the form is here. What a file says is checked by whoever reads it (`sources.stated`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal

import orjson

from orientation.resource import Resource

Kind = Literal["text", "words", "number", "whole", "yes-no", "day", "objects"]
# A spreadsheet computes what begins so. An apostrophe is guarded too: taking one off always gives back what was written.
_COMPUTED = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
_TEXTS: tuple[Kind, ...] = ("text", "words", "objects")


@dataclass(frozen=True, slots=True)
class Column:
    """`field`: the field of a resource it says, in part or whole; `value`: as JSON, None for what is not stated."""

    name: str
    field: str
    kind: Kind
    value: Callable[[Resource], Any]


def _same(name: str, field: str, kind: Kind = "text") -> Column:
    return Column(name, field, kind, attrgetter(field))


def _set(name: str, field: str) -> Column:
    read = attrgetter(field)
    return Column(name, field, "words", lambda resource: sorted(read(resource)) or None)


def _list(name: str, field: str) -> Column:
    read = attrgetter(field)
    return Column(name, field, "words", lambda resource: list(read(resource)) or None)


def _number(name: str, field: str) -> Column:
    read = attrgetter(field)
    return Column(name, field, "number", lambda resource: plain_number(read(resource)))


def _day(name: str, field: str) -> Column:
    read = attrgetter(field)
    return Column(name, field, "day", lambda resource: None if (day := read(resource)) is None else day.isoformat())


def plain_number(number: float | None) -> float | None:
    """A whole number without its ".0", so that 3 and 3.0, which are equal, are written alike."""
    return int(number) if isinstance(number, float) and number.is_integer() and abs(number) < 1e15 else number


def _prices(resource: Resource) -> Any:
    return [
        {"libelle": one.label, "montant": plain_number(one.amount), "unite": one.unit, "date": one.as_of and one.as_of.isoformat()}
        for one in resource.prices
    ] or None


def _sources(resource: Resource) -> Any:
    return [{"source": one.source, "id": one.id, "date": one.updated_on and one.updated_on.isoformat()} for one in resource.sources] or None


COLUMNS = (
    _same("identifiant", "id"),
    _same("nom", "name"),
    _same("secteur", "sector"),
    _same("organisme", "organisation"),
    _list("categories", "categories"),
    _set("besoins", "needs"),
    _set("specialites", "specialties"),
    # A stated audience that is nobody is not an unstated one.
    Column("publics", "publics", "words", lambda resource: None if resource.publics is None else sorted(resource.publics)),
    Column("age_min", "ages", "number", lambda resource: resource.ages and plain_number(resource.ages.low)),
    Column("age_max", "ages", "number", lambda resource: resource.ages and plain_number(resource.ages.high)),
    _same("sexe", "sex"),
    _set("modes", "modes"),
    Column(
        "zone_desservie",
        "catchment",
        "words",
        lambda resource: resource.catchment and [f"{area.kind}:{area.code}" for area in resource.catchment.areas],
    ),
    _list("secteurs_psychiatriques", "psychiatric_sectors"),
    _same("commune", "commune"),
    _same("adresse", "address"),
    _same("code_postal", "postcode"),
    _number("latitude", "lat"),
    _number("longitude", "lon"),
    _same("position_fiable", "position_is_reliable", "yes-no"),
    _same("telephone", "phone"),
    _list("autres_telephones", "other_phones"),
    _same("courriel", "email"),
    _same("site_web", "website"),
    _same("horaires", "hours"),
    Column("tarifs", "prices", "objects", _prices),
    Column("places_libres", "places", "whole", lambda resource: None if resource.places is None else resource.places.free),
    Column(
        "places_libres_au",
        "places",
        "day",
        lambda resource: resource.places and resource.places.as_of and resource.places.as_of.isoformat(),
    ),
    _same("capacite", "capacity", "whole"),
    _same("admission", "admission"),
    _list("langues", "languages"),
    _same("accessible", "accessible", "yes-no"),
    _same("description", "description"),
    _day("ouvert_le", "opened_on"),
    _day("ferme_le", "closed_on"),
    Column(
        "identifiants", "identifiers", "words", lambda resource: sorted(f"{one.scheme}:{one.value}" for one in resource.identifiers) or None
    ),
    Column("sources", "sources", "objects", _sources),
    _day("mis_a_jour_le", "updated_on"),
)
BY_FIELD: Mapping[str, tuple[Column, ...]] = {
    field: tuple(column for column in COLUMNS if column.field == field) for field in dict.fromkeys(column.field for column in COLUMNS)
}


def cells(resource: Resource) -> dict[str, Any]:
    """Every column, as JSON."""
    return {column.name: column.value(resource) for column in COLUMNS}


def written(kind: Kind, value: Any) -> str:
    """A cell of a spreadsheet: empty for what is not stated, formulas guarded, lists joined by bars where no part holds one.

    >>> written("words", ["ehpad", "accueil-jour"]), written("text", "=1+1"), written("number", -52.3), written("yes-no", False)
    ('ehpad|accueil-jour', "'=1+1", '-52.3', 'non')
    """
    if value is None:
        return ""
    if kind == "yes-no":
        return "oui" if value else "non"
    said = _joined(value) if kind == "words" else orjson.dumps(value).decode() if kind == "objects" else str(value)
    return guarded(said) if kind in _TEXTS else said


def guarded(said: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{said}" if said.startswith(_COMPUTED) else said


def unguarded(cell: str) -> str:
    """What was written before `guarded`."""
    return cell.removeprefix("'")


def _joined(words: Iterable[str]) -> str:
    parts = list(words)
    plain = bool(parts) and not parts[0].startswith("[") and all(part and "|" not in part for part in parts)
    return "|".join(parts) if plain else orjson.dumps(parts).decode()


def parts_of(cell: str) -> list[str]:
    """The parts of a list in a cell. Raises ValueError for one that begins like JSON and is none.

    >>> parts_of("ehpad|accueil-jour"), parts_of("[]")
    (['ehpad', 'accueil-jour'], [])
    """
    if not cell.startswith("["):
        return [part for part in cell.split("|") if part]
    found = orjson.loads(cell)
    if not isinstance(found, list) or not all(isinstance(part, str) for part in found):
        raise ValueError("a list of texts is expected")
    return found
