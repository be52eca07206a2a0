"""Likeness to how dangers are told: what is learnt is found again, nothing said beside hides it, and bounds are kept."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orientation.conversation.dialogue import Dialogue, follow
from orientation.conversation.emergencies.dangers import passages
from orientation.conversation.training.dangers import learn_dangers, levelled, margins_unseen
from orientation.conversation.understanding import understand
from orientation.reference.dangers import load_dangers, load_sentences, write_dangers
from orientation.reference.vocabularies import load_vocabulary
from orientation.refusal import Refused

IDS = ("vital", "suicide")
TOLD = tuple(
    (sentence, frozenset(ids))
    for ids, sentences in {
        ("vital",): (
            "il ne respire plus",
            "elle ne respire presque plus",
            "mon père ne respire plus, il est bleu",
            "respire très mal, bleu",
        ),
        ("suicide",): ("il veut mourir", "elle dit qu'elle veut mourir ce soir", "je veux mourir", "veut mourir, a écrit une lettre"),
        (): ("cherche une aide à domicile", "besoin d'un kiné à Brest", "une place en accueil de jour", "portage de repas pour mon père"),
    }.items()
    for sentence in sentences
)
ORDINARY = ("besoin d'un kiné à Brest", "portage de repas pour mon père", "merci de me rappeler", "elle a 84 ans")


@pytest.fixture(scope="module")
def learnt():
    return replace(learn_dangers(TOLD, (), IDS, lightest=0.0), levels=np.full(2, 0.0))


def test_what_was_learnt_is_found_again(learnt):
    for sentence, ids in TOLD:
        assert set(learnt.read(sentence)) == ids


@settings(max_examples=60)
@given(before=st.lists(st.sampled_from(ORDINARY)), after=st.lists(st.sampled_from(ORDINARY)), told=st.sampled_from(TOLD[:8]))
def test_nothing_said_beside_hides_a_danger(learnt, before, after, told):
    sentence, _ = told
    text = ". ".join([*before, sentence, *after])
    alone = np.max([learnt.margins(clause) for clause in sentence.split(", ")], axis=0)
    assert (learnt.margins(text) >= alone - 1e-9).all()
    assert set(sentence.split(", ")) <= set(passages(text))


@given(text=st.text(max_size=400))
def test_any_text_is_read(learnt, text):
    assert set(learnt.read(text)) <= set(IDS)
    assert learnt.margins(text).shape == (2,)


def test_accents_and_capitals_change_nothing(learnt):
    assert np.allclose(learnt.margins("Il NE RESPIRÉ plus"), learnt.margins("il ne respire plus"))


def test_a_danger_is_asked_about_from_its_level_on(learnt):
    text = "cherche un kiné, et elle dit que je veux mourir"
    margin = float(learnt.margins(text)[1])
    for level, heard in ((margin - 0.01, True), (margin, True), (margin + 0.01, False)):
        assert ("suicide" in replace(learnt, levels=np.array([99, level])).read(text)) == heard


def test_the_likest_comes_first(learnt):
    both = "je veux mourir. il ne respire plus"
    margins = learnt.margins(both)
    assert learnt.read(both)[0] == IDS[int(np.argmax(margins))]


def test_levels_are_read_off_texts_that_were_not_learnt_from(learnt):
    texts = TOLD * 2
    margins = margins_unseen(TOLD, texts, IDS, folds=2)
    wanted = [ids for _, ids in texts]
    quiet = margins[[not ids for ids in wanted]]
    strict = levelled(learnt, margins, wanted, dict.fromkeys(IDS, 0.0))
    assert strict.levels == pytest.approx(quiet.max(axis=0), abs=0.01)
    assert (levelled(learnt, margins, wanted, dict.fromkeys(IDS, 0.5)).levels <= strict.levels).all()


@pytest.fixture(scope="module")
def listening(reader):
    """The reader with a likeness that hears the word "parapente"."""
    told = [("parti en parapente", frozenset({"suicide"})), ("parapente demain", frozenset({"suicide"})), TOLD[0]]
    told += [(text, frozenset()) for text in ORDINARY]
    return replace(reader, dangers=replace(learn_dangers(told, (), IDS, lightest=0.0), levels=np.array([99.0, 0.0])))


def test_what_only_looks_like_a_danger_is_asked_about_and_never_raised(listening):
    read = understand("Mme 84 ans à Vitry-sur-Seine, aide à domicile, parti en parapente", listening)
    assert (read.emergencies, read.danger_to_confirm) == ((), "suicide")


def test_a_danger_that_a_rule_read_is_not_asked_about_again(listening):
    read = understand("elle veut mourir, parti en parapente", listening)
    assert (read.emergencies, read.danger_to_confirm) == (("suicide",), None)


def test_a_text_that_asks_for_nothing_but_looks_like_a_danger_is_not_waved_away(listening):
    assert understand("bonjour, merci", listening).off_topic
    read = understand("parti en parapente", listening)
    assert (read.off_topic, read.danger_to_confirm, read.needs) == (False, "suicide", ())


@pytest.mark.parametrize(("really", "raised"), [(True, ("suicide",)), (False, ())])
def test_a_person_judges_and_may_go_back(listening, really, raised):
    asked, _ = follow(Dialogue(), "aide à domicile à Vitry-sur-Seine, parti en parapente", listening)
    judged = asked.endangered(really)
    assert (judged.read.emergencies, judged.read.danger_to_confirm) == (raised, None)
    assert judged.undone().read.danger_to_confirm == "suicide"
    assert Dialogue().endangered(True) == Dialogue()


def test_weights_are_written_and_read_again(learnt, tmp_path):
    write_dangers(learnt, tmp_path / "weights.json")
    again = load_dangers(tmp_path / "weights.json")
    for text in (*ORDINARY, "il veut mourir", "elle ne respire plus"):
        assert np.allclose(again.margins(text), learnt.margins(text))
    assert again.read("je veux mourir") == learnt.read("je veux mourir")
    assert load_dangers(tmp_path / "none.json") is None


def test_a_sentence_of_an_unknown_emergency_is_refused_with_its_line(tmp_path):
    path = tmp_path / "sentences.csv"
    path.write_text("emergencies,sentence\nvital|suicide,il s'est pendu\nincendie,la maison brûle\n", encoding="utf-8")
    with pytest.raises(Refused, match="ligne 3 : « incendie »"):
        load_sentences(path, load_vocabulary())


def test_the_weights_shipped_know_the_sentences_they_learnt(data):
    vocabulary = load_vocabulary()
    shipped = load_dangers(data / "lexicon" / "danger_weights.json")
    told = [(sentence, ids) for sentence, ids in load_sentences(data / "lexicon" / "danger_sentences.csv", vocabulary) if ids]
    assert shipped.model.labels == tuple(vocabulary.emergencies)
    assert np.mean([bool(shipped.read(sentence)) for sentence, _ in told[::10]]) >= 0.9
