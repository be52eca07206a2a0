"""What an analyst sees of a change of grid, from its check to its publication, on a copy of the data."""

import json
import shutil
from datetime import date, timedelta

import pytest

from orientation.cli import DONE, REFUSED, main
from orientation.reference.decisions import write_decisions
from orientation.reference.grid_files import proposed
from tests.store.test_decisions import a_decision

TODAY = date.today()
LATER = TODAY + timedelta(days=10)


@pytest.fixture
def folder(data, demonstration, tmp_path, monkeypatch):
    """A copy of what the command reads of data/, whose grids may be written."""
    copied = tmp_path / "data"
    copied.mkdir()
    for held in data.iterdir():
        if held.is_dir() and held.name not in ("grids", "demo"):
            (copied / held.name).symlink_to(held)
    shutil.copytree(data / "grids", copied / "grids")
    monkeypatch.setenv("ORIENTATION_DATA", str(copied))
    monkeypatch.setenv("ORIENTATION_DATABASE_URL", demonstration)
    return copied / "grids"


@pytest.fixture
def proposal(folder, tmp_path):
    path = tmp_path / "guyane-proposition.yaml"
    path.write_text(
        proposed(
            "guyane",
            LATER,
            "Décision fictive",
            dimension_weights={"droits": 20, "entourage": 14},
            bounds={"palier-0": (0, 15), "palier-1": (15, 33)},
            folder=folder,
        )
    )
    return path


@pytest.fixture
def run(capsys):
    def command(*words):
        assert main(["grid", *map(str, words), "--json"]) == DONE
        return json.loads(capsys.readouterr().out)

    return command


def test_a_difference_to_come_is_said_with_its_day(run, folder, proposal):
    found = run("diff", folder / "guyane.yaml", proposal)
    assert [one["day"] for one in found["days"]] == [LATER.isoformat()]
    assert {one["text"] for one in found["days"][0]["changes"]} == {
        "Dimension « Droits, situation administrative, ressources » : 24 → 20 points sur 100",
        "Dimension « Entourage et aidants » : 10 → 14 points sur 100",
        "Palier « Appui ponctuel » : à partir de 17 → 15 points",
    }


def test_a_grid_that_changes_nothing_says_so(run, folder):
    assert run("diff", folder / "guyane.yaml", folder / "guyane.yaml") == {"days": [{"day": TODAY.isoformat(), "changes": []}]}


def test_the_impact_is_that_of_the_day_it_comes_into_force_on_cases_and_fictional_decisions(run, folder, proposal):
    found = run("impact", folder / "guyane.yaml", proposal)
    assert found["day"] == LATER.isoformat()
    assert "décisions fictives de la démonstration" in found["on"]
    assert found["moved"] and found["cases"] >= 300 and found["proposals_changed"] is not None
    assert found["dimensions"].keys() >= {"entourage"} and found["dimensions"]["entourage"] > 0
    assert {one["group"] for one in found["subgroups"]} == {"âge", "sexe", "commune"}


def test_the_impact_may_be_that_on_exported_decisions(run, folder, proposal, tmp_path):
    file = tmp_path / "decisions.jsonl"
    write_decisions([a_decision("1", place="97302"), a_decision("2", place="973", needs=("portage-repas",))], file)
    found = run("impact", folder / "guyane.yaml", proposal, "--cases", file)
    assert (found["cases"], found["on"]) == (2, "2 décisions de decisions.jsonl")


def test_the_impact_in_words_names_dimensions_groups_and_who_moves(folder, proposal, capsys):
    assert main(["grid", "impact", str(folder / "guyane.yaml"), str(proposal)]) == DONE
    said = capsys.readouterr().out
    for words in ("changent de palier", "kappa quadratique", "Points en moyenne, par dimension", "Par groupe", "Qui change de palier"):
        assert words in said


def test_a_published_version_is_used_from_its_day_on_and_not_before(run, folder, proposal, capsys):
    run("publish", proposal, "--author", "A. Analyste", "--reason", "Essai", "--group", "Comité", "--day", LATER)

    def assessed(day):
        assert main(["assess", "--territory", "guyane", "--fact", "isolement=oui", "--day", day.isoformat(), "--json"]) == DONE
        return json.loads(capsys.readouterr().out)

    before, after = assessed(TODAY), assessed(LATER)
    assert before["grid"]["version"].startswith("2020-01-01") and after["grid"]["version"].startswith(LATER.isoformat())
    assert before["points"] < after["points"]


def test_a_publication_for_a_day_that_has_passed_is_refused(folder, proposal, capsys):
    before = (folder / "guyane.yaml").read_bytes()
    signed = ["--author", "A", "--reason", "B", "--group", "C", "--day", (TODAY - timedelta(days=1)).isoformat()]
    assert main(["grid", "publish", str(proposal), *signed]) == REFUSED
    assert "déjà passé" in capsys.readouterr().err
    assert (folder / "guyane.yaml").read_bytes() == before


@pytest.mark.parametrize(
    "wrong, said",
    [
        pytest.param(("value: 24, ", "value: 23, "), "au 01/01/2020 : les poids des dimensions font 99", id="sum"),
        pytest.param(('code: "5.6"', 'cod: "5.6"'), "critère « domiciliation-administrative » : clé inconnue « cod »", id="unknown_key"),
        pytest.param(("2020-01-01: {value: 13,", "2020-02-30: {value: 13,"), "« 2020-02-30 » n'est pas un jour du calendrier", id="no_day"),
        pytest.param(
            ("      2020-01-01: {value: 24,", "      2020-01-01: {value: 24, reference: a}\n      2020-01-01: {value: 24,"),
            "écrit deux fois",
            id="twice",
        ),
        pytest.param(("value: palier-2", "value: palier-9"), "règle « R2 », au 01/01/2020", id="unknown_tier"),
    ],
)
def test_what_is_wrong_is_said_with_file_entry_and_date(folder, wrong, said, capsys):
    path = folder / "guyane.yaml"
    text = path.read_text(encoding="utf-8")
    assert wrong[0] in text
    path.write_text(text.replace(*wrong, 1), encoding="utf-8")
    assert main(["grid", "check", str(path)]) == REFUSED
    refused = capsys.readouterr().err
    assert refused.startswith("guyane.yaml") and said in refused
