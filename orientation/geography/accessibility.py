"""Spatial accessibility by commune: how much supply there is for each inhabitant, counted where people can actually go.

Two-step floating catchment area (Luo and Wang, Environment and Planning B, 2003), with weights that fall with the distance (E2SFCA: Luo
and Qi, Health & Place, 2009); the same family as the French APL indicator (DREES and IRDES).
"""

from collections.abc import Callable

import numpy as np

from orientation.geography.distance import distance_km

Decay = Callable[[np.ndarray], np.ndarray]


def steps(*bounds: tuple[float, float]) -> Decay:
    """A decay by steps: (up to km or minutes included, weight), in increasing order; 0 beyond the last.

    >>> steps((10, 1.0), (30, 0.5))(np.array([10.0, 10.1, 30.0, 31.0])).tolist()
    [1.0, 0.5, 0.5, 0.0]
    """
    limits = np.array([limit for limit, _ in bounds])
    weights = np.array([*(weight for _, weight in bounds), 0.0])
    return lambda away: weights[np.searchsorted(limits, away, side="left")]


def gaussian(reach: float) -> Decay:
    """1 at the door, 0 from `reach` on, a bell curve between (Dai, Health & Place, 2010)."""
    edge = np.exp(-0.5)
    return lambda away: np.where(away < reach, (np.exp(-0.5 * (away / reach) ** 2) - edge) / (1 - edge), 0.0)


def two_step_accessibility(away: np.ndarray, supply: np.ndarray, demand: np.ndarray, decay: Decay) -> np.ndarray:
    """Supply within reach of each inhabitant, by place of residence.

    `away`: km or minutes, one row a place, one column a supplier; NaN where one does not lead to the other. `supply`: capacity of each
    supplier. `demand`: inhabitants of each place. First each supplier is shared between all who can reach it, then each place adds up the
    shares within its reach: the sum of accessibility times demand is the whole supply that anyone can reach.
    """
    if away.shape != (len(demand), len(supply)):
        raise ValueError(f"expected {len(demand)} rows (places) and {len(supply)} columns (suppliers) of distances, found {away.shape}")
    weights = np.where(np.isnan(away), 0.0, decay(np.nan_to_num(away, nan=np.inf)))
    reached = weights.T @ demand
    shares = np.divide(supply, reached, out=np.zeros(len(supply)), where=reached > 0)
    return weights @ shares


def distances_km(lats: np.ndarray, lons: np.ndarray, supplier_lats: np.ndarray, supplier_lons: np.ndarray) -> np.ndarray:
    """Great-circle km from each place (rows) to each supplier (columns)."""
    return distance_km(lats[:, None], lons[:, None], supplier_lats[None, :], supplier_lons[None, :])
