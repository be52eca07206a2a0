"""Any directory made of rows and columns (CSV, XLSX, GeoJSON, list of JSON objects), read as its description says."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from hashlib import blake2b
from zipfile import BadZipFile

import ijson
import openpyxl

from orientation.geography.gazetteer import Gazetteer
from orientation.geography.names import find_place
from orientation.mapping import Meaning, Meanings
from orientation.record import SourceRecord
from orientation.refusal import Refused, Rejected
from orientation.resource import AgeRange, Identifier, Price, Resource, SourceRef
from orientation.sources import fields, hours
from orientation.sources.extract import Extract
from orientation.sources.places import commune_of, padded_postcode
from orientation.sources.reading import Context, Entries, Reader
from orientation.table import TableDescription
from orientation.territory import Area, CatchmentArea
from orientation.wording import normalised

Row = Mapping[str, object]
_LAT, _LON = "geometry lat", "geometry lon"
_PADDED = {"finess": 9, "finess-ej": 9, "siret": 14}
_SEPARATORS = re.compile(r"[|;,\n]")
_POSTCODE_TOWN = re.compile(r"\b(\d{5})\b\s*([^\d,]+)$")


def reader_of(description: TableDescription) -> Reader:
    """The reader of one description, told apart from others by the columns it needs."""
    return Reader(description.source, description.label, partial(_recognises, description), partial(_read, description))


def _recognises(description: TableDescription, extract: Extract) -> bool:
    present = _columns_in(extract)
    return any(columns <= present for columns in description.recognised_by)


def _columns_in(extract: Extract) -> frozenset[str]:
    """Names of the columns of the first rows; empty for what is no table. Raises nothing: recognising is not refusing."""
    try:
        return next((frozenset(row) for _, row in table_rows(extract) if isinstance(row, dict)), frozenset())
    except Refused:
        return frozenset()


def table_rows(extract: Extract) -> Iterator[tuple[int | None, Row | Rejected]]:
    """Rows by normalised column name, with their line where the format has lines."""
    head = extract.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"PK\x03\x04"):
        return _sheet_rows(extract)
    if head.startswith(b"["):
        return _json_rows(extract, "item")
    if head.startswith(b"{"):
        return _json_rows(extract, "features.item") if b'"features"' in head or b"FeatureCollection" in head else iter(())
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
    first = next(csv.reader([extract.head_text.split("\n", 1)[0]], delimiter="\0"), [""])[0]
    return max(";,\t|", key=first.count)


def _sheet_rows(extract: Extract) -> Iterator[tuple[int | None, Row | Rejected]]:
    try:
        book = openpyxl.load_workbook(extract.path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, OSError, ValueError) as error:
        raise Refused(f"{extract.name} : ce classeur ne s'ouvre pas ({error}). Enregistrez-le à nouveau au format .xlsx.") from error
    header: list[str] = []
    for line, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
        if not any(cell is not None for cell in cells):
            continue
        if not header:
            header = [normalised(str(cell or "")) for cell in cells]
        else:
            yield line, {name: cell for name, cell in zip(header, cells, strict=False) if name}
    book.close()


def _json_rows(extract: Extract, prefix: str) -> Iterator[tuple[int | None, Row | Rejected]]:
    try:
        with extract.stream() as stream:
            for entry in ijson.items(stream, prefix, use_float=True):
                yield (
                    None,
                    _flat(entry)
                    if isinstance(entry, dict)
                    else Rejected("", extract.name, None, None, str(entry)[:80], "un objet JSON était attendu."),
                )
    except ijson.JSONError as error:
        raise Refused(
            f"{extract.name} : le JSON s'interrompt ou est mal formé ({str(error)[:120]}). Téléchargez le fichier à nouveau."
        ) from error


def _flat(entry: dict) -> dict[str, object]:
    """A GeoJSON feature's properties beside its point; any other object as it is."""
    if entry.get("type") != "Feature":
        return {normalised(str(key)): value for key, value in entry.items()}
    row = {normalised(str(key)): value for key, value in (entry.get("properties") or {}).items()}
    geometry = entry.get("geometry") or {}
    point = geometry.get("coordinates") if geometry.get("type") == "Point" else None
    if isinstance(point, list) and len(point) >= 2:
        row |= {_LON: point[0], _LAT: point[1]}
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

    def cell(self, field: str) -> object:
        """The first column of a field that holds something."""
        return next((self.row[column] for column in self.description.columns.get(field, ()) if fields.text(self.row.get(column))), None)

    def text(self, field: str) -> str | None:
        return fields.text(self.cell(field))

    def joined(self, field: str) -> str | None:
        parts = (fields.text(self.row.get(column)) for column in self.description.columns.get(field, ()))
        return fields.text(", ".join(dict.fromkeys(part for part in parts if part)))

    def id(self) -> str | None:
        parts = [fields.text(_whole(self.row.get(column))) for column in self.description.id]
        if any(parts):
            return "-".join((part or "").replace(" ", "") for part in parts)
        said = "|".join(str(self.row.get(column) or "") for columns in self.description.columns.values() for column in columns)
        return blake2b(said.encode(), digest_size=8).hexdigest() if said.strip("|") else None

    def meanings(self) -> tuple[Meaning, ...]:
        coded = (
            meaning
            for code in self.description.codes
            for meaning in self.context.mappings.meanings(code.code_list, fields.text(_whole(self.row.get(code.column))))
        )
        worded = (words.meaning for words in self.description.words if _says(self.row.get(words.column), words.any, words.exact))
        return (*coded, *worded, self.description.constants)


def _whole(cell: object) -> object:
    """A number that a spreadsheet or JSON gave a ".0" is the whole number."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _says(cell: object, words: tuple[str, ...], exact: bool) -> bool:
    said = normalised(str(cell)) if cell is not None else ""
    return any(said == word if exact else f" {word} " in f" {said} " for word in words)


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
    if address and not postcode and (ending := _POSTCODE_TOWN.search(address)):
        postcode, town = ending.group(1), town or ending.group(2)
    postcode = postcode or (town[:5] if town and town[:5].isdigit() else None)
    commune = commune_of(context.gazetteer, row.text("commune"), postcode, town)
    placed = fields.position(row.cell("lat") or row.row.get(_LAT), row.cell("lon") or row.row.get(_LON), commune)
    if commune is None and placed.lat is not None and placed.lon is not None:
        commune = context.gazetteer.at(placed.lat, placed.lon)
    opened, wrong_opening = fields.day(row.cell("opened_on"), context.today)
    updated, wrong_update = fields.day(row.cell("updated_on"), context.today)
    closed, _ = fields.day(row.cell("closed_on"), context.today)
    needs, unknown_needs = _listed(row.text("needs"))
    resource = Resource(
        id=f"{description.source}:{id}",
        name=name,
        sector=said.sector,
        organisation=row.text("organisation"),
        categories=_categories(row),
        needs=said.needs | needs,
        specialties=said.specialties,
        publics=(said.publics | _listed(row.text("publics"))[0]) or None,
        ages=_ages(row) or said.ages,
        modes=said.modes,
        catchment=_catchment(row.text("serves"), context.gazetteer),
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
    warnings = tuple(w for w in (renamed, placed.warning, wrong_opening, wrong_update, unknown_needs) if w)
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
    return tuple(Price(price.label, amount, price.unit) for price, amount in read if amount is not None and amount > 0)


def _categories(row: _RowReading) -> tuple[str, ...]:
    said = row.text("category")
    return (said,) if said else tuple(dict.fromkeys(meaning.category for meaning in row.meanings() if meaning.category))


def _ages(row: _RowReading) -> AgeRange | None:
    low, high = fields.number(row.cell("age_low")), fields.number(row.cell("age_high"))
    if (low is None and high is None) or (low or 0) < 0 or (high is not None and high < (low or 0)):
        return None
    return AgeRange(low or 0.0, high)


def _listed(cell: str | None) -> tuple[frozenset[str], str | None]:
    """Ids of the vocabulary that a team wrote itself, separated by commas or bars."""
    return (frozenset(part.strip() for part in _SEPARATORS.split(cell) if part.strip()), None) if cell else (frozenset(), None)


def _catchment(cell: str | None, gazetteer: Gazetteer) -> CatchmentArea | None:
    """Communes by code or name, départements by code; None as soon as one part cannot be read: half a zone would exclude wrongly."""
    if cell is None:
        return None
    areas = [_area(part.strip(), gazetteer) for part in _SEPARATORS.split(cell) if part.strip()]
    known = [area for area in areas if area is not None]
    return CatchmentArea(tuple(known)) if known and len(known) == len(areas) else None


def _area(part: str, gazetteer: Gazetteer) -> Area | None:
    if gazetteer.departement_name(part):
        return Area("departement", part)
    found = find_place(part, gazetteer).commune
    return Area("commune", found.code) if found else None


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


def _raw_text(row: _RowReading) -> str:
    return str(_raw(row))[:2000]
