"""The resources a search is looking at: rows of the columns, with how far each is and whether its zone covers the place."""

from dataclasses import dataclass, field

import numpy as np

from orientation.directory import candidates
from orientation.directory.columns import REMOTE, TRAVELS, Array, Columns
from orientation.ranking.asked import Asked


@dataclass(frozen=True, eq=False)
class Found:
    """`distance_km` NaN: no position. `found["age_low"]` is that column at these rows, read once."""

    columns: Columns
    rows: Array
    distance_km: Array
    _held: dict[str, Array] = field(default_factory=dict)

    def __getitem__(self, column: str) -> Array:
        held = self._held.get(column)
        if held is None:
            held = self._held[column] = getattr(self.columns, column)[self.rows]
        return held

    def __len__(self) -> int:
        return len(self.rows)

    def kept(self, keep: Array) -> "Found":
        """Only some of them: a mask, or ranks in the order wanted."""
        return Found(self.columns, self.rows[keep], self.distance_km[keep], {name: values[keep] for name, values in self._held.items()})

    def travels(self) -> Array:
        return (self["modes"] & TRAVELS) != 0

    def only_remote(self) -> Array:
        return self["modes"] == REMOTE

    def covered(self, asked: Asked) -> Array:
        """Whether a stated zone covers the place; False where none is stated."""
        return asked.covered[self["catchment"]]


def coming(columns: Columns, asked: Asked) -> Found:
    """Those that come to people where the person lives, whatever the distance of their office."""
    rows = candidates.coming_to(columns, asked.catchments, asked.wanted)
    return _qualified(Found(columns, rows, candidates.distances_km(columns, rows, asked.lat, asked.lon)), asked)


def within(columns: Columns, asked: Asked, come: Found, radius_km: float) -> Found:
    """Those inside the circle, and those of `come`; each once. An infinite radius reaches everything that has a position."""
    if np.isinf(radius_km):
        rows = candidates.anywhere(columns, asked.ranks)
    else:
        rows = candidates.near(columns, asked.ranks, asked.lat, asked.lon, radius_km)
    distance_km = candidates.distances_km(columns, rows, asked.lat, asked.lon)
    inside = distance_km <= radius_km
    around = _qualified(Found(columns, rows[inside], distance_km[inside]), asked)
    if len(come):
        around = around.kept(~(around.covered(asked) & around.travels()))
    return Found(columns, np.concatenate([around.rows, come.rows]), np.concatenate([around.distance_km, come.distance_km]))


def answers(found: Found, asked: Asked) -> tuple[Array, Array]:
    """How many wanted needs each answers for sure, and how many it may answer, its specialties not being stated."""
    sure: Array = np.zeros(len(found), dtype=np.int16)
    maybe: Array = np.zeros(len(found), dtype=np.int16)
    for need in asked.ranks:
        has = (found["need_bits"][:, need >> 6] >> np.uint64(need & 63) & np.uint64(1)) == 1
        if need in asked.specialties:
            state = asked.specialties[need][found["specialty_set"]]
            sure += has & (state == 2)
            maybe += has & (state == 1)
        else:
            sure += has
    return sure, maybe


def _qualified(found: Found, asked: Asked) -> Found:
    if not asked.specialties:
        return found
    sure, maybe = answers(found, asked)
    return found.kept((sure + maybe) > 0)
