"""What an import writes of the records it met: new ones, changed ones, those it only saw, those it no longer lists."""

from collections.abc import Collection, Sequence
from datetime import date
from itertools import compress
from operator import not_
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, or_, select, update

from orientation.resource_json import dumps, loads
from orientation.store import bulk
from orientation.store.compression import Compressors, decompress
from orientation.store.history import HappeningKind, HistoryWriter, differences
from orientation.store.incoming import Incoming, is_closed
from orientation.store.records import CATCHMENT, CONTENT, RECORD, content
from orientation.store.reports import reported
from orientation.store.resources import Catchments, ResourceWriter, iso
from orientation.store.tables import RecordContentRow, SourceRecordRow

_COLUMNS = tuple(SourceRecordRow.model_fields)
_CHUNK = 2_000


class RecordWriter:
    """`affected`: resources to be made again once all is read; `regrouped`: records whose ties must be looked at again."""

    def __init__(self, connection: Connection, source: str, import_id: int, day: date) -> None:
        self._connection = connection
        self._source = source
        self._import_id = import_id
        self._day = day
        self._compressors = Compressors(connection)
        self._history = HistoryWriter(connection, import_id, day)
        self._next = (connection.execute(select(func.max(RECORD.c.id))).scalar() or 0) + 1
        self.catchments = Catchments(connection)
        self.resources = ResourceWriter(connection, self._compressors)
        self._reported = reported(connection)
        self.affected: set[str] = set()
        self.regrouped: set[str] = set()

    def write(self, created: Sequence[Incoming], changed: Sequence[Incoming], seen: Sequence[Incoming]) -> None:
        if not self._compressors.knows(self._source):
            self._compressors.learn(self._source, [content(entry.raw, entry.said, ()) for entry in created])
        entries = (*created, *changed)
        ids = self.catchments.ids(entry.resource.catchment for entry in entries if entry.resource.catchment is not None)
        self._create(created, ids)
        self._change(changed, ids)
        self.see([entry.known.id for entry in seen])
        self._stamp(seen)

    def _create(self, created: Sequence[Incoming], ids: dict[str, int]) -> None:
        numbers = range(self._next, self._next + len(created))
        self._next += len(created)
        bulk.insert(
            self._connection,
            SourceRecordRow,
            _COLUMNS,
            [self._row(number, entry, ids) for number, entry in zip(numbers, created, strict=True)],
        )
        self._write_contents(list(zip(numbers, created, strict=True)))
        self.resources.add([self._resource_row(entry, ids) for entry in created if entry.record.enriches is None])
        self.affected |= self._reported & {entry.record.key for entry in created}

    def _row(self, number: int, entry: Incoming, ids: dict[str, int]) -> bulk.Row:
        catchment_id = None if entry.catchment is None else ids[entry.catchment]
        days = iso(entry.resource.updated_on), iso(entry.resource.closed_on), None
        id = entry.record.id
        return (
            number,
            self._source,
            id,
            entry.twin_of,
            entry.enriches,
            entry.own_resource,
            catchment_id,
            entry.hash,
            self._import_id,
            self._import_id,
            *days,
            entry.fingerprint,
        )

    def _write_contents(self, entries: Sequence[tuple[int, Incoming]]) -> None:
        small = self._compressors.of(self._source)
        rows = [(number, small(content(entry.raw, entry.said, entry.record.warnings))) for number, entry in entries]
        bulk.insert(self._connection, RecordContentRow, ("record", "content"), rows)

    def _resource_row(self, entry: Incoming, ids: dict[str, int]) -> bulk.Row:
        catchment = None if entry.catchment is None else (entry.catchment, ids[entry.catchment])
        return self.resources.row(entry.resource, entry.detail, catchment)

    def _change(self, changed: Sequence[Incoming], ids: dict[str, int]) -> None:
        if not changed:
            return
        numbers = [entry.known.id for entry in changed]
        self._tell_history(changed, numbers)
        self._connection.execute(
            update(RECORD).where(RECORD.c.id == bindparam("number")), [self._changed_row(entry, ids) for entry in changed]
        )
        self._connection.execute(delete(CONTENT).where(CONTENT.c.record.in_(numbers)))
        self._write_contents(list(zip(numbers, changed, strict=True)))
        shared = self._reported | self._resources_of_several({entry.known.resource_id for entry in changed})
        simple = [entry.stands_alone and entry.own_resource not in shared for entry in changed]
        self.resources.replace([self._resource_row(entry, ids) for entry in compress(changed, simple)])
        for entry in compress(changed, map(not_, simple)):
            homes = (entry.known.resource_id, None if entry.stays else entry.own_resource)
            self.affected |= {home for home in homes if home is not None}
        self.regrouped |= {entry.record.key for entry in changed if not entry.stays}

    def _changed_row(self, entry: Incoming, ids: dict[str, int]) -> dict[str, Any]:
        return {
            "number": entry.known.id,
            "enriches": entry.enriches,
            "resource_id": entry.known.resource_id if entry.stays else entry.own_resource,
            "catchment_id": None if entry.catchment is None else ids[entry.catchment],
            "content_hash": entry.hash,
            "last_import": self._import_id,
            "updated_on": entry.resource.updated_on,
            "closed_on": entry.resource.closed_on,
            "closed_by_absence_on": None,
            "fingerprint": entry.fingerprint,
        }

    def _resources_of_several(self, ids: Collection[str | None]) -> set[str]:
        """Those of these resources that several records make."""
        several = select(RECORD.c.resource_id).where(RECORD.c.resource_id.in_(ids)).group_by(RECORD.c.resource_id).having(func.count() > 1)
        return set(self._connection.execute(several).scalars())

    def _tell_history(self, changed: Sequence[Incoming], numbers: Sequence[int]) -> None:
        query = select(CONTENT.c.record, CONTENT.c.content, CATCHMENT.c.areas).select_from(CONTENT.join(RECORD).outerjoin(CATCHMENT))
        before = {row.record: row for row in self._connection.execute(query.where(CONTENT.c.record.in_(numbers)))}
        told = []
        for entry in changed:
            row = before[entry.known.id]
            changes = _changes(loads(decompress(self._connection, row.content)), row.areas, entry)
            told.append((entry.known.id, _kind(entry, self._day), changes))
        self._history.add(told, self._compressors.of(self._source))

    def see(self, seen: Sequence[int]) -> None:
        """Records by number that this import lists unchanged."""
        if seen:
            self._connection.execute(
                update(RECORD).where(bulk.among(self._connection, RECORD.c.id, seen)).values(last_import=self._import_id)
            )

    def _stamp(self, seen: Sequence[Incoming]) -> None:
        """Remember what unchanged entries were read from this time."""
        told = [
            {"number": entry.known.id, "fingerprint": entry.fingerprint} for entry in seen if entry.fingerprint != entry.known.fingerprint
        ]
        if told:
            self._connection.execute(update(RECORD).where(RECORD.c.id == bindparam("number")), told)

    def close_absent(self, spared: Collection[str]) -> int:
        """Close what this import did not list, save ids that it listed in a way nobody could read; how many."""
        gone = select(RECORD.c.id, RECORD.c.record_id, RECORD.c.base_id, RECORD.c.resource_id).where(
            RECORD.c.source == self._source,
            RECORD.c.last_import < self._import_id,
            RECORD.c.closed_by_absence_on.is_(None),
            or_(RECORD.c.closed_on.is_(None), RECORD.c.closed_on > self._day),
        )
        rows = [row for row in self._connection.execute(gone.order_by(RECORD.c.id)) if (row.base_id or row.record_id) not in spared]
        for chunk in bulk.batches(iter(rows), _CHUNK):
            numbers = [row.id for row in chunk]
            self._connection.execute(update(RECORD).where(RECORD.c.id.in_(numbers)).values(closed_by_absence_on=self._day))
            self._history.add([(number, "closed-by-absence", {}) for number in numbers], self._compressors.of(self._source))
        self.affected |= {row.resource_id for row in rows if row.resource_id is not None}
        return len(rows)


def _kind(entry: Incoming, day: date) -> HappeningKind:
    was_closed = entry.known.closed_by_absence_on is not None or is_closed(entry.known.closed_on, day)
    closes = is_closed(entry.resource.closed_on, day)
    if was_closed and not closes:
        return "reopened"
    return "closed" if closes and not was_closed else "updated"


def _changes(before: dict[str, Any], areas: str | None, entry: Incoming) -> dict[str, Any]:
    catchment = entry.resource.catchment
    was, now = areas and areas.split("|"), catchment and [f"{area.kind}:{area.code}" for area in catchment.areas]
    said = loads(dumps(entry.said))
    return differences({**before["resource"], "catchment": was}, {**said, "catchment": now}) | differences(
        before["raw"], loads(entry.raw), "raw."
    )
