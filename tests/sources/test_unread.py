"""What an entry was read from, told by a fingerprint: it changes when reading could say something else, and only then."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from orientation.record import SourceRecord, Unread
from orientation.sources.reading import Context
from orientation.sources.registry import read_extract
from orientation.sources.unread import mark, unread
from tests.sources.conftest import TODAY
from tests.sources.ror_json import bundle, location, offer, organization, role
from tests.sources.test_finess import establishment, flow

VERSION = b"essai"


@pytest.fixture
def asked(context: Context) -> Context:
    return replace(context, version=VERSION)


def told(asked: Context, folder: Path, source: str, document: object) -> list[Unread]:
    path = folder / "extrait.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return [one for one in read_extract(source, [path], asked, {}) if isinstance(one, Unread)]


def offered(*others: object, **changes: object) -> object:
    return bundle(offer(location=[{"reference": "Location/1"}], providedBy={"reference": "Organization/1"}, **changes), *others)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(offered(location(), organization(), role(), comment="Sur rendez-vous"), id="the_offer"),
        pytest.param(offered(location(address={"city": "Cayenne"}), organization(), role()), id="its_place"),
        pytest.param(offered(location(), organization(name="Autre association"), role()), id="its_organisation"),
        pytest.param(offered(organization(), role()), id="a_place_that_is_gone"),
    ],
)
def test_an_offer_is_another_when_anything_it_is_read_from_changes(asked: Context, tmp_path: Path, other: object) -> None:
    (before,) = told(asked, tmp_path, "ror", offered(location(), organization(), role()))
    (same,) = told(asked, tmp_path, "ror", offered(role(), organization(), location()))
    (after,) = told(asked, tmp_path, "ror", other)
    assert (before.id, before.fingerprint) == (same.id, same.fingerprint)
    assert before.id == after.id and before.fingerprint != after.fingerprint


def test_an_offer_is_another_when_a_professional_comes(asked: Context, tmp_path: Path) -> None:
    (alone,) = told(asked, tmp_path, "ror", offered(location(), organization()))
    who = role(healthcareService=[{"reference": f"HealthcareService/{offer()['id']}"}])
    (staffed,) = told(asked, tmp_path, "ror", offered(location(), organization(), who))
    assert alone.fingerprint != staffed.fingerprint


def test_an_establishment_is_another_when_its_owner_changes(asked: Context, tmp_path: Path) -> None:
    document = flow(establishment())
    (before,) = told(asked, tmp_path, "finess", document)
    document["pmej"][0]["informationsGeneralesPMEJ"]["numFinessPm"] = "940009999"
    (after,) = told(asked, tmp_path, "finess", document)
    assert before.id == after.id and before.fingerprint != after.fingerprint


def test_reading_later_gives_the_entry_that_reading_at_once_gives(context: Context, asked: Context, tmp_path: Path) -> None:
    (later,) = told(asked, tmp_path, "ror", offered(location(), organization(), role()))
    (now,) = read_extract("ror", [tmp_path / "extrait.json"], context, {})
    assert isinstance(now, SourceRecord)
    assert later.read() == now
    assert later.id == now.id


@pytest.mark.parametrize(
    "day, depends",
    [
        pytest.param(TODAY - timedelta(days=2), False, id="past"),
        pytest.param(TODAY - timedelta(days=1), True, id="yesterday_elsewhere_may_be_today"),
        pytest.param(TODAY, True, id="today"),
        pytest.param(TODAY + timedelta(days=400), True, id="to_come"),
    ],
)
@pytest.mark.parametrize("written", ["{}", "{}T10:00:00+01:00"], ids=["a_day", "an_instant"])
def test_what_is_to_come_makes_the_day_of_the_import_count(asked: Context, day, depends: bool, written: str) -> None:
    said = {"period": {"end": written.format(day.isoformat())}}
    tomorrow = replace(asked, today=TODAY + timedelta(days=1))
    # The day after, what was yesterday is past.
    assert (mark(asked, said) != mark(tomorrow, said)) == depends


@pytest.mark.parametrize(
    "written, depends", [("2026", True), ("2026-11", True), ("2026-10", False), ("9999-12-31", True), ("94000", False)]
)
def test_partial_days_count_from_their_month_or_year(asked: Context, written: str, depends: bool) -> None:
    assert (mark(asked, [written]) != mark(replace(asked, today=TODAY + timedelta(days=1)), [written])) == (depends and written < "3")


def test_another_version_of_readers_reads_everything_again(asked: Context) -> None:
    def read() -> SourceRecord:
        raise AssertionError("nobody asked to read it")

    one, other = (unread(replace(asked, version=version), "essai", "1", [b"x"], read) for version in (b"1", b"2"))
    assert isinstance(one, Unread) and isinstance(other, Unread)
    assert one.fingerprint != other.fingerprint


@pytest.mark.parametrize(
    "id, marks",
    [(None, [b"x"]), ("", [b"x"]), ("nul\x00", [b"x"]), ("moitié\ud800", [b"x"]), ("a" * 501, [b"x"]), ("1", [None]), ("1", [b"x", None])],
)
def test_what_cannot_be_told_is_read_at_once(asked: Context, id: str | None, marks: list[bytes | None]) -> None:
    assert unread(asked, "essai", id, marks, lambda: "lu") == "lu"  # type: ignore[arg-type, return-value]


def test_nobody_asks_without_a_version(context: Context) -> None:
    assert mark(context, {"a": 1}) is None
    assert unread(context, "essai", "1", [b"x"], lambda: "lu") == "lu"  # type: ignore[arg-type, return-value]


def test_what_json_cannot_say_has_no_mark(asked: Context) -> None:
    deep: object = 1
    for _ in range(2_000):
        deep = [deep]
    assert mark(asked, deep) is None
    assert mark(asked, {"texte": "\ud800"}) is None
