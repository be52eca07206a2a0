"""Opening hours as directories write them, in OpenStreetMap's opening_hours syntax where they can be read."""

import re
from collections.abc import Mapping
from itertools import groupby

import opening_hours

from orientation.sources import fields

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_TIME = r"(\d{1,2})\s*(?:[h:]\s*(\d{2})?|heures?)"
_SPAN = re.compile(rf"{_TIME}\s*(?:-|–|à|a|/)\s*{_TIME}", re.IGNORECASE)
_CLOSED = re.compile(r"ferm", re.IGNORECASE)


def day_spans(cell: object) -> str | None:
    """The spans of one day: "off" when the cell says closed, None when it says nothing that can be read.

    >>> day_spans("09:00 - 12:00 / 13:30 - 17:00"), day_spans("9h-12h / 14h-17h30"), day_spans("fermé"), day_spans("sur RDV")
    ('09:00-12:00,13:30-17:00', '09:00-12:00,14:00-17:30', 'off', None)
    """
    written = fields.text(cell)
    if written is None:
        return None
    spans = [_clock(*found.groups()) for found in _SPAN.finditer(written)]
    readable = [span for span in spans if span]
    if readable:
        return ",".join(readable)
    return "off" if _CLOSED.search(written) else None


def weekly(by_day: Mapping[str, object]) -> str | None:
    """One rule a run of days with the same hours; None when no day says anything.

    >>> weekly({"Mo": "9h-12h", "Tu": "9h-12h", "We": "fermé"})
    'Mo-Tu 09:00-12:00; We off'
    """
    return rules({day: day_spans(by_day.get(day)) for day in DAYS})


def rules(spans: Mapping[str, str | None]) -> str | None:
    """The spans of each day ("off", or unsaid) as one text; None when no day is open.

    >>> rules(dict.fromkeys(DAYS, "00:00-24:00")), rules({"Mo": "09:00-12:00", "We": "09:00-12:00"})
    ('24/7', 'Mo 09:00-12:00; We 09:00-12:00')
    """
    by_day = [(day, spans.get(day)) for day in DAYS]
    if not any(said and said != "off" for _, said in by_day):
        return None
    if all(said == "00:00-24:00" for _, said in by_day):
        return "24/7"
    written = []
    for said, run in groupby(by_day, key=lambda pair: pair[1]):
        days = [day for day, _ in run]
        if said:
            written.append(f"{days[0]}{f'-{days[-1]}' if len(days) > 1 else ''} {said}")
    return "; ".join(written)


def is_regular(hours: str) -> bool:
    """Whether hours follow OpenStreetMap's syntax, and so can be computed with."""
    return bool(opening_hours.validate(hours))


def _clock(start_hour: str, start_minute: str | None, end_hour: str, end_minute: str | None) -> str | None:
    start, end = (int(start_hour), int(start_minute or 0)), (int(end_hour), int(end_minute or 0))
    if not (start < end and end[0] <= 24 and start[1] < 60 and end[1] < 60):
        return None
    return f"{start[0]:02}:{start[1]:02}-{end[0]:02}:{end[1]:02}"
