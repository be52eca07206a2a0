"""What `orientation reading` learns again, on a copy of the lexicon."""

import json
import shutil
from pathlib import Path

import pytest

from orientation.cli import main
from orientation.conversation.understanding import understand
from orientation.reference.gazetteer import load_gazetteer
from orientation.reference.lexicon import load_reader
from orientation.reference.vocabularies import load_vocabulary

READINGS = Path(__file__).parents[1] / "readings" / "tuning.jsonl"


@pytest.fixture
def own_data(tmp_path, monkeypatch, data):
    shutil.copytree(data, tmp_path / "data")
    monkeypatch.setenv("ORIENTATION_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_weights_are_learnt_again_from_the_requests_given(own_data, tmp_path, capsys):
    some = tmp_path / "some.jsonl"
    some.write_text("".join(READINGS.read_text(encoding="utf-8").splitlines(keepends=True)[:60]), encoding="utf-8")
    before = (own_data / "lexicon" / "context_weights.json").read_bytes()

    assert main(["reading", "weigh", str(some), "--json"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert said["texts"] == 60 and 0.5 < said["needs_f1_apart"] <= 1
    assert (own_data / "lexicon" / "context_weights.json").read_bytes() != before
    reader = load_reader(load_vocabulary(own_data / "vocabulary"), load_gazetteer(own_data / "gazetteer"), own_data / "lexicon", year=2026)
    assert [need.id for need in understand("Mme 84 ans à Créteil, cherche un kiné à domicile", reader).needs] == ["kinesitherapie"]


def test_a_file_that_is_not_there_is_said(own_data, capsys):
    assert main(["reading", "weigh", "nulle-part.jsonl"]) != 0
    assert "nulle-part.jsonl" in capsys.readouterr().err
