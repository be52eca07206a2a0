"""One cell at a time."""

from datetime import date, datetime

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orientation.sources import fields
from orientation.territory import Commune
from tests.factories import CRETEIL
from tests.sources.conftest import TODAY


@pytest.mark.parametrize(
    "cell, said",
    [
        pytest.param("  EHPAD&nbsp;<b>Les  Lilas</b>\u200b ", "EHPAD Les Lilas", id="markup_and_spaces"),
        pytest.param("N/A", None, id="nothing_in_letters"),
        pytest.param("-", None, id="a_dash"),
        pytest.param("\\N", None, id="a_database_null"),
        pytest.param("nan", None, id="a_missing_number"),
        pytest.param(0, "0", id="zero_is_said"),
        pytest.param(None, None, id="none"),
        pytest.param("a < b", "a < b", id="a_sign_is_no_markup"),
    ],
)
def test_text(cell: object, said: str | None) -> None:
    assert fields.text(cell) == said


@pytest.mark.parametrize(
    "cell, name, is_told",
    [
        pytest.param("EHPAD Les Lilas", "EHPAD Les Lilas", False, id="plain"),
        pytest.param('=HYPERLINK("x")', 'HYPERLINK("x")', True, id="a_formula"),
        pytest.param("<script>alert(1)</script>SSIAD", "alert(1) SSIAD", True, id="a_script"),
        pytest.param("+ de répit", "+ de répit", False, id="a_plus_is_no_formula"),
        pytest.param("   ", None, False, id="blank"),
    ],
)
def test_a_name_loses_what_would_run(cell: str, name: str | None, is_told: bool) -> None:
    found, told = fields.name(cell)
    assert found == name and (told is not None) == is_told


@pytest.mark.parametrize(
    "cell, phone",
    [
        pytest.param("04 74 45 46 47", "+33474454647", id="spaced"),
        pytest.param("01.01.01.01.01", "+33101010101", id="dotted"),
        pytest.param("+33 1 45 00 00 01", "+33145000001", id="international"),
        pytest.param("0033145000001", "+33145000001", id="international_with_zeros"),
        pytest.param(142604256, "+33142604256", id="a_number_that_lost_its_zero"),
        pytest.param("0594276027", "+594594276027", id="guyane"),
        pytest.param("0692123456", "+262692123456", id="reunion"),
        pytest.param("3977", "3977", id="a_short_number"),
        pytest.param("115", "115", id="a_social_emergency_number"),
        pytest.param("01 45 00 00 01 / 06 00 00 00 00", "+33145000001", id="the_first_of_two"),
        pytest.param("+32 2 555 55 55", "+3225555555", id="another_country"),
        pytest.param("12345", None, id="no_number"),
        pytest.param("à demander", None, id="words"),
        pytest.param(None, None, id="none"),
    ],
)
def test_phone(cell: object, phone: str | None) -> None:
    assert fields.phone(cell) == phone


@given(st.text(max_size=40) | st.integers() | st.none())
def test_a_phone_is_a_number_one_can_dial_or_none(cell: object) -> None:
    phone = fields.phone(cell)
    assert phone is None or phone.isdigit() or phonenumbers.is_possible_number(phonenumbers.parse(phone))


@pytest.mark.parametrize(
    "cell, day",
    [
        pytest.param("2026-11-21", TODAY, id="today"),
        pytest.param("2026-11-22", None, id="tomorrow_cannot_be"),
        pytest.param("2020-12-31 10:19:02.153", date(2020, 12, 31), id="an_instant"),
        pytest.param("2019-09-01T01:00:00.000+01:00", date(2019, 9, 1), id="an_instant_of_fhir"),
        pytest.param("31/12/2020", date(2020, 12, 31), id="the_french_way"),
        pytest.param("43953", date(2020, 5, 2), id="a_spreadsheet_s_number"),
        pytest.param(datetime(2020, 5, 2, 8), date(2020, 5, 2), id="a_datetime"),
        pytest.param("2062-01-06", None, id="a_two_digit_year_gone_wrong"),
        pytest.param("31/02/2020", None, id="no_such_day"),
        pytest.param("0001-01-01", None, id="the_year_one"),
        pytest.param("bientôt", None, id="words"),
        pytest.param("", None, id="empty"),
    ],
)
def test_day(cell: object, day: date | None) -> None:
    found, told = fields.day(cell, TODAY)
    assert found == day
    assert (told is None) == (day is not None or not cell)


@given(st.text(max_size=30))
def test_a_day_is_never_after_today_whatever_is_written(cell: str) -> None:
    found, _ = fields.day(cell, TODAY)
    assert found is None or found <= TODAY


@pytest.mark.parametrize(
    "cell, number",
    [
        ("1 234,50", 1234.5),
        ("48.85", 48.85),
        ("12\u202f000", 12000.0),
        (3, 3.0),
        (float("nan"), None),
        ("1e999", None),
        ("n/a", None),
        (True, None),
    ],
)
def test_number(cell: object, number: float | None) -> None:
    assert fields.number(cell) == number


@pytest.mark.parametrize(
    "cell, address",
    [("Accueil@Essai.example", "accueil@essai.example"), ("a@b.fr ; c@d.fr", "a@b.fr"), ("sans objet", None), (None, None)],
)
def test_email(cell: object, address: str | None) -> None:
    assert fields.email(cell) == address


@pytest.mark.parametrize(
    "cell, address",
    [
        ("www.essai.example", "https://www.essai.example"),
        ("http://essai.example/x", "http://essai.example/x"),
        ("https://essai.example/?a=1&lt=2&copy=3", "https://essai.example/?a=1&lt=2&copy=3"),
        ("https://essai.example/?a=1&amp;b=2", "https://essai.example/?a=1&b=2"),
        ("<a>www.essai.example</a>", "https://www.essai.example"),
        (f"https://essai.example/{'a' * 2_000}", None),
        ("javascript:alert(1).x", None),
        ("a@essai.example", None),
        ("voir le site", None),
    ],
)
def test_website(cell: object, address: str | None) -> None:
    assert fields.website(cell) == address


@pytest.mark.parametrize(
    "lat, lon, commune, reliable, told",
    [
        pytest.param(48.78, 2.45, CRETEIL, True, None, id="in_its_commune"),
        pytest.param(48.78, 2.45, None, None, None, id="commune_unknown"),
        pytest.param("48,78", "2,45", CRETEIL, True, None, id="decimal_commas"),
        pytest.param(2.45, 48.78, CRETEIL, None, "inversées", id="swapped"),
        pytest.param(0, 0, CRETEIL, None, "0, 0", id="null_island"),
        pytest.param(40.7, -74.0, CRETEIL, None, "hors de France", id="new_york"),
        pytest.param(43.3, 5.4, CRETEIL, False, "sa commune", id="another_town"),
        pytest.param(4.94, -52.33, None, None, None, id="guyane"),
        pytest.param(None, 2.45, CRETEIL, None, None, id="half_a_position"),
    ],
)
def test_position(lat: object, lon: object, commune: Commune | None, reliable: bool | None, told: str | None) -> None:
    placed = fields.position(lat, lon, commune)
    assert placed.reliable == reliable
    assert (placed.warning is None) if told is None else (told in (placed.warning or ""))
    assert (placed.lat is None) == (placed.lon is None)
