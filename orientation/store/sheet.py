"""Everything known of one resource: each field with where it comes from, the records behind it, what happened to them, what was said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from orientation.directory.merge_rules import MergeRules
from orientation.directory.merging import Merged
from orientation.record import SourceRecord
from orientation.resource import Resource
from orientation.store.engine import Database, reading
from orientation.store.history import Happening, history_of
from orientation.store.journal import IMPORT
from orientation.store.linking import Pair, pairs
from orientation.store.records import RECORD, StoredRecord, load_records, rows_of
from orientation.store.remaking import merged_of
from orientation.store.reports import by_record, reports_of


@dataclass(frozen=True, slots=True)
class SheetRecord:
    """A record behind a resource. `first_seen`, `last_seen`: when the first and the last extract that list it were imported."""

    record: SourceRecord
    first_seen: datetime
    last_seen: datetime
    closed_by_absence_on: date | None


@dataclass(frozen=True)
class RecordSheet:
    """`pairs`: links and decisions that concern its records, among them or with others."""

    merged: Merged
    records: tuple[SheetRecord, ...]
    history: tuple[Happening, ...]
    pairs: tuple[Pair, ...]

    @property
    def resource(self) -> Resource:
        return self.merged.resource


def record_sheet(database: Database, id: str, rules: MergeRules) -> RecordSheet | None:
    """Of a resource's id, or the key of one of its records; None when the directory has neither."""
    with reading(database) as connection:
        stored = _records_of(connection, id)
        if not any(one.record.enriches is None for one in stored):
            return None
        keys = [one.record.key for one in stored]
        days = _import_days(connection)
        merged = merged_of(stored, rules, by_record(reports_of(connection, keys)))
        return RecordSheet(
            merged,
            tuple(SheetRecord(one.record, days[one.first_import], days[one.last_import], one.closed_by_absence_on) for one in stored),
            tuple(history_of(connection, {one.number: one.record.key for one in stored})),
            tuple(pairs(connection, keys)),
        )


def _records_of(connection: Connection, id: str) -> list[StoredRecord]:
    found = list(load_records(connection, RECORD.c.resource_id == id))
    if found or (row := rows_of(connection, [id]).get(id)) is None or row.resource_id is None:
        return found
    return list(load_records(connection, RECORD.c.resource_id == row.resource_id))


def _import_days(connection: Connection) -> Mapping[int, datetime]:
    return {row.id: row.at for row in connection.execute(select(IMPORT.c.id, IMPORT.c.at))}
