"""The extension by which our own exports say what the profiles of the ROR cannot: read like any other file's cells, checked as they are."""

from dataclasses import replace

import orjson

from orientation.record import SourceRecord
from orientation.refusal import Refused
from orientation.resource import SourceRef
from orientation.sources.reading import Context
from orientation.sources.ror.bundles import SOURCE
from orientation.sources.ror.fhir import Json, listed, word
from orientation.sources.stated import stated

URL = "urn:orientation:resource"
_MARK = "orientation:"
_LONGEST = 1 << 20
# Who a resource is, and where it was read: the first is this record's own name, the second this file.
_OF_THE_RECORD = frozenset({"id", "sources"})


def completed(record: SourceRecord, offer: Json, context: Context) -> SourceRecord:
    """The record of an offer with what its extension says, if it has one. Raises Wrong or Refused for an extension that is no cells.

    We write none for what is confidential: one found there would bring back the address that the reader has just left out.
    """
    text = None if record.resource.confidential else _extension(offer)
    if text is None:
        return record
    said = stated(_cells(text), context)
    fields = {name: value for name, value in said.fields.items() if name not in _OF_THE_RECORD}
    id = _record_id(said.fields["id"]) if "id" in said.fields else record.id
    updated = fields.get("updated_on", record.updated_on)
    resource = replace(record.resource, **fields, id=f"{SOURCE}:{id}", sources=(SourceRef(SOURCE, id, updated),))
    warnings = tuple(dict.fromkeys((*record.warnings, *said.warnings)))
    return replace(record, id=id, resource=resource, updated_on=updated, closed_on=resource.closed_on, warnings=warnings)


def _extension(offer: Json) -> str | None:
    held = (one.get("valueString") for one in listed(offer.get("extension")) if isinstance(one, dict) and one.get("url") == URL)
    return next((said for one in held if (said := word(one)) is not None), None)


def _cells(text: str) -> dict[str, object]:
    try:
        cells = orjson.loads(text) if len(text) <= _LONGEST else None
    except orjson.JSONDecodeError:
        cells = None
    if not isinstance(cells, dict):
        raise Refused(f"extension {URL} : un objet JSON de {_LONGEST >> 20} Mo au plus était attendu")
    return cells


def _record_id(name: str) -> str:
    """An offer of the ROR keeps its own id; a resource from elsewhere is marked, so that it goes out again under its first name."""
    own, colon, id = name.partition(":")
    return id if own == SOURCE and colon and id else f"{_MARK}{name}"
