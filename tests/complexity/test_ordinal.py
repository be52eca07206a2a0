"""The ordinal regression against published coefficients, another implementation and its own derivatives."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import check_grad

from orientation.complexity.ordinal import Pull, _loss, fit_ordinal


def test_ucla_graduate_school_data():
    """Coefficients, cut-points and likelihood printed for Stata's ologit and R's polr."""
    found = find_spec("statsmodels")
    if found is None or found.origin is None:
        pytest.skip("needs the data that ships with statsmodels, which is not installed")
    frame = pd.read_csv(Path(found.origin).parent / "miscmodels/tests/results/ologit_ucla.csv")
    apply = frame["apply"].map({"unlikely": 0, "somewhat likely": 1, "very likely": 2}) if frame["apply"].dtype != int else frame["apply"]
    fitted = fit_ordinal(frame[["pared", "public", "gpa"]], apply)
    assert fitted.coefficients == pytest.approx([1.0476, -0.0586, 0.6158], abs=1e-3)
    assert fitted.thresholds == pytest.approx([2.2035, 4.2990], abs=1e-3)
    assert fitted.log_likelihood == pytest.approx(-358.5124, abs=1e-3)


@pytest.fixture
def simulated():
    chance = np.random.default_rng(4)
    x = chance.normal(size=(3_000, 3))
    latent = x @ [1.0, 0.5, -0.7] + chance.logistic(size=3_000)
    return x, np.searchsorted([-1.0, 0.5, 2.0], latent)


def test_it_is_the_model_of_statsmodels(simulated):
    miscmodels = pytest.importorskip("statsmodels.miscmodels.ordinal_model")
    x, ranks = simulated
    reference = miscmodels.OrderedModel(ranks, x, distr="logit").fit(method="bfgs", disp=0)
    found = fit_ordinal(x, ranks)
    assert found.coefficients == pytest.approx(reference.params[:3], abs=1e-3)
    assert found.log_likelihood == pytest.approx(reference.llf, abs=1e-3)


def test_the_gradient_is_the_derivative(simulated):
    x, ranks = simulated
    high = np.minimum(ranks + (np.arange(ranks.size) % 3 == 0), 3)
    pull = Pull(np.array([0.5, 0.2, 0.1]), 3.0, 0.4)
    at = np.array([0.3, 0.8, -0.2, -0.5, 0.1, 0.4])
    error = check_grad(lambda p: _loss(p, x, ranks, high, pull)[0], lambda p: _loss(p, x, ranks, high, pull)[1], at)
    assert error < 1e-2


def test_non_negative_coefficients_stay_so(simulated):
    x, ranks = simulated
    assert (fit_ordinal(x, ranks, non_negative=True).coefficients >= 0).all()


def test_a_strong_pull_gives_what_it_pulls_towards(simulated):
    x, ranks = simulated
    towards = np.array([0.2, 0.2, 0.2])
    assert fit_ordinal(x, ranks, pull=Pull(towards, 1e7, 1.0)).coefficients == pytest.approx(towards, abs=1e-3)


def test_cases_known_only_up_to_a_tier_still_teach(simulated):
    x, ranks = simulated
    floored = np.random.default_rng(1).random(ranks.size) < 0.4
    lowest = np.where(floored & (ranks <= 2), 0, ranks)
    highest = np.where(floored & (ranks <= 2), 2, ranks)
    assert fit_ordinal(x, lowest, highest).coefficients == pytest.approx([1.0, 0.5, -0.7], abs=0.15)


def test_probabilities_and_tiers_agree(simulated):
    x, ranks = simulated
    found = fit_ordinal(x, ranks)
    chances = found.at_least(x)
    assert (np.diff(chances, axis=1) <= 0).all()
    assert (found.tier(x) == (chances >= 0.5).sum(1)).all()


def test_separated_tiers_do_not_break_it():
    x = np.arange(40.0)[:, None]
    found = fit_ordinal(x, (x[:, 0] > 19).astype(int), non_negative=True, pull=Pull(np.array([0.5]), 1.0, 0.5))
    assert np.isfinite(found.coefficients).all()
