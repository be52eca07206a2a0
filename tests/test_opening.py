"""Opening hours: computed when they can be, shown as written when they cannot, never guessed."""

from datetime import date, time

import pytest

from orientation.opening import is_holiday, open_on, said_of_day, week_said

MONDAY, SUNDAY, ARMISTICE = date(2026, 11, 23), date(2026, 11, 22), date(2026, 11, 11)
NINE_TO_NOON = (time(9), time(12))


@pytest.mark.parametrize(
    "hours, day, spans",
    [
        pytest.param("Mo-Fr 09:00-12:00", MONDAY, (NINE_TO_NOON,), id="open"),
        pytest.param("Mo-Fr 09:00-12:00,14:00-17:30", MONDAY, (NINE_TO_NOON, (time(14), time(17, 30))), id="two_spans"),
        pytest.param("Mo-Fr 09:00-12:00", SUNDAY, (), id="closed_that_day"),
        pytest.param("Mo-Fr 09:00-12:00; PH off", ARMISTICE, (), id="closed_on_holidays"),
    ],
)
def test_the_spans_of_a_day(hours, day, spans):
    assert open_on(hours, day).spans == spans


@pytest.mark.parametrize("hours", [None, "", "sur rendez-vous", "Mo-Fr 9h-12h", "<script>", "\x00"])
def test_what_cannot_be_read_is_unknown(hours):
    assert open_on(hours, MONDAY) is None
    assert said_of_day(hours, MONDAY) is None


@pytest.mark.parametrize(
    "hours, day, said",
    [
        ("24/7", SUNDAY, "hours-all-day"),
        ("Mo-Su 00:00-23:59", SUNDAY, "hours-all-day"),
        ("Mo-Fr 09:00-12:00", MONDAY, "hours-open"),
        ("Mo-Fr 09:00-12:00", SUNDAY, "hours-closed"),
        ("Mo-Fr 09:00-12:00", ARMISTICE, "hours-holiday"),
        ("Mo-Fr 09:00-12:00; PH off", ARMISTICE, "hours-closed"),
    ],
)
def test_what_is_said_of_today(hours, day, said):
    assert said_of_day(hours, day).id == said


def test_a_holiday_is_known_the_day_itself_and_not_its_neighbours():
    assert [is_holiday(date(2026, 11, day)) for day in (10, 11, 12)] == [False, True, False]


@pytest.mark.parametrize("hours", ["Mo-Fr 09:00-12:00; SH off", "Jan-Mar Mo 09:00-10:00", "sur rendez-vous"])
def test_hours_that_are_not_simple_are_left_as_written(hours):
    assert week_said(hours) is None
