"""A plan covers what can be covered with few actors, and never with a poor one."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orientation.ranking.plan import EXACT_UP_TO, plan
from orientation.ranking.rank import Match, SearchResult, Told
from orientation.reference.policies import load_policies
from tests.factories import TODAY

POLICY = load_policies().on("national", TODAY)


def a_match(id: str, score: float, serves: str = "yes") -> Match:
    return Match(id, score, serves, None, Told({}, ()))  # type: ignore[arg-type]


def a_result(*matches: Match) -> SearchResult:
    return SearchResult((), matches, len(matches), {}, (), 10.0, {})


def test_one_actor_for_two_needs_is_preferred_when_hardly_worse() -> None:
    results = {"ehpad": a_result(a_match("a", 0.80), a_match("both", 0.72)), "repas": a_result(a_match("b", 0.70), a_match("both", 0.65))}
    assert plan(results, POLICY).resources == ("both",)


@pytest.mark.parametrize(("score", "resources"), [(0.70, ("both",)), (0.69, ("a", "b"))])
def test_a_poor_match_is_not_chosen_to_save_an_actor(score: float, resources: tuple[str, ...]) -> None:
    results = {"ehpad": a_result(a_match("a", 0.80), a_match("both", score)), "repas": a_result(a_match("b", 0.70), a_match("both", 0.65))}
    assert plan(results, POLICY).resources == resources


def test_what_serves_for_sure_is_not_left_for_what_may_serve() -> None:
    results = {
        "ehpad": a_result(a_match("a", 0.70), a_match("both", 0.70, "unknown")),
        "repas": a_result(a_match("b", 0.70), a_match("both", 0.70, "unknown")),
    }
    assert plan(results, POLICY).resources == ("a", "b")


def test_needs_without_answer_are_named() -> None:
    found = plan({"ehpad": a_result(), "repas": a_result(a_match("b", 0.5))}, POLICY)
    assert (found.resources, found.covers, found.uncovered) == (("b",), {"repas": "b"}, ("ehpad",))


def test_no_need_at_all_is_an_empty_plan() -> None:
    assert plan({}, POLICY).resources == ()


entries = st.tuples(st.sampled_from("abcdef"), st.integers(40, 60), st.sampled_from(["yes", "yes", "unknown"]))
lists = st.lists(entries, max_size=5, unique_by=lambda entry: entry[0])


def sorted_result(entries: list[tuple[str, int, str]]) -> SearchResult:
    return a_result(
        *(a_match(id, score / 100, serves) for id, score, serves in sorted(entries, key=lambda e: (e[2] != "yes", -e[1], e[0])))
    )


results_of = st.dictionaries(st.sampled_from([f"besoin-{rank}" for rank in range(9)]), lists.map(sorted_result), max_size=9)


@given(results_of)
@settings(max_examples=300, deadline=None)
def test_a_plan_covers_all_that_can_be_covered_with_good_matches(results: dict[str, SearchResult]) -> None:
    found = plan(results, POLICY)
    assert set(found.covers) == {need for need, result in results.items() if result.matches}
    assert set(found.uncovered) == set(results) - set(found.covers)
    assert set(found.resources) == set(found.covers.values()) and len(set(found.resources)) == len(found.resources)
    for need, id in found.covers.items():
        first = results[need].matches[0]
        (chosen,) = (match for match in results[need].matches if match.id == id)
        assert chosen.score >= first.score - POLICY.saving - 1e-9 and chosen.serves == first.serves


@given(results_of)
@settings(max_examples=200, deadline=None)
def test_the_order_of_needs_changes_nothing_but_the_order(results: dict[str, SearchResult]) -> None:
    backwards = dict(reversed(results.items()))
    one, other = plan(results, POLICY), plan(backwards, POLICY)
    assert one.covers == other.covers and set(one.uncovered) == set(other.uncovered)


@given(results_of)
@settings(max_examples=150, deadline=None)
def test_no_choice_has_fewer_actors_or_as_few_and_a_better_total(results: dict[str, SearchResult]) -> None:
    results = dict(list(results.items())[: min(4, EXACT_UP_TO)])
    found = plan(results, POLICY)
    good = {
        need: [
            m for m in result.matches if m.serves == result.matches[0].serves and m.score >= result.matches[0].score - POLICY.saving - 1e-9
        ]
        for need, result in results.items()
        if result.matches
    }
    ways = [(len({match.id for match in way}), -sum(round(match.score * 1e6) for match in way)) for way in product(*good.values())]
    chosen = [next(m for m in good[need] if m.id == found.covers[need]) for need in good]
    assert (len({match.id for match in chosen}), -sum(round(match.score * 1e6) for match in chosen)) == min(ways)


@given(results_of)
@settings(max_examples=50, deadline=None)
def test_no_saving_allowed_means_the_first_of_each_list_or_its_equal(results: dict[str, SearchResult]) -> None:
    found = plan(results, replace(POLICY, saving=0.0))
    for need, id in found.covers.items():
        assert next(match.score for match in results[need].matches if match.id == id) == results[need].matches[0].score
