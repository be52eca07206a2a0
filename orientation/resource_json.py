"""A resource as JSON and back, exactly. What is unknown or empty is left out; sets are sorted, so that equal resources give equal bytes."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from math import isfinite
from operator import attrgetter
from typing import Any

import orjson

from orientation.resource import AgeRange, Identifier, Places, Price, Resource, SourceRef
from orientation.territory import Area, CatchmentArea

Json = dict[str, Any]
_Code = Callable[[Any], Any]


def _finite(number: float | None) -> float | None:
    if number is not None and not isfinite(number):
        raise ValueError(f"a number is expected, found {number}")
    return number


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _ages_in(ages: AgeRange) -> Any:
    return [_finite(ages.low), _finite(ages.high)]


def _prices_in(prices: tuple[Price, ...]) -> Any:
    return [[price.label, _finite(price.amount), price.unit, _iso(price.as_of)] for price in prices]


def _prices_out(prices: Any) -> tuple[Price, ...]:
    return tuple(Price(label, amount, unit, _day(as_of)) for label, amount, unit, as_of in prices)


def _areas_in(catchment: CatchmentArea) -> Any:
    return [[area.kind, area.code] for area in catchment.areas]


def _areas_out(areas: Any) -> CatchmentArea:
    return CatchmentArea(tuple(Area(kind, code) for kind, code in areas))


def _identifiers_in(identifiers: frozenset[Identifier]) -> Any:
    return sorted([identifier.scheme, identifier.value] for identifier in identifiers)


def _sources_in(sources: tuple[SourceRef, ...]) -> Any:
    return [[source.source, source.id, _iso(source.updated_on)] for source in sources]


def _sources_out(sources: Any) -> tuple[SourceRef, ...]:
    return tuple(SourceRef(source, id, _day(updated_on)) for source, id, updated_on in sources)


_DATE: tuple[_Code, _Code] = (date.isoformat, date.fromisoformat)
_SET: tuple[_Code, _Code] = (sorted, frozenset)
_LIST: tuple[_Code, _Code] = (list, tuple)
_CODES: dict[str, tuple[_Code, _Code]] = {
    "categories": _LIST,
    "needs": _SET,
    "specialties": _SET,
    "publics": _SET,
    "ages": (_ages_in, lambda ages: AgeRange(*ages)),
    "modes": _SET,
    "catchment": (_areas_in, _areas_out),
    "psychiatric_sectors": _LIST,
    "other_phones": _LIST,
    "prices": (_prices_in, _prices_out),
    "places": (lambda places: [places.free, _iso(places.as_of)], lambda places: Places(places[0], _day(places[1]))),
    "languages": _LIST,
    "opened_on": _DATE,
    "closed_on": _DATE,
    "identifiers": (_identifiers_in, lambda pairs: frozenset(Identifier(scheme, value) for scheme, value in pairs)),
    "sources": (_sources_in, _sources_out),
    "updated_on": _DATE,
}
_WRITERS = tuple(
    (field.name, None if field.default is MISSING else field.default, _CODES.get(field.name, (None, None))[0]) for field in fields(Resource)
)
_values = attrgetter(*(name for name, _, _ in _WRITERS))
_READERS = {name: read for name, (_, read) in _CODES.items()}


def resource_to_json(resource: Resource, without: str | None = None) -> Json:
    """All that is stated, but for the field `without`. Raises ValueError on a number that JSON cannot say (not a number, infinite)."""
    return {
        name: value if write is None else write(value)
        for value, (name, default, write) in zip(_values(resource), _WRITERS, strict=True)
        if value is not default and value != default and name != without
    }


def resource_from_json(value: Mapping[str, Any], **known: Any) -> Resource:
    """`known`: fields kept elsewhere, as they are."""
    return Resource(**{name: _READERS[name](part) if name in _READERS else part for name, part in value.items()} | known)


def dumps(value: object) -> bytes:
    """Bytes that do not depend on the order of keys. Raises TypeError on what JSON cannot say (a lone surrogate, a huge integer)."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)


def loads(value: bytes) -> Any:
    return orjson.loads(value)


def _plain(value: object) -> object:
    """Numbers of arbitrary precision and sets, which streamed files may hold, in the nearest JSON."""
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    if isinstance(value, tuple | Mapping):
        return list(value) if isinstance(value, tuple) else dict(value)
    return str(value)
