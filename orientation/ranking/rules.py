"""What leaves a resource out: hard rules, one small function each. Only what the record states excludes; silence never does."""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import or_
from typing import Any

import numpy as np

from orientation.directory.columns import Array, Table
from orientation.ranking.asked import Asked
from orientation.ranking.found import Found, travels


def is_closed(standings: Table, asked: Asked) -> Array:
    """Closed from its closing day on."""
    return standings["closed_on"] <= asked.day


def is_not_open_yet(standings: Table, asked: Asked) -> Array:
    return standings["opened_on"] > asked.day


def serves_elsewhere(found: Found, asked: Asked) -> Array:
    """Its stated zone does not hold the place; nothing is known of that when only a point is given."""
    if not asked.commune_known:
        return np.zeros(len(found), dtype=bool)
    return (found["catchment"] >= 0) > found.zone_covers


def refuses_the_age(audiences: Table, asked: Asked) -> Array:
    """Every age the person may have is outside the stated ones."""
    youngest, oldest = asked.ages
    return (np.float32(oldest) < audiences["age_low"]) | (np.float32(youngest) >= audiences["age_below"])


def refuses_the_public(audiences: Table, asked: Asked) -> Array:
    """The person is known to be of none of the stated publics.

    Where the record states its own lowest (or highest) age, that age decides, not the one that its publics imply.
    """
    bits, publics = audiences["public_bits"], asked.publics
    young = np.where(audiences["age_low"] > 0, np.uint64(0), np.uint64(publics.too_young))
    old = np.where(np.isfinite(audiences["age_below"]), np.uint64(0), np.uint64(publics.too_old))
    return (bits != 0) & ((bits & ~(np.uint64(publics.never) | young | old)) == 0)


def refuses_the_sex(audiences: Table, asked: Asked) -> Array:
    if not asked.sex:
        return np.zeros(len(audiences), dtype=bool)
    return (audiences["sex"] != 0) & (audiences["sex"] != asked.sex)


def is_too_far(found: Found, asked: Asked) -> Array:
    """Beyond the radius, unless it comes to the person's place."""
    return (found.distance_km > found.radius_km) & ~(found.zone_covers & travels(found))


OF_STANDINGS: dict[str, Callable[[Table, Asked], Array]] = {"excluded-closed": is_closed, "excluded-not-open": is_not_open_yet}
OF_RESOURCES: dict[str, Callable[[Found, Asked], Array]] = {"excluded-zone": serves_elsewhere}
OF_AUDIENCES: dict[str, dict[str, Callable[[Table, Asked], Array]]] = {
    "ages": {"excluded-age": refuses_the_age},
    "publics": {"excluded-public": refuses_the_public},
    "sex": {"excluded-sex": refuses_the_sex},
}
"""By what they read of the case: each is worked out once for a value of it."""
TOO_FAR = "excluded-radius"
RULES = (*OF_STANDINGS, *OF_RESOURCES, *(id for rules in OF_AUDIENCES.values() for id in rules), TOO_FAR)
"""Reason ids, in the order in which a resource that breaks several is counted: once, under the first."""
_BIT = {id: np.uint8(1 << rank) for rank, id in enumerate(RULES)}
_CODES = np.arange(1 << len(RULES))
FIRST_BROKEN = tuple(RULES[(code & -code).bit_length() - 1] if code else "" for code in _CODES.tolist())
ONLY_ONE = np.bitwise_count(_CODES) == 1


def broken_lines(rules: Mapping[str, Callable[[Any, Asked], Array]], table: Any, asked: Asked) -> Array:
    """For each line of a table, one bit for each rule that it breaks; 0: none."""
    return reduce(or_, [rule(table, asked) * _BIT[id] for id, rule in rules.items()])


def broken(found: Found, asked: Asked, by_audience: Array, by_standing: Array) -> Array:
    """One bit for each rule that a resource breaks; 0: eligible. What lies beyond the radius is said by `beyond`."""
    return by_audience.take(found["audience"]) | by_standing.take(found["standing"]) | broken_lines(OF_RESOURCES, found, asked)


def beyond(found: Found, asked: Asked) -> Array:
    """The bit of the radius, where it is broken."""
    return is_too_far(found, asked) * _BIT[TOO_FAR]


def counted(codes: Array) -> dict[str, int]:
    """How many each rule leaves out, each resource once."""
    totals = np.bincount(codes).tolist()
    counts = dict.fromkeys(RULES, 0)
    for code, total in enumerate(totals[1:], start=1):
        if total:
            counts[FIRST_BROKEN[code]] += total
    return {id: count for id, count in counts.items() if count}
