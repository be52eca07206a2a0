"""Which rows a search looks at: near a point, or coming to a commune. Every function gives rows of the columns, none twice."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from math import asin, cos, degrees, floor, pi, radians, sin

import numpy as np

from orientation.directory.columns import CELL_DEGREES, CELLS_A_ROW, Array, Columns, area_key
from orientation.geography.distance import EARTH_RADIUS_KM
from orientation.territory import Area

Point = tuple[float, float]
_ROUNDING_KM = 0.0005
"""Distances are rounded to the metre: what lies half a metre outside is inside once rounded."""


def reached(columns: Columns, needs: Sequence[int], come: Array, point: Point, radius_km: float) -> tuple[Array, Array]:
    """Rows that answer any of the needs inside a circle, and the rows of `come` wherever they are, each once, with how far each is.

    An infinite radius reaches all that have a position.
    """
    rows = _around(columns, needs, point, radius_km)
    many = len(rows)
    if len(come):
        rows = np.concatenate([rows, come])
    chords = _squared_chords(columns, rows, point)
    kept = chords <= (2 * sin(min((radius_km + _ROUNDING_KM) / EARTH_RADIUS_KM, pi) / 2)) ** 2
    if len(come):
        kept[many:] = ~kept[many:]  # those of them inside the circle are in it already
    inside = kept.nonzero()[0]
    # Few rows are read from many columns: `take`, with numbers of the machine's own width, costs a third of brackets.
    return rows.take(inside).astype(np.intp), _kilometres(chords.take(inside))


def covering(columns: Columns, containing: Iterable[Area]) -> Array:
    """Numbers of the catchment areas that cover a place, given every area that contains it."""
    starts, rank_of = columns.area_starts, columns.area_index
    ranks = [rank for area in containing if (rank := rank_of.get(area_key(area))) is not None]
    found = [columns.area_catchments[starts[rank] : starts[rank + 1]] for rank in ranks]
    if len(found) < 2:
        return found[0] if found else np.empty(0, np.int32)
    numbers = np.concatenate(found)
    numbers.sort()
    return numbers[np.concatenate([[True], numbers[1:] != numbers[:-1]])]


def coming_to(columns: Columns, catchments: Array, wanted: Sequence[int]) -> Array:
    """Rows that come to people in these catchment areas and answer a need of the `wanted` words."""
    rows = _grouped(columns.catchment_starts, columns.catchment_rows, catchments)
    return rows[answering(columns, rows, wanted)]


def answering(columns: Columns, rows: Array, wanted: Sequence[int]) -> Array:
    """Whether each row answers a need of the `wanted` words."""
    held = columns.need_bits.take(rows, axis=0)
    found = [(held[:, word] & np.uint64(bits)) != 0 for word, bits in enumerate(wanted) if bits]
    if not found:
        return np.zeros(len(rows), dtype=bool)
    return found[0] if len(found) == 1 else np.logical_or.reduce(found)


def _squared_chords(columns: Columns, rows: Array, point: Point) -> Array:
    away = columns.xyz.take(rows, axis=0)
    away -= _on_the_sphere(point)
    return np.vecdot(away, away)


@lru_cache(maxsize=256)
def _on_the_sphere(point: Point) -> Array:
    latitude, longitude = radians(point[0]), radians(point[1])
    return np.array([cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)])


def _kilometres(squared_chords: Array) -> Array:
    """Great-circle kilometres, to the metre so that one distance is one number everywhere; NaN for a row without position."""
    metres = np.arcsin(np.minimum(np.sqrt(squared_chords) * 0.5, 1.0)) * (2000 * EARTH_RADIUS_KM)
    return np.rint(metres) / 1000


def _around(columns: Columns, needs: Sequence[int], point: Point, radius_km: float) -> Array:
    """Located rows in the cells that a circle touches."""
    if radius_km == float("inf"):
        return _any_of(columns, needs, lambda rows: rows)
    spans = _spans(columns, point, radius_km)
    return _any_of(columns, needs, lambda rows: _inside(rows, spans))


def _any_of(columns: Columns, needs: Sequence[int], kept: Callable[[Array], Array]) -> Array:
    found: list[Array] = []
    earlier = [0] * columns.need_bits.shape[1]
    for need in needs:
        rows = kept(columns.need_rows[columns.need_starts[need] : columns.need_starts[need + 1]])
        if found:
            rows = rows[~answering(columns, rows, earlier)]
        found.append(rows)
        earlier[need >> 6] |= 1 << (need & 63)
    return found[0] if len(found) == 1 else np.concatenate(found)


def _spans(columns: Columns, point: Point, radius_km: float) -> Array:
    """Runs of rows, two lines (first, after the last), one run for each band of cells the circle crosses."""
    (lat, lon), reach = point, min((radius_km + 2 * _ROUNDING_KM) / EARTH_RADIUS_KM, pi)
    south, north = max(lat - degrees(reach), -90.0), min(lat + degrees(reach), 90.0)
    if south <= -90 or north >= 90 or sin(reach) >= cos(radians(lat)):
        sides = [(0.0, 360.0)]
    else:
        aside = degrees(asin(sin(reach) / cos(radians(lat))))
        west, east = lon - aside + 180, lon + aside + 180
        sides = [(max(west, 0.0), min(east, 360.0))]
        sides += [(west + 360, 360.0)] if west < 0 else []
        sides += [(0.0, east - 360)] if east > 360 else []
    bands = range(_cell(south + 90), _cell(north + 90) + 1)
    ends = [[band * CELLS_A_ROW + _cell(west) for west, _ in sides for band in bands]]
    ends += [[band * CELLS_A_ROW + _cell(east) + 1 for _, east in sides for band in bands]]
    return columns.cell_starts[columns.cells.searchsorted(np.array(ends, dtype=columns.cells.dtype))]


def _cell(degrees: float) -> int:
    return floor(degrees / CELL_DEGREES)


def _inside(rows: Array, spans: Array) -> Array:
    """The rows, given in order, that lie in some of the runs."""
    low, high = rows.searchsorted(spans).tolist()
    runs = [rows[first:after] for first, after in zip(low, high, strict=True) if after > first]
    if len(runs) == 1:
        return runs[0]
    return np.concatenate(runs) if runs else rows[:0]


def _grouped(starts: Array, values: Array, keys: Array) -> Array:
    """The values of several keys, one after the other."""
    first = starts.take(keys)
    sizes = starts.take(keys + 1) - first
    ends = sizes.cumsum()
    total = int(ends[-1]) if len(ends) else 0
    if not total:
        return values[:0]
    first += sizes
    first -= ends
    at = np.repeat(first, sizes)
    at += np.arange(total)
    return values.take(at)
