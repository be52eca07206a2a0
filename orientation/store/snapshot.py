"""The directory's columns kept in a file that every process maps: written whole, put in place at once, never trusted when damaged.

A snapshot is found by what it was made from (format, directory version, vocabulary, gazetteer): one that is of anything else is not
found, and is rebuilt from the database.
"""

import fcntl
import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection, Engine, select

from orientation.directory.building import columns_of_batches
from orientation.directory.columns import Columns, Distinct
from orientation.directory.directory import Directory
from orientation.geography.gazetteer import Gazetteer
from orientation.store.arrays import Damaged, read_arrays, write_arrays
from orientation.store.bulk import table_of
from orientation.store.engine import reading
from orientation.store.read import directory_version, search_rows
from orientation.store.tables import CatchmentRow
from orientation.territory import Area
from orientation.vocabulary import Vocabulary

FORMAT = 2
LOOK_EVERY_S = 2.0
_COLUMNS = "columns.bin"
_catchment = table_of(CatchmentRow)


def open_directory(engine: Engine, folder: Path, vocabulary: Vocabulary, gazetteer: Gazetteer) -> Directory:
    """The directory as the database has it now: the snapshot of that version, made first when there is none that can be trusted."""
    key = snapshot_key(directory_version(engine), vocabulary, gazetteer)
    found = _opened(folder / key)
    if found is not None:
        return found
    with _alone_in(folder) as writable:
        if writable:
            return _opened(folder / key) or _built(engine, folder, vocabulary, gazetteer)
    with reading(engine) as connection:
        return build(connection, vocabulary, gazetteer)


@dataclass
class LiveDirectory:
    """The directory for as long as a process lives: it follows the database, which it asks for its version every two seconds at most.

    While a new version is being prepared, by one thread, the others go on with the one before.
    """

    engine: Engine
    folder: Path
    vocabulary: Vocabulary
    gazetteer: Gazetteer
    clock: Callable[[], float] = time.monotonic
    _held: Directory | None = field(default=None, init=False)
    _looked: float = field(default=0.0, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def current(self) -> Directory:
        held = self._held
        if held is not None and (self.clock() - self._looked < LOOK_EVERY_S or not self._lock.acquire(blocking=False)):
            return held
        if held is None:
            self._lock.acquire()
        try:
            if self._held is None or directory_version(self.engine) != self._held.version:
                self._held = open_directory(self.engine, self.folder, self.vocabulary, self.gazetteer)
            self._looked = self.clock()
            return self._held
        finally:
            self._lock.release()


def snapshot_key(version: str, vocabulary: Vocabulary, gazetteer: Gazetteer) -> str:
    """Names everything a snapshot depends on."""
    made_from = (FORMAT, version, tuple(vocabulary.needs), tuple(vocabulary.publics), len(gazetteer.communes), len(gazetteer.former))
    return hashlib.sha256(repr(made_from).encode()).hexdigest()[:32]


def build(connection: Connection, vocabulary: Vocabulary, gazetteer: Gazetteer) -> Directory:
    """The directory, read from one state of the database."""
    columns = columns_of_batches(
        search_rows(connection),
        {number: areas.split("|") for number, areas in connection.execute(select(_catchment.c.id, _catchment.c.areas))},
        vocabulary,
        version=directory_version(connection),
        commune_point=lambda code: _point(gazetteer, code),
        communes_in=lambda area: communes_inside(area, gazetteer),
    )
    return Directory(columns)


def communes_inside(area: Area, gazetteer: Gazetteer) -> Iterator[str]:
    """Codes of the communes whose point lies in a drawn area; none when its text cannot be read."""
    drawn = shapely.from_wkt(area.code, on_invalid="ignore")
    if drawn is None:
        return
    shapely.prepare(drawn)
    for commune in gazetteer.communes:
        if commune.lat is not None and commune.lon is not None and shapely.intersects_xy(drawn, commune.lon, commune.lat):
            yield commune.code


def _point(gazetteer: Gazetteer, code: str) -> tuple[float, float] | None:
    commune = gazetteer.current(code)
    return None if commune is None or commune.lat is None or commune.lon is None else (commune.lat, commune.lon)


def _built(engine: Engine, folder: Path, vocabulary: Vocabulary, gazetteer: Gazetteer) -> Directory:
    with reading(engine) as connection:
        made = build(connection, vocabulary, gazetteer)
    key = snapshot_key(made.version, vocabulary, gazetteer)
    with suppress(OSError):
        _save(made, folder, key)
        return _opened(folder / key) or made
    return made


def _opened(place: Path) -> Directory | None:
    if not place.is_dir():
        return None
    try:
        return Directory(_from_arrays(*read_arrays(place / _COLUMNS)))
    except (Damaged, KeyError, TypeError, ValueError):
        return None


def _save(directory: Directory, folder: Path, key: str) -> None:
    """Written aside and put in place by one rename; what is mapped elsewhere stays readable until it is let go."""
    aside = Path(tempfile.mkdtemp(prefix=".making-", dir=folder))
    aside.chmod(0o755)
    write_arrays(aside / _COLUMNS, *_to_arrays(directory.columns))
    if (folder / key).exists():
        (folder / key).rename(aside.with_name(aside.name + "-replaced"))
    aside.rename(folder / key)
    for other in folder.iterdir():
        if other.is_dir() and other.name != key:
            shutil.rmtree(other, ignore_errors=True)


def _to_arrays(columns: Columns) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """Arrays by name, those of a table as "table.column"; the rest is the meta."""
    arrays, meta = {}, {}
    for part in fields(columns):
        match getattr(columns, part.name):
            case np.ndarray() as array:
                arrays[part.name] = array
            case Distinct(columns=held):
                arrays |= {f"{part.name}.{name}": array for name, array in held.items()}
            case value:
                meta[part.name] = value
    return arrays, meta


def _from_arrays(arrays: dict[str, np.ndarray], meta: dict[str, Any]) -> Columns:
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in meta.items()}
    tables: dict[str, dict[str, np.ndarray]] = {}
    for name, array in arrays.items():
        table, _, column = name.partition(".")
        if column:
            tables.setdefault(table, {})[column] = array
        else:
            values[name] = array
    values |= {name: Distinct(held) for name, held in tables.items()}
    return Columns(**values)


@contextmanager
def _alone_in(folder: Path) -> Iterator[bool]:
    """One process builds, the others wait and then find what it built. False: nothing can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    except OSError:
        yield False
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield True
