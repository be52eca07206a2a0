"""Whether a grid's condition holds: for one situation or for columns of them, with the very same lines.

Every line works on plain numbers and on arrays alike; that is why `&` and `|` stand where `and` and `or` would read better.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from orientation.complexity.answers import SETTING_CODES
from orientation.grid import AgeWithin, AllOf, AnyInDimension, AnyOf, AtLeast, Breadth, Condition, Unless


@dataclass(frozen=True, slots=True)
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


def holds(condition: Condition, view: View) -> Any:
    """True or false, or a column of them."""
    match condition:
        case AtLeast(criterion, level):
            return view.levels.get(criterion, 0) >= level
        case AnyOf(conditions):
            return reduce(or_, (holds(part, view) for part in conditions))
        case AllOf(conditions):
            return reduce(and_, (holds(part, view) for part in conditions))
        case AnyInDimension(dimension, level):
            return _any_in(dimension, level, view)
        case Breadth(dimensions, level):
            return sum(0 + _any_in(dimension, level, view) for dimension in view.by_dimension) >= dimensions
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


def _any_in(dimension: str, level: int, view: View) -> Any:
    return reduce(or_, (view.levels[criterion] >= level for criterion in view.by_dimension.get(dimension, ())), False)


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
            return [dimension for dimension in view.by_dimension if _any_in(dimension, level, view)]
    return []
