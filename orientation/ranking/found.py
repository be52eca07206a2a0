"""The resources a search is looking at: rows of the columns, with how far each is and whether its zone covers the place."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from orientation.directory import candidates
from orientation.directory.columns import MODES, TRAVELS, ZONE_STATED, Array, Columns, Distinct, Rows
from orientation.ranking.asked import Asked

_COVERED, _UNBOUND = 16, 32
_EVERY_WAY = np.arange(64)
WAYS = Distinct(
    {
        "modes": _EVERY_WAY & MODES,
        "zone_stated": (_EVERY_WAY & ZONE_STATED) != 0,
        "zone_covers": (_EVERY_WAY & _COVERED) != 0,
        "unbound": (_EVERY_WAY & _UNBOUND) != 0,
    }
)
"""Every way a resource can reach a person: care modes as bits, whether its zone is stated and covers the place, and whether it answers
a wanted need that no sector binds.
"""


def vacancies_of(columns: Columns) -> Distinct:
    """What is said of places, where free ones matter to what is asked, then once more where they do not."""
    said = {name: np.tile(values, 2) for name, values in columns.vacancies.columns.items()}
    return Distinct(said | {"matter": np.arange(2 * len(columns.vacancies)) < len(columns.vacancies)})


@dataclass(frozen=True, eq=False)
class Found:
    """`distance_km` NaN: no position. `found["age_low"]` is that column at these rows."""

    rows: Rows
    distance_km: Array
    radius_km: float
    asked: Asked

    def __getitem__(self, column: str) -> Array:
        return self.distance_km if column == "distance_km" else self.rows[column]

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def zone_covers(self) -> Array:
        """Whether a stated zone covers the place; False where none is stated."""
        return self.asked.covered.take(self.rows["catchment"])

    @cached_property
    def ways(self) -> Array:
        """The line of WAYS of each."""
        ways = self.rows["way"] + self.zone_covers * np.uint8(_COVERED)
        asked = self.asked
        if asked.unbound == asked.wanted:
            return ways + np.uint8(_UNBOUND)
        return ways + candidates.answering(self.rows.columns, self.rows.at, asked.unbound) * np.uint8(_UNBOUND)

    @cached_property
    def vacancies(self) -> Array:
        """The line of `vacancies_of` of each."""
        lines, asked = self.rows["vacancy"], self.asked
        if asked.of_places == asked.wanted:
            return lines
        do_not_matter = np.int32(len(self.rows.columns.vacancies))
        if not any(asked.of_places):
            return lines + do_not_matter
        return lines + do_not_matter * ~candidates.answering(self.rows.columns, self.rows.at, asked.of_places)

    def asked_by(self, asked: Asked) -> "Found":
        """The same for another person or tier, with what was already worked out."""
        same = Found(self.rows, self.distance_km, self.radius_km, asked)
        same.__dict__.update({name: self.__dict__[name] for name in ("zone_covers", "ways", "vacancies") if name in self.__dict__})
        return same

    def kept(self, ranks: Array) -> "Found":
        """Only some of them, in this order."""
        some = Found(self.rows.kept(ranks), self.distance_km.take(ranks), self.radius_km, self.asked)
        some.__dict__.update({name: self.__dict__[name].take(ranks) for name in ("zone_covers", "ways") if name in self.__dict__})
        return some


def found_within(columns: Columns, asked: Asked, come: Array, reach_km: float, radius_km: float) -> Found:
    """What answers a need, its qualifier included, within `reach_km`, or comes to people where the person lives (`come`)."""
    rows, distance_km = candidates.reached(columns, asked.ranks, come, asked.point, reach_km)
    found = Found(Rows(columns, rows), distance_km, radius_km, asked)
    if not asked.specialties:
        return found
    sure, maybe = answers(found, asked)
    return found.kept((sure + maybe).nonzero()[0])


def answers(found: Found, asked: Asked) -> tuple[Array, Array]:
    """How many wanted needs each answers for sure, and how many it may answer, its specialties not being stated."""
    if not asked.specialties:
        wanted = np.bitwise_count(found["need_bits"] & np.array(asked.wanted, dtype=np.uint64)).sum(axis=1, dtype=np.int16)
        return wanted, np.zeros(len(found), dtype=np.int16)
    sure: Array = np.zeros(len(found), dtype=np.int16)
    maybe: Array = np.zeros(len(found), dtype=np.int16)
    for need in asked.ranks:
        has = (found["need_bits"][:, need >> 6] & np.uint64(1 << (need & 63))) != 0
        if need in asked.specialties:
            state = asked.specialties[need][found["specialty_set"]]
            sure += has & (state == 2)
            maybe += has & (state == 1)
        else:
            sure += has
    return sure, maybe


def travels(found: Found) -> Array:
    return (found["way"] & TRAVELS) != 0
