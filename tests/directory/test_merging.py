from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orientation.directory.merge_rules import MERGED_FIELDS, FieldRule, MergeRules
from orientation.directory.merging import Merged, alone, merge
from orientation.directory.reports import FieldReport
from orientation.record import SourceRecord
from orientation.reference.merging import load_merge_rules
from orientation.resource import AgeRange, Identifier, Places, Price, Resource
from tests.factories import TODAY, a_catchment, a_record
from tests.strategies import records

RULES = load_merge_rules()
LAST_YEAR, LAST_MONTH = TODAY - timedelta(days=365), TODAY - timedelta(days=30)


def finess(id: str = "1", **changes: Any) -> SourceRecord:
    return a_record(id, source="finess", **changes)


def ror(id: str = "1", **changes: Any) -> SourceRecord:
    return a_record(id, source="ror", **changes)


def merged(*records: SourceRecord, **others: Any) -> Merged:
    return merge(records, RULES, **others)


def test_a_record_alone_is_its_resource() -> None:
    record = finess(phone="+33140000001")
    assert merged(record).resource == alone(record)
    assert {name: provenance.taken[0].record for name, provenance in merged(record).provenance.items()}.keys() >= {"name", "phone"}


def test_a_resource_bears_the_key_of_its_most_authoritative_record() -> None:
    assert merged(finess(), ror("06/1")).resource.id == "ror:06/1"


def test_the_key_does_not_depend_on_what_records_say() -> None:
    assert merged(finess(), ror("06/1", closed_on=LAST_YEAR, updated_on=None)).resource.id == "ror:06/1"


def test_every_record_is_among_the_sources() -> None:
    sources = merged(finess(updated_on=LAST_YEAR), ror(), a_record("p", source="prix", enriches=("finess", "1"))).resource.sources
    assert [(source.source, source.updated_on) for source in sources] == [("ror", TODAY), ("finess", LAST_YEAR), ("prix", TODAY)]


@pytest.mark.parametrize(
    ("field", "in_finess", "in_ror", "expected"),
    [
        pytest.param("name", "EHPAD LES TILLEULS", "EHPAD Les Tilleuls", "EHPAD Les Tilleuls", id="ror_names_are_those_people_use"),
        pytest.param("sector", "medico-social", "sanitaire", "medico-social", id="finess_knows_the_sector"),
        pytest.param("ages", AgeRange(60), AgeRange(75), AgeRange(75), id="the_offer_says_whom_it_takes"),
        pytest.param("ages", AgeRange(60), None, AgeRange(60), id="what_one_says_is_kept"),
        pytest.param("publics", frozenset({"enfants"}), None, frozenset({"enfants"}), id="unknown_never_hides_a_public"),
        pytest.param("capacity", 80, 75, 80, id="finess_knows_the_capacity"),
        pytest.param("needs", frozenset({"ehpad"}), frozenset({"accueil-jour"}), frozenset({"ehpad", "accueil-jour"}), id="needs_add_up"),
        pytest.param("categories", ("500",), ("12", "500"), ("12", "500"), id="categories_add_up_once"),
        pytest.param("confidential", True, False, True, id="one_source_is_enough_to_protect_an_address"),
        pytest.param("catchment", a_catchment("94028"), None, a_catchment("94028"), id="an_area_nobody_else_states"),
        pytest.param(
            "identifiers",
            frozenset({Identifier("finess", "1")}),
            frozenset(),
            frozenset({Identifier("finess", "1")}),
            id="identifiers_add_up",
        ),
    ],
)
def test_each_field_has_its_rule(field: str, in_finess: Any, in_ror: Any, expected: Any) -> None:
    assert getattr(merged(finess(**{field: in_finess}), ror(**{field: in_ror})).resource, field) == expected


def test_the_latest_phone_is_first_and_the_other_is_kept() -> None:
    result = merged(finess(phone="+33140000001", updated_on=TODAY), ror(phone="+33140000002", updated_on=LAST_YEAR))
    assert (result.resource.phone, result.resource.other_phones) == ("+33140000001", ("+33140000002",))
    provenance = result.provenance["phone"]
    assert (provenance.taken[0].record, provenance.updated_on) == ("finess:1", TODAY)
    assert [(other.record, other.value) for other in provenance.others] == [("ror:1", "+33140000002")]
    assert provenance.reason


def test_an_undated_record_is_the_least_recent() -> None:
    assert (
        merged(finess(phone="+33140000001", updated_on=LAST_YEAR), ror(phone="+33140000002", updated_on=None)).resource.phone
        == "+33140000001"
    )


def test_places_count_from_their_own_date() -> None:
    stale, fresh = Places(3, LAST_YEAR), Places(0, LAST_MONTH)
    result = merged(finess(places=stale, updated_on=TODAY), ror(places=fresh, updated_on=LAST_YEAR)).resource
    assert result.places == fresh


def test_an_address_is_never_mixed() -> None:
    full = {"address": "1 rue de l'Essai", "commune": "94028", "postcode": "94000"}
    partial = {"address": None, "commune": "94081", "postcode": None}
    result = merged(finess(**full), ror(**partial)).resource
    assert {name: getattr(result, name) for name in full} == full


def test_a_point_of_another_commune_is_never_taken() -> None:
    here = {"commune": "94028", "lat": None, "lon": None}
    there = {"commune": "94081", "address": None, "postcode": None, "lat": 48.79, "lon": 2.39}
    assert merged(finess(**here), ror(**there)).resource.lat is None


def test_a_reliable_point_goes_before_a_believed_source() -> None:
    result = merged(finess(lat=48.1, lon=2.1, position_is_reliable=True), ror(lat=48.2, lon=2.2, position_is_reliable=False))
    assert (result.resource.lat, result.resource.lon, result.resource.position_is_reliable) == (48.1, 2.1, True)


@pytest.mark.parametrize(
    ("metres_apart", "disagree"), [pytest.param(250, False, id="same_door"), pytest.param(350, True, id="another_street")]
)
def test_points_disagree_beyond_three_hundred_metres(metres_apart: float, disagree: bool) -> None:
    result = merged(finess(lat=48.0, lon=2.0), ror(lat=48.0 + metres_apart / 111_195, lon=2.0))
    assert bool(result.provenance["lat"].others) is disagree


@pytest.mark.parametrize(
    ("one", "other", "disagree"),
    [
        pytest.param("EHPAD LES TILLEULS", "Ehpad Les Tilleuls", False, id="capitals_and_accents"),
        pytest.param("Les Tilleuls", "EHPAD Les Tilleuls", False, id="words_added"),
        pytest.param("Centre de soins 1", "Centre de soins 2", True, id="another_number"),
        pytest.param("Pharmacie Martin", "Laboratoire Bio Nord", True, id="another_name"),
    ],
)
def test_names_disagree_when_their_words_do(one: str, other: str, disagree: bool) -> None:
    assert bool(merged(finess(name=one), ror(name=other)).provenance["name"].others) is disagree


def test_disagreements_of_fields_taken_together_count_once() -> None:
    result = merged(finess(address="1 rue de l'Essai", commune="94028"), ror(address="9 avenue Autre", commune="94081", lat=None, lon=None))
    assert [provenance.fields for provenance in result.disagreements] == [("address", "commune", "postcode")]


class TestClosing:
    def closed_on(self, *records: SourceRecord, absent: dict[str, date] | None = None) -> date | None:
        return merged(*records, absent=absent).resource.closed_on

    def test_a_closing_announced_by_one_is_believed(self) -> None:
        assert self.closed_on(finess(closed_on=LAST_MONTH), ror(updated_on=LAST_YEAR)) == LAST_MONTH

    def test_a_record_updated_later_says_it_is_open(self) -> None:
        result = merged(finess(closed_on=LAST_YEAR, updated_on=LAST_YEAR), ror(updated_on=LAST_MONTH))
        assert result.resource.closed_on is None
        assert [(other.record, other.value) for other in result.provenance["closed_on"].others] == [("finess:1", LAST_YEAR)]

    @pytest.mark.parametrize("days", [-1, 0, 1])
    def test_later_means_after_the_closing_day(self, days: int) -> None:
        closing = finess(closed_on=LAST_MONTH)
        open_record = ror(updated_on=LAST_MONTH + timedelta(days=days))
        assert self.closed_on(closing, open_record) == (None if days > 0 else LAST_MONTH)

    def test_an_undated_record_speaks_up_only_when_more_believed(self) -> None:
        assert self.closed_on(finess(closed_on=LAST_MONTH), ror(updated_on=None)) is None
        assert self.closed_on(ror(closed_on=LAST_MONTH), finess(updated_on=None)) == LAST_MONTH

    def test_a_source_that_lost_sight_of_it_closes_nothing_while_another_lists_it(self) -> None:
        assert self.closed_on(finess(), ror(), absent={"ror:1": TODAY}) is None

    def test_all_sources_that_lost_sight_of_it_close_it(self) -> None:
        assert self.closed_on(finess(), ror(), absent={"ror:1": TODAY, "finess:1": LAST_MONTH}) == TODAY

    def test_a_closed_record_is_believed_last(self) -> None:
        result = merged(ror(name="Ancien nom", closed_on=LAST_YEAR, updated_on=LAST_YEAR), finess(name="Nom actuel")).resource
        assert (result.closed_on, result.name) == (None, "Nom actuel")


class TestEnriching:
    def test_a_price_list_adds_its_prices(self) -> None:
        prices = (Price("Hébergement", 65.2, "par jour", LAST_YEAR),)
        result = merged(finess(), a_record("1", source="prix", enriches=("finess", "1"), name="-", prices=prices))
        assert result.resource.prices == prices
        assert result.resource.name == finess().resource.name
        assert result.provenance["prices"].taken[0].record == "prix:1"

    def test_it_refreshes_nothing_else(self) -> None:
        result = merged(finess(updated_on=LAST_YEAR), a_record("1", source="prix", enriches=("finess", "1"), updated_on=TODAY))
        assert result.resource.updated_on == LAST_YEAR

    def test_a_list_that_no_longer_names_it_is_forgotten(self) -> None:
        price = a_record("1", source="prix", enriches=("finess", "1"), capacity=80)
        assert merged(finess(), price, absent={"prix:1": TODAY}).resource.capacity is None

    def test_alone_it_makes_no_resource(self) -> None:
        with pytest.raises(ValueError, match="only complete"):
            merged(a_record("1", source="prix", enriches=("finess", "1")))


def test_what_users_say_is_shown_and_changes_nothing() -> None:
    report = FieldReport(1, "finess:1", "phone", "Ce numéro ne répond plus.", "+33140000009", TODAY)
    result = merged(finess(), ror(), reports=[report])
    assert result.reports == (report,)
    assert result.resource == merged(finess(), ror()).resource


@given(st.lists(records(), min_size=1, max_size=4, unique_by=lambda record: record.key), st.randoms())
def test_the_order_of_records_never_matters(found: list[SourceRecord], random: Any) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)
    assert merge(found, RULES) == merge(shuffled, RULES)


@given(st.lists(records(), min_size=1, max_size=4, unique_by=lambda record: record.key))
def test_every_value_was_said_by_a_record(found: Sequence[SourceRecord]) -> None:
    result = merge(found, RULES)
    by_key = {record.key: alone(record) for record in found}
    for name, provenance in result.provenance.items():
        taken = [getattr(by_key[stated.record], name) for stated in provenance.taken]
        value = getattr(result.resource, name)
        if isinstance(value, frozenset | tuple):
            said = {item for part in taken for item in part or ()} | (
                {by_key[s.record].phone for s in provenance.taken} if name == "other_phones" else set()
            )
            assert set(value) <= said
        elif name != "closed_on":
            assert value in taken
    stated = {name for record in found for name in MERGED_FIELDS if getattr(alone(record), name) != getattr(Resource("-", "-"), name)}
    assert stated - set(result.provenance) <= {
        "other_phones",
        "lat",
        "lon",
        "position_is_reliable",
        "closed_on",
        "updated_on",
        "address",
        "commune",
        "postcode",
    }


def test_every_field_needs_a_rule_with_its_reason() -> None:
    with pytest.raises(ValueError, match="missing fields"):
        MergeRules("1", {}, ())
    with pytest.raises(ValueError, match="without a reason"):
        MergeRules("1", {"ror": " "}, RULES.rules)
    with pytest.raises(ValueError, match="two rules"):
        MergeRules("1", {}, (*RULES.rules, FieldRule(("name",), "authority", "Essai.")))


def test_a_latitude_goes_with_its_longitude() -> None:
    others = tuple(rule for rule in RULES.rules if "lat" not in rule.fields)
    apart = (FieldRule(("lat", "position_is_reliable"), "authority", "Essai."), FieldRule(("lon",), "authority", "Essai."))
    with pytest.raises(ValueError, match="latitude"):
        MergeRules("1", {}, (*others, *apart))
