"""Learns whole points from answers at levels 0 to 3 and the tiers given: never negative, drawn towards present ones, a hundred in all.

Knows columns of numbers only; `scorecard` links them to a grid.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from orientation.complexity.ordinal import Floats, ProportionalOdds, Pull, fit_ordinal

WORST = 3
TOTAL = 100
STRENGTHS = (1.0, 10.0, 100.0, 1000.0)
FOLDS = 4
STEP = 0.5


@dataclass(frozen=True)
class Points:
    """`worst`: whole points of each item at its worst level, summing to 100. `starts`: points from which each tier holds, the first 0.

    `odds`: proportional odds of the tiers by points, for probabilities. `strength`: how strongly present points drew the others.
    `fills_unknown`: what an unknown answer was read as while learning: the item's mean, or nothing.
    """

    worst: NDArray[np.int64]
    starts: Floats
    odds: ProportionalOdds
    strength: float
    fills_unknown: Floats

    def score(self, levels: ArrayLike, filled: bool = False) -> Floats:
        """Points from 0 to 100. An unknown answer (NaN) counts nothing, as an assessment counts it; `filled`: what learning read it as."""
        table = np.asarray(levels, dtype=float)
        return np.asarray(np.where(np.isnan(table), self.fills_unknown if filled else 0.0, table) @ self.worst / WORST)

    def tier(self, levels: ArrayLike) -> NDArray[np.int64]:
        return np.searchsorted(self.starts, self.score(levels), side="right") - 1


def learn(
    levels: ArrayLike,
    lowest: ArrayLike,
    highest: ArrayLike | None = None,
    *,
    present: ArrayLike | None = None,
    least: int = 1,
    strength: float | None = None,
    beside: ArrayLike | None = None,
) -> Points:
    """Points of each item (columns of `levels`, NaN unknown) from the tiers given. `lowest` to `highest`: see `fit_ordinal`.

    `present`: the points it is drawn towards, equal ones without. `least`: no item falls below. `strength`: None chooses it by
    cross-validation. `beside`: points each case has from elsewhere, which are accounted for and not learnt.
    """
    table = np.asarray(levels, dtype=float)
    low = np.asarray(lowest, dtype=int)
    high = low if highest is None else np.asarray(highest, dtype=int)
    now = np.full(table.shape[1], TOTAL / table.shape[1]) if present is None else np.asarray(present, dtype=float)
    extra = np.zeros(table.shape[0]) if beside is None else np.asarray(beside, dtype=float)
    fill = _fill(table, low, high, now, extra)
    x = np.column_stack([np.where(np.isnan(table), fill, table), extra]) if extra.any() else np.where(np.isnan(table), fill, table)
    pull = _present_pull(x, low, high, now, extra)
    chosen = _strength(x, low, high, pull) if strength is None else strength
    fitted = fit_ordinal(x, low, high, non_negative=True, pull=Pull(pull.towards, chosen, pull.scale))
    worst = whole_points(fitted.coefficients[: table.shape[1]], least)
    score = np.nan_to_num(table) @ worst / WORST + extra
    odds, starts = refit_starts(score, low, high)
    return Points(worst, starts, odds, chosen, fill)


def _fill(table: Floats, low: NDArray[np.int64], high: NDArray[np.int64], now: Floats, extra: Floats) -> Floats:
    """What an unknown answer is read as: the item's mean or nothing, whichever makes present points explain the tiers better."""
    unknown = np.isnan(table)
    answered = np.maximum((~unknown).sum(axis=0), 1)
    means = np.nan_to_num(table).sum(axis=0) / answered
    if not unknown.any():
        return means
    candidates = (np.zeros_like(means), means)
    fits = [fit_ordinal((np.where(unknown, fill, table) @ now + extra * WORST)[:, None], low, high) for fill in candidates]
    return candidates[int(np.argmax([fit.log_likelihood for fit in fits]))]


def _present_pull(x: Floats, low: NDArray[np.int64], high: NDArray[np.int64], now: Floats, extra: Floats) -> Pull:
    """Towards present points, on the scale at which they explain the tiers best; a point elsewhere weighs as much as any."""
    towards = np.concatenate([now / WORST, [1.0]]) if x.shape[1] > now.size else now / WORST
    one = fit_ordinal((x @ towards)[:, None], low, high, non_negative=True, pull=Pull(np.array([0.1]), 1e-3, 0.1))
    scaled = towards * max(float(one.coefficients[0]), 1e-3)
    return Pull(scaled, 1.0, float(scaled[: now.size].mean()))


def _strength(x: Floats, low: NDArray[np.int64], high: NDArray[np.int64], pull: Pull) -> float:
    """The strength under which tiers of cases set aside are the most likely; ties go to the strongest."""
    fold = np.random.default_rng(0).permutation(low.size) % FOLDS
    losses = []
    for strength in STRENGTHS:
        total = 0.0
        for held in range(FOLDS):
            kept = fold != held
            fitted = fit_ordinal(x[kept], low[kept], high[kept], non_negative=True, pull=Pull(pull.towards, strength, pull.scale))
            total += _deviance(fitted, x[~kept], low[~kept], high[~kept])
        losses.append(total)
    best = min(losses)
    return max(strength for strength, loss in zip(STRENGTHS, losses, strict=True) if loss <= best * 1.0005)


def _deviance(fitted: ProportionalOdds, x: Floats, low: NDArray[np.int64], high: NDArray[np.int64]) -> float:
    reached = np.column_stack([np.ones(len(x)), fitted.at_least(x), np.zeros(len(x))])
    tiers = reached.shape[1] - 2
    rows = np.arange(len(x))
    likely = reached[rows, np.minimum(low, tiers)] - reached[rows, np.minimum(high, tiers) + 1]
    return -float(np.log(np.maximum(likely, 1e-12)).sum())


def whole_points(weights: ArrayLike, least: int = 1, total: int = TOTAL) -> NDArray[np.int64]:
    """Whole points in proportion to weights, none under `least`, summing to `total`: what rounding leaves goes to the largest remainders.

    >>> whole_points([1.0, 1.0, 2.0], total=10).tolist()
    [3, 2, 5]
    """
    raw = np.maximum(np.asarray(weights, dtype=float), 0)
    free = total - least * raw.size
    if free < 0:
        raise ValueError(f"{raw.size} items of at least {least} points do not fit in {total}")
    shares = np.full(raw.size, total / raw.size) if not raw.sum() else raw * total / raw.sum()
    while True:  # items under the floor take it, the others share the rest
        under = shares < least
        if not under.any():
            break
        rest = shares[~under].sum()
        shares = np.where(under, least, shares * (total - least * under.sum()) / rest if rest else least)
        if np.allclose(shares[under], least) and not (shares < least - 1e-9).any():
            break
    points = np.floor(shares + 1e-9).astype(np.int64)
    order = np.argsort(-(shares - points), kind="stable")
    points[order[: total - int(points.sum())]] += 1
    return points


def refit_starts(score: ArrayLike, lowest: ArrayLike, highest: ArrayLike | None = None) -> tuple[ProportionalOdds, Floats]:
    """Where each tier starts on the points: where it becomes more likely than not, to the nearest half point, each above the one before."""
    points = np.asarray(score, dtype=float)
    odds = fit_ordinal(points[:, None], lowest, highest, non_negative=True, pull=Pull(np.array([0.2]), 1e-3, 0.2))
    cuts = odds.thresholds / max(float(odds.coefficients[0]), 1e-6)
    return odds, _rounded(cuts)


def _rounded(cuts: Sequence[float] | Floats) -> Floats:
    starts = [0.0]
    for place, cut in enumerate(cuts):
        room = TOTAL - STEP * (len(cuts) - place)
        starts.append(float(np.clip(round(cut / STEP) * STEP, starts[-1] + STEP, room)))
    return np.array(starts)


def heaviest(levels: ArrayLike, lowest: ArrayLike, items: int) -> NDArray[np.int64]:
    """The columns worth keeping, in their order: the least telling is left out, one at a time, until so many remain."""
    table = np.asarray(levels, dtype=float)
    filled = np.where(np.isnan(table), np.nanmean(table, axis=0), table)
    spread = filled.std(axis=0)
    kept = np.flatnonzero(spread > 0)
    while kept.size > items:
        fitted = fit_ordinal(filled[:, kept], lowest, non_negative=True)
        kept = np.delete(kept, int(np.argmin(fitted.coefficients * spread[kept])))
    return kept
