"""A territory's ranking policy: weights, radii and marks for the unknown, as they hold on one day."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from orientation.grid import Tier


@dataclass(frozen=True)
class Policy:
    """The policy in force on a day; `version` names the policy file and the date of its last change in force.

    `weights`: by ranking criterion, not negative. `unknown`: the mark counted where a criterion's answer is unknown, in [0, 1).
    `radii_km`: radii tried in turn, increasing, until `enough` options are found; `radii_by_need` overrides them.
    A record is fresh up to `fresh_months` and stale from `stale_months` on. `shown`: results shown by default.
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

    def __post_init__(self) -> None:
        if any(weight < 0 for weight in self.weights.values()) or not any(self.weights.values()):
            raise ValueError(f"policy {self.id}: weights are not negative and not all zero")
        if any(not 0 <= mark < 1 for mark in self.unknown.values()):
            raise ValueError(f"policy {self.id}: a mark for the unknown lies in [0, 1)")
        for radii in (self.radii_km, *self.radii_by_need.values()):
            if not radii or any(later <= earlier for earlier, later in zip(radii, radii[1:], strict=False)) or radii[0] <= 0:
                raise ValueError(f"policy {self.id}: radii are positive and increase, found {radii}")

    def radii_for(self, need: str) -> tuple[float, ...]:
        return self.radii_by_need.get(need, self.radii_km)

    def adjusted_by(self, tier: Tier) -> "Policy":
        """The same policy with its weights multiplied by the tier's factors."""
        return replace(self, weights={name: weight * tier.weights.get(name, 1.0) for name, weight in self.weights.items()})
