"""Which rows a search looks at: near a point, or coming to a commune. Every function gives rows of the columns, none twice."""

from collections.abc import Iterable, Sequence
from math import asin, cos, degrees, pi, radians, sin

import numpy as np

from orientation.directory.columns import CELLS_A_ROW, Array, Columns, area_key, cell_of, unit_vectors
from orientation.geography.distance import EARTH_RADIUS_KM
from orientation.territory import Area

_ROUNDING_KM = 0.001
"""Distances are rounded to the metre: what lies half a metre outside is inside once rounded."""


def near(columns: Columns, needs: Sequence[int], lat: float, lon: float, radius_km: float) -> Array:
    """Located rows that answer any of the needs, in the cells that a circle touches: some lie a little outside of it."""
    spans = _spans(columns, lat, lon, radius_km)
    return _any_of(columns, needs, lambda rows: _inside(rows, spans))


def anywhere(columns: Columns, needs: Sequence[int]) -> Array:
    """Located rows that answer any of the needs, however far."""
    return _any_of(columns, needs, lambda rows: rows)


def covering(columns: Columns, containing: Iterable[Area]) -> Array:
    """Numbers of the catchment areas that cover a place, given every area that contains it."""
    keys = np.array(sorted(map(area_key, containing)), dtype=np.bytes_)
    if not len(keys) or not len(columns.area_keys):
        return np.empty(0, np.int32)
    at = np.searchsorted(columns.area_keys, keys)
    known = at < len(columns.area_keys)
    at = at[known]
    at = at[columns.area_keys[at] == keys[known]]
    found = [columns.area_catchments[columns.area_starts[k] : columns.area_starts[k + 1]] for k in at.tolist()]
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.int32)


def coming_to(columns: Columns, catchments: Array, wanted: Sequence[int]) -> Array:
    """Rows that come to people in these catchment areas and answer a need of the `wanted` words."""
    rows = _grouped(columns.catchment_starts, columns.catchment_rows, catchments)
    return rows[answering(columns, rows, wanted)]


def answering(columns: Columns, rows: Array, wanted: Sequence[int]) -> Array:
    """Whether each row answers a need of the `wanted` words."""
    answers: Array = np.zeros(len(rows), dtype=bool)
    for word, bits in enumerate(wanted):
        if bits:
            answers |= (columns.need_bits[rows, word] & np.uint64(bits)) != 0
    return answers


def distances_km(columns: Columns, rows: Array, lat: float, lon: float) -> Array:
    """Great-circle kilometres, to the metre so that one distance is one number everywhere; NaN for a row without position."""
    away = columns.xyz[rows] - unit_vectors(np.array([lat]), np.array([lon]))
    chord = np.sqrt(np.einsum("ij,ij->i", away, away))
    return np.round(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2, 1.0)), 3)


def _any_of(columns: Columns, needs: Sequence[int], kept) -> Array:  # type: ignore[no-untyped-def]
    found: list[Array] = []
    earlier = [0] * columns.need_bits.shape[1]
    for need in needs:
        rows = kept(columns.need_rows[columns.need_starts[need] : columns.need_starts[need + 1]])
        if any(earlier):
            rows = rows[~answering(columns, rows, earlier)]
        found.append(rows)
        earlier[need >> 6] |= 1 << (need & 63)
    return found[0] if len(found) == 1 else np.concatenate([*found, np.empty(0, np.int32)])


def _spans(columns: Columns, lat: float, lon: float, radius_km: float) -> Array:
    """Runs of rows, two lines (first, after the last), one run for each band of cells the circle crosses."""
    reach = min((radius_km + _ROUNDING_KM) / EARTH_RADIUS_KM, pi)
    south, north = max(lat - degrees(reach), -90.0), min(lat + degrees(reach), 90.0)
    bands = np.arange(int(cell_of(south + 90)), int(cell_of(north + 90)) + 1) * CELLS_A_ROW
    if south <= -90 or north >= 90 or sin(reach) >= cos(radians(lat)):
        sides = [(0.0, 360.0)]
    else:
        aside = degrees(asin(sin(reach) / cos(radians(lat))))
        west, east = lon - aside + 180, lon + aside + 180
        sides = [(max(west, 0.0), min(east, 360.0))]
        sides += [(west + 360, 360.0)] if west < 0 else []
        sides += [(0.0, east - 360)] if east > 360 else []
    low = np.concatenate([bands + cell_of(west) for west, _ in sides])
    high = np.concatenate([bands + cell_of(east) + 1 for _, east in sides])
    return columns.cell_starts[np.searchsorted(columns.cells, np.stack([low, high]))]


def _inside(rows: Array, spans: Array) -> Array:
    """The rows, given in order, that lie in some of the runs."""
    low, high = np.searchsorted(rows, spans)
    runs = [rows[first:after] for first, after in zip(low.tolist(), high.tolist(), strict=True) if after > first]
    if len(runs) == 1:
        return runs[0]
    return np.concatenate(runs) if runs else rows[:0]


def _grouped(starts: Array, values: Array, keys: Array) -> Array:
    """The values of several keys, one after the other."""
    first, sizes = starts[keys], starts[keys + 1] - starts[keys]
    total = int(sizes.sum())
    if not total:
        return values[:0]
    skipped = np.repeat(first - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes)
    return values[skipped + np.arange(total)]
