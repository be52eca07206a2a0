"""Source records as rows, and back: what each entry of each source said."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Row, bindparam, select, update

from orientation.record import SourceRecord
from orientation.resource import SourceRef
from orientation.resource_json import Json, dumps, loads, resource_from_json
from orientation.store import bulk
from orientation.store.compression import decompress
from orientation.store.tables import CatchmentRow, RecordContentRow, SourceRecordRow
from orientation.territory import Area, CatchmentArea

_CHUNK = 2_000
RECORD = bulk.table_of(SourceRecordRow)
CONTENT = bulk.table_of(RecordContentRow)
CATCHMENT = bulk.table_of(CatchmentRow)


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record with what the store knows of it: its row's number, the resource it is in, the imports that first and last listed it."""

    number: int
    record: SourceRecord
    resource_id: str | None
    first_import: int
    last_import: int
    closed_by_absence_on: date | None


def content(raw: bytes, said: Json, warnings: Sequence[str]) -> bytes:
    return dumps({"raw": orjson.Fragment(raw), "resource": said, "warnings": warnings})


def split_key(key: str) -> tuple[str, str]:
    """
    >>> split_key("ror:06/0099999")
    ('ror', '06/0099999')
    """
    source, _, id = key.partition(":")
    return source, id


def rows_of(connection: Connection, keys: Iterable[str]) -> dict[str, Row[Any]]:
    """The rows of records by key; a key that no record bears is absent."""
    by_source: defaultdict[str, set[str]] = defaultdict(set)
    for key in keys:
        source, id = split_key(key)
        by_source[source].add(id)
    found: dict[str, Row[Any]] = {}
    for source, ids in by_source.items():
        for chunk in bulk.batches(iter(sorted(ids)), _CHUNK):
            rows = connection.execute(select(RECORD).where(RECORD.c.source == source, bulk.among(connection, RECORD.c.record_id, chunk)))
            found.update((f"{row.source}:{row.record_id}", row) for row in rows)
    return found


def move_records(connection: Connection, resources: Mapping[int, str | None]) -> None:
    """Say in which resource records are, by number."""
    if resources:
        moved = [{"number": number, "resource_id": resource} for number, resource in resources.items()]
        connection.execute(update(RECORD).where(RECORD.c.id == bindparam("number")), moved)


def catchments_of(connection: Connection, ids: Sequence[int]) -> dict[int, CatchmentArea]:
    found = connection.execute(select(CATCHMENT.c.id, CATCHMENT.c.areas).where(CATCHMENT.c.id.in_(ids))) if ids else ()
    return {row.id: catchment_from_text(row.areas) for row in found}


def catchment_from_text(areas: str) -> CatchmentArea:
    """Of the form stored in `catchment.areas`; a code that itself holds a bar cannot be there."""
    pairs = (part.split(":", 1) for part in areas.split("|"))
    return CatchmentArea(tuple(Area(kind, code) for kind, code in pairs))  # type: ignore[arg-type]


def load_records(connection: Connection, where: ColumnElement[bool]) -> Iterator[StoredRecord]:
    """Whole records, by number."""
    query = select(RECORD, CONTENT.c.content).join(CONTENT, CONTENT.c.record == RECORD.c.id).where(where).order_by(RECORD.c.id)
    rows = connection.execute(query).all()
    catchments = catchments_of(connection, sorted({row.catchment_id for row in rows if row.catchment_id is not None}))
    for row in rows:
        said = loads(decompress(connection, row.content))
        yield StoredRecord(
            row.id, _record(row, said, catchments), row.resource_id, row.first_import, row.last_import, row.closed_by_absence_on
        )


def _record(row: Any, said: Mapping[str, Any], catchments: Mapping[int, CatchmentArea]) -> SourceRecord:
    resource = resource_from_json(
        said["resource"],
        id=f"{row.source}:{row.record_id}",
        catchment=None if row.catchment_id is None else catchments[row.catchment_id],
        sources=(SourceRef(row.source, row.record_id, row.updated_on),),
    )
    return SourceRecord(
        source=row.source,
        id=row.record_id,
        raw=said["raw"],
        resource=resource,
        updated_on=row.updated_on,
        closed_on=row.closed_on,
        enriches=None if row.enriches is None else split_key(row.enriches),
        warnings=tuple(said["warnings"]),
    )
