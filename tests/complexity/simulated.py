"""Judged cases simulated from known points, for what can only be tested when the truth is known."""

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from orientation.case import Situation
from orientation.complexity.columns import AssessmentColumns, SituationColumns, assess_many
from orientation.complexity.judged import JudgedCase
from orientation.complexity.points import whole_points
from orientation.grid import Bounds, GridOnDay

STARTS = (0, 20, 35, 50)


@dataclass(frozen=True)
class Simulated:
    """`truth`: the grid whose tiers, with some noise on the points, are the judged ones.

    `full`: the situations before answers went missing.
    """

    present: GridOnDay
    truth: GridOnDay
    full: list[Situation]
    cases: list[JudgedCase]

    def assessed(self, grid: GridOnDay, full: bool = False) -> AssessmentColumns:
        situations = self.full if full else [case.situation for case in self.cases]
        return assess_many(SituationColumns.of(situations, grid), grid)

    @property
    def judged(self) -> list[int]:
        return [self.present.tier_rank[str(case.tier)] for case in self.cases]


def simulated(grid: GridOnDay, count: int, missing: float = 0.0, seed: int = 1, rules: bool = False, noise: float = 1.0) -> Simulated:
    """`missing`: share of answers nobody gave. `rules`: whether the grid's rules also raise tiers."""
    chance = np.random.default_rng(seed)
    present = grid if rules else replace(grid, rules=(), floors={})
    core = [criterion for criterion in present.criteria if not criterion.additional]
    worst = np.array([300 * present.step[criterion.id] / present.hundred for criterion in core])
    points = whole_points(worst * chance.uniform(0.2, 3, len(core)))
    truth = _with_points(present, {criterion.id: int(p) for criterion, p in zip(core, points, strict=True)})
    severity = chance.beta(2, 3, (count, 1))
    levels = chance.binomial(3, np.clip(severity + chance.normal(0, 0.15, (count, len(core))), 0.02, 0.98))
    ages = chance.uniform(20, 95, count)
    full = [
        Situation({"vit-a-domicile": "oui"} | {c.code: str(level) for c, level in zip(core, row, strict=True)}, age_years=float(age))
        for row, age in zip(levels, ages, strict=True)
    ]
    found = assess_many(SituationColumns.of(full, truth), truth)
    floor = np.zeros(count, dtype=int)
    for rule, fired in found.rules.items():
        floor = np.maximum(floor, np.where(fired, truth.tier_rank[truth.floors[rule]], 0))
    noisy = np.clip(np.searchsorted(STARTS, found.points + chance.logistic(0, noise, count), side="right") - 1, 0, None)
    kept = chance.random((count, len(core))) >= missing
    cases = []
    for row, situation in enumerate(full):
        said = {"vit-a-domicile"} | {c.code for c, known in zip(core, kept[row], strict=True) if known}
        partly = replace(situation, facts={fact: value for fact, value in situation.facts.items() if fact in said})
        cases.append(JudgedCase(str(row), partly, present.tiers[max(noisy[row], floor[row])].id))
    return Simulated(present, truth, full, cases)


def _with_points(grid: GridOnDay, points: dict[str, int]) -> GridOnDay:
    by_dimension = {d: Fraction(sum(points.get(c, 0) for c in ids)) for d, ids in grid.by_dimension.items()}
    ends = [*(Fraction(start) for start in STARTS[1:]), None]
    return replace(
        grid,
        weights={c.id: Fraction(points[c.id]) if c.id in points else grid.weights[c.id] for c in grid.criteria},
        dimension_weights=by_dimension,
        bounds=tuple(Bounds(Fraction(start), end) for start, end in zip(STARTS, ends, strict=True)),
    )
