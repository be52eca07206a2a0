"""A quarantine file given to its source again: each entry, once mended, is a small file of the very format it came from."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import orjson

from orientation.refusal import Refused, Rejected
from orientation.sources.extract import Extract

# What a quarantine keeps of an entry: longer ones can only be mended at their source.
LONGEST_RAW = 1 << 20
_KEYS = frozenset({"source", "file", "line", "field", "value", "reason", "raw"})


@dataclass(frozen=True)
class Mended(Extract):
    """One entry of a quarantine file as a file of its own; `path` is that of the quarantine, `given` the name of the file it came from."""

    content: bytes
    given: str

    @property
    def name(self) -> str:
        return self.given

    @property
    def is_damaged(self) -> bool:
        """Whether it begins as JSON and is none: its reader would refuse the whole command for it."""
        if not self.content.lstrip().startswith((b"{", b"[")):
            return False
        try:
            orjson.loads(self.content)
        except ValueError:
            return True
        return False

    def stream(self) -> BinaryIO:
        return io.BytesIO(self.content)


def json_raw(value: object) -> str | None:
    """What a quarantine keeps of an entry that JSON can say; None for one too long to be handed back, or that it cannot."""
    try:
        text = orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:
        return None
    return text if len(text) <= LONGEST_RAW else None


def line_raw(line: str) -> str | None:
    """The same for a line that could not be read."""
    return line if len(line) <= LONGEST_RAW else None


def rows_raw(delimiter: str, *rows: Sequence[str]) -> str | None:
    """The same for rows of a table, with the header they are read by."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return line_raw(text.getvalue())


def is_quarantine(extract: Extract) -> bool:
    first = extract.opening.split("\n", 1)[0]
    if not first.startswith("{") or '"reason"' not in extract.opening:
        return False
    try:
        return _told(first) is not None
    except ValueError:
        # A first line longer than what is looked at is whole only in the file.
        return all(f'"{key}"' in extract.opening for key in ("field", "file", "line"))


def _told(line: str) -> Mapping[str, Any] | None:
    found = orjson.loads(line)
    return found if isinstance(found, dict) and found.keys() == _KEYS else None


def mended(extract: Extract, source: str) -> Iterator[Mended | Rejected]:
    """The entries of a quarantine of that source. One kept without its text is refused again: only its source can mend it.

    Raises Refused for a line that is none of a quarantine's, or of another source.
    """
    with extract.text() as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _entry(_read(line, extract, number), extract, source)


def _read(line: str, extract: Extract, number: int) -> Mapping[str, Any]:
    try:
        told = _told(line)
    except ValueError:
        told = None
    if told is None:
        raise Refused(
            f"{extract.name}, ligne {number} : attendu, un objet JSON avec source, file, line, field, value, reason et raw. "
            "Corrigez cette ligne ou supprimez-la, puis recommencez."
        )
    return told


def _entry(told: Mapping[str, Any], extract: Extract, source: str) -> Mended | Rejected:
    if told["source"] not in ("", source):
        raise Refused(
            f"{extract.name} : ces entrées sont de la source « {told['source']} », pas de « {source} ». "
            f"Lancez : orientation import {told['source']} {extract.name}"
        )
    if not isinstance(told["raw"], str) or not told["raw"].strip():
        return Rejected(source, str(told["file"]), told["line"], told["field"], told["value"], str(told["reason"]), None)
    return Mended(extract.path, told["raw"].encode("utf-8", "replace"), str(told["file"]) or extract.name)
