"""The `reports` command: what users reported, the message for whoever keeps a directory, and what came of it."""

from argparse import Namespace
from datetime import UTC, date, datetime

from orientation.cli.printing import say
from orientation.directory.reports import FieldReport
from orientation.directory.steward import Reported, message
from orientation.reference.merging import load_merge_rules
from orientation.refusal import Refused
from orientation.store.engine import reading
from orientation.store.reporting import answer_report
from orientation.store.reports import reports
from orientation.store.sheet import record_sheet
from orientation.workplace import Workplace


def listing(options: Namespace) -> None:
    found = reports(Workplace().engine, open_only=not options.all)
    lines = [
        f"{one.id}  {one.day.isoformat()}  {one.state}  {one.resource_id}  {one.field} : {one.text}{_proposed(one)}".rstrip()
        for one in found
    ]
    say(options, {"reports": [_value(one) for one in found]}, lines or ["Aucun signalement en attente."])


def _proposed(one: FieldReport) -> str:
    return f" → {one.proposed}" if one.proposed else ""


def _value(one: FieldReport) -> dict[str, object]:
    return {
        "id": one.id,
        "resource": one.resource_id,
        "field": one.field,
        "text": one.text,
        "proposed": one.proposed,
        "day": one.day.isoformat(),
        "state": one.state,
    }


def to_steward(options: Namespace) -> None:
    """The message about what is not answered; `--sent` notes that it left."""
    place, rules = Workplace(), load_merge_rules()
    told: list[Reported] = []
    with reading(place.engine) as connection:
        for report in reports(connection):
            sheet = record_sheet(connection, report.resource_id, rules)
            mine = [one.record for one in sheet.records if one.record.source == options.source] if sheet else []
            told += [Reported(report, record) for record in mine]
    if not told:
        raise Refused(f"Aucun signalement en attente ne concerne une fiche de « {options.source} ». Voir : orientation reports")
    text = message(options.source, told, date.today())
    if options.output is not None:
        options.output.write_text(text, encoding="utf-8")
    for one in {one.report.id: one.report for one in told}.values() if options.sent else ():
        answer_report(place.engine, one.id, "transmis", rules=rules, now=datetime.now(UTC))
    value = {"source": options.source, "reports": sorted({one.report.id for one in told}), "message": text, "sent": options.sent}
    say(options, value, [f"Message écrit dans {options.output}."] if options.output else [text])


def answer(options: Namespace) -> None:
    answer_report(Workplace().engine, options.id, options.state, rules=load_merge_rules(), now=datetime.now(UTC))
    say(options, {"id": options.id, "state": options.state}, [f"Signalement {options.id} : {options.state}."])
