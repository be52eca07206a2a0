"""A territory's dated grid of complexity criteria, and its tiers: levels of coordination, who acts there, what fits there."""

from collections.abc import Mapping
from dataclasses import dataclass, field


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
