"""What makes a resource a better answer: one small function a criterion, over columns. Reading CRITERIA is reading the policy's words.

A criterion is handed the smallest table that decides it (the distinct audiences, standings, vacancies or ways, or the resources
themselves), so that a mark shared by thousands of resources is worked out once; those of standings, vacancies and ways read nothing of
the case but its day.
"""

from collections.abc import Callable
from math import isnan
from typing import NamedTuple

import numpy as np

from orientation.directory.candidates import answering
from orientation.directory.columns import MODES, NO_DAY, ON_SITE, REMOTE, Array, Table
from orientation.ranking.asked import Asked
from orientation.ranking.found import Found, answers

DAYS_A_MONTH = 30.4375


class Marks(NamedTuple):
    """Marks between 0 and 1, one a line of the table (one number: the same for all).

    `unknown`: where the record or the case does not say; the policy's mark for the unknown then counts, or `mark` where lower.
    `absent`: where the criterion does not apply, and is left out of the sum. None: nowhere.
    """

    mark: Array | float
    unknown: Array | None = None
    absent: Array | bool | None = None


def answers_the_need(found: Found, asked: Asked) -> Marks:
    """The share of the wanted needs that is answered; unknown when it hangs on a specialty that is not stated."""
    if len(asked.ranks) == 1 and not asked.specialties:
        return Marks(1.0)
    sure, maybe = answers(found, asked)
    if not asked.specialties:
        return Marks(sure / len(asked.ranks))
    unknown = (sure == 0) & (maybe > 0)
    return Marks(np.where(unknown, maybe, sure) / len(asked.ranks), unknown)


def serves_the_place(ways: Table, asked: Asked) -> Marks:
    """1 when its stated zone covers the place; does not apply to a place people go to, which distance alone decides."""
    by_distance = goes_by_distance(ways)
    return Marks(1.0, ~ways["zone_covers"] & ~by_distance, by_distance)


def is_near(found: Found, asked: Asked) -> Marks:
    """1 at the door, 0 at the radius and beyond; does not apply to what answers from afar, unknown without a position."""
    mark = np.maximum(0.0, 1.0 - found.distance_km / found.radius_km)
    # One that is not known makes the sum unknown.
    return Marks(mark, np.isnan(mark) if isnan(mark.sum()) else None, _if_any((found["way"] & MODES) == REMOTE))


def suits_the_age(audiences: Table, asked: Asked) -> Marks:
    """1 when the stated ages hold the person's, 0 when they do not; unknown when one of the two is not known well enough."""
    low, below = audiences["age_low"], audiences["age_below"]
    youngest, oldest = np.float32(asked.ages[0]), np.float32(asked.ages[1])
    inside, outside = (low <= youngest) & (oldest < below), (oldest < low) | (youngest >= below)
    return Marks(np.where(outside, 0.0, 1.0), ~(inside | outside))


def suits_the_public(audiences: Table, asked: Asked) -> Marks:
    """1 when dedicated to the person's public, the policy's mark when open to all; unknown when not stated, or stated for publics
    that nobody said the person is of: this last case counts 0.
    """
    bits, publics = audiences["public_bits"], asked.publics
    dedicated, for_all = (bits & np.uint64(publics.of)) != 0, (bits & np.uint64(publics.everyone)) != 0
    mark = np.where(dedicated | (bits == 0), 1.0, np.where(for_all, asked.policy.everyone_mark, 0.0))
    return Marks(mark, ~(dedicated | for_all))


def has_places(vacancies: Table, asked: Asked) -> Marks:
    """1 with free places said recently, 0 when recently said full; unknown when nothing was said or too long ago, which does not
    matter for a need that has nothing to do with places (a pharmacy).
    """
    free, as_of = vacancies["places_free"], vacancies["places_as_of"]
    recent = (free >= 0) & (as_of >= max(asked.day - asked.policy.places_fresh_days, NO_DAY + 1))
    mark = np.where(recent & (free == 0), 0.0, 1.0)
    return Marks(mark, ~recent, (free < 0) & ~vacancies["matter"])


def is_up_to_date(standings: Table, asked: Asked) -> Marks:
    """1 up to `fresh_months` after the last update, 0 from `stale_months` on, a straight line between; unknown when undated."""
    updated, policy = standings["updated_on"], asked.policy
    months = (asked.day - updated) / DAYS_A_MONTH
    mark = (policy.stale_months - months) / (policy.stale_months - policy.fresh_months)
    undated = updated == NO_DAY
    return Marks(np.where(undated, 1.0, np.minimum(np.maximum(mark, 0.0), 1.0)), undated)


def can_be_reached(standings: Table, asked: Asked) -> Marks:
    """1 with a phone number; without one the record does not say how to call, which is unknown."""
    return Marks(1.0, ~standings["has_phone"])


def is_confirmed(standings: Table, asked: Asked) -> Marks:
    """1 when several sources agree, 0.5 when they differ on something, 0 when a user reported an error; one source alone: unknown."""
    reported, alone = standings["report_count"] > 0, standings["source_count"] < 2
    mark = np.where(reported, 0.0, np.where((standings["disagreement_count"] > 0) & ~alone, 0.5, 1.0))
    return Marks(mark, alone & ~reported)


def fits_the_tier(found: Found, asked: Asked) -> Marks:
    """1 when it is of a kind that the tier of the assessment calls for, 0 otherwise; does not apply without such a tier."""
    if not any(asked.fitting):
        return Marks(1.0, None, True)
    return Marks(answering(found.rows.columns, found.rows.at, asked.fitting).astype(float))


OF_RESOURCES: tuple[Callable[[Found, Asked], Marks], ...] = (answers_the_need, is_near, fits_the_tier)
OF_WAYS: tuple[Callable[[Table, Asked], Marks], ...] = (serves_the_place,)
OF_AUDIENCES: dict[str, tuple[Callable[[Table, Asked], Marks], ...]] = {"ages": (suits_the_age,), "publics": (suits_the_public,)}
OF_STANDINGS: tuple[Callable[[Table, Asked], Marks], ...] = (can_be_reached, is_confirmed, is_up_to_date)
OF_VACANCIES: tuple[Callable[[Table, Asked], Marks], ...] = (has_places,)
CRITERIA = (
    answers_the_need, serves_the_place, is_near, suits_the_age, suits_the_public, has_places, is_up_to_date, can_be_reached, is_confirmed,
    fits_the_tier,
)  # fmt: skip
"""All of them, in the order in which they are shown. Those of audiences stand by what they read of the case."""


def _if_any(where: Array) -> Array | None:
    """None when it is nowhere, which spares the sums over it."""
    return where if where.any() else None


def goes_by_distance(ways: Table) -> Array:
    """People go there, it states no zone, and answers a need that no sector binds: how far it is says all."""
    return ((ways["modes"] & ON_SITE) != 0) & ~ways["zone_stated"] & ways["unbound"]


def serves_for_sure(ways: Table) -> Array:
    """Its stated zone covers the place, or distance alone decides."""
    return ways["zone_covers"] | goes_by_distance(ways)
