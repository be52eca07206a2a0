"""Grids learnt from judged cases: known points are recovered, too few cases are refused, and what is learnt is a sound grid."""

from datetime import date

import numpy as np
import pytest

from orientation.case import Situation
from orientation.complexity.evaluation import quadratic_kappa
from orientation.complexity.judged import JudgedCase
from orientation.complexity.publishing import monotony_violations
from orientation.complexity.report import explainable_boosting, report
from orientation.complexity.scorecard import LEAST_CASES, fit
from orientation.reference.grid_files import load_grid_file, proposed
from orientation.refusal import Refused
from tests.complexity.simulated import simulated


@pytest.fixture(scope="module")
def two_thousand(national):
    return simulated(national, 2_000)


@pytest.fixture(scope="module")
def learnt(two_thousand):
    return fit(two_thousand.cases, two_thousand.present)


def test_known_points_are_recovered(two_thousand, learnt):
    weights = [float(learnt.grid.weights[c.id]) for c in learnt.grid.criteria if not c.additional]
    truth = [float(two_thousand.truth.weights[c.id]) for c in learnt.grid.criteria if not c.additional]
    assert learnt.depth == "criteria"
    assert np.corrcoef(weights, truth)[0, 1] > 0.95
    assert np.corrcoef(two_thousand.assessed(learnt.grid).points, two_thousand.assessed(two_thousand.truth).points)[0, 1] > 0.95


def test_known_tiers_are_recovered(two_thousand, learnt):
    found = two_thousand.assessed(learnt.grid).tier
    assert quadratic_kappa(two_thousand.judged, found, 4) > 0.9
    assert quadratic_kappa(two_thousand.assessed(two_thousand.truth).tier, found, 4) > 0.9


@pytest.mark.parametrize("rules", [False, True])
def test_tiers_are_recovered_with_a_third_of_the_answers_missing(national, rules):
    world = simulated(national, 2_000, missing=0.3, rules=rules)
    card = fit(world.cases, world.present, strength=10.0)
    assert quadratic_kappa(world.judged, world.assessed(card.grid).tier, 4) > 0.75
    assert np.corrcoef(world.assessed(card.grid, full=True).points, world.assessed(world.truth, full=True).points)[0, 1] > 0.95


def test_cases_never_seen_are_given_their_tier_too(national, learnt):
    unseen = simulated(national, 1_000, seed=1)  # the same truth, drawn first from the same seed
    assert quadratic_kappa(unseen.judged, unseen.assessed(learnt.grid).tier, 4) > 0.9


def test_what_is_learnt_is_whole_points_and_a_sound_grid(learnt):
    assert all(
        weight.denominator == 1 and weight >= 1 for c, weight in learnt.grid.weights.items() if not learnt.grid.criterion[c].additional
    )
    assert sum(learnt.grid.dimension_weights.values()) == 100
    assert monotony_violations(learnt.grid, 2_000) == 0


def test_what_is_learnt_is_written_as_a_grid_file(national, two_thousand, tmp_path, data):
    card = fit(two_thousand.cases, two_thousand.present, strength=10.0)
    day = date(2027, 1, 1)
    text = proposed(
        "national", day, "Appris de 2 000 cas simulés", weights=card.weights, dimension_weights=card.dimension_weights, bounds=card.bounds
    )
    path = tmp_path / "national.yaml"
    path.write_text(text, encoding="utf-8")
    written = load_grid_file(path).on(day)
    assert written.weights == card.grid.weights
    assert written.bounds == card.grid.bounds
    found = two_thousand.assessed(written)
    assert (found.points == two_thousand.assessed(card.grid).points).all()


@pytest.mark.parametrize("count, depth", [(150, "bounds"), (400, "dimensions")])
def test_fewer_cases_teach_less_and_never_harm(national, count, depth):
    world = simulated(national, count)
    card = fit(world.cases, world.present)
    assert card.depth == depth
    after = quadratic_kappa(world.judged, world.assessed(card.grid).tier, 4)
    assert after >= quadratic_kappa(world.judged, world.assessed(world.present).tier, 4)
    if depth == "bounds":
        assert card.grid.weights == world.present.weights
        assert card.grid.dimension_weights == world.present.dimension_weights


@pytest.mark.parametrize("count", [0, 1, 99])
def test_too_few_cases_are_refused_saying_how_many_are_needed(national, count):
    cases = [JudgedCase(str(row), Situation(), f"palier-{row % 4}") for row in range(count)]
    with pytest.raises(Refused, match=f"{count} cas jugés : il en faut au moins 100"):
        fit(cases, national)


def test_asking_for_more_than_the_cases_allow_is_refused(national):
    world = simulated(national, 400)
    with pytest.raises(Refused, match=f"au moins {LEAST_CASES['criteria']}"):
        fit(world.cases, world.present, "criteria")


def test_a_tier_hardly_ever_judged_is_named(national):
    cases = [JudgedCase(str(row), Situation(), "palier-0") for row in range(120)]
    with pytest.raises(Refused, match="Appui ponctuel"):
        fit(cases, national)


def test_cases_of_another_territory_are_learnt_from_without_what_is_not_theirs(national):
    world = simulated(national, 150)
    odd = [JudgedCase("odd", Situation({"filiation-enfants": "3"}), "palier-1"), JudgedCase("none", Situation(), None)]
    assert fit([*world.cases, *odd], world.present).cases == 151


def test_a_tier_that_only_rules_give_keeps_its_start(national):
    world = simulated(national, 2_000, rules=True)
    card = fit(world.cases, world.present, "bounds")
    for tier in card.kept_bounds:
        rank = national.tier_rank[tier]
        assert card.grid.bounds[rank].from_ == national.bounds[rank].from_


def test_chances_of_a_tier_rise_with_points_and_fall_with_the_tier(learnt):
    chances = learnt.at_least(np.linspace(0, 100, 50))
    assert (np.diff(chances, axis=0) >= 0).all()
    assert (np.diff(chances, axis=1) <= 0).all()


@pytest.fixture(scope="module")
def reported(national):
    world = simulated(national, 400, missing=0.2)
    return report(world.cases, world.present, draws=50, resamples=3)


def test_a_report_compares_with_the_present_grid_a_constant_and_a_challenger(reported):
    assert reported.learnt.kappa.value > reported.present.kappa.value
    assert reported.constant == 0
    assert 0.5 < reported.challengers["gradient boosting"] < 1
    assert reported.learnt.confusion.sum() == 400
    assert reported.learnt.kappa.low <= reported.learnt.kappa.value <= reported.learnt.kappa.high


def test_an_explainable_boosting_machine_may_challenge_too(national):
    pytest.importorskip("interpret")
    world = simulated(national, 150)
    found = report(world.cases, world.present, challengers={"explainable boosting": explainable_boosting}, draws=20)
    assert 0.8 < found.challengers["explainable boosting"] <= 1


def test_a_report_says_for_whom_and_how_steady(reported):
    assert sum(cases for (name, _), (cases, _) in reported.groups.items() if name == "âge") == 400
    assert set(reported.stability) == {"palier-0", "palier-1", "palier-2", "palier-3"}
    assert len(reported.curve) == 8
    assert 0.9 < reported.calibration.observed_over_expected < 1.1
