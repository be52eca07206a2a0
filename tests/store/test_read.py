from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from orientation.directory.merging import alone
from orientation.record import SourceRecord
from orientation.resource import AgeRange, Places
from orientation.store.engine import reading
from orientation.store.journal import imports, sources_overview
from orientation.store.read import SEARCH_COLUMNS, catchments, directory_version, fetch, held_by_commune, iterate_resources, search_rows
from orientation.store.sheet import record_sheet
from tests.factories import TODAY, a_catchment, a_record
from tests.store.imports import NOW, Imports, empty
from tests.strategies import records

ANY_RECORDS = settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@ANY_RECORDS
@given(found=st.lists(records(), min_size=1, max_size=4, unique_by=lambda record: record.id))
def test_what_was_imported_is_read_the_same(database: Engine, found: list[SourceRecord]) -> None:
    empty(database)
    take = Imports(database)
    report = take(*found)
    assert report.created + report.closed == len(found)
    assert fetch(database, [record.key for record in found]) == [alone(record) for record in found]
    for record in found:
        sheet = record_sheet(database, record.key, take.rules)
        assert sheet is not None
        kept = sheet.records[0].record
        assert (kept.raw, kept.updated_on or kept.resource.updated_on, kept.warnings) == (
            record.raw,
            record.updated_on or record.resource.updated_on,
            record.warnings,
        )
    again = take(*found)
    assert (again.unchanged, again.directory_version) == (len(found), report.directory_version)


def test_an_empty_directory_can_be_read(database: Engine) -> None:
    assert directory_version(database) == "0" * 12
    assert (list(iterate_resources(database)), list(search_rows(database)), fetch(database, ["essai:1"]), fetch(database, [])) == (
        [],
        [],
        [],
        [],
    )
    assert (catchments(database), imports(database), sources_overview(database, TODAY)) == ({}, [], [])


def test_resources_come_in_the_order_they_are_asked_for(take: Imports) -> None:
    take(*(a_record(id) for id in "123"))
    assert [resource.id for resource in fetch(take.database, ["essai:3", "essai:1", "essai:9", "essai:2", "essai:1"])] == [
        "essai:3",
        "essai:1",
        "essai:2",
        "essai:1",
    ]


def test_every_resource_comes_by_id(take: Imports) -> None:
    ids = ["é", "a", "B", "10", "9"]
    take(*(a_record(id) for id in ids))
    assert [resource.id for resource in iterate_resources(take.database)] == sorted(f"essai:{id}" for id in ids)


def test_search_columns_say_what_the_resource_says(take: Imports) -> None:
    area = a_catchment("94028", "94081")
    take(
        a_record(
            "1",
            needs=frozenset({"ehpad", "accueil-jour"}),
            publics=frozenset(),
            ages=AgeRange(60),
            modes=frozenset({"a-domicile", "sur-place"}),
            catchment=area,
            confidential=True,
            closed_on=date(2026, 3, 1),
            places=Places(0, TODAY),
        ),
        a_record("2", publics=None, phone=None, commune=None, lat=None, lon=None),
    )
    (columns,) = search_rows(take.database)
    assert set(columns) == set(SEARCH_COLUMNS)
    rows = {id: {name: values[row] for name, values in columns.items()} for row, id in enumerate(columns["id"])}
    said = rows["essai:1"]
    assert catchments(take.database) == {said.pop("catchment_id"): area}
    assert said == {
        "id": "essai:1",
        "name": "Service d'aide à domicile d'essai",
        "categories": "460",
        "commune": "94028",
        "lat": 48.7776,
        "lon": 2.4531,
        "needs": "accueil-jour|ehpad",
        "specialties": "",
        "publics": "",
        "modes": "a-domicile|sur-place",
        "age_low": 60,
        "age_high": None,
        "sex": None,
        "confidential": True,
        "opened_on": None,
        "closed_on": date(2026, 3, 1),
        "updated_on": TODAY,
        "places_free": 0,
        "places_as_of": TODAY,
        "has_phone": True,
        "source_count": 1,
        "disagreement_count": 0,
        "report_count": 0,
    }
    silent = rows["essai:2"]
    assert [silent[name] for name in ("publics", "commune", "lat", "catchment_id", "has_phone", "places_free")] == [None] * 4 + [
        False,
        None,
    ]


def test_what_is_confidential_is_not_read_when_only_what_is_shown_is_asked_for(take: Imports) -> None:
    take(a_record("1", confidential=True), a_record("2"))
    (columns,) = search_rows(take.database, confidential=False)
    assert list(columns["id"]) == ["essai:2"]


def test_one_reading_is_of_one_state(take: Imports) -> None:
    version = take(a_record("1")).directory_version
    with reading(take.database) as connection:
        assert directory_version(connection) == version
        take(a_record("2"))
        assert directory_version(connection) == version
        assert len(list(iterate_resources(connection))) == 1
        assert sum(len(columns["id"]) for columns in search_rows(connection)) == 1
    assert len(list(iterate_resources(take.database))) == 2


def test_the_version_names_the_content_not_the_way_to_it(take: Imports) -> None:
    one, two = a_record("1"), a_record("2")
    both = take(one, two).directory_version
    changed = take(a_record("2", phone=None)).directory_version
    assert changed != both
    assert take(two).directory_version == both
    empty(take.database)
    take(two)
    assert take(one).directory_version == both


def test_what_was_imported_from_each_source(take: Imports) -> None:
    take(a_record("1"), a_record("2", closed_on=TODAY), full=True)
    take(a_record("3", updated_on=date(2026, 1, 10)))
    take(a_record("p", source="prix", enriches=("essai", "1")), source="prix")
    essai, prix = sources_overview(take.database, TODAY)
    assert (essai.source, essai.records, essai.closed, essai.enriching, essai.newest) == ("essai", 3, 1, 0, TODAY)
    assert essai.last_full is not None and (essai.last.id, essai.last_full.id) == (2, 1)
    assert (prix.records, prix.enriching, prix.last_full) == (1, 1, None)
    assert [past.id for past in imports(take.database, "essai")] == [2, 1]


def test_a_record_sheet_says_when_it_was_seen(take: Imports) -> None:
    take(a_record("1"))
    later = NOW.replace(month=2)
    take(a_record("1"), now=later)
    sheet = record_sheet(take.database, "essai:1", take.rules)
    assert sheet is not None
    (record,) = sheet.records
    assert (record.first_seen, record.last_seen, record.closed_by_absence_on) == (NOW, later, None)
    assert sheet.history == () and sheet.pairs == ()


def test_there_is_no_sheet_of_what_is_not_there(take: Imports) -> None:
    take(a_record("p", source="prix", enriches=("essai", "1")), source="prix")
    assert record_sheet(take.database, "essai:1", take.rules) is None
    assert record_sheet(take.database, "prix:p", take.rules) is None


def test_resources_are_counted_by_commune(database: Engine, take: Imports) -> None:
    take(a_record("1"), a_record("2"), a_record("3", commune="94081"), a_record("4", commune=None))
    assert held_by_commune(database) == {"94028": 2, "94081": 1}
