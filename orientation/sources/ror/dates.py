"""Days as FHIR writes them, and what a period says of being closed."""

from dataclasses import dataclass
from datetime import date, timedelta

from orientation.sources.ror.fhir import Json, word


def day_of(written: object) -> date | None:
    """The day of a date, a partial date ("2026-03") or an instant; None for anything else.

    >>> day_of("2026-03"), day_of("2026-03-05T10:00:00+01:00"), day_of("bientôt")
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 5), None)
    """
    said = word(written)
    if said is None:
        return None
    try:
        return date.fromisoformat((said + "-01-01"[len(said) - 4 :] if len(said) in (4, 7) else said)[:10])
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Closing:
    """A time something is closed, both days included; None: from the first time, or without an end."""

    start: date | None
    end: date | None

    def is_past(self, today: date) -> bool:
        return self.end is not None and self.end < today

    def has_begun(self, today: date) -> bool:
        return self.start is None or self.start <= today

    @property
    def reopens_on(self) -> date | None:
        return None if self.end is None else self.end + timedelta(days=1)


def closing(period: Json) -> Closing | None:
    """A period as a closing; None for one that says no day."""
    start, end = day_of(period.get("start")), day_of(period.get("end"))
    return None if start is None and end is None else Closing(start, end)
