"""The requests nobody reads while tuning: floors a little under what is reached, told as figures of the whole and never as texts.

They say what the assistant is worth on wordings it was not tuned with, which `test_tuning.py` cannot. A floor is raised when the lexicon
has grown by families of words, never by a sentence seen here; these requests are not opened to find out why a floor broke.
"""

from pathlib import Path

import pytest

from orientation.conversation.evaluation import Expected, Figures, figures
from orientation.conversation.understanding import Understanding, understand
from orientation.reference.gazetteer import load_gazetteer
from orientation.reference.lexicon import load_reader
from orientation.reference.readings import load_expected
from orientation.reference.vocabularies import load_vocabulary

FIRST = 94
Read = list[tuple[Expected, Understanding]]


@pytest.fixture(scope="module")
def read() -> Read:
    reader = load_reader(load_vocabulary(), load_gazetteer(), year=2026)
    return [(want, understand(want.text, reader)) for want in load_expected(Path(__file__).parent / "heldout.jsonl")]


@pytest.fixture(scope="module")
def reached(read: Read) -> Figures:
    return figures(read)


@pytest.mark.parametrize(
    "name, floor",
    [
        pytest.param("needs", 0.90, id="needs"),
        pytest.param("facts", 0.825, id="facts"),
        pytest.param("denied", 0.795, id="denied_facts"),
    ],
)
def test_what_is_read_of_unseen_requests(reached, name, floor):
    assert getattr(reached, name).f1 >= floor, f"{name}: {getattr(reached, name).f1:.3f}"


@pytest.mark.parametrize(
    "name, floor",
    [
        pytest.param("first_need", 0.915, id="first_need"),
        pytest.param("commune", 0.95, id="commune"),
        pytest.param("age", 0.955, id="age"),
        pytest.param("gir", 0.99, id="gir"),
        pytest.param("delay", 0.97, id="delay"),
        pytest.param("quiet", 0.93, id="quiet"),
    ],
)
def test_how_often_unseen_requests_are_read_right(reached, name, floor):
    assert getattr(reached, name) >= floor, f"{name}: {getattr(reached, name):.3f}"


def test_unseen_emergencies_are_raised_or_asked_about(reached, read):
    """Many of them are told indirectly, on purpose: rules raise what they hear, the rest is put to a person."""
    assert reached.emergencies.recall >= 0.79
    endangered = [got for want, got in read if want.emergencies]
    noticed = [bool(got.emergencies) or got.danger_to_confirm is not None for got in endangered]
    assert sum(noticed) / len(noticed) >= 0.96


def test_few_are_asked_about_a_danger_that_is_none(read):
    calm = [got for want, got in read if not want.emergencies]
    assert sum(got.danger_to_confirm is not None for got in calm) / len(calm) <= 0.06


def test_few_quiet_requests_are_taken_for_a_danger(reached):
    assert reached.false_alarms <= 0.09


def test_few_needs_are_said_for_one_wanted(reached):
    assert reached.said_per_wanted <= 1.6


def test_hardly_anybody_unseen_is_identified(reached):
    assert reached.leaks <= 3


@pytest.fixture(scope="module")
def reached_first(read: Read) -> Figures:
    """Figures of the requests written first, told as most are; those that follow are harder, or come from others."""
    return figures(read[:FIRST])


@pytest.mark.parametrize(
    "name, floor",
    [
        pytest.param("needs", 0.93, id="needs"),
        pytest.param("facts", 0.86, id="facts"),
        pytest.param("denied", 0.83, id="denied_facts"),
    ],
)
def test_what_is_read_of_the_first_unseen_requests(reached_first, name, floor):
    assert getattr(reached_first, name).f1 >= floor, f"{name}: {getattr(reached_first, name).f1:.3f}"


@pytest.mark.parametrize(
    "name, floor",
    [
        pytest.param("first_need", 0.91, id="first_need"),
        pytest.param("commune", 0.96, id="commune"),
        pytest.param("quiet", 1.0, id="quiet"),
    ],
)
def test_how_often_the_first_unseen_requests_are_read_right(reached_first, name, floor):
    assert getattr(reached_first, name) >= floor, f"{name}: {getattr(reached_first, name):.3f}"


def test_the_first_unseen_emergencies_are_raised(reached_first):
    assert reached_first.emergencies.recall >= 1.0


def test_hardly_any_of_the_first_is_identified(reached_first):
    assert reached_first.leaks == 0
