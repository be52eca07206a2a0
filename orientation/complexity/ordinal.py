"""Proportional odds: P(tier <= k) = logistic(threshold[k] - coefficients . x); coefficients may be kept non-negative.

A case may be known to lie in a range of tiers only: where a rule gave the tier, the score is only known not to go higher.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import expit, log_expit
from threadpoolctl import threadpool_limits

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ProportionalOdds:
    """`thresholds`: one less than the tiers, increasing."""

    coefficients: Floats
    thresholds: Floats
    log_likelihood: float

    def at_least(self, x: ArrayLike) -> Floats:
        """Probability of each tier or a heavier one: one row a case, one column a threshold."""
        linear = np.asarray(x, dtype=float) @ self.coefficients
        return np.asarray(expit(linear[:, None] - self.thresholds[None, :]))

    def tier(self, x: ArrayLike) -> NDArray[np.int64]:
        """The heaviest tier that is more likely than not to be reached."""
        return np.asarray((self.at_least(x) >= 0.5).sum(axis=1))


@dataclass(frozen=True, slots=True)
class Pull:
    """A penalty that draws coefficients towards others: `strength` times the sum of squared differences, each divided by `scale`."""

    towards: Floats
    strength: float
    scale: float


def fit_ordinal(
    x: ArrayLike, lowest: ArrayLike, highest: ArrayLike | None = None, *, non_negative: bool = False, pull: Pull | None = None
) -> ProportionalOdds:
    """The most likely coefficients and thresholds. `lowest` to `highest`: the tiers (from 0) a case may be in; one tier without."""
    table = np.asarray(x, dtype=float)
    low = np.asarray(lowest, dtype=int)
    high = low if highest is None else np.asarray(highest, dtype=int)
    cuts = int(high.max())
    count = table.shape[1]
    start = np.concatenate([np.zeros(count) if pull is None else pull.towards, _first_thresholds(low, high, cuts)])
    if pull is not None:
        start[count] += float((table @ pull.towards).mean())
    bounds = [(0.0, None) if non_negative else (None, None)] * count + [(None, None)] + [(-12.0, 12.0)] * (cuts - 1)
    options = {"maxiter": 2000, "ftol": 1e-12, "gtol": 1e-7}
    with threadpool_limits(1):  # the tables are small: threads would wait for one another
        found = minimize(_loss, start, args=(table, low, high, pull), jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    coefficients, thresholds = _parameters(found.x, count)
    likelihood = -_loss(found.x, table, low, high, None)[0]
    return ProportionalOdds(coefficients, thresholds, likelihood)


def _first_thresholds(low: NDArray[np.int64], high: NDArray[np.int64], cuts: int) -> Floats:
    """Thresholds of the shares alone, as a first value and the logarithms of the gaps."""
    shares = np.clip([np.mean((low + high) / 2 <= cut) for cut in range(cuts)], 0.01, 0.99)
    first = np.maximum.accumulate(np.log(shares / (1 - shares)) + 1e-3 * np.arange(cuts))
    return np.concatenate([first[:1], np.log(np.maximum(np.diff(first), 1e-3))])


def _parameters(parameters: Floats, count: int) -> tuple[Floats, Floats]:
    gaps = np.exp(parameters[count + 1 :])
    return parameters[:count], parameters[count] + np.concatenate([[0.0], np.cumsum(gaps)])


def _loss(parameters: Floats, table: Floats, low: NDArray[np.int64], high: NDArray[np.int64], pull: Pull | None) -> tuple[float, Floats]:
    """Negative log-likelihood (and penalty) with its gradient, written so that no difference of near-equal numbers is taken."""
    count = table.shape[1]
    coefficients, thresholds = _parameters(parameters, count)
    ends = np.concatenate([[-np.inf], thresholds, [np.inf]])
    linear = table @ coefficients
    upper, lower = ends[high + 1] - linear, ends[low] - linear
    # logistic(upper) - logistic(lower) = logistic(upper) * logistic(-lower) * (1 - exp(lower - upper))
    gap = np.exp(lower - upper)
    total = -float(np.sum(log_expit(upper) + log_expit(-lower) + np.log1p(-gap)))
    ratio = gap / (1 - gap)
    by_upper, by_lower = -(expit(-upper) + ratio), expit(lower) + ratio
    by_end = np.bincount(high + 1, by_upper, ends.size) + np.bincount(low, by_lower, ends.size)
    by_threshold = by_end[1:-1]
    by_gap = np.cumsum(by_threshold[::-1])[::-1]
    gradient = np.concatenate([-(by_upper + by_lower) @ table, by_gap[:1], by_gap[1:] * np.exp(parameters[count + 1 :])])
    if pull is not None:
        away = (coefficients - pull.towards) / pull.scale
        total += pull.strength * float(away @ away)
        gradient[:count] += 2 * pull.strength * away / pull.scale
    return total, gradient
