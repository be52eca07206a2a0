"""CSV for spreadsheets: RFC 4180, with the mark by which they know UTF-8. One row a resource, formulas guarded."""

import csv
import io
from collections.abc import Iterable
from itertools import islice
from typing import BinaryIO

from orientation.geography.gazetteer import Gazetteer
from orientation.resource import Resource
from orientation.resource_cells import COLUMNS, cells, written

_BATCH = 1_000
# For people: the reader knows communes by their code.
_TOWN, _CODE = "nom_commune", "commune"
_AFTER = [column.name for column in COLUMNS].index(_CODE) + 1


def write(resources: Iterable[Resource], gazetteer: Gazetteer, stream: BinaryIO) -> int:
    """Returns how many were written."""
    going, count = iter(resources), 0
    header = [column.name for column in COLUMNS]
    stream.write(b"\xef\xbb\xbf" + _lines([[*header[:_AFTER], _TOWN, *header[_AFTER:]]]))
    while rows := [_row(resource, gazetteer) for resource in islice(going, _BATCH)]:
        stream.write(_lines(rows))
        count += len(rows)
    return count


def _row(resource: Resource, gazetteer: Gazetteer) -> list[str]:
    said = cells(resource)
    row = [written(column.kind, said[column.name]) for column in COLUMNS]
    town = gazetteer.commune(resource.commune) if resource.commune else None
    return [*row[:_AFTER], town.name if town else "", *row[_AFTER:]]


def _lines(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
