"""Many rows at once by each database's own fast way: `executemany` for SQLite, COPY for PostgreSQL.

Rows are plain tuples; dates in them are ISO text, which both take.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, Table
from sqlmodel import SQLModel

T = TypeVar("T")
Row = tuple[object, ...]


def table_of(model: type[SQLModel]) -> Table:
    return model.__table__  # type: ignore[attr-defined]


def insert(connection: Connection, model: type[SQLModel], columns: Sequence[str], rows: Sequence[Row]) -> None:
    if not rows:
        return
    quoted = ", ".join(f'"{column}"' for column in columns)
    name = table_of(model).name
    if connection.dialect.name == "postgresql":
        driver = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f'COPY "{name}" ({quoted}) FROM STDIN') as copy:  # type: ignore[union-attr]
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(columns))
    connection.exec_driver_sql(f'INSERT INTO "{name}" ({quoted}) VALUES ({marks})', list(rows))


def batches(values: Iterator[T], size: int) -> Iterator[list[T]]:
    """
    >>> [*batches(iter("abcde"), 2)]
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    while batch := list(islice(values, size)):
        yield batch
