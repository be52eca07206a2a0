"""Places of decisions are grouped by how many people live there."""

from dataclasses import replace

import pytest

from orientation.geography.gazetteer import Gazetteer
from orientation.geography.sizes import size_of
from tests.factories import CRETEIL


@pytest.mark.parametrize(
    ("population", "size"),
    [
        (None, "moins de 1 000 habitants"),
        (999, "moins de 1 000 habitants"),
        (1_000, "1 000 à 1 999 habitants"),
        (1_999, "1 000 à 1 999 habitants"),
        (2_000, "2 000 à 9 999 habitants"),
        (9_999, "2 000 à 9 999 habitants"),
        (10_000, "10 000 habitants et plus"),
    ],
)
def test_a_commune_is_grouped_with_those_of_its_size(population, size):
    assert size_of(CRETEIL.code, Gazetteer((replace(CRETEIL, population=population),))) == size


def test_a_departement_stands_for_its_small_communes_and_nowhere_for_nothing():
    gazetteer = Gazetteer((CRETEIL,))
    assert size_of("973", gazetteer) == "moins de 1 000 habitants"
    assert size_of(None, gazetteer) is None
