"""Whole points learnt from columns: rounding, monotone bands, and a published data set against logistic regression."""

from importlib.util import find_spec
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from orientation.complexity.bands import bands, category_levels, items
from orientation.complexity.evaluation import auc
from orientation.complexity.points import heaviest, learn, refit_starts, whole_points


@given(st.lists(st.floats(0, 50), min_size=1, max_size=40), st.integers(0, 2))
def test_whole_points_sum_to_a_hundred_and_none_is_under_the_least(weights, least):
    points = whole_points(weights, least)
    assert points.sum() == 100
    assert points.min() >= least
    assert points.dtype.kind == "i"


@given(st.lists(st.floats(0.1, 5), min_size=2, max_size=12))
def test_a_heavier_weight_never_gets_fewer_points(weights):
    points = whole_points(weights)
    order = np.argsort(weights, kind="stable")
    assert all(points[a] <= points[b] for a, b in pairwise(order) if weights[a] < weights[b])


def test_more_items_than_points_are_refused():
    with pytest.raises(ValueError, match="101 items"):
        whole_points([1.0] * 101)


@pytest.fixture
def chance():
    return np.random.default_rng(8)


def test_starts_stand_where_a_tier_becomes_more_likely_than_not(chance):
    score = chance.uniform(0, 100, 4_000)
    ranks = np.searchsorted([20, 40, 60], score + chance.logistic(scale=2, size=4_000))
    assert refit_starts(score, ranks)[1] == pytest.approx([0, 20, 40, 60], abs=1)


def test_starts_increase_even_when_two_tiers_are_not_told_apart(chance):
    score = chance.uniform(0, 100, 600)
    ranks = np.where(score < 50, 0, chance.integers(1, 4, 600))
    starts = refit_starts(score, ranks)[1]
    assert (np.diff(starts) > 0).all()


def test_points_follow_the_answers_that_matter(chance):
    levels = chance.integers(0, 4, (2_000, 5)).astype(float)
    latent = levels @ [3.0, 2.0, 1.0, 0.0, 0.0] + chance.logistic(size=2_000)
    found = learn(levels, np.searchsorted([6, 9, 12], latent), strength=0.1)
    assert found.worst.tolist() == sorted(found.worst.tolist(), reverse=True)
    assert found.worst[3:].max() <= 4
    assert found.tier(levels).max() == 3


def test_a_strong_pull_keeps_present_points(chance):
    levels = chance.integers(0, 4, (400, 4)).astype(float)
    ranks = chance.integers(0, 3, 400)
    assert learn(levels, ranks, present=[40, 30, 20, 10], strength=1e7).worst.tolist() == [40, 30, 20, 10]


@pytest.mark.parametrize("sign, rising", [(1, True), (-1, False)])
def test_bands_find_the_direction_and_never_fall(chance, sign, rising):
    values = chance.normal(size=5_000)
    outcome = chance.random(5_000) < 1 / (1 + np.exp(-2 * sign * values))
    found = bands(values, outcome)
    assert found.rising is rising
    assert list(found.cuts) == sorted(found.cuts)
    levels = found.levels(np.sort(values))
    assert (np.diff(levels) * sign >= 0).all()
    assert set(levels) == {0, 1, 2, 3}
    assert np.isnan(found.levels([np.nan]))[0]


def test_bands_of_a_constant_and_of_two_values(chance):
    outcome = chance.integers(0, 2, 200)
    assert len(set(bands(np.ones(200), outcome).levels(np.ones(200)))) == 1
    two = np.repeat([0.0, 1.0], 100)
    told = bands(two, two).levels(two)
    assert told[0] == 0 < told[-1]


def test_categories_are_ranked_by_what_they_bring():
    categories = ["low"] * 200 + ["middle"] * 200 + ["high"] * 200
    outcome = [0] * 190 + [1] * 10 + [0] * 100 + [1] * 100 + [0] * 10 + [1] * 190
    found = category_levels(categories, outcome)
    assert found["low"] == 0 < found["middle"] < found["high"] == 3


def test_the_heaviest_columns_are_kept(chance):
    levels = chance.integers(0, 4, (2_000, 6)).astype(float)
    ranks = (levels[:, 1] * 2 + levels[:, 4] + chance.logistic(size=2_000) > 4).astype(int)
    assert heaviest(levels, ranks, 2).tolist() == [1, 4]


def test_a_scorecard_of_fifteen_items_on_support2_loses_little_to_logistic_regression():
    if find_spec("SurvSet") is None:
        pytest.skip("needs the data of the package SurvSet, which is not installed")
    from SurvSet.data import SurvLoader

    frame = SurvLoader().load_dataset("support2")["df"]
    frame = frame[((frame.event == 1) & (frame.time <= 180)) | (frame.time > 180)]
    died = (frame.time <= 180).to_numpy().astype(int)
    known = {column: frame[column].astype(float).to_numpy() for column in frame if column.startswith("num_") and "surv" not in column}
    told = {
        column: frame[column].astype(str).to_numpy()
        for column in frame
        if column.startswith("fac_") and column not in ("fac_sfdm2", "fac_dnr")
    }
    learnt = np.random.default_rng(0).random(died.size) < 0.7
    read = items({n: v[learnt] for n, v in known.items()}, {n: v[learnt] for n, v in told.items()}, died[learnt])
    levels = read.levels({**known, **told})
    kept = heaviest(levels[learnt], died[learnt], 15)
    card = learn(levels[learnt][:, kept], died[learnt], strength=0.1)
    table = pd.get_dummies(pd.DataFrame({**known, **told}), dtype=float)
    table = table.fillna(table[learnt].median())
    table = (table - table[learnt].mean()) / table[learnt].std().replace(0, 1)
    reference = LogisticRegression(max_iter=3_000).fit(table[learnt], died[learnt])
    best = auc(died[~learnt], reference.predict_proba(table[~learnt])[:, 1])
    assert best > 0.79
    assert auc(died[~learnt], card.score(levels[~learnt][:, kept], filled=True)) > best - 0.015
    assert len(card.worst) == 15 and card.worst.sum() == 100
