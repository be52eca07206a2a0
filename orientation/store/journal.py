"""What was imported, when, and what was refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, select

from orientation.record import ImportReport
from orientation.refusal import Rejected
from orientation.resource_json import loads
from orientation.store import bulk
from orientation.store.engine import Database, reading
from orientation.store.records import RECORD
from orientation.store.tables import ImportRow, RejectedRow

IMPORT = bulk.table_of(ImportRow)
REJECTED = bulk.table_of(RejectedRow)


@dataclass(frozen=True, slots=True)
class ImportedFile:
    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class PastImport:
    """An import as it was committed."""

    id: int
    at: datetime
    files: tuple[ImportedFile, ...]
    full: bool
    report: ImportReport


@dataclass(frozen=True, slots=True)
class SourceOverview:
    """A source as it stands: its records, those of them that are closed, and what its last imports did."""

    source: str
    records: int
    closed: int
    enriching: int
    newest: date | None
    last: PastImport
    last_full: PastImport | None


def imports(database: Database, source: str | None = None) -> list[PastImport]:
    """Every import, or those of a source, the last one first."""
    query = select(IMPORT).order_by(IMPORT.c.id.desc())
    with reading(database) as connection:
        rows = connection.execute(query if source is None else query.where(IMPORT.c.source == source))
        return [_past(row) for row in rows]


def _past(row: Any) -> PastImport:
    names = (
        "source",
        "read",
        "created",
        "updated",
        "unchanged",
        "closed",
        "rejected",
        "closed_by_absence",
        "quarantine",
        "directory_version",
    )
    report = ImportReport(**{name: getattr(row, name) for name in names})
    return PastImport(row.id, row.at, tuple(ImportedFile(**file) for file in loads(row.files.encode())), row.full, report)


def rejections(database: Database, import_id: int) -> list[Rejected]:
    """What an import refused, in the order it was read; the raw entries are in its quarantine file."""
    query = select(REJECTED, IMPORT.c.source).join(IMPORT, IMPORT.c.id == REJECTED.c.import_id)
    with reading(database) as connection:
        rows = connection.execute(query.where(REJECTED.c.import_id == import_id).order_by(REJECTED.c.n))
        return [Rejected(row.source, row.file, row.line, row.field, row.value, row.reason) for row in rows]


def sources_overview(database: Database, day: date) -> list[SourceOverview]:
    """Every source imported, by name; a record counts as closed from its closing day on."""
    closed = func.sum(case((RECORD.c.closed_on <= day, 1), (RECORD.c.closed_by_absence_on <= day, 1), else_=0))
    enriching = func.count(RECORD.c.enriches)
    counts = select(RECORD.c.source, func.count(), closed, enriching, func.max(RECORD.c.updated_on)).group_by(RECORD.c.source)
    with reading(database) as connection:
        known = {source: tuple(numbers) for source, *numbers in connection.execute(counts)}
        past = imports(connection)
    sources = sorted({one.report.source for one in past})
    return [
        _overview(source, known.get(source, (0, 0, 0, None)), [one for one in past if one.report.source == source]) for source in sources
    ]


def _overview(source: str, counts: tuple[Any, ...], past: Sequence[PastImport]) -> SourceOverview:
    records, closed, enriching, newest = counts
    return SourceOverview(source, records, closed, enriching, newest, past[0], next((one for one in past if one.full), None))
