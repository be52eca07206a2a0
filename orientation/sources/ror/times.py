"""When an offer is open, in OpenStreetMap's syntax, from times told apart by their kind; and when it is closed for a while."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from orientation.sources import hours
from orientation.sources.ror.dates import Closing, closing, day_of
from orientation.sources.ror.fhir import Json, extensions, first_word, listed, objects, section, values, word

# TRE_R252, by what they are worth as opening hours: opening, consultations, visits at home, remote, secretariat, duty.
# Closing times (08) and times still to be said (09) are no opening hours.
_KINDS = (("01", "02", None), ("06", "07", "11"), ("05",), ("10",), ("04",), ("03",))
_DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ALL_DAY = "00:00-24:00"


def week(times: object, today: date) -> str | None:
    """The opening hours of a week in force today; None when no time of a known kind is."""
    by_kind: dict[str | None, list[Json]] = {}
    for one in objects(times):
        if _holds(one, today):
            by_kind.setdefault(_kind(one), []).append(one)
    for kinds in _KINDS:
        given = [one for kind in kinds for one in by_kind.get(kind, ())]
        rules = _week(given) if given else None
        if rules is not None:
            return rules
    return None


def with_closings(week: str | None, closings: Iterable[Closing], today: date) -> str | None:
    """Hours followed by the closings to come."""
    if week is None:
        return None
    return "; ".join([week, *(_off(one) for one in closings if one.start and one.end and one.start > today)])


def closings(unavailable: object) -> tuple[Closing, ...]:
    """Every time an offer is said to be closed."""
    found = (closing(section(one, "during")) for one in objects(unavailable))
    return tuple(one for one in found if one is not None)


def _week(times: Sequence[Json]) -> str | None:
    by_day: dict[str, list[str]] = {}
    for one in times:
        span = _span(one)
        for day in _days(one) if span else ():
            by_day.setdefault(hours.DAYS[day], []).append(span or "")
    return hours.rules({day: ",".join(sorted(set(spans))) for day, spans in by_day.items()})


def _kind(time: Json) -> str | None:
    code = first_word(extensions(time), "roravailabletimetypeoftime")
    return code.zfill(2) if code else None


def _holds(time: Json, today: date) -> bool:
    """Whether a time is in force: winter hours are not said in summer."""
    for period in values(extensions(time), "roravailabletimeeffectiveopeningclosingdate"):
        if isinstance(period, dict):
            start, end = day_of(period.get("start")), day_of(period.get("end"))
            if (start is not None and start > today) or (end is not None and end < today):
                return False
    return True


def _days(time: Json) -> frozenset[int]:
    """Days by number (1 = Monday) and by name; every day when none is said."""
    numbers = (word(one) for one in values(extensions(time), "roravailabletimenumberdaysofweek"))
    by_number = {int(one) - 1 for one in numbers if one and one.isdecimal() and 1 <= int(one) <= 7}
    named = [_DAYS.get(str(one)[:3].casefold()) for one in listed(time.get("daysOfWeek"))]
    said = by_number | {day for day in named if day is not None}
    return frozenset(said or range(7))


def _span(time: Json) -> str | None:
    if time.get("allDay") is True or time.get("allDay") == "true":
        return _ALL_DAY
    start, end = _clock(time.get("availableStartTime")), _clock(time.get("availableEndTime"))
    if start is None or end is None or start == end:
        return None
    return _ALL_DAY if start == "00:00" and end in ("23:59", "24:00") else f"{start}-{end}"


def _clock(written: object) -> str | None:
    found = _CLOCK.match(word(written) or "")
    if found is None or int(found.group(1)) > 24 or int(found.group(2)) > 59:
        return None
    return f"{int(found.group(1)):02}:{found.group(2)}"


def _off(one: Closing) -> str:
    return "-".join(f"{day.year} {_MONTHS[day.month - 1]} {day.day:02}" for day in (one.start, one.end) if day) + " off"
