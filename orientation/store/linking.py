"""Pairs of records: what the linking scored, what people decided, and the resources that follow from both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Literal

from sqlalchemy import Connection, Engine, delete, func, or_, select

from orientation.directory.clusters import Link
from orientation.directory.linking.described import Described
from orientation.directory.merge_rules import MergeRules
from orientation.refusal import Refused
from orientation.resource_json import dumps, loads
from orientation.store import bulk
from orientation.store.compression import decompress
from orientation.store.engine import Database, reading, writing
from orientation.store.grouping import DECISION, LINK, regroup
from orientation.store.records import CONTENT, RECORD, rows_of
from orientation.store.remaking import Remaking
from orientation.store.tables import LinkRow

DecidedVerdict = Literal["same", "different"]
_COLUMNS = tuple(LinkRow.model_fields)
_CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided of two records; `by`: who, as they named themselves."""

    a: str
    b: str
    verdict: DecidedVerdict
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records with what the linking says of them, if it compared them, and what a person decided, if one did."""

    a: str
    b: str
    link: Link | None
    decision: Decision | None

    @property
    def verdict(self) -> str:
        """A person's word goes before the linking's."""
        if self.decision is not None:
            return self.decision.verdict
        assert self.link is not None
        return self.link.verdict


def save_links(engine: Engine, links: Iterable[Link], *, rules: MergeRules, now: datetime, replace_all: bool = False) -> str:
    """Keep scored pairs and merge or set apart the resources they touch; the directory's version.

    A pair scored before is scored anew. `replace_all`: pairs not given are forgotten (a whole linking was done again), and only
    records whose ties change are looked at.
    """
    with writing(engine) as connection:
        before, after = _forget_all(connection) if replace_all else set(), set()
        touched: set[str] = set()
        for chunk in bulk.batches(iter(links), _CHUNK):
            rows = {(link.a, link.b): (link.a, link.b, link.verdict, link.probability, dumps(link.reasons).decode()) for link in chunk}
            if not replace_all:
                _forget(connection, rows)
            bulk.insert(connection, LinkRow, _COLUMNS, list(rows.values()))
            if replace_all:
                after |= {(link.a, link.b, link.probability) for link in chunk if link.verdict == "same"}
            else:
                touched |= {key for pair in rows for key in pair}
        touched |= {key for a, b, _ in before ^ after for key in (a, b)}
        return _regrouped(connection, touched, rules, now)


def _forget_all(connection: Connection) -> set[tuple[str, str, float]]:
    """The ties there were."""
    tied = {(row.a, row.b, row.probability) for row in connection.execute(select(LINK).where(LINK.c.verdict == "same"))}
    connection.execute(delete(LINK))
    return tied


def _forget(connection: Connection, pairs: Iterable[tuple[str, str]]) -> None:
    connection.exec_driver_sql(
        "DELETE FROM link WHERE a = %s AND b = %s" if connection.dialect.name == "postgresql" else "DELETE FROM link WHERE a = ? AND b = ?",
        list(pairs),
    )


def decide(engine: Engine, a: str, b: str, verdict: DecidedVerdict | None, *, by: str, rules: MergeRules, now: datetime) -> str:
    """Keep what a person decided of two records; the directory's version. None takes it back: the linking's word counts again.

    A decision may be changed at any time and outlives re-imports. Raises Refused when one of the two is not in the directory.
    """
    a, b = sorted((a, b))
    with writing(engine) as connection:
        _check_known(connection, a, b)
        connection.execute(delete(DECISION).where(DECISION.c.a == a, DECISION.c.b == b))
        if verdict is not None:
            connection.execute(DECISION.insert().values(a=a, b=b, verdict=verdict, by=by, at=now.replace(tzinfo=None)))
        return _regrouped(connection, {a, b}, rules, now)


def _check_known(connection: Connection, a: str, b: str) -> None:
    if a == b:
        raise Refused(f"« {a} » est comparée à elle-même ; deux fiches différentes sont attendues.")
    known = rows_of(connection, (a, b))
    for key in (a, b):
        if key not in known:
            raise Refused(
                f"La fiche « {key} » n'est pas dans l'annuaire ; attendu : « source:identifiant », comme la liste des doublons l'écrit."
            )
        if known[key].enriches is not None:
            raise Refused(f"La fiche « {key} » ne fait que compléter « {known[key].enriches} » ; décidez de cette dernière.")


def _regrouped(connection: Connection, touched: set[str], rules: MergeRules, now: datetime) -> str:
    return Remaking(connection, rules).follow(regroup(connection, touched, rules), now)


def pairs(database: Database, keys: Sequence[str] | None = None) -> list[Pair]:
    """Every pair scored or decided, by key; with `keys`, those of these records."""
    with reading(database) as connection:
        links, decisions = select(LINK), select(DECISION)
        if keys is not None:
            links = links.where(or_(LINK.c.a.in_(keys), LINK.c.b.in_(keys)))
            decisions = decisions.where(or_(DECISION.c.a.in_(keys), DECISION.c.b.in_(keys)))
        scored = {
            (row.a, row.b): Link(row.a, row.b, row.verdict, row.probability, tuple(loads(row.reasons))) for row in connection.execute(links)
        }
        decided = {(row.a, row.b): Decision(row.a, row.b, row.verdict, row.by, row.at) for row in connection.execute(decisions)}
    return [Pair(*pair, scored.get(pair), decided.get(pair)) for pair in sorted({*scored, *decided})]


@dataclass(frozen=True)
class ToLink:
    """Everything a linking works with, of one state of the directory. `read` names those records and the data that compares them."""

    said: Described
    decided: Mapping[tuple[str, str], DecidedVerdict]
    read: str


def to_link(database: Database, towns: Mapping[str, str], version: str, linked: str | None = None) -> ToLink | None:
    """What is to be linked; None when the last linking (`linked`, of `linked_state`) still stands.

    `towns`: names of communes by code. `version`: of the data that compares records. Decisions do not make a linking due: they are
    followed as they are made.
    """
    with reading(database) as connection:
        read = _read(connection, version)
        if linked is not None and linked == linked_state(connection, read):
            return None
        decided = {(row.a, row.b): row.verdict for row in connection.execute(select(DECISION))}
        return ToLink(_described(connection, towns), decided, read)


def linked_state(database: Database, read: str) -> str:
    """What tells that a linking of `read` was kept, and that its pairs are still there."""
    with reading(database) as connection:
        counts = connection.execute(select(LINK.c.verdict, func.count()).group_by(LINK.c.verdict).order_by(LINK.c.verdict)).all()
    return " ".join([read, *(f"{verdict}:{count}" for verdict, count in counts)])


def _read(connection: Connection, version: str) -> str:
    query = select(RECORD.c.source, RECORD.c.record_id, RECORD.c.content_hash).where(RECORD.c.enriches.is_(None))
    told = blake2b(version.encode(), digest_size=16)
    for key, content in sorted((f"{row.source}:{row.record_id}", row.content_hash) for row in connection.execute(query)):
        told.update(key.encode() + content)
    return told.hexdigest()


def _described(connection: Connection, towns: Mapping[str, str]) -> Described:
    query = select(RECORD.c.source, RECORD.c.record_id, CONTENT.c.content).join(CONTENT, CONTENT.c.record == RECORD.c.id)
    said = Described()
    for row in connection.execution_options(yield_per=_CHUNK).execute(query.where(RECORD.c.enriches.is_(None))):
        said.add(f"{row.source}:{row.record_id}", row.source, loads(decompress(connection, row.content))["resource"], towns)
    return said
