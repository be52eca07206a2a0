"""The directory's columns kept in a file that every process maps: written whole, put in place at once, never trusted when damaged.

A snapshot is found by what it was made from (format, directory version, vocabulary, gazetteer): one that is of anything else is not
found, and is rebuilt from the database.
"""

import fcntl
import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import shapely
from sqlalchemy import Connection, Engine, select

from orientation.collector import without_collector
from orientation.directory.building import columns_of_batches
from orientation.directory.columns import Columns, Distinct
from orientation.directory.directory import Directory
from orientation.directory.grams import Grams, Texts
from orientation.directory.names import Named, Names, names_of
from orientation.geography.gazetteer import SECTOR, Gazetteer
from orientation.store.arrays import Damaged, flattened, part, read_arrays, write_arrays
from orientation.store.bulk import table_of
from orientation.store.engine import reading
from orientation.store.read import directory_version, search_rows
from orientation.store.tables import CatchmentRow
from orientation.territory import Area
from orientation.vocabulary import Vocabulary

FORMAT = 5
LOOK_EVERY_S = 2.0
_COLUMNS, _NAMES, _MADE_FROM = "columns.bin", "names.bin", "made_from"
_TO_PLACE = (f"{SECTOR}:", "polygone:")
_catchment = table_of(CatchmentRow)


Aliases = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class _Reference:
    """What the project's data files say that a snapshot depends on."""

    vocabulary: Vocabulary
    gazetteer: Gazetteer
    aliases: tuple[tuple[str, str], ...]


def open_directory(engine: Engine, folder: Path, vocabulary: Vocabulary, gazetteer: Gazetteer, aliases: Aliases = ()) -> Directory:
    """The directory as the database has it now: the snapshot of that version, made first when there is none that can be trusted.

    `aliases`: short forms in names of services, with what they stand for.
    """
    reference = _Reference(vocabulary, gazetteer, tuple(aliases))
    key = _key(directory_version(engine), reference)
    found = _opened(folder / key)
    if found is not None:
        return found
    with _alone_in(folder) as writable:
        if writable:
            return _opened(folder / key) or _built(engine, folder, reference)
    with reading(engine) as connection:
        return _read(connection, reference)


@dataclass
class LiveDirectory:
    """The directory for as long as a process lives: it follows the database, which it asks for its version every two seconds at most.

    While a new version is being prepared, by one thread, the others go on with the one before.
    """

    engine: Engine
    folder: Path
    vocabulary: Vocabulary
    gazetteer: Gazetteer
    aliases: Aliases = ()
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
                self._held = open_directory(self.engine, self.folder, self.vocabulary, self.gazetteer, self.aliases)
            self._looked = self.clock()
            return self._held
        finally:
            self._lock.release()


def _key(version: str, reference: _Reference) -> str:
    """Names everything a snapshot depends on."""
    vocabulary, gazetteer = reference.vocabulary, reference.gazetteer
    places = len(gazetteer.communes), len(gazetteer.former), *((code, *sorted(held)) for code, held in sorted(gazetteer.sectors.items()))
    made_from = (FORMAT, version, tuple(vocabulary.needs), tuple(vocabulary.publics), places, reference.aliases)
    return hashlib.sha256(repr(made_from).encode()).hexdigest()[:32]


@without_collector()
def _read(connection: Connection, reference: _Reference) -> Directory:
    """The directory, read from one state of the database."""
    gazetteer, named = reference.gazetteer, Named.empty()
    columns = columns_of_batches(
        named.taking(search_rows(connection, confidential=False)),
        {number: keys for number, keys in _areas_by_catchment(connection) if _is_placed(keys, gazetteer)},
        reference.vocabulary,
        version=directory_version(connection),
        commune_point=lambda code: _point(gazetteer, code),
        communes_in=lambda area: communes_inside(area, gazetteer),
    )
    towns = {commune.code: commune.name for commune in (*gazetteer.former, *gazetteer.communes)}
    return Directory(columns, names_of(named, columns, towns, reference.aliases))


def _areas_by_catchment(connection: Connection) -> Iterator[tuple[int, list[str]]]:
    for number, areas in connection.execute(select(_catchment.c.id, _catchment.c.areas)):
        yield number, areas.split("|")


def _is_placed(keys: Sequence[str], gazetteer: Gazetteer) -> bool:
    """Whether it can be told which communes a zone holds: one with a part that nobody can place is unknown, it excludes nobody."""
    for kind, _, code in [key.partition(":") for key in keys if key.startswith(_TO_PLACE)]:
        known = code in gazetteer.sectors if kind == SECTOR else shapely.from_wkt(code, on_invalid="ignore") is not None
        if not known:
            return False
    return True


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


def _built(engine: Engine, folder: Path, reference: _Reference) -> Directory:
    with reading(engine) as connection:
        made = _read(connection, reference)
    key = _key(made.version, reference)
    with suppress(OSError):
        _save(made, folder, key)
        return _opened(folder / key) or made
    return made


def _opened(place: Path) -> Directory | None:
    """None when it is not there, damaged, or of another directory than the one it stands for."""
    if not place.is_dir():
        return None
    try:
        columns, names = (read_arrays(place / file) for file in (_COLUMNS, _NAMES))
        if columns.pop(_MADE_FROM) != place.name or names.pop(_MADE_FROM) != place.name:
            return None
        return Directory(_columns_of(columns), _names_of(names))
    except (Damaged, KeyError, TypeError, ValueError):
        return None


def _save(directory: Directory, folder: Path, key: str) -> None:
    """Written aside and put in place by one rename; what is mapped elsewhere stays readable until it is let go."""
    aside = Path(tempfile.mkdtemp(prefix=".making-", dir=folder))
    aside.chmod(0o755)
    for file, held in ((_COLUMNS, directory.columns), (_NAMES, directory.names)):
        arrays, meta = flattened(held)
        write_arrays(aside / file, arrays, {**meta, _MADE_FROM: key})
    if (folder / key).exists():
        (folder / key).rename(aside.with_name(aside.name + "-replaced"))
    aside.rename(folder / key)
    for other in folder.iterdir():
        if other.is_dir() and other.name != key:
            shutil.rmtree(other, ignore_errors=True)


def _columns_of(values: Mapping[str, Any]) -> Columns:
    tables: dict[str, Any] = {name: Distinct(part(values, f"{name}.columns")) for name in ("audiences", "standings", "vacancies")}
    return Columns(**part(values, ""), **tables)


def _names_of(values: Mapping[str, Any]) -> Names:
    return Names(**part(values, ""), names=_grams_of(values, "names"), places=_grams_of(values, "places"))


def _grams_of(values: Mapping[str, Any], name: str) -> Grams:
    return Grams(**part(values, name), texts=Texts(**part(values, f"{name}.texts")))


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
