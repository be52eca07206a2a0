"""The columns say what the resources say, unknown included, and finding candidates loses none."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orientation.directory.building import columns_of, columns_of_batches
from orientation.directory.candidates import covering, reached
from orientation.directory.columns import AUDIENCE, NEVER, NO_CATCHMENT, NO_DAY, STANDING, UNSTATED_PLACES, VACANCY, Columns, Rows
from orientation.geography.distance import distance_km
from orientation.reference.vocabularies import load_vocabulary
from orientation.resource import AgeRange, Places
from orientation.territory import Area, CatchmentArea
from tests.factories import CRETEIL, TODAY, a_catchment, a_resource

VOCABULARY = load_vocabulary()
SILENT = {
    "publics": None, "ages": None, "sex": None, "modes": frozenset(), "catchment": None, "lat": None, "lon": None, "commune": None,
    "phone": None, "places": None, "opened_on": None, "closed_on": None, "updated_on": None, "specialties": frozenset(),
}  # fmt: skip


def only_row(columns: Columns) -> Rows:
    return Rows(columns, np.array([0]))


def test_a_record_that_says_nothing_reads_as_unknown_everywhere() -> None:
    row = only_row(columns_of([a_resource(**SILENT)], VOCABULARY))
    assert (row["public_bits"], row["way"], row["sex"]) == (0, 0, 0)
    assert (row["catchment"], row["closed_on"], row["opened_on"], row["updated_on"]) == (NO_CATCHMENT, NEVER, NO_DAY, NO_DAY)
    assert (row["places_free"], row["places_as_of"], row["has_phone"]) == (UNSTATED_PLACES, NO_DAY, False)
    assert np.isnan(row["age_low"]).all() and np.isnan(row["age_below"]).all() and np.isnan(row["xyz"]).all()


@pytest.mark.parametrize(
    ("changes", "column", "value"),
    [
        pytest.param({"ages": AgeRange()}, "age_below", np.inf, id="no_upper_limit"),
        pytest.param({"ages": AgeRange(0, 17)}, "age_below", 18, id="until_the_18th_birthday"),
        pytest.param({"ages": AgeRange(0, 17)}, "age_low", 0, id="from_birth_is_said"),
        pytest.param({"places": Places(0, TODAY)}, "places_free", 0, id="full_is_not_unknown"),
        pytest.param({"places": Places(10**6, None)}, "places_free", 2**15 - 1, id="more_places_than_the_column_holds"),
        pytest.param({"closed_on": TODAY}, "closed_on", TODAY.toordinal(), id="closing_day"),
        pytest.param({"sex": "M"}, "sex", 2, id="men"),
        pytest.param({"phone": None}, "has_phone", False, id="no_phone"),
    ],
)
def test_what_a_record_says_is_in_its_column(changes: dict[str, object], column: str, value: object) -> None:
    assert only_row(columns_of([a_resource(**changes)], VOCABULARY))[column] == value


def test_a_commune_locates_what_has_no_position() -> None:
    there = columns_of(
        [a_resource(lat=None, lon=None)], VOCABULARY, commune_point=lambda code: (48.7776, 2.4531) if code == CRETEIL.code else None
    )
    assert np.allclose(there.xyz, columns_of([a_resource()], VOCABULARY).xyz)


@given(st.lists(st.tuples(st.none() | st.integers(0, 40_000), st.none() | st.integers(0, 100_000), st.none() | st.integers(0, 99))))
def test_each_of_many_keeps_what_it_says(said: list[tuple[int | None, int | None, int | None]]) -> None:
    """Far and near values are numbered in two ways: both must give each row its own."""
    resources = [
        a_resource(
            id=f"essai:{rank}",
            places=None if free is None else Places(free, None),
            closed_on=None if closed is None else TODAY + timedelta(days=closed),
            ages=None if low is None else AgeRange(low, None),
        )
        for rank, (free, closed, low) in enumerate(said)
    ]
    columns = columns_of(resources, VOCABULARY)
    rows = Rows(columns, np.arange(len(columns)))
    read = zip(rows["places_free"].tolist(), rows["closed_on"].tolist(), rows["age_low"].tolist(), strict=True)
    held = {columns.id(row): values for row, values in enumerate(read)}
    for resource, (free, closed, low) in zip(resources, said, strict=True):
        places_free, closed_on, age_low = held[resource.id]
        assert places_free == (UNSTATED_PLACES if free is None else min(free, 2**15 - 1))
        assert closed_on == (NEVER if closed is None else TODAY.toordinal() + closed)
        assert (age_low == low) if low is not None else np.isnan(age_low)


def test_confidential_resources_have_no_row() -> None:
    shown = columns_of([a_resource(id="essai:1"), a_resource(id="essai:secret", confidential=True)], VOCABULARY)
    assert [shown.id(row) for row in range(len(shown))] == ["essai:1"]


def test_needs_that_the_vocabulary_does_not_have_are_left_out() -> None:
    columns = columns_of([a_resource(needs=frozenset({"aide-domicile", "autre"}))], VOCABULARY)
    assert np.bitwise_count(columns.need_bits).sum() == 1


def test_ids_and_rows_do_not_depend_on_the_order_given() -> None:
    some = [a_resource(id=f"essai:{rank}", lat=48.7 + rank / 50) for rank in range(20)]
    one, other = columns_of(some, VOCABULARY), columns_of(some[::-1], VOCABULARY)
    assert [one.id(row) for row in range(20)] == [other.id(row) for row in range(20)]
    assert np.array_equal(one.xyz, other.xyz)


def test_no_rows_at_all_make_empty_columns() -> None:
    assert len(columns_of([], VOCABULARY)) == len(columns_of_batches([], {}, VOCABULARY)) == 0


def test_what_few_distinct_values_describe_stands_once() -> None:
    columns = columns_of([a_resource(id=f"essai:{rank}", ages=AgeRange(60) if rank % 2 else None) for rank in range(100)], VOCABULARY)
    assert (len(columns.audiences), len(columns.standings), len(columns.vacancies)) == (2, 1, 1)
    assert [set(table.columns) for table in (columns.audiences, columns.standings, columns.vacancies)] == [
        {*AUDIENCE},
        {*STANDING},
        {*VACANCY},
    ]


AREAS = [Area("commune", "94028"), Area("commune", "94081"), Area("departement", "94"), Area("epci", "200058006"), Area("pays", "FR")]


@given(st.lists(st.lists(st.sampled_from(AREAS), min_size=1, max_size=3), max_size=12), st.frozensets(st.sampled_from(AREAS)))
@settings(max_examples=100, deadline=None)
def test_the_zones_that_cover_a_place_are_those_that_say_so(zones: list[list[Area]], containing: frozenset[Area]) -> None:
    stated = [CatchmentArea(tuple(areas)) for areas in zones]
    columns = columns_of([a_resource(id=f"essai:{rank}", catchment=zone) for rank, zone in enumerate(stated)], VOCABULARY)
    covered = set(covering(columns, containing).tolist())
    assert len(covered) == len(covering(columns, containing))
    assert {columns.id(row) for row in range(len(columns)) if columns.catchment[row] in covered} == {
        f"essai:{rank}" for rank, zone in enumerate(stated) if zone.covers(containing)
    }


def test_a_drawn_zone_is_resolved_to_communes() -> None:
    drawn = CatchmentArea((Area("polygone", "POLYGON ((0 0, 1 0, 1 1, 0 0))"), Area("commune", "94081")))
    columns = columns_of([a_resource(catchment=drawn)], VOCABULARY, communes_in=lambda area: ["94028"])
    assert all(len(covering(columns, {Area("commune", code)})) == 1 for code in ("94028", "94081"))
    assert len(covering(columns, {Area("commune", "75113")})) == 0


positions = st.tuples(st.floats(-89, 89), st.floats(-180, 180))


@given(
    around=st.lists(st.tuples(st.floats(-0.6, 0.6), st.floats(-0.6, 0.6)), max_size=30),
    centre=st.sampled_from([(48.8, 2.4), (3.6, -54.0), (-16.8, 179.9), (-21.1, 55.5), (89.7, 10.0), (0.0, -180.0)]) | positions,
    radius=st.floats(0.1, 80),
)
@settings(max_examples=200, deadline=None)
def test_a_circle_reaches_exactly_what_lies_in_it(around: list[tuple[float, float]], centre: tuple[float, float], radius: float) -> None:
    lat, lon = centre
    points = [(max(-90.0, min(90.0, lat + north)), (lon + east + 180) % 360 - 180) for north, east in around]
    columns = columns_of([a_resource(id=f"essai:{rank}", lat=y, lon=x) for rank, (y, x) in enumerate(points)], VOCABULARY)
    need = columns.need_index["aide-domicile"]
    rows, away = reached(columns, [need], np.empty(0, np.int32), centre, radius)
    expected = {f"essai:{rank}": round(distance_km(lat, lon, y, x), 3) for rank, (y, x) in enumerate(points)}
    assert {columns.id(row): km for row, km in zip(rows.tolist(), away.tolist(), strict=True)} == pytest.approx(
        {id: km for id, km in expected.items() if km <= radius}
    )


def test_what_comes_is_reached_wherever_it_is_and_once() -> None:
    near, far, nowhere = (
        a_resource(id=id, catchment=a_catchment(), **where)
        for id, where in (("essai:near", {}), ("essai:far", {"lat": 45.0}), ("essai:nowhere", {"lat": None, "lon": None}))
    )
    columns = columns_of([near, far, nowhere], VOCABULARY)
    rows, away = reached(columns, [columns.need_index["aide-domicile"]], np.arange(3), (48.7776, 2.4531), 10.0)
    found = dict(zip([columns.id(row) for row in rows.tolist()], away.tolist(), strict=True))
    assert set(found) == {"essai:near", "essai:far", "essai:nowhere"} and len(rows) == 3
    assert found["essai:near"] == 0 and found["essai:far"] > 400 and np.isnan(found["essai:nowhere"])


def test_days_far_away_are_kept() -> None:
    row = only_row(columns_of([a_resource(updated_on=TODAY + timedelta(days=40_000))], VOCABULARY))
    assert row["updated_on"] == (TODAY + timedelta(days=40_000)).toordinal()
