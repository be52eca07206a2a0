"""Weights behind decisions are found again, never below zero, and only when there are enough decisions."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orientation.decision import Decision, Proposal
from orientation.policy import Policy
from orientation.ranking.criteria import CRITERIA
from orientation.ranking.learning import LEAST_DECISIONS, learn_weights, pairs_of
from orientation.reference.policies import load_policies
from orientation.refusal import Refused

DAY = date(2026, 11, 2)
NAMES = [criterion.__name__ for criterion in CRITERIA]
POLICY = load_policies().on("national", DAY)
HIDDEN = dict(zip(NAMES, [10.0, 25.0, 10.0, 5.0, 20.0, 18.0, 12.0, 3.0, 6.0, 4.0], strict=True))


def decision(number: int, *proposals: Proposal) -> Decision:
    return Decision(
        id=f"{number:016x}",
        day=DAY,
        territory="national",
        needs=("aide-domicile",),
        facts={},
        grid="national",
        grid_version="1",
        grid_tier="palier-0",
        tier="palier-0",
        policy_version="1",
        directory_version="1",
        proposals=proposals,
        fictional=True,
    )


def simulated(count: int, hidden: dict[str, float], seed: int, sharpness: float = 0.25, unknown: float = 0.0) -> list[Decision]:
    """Three proposals each; the one whose hidden worth is the best, give or take chance, is kept."""
    chance = np.random.default_rng(seed)
    weights = np.array([hidden[name] for name in NAMES])
    made = []
    for number in range(count):
        marks = chance.random((3, len(NAMES)))
        best = int(np.argmax(marks @ weights * sharpness + chance.gumbel(size=3)))
        absent = chance.random((3, len(NAMES))) < unknown
        shown = [{name: None if absent[row, k] else float(marks[row, k]) for k, name in enumerate(NAMES)} for row in range(3)]
        made.append(
            decision(
                number,
                *(Proposal(f"r{row}", "aide-domicile", row + 1, shown[row], "kept" if row == best else "set-aside") for row in range(3)),
            )
        )
    return made


def correlation(weights, hidden=HIDDEN) -> float:
    return float(np.corrcoef([weights[name] for name in NAMES], [hidden[name] for name in NAMES])[0, 1])


def test_known_weights_are_found_again():
    learnt = learn_weights(simulated(2_000, HIDDEN, seed=1), POLICY, draws=50)
    assert correlation(learnt.weights) > 0.95 > correlation(POLICY.weights)
    assert learnt.gain.low > 0
    assert learnt.learnt.value > learnt.constant.value
    assert sum(learnt.weights.values()) == pytest.approx(sum(POLICY.weights.values()))


def test_known_weights_are_found_again_with_marks_that_do_not_apply():
    learnt = learn_weights(simulated(3_000, HIDDEN, seed=2, unknown=0.3), POLICY, draws=0)
    assert correlation(learnt.weights) > 0.9


def test_decisions_that_follow_the_policy_leave_it_as_it_is():
    learnt = learn_weights(simulated(1_500, dict(POLICY.weights), seed=3), POLICY, draws=100)
    assert correlation(learnt.weights, dict(POLICY.weights)) > 0.98
    assert learnt.gain.low <= 0.005


@pytest.mark.parametrize("useful", [0, 1, LEAST_DECISIONS - 1])
def test_too_few_decisions_are_refused_in_a_sentence(useful):
    with pytest.raises(Refused, match=f"^{useful} décisions .* au moins {LEAST_DECISIONS} "):
        learn_weights(simulated(useful, HIDDEN, seed=4), POLICY)


def test_just_enough_decisions_are_taken():
    assert learn_weights(simulated(LEAST_DECISIONS, HIDDEN, seed=4), POLICY, draws=5).decisions == LEAST_DECISIONS


def test_a_decision_where_nothing_was_set_aside_teaches_nothing():
    kept = Proposal("a", "aide-domicile", 1, {"is_near": 1.0}, "kept")
    silent = Proposal("b", "aide-domicile", 2, {"is_near": 0.0}, None)
    other_need = Proposal("c", "pharmacie", 1, {"is_near": 0.0}, "set-aside")
    failed = replace(silent, fate="failed")
    pairs = pairs_of([decision(1, kept, silent), decision(2, kept, other_need), decision(3, kept, failed)])
    assert len(pairs) == 1
    assert pairs.decision.tolist() == [2]
    assert pairs.differences[0, NAMES.index("is_near")] == 1.0
    assert pairs.rank_difference.tolist() == [1.0]


def test_a_mark_that_one_of_the_two_does_not_have_says_nothing():
    kept = Proposal("a", "aide-domicile", 1, {"is_near": 1.0, "has_places": None, "is_up_to_date": 0.5}, "kept")
    other = Proposal("b", "aide-domicile", 2, {"is_near": 0.25, "has_places": 1.0, "is_confirmed": 0.0}, "set-aside")
    (row,) = pairs_of([decision(1, kept, other)]).differences
    assert {name: value for name, value in zip(NAMES, row, strict=True) if value} == {"is_near": 0.75}


@given(
    hidden=st.fixed_dictionaries({name: st.floats(0, 30) for name in NAMES}),
    strength=st.sampled_from([0.1, 10.0, 1000.0]),
    seed=st.integers(0, 5),
)
@settings(max_examples=25, deadline=None)
def test_weights_are_never_negative_and_always_a_policy(hidden, strength, seed):
    learnt = learn_weights(simulated(60, hidden, seed), POLICY, strength=strength, least=1, draws=3)
    assert min(learnt.weights.values()) >= 0
    assert all(change.interval.low >= 0 for change in learnt.changes)
    assert replace(POLICY, weights=learnt.weights).weights == learnt.weights


def test_a_criterion_that_is_shunned_falls_to_nothing_and_not_below():
    learnt = learn_weights(simulated(1_500, {**HIDDEN, "is_near": -20.0}, seed=6), POLICY, strength=0.1, draws=0)
    assert learnt.weights["is_near"] == 0.0


def test_a_strong_pull_keeps_the_present_policy():
    learnt = learn_weights(simulated(300, HIDDEN, seed=7), POLICY, strength=1e7, draws=0)
    assert learnt.weights == pytest.approx(POLICY.weights, rel=1e-2)


def test_what_no_pair_tells_apart_keeps_its_weight():
    untold = [
        replace(one, proposals=tuple(replace(p, marks={**p.marks, "is_confirmed": 1.0}) for p in one.proposals))
        for one in simulated(400, HIDDEN, seed=8)
    ]
    learnt = learn_weights(untold, POLICY, draws=0)
    assert learnt.weights["is_confirmed"] == POLICY.weights["is_confirmed"]
    assert {change.criterion: change.pairs for change in learnt.changes}["is_confirmed"] == 0


def test_the_same_decisions_teach_the_same():
    decisions = simulated(300, HIDDEN, seed=9)
    assert learn_weights(decisions, POLICY, draws=20, seed=1) == learn_weights(decisions, POLICY, draws=20, seed=1)


def test_being_shown_first_is_not_taken_for_worth():
    """Whoever keeps the first shown whatever it is teaches that rank matters, not that any criterion does."""
    chance = np.random.default_rng(10)
    first = [
        decision(
            number,
            *(
                Proposal(
                    f"r{rank}",
                    "aide-domicile",
                    rank,
                    {name: float(chance.random()) for name in NAMES},
                    "kept" if rank == 1 else "set-aside",
                )
                for rank in (1, 2, 3)
            ),
        )
        for number in range(400)
    ]
    learnt = learn_weights(first, POLICY, draws=0)
    assert learnt.position > 1
    assert learnt.learnt.value == pytest.approx(0.5, abs=0.06)


def test_a_policy_without_weight_on_what_was_seen_still_learns():
    bare = Policy("bare", "1", {"answers_the_need": 1.0}, {}, (10.0,), 3)
    learnt = learn_weights(simulated(400, HIDDEN, seed=11), bare, strength=1.0, draws=0)
    assert learnt.weights["serves_the_place"] > 0
