"""The demonstration directory, built once for all its tests, and what reads it."""

from datetime import date
from pathlib import Path

import pytest

from orientation.demonstration import build
from orientation.demonstration.build import invented_services
from orientation.demonstration.kinds import SOURCES
from orientation.demonstration.service import Service
from orientation.geography.gazetteer import Gazetteer
from orientation.record import SourceRecord
from orientation.reference.gazetteer import load_gazetteer
from orientation.reference.mappings import load_mappings
from orientation.reference.tables import load_tables
from orientation.reference.vocabularies import load_vocabulary
from orientation.refusal import Rejected
from orientation.sources.reading import Context
from orientation.sources.registry import read_extract

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture(scope="session")
def built(gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demonstration")
    build(folder, gazetteer)
    return folder


@pytest.fixture(scope="session")
def services(gazetteer: Gazetteer) -> tuple[Service, ...]:
    return invented_services(gazetteer)


@pytest.fixture(scope="session")
def context(gazetteer: Gazetteer) -> Context:
    return Context(gazetteer, load_mappings(), TODAY)


@pytest.fixture(scope="session")
def entries(built: Path, context: Context) -> dict[str, list[SourceRecord | Rejected]]:
    """What the real readers make of each source."""
    tables = load_tables(load_vocabulary())
    return {source: list(read_extract(source, [built / source], context, tables)) for source in SOURCES}


@pytest.fixture(scope="session")
def records(entries: dict[str, list[SourceRecord | Rejected]]) -> dict[tuple[str, str], SourceRecord]:
    read = (one for ones in entries.values() for one in ones)
    return {(one.source, one.id): one for one in read if isinstance(one, SourceRecord)}
