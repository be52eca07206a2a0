"""Opening hours of a plain week as the times of an offer."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from orientation.exports.ror.elements import coded, extension
from orientation.sources.hours import DAYS

Json = dict[str, Any]
_OPENING = "01"
_RULE = re.compile(r"([A-Z][a-z](?:[-,][A-Z][a-z])*) (\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*)")
_SPOKEN = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@lru_cache(maxsize=4_096)
def times(hours: str | None) -> list[Json]:
    """One time a day and span; empty when hours are no plain week. Days said closed are only left out.

    >>> [time["availableStartTime"] for time in times("Mo 09:00-12:00,14:00-17:00; Su off")]
    ['09:00:00', '14:00:00']
    """
    if hours == "24/7":
        return [_time(day) for day in range(7)]
    rules = [rule for rule in (hours or "").split("; ") if rule and not rule.endswith(" off")]
    read = [_RULE.fullmatch(rule) for rule in rules]
    days = [_days(found.group(1)) if found else None for found in read]
    if not all(days):
        return []
    return [
        _time(day, *span.split("-"))
        for found, on in zip(read, days, strict=True)
        if found is not None
        for day in on or ()
        for span in found.group(2).split(",")
        if span < "24" and span[6:] <= "23:59"
    ]


def _days(written: str) -> list[int] | None:
    """The days of "Mo-Fr" or "Mo,We"; None when one is no day or a run goes backwards."""
    found: list[int] = []
    for run in written.split(","):
        ends = run.split("-")
        if not all(day in DAYS for day in ends) or len(ends) > 2 or DAYS.index(ends[0]) > DAYS.index(ends[-1]):
            return None
        found += range(DAYS.index(ends[0]), DAYS.index(ends[-1]) + 1)
    return found


def _time(day: int, start: str | None = None, end: str | None = None) -> Json:
    said = list(_about(day))
    if start is None:
        return {"extension": said, "daysOfWeek": [_SPOKEN[day]], "allDay": True}
    return {"extension": said, "daysOfWeek": [_SPOKEN[day]], "availableStartTime": f"{start}:00", "availableEndTime": f"{end}:00"}


def _about(day: int) -> Iterator[Json]:
    yield extension("ror-available-time-number-days-of-week", "Integer", day + 1)
    yield coded("ror-available-time-type-of-time", "R252", _OPENING)
