"""The fast search equals the obvious loop, and keeps what holds for every directory and every case."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orientation.bench.plain_loop import Counts, plain_search
from orientation.case import Case, Situation, WantedNeed
from orientation.directory.building import columns_of
from orientation.grid import Tier
from orientation.ranking.rank import SearchResult, VariedSearch, search
from orientation.reference.policies import load_policies
from orientation.reference.vocabularies import load_vocabulary
from orientation.refusal import Refused
from orientation.resource import AgeRange, Resource
from orientation.territory import Area, CatchmentArea
from tests.factories import TODAY, a_case, a_place, a_resource
from tests.ranking.directories import cases, counts, directories
from tests.ranking.places import GAZETTEER, MARIPASOULA, point

VOCABULARY = load_vocabulary()
POLICY = load_policies().on("national", TODAY)
TIER = Tier("3", "Palier 3", "", weights={"is_near": 0.5, "fits_the_tier": 2.0}, fitting_needs=frozenset({"appui-coordination"}))


def ranked(resources: tuple[Resource, ...], case: Case, *, counts: Counts | None = None, tier: Tier | None = None) -> SearchResult:
    columns = columns_of(resources, VOCABULARY, counts=counts, commune_point=point)
    return search(case, case.needs, columns, POLICY, GAZETTEER, tier=tier)


def ids(result: SearchResult) -> list[str]:
    return [match.id for match in result.matches]


@given(resources=directories(), case=cases(), counts=counts, tier=st.sampled_from([None, TIER]))
@settings(max_examples=200, deadline=None)
def test_the_fast_search_equals_the_plain_loop(resources: tuple[Resource, ...], case: Case, counts: Counts, tier: Tier | None) -> None:
    fast = ranked(resources, case, counts=counts, tier=tier)
    plain = plain_search(resources, case, case.needs, POLICY, GAZETTEER, tier=tier, counts=counts, point=point)
    assert ids(fast) == ids(plain)
    for mine, theirs in zip(fast.matches, plain.matches, strict=True):
        assert (mine.serves, mine.distance_km, mine.unknown) == (theirs.serves, theirs.distance_km, theirs.unknown)
        assert mine.marks == pytest.approx(theirs.marks) and mine.score == pytest.approx(theirs.score, abs=1e-9)
    assert fast.near_misses == plain.near_misses
    assert (fast.excluded, fast.radius_km, fast.versions) == (plain.excluded, plain.radius_km, plain.versions)


SAME_KINDS = replace(TIER, id="4", weights={}, fitting_needs=frozenset())


@given(resources=directories(), case=cases(), others=st.lists(st.tuples(cases(), st.sampled_from([TIER, SAME_KINDS])), max_size=5))
@settings(max_examples=100, deadline=None)
def test_a_search_made_again_for_another_person_gives_what_a_new_one_would(
    resources: tuple[Resource, ...], case: Case, others: list[tuple[Case, Tier]]
) -> None:
    columns = columns_of(resources, VOCABULARY, commune_point=point)
    again = VariedSearch(case, case.needs, columns, POLICY, GAZETTEER)
    for other, tier in [(case, TIER), *others]:
        told = replace(case, situation=other.situation, publics=other.publics)
        whole = search(told, told.needs, columns, POLICY, GAZETTEER, tier=tier)
        assert again.first(told, tier, 3) == tuple(ids(whole)[:3])


@given(resources=directories(12), case=cases(), data=st.data())
@settings(max_examples=60, deadline=None)
def test_input_order_never_changes_a_ranking(resources: tuple[Resource, ...], case: Case, data: st.DataObject) -> None:
    shuffled = tuple(data.draw(st.permutations(resources)))
    assert ranked(shuffled, case) == ranked(resources, case)


@given(resources=directories(12), case=cases())
@settings(max_examples=60, deadline=None)
def test_ranking_loses_and_invents_nothing(resources: tuple[Resource, ...], case: Case) -> None:
    result = ranked(resources, case)
    found = ids(result)
    assert len(found) == len(set(found)) == result.found and set(found) <= {resource.id for resource in resources}
    assert not set(found) & {miss.id for miss in result.near_misses}


@given(resources=directories(12), case=cases(), limit=st.integers(0, 6))
@settings(max_examples=60, deadline=None)
def test_a_limit_gives_the_first_of_the_whole_list(resources: tuple[Resource, ...], case: Case, limit: int) -> None:
    columns = columns_of(resources, VOCABULARY, commune_point=point)
    whole, some = (search(case, case.needs, columns, POLICY, GAZETTEER, limit=most) for most in (None, limit))
    assert some.matches == whole.matches[:limit] and some.found == whole.found


@given(resources=directories(10), case=cases(), near=st.floats(0, 0.3), further=st.floats(0, 0.3))
@settings(max_examples=100, deadline=None)
def test_nearer_never_ranks_lower(resources: tuple[Resource, ...], case: Case, near: float, further: float) -> None:
    assert case.place is not None
    case = replace(case, radius_km=50.0)
    twin = a_resource(needs=frozenset({need.id for need in case.needs}), modes=frozenset({"sur-place"}), lon=case.place.lon)
    close = replace(twin, id="essai:close", lat=case.place.lat + near)
    far = replace(twin, id="essai:far", lat=case.place.lat + near + further)
    result = {match.id: match for match in ranked((*resources, close, far), case).matches}
    if "essai:far" in result:
        assert result["essai:close"].score >= result["essai:far"].score
    found = list(result)
    if "essai:far" in result and result["essai:close"].score > result["essai:far"].score:
        assert found.index("essai:close") < found.index("essai:far")


@given(resources=directories(12), case=cases())
@settings(max_examples=60, deadline=None)
def test_what_is_sure_to_serve_comes_before_what_is_not_and_then_by_score(resources: tuple[Resource, ...], case: Case) -> None:
    keys = [(match.serves != "yes", -match.score) for match in ranked(resources, case).matches]
    assert keys == sorted(keys)


def test_equals_rotate_with_the_day_and_not_with_the_hour() -> None:
    twins = tuple(a_resource(id=f"essai:{rank}") for rank in range(8))
    orders = {tuple(ids(ranked(twins, a_case(day=TODAY + timedelta(days=gap))))) for gap in range(20)}
    assert len(orders) > 10
    firsts = [ids(ranked(twins, a_case(day=TODAY + timedelta(days=gap))))[0] for gap in range(200)]
    assert all(firsts.count(f"essai:{rank}") >= 5 for rank in range(8))
    assert ids(ranked(twins, a_case())) == ids(ranked(twins, a_case()))


ELSEWHERE = CatchmentArea((Area("commune", "94081"),))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({"closed_on": TODAY}, "excluded-closed", id="closed_that_day"),
        pytest.param({"closed_on": TODAY + timedelta(days=1)}, None, id="closes_the_day_after"),
        pytest.param({"closed_on": TODAY - timedelta(days=1)}, "excluded-closed", id="closed_the_day_before"),
        pytest.param({"opened_on": TODAY}, None, id="opens_that_day"),
        pytest.param({"opened_on": TODAY + timedelta(days=1)}, "excluded-not-open", id="opens_the_day_after"),
        pytest.param({"catchment": ELSEWHERE}, "excluded-zone", id="serves_elsewhere"),
        pytest.param({"catchment": ELSEWHERE, "modes": frozenset({"sur-place"})}, "excluded-zone", id="on_site_for_others"),
        pytest.param({"catchment": CatchmentArea((Area("departement", "94"),))}, None, id="serves_the_departement"),
        pytest.param({"catchment": None}, None, id="zone_not_stated"),
        pytest.param({"publics": frozenset({"handicap-enfant"})}, "excluded-public", id="for_disabled_children"),
        pytest.param({"publics": frozenset({"handicap-enfant", "tout-public"})}, None, id="for_everyone_too"),
        pytest.param({"publics": frozenset({"etudiants"})}, None, id="for_students_which_nobody_ruled_out"),
        pytest.param({"sex": "M"}, "excluded-sex", id="for_men"),
    ],
)
def test_only_what_the_record_states_excludes(changes: dict[str, object], reason: str | None) -> None:
    result = ranked((a_resource(**changes),), a_case())
    assert (result.found, dict(result.excluded)) == ((0, {reason: 1}) if reason else (1, {}))
    assert [miss.rule for miss in result.near_misses] == ([reason] if reason else [])


def test_a_confidential_resource_is_not_even_counted() -> None:
    result = ranked((a_resource(confidential=True, closed_on=TODAY),), a_case())
    assert (result.found, dict(result.excluded), result.near_misses) == (0, {}, ())


def test_a_national_helpline_is_found_from_anywhere_and_one_that_says_nothing_only_around_its_office() -> None:
    line = a_resource(id="essai:national", modes=frozenset({"a-distance"}), catchment=CatchmentArea((Area("pays", "FR"),)))
    silent = replace(line, id="essai:silent", catchment=None)
    far = a_case(place=a_place(commune=MARIPASOULA, lat=MARIPASOULA.lat, lon=MARIPASOULA.lon))
    assert [(match.id, match.serves) for match in ranked((line, silent), far).matches] == [("essai:national", "yes")]
    here = [(match.id, match.serves, match.marks["is_near"]) for match in ranked((line, silent), a_case()).matches]
    assert here == [("essai:national", "yes", None), ("essai:silent", "unknown", None)]


@pytest.mark.parametrize(
    ("age", "reason"),
    [(59, "excluded-age"), (60, None), (60.5, None), (75, None), (75.9, None), (76, "excluded-age"), (None, None)],
)
def test_ages_are_in_completed_years(age: float | None, reason: str | None) -> None:
    result = ranked((a_resource(ages=AgeRange(60, 75)),), a_case(situation=Situation(age_years=age)))
    assert dict(result.excluded) == ({reason: 1} if reason else {})


def test_the_radius_widens_until_enough_is_found_and_is_the_one_reported() -> None:
    case, lat = a_case(), a_place().lat
    spread = tuple(a_resource(id=f"essai:{rank}", modes=frozenset({"sur-place"}), lat=lat + rank * 0.06) for rank in range(1, 8))
    few, enough = ranked(spread[:2], case), ranked(spread, case)
    assert (few.radius_km, few.found) == (POLICY.radii_km[-1], 2)
    assert (enough.radius_km, enough.found) == (35.0, 5)
    dense = ranked(tuple(a_resource(id=f"essai:{rank}", modes=frozenset({"sur-place"})) for rank in range(POLICY.enough)), case)
    assert dense.radius_km == POLICY.radii_km[0]


def test_an_explicit_radius_is_never_widened_and_what_lies_beyond_is_a_near_miss() -> None:
    away = a_resource(modes=frozenset({"sur-place"}), lat=a_place().lat + 0.29)
    result = ranked((away,), a_case(radius_km=20.0))
    assert (result.radius_km, result.found, dict(result.excluded)) == (20.0, 0, {})
    (miss,) = result.near_misses
    assert (miss.rule, miss.distance_km) == ("excluded-radius", pytest.approx(32.2, abs=0.1))


def test_a_rare_service_is_never_hidden_by_the_radius_when_nothing_else_is_found() -> None:
    away = a_resource(modes=frozenset({"sur-place"}), lat=a_place().lat - 4)
    assert [miss.rule for miss in ranked((away,), a_case()).near_misses] == ["excluded-radius"]


def test_a_need_that_does_not_exist_or_a_place_nobody_gave_is_refused() -> None:
    with pytest.raises(Refused, match="Besoin inconnu : soin-inconnu"):
        ranked((), a_case(needs=(WantedNeed("soin-inconnu"),)))
    with pytest.raises(Refused, match="lieu de vie"):
        ranked((), a_case(place=None))


def test_needs_answered_by_sector_are_to_be_checked_when_no_zone_is_stated() -> None:
    clinic = a_resource(needs=frozenset({"psychiatrie-adulte"}), modes=frozenset({"sur-place"}))
    (match,) = ranked((clinic,), a_case(needs=(WantedNeed("psychiatrie-adulte"),))).matches
    assert match.serves == "unknown" and "serves_the_place" in match.unknown
    stated = replace(clinic, catchment=CatchmentArea((Area("commune", "94028"),)))
    (match,) = ranked((stated,), a_case(needs=(WantedNeed("psychiatrie-adulte"),))).matches
    assert match.serves == "yes"
