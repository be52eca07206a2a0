"""Our own exports (CSV, GeoJSON), and the same table saved again by a spreadsheet: what went out comes back the same.

A resource keeps the name it went out under: its record's id is that of the resource there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from orientation.record import SourceRecord
from orientation.refusal import Rejected
from orientation.resource import Resource, SourceRef
from orientation.resource_cells import unguarded
from orientation.sources.cells import Wrong
from orientation.sources.extract import Extract
from orientation.sources.mended import json_raw
from orientation.sources.reading import Context, Entries, Reader
from orientation.sources.stated import stated
from orientation.sources.tables import GEOMETRY_LAT, GEOMETRY_LON, columns_in, table_rows
from orientation.wording import normalised

SOURCE = "orientation"
# Columns that our exports alone have together; a team may have deleted others.
_OURS = frozenset(map(normalised, ("identifiant", "nom", "besoins", "zone_desservie", "mis_a_jour_le")))


def recognises(extract: Extract) -> bool:
    return columns_in(extract) >= _OURS


def read(extracts: Iterable[Extract], context: Context) -> Entries:
    for extract in extracts:
        is_map = extract.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))
        for line, row in table_rows(extract):
            if isinstance(row, Rejected):
                yield replace(row, source=SOURCE)
            else:
                yield _entry(dict(_of_map(row) if is_map else _of_sheet(row)), extract, line, context)


def _of_sheet(row: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Cells less the mark that keeps them from being computed."""
    return ((name, unguarded(cell) if isinstance(cell, str) else cell) for name, cell in row.items())


def _of_map(row: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Properties, with where the point was drawn."""
    names = {GEOMETRY_LAT: "latitude", GEOMETRY_LON: "longitude"}
    return ((names.get(name, name), cell) for name, cell in row.items())


def _entry(cells: dict[str, object], extract: Extract, line: int | None, context: Context) -> SourceRecord | Rejected:
    try:
        said = stated(cells, context)
        told = dict(said.fields)
        id, updated = told.pop("id", None), told.get("updated_on")
        told["sources"] = (SourceRef(SOURCE, id, updated),)
        resource = Resource(id=f"{SOURCE}:{id}", **told)
    except Wrong as wrong:
        return Rejected(SOURCE, extract.name, line, wrong.column, wrong.value, str(wrong), _as_text(cells))
    except (TypeError, ValueError) as error:
        reason = f"ligne qui ne décrit aucune ressource ({str(error)[:120]}) ; ligne laissée de côté, corrigez-la et réimportez."
        return Rejected(SOURCE, extract.name, line, None, None, reason, _as_text(cells))
    raw = {name: cell if isinstance(cell, str | int | float | list) else str(cell) for name, cell in _filled(cells)}
    return SourceRecord(SOURCE, id, raw, resource, updated, resource.closed_on, None, extract.name, line, tuple(said.warnings))


def _as_text(cells: Mapping[str, object]) -> str | None:
    """A list of one object, which is read without the marks that keep cells of a sheet from being computed."""
    return json_raw([dict(_filled(cells))])


def _filled(cells: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    return ((name, cell) for name, cell in cells.items() if cell is not None and cell != "")


READER = Reader(SOURCE, "fichier sorti de « orientation export » (CSV, GeoJSON ou classeur)", recognises, read)
