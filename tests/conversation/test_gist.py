"""What requests are like as a whole: signs of three sorts, learnt from some and told of others."""

from dataclasses import replace

import pytest

from orientation.conversation.gist import NOTHING, Gist, fact_label, need_label, signs
from orientation.conversation.training.gist import FOLDS, LEAST_FACTS, LEAST_NEEDS, fold_of, impressions_apart, learn_gist
from orientation.conversation.training.prepared import Annotated, prepared, with_words_forgotten
from orientation.conversation.understanding import understand
from orientation.reference.gist import load_gist, write_gist

TOWNS = ("Créteil", "Vannes", "Dax", "Sens", "Vesoul", "Albi", "Nîmes", "Gap")
KINE = [Annotated(f"M. 70 ans, {town}, cherche kiné", frozenset({"kinesitherapie"})) for town in TOWNS]
ALONE = [
    Annotated(f"Mme 84 ans vit seule à {town}, portage de repas", frozenset({"portage-repas"}), facts={"vit-seul": "oui"}) for town in TOWNS
]


@pytest.fixture(scope="module")
def texts(reader):
    return [prepared(one, reader) for one in (*KINE, *ALONE)]


@pytest.fixture(scope="module")
def gist(texts):
    return learn_gist(texts, lightest=0.0)


def test_signs_are_words_letters_and_phrases(passage):
    words, letters, phrases = (set(block) for block in signs(passage("Mme 84 ans, pas de chute, cherche kiné"), 84.0))
    assert {"=cherche", "=cherche kine", "=#", "=# ans"} <= words
    assert "kine" in letters
    assert {"age:6", "need:kinesitherapie", "fact:chutes"} <= phrases
    assert any(sign.startswith("~fact:chutes:") for sign in phrases)


def test_no_sign_tells_who_somebody_is(passage):
    words, _, phrases = (set(block) for block in signs(passage("Sa fille, 46 ans, au 0612345678"), None))
    assert not any(digit in sign for sign in words for digit in "0123456789")
    assert not any(sign.startswith("person:") for sign in phrases)


@pytest.mark.parametrize(("age", "band"), [(2.9, 0), (3, 1), (17.5, 2), (18, 3), (75, 6), (74.9, 5)])
def test_ages_are_told_by_bands(passage, age, band):
    assert f"age:{band}" in list(signs(passage("bonjour"), age)[2])


def test_what_was_learnt_is_told_of_others(gist, passage):
    asked = gist.of(passage("F 66 ans Brest cherche kiné"), 66.0)
    assert asked.needs["kinesitherapie"] > asked.needs["portage-repas"]
    alone = gist.of(passage("M. 90 ans, vit seul, portage"), 90.0)
    assert alone.facts["vit-seul", "oui"] > asked.facts["vit-seul", "oui"]


def test_messages_that_ask_for_nothing_are_learnt_too(reader, texts, passage):
    quiet = [prepared(Annotated(f"Pour information, les chiffres de {town}", frozenset()), reader) for town in TOWNS]
    gist = learn_gist([*texts, *quiet], lightest=0.0)
    told, asked = gist.of(passage("Pour information, les chiffres de Vitré"), None), gist.of(texts[0].passage, 70.0)
    assert told.nothing > 0 > asked.nothing


def test_what_may_ask_for_something_is_not_learnt_as_asking_for_nothing(reader, texts):
    unsure = [prepared(Annotated(f"Pour information, {town}", frozenset(), frozenset({"ehpad"})), reader) for town in TOWNS]
    assert NOTHING not in learn_gist([*texts, *unsure]).model.labels


def test_what_is_seldom_told_is_not_learnt(reader):
    few = [prepared(one, reader) for one in (*KINE[: LEAST_NEEDS - 1], *ALONE[: LEAST_FACTS - 1])]
    assert learn_gist(few).model.labels == (need_label("portage-repas"),)
    enough = [*few, prepared(KINE[-1], reader), prepared(ALONE[-1], reader)]
    assert set(learn_gist(enough).model.labels) == {
        need_label("portage-repas"),
        need_label("kinesitherapie"),
        fact_label("vit-seul", "oui"),
    }


def test_a_text_whose_facts_nobody_annotated_denies_none(reader, texts):
    silent = [prepared(replace(one, facts=None), reader) for one in KINE]
    others = [*texts[len(KINE) :], prepared(Annotated("bonjour", frozenset()), reader)]
    told, plain = learn_gist([*silent, *others]), learn_gist([*texts[: len(KINE)], *others])
    alone = "vit-seul", "oui"
    assert plain.of(texts[0].passage, 70.0).facts[alone] < 0
    assert told.of(texts[0].passage, 70.0).facts[alone] > plain.of(texts[0].passage, 70.0).facts[alone]


def test_an_impression_apart_comes_from_the_other_texts(texts):
    mixed = [*texts[::2], *texts[1::2]]
    apart = impressions_apart(mixed, folds=2)
    for place, (gist, impression) in enumerate(apart):
        others = [one for at, one in enumerate(mixed) if fold_of(at, len(mixed), 2) != fold_of(place, len(mixed), 2)]
        assert gist.model.labels == learn_gist(others).model.labels
        assert impression == gist.of(mixed[place].passage, mixed[place].people.age_years)


def test_forgetting_loses_words_of_needs_and_nothing_else(texts, reader):
    deaf = with_words_forgotten(texts, reader, forgotten=1.0)
    for one, whole in zip(deaf, texts, strict=True):
        assert not [found for found in one.passage.found if found.entry.kind == "need"]
        assert [found for found in one.passage.found if found.entry.kind == "fact"] == [
            found for found in whole.passage.found if found.entry.kind == "fact"
        ]


def test_a_file_gives_back_the_same_impressions(gist, passage, tmp_path):
    write_gist(gist, tmp_path / "gist.json")
    again = load_gist(tmp_path / "gist.json")
    for text in ("cherche kiné", "vit seule"):
        one, other = gist.of(passage(text), 80.0), again.of(passage(text), 80.0)
        assert one.needs == pytest.approx(other.needs) and one.facts == pytest.approx(other.facts)
    assert load_gist(tmp_path / "none.json") is None


def test_a_need_that_nothing_names_is_offered_and_not_said(reader, gist):
    knowing = replace(reader, gist=Gist(replace(gist.model, offsets=gist.model.offsets + 9.0)))
    read = understand("M. 70 ans à Créteil, svp quelque chose pour lui", knowing)
    named = {"kinesitherapie", "portage-repas"}
    assert not named & {need.id for need in read.needs}
    assert named & {need.id for need in read.suggestions}
    assert "vit-seul" not in {fact.id for fact in read.facts}


def test_the_classifier_shipped_knows_nearly_every_need(reader):
    known = {label.removeprefix("need ") for label in reader.gist.model.labels if label.startswith("need ")}
    assert len(set(reader.vocabulary.needs) - known) <= 2
    assert not known - set(reader.vocabulary.needs)


def test_texts_that_stand_together_are_kept_in_one_fold():
    folds = [fold_of(place, 11) for place in range(11)]
    assert folds == sorted(folds) and set(folds) == set(range(FOLDS))
    assert max(map(folds.count, folds)) - min(map(folds.count, folds)) <= 1
