"""One resource out of the records that describe it: for each field the value that the rules believe, and those that disagree.

A record that says "closed" is believed last for everything else. A closing is itself believed unless another record that is
open was updated later or, undated, is of a more believed source. A record that a full extract no longer lists only
says that its source lost sight of it: that closes a resource when no other record is open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from orientation.directory.choosing import FIELDS, RULES, UNSTATED, Believed, Choice
from orientation.directory.merge_rules import MergeRules
from orientation.directory.provenance import Provenance, Stated
from orientation.directory.reports import FieldReport
from orientation.record import SourceRecord
from orientation.resource import Resource, SourceRef


@dataclass(frozen=True)
class Merged:
    """A resource; for each field that is stated, where it comes from; what users said of it.

    `compared`: values that two records or more state; `disagreements`: those of them on which records disagree.
    """

    resource: Resource
    provenance: Mapping[str, Provenance]
    records: tuple[str, ...]
    reports: tuple[FieldReport, ...] = ()
    compared: int = 0

    @property
    def disagreements(self) -> tuple[Provenance, ...]:
        return tuple({provenance.fields: provenance for provenance in self.provenance.values() if provenance.others}.values())

    @property
    def open_reports(self) -> tuple[FieldReport, ...]:
        return tuple(report for report in self.reports if report.is_open)


def alone(record: SourceRecord, absent_on: date | None = None) -> Resource:
    """The resource of a record that no other describes; `absent_on`: the day a full extract no longer listed it."""
    stated = record.resource
    sources = (SourceRef(record.source, record.id, record.updated_on),)
    updated, closed = record.updated_on or stated.updated_on, record.closed_on or stated.closed_on or absent_on
    # Most readers say it just so; building a value of forty fields again would take longer than comparing four.
    if (stated.id, stated.sources, stated.updated_on, stated.closed_on) == (record.key, sources, updated, closed):
        return stated
    return replace(stated, id=record.key, sources=sources, updated_on=updated, closed_on=closed)


def merge(
    records: Sequence[SourceRecord],
    rules: MergeRules,
    reports: Sequence[FieldReport] = (),
    absent: Mapping[str, date] | None = None,
) -> Merged:
    """The resource of records known to describe one service. `absent`: by record key, the day it was no longer listed.

    The order of records does not matter. Raises ValueError when all of them only enrich another.
    """
    absent = absent or {}
    whole = [record for record in records if record.enriches is None]
    if not whole:
        raise ValueError("records that only complete another make no resource")
    if len(records) == 1:
        return _of_one(whole[0], absent.get(whole[0].key), tuple(reports))
    believed = Believed(rules, records, absent)
    chosen = [RULES[rule.rule](believed, rule) for rule in rules.rules]
    values = {name: value for choice in chosen for name, value in choice.values.items()}
    values |= _kept_once(chosen, values)
    provenance = {name: told for choice in chosen if (told := choice.provenance) for name in choice.explained(values)}
    compared = sum(len(choice.taken) + len(choice.left) > 1 for choice in chosen)
    resource = Resource(id=rules.head(whole).key, sources=believed.sources, **values)
    return Merged(resource, provenance, tuple(sorted(record.key for record in records)), tuple(reports), compared)


def _kept_once(chosen: Sequence[Choice], values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields that keep what was not chosen, without what was."""
    kept = ((choice.rule.others_in, values[choice.rule.name]) for choice in chosen)
    return {name: tuple(value for value in values[name] if value != taken) for name, taken in kept if name is not None}


def _of_one(record: SourceRecord, absent_on: date | None, reports: tuple[FieldReport, ...]) -> Merged:
    resource = alone(record, absent_on)
    stated = {name: value for name in FIELDS if (value := getattr(resource, name)) != UNSTATED[name]}
    provenance = {name: Provenance((name,), (Stated(record.key, value, resource.updated_on),)) for name, value in stated.items()}
    return Merged(resource, provenance, (record.key,), reports)
