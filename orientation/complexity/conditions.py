"""Whether a grid's condition holds: for one situation or for columns of them, with the very same lines.

Every line works on plain numbers and on arrays alike; that is why `&` and `|` stand where `and` and `or` would read better.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_, or_
from typing import Any

import numpy as np

from orientation.complexity.answers import SETTING_CODES
from orientation.grid import AgeWithin, AllOf, AnyInDimension, AnyOf, AtLeast, Breadth, Condition, Unless


@dataclass(frozen=True)
class View:
    """The situation as one way of reading the unknown shows it. `age`: NaN when unknown; `settings`: 1 oui, -1 non, 0 unknown.

    `unknown_age`, `unknown_setting`: what a condition on them is worth when they are unknown.
    """

    levels: Mapping[str, Any]
    by_dimension: Mapping[str, tuple[str, ...]]
    age: Any
    settings: Mapping[str, Any]
    unknown_age: bool = False
    unknown_setting: bool = True

    @cached_property
    def is_one(self) -> bool:
        """Whether it is one situation, for which a first answer may be enough."""
        return not isinstance(self.age, np.ndarray)

    @cached_property
    def peaks(self) -> Mapping[str, Any]:
        """The highest level in each dimension."""
        highest = max if self.is_one else lambda levels, default: reduce(np.maximum, levels, default)
        return {dimension: highest([self.levels[c] for c in criteria], default=0) for dimension, criteria in self.by_dimension.items()}


def holds(condition: Condition, view: View) -> Any:
    """True or false, or a column of them."""
    match condition:
        case AtLeast(criterion, level):
            return view.levels.get(criterion, 0) >= level
        case AnyOf(conditions):
            parts = (holds(part, view) for part in conditions)
            return any(parts) if view.is_one else reduce(or_, parts)
        case AllOf(conditions):
            parts = (holds(part, view) for part in conditions)
            return all(parts) if view.is_one else reduce(and_, parts)
        case AnyInDimension(dimension, level):
            return view.peaks.get(dimension, 0) >= level
        case Breadth(dimensions, level):
            return sum(0 + (peak >= level) for peak in view.peaks.values()) >= dimensions
        case AgeWithin(from_, below, or_unknown):
            # NaN compares false with everything, itself included.
            lower = -1.0 if from_ is None else from_
            upper = 1000.0 if below is None else below
            inside = (view.age >= lower) & (view.age < upper)
            return inside | (view.age != view.age) if or_unknown or view.unknown_age else inside
        case Unless(setting, answer):
            stated = view.settings[setting]
            return (stated != SETTING_CODES[answer]) & ((stated != 0) | view.unknown_setting)
    raise TypeError(f"not a condition: {condition!r}")


def met_by(condition: Condition, view: View) -> tuple[str, ...]:
    """What makes a condition of one situation hold, each once: ids of criteria, and of dimensions where breadth is what counts."""
    return tuple(dict.fromkeys(_met(condition, view)))


def _met(condition: Condition, view: View) -> list[str]:
    match condition:
        case AtLeast(criterion, _):
            return [criterion] if holds(condition, view) else []
        case AnyOf(conditions) | AllOf(conditions):
            return [found for part in conditions for found in _met(part, view)]
        case AnyInDimension(dimension, level):
            return [criterion for criterion in view.by_dimension.get(dimension, ()) if view.levels[criterion] >= level]
        case Breadth(_, level):
            return [dimension for dimension, peak in view.peaks.items() if peak >= level]
    return []
