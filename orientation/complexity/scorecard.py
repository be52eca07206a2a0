"""Learns a grid from judged cases: whole points, never negative, drawn towards the present grid. What is learnt is a grid one can read.

How much is learnt depends on how many cases there are: first where tiers start, then what dimensions weigh, then every criterion.
A tier that a rule gave says of the points only that they do not ask for more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from orientation.complexity.columns import AssessmentColumns, SituationColumns, assess_many
from orientation.complexity.judged import JudgedCase, understood_by
from orientation.complexity.ordinal import Floats, ProportionalOdds
from orientation.complexity.points import STEP, WORST, learn, refit_starts
from orientation.grid import Bounds, GridOnDay
from orientation.refusal import Refused

Depth = Literal["bounds", "dimensions", "criteria"]
LEAST_CASES: Mapping[Depth, int] = {"bounds": 100, "dimensions": 300, "criteria": 1500}
LEAST_PER_TIER = 10
_IN_WORDS: Mapping[Depth, str] = {
    "bounds": "les bornes des paliers",
    "dimensions": "le poids des dimensions",
    "criteria": "le poids de chaque critère",
}


@dataclass(frozen=True)
class Scorecard:
    """A proposed grid and how it was learnt. `odds`: proportional odds of the tiers by points.

    `strength`: how strongly the present grid drew, None when only bounds were learnt. `kept_bounds`: tiers whose start was left as it
    is, too few cases being there for their points alone.
    """

    depth: Depth
    grid: GridOnDay
    cases: int
    odds: ProportionalOdds
    strength: float | None
    kept_bounds: tuple[str, ...]

    @property
    def weights(self) -> Mapping[str, float]:
        """Weights of the criteria, as a grid file writes them."""
        return {criterion: _plain(weight) for criterion, weight in self.grid.weights.items()}

    @property
    def dimension_weights(self) -> Mapping[str, float]:
        return {dimension: _plain(weight) for dimension, weight in self.grid.dimension_weights.items()}

    @property
    def bounds(self) -> Mapping[str, tuple[float, float | None]]:
        """Of each tier: the points it starts from, included, and those it stays below."""
        return {
            tier.id: (_plain(held.from_), None if held.below is None else _plain(held.below))
            for tier, held in zip(self.grid.tiers, self.grid.bounds, strict=True)
        }

    def at_least(self, points: Floats) -> Floats:
        """Probability of each tier or a heavier one by points alone: one row a case, one column each tier but the first."""
        return self.odds.at_least(np.asarray(points)[:, None])


def _plain(value: Fraction) -> float:
    return int(value) if value.denominator == 1 else float(value)


@dataclass(frozen=True)
class Judged:
    """Judged cases as columns under a grid. `lowest` to `highest`: the tiers that the points alone may have asked for."""

    columns: SituationColumns
    found: AssessmentColumns
    judged: NDArray[np.int64]
    lowest: NDArray[np.int64]
    highest: NDArray[np.int64]

    def under(self, grid: GridOnDay) -> "Judged":
        """The same cases assessed by another grid with the same criteria and rules."""
        return replace(self, found=assess_many(self.columns, grid))


def judged_columns(cases: Sequence[JudgedCase], grid: GridOnDay) -> Judged:
    """The judged among some cases, as columns; facts the grid does not know are left out."""
    held = [case for case in cases if case.tier in grid.tier_rank]
    columns = SituationColumns.of([understood_by(case.situation, grid) for case in held], grid)
    found = assess_many(columns, grid)
    judged = np.array([grid.tier_rank[str(case.tier)] for case in held], dtype=np.int64)
    floor = np.zeros(len(held), dtype=np.int64)
    for rule, fired in found.rules.items():
        floor = np.maximum(floor, np.where(fired, grid.tier_rank[grid.floors[rule]], 0))
    return Judged(columns, found, judged, np.where((judged == floor) & (floor > 0), 0, judged), judged)


def fit(
    cases: Sequence[JudgedCase], grid: GridOnDay, depth: Depth | None = None, strength: float | None = None, least: int | None = None
) -> Scorecard:
    """The grid that judged cases propose. `depth` None: as much as their number allows. Raises Refused when there are too few.

    `strength`: how strongly the present grid draws, None chooses it by cross-validation. `least` 0 is for resamples of enough cases.
    """
    held = judged_columns(cases, grid)
    chosen = depth if depth is not None and least == 0 else _allowed_depth(held, grid, depth)
    proposal, drawn = grid, None
    if chosen == "dimensions":
        proposal, drawn = _dimensions_learnt(held, grid, strength)
    elif chosen == "criteria":
        proposal, drawn = _criteria_learnt(held, grid, strength)
    under = held.under(proposal)
    odds, starts = refit_starts(under.found.points, held.lowest, held.highest)
    bounds, kept = _bounds(starts, held, grid)
    return Scorecard(chosen, replace(proposal, bounds=bounds, version="proposition"), len(held.judged), odds, drawn, kept)


def _allowed_depth(held: Judged, grid: GridOnDay, depth: Depth | None) -> Depth:
    count = len(held.judged)
    affordable = [possible for possible, enough in LEAST_CASES.items() if enough <= count]
    wanted: Depth = depth or (affordable[-1] if affordable else "bounds")
    if count < LEAST_CASES[wanted]:
        raise Refused(
            f"{count} cas jugés : il en faut au moins {LEAST_CASES[wanted]} pour apprendre {_IN_WORDS[wanted]}. "
            "Continuez à juger des situations avec l'équipe, ou gardez la grille actuelle."
        )
    for rank, tier in enumerate(grid.tiers):
        among = int((held.judged == rank).sum())
        if among < LEAST_PER_TIER:
            raise Refused(
                f"Le palier « {tier.label} » n'a que {among} cas jugés sur {count} : il en faut au moins {LEAST_PER_TIER} à chaque palier. "
                "Faites juger des situations de ce palier."
            )
    return wanted


def _criteria_learnt(held: Judged, grid: GridOnDay, strength: float | None) -> tuple[GridOnDay, float]:
    core = [criterion.id for criterion in grid.criteria if not criterion.additional]
    levels = np.column_stack([level_or_unknown(held.found, criterion) for criterion in core])
    present = np.array([_worst_points(criterion, grid) for criterion in core])
    beside = np.maximum(held.found.points - np.nan_to_num(levels) @ present / WORST, 0)
    found = learn(levels, held.lowest, held.highest, present=present, strength=strength, beside=np.where(beside < 1e-9, 0, beside))
    weights = {criterion: Fraction(int(points)) for criterion, points in zip(core, found.worst, strict=True)}
    # A criterion that adds to its dimension keeps the points it brings at its worst.
    added = {c.id: Fraction(round(_worst_points(c.id, grid), 1)).limit_denominator(10) for c in grid.criteria if c.additional}
    by_dimension = {d: sum((weights[c] for c in ids if c in weights), Fraction(0)) for d, ids in grid.by_dimension.items()}
    return replace(grid, weights={c.id: {**weights, **added}[c.id] for c in grid.criteria}, dimension_weights=by_dimension), found.strength


def _dimensions_learnt(held: Judged, grid: GridOnDay, strength: float | None) -> tuple[GridOnDay, float]:
    present = np.array([100 * grid.ceiling[d] / grid.hundred for d in grid.by_dimension])
    shares = np.column_stack([held.found.dimensions[d] for d in grid.by_dimension]) / present * WORST
    found = learn(shares, held.lowest, held.highest, present=present, strength=strength)
    return replace(
        grid, dimension_weights={d: Fraction(int(p)) for d, p in zip(grid.by_dimension, found.worst, strict=True)}
    ), found.strength


def level_or_unknown(found: AssessmentColumns, criterion: str) -> Floats:
    """The level that counts; NaN where nobody said anything of it."""
    level = found.levels[criterion].astype(float)
    return np.where((level == 0) & (found.at_most[criterion] > 0), np.nan, level)


def _worst_points(criterion: str, grid: GridOnDay) -> float:
    return 100 * WORST * grid.step[criterion] / grid.hundred


def _bounds(starts: Floats, held: Judged, grid: GridOnDay) -> tuple[tuple[Bounds, ...], tuple[str, ...]]:
    """Learnt starts, but the present one for a tier that rules alone gave: points say too little of it."""
    by_points = held.lowest == held.highest
    kept = []
    for rank, tier in enumerate(grid.tiers[1:], start=1):
        if (by_points & (held.judged == rank)).sum() < LEAST_PER_TIER:
            ceiling = starts[rank + 1] - STEP if rank + 1 < len(starts) else 100 - STEP
            starts[rank] = min(max(float(grid.bounds[rank].from_), starts[rank - 1] + STEP), ceiling)
            kept.append(tier.id)
    ends = [*(Fraction(str(start)) for start in starts[1:]), None]
    return tuple(Bounds(Fraction(str(start)), end) for start, end in zip(starts.tolist(), ends, strict=True)), tuple(kept)
