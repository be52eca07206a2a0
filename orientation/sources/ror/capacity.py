"""How many places a place of care has, and how many it last said were free."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from orientation.resource import Places
from orientation.sources.ror.dates import day_of
from orientation.sources.ror.fhir import Extensions, extensions, first_word

# TRE_R330 and TRE_R331: only what is available now says something about free places.
_INSTALLED, _AVAILABLE = "01", "02"
_NOW = "01"


@dataclass(frozen=True, slots=True)
class _Block:
    status: str
    number: int
    updated_on: date | None


def free_places(found: Extensions, today: date) -> Places | None:
    """The sum of the blocks that say available; None when none does. Dated by the oldest of them."""
    blocks = [one for one in _blocks(found) if one.status == _AVAILABLE]
    if not blocks:
        return None
    dates = [one.updated_on for one in blocks]
    known = [day for day in dates if day is not None and day <= today]
    return Places(sum(one.number for one in blocks), min(known) if len(known) == len(dates) else None)


def installed(found: Extensions) -> int | None:
    numbers = [one.number for one in _blocks(found) if one.status == _INSTALLED]
    return sum(numbers) if numbers else None


def together(places: Iterator[Places | None]) -> Places | None:
    """Free places over the several places of one offer; a place that says nothing adds nothing."""
    said = [one for one in places if one is not None]
    if not said:
        return None
    dates = [one.as_of for one in said if one.as_of is not None]
    return Places(sum(one.free for one in said), min(dates) if len(dates) == len(said) else None)


def _blocks(found: Extensions) -> Iterator[_Block]:
    for one in found.get("rorlocationsupportedcapacity", ()):
        said = extensions(one)
        status, number = first_word(said, "capacitystatus"), first_word(said, "nbcapacity")
        moment = (first_word(said, "temporalitycapacity") or _NOW).zfill(2)
        if status and number and number.isdecimal() and moment == _NOW:
            yield _Block(status.zfill(2), int(number), day_of(first_word(said, "capacityupdatedate")))
