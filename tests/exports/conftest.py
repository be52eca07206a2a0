"""A directory to send out of, another to bring back into, and what exports are written and read with."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine

from orientation.exports.formats import write
from orientation.exports.leaving import Leaving
from orientation.exports.selection import Selection
from orientation.geography.gazetteer import Gazetteer
from orientation.record import ImportReport, SourceRecord
from orientation.reference.gazetteer import load_gazetteer
from orientation.reference.mappings import load_mappings
from orientation.reference.merging import load_merge_rules
from orientation.reference.vocabularies import load_vocabulary
from orientation.refusal import Rejected
from orientation.resource import Resource
from orientation.sources.reading import Context
from orientation.sources.registry import read_extract
from orientation.store.engine import engine, migrate, reading
from orientation.store.importing import import_extract
from tests.factories import TODAY
from tests.store.imports import NOW, Imports


@cache
def the_context() -> Context:
    """For property tests, which would print a fixture of this size whole."""
    return Context(load_gazetteer(), load_mappings(), TODAY, load_vocabulary())


@pytest.fixture(scope="session")
def context() -> Context:
    return the_context()


@pytest.fixture(scope="session")
def gazetteer(context: Context) -> Gazetteer:
    return context.gazetteer


class Directory:
    """A SQLite file and what comes in and out of it."""

    def __init__(self, folder: Path, context: Context) -> None:
        self.folder, self.context = folder, context
        self.engine: Engine = engine(folder=folder)
        migrate(self.engine)

    def hold(self, *resources: Resource) -> "Directory":
        """Each resource as one record of the source that its id names."""
        for source in sorted({one.id.partition(":")[0] for one in resources}):
            of_source = [one for one in resources if one.id.startswith(f"{source}:")]
            Imports(self.engine)(*map(_record, of_source), source=source)
        return self

    def take(self, source: str, *files: Path) -> ImportReport:
        entries = read_extract(source, files, self.context, {})
        return import_extract(self.engine, source, entries, rules=load_merge_rules(), now=NOW)

    def export(self, format: str, name: str) -> Path:
        """The file; the folder, where the format has several files and the name has no extension."""
        output = self.folder / name
        with reading(self.engine) as connection:
            self.leaving = Leaving(connection, Selection(), self.context)
            assert self.context.vocabulary is not None
            self.written = write(format, self.leaving, self.context.vocabulary, output)
        return output

    def resources(self, selection: Selection | None = None) -> list[Resource]:
        """What would leave, under the name it would have."""
        with reading(self.engine) as connection:
            return list(Leaving(connection, selection or Selection(), self.context)())


def _record(resource: Resource) -> SourceRecord:
    source, _, id = resource.id.partition(":")
    return SourceRecord(source, id, {"nom": resource.name}, resource, resource.updated_on, resource.closed_on)


@pytest.fixture
def directory(tmp_path: Path, context: Context) -> Iterator[Callable[[str], Directory]]:
    """Opens an empty directory of a name."""
    opened: list[Directory] = []

    def directory(name: str) -> Directory:
        opened.append(Directory(tmp_path / name, context))
        return opened[-1]

    yield directory
    for one in opened:
        one.engine.dispose()


Read = Callable[[str, Iterable[Path]], list[SourceRecord | Rejected]]


@pytest.fixture(scope="session")
def read(context: Context) -> Read:
    """Entries of some files of a source, as an import gets them."""
    return lambda source, files: list(read_extract(source, list(files), context, {}))
