"""data·inclusion, the directory of social and professional inclusion: structures and services, versions 0 and 1, in any of its files.

A service and its structure may stand in two files of one command: structures are gathered first, kept small. A structure that
has services is not an entry: its services are. One that has none is.
"""

from collections.abc import Iterable

from orientation.refusal import Rejected
from orientation.sources.data_inclusion.entry import service_entry, structure_entry
from orientation.sources.data_inclusion.rows import SOURCE, recognises, records
from orientation.sources.data_inclusion.structure import Structure, record_id, structure, structure_of
from orientation.sources.extract import Extract
from orientation.sources.reading import Context, Entries, Reader


def read(extracts: Iterable[Extract], context: Context) -> Entries:
    given = list(extracts)
    known: dict[str, Structure] = {}
    with_services: set[str] = set()
    for extract in given:
        for one in records(extract):
            if isinstance(one, Rejected):
                continue
            if one.is_service:
                with_services.add(structure_of(one.row) or "")
            elif (id := record_id(one.row)) is not None:
                known[id] = structure(one.row, context)
    for extract in given:
        for one in records(extract):
            if isinstance(one, Rejected):
                yield one
            elif one.is_service:
                yield service_entry(one, extract.name, known, context)
            elif record_id(one.row) not in with_services:
                yield structure_entry(one, extract.name, context)


READER = Reader(SOURCE, "data·inclusion (structures et services, JSON, CSV ou XLSX)", recognises, read)
