import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orientation.geography.distance import EARTH_RADIUS_KM, distance_km

LATS, LONS = st.floats(-90, 90), st.floats(-180, 180)


@pytest.mark.parametrize(
    "here, there, km",
    [
        pytest.param((48.8566, 2.3522), (48.8566, 2.3522), 0, id="same_point"),
        pytest.param((0.0, 0.0), (0.0, 180.0), np.pi * EARTH_RADIUS_KM, id="half_the_equator"),
        pytest.param((0.0, 0.0), (1.0, 0.0), np.pi * EARTH_RADIUS_KM / 180, id="one_degree_of_latitude"),
        pytest.param((90.0, 10.0), (-90.0, 50.0), np.pi * EARTH_RADIUS_KM, id="pole_to_pole"),
    ],
)
def test_distance(here: tuple[float, float], there: tuple[float, float], km: float) -> None:
    assert distance_km(*here, *there) == pytest.approx(km, abs=1e-6)


@given(LATS, LONS, LATS, LONS)
def test_distance_is_the_same_both_ways_and_never_beyond_half_the_earth(lat: float, lon: float, other_lat: float, other_lon: float) -> None:
    there, back = distance_km(lat, lon, other_lat, other_lon), distance_km(other_lat, other_lon, lat, lon)
    assert there == pytest.approx(back, abs=1e-6) and 0 <= there <= np.pi * EARTH_RADIUS_KM + 1e-6


def test_columns_give_what_each_line_gives_and_unknown_stays_unknown() -> None:
    lats, lons = np.array([48.0, np.nan, -21.1]), np.array([2.0, 2.0, 55.5])
    found = distance_km(45.0, 5.0, lats, lons)
    assert found[0] == pytest.approx(distance_km(45.0, 5.0, 48.0, 2.0)) and np.isnan(found[1]) and found[2] > 8000
