"""When a service is open, from hours in OpenStreetMap's opening_hours syntax. Others are shown as written, never guessed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from opening_hours import OpeningHours, State, validate

from orientation.case import Reason

Span = tuple[time, time]
_COUNTRY = "FR"
_MIDNIGHT = time(0)
_LAST_MINUTE = time(23, 59)
_HOLIDAYS = "PH"


@dataclass(frozen=True, slots=True)
class OpenDay:
    """The opening spans of one day, in order; none: closed that day. `holiday`: a public holiday that the hours say nothing of."""

    spans: tuple[Span, ...]
    holiday: bool = False

    @property
    def all_day(self) -> bool:
        return len(self.spans) == 1 and self.spans[0][0] == _MIDNIGHT and self.spans[0][1] in (_MIDNIGHT, _LAST_MINUTE)


def open_on(hours: str | None, day: date) -> OpenDay | None:
    """None when nothing can be computed: no hours, or hours written in words.

    >>> open_on("Mo-Fr 09:00-12:00", date(2026, 11, 23)).spans
    ((datetime.time(9, 0), datetime.time(12, 0)),)
    >>> open_on("Mo-Fr 09:00-12:00", date(2026, 11, 22)).spans, open_on("sur rendez-vous", date(2026, 11, 22))
    ((), None)
    """
    if not hours or not validate(hours):
        return None
    read = OpeningHours(hours, country=_COUNTRY)
    midnight = datetime.combine(day, _MIDNIGHT)
    spans = tuple(
        (start.time(), end.time()) for start, end, state, _ in read.intervals(midnight, midnight + timedelta(days=1)) if state == State.OPEN
    )
    return OpenDay(spans, holiday=_HOLIDAYS not in hours and is_holiday(day))


def is_holiday(day: date) -> bool:
    """Whether it is a public holiday of mainland France.

    >>> is_holiday(date(2026, 11, 11)), is_holiday(date(2026, 11, 12))
    (True, False)
    """
    return OpeningHours(_HOLIDAYS, country=_COUNTRY).is_open(datetime.combine(day, time(12)))


def said_of_day(hours: str | None, day: date) -> Reason | None:
    """What to tell of today: open from when to when, closed, or None when it cannot be computed."""
    found = open_on(hours, day)
    if found is None:
        return None
    if found.holiday:
        return Reason("hours-holiday")
    if not found.spans:
        return Reason("hours-closed")
    if found.all_day:
        return Reason("hours-all-day")
    return Reason("hours-open", {"spans": [Reason("hours-span", {"start": start, "end": end}) for start, end in found.spans]})


_DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)"
_DAYS = re.compile(rf"^(?P<days>{_DAY}(?:[-,]{_DAY})*)\s+(?P<spans>.+)$")
_SPAN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


def week_said(hours: str | None) -> tuple[Reason, ...] | None:
    """Each rule of simple hours as a part of a sentence; None for hours that are not simple: those are shown as written.

    >>> [reason.id for reason in week_said("Mo-Fr 09:00-12:00; Sa off")]
    ['hours-rule', 'hours-rule-closed']
    """
    if not hours:
        return None
    if hours.strip() == "24/7":
        return (Reason("hours-always"),)
    rules = [_DAYS.match(rule.strip()) for rule in hours.split(";") if rule.strip()]
    if not all(rules):
        return None
    said = [_rule(rule) for rule in rules if rule]
    return None if None in said else tuple(reason for reason in said if reason)


def _rule(rule: "re.Match[str]") -> Reason | None:
    days = list(_days(rule["days"]))
    if rule["spans"].strip() == "off":
        return Reason("hours-rule-closed", {"days": days})
    spans = rule["spans"].replace(" ", "").split(",")
    read = [_SPAN.fullmatch(span) for span in spans]
    if not all(read):
        return None
    return Reason("hours-rule", {"days": days, "spans": [_span(span) for span in read if span]})


def _days(written: str) -> Iterator[Reason]:
    for run in written.split(","):
        first, _, last = run.partition("-")
        yield Reason("hours-days", {"first": Reason(f"day-{first}"), "last": Reason(f"day-{last}")}) if last else Reason(f"day-{first}")


def _span(span: "re.Match[str]") -> Reason:
    start, end = (int(span[1]), int(span[2])), (int(span[3]) % 24, int(span[4]))
    return Reason("hours-span", {"start": time(*start), "end": time(*end)})
