"""A source taken out whole: the directory is then as if it had never been there."""

from datetime import datetime

from sqlalchemy import Connection, Engine, delete, or_, select, update

from orientation.directory.merge_rules import MergeRules
from orientation.refusal import Refused
from orientation.store import bulk
from orientation.store.engine import writing
from orientation.store.grouping import LINK, regroup
from orientation.store.records import CATCHMENT, CONTENT, RECORD
from orientation.store.remaking import Remaking
from orientation.store.resources import RESOURCE
from orientation.store.tables import ImportRow, RecordHistoryRow, RejectedRow

_import = bulk.table_of(ImportRow)
_history = bulk.table_of(RecordHistoryRow)
_rejected = bulk.table_of(RejectedRow)


def withdraw_source(engine: Engine, source: str, *, rules: MergeRules, now: datetime) -> str:
    """Take out all that came from a source; the directory's version.

    What people decided or reported stays written down, without effect until the source comes back.
    Raises Refused when nothing was ever imported from it.
    """
    with writing(engine) as connection:
        if connection.execute(select(_import.c.id).where(_import.c.source == source)).first() is None:
            raise Refused(f"Rien n'a été importé de la source « {source} » ; sources présentes : {_present(connection)}.")
        of_source = RECORD.c.source == source
        numbers = select(RECORD.c.id).where(of_source)
        neighbours, homes = _around(connection, source)
        connection.execute(
            delete(LINK).where(or_(LINK.c.a.startswith(f"{source}:", autoescape=True), LINK.c.b.startswith(f"{source}:", autoescape=True)))
        )
        connection.execute(delete(_history).where(_history.c.record.in_(numbers)))
        connection.execute(delete(CONTENT).where(CONTENT.c.record.in_(numbers)))
        connection.execute(delete(RECORD).where(of_source))
        imports = select(_import.c.id).where(_import.c.source == source)
        connection.execute(delete(_rejected).where(_rejected.c.import_id.in_(imports)))
        connection.execute(delete(_import).where(_import.c.source == source))
        affected = homes | regroup(connection, neighbours, rules)
        version = Remaking(connection, rules).follow(affected, now)
        _drop_unused_catchments(connection)
        return version


def _present(connection: Connection) -> str:
    return ", ".join(sorted(connection.execute(select(_import.c.source).distinct()).scalars())) or "aucune"


def _around(connection: Connection, source: str) -> tuple[set[str], set[str]]:
    """Records of other sources that share a resource with this one, and the resources it has a part in.

    Those that only complete a record of this source wait for it again.
    """
    homes = set(
        connection.execute(select(RECORD.c.resource_id).where(RECORD.c.source == source, RECORD.c.resource_id.is_not(None))).scalars()
    )
    theirs = select(RECORD.c.resource_id).where(RECORD.c.source == source)
    others = connection.execute(select(RECORD).where(RECORD.c.source != source, RECORD.c.resource_id.in_(theirs))).all()
    waiting = [row.id for row in others if row.enriches is not None and row.enriches.startswith(f"{source}:")]
    for chunk in bulk.batches(iter(waiting), 2_000):
        connection.execute(update(RECORD).where(RECORD.c.id.in_(chunk)).values(resource_id=None))
    return {f"{row.source}:{row.record_id}" for row in others if row.enriches is None}, homes


def _drop_unused_catchments(connection: Connection) -> None:
    used = select(RECORD.c.catchment_id).where(RECORD.c.catchment_id.is_not(None))
    shown = select(RESOURCE.c.catchment_id).where(RESOURCE.c.catchment_id.is_not(None))
    connection.execute(delete(CATCHMENT).where(CATCHMENT.c.id.not_in(used), CATCHMENT.c.id.not_in(shown)))
