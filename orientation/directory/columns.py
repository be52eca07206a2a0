"""The directory as arrays, one row a resource, in the order of 0.1 degree cells: what a search reads. Knows nothing of ranking.

What a record does not say has a value of its own in every column, so that unknown never reads as yes, no or zero.
Confidential resources have no row at all: nothing that is counted here can betray where a shelter is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b
from itertools import compress, repeat
from typing import Any

import numpy as np

from orientation.resource import CARE_MODES, Resource
from orientation.territory import Area
from orientation.vocabulary import Vocabulary

Array = np.ndarray
NEVER = np.int32(2**31 - 1)
NO_DAY = np.int32(0)
UNSTATED_PLACES = np.int16(-1)
NO_CATCHMENT = np.int32(-1)
SEXES = {None: 0, "F": 1, "M": 2}
MODE_BITS = {mode: 1 << rank for rank, mode in enumerate(CARE_MODES)}
ON_SITE, AT_HOME, REMOTE = (MODE_BITS[mode] for mode in CARE_MODES)
TRAVELS = AT_HOME | REMOTE
CELL_DEGREES = 0.1
CELLS_A_ROW = 4096
NOWHERE = np.int32(1 << 30)
EXACT, BY_COMMUNE, UNLOCATED = 0, 1, 2

SEARCH_COLUMNS = (
    "id", "commune", "lat", "lon", "needs", "specialties", "publics", "modes", "age_low", "age_high", "sex", "catchment_id",
    "opened_on", "closed_on", "updated_on", "places_free", "places_as_of", "has_phone", "source_count", "disagreement_count",
    "report_count", "confidential",
)  # fmt: skip
"""What a batch of rows holds, by name, each a list; ids of one row are joined by "|", days are dates, as in the table `resource`."""

Batch = Mapping[str, Sequence[Any]]
CommunePoint = Callable[[str], tuple[float, float] | None]
CommunesIn = Callable[[Area], Iterable[str]]


@dataclass(frozen=True, eq=False)
class Columns:
    """`needs`, `publics`, `specialties` name the bits. `version` is that of the directory the columns were built from.

    `age_below`: the first age no longer served (infinite: no upper limit); NaN in both: ages not stated. `closed_on` NEVER and the
    other days NO_DAY: not stated. `xyz`: the position on the unit sphere, NaN when there is none, and `position` how it is known.
    `public_bits` 0: publics not stated. `specialty_set` indexes `specialty_bits`, whose first line is "not stated".
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
    position: Array
    need_bits: Array
    public_bits: Array
    specialty_set: Array
    specialty_bits: Array
    age_low: Array
    age_below: Array
    sex: Array
    modes: Array
    opened_on: Array
    closed_on: Array
    updated_on: Array
    places_free: Array
    places_as_of: Array
    has_phone: Array
    source_count: Array
    disagreement_count: Array
    report_count: Array
    catchment: Array
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

    @cached_property
    def need_index(self) -> Mapping[str, int]:
        return {need: index for index, need in enumerate(self.needs)}

    @cached_property
    def public_index(self) -> Mapping[str, int]:
        return {public: index for index, public in enumerate(self.publics)}

    @property
    def catchment_count(self) -> int:
        return len(self.catchment_starts) - 1

    @property
    def nbytes(self) -> int:
        return sum(value.nbytes for value in vars(self).values() if isinstance(value, np.ndarray))


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


def columns_of(
    resources: Iterable[Resource],
    vocabulary: Vocabulary,
    *,
    version: str = "",
    counts: Mapping[str, tuple[int, int, int]] | None = None,
    commune_point: CommunePoint = lambda code: None,
    communes_in: CommunesIn = lambda area: (),
) -> Columns:
    """Columns of some resources. `counts`: by id, records merged, fields on which they disagree, open reports; else (sources, 0, 0).

    `commune_point` locates what has no position but a commune; `communes_in` turns a polygon into communes.
    """
    resources = tuple(resources)
    stated = [resource.catchment.areas if resource.catchment else None for resource in resources]
    numbers = {areas: number for number, areas in enumerate(dict.fromkeys(areas for areas in stated if areas))}
    batch = {
        "catchment_id": [None if areas is None else numbers[areas] for areas in stated],
        **_batch_of(resources, counts or {}),
    }
    shared = {number: areas for areas, number in numbers.items()}
    return columns_of_batches([batch], shared, vocabulary, version=version, commune_point=commune_point, communes_in=communes_in)


def _batch_of(resources: Sequence[Resource], counts: Mapping[str, tuple[int, int, int]]) -> dict[str, list[Any]]:
    def joined(ids: Iterable[str]) -> str:
        return "|".join(sorted(ids))

    merged = [counts.get(resource.id, (max(1, len(resource.sources)), 0, 0)) for resource in resources]
    same = ("id", "commune", "lat", "lon", "sex", "opened_on", "closed_on", "updated_on", "confidential")
    return {
        **{name: [getattr(resource, name) for resource in resources] for name in same},
        **{name: [joined(getattr(resource, name)) for resource in resources] for name in ("needs", "specialties", "modes")},
        "publics": [None if resource.publics is None else joined(resource.publics) for resource in resources],
        "age_low": [resource.ages and resource.ages.low for resource in resources],
        "age_high": [resource.ages and resource.ages.high for resource in resources],
        "places_free": [resource.places and resource.places.free for resource in resources],
        "places_as_of": [resource.places and resource.places.as_of for resource in resources],
        "has_phone": [resource.phone is not None for resource in resources],
        **{name: [held[rank] for held in merged] for rank, name in enumerate(("source_count", "disagreement_count", "report_count"))},
    }


class _Days(dict[Any, int]):
    """Days as ordinals, each distinct one worked out once: a million rows hold a few thousand of them."""

    def __init__(self, unstated: int) -> None:
        super().__init__({None: unstated})

    def __missing__(self, day: date | str) -> int:
        self[day] = number = (day if isinstance(day, date) else date.fromisoformat(day[:10])).toordinal()
        return number


class _Sets(dict[Any, int]):
    """Lists of ids joined by "|", each distinct one kept once and known by its number; number 0 is the empty list and None."""

    def __init__(self) -> None:
        super().__init__({None: 0, "": 0})
        self.lists: list[tuple[str, ...]] = [()]

    def __missing__(self, joined: str) -> int:
        number = self[joined] = len(self.lists)
        self.lists.append(tuple(joined.split("|")))
        return number

    def bits(self, index: Mapping[str, int], words: int) -> Array:
        return np.array([bits_of(ids, index, words) for ids in self.lists], dtype=np.uint64)

    def ids(self) -> tuple[str, ...]:
        return tuple(sorted({id for ids in self.lists for id in ids}))


class _Points(dict[Any, tuple[float, float]]):
    def __init__(self, point: CommunePoint) -> None:
        super().__init__({None: (np.nan, np.nan)})
        self.point = point

    def __missing__(self, commune: str) -> tuple[float, float]:
        self[commune] = found = self.point(commune) or (np.nan, np.nan)
        return found


def columns_of_batches(
    batches: Iterable[Batch],
    catchments: Mapping[int, Sequence[Area]],
    vocabulary: Vocabulary,
    *,
    version: str = "",
    commune_point: CommunePoint = lambda code: None,
    communes_in: CommunesIn = lambda area: (),
) -> Columns:
    """Columns of rows given batch after batch (SEARCH_COLUMNS at least); `catchments`: the areas of each `catchment_id`."""
    needs, specialties, publics, modes = _Sets(), _Sets(), _Sets(), _Sets()
    numbers = {number: rank for rank, number in enumerate(sorted(catchments))}
    encoders = _encoders(needs, specialties, publics, modes, numbers, _Points(commune_point))
    parts = [encoders(batch) for batch in batches] or [encoders(dict.fromkeys(SEARCH_COLUMNS, ()))]
    held = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    del parts
    need_words, specialty_ids = words_for(len(vocabulary.needs)), specialties.ids()
    need_bits = needs.bits({need: rank for rank, need in enumerate(vocabulary.needs)}, need_words)
    public_bits = publics.bits({public: rank for rank, public in enumerate(vocabulary.publics)}, words_for(len(vocabulary.publics)))
    mode_bits = np.array([sum(bit for mode, bit in MODE_BITS.items() if mode in ids) for ids in modes.lists], dtype=np.uint8)
    cell = cells_of(held["lat"], held["lon"])
    order = np.lexsort((held["id_hash"], cell))
    cells, first = np.unique(cell[order], return_index=True)
    row_needs = need_bits[held.pop("needs")[order]]
    row_modes = mode_bits[held.pop("modes")[order]]
    row_catchment = held.pop("catchment")[order]
    located = int(np.searchsorted(cell[order], NOWHERE))
    id_text, id_starts = _packed(held.pop("id"), order)
    need_starts, need_rows = _rows_by_need(row_needs[:located], len(vocabulary.needs))
    area_keys, area_starts, area_catchments = _catchments_by_area([catchments[number] for number in sorted(catchments)], communes_in)
    travelling = np.flatnonzero((row_modes & TRAVELS != 0) & (row_catchment >= 0))
    catchment_starts, catchment_rows = by_key(row_catchment[travelling], travelling, len(catchments))
    lat, lon = held.pop("lat")[order], held.pop("lon")[order]
    return Columns(
        version=version,
        needs=tuple(vocabulary.needs),
        publics=tuple(vocabulary.publics),
        specialties=specialty_ids,
        id_text=id_text,
        id_starts=id_starts,
        xyz=unit_vectors(lat, lon),
        need_bits=row_needs,
        public_bits=_narrow(public_bits[held.pop("publics")[order]]),
        specialty_set=held.pop("specialties")[order],
        specialty_bits=specialties.bits({id: rank for rank, id in enumerate(specialty_ids)}, words_for(len(specialty_ids))),
        modes=row_modes,
        catchment=row_catchment,
        cells=cells.astype(np.int32),
        cell_starts=np.append(first, len(order)).astype(np.int32),
        need_starts=need_starts,
        need_rows=need_rows,
        area_keys=area_keys,
        area_starts=area_starts,
        area_catchments=area_catchments,
        catchment_starts=catchment_starts,
        catchment_rows=catchment_rows,
        **{name: held.pop(name)[order] for name in tuple(held)},
    )


def _encoders(
    needs: _Sets, specialties: _Sets, publics: _Sets, modes: _Sets, catchments: Mapping[int, int], points: _Points
) -> Callable[[Batch], dict[str, Array]]:
    days, closings = _Days(int(NO_DAY)), _Days(int(NEVER))
    numbers: dict[Any, int] = {None: int(NO_CATCHMENT), **catchments}

    def counted(values: Sequence[int], top: int, dtype: type) -> Array:
        return np.minimum(np.array(values, dtype=np.int64), top).astype(dtype)

    def through(table: Mapping[Any, int], values: Sequence[Any], dtype: type) -> Array:
        return np.fromiter(map(table.__getitem__, values), dtype=dtype, count=len(values))

    def encoded(batch: Batch) -> dict[str, Array]:
        values = _shown(batch)
        lat, lon, position = _positions(values, points)
        low = np.array(values["age_low"], dtype=np.float64)
        high = np.array(values["age_high"], dtype=np.float64)
        free = values["places_free"]
        return {
            "id": np.array([str(id).encode() for id in values["id"]], dtype=object),
            "id_hash": np.fromiter(map(hash_of, values["id"]), dtype=np.uint64, count=len(values["id"])),
            "lat": lat,
            "lon": lon,
            "position": position,
            "needs": through(needs, values["needs"], np.int32),
            "specialties": through(specialties, values["specialties"], np.int32),
            "publics": through(publics, values["publics"], np.int32),
            "modes": through(modes, values["modes"], np.int32),
            "age_low": low.astype(np.float32),
            "age_below": np.where(np.isnan(low), np.nan, np.where(np.isnan(high), np.inf, high + 1)).astype(np.float32),
            "sex": through(SEXES, values["sex"], np.uint8),
            "catchment": through(numbers, values["catchment_id"], np.int32),
            "opened_on": through(days, values["opened_on"], np.int32),
            "closed_on": through(closings, values["closed_on"], np.int32),
            "updated_on": through(days, values["updated_on"], np.int32),
            "places_as_of": through(days, values["places_as_of"], np.int32),
            "places_free": counted([-1 if n is None else max(0, n) for n in free], 2**15 - 1, np.int16),
            "has_phone": np.array(values["has_phone"], dtype=bool),
            "source_count": counted(values["source_count"], 255, np.uint8),
            "disagreement_count": counted(values["disagreement_count"], 255, np.uint8),
            "report_count": counted(values["report_count"], 255, np.uint8),
        }

    return encoded


def _shown(batch: Batch) -> Batch:
    """The batch without what is confidential."""
    if not any(batch["confidential"]):
        return batch
    keep = [not hidden for hidden in batch["confidential"]]
    return {name: list(compress(batch[name], keep)) for name in SEARCH_COLUMNS}


def _positions(values: Batch, points: _Points) -> tuple[Array, Array, Array]:
    """Latitudes, longitudes and how they are known; the commune's point stands in for a position that nobody gave."""
    lat, lon = np.array(values["lat"], dtype=np.float64), np.array(values["lon"], dtype=np.float64)
    position = np.full(len(lat), EXACT, dtype=np.uint8)
    for row in np.flatnonzero(np.isnan(lat) | np.isnan(lon)).tolist():
        lat[row], lon[row] = points[values["commune"][row]]
        position[row] = UNLOCATED if np.isnan(lat[row]) else BY_COMMUNE
    return lat, lon, position


def hash_of(id: object) -> int:
    """64 bits that depend on the id alone: equals rotate by them, so they may never change."""
    return int.from_bytes(blake2b(str(id).encode(), digest_size=8).digest(), "little")


def cells_of(lat: Array, lon: Array) -> Array:
    """The cell of each position; NOWHERE, above all others, for those that have none."""
    known = ~np.isnan(lat)
    south, west = np.where(known, lat, 0.0) + 90, np.where(known, lon, 0.0) + 180
    return np.where(known, cell_of(south) * CELLS_A_ROW + cell_of(west), NOWHERE).astype(np.int64)


def cell_of(degrees: Array | float) -> Array:
    """Rank of a cell in its row or column; one formula for rows and for searches, since `x // 0.1` is not `floor(x / 0.1)`."""
    return np.floor(np.asarray(degrees) / CELL_DEGREES).astype(np.int64)


def by_key(keys: Array, values: Array, count: int) -> tuple[Array, Array]:
    """Values grouped by key: those of key k are `grouped[starts[k]:starts[k + 1]]`, in the order they came in."""
    order = np.argsort(keys, kind="stable")
    starts = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(keys, minlength=count), out=starts[1:])
    return starts, values[order].astype(np.int32)


def _rows_by_need(need_bits: Array, count: int) -> tuple[Array, Array]:
    found = [np.flatnonzero(need_bits[:, need >> 6] >> np.uint64(need & 63) & np.uint64(1)) for need in range(count)]
    starts = np.zeros(count + 1, dtype=np.int64)
    np.cumsum([len(rows) for rows in found], out=starts[1:])
    return starts, np.concatenate([*found, np.empty(0, np.int64)]).astype(np.int32)


def _catchments_by_area(catchments: Sequence[Sequence[Area]], communes_in: CommunesIn) -> tuple[Array, Array, Array]:
    resolved: dict[Area, tuple[bytes, ...]] = {}
    keys: list[bytes] = []
    owners: list[int] = []
    for number, areas in enumerate(catchments):
        held: set[bytes] = set()
        for area in areas:
            if area not in resolved:
                resolved[area] = _keys_of(area, communes_in)
            held.update(resolved[area])
        keys.extend(held)
        owners.extend(repeat(number, len(held)))
    distinct, key_of = np.unique(np.array(keys, dtype=np.bytes_), return_inverse=True) if keys else (np.empty(0, "S1"), np.empty(0, int))
    starts, grouped = by_key(key_of, np.array(owners, dtype=np.int32), len(distinct))
    return distinct, starts, grouped


def _keys_of(area: Area, communes_in: CommunesIn) -> tuple[bytes, ...]:
    if area.kind == "polygone":
        return tuple(area_key(Area("commune", code)) for code in communes_in(area))
    return (area_key(area),)


def area_key(area: Area) -> bytes:
    return f"{area.kind}:{area.code}".encode()


def _packed(ids: Array, order: Array) -> tuple[Array, Array]:
    ordered = ids[order].tolist()
    starts = np.zeros(len(ordered) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, ordered), dtype=np.int64, count=len(ordered)), out=starts[1:])
    return np.frombuffer(b"".join(ordered), dtype=np.uint8), starts if starts[-1] >= 2**32 else starts.astype(np.uint32)


def _narrow(bits: Array) -> Array:
    """One word of 32 bits when the publics fit, one of 64 otherwise."""
    if bits.shape[1] > 1:
        raise ValueError("at most 64 publics are expected")
    column = bits[:, 0]
    return column.astype(np.uint32) if not len(column) or column.max() < 2**32 else column
