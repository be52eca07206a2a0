"""Assesses a situation by a grid: points, their bounds for what is unknown, the tier, and everything that led to it.

What nobody spoke of counts nothing in `points`; `upper` counts it at its worst. So one more problem never lowers points or tier.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import nan

from orientation.case import Reason, Situation
from orientation.complexity.answers import Answer, answers, near_ids, settings_of
from orientation.complexity.columns import SituationColumns, assess_many
from orientation.complexity.conditions import View, holds, met_by
from orientation.grid import WORST, GridOnDay, Rule, Tier
from orientation.refusal import Refused


@dataclass(frozen=True, slots=True)
class DimensionPoints:
    """What a dimension brings to the points; `share`: from 0 to 100, how much of what it can bring."""

    id: str
    points: float
    share: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a criterion brings to the points, its level, and the facts it was read from (`gir`: the typed GIR)."""

    criterion: str
    points: float
    level: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A criterion that may be worse than what counts, and the points it could add at its worst."""

    criterion: str
    influence: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """A professional's own decision: the tier retained instead of the grid's, and why, in writing."""

    tier: Tier
    reason: str


@dataclass(frozen=True)
class Assessment:
    """A tier and what led to it. `lower` to `upper`: where the points may fall once everything is known; `firm`: the tier cannot change.

    `missing`: nothing known, heaviest first, then the facts of context the tier hangs on; `to_specify`: reported, perhaps worse than
    counted. `score_tier`: by points alone.
    `first_needs`: looked for before all others. `judgement`: None when the grid's tier was kept.
    """

    grid_id: str
    grid_version: str
    points: float
    lower: float
    upper: float
    grid_tier: Tier
    score_tier: Tier
    possible_tiers: tuple[Tier, ...]
    dimensions: tuple[DimensionPoints, ...]
    contributions: tuple[Contribution, ...]
    missing: tuple[Missing, ...]
    to_specify: tuple[Missing, ...]
    overrides: tuple[Reason, ...]
    alerts: tuple[Reason, ...]
    first_needs: tuple[str, ...]
    modules: tuple[str, ...]
    judgement: Judgement | None = None

    @property
    def firm(self) -> bool:
        return len(self.possible_tiers) == 1

    @property
    def tier(self) -> Tier:
        """The tier that is acted upon: the professional's where there is one, else the grid's."""
        return self.judgement.tier if self.judgement else self.grid_tier

    @property
    def completeness(self) -> float:
        """1 when nothing could add a point, 0 when everything could."""
        return 1 - (self.upper - self.lower) / 100


def assess(situation: Situation, grid: GridOnDay) -> Assessment:
    """The assessment of one situation. Raises Refused for a fact or a value the grid does not know."""
    held = answers(situation, grid)
    known, lowest, worst = _views(held, situation, grid)
    modules = tuple(module.id for module in grid.modules if holds(module.when, known))
    by_dimension = _units(known.levels, grid)
    units, worst_units = sum(by_dimension.values()), sum(_units(worst.levels, grid).values())
    fired = tuple(rule for rule in grid.rules if holds(rule.when, known))
    tier = _rank(units, fired, grid)
    low = _rank(units, tuple(rule for rule in fired if holds(rule.when, lowest)), grid)
    high = _rank(worst_units, tuple(rule for rule in grid.rules if holds(rule.when, worst)), grid)
    asked = {c.id for c in grid.criteria if c.module is None or c.module in modules}
    return Assessment(
        grid_id=grid.id,
        grid_version=grid.version,
        points=_points(units, grid),
        lower=_points(units, grid),
        upper=_points(worst_units, grid),
        grid_tier=grid.tiers[tier],
        score_tier=grid.tiers[_rank(units, (), grid)],
        possible_tiers=grid.tiers[low : high + 1],
        dimensions=tuple(DimensionPoints(d, _points(u, grid), 100 * u / grid.ceiling[d]) for d, u in by_dimension.items()),
        contributions=_contributions(held, by_dimension, grid),
        missing=(
            *_missing({c: answer for c, answer in held.items() if answer.is_missing and c in asked}, grid),
            *(Missing(setting, 0.0) for setting, code in known.settings.items() if low < tier and code == 0),
        ),
        to_specify=_missing({c: answer for c, answer in held.items() if 0 < answer.level < answer.at_most}, grid),
        overrides=tuple(_rule_reason(rule, known, grid) for rule in fired),
        alerts=tuple(
            Reason("complexity-alert", {"alert": alert.id, "text": alert.label, "emergency": alert.emergency})
            for alert in grid.alerts
            if holds(alert.when, known)
        ),
        first_needs=tuple(dict.fromkeys(need for rule in fired for need in rule.first_needs)),
        modules=modules,
    )


def judged(assessment: Assessment, tier: str, reason: str, grid: GridOnDay) -> Assessment:
    """The same assessment with a professional's tier; the grid's is kept beside it. Raises Refused without a written reason."""
    if tier not in grid.tier_rank:
        raise Refused(f"Le palier « {tier} » n'existe pas dans la grille « {grid.id} ». {near_ids(tier, grid.tier_rank)}")
    if not reason.strip():
        raise Refused("Changer le palier demande une raison écrite. Dites en une phrase ce que la grille ne voit pas.")
    return replace(assessment, judgement=Judgement(grid.tiers[grid.tier_rank[tier]], reason.strip()))


def what_would_change(situation: Situation, grid: GridOnDay) -> Mapping[str, str]:
    """For each criterion that alone, at its worst, would change the tier, heaviest first: the id of that tier."""
    now = assess(situation, grid)
    gaps = [gap.criterion for gap in (*now.missing, *now.to_specify) if gap.criterion in grid.criterion]
    worst = [replace(situation, facts={**situation.facts, grid.criterion[criterion].code: str(WORST)}) for criterion in gaps]
    ranks = assess_many(SituationColumns.of(worst, grid), grid).tier.tolist()
    return {criterion: grid.tiers[rank].id for criterion, rank in zip(gaps, ranks, strict=True) if grid.tiers[rank] != now.grid_tier}


def _views(held: Mapping[str, Answer], situation: Situation, grid: GridOnDay) -> tuple[View, View, View]:
    """The situation as it is known, at its best and at its worst."""
    settings = settings_of(situation, grid)
    age = nan if situation.age_years is None else float(situation.age_years)
    levels = {criterion: answer.level for criterion, answer in held.items()}
    at_most = {criterion: answer.at_most for criterion, answer in held.items()}
    known = View(levels, grid.by_dimension, age, settings)
    worst = View(at_most, grid.by_dimension, age, settings, unknown_age=True)
    closed = {module.id for module in grid.modules if not holds(module.when, worst)}
    reachable = {c.id: levels[c.id] if c.module in closed else at_most[c.id] for c in grid.criteria}
    return known, replace(known, unknown_setting=False), replace(worst, levels=reachable)


def _units(levels: Mapping[str, int], grid: GridOnDay) -> dict[str, int]:
    return {
        dimension: min(grid.ceiling[dimension], sum(grid.step[criterion] * levels[criterion] for criterion in criteria))
        for dimension, criteria in grid.by_dimension.items()
    }


def _points(units: int, grid: GridOnDay) -> float:
    return 100 * units / grid.hundred


def _rank(units: int, fired: tuple[Rule, ...], grid: GridOnDay) -> int:
    by_points = bisect_right(grid.tier_starts, units) - 1
    return max((by_points, *(grid.tier_rank[grid.floors[rule.id]] for rule in fired)))


def _contributions(held: Mapping[str, Answer], by_dimension: Mapping[str, int], grid: GridOnDay) -> tuple[Contribution, ...]:
    """They sum to the points: where a dimension reached its ceiling, its criteria share it in proportion."""
    found = []
    for dimension, criteria in grid.by_dimension.items():
        full = sum(grid.step[c] * held[c].level for c in criteria)
        for c in (c for c in criteria if held[c].level):
            units = grid.step[c] * held[c].level * by_dimension[dimension] / full
            found.append(Contribution(c, 100 * units / grid.hundred, held[c].level, held[c].sources))
    return tuple(found)


def _missing(held: Mapping[str, Answer], grid: GridOnDay) -> tuple[Missing, ...]:
    found = [Missing(c, _points(grid.step[c] * (answer.at_most - answer.level), grid)) for c, answer in held.items()]
    return tuple(sorted(found, key=lambda gap: -gap.influence))


def _rule_reason(rule: Rule, view: View, grid: GridOnDay) -> Reason:
    because = " ; ".join(grid.label_of[met] for met in met_by(rule.when, view))
    tier = grid.tiers[grid.tier_rank[grid.floors[rule.id]]]
    return Reason("complexity-rule", {"rule": rule.id, "text": rule.label, "because": because, "tier": tier.label, "tier_id": tier.id})
