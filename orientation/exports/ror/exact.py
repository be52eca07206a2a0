"""What the official elements of an offer do not say of its resource, told by reading them again as any import would."""

from collections.abc import Iterator, Sequence
from itertools import islice

import orjson

from orientation.exports.ror.offer import Offered, OfferWriter
from orientation.record import SourceRecord
from orientation.resource import Resource
from orientation.resource_cells import BY_FIELD
from orientation.sources.reading import Context
from orientation.sources.ror.bundles import Found
from orientation.sources.ror.joined import Joined
from orientation.sources.ror.offer import OfferReader
from orientation.sources.ror.own import URL

_BATCH = 1_000
# What goes together: half a position says nothing.
_WITH = {"lat": ("lat", "lon"), "lon": ("lat", "lon")}
_NOT_SAID = frozenset({"id", "sources"})


def offered(resources: Iterator[Resource], context: Context) -> Iterator[Offered]:
    """Each resource as an offer whose extension says its name and all that reading its elements does not give back."""
    writer = OfferWriter(context)
    while batch := list(islice(resources, _BATCH)):
        written = [writer.offered(resource) for resource in batch]
        for resource, one, read in zip(batch, written, _read(written, context), strict=True):
            one.offer.setdefault("extension", []).append({"url": URL, "valueString": _unsaid(resource, read)})
            yield one


def _read(written: Sequence[Offered], context: Context) -> Iterator[Resource | None]:
    joined = Joined(context)
    for one in written:
        for address, resource in one.beside.items():
            joined.add(Found.of(resource, address), 0)
    reader = OfferReader(context, joined)
    for one in written:
        record = reader.read(Found.of(one.offer, one.address), 0, "")
        yield record.resource if isinstance(record, SourceRecord) else None


def _unsaid(resource: Resource, read: Resource | None) -> str:
    differing = [name for name in BY_FIELD if name not in _NOT_SAID and (read is None or getattr(read, name) != getattr(resource, name))]
    names = dict.fromkeys(one for name in differing for one in _WITH.get(name, (name,)))
    cells = {column.name: column.value(resource) for name in ("id", *names) for column in BY_FIELD[name]}
    return orjson.dumps(cells).decode()
