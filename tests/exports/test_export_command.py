"""`orientation export`: the answer alone on standard output, sentences on standard error, whole files or none."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from orientation.cli import DONE, REFUSED, main
from tests.exports.conftest import Directory
from tests.factories import a_resource

Open = Callable[[str], Directory]


@pytest.fixture
def whole(directory: Open, monkeypatch: pytest.MonkeyPatch) -> Directory:
    """A directory of three resources, one of them confidential, that commands work on."""
    one = directory("a").hold(
        a_resource(id="a:1"), a_resource(id="a:2", commune="75113", needs=frozenset({"ehpad"})), a_resource(id="a:3", confidential=True)
    )
    monkeypatch.setenv("ORIENTATION_DATABASE_URL", str(one.engine.url))
    return one


@pytest.mark.parametrize("format", ["geojson", "data-inclusion", "ror"])
def test_standard_output_is_one_json_value(format, whole: Directory, capfdbinary: pytest.CaptureFixture[bytes]):
    assert main(["export", format]) == DONE
    out, told = capfdbinary.readouterr()
    assert isinstance(json.loads(out), dict)
    assert "2 ressources écrites" in told.decode() and "1 confidentielles" in told.decode()


def test_a_selection_goes_to_a_file(whole: Directory, tmp_path: Path):
    path = tmp_path / "sortie.csv"
    assert main(["export", "csv", "--query", "departement=75", "need=ehpad", "--output", str(path)]) == DONE
    assert [line.split(",")[0] for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]] == ["a:2"]
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["csv", "--query", "ville=Créteil"], id="an_unknown_key"),
        pytest.param(["csv", "--query", "need=piscine"], id="an_unknown_need"),
        pytest.param(["csv", "--output", "absent/sortie.csv"], id="a_folder_that_is_not_there"),
        pytest.param(["geojson", "--output", "."], id="a_folder_for_a_file"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(words, whole: Directory, tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.rglob("*"))
    assert main(["export", *words]) == REFUSED
    assert capsys.readouterr().err.strip().endswith(".")
    assert set(tmp_path.rglob("*")) == before
