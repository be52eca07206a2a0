"""Outlines of communes as rings of points, and whether one holds a point."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Outlines:
    """The outline of one commune: its parts (mainland, islands), each an outer ring then its holes, each ring closed rows of (lon, lat).

    `approximate`: the border was drawn here (see data/README.md), not published.
    """

    parts: tuple[tuple[np.ndarray, ...], ...]
    approximate: bool = False


def contains(outline: Outlines, lat: float, lon: float) -> bool:
    """Whether a point is inside, by the even-odd rule, which needs no order nor direction of the rings."""
    return sum(_crossings(ring, lat, lon) for part in outline.parts for ring in part) % 2 == 1


def _crossings(ring: np.ndarray, lat: float, lon: float) -> int:
    x, y = ring[:, 0], ring[:, 1]
    if not (y.min() <= lat <= y.max() and x.min() <= lon <= x.max()):
        return 0
    x0, y0, x1, y1 = x[:-1], y[:-1], x[1:], y[1:]
    straddles = (y0 > lat) != (y1 > lat)
    x0, y0, x1, y1 = x0[straddles], y0[straddles], x1[straddles], y1[straddles]
    return int(np.count_nonzero(lon < x0 + (lat - y0) * (x1 - x0) / (y1 - y0)))
