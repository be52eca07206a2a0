"""Opening hours as directories write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orientation.sources import hours


@pytest.mark.parametrize(
    "cell, spans",
    [
        pytest.param("09:00 - 12:00 / 13:30 - 17:00", "09:00-12:00,13:30-17:00", id="france_services"),
        pytest.param("8h00-12h00 et 14h00-19h00", "08:00-12:00,14:00-19:00", id="sante_fr"),
        pytest.param("12h-16h", "12:00-16:00", id="hours_alone"),
        pytest.param("de 8h à 15h20", "08:00-15:20", id="words_between"),
        pytest.param("9h\u00a0-\u00a012h", "09:00-12:00", id="no_break_spaces"),
        pytest.param("fermé", "off", id="closed"),
        pytest.param("-", None, id="a_dash"),
        pytest.param("Sur RDV Doctolib", None, id="prose"),
        pytest.param("17:00 - 09:00", None, id="upside_down"),
        pytest.param("25:00 - 26:00", None, id="no_such_hours"),
    ],
)
def test_the_spans_of_a_day(cell: str, spans: str | None) -> None:
    assert hours.day_spans(cell) == spans


@pytest.mark.parametrize(
    "by_day, written",
    [
        pytest.param(dict.fromkeys(("Mo", "Tu", "We"), "9h-12h"), "Mo-We 09:00-12:00", id="a_run_of_days"),
        pytest.param({"Mo": "9h-12h", "We": "9h-12h"}, "Mo 09:00-12:00; We 09:00-12:00", id="a_day_unsaid_between"),
        pytest.param({"Mo": "9h-12h", "Sa": "fermé"}, "Mo 09:00-12:00; Sa off", id="closed_is_said"),
        pytest.param({"Mo": "fermé"}, None, id="never_open_says_nothing"),
        pytest.param({}, None, id="unsaid"),
    ],
)
def test_a_week(by_day: dict[str, str], written: str | None) -> None:
    assert hours.weekly(by_day) == written


@given(st.dictionaries(st.sampled_from(hours.DAYS), st.text("0123456789h:-/ àermé", max_size=20)))
def test_what_is_written_follows_the_syntax_of_openstreetmap(by_day: dict[str, str]) -> None:
    written = hours.weekly(by_day)
    assert written is None or hours.is_regular(written)
