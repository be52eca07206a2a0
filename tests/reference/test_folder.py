from pathlib import Path

import pytest
import yaml

from orientation.reference.folder import VARIABLE, data_folder
from orientation.refusal import Refused


def test_data_that_are_nowhere_are_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(Refused) as refusal:
        data_folder()
    assert str(tmp_path) in str(refusal.value) and VARIABLE in str(refusal.value)


def test_data_are_where_the_variable_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "vocabulary").mkdir()
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert data_folder() == tmp_path


def test_data_stand_beside_the_package_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert (data_folder() / "vocabulary").is_dir()


@pytest.mark.parametrize("path", sorted(data_folder().rglob("*.yaml")), ids=lambda path: path.name)
def test_no_phrase_is_lost_to_a_comment(path):
    """A number of the lexicon is written "#": after a space, outside a block, the rest of the line would be a comment."""
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    ends = [one.end_mark for one in yaml.parse(text) if isinstance(one, yaml.ScalarEvent) and one.style is None]
    assert not [mark.line + 1 for mark in ends if lines[mark.line][mark.column :].lstrip().startswith("#")]
