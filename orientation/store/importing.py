"""One extract of a source becomes the directory's, in one transaction: old or new, nothing between, and nothing lost.

Entries are taken in batches as they come. An entry is compared with what is stored by a hash of what it says, so that an
unchanged one costs a look-up. Resources made of one record are written at once; those made of several are made again at the end.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, insert, select

from orientation.collector import collect_young, without_collector
from orientation.directory.merge_rules import MergeRules
from orientation.record import ImportReport, SourceRecord, Unread
from orientation.refusal import Refused, Rejected
from orientation.resource_json import Json, dumps
from orientation.store import bulk
from orientation.store.engine import writing
from orientation.store.grouping import regroup, tied_among_new
from orientation.store.hands import Hands, to_spare
from orientation.store.incoming import Incoming, is_closed, made_ready, refused, storable, tell_apart
from orientation.store.quarantine import Quarantine
from orientation.store.record_writer import RecordWriter
from orientation.store.records import RECORD
from orientation.store.remaking import Remaking, attach_enrichments
from orientation.store.tables import ImportRow, RejectedRow

# A thousand entries of the ROR, parsed, hold some 60 MB.
_BATCH = 1_000
_BATCHES_A_COLLECTION = 50
_SEPARATORS = re.compile(r"""[\s,;|"']+""")
_REJECTED_COLUMNS = tuple(RejectedRow.model_fields)
_import = bulk.table_of(ImportRow)

Entry = SourceRecord | Rejected | Unread
Read = Callable[[], SourceRecord | Rejected]
_Settled = list[Incoming | Rejected]


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
    hands: int | None = None,
) -> ImportReport:
    """Take in one extract. `full`: what it no longer lists is closed, on the day of `now`; else nothing is closed for being absent.

    `progress` is told how many entries were read so far. Another import under way is waited for, `patience_s` at most.
    Whatever `entries` raises leaves the directory as it was. `hands`: processes that read besides this one, None: as many as can be
    spared; what is written does not depend on it.
    """
    if not source or ":" in source:
        raise ValueError(f"a source's name is not empty and has no colon, found {source!r}")
    described = dumps([_described(file) for file in files]).decode()
    with without_collector(), writing(engine, patience_s=patience_s) as connection:
        number = (connection.execute(select(func.max(_import.c.id))).scalar() or 0) + 1
        with Quarantine(quarantine_dir, f"{source}-{number:05d}.jsonl") as quarantine:
            work = _Import(connection, _Task(number, source, full, now, rules), quarantine)
            with Hands(work.ready, to_spare() if hands is None else hands) as readers:
                for n, batch in enumerate(bulk.batches(iter(entries), _BATCH), start=1):
                    work.take(batch, readers)
                    if n % _BATCHES_A_COLLECTION == 0:
                        collect_young()
                    if progress is not None:
                        progress(work.read)
                work.settle()
            return work.finish(described)


def _described(file: Path) -> Json:
    with file.open("rb") as opened:
        return {"name": file.name, "sha256": file_digest(opened, "sha256").hexdigest(), "bytes": file.stat().st_size}


@dataclass(frozen=True, slots=True)
class _Task:
    """What a command asks for; `number`: of the import it makes."""

    number: int
    source: str
    full: bool
    now: datetime
    rules: MergeRules


@dataclass(frozen=True, slots=True)
class _Begun:
    """Entries of a batch that are news; `elsewhere` waits for those that are read elsewhere."""

    entries: Sequence[Entry]
    elsewhere: Callable[[], _Settled]

    def read(self, ready: Callable[[Read], Incoming | Rejected]) -> _Settled:
        """All of them, in order."""
        came = iter(self.elsewhere())
        return [self._read(entry, ready, came) for entry in self.entries]

    def _read(self, entry: Entry, ready: Callable[[Read], Incoming | Rejected], came: Iterator[Incoming | Rejected]) -> Incoming | Rejected:
        if not isinstance(entry, Unread):
            return ready(lambda: entry)
        read = next(came) if entry.anywhere else ready(entry.read)
        if isinstance(read, Incoming) and read.base_id == entry.id:
            read.fingerprint = entry.fingerprint
        return read


class _Import:
    """One import under way. `unread`: words of the entries that could not be read, among which are their ids."""

    def __init__(self, connection: Connection, task: _Task, quarantine: Quarantine) -> None:
        self._connection = connection
        self._task = task
        self._quarantine = quarantine
        self._counts: Counter[str] = Counter()
        self._unread: set[str] = set()
        self._begun: _Begun | None = None
        self._records = RecordWriter(connection, task.source, task.number, task.now.date())

    @property
    def read(self) -> int:
        """How many entries came, those of the batch that was begun included."""
        return self._counts.total() + (len(self._begun.entries) if self._begun else 0)

    def take(self, batch: Sequence[Entry], readers: "Hands[Read, Incoming | Rejected]") -> None:
        """Begin a batch while the one before is written: what can be read elsewhere is read meanwhile."""
        written = self._settled()
        known = self._known(batch, self._begun_ids(written))
        self._counts["unchanged"] += len(known)
        self._records.see(list(known.values()))
        news = [entry for entry in batch if not (isinstance(entry, Unread) and entry.id in known)]
        elsewhere = [entry.read for entry in news if isinstance(entry, Unread) and entry.anywhere]
        self._begun = _Begun(news, readers.give(elsewhere))
        self._write(written)

    def settle(self) -> None:
        """Write the last batch that was begun."""
        self._write(self._settled())

    def _settled(self) -> "_Settled":
        """The batch that was begun, read."""
        begun, self._begun = self._begun, None
        return [] if begun is None else begun.read(self.ready)

    def ready(self, read: "Read") -> Incoming | Rejected:
        entry = read()
        if isinstance(entry, Rejected):
            return entry
        try:
            return made_ready(entry, self._records.catchments.key)
        except (TypeError, ValueError):
            return refused(entry)

    @staticmethod
    def _begun_ids(written: "_Settled") -> frozenset[str]:
        return frozenset(one.base_id for one in written if isinstance(one, Incoming))

    def _write(self, entries: "_Settled") -> None:
        incoming = [one for one in entries if isinstance(one, Incoming)]
        self._reject([one for one in entries if isinstance(one, Rejected)])
        self._compare(incoming)
        self._store(incoming)

    def _known(self, batch: Sequence[Entry], begun: Collection[str]) -> dict[str, int]:
        """The stored record of entries that would be read as it was; an id that several entries bear is told apart by reading them.

        `begun`: ids of entries that are about to be written.
        """
        given = {entry.id: entry.fingerprint for entry in batch if isinstance(entry, Unread)}
        if not given:
            return {}
        times = Counter(entry.id for entry in batch if not isinstance(entry, Rejected))
        families = self._families([id for id in given if times[id] == 1 and id not in begun])
        return {
            id: family[0].id
            for id, family in families.items()
            if len(family) == 1
            and family[0].fingerprint == given[id]
            and family[0].last_import < self._task.number
            and family[0].closed_by_absence_on is None
        }

    def _reject(self, rejected: Sequence[Rejected]) -> None:
        rows = []
        for n, entry in enumerate(rejected, start=self._counts["rejected"] + 1):
            self._quarantine.add(entry)
            if self._task.full:
                self._unread.update(_words(entry))
            told = storable(entry)
            rows.append((self._task.number, n, told.file, told.line, told.field, told.value, told.reason))
        bulk.insert(self._connection, RejectedRow, _REJECTED_COLUMNS, rows)
        self._counts["rejected"] += len(rows)

    def _compare(self, incoming: Sequence[Incoming]) -> None:
        groups: defaultdict[str, list[Incoming]] = defaultdict(list)
        for entry in incoming:
            groups[entry.base_id].append(entry)
        families = self._families(list(groups))
        for id, entries in groups.items():
            family = families.get(id, [])
            if len(entries) == 1 and (not family or (len(family) == 1 and family[0].last_import < self._task.number)):
                entries[0].stored = family[0] if family else None
            else:
                tell_apart(entries, family, self._task.number)

    def _families(self, ids: Sequence[str]) -> dict[str, list[Row[Any]]]:
        """The stored rows that bear these ids, twins included, the oldest first."""
        families: defaultdict[str, list[Row[Any]]] = defaultdict(list)
        of_source = RECORD.c.source == self._task.source
        among = partial(bulk.among, self._connection, values=ids)
        rows = [
            *self._connection.execute(select(RECORD).where(of_source, among(RECORD.c.record_id), RECORD.c.base_id.is_(None))),
            *self._connection.execute(select(RECORD).where(of_source, among(RECORD.c.base_id), RECORD.c.base_id.is_not(None))),
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
                seen.append(entry)
        self._records.write(created, changed, seen)

    def _news(self, entry: Incoming) -> str:
        """What an entry counts as: `closed` when its closing is news, `updated` when it is listed again after an absence."""
        if entry.repeated:
            return "unchanged"
        closes = is_closed(entry.closed_on, self._task.now.date())
        if entry.stored is None:
            return "closed" if closes else "created"
        if entry.stored.content_hash == entry.hash:
            return "unchanged" if entry.stored.closed_by_absence_on is None else "updated"
        return "closed" if closes and not is_closed(entry.stored.closed_on, self._task.now.date()) else "updated"

    def finish(self, files: str) -> ImportReport:
        """Close what is absent, make again the resources of several records, note the import: all true at once at the commit."""
        if self._task.full:
            self._refuse_to_close_all()
        absent = self._records.close_absent(self._unread) if self._task.full else 0
        records = self._records
        tied = records.regrouped | tied_among_new(self._connection, self._task.number)
        affected = records.affected | regroup(self._connection, tied, self._task.rules)
        affected |= attach_enrichments(self._connection)
        version = Remaking(self._connection, self._task.rules, records.resources, records.catchments).follow(affected, self._task.now)
        bulk.learn_statistics(self._connection)
        return self._noted(files, absent, version)

    def _refuse_to_close_all(self) -> None:
        if self.read == self._counts["rejected"]:
            raise Refused(
                f"L'extrait complet de « {self._task.source} » ne contient aucune fiche lisible ({self._counts['rejected']} refusées) ; "
                "rien n'a été importé, car tout aurait été fermé. Vérifiez le fichier, ou importez-le sans --full."
            )

    def _noted(self, files: str, absent: int, version: str) -> ImportReport:
        counts = self._counts
        report = ImportReport(
            source=self._task.source,
            read=self.read,
            created=counts["created"],
            updated=counts["updated"],
            unchanged=counts["unchanged"],
            closed=counts["closed"],
            rejected=counts["rejected"],
            closed_by_absence=absent,
            quarantine=self._quarantine.keep(),
            directory_version=version,
        )
        noted = {
            "id": self._task.number,
            "at": self._task.now.replace(tzinfo=None),
            "files": files,
            "full": self._task.full,
            **asdict(report),
        }
        self._connection.execute(insert(_import).values(noted))
        return report


def _words(entry: Rejected) -> Iterator[str]:
    """What may be the id of an entry that could not be read, so that it is not closed for being absent."""
    for text in (entry.raw, entry.value):
        for word in _SEPARATORS.split(text or ""):
            # Numbers of JSON stand bare between its signs.
            yield from (word, word.strip("[]{}:"))
