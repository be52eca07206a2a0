"""Many rows at once by each database's own fast way: `executemany` for SQLite, COPY for PostgreSQL; and read as the driver gives them.

Rows are plain tuples; dates in those written are ISO text, which both take.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, any_, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import SQLModel

from orientation.resource_json import dumps

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


def streamed(connection: Connection, query: str, many: int) -> Iterator[list[Row]]:
    """What a query gives, `many` rows at a time: rows that know their columns by name would cost as much as reading them."""
    driver: Any = connection.connection.driver_connection
    # A cursor that has a name stays on the server, which hands out rows as they are asked for.
    with closing(driver.cursor("streamed") if connection.dialect.name == "postgresql" else driver.cursor()) as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(many):
            yield rows


def among(connection: Connection, column: ColumnElement[Any], values: Sequence[int] | Sequence[str]) -> ColumnElement[bool]:
    """`column` is one of many values, handed over as one: thousands of parameters take longer to bind than to look up."""
    if connection.dialect.name == "postgresql":
        return column == any_(literal(list(values), ARRAY(column.type)))
    return column.in_(select(func.json_each(dumps(values).decode()).table_valued("value").c.value))


def learn_statistics(connection: Connection) -> None:
    """Let PostgreSQL know at once how full the tables are; SQLite does well without."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ANALYZE source_record, record_content, resource, catchment")


def batches(values: Iterator[T], size: int) -> Iterator[list[T]]:
    """
    >>> [*batches(iter("abcde"), 2)]
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    while batch := list(islice(values, size)):
        yield batch
