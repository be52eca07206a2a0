"""What cells of our own form say of a resource (`resource_cells`), each one checked: that we may have written it is no reason to trust it."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, get_args

import orjson

from orientation.refusal import Refused
from orientation.resource import CARE_MODES, AgeRange, Identifier, Places, Price, SourceRef
from orientation.resource_cells import BY_FIELD, COLUMNS, Column, parts_of
from orientation.sources import fields
from orientation.sources.places import padded_postcode
from orientation.sources.reading import Context
from orientation.territory import Area, AreaKind, CatchmentArea
from orientation.vocabulary import SECTORS
from orientation.wording import normalised

LONGEST_ID = 400
_LONGEST_TEXT = 100_000
_LONGEST_NAME = 500
_MOST = 10**9
_YES, _NO = frozenset({"oui", "vrai", "true", "yes"}), frozenset({"non", "faux", "false", "no"})
# What no directory shows: controls (but tabulations and ends of lines), marks that turn or hide text.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]|[\ud800-\udfff]")
_TAG = re.compile(r"<[^<>]{0,300}>")
_E164 = re.compile(r"\+\d{6,15}")
_LINK = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_KEYS = {normalised(column.name): column for column in COLUMNS}
_PLACED = frozenset({"epci", "departement", "region", "pays", "commune"})


class Wrong(ValueError):
    """A cell that cannot be taken; its text is the French sentence that says so."""

    def __init__(self, column: str, value: object, expected: str) -> None:
        self.column, self.value = column, _shown(value)
        super().__init__(f"colonne « {column} » : {expected} était attendu, « {self.value} » trouvé ; corrigez la cellule et réimportez.")


def _shown(value: object) -> str:
    return str(value)[:80].encode("utf-8", "replace").decode()


class Stated:
    """The fields of a resource that cells state, and the sentences on what was neutralised or left aside."""

    def __init__(self, cells: Mapping[str, object], context: Context) -> None:
        """`cells` by name of column in any spelling; other columns are ignored. Raises Wrong for a cell of another kind than its column."""
        self._cells = {column.name: value for name, value in cells.items() if (column := _KEYS.get(normalised(name))) is not None}
        self._context = context
        self.warnings: list[str] = []
        self.fields: dict[str, Any] = {
            field: self._field(field, columns) for field, columns in BY_FIELD.items() if any(one.name in self._cells for one in columns)
        }
        self._check_position()

    def _field(self, field: str, columns: tuple[Column, ...]) -> Any:
        values = [self._value(column) for column in columns]
        make = _MAKERS.get(field)
        return make(self, columns[0], values) if make is not None else values[0]

    def _value(self, column: Column) -> Any:
        """The cell as its kind of column reads it, None for an empty one."""
        cell = self._cells.get(column.name)
        return None if cell is None or (cell == "" and column.kind != "text") else _READERS[column.kind](self, column, cell)

    def text(self, column: Column, cell: object) -> str:
        """Words as they stand, unless they hold markup or what cannot be seen, which are taken out and told."""
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        if isinstance(cell, bool) or not isinstance(cell, str | int | float | date):
            raise Wrong(column.name, cell, "un texte")
        said = str(cell)
        if len(said) > (_LONGEST_NAME if column.field == "name" else _LONGEST_TEXT):
            raise Wrong(column.name, said, f"un texte de {_LONGEST_NAME if column.field == 'name' else _LONGEST_TEXT} caractères au plus")
        if _INVISIBLE.search(said) or ("<" in said and _TAG.search(said)):
            self.warnings.append(f"« {column.name} » : balises ou caractères invisibles retirés.")
            said = _TAG.sub(" ", _INVISIBLE.sub("", said))
        return said

    def words(self, column: Column, cell: object) -> list[str]:
        try:
            parts = parts_of(cell) if isinstance(cell, str) else list(cell) if isinstance(cell, list) else [self.text(column, cell)]
        except ValueError:
            raise Wrong(column.name, cell, "une liste séparée par des barres ou un tableau JSON de textes") from None
        return [self.text(column, part) for part in parts]

    def number(self, column: Column, cell: object) -> float:
        found = None if isinstance(cell, bool) else fields.number(cell)
        if found is None:
            raise Wrong(column.name, cell, "un nombre")
        return found

    def whole(self, column: Column, cell: object) -> int:
        found = self.number(column, cell)
        if not (found.is_integer() and 0 <= found <= _MOST):
            raise Wrong(column.name, cell, "un nombre entier positif ou nul")
        return int(found)

    def yes_no(self, column: Column, cell: object) -> bool:
        said = str(cell).strip().casefold()
        if said not in _YES | _NO:
            raise Wrong(column.name, cell, "oui ou non")
        return said in _YES

    def day(self, column: Column, cell: object) -> date:
        found = _day(cell)
        if found is None:
            raise Wrong(column.name, cell, "une date (2026-03-31 ou 31/03/2026)")
        return found

    def objects(self, column: Column, cell: object) -> list[dict[str, Any]]:
        try:
            found = orjson.loads(cell) if isinstance(cell, str) else cell
        except orjson.JSONDecodeError:
            found = None
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise Wrong(column.name, cell, "un tableau JSON d'objets")
        return found

    def _check_position(self) -> None:
        """A position outside France is left aside, and its swap proposed; half a position is none."""
        if "lat" not in self.fields and "lon" not in self.fields:
            return
        lat, lon = self.fields.get("lat"), self.fields.get("lon")
        placed = fields.position(lat, lon, None)
        if placed.warning:
            self.warnings.append(placed.warning)
        self.fields |= {"lat": placed.lat, "lon": placed.lon}
        if placed.lat is None:
            self.fields["position_is_reliable"] = None

    def name(self, column: Column, values: list[Any]) -> str:
        said, told = fields.name(values[0])
        if said is None:
            raise Wrong(column.name, values[0], "un nom")
        if told:
            self.warnings.append(told)
        return said if told else str(values[0])

    def id(self, column: Column, values: list[Any]) -> str:
        said = (values[0] or "").strip()
        if not said or len(said) > LONGEST_ID:
            raise Wrong(column.name, said, f"un identifiant de {LONGEST_ID} caractères au plus")
        return said

    def one_of(self, column: Column, values: list[Any], known: tuple[str, ...]) -> str | None:
        if values[0] in (None, ""):
            return None
        if values[0] not in known:
            raise Wrong(column.name, values[0], " ou ".join(known))
        return str(values[0])

    def modes(self, column: Column, values: list[Any]) -> frozenset[str]:
        said = frozenset(values[0] or ())
        if not said <= set(CARE_MODES):
            raise Wrong(column.name, "|".join(sorted(said)), f"une liste de {', '.join(CARE_MODES)}")
        return said

    def needs(self, column: Column, values: list[Any]) -> frozenset[str]:
        vocabulary = self._context.vocabulary
        return self._known(column, values[0] or (), vocabulary and vocabulary.needs)

    def publics(self, column: Column, values: list[Any]) -> frozenset[str] | None:
        vocabulary = self._context.vocabulary
        if values[0] is None:
            return None
        known = self._known(column, values[0], vocabulary and vocabulary.publics)
        return None if values[0] and not known else known

    def _known(self, column: Column, said: list[str] | tuple[()], ids: Mapping[str, object] | None) -> frozenset[str]:
        """Ids of the vocabulary, when it is given; what is no id of it is left aside and told."""
        given = frozenset(one.strip() for one in said)
        strange = sorted(given - ids.keys()) if ids is not None else []
        if strange:
            self.warnings.append(f"« {column.name} » : {', '.join(strange[:3])} inconnu du vocabulaire, laissé de côté.")
        return given - frozenset(strange)

    def ages(self, column: Column, values: list[Any]) -> AgeRange | None:
        low, high = values
        if low is None and high is None:
            return None
        if (low or 0) < 0 or (high is not None and high < (low or 0)):
            raise Wrong(column.name, f"{low} à {high}", "des âges croissants")
        return AgeRange(low or 0, high)

    def catchment(self, column: Column, values: list[Any]) -> CatchmentArea | None:
        """The zone; unknown as soon as one part of it is: half a zone would exclude wrongly."""
        areas = [self._area(column, one.strip()) for one in values[0] or ()]
        unplaced = [area for area in areas if area.kind in _PLACED and self._context.gazetteer.area_name(area) is None]
        if unplaced:
            told = ", ".join(f"{area.kind}:{area.code}" for area in unplaced[:3])
            self.warnings.append(f"zone {told} inconnue : zone desservie laissée à vérifier.")
        return None if unplaced or not areas else CatchmentArea(tuple(areas))

    def _area(self, column: Column, said: str) -> Area:
        kind, _, code = said.partition(":")
        if kind not in get_args(AreaKind) or not code or "|" in code:
            raise Wrong(column.name, said, "une zone comme departement:94 ou commune:94028")
        return Area(kind, code)  # type: ignore[arg-type]

    def commune(self, column: Column, values: list[Any]) -> str | None:
        if not (said := (values[0] or "").strip()):
            return None
        found = self._context.gazetteer.current(said.zfill(5).upper())
        if found is None:
            self.warnings.append(f"commune « {said[:40]} » inconnue : laissée de côté.")
        return found and found.code

    def postcode(self, column: Column, values: list[Any]) -> str | None:
        return padded_postcode(values[0]) or values[0]

    def phone(self, column: Column, values: list[Any]) -> str | None:
        return self._phone(column, values[0])

    def phones(self, column: Column, values: list[Any]) -> tuple[str, ...]:
        return tuple(phone for one in values[0] or () if (phone := self._phone(column, one)))

    def _phone(self, column: Column, said: str | None) -> str | None:
        if not said or _E164.fullmatch(said):
            return said or None
        # A spreadsheet takes +33… for a number and drops the sign.
        found = fields.phone(f"+{said}" if said.isdigit() and len(said) > 10 else said)
        if found is None:
            raise Wrong(column.name, said, "un numéro de téléphone")
        return found

    def email(self, column: Column, values: list[Any]) -> str | None:
        if values[0] and (found := fields.email(values[0])) is None:
            raise Wrong(column.name, values[0], "une adresse électronique")
        return found if values[0] else None

    def website(self, column: Column, values: list[Any]) -> str | None:
        said = values[0]
        if not said or _LINK.fullmatch(said):
            return said or None
        found = fields.website(said)
        if found is None:
            raise Wrong(column.name, said, "une adresse http(s)")
        return found

    def places(self, column: Column, values: list[Any]) -> Places | None:
        free, as_of = values
        return None if free is None else Places(free, as_of)

    def prices(self, column: Column, values: list[Any]) -> tuple[Price, ...]:
        return tuple(self._price(column, one) for one in values[0] or ())

    def _price(self, column: Column, said: dict[str, Any]) -> Price:
        label, unit, as_of = said.get("libelle"), said.get("unite"), said.get("date")
        amount = fields.number(said.get("montant")) if not isinstance(said.get("montant"), bool) else None
        if not isinstance(label, str) or not isinstance(unit, str) or amount is None or (as_of is not None and _day(as_of) is None):
            raise Wrong(column.name, said, "libelle, montant, unite et date")
        return Price(self.text(column, label), amount, self.text(column, unit), _day(as_of))

    def identifiers(self, column: Column, values: list[Any]) -> frozenset[Identifier]:
        pairs = [one.partition(":") for one in values[0] or ()]
        if wrong := next((scheme for scheme, colon, _ in pairs if not colon), None):
            raise Wrong(column.name, wrong, "un numéro et ce qu'il est, comme finess:940000123,")
        return frozenset(Identifier(scheme, number) for scheme, _, number in pairs)

    def sources(self, column: Column, values: list[Any]) -> tuple[SourceRef, ...]:
        found = []
        for one in values[0] or ():
            source, id, updated = one.get("source"), one.get("id"), one.get("date")
            if not isinstance(source, str) or not isinstance(id, str) or (updated is not None and _day(updated) is None):
                raise Wrong(column.name, one, "source, id et date")
            found.append(SourceRef(self.text(column, source), self.text(column, id), _day(updated)))
        return tuple(found)

    def updated_on(self, column: Column, values: list[Any]) -> date | None:
        found, told = fields.day(values[0], self._context.today)
        if told:
            self.warnings.append(f"« {column.name} » : {told}")
        return found


def cells_of_json(text: str) -> dict[str, object]:
    """Cells written as one JSON object. Raises Refused for anything else."""
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Refused(f"JSON illisible ({str(error)[:80]})") from None
    if not isinstance(found, dict):
        raise Refused("un objet JSON était attendu")
    return found


def _day(cell: object) -> date | None:
    """A day as ISO or the French write it; None for anything else, and for what no calendar of services holds."""
    if isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    said = cell.strip() if isinstance(cell, str) else ""
    try:
        french = _FRENCH_DAY.fullmatch(said)
        found = date(*map(int, french.groups()[::-1])) if french else date.fromisoformat(said[:10] if said[10:11] in ("T", " ") else said)
    except ValueError:
        return None
    return found if 1600 <= found.year <= 2200 else None


def _tuple(self: Stated, column: Column, values: list[Any]) -> tuple[str, ...]:
    return tuple(values[0] or ())


def _set(self: Stated, column: Column, values: list[Any]) -> frozenset[str]:
    return frozenset(values[0] or ())


_READERS: Mapping[str, Callable[[Stated, Column, object], Any]] = {
    "text": Stated.text,
    "words": Stated.words,
    "number": Stated.number,
    "whole": Stated.whole,
    "yes-no": Stated.yes_no,
    "day": Stated.day,
    "objects": Stated.objects,
}
_MAKERS: Mapping[str, Callable[[Stated, Column, list[Any]], Any]] = {
    "id": Stated.id,
    "name": Stated.name,
    "sector": lambda stated, column, values: stated.one_of(column, values, SECTORS),
    "sex": lambda stated, column, values: stated.one_of(column, values, ("F", "M")),
    "categories": _tuple,
    "needs": Stated.needs,
    "specialties": _set,
    "publics": Stated.publics,
    "ages": Stated.ages,
    "modes": Stated.modes,
    "catchment": Stated.catchment,
    "psychiatric_sectors": _tuple,
    "commune": Stated.commune,
    "postcode": Stated.postcode,
    "phone": Stated.phone,
    "other_phones": Stated.phones,
    "email": Stated.email,
    "website": Stated.website,
    "prices": Stated.prices,
    "places": Stated.places,
    "languages": _tuple,
    "identifiers": Stated.identifiers,
    "sources": Stated.sources,
    "updated_on": Stated.updated_on,
}
