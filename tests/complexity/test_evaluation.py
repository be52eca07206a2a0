"""The statistics engine against published results and independent implementations.

Published data is read from the packages that carry it, where they are installed.
"""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score, roc_auc_score

from orientation.complexity.evaluation import (
    alpha,
    auc,
    bootstrap,
    brier,
    by_group,
    calibration,
    confusion,
    intraclass_correlation,
    mean_auc,
    net_benefit,
    quadratic_kappa,
    tier_flips,
)


def _packaged(package, *path):
    found = find_spec(package)
    if found is None or found.origin is None:
        pytest.skip(f"needs the data of the package {package}, which is not installed")
    return Path(found.origin).parent.joinpath(*path)


@pytest.fixture(scope="module")
def support2():
    _packaged("SurvSet")
    from SurvSet.data import SurvLoader

    return SurvLoader().load_dataset("support2")["df"]


def _within(frame, days, column):
    """Whether death came within so many days, and what the model foresaw; those lost before are left out."""
    died = (frame.event == 1) & (frame.time <= days)
    kept = (died | (frame.time > days)) & frame[column].notna()
    return died[kept].to_numpy(), 1 - frame[column][kept].to_numpy()


@pytest.mark.parametrize(
    "days, column, cases, figures",
    [
        (180, "num_surv6m", 9104, {"auc": 0.7894, "brier": 0.1861, "ratio": 0.9760, "slope": 0.8986, "intercept": -0.0829}),
        (60, "num_surv2m", None, {"auc": 0.8131, "brier": 0.1619, "ratio": 0.9526, "slope": 1.0232, "intercept": -0.0895}),
    ],
)
def test_support2_prognostic_model(support2, days, column, cases, figures):
    died, foreseen = _within(support2, days, column)
    found = calibration(died, foreseen)
    assert cases is None or died.size == cases
    assert auc(died, foreseen) == pytest.approx(figures["auc"], abs=5e-5)
    assert brier(died, foreseen) == pytest.approx(figures["brier"], abs=5e-5)
    assert found.observed_over_expected == pytest.approx(figures["ratio"], abs=5e-5)
    # The slope was published with a fit that had not quite converged: statsmodels gives ours to eight decimals (next test).
    assert found.slope == pytest.approx(figures["slope"], abs=2e-4)
    assert found.intercept == pytest.approx(figures["intercept"], abs=1e-4)


def test_calibration_is_the_logistic_regression_of_statsmodels(chance):
    statsmodels = pytest.importorskip("statsmodels.api")
    foreseen = chance.uniform(0.02, 0.98, 2_000)
    outcome = chance.random(2_000) < foreseen**1.5
    reference = statsmodels.Logit(outcome.astype(int), statsmodels.add_constant(np.log(foreseen / (1 - foreseen)))).fit(disp=0)
    found = calibration(outcome, foreseen)
    assert [found.intercept, found.slope] == pytest.approx(reference.params, abs=1e-8)


DECISION_CURVE = """
0.05  0.09474 0.10554  0.02561
0.10  0.04444 0.08741  0.01852
0.15 -0.01176 0.07922  0.01059
0.20 -0.07500 0.06733  0.00167
0.25 -0.14667 0.06400 -0.00844
0.30 -0.22857 0.05467 -0.02000
0.40 -0.43333 0.03867 -0.04889
0.50 -0.72000 0.02133 -0.08933
"""


def test_decision_curve_of_the_published_example():
    frame = pd.read_csv(_packaged("dcurves", "data", "df_binary.csv"))
    outcome = frame.cancer.to_numpy()
    expected = np.array([[float(cell) for cell in line.split()] for line in DECISION_CURVE.strip().splitlines()])
    marker = net_benefit(outcome, frame.cancerpredmarker, expected[:, 0])
    family = net_benefit(outcome, frame.famhistory, expected[:, 0])
    found = [[point.threshold, point.everyone, point.model, other.model] for point, other in zip(marker, family, strict=True)]
    assert np.allclose(found, expected, atol=5e-5)
    assert auc(outcome, frame.cancerpredmarker) == pytest.approx(0.8606, abs=5e-5)


def test_net_benefit_by_hand():
    """Two of four acted on rightly, one wrongly: at 0.2 the wrong one costs a quarter."""
    (point,) = net_benefit([1, 1, 0, 0], [0.9, 0.2, 0.2, 0.1], [0.2])
    assert point.model == pytest.approx((2 - 1 * 0.25) / 4)
    assert point.everyone == pytest.approx((2 - 2 * 0.25) / 4)


@pytest.fixture
def chance():
    return np.random.default_rng(5)


def test_quadratic_kappa_is_scikit_learn_s(chance):
    judged, given = chance.integers(0, 4, 500), chance.integers(0, 4, 500)
    assert quadratic_kappa(judged, given, 4) == pytest.approx(cohen_kappa_score(judged, given, weights="quadratic"))


@pytest.mark.parametrize("given, kappa", [([0, 1, 2, 3], 1.0), ([3, 2, 1, 0], -1.0), ([1, 1, 1, 1], 0.0)])
def test_quadratic_kappa_at_its_ends(given, kappa):
    assert quadratic_kappa([0, 1, 2, 3], given, 4) == pytest.approx(kappa)


def test_kappa_of_cases_all_of_one_tier():
    assert quadratic_kappa([2, 2], [2, 2], 4) == 1.0


def test_confusion_counts_judged_in_rows():
    assert confusion([0, 0, 1], [0, 1, 1], 2).tolist() == [[1, 1], [0, 1]]


def test_auc_is_scikit_learn_s_with_ties(chance):
    outcome, score = chance.integers(0, 2, 400), chance.integers(0, 10, 400)
    assert auc(outcome, score) == pytest.approx(roc_auc_score(outcome, score))


def test_mean_auc_over_cuts(chance):
    judged, score = chance.integers(0, 3, 300), chance.random(300)
    expected = np.mean([roc_auc_score(judged >= cut, score) for cut in (1, 2)])
    assert mean_auc(judged, score, 4) == pytest.approx(expected)


def test_calibration_of_true_probabilities(chance):
    foreseen = chance.uniform(0.05, 0.95, 200_000)
    found = calibration(chance.random(200_000) < foreseen, foreseen)
    assert found.slope == pytest.approx(1, abs=0.02)
    assert found.intercept == pytest.approx(0, abs=0.02)
    assert found.observed_over_expected == pytest.approx(1, abs=0.01)


def test_intraclass_correlation_of_the_textbook_example():
    """Shrout and Fleiss (1979), six targets and four judges: ICC(2,1) is 0.29."""
    ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    assert intraclass_correlation(ratings) == pytest.approx(0.29, abs=0.005)


def test_kappa_is_the_intraclass_correlation_of_many_cases(chance):
    """Fleiss and Cohen (1973): the two agree for large n."""
    truth = chance.integers(0, 4, 20_000)
    raters = np.clip(truth[:, None] + chance.integers(-1, 2, (20_000, 2)), 0, 3)
    assert quadratic_kappa(raters[:, 0], raters[:, 1], 4) == pytest.approx(intraclass_correlation(raters), abs=1e-3)


def test_alpha_of_copies_and_of_strangers(chance):
    one = chance.random((1000, 1))
    assert alpha(np.repeat(one, 4, axis=1)) == pytest.approx(1)
    assert abs(alpha(chance.random((5000, 4)))) < 0.1


def test_bootstrap_is_reproducible_and_contains_the_value(chance):
    outcome, score = chance.integers(0, 2, 300), chance.random(300)
    found = bootstrap(auc, outcome, score, draws=100, seed=2)
    assert found == bootstrap(auc, outcome, score, draws=100, seed=2)
    assert found.low < found.value < found.high


def test_small_groups_are_not_reported(chance):
    groups = ["a"] * 50 + ["b"] * 5
    outcome = np.tile([0, 1], 28)[:55]
    assert by_group(auc, groups, outcome, chance.random(55)).keys() == {"a"}


def test_no_tier_flips_when_weights_do_not_move(chance):
    levels = chance.integers(0, 4, (200, 5))
    steps = np.full(5, 20 / 3)
    starts = [0, 17, 33, 50]
    points = levels @ steps
    assert tier_flips(points, levels, steps, starts, spread=0.0, draws=3) == 0
    assert 0 < tier_flips(points, levels, steps, starts, spread=0.2, draws=20) < 0.5
