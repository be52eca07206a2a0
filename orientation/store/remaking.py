"""Resources made again from their records, after a record, a link or a report changed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from orientation.directory.merge_rules import MergeRules
from orientation.directory.merging import Merged, merge
from orientation.store import bulk
from orientation.store.records import RECORD, StoredRecord, load_records, move_records, rows_of
from orientation.store.reports import Reports, by_record, reports_of
from orientation.store.resources import Catchments, ResourceWriter, Standing, detail_of

_CHUNK = 1_000


def remake(connection: Connection, ids: Iterable[str], rules: MergeRules, writer: ResourceWriter, catchments: Catchments) -> None:
    """Make these resources again; one whose records are all gone, or only complete another, is gone."""
    for chunk in bulk.batches(iter(sorted(ids)), _CHUNK):
        groups: defaultdict[str, list[StoredRecord]] = defaultdict(list)
        for stored in load_records(connection, RECORD.c.resource_id.in_(chunk)):
            groups[str(stored.resource_id)].append(stored)
        reports = by_record(reports_of(connection, (stored.record.key for group in groups.values() for stored in group)))
        made = {id: merged_of(group, rules, reports) for id, group in groups.items() if _stands(group)}
        homes = {stored.number: made[id].resource.id if id in made else None for id, group in groups.items() for stored in group}
        numbers = {stored.number: stored.resource_id for group in groups.values() for stored in group}
        move_records(connection, {number: home for number, home in homes.items() if home != numbers[number]})
        writer.remove({*chunk, *(merged.resource.id for merged in made.values())})
        _write(list(made.values()), writer, catchments)


def _stands(group: Sequence[StoredRecord]) -> bool:
    return any(stored.record.enriches is None for stored in group)


def merged_of(group: Sequence[StoredRecord], rules: MergeRules, reports: Reports) -> Merged:
    """The resource of stored records, with what users said of them (`reports`: by record)."""
    absent = {stored.record.key: stored.closed_by_absence_on for stored in group if stored.closed_by_absence_on}
    said = [report for stored in group for report in reports.get(stored.record.key, ())]
    return merge([stored.record for stored in group], rules, said, absent)


def _write(made: Sequence[Merged], writer: ResourceWriter, catchments: Catchments) -> None:
    ids = catchments.ids(merged.resource.catchment for merged in made if merged.resource.catchment is not None)
    rows = []
    for merged in made:
        resource = merged.resource
        key = None if resource.catchment is None else catchments.key(resource.catchment)
        standing = Standing(len(resource.sources), len(merged.disagreements), len(merged.open_reports))
        rows.append(writer.row(resource, detail_of(resource), None if key is None else (key, ids[key]), standing))
    writer.add(rows)


def attach_enrichments(connection: Connection) -> set[str]:
    """Give records that complete another, and wait for it, to its resource; the resources that they complete."""
    waits = (RECORD.c.enriches.is_not(None), RECORD.c.resource_id.is_(None))
    waiting = connection.execute(select(RECORD.c.id, RECORD.c.enriches).where(*waits)).all()
    completed = rows_of(connection, {row.enriches for row in waiting})
    homes = {row.id: completed[row.enriches].resource_id for row in waiting if row.enriches in completed}
    homes = {number: home for number, home in homes.items() if home is not None}
    move_records(connection, homes)
    return set(homes.values())
