"""Errors that users report and corrections they propose, written down; how often resources are proposed, and which to check first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine, func, select, text, update
from sqlalchemy.exc import OperationalError

from orientation.directory.merge_rules import MERGED_FIELDS, MergeRules
from orientation.directory.reports import FieldReport, ReportState
from orientation.directory.trust import ToCheck, Trust, TrustNorms, call_to_check, trust
from orientation.refusal import Refused
from orientation.resource import Resource
from orientation.store import bulk
from orientation.store.engine import Database, reading, writing
from orientation.store.records import rows_of
from orientation.store.remaking import Remaking
from orientation.store.reports import REPORT
from orientation.store.sheet import record_sheet
from orientation.store.tables import ProposalRow

LONGEST_TEXT = 2_000
_PATIENCE_S = 20.0
_MOST_PROPOSED = 300
_proposal = bulk.table_of(ProposalRow)


def report_error(
    engine: Engine, resource_id: str, field: str, text: str, proposed: str | None = None, *, rules: MergeRules, now: datetime
) -> FieldReport:
    """Write down what a user says of a field. The caller has masked what identifies a person in `text` and `proposed`.

    Raises Refused when the resource or the field does not exist, or nothing is said.
    """
    if field not in MERGED_FIELDS:
        raise Refused(f"« {field} » n'est pas un champ de l'annuaire ; attendu : {', '.join(sorted(MERGED_FIELDS))}.")
    if not text.strip() and not (proposed or "").strip():
        raise Refused("Dites ce qui est faux, ou proposez une correction.")
    if max(len(text), len(proposed or "")) > LONGEST_TEXT:
        raise Refused(f"Le signalement est trop long ; {LONGEST_TEXT} caractères au plus.")
    with writing(engine, patience_s=_PATIENCE_S) as connection:
        home = _home(connection, resource_id)
        number = (connection.execute(select(func.max(REPORT.c.id))).scalar() or 0) + 1
        report = FieldReport(number, resource_id, field, text, proposed, now.date())
        values = (report.id, report.resource_id, report.field, report.text, report.proposed, report.day, report.state)
        connection.execute(REPORT.insert().values(values))
        Remaking(connection, rules).follow({home}, now)
    return report


def answer_report(engine: Engine, id: int, state: ReportState, *, rules: MergeRules, now: datetime) -> None:
    """Note that a report was sent to the directory's steward, accepted or refused."""
    with writing(engine, patience_s=_PATIENCE_S) as connection:
        key = connection.execute(select(REPORT.c.resource_id).where(REPORT.c.id == id)).scalar()
        if key is None:
            raise Refused(f"Aucun signalement ne porte le numéro {id}.")
        connection.execute(update(REPORT).where(REPORT.c.id == id).values(state=state))
        known = rows_of(connection, [key]).get(key)
        if known is not None and known.resource_id is not None:
            Remaking(connection, rules).follow({known.resource_id}, now)


def _home(connection: Connection, key: str) -> str:
    row = rows_of(connection, [key]).get(key)
    if row is None or row.resource_id is None:
        raise Refused(f"« {key} » n'est pas dans l'annuaire ; attendu : l'identifiant d'une fiche, comme la recherche l'affiche.")
    return str(row.resource_id)


def count_proposals(engine: Engine, ids: Sequence[str], day: date) -> bool:
    """Count that these were proposed once more; nothing of the case. False when the database was busy: nobody waits for a count."""
    count = text(
        "INSERT INTO proposal (resource_id, day, times) VALUES (:id, :day, 1) "
        "ON CONFLICT (resource_id, day) DO UPDATE SET times = proposal.times + 1"
    )
    try:
        with writing(engine, patience_s=0.1) as connection:
            connection.execute(count, [{"id": id, "day": day.isoformat()} for id in sorted(set(ids))])
    except (Refused, OperationalError):
        return False
    return True


@dataclass(frozen=True)
class Doubtful:
    """A resource worth a call, with how often it was proposed and why it is doubtful."""

    resource: Resource
    to_check: ToCheck
    trust: Trust


def doubtful_resources(
    database: Database, since: date, day: date, *, rules: MergeRules, norms: TrustNorms, limit: int = 50
) -> list[Doubtful]:
    """Among the resources proposed most since a day, those to check first by phone."""
    times = func.sum(_proposal.c.times)
    most = select(_proposal.c.resource_id, times).where(_proposal.c.day >= since).group_by(_proposal.c.resource_id)
    found: dict[str, Doubtful] = {}
    with reading(database) as connection:
        for id, proposed in connection.execute(most.order_by(times.desc(), _proposal.c.resource_id).limit(_MOST_PROPOSED)).all():
            sheet = record_sheet(connection, id, rules)
            if sheet is not None and sheet.resource.is_open(day):
                known = found.get(sheet.resource.id)
                judged = trust(sheet.merged, day, norms)
                total = int(proposed) + (known.to_check.proposed if known else 0)
                found[sheet.resource.id] = Doubtful(sheet.resource, ToCheck(sheet.resource.id, total, judged.doubt), judged)
    return [found[one.resource_id] for one in call_to_check(doubtful.to_check for doubtful in found.values())[:limit]]
