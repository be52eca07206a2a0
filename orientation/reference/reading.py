"""The state of everything entries are read with: once any of it changes, every entry is read again."""

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

from orientation.reference.folder import data_folder

_DATA = ("gazetteer", "mappings", "tables", "vocabulary")


@cache
def how_entries_are_read() -> bytes:
    """A fingerprint of the program and of the data files that readers use."""
    told = blake2b(digest_size=16)
    for file in _files():
        told.update(file.name.encode())
        told.update(blake2b(file.read_bytes()).digest())
    return told.digest()


def _files() -> Iterator[Path]:
    yield from sorted(Path(__file__).resolve().parents[1].rglob("*.py"))
    for folder in _DATA:
        yield from sorted(file for file in (data_folder() / folder).rglob("*") if file.is_file())
