"""The requests that weights are learnt from: a floor under what is reached on a share of them, so that what is learnt is known to hold."""

from pathlib import Path

import pytest

from orientation.conversation.evaluation import Figures, figures
from orientation.conversation.understanding import understand
from orientation.reference.gazetteer import load_gazetteer
from orientation.reference.lexicon import load_reader
from orientation.reference.readings import load_expected
from orientation.reference.vocabularies import load_vocabulary

ONE_IN = 4


@pytest.fixture(scope="module")
def reached() -> Figures:
    reader = load_reader(load_vocabulary(), load_gazetteer(), year=2026)
    some = list(load_expected(Path(__file__).parent / "learning.jsonl"))[::ONE_IN]
    return figures((want, understand(want.text, reader)) for want in some)


@pytest.mark.parametrize(
    "name, floor",
    [pytest.param("needs", 0.94, id="needs"), pytest.param("facts", 0.86, id="facts"), pytest.param("denied", 0.81, id="denied_facts")],
)
def test_what_is_read_of_them(reached, name, floor):
    assert getattr(reached, name).f1 >= floor, f"{name}: {getattr(reached, name).f1:.3f}"


@pytest.mark.parametrize(
    "name, floor",
    [
        pytest.param("first_need", 0.945, id="first_need"),
        pytest.param("commune", 0.96, id="commune"),
        pytest.param("age", 0.965, id="age"),
        pytest.param("gir", 0.99, id="gir"),
        pytest.param("delay", 0.975, id="delay"),
        pytest.param("quiet", 0.96, id="quiet"),
    ],
)
def test_how_often_they_are_read_right(reached, name, floor):
    assert getattr(reached, name) >= floor, f"{name}: {getattr(reached, name):.3f}"


def test_nobody_is_identified(reached):
    assert reached.leaks == 0


def test_emergencies_are_raised_and_rarely_for_nothing(reached):
    assert reached.emergencies.recall >= 0.92
    assert reached.false_alarms <= 0.04
