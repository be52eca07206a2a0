"""Each criterion on its own: a table of marks, bounds included, for one resource and one case."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from orientation.case import Case, Situation, WantedNeed
from orientation.directory import candidates
from orientation.directory.building import columns_of
from orientation.directory.columns import Rows
from orientation.grid import Tier
from orientation.ranking import criteria
from orientation.ranking.asked import asked_of
from orientation.ranking.criteria import CRITERIA, Marks
from orientation.ranking.found import WAYS, Found, vacancies_of
from orientation.reference.policies import load_policies
from orientation.reference.vocabularies import load_vocabulary
from orientation.resource import AgeRange, Places, Resource
from orientation.territory import Area, CatchmentArea
from tests.factories import TODAY, a_case, a_place, a_resource
from tests.ranking.places import GAZETTEER

VOCABULARY = load_vocabulary()
POLICY = load_policies().on("national", TODAY)
UNKNOWN, ABSENT = "unknown", None
RADIUS_KM = 20.0
COORDINATION = Tier("4", "Palier 4", "", fitting_needs=frozenset({"appui-coordination"}))


def mark(
    name: str, resource: Resource, case: Case | None = None, counts: tuple[int, int, int] = (1, 0, 0), tier: Tier | None = None
) -> float | str | None:
    """The mark of one resource: a number, UNKNOWN, or ABSENT."""
    case = case or a_case()
    columns = columns_of([resource], VOCABULARY, counts={resource.id: counts})
    asked = asked_of(case, case.needs, columns, POLICY, GAZETTEER, tier)
    rows, distance_km = candidates.reached(columns, asked.ranks, np.array([0], np.int32), asked.point, RADIUS_KM)
    found = Found(Rows(columns, rows), distance_km, RADIUS_KM, asked)
    criterion: Any = getattr(criteria, name)
    if criterion in criteria.OF_WAYS:
        return _told(criterion(WAYS, asked), int(found.ways[0]))
    if any(criterion in those for those in criteria.OF_AUDIENCES.values()):
        return _told(criterion(columns.audiences, asked), 0)
    if criterion in criteria.OF_STANDINGS:
        return _told(criterion(columns.standings, asked), 0)
    if criterion in criteria.OF_VACANCIES:
        return _told(criterion(vacancies_of(columns), asked), int(found.vacancies[0]))
    return _told(criterion(found, asked), 0)


def _told(marks: Marks, line: int) -> float | str | None:
    def at(value: Any) -> Any:
        return value[line] if isinstance(value, np.ndarray) else value

    if at(marks.absent):
        return ABSENT
    return UNKNOWN if at(marks.unknown) else float(at(marks.mark))


def test_every_criterion_has_a_table_below_and_a_weight_and_a_mark_for_the_unknown() -> None:
    names = {criterion.__name__ for criterion in CRITERIA}
    assert {f"test_{name}" for name in names} <= set(globals())
    assert names == set(POLICY.weights) == set(POLICY.unknown)


def north(km: float) -> dict[str, float]:
    place = a_place()
    return {"lat": place.lat + km / 111.195, "lon": place.lon}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(north(0), 1.0, id="at_the_door"),
        pytest.param(north(10), 0.5, id="half_way"),
        pytest.param(north(20), 0.0, id="at_the_radius"),
        pytest.param(north(40), 0.0, id="beyond"),
        pytest.param({"lat": None, "lon": None}, UNKNOWN, id="no_position"),
        pytest.param({"modes": frozenset({"a-distance"})}, ABSENT, id="helpline_has_no_distance"),
        pytest.param({"modes": frozenset({"a-distance", "sur-place"})}, 1.0, id="helpline_that_also_receives"),
    ],
)
def test_is_near(changes: dict[str, Any], expected: object) -> None:
    assert mark("is_near", a_resource(**changes)) == (pytest.approx(expected, abs=1e-3) if isinstance(expected, float) else expected)


HERE, ELSEWHERE = CatchmentArea((Area("departement", "94"),)), CatchmentArea((Area("departement", "75"),))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"catchment": HERE}, 1.0, id="zone_covers"),
        pytest.param({"catchment": None}, UNKNOWN, id="comes_home_from_a_zone_nobody_stated"),
        pytest.param({"catchment": None, "modes": frozenset({"sur-place"})}, ABSENT, id="people_go_there"),
        pytest.param({"catchment": HERE, "modes": frozenset({"sur-place"})}, 1.0, id="people_go_there_from_a_zone"),
        pytest.param({"catchment": None, "modes": frozenset()}, UNKNOWN, id="how_it_reaches_people_is_not_said"),
        pytest.param({"catchment": None, "modes": frozenset({"a-distance"})}, UNKNOWN, id="helpline_for_whom_nobody_said"),
    ],
)
def test_serves_the_place(changes: dict[str, Any], expected: object) -> None:
    assert mark("serves_the_place", a_resource(**changes)) == expected


@pytest.mark.parametrize(
    ("ages", "age", "expected"),
    [
        (AgeRange(60), 59.9, 0.0),
        (AgeRange(60), 60, 1.0),
        (AgeRange(0, 17), 17.9, 1.0),
        (AgeRange(0, 17), 18, 0.0),
        (AgeRange(), 84, 1.0),
        (AgeRange(), None, 1.0),
        (AgeRange(60), None, UNKNOWN),
        (None, 84, UNKNOWN),
        (AgeRange(0, 3), 0.5, 1.0),
    ],
)
def test_suits_the_age(ages: AgeRange | None, age: float | None, expected: object) -> None:
    assert mark("suits_the_age", a_resource(ages=ages), a_case(situation=Situation(age_years=age))) == expected


@pytest.mark.parametrize(
    ("publics", "expected"),
    [
        (frozenset({"personnes-agees"}), 1.0),
        (frozenset({"tout-public"}), POLICY.everyone_mark),
        (frozenset({"tout-public", "personnes-agees"}), 1.0),
        (frozenset({"etudiants"}), UNKNOWN),
        (frozenset({"femmes"}), 1.0),
        (frozenset(), UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_suits_the_public(publics: frozenset[str] | None, expected: object) -> None:
    assert mark("suits_the_public", a_resource(publics=publics)) == expected


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("places", "need", "expected"),
    [
        (Places(2, days_ago(0)), "ehpad", 1.0),
        (Places(0, days_ago(0)), "ehpad", 0.0),
        (Places(2, days_ago(30)), "ehpad", 1.0),
        (Places(2, days_ago(31)), "ehpad", UNKNOWN),
        (Places(0, days_ago(31)), "ehpad", UNKNOWN),
        (Places(2, None), "ehpad", UNKNOWN),
        (None, "ehpad", UNKNOWN),
        (None, "pharmacie", ABSENT),
        (Places(1, days_ago(1)), "pharmacie", 1.0),
    ],
)
def test_has_places(places: Places | None, need: str, expected: object) -> None:
    assert mark("has_places", a_resource(places=places, needs=frozenset({need})), a_case(needs=(WantedNeed(need),))) == expected


@pytest.mark.parametrize(
    ("updated", "expected"),
    [
        (TODAY, 1.0),
        (TODAY + timedelta(days=3), 1.0),
        (days_ago(182), 1.0),
        (days_ago(round(15 * 30.4375)), 0.5),
        (days_ago(round(24 * 30.4375)), 0.0),
        (days_ago(5000), 0.0),
        (None, UNKNOWN),
    ],
)
def test_is_up_to_date(updated: date | None, expected: object) -> None:
    assert mark("is_up_to_date", a_resource(updated_on=updated)) == (
        pytest.approx(expected, abs=2e-3) if isinstance(expected, float) else expected
    )


@pytest.mark.parametrize(("phone", "expected"), [("+33140000001", 1.0), (None, UNKNOWN)])
def test_can_be_reached(phone: str | None, expected: object) -> None:
    assert mark("can_be_reached", a_resource(phone=phone)) == expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((1, 0, 0), UNKNOWN), ((2, 0, 0), 1.0), ((3, 1, 0), 0.5), ((1, 0, 1), 0.0), ((3, 0, 2), 0.0)],
)
def test_is_confirmed(counts: tuple[int, int, int], expected: object) -> None:
    assert mark("is_confirmed", a_resource(), counts=counts) == expected


@pytest.mark.parametrize(
    ("tier", "needs", "expected"),
    [
        (None, {"aide-domicile"}, ABSENT),
        (replace(COORDINATION, fitting_needs=frozenset()), {"aide-domicile"}, ABSENT),
        (COORDINATION, {"aide-domicile"}, 0.0),
        (COORDINATION, {"aide-domicile", "appui-coordination"}, 1.0),
    ],
)
def test_fits_the_tier(tier: Tier | None, needs: set[str], expected: object) -> None:
    assert mark("fits_the_tier", a_resource(needs=frozenset(needs)), tier=tier) == expected


HEART = WantedNeed("consultation-specialiste", "cardiologie")


@pytest.mark.parametrize(
    ("wanted", "needs", "specialties", "expected"),
    [
        ((WantedNeed("ehpad"),), {"ehpad"}, set(), 1.0),
        ((WantedNeed("ehpad"), WantedNeed("accueil-jour")), {"ehpad"}, set(), 0.5),
        ((WantedNeed("ehpad"), WantedNeed("accueil-jour")), {"ehpad", "accueil-jour"}, set(), 1.0),
        ((HEART,), {"consultation-specialiste"}, {"cardiologie"}, 1.0),
        ((HEART,), {"consultation-specialiste"}, set(), UNKNOWN),
        ((HEART, WantedNeed("ehpad")), {"consultation-specialiste", "ehpad"}, set(), 0.5),
    ],
)
def test_answers_the_need(wanted: tuple[WantedNeed, ...], needs: set[str], specialties: set[str], expected: object) -> None:
    resource = a_resource(needs=frozenset(needs), specialties=frozenset(specialties))
    assert mark("answers_the_need", resource, a_case(needs=wanted)) == expected
