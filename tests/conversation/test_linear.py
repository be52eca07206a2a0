"""Linear classifiers: the margins equal the obvious sum, what is learnt separates what it was shown, files give back what was written."""

import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.svm import LinearSVC

from orientation.conversation.linear import Linear, letter_grams, paired
from orientation.conversation.training.linear import learn_linear
from orientation.reference.linear import load_linear, write_linear

SIGNS = ("=kine", "=ehpad", "=kine ehpad", "kin", "need:ehpad")
MODEL = Linear(
    ("need ehpad", "fact vit-seul=non", "need kinesitherapie"),
    np.array([-0.5, 0.0, 1.25]),
    {sign: line for line, sign in enumerate(SIGNS)},
    np.array([1.0, 2.5, 3.0, 1.5, 2.0]),
    np.array([[0, 0, 2], [3, -1, 0], [0.5, 0, 0], [0, 0, 0.25], [4, 0, -2]], dtype=np.float32),
)
ALIKE = [("cherche kine", "kine"), ("un kine svp", "kine"), ("place en ehpad", "ehpad"), ("quel ehpad", "ehpad"), ("bonjour", "")]


def obvious(model, blocks):
    totals = list(model.offsets)
    for block in blocks:
        counted = Counter(sign for sign in block if sign in model.places)
        values = {sign: (1 + math.log(times)) * model.rarity[model.places[sign]] for sign, times in counted.items()}
        length = math.sqrt(sum(value * value for value in values.values()))
        for sign, value in values.items():
            for column in range(len(totals)):
                totals[column] += float(model.weights[model.places[sign], column]) * value / length
    return totals


@given(blocks=st.lists(st.lists(st.sampled_from((*SIGNS, "=unknown", "zzz"))), max_size=3))
def test_margins_are_the_obvious_sum(blocks):
    assert MODEL.margins(*blocks) == pytest.approx(obvious(MODEL, blocks), abs=1e-5)


def test_nothing_known_leaves_the_offsets():
    assert MODEL.margins(["=unknown"], []).tolist() == MODEL.offsets.tolist()


@given(words=st.lists(st.text("abé", min_size=1, max_size=6), max_size=6))
def test_every_word_and_couple_is_a_sign(words):
    assert len(list(paired(words))) == len(words) + max(0, len(words) - 1)
    for gram in letter_grams(words, 3, 4):
        assert len(gram) in (3, 4)
        assert any(gram in f" {word} " for word in words)


def learnt(ignored=None, lightest=0.0, seen=(1,)):
    labels = ("kine", "ehpad")
    texts = [(list(paired(text.split())),) for text, _ in ALIKE]
    wanted = np.array([[label == told for label in labels] for _, told in ALIKE])
    return learn_linear(texts, labels, wanted, ignored, classifier=LinearSVC(random_state=0), seen=seen, lightest=lightest)


def test_what_is_learnt_tells_apart_what_it_was_shown():
    model = learnt()
    for text, told in ALIKE:
        margins = dict(zip(model.labels, model.margins(paired(text.split())).tolist(), strict=True))
        assert {label for label, margin in margins.items() if margin > 0} == ({told} if told else set())


def test_what_is_ignored_speaks_neither_for_nor_against():
    ignored = np.zeros((len(ALIKE), 2), dtype=bool)
    ignored[[0, 1], 1] = True
    free, held = learnt(ignored), learnt()
    assert held.weights[held.places["=kine"], 1] < 0
    assert "=kine" not in free.places or free.weights[free.places["=kine"], 1] == 0


def test_what_is_light_or_rare_is_left_out():
    assert set(learnt(seen=(2,)).places) <= {"=kine", "=ehpad"}
    whole = learnt()
    weight = np.abs(whole.weights) * whole.rarity[:, None]
    bound = float(np.median(weight))
    lighter = learnt(lightest=bound)
    assert np.count_nonzero(lighter.weights) < np.count_nonzero(whole.weights)
    kept = np.abs(lighter.weights) * lighter.rarity[:, None]
    assert kept[kept > 0].min() >= bound - 0.05


def test_a_file_gives_back_what_was_written(tmp_path):
    write_linear(MODEL, tmp_path / "model.json", "Essai.", levels=[1.5])
    again, head = load_linear(tmp_path / "model.json")
    assert (again.labels, set(again.places)) == (MODEL.labels, set(MODEL.places))
    assert (head["about"], head["levels"]) == ("Essai.", [1.5])
    for blocks in ((SIGNS,), (SIGNS[:2], SIGNS[2:]), ()):
        assert again.margins(*blocks) == pytest.approx(MODEL.margins(*blocks))


def test_a_sign_a_line_in_the_file(tmp_path):
    write_linear(MODEL, tmp_path / "model.json", "Essai.")
    lines = (tmp_path / "model.json").read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith('"') for line in lines) == len(SIGNS)


def test_no_file_is_no_model(tmp_path):
    assert load_linear(tmp_path / "none.json") is None


def test_a_model_without_signs_is_written_and_opened(tmp_path):
    bare = replace(MODEL, places={}, rarity=np.empty(0), weights=np.empty((0, 3), dtype=np.float32))
    write_linear(bare, tmp_path / "bare.json", "Essai.")
    again, _ = load_linear(tmp_path / "bare.json")
    assert again.margins(SIGNS).tolist() == MODEL.offsets.tolist()
