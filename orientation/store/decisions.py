"""Decisions that were recorded: written, read, erased, and always erased once their retention has ended."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, delete, exists, select, true
from sqlalchemy.exc import OperationalError

from orientation.decision import Decision
from orientation.decision_json import dumps, loads
from orientation.refusal import Refused
from orientation.store import bulk
from orientation.store.engine import Database, reading, writing
from orientation.store.tables import RecordedDecisionRow

_PATIENCE_S = 0.1
RECORDED = bulk.table_of(RecordedDecisionRow)


def record(engine: Engine, decision: Decision, kept_days: int, today: date) -> bool:
    """Keeps a decision, in place of what was kept under the same id. False when the database was busy: nobody waits for a record."""
    row = {"id": decision.id, "day": decision.day, "ends_on": decision.day + timedelta(days=kept_days), "content": dumps(decision)}
    try:
        with writing(engine, patience_s=_PATIENCE_S) as connection:
            _erase_ended(connection, today)
            _delete(connection, RECORDED.c.id == decision.id)
            connection.execute(RECORDED.insert().values(row))
    except (Refused, OperationalError):
        return False
    return True


def recorded(engine: Engine, today: date) -> tuple[Decision, ...]:
    """Every decision whose retention has not ended, the oldest first; those whose has are erased."""
    erase_ended(engine, today)
    with reading(engine) as connection:
        lines: Sequence[str] = connection.execute(select(RECORDED.c.content).order_by(RECORDED.c.day, RECORDED.c.id)).scalars().all()
    return tuple(map(loads, lines))


def erase_ended(engine: Engine, today: date) -> int:
    """Erases those past their retention, and says how many; writes nothing when there is none."""
    if not _any_ended(engine, today):
        return 0
    with writing(engine) as connection:
        return _erase_ended(connection, today)


def _any_ended(database: Database, today: date) -> bool:
    with reading(database) as connection:
        return bool(connection.execute(select(exists().where(RECORDED.c.ends_on < today))).scalar())


def _erase_ended(connection: Connection, today: date) -> int:
    return _delete(connection, RECORDED.c.ends_on < today)


def erase(engine: Engine, *, id: str | None = None, since: date | None = None, until: date | None = None) -> int:
    """Erases one decision, those of some days (both ends included), or all of them, and says how many."""
    chosen: ColumnElement[bool] = true()
    for condition in (
        None if id is None else RECORDED.c.id == id,
        None if since is None else RECORDED.c.day >= since,
        None if until is None else RECORDED.c.day <= until,
    ):
        chosen = chosen if condition is None else chosen & condition
    with writing(engine) as connection:
        return _delete(connection, chosen)


def _delete(connection: Connection, chosen: ColumnElement[bool]) -> int:
    """Erased for good: SQLite would otherwise leave what it held in the file, where it can be read back."""
    on_sqlite = connection.dialect.name == "sqlite"
    if on_sqlite:
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    erased = connection.execute(delete(RECORDED).where(chosen)).rowcount
    if on_sqlite:
        connection.exec_driver_sql("PRAGMA secure_delete = OFF")
    return erased
