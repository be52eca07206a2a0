"""Any directory made of rows and columns (CSV, XLSX, GeoJSON, list of JSON objects), read as its description says."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from hashlib import blake2b

from orientation.geography.gazetteer import COUNTRY, Gazetteer
from orientation.geography.names import find_place
from orientation.mapping import Meaning, Meanings
from orientation.record import SourceRecord
from orientation.refusal import Refused, Rejected
from orientation.resource import AgeRange, Identifier, Price, Resource, SourceRef
from orientation.sources import fields, hours
from orientation.sources.extract import MAX_CELL, Extract
from orientation.sources.json_stream import items
from orientation.sources.mended import json_raw
from orientation.sources.places import commune_of, padded_postcode
from orientation.sources.reading import Context, Entries, Reader
from orientation.sources.workbook import Rows, first_sheet, is_workbook
from orientation.table import CodedColumn, TableDescription, Words, word_key
from orientation.territory import Area, AreaKind, CatchmentArea
from orientation.wording import normalised, place_key

Row = Mapping[str, object]
# Under which names a row holds where its feature was drawn.
GEOMETRY_LAT, GEOMETRY_LON = "geometry lat", "geometry lon"
_PADDED = {"finess": 9, "finess-ej": 9, "siret": 14}
_QUOTED = re.compile(r'"[^"]*"')
_OFFICIAL: tuple[AreaKind, ...] = ("departement", "epci")
_SEPARATORS = re.compile(r"[|;,\n]")
# Forms that ask for a price are filled with 0 or 0.01 where there is none.
_NO_PRICE = 0.01
_POSTCODE_TOWN = re.compile(r"\b(\d{5})\b\s*([^\d,]+)$")


def reader_of(description: TableDescription) -> Reader:
    """The reader of one description, told apart from others by the columns it needs."""
    return Reader(description.source, description.label, partial(_recognises, description), partial(_read, description))


def _recognises(description: TableDescription, extract: Extract) -> bool:
    present = columns_in(extract)
    return any(columns <= present for columns in description.recognised_by)


def columns_in(extract: Extract) -> frozenset[str]:
    """Names of the columns; empty for what is no table. Raises nothing: recognising is not refusing."""
    try:
        if is_workbook(extract):
            return frozenset(_header(first_sheet(extract)))
        if extract.opening.startswith(("[", "{")):
            return next((frozenset(row) for _, row in table_rows(extract) if isinstance(row, dict)), frozenset())
        cells = next((cells for _, cells in extract.rows(_delimiter(extract)) if cells), None)
        return frozenset(map(normalised, cells or ()))
    except Refused:
        return frozenset()


def table_rows(extract: Extract) -> Iterator[tuple[int | None, Row | Rejected]]:
    """Rows by normalised column name, with their line where the format has lines."""
    if is_workbook(extract):
        return _sheet_rows(extract)
    if extract.opening.startswith("["):
        return _json_rows(extract, "item")
    if extract.opening.startswith("{"):
        return _json_rows(extract, "features.item") if "FeatureCollection" in extract.opening else iter(())
    return _delimited_rows(extract)


def _delimited_rows(extract: Extract) -> Iterator[tuple[int | None, Row | Rejected]]:
    delimiter = _delimiter(extract)
    header: list[str] = []
    for line, cells in extract.rows(delimiter):
        if not header:
            header = [normalised(cell) for cell in cells or []]
        elif cells is None:
            yield line, Rejected("", extract.name, line, None, None, "cellule de plus d'un million de caractères ; ligne laissée de côté.")
        else:
            yield line, dict(zip(header, cells, strict=False))


def _delimiter(extract: Extract) -> str:
    first = _QUOTED.sub("", extract.head_text.split("\n", 1)[0])
    return max(";,\t|", key=first.count)


def _header(rows: Rows) -> list[str]:
    return [normalised(str(cell or "")) for cell in next(rows, (0, ()))[1]]


def _sheet_rows(extract: Extract) -> Iterator[tuple[int | None, Row | Rejected]]:
    """The rows of the first sheet."""
    rows = first_sheet(extract)
    header = _header(rows)
    for line, cells in rows:
        yield line, {name: cell for name, cell in zip(header, cells, strict=False) if name}


def _json_rows(extract: Extract, prefix: str) -> Iterator[tuple[int | None, Row | Rejected]]:
    for entry in items(extract, prefix):
        if isinstance(entry, dict):
            yield None, _flat(entry)
        else:
            yield None, Rejected("", extract.name, None, None, str(entry)[:80], "un objet JSON était attendu ; entrée laissée de côté.")


def _flat(entry: dict) -> dict[str, object]:
    """A GeoJSON feature's properties beside its point; any other object as it is."""
    if entry.get("type") != "Feature":
        return {normalised(str(key)): value for key, value in entry.items()}
    properties, geometry = entry.get("properties"), entry.get("geometry")
    row = {normalised(str(key)): value for key, value in properties.items()} if isinstance(properties, dict) else {}
    point = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Point" else None
    if isinstance(point, list) and len(point) >= 2:
        row |= {GEOMETRY_LON: point[0], GEOMETRY_LAT: point[1]}
    return row


def _read(description: TableDescription, extracts: Iterable[Extract], context: Context) -> Entries:
    for extract in extracts:
        for line, row in table_rows(extract):
            if isinstance(row, Rejected):
                yield Rejected(description.source, row.file, row.line, row.field, row.value, row.reason, row.raw)
            else:
                yield _record(_RowReading(description, row, context), extract, line)


class _RowReading:
    """One row being read: cells by the field they feed."""

    def __init__(self, description: TableDescription, row: Row, context: Context) -> None:
        self.description, self.row, self.context = description, row, context

    def held(self, column: str) -> object:
        """What a column holds; of two joined ones ("a+b"), their words."""
        if "+" not in column:
            return self.row.get(column)
        parts = (fields.text(_whole(self.row.get(part))) for part in column.split("+"))
        return " ".join(part for part in parts if part) or None

    def cell(self, field: str) -> object:
        """The first column of a field that holds something."""
        return next((cell for column in self.description.columns.get(field, ()) if fields.text(cell := self.held(column))), None)

    def text(self, field: str) -> str | None:
        return fields.text(self.cell(field))

    def list(self, field: str) -> str | None:
        """Several values in one cell: all of them, however many communes a service names."""
        return fields.text(self.cell(field), MAX_CELL)

    def joined(self, field: str) -> str | None:
        parts = (fields.text(self.held(column)) for column in self.description.columns.get(field, ()))
        return fields.text(", ".join(dict.fromkeys(part for part in parts if part)))

    def id(self) -> str | None:
        parts = [fields.text(_whole(self.held(column))) for column in self.description.id]
        if any(parts):
            return "-".join(part.replace(" ", "") for part in parts if part)
        said = "|".join(str(self.held(column) or "") for columns in self.description.columns.values() for column in columns)
        return blake2b(said.encode(), digest_size=8).hexdigest() if said.strip("|") else None

    def meanings(self) -> tuple[Meaning, ...]:
        coded = (meaning for code in self.description.codes for meaning in self._coded(code))
        worded = (words.meaning for words in self.description.words if _says(self.row.get(words.column), words))
        return (*coded, *worded, self.description.constants)

    def _coded(self, code: CodedColumn) -> tuple[Meaning, ...]:
        """What a code means; a FINESS category is first made precise by the name, as in FINESS itself."""
        written, mappings = fields.text(_whole(self.row.get(code.column))), self.context.mappings
        if code.code_list == "finess-categories" and written is not None:
            written = mappings.variant(written, self.text("name") or "")
        return mappings.meanings(code.code_list, written)


def _whole(cell: object) -> object:
    """A number that a spreadsheet or JSON gave a ".0" is the whole number."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _says(cell: object, words: Words) -> bool:
    said = normalised(str(cell)) if cell is not None else ""
    if words.exact:
        return said in words.any
    padded = f" {said} "

    def holds(wanted: tuple[str, ...]) -> bool:
        return any(f" {word} " in padded for word in wanted)

    return holds(words.any) and (not words.along or holds(words.along)) and not holds(words.unless)


def _record(row: _RowReading, extract: Extract, line: int | None) -> SourceRecord | Rejected:
    description, context = row.description, row.context
    id, (name, renamed) = row.id(), fields.name(row.cell("name"))
    if description.enriches:
        return _enrichment(row, extract, line)
    if id is None or name is None:
        reason = "un nom et de quoi reconnaître la ligne étaient attendus ; ligne laissée de côté."
        return Rejected(description.source, extract.name, line, "name", None, reason, _raw_text(row))
    said = Meanings.together(row.meanings())
    address, postcode = row.joined("address"), padded_postcode(_whole(row.cell("postcode")))
    town = row.text("town")
    if address and not (postcode and town) and (ending := _POSTCODE_TOWN.search(address)):
        postcode, town = postcode or ending.group(1), town or ending.group(2)
    postcode = postcode or (town[:5] if town and town[:5].isdigit() else None)
    commune = commune_of(context.gazetteer, row.text("commune"), postcode, town)
    placed = fields.position(row.cell("lat") or row.row.get(GEOMETRY_LAT), row.cell("lon") or row.row.get(GEOMETRY_LON), commune)
    if commune is None and placed.lat is not None and placed.lon is not None:
        commune = context.gazetteer.at(placed.lat, placed.lon)
    opened, wrong_opening = fields.day(row.cell("opened_on"), context.today)
    updated, wrong_update = fields.day(row.cell("updated_on"), context.today)
    closed, _ = fields.day(row.cell("closed_on"), context.today)
    needs, unknown_needs = _listed(row.list("needs"), description.need_words, "besoin")
    publics, unknown_publics = _listed(row.list("publics"), description.public_words, "public")
    catchment, unplaced = _catchment(row.list("serves"), context.gazetteer)
    resource = Resource(
        id=f"{description.source}:{id}",
        name=name,
        sector=said.sector,
        organisation=row.text("organisation"),
        categories=_categories(row),
        needs=said.needs | needs,
        specialties=said.specialties,
        publics=(publics or said.publics) or None,
        ages=_ages(row) or said.ages,
        modes=said.modes,
        catchment=catchment,
        commune=commune.code if commune else None,
        address=address,
        postcode=postcode,
        lat=placed.lat,
        lon=placed.lon,
        position_is_reliable=placed.reliable,
        phone=fields.phone(_whole(row.cell("phone"))),
        email=fields.email(row.cell("email")),
        website=fields.website(row.cell("website")),
        hours=hours.weekly({day: row.row.get(column) for day, column in description.hours.items()}) or row.text("hours"),
        prices=_prices(row),
        admission=row.text("admission"),
        description=fields.text(row.cell("description"), 2000),
        confidential=said.confidential,
        opened_on=opened,
        closed_on=closed,
        identifiers=_identifiers(row),
        sources=(SourceRef(description.source, id, updated),),
        updated_on=updated,
    )
    warnings = tuple(w for w in (renamed, placed.warning, wrong_opening, wrong_update, unknown_needs, unknown_publics, unplaced) if w)
    return SourceRecord(description.source, id, _raw(row), resource, updated, closed, None, extract.name, line, warnings)


def _enrichment(row: _RowReading, extract: Extract, line: int | None) -> SourceRecord | Rejected:
    """A row that completes a record of another source, known by its number there."""
    source, column = row.description.enriches or ("", "")
    number = fields.text(_whole(row.row.get(column)))
    prices = _prices(row)
    if number is None or not prices:
        reason = f"un numéro « {column} » et au moins un prix étaient attendus ; ligne laissée de côté."
        return Rejected(row.description.source, extract.name, line, column, number, reason, _raw_text(row))
    number = _padded(source, number)
    updated, wrong = fields.day(row.cell("updated_on"), row.context.today)
    dated = tuple(Price(price.label, price.amount, price.unit, updated) for price in prices)
    resource = Resource(id=f"{row.description.source}:{number}", name=f"{row.description.label}, {number}", prices=dated)
    warnings = (wrong,) if wrong else ()
    return SourceRecord(row.description.source, number, _raw(row), resource, updated, None, (source, number), extract.name, line, warnings)


def _prices(row: _RowReading) -> tuple[Price, ...]:
    read = ((price, fields.number(row.row.get(price.column))) for price in row.description.prices)
    return tuple(Price(price.label, amount, price.unit) for price, amount in read if amount is not None and amount > _NO_PRICE)


def _categories(row: _RowReading) -> tuple[str, ...]:
    said = row.text("category")
    return (said,) if said else tuple(dict.fromkeys(meaning.category for meaning in row.meanings() if meaning.category))


def _ages(row: _RowReading) -> AgeRange | None:
    low, high = fields.number(row.cell("age_low")), fields.number(row.cell("age_high"))
    if (low is None and high is None) or (low or 0) < 0 or (high is not None and high < (low or 0)):
        return None
    return AgeRange(low or 0.0, high)


def _listed(cell: str | None, known: Mapping[str, str], what: str) -> tuple[frozenset[str], str | None]:
    """The ids of what a team wrote itself, by id or by label, separated by commas or bars; and what is no entry of the vocabulary."""
    written = [part.strip() for part in _SEPARATORS.split(cell or "") if part.strip()]
    unknown = [part for part in written if word_key(part) not in known]
    told = f"{what} « {', '.join(unknown[:3])} » inconnu du vocabulaire : laissé de côté." if unknown else None
    return frozenset(known[word_key(part)] for part in written if word_key(part) in known), told


def _catchment(cell: str | None, gazetteer: Gazetteer) -> tuple[CatchmentArea | None, str | None]:
    """Communes by code or name, départements and regions by code or name; unknown as soon as one part cannot be read: half a zone would
    exclude wrongly.
    """
    parts = [part.strip() for part in _SEPARATORS.split(cell or "") if part.strip()]
    areas = [_areas(part, gazetteer) for part in parts]
    unplaced = [part for part, found in zip(parts, areas, strict=True) if not found]
    if unplaced:
        return None, f"zone « {', '.join(unplaced[:3])} » introuvable ou ambiguë : zone desservie laissée à vérifier."
    return (CatchmentArea(tuple(area for found in areas for area in found)) if areas else None), None


def _areas(part: str, gazetteer: Gazetteer) -> tuple[Area, ...]:
    """A département, region or EPCI by code or name, the communes of a postcode, or one commune; empty when nothing or several fit."""
    code = part.zfill(2).upper() if len(part) <= 3 else part
    official = tuple(area for kind in _OFFICIAL if gazetteer.area_name(area := Area(kind, code)))
    if official:
        return official
    if normalised(part) in ("france", "france entiere"):
        return (COUNTRY,)
    if part.isdigit() and len(part) == 5 and (communes := gazetteer.by_postcode(part)):
        return tuple(Area("commune", commune.code) for commune in communes)
    named = _areas_by_name(gazetteer).get(place_key(part), ())
    commune = find_place(part, gazetteer).commune
    if commune is None or place_key(commune.name) != place_key(part):
        return named or ((Area("commune", commune.code),) if commune else ())
    town = Area("commune", commune.code)
    is_town_only = all(set(gazetteer.communes_in(area)) <= {commune.code, *gazetteer.communes_in(town)} for area in named)
    return (town,) if is_town_only else ()


@lru_cache(maxsize=4)
def _areas_by_name(gazetteer: Gazetteer) -> Mapping[str, tuple[Area, ...]]:
    """Départements and regions by name; Corsica, La Réunion and the like are one and the other: the département is enough."""
    found: dict[str, tuple[Area, ...]] = {}
    for area, name in gazetteer.area_names.items():
        if area.kind == "departement" or (area.kind == "region" and place_key(name) not in found):
            found[place_key(name)] = (area,)
    return found


def _identifiers(row: _RowReading) -> frozenset[Identifier]:
    said = (
        (scheme, fields.text(_whole(row.row.get(column)))) for scheme, columns in row.description.identifiers.items() for column in columns
    )
    padded = ((scheme, _padded(scheme, value)) for scheme, value in said if value)
    return frozenset(Identifier(scheme, value) for scheme, value in padded if value.strip("0"))


def _padded(scheme: str, value: str) -> str:
    """Numbers that lost their spaces or leading zeros are written whole again."""
    compact = value.replace(" ", "")
    return compact.zfill(_PADDED[scheme]) if scheme in _PADDED and compact.isdigit() else compact


def _raw(row: _RowReading) -> dict[str, object]:
    return {
        key: value if isinstance(value, str | int | float | bool | list | dict) else str(value)
        for key, value in row.row.items()
        if value not in (None, "")
    }


def _raw_text(row: _RowReading) -> str | None:
    return json_raw([_raw(row)])
