"""Every notebook is a pair kept the same, its outputs are those of its code, and it runs from top to bottom."""

import re
from pathlib import Path

import jupytext
import nbformat
import pytest

from orientation.cli.notebooks import FOLDER, STAMP, code_of, executed

SCRIPTS = sorted(FOLDER.glob("*.py"))
NEEDS_SHARED = "../shared"
ANSWERING = [script for script in SCRIPTS if script.stem < "07"]


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


@pytest.mark.parametrize("script", ANSWERING, ids=lambda script: script.stem)
def test_the_answer_at_the_top_is_the_one_that_is_computed(script: Path) -> None:
    """Nobody writes a figure by hand: the sentence of the first cell is the output of the last one that computes."""
    shown = nbformat.read(script.with_suffix(".ipynb"), as_version=4)
    stated = _words(shown.cells[0].source.split("**Réponse en une phrase.**")[1])
    assert stated and stated == answer(shown)


def answer(notebook: nbformat.NotebookNode) -> str:
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs if "data" in output]
    return [_words(output.data["text/markdown"]) for output in outputs if "text/markdown" in output.data][-1]


def _words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.notebooks
@pytest.mark.parametrize(
    ("name", "territory", "named"),
    [
        ("01", "guyane", "(Guyane)"),
        ("02", "bretagne", "« Grille de Bretagne »"),
        ("03", "ile-de-france", "l'accord avec les équipes"),
        ("04", "bretagne", "la première proposition"),
        ("05", "bretagne", "(Bretagne)"),
    ],
)
def test_another_territory_changes_the_parameters_and_nothing_else(name: str, territory: str, named: str) -> None:
    script = next(script for script in ANSWERING if script.stem.startswith(name))
    elsewhere = executed(script, {"TERRITORY": territory})
    shipped = nbformat.read(script.with_suffix(".ipynb"), as_version=4)
    assert named in answer(elsewhere) and answer(elsewhere) != answer(shipped)


@pytest.mark.notebooks
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_notebook_runs_from_top_to_bottom(script: Path, request: pytest.FixtureRequest) -> None:
    if NEEDS_SHARED in script.read_text(encoding="utf-8"):
        request.getfixturevalue("shared")
    executed(script)
