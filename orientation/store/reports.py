"""What users reported of a field: kept beside the record, counted on its resource, never written over it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from orientation.directory.reports import FieldReport
from orientation.store import bulk
from orientation.store.tables import FieldReportRow

REPORT = bulk.table_of(FieldReportRow)


def reports_of(connection: Connection, keys: Iterable[str]) -> list[FieldReport]:
    """What was said of these records, the oldest first."""
    found = (
        connection.execute(select(REPORT).where(REPORT.c.resource_id.in_(chunk)).order_by(REPORT.c.id))
        for chunk in bulk.batches(iter(keys), 2_000)
    )
    return sorted((report_of(row) for rows in found for row in rows), key=lambda report: report.id)


def report_of(row: Any) -> FieldReport:
    return FieldReport(row.id, row.resource_id, row.field, row.text, row.proposed, row.day, row.state)
