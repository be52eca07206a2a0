"""Every command answers with the fields that are promised, and refuses politely."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orientation.cli import DONE, REFUSED, main

REQUEST = (
    "Patiente de 84 ans, vit seule à Vitry-sur-Seine, GIR 3, sort de l'hôpital vendredi, sa fille est épuisée. "
    "Cherche aide à domicile, portage de repas et accueil de jour"
)
RESULT = {
    "id", "name", "organisation", "sector", "categories", "needs", "publics", "commune", "address", "lat", "lon", "distance_km", "minutes",
    "serves", "score", "marks", "unknown", "reasons", "to_check", "phone", "email", "website", "hours", "prices", "places", "sources",
    "updated_on",
}  # fmt: skip
UNDERSTANDING = {
    "age_years", "sex", "commune", "commune_candidates", "publics", "needs", "facts", "gir", "delay_hours", "masked_text", "emergencies",
    "questions",
}  # fmt: skip
ASSESSMENT = {
    "points", "lower", "upper", "tier", "possible_tiers", "firm", "dimensions", "contributions", "missing", "overrides", "alerts", "grid",
}  # fmt: skip
REPORT = {"source", "read", "created", "updated", "unchanged", "closed", "rejected", "closed_by_absence", "quarantine", "directory_version"}

Run = Callable[..., Any]


@pytest.fixture
def run(demonstration: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the demonstration directory and gives its JSON."""
    monkeypatch.setenv("ORIENTATION_DATABASE_URL", demonstration)

    def command(*words: str) -> Any:
        assert main([*words, "--json"]) == DONE
        return json.loads(capsys.readouterr().out)

    return command


def test_a_request_becomes_an_orientation(run: Run) -> None:
    answer = run("orient", REQUEST, "--day", "2026-11-21")
    assert set(answer["understanding"]) >= UNDERSTANDING
    assert answer["understanding"]["commune"] == {"code": "94081", "name": "Vitry-sur-Seine"}
    assert set(answer["assessment"]) >= ASSESSMENT
    assert {"aide-domicile", "portage-repas", "accueil-jour"} <= answer["needs"].keys()
    for found in answer["needs"].values():
        assert found["results"]
        assert all(set(one) >= RESULT for one in found["results"])
    assert set(answer["plan"]["covers"]) == set(answer["needs"])
    assert not answer["plan"]["uncovered"]
    assert answer["coordination"]["sector"] == "coordination"


def test_without_a_place_there_are_questions_and_no_ranking(run: Run) -> None:
    answer = run("orient", "cherche un ehpad pour une dame de 84 ans")
    assert answer["needs"] == {}
    assert [question["id"] for question in answer["understanding"]["questions"]] == ["commune"]


def test_the_same_question_has_the_same_answer(run: Run) -> None:
    asked = ("search", "--need", "ehpad", "--commune", "94081", "--age", "84", "--day", "2026-11-21", "--all")
    assert run(*asked) == run(*asked)


def test_search_says_what_it_used(run: Run) -> None:
    answer = run("search", "--need", "ehpad", "psychiatrie-adulte", "--need", "pharmacie", "--commune", "94081", "--radius", "3", "--all")
    assert answer["radius_km"] == 3
    assert set(answer["versions"]) == {"directory", "grid", "policy", "day"}
    assert all(set(one) >= RESULT for one in answer["results"])
    assert all(one["serves"] == "yes" or one["serves"] == "unknown" for one in answer["results"])
    assert len(answer["near_misses"]) <= 5
    assert {"id", "text"} == set(answer["results"][0]["reasons"][0])


def test_what_serves_for_sure_comes_before_what_may(run: Run) -> None:
    answer = run("search", "--need", "aide-domicile", "--commune", "94081", "--all")
    serves = [one["serves"] for one in answer["results"]]
    assert serves == sorted(serves, reverse=True)
    assert {"yes", "unknown"} == set(serves)


def test_find_forgives_typos(run: Run) -> None:
    known = run("search", "--need", "ehpad", "--commune", "94028", "--limit", "1")["results"][0]
    misspelt = known["name"].lower().replace("e", "", 1)
    assert known["id"] in [one["id"] for one in run("find", misspelt, "--limit", "10")["results"]]


def test_assess_sums_its_contributions(run: Run) -> None:
    answer = run("assess", "--territory", "guyane", "--gir", "3", "--age", "80", "--fact", "vit-seul=oui", "aidant-absent=oui")
    assert set(answer) >= ASSESSMENT
    assert sum(one["points"] for one in answer["contributions"]) == pytest.approx(answer["points"], abs=1e-3)
    assert answer["lower"] <= answer["points"] <= answer["upper"]
    assert answer["tier"]["id"] in answer["possible_tiers"]


def test_importing_twice_changes_nothing(run: Run, data: Path) -> None:
    files = [str(file) for file in sorted((data / "demo" / "finess").iterdir())]
    answer = run("import", "finess", *files)
    assert set(answer) >= REPORT
    assert answer["created"] == answer["updated"] == 0
    assert answer["read"] == answer["unchanged"] + answer["rejected"]


def test_instruments_answer_their_field(run: Run) -> None:
    assert run("instrument", "aggir", *"AAAAAABA")["gir"] == 5
    assert run("instrument", "epices", *["non", "oui", "oui", "oui", "non", *["oui"] * 6])["score"] == 0


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("search", "--need", "licorne", "--commune", "94081"), id="unknown_need"),
        pytest.param(("search", "--need", "ehpad", "--commune", "00000"), id="unknown_commune"),
        pytest.param(("search", "--need", "ehpad", "--commune", "Saint-Denis"), id="ambiguous_commune"),
        pytest.param(("assess", "--territory", "atlantide"), id="unknown_territory"),
        pytest.param(("assess", "--territory", "national", "--fact", "vit-seule=oui"), id="unknown_fact"),
        pytest.param(("import", "finess", "absent.csv"), id="missing_file"),
        pytest.param(("import", "annuaire-inconnu", __file__), id="unknown_source"),
        pytest.param(("import", "ror", __file__), id="wrong_file"),
        pytest.param(("instrument", "aggir", "A", "Z"), id="wrong_answers"),
        pytest.param(("understand",), id="nothing_to_read"),
        pytest.param(("duplicates", "decide", "a:1", "b:2", "same"), id="unknown_records"),
        pytest.param(("report", "nulle:part", "phone", "faux"), id="unknown_resource"),
        pytest.param(("bench", "names", "--cases", "3"), id="count_of_another_measure"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    words: tuple[str, ...], demonstration: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ORIENTATION_DATABASE_URL", demonstration)
    assert main(list(words)) == REFUSED
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.split()) > 5
    assert "Traceback" not in said.err


def test_counts_reach_the_measure_they_are_of(run: Run) -> None:
    measured = run("bench", "search", "--size", "300", "--cases", "7")
    assert measured["searches"] == 7


@pytest.mark.parametrize(
    "words",
    [("search", "--commune", "94081"), ("search", "--need", "ehpad", "--at", "paris"), ("assess", "--gir", "9"), ("vole",)],
    ids=["no_need", "not_a_point", "not_a_gir", "unknown_command"],
)
def test_wrong_usage_exits_with_2(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(list(words))
    assert stopped.value.code == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "🙂🙂🙂",
        "a" * 20_000,
        "<script>alert(1)</script>",
        "'; DROP TABLE resource; --",
        "Can you help my grandmother?",
        "\x00\x01",
    ],
    ids=["empty", "blank", "emoji", "long", "html", "sql", "english", "control"],
)
def test_any_text_gets_an_answer(text: str, run: Run) -> None:
    answer = run("understand", text)
    assert set(answer) >= UNDERSTANDING
    assert answer["needs"] == [] or answer["commune"] is None
    assert answer["questions"]
