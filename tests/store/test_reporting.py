from datetime import timedelta

import pytest

from orientation.directory.clusters import Link
from orientation.reference.merging import load_trust_norms
from orientation.refusal import Refused
from orientation.store.engine import writing
from orientation.store.linking import save_links
from orientation.store.read import directory_version, fetch, search_rows
from orientation.store.reporting import LONGEST_TEXT, answer_report, count_proposals, doubtful_resources, report_error
from orientation.store.reports import reports
from orientation.store.sheet import record_sheet
from orientation.store.withdrawing import withdraw_source
from tests.factories import TODAY, a_record
from tests.store.imports import NOW, Imports


def open_reports(take: Imports, id: str) -> int:
    (columns,) = search_rows(take.database)
    return int(columns["report_count"][columns["id"].index(id)])


def test_a_report_is_shown_at_once_and_changes_no_value(take: Imports) -> None:
    version = take(a_record("1"), a_record("2")).directory_version
    before = fetch(take.database, ["essai:1"])
    report = report_error(take.database, "essai:1", "phone", "Ce numéro ne répond plus.", "+33140000009", rules=take.rules, now=NOW)
    assert fetch(take.database, ["essai:1"]) == before
    assert (open_reports(take, "essai:1"), open_reports(take, "essai:2")) == (1, 0)
    assert directory_version(take.database) != version
    sheet = record_sheet(take.database, "essai:1", take.rules)
    assert sheet is not None and sheet.merged.reports == (report,)
    assert (report.day, report.state, reports(take.database)) == (TODAY, "ouvert", [report])


def test_a_report_that_was_answered_no_longer_counts(take: Imports) -> None:
    version = take(a_record("1")).directory_version
    report = report_error(take.database, "essai:1", "hours", "Fermé le lundi.", rules=take.rules, now=NOW)
    answer_report(take.database, report.id, "transmis", rules=take.rules, now=NOW)
    assert open_reports(take, "essai:1") == 1
    answer_report(take.database, report.id, "refuse", rules=take.rules, now=NOW)
    assert (open_reports(take, "essai:1"), reports(take.database)) == (0, [])
    assert [one.state for one in reports(take.database, open_only=False)] == ["refuse"]
    assert directory_version(take.database) == version


def test_reports_follow_their_record_and_outlive_imports(take: Imports) -> None:
    take(a_record("1"))
    take(a_record("1", source="ror"), source="ror")
    report_error(take.database, "essai:1", "phone", "Faux numéro.", rules=take.rules, now=NOW)
    save_links(take.database, [Link("essai:1", "ror:1", "same", 0.9)], rules=take.rules, now=NOW)
    assert open_reports(take, "ror:1") == 1
    take(a_record("1", phone="+33140000009"))
    assert open_reports(take, "ror:1") == 1
    save_links(take.database, [], rules=take.rules, now=NOW, replace_all=True)
    assert (open_reports(take, "ror:1"), open_reports(take, "essai:1")) == (0, 1)
    take(a_record("1", phone="+33140000008"))
    assert open_reports(take, "essai:1") == 1
    withdraw_source(take.database, "essai", rules=take.rules, now=NOW)
    take(a_record("1"))
    assert open_reports(take, "essai:1") == 1


@pytest.mark.parametrize(
    ("id", "field", "text", "sentence"),
    [
        pytest.param("essai:9", "phone", "Faux.", "n'est pas dans l'annuaire", id="unknown_resource"),
        pytest.param("essai:1", "telephone", "Faux.", "n'est pas un champ", id="unknown_field"),
        pytest.param("essai:1", "phone", "  ", "Dites ce qui est faux", id="nothing_said"),
        pytest.param("essai:1", "phone", "a" * (LONGEST_TEXT + 1), "trop long", id="too_long"),
    ],
)
def test_a_report_that_says_nothing_of_nothing_is_refused(take: Imports, id: str, field: str, text: str, sentence: str) -> None:
    take(a_record("1"))
    with pytest.raises(Refused, match=sentence):
        report_error(take.database, id, field, text, rules=take.rules, now=NOW)
    with pytest.raises(Refused, match="numéro 1"):
        answer_report(take.database, 1, "accepte", rules=take.rules, now=NOW)


def test_those_to_check_first_are_often_proposed_and_doubtful(take: Imports) -> None:
    stale = TODAY - timedelta(days=2_000)
    take(a_record("fresh"), a_record("stale", updated_on=stale), a_record("seldom", updated_on=stale), a_record("closed", closed_on=TODAY))
    for _ in range(3):
        assert count_proposals(take.database, ["essai:fresh", "essai:stale", "essai:closed", "essai:stale"], TODAY)
    count_proposals(take.database, ["essai:seldom"], TODAY)
    count_proposals(take.database, ["essai:seldom"] * 9, TODAY - timedelta(days=100))
    found = doubtful_resources(take.database, TODAY - timedelta(days=30), TODAY, rules=take.rules, norms=load_trust_norms())
    assert [(one.resource.id, one.to_check.proposed) for one in found] == [("essai:stale", 3), ("essai:fresh", 3), ("essai:seldom", 1)]
    assert found[0].trust.age == "ancien"


def test_nobody_waits_for_a_count(take: Imports) -> None:
    take(a_record("1"))
    with writing(take.database):
        assert count_proposals(take.database, ["essai:1"], TODAY) is False
    assert count_proposals(take.database, ["essai:1"], TODAY) is True
