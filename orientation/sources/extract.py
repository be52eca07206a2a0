"""A file as it was received: opened whatever its compression and encoding, bounded in what it may cost. Knows no format."""

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from orientation.refusal import Refused

HEAD_BYTES = 1 << 16
# Published directories in gzip expand 5 to 40 times; a file that expands 300 times is made to exhaust a disk or a memory.
MAX_RATIO = 300
RATIO_COUNTS_FROM = 50 << 20
MAX_BYTES = 16 << 30
MAX_CELL = 1 << 20
_PIECE = 1 << 20

csv.field_size_limit(MAX_CELL)


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8 are read as Windows-1252, which is what mixed French files hold."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error("windows-1252", _as_windows_1252)


class _Bounded(io.RawIOBase):
    """Reads a decompressed stream until it costs too much."""

    def __init__(self, inner: BinaryIO, name: str, compressed_bytes: int) -> None:
        self._inner, self._name, self._compressed, self._read = inner, name, max(1, compressed_bytes), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        try:
            block = self._inner.read(len(buffer))
        except (OSError, EOFError, zlib.error) as error:
            raise Refused(f"{self._name} : l'archive gzip est abîmée ou tronquée ({error}). Téléchargez le fichier à nouveau.") from error
        self._read += len(block)
        if self._read > MAX_BYTES or (self._read > RATIO_COUNTS_FROM and self._read > MAX_RATIO * self._compressed):
            raise Refused(
                f"{self._name} : le contenu décompressé dépasse {self._read >> 20} Mo pour {self._compressed >> 10} Ko reçus, "
                "ce qui n'est pas une taille d'annuaire. Vérifiez l'origine du fichier."
            )
        buffer[: len(block)] = block
        return len(block)


@dataclass(frozen=True)
class Extract:
    """One file of a directory. Nothing is read until asked for."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    def stream(self) -> BinaryIO:
        """The bytes, decompressed when the content (not the name) says gzip. Raises Refused when it cannot be opened."""
        try:
            raw = self.path.open("rb")
        except OSError as error:
            raise Refused(f"{self.path} : fichier introuvable ou illisible ({error.strerror}). Vérifiez le chemin.") from error
        if raw.read(2) != b"\x1f\x8b":
            raw.seek(0)
            return raw
        raw.seek(0)
        unzipped = gzip.GzipFile(fileobj=raw)
        return io.BufferedReader(_Bounded(unzipped, self.name, self.path.stat().st_size), 1 << 18)  # type: ignore[arg-type, type-var]

    def beginning(self, limit: int) -> tuple[bytes, bool]:
        """Up to about `limit` bytes, and whether that is the whole content. Read by pieces: asking for all would reserve all."""
        pieces, length = [], 0
        with self.stream() as stream:
            while length <= limit and (piece := stream.read(_PIECE)):
                pieces.append(piece)
                length += len(piece)
        return b"".join(pieces), length <= limit

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB, decompressed: enough to recognise a format."""
        with self.stream() as stream:
            return stream.read(HEAD_BYTES)

    @property
    def encoding(self) -> str:
        if self.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        return "utf-8-sig"

    @property
    def head_text(self) -> str:
        return self.head.decode(self.encoding, errors="windows-1252" if self.encoding != "utf-16" else "replace")

    @property
    def opening(self) -> str:
        """The beginning as text, from its first character that shows."""
        return self.head_text.lstrip("\ufeff \t\r\n")

    def text(self) -> io.TextIOWrapper:
        """The content as text: UTF-8 (with or without mark) or UTF-16; stray bytes are read as Windows-1252. Line ends are kept."""
        errors = "windows-1252" if self.encoding != "utf-16" else "replace"
        return io.TextIOWrapper(self.stream(), encoding=self.encoding, errors=errors, newline="")

    def rows(self, delimiter: str) -> Iterator[tuple[int, list[str] | None]]:
        """Cells of a delimited text, with the line where each row starts; None for a row that cannot be cut (a cell over 1 MiB)."""
        # The limit is the process's: whoever reads another file may have raised it since.
        csv.field_size_limit(MAX_CELL)
        with self.text() as text:
            reader = csv.reader((line.replace("\0", "") for line in text), delimiter=delimiter)
            while True:
                line = reader.line_num + 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    yield line, None
                    continue
                if cells:
                    yield line, cells
