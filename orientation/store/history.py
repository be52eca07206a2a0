"""What changed in a record from one import to the next, kept so that people can read it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, func, select

from orientation.resource_json import dumps, loads
from orientation.store import bulk
from orientation.store.compression import decompress
from orientation.store.tables import RecordHistoryRow

HappeningKind = Literal["updated", "closed", "reopened", "closed-by-absence"]
_history = bulk.table_of(RecordHistoryRow)
_COLUMNS = tuple(RecordHistoryRow.model_fields)


@dataclass(frozen=True, slots=True)
class Happening:
    """`changes`: by field of the resource, then by path in the raw fields ("raw.telecom"), what was and what is; None: unstated."""

    record: str
    day: date
    kind: HappeningKind
    import_id: int
    changes: Mapping[str, tuple[Any, Any]]


def differences(before: Mapping[str, Any], after: Mapping[str, Any], path: str = "") -> dict[str, list[Any]]:
    """By path of keys, the two values that differ; lists are compared whole.

    >>> differences({"a": 1, "b": {"c": 2, "d": 3}}, {"b": {"c": 2, "d": 4}})
    {'a': [1, None], 'b.d': [3, 4]}
    """
    found: dict[str, list[Any]] = {}
    for name in sorted({*before, *after}):
        one, two = before.get(name), after.get(name)
        if one == two:
            continue
        if isinstance(one, dict) and isinstance(two, dict):
            found |= differences(one, two, f"{path}{name}.")
        else:
            found[f"{path}{name}"] = [one, two]
    return found


class HistoryWriter:
    def __init__(self, connection: Connection, import_id: int, day: date) -> None:
        self._connection = connection
        self._import_id = import_id
        self._day = day.isoformat()
        self._next = (connection.execute(select(func.max(_history.c.id))).scalar() or 0) + 1

    def add(self, happenings: Sequence[tuple[int, HappeningKind, Mapping[str, Any]]], compress: Callable[[bytes], bytes]) -> None:
        """Record numbers with what happened to each."""
        rows = [
            (self._next + offset, number, self._import_id, self._day, kind, compress(dumps(changes)))
            for offset, (number, kind, changes) in enumerate(happenings)
        ]
        self._next += len(rows)
        bulk.insert(self._connection, RecordHistoryRow, _COLUMNS, rows)


def history_of(connection: Connection, keys: Mapping[int, str]) -> list[Happening]:
    """What happened to these records, the oldest first."""
    query = select(_history).where(_history.c.record.in_(keys)).order_by(_history.c.id)
    return [_happening(connection, row, keys) for row in connection.execute(query)]


def _happening(connection: Connection, row: Any, keys: Mapping[int, str]) -> Happening:
    changes = {name: (before, after) for name, (before, after) in loads(decompress(connection, row.changes)).items()}
    return Happening(keys[row.record], row.day, row.event, row.import_id, changes)
