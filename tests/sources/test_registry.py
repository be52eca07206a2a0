"""Which reader a name means, and what is said of a file given to the wrong one."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from orientation.refusal import Refused
from orientation.sources.reading import Context
from orientation.sources.registry import read_extract, reader_for, source_of
from orientation.table import TableDescription
from tests.sources.conftest import Read
from tests.sources.entries import records, rejected, the_record, written
from tests.sources.ror_json import bundle, offer

FINESS = "finess;etalab;111;2026-05-12\n"
TEAM = "Nom;Besoins;Zone desservie\nA;ehpad;94\n"


def test_every_source_has_its_reader(descriptions: Mapping[str, TableDescription]) -> None:
    for source in ("finess", "ror", "data-inclusion", "rpps", *descriptions):
        assert reader_for(source, descriptions).source == source


def test_an_unknown_source_is_refused_naming_those_known(descriptions: Mapping[str, TableDescription]) -> None:
    with pytest.raises(Refused, match="annuaire-inconnu") as refusal:
        reader_for("annuaire-inconnu", descriptions)
    assert all(source in str(refusal.value) for source in ("finess", "ror", "soliguide"))


@pytest.mark.parametrize(
    "content, told",
    [
        pytest.param(FINESS, ["« finess »", "orientation import finess"], id="another_source"),
        pytest.param(TEAM, ["« equipe »", "orientation import equipe"], id="a_table"),
        pytest.param("a;b\n1;2\n", ["colonnes attendues", "a;b"], id="a_table_nobody_describes"),
        pytest.param({"taux": 3, "annee": 2024}, ["taux", "annee"], id="another_json"),
        pytest.param(b"%PDF-1.7\n...", ["PDF"], id="a_pdf"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1", [".xlsx"], id="an_old_spreadsheet"),
        pytest.param(b"PK\x03\x04" + b"x" * 50, ["zip"], id="an_archive"),
        pytest.param("<!DOCTYPE html><html>", ["page web"], id="a_web_page"),
        pytest.param('<?xml version="1.0"?><HealthcareService/>', ["XML"], id="xml"),
        pytest.param(b"\x00\x01\x02\x03" * 20, ["binaire"], id="bytes"),
        pytest.param("", ["vide"], id="nothing"),
        pytest.param("   \n", ["vide"], id="blank"),
    ],
)
def test_a_file_of_another_format_is_refused_saying_what_it_is(read: Read, tmp_path: Path, content: object, told: list[str]) -> None:
    with pytest.raises(Refused) as refusal:
        read("ror", written(tmp_path / "fichier", content))
    assert all(words in str(refusal.value) for words in [*told, "fichier", "ROR"]), refusal.value


def test_nothing_is_read_when_one_file_is_of_another_format(
    context: Context, descriptions: Mapping[str, TableDescription], tmp_path: Path
) -> None:
    """Refused at once, not when the first entry is asked for."""
    paths = [written(tmp_path / "1.json", bundle(offer())), written(tmp_path / "2.csv", TEAM)]
    with pytest.raises(Refused, match=r"2\.csv"):
        read_extract("ror", paths, context, descriptions)


def test_a_folder_stands_for_its_files(read: Read, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    written(tmp_path / "pages" / "1.json", bundle(offer()))
    written(tmp_path / "LISEZMOI.txt", "un extrait du ROR")
    written(tmp_path / ".cache", "caché")
    entries = read("ror", tmp_path)
    assert the_record(records(entries)).id == "11/0000001"
    assert [one.file for one in rejected(entries)] == ["LISEZMOI.txt"]


@pytest.mark.parametrize("folder", ["vide", "absent"])
def test_a_folder_without_the_format_is_refused(read: Read, tmp_path: Path, folder: str) -> None:
    (tmp_path / "vide").mkdir()
    with pytest.raises(Refused, match=folder):
        read("ror", tmp_path / folder)


def test_no_file_at_all_is_refused(read: Read) -> None:
    with pytest.raises(Refused, match="Aucun fichier"):
        read("ror")


def test_the_source_of_a_file_is_found_by_its_content(descriptions: Mapping[str, TableDescription], tmp_path: Path) -> None:
    assert source_of(written(tmp_path / "sans-nom", bundle(offer())), descriptions) == "ror"
    assert source_of(written(tmp_path / "carnet", TEAM), descriptions) == "equipe"
    assert source_of(written(tmp_path / "autre", "a;b\n"), descriptions) is None
