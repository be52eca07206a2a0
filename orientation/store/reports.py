"""What users reported of a field: kept beside the record, counted on its resource, never written over it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from orientation.directory.reports import FieldReport
from orientation.store import bulk
from orientation.store.engine import Database, reading
from orientation.store.tables import FieldReportRow

REPORT = bulk.table_of(FieldReportRow)

Reports = Mapping[str, Sequence[FieldReport]]


def reports_of(connection: Connection, keys: Iterable[str]) -> list[FieldReport]:
    """What was said of these records, the oldest first."""
    found = [
        row
        for chunk in bulk.batches(iter(keys), 2_000)
        for row in connection.execute(select(REPORT).where(REPORT.c.resource_id.in_(chunk)))
    ]
    return sorted(map(_report, found), key=lambda report: report.id)


def reported(connection: Connection) -> set[str]:
    """Records that something was said of, by key."""
    return set(connection.execute(select(REPORT.c.resource_id).distinct()).scalars())


def by_record(reports: Iterable[FieldReport]) -> Reports:
    found: defaultdict[str, list[FieldReport]] = defaultdict(list)
    for report in reports:
        found[report.resource_id].append(report)
    return found


def reports(database: Database, *, open_only: bool = True) -> list[FieldReport]:
    """Everything users reported, the oldest first; by default what no steward has answered yet."""
    with reading(database) as connection:
        found = [_report(row) for row in connection.execute(select(REPORT).order_by(REPORT.c.id))]
    return [report for report in found if report.is_open or not open_only]


def _report(row: Any) -> FieldReport:
    return FieldReport(row.id, row.resource_id, row.field, row.text, row.proposed, row.day, row.state)
