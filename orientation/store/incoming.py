"""Entries of an extract made ready to be compared with what is stored, and told apart when several bear one id."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import Any

from sqlalchemy import Row

from orientation.directory.merging import alone
from orientation.record import SourceRecord
from orientation.refusal import Rejected
from orientation.resource import Resource
from orientation.resource_json import Json, dumps
from orientation.store.resources import detail_of
from orientation.territory import CatchmentArea
from orientation.wording import normalised

_LONGEST_ID = 500
_LONGEST_VALUE = 500
_WRITTEN: Mapping[str, object] = {}


@dataclass(slots=True)
class Incoming:
    """One entry; `raw`: its fields as they stood, as JSON, which `record` no longer holds. `said`: its resource as JSON without id, sources
    and catchment area; `hash`: of all it says.

    `catchment`: the key of its catchment area. `stored`: the row it is compared with, None when it is not known yet.
    `repeated`: the same extract already said just that. `fingerprint`: of what it was read from and by, None when its reader does not tell.
    """

    record: SourceRecord
    said: Json
    raw: bytes
    hash: bytes
    catchment: str | None
    closed_on: date | None
    base_id: str
    stored: Row[Any] | None = None
    repeated: bool = False
    fingerprint: bytes | None = None
    _resource: Resource | None = None

    @property
    def resource(self) -> Resource:
        """What it makes by itself; worked out only for entries that bring news."""
        if self._resource is None:
            self._resource = alone(self.record)
        return self._resource

    @property
    def twin_of(self) -> str | None:
        return None if self.record.id == self.base_id else self.base_id

    @property
    def enriches(self) -> str | None:
        """Key of the record that this one only completes."""
        return None if self.record.enriches is None else ":".join(self.record.enriches)

    @property
    def own_resource(self) -> str | None:
        """The resource it makes while nothing ties it to another record; None when it only completes one."""
        return None if self.record.enriches is not None else self.record.key

    @property
    def known(self) -> Row[Any]:
        assert self.stored is not None
        return self.stored

    @property
    def stays(self) -> bool:
        """Whether it still completes what it completed, or still stands by itself."""
        return bool(self.known.enriches == self.enriches)

    @property
    def stands_alone(self) -> bool:
        """Whether the resource it makes is the one it was in."""
        return self.own_resource is not None and self.known.resource_id == self.own_resource

    @property
    def detail(self) -> Json:
        sources = [[source.source, source.id, source.updated_on and source.updated_on.isoformat()] for source in self.resource.sources]
        return {"id": self.resource.id, "sources": sources, **self.said}

    def renamed(self, id: str) -> None:
        self.record = replace(self.record, id=id)
        self._resource = None


def made_ready(record: SourceRecord, catchment_key: Callable[[CatchmentArea], str]) -> Incoming:
    """Raises TypeError or ValueError on what no database can hold: NUL, half characters, endless ids, numbers that are none."""
    if not record.id or len(record.id) > _LONGEST_ID:
        raise ValueError("identifiant vide ou trop long")
    stated = record.resource
    said = said_by(record)
    raw, words = dumps(record.raw), dumps(said)
    catchment = None if stated.catchment is None else catchment_key(stated.catchment)
    beside = dumps([record.id, record.enriches, catchment, record.warnings])
    if b"\\u0000" in words or b"\\u0000" in beside:
        _check_no_nul([said, record.id, record.enriches, stated.catchment and [area.code for area in stated.catchment.areas]])
    hash = blake2b(b"\n".join((raw, words, beside)), digest_size=16).digest()
    # Written, the fields as they stood are let go: a thousand parsed entries would fill the caches, and cost twice as long to make.
    light = replace(record, raw=_WRITTEN)
    return Incoming(light, said, raw, hash, catchment, record.closed_on or stated.closed_on, record.id)


def said_by(record: SourceRecord) -> Json:
    """The resource of a record that no other describes, less what is kept elsewhere: id, sources, catchment area."""
    said = detail_of(record.resource)
    del said["id"]
    said.pop("sources", None)
    if record.updated_on is not None:
        said["updated_on"] = record.updated_on.isoformat()
    if record.closed_on is not None:
        said["closed_on"] = record.closed_on.isoformat()
    return said


def _check_no_nul(value: object) -> None:
    if any("\x00" in text for text in _texts(value)):
        raise ValueError("caractère nul")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def refused(record: SourceRecord) -> Rejected:
    """What is said of an entry that `made_ready` could not take."""
    return Rejected(
        source=record.source,
        file=record.file or "",
        line=record.line,
        field=None,
        value=record.id[:_LONGEST_VALUE],
        reason=(
            "La fiche contient un identifiant vide ou démesuré, un caractère nul ou illisible, ou un nombre qui n'en est pas un ; "
            "attendu : du texte et des nombres ordinaires. Corrigez la fiche à la source, puis réimportez-la."
        ),
        raw=json.dumps(dict(record.raw), default=str),
    )


def storable(rejected: Rejected) -> Rejected:
    """The same without what no database can hold, its value cut to what a person reads."""
    value = rejected.value if rejected.value is None else _clean(rejected.value[:_LONGEST_VALUE])
    field = rejected.field and _clean(rejected.field[:_LONGEST_VALUE])
    return replace(rejected, file=_clean(rejected.file), field=field, value=value, reason=_clean(rejected.reason))


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\x00", "\N{REPLACEMENT CHARACTER}")


def is_closed(closed_on: date | None, day: date) -> bool:
    return closed_on is not None and closed_on <= day


def tell_apart(entries: Sequence[Incoming], family: Sequence[Row[Any]], number: int) -> None:
    """Give each of the entries that share an id the stored row it is, or a new id.

    `family`: the rows that bear this id, in order of age; those the extract (`number`) already met are not given again.
    An entry is first the row that says the same, then the one of the same name and address, then any row left. Nothing
    here depends on the order of entries that came before, so that importing an extract again finds every row unchanged.
    """
    free = [row for row in family if row.last_import < number]
    met = {row.content_hash for row in family if row.last_import == number}
    ids = {row.record_id for row in family}
    left = [entry for entry in entries if not _same_content(entry, free, met)]
    left = [entry for entry in left if not _same_name_and_address(entry, free, met)]
    for entry in left:
        if entry.hash in met:
            entry.repeated = True
        elif free:
            _give(entry, free, free[0], met)
        else:
            _give_new_id(entry, ids)
            met.add(entry.hash)


def _same_content(entry: Incoming, free: list[Row[Any]], met: set[bytes]) -> bool:
    if entry.hash in met:
        entry.repeated = True
        return True
    found = next((row for row in free if row.content_hash == entry.hash), None)
    if found is not None:
        _give(entry, free, found, met)
    return found is not None


def _same_name_and_address(entry: Incoming, free: list[Row[Any]], met: set[bytes]) -> bool:
    twin = _twin_id(entry)
    found = next((row for row in free if row.record_id == twin), None)
    if found is not None and entry.hash not in met:
        _give(entry, free, found, met)
        return True
    return False


def _give(entry: Incoming, free: list[Row[Any]], row: Row[Any], met: set[bytes]) -> None:
    entry.stored = row
    free.remove(row)
    met.add(entry.hash)
    if row.record_id != entry.record.id:
        entry.renamed(row.record_id)


def _give_new_id(entry: Incoming, ids: set[str]) -> None:
    """Its own id when nobody bears it, else one marked with its name and address, which rarely change."""
    id = entry.base_id if entry.base_id not in ids else _twin_id(entry)
    ordinal = 2
    while id in ids:
        id = f"{_twin_id(entry)}~{ordinal}"
        ordinal += 1
    ids.add(id)
    if id != entry.record.id:
        entry.renamed(id)


def _twin_id(entry: Incoming) -> str:
    told = (entry.resource.name, entry.resource.address or "", entry.resource.commune or "")
    return f"{entry.base_id}~{blake2b('|'.join(map(normalised, told)).encode(), digest_size=4).hexdigest()}"
