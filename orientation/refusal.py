"""What is refused, said so that a person can act: what was found, where, what was expected, what to do."""

from dataclasses import dataclass


class Refused(Exception):
    """A request or a file that cannot be taken; its text is one French sentence or two, fit to be shown as it is."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """One entry of a file left out; `line` counts from 1 (None: the format has no lines), `reason` is a French sentence."""

    source: str
    file: str
    line: int | None
    field: str | None
    value: str | None
    reason: str
    raw: str | None = None
