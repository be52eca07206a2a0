"""Structures and services written as two files of a folder, or as one JSON object."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from orientation.exports.data_inclusion.service import Services, reason_to_stay
from orientation.exports.data_inclusion.structure import Structures, structure_id
from orientation.exports.leaving import Leaving
from orientation.exports.output import folder, opened
from orientation.resource import Resource
from orientation.vocabulary import Vocabulary

Json = dict[str, Any]


def write(leaving: Leaving, vocabulary: Vocabulary, output: Path | None) -> int:
    """Returns how many services were written; what stays, and what has no theme, is counted in `leaving.kept`."""
    services, owners = Services(leaving.context, vocabulary), Structures(leaving.context)
    updated = _latest(leaving)
    count = 0

    def structures() -> Iterator[Json]:
        for resource in _writable(leaving):
            day = updated.pop(structure_id(resource), None)
            if day is not None:
                yield owners.structure(resource, day)

    def all_services() -> Iterator[Json]:
        nonlocal count
        for resource in _writable(leaving):
            count += 1
            record = services.service(resource)
            leaving.kept["themeless"] += record["thematiques"] is None
            yield record

    into = folder(output)
    if into is not None:
        for name, records in (("structures", structures), ("services", all_services)):
            with opened(into / f"{name}.json") as stream:
                _list(records(), stream)
                stream.write(b"\n")
    else:
        with opened(output) as stream:
            stream.write(b'{"structures":')
            _list(structures(), stream)
            stream.write(b',\n"services":')
            _list(all_services(), stream)
            stream.write(b"}\n")
    return count


def _writable(leaving: Leaving) -> Iterator[Resource]:
    today = leaving.context.today
    return (resource for resource in leaving() if reason_to_stay(resource, today) is None)


def _latest(leaving: Leaving) -> dict[str, date]:
    """The latest date of what each structure runs; counts what stays."""
    found: dict[str, date] = {}
    for resource in leaving():
        reason = reason_to_stay(resource, leaving.context.today)
        if reason is not None:
            leaving.kept[reason] += 1
        elif resource.updated_on is not None:
            id = structure_id(resource)
            found[id] = max(found.get(id, resource.updated_on), resource.updated_on)
    return found


def _list(records: Iterable[Json], stream: BinaryIO) -> None:
    stream.write(b"[")
    for number, record in enumerate(records):
        stream.write(b",\n" if number else b"\n")
        stream.write(orjson.dumps(record))
    stream.write(b"\n]")
