"""Which facts are said: what a phrase tells and the request is like, never what it is like alone."""

from dataclasses import replace

import pytest

from orientation.conversation.facts.reading import ReadFact
from orientation.conversation.facts.situation import AGAINST, LIKE, OFFERED, OFFERED_FROM, SAID_FROM, read_situation, weighed
from orientation.conversation.gist import BRIEF, NO_IMPRESSION, Impression

WEIGHTS = {"gist": 1.0}
LONG = 40
TOLD = (ReadFact("chutes", "oui", (0, 4)),)


@pytest.fixture(scope="module")
def weighing(reader):
    """The reader for which a fact is as sure as the request is like it."""
    return replace(reader, fact_weights=WEIGHTS)


def impression(*told):
    return Impression({}, {(id, value): margin for id, value, margin in told})


@pytest.mark.parametrize(("margin", "said"), [(-0.4, True), (-0.405, True), (-0.42, False), (3.0, True), (-6.0, False)])
def test_a_fact_told_is_said_from_its_level_on(weighing, margin, said):
    read = read_situation(TOLD, impression(("chutes", "oui", margin)), LONG, weighing)
    assert [fact.id for fact in read.said] == (["chutes"] if said else [])
    assert all(fact.confidence >= SAID_FROM and fact.evidence == (0, 4) for fact in read.said)


def test_what_no_phrase_tells_is_offered_and_never_said(weighing):
    read = read_situation((), impression(("chutes", "oui", 5.0), ("isolement", "oui", 2.0), ("vit-seul", "non", -1.0)), LONG, weighing)
    assert read.said == ()
    assert [(fact.id, fact.told_by, fact.evidence) for fact in read.offered] == [("chutes", LIKE, None), ("isolement", LIKE, None)]


def test_few_are_offered_the_likeliest_first_and_one_value_each(weighing):
    margins = [
        ("chutes", "oui", 1.0),
        ("chutes", "non", 2.0),
        ("isolement", "oui", 2.4),
        ("addiction", "oui", 2.2),
        ("vit-seul", "oui", 0.5),
    ]
    offered = read_situation((), impression(*margins), LONG, weighing).offered
    assert [(fact.id, fact.value) for fact in offered] == [("isolement", "oui"), ("addiction", "oui")]
    assert len(offered) == OFFERED
    assert all(fact.confidence >= OFFERED_FROM for fact in offered)


def test_a_phrase_may_tell_the_contrary_of_what_it_seems(weighing):
    read = read_situation(TOLD, impression(("chutes", "oui", -2.0), ("chutes", "non", 3.0)), LONG, weighing)
    assert [(fact.value, fact.evidence, fact.told_by) for fact in read.said] == [("non", (0, 4), AGAINST)]


@pytest.mark.parametrize(("words", "said"), [(BRIEF - 1, True), (BRIEF, True), (BRIEF + 1, False)])
def test_a_few_words_are_like_too_little_to_speak_against_what_they_tell(weighing, words, said):
    assert bool(read_situation(TOLD, impression(("chutes", "oui", -2.0)), words, weighing).said) == said


def test_a_gir_that_is_written_is_certain(weighing):
    told = (ReadFact("perte-autonomie", "severe", (0, 5), "gir"),)
    read = read_situation(told, impression(("perte-autonomie", "severe", -6.0)), LONG, weighing)
    assert [(fact.value, fact.confidence) for fact in read.said] == [("severe", 1.0)]


def test_without_weights_all_that_is_told_is_said(reader):
    bare = replace(reader, fact_weights={})
    assert [fact.id for fact in read_situation(TOLD, NO_IMPRESSION, LONG, bare).said] == ["chutes"]


def test_facts_come_in_the_order_of_the_vocabulary(weighing):
    ids = ["vit-seul", "chutes", "addiction", "isolement"]
    told = tuple(ReadFact(id, "oui", None) for id in ids)
    read = read_situation(told, impression(*((id, "oui", 2.0) for id in ids)), LONG, weighing)
    order = list(weighing.vocabulary.criteria)
    assert [fact.id for fact in read.said] == sorted(ids, key=order.index)


def test_what_speaks_for_a_fact_is_named(weighing):
    [one] = weighed((ReadFact("chutes", "non", (0, 4), "topic", times=2),), NO_IMPRESSION, LONG)
    assert {"bias", "by_topic", "is_non", "again", "fact=chutes", "fact=chutes/non", "not_learnt"} == set(one.features)
    assert one.features["again"] == pytest.approx(0.693, abs=0.001)
