"""What cells of our own form say of a resource, each field checked: that we may have written it is no reason to trust it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from orientation.resource import CARE_MODES, AgeRange, Identifier, Places, Price, SourceRef
from orientation.resource_cells import BY_FIELD, COLUMNS, Column
from orientation.sources import fields
from orientation.sources.cells import Wrong, day_of, number_of, text_of, value_of
from orientation.sources.places import padded_postcode
from orientation.sources.reading import Context
from orientation.territory import Area, AreaKind, CatchmentArea
from orientation.vocabulary import SECTORS
from orientation.wording import normalised

_LONGEST_ID = 400
_LONGEST_NAME = 500
_E164 = re.compile(r"\+\d{6,15}")
_LINK = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_KEYS = {normalised(column.name): column.name for column in COLUMNS}
_AREA_KINDS = frozenset(get_args(AreaKind))
# The kinds of area whose every member the gazetteer knows.
_OFFICIAL = frozenset({"commune", "epci", "departement", "region", "pays"})


@dataclass(frozen=True)
class Stated:
    """The fields of a resource that cells state (None or empty: stated as unknown), and what was neutralised or left aside."""

    fields: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def stated(cells: Mapping[str, object], context: Context) -> Stated:
    """Read cells, named as their columns in any spelling; others are ignored. Raises Wrong for a cell that its column cannot hold."""
    known = {name: cell for key, cell in cells.items() if (name := _KEYS.get(normalised(key))) is not None}
    told: list[str] = []
    reading = _Reading(context, told)
    found: dict[str, Any] = {}
    for name, columns in BY_FIELD.items():
        if any(column.name in known for column in columns):
            values = [value_of(column, known.get(column.name), told) for column in columns]
            read = _FIELDS.get(name)
            found[name] = values[0] if read is None else read(reading, columns[0], *values)
    _place(found, told)
    return Stated(found, list(dict.fromkeys(told)))


@dataclass(frozen=True)
class _Reading:
    context: Context
    told: list[str]


def _place(found: dict[str, Any], told: list[str]) -> None:
    """A position outside France is left aside, its swap being proposed, as everywhere; half a position is none."""
    if "lat" in found or "lon" in found:
        placed = fields.position(found.get("lat"), found.get("lon"), None)
        found |= {"lat": placed.lat, "lon": placed.lon}
        if placed.warning:
            told.append(placed.warning)
        if placed.lat is None:
            found["position_is_reliable"] = None


def _id(reading: _Reading, column: Column, said: str | None) -> str:
    if said is None or not said.strip() or len(said) > _LONGEST_ID:
        raise Wrong(column, said or "", f"identifiant de {_LONGEST_ID} caractères au plus")
    return said.strip()


def _name(reading: _Reading, column: Column, said: str | None) -> str:
    plain, told = fields.name(said)
    if said is None or plain is None or len(said) > _LONGEST_NAME:
        raise Wrong(column, said or "", f"nom de {_LONGEST_NAME} caractères au plus")
    if told:
        reading.told.append(told)
    return plain if told else said


def _one_of(*known: str) -> "_Read":
    def read(reading: _Reading, column: Column, said: str | None) -> str | None:
        if said is not None and said not in known:
            raise Wrong(column, said, " ou ".join(known))
        return said

    return read


def _modes(reading: _Reading, column: Column, said: list[str] | None) -> frozenset[str]:
    found = frozenset(said or ())
    if not found <= set(CARE_MODES):
        raise Wrong(column, "|".join(sorted(found)), f"liste de {', '.join(CARE_MODES)}")
    return found


def _needs(reading: _Reading, column: Column, said: list[str] | None) -> frozenset[str]:
    vocabulary = reading.context.vocabulary
    return _known(reading, column, said or [], vocabulary.needs if vocabulary else None)


def _publics(reading: _Reading, column: Column, said: list[str] | None) -> frozenset[str] | None:
    vocabulary = reading.context.vocabulary
    known = _known(reading, column, said or [], vocabulary.publics if vocabulary else None)
    return None if said is None or (said and not known) else known


def _known(reading: _Reading, column: Column, said: list[str], ids: Mapping[str, object] | None) -> frozenset[str]:
    """Without what is no id of the vocabulary, which is told."""
    given = frozenset(one.strip() for one in said)
    strange = given - ids.keys() if ids is not None else frozenset()
    if strange:
        reading.told.append(f"« {column.name} » : {', '.join(sorted(strange)[:3])} inconnu du vocabulaire, laissé de côté.")
    return given - strange


def _ages(reading: _Reading, column: Column, low: float | None, high: float | None) -> AgeRange | None:
    if low is None and high is None:
        return None
    if (low or 0) < 0 or (high is not None and high < (low or 0)):
        raise Wrong(column, f"{low} à {high}", "deux âges croissants")
    return AgeRange(low or 0, high)


def _catchment(reading: _Reading, column: Column, said: list[str] | None) -> CatchmentArea | None:
    """Unknown as soon as one part of it is: half a zone would exclude wrongly."""
    areas = [_area(column, one.strip()) for one in said or ()]
    unplaced = [one for one in areas if one.kind in _OFFICIAL and reading.context.gazetteer.area_name(one) is None]
    if unplaced:
        told = ", ".join(f"{one.kind}:{one.code}" for one in unplaced[:3])
        reading.told.append(f"zone {told} inconnue : zone desservie laissée à vérifier.")
    return None if unplaced or not areas else CatchmentArea(tuple(areas))


def _area(column: Column, said: str) -> Area:
    kind, _, code = said.partition(":")
    if kind not in _AREA_KINDS or not code or "|" in code:
        raise Wrong(column, said, "zone comme departement:94 ou commune:94028")
    return Area(kind, code)  # type: ignore[arg-type]


def _commune(reading: _Reading, column: Column, said: str | None) -> str | None:
    if said is None:
        return None
    found = reading.context.gazetteer.current(said.strip().zfill(5).upper())
    if found is None:
        reading.told.append(f"commune « {said[:40]} » inconnue : laissée de côté.")
    return found.code if found else None


def _postcode(reading: _Reading, column: Column, said: str | None) -> str | None:
    return padded_postcode(said) or said


def _phone(reading: _Reading, column: Column, said: str | None) -> str | None:
    if said is None or _E164.fullmatch(said):
        return said
    # A spreadsheet takes +33… for a number and drops its sign.
    found = fields.phone(f"+{said}" if said.isdigit() and len(said) > 10 else said)
    if found is None:
        raise Wrong(column, said, "numéro de téléphone")
    return found


def _phones(reading: _Reading, column: Column, said: list[str] | None) -> tuple[str, ...]:
    return tuple(phone for one in said or () if (phone := _phone(reading, column, one)))


def _email(reading: _Reading, column: Column, said: str | None) -> str | None:
    found = fields.email(said)
    if said is not None and found is None:
        raise Wrong(column, said, "adresse électronique")
    return found


def _website(reading: _Reading, column: Column, said: str | None) -> str | None:
    if said is None or _LINK.fullmatch(said):
        return said
    found = fields.website(said)
    if found is None or not _LINK.fullmatch(found):
        raise Wrong(column, said, "adresse http(s)")
    return found


def _places(reading: _Reading, column: Column, free: int | None, as_of: Any) -> Places | None:
    return None if free is None else Places(free, as_of)


def _prices(reading: _Reading, column: Column, said: list[dict[str, Any]] | None) -> tuple[Price, ...]:
    return tuple(_price(reading, column, one) for one in said or ())


def _price(reading: _Reading, column: Column, said: dict[str, Any]) -> Price:
    amount, as_of = number_of(said.get("montant")), said.get("date")
    if amount is None or (as_of is not None and day_of(as_of) is None):
        raise Wrong(column, said, "montant et date")
    label, unit = (text_of(column, said.get(key), reading.told) for key in ("libelle", "unite"))
    return Price(label, amount, unit, day_of(as_of))


def _identifiers(reading: _Reading, column: Column, said: list[str] | None) -> frozenset[Identifier]:
    pairs = [one.partition(":") for one in said or ()]
    if wrong := next((scheme for scheme, colon, _ in pairs if not colon), None):
        raise Wrong(column, wrong, "numéro précédé de ce qu'il est, comme finess:940000123,")
    return frozenset(Identifier(scheme, number) for scheme, _, number in pairs)


def _sources(reading: _Reading, column: Column, said: list[dict[str, Any]] | None) -> tuple[SourceRef, ...]:
    return tuple(_source(reading, column, one) for one in said or ())


def _source(reading: _Reading, column: Column, said: dict[str, Any]) -> SourceRef:
    updated = said.get("date")
    if updated is not None and day_of(updated) is None:
        raise Wrong(column, said, "date")
    source, id = (text_of(column, said.get(key), reading.told) for key in ("source", "id"))
    return SourceRef(source, id, day_of(updated))


def _updated_on(reading: _Reading, column: Column, said: Any) -> Any:
    found, told = fields.day(said, reading.context.today)
    if told:
        reading.told.append(f"« {column.name} » : {told}")
    return found


def _tuple(reading: _Reading, column: Column, said: list[str] | None) -> tuple[str, ...]:
    return tuple(said or ())


def _set(reading: _Reading, column: Column, said: list[str] | None) -> frozenset[str]:
    return frozenset(said or ())


_Read = Callable[..., Any]
_FIELDS: Mapping[str, _Read] = {
    "id": _id,
    "name": _name,
    "sector": _one_of(*SECTORS),
    "sex": _one_of("F", "M"),
    "categories": _tuple,
    "needs": _needs,
    "specialties": _set,
    "publics": _publics,
    "ages": _ages,
    "modes": _modes,
    "catchment": _catchment,
    "psychiatric_sectors": _tuple,
    "commune": _commune,
    "postcode": _postcode,
    "phone": _phone,
    "other_phones": _phones,
    "email": _email,
    "website": _website,
    "prices": _prices,
    "places": _places,
    "languages": _tuple,
    "identifiers": _identifiers,
    "sources": _sources,
    "updated_on": _updated_on,
}
