"""Decisions are exported to the file that notebooks read, and erased when asked; the commands say what is kept."""

import json
from datetime import date, timedelta

import pytest

from orientation.cli import DONE, REFUSED, main
from orientation.reference.decisions import load_decisions
from orientation.store.decisions import record
from orientation.workplace import KEPT_DAYS_VARIABLE, Workplace
from tests.store.test_decisions import a_decision

TODAY = date.today()


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A directory with a decision of each of the last three days."""
    address = f"sqlite:///{tmp_path / 'directory.sqlite'}"
    monkeypatch.setenv("ORIENTATION_DATABASE_URL", address)
    made = Workplace(address)
    for n in range(3):
        record(made.engine, a_decision(str(n), day=TODAY - timedelta(days=n)), 365, TODAY)
    return made


@pytest.fixture
def run(capsys):
    def command(*words):
        assert main(["decisions", *words, "--json"]) == DONE
        return json.loads(capsys.readouterr().out)

    return command


def test_it_says_whether_decisions_are_recorded_and_what_is_kept(place, run, monkeypatch):
    assert run("status") == {
        "recording": False,
        "kept_days": None,
        "decisions": 3,
        "first": (TODAY - timedelta(days=2)).isoformat(),
        "last": TODAY.isoformat(),
    }
    monkeypatch.setenv(KEPT_DAYS_VARIABLE, "90")
    assert run("status")["kept_days"] == 90


def test_what_is_exported_is_what_notebooks_read(place, run, tmp_path):
    file = tmp_path / "decisions.jsonl"
    assert run("export", str(file))["decisions"] == 3
    read, rejected = load_decisions(file)
    assert (read, rejected) == (place.decisions(TODAY), ())


def test_decisions_of_some_days_are_erased(place, run):
    day = (TODAY - timedelta(days=1)).isoformat()
    assert run("erase", "--since", day, "--until", day) == {"erased": 1}
    assert [one.id for one in place.decisions(TODAY)] == ["2", "0"]
    assert run("erase", "--all") == {"erased": 2}


def test_erasing_asks_which(place, capsys):
    assert main(["decisions", "erase"]) == REFUSED
    assert "--all" in capsys.readouterr().err
    assert len(place.decisions(TODAY)) == 3
