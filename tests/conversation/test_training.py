"""What is learnt of the surroundings of a mention, on a handful of made-up texts."""

import pytest

from orientation.conversation.facts.situation import read_situation
from orientation.conversation.gist import NO_IMPRESSION
from orientation.conversation.likelihood import likelihood
from orientation.conversation.training.gist import FOLDS
from orientation.conversation.training.prepared import Annotated, prepared, with_words_forgotten
from orientation.conversation.training.reading import FORGOTTEN, learn_reading
from orientation.conversation.training.weights import SEEN, fact_examples, learn_context, learn_facts, need_examples
from orientation.conversation.understanding import understand
from orientation.reference.folder import data_folder
from orientation.reference.lexicon import read_prior

STREETS = ("Créteil", "Vannes", "Dax", "Sens", "Vesoul", "Albi")
ASKED = [
    Annotated(f"M. 80 ans, {town}. Cherche portage de repas, kiné déjà rodé", frozenset({"portage-repas"}), frozenset()) for town in STREETS
]
WANTED = [Annotated(f"Mme 75 ans, {town}. Cherche kiné pour elle", frozenset({"kinesitherapie"}), frozenset()) for town in STREETS]


@pytest.fixture(scope="module")
def prior():
    return read_prior(data_folder() / "lexicon" / "context_prior.json")


def examples(texts, reader, forgotten=None):
    read = [prepared(one, reader) for one in texts]
    read = read if forgotten is None else with_words_forgotten(read, reader, forgotten)
    return [
        need_examples(one, NO_IMPRESSION, read_situation(one.told, NO_IMPRESSION, len(one.passage.words), reader).said, reader)
        for one in read
    ]


def learn(texts, reader, prior):
    return learn_context(examples(texts, reader), examples(texts, reader, FORGOTTEN), prior)


def features(text, reader, need):
    [made] = examples([Annotated(text, frozenset({need}))], reader)
    return next(one.features for one in made if one.wanted)


def test_an_example_holds_the_words_around_the_mention(reader):
    held = features("M. 80 ans. Nous cherchons un kiné respiratoire pour 3 mois", reader, "kinesitherapie")
    assert held["before=cherchons"] == held["at-1=un"] == held["at+1=pour"] == held["after=#"] == 1.0
    assert "before=m" not in held, "a word of another sentence"


def test_beyond_the_sentence_there_is_no_word(reader):
    held = features("Kiné svp", reader, "kinesitherapie")
    assert held["at-1=|"] == held["at-2=|"] == held["at+1=svp"] == held["at+2=|"] == 1.0


def test_an_example_tells_what_else_is_named_and_which_sentence_it_is(reader):
    held = features("M. 80 ans vit seul. Cherche portage de repas et kiné", reader, "kinesitherapie")
    assert "with=portage-repas" in held and "kinesitherapie with=portage-repas" in held
    assert "is_name sentence=last" in held


def test_what_is_neither_right_nor_wrong_is_told_apart(reader):
    [made] = examples([Annotated("kiné et ehpad à Sens", frozenset({"kinesitherapie"}), frozenset({"ehpad"}))], reader)
    assert {(one.wanted, one.optional) for one in made if "is_name" in one.features} == {(True, False), (False, True)}


def test_a_word_met_beside_what_nobody_asks_for_speaks_against_it(reader, prior):
    learnt = learn([*ASKED, *WANTED], reader, prior)
    assert learnt.said["at+1=deja"] < 0 < learnt.said["at-1=cherche"]
    in_place = features("M. 66 ans, Niort. Cherche ehpad, kiné déjà rodé", reader, "kinesitherapie")
    wanted = features("M. 66 ans, Niort. Cherche kiné pour lui", reader, "kinesitherapie")
    for weights in (learnt.said, learnt.first):
        assert likelihood(in_place, weights) < likelihood(wanted, weights)


def test_a_word_seen_too_seldom_is_left_out(reader, prior):
    few, enough = (learn([*WANTED, *ASKED[:seen]], reader, prior) for seen in (1, SEEN))
    assert "at+2=rode" not in few.first
    assert "at+2=rode" in enough.first


def test_what_has_a_weight_by_hand_keeps_it_where_nothing_is_seen_of_it(reader, prior):
    texts = [*ASKED, *WANTED]
    learnt = learn(texts, reader, prior)
    made = [*examples(texts, reader), *examples(texts, reader, FORGOTTEN)]
    unseen = set(prior) - {name for text in made for one in text for name in one.features}
    assert unseen
    assert {name: learnt.said[name] for name in unseen} == pytest.approx({name: prior[name] for name in unseen}, abs=0.0006)


TOLD = [Annotated(f"M. 80 ans, {town}. Vit seul, kiné", frozenset({"kinesitherapie"}), facts={"vit-seul": "oui"}) for town in STREETS]
UNTOLD = [Annotated(f"M. 80 ans, {town}. Vit seul, kiné", frozenset({"kinesitherapie"})) for town in STREETS]


def test_a_fact_is_as_sure_as_it_was_found_right(reader):
    sure, unsure, even = (
        learn_facts([example for one in texts for example in fact_examples(prepared(one, reader), NO_IMPRESSION)])
        for texts in (TOLD, UNTOLD, [*TOLD, *UNTOLD])
    )
    [example] = fact_examples(prepared(TOLD[0], reader), NO_IMPRESSION)
    assert likelihood(example.features, unsure) < 0.3 < likelihood(example.features, even) < 0.7 < likelihood(example.features, sure)


def test_a_fact_that_may_be_disputed_teaches_nothing(reader):
    disputed = Annotated("M. 80 ans, Dax. Vit seul", frozenset(), optional_facts=frozenset({"vit-seul"}))
    assert [one.optional for one in fact_examples(prepared(disputed, reader), NO_IMPRESSION)] == [True]


def test_all_is_learnt_at_once_and_judged_on_a_share_kept_apart(reader, prior):
    texts = [*TOLD, *ASKED, *WANTED]
    learnt, apart = learn_reading(texts, reader, prior)
    read = understand("Mme 85 ans, Créteil. Vit seule, kiné", learnt.given_to(reader))
    assert "kinesitherapie" in {need.id for need in read.needs}
    assert [(fact.id, fact.value) for fact in read.facts] == [("vit-seul", "oui")]
    assert len(texts) > FOLDS and apart.gist.model.labels and apart.facts != learnt.facts
