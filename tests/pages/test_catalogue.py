"""The sentences of the pages: each one used, each one in both languages, with the same values."""

import re
from pathlib import Path
from string import Formatter

import pytest

from orientation.reference.folder import open_yaml

ROOT = Path(__file__).parent.parent.parent
CODE = "\n".join(path.read_text(encoding="utf-8") for path in [ROOT / "app.py", *(ROOT / "orientation").rglob("*.py")])
# Written with a part that varies: what stands before it.
MADE = {found for found in re.findall(r"""f["']([a-z-]+-)\{""", CODE) if len(found) > 3}


def catalogue(language: str) -> dict[str, str]:
    return open_yaml(ROOT / "data" / "messages" / language / "pages.yaml")


def values(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("id", sorted(catalogue("fr")))
def test_each_sentence_is_used(id):
    assert f'"{id}"' in CODE or f"'{id}'" in CODE or any(id.startswith(prefix) for prefix in MADE)


def test_both_languages_have_the_same_sentences():
    assert set(catalogue("fr")) == set(catalogue("en"))


@pytest.mark.parametrize("id", sorted(catalogue("fr")))
def test_both_languages_say_the_same_values(id):
    assert values(catalogue("fr")[id]) == values(catalogue("en")[id])
