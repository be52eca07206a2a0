"""The corpus that is tuned with: a floor under what is reached, so that a change of the lexicon that breaks readings is seen."""

from pathlib import Path

import pytest

from orientation.conversation.evaluation import Figures, figures
from orientation.conversation.understanding import understand
from orientation.reference.gazetteer import load_gazetteer
from orientation.reference.lexicon import load_reader
from orientation.reference.readings import load_expected
from orientation.reference.vocabularies import load_vocabulary


@pytest.fixture(scope="module")
def reached() -> Figures:
    reader = load_reader(load_vocabulary(), load_gazetteer(), year=2026)
    return figures((want, understand(want.text, reader)) for want in load_expected(Path(__file__).parent / "tuning.jsonl"))


def test_needs(reached):
    assert reached.needs.f1 >= 0.90
    assert reached.said_per_wanted <= 1.6
    assert reached.first_need >= 0.90


def test_facts(reached):
    assert reached.facts.f1 >= 0.88
    assert reached.denied.f1 >= 0.85


def test_who_where_when(reached):
    assert reached.commune >= 0.97
    assert reached.age >= 0.95
    assert reached.gir >= 0.99
    assert reached.delay >= 0.97


def test_nobody_is_identified(reached):
    assert reached.leaks == 0


def test_what_asks_for_nothing_is_quiet(reached):
    assert reached.quiet == 1.0


def test_emergencies_are_raised_and_rarely_for_nothing(reached):
    assert reached.emergencies.recall >= 0.99
    assert reached.false_alarms <= 0.05
