import pytest

from orientation.geography.gazetteer import Gazetteer
from orientation.reference.gazetteer import load_gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The real one: names are what is tested."""
    return load_gazetteer()
