"""The resources that leave, one by one, in an order that coming back does not change, with the name and the sources they had at first.

A resource read from one of our own files keeps there the name it went out under, behind a mark; going out again, the mark is
taken off. So that what goes out twice is the same, the order is that of the names going out.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice, pairwise

from sqlalchemy import Connection

from orientation.exports.selection import Selection
from orientation.resource import Resource, SourceRef
from orientation.sources import exported
from orientation.sources.cells import Wrong
from orientation.sources.reading import Context
from orientation.sources.stated import stated
from orientation.store.read import iterate_resources
from orientation.store.records import RECORD, load_records

# How ids begin that our own files gave, in the order of their bytes: CSV and GeoJSON, ROR, data·inclusion.
_MARKS = ("data-inclusion:orientation--", "orientation:", "ror:orientation:")
_BATCH = 500


@dataclass
class Leaving:
    """Every call goes through the selection again, in the same state of the directory. `kept`: what stays, by reason."""

    connection: Connection
    selection: Selection
    context: Context
    progress: Callable[[int], None] | None = None
    kept: Counter[str] = field(default_factory=Counter)

    def __call__(self) -> Iterator[Resource]:
        self.kept["confidential"] = 0
        going = self._open_to_all(_by_outgoing_name(self.connection))
        seen = 0
        while batch := list(islice(going, _BATCH)):
            yield from self._restated(batch)
            seen += len(batch)
            if self.progress is not None:
                self.progress(seen)

    def _open_to_all(self, resources: Iterator[Resource]) -> Iterator[Resource]:
        for resource in resources:
            if self.selection.holds(resource, self.context.gazetteer):
                if resource.confidential:
                    self.kept["confidential"] += 1
                else:
                    yield resource

    def _restated(self, batch: list[Resource]) -> Iterator[Resource]:
        ours = [one.id for one in batch if any(ref.source == exported.SOURCE for ref in one.sources)]
        first = self._first_sources(ours) if ours else {}
        for resource in batch:
            refs = [ref for one in resource.sources for ref in first.get(one, (_unmarked(one),))]
            yield replace(resource, id=outgoing_name(resource.id), sources=tuple(dict.fromkeys(refs)))

    def _first_sources(self, ids: list[str]) -> dict[SourceRef, tuple[SourceRef, ...]]:
        """The sources that records of our own exports were said to come from."""
        found: dict[SourceRef, tuple[SourceRef, ...]] = {}
        where = RECORD.c.resource_id.in_(ids) & (RECORD.c.source == exported.SOURCE)
        for one in load_records(self.connection, where):
            try:
                said = stated({"sources": one.record.raw.get("sources")}, self.context).fields["sources"]
            except Wrong:
                continue
            if said:
                found[SourceRef(one.record.source, one.record.id, one.record.updated_on)] = said
        return found


def outgoing_name(id: str) -> str:
    """The id a resource goes out under.

    >>> outgoing_name("orientation:finess:940000123"), outgoing_name("ror:11/0000001")
    ('finess:940000123', 'ror:11/0000001')
    """
    return next((id[len(mark) :] for mark in _MARKS if id.startswith(mark)), id)


def _unmarked(ref: SourceRef) -> SourceRef:
    name = outgoing_name(whole := f"{ref.source}:{ref.id}")
    source, colon, id = name.partition(":")
    return SourceRef(source, id, ref.updated_on) if name != whole and colon else ref


def _by_outgoing_name(connection: Connection) -> Iterator[Resource]:
    """Ids that bear a mark stand together, in the order of the names behind it: they are merged with the others, nothing is sorted."""
    bounds = [None, *(bound for mark in _MARKS for bound in (mark, _after(mark))), None]
    runs = [iterate_resources(connection, first=first, below=below) for first, below in pairwise(bounds)]
    return heapq.merge(chain(*runs[::2]), *runs[1::2], key=lambda resource: outgoing_name(resource.id))


def _after(mark: str) -> str:
    return mark[:-1] + chr(ord(mark[-1]) + 1)
