"""The directory as arrays, one row a resource, in the order of 0.1 degree cells: what a search reads. Knows nothing of ranking.

What a record does not say has a value of its own in every column, so that unknown never reads as yes, no or zero. What few distinct
values describe (whom a service takes, how sure its record is) stands once in a small table: a search looks at each once, not at each
resource. Confidential resources have no row at all: nothing that is counted here can betray where a shelter is.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol, TypeVar

import numpy as np

from orientation.resource import CARE_MODES
from orientation.territory import Area

Array = np.ndarray
NEVER = 2**31 - 1
NO_DAY = 0
UNSTATED_PLACES = -1
NO_CATCHMENT = -1
SEXES = {None: 0, "F": 1, "M": 2}
MODE_BITS = {mode: 1 << rank for rank, mode in enumerate(CARE_MODES)}
ON_SITE, AT_HOME, REMOTE = (MODE_BITS[mode] for mode in CARE_MODES)
MODES, TRAVELS, ZONE_STATED = ON_SITE | AT_HOME | REMOTE, AT_HOME | REMOTE, 8
CELL_DEGREES = 0.1
CELLS_A_ROW = 4096
NOWHERE = 1 << 30
Made = TypeVar("Made")


class Table(Protocol):
    """Columns of one length, by name."""

    def __getitem__(self, column: str) -> Array: ...
    def __len__(self) -> int: ...


@dataclass(frozen=True)
class Distinct:
    """The distinct values of some columns that go together, one line each."""

    columns: Mapping[str, Array]

    def __getitem__(self, column: str) -> Array:
        return self.columns[column]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))


AUDIENCE = ("public_bits", "age_low", "age_below", "sex")
"""Whom a service takes. `public_bits` 0: publics not stated. `age_below`: the first age no longer served (infinite: no upper limit); NaN
in both: ages not stated. `sex`: as SEXES.
"""
STANDING = ("source_count", "disagreement_count", "report_count", "has_phone", "opened_on", "closed_on", "updated_on")
"""How sure a record is, whether it can be called, and its days: `closed_on` NEVER and the others NO_DAY: not stated."""
VACANCY = ("places_free", "places_as_of")
"""What is said of free places, and when; UNSTATED_PLACES and NO_DAY: nothing."""


_TABLE_OF = {
    column: (line, lines)
    for line, lines, columns in (
        ("audience", "audiences", AUDIENCE),
        ("standing", "standings", STANDING),
        ("vacancy", "vacancies", VACANCY),
    )
    for column in columns
}


@dataclass(frozen=True, eq=False)
class Columns:
    """`needs`, `publics`, `specialties` name the bits. `version` is that of the directory the columns were built from.

    `audience`, `standing` and `vacancy` are lines of `audiences`, `standings` and `vacancies`. `way`: care modes as bits (0: not said),
    and ZONE_STATED. `xyz`: the position on the unit sphere, NaN when there is none.
    `specialty_set` indexes `specialty_bits`, whose first line is "not stated". `catchment` NO_CATCHMENT: not stated.
    The index: resources of cell c are the rows `cell_starts[c]:cell_starts[c + 1]`; those that answer need n and have a position are
    `need_rows[need_starts[n]:need_starts[n + 1]]`, in row order; area -> catchments and catchment -> rows that come to people alike.
    """

    version: str
    needs: tuple[str, ...]
    publics: tuple[str, ...]
    specialties: tuple[str, ...]
    id_text: Array
    id_starts: Array
    id_hash: Array
    xyz: Array
    need_bits: Array
    way: Array
    audience: Array
    standing: Array
    vacancy: Array
    catchment: Array
    specialty_set: Array
    specialty_bits: Array
    audiences: Distinct
    standings: Distinct
    vacancies: Distinct
    cells: Array
    cell_starts: Array
    need_starts: Array
    need_rows: Array
    area_keys: Array
    area_starts: Array
    area_catchments: Array
    catchment_starts: Array
    catchment_rows: Array

    def __len__(self) -> int:
        return len(self.id_hash)

    def id(self, row: int) -> str:
        return bytes(self.id_text[self.id_starts[row] : self.id_starts[row + 1]]).decode()

    def ids(self, rows: Array) -> list[str]:
        letters = self.id_text.data
        first, after = self.id_starts.take(rows).tolist(), self.id_starts.take(rows + 1).tolist()
        return [str(letters[low:high], "utf-8") for low, high in zip(first, after, strict=True)]

    @cached_property
    def need_index(self) -> Mapping[str, int]:
        return {need: index for index, need in enumerate(self.needs)}

    @cached_property
    def public_index(self) -> Mapping[str, int]:
        return {public: index for index, public in enumerate(self.publics)}

    @cached_property
    def area_index(self) -> Mapping[str, int]:
        return {key.decode(): rank for rank, key in enumerate(self.area_keys.tolist())}

    def remembered(self, kind: str, most: int, of: object, make: Callable[[], Made], *more: object) -> Made:
        """What was worked out from these columns, once for each `of` (by identity) and `more` (by value), `most` of a kind at a time."""
        held = self._memory.setdefault(kind, {})
        key = (id(of), *more)
        found = held.get(key)
        if found is None:
            if len(held) >= most:
                held.clear()
            # `of` is kept too: as long as it lives nothing else can have its identity
            found = held[key] = (of, make())
        made: Made = found[1]
        return made

    def forget(self) -> None:
        """What was worked out: a measure begins without it."""
        self._memory.clear()

    @cached_property
    def _memory(self) -> dict[str, dict[Any, Any]]:
        return {}

    @property
    def catchment_count(self) -> int:
        return len(self.catchment_starts) - 1

    @property
    def nbytes(self) -> int:
        tables = [values for table in (self.audiences, self.standings, self.vacancies) for values in table.columns.values()]
        return sum(value.nbytes for value in (*vars(self).values(), *tables) if isinstance(value, np.ndarray))


@dataclass(frozen=True, eq=False)
class Rows:
    """Some rows of the columns. `rows["age_low"]` is that column there, wherever it is kept, read once."""

    columns: Columns
    at: Array
    _held: dict[str, Array] = field(default_factory=dict)

    def __getitem__(self, column: str) -> Array:
        held = self._held.get(column)
        if held is None:
            held = self._held[column] = self._read(column)
        return held

    def __len__(self) -> int:
        return len(self.at)

    def _read(self, column: str) -> Array:
        table = _TABLE_OF.get(column)
        if table is None:
            return getattr(self.columns, column).take(self.at, axis=0)
        line, lines = table
        return getattr(self.columns, lines)[column].take(self[line])

    def kept(self, ranks: Array) -> "Rows":
        """Only some of them, with what was already read."""
        return Rows(self.columns, self.at.take(ranks), {name: values.take(ranks, axis=0) for name, values in self._held.items()})


def bits_of(ids: Iterable[str], index: Mapping[str, int], words: int) -> tuple[int, ...]:
    """A set of ids as 64-bit words; ids that the vocabulary does not have are left out."""
    held = [0] * words
    for id in ids:
        rank = index.get(id)
        if rank is not None:
            held[rank >> 6] |= 1 << (rank & 63)
    return tuple(held)


def words_for(count: int) -> int:
    return max(1, -(-count // 64))


def unit_vectors(lat: Array, lon: Array) -> Array:
    """Points of the unit sphere, shape (n, 3); NaN stays NaN."""
    latitude, longitude = np.radians(lat), np.radians(lon)
    return np.stack([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)], axis=-1)


def area_key(area: Area) -> str:
    return f"{area.kind}:{area.code}"
