"""Turns measured quantities and categories into levels 0 to 3 that can be read by their cuts, so that points can be learnt from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit
from sklearn.isotonic import IsotonicRegression

from orientation.complexity.ordinal import Floats, fit_ordinal

WORST = 3
GROUPS = 20
DRAWN = 20.0


@dataclass(frozen=True)
class Bands:
    """Levels 0 to 3 of a measured quantity: `cuts` increase; `rising`: more of it is worse."""

    cuts: tuple[float, ...]
    rising: bool

    def levels(self, values: ArrayLike) -> Floats:
        """The level of each value, a cut belonging to what lies below it; NaN stays unknown."""
        held = np.asarray(values, dtype=float)
        level = np.searchsorted(self.cuts, held, side="left").astype(float)
        return np.where(np.isnan(held), np.nan, level if self.rising else len(self.cuts) - level)


def bands(values: ArrayLike, outcome: ArrayLike, beside: ArrayLike | None = None) -> Bands:
    """Bands of a quantity such that the log-odds of the outcome rise as evenly as can be from each level to the next.

    Values are grouped by quantiles and their log-odds smoothed to be monotone; of all ways to cut the groups in four, the one is taken
    whose levels leave the least of the log-odds unexplained. `beside`: log-odds that the case has from everything else.
    """
    held = np.asarray(values, dtype=float)
    known = ~np.isnan(held)
    edges = np.unique(np.quantile(held[known], np.linspace(0, 1, GROUPS + 1)[1:-1]))
    present, group = np.unique(np.searchsorted(edges, held[known], side="left"), return_inverse=True)
    odds, sizes = _effects(group, np.asarray(outcome)[known], None if beside is None else np.asarray(beside)[known])
    rising = float(np.cov(present, odds, aweights=sizes)[0, 1]) >= 0 if present.size > 1 else True
    smooth = IsotonicRegression(increasing=rising).fit_transform(present, odds, sample_weight=sizes)
    best = _best_way(smooth, sizes)
    firsts = np.searchsorted(best, np.arange(1, WORST + 1), side="left")
    ends = [-np.inf, *(float(edges[group]) for group in present[:-1]), np.inf]
    return Bands(tuple(ends[first] for first in firsts), rising)


def category_levels(categories: Sequence[str], outcome: ArrayLike, beside: ArrayLike | None = None) -> Mapping[str, int]:
    """A level 0 to 3 for each category, by thirds of the range of their log-odds; rare categories are drawn towards the whole."""
    names, group = np.unique(np.asarray(categories, dtype=str), return_inverse=True)
    odds, _ = _effects(group, np.asarray(outcome), beside)
    span = odds.max() - odds.min()
    levels = np.zeros(names.size) if not span else np.floor((odds - odds.min()) / span * WORST + 0.5)
    return dict(zip(names.tolist(), levels.astype(int).tolist(), strict=True))


def _effects(group: NDArray[Any], outcome: ArrayLike, beside: ArrayLike | None) -> tuple[Floats, Floats]:
    """Log-odds of each group beside those already known, drawn towards the whole as by some cases more; and how sure each is."""
    happened = np.asarray(outcome, dtype=float)
    known = np.zeros(happened.size) if beside is None else np.asarray(beside, dtype=float)
    count = int(group.max()) + 1
    everyone = np.zeros(1)
    for _ in range(8):
        likely = expit(known + everyone)
        everyone = everyone + (happened - likely).sum() / max((likely * (1 - likely)).sum(), 1e-9)
    effects = np.full(count, everyone[0])
    mean_doubt = float((expit(known + everyone) * (1 - expit(known + everyone))).mean())
    doubt: Floats = np.zeros(count)
    for _ in range(8):
        likely = expit(known + effects[group])
        doubt = np.bincount(group, likely * (1 - likely), count).astype(float)
        drawn = DRAWN * mean_doubt
        gained = np.bincount(group, happened - likely, count) - drawn * (effects - everyone[0])
        effects = effects + np.clip(gained / (doubt + drawn), -2, 2)
    return effects, doubt


def _best_way(odds: Floats, sizes: Floats) -> NDArray[Any]:
    """The levels, never falling, of which log-odds are most nearly a straight line: every way is tried."""
    cuts = np.array(list(combinations_with_replacement(range(odds.size + 1), WORST)))
    ways = (np.arange(odds.size)[None, :, None] >= cuts[:, None, :]).sum(axis=2)
    total = sizes.sum()
    away = ways - (ways @ sizes / total)[:, None]
    spread = away**2 @ sizes
    along = away @ (sizes * (odds - sizes @ odds / total))
    explained = np.divide(along**2, spread, out=np.zeros(len(ways)), where=spread > 0)
    return np.asarray(ways[int(np.argmax(explained))])


@dataclass(frozen=True)
class Items:
    """How each quantity and each category is told as a level, by name. `again`: a second reading of quantities too rich for four levels."""

    quantities: Mapping[str, Bands]
    categories: Mapping[str, Mapping[str, int]]
    again: Mapping[str, Bands] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.quantities, *self.categories, *(f"{name} (bis)" for name in self.again))

    def levels(self, data: Mapping[str, Any]) -> Floats:
        """One row a case, one column an item; what was never seen is unknown."""
        measured = [read.levels(data[name]) for name, read in self.quantities.items()]
        told = [np.array([known.get(str(c), np.nan) for c in data[name]], dtype=float) for name, known in self.categories.items()]
        return np.column_stack([*measured, *told, *(read.levels(data[name]) for name, read in self.again.items())])


def items(quantities: Mapping[str, Any], categories: Mapping[str, Any], outcome: ArrayLike, rounds: int = 2) -> Items:
    """Levels of several items for one outcome: each alone, then again beside what the others tell, then what is left of quantities."""
    data = {**quantities, **categories}
    held = Items(
        {name: bands(values, outcome) for name, values in quantities.items()},
        {name: category_levels(values, outcome) for name, values in categories.items()},
    )
    for _ in range(rounds):
        beside = _beside(held, data, outcome)
        held = Items(
            {name: bands(values, outcome, beside[name]) for name, values in quantities.items()},
            {name: category_levels(values, outcome, beside[name]) for name, values in categories.items()},
        )
    whole = _beside(held, data, outcome)[""]
    return replace(held, again={name: bands(values, outcome, whole) for name, values in quantities.items()})


def _beside(held: Items, data: Mapping[str, Any], outcome: ArrayLike) -> dict[str, Floats]:
    """Log-odds of each case from all items but one, by that one's name; from all of them under an empty name."""
    table = held.levels(data)
    table = np.where(np.isnan(table), np.nanmean(table, axis=0), table)
    fitted = fit_ordinal(table, np.asarray(outcome, dtype=int), non_negative=True)
    whole = table @ fitted.coefficients - fitted.thresholds[0]
    return {"": whole} | {name: whole - table[:, place] * fitted.coefficients[place] for place, name in enumerate(held.names)}
