"""Where a shown value comes from, and what other records say instead."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Stated:
    """A value as one record states it (several fields taken together: by name); `updated_on` None: that record is not dated."""

    record: str
    value: Any
    updated_on: date | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a value comes from (several records when it is a union), the reason of the rule that chose it, the values that disagree."""

    fields: tuple[str, ...]
    taken: tuple[Stated, ...]
    others: tuple[Stated, ...] = ()
    reason: str = ""

    @property
    def updated_on(self) -> date | None:
        """The latest date among the records it was taken from."""
        return max((stated.updated_on for stated in self.taken if stated.updated_on), default=None)
