"""How well a score or a tier agrees with what was judged or what happened. Plain formulas, each checked against published results."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit
from scipy.stats import rankdata

Floats = NDArray[np.float64]


def confusion(judged: ArrayLike, given: ArrayLike, tiers: int) -> NDArray[np.int64]:
    """Cases by judged tier (rows) and given tier (columns)."""
    table = np.zeros((tiers, tiers), dtype=np.int64)
    np.add.at(table, (np.asarray(judged, dtype=int), np.asarray(given, dtype=int)), 1)
    return table


def quadratic_kappa(judged: ArrayLike, given: ArrayLike, tiers: int) -> float:
    """Agreement beyond chance, a disagreement weighing the square of the tiers it spans; 1 when all agree, 0 as by chance."""
    table = confusion(judged, given, tiers).astype(float)
    place = np.arange(tiers)
    weight = (place[:, None] - place[None, :]) ** 2
    expected = np.outer(table.sum(1), table.sum(0)) / table.sum()
    if not (weight * expected).sum():
        return 1.0
    return float(1 - (weight * table).sum() / (weight * expected).sum())


def auc(outcome: ArrayLike, score: ArrayLike) -> float:
    """The chance that a case with the outcome scores above one without it, a tie counting half."""
    happened, ranks = np.asarray(outcome, dtype=bool), rankdata(np.asarray(score, dtype=float))
    positives, negatives = happened.sum(), (~happened).sum()
    return float((ranks[happened].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def mean_auc(judged: ArrayLike, score: ArrayLike, tiers: int) -> float:
    """The mean AUC over the cuts between tiers that have cases on both sides."""
    ranks = np.asarray(judged, dtype=int)
    cuts = [ranks >= cut for cut in range(1, tiers) if 0 < (ranks >= cut).sum() < ranks.size]
    return float(np.mean([auc(above, score) for above in cuts]))


def brier(outcome: ArrayLike, probability: ArrayLike) -> float:
    """Mean squared difference between what was foreseen and what happened."""
    return float(np.mean((np.asarray(probability, dtype=float) - np.asarray(outcome, dtype=float)) ** 2))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic regression of the outcome on the logit of the probability: slope 1 and intercept 0 when it is right.

    `observed_over_expected`: 1 when as many happened as were foreseen.
    """

    slope: float
    intercept: float
    observed_over_expected: float


def calibration(outcome: ArrayLike, probability: ArrayLike, clip: float = 1e-6) -> Calibration:
    """Calibration of probabilities, clipped away from 0 and 1 for their logit."""
    happened, foreseen = np.asarray(outcome, dtype=float), np.asarray(probability, dtype=float)
    terms = np.column_stack([np.ones(happened.size), logit(np.clip(foreseen, clip, 1 - clip))])
    coefficients = np.array([0.0, 1.0])
    for _ in range(50):  # Newton's steps; a handful is enough unless the outcome is perfectly separated
        likely = expit(terms @ coefficients)
        curvature = (terms * (likely * (1 - likely))[:, None]).T @ terms
        step = np.linalg.solve(curvature, terms.T @ (happened - likely))
        coefficients = coefficients + step
        if np.abs(step).max() < 1e-10:
            break
    return Calibration(float(coefficients[1]), float(coefficients[0]), float(happened.sum() / foreseen.sum()))


@dataclass(frozen=True, slots=True)
class NetBenefit:
    """Net benefit at a threshold probability: acting on the model, acting on everyone; acting on no one is 0."""

    threshold: float
    model: float
    everyone: float


def net_benefit(outcome: ArrayLike, probability: ArrayLike, thresholds: Sequence[float]) -> tuple[NetBenefit, ...]:
    """The decision curve: true positives less false positives weighed by the odds of each threshold, per case."""
    happened, foreseen = np.asarray(outcome, dtype=bool), np.asarray(probability, dtype=float)

    def benefit(acted: NDArray[np.bool_], threshold: float) -> float:
        odds = threshold / (1 - threshold)
        return float(((acted & happened).sum() - (acted & ~happened).sum() * odds) / happened.size)

    everyone = np.ones(happened.size, dtype=bool)
    return tuple(NetBenefit(t, benefit(foreseen >= t, t), benefit(everyone, t)) for t in thresholds)


def intraclass_correlation(ratings: ArrayLike) -> float:
    """ICC(2,1): two-way random effects, absolute agreement, one rater; one row a case, one column a rater."""
    table = np.asarray(ratings, dtype=float)
    cases, raters = table.shape
    grand = table.mean()
    between_cases = raters * ((table.mean(1) - grand) ** 2).sum() / (cases - 1)
    between_raters = cases * ((table.mean(0) - grand) ** 2).sum() / (raters - 1)
    residual = ((table - table.mean(1, keepdims=True) - table.mean(0) + grand) ** 2).sum() / ((cases - 1) * (raters - 1))
    return float((between_cases - residual) / (between_cases + (raters - 1) * residual + raters * (between_raters - residual) / cases))


def alpha(levels: ArrayLike) -> float:
    """Cronbach's alpha of complete answers: one row a case, one column a criterion."""
    table = np.asarray(levels, dtype=float)
    count = table.shape[1]
    return float(count / (count - 1) * (1 - table.var(axis=0, ddof=1).sum() / table.sum(axis=1).var(ddof=1)))


@dataclass(frozen=True, slots=True)
class Interval:
    """A measure and the bounds between which most resamples of the cases put it."""

    value: float
    low: float
    high: float


def bootstrap(measure: Callable[..., float], *columns: ArrayLike, draws: int = 500, seed: int = 0, level: float = 0.95) -> Interval:
    """A measure of some columns with its percentile interval over resamples of the cases; the same seed gives the same interval."""
    held = [np.asarray(column) for column in columns]
    chance = np.random.default_rng(seed)
    values = []
    for _ in range(draws):
        rows = chance.integers(0, len(held[0]), len(held[0]))
        try:
            values.append(measure(*(column[rows] for column in held)))
        except (ZeroDivisionError, FloatingPointError):
            continue
    kept = np.array([value for value in values if np.isfinite(value)])
    low, high = np.quantile(kept, [(1 - level) / 2, (1 + level) / 2]) if kept.size else (np.nan, np.nan)
    return Interval(float(measure(*held)), float(low), float(high))


def by_group(
    measure: Callable[..., float], groups: Sequence[str], *columns: ArrayLike, at_least: int = 20
) -> Mapping[str, tuple[int, float]]:
    """Each group's number of cases and measure, for groups of at least so many cases."""
    labels, held = np.asarray(groups), [np.asarray(column) for column in columns]
    found: dict[str, tuple[int, float]] = {}
    for group in sorted(set(groups)):
        rows = labels == group
        if rows.sum() >= at_least:
            found[group] = (int(rows.sum()), float(measure(*(column[rows] for column in held))))
    return found


def tier_flips(points: Any, levels: Any, steps: Any, starts: Any, spread: float = 0.2, draws: int = 200, seed: int = 0) -> float:
    """Share of cases whose tier by points changes when each step moves at random by up to `spread` of itself, over so many draws.

    `levels`: one row a case, one column a criterion; `steps`: points a level adds; `starts`: points from which each tier holds.
    """
    chance = np.random.default_rng(seed)
    before = np.searchsorted(np.asarray(starts, dtype=float), np.asarray(points, dtype=float), side="right")
    share = 0.0
    for _ in range(draws):
        moved = np.asarray(steps, dtype=float) * chance.uniform(1 - spread, 1 + spread, len(steps))
        moved *= np.sum(steps) / moved.sum()
        share += float(np.mean(np.searchsorted(starts, np.asarray(levels) @ moved, side="right") != before))
    return share / draws
