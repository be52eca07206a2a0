"""Records brought into one resource, or set apart again, after links or decisions changed: only what they touch is looked at."""

from collections.abc import Iterable

from sqlalchemy import Connection, or_, select

from orientation.directory.clusters import clusters
from orientation.directory.merge_rules import MergeRules
from orientation.store import bulk
from orientation.store.records import RECORD, move_records, rows_of
from orientation.store.tables import DecisionRow, LinkRow

LINK = bulk.table_of(LinkRow)
DECISION = bulk.table_of(DecisionRow)
_CHUNK = 2_000

Pair = tuple[str, str]


def regroup(connection: Connection, keys: Iterable[str], rules: MergeRules) -> set[str]:
    """Group again these records and all that is tied to them; the resources, old and new, that must be made again."""
    same, decided, apart, members = _surroundings(connection, set(keys))
    rows = rows_of(connection, members)
    whole = {key: row for key, row in rows.items() if row.enriches is None}
    homes: dict[str, str] = {}
    for group in clusters(whole, same, decided, apart):
        home = rules.head_key(group)
        homes.update(dict.fromkeys(group, home))
    moved = {whole[key].id: home for key, home in homes.items() if whole[key].resource_id != home}
    touched = {str(whole[key].resource_id) for key in homes if whole[key].id in moved} | set(moved.values())
    moved_keys = {key for key in homes if whole[key].id in moved}
    enriching = _enriching(connection, moved_keys)
    move_records(connection, moved | {number: homes[key] for number, key in enriching})
    return touched


def _enriching(connection: Connection, keys: Iterable[str]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for chunk in bulk.batches(iter(sorted(keys)), _CHUNK):
        found += [
            (row.id, row.enriches) for row in connection.execute(select(RECORD.c.id, RECORD.c.enriches).where(RECORD.c.enriches.in_(chunk)))
        ]
    return found


def _surroundings(connection: Connection, keys: set[str]) -> tuple[dict[Pair, float], set[Pair], set[Pair], set[str]]:
    """Ties around some records, followed until no new record is met: links found the same, decisions, and today's resources."""
    same: dict[Pair, float] = {}
    decided: set[Pair] = set()
    apart: set[Pair] = set()
    members: set[str] = set()
    frontier = keys
    while frontier:
        members |= frontier
        reached = _in_the_same_resources(connection, frontier)
        for chunk in bulk.batches(iter(sorted(frontier)), _CHUNK):
            for row in connection.execute(select(LINK).where(LINK.c.verdict == "same", or_(LINK.c.a.in_(chunk), LINK.c.b.in_(chunk)))):
                same[row.a, row.b] = row.probability
                reached |= {row.a, row.b}
            for row in connection.execute(select(DECISION).where(or_(DECISION.c.a.in_(chunk), DECISION.c.b.in_(chunk)))):
                (decided if row.verdict == "same" else apart).add((row.a, row.b))
                reached |= {row.a, row.b} if row.verdict == "same" else set()
        frontier = reached - members
    return {pair: sure for pair, sure in same.items() if pair not in apart}, decided, apart, members


def _in_the_same_resources(connection: Connection, keys: Iterable[str]) -> set[str]:
    homes = {row.resource_id for row in rows_of(connection, keys).values() if row.resource_id is not None}
    found: set[str] = set()
    for chunk in bulk.batches(iter(sorted(homes)), _CHUNK):
        rows = connection.execute(
            select(RECORD.c.source, RECORD.c.record_id).where(RECORD.c.resource_id.in_(chunk), RECORD.c.enriches.is_(None))
        )
        found |= {f"{row.source}:{row.record_id}" for row in rows}
    return found


def tied_among_new(connection: Connection, import_id: int) -> set[str]:
    """Records first listed by this import that links or decisions made earlier tie to others."""
    found: set[str] = set()
    for table in (LINK, DECISION):
        if connection.execute(select(table.c.a).limit(1)).first() is None:
            continue
        key = RECORD.c.source + ":" + RECORD.c.record_id
        for side in (table.c.a, table.c.b):
            tied = select(side).join(RECORD, side == key).where(RECORD.c.first_import == import_id, table.c.verdict == "same")
            found |= set(connection.execute(tied).scalars())
    return found
