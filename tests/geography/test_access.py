from datetime import date

import numpy as np
import pytest

from orientation.geography.access import Access, Link, Road, RoadRule, travel_minutes, travel_minutes_to
from orientation.geography.gazetteer import Gazetteer
from orientation.reference.access import load_access
from orientation.territory import Commune, Place

PLAIN = Road(detour=1.0, start_min=0, near_km=10, near_kmh=60, far_kmh=120)
BY_BOAT = Access(
    rules=(RoadRule(PLAIN),),
    links=(Link("29155", "29040", "bateau", 80), Link("29084", "29155", "bateau", 40)),
    isolated={"29155": "ouessant", "29084": "molene"},
    points={"29155": (48.458, -5.096), "29040": (48.360, -4.771), "29084": (48.396, -4.955)},
)
ON_THE_ISLAND = Place(Commune("29155", "Ouessant", "29", "53", 48.458, -5.096), 48.458, -5.096)
ON_MOLENE = Place(Commune("29084", "Île-Molène", "29", "53", 48.396, -4.955), 48.396, -4.955)
AT_THE_PORT = Place(Commune("29040", "Le Conquet", "29", "53", 48.360, -4.771), 48.360, -4.771)


@pytest.fixture(scope="module")
def access(gazetteer: Gazetteer) -> Access:
    return load_access(date(2026, 1, 1), gazetteer)


@pytest.mark.parametrize(
    "km, minutes",
    [
        pytest.param(0.0, 0.0, id="at_the_door"),
        pytest.param(10.0, 10.0, id="at_the_end_of_the_near_part"),
        pytest.param(12.0, 11.0, id="beyond"),
    ],
)
def test_road_minutes(km: float, minutes: float) -> None:
    assert PLAIN.minutes(np.array([km]))[0] == pytest.approx(minutes)


@pytest.mark.parametrize(
    "home, code, minutes",
    [
        pytest.param(ON_THE_ISLAND, "29155", 0, id="on_the_same_island"),
        pytest.param(ON_THE_ISLAND, "29040", 80, id="one_crossing"),
        pytest.param(AT_THE_PORT, "29155", 80, id="and_back"),
        pytest.param(ON_MOLENE, "29040", 120, id="through_another_island"),
    ],
)
def test_boats_are_taken(home: Place, code: str, minutes: int) -> None:
    assert travel_minutes(home, *BY_BOAT.points[code], code, BY_BOAT) == minutes


def test_nothing_leads_overseas_nor_to_a_point_nobody_knows() -> None:
    assert travel_minutes(AT_THE_PORT, 4.94, -52.33, "97302", BY_BOAT) is None
    assert travel_minutes(AT_THE_PORT, None, None, "29040", BY_BOAT) is None


def test_columns_give_what_each_line_gives() -> None:
    codes = ["29155", "29040", None, "97302"]
    lats, lons = np.array([48.458, 48.360, 48.40, 4.94]), np.array([-5.096, -4.771, -4.77, -52.33])
    found = travel_minutes_to(AT_THE_PORT, lats, lons, codes, BY_BOAT)
    assert found[0] == pytest.approx(80) and found[1] == 0 and found[2] > 0 and np.isnan(found[3])


def test_further_never_takes_less_time_from_the_same_place() -> None:
    lons = np.linspace(-4.771, 2.0, 60)
    found = travel_minutes_to(AT_THE_PORT, np.full(60, 48.36), lons, ["29019"] * 60, BY_BOAT)
    assert (np.diff(found) >= 0).all()


@pytest.mark.parametrize(
    "departement, population, speed",
    [
        pytest.param("94", 20, 15, id="small_commune_of_the_petite_couronne"),
        pytest.param("35", 100_000, 22, id="at_the_bound_of_a_large_town"),
        pytest.param("35", 99_999, 25, id="just_below"),
        pytest.param("35", None, 35, id="unknown_inhabitants"),
        pytest.param("973", 200_000, 25, id="a_territory_comes_before_the_country"),
    ],
)
def test_the_first_road_that_fits_is_taken(access: Access, departement: str, population: int | None, speed: float) -> None:
    assert access.road_from(departement, population).near_kmh == speed


@pytest.mark.parametrize(
    "start, end, least, most",
    [
        pytest.param("94028", "94081", 15, 45, id="neighbours_near_paris"),
        pytest.param("97353", "97302", 120, 200, id="maripasoula_to_cayenne_by_plane"),
        pytest.param("97314", "97302", 150, 400, id="ouanary_by_river_then_road"),
        pytest.param("97311", "97360", 45, 120, id="apatou_by_road"),
        pytest.param("29155", "29019", 90, 180, id="ouessant_to_brest"),
        pytest.param("97615", "97611", 30, 70, id="petite_terre_by_barge"),
    ],
)
def test_real_estimates_are_of_the_right_order(gazetteer: Gazetteer, access: Access, start: str, end: str, least: int, most: int) -> None:
    there = gazetteer.place(end)
    found = travel_minutes(gazetteer.place(start), there.lat, there.lon, end, access)
    assert found is not None and least <= found <= most


def test_a_link_counts_from_its_day(gazetteer: Gazetteer) -> None:
    """The plane of Camopi, opened in 2021; before, only the river led there."""
    links = {day: {(link.start, link.by) for link in load_access(day, gazetteer).links} for day in (date(2020, 12, 31), date(2021, 1, 1))}
    assert ("97356", "avion") not in links[date(2020, 12, 31)] and ("97356", "avion") in links[date(2021, 1, 1)]


def test_every_isolated_commune_is_led_to(access: Access) -> None:
    led = {access.block(code) for code in access.reached}
    assert {block for block in access.isolated.values() if block not in led} == set()
