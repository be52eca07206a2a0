"""Great-circle distances, on numbers or on whole columns."""

from typing import overload

import numpy as np

EARTH_RADIUS_KM = 6371.0088


@overload
def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float: ...
@overload
def distance_km(lat: float | np.ndarray, lon: float | np.ndarray, other_lat: np.ndarray, other_lon: np.ndarray) -> np.ndarray: ...
@overload
def distance_km(lat: np.ndarray, lon: np.ndarray, other_lat: float, other_lon: float) -> np.ndarray: ...
def distance_km(lat, lon, other_lat, other_lon):  # type: ignore[no-untyped-def]
    """Great-circle kilometres (haversine on the mean radius), WGS 84 degrees; arrays broadcast, NaN stays NaN.

    >>> round(distance_km(48.8566, 2.3522, 45.7640, 4.8357))
    391
    """
    latitude, other_latitude = np.radians(lat), np.radians(other_lat)
    half_chord = (
        np.sin((other_latitude - latitude) / 2) ** 2
        + np.cos(latitude) * np.cos(other_latitude) * np.sin((np.radians(other_lon) - np.radians(lon)) / 2) ** 2
    )
    found = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half_chord, 0.0, 1.0)))
    return float(found) if np.ndim(found) == 0 else found
