"""Two records compared field by field, for a person to decide whether they describe one service."""

from dataclasses import dataclass, fields
from typing import Any, Literal

from orientation.directory.choosing import same_words
from orientation.geography.distance import distance_km
from orientation.resource import Resource
from orientation.wording import normalised

Agreement = Literal["same", "close", "different", "one-sided"]
# What tells two services apart, in the order a person looks at it.
COMPARED = (
    "name", "organisation", "categories", "address", "postcode", "commune", "phone", "other_phones", "email", "website",
    "needs", "ages", "publics", "modes", "hours", "capacity", "identifiers", "closed_on", "updated_on",
)  # fmt: skip
CLOSE_WORDS = 80.0
_UNSTATED = {field.name: field.default for field in fields(Resource)}


@dataclass(frozen=True, slots=True)
class Line:
    """One field of both; `one-sided`: only one of them states it."""

    field: str
    a: Any
    b: Any
    agreement: Agreement


def side_by_side(a: Resource, b: Resource) -> tuple[Line, ...]:
    """The fields that one of the two states at least."""
    return tuple(
        Line(name, getattr(a, name), getattr(b, name), agreement(name, getattr(a, name), getattr(b, name)))
        for name in COMPARED
        if getattr(a, name) != _UNSTATED[name] or getattr(b, name) != _UNSTATED[name]
    )


def agreement(name: str, one: Any, other: Any) -> Agreement:
    """
    >>> agreement("name", "CMP Les Érables", "cmp les erables"), agreement("phone", "+33146801234", None)
    ('same', 'one-sided')
    """
    if one == other:
        return "same"
    if _UNSTATED.get(name) in (one, other):
        return "one-sided"
    if isinstance(one, str) and isinstance(other, str):
        if normalised(one) == normalised(other):
            return "same"
        return "close" if same_words(one, other, CLOSE_WORDS) else "different"
    return "close" if _share(one, other) else "different"


def _share(one: Any, other: Any) -> bool:
    """Whether two collections have something in common."""
    return isinstance(one, tuple | frozenset) and isinstance(other, tuple | frozenset) and not set(one).isdisjoint(other)


def apart_km(a: Resource, b: Resource) -> float | None:
    """None when one of them has no position."""
    if None in (a.lat, a.lon, b.lat, b.lon):
        return None
    return float(distance_km(a.lat, a.lon, b.lat, b.lon))  # type: ignore[arg-type]
