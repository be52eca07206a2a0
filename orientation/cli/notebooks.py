"""The `notebooks` command: executes each pair (.py to review, .ipynb to read) and stamps it with the code that made its outputs.

The answer that a notebook opens with is the one its cell tagged `answer` computes.
"""

import hashlib
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from textwrap import wrap
from typing import Any

from orientation.cli.printing import progress
from orientation.refusal import Refused

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
STAMP = "orientation_code"
STATED = "**Réponse en une phrase.**"
WIDTH = 138


def run(options: Namespace) -> None:
    """Each .py is executed from top to bottom, in its folder, and written beside itself with its outputs."""
    scripts = [
        script for script in sorted(FOLDER.glob("*.py")) if not options.names or any(script.stem.startswith(name) for name in options.names)
    ]
    if not scripts:
        raise Refused(f"Aucun carnet ne commence par {options.names} dans {FOLDER.name}.")
    for script in scripts:
        progress(f"{script.name}…")
        notebook = executed(script)
        if (computed := answer(notebook)) is not None:
            _state(computed, notebook, script)
        write(notebook, script.with_suffix(".ipynb"))


def executed(script: Path, parameters: Mapping[str, object] | None = None) -> Any:
    """The notebook of a script, with the outputs of its code. Raises what the code raises.

    `parameters`: other values than those of its tagged cell, set right after it.
    """
    import jupytext
    from nbclient import NotebookClient

    notebook = jupytext.read(script)
    if parameters:
        cell = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ()))
        cell.source += "".join(f"\n{name} = {value!r}" for name, value in parameters.items())
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(script.parent)}}).execute()
    notebook.metadata[STAMP] = code_of(notebook)
    for cell in notebook.cells:
        cell.get("metadata", {}).pop("execution", None)
    return notebook


def answer(notebook: Any) -> str | None:
    """The sentence that the cell tagged `answer` computed; None when no cell is."""
    cells = [cell for cell in notebook.cells if "answer" in cell.metadata.get("tags", ())]
    said = [output.data["text/markdown"] for cell in cells for output in cell.outputs if "text/markdown" in output.get("data", {})]
    return " ".join(said[-1].split()) if said else None


def stated(notebook: Any) -> str:
    """The sentence that the first cell gives as the answer."""
    return " ".join(notebook.cells[0].source.partition(STATED)[2].split())


def _state(computed: str, notebook: Any, script: Path) -> None:
    """The first cell says what was computed, in the script and in the notebook: nobody writes a figure by hand."""
    if stated(notebook) == computed:
        return
    first = notebook.cells[0]
    lines = "\n".join(wrap(f"{STATED} {computed}", WIDTH, break_long_words=False, break_on_hyphens=False))
    source = first.source.partition(STATED)[0] + lines
    text = script.read_text(encoding="utf-8")
    script.write_text(text.replace(_commented(first.source), _commented(source), 1), encoding="utf-8")
    first.source = source
    notebook.metadata[STAMP] = code_of(notebook)


def _commented(source: str) -> str:
    return "\n".join(f"# {line}".rstrip() for line in source.splitlines())


def code_of(notebook: Any) -> str:
    """A fingerprint of the code and prose of a notebook, without its outputs."""
    sources = [f"{cell.cell_type}\n{cell.source.strip()}" for cell in notebook.cells]
    return hashlib.sha256("\n\n".join(sources).encode()).hexdigest()[:16]


def write(notebook: Any, path: Path) -> None:
    import nbformat

    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number:02}"
    nbformat.write(notebook, path)
