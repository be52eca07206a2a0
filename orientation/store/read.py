"""What the rest of the software reads of the directory. Every function takes an engine, or a connection of `reading` when several
answers must belong to one state of the directory."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, func, select

from orientation.resource import Resource
from orientation.resource_json import loads, resource_from_json
from orientation.store.bulk import streamed
from orientation.store.compression import decompress
from orientation.store.engine import Database, reading
from orientation.store.records import CATCHMENT, catchment_from_text, rows_of
from orientation.store.resources import COLUMNS, DIRECTORY, RESOURCE, version_of
from orientation.territory import CatchmentArea

_ONLY_SHOWN = ("organisation", "sector", "psychiatric_sectors", "fingerprint", "detail")
SEARCH_COLUMNS = tuple(column for column in COLUMNS if column not in _ONLY_SHOWN)
_BATCH = 20_000
_DATES = tuple(column.name for column in RESOURCE.columns if column.type.python_type is date)

Columns = dict[str, Sequence[Any]]


def directory_version(database: Database) -> str:
    """Names what the directory holds: the same content has the same version, whatever imports led to it."""
    with reading(database) as connection:
        return version_of(connection.execute(select(DIRECTORY.c.fingerprint)).scalar() or "0" * 32)


def held_by_commune(database: Database) -> dict[str, int]:
    """How many resources each commune has, by its code."""
    counts = select(RESOURCE.c.commune, func.count()).where(RESOURCE.c.commune.is_not(None)).group_by(RESOURCE.c.commune)
    with reading(database) as connection:
        return dict(connection.execute(counts).tuples().all())


def fetch(database: Database, ids: Sequence[str]) -> list[Resource]:
    """The resources of these ids, in their order; an id that the directory no longer has is left out.

    The id of a record that was merged into another resource gives that resource, under its own id.
    """
    with reading(database) as connection:
        found = _fetched(connection, ids)
        if len(found) < len(ids) and (unknown := [id for id in ids if id not in found]):
            homes = {key: row.resource_id for key, row in rows_of(connection, unknown).items() if row.resource_id is not None}
            merged = _fetched(connection, list(homes.values()))
            found |= {key: merged[home] for key, home in homes.items() if home in merged}
    return [found[id] for id in ids if id in found]


def _fetched(connection: Connection, ids: Sequence[str]) -> dict[str, Resource]:
    query = select(RESOURCE.c.id, RESOURCE.c.detail, CATCHMENT.c.areas).outerjoin_from(RESOURCE, CATCHMENT).where(RESOURCE.c.id.in_(ids))
    return {row.id: _resource_of(decompress(connection, row.detail), row.areas) for row in connection.execute(query)}


def iterate_resources(database: Database, *, first: str | None = None, below: str | None = None) -> Iterator[Resource]:
    """Every resource, by id, in bounded memory and of one state of the directory; or those of ids from `first` on and below `below`."""
    with reading(database) as connection:
        id = _binary(connection)
        bounds = [*([id >= first] if first is not None else []), *([id < below] if below is not None else [])]
        query = select(RESOURCE.c.detail, CATCHMENT.c.areas).outerjoin_from(RESOURCE, CATCHMENT).where(*bounds).order_by(id)
        for row in connection.execution_options(yield_per=2_000).execute(query):
            yield _resource_of(decompress(connection, row.detail), row.areas)


def _binary(connection: Connection) -> Any:
    """Ids in the order of their bytes, which is the same everywhere; a server's own language would sort them otherwise."""
    return RESOURCE.c.id.collate("C") if connection.dialect.name == "postgresql" else RESOURCE.c.id


def search_rows(database: Database, *, confidential: bool = True) -> Iterator[Columns]:
    """The search columns of every resource (`SEARCH_COLUMNS`, as in the table), some thousand rows at a time, in no order.

    `confidential` False: those that a search may show alone.
    """
    names = ", ".join(f'"{name}"' for name in SEARCH_COLUMNS)
    query = f"SELECT {names} FROM resource" + ("" if confidential else " WHERE NOT confidential")
    with reading(database) as connection:
        yield from map(_columns, streamed(connection, query, _BATCH))


def catchments(database: Database) -> dict[int, CatchmentArea]:
    """The catchment areas that resources share, by `catchment_id`."""
    with reading(database) as connection:
        return {row.id: _catchment_of(row.areas) for row in connection.execute(select(CATCHMENT.c.id, CATCHMENT.c.areas))}


class _Days(dict[Any, date | None]):
    """Days as the database gives them, each distinct one read once: a million rows hold a few thousand of them."""

    def __missing__(self, day: str | date) -> date:
        self[day] = found = date.fromisoformat(day) if isinstance(day, str) else day
        return found


_DAY_OF = _Days({None: None})


def _columns(rows: Sequence[Any]) -> Columns:
    columns: Columns = dict(zip(SEARCH_COLUMNS, zip(*rows, strict=True), strict=True))
    for name in _DATES:  # SQLite keeps days as text, truths as 0 and 1
        columns[name] = list(map(_DAY_OF.__getitem__, columns[name]))
    for name in ("confidential", "has_phone"):
        columns[name] = list(map(bool, columns[name]))
    return columns


def _resource_of(detail: bytes, areas: str | None) -> Resource:
    return resource_from_json(loads(detail), catchment=None if areas is None else _catchment_of(areas))


@lru_cache(maxsize=512)
def _catchment_of(areas: str) -> CatchmentArea:
    return catchment_from_text(areas)
