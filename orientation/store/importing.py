"""One extract of a source becomes the directory's, in one transaction: old or new, nothing between, and nothing lost.

Entries are taken in batches as they come. An entry is compared with what is stored by a hash of what it says, so that an
unchanged one costs a look-up. Resources made of one record are written at once; those made of several are made again at the end.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, delete, func, insert, select, update

from orientation.directory.merging import MergeRules
from orientation.record import ImportReport, SourceRecord
from orientation.refusal import Refused, Rejected
from orientation.store import bulk
from orientation.store.compression import compressor
from orientation.store.engine import writing
from orientation.store.incoming import Incoming, is_closed, made_ready, refused, storable, tell_apart
from orientation.store.quarantine import Quarantine
from orientation.store.records import CONTENT, RECORD, content, write_contents
from orientation.store.resource_json import Json, dumps
from orientation.store.resources import Catchments, ResourceWriter, iso
from orientation.store.tables import ImportRow, RejectedRow, SourceRecordRow

_BATCH = 2_000
_RECORD_COLUMNS = tuple(SourceRecordRow.model_fields)
_REJECTED_COLUMNS = tuple(RejectedRow.model_fields)
_import = bulk.table_of(ImportRow)

Entry = SourceRecord | Rejected


def import_extract(
    engine: Engine,
    source: str,
    entries: Iterable[Entry],
    *,
    rules: MergeRules,
    now: datetime,
    files: Sequence[Path] = (),
    full: bool = False,
    quarantine_dir: Path | None = None,
    progress: Callable[[int], None] | None = None,
    patience_s: float = 300.0,
) -> ImportReport:
    """Take in one extract. `full`: what it no longer lists is closed, on the day of `now`; else nothing is closed for being absent.

    `progress` is told how many entries were read so far. Another import under way is waited for, `patience_s` at most.
    Whatever `entries` raises leaves the directory as it was.
    """
    if not source or ":" in source:
        raise ValueError(f"a source's name is not empty and has no colon, found {source!r}")
    described = dumps([_described(file) for file in files]).decode()
    with writing(engine, patience_s=patience_s) as connection:
        number = (connection.execute(select(func.max(_import.c.id))).scalar() or 0) + 1
        with Quarantine(quarantine_dir, f"{source}-{number:05d}.jsonl") as quarantine:
            work = _Import(connection, source, number, rules, now, quarantine)
            for batch in bulk.batches(iter(entries), _BATCH):
                work.take(batch)
                if progress is not None:
                    progress(work.read)
            return work.finish(described, full)


def _described(file: Path) -> Json:
    with file.open("rb") as opened:
        return {"name": file.name, "sha256": file_digest(opened, "sha256").hexdigest(), "bytes": file.stat().st_size}


class _Import:
    def __init__(self, connection: Connection, source: str, number: int, rules: MergeRules, now: datetime, quarantine: Quarantine) -> None:
        self._connection = connection
        self._source = source
        self._number = number
        self._rules = rules
        self._now = now
        self._today = now.date()
        self._quarantine = quarantine
        self._counts: Counter[str] = Counter()
        self._catchments = Catchments(connection)
        self._next_record = (connection.execute(select(func.max(RECORD.c.id))).scalar() or 0) + 1
        self._writer: ResourceWriter | None = None

    @property
    def read(self) -> int:
        return self._counts.total()

    def take(self, batch: Sequence[Entry]) -> None:
        rejected: list[Rejected] = []
        incoming: list[Incoming] = []
        for entry in batch:
            if isinstance(entry, Rejected):
                rejected.append(entry)
                continue
            try:
                incoming.append(made_ready(entry, self._catchments.key))
            except (TypeError, ValueError):
                rejected.append(refused(entry))
        self._reject(rejected)
        self._compare(incoming)
        self._store(incoming)

    def _reject(self, rejected: Sequence[Rejected]) -> None:
        first = self._counts["rejected"] + 1
        rows = []
        for n, entry in enumerate(rejected, start=first):
            self._quarantine.add(entry)
            told = storable(entry)
            rows.append((self._number, n, told.file, told.line, told.field, told.value, told.reason))
        bulk.insert(self._connection, RejectedRow, _REJECTED_COLUMNS, rows)
        self._counts["rejected"] += len(rows)

    def _compare(self, incoming: Sequence[Incoming]) -> None:
        groups: defaultdict[str, list[Incoming]] = defaultdict(list)
        for entry in incoming:
            groups[entry.base_id].append(entry)
        families = self._families(list(groups))
        for id, entries in groups.items():
            family = families.get(id, [])
            if len(entries) == 1 and (not family or (len(family) == 1 and family[0].last_import < self._number)):
                entries[0].stored = family[0] if family else None
            else:
                tell_apart(entries, family, self._number)

    def _families(self, ids: Sequence[str]) -> dict[str, list[Row[Any]]]:
        """The stored rows that bear these ids, twins included, the oldest first."""
        families: defaultdict[str, list[Row[Any]]] = defaultdict(list)
        of_source = RECORD.c.source == self._source
        rows = [
            *self._connection.execute(select(RECORD).where(of_source, RECORD.c.record_id.in_(ids), RECORD.c.base_id.is_(None))),
            *self._connection.execute(select(RECORD).where(of_source, RECORD.c.base_id.in_(ids), RECORD.c.base_id.is_not(None))),
        ]
        for row in sorted(rows, key=lambda row: row.id):
            families[row.base_id or row.record_id].append(row)
        return families

    def _store(self, incoming: Sequence[Incoming]) -> None:
        created, changed, seen = [], [], []
        for entry in incoming:
            self._counts[self._news(entry)] += 1
            if entry.repeated:
                continue
            if entry.stored is None:
                created.append(entry)
            elif entry.stored.content_hash != entry.hash or entry.stored.closed_by_absence_on is not None:
                changed.append(entry)
            else:
                seen.append(entry.stored.id)
        if self._writer is None and incoming:
            samples = [content(entry.raw, entry.said, ()) for entry in created]
            self._writer = ResourceWriter(self._connection, compressor(self._connection, self._source, samples))
        ids = self._catchments.ids(entry.resource.catchment for entry in (*created, *changed) if entry.resource.catchment is not None)
        self._create(created, ids)
        self._change(changed, ids)
        if seen:
            self._connection.execute(update(RECORD).where(RECORD.c.id.in_(seen)).values(last_import=self._number))

    def _news(self, entry: Incoming) -> str:
        stored = entry.stored
        if entry.repeated:
            return "unchanged"
        closes = is_closed(entry.resource.closed_on, self._today)
        if stored is None:
            return "closed" if closes else "created"
        if stored.content_hash == entry.hash:
            return "unchanged" if stored.closed_by_absence_on is None else "updated"
        return "closed" if closes and not is_closed(stored.closed_on, self._today) else "updated"

    def _create(self, created: Sequence[Incoming], ids: dict[str, int]) -> None:
        if not created:
            return
        assert self._writer is not None
        numbers = range(self._next_record, self._next_record + len(created))
        self._next_record += len(created)
        rows = [self._record_row(number, entry, ids) for number, entry in zip(numbers, created, strict=True)]
        bulk.insert(self._connection, SourceRecordRow, _RECORD_COLUMNS, rows)
        contents = [(number, content(entry.raw, entry.said, entry.record.warnings)) for number, entry in zip(numbers, created, strict=True)]
        write_contents(self._connection, contents, self._writer.compress)
        self._writer.add([self._resource_row(entry, ids) for entry in created if entry.record.enriches is None])

    def _record_row(self, number: int, entry: Incoming, ids: dict[str, int]) -> bulk.Row:
        record = entry.record
        enriches = None if record.enriches is None else ":".join(record.enriches)
        return (
            number,
            self._source,
            record.id,
            entry.twin_of,
            enriches,
            None if enriches else record.key,
            None if entry.catchment is None else ids[entry.catchment],
            entry.hash,
            self._number,
            self._number,
            iso(entry.resource.updated_on),
            iso(entry.resource.closed_on),
            None,
        )

    def _resource_row(self, entry: Incoming, ids: dict[str, int]) -> bulk.Row:
        assert self._writer is not None
        catchment = None if entry.catchment is None else (entry.catchment, ids[entry.catchment])
        return self._writer.row(entry.resource, entry.detail, catchment)

    def _change(self, changed: Sequence[Incoming], ids: dict[str, int]) -> None:
        if not changed:
            return
        assert self._writer is not None
        rows = [
            {
                "number": entry.stored.id,
                "catchment_id": None if entry.catchment is None else ids[entry.catchment],
                "content_hash": entry.hash,
                "last_import": self._number,
                "updated_on": entry.resource.updated_on,
                "closed_on": entry.resource.closed_on,
                "closed_by_absence_on": None,
            }
            for entry in changed
            if entry.stored is not None
        ]
        self._connection.execute(update(RECORD).where(RECORD.c.id == bindparam("number")), rows)
        numbers = [row["number"] for row in rows]
        self._connection.execute(delete(CONTENT).where(CONTENT.c.record.in_(numbers)))
        contents = [content(entry.raw, entry.said, entry.record.warnings) for entry in changed]
        write_contents(self._connection, list(zip(numbers, contents, strict=True)), self._writer.compress)
        self._writer.replace([self._resource_row(entry, ids) for entry in changed if entry.record.enriches is None])

    def finish(self, files: str, full: bool) -> ImportReport:
        """Close what is absent, note the import; the caller's transaction then makes it all true at once."""
        counts = self._counts
        if full and self.read == counts["rejected"]:
            raise Refused(
                f"L'extrait complet de « {self._source} » ne contient aucune fiche lisible ({counts['rejected']} refusées) ; "
                "rien n'a été importé, car tout aurait été fermé. Vérifiez le fichier, ou importez-le sans --full."
            )
        writer = self._writer or ResourceWriter(self._connection, compressor(self._connection, self._source))
        version = writer.finish(self._now)
        quarantine = self._quarantine.keep()
        self._connection.execute(
            insert(_import).values(
                id=self._number,
                source=self._source,
                at=self._now.replace(tzinfo=None),
                files=files,
                full=full,
                read=self.read,
                created=counts["created"],
                updated=counts["updated"],
                unchanged=counts["unchanged"],
                closed=counts["closed"],
                rejected=counts["rejected"],
                closed_by_absence=0,
                quarantine=quarantine,
                directory_version=version,
            )
        )
        return ImportReport(
            self._source,
            self.read,
            counts["created"],
            counts["updated"],
            counts["unchanged"],
            counts["closed"],
            counts["rejected"],
            0,
            quarantine,
            version,
        )
