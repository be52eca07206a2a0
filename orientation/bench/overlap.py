"""Real directories that overlap: read as an import reads them, linked, drawn from for a person to judge, and compared with what was judged.

The files stand outside this repository. What is kept of a judgement is the keys of two entries and the answer, nothing that they say.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import sqrt
from pathlib import Path
from random import Random
from typing import Literal

from orientation.directory.clusters import Link
from orientation.directory.linking.described import described
from orientation.directory.linking.link import LinkingData, link
from orientation.record import SourceRecord
from orientation.sources.reading import Context
from orientation.sources.registry import read_extract
from orientation.workplace import Workplace

Judgement = Literal["same", "different", "unsure"]
# Where probabilities are cut to draw pairs all along them; the last band ends at 1.
BANDS = (0.0, 0.1, 0.5, 0.8, 0.99)


@dataclass(frozen=True)
class Extract:
    """A file to read as `source`, called `name` here; identifiers of the `hidden` schemes are left out, to be used as truth."""

    source: str
    name: str
    files: tuple[str, ...]
    hidden: frozenset[str] = frozenset()


def read(folder: Path, extract: Extract, place: Workplace, today: date) -> list[SourceRecord]:
    """The entries of an extract, refused ones left out; entries that share an id are told apart by a number."""
    context = Context(place.gazetteer, place.mappings, today, place.vocabulary)
    found = read_extract(extract.source, [folder / name for name in extract.files], context, place.tables)
    seen: Counter[str] = Counter()
    entries = []
    for entry in found:
        if isinstance(entry, SourceRecord):
            seen[entry.id] += 1
            id = entry.id if seen[entry.id] == 1 else f"{entry.id}~{seen[entry.id]}"
            shown = frozenset(one for one in entry.resource.identifiers if one.scheme not in extract.hidden)
            entries.append(
                replace(entry, source=extract.name, id=id, resource=replace(entry.resource, id=f"{extract.name}:{id}", identifiers=shown))
            )
    return entries


def linked(entries: Iterable[SourceRecord], place: Workplace, data: LinkingData) -> list[Link]:
    return link(described(entries, {one.code: one.name for one in place.gazetteer.communes}), data)


def sources_of(one: Link) -> tuple[str, str]:
    first, second = sorted((one.a.partition(":")[0], one.b.partition(":")[0]))
    return first, second


def between(links: Iterable[Link]) -> list[Link]:
    """Pairs of two directories."""
    return [one for one in links if sources_of(one)[0] != sources_of(one)[1]]


def band_of(probability: float) -> float:
    """The start of the band of `BANDS` a probability is in."""
    return max(start for start in BANDS if start <= probability)


def drawn(links: Sequence[Link], per_band: Mapping[float, int], seed: int) -> list[Link]:
    """So many pairs of each band at random, shared out between pairs of directories in turn so that the largest does not fill it."""
    chosen: list[Link] = []
    for start, count in per_band.items():
        waiting: defaultdict[tuple[str, str], list[Link]] = defaultdict(list)
        for one in sorted(links, key=lambda one: (one.a, one.b)):
            if band_of(one.probability) == start:
                waiting[sources_of(one)].append(one)
        for sources, held in waiting.items():
            Random(f"{seed}|{start}|{sources}").shuffle(held)
        turns = [pile[turn] for turn in range(count) for _, pile in sorted(waiting.items()) if turn < len(pile)]
        chosen += turns[:count]
    return chosen


def judgements(path: Path) -> dict[tuple[str, str], Judgement]:
    """What people answered, by pair of keys."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {(row["a"], row["b"]): row["judgement"] for row in csv.DictReader(lines)}  # type: ignore[misc]


def wilson(right: int, among: int, z: float = 1.96) -> tuple[float, float]:
    """The interval of a share, at 95 % by default, which stays inside [0, 1] and holds for few cases. E. B. Wilson, JASA 22, 1927.

    >>> tuple(round(bound, 3) for bound in wilson(60, 60)), tuple(round(bound, 3) for bound in wilson(0, 0))
    ((0.94, 1.0), (0.0, 1.0))
    """
    if among == 0:
        return 0.0, 1.0
    share, more = right / among, z * z / among
    centre, half = share + more / 2, z * sqrt(share * (1 - share) / among + more / (4 * among))
    return (centre - half) / (1 + more), min(1.0, (centre + half) / (1 + more))
