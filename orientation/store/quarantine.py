"""Entries that an import left out, one JSON object a line: to be mended, and handed to the reader again."""

import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from orientation.refusal import Refused, Rejected
from orientation.resource_json import dumps, loads


class Quarantine:
    """A file that appears whole or not at all: written beside its place under another name, put in place by `keep`.

    `folder` None: nothing is written.
    """

    def __init__(self, folder: Path | None, name: str) -> None:
        self._folder = folder
        self._name = name
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()
            self._partial.unlink(missing_ok=True)

    @property
    def _partial(self) -> Path:
        assert self._folder is not None
        return self._folder / f".{self._name}.partial"

    def add(self, rejected: Rejected) -> None:
        if self._folder is None:
            return
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = self._partial.open("wb")
        self._file.write(_line(rejected))

    def keep(self) -> str | None:
        """Put the file in its place; its path, None when nothing was left out."""
        if self._file is None or self._folder is None:
            return None
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._file = None
        return str(self._partial.replace(self._folder / self._name))


def _line(rejected: Rejected) -> bytes:
    try:
        return dumps(asdict(rejected)) + b"\n"
    except TypeError:  # lone surrogates of a badly decoded file
        told = {
            name: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value for name, value in asdict(rejected).items()
        }
        return dumps(told) + b"\n"


def read_quarantine(path: Path) -> Iterator[Rejected]:
    """The entries of a quarantine file; `raw`, once mended, is what the source's reader takes again."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield Rejected(**loads(line))
            except (ValueError, TypeError):
                raise Refused(
                    f"{path.name}, ligne {number} : attendu, un objet JSON avec source, file, line, field, value, reason et raw. "
                    "Corrigez cette ligne ou supprimez-la, puis recommencez."
                ) from None
