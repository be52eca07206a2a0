"""What a learnt grid is worth: out of sample, against the present grid, a constant and models that need not be readable, and for whom."""

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from orientation.complexity.columns import assess_many
from orientation.complexity.evaluation import (
    Calibration,
    Interval,
    NetBenefit,
    bootstrap,
    brier,
    by_group,
    calibration,
    confusion,
    mean_auc,
    net_benefit,
    quadratic_kappa,
)
from orientation.complexity.judged import JudgedCase, subgroups
from orientation.complexity.ordinal import Floats
from orientation.complexity.scorecard import Depth, Judged, Scorecard, fit, judged_columns, level_or_unknown
from orientation.grid import GridOnDay

THRESHOLDS = (0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.40, 0.50)
COORDINATED = 2
FOLDS = 5
Challenger = Callable[[Floats, NDArray[np.int64], Floats], Floats]


@dataclass(frozen=True)
class Measures:
    """How tiers and points agree with what was judged; intervals are over resamples of the cases. `confusion`: judged in rows."""

    kappa: Interval
    discrimination: Interval
    confusion: NDArray[np.int64]


@dataclass(frozen=True)
class Report:
    """`learnt`: on cases set aside while learning. `constant`: the commonest tier given to all. `challengers`: mean AUC, same folds.

    `calibration`, `brier`, `curve`: of the chance of the third tier or above. `groups`: by (group, value), cases and kappa.
    `stability`: over resamples of the cases, how far apart the middle 95 % of each tier's start lies.
    """

    scorecard: Scorecard
    present: Measures
    learnt: Measures
    constant: float
    calibration: Calibration
    brier: float
    curve: tuple[NetBenefit, ...]
    challengers: Mapping[str, float]
    groups: Mapping[tuple[str, str], tuple[int, float]]
    stability: Mapping[str, Interval] = field(default_factory=dict)


def gradient_boosting(levels: Floats, judged: NDArray[np.int64], unseen: Floats) -> Floats:
    """The tier expected by gradient boosting, monotone in every answer: an upper bound, never shipped."""
    told = _told(levels)

    def chance(above: NDArray[np.bool_]) -> Floats:
        model = HistGradientBoostingClassifier(
            max_iter=100, learning_rate=0.08, monotonic_cst=_rising(levels)[told].tolist(), random_state=0
        )
        return np.asarray(model.fit(levels[:, told], above).predict_proba(unseen[:, told])[:, 1])

    with threadpool_limits(1):  # the tables are small: threads would wait for one another
        return _expected(judged, unseen, chance)


def explainable_boosting(levels: Floats, judged: NDArray[np.int64], unseen: Floats) -> Floats:
    """The tier expected by an explainable boosting machine without interactions, monotone in every answer; needs `interpret-core`."""
    from interpret.glassbox import ExplainableBoostingClassifier

    told = _told(levels)

    def chance(above: NDArray[np.bool_]) -> Floats:
        rising = _rising(levels)[told].tolist()
        model = ExplainableBoostingClassifier(
            interactions=0, outer_bags=2, max_rounds=400, monotone_constraints=rising, n_jobs=1, random_state=0
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # unknown answers are meant to be there
            return np.asarray(model.fit(levels[:, told], above).predict_proba(unseen[:, told])[:, 1])

    with threadpool_limits(1):
        return _expected(judged, unseen, chance)


def _told(levels: Floats) -> list[int]:
    """The columns that tell cases apart."""
    return [place for place in range(levels.shape[1]) if np.unique(levels[~np.isnan(levels[:, place]), place]).size > 1]


def _rising(levels: Floats) -> NDArray[np.int64]:
    """1 for every column but the age, last but one, which may act either way."""
    rising = np.ones(levels.shape[1], dtype=np.int64)
    rising[-2] = 0
    return rising


def _expected(judged: NDArray[np.int64], unseen: Floats, chance: Callable[[NDArray[np.bool_]], Floats]) -> Floats:
    """The sum, over tiers, of the chance of that tier or a heavier one."""
    cuts = [judged >= cut for cut in range(1, int(judged.max()) + 1)]
    return sum((chance(above) for above in cuts if above.any() and not above.all()), np.zeros(len(unseen)))


CHALLENGERS: Mapping[str, Challenger] = {"gradient boosting": gradient_boosting}


def report(
    cases: Sequence[JudgedCase],
    grid: GridOnDay,
    depth: Depth | None = None,
    challengers: Mapping[str, Challenger] = CHALLENGERS,
    draws: int = 200,
    resamples: int = 0,
    seed: int = 0,
) -> Report:
    """Learns from judged cases and measures it on cases set aside in turn. `resamples`: how often all is learnt again for `stability`."""
    judged = [case for case in cases if case.tier in grid.tier_rank]
    card = fit(judged, grid, depth)
    held = judged_columns(judged, grid)
    fold = np.random.default_rng(seed).permutation(len(judged)) % FOLDS
    tier, points, chance = (np.zeros(len(judged)) for _ in range(3))
    answers = _answers(held, grid)
    expected = {name: np.zeros(len(judged)) for name in challengers}
    for aside in range(FOLDS):
        out = fold == aside
        learnt = _fit_again([case for case, kept in zip(judged, ~out, strict=True) if kept], grid, card)
        found = assess_many(held.columns, learnt.grid)
        tier[out], points[out] = found.tier[out], found.points[out]
        chance[out] = np.maximum(learnt.at_least(found.points)[:, COORDINATED - 1], _by_rule(held, grid))[out]
        for name, challenger in challengers.items():
            expected[name][out] = challenger(answers[~out], held.judged[~out], answers[out])
    tiers = len(grid.tiers)
    coordinated = held.judged >= COORDINATED
    raised = _raised(points, tier, tiers)
    return Report(
        scorecard=card,
        present=_measures(held.judged, held.found.tier, _raised(held.found.points, held.found.tier, tiers), tiers, draws, seed),
        learnt=_measures(held.judged, tier.astype(int), raised, tiers, draws, seed),
        constant=quadratic_kappa(held.judged, np.full(len(judged), np.bincount(held.judged).argmax()), tiers),
        calibration=calibration(coordinated, chance),
        brier=brier(coordinated, chance),
        curve=net_benefit(coordinated, chance, THRESHOLDS),
        challengers={name: mean_auc(held.judged, found, tiers) for name, found in expected.items()},
        groups=_groups(judged, held.judged, tier.astype(int), tiers),
        stability=_stability(judged, grid, card, resamples, seed),
    )


def _fit_again(cases: Sequence[JudgedCase], grid: GridOnDay, card: Scorecard) -> Scorecard:
    """The same depth and strength on part of the cases, which may be fewer than the least that a first fit asks for."""
    return fit(cases, grid, card.depth, card.strength, least=0)


def _answers(held: Judged, grid: GridOnDay) -> Floats:
    """What a model that need not be readable may look at: every level, unknown ones left so, the age, and what rules give."""
    levels = [level_or_unknown(held.found, criterion) for criterion in grid.criterion]
    ages = np.full(held.columns.size, np.nan) if held.columns.age_years is None else held.columns.age_years
    return np.column_stack([*levels, ages, _floor(held, grid)])


def _floor(held: Judged, grid: GridOnDay) -> NDArray[np.int64]:
    floor = np.zeros(held.columns.size, dtype=np.int64)
    for rule, fired in held.found.rules.items():
        floor = np.maximum(floor, np.where(fired, grid.tier_rank[grid.floors[rule]], 0))
    return floor


def _by_rule(held: Judged, grid: GridOnDay) -> Floats:
    """1 where a rule gives the third tier or above, which points need not reach."""
    return (_floor(held, grid) >= COORDINATED).astype(float)


def _raised(points: Floats, tier: Floats | NDArray[np.int64], tiers: int) -> Floats:
    """Points by which cases are told apart: those a rule raises stand above the ones it leaves, in the order of their points."""
    return np.asarray(tier, dtype=float) * 1000 + points if tiers else points


def _measures(judged: NDArray[np.int64], tier: NDArray[np.int64], score: Floats, tiers: int, draws: int, seed: int) -> Measures:
    return Measures(
        bootstrap(lambda a, b: quadratic_kappa(a, b, tiers), judged, tier, draws=draws, seed=seed),
        bootstrap(lambda a, b: mean_auc(a, b, tiers), judged, score, draws=draws, seed=seed),
        confusion(judged, tier, tiers),
    )


def _groups(
    cases: Sequence[JudgedCase], judged: NDArray[np.int64], tier: NDArray[np.int64], tiers: int
) -> Mapping[tuple[str, str], tuple[int, float]]:
    held = [subgroups(case) for case in cases]
    found: dict[tuple[str, str], tuple[int, float]] = {}
    for name in held[0]:
        labels = [groups[name] for groups in held]
        for value, measured in by_group(lambda a, b: quadratic_kappa(a, b, tiers), labels, judged, tier).items():
            found[name, value] = measured
    return found


def _stability(cases: Sequence[JudgedCase], grid: GridOnDay, card: Scorecard, resamples: int, seed: int) -> Mapping[str, Interval]:
    chance = np.random.default_rng(seed)
    starts = []
    for _ in range(resamples):
        again = [cases[row] for row in chance.integers(0, len(cases), len(cases))]
        starts.append([float(bound.from_) for bound in _fit_again(again, grid, card).grid.bounds])
    if not starts:
        return {}
    low, high = np.quantile(starts, [0.025, 0.975], axis=0)
    return {
        tier.id: Interval(float(bound.from_), float(a), float(b))
        for tier, bound, a, b in zip(card.grid.tiers, card.grid.bounds, low, high, strict=True)
    }
