"""A proposed policy is a file that can be read: present values stay, new ones come with their day and their evidence."""

import shutil
from datetime import date

import pytest
import yaml

from orientation.complexity.evaluation import Interval
from orientation.ranking.criteria import CRITERIA
from orientation.ranking.learning import LearntWeights, WeightChange
from orientation.reference.policies import load_policies
from orientation.reference.policy_files import proposed_from, proposed_policy
from orientation.refusal import Refused

DAY = date(2027, 3, 1)
BEFORE = date(2027, 2, 28)


@pytest.fixture
def folder(data, tmp_path):
    copied = tmp_path / "policies"
    shutil.copytree(data / "policies", copied)
    return copied


@pytest.mark.parametrize("id", ["national", "guyane", "bretagne", "ile-de-france"])
def test_a_proposal_holds_from_its_day_and_keeps_every_line(folder, id):
    before = (folder / f"{id}.yaml").read_text(encoding="utf-8").splitlines()
    weights = {"is_near": 21, "has_places": 9.5, "can_be_reached": 3}
    text = proposed_policy(id, DAY, weights, 'Décision "fictive" : essai', folder)
    written = iter(text.splitlines())
    assert all(line in written for line in before)
    (folder / f"{id}.yaml").write_text(text, encoding="utf-8")
    read, untouched = load_policies(folder), load_policies()
    assert {name: read.on(id, DAY).weights[name] for name in weights} == weights
    assert read.on(id, BEFORE) == untouched.on(id, BEFORE)
    assert read.values(id)["weights", "is_near"].entry(DAY).reference == 'Décision "fictive" : essai'


def test_nothing_is_written(folder):
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    proposed_policy("guyane", DAY, {"is_near": 21}, "Essai", folder)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_a_weight_that_does_not_change_is_not_repeated(folder):
    present = load_policies(folder).on("guyane", DAY).weights
    assert proposed_policy("guyane", DAY, present, "Essai", folder) == (folder / "guyane.yaml").read_text(encoding="utf-8")


def test_comments_stay_with_what_they_speak_of(folder):
    file = folder / "bretagne.yaml"
    file.write_text(
        "id: bretagne\nlabel: B\nextends: national\nweights:\n  # le plus proche\n  is_near:\n    unit: poids\n    values:\n"
        "      2020-01-01: {value: 30, reference: Essai}\n\n# assez\nenough:\n  values:\n    2020-01-01: {value: 3, reference: Essai}\n",
        encoding="utf-8",
    )
    text = proposed_policy("bretagne", DAY, {"is_near": 20, "is_confirmed": 1}, "Essai", folder)
    assert text.index("2027-03-01: {value: 20") < text.index("is_confirmed") < text.index("# assez") < text.index("enough")
    assert yaml.safe_load(text)["enough"]


@pytest.mark.parametrize(
    "id, day, weights, reference, said",
    [
        ("nulle-part", DAY, {"is_near": 3}, "Essai", "inconnue"),
        ("guyane", DAY, {"is_close": 3}, "Essai", "is_near"),
        ("guyane", DAY, {"is_near": -3}, "Essai", "positif"),
        ("guyane", DAY, {"is_near": float("nan")}, "Essai", "positif"),
        ("guyane", date(2020, 1, 1), {"is_near": 3}, "Essai", "passé"),
        ("guyane", DAY, {"is_near": 3}, " ", "référence"),
        ("guyane", DAY, {"is_near": 3}, {"has_places": "Essai"}, "référence"),
    ],
)
def test_what_a_policy_would_not_take_is_refused(folder, id, day, weights, reference, said):
    with pytest.raises(Refused, match=said):
        proposed_policy(id, day, weights, reference, folder)


def test_learnt_weights_carry_their_evidence(folder):
    share = Interval(0.7, 0.65, 0.75)
    present = load_policies(folder).on("national", DAY).weights
    changes = tuple(
        WeightChange(name, present[name], present[name] + extra, Interval(present[name] + extra, 20.0, 31.0), pairs)
        for name, extra, pairs in (("is_near", 3.26, 310), ("has_places", 0.01, 200), ("is_confirmed", 2.0, 0))
    )
    learnt = LearntWeights(
        {}, changes, 240, 350, share, Interval(0.66, 0.6, 0.7), Interval(0.6, 0.5, 0.7), Interval(0.04, 0.01, 0.07), 10.0, 0.2
    )
    text = proposed_from(learnt, "national", DAY, "décisions fictives", folder)
    added = yaml.safe_load(text)["weights"]
    assert added["is_near"]["values"][DAY]["value"] == 28.3
    for said in ("240 décisions", "350 paires", "310", "20,0 à 31,0", "70,0 %", "66,0 %", "60,0 %", "décisions fictives", "25,0"):
        assert said in added["is_near"]["values"][DAY]["reference"]
    assert [name.__name__ for name in CRITERIA if DAY in added[name.__name__]["values"]] == ["is_near"]
