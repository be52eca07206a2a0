"""Resources made again from their records, after a record, a link or a report changed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from orientation.collector import without_collector
from orientation.directory.merge_rules import MergeRules
from orientation.directory.merging import Merged, merge
from orientation.store import bulk
from orientation.store.compression import Compressors
from orientation.store.records import RECORD, StoredRecord, load_records, move_records, rows_of
from orientation.store.reports import Reports, by_record, reports_of
from orientation.store.resources import DIRECTORY, Catchments, ResourceWriter, Standing, detail_of

_CHUNK = 1_000


class Remaking:
    """`writer`, `catchments`: those of an import under way, else new ones."""

    def __init__(
        self, connection: Connection, rules: MergeRules, writer: ResourceWriter | None = None, catchments: Catchments | None = None
    ) -> None:
        self._connection = connection
        self._rules = rules
        self._writer = writer or ResourceWriter(connection, Compressors(connection))
        self._catchments = catchments or Catchments(connection)

    def follow(self, affected: set[str], now: datetime) -> str:
        """Make again what changed, and what other rules had made; note the state of the whole. The directory's version."""
        with without_collector():
            for chunk in bulk.batches(iter(sorted(affected | self._made_by_other_rules())), _CHUNK):
                self._remake(chunk)
        return self._writer.finish(now, self._rules.fingerprint)

    def _made_by_other_rules(self) -> set[str]:
        """Resources of several records that were merged before the rules changed; none when they are the same."""
        if self._connection.execute(select(DIRECTORY.c.rules)).scalar() in (None, self._rules.fingerprint):
            return set()
        several = (
            select(RECORD.c.resource_id).where(RECORD.c.resource_id.is_not(None)).group_by(RECORD.c.resource_id).having(func.count() > 1)
        )
        return set(self._connection.execute(several).scalars())

    def _remake(self, ids: Sequence[str]) -> None:
        """A resource whose records are all gone, or only complete another, is gone."""
        groups: defaultdict[str, list[StoredRecord]] = defaultdict(list)
        for stored in load_records(self._connection, RECORD.c.resource_id.in_(ids)):
            groups[str(stored.resource_id)].append(stored)
        reports = by_record(reports_of(self._connection, (stored.record.key for group in groups.values() for stored in group)))
        made = {id: merged_of(group, self._rules, reports) for id, group in groups.items() if _stands(group)}
        homes = [(stored, made[id].resource.id if id in made else None) for id, group in groups.items() for stored in group]
        move_records(self._connection, {stored.number: home for stored, home in homes if home != stored.resource_id})
        self._writer.remove({*ids, *(merged.resource.id for merged in made.values())})
        self._write(list(made.values()))

    def _write(self, made: Sequence[Merged]) -> None:
        ids = self._catchments.ids(merged.resource.catchment for merged in made if merged.resource.catchment is not None)
        rows = []
        for merged in made:
            resource = merged.resource
            key = None if resource.catchment is None else self._catchments.key(resource.catchment)
            standing = Standing(len(resource.sources), len(merged.disagreements), len(merged.open_reports))
            rows.append(self._writer.row(resource, detail_of(resource), None if key is None else (key, ids[key]), standing))
        self._writer.add(rows)


def _stands(group: Sequence[StoredRecord]) -> bool:
    return any(stored.record.enriches is None for stored in group)


def merged_of(group: Sequence[StoredRecord], rules: MergeRules, reports: Reports) -> Merged:
    """The resource of stored records, with what users said of them (`reports`: by record)."""
    absent = {stored.record.key: stored.closed_by_absence_on for stored in group if stored.closed_by_absence_on}
    said = [report for stored in group for report in reports.get(stored.record.key, ())]
    return merge([stored.record for stored in group], rules, said, absent)


def attach_enrichments(connection: Connection) -> set[str]:
    """Give records that complete another, and wait for it, to its resource; the resources that they complete."""
    waits = (RECORD.c.enriches.is_not(None), RECORD.c.resource_id.is_(None))
    waiting = connection.execute(select(RECORD.c.id, RECORD.c.enriches).where(*waits)).all()
    completed = rows_of(connection, {row.enriches for row in waiting})
    homes = {row.id: completed[row.enriches].resource_id for row in waiting if row.enriches in completed}
    homes = {number: home for number, home in homes.items() if home is not None}
    move_records(connection, homes)
    return set(homes.values())
