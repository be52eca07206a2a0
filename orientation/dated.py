"""A value that holds from a date until the next one: history is added to, never rewritten."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """`value` None: withdrawn from that day. `reference` says where the value comes from."""

    start: date
    value: T | None
    reference: str


@dataclass(frozen=True)
class Dated(Generic[T]):
    """Values in date order, each with its reference. Raises ValueError when dates do not increase or a reference is missing."""

    entries: tuple[Entry[T], ...]

    def __post_init__(self) -> None:
        starts = [entry.start for entry in self.entries]
        if not starts or any(later <= earlier for earlier, later in pairwise(starts)):
            raise ValueError("dates must increase, each given once")
        if any(not entry.reference.strip() for entry in self.entries):
            raise ValueError("each value needs its reference")

    @classmethod
    def of(cls, entries: Iterable[Entry[T]]) -> "Dated[T]":
        return cls(tuple(entries))

    def on(self, day: date) -> T | None:
        """The value in force on that day; None before the first and after a withdrawal."""
        held = self.entry(day)
        return None if held is None else held.value

    def entry(self, day: date) -> Entry[T] | None:
        """What holds on that day with its own date and reference; None before the first."""
        held: Entry[T] | None = None
        for entry in self.entries:
            if entry.start > day:
                break
            held = entry
        return held
