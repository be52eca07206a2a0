"""A territory's dated grid of complexity criteria, and its tiers: levels of coordination, who acts there, what fits there.

`ComplexityGrid` keeps the history; `grid.on(day)` gives the plain values of a day, which is all that scoring ever sees.
Conditions are data too: each is true of more situations when a problem worsens, never of fewer, so that no rule can lower a tier.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import ceil, lcm
from typing import TypeVar

from orientation.dated import Dated
from orientation.refusal import Refused

WORST = 3
Value = TypeVar("Value")


@dataclass(frozen=True)
class Tier:
    """A level of coordination. It acts on ranking only through `weights` (factors on the policy's weights, 1 when absent)
    and `fitting_needs` (the kinds of resource that fit it). `coordination_need`: whom to call at that tier, None when nobody is needed.
    """

    id: str
    label: str
    who_acts: str
    weights: Mapping[str, float] = field(default_factory=dict)
    fitting_needs: frozenset[str] = frozenset()
    coordination_need: str | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """The points of a tier: `from_` is included, `below` is not; None: up to 100, included."""

    from_: Fraction
    below: Fraction | None


@dataclass(frozen=True, slots=True)
class Dimension:
    """A family of criteria. Its weight, among those of all dimensions, is its part of the 100 points."""

    id: str
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class GridCriterion:
    """One thing to look at, from 0 (nothing to report) to 3 (act now); `levels` says in words what each of the four means.

    `additional`: adds to its dimension up to the dimension's ceiling and never dilutes the others (a territory's own criteria,
    a module's). `beyond_facts`: the level it can still reach when every coarse fact linked to it is denied.
    """

    id: str
    code: str
    label: str
    dimension: str
    levels: tuple[str, str, str, str]
    question: str = ""
    module: str | None = None
    additional: bool = False
    beyond_facts: int = 0


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A criterion has reached a level."""

    criterion: str
    level: int


@dataclass(frozen=True, slots=True)
class AnyInDimension:
    """Some criterion of a dimension has reached a level."""

    dimension: str
    level: int


@dataclass(frozen=True, slots=True)
class Breadth:
    """At least so many dimensions have some criterion that reached a level."""

    dimensions: int
    level: int


@dataclass(frozen=True, slots=True)
class AgeWithin:
    """Age in years: `from_` included, `below` not. `or_unknown`: also true when nobody gave the age."""

    from_: float | None = None
    below: float | None = None
    or_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Unless:
    """True unless a fact about the setting was stated with that answer (`oui` or `non`)."""

    setting: str
    answer: str


@dataclass(frozen=True, slots=True)
class AnyOf:
    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    conditions: tuple["Condition", ...]


Condition = AtLeast | AnyInDimension | Breadth | AgeWithin | Unless | AnyOf | AllOf


@dataclass(frozen=True, slots=True)
class Rule:
    """Raises the tier to at least `floor` when its condition holds. `first_needs`: looked for before all others then."""

    id: str
    label: str
    when: Condition
    first_needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """Said outside the tiers; `emergency` names the entry of the emergency list whose numbers are shown, None when none applies."""

    id: str
    label: str
    when: Condition
    emergency: str | None = None


@dataclass(frozen=True, slots=True)
class Module:
    """Criteria asked of one population only; what is answered counts whether or not the module is on."""

    id: str
    label: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Setting:
    """A fact that carries no points and that rules may look at: where the person lives, for instance. Answered oui or non."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What one answer says of one criterion: its level counts `level` and may prove to be as high as `at_most`."""

    criterion: str
    level: int
    at_most: int


@dataclass(frozen=True, slots=True)
class TierSettings:
    """What a tier does, as dated data: see Tier."""

    who_acts: str
    weights: Mapping[str, float]
    fitting_needs: frozenset[str]
    coordination_need: str | None


@dataclass(frozen=True, slots=True)
class LevelMap:
    """How an instrument's result fills a criterion: the level is the number of `bounds` reached (a bound is included)."""

    instrument: str
    criterion: str
    bounds: tuple[Fraction, Fraction, Fraction]

    def level(self, result: float | Fraction) -> int:
        return sum(result >= bound for bound in self.bounds)


@dataclass(frozen=True)
class GridOnDay:
    """A grid as it stands on a day: plain values, all checked, no history.

    `links`: for each coarse fact and each of its answers, what it says of the criteria. `gir_levels`: level of `gir_criterion` by GIR.
    `calculators`: the instruments that may be computed here; a typed result is taken in any case.
    """

    id: str
    label: str
    version: str
    validated: bool
    dimensions: tuple[Dimension, ...]
    dimension_weights: Mapping[str, Fraction]
    criteria: tuple[GridCriterion, ...]
    weights: Mapping[str, Fraction]
    tiers: tuple[Tier, ...]
    bounds: tuple[Bounds, ...]
    rules: tuple[Rule, ...]
    floors: Mapping[str, str]
    alerts: tuple[Alert, ...] = ()
    modules: tuple[Module, ...] = ()
    settings: tuple[Setting, ...] = ()
    links: Mapping[str, Mapping[str, tuple[Effect, ...]]] = field(default_factory=dict)
    gir_criterion: str | None = None
    gir_levels: Mapping[int, int] = field(default_factory=dict)
    level_maps: Mapping[str, LevelMap] = field(default_factory=dict)
    calculators: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if any(weight <= 0 for weight in (*self.dimension_weights.values(), *self.weights.values())):
            raise ValueError(f"grid {self.id}: weights are positive")
        starts = [bound.from_ for bound in self.bounds]
        if not starts or starts[0] != 0 or any(later <= earlier for earlier, later in pairwise(starts)):
            raise ValueError(f"grid {self.id}: tiers start at 0 and their bounds increase, found {[float(s) for s in starts]}")

    @cached_property
    def criterion(self) -> Mapping[str, GridCriterion]:
        return {criterion.id: criterion for criterion in self.criteria}

    @cached_property
    def label_of(self) -> Mapping[str, str]:
        """The label of each criterion and dimension."""
        return {d.id: d.label for d in self.dimensions} | {c.id: c.label for c in self.criteria}

    @cached_property
    def by_code(self) -> Mapping[str, str]:
        """The id of each criterion by its code ("5.1")."""
        return {criterion.code: criterion.id for criterion in self.criteria}

    @cached_property
    def by_dimension(self) -> Mapping[str, tuple[str, ...]]:
        return {d.id: tuple(c.id for c in self.criteria if c.dimension == d.id) for d in self.dimensions}

    @cached_property
    def tier_rank(self) -> Mapping[str, int]:
        return {tier.id: rank for rank, tier in enumerate(self.tiers)}

    @cached_property
    def _exact(self) -> tuple[int, Mapping[str, int], Mapping[str, int]]:
        """Whole numbers in place of points, so that one situation and a million give the very same result."""
        every = sum(self.dimension_weights.values(), Fraction(0))
        ceilings = {d.id: self.dimension_weights[d.id] / every for d in self.dimensions}
        core = {
            d: sum((self.weights[c] for c in ids if not self.criterion[c].additional), Fraction(0)) for d, ids in self.by_dimension.items()
        }
        steps = {c.id: ceilings[c.dimension] * self.weights[c.id] / (WORST * core[c.dimension]) for c in self.criteria}
        whole = lcm(*(step.denominator for step in steps.values()), *(c.denominator for c in ceilings.values()))
        return whole, {c: int(step * whole) for c, step in steps.items()}, {d: int(c * whole) for d, c in ceilings.items()}

    @cached_property
    def hundred(self) -> int:
        """How many units 100 points are."""
        return self._exact[0]

    @cached_property
    def step(self) -> Mapping[str, int]:
        """Units that one level of a criterion adds."""
        return self._exact[1]

    @cached_property
    def ceiling(self) -> Mapping[str, int]:
        """Units a dimension cannot exceed."""
        return self._exact[2]

    @cached_property
    def tier_starts(self) -> tuple[int, ...]:
        """Units from which each tier holds, rounded up: a bound is included."""
        return tuple(ceil(bound.from_ * self.hundred / 100) for bound in self.bounds)

    @cached_property
    def setting_ids(self) -> frozenset[str]:
        return frozenset(setting.id for setting in self.settings)

    @cached_property
    def beyond(self) -> Mapping[str, int]:
        """The level a criterion may reach whatever its linked facts say: the worst when no fact is linked to it."""
        return {c.id: c.beyond_facts if self.sources[c.id] else WORST for c in self.criteria}

    @cached_property
    def effect_of(self) -> Mapping[tuple[str, str], Mapping[str, tuple[int, int]]]:
        """The level and the highest level that an answer to a coarse fact gives each criterion, by (fact, answer)."""
        return {
            (fact, answer): {effect.criterion: (effect.level, effect.at_most) for effect in effects}
            for fact, answers in self.links.items()
            for answer, effects in answers.items()
        }

    @cached_property
    def sources(self) -> Mapping[str, tuple[str, ...]]:
        """The coarse facts that bear on each criterion."""
        found: dict[str, list[str]] = {criterion.id: [] for criterion in self.criteria}
        for fact, answers in self.links.items():
            for criterion in dict.fromkeys(effect.criterion for effects in answers.values() for effect in effects):
                found[criterion].append(fact)
        return {criterion: tuple(facts) for criterion, facts in found.items()}

    @cached_property
    def reach(self) -> Mapping[tuple[str, str], int]:
        """The highest level a coarse fact can give a criterion, by (fact, criterion)."""
        highest: dict[tuple[str, str], int] = {}
        for fact, answers in self.links.items():
            for effects in answers.values():
                for effect in effects:
                    key = (fact, effect.criterion)
                    highest[key] = max(highest.get(key, 0), effect.at_most)
        return highest


@dataclass(frozen=True, slots=True)
class Publication:
    """Who published a version, why, and the group that signed it."""

    day: date
    author: str
    reason: str
    signed_by: str


@dataclass(frozen=True)
class ComplexityGrid:
    """A territory's grid with its whole history: texts, and values that hold from a date until the next."""

    id: str
    label: str
    validated: bool
    dimensions: tuple[Dimension, ...]
    dimension_weights: Mapping[str, Dated[Fraction]]
    criteria: tuple[GridCriterion, ...]
    weights: Mapping[str, Dated[Fraction]]
    tier_labels: Mapping[str, str]
    bounds: Mapping[str, Dated[Bounds]]
    tier_settings: Mapping[str, Dated[TierSettings]]
    rules: tuple[Rule, ...]
    floors: Mapping[str, Dated[str]]
    alerts: tuple[Alert, ...] = ()
    modules: tuple[Module, ...] = ()
    settings: tuple[Setting, ...] = ()
    links: Mapping[str, Dated[Mapping[str, tuple[Effect, ...]]]] = field(default_factory=dict)
    gir_criterion: str | None = None
    gir_levels: Dated[Mapping[int, int]] | None = None
    level_maps: Mapping[str, Dated[LevelMap]] = field(default_factory=dict)
    calculators: frozenset[str] = frozenset()
    publications: tuple[Publication, ...] = ()
    _days: dict[date, GridOnDay] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """Every day on which something changes, in order."""
        histories = (
            *self.dimension_weights.values(),
            *self.weights.values(),
            *self.bounds.values(),
            *self.tier_settings.values(),
            *self.floors.values(),
            *self.links.values(),
            *self.level_maps.values(),
            *((self.gir_levels,) if self.gir_levels else ()),
        )
        return tuple(sorted({entry.start for history in histories for entry in history.entries}))

    def on(self, day: date) -> GridOnDay:
        """The plain values in force that day. Raises Refused before the first version."""
        current = max((change for change in self.dates if change <= day), default=None)
        if current is None:
            raise Refused(
                f"La grille « {self.id} » n'existait pas le {day:%d/%m/%Y} : sa première version vaut depuis le {self.dates[0]:%d/%m/%Y}. "
                "Choisissez un jour à partir de cette date."
            )
        if current not in self._days:
            self._days[current] = self._as_of(current)
        return self._days[current]

    def _as_of(self, day: date) -> GridOnDay:
        weights = _in_force(self.weights, day)
        dimension_weights = _in_force(self.dimension_weights, day)
        bounds = _in_force(self.bounds, day)
        settings = _in_force(self.tier_settings, day)
        floors = _in_force(self.floors, day)
        criteria = tuple(c for c in self.criteria if c.id in weights and c.dimension in dimension_weights)
        kept = {c.id for c in criteria}
        links = {
            fact: {answer: tuple(e for e in effects if e.criterion in kept) for answer, effects in answers.items()}
            for fact, answers in _in_force(self.links, day).items()
        }
        ranked = sorted(bounds, key=lambda tier: bounds[tier].from_)
        tiers = tuple(
            Tier(tier, self.tier_labels[tier], s.who_acts, s.weights, s.fitting_needs, s.coordination_need)
            for tier in ranked
            for s in (settings[tier],)
        )
        plain = GridOnDay(
            id=self.id,
            label=self.label,
            version="",
            validated=self.validated,
            dimensions=tuple(d for d in self.dimensions if d.id in dimension_weights),
            dimension_weights=dimension_weights,
            criteria=criteria,
            weights={c.id: weights[c.id] for c in criteria},
            tiers=tiers,
            bounds=tuple(bounds[tier] for tier in ranked),
            rules=tuple(rule for rule in self.rules if rule.id in floors),
            floors=floors,
            alerts=self.alerts,
            modules=self.modules,
            settings=self.settings,
            links=links,
            gir_criterion=self.gir_criterion,
            gir_levels=(self.gir_levels.on(day) if self.gir_levels else None) or {},
            level_maps=_in_force(self.level_maps, day),
            calculators=self.calculators,
        )
        return _stamped(plain, day)


def _in_force(histories: Mapping[str, Dated[Value]], day: date) -> dict[str, Value]:
    return {id: value for id, history in histories.items() if (value := history.on(day)) is not None}


def _stamped(grid: GridOnDay, day: date) -> GridOnDay:
    """The version is the day of the last change and a fingerprint of every value, so that two texts never share one."""
    fingerprint = hashlib.sha256(repr(_canonical(grid)).encode()).hexdigest()[:8]
    return replace(grid, version=f"{day.isoformat()}-{fingerprint}")


def _canonical(value: object) -> object:
    """Plain nested tuples that do not depend on the order of sets and mappings."""
    if is_dataclass(value) and not isinstance(value, type):
        return (type(value).__name__, *(_canonical(getattr(value, part.name)) for part in fields(value)))
    if isinstance(value, Mapping):
        return tuple(sorted((str(key), repr(_canonical(held))) for key, held in value.items()))
    if isinstance(value, frozenset):
        return tuple(sorted(map(str, value)))
    if isinstance(value, tuple):
        return tuple(map(_canonical, value))
    return str(value)
