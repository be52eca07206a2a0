"""Shorthands of reader tests: a file written by hand, and the one entry it holds."""

import json
from collections.abc import Iterable
from pathlib import Path

from orientation.record import SourceRecord
from orientation.refusal import Rejected
from orientation.resource import Resource


def written(path: Path, content: object) -> Path:
    """A file of that content: bytes and text as they are, anything else as JSON."""
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def records(entries: Iterable[SourceRecord | Rejected]) -> list[SourceRecord]:
    return [entry for entry in entries if isinstance(entry, SourceRecord)]


def rejected(entries: Iterable[SourceRecord | Rejected]) -> list[Rejected]:
    return [entry for entry in entries if isinstance(entry, Rejected)]


def the_record(entries: Iterable[SourceRecord | Rejected]) -> SourceRecord:
    (entry,) = entries
    assert isinstance(entry, SourceRecord), entry
    return entry


def the_resource(entries: Iterable[SourceRecord | Rejected]) -> Resource:
    return the_record(entries).resource


def the_rejected(entries: Iterable[SourceRecord | Rejected]) -> Rejected:
    (entry,) = entries
    assert isinstance(entry, Rejected), entry
    return entry
