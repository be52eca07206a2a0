"""Sheets of an Excel workbook, opened without trusting its size."""

import io
import zlib
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile, ZipFile

import openpyxl

from orientation.refusal import Refused
from orientation.sources.extract import Extract

# A workbook of 100,000 rows unpacks to some 100 MB of XML; one made to exhaust a memory unpacks without end.
_MAX_BYTES = 1 << 30
_MAX_RATIO = 300
_RATIO_COUNTS_FROM = 50 << 20
# What an archive or its XML may raise when they are damaged.
_DAMAGED = (BadZipFile, zlib.error, LookupError, OSError, ValueError, TypeError, EOFError, SyntaxError, AttributeError, NotImplementedError)
_SIGNATURE = b"PK\x03\x04"

Rows = Iterator[tuple[int, tuple[Any, ...]]]


def is_workbook(extract: Extract) -> bool:
    return extract.head.startswith(_SIGNATURE)


def sheets(extract: Extract) -> Iterator[tuple[str, Rows]]:
    """Each sheet's title and its rows that hold something, numbered from 1. Raises Refused for a workbook that does not open."""
    packed = io.BytesIO(extract.beginning(_MAX_BYTES)[0])
    try:
        _check_size(packed, extract)
        book = openpyxl.load_workbook(packed, read_only=True, data_only=True)
    except _DAMAGED as error:
        raise _unreadable(extract, error) from error
    try:
        for sheet in book.worksheets:
            yield sheet.title, _rows(sheet, extract)
    finally:
        book.close()


def first_sheet(extract: Extract) -> Rows:
    """The rows of the first sheet; a workbook without any has none."""
    for _, rows in sheets(extract):
        yield from rows
        return


def _rows(sheet: Any, extract: Extract) -> Rows:
    try:
        for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            if any(cell is not None and cell != "" for cell in cells):
                yield line, cells
    except _DAMAGED as error:
        raise _unreadable(extract, error) from error


def _check_size(packed: io.BytesIO, extract: Extract) -> None:
    with ZipFile(packed) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
    received = max(1, packed.getbuffer().nbytes)
    if unpacked > _MAX_BYTES or (unpacked > _RATIO_COUNTS_FROM and unpacked > _MAX_RATIO * received):
        raise Refused(
            f"{extract.name} : ce classeur contient {unpacked >> 20} Mo pour {received >> 10} Ko reçus, ce qui n'est pas une taille "
            "d'annuaire. Vérifiez l'origine du fichier."
        )


def _unreadable(extract: Extract, error: Exception) -> Refused:
    return Refused(f"{extract.name} : ce classeur ne s'ouvre pas ({str(error)[:120]}). Enregistrez-le à nouveau au format .xlsx.")
