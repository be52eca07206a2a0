"""Engines asked the same in turn, so that what slows the machine slows them all."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from orientation.bench.measuring import spread, times_ms

ROUNDS, PASSES = 3, 3
Given = TypeVar("Given")


def round_of(engines: Mapping[str, Callable[[Given], object]], given: Sequence[Given]) -> dict[str, dict[str, float]]:
    """The best of a few times of each, the engines taking turns."""
    best = {name: np.full(len(given), np.inf) for name in engines}
    for _ in range(PASSES):
        for name, engine in engines.items():
            best[name] = np.minimum(best[name], times_ms(engine, given))
    return {name: spread(times.tolist()) for name, times in best.items()}


def middle(rounds: Sequence[dict[str, float]]) -> dict[str, float]:
    return {name: float(np.median([one[name] for one in rounds])) for name in rounds[0]}


def ratio(rounds: Sequence[dict[str, dict[str, float]]], name: str, figure: str) -> float:
    """The median of the ratios of each round, so that what slows the machine slows both."""
    return round(float(np.median([one[name][figure] / one["ours"][figure] for one in rounds])), 1)
