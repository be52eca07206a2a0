"""What a change of grid does, before it is published: the differences in words, who changes tier, and whether it stays monotone."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from orientation.case import Reason
from orientation.complexity.columns import UNKNOWN, Column, SituationColumns, assess_many
from orientation.complexity.evaluation import quadratic_kappa
from orientation.complexity.judged import JudgedCase, subgroups, understood_by
from orientation.grid import GridOnDay

FirstProposals = Callable[[JudgedCase, GridOnDay], Sequence[str]]


def differences(before: GridOnDay, after: GridOnDay) -> tuple[Reason, ...]:
    """Each difference between two grids, or between two days of one, as a sentence to be rendered."""
    return tuple(_differences(before, after))


def _differences(before: GridOnDay, after: GridOnDay) -> Iterator[Reason]:
    labels = {**before.label_of, **after.label_of}
    yield from _values("complexity-diff-dimension", before.dimension_weights, after.dimension_weights, labels)
    yield from _values("complexity-diff-criterion", before.weights, after.weights, labels)
    for criterion in after.criteria:
        old = before.criterion.get(criterion.id)
        if old is not None and old != criterion:
            yield Reason("complexity-diff-text", {"label": criterion.label})
    tiers = {tier.id: tier.label for tier in (*before.tiers, *after.tiers)}
    yield from _values("complexity-diff-tier", _starts(before), _starts(after), tiers)
    settings = [{tier.id: tier for tier in grid.tiers} for grid in (before, after)]
    for id in settings[0].keys() & settings[1].keys():
        if settings[0][id] != settings[1][id]:
            yield Reason("complexity-diff-settings", {"label": tiers[id]})
    rules = {rule.id: rule.label for rule in (*before.rules, *after.rules)}
    floors = [{rule: tiers[floor] for rule, floor in grid.floors.items()} for grid in (before, after)]
    yield from _values("complexity-diff-rule", floors[0], floors[1], rules)
    for kind in ("rules", "alerts", "modules"):
        held = [{entry.id: entry for entry in getattr(grid, kind)} for grid in (before, after)]
        for id, entry in held[1].items():
            if kind != "rules" and id not in held[0]:
                yield Reason("complexity-diff-added", {"label": entry.label})
            elif id in held[0] and held[0][id] != entry:
                yield Reason("complexity-diff-condition", {"label": entry.label})
        for id in held[0].keys() - held[1].keys():
            if kind != "rules":
                yield Reason("complexity-diff-withdrawn", {"label": held[0][id].label})
    for fact in sorted(before.links.keys() | after.links.keys()):
        if before.links.get(fact) != after.links.get(fact):
            yield Reason("complexity-diff-fact", {"label": fact})
    maps = [{**grid.level_maps, "gir": tuple(sorted(grid.gir_levels.items()))} for grid in (before, after)]
    for instrument in sorted(maps[0].keys() | maps[1].keys()):
        if maps[0].get(instrument) != maps[1].get(instrument):
            yield Reason("complexity-diff-instrument", {"label": instrument})


def _starts(grid: GridOnDay) -> dict[str, object]:
    return {tier.id: bound.from_ for tier, bound in zip(grid.tiers, grid.bounds, strict=True)}


def _values(id: str, before: Mapping[str, object], after: Mapping[str, object], labels: Mapping[str, str]) -> Iterator[Reason]:
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            yield Reason(id, {"label": labels.get(key, key), "before": _said(before.get(key)), "after": _said(after.get(key))})


def _said(value: object) -> str:
    if value is None:
        return "rien"
    return value if isinstance(value, str) else f"{float(value):g}".replace(".", ",")  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Moved:
    """A case that changes tier; `dimension`: where its points moved most, None when only a rule moved it.

    `proposals_changed`: whether its first proposals change too, None when nobody asked.
    """

    case: str
    before: str
    after: str
    points_before: float
    points_after: float
    dimension: str | None
    proposals_changed: bool | None = None


@dataclass(frozen=True, slots=True)
class Reproposed:
    """A case whose first proposals change: the ids of the resources, in order."""

    case: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """Among so many cases, how many are raised and lowered."""

    cases: int
    raised: int
    lowered: int


@dataclass(frozen=True)
class Impact:
    """What a change does to a set of cases. `tiers`: cases by (tier before, tier after); `dimensions`: mean change in points.

    `agreement_before`, `agreement_after`: quadratic-weighted kappa with the tiers professionals gave, None without judged cases.
    `left_out`: cases of which a fact is unknown to one of the grids, replayed without it. `reproposed`: cases whose first proposals
    change, None when nobody asked.
    """

    cases: int
    moved: tuple[Moved, ...]
    tiers: Mapping[tuple[str, str], int]
    dimensions: Mapping[str, float]
    groups: Mapping[tuple[str, str], Shift]
    agreement_before: float | None
    agreement_after: float | None
    left_out: int
    reproposed: tuple[Reproposed, ...] | None = None

    @property
    def proposals_changed(self) -> int | None:
        return None if self.reproposed is None else len(self.reproposed)


def impact(cases: Sequence[JudgedCase], before: GridOnDay, after: GridOnDay, first_proposals: FirstProposals | None = None) -> Impact:
    """Replays cases with two grids. `first_proposals`: what a case is first proposed under a grid, to say where that changes too."""
    held = [[understood_by(case.situation, grid) for case in cases] for grid in (before, after)]
    old, new = (assess_many(SituationColumns.of(situations, grid), grid) for situations, grid in zip(held, (before, after), strict=True))
    old_ids = [before.tiers[rank].id for rank in old.tier]
    new_ids = [after.tiers[rank].id for rank in new.tier]
    rank = {**before.tier_rank, **after.tier_rank}
    shared = [dimension for dimension in after.by_dimension if dimension in before.by_dimension]
    change = {dimension: new.dimensions[dimension] - old.dimensions[dimension] for dimension in shared}
    reproposed = None if first_proposals is None else tuple(_reproposed(cases, before, after, first_proposals))
    changed = {one.case for one in reproposed or ()}
    moved = tuple(
        Moved(
            case.id,
            was,
            now,
            float(old.points[row]),
            float(new.points[row]),
            _most(change, row),
            None if reproposed is None else case.id in changed,
        )
        for row, (case, was, now) in enumerate(zip(cases, old_ids, new_ids, strict=True))
        if was != now
    )
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, case in enumerate(cases):
        for group in subgroups(case).items():
            groups[group].append(rank[new_ids[row]] - rank[old_ids[row]])
    return Impact(
        cases=len(cases),
        moved=moved,
        tiers=dict(Counter(zip(old_ids, new_ids, strict=True))),
        dimensions={dimension: float(column.mean()) if cases else 0.0 for dimension, column in change.items()},
        groups={group: Shift(len(s), sum(x > 0 for x in s), sum(x < 0 for x in s)) for group, s in sorted(groups.items())},
        agreement_before=_agreement(cases, old_ids, before),
        agreement_after=_agreement(cases, new_ids, after),
        left_out=sum(any(len(kept.facts) < len(case.situation.facts) for kept in both) for case, *both in zip(cases, *held, strict=True)),
        reproposed=reproposed,
    )


def _reproposed(cases: Sequence[JudgedCase], before: GridOnDay, after: GridOnDay, first_proposals: FirstProposals) -> Iterator[Reproposed]:
    for case in cases:
        was, now = (tuple(first_proposals(case, grid)) for grid in (before, after))
        if was != now:
            yield Reproposed(case.id, was, now)


def _most(change: Mapping[str, Column], row: int) -> str | None:
    dimension = max(change, key=lambda d: abs(change[d][row]), default=None)
    return dimension if dimension is not None and change[dimension][row] else None


def _agreement(cases: Sequence[JudgedCase], given: Sequence[str], grid: GridOnDay) -> float | None:
    pairs = [(grid.tier_rank[c.tier], grid.tier_rank[g]) for c, g in zip(cases, given, strict=True) if c.tier in grid.tier_rank]  # type: ignore[index]
    if not pairs:
        return None
    judged, found = zip(*pairs, strict=True)
    return quadratic_kappa(judged, found, len(grid.tiers))


def monotony_violations(grid: GridOnDay, steps: int = 10_000, seed: int = 0) -> int:
    """How many of so many random one-step worsenings lower the points or the tier: none, if the grid is sound."""
    chance = np.random.default_rng(seed)
    facts = {fact: chance.integers(-1, len(answers), steps).astype(np.int8) for fact, answers in grid.links.items()}
    direct = {c: np.where(chance.random(steps) < 0.5, UNKNOWN, chance.integers(0, 4, steps)).astype(np.int8) for c in grid.criterion}
    gir = chance.integers(0, 7, steps).astype(np.int8)
    gir[gir == 0] = UNKNOWN
    ages = np.where(chance.random(steps) < 0.2, np.nan, chance.uniform(0, 100, steps))
    columns = [(facts, fact, len(answers) - 1) for fact, answers in grid.links.items()] + [(direct, c, 3) for c in grid.criterion]
    chosen = chance.integers(0, len(columns) + 1, steps)
    new_facts, new_direct = ({name: column.copy() for name, column in held.items()} for held in (facts, direct))
    worse_gir = gir.copy()
    for place, (held, name, worst) in enumerate(columns):
        target = new_facts if held is facts else new_direct
        rows = (chosen == place) & (held[name] < worst) & ((held is facts) | (held[name] != UNKNOWN))
        target[name][rows] = np.maximum(held[name][rows], 0) + 1
    rows = (chosen == len(columns)) & (gir > 1)
    worse_gir[rows] -= 1
    before = assess_many(SituationColumns(steps, facts, direct, {}, gir, ages), grid)
    after = assess_many(SituationColumns(steps, new_facts, new_direct, {}, worse_gir, ages), grid)
    return int(((after.points < before.points) | (after.tier < before.tier)).sum())
