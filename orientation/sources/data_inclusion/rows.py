"""The records of a data·inclusion file: JSON (a list, an answer of the API, one record a line), CSV, or the spreadsheet teams fill in."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import orjson

from orientation.refusal import Refused, Rejected
from orientation.sources.extract import Extract
from orientation.sources.json_stream import damaged, items, keys_at_the_beginning
from orientation.sources.mended import line_raw
from orientation.sources.workbook import Rows, is_workbook, sheets

SOURCE = "data-inclusion"
_WHOLE_BYTES = 32 << 20
_BOTH = ("services", "structures")
_KEYS_OF_LISTS = (*_BOTH, "items")
_INSTRUCTION = "__ignore__"
_IGNORED_SHEET = re.compile(r"structures?|services?", re.IGNORECASE)
# What each kind of record never lacks, and what only this format calls so.
_SERVICE = frozenset({"structure_id", "nom"})
_OF_SERVICE = frozenset({"thematiques", "types", "type", "profils", "publics", "mobilisable_par", "zone_eligibilite", "modes_accueil"})
_STRUCTURE = frozenset({"id", "nom"})
_OF_STRUCTURE = frozenset({"siret", "typologie", "reseaux_porteurs", "labels_nationaux", "horaires_ouverture", "horaires_accueil", "pivot"})
_OF_MEDIATION = frozenset({"nom", "services", "pivot", "source", "date_maj"})
# The list of digital advisers has the same columns as the reshaped structures, and these two more.
_OF_ADVISERS = frozenset({"structureId", "conditions_access"})
_ARRAY = re.compile(r"^[\[{(].*[\])}]$", re.DOTALL)

Row = Mapping[str, Any]


class Record(NamedTuple):
    row: Row
    line: int | None

    @property
    def is_service(self) -> bool:
        return "structure_id" in self.row or isinstance(self.row.get("structure"), dict)


def recognises(extract: Extract) -> bool:
    try:
        return any(_is_known(keys) for keys in _first_keys(extract))
    except Refused:
        return False


def _is_known(keys: frozenset[str]) -> bool:
    if keys & _OF_ADVISERS:
        return False
    is_service = keys >= _SERVICE and bool(keys & _OF_SERVICE or "source" in keys)
    return (
        is_service
        or (keys >= _STRUCTURE and bool(keys & _OF_STRUCTURE) and ("source" in keys or "reseaux_porteurs" in keys))
        or keys >= _OF_MEDIATION
    )


def _first_keys(extract: Extract) -> Iterator[frozenset[str]]:
    """The names of the fields of the first records, without reading more than the beginning."""
    if is_workbook(extract):
        for _, header, _ in _sheets(extract):
            yield frozenset(header)
    elif extract.opening.startswith(("[", "{")):
        yield from keys_at_the_beginning(extract.opening)
    else:
        first = next((cells for _, cells in extract.rows(_delimiter(extract)) if cells), [])
        yield frozenset(cell.strip() for cell in first)


def records(extract: Extract) -> Iterator[Record | Rejected]:
    if is_workbook(extract):
        return _of_workbook(extract)
    if extract.opening.startswith(("[", "{")):
        return _of_json(extract)
    return _of_csv(extract)


def _of_json(extract: Extract) -> Iterator[Record | Rejected]:
    start, is_whole = extract.beginning(_WHOLE_BYTES)
    if not is_whole:
        yield from _streamed(extract, start)
        return
    text = start.decode(extract.encoding, errors="windows-1252" if extract.encoding != "utf-16" else "replace")
    try:
        document = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
        if len(lines) < 2 or not _is_object(lines[0][1]):
            raise damaged(extract, error) from error
        yield from (_of_line(extract, number, line) for number, line in lines)
        return
    yield from (_of_value(extract, one, None) for one in _listed(document))


def _listed(document: Any) -> Iterable[Any]:
    if isinstance(document, list):
        return document
    lists = [document[key] for key in _KEYS_OF_LISTS if isinstance(document.get(key), list)] if isinstance(document, dict) else []
    return (one for given in lists for one in given) if lists else [document]


def _is_object(line: str) -> bool:
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False


def _of_line(extract: Extract, number: int, line: str) -> Record | Rejected:
    try:
        return _of_value(extract, orjson.loads(line), number)
    except orjson.JSONDecodeError as error:
        reason = f"ligne qui n'est pas du JSON ({str(error)[:80]}) ; ligne laissée de côté."
        return Rejected(SOURCE, extract.name, number, None, line[:80], reason, line_raw(line))


def _of_value(extract: Extract, value: Any, line: int | None) -> Record | Rejected:
    if isinstance(value, dict):
        return Record(value, line)
    return Rejected(SOURCE, extract.name, line, None, str(value)[:80], "un objet JSON était attendu ; entrée laissée de côté.")


def _streamed(extract: Extract, start: bytes) -> Iterator[Record | Rejected]:
    """A list too long to be held: its records one by one; one record a line likewise."""
    for prefix in _prefixes(extract, start):
        for value in items(extract, prefix, several=not prefix):
            yield _of_value(extract, value, None)


def _prefixes(extract: Extract, start: bytes) -> tuple[str, ...]:
    """Where records stand in a file; an object that begins with one of the two lists may hold the other anywhere after it."""
    if extract.opening.startswith("["):
        return ("item",)
    first = next((key for key in _KEYS_OF_LISTS if f'"{key}"'.encode() in start[:65536]), None)
    return ("services.item", "structures.item") if first in _BOTH else (f"{first}.item" if first else "",)


def _delimiter(extract: Extract) -> str:
    return max(",;\t|", key=extract.opening.split("\n", 1)[0].count)


def _of_csv(extract: Extract) -> Iterator[Record | Rejected]:
    header: list[str] = []
    for line, cells in extract.rows(_delimiter(extract)):
        if cells is None:
            yield Rejected(SOURCE, extract.name, line, None, None, "cellule de plus d'un million de caractères ; ligne laissée de côté.")
        elif not header:
            header = [cell.strip() for cell in cells]
        else:
            yield Record({name: cell for name, cell in zip(header, cells, strict=False) if name and cell.strip()}, line)


def _of_workbook(extract: Extract) -> Iterator[Record | Rejected]:
    for title, header, rows in _sheets(extract):
        if _IGNORED_SHEET.fullmatch(title.strip()) is None and not _is_known(frozenset(header)):
            continue
        for line, cells in rows:
            row = _named(header, cells)
            if row and not row.get(_INSTRUCTION):
                yield Record(row, line)


def _sheets(extract: Extract) -> Iterator[tuple[str, list[str], Rows]]:
    """Each sheet that has a header: its title, the names of its columns, and its other rows with their line."""
    for title, rows in sheets(extract):
        header = next((cells for _, cells in rows), None)
        if header is not None:
            yield title, [_column(cell) for cell in header], rows


def _column(cell: Any) -> str:
    """A header; where the template writes today's date above a column of dates, that column is the date of update."""
    return "date_maj" if isinstance(cell, date | datetime) else str(cell or "").strip()


def _named(header: list[str], cells: tuple[Any, ...]) -> dict[str, Any]:
    """Cells by column, the first of two columns of one name that says something."""
    row: dict[str, Any] = {}
    for name, cell in zip(header, cells, strict=False):
        if name and cell is not None and name not in row:
            row[name] = cell.isoformat() if isinstance(cell, date | datetime) else cell
    return row


def values(cell: Any) -> tuple[str, ...]:
    """The values of a field that holds several, as a list or written in one cell in any of the usual ways.

    >>> values('["femmes", "jeunes"]'), values("{femmes,jeunes}"), values("femmes, jeunes"), values(None)
    (('femmes', 'jeunes'), ('femmes', 'jeunes'), ('femmes', 'jeunes'), ())
    """
    if cell is None:
        return ()
    if isinstance(cell, list | tuple | set):
        parts = [str(one) for one in cell if one is not None]
    else:
        written = str(cell).strip()
        parts = re.split(r"[,;|\n]", written[1:-1] if _ARRAY.match(written) else written)
    cleaned = (part.strip().strip("\"'").strip() for part in parts)
    return tuple(dict.fromkeys(part for part in cleaned if part))
