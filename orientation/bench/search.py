"""`bench search`: how fast a directory of a given size opens and is searched, cold and warm, and whether its answers are right."""

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from orientation.bench import generated
from orientation.bench.directory import database, temporary_folder
from orientation.bench.generated import Land
from orientation.bench.measuring import middle, own_mb, resident_mb, spread, timed, times_ms
from orientation.bench.plain_loop import plain_search
from orientation.case import Case
from orientation.directory.building import Batch
from orientation.directory.directory import Directory
from orientation.geography.distance import distance_km
from orientation.geography.gazetteer import Gazetteer
from orientation.policy import Policy
from orientation.ranking.rank import SearchResult, radii_of, search
from orientation.ranking.reasons import Labels, described
from orientation.reference.gazetteer import load_gazetteer
from orientation.reference.names import load_aliases
from orientation.reference.policies import load_policies
from orientation.reference.vocabularies import load_vocabulary
from orientation.resource import Resource
from orientation.store.engine import engine
from orientation.store.snapshot import open_directory
from orientation.territory import Area
from orientation.vocabulary import Vocabulary

SHOWN = 10
PASSES = 3
CASES = 500


@dataclass(frozen=True)
class Reference:
    """What a search needs besides the directory, read once."""

    vocabulary: Vocabulary
    gazetteer: Gazetteer
    policy: Policy
    aliases: tuple[tuple[str, str], ...]

    @classmethod
    def load(cls) -> "Reference":
        return cls(load_vocabulary(), load_gazetteer(), load_policies().on("national", generated.TODAY), load_aliases())

    @cached_property
    def land(self) -> Land:
        return generated.land_of(self.gazetteer)

    def opened(self, folder: Path) -> Directory:
        made = engine(f"sqlite:///{folder / 'directory.sqlite'}")
        return open_directory(made, folder / "snapshot", self.vocabulary, self.gazetteer, self.aliases)

    def searched(self, directory: Directory, case: Case, limit: int | None = SHOWN) -> SearchResult:
        return search(case, case.needs, directory.columns, self.policy, self.gazetteer, limit=limit)


def run(argv: Sequence[str] = ()) -> dict[str, Any]:
    """Options: --size N (services), --cases N (searches)."""
    parser = ArgumentParser(prog="bench search", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--cases", type=int, default=CASES)
    options = parser.parse_args(argv)
    reference = Reference.load()
    with temporary_folder() as folder:
        batches = list(generated.batches(reference.land, options.size))
        database(folder, reference.land, batches).dispose()
        directory, build_ms = timed(lambda: reference.opened(folder))
        columns = directory.columns
        cases = generated.cases(reference.land, options.cases)
        equal = sum(
            agrees(reference.searched(directory, case, None), scanned)
            for case, scanned in zip(cases, Scan(reference, batches).each(cases), strict=True)
        )
        del batches
        files = {path.name: path.stat().st_size for path in (folder / "snapshot").glob("*/*.bin")}
        with get_context("spawn").Pool(1) as process:
            measured = process.apply(measure, (folder, options.cases))
    return {
        "bench": "search",
        "size": options.size,
        "searches": options.cases,
        **measured,
        "build_s": round(build_ms / 1000, 2),
        "bytes_a_resource": round(files["columns.bin"] / options.size, 1),
        "names_bytes_a_resource": round(files["names.bin"] / options.size, 1),
        "distinct_audiences": len(columns.audiences),
        "catchments": columns.catchment_count,
        "equal_to_the_plain_loop": f"{equal} of {options.cases}",
    }


def measure(folder: Path, count: int) -> dict[str, Any]:
    """Figures of a process that has just started."""
    reference = Reference.load()
    cases = generated.cases(reference.land, count)
    before = own_mb()
    directory, first_open = timed(lambda: reference.opened(folder))
    again = [timed(lambda: reference.opened(folder))[1] for _ in range(7)]
    cold = times_ms(lambda case: reference.searched(directory, case), cases)
    warm = [spread(times_ms(lambda case: reference.searched(directory, case), cases)) for _ in range(PASSES)]
    return {
        "open_ms": round(float(np.median(again)), 2),
        "first_open_ms": round(first_open, 2),
        "first_search_ms": round(cold[0], 3),
        "cold": spread(cold),
        "warm": middle(warm),
        "with_reasons": _with_reasons(reference, directory, cases),
        "own_memory_mb": round(own_mb() - before, 1),
        "resident_mb": round(resident_mb(), 1),
    }


def _with_reasons(reference: Reference, directory: Directory, cases: Sequence[Case]) -> dict[str, float]:
    """A whole search with the reasons of the ten shown, their resources being at hand."""
    labels = Labels(reference.vocabulary, reference.gazetteer)
    batch = next(generated.batches(reference.land, 1))
    like = next(generated.resources_of(batch, reference.land.catchments))
    fetch = _Likeness(like)
    return spread(times_ms(lambda case: described(reference.searched(directory, case), case, reference.policy, fetch, labels), cases))


@dataclass(frozen=True)
class _Likeness:
    """Stands for the database in the measure of reasons: gives one resource under every id asked for, prepared beforehand."""

    resource: Resource

    def __call__(self, ids: Sequence[str]) -> list[Resource]:
        copies = [object.__new__(Resource) for _ in ids]
        for copy, id in zip(copies, ids, strict=True):
            copy.__dict__.update(self.resource.__dict__, id=id)
        return copies


@dataclass(frozen=True)
class Scan:
    """The plain loop on a directory too large for it: every row is first looked at for its needs, distance and zone, no index used."""

    reference: Reference
    batches: Sequence[Batch]

    def each(self, cases: Sequence[Case]) -> "map[SearchResult]":
        return map(self.searched, cases)

    def searched(self, case: Case) -> SearchResult:
        radii = radii_of(case, case.needs, self.reference.policy)
        widest = max(2 * radii[-1], *(radius for need in case.needs for radius in self.reference.policy.radii_for(need.id)))
        found = self._loop(case, self._reached(case, widest))
        return found if found.found or found.near_misses else self._loop(case, self._reached(case, np.inf))

    def _loop(self, case: Case, rows: Sequence[tuple[int, int]]) -> SearchResult:
        resources = [self._resource(batch, row) for batch, row in rows]
        return plain_search(
            resources, case, case.needs, self.reference.policy, self.reference.gazetteer, counts=self._counts(rows), point=self._point
        )

    def _reached(self, case: Case, km: float) -> list[tuple[int, int]]:
        assert case.place is not None and case.place.commune is not None
        containing = self.reference.gazetteer.containing(case.place.commune.code)
        found = []
        for number, (lat, lon) in enumerate(self._positions):
            away = distance_km(case.place.lat, case.place.lon, lat, lon)
            answers = np.logical_or.reduce([self._answering[number][need.id] for need in case.needs])
            covers = self._covers(number, containing)
            found += [(number, row) for row in np.flatnonzero(answers & ((np.round(away, 3) <= km) | covers)).tolist()]
        return found

    def _covers(self, batch: int, containing: frozenset[Area]) -> np.ndarray:
        covering = [number for area in containing for number in self._catchments_of.get(area, ())]
        return np.isin(self._catchments[batch], covering)

    def _resource(self, batch: int, row: int) -> Resource:
        one = {name: [values[row]] for name, values in self.batches[batch].items()}
        return next(generated.resources_of(one, self.reference.land.catchments))

    def _counts(self, rows: Sequence[tuple[int, int]]) -> dict[str, tuple[int, int, int]]:
        names = ("source_count", "disagreement_count", "report_count")
        return {self.batches[batch]["id"][row]: tuple(self.batches[batch][name][row] for name in names) for batch, row in rows}

    @cached_property
    def _point(self) -> Callable[[str], tuple[float, float] | None]:
        def point(code: str) -> tuple[float, float] | None:
            commune = self.reference.gazetteer.commune(code)
            return None if commune is None or commune.lat is None or commune.lon is None else (commune.lat, commune.lon)

        return point

    @cached_property
    def _positions(self) -> list[tuple[np.ndarray, np.ndarray]]:
        found = []
        for batch in self.batches:
            places = [
                (lat, lon) if lat is not None else self._point(commune) or (np.nan, np.nan)
                for lat, lon, commune in zip(batch["lat"], batch["lon"], batch["commune"], strict=True)
            ]
            found.append((np.array([lat for lat, _ in places]), np.array([lon for _, lon in places])))
        return found

    @cached_property
    def _answering(self) -> list[dict[str, np.ndarray]]:
        needs = self.reference.vocabulary.needs
        return [{need: np.array([need in held for held in map(_split, batch["needs"])]) for need in needs} for batch in self.batches]

    @cached_property
    def _catchments(self) -> list[np.ndarray]:
        return [np.array([-1 if number is None else number for number in batch["catchment_id"]]) for batch in self.batches]

    @cached_property
    def _catchments_of(self) -> dict[Area, list[int]]:
        found: dict[Area, list[int]] = {}
        for number, areas in self.reference.land.catchments.items():
            for area in areas:
                found.setdefault(area, []).append(number)
        return found


def _split(needs: str) -> frozenset[str]:
    return frozenset(needs.split("|"))


def agrees(fast: SearchResult, plain: SearchResult) -> bool:
    """Same resources in the same order with the same scores, same counts of exclusions, same near misses, same radius."""
    return (
        [match.id for match in fast.matches] == [match.id for match in plain.matches]
        and np.allclose([match.score for match in fast.matches], [match.score for match in plain.matches], atol=2e-6)
        and dict(fast.excluded) == dict(plain.excluded)
        and fast.near_misses == plain.near_misses
        and fast.radius_km == plain.radius_km
    )
