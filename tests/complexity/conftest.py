"""The shipped grids as they stand on a day, read once."""

from datetime import date

import pytest

from orientation.reference.grids import load_grids

DAY = date(2026, 11, 21)


@pytest.fixture(scope="session")
def grids():
    return {id: grid.on(DAY) for id, grid in load_grids().items()}


@pytest.fixture(scope="session")
def national(grids):
    return grids["national"]


@pytest.fixture(scope="session")
def guyane(grids):
    return grids["guyane"]
