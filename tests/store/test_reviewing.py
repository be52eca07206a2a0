"""Pairs that wait for a person and those that were decided, with both records whole."""

from datetime import timedelta
from typing import Literal

import pytest

from orientation.directory.clusters import Link
from orientation.store.linking import decide, save_links
from orientation.store.reviewing import pairs_decided, pairs_to_review, review_state
from orientation.store.withdrawing import withdraw_source
from tests.factories import a_record
from tests.store.imports import NOW, Imports

Verdict = Literal["same", "different", "review"]


@pytest.fixture
def compared(take: Imports) -> Imports:
    """Four records of two sources, and what comparing them gave."""
    take(a_record("1", source="finess"), a_record("2", source="finess"), source="finess")
    take(a_record("1", source="ror", name="Les Tilleuls"), a_record("2", source="ror"), source="ror")
    links: list[tuple[str, str, Verdict, float]] = [
        ("finess:1", "ror:1", "review", 0.7),
        ("finess:2", "ror:1", "review", 0.4),
        ("finess:2", "ror:2", "review", 0.9),
        ("finess:1", "finess:2", "different", 0.1),
    ]
    save_links(take.database, [Link(a, b, verdict, sure, ("Même adresse.",)) for a, b, verdict, sure in links], rules=take.rules, now=NOW)
    return take


def waiting(take: Imports, at_most: int = 10, skipping: int = 0) -> list[tuple[str, str]]:
    return [(one.pair.a, one.pair.b) for one in pairs_to_review(take.database, at_most, skipping)]


def say(take: Imports, a: str, b: str, verdict: Literal["same", "different"] | None, days: int = 0) -> None:
    decide(take.database, a, b, verdict, by="une coordinatrice", rules=take.rules, now=NOW + timedelta(days=days))


def test_the_likeliest_pair_comes_first_with_both_records(compared: Imports) -> None:
    assert waiting(compared) == [("finess:2", "ror:2"), ("finess:1", "ror:1"), ("finess:2", "ror:1")]
    second = pairs_to_review(compared.database, 10)[1]
    assert (second.a.key, second.b.key, second.b.resource.name) == ("finess:1", "ror:1", "Les Tilleuls")
    assert second.pair.link is not None and second.pair.link.reasons == ("Même adresse.",)
    assert second.pair.decision is None


@pytest.mark.parametrize("at_most, skipping, count", [(1, 0, 1), (2, 1, 2), (2, 2, 1), (2, 3, 0), (0, 0, 0)])
def test_pages_of_pairs_follow_one_another(compared: Imports, at_most: int, skipping: int, count: int) -> None:
    assert waiting(compared, at_most, skipping) == waiting(compared)[skipping : skipping + at_most]
    assert len(waiting(compared, at_most, skipping)) == count


def test_a_decided_pair_waits_no_longer(compared: Imports) -> None:
    say(compared, "finess:2", "ror:2", "same")
    assert ("finess:2", "ror:2") not in waiting(compared)
    (done,) = pairs_decided(compared.database, 10)
    assert done.pair.decision is not None
    assert (done.pair.a, done.pair.b, done.pair.decision.verdict, done.pair.decision.by) == (
        "finess:2",
        "ror:2",
        "same",
        "une coordinatrice",
    )


def test_a_decision_taken_back_waits_again(compared: Imports) -> None:
    say(compared, "finess:1", "ror:1", "different")
    say(compared, "finess:1", "ror:1", None)
    assert ("finess:1", "ror:1") in waiting(compared)
    assert pairs_decided(compared.database, 10) == []


def test_the_last_decision_comes_first(compared: Imports) -> None:
    say(compared, "finess:1", "ror:1", "different")
    say(compared, "finess:2", "ror:2", "same", days=1)
    assert [one.pair.a for one in pairs_decided(compared.database, 10)] == ["finess:2", "finess:1"]
    assert [one.pair.a for one in pairs_decided(compared.database, 1)] == ["finess:2"]


def test_a_pair_whose_record_was_withdrawn_is_left_out_until_it_comes_back(compared: Imports) -> None:
    say(compared, "finess:2", "ror:2", "same")
    withdraw_source(compared.database, "finess", rules=compared.rules, now=NOW)
    assert waiting(compared) == [] and pairs_decided(compared.database, 10) == []
    compared(a_record("2", source="finess"), source="finess")
    assert [one.pair.b for one in pairs_decided(compared.database, 10)] == ["ror:2"]


def test_the_state_counts_pairs_compared_waiting_and_decided(compared: Imports) -> None:
    say(compared, "finess:2", "ror:2", "same")
    state = review_state(compared.database)
    assert (state.compared, state.waiting, state.decided) == (4, 2, 1)


def test_nothing_was_compared_yet(take: Imports) -> None:
    state = review_state(take.database)
    assert (state.compared, state.waiting, state.decided) == (0, 0, 0)
    assert waiting(take) == [] and pairs_decided(take.database, 5) == []
