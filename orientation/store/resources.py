"""Rows of resources and of the catchment areas they share: written in batches, with the fingerprint of the whole kept up to date."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b

import orjson
from sqlalchemy import Connection, delete, func, select, update

from orientation.resource import Resource
from orientation.resource_json import Json, dumps, resource_to_json
from orientation.store import bulk
from orientation.store.compression import Compressors
from orientation.store.tables import CatchmentRow, DirectoryRow, ResourceRow
from orientation.territory import CatchmentArea

COLUMNS: tuple[str, ...] = tuple(ResourceRow.model_fields)
_CHUNK = 2_000
RESOURCE = bulk.table_of(ResourceRow)
_catchment = bulk.table_of(CatchmentRow)
DIRECTORY = bulk.table_of(DirectoryRow)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known about a resource besides what it says: records merged in it, fields they disagree on, open reports."""

    source_count: int = 1
    disagreement_count: int = 0
    report_count: int = 0


ALONE = Standing()


class Catchments:
    """Catchment areas by id, each stored once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._next_id = (connection.execute(select(func.max(_catchment.c.id))).scalar() or 0) + 1
        self._ids: dict[str, int] = {}
        self._keys: dict[int, tuple[CatchmentArea, str, str]] = {}

    def key(self, catchment: CatchmentArea) -> str:
        """Hash of its areas."""
        return self._keyed(catchment)[1]

    def ids(self, catchments: Iterable[CatchmentArea]) -> dict[str, int]:
        """The id of each by its key; those not yet known are stored."""
        wanted = {key: areas for _, key, areas in map(self._keyed, catchments)}
        missing = [key for key in wanted if key not in self._ids]
        for chunk in bulk.batches(iter(missing), _CHUNK):
            known = self._connection.execute(select(_catchment.c.key, _catchment.c.id).where(_catchment.c.key.in_(chunk)))
            self._ids.update((row.key, row.id) for row in known)
        added = [key for key in missing if key not in self._ids]
        bulk.insert(
            self._connection,
            CatchmentRow,
            ("id", "key", "areas"),
            [(self._next_id + offset, key, wanted[key]) for offset, key in enumerate(added)],
        )
        self._ids.update((key, self._next_id + offset) for offset, key in enumerate(added))
        self._next_id += len(added)
        return {key: self._ids[key] for key in wanted}

    def _keyed(self, catchment: CatchmentArea) -> tuple[CatchmentArea, str, str]:
        # Readers hand the same value to thousands of entries; keeping it alive makes its identity a safe key.
        found = self._keys.get(id(catchment))
        if found is None:
            areas = "|".join(f"{area.kind}:{area.code}" for area in catchment.areas)
            if areas.count("|") >= len(catchment.areas):
                raise ValueError("an area's code holds no bar")
            found = (catchment, blake2b(areas.encode(), digest_size=16).hexdigest(), areas)
            if len(self._keys) >= 20_000:
                self._keys.clear()
            self._keys[id(catchment)] = found
        return found


def detail_of(resource: Resource) -> Json:
    """The resource as it is stored: all but its catchment area, which is shared."""
    return resource_to_json(resource, without="catchment")


class ResourceWriter:
    """Writes resources and keeps the fingerprint of the whole: the sum of theirs, so that the order of writing does not matter."""

    def __init__(self, connection: Connection, compressors: Compressors) -> None:
        self._connection = connection
        self._compressors = compressors
        found = connection.execute(select(DIRECTORY.c.fingerprint)).scalar()
        self._sum = int(found, 16) if found else 0
        self._was = self._sum

    def row(self, resource: Resource, detail: Json, catchment: tuple[str, int] | None, standing: Standing = ALONE) -> bulk.Row:
        """`catchment`: key and id; `detail`: of `detail_of`."""
        words = dumps(detail)
        about = (catchment and catchment[0], standing.source_count, standing.disagreement_count, standing.report_count)
        fingerprint = blake2b(dumps([orjson.Fragment(words), *about]), digest_size=16).digest()
        compress = self._compressors.of(resource.sources[0].source)
        return _row(resource, catchment and catchment[1], standing, fingerprint, compress(words))

    def add(self, rows: Sequence[bulk.Row]) -> None:
        """Rows of resources that are not there yet."""
        bulk.insert(self._connection, ResourceRow, COLUMNS, rows)
        self._sum += sum(int.from_bytes(row[_FINGERPRINT]) for row in rows)  # type: ignore[arg-type,misc]

    def remove(self, ids: Iterable[str]) -> None:
        """Those that are not there are passed over."""
        for chunk in bulk.batches(iter(ids), _CHUNK):
            chosen = RESOURCE.c.id.in_(chunk)
            self._sum -= sum(
                int.from_bytes(value) for value in self._connection.execute(select(RESOURCE.c.fingerprint).where(chosen)).scalars()
            )
            self._connection.execute(delete(RESOURCE).where(chosen))

    def replace(self, rows: Sequence[bulk.Row]) -> None:
        self.remove(str(row[0]) for row in rows)
        self.add(rows)

    def finish(self, now: datetime, rules: str | None = None) -> str:
        """Record the state of the whole, and the rules it was made by; returns the directory's version."""
        fingerprint = f"{self._sum % 2**128:032x}"
        changed = {"fingerprint": fingerprint, "changed_at": now.replace(tzinfo=None)} if self._sum != self._was else {}
        if self._connection.execute(select(DIRECTORY.c.id)).scalar() is None:
            self._connection.execute(DIRECTORY.insert().values({"id": 1, "fingerprint": fingerprint, "rules": rules or "", **changed}))
        elif changed := changed | ({} if rules is None else {"rules": rules}):
            self._connection.execute(update(DIRECTORY).values(changed))
        return version_of(fingerprint)


def version_of(fingerprint: str) -> str:
    """Short enough to be read aloud; equal directories have equal versions, whatever imports led to them."""
    return fingerprint[-12:]


def iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _row(resource: Resource, catchment_id: int | None, standing: Standing, fingerprint: bytes, detail: bytes) -> bulk.Row:
    ages, places = resource.ages, resource.places
    return (
        resource.id,
        resource.name,
        resource.organisation,
        resource.sector,
        "|".join(sorted(resource.categories)),
        resource.commune,
        resource.lat,
        resource.lon,
        "|".join(sorted(resource.needs)),
        "|".join(sorted(resource.specialties)),
        None if resource.publics is None else "|".join(sorted(resource.publics)),
        "|".join(sorted(resource.modes)),
        None if ages is None else ages.low,
        None if ages is None else ages.high,
        resource.sex,
        catchment_id,
        "|".join(sorted(resource.psychiatric_sectors)),
        resource.confidential,
        iso(resource.opened_on),
        iso(resource.closed_on),
        iso(resource.updated_on),
        None if places is None else places.free,
        None if places is None else iso(places.as_of),
        resource.phone is not None,
        standing.source_count,
        standing.disagreement_count,
        standing.report_count,
        fingerprint,
        detail,
    )


_FINGERPRINT = COLUMNS.index("fingerprint")
