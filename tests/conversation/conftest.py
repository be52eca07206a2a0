"""The reader built once from the project's own lexicon, vocabulary and gazetteer."""

import pytest

from orientation.conversation.lexicon import Reader
from orientation.conversation.scope import Passage
from orientation.conversation.words import cut
from orientation.reference.gazetteer import load_gazetteer
from orientation.reference.lexicon import load_reader
from orientation.reference.vocabularies import load_vocabulary

YEAR = 2026


@pytest.fixture(scope="session")
def reader() -> Reader:
    return load_reader(load_vocabulary(), load_gazetteer(), year=YEAR)


@pytest.fixture(scope="session")
def passage(reader: Reader):
    """A text with every phrase of the lexicon found in it, not masked."""

    def made(text: str) -> Passage:
        words = cut(text)
        return Passage(words, reader.book.find(words))

    return made
