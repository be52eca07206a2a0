"""A plain map drawn from outlines alone, so that none has to be fetched: communes as paths, places as points, in one frame."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians

import numpy as np

from orientation.geography.gazetteer import Gazetteer
from orientation.geography.outlines import Outlines

KM_A_DEGREE = 111.2
WIDTH = 1000.0
MARGIN = 0.15
LEAST_KM = 4.0
NAMED = 14

Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A commune in the frame: its outline as an SVG path, and where its name goes."""

    code: str
    name: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Sketch:
    """`width` by `height` units; `points` in the order they were given; `unit_km`: what one unit is worth on the ground.

    `named`: codes of the communes worth naming, the most populated ones.
    """

    width: float
    height: float
    communes: tuple[Drawn, ...]
    points: tuple[Position, ...]
    unit_km: float
    named: frozenset[str]


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle of the ground, in degrees, and how it is laid flat."""

    south: float
    west: float
    north: float
    east: float

    @property
    def scale(self) -> float:
        """Units a degree of latitude; a degree of longitude is shorter by `squeeze`."""
        return WIDTH / ((self.east - self.west) * self.squeeze)

    @property
    def squeeze(self) -> float:
        return cos(radians((self.south + self.north) / 2))

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.scale

    def flat(self, lat: float, lon: float) -> Position:
        return round((lon - self.west) * self.squeeze * self.scale, 1), round((self.north - lat) * self.scale, 1)

    def meets(self, ring: np.ndarray) -> bool:
        (west, south), (east, north) = ring.min(axis=0), ring.max(axis=0)
        return bool(west <= self.east and east >= self.west and south <= self.north and north >= self.south)


def frame_of(places: Sequence[Position], least_km: float = LEAST_KM) -> Frame:
    """The rectangle that holds some places (lat, lon), with room around; never narrower than `least_km`, nor much longer than wide."""
    lats, lons = [lat for lat, _ in places], [lon for _, lon in places]
    middle, centre = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    squeeze = cos(radians(middle))
    tall = max((max(lats) - min(lats)) * (1 + 2 * MARGIN), least_km / KM_A_DEGREE)
    wide = max((max(lons) - min(lons)) * (1 + 2 * MARGIN) * squeeze, least_km / KM_A_DEGREE)
    tall, wide = max(tall, 0.62 * wide), max(wide, 0.9 * tall)
    return Frame(middle - tall / 2, centre - wide / squeeze / 2, middle + tall / 2, centre + wide / squeeze / 2)


def sketch(places: Sequence[Position], gazetteer: Gazetteer) -> Sketch:
    """The map that holds some places (lat, lon), at least one, with the communes around them."""
    frame = frame_of(places)
    communes = tuple(_drawn(frame, gazetteer))
    unit_km = KM_A_DEGREE / frame.scale
    population = {one.code: (found.population or 0) if (found := gazetteer.commune(one.code)) else 0 for one in communes}
    inside = [one for one in communes if 0 <= one.x <= WIDTH and 0 <= one.y <= frame.height]
    named = frozenset(one.code for one in sorted(inside, key=lambda one: (-population[one.code], one.code))[:NAMED])
    return Sketch(WIDTH, round(frame.height, 1), communes, tuple(frame.flat(*place) for place in places), unit_km, named)


def _drawn(frame: Frame, gazetteer: Gazetteer) -> Iterator[Drawn]:
    for code, outline in _outlines(frame, gazetteer):
        rings = [ring for part in outline.parts for ring in part if frame.meets(ring)]
        path = "".join(_path(ring, frame) for ring in rings)
        commune = gazetteer.commune(code)
        if path and commune is not None and commune.lat is not None and commune.lon is not None:
            yield Drawn(code, commune.name, path, *frame.flat(commune.lat, commune.lon))


def _outlines(frame: Frame, gazetteer: Gazetteer) -> Iterator[tuple[str, Outlines]]:
    """Outlines of the départements of the communes around; the frame then says which communes are in it."""
    lat, lon = (frame.south + frame.north) / 2, (frame.west + frame.east) / 2
    reach_km = KM_A_DEGREE * max(frame.north - frame.south, (frame.east - frame.west) * frame.squeeze)
    around: Iterable[str] = dict.fromkeys(commune.departement for commune in gazetteer.near(lat, lon, reach_km))
    for departement in around:
        yield from gazetteer.outlines.get(departement, {}).items()


def _path(ring: np.ndarray, frame: Frame) -> str:
    """One closed ring, without the points that fall on the one before at this size."""
    x = np.round((ring[:, 0] - frame.west) * frame.squeeze * frame.scale).astype(int)
    y = np.round((frame.north - ring[:, 1]) * frame.scale).astype(int)
    kept = np.concatenate([[True], (np.diff(x) != 0) | (np.diff(y) != 0)])
    points = list(zip(x[kept].tolist(), y[kept].tolist(), strict=True))
    if len(points) < 3:
        return ""
    return "M" + "L".join(f"{px},{py}" for px, py in points) + "Z"
