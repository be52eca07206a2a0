"""Builds the columns: from resources for what is small, from batches of database rows for what is not."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from itertools import compress
from typing import Any

import numpy as np

from orientation.directory.columns import (
    AUDIENCE,
    CELL_DEGREES,
    CELLS_A_ROW,
    MODE_BITS,
    NEVER,
    NO_CATCHMENT,
    NO_DAY,
    NOWHERE,
    SEXES,
    STANDING,
    TRAVELS,
    UNSTATED_PLACES,
    VACANCY,
    ZONE_STATED,
    Array,
    Columns,
    Distinct,
    area_key,
    bits_of,
    unit_vectors,
    words_for,
)
from orientation.resource import Resource
from orientation.territory import Area
from orientation.vocabulary import Vocabulary

SEARCH_COLUMNS = (
    "id", "commune", "lat", "lon", "needs", "specialties", "publics", "modes", "age_low", "age_high", "sex", "catchment_id",
    "opened_on", "closed_on", "updated_on", "places_free", "places_as_of", "has_phone", "source_count", "disagreement_count",
    "report_count", "confidential",
)  # fmt: skip
"""What a batch of rows holds, by name, each a sequence; ids of one row are joined by "|", days are dates, as in the table `resource`.

It may hold `id_hash` besides, the array of `hashes_of`, when that is known already.
"""

Batch = Mapping[str, Any]
CommunePoint = Callable[[str], tuple[float, float] | None]
CommunesIn = Callable[[Area], Iterable[str]]
_DRAWN = "polygone:"
_CLOSE = 1 << 21


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
    shared = {number: [area_key(area) for area in areas] for areas, number in numbers.items()}
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


def columns_of_batches(
    batches: Iterable[Batch],
    catchments: Mapping[int, Sequence[str]],
    vocabulary: Vocabulary,
    *,
    version: str = "",
    commune_point: CommunePoint = lambda code: None,
    communes_in: CommunesIn = lambda area: (),
) -> Columns:
    """Columns of rows given batch after batch (SEARCH_COLUMNS at least); `catchments`: by `catchment_id`, the keys of its areas.

    One that is not among them cannot be placed on a map: who is served is then not known.
    """
    said = _Said(commune_point, catchments)
    parts = [said.encoded(batch) for batch in batches] or [said.encoded(dict.fromkeys(SEARCH_COLUMNS, ()))]
    held = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    del parts
    cell = cells_of(held["lat"], held["lon"])
    order = np.lexsort((held["id_hash"], cell))
    cell = cell[order]
    cells, first = np.unique(cell, return_index=True)
    located = int(np.searchsorted(cell, NOWHERE))
    ids = held.pop("id")
    held = {name: held.pop(name)[order] for name in tuple(held)}
    held |= said.decoded(held, vocabulary)
    specialties = said.specialties.ids()
    used, catchment = _numbered(held.pop("catchment"))
    unstated = int(len(used) > 0 and used[0] == NO_CATCHMENT)
    catchment = (catchment - unstated).astype(np.int32)
    audiences, audience = _distinct({name: held.pop(name) for name in AUDIENCE})
    standings, standing = _distinct({name: held.pop(name) for name in STANDING})
    vacancies, vacancy = _distinct({name: held.pop(name) for name in VACANCY})
    way = held.pop("modes") | np.where(catchment >= 0, np.uint8(ZONE_STATED), np.uint8(0))
    travelling = np.flatnonzero((way & TRAVELS != 0) & (catchment >= 0))
    shared = [catchments[number] for number in used[unstated:].tolist()]
    id_text, id_starts = _packed(ids, order)
    need_starts, need_rows = _rows_by_need(held["need_bits"][:located], len(vocabulary.needs))
    area_keys, area_starts, area_catchments = _catchments_by_area(shared, communes_in)
    catchment_starts, catchment_rows = by_key(catchment[travelling], travelling, len(shared))
    return Columns(
        version=version,
        needs=tuple(vocabulary.needs),
        publics=tuple(vocabulary.publics),
        specialties=specialties,
        specialty_bits=said.specialties.bits(specialties),
        id_text=id_text,
        id_starts=id_starts,
        xyz=unit_vectors(held.pop("lat"), held.pop("lon")),
        way=way,
        catchment=catchment,
        audience=audience,
        audiences=audiences,
        standing=standing,
        standings=standings,
        vacancy=vacancy,
        vacancies=vacancies,
        cells=cells.astype(np.int32),
        cell_starts=np.append(first, len(order)).astype(np.int32),
        need_starts=need_starts,
        need_rows=need_rows,
        area_keys=area_keys,
        area_starts=area_starts,
        area_catchments=area_catchments,
        catchment_starts=catchment_starts,
        catchment_rows=catchment_rows,
        **held,
    )


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

    def bits(self, ids: Iterable[str]) -> Array:
        index = {id: rank for rank, id in enumerate(ids)}
        return np.array([bits_of(listed, index, words_for(len(index))) for listed in self.lists], dtype=np.uint64)

    def ids(self) -> tuple[str, ...]:
        return tuple(sorted({id for ids in self.lists for id in ids}))


class _Points(dict[Any, tuple[float, float]]):
    def __init__(self, point: CommunePoint) -> None:
        super().__init__({None: (np.nan, np.nan)})
        self.point = point

    def __missing__(self, commune: str) -> tuple[float, float]:
        self[commune] = found = self.point(commune) or (np.nan, np.nan)
        return found


class _Placed(dict[Any, int]):
    """Numbers of catchment areas; those that cannot be placed are as if nothing was stated."""

    def __missing__(self, number: int | None) -> int:
        return NO_CATCHMENT


class _Said:
    """Turns what rows say into numbers, each distinct text worked out once for all batches."""

    def __init__(self, point: CommunePoint, catchments: Collection[int]) -> None:
        self.catchments = _Placed(zip(catchments, catchments, strict=True))
        self.needs, self.specialties, self.publics, self.modes = _Sets(), _Sets(), _Sets(), _Sets()
        self.days, self.closings, self.points = _Days(NO_DAY), _Days(NEVER), _Points(point)

    def encoded(self, batch: Batch) -> dict[str, Array]:
        values = shown_of(batch)
        lat, lon = self._positions(values)
        low, high = np.array(values["age_low"], dtype=np.float64), np.array(values["age_high"], dtype=np.float64)
        return {
            "id": np.array([*map(str.encode, values["id"])], dtype=object),
            "id_hash": values["id_hash"] if "id_hash" in values else hashes_of(values["id"]),
            "lat": lat,
            "lon": lon,
            "needs": _through(self.needs.__getitem__, values["needs"], np.int32),
            "specialties": _through(self.specialties.__getitem__, values["specialties"], np.int32),
            "publics": _through(self.publics.__getitem__, values["publics"], np.int32),
            "modes": _through(self.modes.__getitem__, values["modes"], np.int32),
            "age_low": low.astype(np.float32),
            "age_below": np.where(np.isnan(low), np.nan, np.where(np.isnan(high), np.inf, high + 1)).astype(np.float32),
            "sex": _through(SEXES.__getitem__, values["sex"], np.uint8),
            "catchment": _through(self.catchments.__getitem__, values["catchment_id"], np.int64),
            "opened_on": _through(self.days.__getitem__, values["opened_on"], np.int32),
            "closed_on": _through(self.closings.__getitem__, values["closed_on"], np.int32),
            "updated_on": _through(self.days.__getitem__, values["updated_on"], np.int32),
            "places_as_of": _through(self.days.__getitem__, values["places_as_of"], np.int32),
            "places_free": _counted([UNSTATED_PLACES if n is None else max(0, n) for n in values["places_free"]], 2**15 - 1, np.int16),
            "has_phone": np.array(values["has_phone"], dtype=bool),
            "source_count": _counted(values["source_count"], 255, np.uint8),
            "disagreement_count": _counted(values["disagreement_count"], 255, np.uint8),
            "report_count": _counted(values["report_count"], 255, np.uint8),
        }

    def decoded(self, held: dict[str, Array], vocabulary: Vocabulary) -> dict[str, Array]:
        """Bits in place of the numbers of sets, which are taken out."""
        public_bits = self.publics.bits(vocabulary.publics)
        if public_bits.shape[1] > 1:
            raise ValueError(f"at most 64 publics are expected, found {len(vocabulary.publics)}")
        mode_bits = np.array([sum(bit for mode, bit in MODE_BITS.items() if mode in ids) for ids in self.modes.lists], dtype=np.uint8)
        return {
            "need_bits": self.needs.bits(vocabulary.needs)[held.pop("needs")],
            "public_bits": public_bits[held.pop("publics"), 0],
            "modes": mode_bits[held["modes"]],
            "specialty_set": held.pop("specialties").astype(np.uint16 if len(self.specialties.lists) < 2**16 else np.int32),
        }

    def _positions(self, values: Batch) -> tuple[Array, Array]:
        """Latitudes and longitudes; the commune's point stands in for a position that nobody gave."""
        lat, lon = np.array(values["lat"], dtype=np.float64), np.array(values["lon"], dtype=np.float64)
        for row in np.flatnonzero(np.isnan(lat) | np.isnan(lon)).tolist():
            lat[row], lon[row] = self.points[values["commune"][row]]
        return lat, lon


def shown_of(batch: Batch) -> Batch:
    """The batch without what is confidential."""
    if not any(batch["confidential"]):
        return batch
    keep = [not hidden for hidden in batch["confidential"]]
    return {name: list(compress(values, keep)) for name, values in batch.items()}


def _through(function: Callable[[Any], int], values: Sequence[Any], dtype: type) -> Array:
    return np.fromiter(map(function, values), dtype=dtype, count=len(values))


def _counted(values: Sequence[int], top: int, dtype: type) -> Array:
    return np.minimum(np.array(values, dtype=np.int64), top).astype(dtype)


def hashes_of(ids: Iterable[str]) -> Array:
    """64 bits that depend on the id alone: equals rotate by them, so they may never change."""
    digests = [blake2b(id, digest_size=8).digest() for id in map(str.encode, ids)]
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64, copy=False)


def cells_of(lat: Array, lon: Array) -> Array:
    """The cell of each position; NOWHERE, above all others, for those that have none."""
    known = ~np.isnan(lat)
    south, west = np.where(known, lat, 0.0) + 90, np.where(known, lon, 0.0) + 180
    return np.where(known, cell_of(south) * CELLS_A_ROW + cell_of(west), NOWHERE).astype(np.int64)


def cell_of(degrees: Array) -> Array:
    """Rank of a cell in its row or column. Searches use `floor(x / 0.1)` too: `x // 0.1` is not always the same number."""
    return np.floor(degrees / CELL_DEGREES).astype(np.int64)


def by_key(keys: Array, values: Array, count: int) -> tuple[Array, Array]:
    """Values grouped by key: those of key k are `grouped[starts[k]:starts[k + 1]]`, in the order they came in."""
    order = np.argsort(keys, kind="stable")
    starts = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(keys, minlength=count), out=starts[1:])
    return starts, values[order].astype(np.int32)


def _distinct(columns: Mapping[str, Array]) -> tuple[Distinct, Array]:
    """The distinct lines of some columns, and the line of each row."""
    line = np.zeros(len(next(iter(columns.values()))), dtype=np.int64)
    lines = 1
    for values in columns.values():
        distinct, ranks = _numbered(values)
        if lines * len(distinct) >= 2**62:
            known, line = _numbered(line)
            lines = len(known)
        line, lines = line * len(distinct) + ranks, lines * max(1, len(distinct))
    known, line = _numbered(line)
    one_of = np.empty(len(known), dtype=np.int64)
    one_of[line] = np.arange(len(line))
    narrow = np.uint16 if len(known) < 2**16 else np.int32
    return Distinct({name: values[one_of] for name, values in columns.items()}), line.astype(narrow)


def _numbered(values: Array) -> tuple[Array, Array]:
    """The distinct values, in order, and the rank of each row's; without sorting where they are whole numbers close to one another."""
    if len(values) and np.can_cast(values.dtype, np.int64):
        low, high = int(values.min()), int(values.max())
        if high - low < _CLOSE:
            at = values.astype(np.int64) - low
            held = np.zeros(high - low + 1, dtype=bool)
            held[at] = True
            return (held.nonzero()[0] + low).astype(values.dtype), (np.cumsum(held) - 1)[at]
    return np.unique(values, return_inverse=True)


def _rows_by_need(need_bits: Array, count: int) -> tuple[Array, Array]:
    found = [np.flatnonzero(need_bits[:, need >> 6] >> np.uint64(need & 63) & np.uint64(1)) for need in range(count)]
    starts = np.zeros(count + 1, dtype=np.int64)
    np.cumsum([len(rows) for rows in found], out=starts[1:])
    return starts, np.concatenate([*found, np.empty(0, np.int64)]).astype(np.int32)


def _catchments_by_area(catchments: Sequence[Sequence[str]], communes_in: CommunesIn) -> tuple[Array, Array, Array]:
    numbers: dict[str, int] = {}
    owned: list[int] = []
    sizes: list[int] = []
    for keys in catchments:
        drawn = [key for key in keys if key.startswith(_DRAWN)]
        held = {resolved for key in keys for resolved in _drawn(key, communes_in)} if drawn else keys
        owned.extend([numbers.setdefault(key, len(numbers)) for key in held])
        sizes.append(len(held))
    distinct = np.array([key.encode() for key in numbers] or [b""], dtype=np.bytes_)[: len(numbers)]
    order = np.argsort(distinct)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    owners = np.repeat(np.arange(len(sizes), dtype=np.int32), np.array(sizes, dtype=np.int64))
    starts, grouped = by_key(rank[np.array(owned, dtype=np.int64)], owners, len(distinct))
    return distinct[order], starts, grouped


def _drawn(key: str, communes_in: CommunesIn) -> tuple[str, ...]:
    """A drawn area is replaced by the communes it holds."""
    if not key.startswith(_DRAWN):
        return (key,)
    return tuple(area_key(Area("commune", code)) for code in communes_in(Area("polygone", key.removeprefix(_DRAWN))))


def _packed(ids: Array, order: Array) -> tuple[Array, Array]:
    ordered = ids[order].tolist()
    starts = np.zeros(len(ordered) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, ordered), dtype=np.int64, count=len(ordered)), out=starts[1:])
    return np.frombuffer(b"".join(ordered), dtype=np.uint8), starts if starts[-1] >= 2**32 else starts.astype(np.uint32)
