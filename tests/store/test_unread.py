"""Entries that did not change are not read again, and what the directory says never depends on that."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from orientation.record import SourceRecord, Unread
from orientation.refusal import Rejected
from orientation.resource import Resource
from orientation.store.read import fetch, iterate_resources
from tests.factories import TODAY, a_record, a_rejected
from tests.store.imports import NOW, Imports, empty
from tests.store.test_importing import counts


class Shelf:
    """Entries as a reader hands them over, and which of them were read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, entry: SourceRecord | Rejected, fingerprint: bytes = b"1", id: str | None = None) -> Unread:
        def read() -> SourceRecord | Rejected:
            self.read.append(name)
            return entry

        name = id or (entry.id if isinstance(entry, SourceRecord) else "?")
        return Unread("essai", name, fingerprint, read)


def shown(database: Engine) -> list[Resource]:
    return sorted(iterate_resources(database), key=lambda one: one.id)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_an_unchanged_entry_is_read_once(take: Imports, shelf: Shelf) -> None:
    entries = [shelf(a_record("1")), shelf(a_record("2"))]
    assert counts(take(*entries)) == {"read": 2, "created": 2}
    assert counts(take(*entries, full=True)) == {"read": 2, "unchanged": 2}
    assert shelf.read == ["1", "2"]


def test_an_entry_read_from_something_else_is_compared(take: Imports, shelf: Shelf) -> None:
    take(shelf(a_record("1", phone="+33140000001")), shelf(a_record("2")))
    changed = (shelf(a_record("1", phone="+33140000002"), b"2"), shelf(a_record("2"), b"2"))
    assert counts(take(*changed)) == {"read": 2, "updated": 1, "unchanged": 1}
    assert fetch(take.database, ["essai:1"])[0].phone == "+33140000002"
    shelf.read.clear()
    assert counts(take(*changed)) == {"read": 2, "unchanged": 2}
    assert shelf.read == []


def test_an_entry_refused_is_refused_again(take: Imports, shelf: Shelf) -> None:
    for _ in range(2):
        assert counts(take(shelf(a_rejected(), id="1"), shelf(a_record("2")))) | {"created": 0, "unchanged": 0} == {
            "read": 2, "rejected": 1, "created": 0, "unchanged": 0,
        }  # fmt: skip
    assert shelf.read == ["?", "2", "?"] or shelf.read == ["1", "2", "1"]


def test_an_entry_listed_again_after_an_absence_is_open_again(take: Imports, shelf: Shelf) -> None:
    take(shelf(a_record("1")), shelf(a_record("2")))
    assert take(shelf(a_record("2")), full=True, now=NOW + timedelta(days=1)).closed_by_absence == 1
    assert counts(take(shelf(a_record("1")), now=NOW + timedelta(days=2))) == {"read": 1, "updated": 1}
    assert fetch(take.database, ["essai:1"])[0].is_open(TODAY + timedelta(days=3))


def test_entries_that_share_an_id_are_told_apart_by_reading_them(take: Imports, shelf: Shelf) -> None:
    twins = [shelf(a_record("1", name="Antenne nord"), b"n"), shelf(a_record("1", name="Antenne sud"), b"s")]
    assert counts(take(*twins)) == {"read": 2, "created": 2}
    before = shown(take.database)
    assert counts(take(*reversed(twins), full=True)) == {"read": 2, "unchanged": 2}
    assert counts(take(twins[0])) == {"read": 1, "unchanged": 1}
    assert shown(take.database) == before


def test_one_entry_given_twice_counts_twice(take: Imports, shelf: Shelf) -> None:
    one = shelf(a_record("1"))
    assert counts(take(one, one)) == {"read": 2, "created": 1, "unchanged": 1}
    assert counts(take(one, one)) == {"read": 2, "unchanged": 2}


def test_an_entry_that_names_itself_otherwise_is_read_every_time(take: Imports, shelf: Shelf) -> None:
    for _ in range(2):
        take(shelf(a_record("vrai"), id="annoncé"))
    assert shelf.read == ["annoncé", "annoncé"]
    assert [one.id for one in fetch(take.database, ["essai:vrai"])] == ["essai:vrai"]


EXTRACTS = st.lists(
    st.lists(st.tuples(st.sampled_from("123"), st.sampled_from([None, "+33140000001", "+33140000002"])), max_size=5), min_size=1, max_size=4
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(extracts=EXTRACTS, full=st.booleans())
def test_leaving_unread_gives_the_directory_that_reading_gives(database: Engine, tmp_path, extracts, full: bool) -> None:
    found = []
    for lazily in (True, False):
        empty(database)
        take, reports = Imports(database, tmp_path), []
        for day, extract in enumerate(extracts):
            records = [a_record(id, phone=phone) for id, phone in extract] or [a_record("autre")]
            entries = [Shelf()(one, str(one.resource.phone).encode()) if lazily else one for one in records]
            reports.append(counts(take(*entries, full=full, now=NOW + timedelta(days=day))))
        found.append((shown(database), reports))
    assert found[0] == found[1]


def test_the_day_of_an_entry_is_its_own(take: Imports, shelf: Shelf) -> None:
    record = replace(a_record("1"), updated_on=date(2025, 1, 1))
    take(shelf(record))
    take(shelf(record), now=NOW + timedelta(days=30))
    assert fetch(take.database, ["essai:1"])[0].updated_on == date(2025, 1, 1)
