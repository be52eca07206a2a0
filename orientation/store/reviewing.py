"""Pairs of records that wait for a person, and those a person decided, with both records whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, select

from orientation.directory.clusters import Link
from orientation.record import SourceRecord
from orientation.resource_json import loads
from orientation.store.engine import Database, reading
from orientation.store.grouping import DECISION, LINK
from orientation.store.linking import Decision, Pair
from orientation.store.records import RECORD, load_records, rows_of


@dataclass(frozen=True)
class ReviewedPair:
    """A pair with its two records as their sources give them."""

    pair: Pair
    a: SourceRecord
    b: SourceRecord


@dataclass(frozen=True, slots=True)
class ReviewState:
    """How many pairs were compared, wait for a person, and were decided by one."""

    compared: int
    waiting: int
    decided: int


def review_state(database: Database) -> ReviewState:
    with reading(database) as connection:
        return ReviewState(
            connection.execute(select(func.count()).select_from(LINK)).scalar() or 0,
            connection.execute(select(func.count()).select_from(_waiting().subquery())).scalar() or 0,
            connection.execute(select(func.count()).select_from(DECISION)).scalar() or 0,
        )


def pairs_to_review(database: Database, at_most: int, skipping: int = 0) -> list[ReviewedPair]:
    """The most likely to be one service first; the order does not change while nothing is decided."""
    with reading(database) as connection:
        rows = connection.execute(_waiting().order_by(LINK.c.probability.desc(), LINK.c.a, LINK.c.b).limit(at_most).offset(skipping)).all()
        found = [Pair(row.a, row.b, Link(row.a, row.b, row.verdict, row.probability, tuple(loads(row.reasons))), None) for row in rows]
        return _whole(connection, found)


def pairs_decided(database: Database, at_most: int) -> list[ReviewedPair]:
    """The last decision first."""
    with reading(database) as connection:
        rows = connection.execute(select(DECISION).order_by(DECISION.c.at.desc(), DECISION.c.a).limit(at_most)).all()
        return _whole(connection, [Pair(row.a, row.b, None, Decision(row.a, row.b, row.verdict, row.by, row.at)) for row in rows])


def _waiting() -> Select[Any]:
    decided = exists().where(and_(DECISION.c.a == LINK.c.a, DECISION.c.b == LINK.c.b))
    return select(LINK).where(LINK.c.verdict == "review", ~decided)


def _whole(connection: Connection, found: Sequence[Pair]) -> list[ReviewedPair]:
    """A pair whose record was withdrawn meanwhile is left out."""
    rows = rows_of(connection, {key for pair in found for key in (pair.a, pair.b)})
    numbers = [row.id for row in rows.values()]
    records = {one.record.key: one.record for one in load_records(connection, RECORD.c.id.in_(numbers))} if numbers else {}
    return [ReviewedPair(pair, records[pair.a], records[pair.b]) for pair in found if pair.a in records and pair.b in records]
