"""Imports into one directory, in one line; and the directory emptied between the examples of a property test."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, delete
from sqlmodel import SQLModel

from orientation.record import ImportReport, SourceRecord, Unread
from orientation.reference.merging import load_merge_rules
from orientation.refusal import Rejected
from orientation.store.engine import writing
from orientation.store.importing import import_extract

NOW = datetime(2026, 1, 15, 9, 30)


class Imports:
    """Takes in an extract made of the entries it is given, on `NOW` unless told otherwise."""

    def __init__(self, database: Engine, quarantine: Path | None = None) -> None:
        self.database = database
        self.quarantine = quarantine
        self.rules = load_merge_rules()

    def __call__(
        self, *entries: SourceRecord | Rejected | Unread, source: str = "essai", full: bool = False, now: datetime = NOW
    ) -> ImportReport:
        return import_extract(self.database, source, entries, rules=self.rules, now=now, full=full, quarantine_dir=self.quarantine)


def empty(database: Engine) -> None:
    """Forget everything."""
    with writing(database) as connection:
        for table in reversed(SQLModel.metadata.sorted_tables):
            connection.execute(delete(table))
