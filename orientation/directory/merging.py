"""One resource out of the records that describe it. Which record is believed for which field is data: the merge rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from orientation.record import SourceRecord
from orientation.resource import Resource, SourceRef


@dataclass(frozen=True)
class MergeRules:
    """`version` names the rules in force; `authority`: sources from the most to the least believed."""

    version: str
    authority: tuple[str, ...] = ()
    fields: Mapping[str, object] = field(default_factory=dict)


def alone(record: SourceRecord, absent_on: date | None = None) -> Resource:
    """The resource of a record that no other describes; `absent_on`: the day a full extract no longer listed it."""
    stated = record.resource
    return replace(
        stated,
        id=record.key,
        sources=(SourceRef(record.source, record.id, record.updated_on),),
        updated_on=record.updated_on or stated.updated_on,
        closed_on=record.closed_on or stated.closed_on or absent_on,
    )
