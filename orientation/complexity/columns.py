"""Assesses columns of situations at once, with the very same meaning as `assess`: whole numbers all along, so the very same points."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orientation.case import Situation
from orientation.complexity.answers import DIRECT, SETTING_CODES, unknown_fact
from orientation.complexity.conditions import View, holds
from orientation.grid import GridOnDay

Column = NDArray[Any]
UNKNOWN = -1
_DIRECT_CODES = {value: code for code, value in enumerate(DIRECT)}
# The last entry is what UNKNOWN (-1) finds: nothing.
_DIRECT_LOW = np.array([*(low for low, _ in DIRECT.values()), 0], dtype=np.int8)
_DIRECT_HIGH = np.array([*(high for _, high in DIRECT.values()), 0], dtype=np.int8)


@dataclass(frozen=True)
class SituationColumns:
    """Situations as columns of the same length; -1 (NaN for the age) is unknown, and an absent column is unknown throughout.

    `facts`: by coarse fact, the rank of its answer among those it accepts. `direct`: by criterion, the rank of its value in `DIRECT`
    ("0" to "3", "non", "oui"). `settings`: 1 oui, -1 non, 0 unknown. `gir`: 1 to 6.
    """

    size: int
    facts: Mapping[str, Column] = field(default_factory=dict)
    direct: Mapping[str, Column] = field(default_factory=dict)
    settings: Mapping[str, Column] = field(default_factory=dict)
    gir: Column | None = None
    age_years: Column | None = None

    def __post_init__(self) -> None:
        held = [*self.facts.values(), *self.direct.values(), *self.settings.values(), self.gir, self.age_years]
        if any(column is not None and column.shape != (self.size,) for column in held):
            raise ValueError(f"every column holds {self.size} situations")

    @classmethod
    def of(cls, situations: Iterable[Situation], grid: GridOnDay) -> "SituationColumns":
        """The columns of some situations. Raises Refused for a fact or a value the grid does not know."""
        held = list(situations)
        kinds: _Kinds = ({}, {}, {})
        writers: dict[tuple[str, str], _Writer] = {}
        for row, situation in enumerate(held):
            for said in situation.facts.items():
                writer = writers.get(said)
                if writer is None:
                    writer = writers[said] = _writer(*said, kinds, len(held), grid)
                column, code, heaviest = writer
                column[row] = _heavier(column[row], code) if heaviest else code
        gir = np.array([UNKNOWN if s.gir is None else s.gir for s in held], dtype=np.int8)
        ages = np.array([np.nan if s.age_years is None else s.age_years for s in held], dtype=float)
        return cls(len(held), *kinds, gir, ages)


# A column, the code that a value puts in it, and whether what it already holds may be heavier: a criterion answered twice, by id and code.
_Writer = tuple["memoryview[int]", int, bool]
# Columns of facts, of criteria answered directly, of settings.
_Kinds = tuple[dict[str, Column], dict[str, Column], dict[str, Column]]


def _writer(fact: str, value: str, kinds: _Kinds, size: int, grid: GridOnDay) -> _Writer:
    """Where a value goes. Raises Refused for a fact or a value the grid does not know."""
    facts, direct, settings = kinds
    answers = tuple(grid.links.get(fact, ()))
    if value in answers:
        return _column(facts, fact, size, UNKNOWN), answers.index(value), False
    if (criterion := grid.by_code.get(fact, fact)) in grid.criterion and value in DIRECT:
        return _column(direct, criterion, size, UNKNOWN), _DIRECT_CODES[value], True
    if fact in grid.setting_ids and value in SETTING_CODES:
        return _column(settings, fact, size, 0), SETTING_CODES[value], False
    raise unknown_fact(fact, value, grid)


def _column(columns: dict[str, Column], name: str, size: int, unknown: int) -> "memoryview[int]":
    """A column to be written one value at a time, made when it is first needed."""
    if name not in columns:
        columns[name] = np.full(size, unknown, dtype=np.int8)
    return columns[name].data


def _heavier(held: int, found: int) -> int:
    return max(held, found, key=lambda code: (_DIRECT_LOW[code], _DIRECT_HIGH[code])) if held != UNKNOWN else found


@dataclass(frozen=True)
class AssessmentColumns:
    """One entry a situation. Tiers are ranks in the grid's list. `levels`: what counts, by criterion; `at_most`: what it may prove to be.

    `rules`, `alerts`: whether each fired.
    """

    points: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    tier: NDArray[np.int64]
    score_tier: NDArray[np.int64]
    lowest_tier: NDArray[np.int64]
    highest_tier: NDArray[np.int64]
    dimensions: Mapping[str, NDArray[np.float64]]
    levels: Mapping[str, Column]
    at_most: Mapping[str, Column]
    rules: Mapping[str, Column]
    alerts: Mapping[str, Column]

    @property
    def firm(self) -> Column:
        return self.lowest_tier == self.highest_tier


def assess_many(columns: SituationColumns, grid: GridOnDay) -> AssessmentColumns:
    """What `assess` gives for each situation, as columns."""
    low, high = _levels(columns, grid)
    age = np.full(columns.size, np.nan) if columns.age_years is None else columns.age_years
    settings = {s.id: columns.settings.get(s.id, np.zeros(columns.size, dtype=np.int8)) for s in grid.settings}
    known = View(low, grid.by_dimension, age, settings)
    best = View(low, grid.by_dimension, age, settings, unknown_setting=False)
    worst = View(high, grid.by_dimension, age, settings, unknown_age=True)
    possible = {module.id: holds(module.when, worst) for module in grid.modules}
    reachable = {c.id: high[c.id] if c.module is None else np.where(possible[c.module], high[c.id], low[c.id]) for c in grid.criteria}
    worst = View(reachable, grid.by_dimension, age, settings, unknown_age=True)
    by_dimension, worst_dimensions = _units(low, columns.size, grid), _units(reachable, columns.size, grid)
    nothing = np.zeros(columns.size, dtype=np.int64)
    units, worst_units = sum(by_dimension.values(), nothing), sum(worst_dimensions.values(), nothing)
    fired = {rule.id: _whole(holds(rule.when, known), columns.size) for rule in grid.rules}
    points = 100 * units / grid.hundred
    score_tier = _by_points(units, grid)
    return AssessmentColumns(
        points=points,
        lower=points,
        upper=100 * worst_units / grid.hundred,
        tier=_raised(score_tier, fired, grid),
        score_tier=score_tier,
        lowest_tier=_raised(score_tier, {rule.id: fired[rule.id] & holds(rule.when, best) for rule in grid.rules}, grid),
        highest_tier=_raised(_by_points(worst_units, grid), {rule.id: holds(rule.when, worst) for rule in grid.rules}, grid),
        dimensions={d: 100 * found / grid.hundred for d, found in by_dimension.items()},
        levels={criterion: np.broadcast_to(level, (columns.size,)) for criterion, level in low.items()},
        at_most={criterion: np.broadcast_to(level, (columns.size,)) for criterion, level in high.items()},
        rules=fired,
        alerts={alert.id: _whole(holds(alert.when, known), columns.size) for alert in grid.alerts},
    )


def _levels(columns: SituationColumns, grid: GridOnDay) -> tuple[dict[str, Any], dict[str, Any]]:
    """The level that counts and the highest possible, by criterion; a plain number where no column bears on it."""
    low: dict[str, Any] = {}
    high: dict[str, Any] = {}
    for criterion in grid.criterion:
        level: Any = 0
        at_most: Any = grid.beyond[criterion]
        for fact in grid.sources[criterion]:
            if fact in columns.facts:
                said = [grid.effect_of[fact, answer].get(criterion, (0, 0)) for answer in grid.links[fact]]
                table = np.array([*said, (0, grid.reach[fact, criterion])], dtype=np.int8)
                level = np.maximum(level, table[columns.facts[fact], 0])
                at_most = np.maximum(at_most, table[columns.facts[fact], 1])
            else:
                at_most = np.maximum(at_most, grid.reach[fact, criterion])
        low[criterion], high[criterion] = _answered_directly(criterion, level, at_most, columns, grid)
    return low, high


def _answered_directly(criterion: str, level: Any, at_most: Any, columns: SituationColumns, grid: GridOnDay) -> tuple[Any, Any]:
    """A direct answer replaces the coarse facts; the typed GIR adds to what was stated of its own criterion."""
    answered: Any = False
    low: Any = 0
    high: Any = 0
    if criterion in columns.direct:
        codes = columns.direct[criterion]
        answered, low, high = codes != UNKNOWN, _DIRECT_LOW[codes], _DIRECT_HIGH[codes]
    if criterion == grid.gir_criterion and columns.gir is not None:
        by_gir = np.array([0, *(grid.gir_levels[gir] for gir in range(1, 7)), 0], dtype=np.int8)[columns.gir]
        answered = answered | (columns.gir != UNKNOWN)
        stated = _stated(criterion, columns, grid)
        low = np.maximum(np.maximum(low, by_gir), np.where(answered, stated[0], 0))
        high = np.maximum(np.maximum(high, by_gir), np.where(answered, stated[1], 0))
    if answered is False:
        return level, at_most
    return np.where(answered, low, level), np.where(answered, high, at_most)


def _stated(criterion: str, columns: SituationColumns, grid: GridOnDay) -> tuple[Any, Any]:
    """What the coarse fact of the same name says, 0 where nobody spoke of it."""
    if criterion not in columns.facts:
        return 0, 0
    said = [grid.effect_of[criterion, answer].get(criterion, (0, 0)) for answer in grid.links[criterion]]
    table = np.array([*said, (0, 0)], dtype=np.int8)
    return table[columns.facts[criterion], 0], table[columns.facts[criterion], 1]


def _units(levels: Mapping[str, Any], size: int, grid: GridOnDay) -> dict[str, Column]:
    found = {}
    for dimension, criteria in grid.by_dimension.items():
        units = np.zeros(size, dtype=np.int64)
        for criterion in criteria:
            units += np.multiply(levels[criterion], grid.step[criterion], dtype=np.int64)
        found[dimension] = np.minimum(units, grid.ceiling[dimension])
    return found


def _by_points(units: Any, grid: GridOnDay) -> NDArray[np.int64]:
    return np.searchsorted(np.array(grid.tier_starts), units, side="right") - 1


def _raised(tier: NDArray[np.int64], fired: Mapping[str, Any], grid: GridOnDay) -> NDArray[np.int64]:
    for rule, held in fired.items():
        tier = np.maximum(tier, np.where(held, grid.tier_rank[grid.floors[rule]], 0))
    return tier


def _whole(held: Any, size: int) -> Column:
    return np.broadcast_to(np.asarray(held, dtype=bool), (size,))
