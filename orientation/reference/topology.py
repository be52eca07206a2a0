"""Simplified outlines whose borders stay shared, as TopoJSON: each border is written once, in whole steps of a grid.

The format is TopoJSON 1.0 (arcs are delta-encoded), so that the files open in other map tools.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import shapely

from orientation.geography.outlines import Outlines

TOLERANCE_DEGREES = 0.002
GRID_DEGREES = 1e-4

Step = tuple[int, int]
Ring = list[Step]


class Outlined(Protocol):
    """What a commune must tell to be drawn."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def departement(self) -> str: ...
    @property
    def outline(self) -> shapely.Geometry | None: ...
    @property
    def approximate(self) -> bool: ...


def simplified_topologies(communes: Sequence[Outlined], tolerance: float = TOLERANCE_DEGREES) -> dict[str, dict[str, object]]:
    """One topology a département. Outlines are simplified together, so that borders stay shared; overlapping ones must be left out."""
    drawn = [commune for commune in communes if commune.outline is not None]
    simple: dict[str, shapely.Geometry] = {}
    for block in sorted({_block(commune) for commune in drawn}):
        inside = [commune for commune in drawn if _block(commune) == block]
        outlines = _simplified(np.array([commune.outline for commune in inside]), tolerance)
        simple.update(zip((commune.code for commune in inside), outlines, strict=True))
    departements = sorted({commune.departement for commune in drawn})
    return {name: topology([commune for commune in drawn if commune.departement == name], simple) for name in departements}


def _block(commune: Outlined) -> str:
    """Communes that may touch: each overseas département on its own, all the others together."""
    return commune.departement if commune.departement.startswith("97") else ""


def _simplified(outlines: np.ndarray, tolerance: float) -> np.ndarray:
    """`tolerance` in degrees of latitude; longitudes are squeezed meanwhile so that it means the same length both ways."""
    squeeze = math.cos(math.radians(float(np.mean(shapely.get_y(shapely.centroid(outlines))))))
    flat = shapely.transform(outlines, lambda xy: xy * (squeeze, 1.0))
    return shapely.transform(shapely.coverage_simplify(flat, tolerance), lambda xy: xy / (squeeze, 1.0))


def topology(communes: Sequence[Outlined], outlines: Mapping[str, shapely.Geometry]) -> dict[str, object]:
    """The communes as one TopoJSON topology; a ring that vanishes on the grid is left out."""
    parts = {commune.code: _parts(outlines[commune.code]) for commune in communes}
    junctions = _junctions(ring for held in parts.values() for part in held for ring in part)
    arcs: dict[tuple[Step, ...], int] = {}
    geometries = []
    for commune in communes:
        drawn = [[[_arc_number(arc, arcs) for arc in _cut(ring, junctions)] for ring in part] for part in parts[commune.code]]
        properties: dict[str, object] = {"name": commune.name} | ({"approximate": True} if commune.approximate else {})
        geometries.append({"type": "MultiPolygon", "id": commune.code, "properties": properties, "arcs": drawn})
    return {
        "type": "Topology",
        "transform": {"scale": [GRID_DEGREES, GRID_DEGREES], "translate": [0, 0]},
        "objects": {"communes": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [_deltas(arc) for arc in arcs],
    }


def _parts(outline: shapely.Geometry) -> list[list[Ring]]:
    """Each part's outer ring, then its holes; a part whose outer ring vanishes on the grid is left out."""
    found = []
    for part in shapely.get_parts(outline):
        outer, *holes = (_ring(ring) for ring in shapely.get_rings(part))
        if outer:
            found.append([outer, *filter(None, holes)])
    return found


def _ring(ring: shapely.LinearRing) -> Ring:
    """The ring on the grid, without its closing point and without points said twice in a row; empty when it vanishes."""
    steps = [(int(x), int(y)) for x, y in np.rint(shapely.get_coordinates(ring) / GRID_DEGREES)]
    kept = [step for step, before in zip(steps[1:], steps, strict=False) if step != before]
    return kept if len(kept) >= 3 else []


def _junctions(rings: Iterable[Ring]) -> frozenset[Step]:
    """Points where a border is cut: those that have other than two neighbours over all rings."""
    neighbours: dict[Step, set[Step]] = {}
    for ring in rings:
        for before, step, after in zip((ring[-1], *ring), ring, (*ring[1:], ring[0]), strict=False):
            neighbours.setdefault(step, set()).update((before, after))
    return frozenset(step for step, around in neighbours.items() if len(around) != 2)


def _cut(ring: Ring, junctions: frozenset[Step]) -> list[tuple[Step, ...]]:
    """The ring as arcs from junction to junction; one closed arc, started at its lowest point, when it meets none."""
    cuts = [index for index, step in enumerate(ring) if step in junctions]
    start = cuts[0] if cuts else ring.index(min(ring))
    turned = [*ring[start:], *ring[: start + 1]]
    ends = [cut - start for cut in cuts[1:]] + [len(ring)]
    return [tuple(turned[begin : end + 1]) for begin, end in zip([0, *ends], ends, strict=False)]


def _arc_number(arc: tuple[Step, ...], arcs: dict[tuple[Step, ...], int]) -> int:
    """The arc's place in the list, one's complement when it is walked backwards, as TopoJSON writes it."""
    if arc[::-1] in arcs:
        return ~arcs[arc[::-1]]
    return arcs.setdefault(arc, len(arcs))


def _deltas(arc: Sequence[Step]) -> list[list[int]]:
    moves = zip(arc[1:], arc, strict=False)
    return [list(arc[0]), *([x - x0, y - y0] for (x, y), (x0, y0) in moves)]


def outlines_of(topology: Mapping[str, Any]) -> dict[str, Outlines]:
    """The outlines a topology draws, by commune code."""
    arcs = [np.cumsum(np.array(arc), axis=0) * GRID_DEGREES for arc in topology["arcs"]]
    return {
        geometry["id"]: Outlines(
            parts=tuple(tuple(_joined(ring, arcs) for ring in part) for part in geometry["arcs"]),
            approximate=bool(geometry["properties"].get("approximate")),
        )
        for geometry in topology["objects"]["communes"]["geometries"]
    }


def _joined(numbers: Sequence[int], arcs: Sequence[np.ndarray]) -> np.ndarray:
    walked = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    return np.concatenate([walked[0], *(arc[1:] for arc in walked[1:])])
