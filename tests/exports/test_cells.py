"""A cell of a spreadsheet: guarded against formulas, and giving back exactly what was written."""

import csv
import io

import pytest
from hypothesis import given

from orientation.exports import sheet
from orientation.geography.gazetteer import Gazetteer
from orientation.resource_cells import COLUMNS, guarded, parts_of, unguarded, written
from tests.exports.held import any_words
from tests.factories import a_resource
from tests.strategies import TEXTS

FORMULAS = ["=1+1", "+33140000001", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "'"]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_a_spreadsheet_would_compute_is_guarded(text):
    assert guarded(text) == f"'{text}"


@given(TEXTS)
def test_taking_the_guard_off_gives_back_what_was_written(text):
    assert unguarded(guarded(text)) == text


@given(any_words())
def test_a_list_comes_back_whole_whatever_its_parts_hold(words):
    assert parts_of(written("words", words).removeprefix("'")) == words


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_of_a_row_begins_like_a_formula(text, gazetteer: Gazetteer):
    said = a_resource(name=f"{text} Service", organisation=text, categories=(text,), languages=(text, "a|b"), description=text)
    stream = io.BytesIO()
    sheet.write([said], gazetteer, stream)
    (row,) = csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline=""))
    texts = [cell for column in COLUMNS if column.kind in ("text", "words", "objects") if (cell := row[column.name])]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in texts)


def test_a_longitude_stays_a_number_for_maps(gazetteer: Gazetteer):
    assert written("number", -52.326) == "-52.326"
