from dataclasses import replace
from typing import Literal

import pytest
from sqlalchemy import Engine

from orientation.directory.clusters import Link
from orientation.refusal import Refused
from orientation.resource import Resource
from orientation.store.linking import decide, pairs, save_links
from orientation.store.read import directory_version, fetch, iterate_resources
from orientation.store.sheet import record_sheet
from orientation.store.withdrawing import withdraw_source
from tests.factories import TODAY, a_record
from tests.store.imports import NOW, Imports

FINESS, ROR, INCLUSION = "finess:1", "ror:06/1", "data-inclusion:dora--1"


@pytest.fixture
def three(take: Imports) -> Imports:
    """One service listed by three sources."""
    take(a_record("1", source="finess", name="SAAD LES TILLEULS", capacity=40), source="finess")
    take(a_record("06/1", source="ror", name="Les Tilleuls", phone="+33140000002"), source="ror")
    take(a_record("dora--1", source="data-inclusion", name="Tilleuls", website="https://essai.fr"), source="data-inclusion")
    return take


def shown(database: Engine) -> dict[str, Resource]:
    return {resource.id: resource for resource in iterate_resources(database)}


def link(
    take: Imports, *links: tuple[str, str, float], verdict: Literal["same", "different", "review"] = "same", replace_all: bool = False
) -> str:
    scored = [Link(a, b, verdict, probability, ("Même adresse.",)) for a, b, probability in links]
    return save_links(take.database, scored, rules=take.rules, now=NOW, replace_all=replace_all)


def say(take: Imports, a: str, b: str, verdict: Literal["same", "different"] | None) -> str:
    return decide(take.database, a, b, verdict, by="une coordinatrice", rules=take.rules, now=NOW)


def test_records_found_the_same_make_one_resource(three: Imports) -> None:
    version = link(three, (FINESS, ROR, 0.9), (INCLUSION, ROR, 0.8))
    (resource,) = shown(three.database).values()
    assert (resource.id, resource.name, resource.capacity, resource.website) == (ROR, "Les Tilleuls", 40, "https://essai.fr")
    assert [source.source for source in resource.sources] == ["ror", "finess", "data-inclusion"]
    assert version == directory_version(three.database)


@pytest.mark.parametrize("verdict", ["different", "review"])
def test_other_verdicts_merge_nothing(three: Imports, verdict: Literal["different", "review"]) -> None:
    link(three, (FINESS, ROR, 0.5), verdict=verdict)
    assert len(shown(three.database)) == 3


def test_a_pair_scored_anew_is_set_apart_again(three: Imports) -> None:
    before = shown(three.database)
    link(three, (FINESS, ROR, 0.9), (INCLUSION, ROR, 0.8))
    link(three, (FINESS, ROR, 0.3), verdict="review")
    assert set(shown(three.database)) == {FINESS, ROR}
    link(three, replace_all=True)
    assert shown(three.database) == before


def test_a_merged_record_is_still_found_under_its_own_key(three: Imports) -> None:
    link(three, (FINESS, ROR, 0.9))
    assert [resource.id for resource in fetch(three.database, [INCLUSION, FINESS, "finess:inconnu"])] == [INCLUSION, ROR]
    sheet = record_sheet(three.database, FINESS, three.rules)
    assert sheet is not None and sheet.resource.id == ROR
    assert {record.record.key for record in sheet.records} == {FINESS, ROR}
    assert sheet.merged.provenance["capacity"].taken[0].record == FINESS
    assert [other.record for other in sheet.merged.provenance["phone"].others] == [FINESS]


def test_a_merged_record_that_changes_changes_its_resource(three: Imports) -> None:
    link(three, (FINESS, ROR, 0.9))
    three(a_record("1", source="finess", name="SAAD LES TILLEULS", capacity=55), source="finess")
    assert shown(three.database)[ROR].capacity == 55


class TestDecisions:
    def test_a_person_may_bring_two_records_together_and_back(self, three: Imports) -> None:
        before, version = shown(three.database), directory_version(three.database)
        say(three, FINESS, ROR, "same")
        assert set(shown(three.database)) == {ROR, INCLUSION}
        assert say(three, ROR, FINESS, None) == version
        assert shown(three.database) == before

    def test_a_person_goes_before_the_linking(self, three: Imports) -> None:
        link(three, (FINESS, ROR, 0.99), (INCLUSION, ROR, 0.8))
        say(three, FINESS, INCLUSION, "different")
        assert set(shown(three.database)) == {ROR, INCLUSION}, "the surest of the two links is kept"
        say(three, FINESS, ROR, "different")
        assert {one.id: len(one.sources) for one in shown(three.database).values()} == {ROR: 2, FINESS: 1}

    def test_they_outlive_imports_and_withdrawals(self, three: Imports) -> None:
        say(three, FINESS, ROR, "same")
        three(a_record("1", source="finess", name="Nouveau nom"), source="finess", full=True)
        assert set(shown(three.database)) == {ROR, INCLUSION}
        withdraw_source(three.database, "finess", rules=three.rules, now=NOW)
        assert [source.source for source in shown(three.database)[ROR].sources] == ["ror"]
        three(a_record("1", source="finess"), source="finess")
        assert [source.source for source in shown(three.database)[ROR].sources] == ["ror", "finess"]

    def test_links_wait_for_records_too(self, three: Imports) -> None:
        link(three, (ROR, "ror:07/2", 0.9))
        assert len(shown(three.database)) == 3
        three(a_record("07/2", source="ror"), source="ror")
        assert len(shown(three.database)[ROR].sources) == 2

    @pytest.mark.parametrize(("a", "b"), [(FINESS, "finess:2"), ("sans deux-points", ROR), (ROR, ROR)])
    def test_of_records_that_are_not_there_are_refused(self, three: Imports, a: str, b: str) -> None:
        with pytest.raises(Refused, match=r"n'est pas dans l'annuaire|elle-même"):
            say(three, a, b, "same")

    def test_are_about_what_is_completed_not_what_completes(self, three: Imports) -> None:
        three(a_record("1", source="prix", enriches=("finess", "1")), source="prix")
        with pytest.raises(Refused, match="compléter « finess:1 »"):
            say(three, "prix:1", ROR, "same")

    def test_are_listed_beside_what_the_linking_says(self, three: Imports) -> None:
        link(three, (FINESS, ROR, 0.9))
        say(three, ROR, FINESS, "different")
        say(three, INCLUSION, ROR, "same")
        inclusion, finess = pairs(three.database)
        assert (inclusion.a, inclusion.b, inclusion.verdict, inclusion.link) == (INCLUSION, ROR, "same", None)
        assert finess.decision is not None and finess.link is not None
        assert (finess.verdict, finess.decision.by, finess.link.probability, finess.link.reasons) == (
            "different",
            "une coordinatrice",
            0.9,
            ("Même adresse.",),
        )
        assert pairs(three.database, [FINESS]) == [finess]


class TestEnriching:
    def test_follows_what_it_completes_from_one_resource_to_another(self, three: Imports) -> None:
        three(a_record("1", source="prix", enriches=("finess", "1"), capacity=99, hours="24/7"), source="prix")
        assert shown(three.database)[FINESS].hours == "24/7"
        link(three, (FINESS, ROR, 0.9))
        assert shown(three.database)[ROR].hours == "24/7"
        link(three, replace_all=True)
        assert (shown(three.database)[FINESS].hours, shown(three.database)[ROR].hours) == ("24/7", None)

    def test_ends_with_the_list_that_said_it(self, three: Imports) -> None:
        price = a_record("1", source="prix", enriches=("finess", "1"), hours="24/7")
        three(price, a_record("2", source="prix", enriches=("finess", "2")), source="prix")
        report = three(a_record("2", source="prix", enriches=("finess", "2")), source="prix", full=True)
        assert report.closed_by_absence == 1
        assert (shown(three.database)[FINESS].hours, shown(three.database)[FINESS].closed_on) == (None, None)
        three(price, source="prix")
        assert shown(three.database)[FINESS].hours == "24/7"

    def test_may_come_to_complete_another(self, three: Imports) -> None:
        three(a_record("2", source="finess"), source="finess")
        three(a_record("p", source="prix", enriches=("finess", "1"), hours="24/7"), source="prix")
        three(a_record("p", source="prix", enriches=("finess", "2"), hours="24/7"), source="prix")
        assert (shown(three.database)["finess:2"].hours, shown(three.database)[FINESS].hours) == ("24/7", None)

    def test_may_become_a_service_of_its_own_and_back(self, three: Imports) -> None:
        before = directory_version(three.database)
        completing = a_record("p", source="prix", enriches=("finess", "1"), hours="24/7")
        with_it = three(completing, source="prix").directory_version
        three(a_record("p", source="prix", hours="24/7"), source="prix")
        assert (shown(three.database)["prix:p"].hours, shown(three.database)[FINESS].hours) == ("24/7", None)
        assert three(completing, source="prix").directory_version == with_it
        withdraw_source(three.database, "prix", rules=three.rules, now=NOW)
        assert directory_version(three.database) == before


def test_a_source_that_was_never_there_cannot_be_withdrawn(three: Imports) -> None:
    with pytest.raises(Refused, match="sources présentes : data-inclusion, finess, ror"):
        withdraw_source(three.database, "soliguide", rules=three.rules, now=NOW)


def test_a_closing_by_one_source_waits_for_the_others(three: Imports) -> None:
    link(three, (FINESS, ROR, 0.9))
    three(a_record("2", source="finess"), source="finess", full=True)
    assert shown(three.database)[ROR].is_open(TODAY)
    three(a_record("06/2", source="ror"), source="ror", full=True)
    assert not shown(three.database)[ROR].is_open(TODAY)


def test_new_rules_make_the_resources_of_several_records_again(three: Imports) -> None:
    link(three, (FINESS, ROR, 0.9))
    believed = ["finess", *(source for source in three.rules.authority if source != "finess")]
    three.rules = replace(three.rules, authority=dict.fromkeys(believed, "Essai."))
    three(a_record("2", source="finess"), source="finess")
    resource = shown(three.database)[FINESS]
    assert (resource.name, [source.source for source in resource.sources]) == ("SAAD LES TILLEULS", ["finess", "ror"])
    assert set(shown(three.database)) == {FINESS, INCLUSION, "finess:2"}
