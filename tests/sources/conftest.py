"""What readers are handed: the project's own places, meanings of codes and table descriptions, and one fixed day."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from orientation.geography.gazetteer import Gazetteer
from orientation.record import SourceRecord
from orientation.reference.gazetteer import load_gazetteer
from orientation.reference.mappings import load_mappings
from orientation.reference.tables import load_tables
from orientation.reference.vocabularies import load_vocabulary
from orientation.refusal import Rejected
from orientation.sources.reading import Context
from orientation.sources.registry import read_extract
from orientation.table import TableDescription
from orientation.vocabulary import Vocabulary

TODAY = date(2026, 11, 21)
Read = Callable[..., list[SourceRecord | Rejected]]


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture(scope="session")
def context(gazetteer: Gazetteer) -> Context:
    return Context(gazetteer, load_mappings(), TODAY)


@pytest.fixture(scope="session")
def descriptions(vocabulary: Vocabulary) -> Mapping[str, TableDescription]:
    return load_tables(vocabulary)


@pytest.fixture(scope="session")
def read(context: Context, descriptions: Mapping[str, TableDescription]) -> Read:
    """Entries of some files of a source, as an import gets them."""

    def read(source: str, *paths: Path) -> list[SourceRecord | Rejected]:
        return list(read_extract(source, paths, context, descriptions))

    return read
