"""The logistic of weighed features: how likely what they tell is."""

import math
from collections.abc import Mapping

_FARTHEST = 30.0


def likelihood(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The logistic of the weighted sum of features: 0 to 1. What has no weight counts for nothing."""
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-_FARTHEST, min(_FARTHEST, total))))
