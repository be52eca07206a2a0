"""The files: the same for a seed, recognisably fictional, small, and up to date with their generator."""

import gzip
import re
from pathlib import Path

from orientation.demonstration import build
from orientation.demonstration.kinds import SOURCES
from orientation.geography.gazetteer import Gazetteer
from orientation.record import SourceRecord
from orientation.refusal import Rejected

FICTIONAL = ("+3319900", "+3326191", "+3353649")
# Ten figures that begin like a French phone, in any of the files.
_PHONE = re.compile(r"(?<![\d.])(?:\+33|0)[1-9](?:[ .]?\d\d){4}(?![\d.])")


def files(folder: Path) -> dict[str, bytes]:
    """Content by path, decompressed: another zlib may pack the same bytes differently."""
    found = sorted(one for source in SOURCES for one in (folder / source).iterdir())
    return {str(one.relative_to(folder)): gzip.decompress(one.read_bytes()) if one.suffix == ".gz" else one.read_bytes() for one in found}


def test_the_same_seed_gives_the_same_bytes(built: Path, gazetteer: Gazetteer, tmp_path: Path) -> None:
    build(tmp_path, gazetteer)
    for name in files(built):
        assert (tmp_path / name).read_bytes() == (built / name).read_bytes(), name


def test_another_seed_gives_other_services(built: Path, gazetteer: Gazetteer, tmp_path: Path) -> None:
    build(tmp_path, gazetteer, seed=7)
    assert not files(tmp_path).items() & files(built).items()


def test_the_committed_files_are_what_the_generator_writes(built: Path, data: Path) -> None:
    assert files(data / "demo") == files(built), "run `orientation demo build` and commit data/demo"


def test_the_committed_files_stay_small(data: Path) -> None:
    assert sum(one.stat().st_size for one in (data / "demo").rglob("*")) < 3_000_000


def test_every_phone_is_of_a_block_kept_for_fiction(built: Path, records: dict[tuple[str, str], SourceRecord]) -> None:
    shown = [phone for one in records.values() for phone in (one.resource.phone, *one.resource.other_phones) if phone]
    assert len(shown) > 2000
    assert {phone for phone in shown if not phone.startswith(FICTIONAL)} == set()
    written = [number for name, content in files(built).items() if "ror" in name or "carnet" in name for number in phones_in(content)]
    assert len(written) > 1000
    assert {number for number in written if not number.startswith(FICTIONAL)} == set()


def phones_in(content: bytes) -> list[str]:
    """Also those kept for professionals, which no reader shows."""
    return [
        re.sub(r"[ .]", "", "+33" + found.removeprefix("+33").removeprefix("0")) for found in _PHONE.findall(content.decode("utf-8-sig"))
    ]


def test_every_organisation_says_that_it_is_a_demonstration(records: dict[tuple[str, str], SourceRecord]) -> None:
    silent = [
        one.id for one in records.values() if "démonstration" not in (one.resource.organisation or "").lower().replace("demo", "démo")
    ]
    assert silent == []


def test_mails_and_sites_are_of_a_domain_kept_for_examples(records: dict[tuple[str, str], SourceRecord]) -> None:
    resources = [one.resource for one in records.values()]
    assert {one.email.split("@")[1] for one in resources if one.email} == {"example.org"}
    assert {one.website.split("/")[2] for one in resources if one.website} == {"www.example.org"}


def test_numbers_are_of_ranges_nobody_is_given(records: dict[tuple[str, str], SourceRecord]) -> None:
    begins = {"finess": "96", "finess-ej": "96", "siret": "000"}
    numbers = [number for one in records.values() for number in one.resource.identifiers if number.scheme in begins]
    assert {number.scheme for number in numbers} == set(begins)
    assert [number for number in numbers if not number.value.startswith(begins[number.scheme])] == []


def test_readers_refuse_exactly_what_was_broken_on_purpose(entries: dict[str, list[SourceRecord | Rejected]]) -> None:
    refused = {source: sum(isinstance(one, Rejected) for one in ones) for source, ones in entries.items()}
    assert refused == {"finess": 2, "ror": 2, "data-inclusion": 2, "carnet-equipe": 0}
