"""A territory's ranking policy: weights, radii and marks for the unknown, as they hold on one day."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from orientation.grid import Tier
from orientation.resource import AgeRange, Sex


@dataclass(frozen=True)
class PublicRule:
    """How a person is known to be of a public, or known not to be. Between the two it is unknown, and nobody is left out for it.

    `ages`: outside of them a person is not of this public; `ages_suffice`: inside of them a person is. `sex` likewise (`sex_suffices`).
    `facts`: levels by criterion, any of which makes the person one of this public (when the ages allow); `girs` likewise, for the level
    of dependency; `not_facts`: levels that exclude. `needs`: asking for one of them is enough (the carer who asks for respite, the
    professional who asks for coordination).
    """

    ages: AgeRange | None = None
    ages_suffice: bool = False
    sex: Sex | None = None
    sex_suffices: bool = False
    everyone: bool = False
    facts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    not_facts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    girs: frozenset[int] = frozenset()
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Policy:
    """The policy in force on a day; `version` names the policy file and the date of its last change in force.

    `weights`: by ranking criterion, not negative. `unknown`: the mark counted where a criterion's answer is unknown, in [0, 1).
    `radii_km`: radii tried in turn, increasing, until `enough` options are found; `radii_by_need` overrides them.
    A record is fresh up to `fresh_months` and stale from `stale_months` on. `shown`: results shown by default.
    Places said more than `places_fresh_days` ago are unknown. `everyone_mark`: how a service open to all suits a person, beside 1 for one
    dedicated to the person's public. `sector_needs`: needs answered by sector, where being near says nothing when no zone is stated.
    `place_needs`: needs for which free places matter even when nothing is said of them.
    `saving`: how far below the best a resource may score and still be kept in a plan because it saves an actor.
    """

    id: str
    version: str
    weights: Mapping[str, float]
    unknown: Mapping[str, float]
    radii_km: tuple[float, ...]
    enough: int
    fresh_months: float = 6.0
    stale_months: float = 24.0
    shown: int = 5
    radii_by_need: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    places_fresh_days: float = 30.0
    everyone_mark: float = 0.8
    saving: float = 0.1
    sector_needs: frozenset[str] = frozenset()
    place_needs: frozenset[str] = frozenset()
    publics: Mapping[str, PublicRule] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if any(weight < 0 for weight in self.weights.values()) or not any(self.weights.values()):
            raise ValueError(f"policy {self.id}: weights are not negative and not all zero")
        if any(not 0 <= mark < 1 for mark in self.unknown.values()):
            raise ValueError(f"policy {self.id}: a mark for the unknown lies in [0, 1)")
        if not 0 <= self.fresh_months < self.stale_months:
            raise ValueError(f"policy {self.id}: fresh_months lies below stale_months, found {self.fresh_months} and {self.stale_months}")
        for radii in (self.radii_km, *self.radii_by_need.values()):
            if not radii or any(later <= earlier for earlier, later in pairwise(radii)) or radii[0] <= 0:
                raise ValueError(f"policy {self.id}: radii are positive and increase, found {radii}")

    def radii_for(self, need: str) -> tuple[float, ...]:
        return self.radii_by_need.get(need, self.radii_km)

    def adjusted_by(self, tier: Tier) -> "Policy":
        """The same policy with its weights multiplied by the tier's factors: one value for equal factors, so that what is worked out
        from it serves again."""
        factors = tuple(sorted(tier.weights.items()))
        if factors not in self._adjusted:
            weights = {name: weight * tier.weights.get(name, 1.0) for name, weight in self.weights.items()}
            self._adjusted[factors] = replace(self, weights=weights) if factors else self
        return self._adjusted[factors]

    @cached_property
    def _adjusted(self) -> "dict[tuple[tuple[str, float], ...], Policy]":
        return {}
