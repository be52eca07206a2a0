import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orientation.geography.accessibility import distances_km, gaussian, steps, two_step_accessibility

WITHIN_10 = steps((10, 1.0))


def test_two_places_share_one_supplier_and_one_has_its_own() -> None:
    """Worked by hand: 10 full-time doctors shared by 1,000 + 4,000 people make 2 per 1,000; 4 more for the 1,000 alone make 4 per 1,000."""
    away = np.array([[5.0, 2.0], [9.0, 30.0]])
    found = two_step_accessibility(away, supply=np.array([10.0, 4.0]), demand=np.array([1000.0, 4000.0]), decay=WITHIN_10)
    assert found == pytest.approx([0.002 + 0.004, 0.002])


def test_weights_fall_with_the_distance() -> None:
    """By hand: demand seen by the supplier 1000 × 1 + 1000 × 0.5; shares 3 / 1500 × 1 and × 0.5."""
    found = two_step_accessibility(np.array([[5.0], [20.0]]), np.array([3.0]), np.array([1000.0, 1000.0]), steps((10, 1.0), (30, 0.5)))
    assert found == pytest.approx([0.002, 0.001])


@pytest.mark.parametrize(
    "away, weight",
    [pytest.param(9.9, 1.0, id="inside"), pytest.param(10.0, 1.0, id="on_the_bound"), pytest.param(10.1, 0.0, id="outside")],
)
def test_steps_include_their_bound(away: float, weight: float) -> None:
    assert WITHIN_10(np.array([away]))[0] == weight


def test_a_bell_goes_from_one_to_zero() -> None:
    weights = gaussian(30.0)(np.array([0.0, 15.0, 29.999, 30.0, 90.0]))
    assert weights[0] == 1 and 0 < weights[1] < 1 and weights[2] == pytest.approx(0, abs=1e-4) and list(weights[3:]) == [0, 0]


def test_where_nothing_leads_nothing_is_counted() -> None:
    found = two_step_accessibility(np.array([[np.nan, np.nan], [1.0, np.nan]]), np.array([2.0, 5.0]), np.array([100.0, 100.0]), WITHIN_10)
    assert found == pytest.approx([0.0, 0.02])


def test_distances_must_fit_places_and_suppliers() -> None:
    with pytest.raises(ValueError, match="expected 2 rows"):
        two_step_accessibility(np.ones((3, 1)), np.ones(1), np.ones(2), WITHIN_10)


@given(st.lists(st.floats(1, 1000), min_size=1, max_size=6), st.lists(st.floats(0, 50), min_size=1, max_size=6), st.randoms())
def test_what_is_shared_out_is_the_supply_that_anyone_reaches(demand: list[float], supply: list[float], random: object) -> None:
    away = np.array([[random.uniform(0, 40) for _ in supply] for _ in demand])  # type: ignore[attr-defined]
    found = two_step_accessibility(away, np.array(supply), np.array(demand), gaussian(30.0))
    reached = (away < 30).any(axis=0)
    assert found @ np.array(demand) == pytest.approx(np.array(supply)[reached].sum(), rel=1e-9, abs=1e-9)


def test_distances_are_places_by_suppliers() -> None:
    assert distances_km(np.array([48.0, 49.0]), np.array([2.0, 2.0]), np.array([48.0]), np.array([2.0])).shape == (2, 1)
