import pytest

from orientation.conversation.understanding import understand


@pytest.mark.parametrize(
    "text, value",
    [
        pytest.param("M. 74 ans, Parkinson, sa femme est épuisée", "non", id="a_wife"),
        pytest.param("Mme 61 ans ne quitte plus son lit. Son mari est solide.", "non", id="leaving_the_bed_parts_nobody"),
        pytest.param("Papa a 58 ans et ne se soigne plus, maman a tout essayé", "non", id="the_other_parent"),
        pytest.param("Mme 86 ans, Dole. Elle n'a ni mari ni enfant.", None, id="never_had_one"),
        pytest.param("M. 66 ans, suivi psy depuis le départ de sa femme", None, id="she_left"),
        pytest.param("J'ai 44 ans, mon mari est mort d'un infarctus en mai", None, id="he_died_of_something"),
        pytest.param("Notre voisin a 82 ans, ma femme lui porte des repas", None, id="the_wife_of_the_writer"),
        pytest.param("Mme 33 ans, mari violent, réfugiée au commissariat", None, id="fled"),
        pytest.param("M. 70 ans dialysé passe deux semaines chez sa fille à Royan", None, id="a_stay"),
        pytest.param("M. 70 ans vit chez sa fille à Royan depuis deux semaines", "non", id="lives_there_since"),
        pytest.param("Patient de 50 ans, sevrage terminé chez nous", None, id="at_work"),
        pytest.param("Mon père a 80 ans, il est venu vivre chez nous", "non", id="at_home"),
        pytest.param("Couple, 86 et 83 ans, Sarlat. Demande un portage de repas.", "non", id="an_old_couple_at_the_head"),
        pytest.param("Mme (87) et M. (90), Vire. Aide au lever pour elle.", "non", id="two_told_by_their_ages"),
        pytest.param("Homme 44 ans, trisomie 21, Tulle, sa mère 79 ans fatigue", "non", id="an_aged_parent"),
        pytest.param("H 72 ans, hanche opérée, femme inquiète, kiné à trouver", "non", id="a_wife_without_a_word_before"),
        pytest.param("H 72 ans, hanche opérée, femme décédée, kiné à trouver", None, id="a_wife_who_died"),
        pytest.param("M. 66 ans, Dole, décès brutal de l'épouse en mai", None, id="bereaved"),
        pytest.param("Mme Blanc épouse Noiret, 66 ans, Dole, kiné à domicile", None, id="a_married_name"),
        pytest.param("M. 35 ans, trisomie 21, Dole, parents 70 et 73, foyer de vie ?", "non", id="aged_parents_in_bare_figures"),
        pytest.param("M. 35 ans, trisomie 21, Dole, parents 55 et 58, foyer de vie ?", None, id="parents_not_yet_aged"),
        pytest.param("M. 35 ans, trisomie 21, Dole, parents 60 et 73, foyer de vie ?", "non", id="parents_just_aged"),
        pytest.param("M. 35 ans, trisomie 21, Dole, parents 59 et 73, foyer de vie ?", None, id="a_parent_just_under"),
        pytest.param("M. 66 ans, Dole. Cherche une femme de ménage.", None, id="a_cleaner"),
    ],
)
def test_who_shares_the_home_is_told_by_the_people(reader, text, value):
    read = {fact.id: fact.value for fact in understand(text, reader).facts}
    assert read.get("vit-seul") == value
