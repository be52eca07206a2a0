"""Every notebook is a pair kept the same, its outputs are those of its code, and it runs from top to bottom."""

from argparse import Namespace
from pathlib import Path

import jupytext
import nbformat
import pytest

from orientation.cli import notebooks
from orientation.cli.notebooks import FOLDER, STAMP, answer, code_of, executed, stated

SCRIPTS = sorted(FOLDER.glob("*.py"))
NEEDS_SHARED = "../shared"
ANSWERING = [script for script in SCRIPTS if 'tags=["answer"]' in script.read_text(encoding="utf-8")]


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
    shown = nbformat.read(script.with_suffix(".ipynb"), as_version=4)
    assert stated(shown) and stated(shown) == answer(shown)


@pytest.mark.notebooks
def test_the_command_states_the_answer_that_is_computed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "essai.py"
    script.write_text(ESSAI, encoding="utf-8")
    monkeypatch.setattr(notebooks, "FOLDER", tmp_path)
    notebooks.run(Namespace(names=[]))
    shown, read = nbformat.read(script.with_suffix(".ipynb"), as_version=4), jupytext.read(script)
    assert stated(shown) == answer(shown) == stated(read) == "Il y en a 42."
    assert shown.metadata[STAMP] == code_of(shown) == code_of(read)
    assert "# **Question.** Combien ?" in script.read_text(encoding="utf-8")


ESSAI = """# %% [markdown]
# # Essai
#
# **Question.** Combien ?
#
# **Réponse en une phrase.** Il y en a 41.

# %%
from IPython.display import Markdown

# %% tags=["answer"]
Markdown(f"Il y en a {6 * 7}.")
"""


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
    ran = executed(script)
    assert answer(ran) == answer(nbformat.read(script.with_suffix(".ipynb"), as_version=4)), "its outputs are older than the code"
