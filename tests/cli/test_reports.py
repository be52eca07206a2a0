"""Reporting an error, writing to whoever keeps the directory, noting what came of it: on a directory of one team."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orientation.cli import DONE, REFUSED, main

TABLE = "Numéro;Nom;Organisme;Besoins;Zone desservie;Ville;Code postal;Téléphone\n"
ROWS = ("1;Portage nord;CCAS;portage-repas;Créteil;Créteil;94000;01 45 00 00 01\n", "2;;CCAS;portage-repas;Créteil;Créteil;94000;\n")
Run = Callable[..., Any]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("ORIENTATION_DATABASE_URL", f"sqlite:///{tmp_path / 'directory.sqlite'}")

    def command(*words: str) -> Any:
        assert main([*words, "--json"]) == DONE
        return json.loads(capsys.readouterr().out)

    return command


@pytest.fixture
def quarantine(run: Run, tmp_path: Path) -> Path:
    """Of a table whose second row has no name."""
    table = tmp_path / "equipe.csv"
    table.write_text(TABLE + "".join(ROWS), encoding="utf-8")
    report = run("import", "equipe", str(table))
    assert (report["created"], report["rejected"]) == (1, 1)
    return Path(report["quarantine"])


@pytest.fixture
def portage(run: Run, quarantine: Path) -> str:
    (found,) = run("find", "portage")["results"]
    return str(found["id"])


def test_an_entry_mended_in_its_quarantine_is_imported(run: Run, quarantine: Path) -> None:
    (told,) = map(json.loads, quarantine.read_text(encoding="utf-8").splitlines())
    (row,) = json.loads(told["raw"])
    quarantine.write_text(json.dumps({**told, "raw": json.dumps([{**row, "nom": "Portage sud"}])}), encoding="utf-8")
    report = run("import", "equipe", str(quarantine))
    assert (report["read"], report["created"], report["rejected"]) == (1, 1, 0)
    assert {one["name"] for one in run("find", "portage")["results"]} == {"Portage nord", "Portage sud"}


def test_a_correction_reaches_the_message_as_it_was_proposed(run: Run, portage: str) -> None:
    run("report", portage, "phone", "Ne répond plus, demander Mme Martin au 06 12 34 56 78", "--proposed", "01 45 00 00 09")
    (listed,) = run("reports")["reports"]
    assert listed["proposed"] == "01 45 00 00 09"
    assert "06 12 34 56 78" not in listed["text"]
    message = run("reports", "message", "equipe")
    assert "Portage nord" in message["message"] and "01 45 00 00 09" in message["message"]
    assert run("reports")["reports"][0]["state"] == "ouvert"


def test_a_report_is_noted_as_sent_then_answered(run: Run, portage: str, tmp_path: Path) -> None:
    run("report", portage, "hours", "Fermé le lundi")
    run("reports", "message", "equipe", "--sent", "--output", str(tmp_path / "message.txt"))
    assert "Fermé le lundi" in (tmp_path / "message.txt").read_text(encoding="utf-8")
    (listed,) = run("reports")["reports"]
    assert listed["state"] == "transmis"
    run("reports", "answer", str(listed["id"]), "accepte")
    assert run("reports")["reports"] == []
    assert [one["state"] for one in run("reports", "--all")["reports"]] == ["accepte"]


def test_no_message_is_written_about_nothing(run: Run, portage: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reports", "message", "equipe"]) == REFUSED
    assert "equipe" in capsys.readouterr().err


def test_full_closes_what_is_absent_and_withdrawing_forgets_a_source(run: Run, portage: str, tmp_path: Path) -> None:
    other = tmp_path / "autre.csv"
    other.write_text(TABLE + ROWS[0].replace("1;Portage nord", "9;Portage ouest"), encoding="utf-8")
    report = run("import", "equipe", str(other), "--full")
    assert (report["created"], report["closed_by_absence"]) == (1, 1)
    names = {one["name"] for one in run("search", "--need", "portage-repas", "--commune", "94028", "--all")["results"]}
    assert names == {"Portage ouest"}
    run("source", "withdraw", "equipe")
    assert run("find", "portage")["results"] == []
