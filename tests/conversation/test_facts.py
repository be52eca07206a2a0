from pathlib import Path

import pytest
import yaml

from orientation.conversation.understanding import understand

SENTENCES = yaml.safe_load((Path(__file__).parent / "facts.yaml").read_text(encoding="utf-8"))
ALL = [(id, value, text) for id, values in SENTENCES.items() for value, texts in values.items() for text in texts]


def facts(text, reader):
    return {fact.id: fact.value for fact in understand(text, reader).facts}


def test_most_sentences_that_state_a_fact_are_read(reader):
    read = [facts(text, reader).get(id) == value for id, value, text in ALL]
    assert sum(read) >= 0.95 * len(read), [one for one, well in zip(ALL, read, strict=True) if not well]


def test_no_sentence_is_read_the_other_way_round(reader):
    wrong = [(text, facts(text, reader).get(id)) for id, value, text in ALL if facts(text, reader).get(id) not in (value, None)]
    assert len(wrong) <= 2, wrong


@pytest.mark.parametrize(
    "text, id, value",
    [
        pytest.param("Mme 80 ans, pas de chute", "chutes", "non", id="denied_before"),
        pytest.param("M. 60 ans, ne boit pas", "addiction", "non", id="denied_around_the_verb"),
        pytest.param("M. 60 ans, boit pas", "addiction", "non", id="denied_after_the_verb"),
        pytest.param("Elle refuse pas elle est ravie d'avoir de l'aide", "refus-aide", "non", id="denied_in_another_clause"),
        pytest.param("Mme 80 ans se débrouille très bien sauf pour la douche", "perte-autonomie", None, id="all_but_one_thing"),
        pytest.param("M. 50 ans, trois ans à la rue, relogé depuis mars", "sans-domicile", "non", id="settled_since"),
        pytest.param("F 40a, ATCD TS, aucune idée suicidaire ce jour", "risque-suicidaire", "non", id="settled_today"),
        pytest.param("Mme 88 ans oublie son sac mais a toute sa tête", "troubles-cognitifs", "non", id="settled_in_a_set_phrase"),
        pytest.param("Mme 88 ans, n'a plus toute sa tête", "troubles-cognitifs", "oui", id="a_set_phrase_denied"),
        pytest.param("Pte 80a. Chutes : non.", "chutes", "non", id="answered_no"),
        pytest.param("Elle n'est pas à la rue", "sans-domicile", "non", id="denied_inside_a_phrase"),
        pytest.param("Famille ukrainienne, personne ne parle français", "barriere-langue", "oui", id="nobody_does"),
        pytest.param("Mme 70 ans, sans papiers", "situation-administrative", "oui", id="a_lack_is_stated"),
        pytest.param("Homme 70 ans, ni chute ni douleur", "douleur", "non", id="neither_nor"),
        pytest.param("pb mère 78 ans SDF ? non sous tutelle en fait", "sans-domicile", None, id="taken_back"),
        pytest.param("Mme 80 ans, en cas de chute prévenir sa fille", "chutes", None, id="supposed"),
        pytest.param("Mme 78 ans seule, son mari était Alzheimer, il est décédé", "troubles-cognitifs", None, id="of_another"),
        pytest.param("M. 50 ans chez son père de 82 ans qui tombe souvent", "chutes", None, id="of_another_in_a_relative_clause"),
        pytest.param("Mme 80 ans, GIR 2", "perte-autonomie", "severe", id="level_by_gir"),
        pytest.param("H 79a BPCO, IC, DT2, AOMI", "polypathologie", "oui", id="illnesses_counted"),
        pytest.param("F 66a, HTA et hypothyroïdie", "polypathologie", None, id="two_are_not_several"),
        pytest.param("Mon mari a 74 ans, on habite Bourganeuf", "vit-seul", "non", id="a_husband_at_home"),
        pytest.param("J'ai 45 ans, je suis veuve, mon mari est mort", "vit-seul", None, id="a_dead_husband"),
        pytest.param("Mme 84 ans, sa fille est épuisée", "aidant-epuise", "oui", id="a_carer"),
        pytest.param("Mme 84 ans est épuisée", "aidant-epuise", None, id="not_a_carer"),
        pytest.param("Mme 84 ans, famille en soutien", "aidant-absent", "non", id="help_at_hand"),
        pytest.param("Garçon de 9 ans, TDAH, famille en soutien", "aidant-absent", None, id="the_parents_of_a_child_are_no_carers"),
    ],
)
def test_a_fact_is_stated_denied_or_not_spoken_of(reader, text, id, value):
    assert facts(text, reader).get(id) == value


@pytest.mark.parametrize(
    "text, id, value",
    [
        pytest.param("Mme 34 ans, traces de coups sur le visage", "violences", "oui", id="an_adult_suffers_violence"),
        pytest.param("Mme 34 ans, traces de coups sur le visage", "maltraitance", None, id="which_is_not_ill_treatment"),
        pytest.param(
            "Résidente de 88 ans en EHPAD, traces de coups sur les bras", "maltraitance", "oui", id="one_who_is_frail_is_ill_treated"
        ),
        pytest.param("Garçon de 7 ans, traces de coups dans le dos", "maltraitance", "oui", id="so_is_a_child"),
        pytest.param("Garçon de 7 ans, traces de coups dans le dos", "violences", "oui", id="who_suffers_violence_too"),
        pytest.param("M. 60 ans ne consomme plus de drogue depuis 4 ans", "addiction", "non", id="denied_by_the_verb_before"),
        pytest.param("Mme 70 ans, pas d'escarre", "soins-techniques", None, id="one_care_denied_says_nothing_of_others"),
        pytest.param("M. 30 ans, sort ce midi de la maison d'arrêt", "sortie-hospitalisation", None, id="out_of_prison_not_of_hospital"),
        pytest.param("Mme 71 ans vit avec son frère handicapé", "handicap", None, id="the_word_beside_another_is_about_them"),
        pytest.param("M. 23 ans dort dans sa camionnette", "sans-domicile", "oui", id="a_word_of_a_class"),
    ],
)
def test_a_fact_is_told_by_whom_it_is_about(reader, text, id, value):
    assert facts(text, reader).get(id) == value


@pytest.mark.parametrize(
    "text, id, value",
    [
        pytest.param("Mme 80 ans, RAS côté budget", "precarite-financiere", "non", id="nothing_to_report"),
        pytest.param("Mme 80 ans, aucun souci de mémoire", "troubles-cognitifs", "non", id="no_trouble_there"),
        pytest.param("Mme 80 ans, appétit conservé", "denutrition", "non", id="told_to_be_fine"),
        pytest.param("Mme 80 ans. Moral : bon.", "troubles-psychiques", "non", id="told_to_be_fine_after_a_colon"),
        pytest.param("Mme 80 ans, budget à voir", "precarite-financiere", None, id="a_topic_alone_says_nothing"),
        pytest.param("Mme 80 ans, appétit mais budget ok", "denutrition", None, id="another_topic_is_fine"),
        pytest.param("M. 60 ans, la curatelle a été levée", "protection-juridique", "non", id="undone_since"),
        pytest.param("M. 60 ans, idées noires niées", "risque-suicidaire", "non", id="denied_by_the_person"),
        pytest.param("M. 60 ans, pas de refus de soins", "non-observance", None, id="a_refusal_denied"),
        pytest.param("Elle ne se plaint d'aucune douleur", "douleur", "non", id="denied_inside_a_gap"),
        pytest.param("Mme 80 ans, chute du MMS de 5 points", "chutes", None, id="a_silent_phrase"),
        pytest.param("M. 60 ans. Douleur signalée : non.", "douleur", "non", id="looked_for_and_answered_no"),
        pytest.param("Ses voisins disent qu'il entend des voix", "troubles-psychiques", "oui", id="what_others_say_of_them"),
        pytest.param("Mme 30 ans, enceinte de 5 mois, diabète sous insuline", "grossesse-a-risque", "oui", id="pregnant_and_ill"),
        pytest.param("Mme 30 ans, enceinte de 5 mois, tout va bien", "grossesse-a-risque", None, id="a_pregnancy_alone"),
        pytest.param("Homme de 70 ans, seul, hospitalisé à Brest", "vit-seul", "oui", id="alone_said_by_itself"),
        pytest.param("Il y a 18 mois d'attente à l'hôpital", "eloignement-offre", "oui", id="a_wait_is_no_date"),
    ],
)
def test_a_topic_is_cleared_and_a_fact_undone(reader, text, id, value):
    assert facts(text, reader).get(id) == value


@pytest.mark.parametrize(
    "text, value",
    [
        pytest.param("Papi a 91 ans et mamie 89, ils sont à Nevers", "non", id="both_of_an_old_couple"),
        pytest.param("M. 63 ans va voir sa femme à l'hôpital deux fois par semaine", None, id="a_wife_who_is_away"),
        pytest.param("Femme de 48 ans, deux crédits en retard", None, id="a_woman_is_no_wife"),
        pytest.param("M. 59 ans, à la rue, hébergé par un ami cette semaine", None, id="put_up_without_a_home"),
        pytest.param("Garçon de 12 ans, vit avec sa mère", None, id="a_child_never_lives_alone"),
        pytest.param("Deux petites filles sont seules dans l'appartement", None, id="several_are_not_alone"),
    ],
)
def test_living_alone_is_a_question_for_adults_with_a_home(reader, text, value):
    assert facts(text, reader).get("vit-seul") == value


@pytest.mark.parametrize(
    "text, id, value",
    [
        pytest.param(
            "Mme 60 ans, Roanne, interprète en turc pour son rendez-vous", "barriere-langue", "oui", id="who_asks_for_an_interpreter"
        ),
        pytest.param(
            "Nouvel arrivant à Roanne, 66 ans, où trouver un médecin traitant ?", "sans-medecin-traitant", "oui", id="or_for_a_doctor"
        ),
        pytest.param("Mme 60 ans, Roanne, parle bien français, interprète inutile", "barriere-langue", "non", id="what_is_said_wins"),
    ],
)
def test_what_is_asked_states_what_makes_it_needed(text, id, value, reader):
    assert facts(text, reader).get(id) == value


@pytest.mark.parametrize(
    "text, value",
    [
        pytest.param("J'ai 15 ans, Roanne, mon beau-père me frappe tous les soirs, aidez-moi", "oui", id="of_the_child_helped"),
        pytest.param("Mme 38 ans, Roanne, son mari vient de la frapper devant les enfants de 4 et 9 ans", None, id="of_the_mother_helped"),
    ],
)
def test_ill_treatment_is_read_of_the_one_helped(text, value, reader):
    assert facts(text, reader).get("maltraitance") == value


@pytest.mark.parametrize(
    "text, value",
    [
        pytest.param("M. Aubin 84a seul, Roanne, repas livrés svp", "oui", id="after_an_age"),
        pytest.param("Ma tante a 80 ans, elle est à Roanne toute seule, téléalarme ?", "oui", id="after_a_place"),
        pytest.param("Mme 78 ans, Roanne, col du fémur. Seule à la maison", "oui", id="opening_a_sentence"),
        pytest.param("Mme 34 ans seule avec trois enfants, Roanne, colis alimentaire", None, id="with_her_children"),
        pytest.param("Mme 84 ans, Roanne, mange toute seule, aide à la toilette svp", None, id="by_herself"),
    ],
)
def test_lives_alone_by_the_word_itself(text, value, reader):
    assert facts(text, reader).get("vit-seul") == value


@pytest.mark.parametrize(
    "text, id, value",
    [
        pytest.param("Mme 80 ans. RAS chutes, kiné à domicile ?", "chutes", "non", id="nothing_to_report_before_a_fact"),
        pytest.param("Mme 80 ans, 0 chute cette année", "chutes", "non", id="counted_none_before"),
        pytest.param("Mme 80 ans. Chutes : 0.", "chutes", "non", id="counted_none_after"),
        pytest.param("Mme 80 ans, 2 chutes cette année", "chutes", "oui", id="counted_some"),
        pytest.param("Mme 80 ans n'arrête pas de tomber", "chutes", "oui", id="what_does_not_stop_goes_on"),
        pytest.param("Mme 80 ans, elle n'est pas sans ressources", "precarite-financiere", "non", id="a_lack_denied"),
        pytest.param("Mme 80 ans, jamais sans douleur", "douleur", "oui", id="never_without"),
        pytest.param("M. Blanc né en 1952, chute hier", "chutes", "oui", id="a_birth_dates_nothing"),
        pytest.param("M. 60 ans, 0 toxique", "addiction", "non", id="what_is_absent"),
        pytest.param("M. 60 ans, autre intervenant à prévoir", "intervenants-multiples", None, id="what_is_not_said_absent"),
        pytest.param("Mme 80 ans, aucun abus constaté", "maltraitance", "non", id="no_abuse"),
        pytest.param("Mme 80 ans, la mémoire va bien, les yeux aussi", "deficit-sensoriel", "non", id="fine_likewise"),
        pytest.param("Mme 80 ans, ses oreilles ne vont pas bien", "deficit-sensoriel", None, id="not_fine"),
        pytest.param("Mme 80 ans, audition N, tension 12", "deficit-sensoriel", "non", id="normal_in_one_letter"),
        pytest.param("tt va bien pour mamie", "polymedication", None, id="an_abbreviation_of_everything"),
    ],
)
def test_what_is_fine_absent_or_counted_none_is_denied(reader, text, id, value):
    assert facts(text, reader).get(id) == value


@pytest.mark.parametrize(
    "text, id, value",
    [
        pytest.param("Nourrisson de 8 mois, fiévreux, boit plus rien, Roanne", "addiction", None, id="a_baby_that_drinks_no_more"),
        pytest.param("Garçon de 9 ans, Roanne, ne boit plus, pédiatre ?", "addiction", None, id="a_child_just_too_young"),
        pytest.param("Garçon de 10 ans, Roanne, ne boit plus, pédiatre ?", "addiction", "non", id="a_child_just_old_enough"),
        pytest.param("Mme 71 ans, Roanne, inquiète parce que sa sœur est Alzheimer", "troubles-cognitifs", None, id="a_sister_is_why"),
        pytest.param("Mme 80 ans, Roanne, mari aidant OK pas fatigué", "aidant-absent", "non", id="another_word_is_denied"),
        pytest.param("Matelas anti-escarre pour Mme 80 ans, Roanne", "soins-techniques", None, id="against_what_is_not_there_yet"),
        pytest.param("Mme 80 ans, Roanne, cherche un logement de plain-pied", "logement-inadapte", None, id="a_home_looked_for"),
        pytest.param("M. 80 ans, Roanne, ne veut pas mourir à l'hôpital", "risque-suicidaire", None, id="where_to_die"),
    ],
)
def test_what_only_looks_like_a_fact_is_not_read(reader, text, id, value):
    assert facts(text, reader).get(id) == value


@pytest.mark.parametrize(
    "text, id, value",
    [
        pytest.param("M. 60 ans, SDF ? non, plus depuis mars", "sans-domicile", "non", id="a_question_answered"),
        pytest.param("M. 60 ans, boit ? elle jure que non", "addiction", "non", id="an_answer_reported"),
        pytest.param("M. 60 ans, chutes dans la rue ? Jamais.", "chutes", "non", id="asked_with_a_few_words_more"),
        pytest.param("M. 60 ans, curatelle ? non : habilitation familiale", "protection-juridique", "oui", id="another_thing_in_its_place"),
        pytest.param("M. 60 ans. Boit ? Non renseigné.", "addiction", None, id="an_answer_that_is_none"),
    ],
)
def test_a_question_the_text_answers_itself_denies(reader, text, id, value):
    assert facts(text, reader).get(id) == value


@pytest.mark.parametrize(
    "text, id, value",
    [
        pytest.param("H 70a, BPCO, kiné. MT = moi", "sans-medecin-traitant", "non", id="the_writer_attends"),
        pytest.param("Mme 80 ans. MT : Dr Lenoir", "sans-medecin-traitant", "non", id="a_doctor_named"),
        pytest.param("Mme 80 ans. MT : à trouver", "sans-medecin-traitant", "oui", id="none_yet"),
        pytest.param("M. 60 ans, côté budget tout va bien", "precarite-financiere", "non", id="all_is_well_there"),
        pytest.param("M. 60 ans, aide demandée. Sécu : réglée", "droits-sante-non-ouverts", "non", id="settled_already"),
        pytest.param("Le juge et l'école écartent toute maltraitance de Léo, 8 ans", "maltraitance", "non", id="ruled_out_by_several"),
        pytest.param("Mme 80 ans ne supporte plus son isolement", "isolement", "oui", id="what_is_no_longer_borne_is_there"),
        pytest.param("Mme 40 ans, TS en 2010, pas d'idées noires", "risque-suicidaire", "non", id="an_old_attempt_and_nothing_today"),
        pytest.param("Mme 40 ans, TS en mars, veut mourir", "risque-suicidaire", "oui", id="an_attempt_and_more_today"),
        pytest.param("Mme 70 ans accepte de rencontrer une assistante sociale", "refus-aide", "non", id="help_is_met"),
        pytest.param("M. 30 ans prend bien son lithium", "non-observance", "non", id="whatever_is_taken"),
        pytest.param("M. 50 ans, l'alcool c'est fini depuis huit ans", "addiction", "non", id="over"),
        pytest.param("M. 60 ans, je vis avec mon chien à Tulle", "vit-seul", "oui", id="a_dog_is_no_company"),
        pytest.param("M. 70 ans héberge son petit-fils", "vit-seul", "non", id="who_puts_up_somebody"),
        pytest.param("Famille, 4 enfants jamais vaccinés, Tulle", "personne-a-charge", "oui", id="what_is_denied_is_what_comes_next"),
    ],
)
def test_all_is_well_in_many_words(reader, text, id, value):
    assert facts(text, reader).get(id) == value
