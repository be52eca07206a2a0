"""Files as received: whatever their compression and encoding, never more than they may cost."""

import gzip
from pathlib import Path

import pytest

from orientation.refusal import Refused
from orientation.sources.extract import Extract
from tests.sources.entries import written


def rows_of(path: Path, delimiter: str = ";") -> list[tuple[int, list[str] | None]]:
    return list(Extract(path).rows(delimiter))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("nom;ville\nÉté;Créteil\n".encode(), id="utf_8"),
        pytest.param("nom;ville\nÉté;Créteil\n".encode("utf-8-sig"), id="utf_8_with_a_mark"),
        pytest.param("nom;ville\nÉté;Créteil\n".encode("cp1252"), id="windows_1252"),
        pytest.param("nom;ville\nÉté;Créteil\n".encode("utf-16"), id="utf_16"),
        pytest.param("nom;ville\nÉté;".encode() + "Créteil\n".encode("cp1252"), id="both_in_one_file"),
        pytest.param(b"nom;ville\r\n" + "Été;Créteil".encode() + b"\r\n\r\n", id="lines_of_windows"),
        pytest.param("nom;ville\nÉ\0té;Créteil\n".encode(), id="nul_characters"),
        pytest.param(gzip.compress("nom;ville\nÉté;Créteil\n".encode()), id="gzip"),
    ],
)
def test_the_same_rows_whatever_the_encoding(tmp_path: Path, content: bytes) -> None:
    assert [cells for _, cells in rows_of(written(tmp_path / "liste.csv", content))] == [["nom", "ville"], ["Été", "Créteil"]]


def test_rows_know_the_line_they_start_on(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", 'a;b\n"une\ncellule";x\nc;d\n')
    assert [line for line, _ in rows_of(path)] == [1, 2, 4]


def test_a_giant_cell_is_left_out_and_the_rest_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "a;b\n" + "x" * (2 << 20) + ";y\nc;d\n")
    cells = [cells for _, cells in rows_of(path)]
    assert cells[0] == ["a", "b"] and cells[-1] == ["c", "d"] and None in cells


def test_a_truncated_archive_is_refused(tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(b"%d;x\n" % number for number in range(20_000)))
    with pytest.raises(Refused, match="tronquée"):
        rows_of(written(tmp_path / "a.csv.gz", whole[: len(whole) // 2]))


def test_an_archive_that_expands_without_end_is_refused(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "bombe.csv.gz", "wb") as bomb:
        for _ in range(80):
            bomb.write(b"x" * ((1 << 20) - 1) + b"\n")
    with pytest.raises(Refused, match="taille"):
        rows_of(tmp_path / "bombe.csv.gz")


def test_a_missing_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="introuvable"):
        rows_of(tmp_path / "absent.csv")
