"""What users reported of a directory's records, as a message that whoever keeps that directory can act on without our software."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from orientation.directory.reports import FieldReport
from orientation.record import SourceRecord
from orientation.resource_cells import BY_FIELD


@dataclass(frozen=True, slots=True)
class Reported:
    """A report, with the record of the steward's own directory that it is about."""

    report: FieldReport
    record: SourceRecord


def message(source: str, told: Sequence[Reported], day: date) -> str:
    """A plain text: each record by its name and its own number, then what it says, what was said of it, what is proposed instead."""
    records: dict[str, list[Reported]] = {}
    for one in told:
        records.setdefault(one.record.id, []).append(one)
    head = [
        f"Objet : corrections proposées pour l'annuaire « {source} » ({len(told)} sur {len(records)} fiches)",
        "",
        "Bonjour,",
        "",
        "Des professionnels qui se servent de votre annuaire ont signalé ce qui suit. Rien n'a été changé de notre côté :",
        "nous reprendrons vos fiches telles que vous les publierez.",
    ]
    bodies = [line for entries in records.values() for line in ("", *_record(entries))]
    return "\n".join([*head, *bodies, "", f"Message établi le {day.isoformat()}.", ""])


def _record(entries: Sequence[Reported]) -> list[str]:
    record = entries[0].record
    updated = f", mise à jour le {record.updated_on.isoformat()}" if record.updated_on else ""
    return [f"Fiche {record.id} : {record.resource.name}{updated}", *(line for one in entries for line in _lines(one))]


def _lines(one: Reported) -> list[str]:
    report = one.report
    columns = BY_FIELD[report.field]
    known = [f"{column.name} = {value}" for column in columns if (value := column.value(one.record.resource)) is not None]
    return [
        f"  Champ « {', '.join(column.name for column in columns)} », signalé le {report.day.isoformat()} (n° {report.id})",
        f"    Dans votre fiche : {' ; '.join(known) or 'rien'}",
        *([f"    Signalé : {_one_line(report.text)}"] if report.text.strip() else []),
        *([f"    Proposé : {_one_line(report.proposed)}"] if report.proposed else []),
    ]


def _one_line(text: str) -> str:
    return " ".join(text.split())
