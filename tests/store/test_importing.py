from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from orientation.record import ImportReport, SourceRecord
from orientation.refusal import Refused, Rejected
from orientation.resource import Resource
from orientation.store.importing import import_extract
from orientation.store.journal import imports, rejections
from orientation.store.quarantine import read_quarantine
from orientation.store.read import directory_version, fetch, iterate_resources
from orientation.store.sheet import record_sheet
from tests.factories import TODAY, a_catchment, a_record, a_rejected, a_resource
from tests.store.imports import NOW, Imports

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def counts(report: ImportReport) -> dict[str, int]:
    """What is not zero."""
    names = ("read", "created", "updated", "unchanged", "closed", "rejected", "closed_by_absence")
    return {name: value for name in names if (value := getattr(report, name))}


def one(database: Engine, id: str) -> Resource:
    (found,) = fetch(database, [id])
    return found


def test_an_entry_becomes_a_resource_that_says_the_same(take: Imports) -> None:
    record = a_record("1", catchment=a_catchment("94028", "94081"))
    assert counts(take(record)) == {"read": 1, "created": 1}
    assert one(take.database, "essai:1") == a_resource(
        id="essai:1", catchment=a_catchment("94081", "94028"), sources=one(take.database, "essai:1").sources
    )
    (source,) = one(take.database, "essai:1").sources
    assert (source.source, source.id, source.updated_on) == ("essai", "1", TODAY)


def test_importing_twice_changes_nothing(take: Imports) -> None:
    entries = (a_record("1"), a_record("2"), a_rejected())
    first, second = take(*entries), take(*entries)
    assert counts(first) == {"read": 3, "created": 2, "rejected": 1}
    assert counts(second) == {"read": 3, "unchanged": 2, "rejected": 1}
    assert first.directory_version == second.directory_version == directory_version(take.database)


def test_a_changed_entry_is_updated_and_its_history_can_be_read(take: Imports) -> None:
    take(a_record("1", phone="+33140000001"), a_record("2"))
    report = take(a_record("1", phone="+33140000002", raw={"telephone": "01 40 00 00 02"}), a_record("2"))
    assert counts(report) == {"read": 2, "updated": 1, "unchanged": 1}
    assert one(take.database, "essai:1").phone == "+33140000002"
    sheet = record_sheet(take.database, "essai:1", take.rules)
    assert sheet is not None
    (happening,) = sheet.history
    assert (happening.kind, happening.day, happening.record) == ("updated", TODAY, "essai:1")
    assert happening.changes["phone"] == ("+33140000001", "+33140000002")
    assert happening.changes["raw.telephone"] == ("+33140000001", "01 40 00 00 02")


@pytest.mark.parametrize(
    ("closed_on", "expected"),
    [
        pytest.param(None, "created", id="open"),
        pytest.param(YESTERDAY, "closed", id="closed_yesterday"),
        pytest.param(TODAY, "closed", id="closed_today"),
        pytest.param(TOMORROW, "created", id="closes_tomorrow"),
    ],
)
def test_a_closing_counts_when_it_is_news(take: Imports, closed_on: date | None, expected: str) -> None:
    assert counts(take(a_record("1", closed_on=closed_on))) == {"read": 1, expected: 1}
    assert counts(take(a_record("1", closed_on=closed_on))) == {"read": 1, "unchanged": 1}
    assert one(take.database, "essai:1").closed_on == closed_on


def test_an_open_entry_that_closes_then_reopens(take: Imports) -> None:
    take(a_record("1"))
    assert counts(take(a_record("1", closed_on=YESTERDAY))) == {"read": 1, "closed": 1}
    assert counts(take(a_record("1", closed_on=YESTERDAY, phone=None))) == {"read": 1, "updated": 1}, "its closing is no longer news"
    assert counts(take(a_record("1"))) == {"read": 1, "updated": 1}
    assert one(take.database, "essai:1").is_open(TODAY)
    sheet = record_sheet(take.database, "essai:1", take.rules)
    assert sheet is not None and [happening.kind for happening in sheet.history] == ["closed", "updated", "reopened"]


def test_only_a_full_extract_closes_what_it_does_not_list(take: Imports) -> None:
    take(a_record("1"), a_record("2"))
    assert counts(take(a_record("1"))) == {"read": 1, "unchanged": 1}
    assert one(take.database, "essai:2").closed_on is None
    assert counts(take(a_record("1"), full=True)) == {"read": 1, "unchanged": 1, "closed_by_absence": 1}
    assert one(take.database, "essai:2").closed_on == TODAY
    assert counts(take(a_record("1"), full=True)) == {"read": 1, "unchanged": 1}, "closed once, on the first day it was missing"
    assert counts(take(a_record("1"), a_record("2"))) == {"read": 2, "unchanged": 1, "updated": 1}
    assert one(take.database, "essai:2").closed_on is None
    sheet = record_sheet(take.database, "essai:2", take.rules)
    assert sheet is not None and [happening.kind for happening in sheet.history] == ["closed-by-absence", "reopened"]


def test_a_full_extract_leaves_other_sources_alone(take: Imports) -> None:
    take(a_record("1", source="autre"), source="autre")
    take(a_record("1"), full=True)
    assert one(take.database, "autre:1").closed_on is None


def test_an_entry_that_could_not_be_read_is_not_closed_for_being_absent(take: Imports) -> None:
    take(a_record("1"), a_record("2"), a_record("3"))
    report = take(a_record("1"), a_rejected(raw='"2";"Essai";488'), full=True)
    assert report.closed_by_absence == 1
    assert one(take.database, "essai:2").closed_on is None
    assert one(take.database, "essai:3").closed_on == TODAY


def test_a_full_extract_with_nothing_readable_is_refused(take: Imports) -> None:
    take(a_record("1"))
    for entries in ((), (a_rejected(),)):
        with pytest.raises(Refused, match="aucune fiche lisible"):
            take(*entries, full=True)
    assert one(take.database, "essai:1").closed_on is None
    assert len(imports(take.database)) == 1


class TestOneIdTwice:
    """Entries of one extract that share an id."""

    def test_that_say_the_same_count_once(self, take: Imports) -> None:
        assert counts(take(a_record("1"), a_record("1"))) == {"read": 2, "created": 1, "unchanged": 1}

    def test_that_differ_are_both_kept(self, take: Imports) -> None:
        laboratory, hall = a_record("1", name="Laboratoire"), a_record("1", name="Caserne des pompiers")
        assert counts(take(laboratory, hall)) == {"read": 2, "created": 2}
        assert {resource.name for resource in iterate_resources(take.database)} == {"Laboratoire", "Caserne des pompiers"}

    def test_are_found_again_in_any_order(self, take: Imports) -> None:
        entries = [a_record("1", name=name) for name in ("Laboratoire", "Caserne", "Drive")]
        version = take(*entries).directory_version
        for order in ((0, 1, 2), (2, 1, 0), (1, 2, 0)):
            report = take(*(entries[place] for place in order))
            assert counts(report) == {"read": 3, "unchanged": 3}
            assert report.directory_version == version

    def test_are_each_updated_in_place(self, take: Imports) -> None:
        take(a_record("1", name="Laboratoire"), a_record("1", name="Caserne"))
        ids = {resource.name: resource.id for resource in iterate_resources(take.database)}
        report = take(a_record("1", name="Caserne", capacity=3), a_record("1", name="Laboratoire", capacity=2))
        assert counts(report) == {"read": 2, "updated": 2}
        assert {resource.name: resource.id for resource in iterate_resources(take.database)} == ids

    def test_with_the_same_name_and_address_are_told_apart_too(self, take: Imports) -> None:
        entries = [a_record("1", capacity=places) for places in (10, 20, 30)]
        assert counts(take(*entries)) == {"read": 3, "created": 3}
        assert counts(take(*reversed(entries))) == {"read": 3, "unchanged": 3}

    def test_close_one_by_one(self, take: Imports) -> None:
        take(a_record("1", name="Laboratoire"), a_record("1", name="Caserne"))
        assert counts(take(a_record("1", name="Caserne"), full=True)) == {"read": 1, "unchanged": 1, "closed_by_absence": 1}
        assert {resource.name for resource in iterate_resources(take.database) if resource.closed_on} == {"Laboratoire"}

    def test_are_told_apart_across_batches(self, take: Imports) -> None:
        between = [a_record(str(number)) for number in range(10, 2_100)]
        entries = [a_record("1", name="Laboratoire"), *between, a_record("1", name="Caserne"), a_record("1", name="Laboratoire")]
        assert counts(take(*entries)) == {"read": 2_093, "created": 2_092, "unchanged": 1}
        assert counts(take(*entries)) == {"read": 2_093, "unchanged": 2_093}


class TestRejected:
    def test_entries_wait_in_a_file_that_can_be_replayed(self, take: Imports) -> None:
        rejected = a_rejected(raw='1;"Essai\u202fnº 1";488')
        report = take(a_record("1"), rejected)
        assert report.quarantine is not None
        assert list(read_quarantine(Path(report.quarantine))) == [rejected]

    def test_entries_can_be_read_from_the_journal(self, take: Imports) -> None:
        take(a_rejected(value="488"), a_rejected(line=3))
        (past,) = imports(take.database)
        assert [(entry.source, entry.line, entry.value, entry.reason) for entry in rejections(take.database, past.id)] == [
            ("essai", 2, "488", "La longitude 488 n'existe pas."),
            ("essai", 3, "488", "La longitude 488 n'existe pas."),
        ]

    @pytest.mark.parametrize(
        "record",
        [
            pytest.param(a_record("1", name="Essai\x00"), id="nul"),
            pytest.param(a_record("1", name="Essai\ud83d"), id="half_a_character"),
            pytest.param(a_record("1", raw={"nom": "Essai\ud83d"}), id="half_a_character_in_raw"),
            pytest.param(a_record("1", raw={"siret": 10**30}), id="a_number_too_large"),
            pytest.param(a_record("1" * 501), id="an_endless_id"),
            pytest.param(a_record("1", enriches=("finess", "9\x00"), capacity=3), id="nul_in_what_it_completes"),
        ],
    )
    def test_what_no_database_can_hold_is_refused_alone(self, take: Imports, record: SourceRecord) -> None:
        report = take(a_record("2"), record)
        assert counts(report) == {"read": 2, "created": 1, "rejected": 1}
        assert report.quarantine is not None and len(list(read_quarantine(Path(report.quarantine)))) == 1

    def test_a_backslash_is_not_a_nul(self, take: Imports) -> None:
        assert counts(take(a_record("1", name="Essai \\u0000"))) == {"read": 1, "created": 1}

    def test_a_nul_in_the_raw_fields_is_kept(self, take: Imports) -> None:
        take(a_record("1", raw={"nom": "a\x00b"}))
        sheet = record_sheet(take.database, "essai:1", take.rules)
        assert sheet is not None and sheet.records[0].record.raw == {"nom": "a\x00b"}

    def test_strange_rejected_values_are_made_harmless(self, take: Imports) -> None:
        report = take(a_rejected(value="\x00\ud800" * 400, raw="\ud800"))
        assert counts(report) == {"read": 1, "rejected": 1}

    def test_a_damaged_quarantine_file_says_where(self, tmp_path: Path) -> None:
        path = tmp_path / "essai-00001.jsonl"
        path.write_text("{}\n")
        with pytest.raises(Refused, match="ligne 1"):
            list(read_quarantine(path))

    def test_nothing_rejected_leaves_no_file(self, take: Imports) -> None:
        assert take(a_record("1")).quarantine is None
        assert not take.quarantine.exists()


class TestInTrouble:
    def entries(self) -> Iterator[SourceRecord | Rejected]:
        yield from (a_record(str(number)) for number in range(3_000))
        yield a_rejected()
        raise Refused("Le fichier s'arrête au milieu d'une fiche.")

    def test_a_file_that_breaks_off_leaves_everything_as_it_was(self, take: Imports) -> None:
        version = take(a_record("1", name="Avant")).directory_version
        with pytest.raises(Refused, match="au milieu"):
            import_extract(take.database, "essai", self.entries(), rules=take.rules, now=NOW, quarantine_dir=take.quarantine)
        assert directory_version(take.database) == version
        assert [resource.name for resource in iterate_resources(take.database)] == ["Avant"]
        assert len(imports(take.database)) == 1
        assert not list(take.quarantine.glob("*"))

    def test_readers_see_the_old_directory_until_the_import_is_done(self, take: Imports) -> None:
        take(a_record("1", name="Avant"))
        seen: list[str] = []

        def entries() -> Iterator[SourceRecord]:
            for number in range(5_000):
                if number % 2_500 == 2_499:
                    seen.extend(resource.name for resource in iterate_resources(take.database))
                yield a_record(str(number), name="Après")

        import_extract(take.database, "essai", entries(), rules=take.rules, now=NOW)
        assert seen == ["Avant", "Avant"]
        assert one(take.database, "essai:1").name == "Après"

    def test_a_second_import_waits_then_gives_up_with_a_sentence(self, take: Imports) -> None:
        def entries() -> Iterator[SourceRecord]:
            yield a_record("1")
            with pytest.raises(Refused, match="Un autre import est en cours"):
                import_extract(take.database, "autre", [a_record("1", source="autre")], rules=take.rules, now=NOW, patience_s=0.2)

        report = import_extract(take.database, "essai", entries(), rules=take.rules, now=NOW)
        assert counts(report) == {"read": 1, "created": 1}
        assert counts(take(a_record("1", source="autre"), source="autre")) == {"read": 1, "created": 1}


def test_files_are_named_with_their_fingerprint(take: Imports, tmp_path: Path) -> None:
    path = tmp_path / "extrait.csv"
    path.write_bytes(b"abc")
    import_extract(take.database, "essai", [a_record("1")], rules=take.rules, now=NOW, files=[path])
    (past,) = imports(take.database)
    (file,) = past.files
    assert (file.name, file.bytes, file.sha256[:8]) == ("extrait.csv", 3, "ba7816bf")
    assert past.at == datetime(2026, 1, 15, 9, 30)


def test_progress_is_told_as_entries_are_read(take: Imports) -> None:
    told: list[int] = []
    entries = (a_record(str(number)) for number in range(4_500))
    import_extract(take.database, "essai", entries, rules=take.rules, now=NOW, progress=told.append)
    assert told == [1_000, 2_000, 3_000, 4_000, 4_500]


@pytest.mark.parametrize("source", ["", "a:b"])
def test_a_source_has_a_plain_name(database: Engine, take: Imports, source: str) -> None:
    with pytest.raises(ValueError, match="colon"):
        take(source=source)


def test_what_entries_have_in_common_is_stored_once(take: Imports) -> None:
    """Entries of one source are alike: compressed together they take a fraction of their JSON."""
    record = a_record("1", description="Service prestataire d'aide et d'accompagnement à domicile, habilité à l'aide sociale. " * 5)
    take(*(a_record(str(n), description=f"{n} {record.resource.description}") for n in range(1_000)))
    with take.database.connect() as connection:
        size = connection.execute(text("SELECT avg(length(content)) FROM record_content")).scalar()
    assert size is not None and float(size) < 200
    assert one(take.database, "essai:999").description == f"999 {record.resource.description}"
