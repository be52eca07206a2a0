import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orientation.geography.gazetteer import COUNTRY, Gazetteer
from orientation.refusal import Refused
from orientation.territory import Area, Commune


def a_commune(code: str = "94028", name: str = "Créteil", **changes: object) -> Commune:
    given = {"departement": code[:2], "region": "11", "lat": 48.78, "lon": 2.45, "postcodes": ("94000",), "population": 90_000} | changes
    return Commune(code, name, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "code, name",
    [
        pytest.param("94028", "Créteil", id="mainland"),
        pytest.param("2A004", "Ajaccio", id="corsica"),
        pytest.param("97353", "Maripasoula", id="guyane"),
        pytest.param("97611", "Mamoudzou", id="mayotte"),
        pytest.param("97502", "Saint-Pierre", id="collectivite"),
        pytest.param("75113", "Paris 13e Arrondissement", id="arrondissement"),
        pytest.param("94043", "Le Kremlin-Bicêtre", id="name_with_its_article"),
        pytest.param("49126", "Orée d'Anjou", id="a_commune_comes_before_the_former_one_of_its_code"),
        pytest.param("59355", "Lomme", id="former"),
    ],
)
def test_a_commune_is_found_by_its_code(gazetteer: Gazetteer, code: str, name: str) -> None:
    found = gazetteer.commune(code)
    assert found is not None and found.name == name


@pytest.mark.parametrize(
    "postcode, codes",
    [
        pytest.param("94000", ["94028"], id="one_commune"),
        pytest.param("75013", ["75113"], id="arrondissement_not_its_town"),
        pytest.param("75116", ["75116"], id="second_postcode_of_the_16th"),
        pytest.param("97320", ["97311"], id="overseas"),
        pytest.param("20000", ["2A004"], id="corsica"),
        pytest.param("00000", [], id="no_such_postcode"),
    ],
)
def test_by_postcode(gazetteer: Gazetteer, postcode: str, codes: list[str]) -> None:
    assert [commune.code for commune in gazetteer.by_postcode(postcode)] == codes


def test_communes_of_a_postcode_come_most_populated_first(gazetteer: Gazetteer) -> None:
    populations = [commune.population or 0 for commune in gazetteer.by_postcode("56140")]
    assert len(populations) > 5 and populations == sorted(populations, reverse=True)


@pytest.mark.parametrize(
    "code, areas",
    [
        pytest.param("94028", "commune 94028, departement 94, region 11, epci 200054781", id="commune"),
        pytest.param("69383", "commune 69383, commune 69123, departement 69, region 84, epci 200046977", id="arrondissement"),
        pytest.param("29155", "commune 29155, departement 29, region 53", id="an_island_without_epci"),
        pytest.param("59355", "commune 59355, commune 59350, departement 59, region 32, epci 200093201", id="former"),
    ],
)
def test_containing(gazetteer: Gazetteer, code: str, areas: str) -> None:
    expected = {Area(*area.split()) for area in areas.split(", ")}  # type: ignore[arg-type]
    assert gazetteer.containing(code) == expected | {COUNTRY}


def test_an_unknown_code_is_in_no_area(gazetteer: Gazetteer) -> None:
    assert gazetteer.containing("99999") == frozenset()


def test_a_place_starts_at_the_current_commune(gazetteer: Gazetteer) -> None:
    place = gazetteer.place("59355")
    assert place.commune is not None and place.commune.code == "59350" and (place.lat, place.lon) == (place.commune.lat, place.commune.lon)


@pytest.mark.parametrize("code", ["99999", "", "9402", "Créteil"])
def test_an_unknown_place_is_refused_with_what_to_do(gazetteer: Gazetteer, code: str) -> None:
    with pytest.raises(Refused, match=r"indiquez le nom de la commune"):
        gazetteer.place(code)


def test_a_place_nobody_located_is_refused() -> None:
    with pytest.raises(Refused, match="position"):
        Gazetteer((a_commune(lat=None, lon=None),)).place("94028")


@pytest.mark.parametrize(
    "lat, lon, code",
    [
        pytest.param(48.7778, 2.4532, "94028", id="at_a_town_hall"),
        pytest.param(48.8296, 2.3560, "75113", id="in_an_arrondissement"),
        pytest.param(3.0, -53.5, "97353", id="deep_in_the_largest_commune_nearer_to_another_town_hall"),
        pytest.param(45.1158, 2.9547, "15031", id="in_a_commune_restored_in_2025"),
        pytest.param(18.07, -63.08, "97801", id="where_no_outline_is_known"),
        pytest.param(0.0, 0.0, None, id="at_sea"),
        pytest.param(40.4, -3.7, None, id="abroad"),
    ],
)
def test_at(gazetteer: Gazetteer, lat: float, lon: float, code: str | None) -> None:
    found = gazetteer.at(lat, lon)
    assert (found.code if found else None) == code


def test_near_gives_the_nearest_first_and_nothing_beyond(gazetteer: Gazetteer) -> None:
    found = [commune.code for commune in gazetteer.near(48.7778, 2.4532, 3.0)]
    assert found[0] == "94028" and "94081" not in found


def test_communes_in_an_area_know_that_they_are_in_it(gazetteer: Gazetteer) -> None:
    for area in (Area("departement", "2B"), Area("epci", "200054781"), Area("region", "03"), Area("commune", "75056")):
        codes = gazetteer.communes_in(area)
        assert codes and all(area in gazetteer.containing(code) for code in codes)
    assert gazetteer.communes_in(Area("departement", "99")) == ()


def test_areas_have_names(gazetteer: Gazetteer) -> None:
    assert (gazetteer.departement_name("2A"), gazetteer.region_name("53"), gazetteer.region_name("99")) == (
        "Corse-du-Sud",
        "Bretagne",
        None,
    )
    assert gazetteer.area_name(Area("commune", "94028")) == "Créteil"


def test_a_town_hall_is_a_contact(gazetteer: Gazetteer) -> None:
    town_hall = gazetteer.town_hall("94028")
    assert town_hall is not None and town_hall.phone == "+33149809294" and town_hall.hours is not None and "Mo" in town_hall.hours


def test_an_arrondissement_without_town_hall_has_its_town_s(gazetteer: Gazetteer) -> None:
    assert gazetteer.town_hall("13203") == gazetteer.town_hall("13055")
    assert gazetteer.town_hall("99999") is None


def test_every_commune_in_force_has_a_point_and_a_postcode(gazetteer: Gazetteer) -> None:
    assert [commune.code for commune in gazetteer.communes if commune.lat is None or not commune.postcodes] == []


def test_every_parent_and_area_is_known(gazetteer: Gazetteer) -> None:
    for commune in (*gazetteer.communes, *gazetteer.former):
        assert commune.parent is None or gazetteer.commune(commune.parent) is not None
        assert gazetteer.departement_name(commune.departement) and gazetteer.region_name(commune.region)
        assert commune.epci is None or gazetteer.area_name(Area("epci", commune.epci))


@settings(max_examples=200, deadline=None)
@given(index=st.integers(0, 10**6))
def test_every_commune_is_in_its_own_département_and_found_by_each_of_its_postcodes(gazetteer: Gazetteer, index: int) -> None:
    commune = gazetteer.communes[index % len(gazetteer.communes)]
    assert commune.code in gazetteer.communes_in(Area("departement", commune.departement))
    for postcode in commune.postcodes:
        served = gazetteer.by_postcode(postcode)
        assert commune in served or any(other.parent == commune.code for other in served)
