"""What leaves a resource out: hard rules, one small function each. Only what the record states excludes; silence never does."""

from collections.abc import Callable

import numpy as np

from orientation.directory.columns import Array
from orientation.ranking.asked import Asked
from orientation.ranking.found import Found

Rule = Callable[[Found, Asked], Array]


def serves_elsewhere(found: Found, asked: Asked) -> Array:
    """Its stated zone does not hold the place; nothing is known of that when only a point is given."""
    if not asked.commune_known:
        return np.zeros(len(found), dtype=bool)
    return (found["catchment"] >= 0) & ~found.covered(asked)


def is_too_far(found: Found, asked: Asked) -> Array:
    """Beyond the radius, unless it comes to the person's place."""
    return (found.distance_km > asked.radius_km) & ~(found.covered(asked) & found.travels())


def refuses_the_age(found: Found, asked: Asked) -> Array:
    """Every age the person may have is outside the stated ones."""
    return (np.float32(asked.age_high) < found["age_low"]) | (np.float32(asked.age_low) >= found["age_below"])


def refuses_the_public(found: Found, asked: Asked) -> Array:
    """The person is known to be of none of the stated publics.

    Where the record states its own lowest (or highest) age, that age decides, not the one that its publics imply.
    """
    bits, publics = found["public_bits"], asked.publics
    young, old = bits.dtype.type(publics.too_young), bits.dtype.type(publics.too_old)
    barred = bits.dtype.type(publics.never)
    if young:
        barred = barred | np.where(found["age_low"] > 0, bits.dtype.type(0), young)
    if old:
        barred = barred | np.where(np.isfinite(found["age_below"]), bits.dtype.type(0), old)
    return (bits != 0) & ((bits & ~barred) == 0)


def refuses_the_sex(found: Found, asked: Asked) -> Array:
    if not asked.sex:
        return np.zeros(len(found), dtype=bool)
    return (found["sex"] != 0) & (found["sex"] != asked.sex)


def is_closed(found: Found, asked: Asked) -> Array:
    """Closed from its closing day on."""
    return found["closed_on"] <= asked.day


def is_not_open_yet(found: Found, asked: Asked) -> Array:
    return found["opened_on"] > asked.day


RULES: dict[str, Rule] = {
    "excluded-closed": is_closed,
    "excluded-not-open": is_not_open_yet,
    "excluded-zone": serves_elsewhere,
    "excluded-age": refuses_the_age,
    "excluded-public": refuses_the_public,
    "excluded-sex": refuses_the_sex,
    "excluded-radius": is_too_far,
}
"""By reason id, in the order in which a resource that breaks several is counted: once, under the first."""


def broken(found: Found, asked: Asked, rules: tuple[str, ...] = tuple(RULES)) -> Array:
    """One bit for each rule that a resource breaks, by the rank of the rule; 0: eligible."""
    codes: Array = np.zeros(len(found), dtype=np.uint8)
    for rank, (id, rule) in enumerate(RULES.items()):
        if id in rules:
            codes |= rule(found, asked).view(np.uint8) << np.uint8(rank)
    return codes


_CODES = np.arange(1 << len(RULES))
FIRST_BROKEN = np.array([(code & -code).bit_length() - 1 for code in _CODES.tolist()], dtype=np.int8)
ONLY_ONE = np.bitwise_count(_CODES) == 1


def counted(codes: Array) -> dict[str, int]:
    """How many each rule leaves out, each resource once."""
    totals = np.bincount(codes, minlength=len(_CODES))
    ids = tuple(RULES)
    counts = dict.fromkeys(ids, 0)
    for code in np.flatnonzero(totals[1:]) + 1:
        counts[ids[FIRST_BROKEN[code]]] += int(totals[code])
    return {id: count for id, count in counts.items() if count}
