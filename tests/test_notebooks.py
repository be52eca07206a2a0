"""Every notebook is a pair kept the same, its outputs are those of its code, and it runs from top to bottom."""

from pathlib import Path

import jupytext
import nbformat
import pytest

from orientation.cli.notebooks import FOLDER, STAMP, code_of, executed

SCRIPTS = sorted(FOLDER.glob("*.py"))
NEEDS_SHARED = "../shared"


def test_there_are_notebooks() -> None:
    assert SCRIPTS
    assert {script.with_suffix(".ipynb") for script in SCRIPTS} == set(FOLDER.glob("*.ipynb"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_pair_says_the_same(script: Path) -> None:
    read, shown = jupytext.read(script), nbformat.read(script.with_suffix(".ipynb"), as_version=4)
    assert code_of(read) == code_of(shown)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_outputs_are_those_of_the_code(script: Path) -> None:
    shown = nbformat.read(script.with_suffix(".ipynb"), as_version=4)
    assert shown.metadata[STAMP] == code_of(shown)
    code = [cell for cell in shown.cells if cell.cell_type == "code" and cell.source.strip()]
    assert all(cell.execution_count for cell in code)
    assert not [output for cell in code for output in cell.outputs if output.output_type == "error"]


@pytest.mark.notebooks
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_notebook_runs_from_top_to_bottom(script: Path, request: pytest.FixtureRequest) -> None:
    if NEEDS_SHARED in script.read_text(encoding="utf-8"):
        request.getfixturevalue("shared")
    executed(script)
