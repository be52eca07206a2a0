"""JSON too long to be held: read as it comes, never deeper than a directory goes."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orientation.refusal import Refused
from orientation.sources.extract import Extract
from orientation.sources.json_stream import items, keys_at_the_beginning
from tests.sources.conftest import Read
from tests.sources.entries import written

# Text that looks like brackets, quotes and escapes.
TEXTS = st.text('[]{}"\\a\né', max_size=12)
VALUES = st.recursive(
    TEXTS | st.integers(-9, 9), lambda inside: st.lists(inside, max_size=3) | st.dictionaries(TEXTS, inside, max_size=3), max_leaves=12
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(VALUES, max_size=6), padding=st.integers(0, 3))
def test_what_is_read_as_it_comes_is_what_was_written(tmp_path: Path, values: list[object], padding: int) -> None:
    """Brackets and quotes in texts are no nesting; a text may be cut anywhere between two pieces."""
    whole = [*values, "x" * (65_000 + padding), *values]
    assert list(items(Extract(written(tmp_path / "a.json", whole)), "item")) == whole


@pytest.mark.parametrize("levels, is_refused", [pytest.param(499, False, id="as_deep_as_allowed"), pytest.param(500, True, id="one_more")])
def test_nesting_is_bounded(tmp_path: Path, levels: int, is_refused: bool) -> None:
    extract = Extract(written(tmp_path / "a.json", "[" + "[" * levels + "]" * levels + "]"))
    if is_refused:
        with pytest.raises(Refused, match=r"a\.json.*niveaux"):
            list(items(extract, "item"))
    else:
        assert len(list(items(extract, "item"))) == 1


def test_brackets_in_texts_are_no_nesting(tmp_path: Path) -> None:
    texts = ['["{', "\\", '\\"[', "[" * 2000]
    assert list(items(Extract(written(tmp_path / "a.json", texts)), "item")) == texts


@given(st.lists(st.dictionaries(st.sampled_from("abcd"), st.integers(), min_size=1), min_size=1, max_size=5), st.integers(0, 200))
def test_the_keys_at_the_beginning_are_keys_of_its_objects(objects: list[dict[str, int]], cut: int) -> None:
    found = list(keys_at_the_beginning(json.dumps(objects)[:cut]))
    assert all(keys <= set("abcd") for keys in found)
    assert list(keys_at_the_beginning(json.dumps(objects))) == [frozenset(one) for one in objects]


def test_a_small_file_that_nests_endlessly_is_refused_in_the_same_words(read: Read, tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", b'{"resourceType":"Bundle","entry":' + b"[" * 5_000)
    with pytest.raises(Refused, match="niveaux"):
        read("ror", path)
