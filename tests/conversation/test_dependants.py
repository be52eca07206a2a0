import pytest

from orientation.conversation.understanding import understand


@pytest.mark.parametrize(
    "text, value",
    [
        pytest.param("Femme de 29 ans, Roanne, à la rue avec sa fille", "oui", id="a_child_of_a_young_parent"),
        pytest.param("Mme 40 ans, Roanne, violences, fils (9 ans)", "oui", id="an_age_in_brackets"),
        pytest.param("Couple + bébé 7 mois, Roanne, expulsion lundi, FSL à monter", "oui", id="a_household"),
        pytest.param("3 petits et plus rien à manger, Roanne, colis alimentaire svp", "oui", id="counted_by_who_writes"),
        pytest.param("F 26a Roanne, accouchée le 4, pleure tout le temps, psychologue svp", "oui", id="just_delivered"),
        pytest.param("J'ai 68 ans, Roanne, j'élève mes petits-enfants de 7 et 9 ans, aide financière ?", "oui", id="grandchildren_raised"),
        pytest.param("Mme 74 ans, Roanne, s'occupe de son mari Alzheimer, accueil de jour pour lui", None, id="the_husband_is_helped"),
        pytest.param("F 9a, Roanne, parents séparés, garde alternée, CMP ?", None, id="a_child_raises_nobody"),
        pytest.param("Fille de 15 ans à Roanne, scarifications, CMP ?", None, id="the_child_is_helped"),
        pytest.param("Mme 31 ans, Roanne, fils de 6 ans placé, cherche un travail", None, id="placed_elsewhere"),
        pytest.param("Mme 26 ans, Roanne, attend des jumeaux, sage-femme à domicile ?", None, id="not_born_yet"),
        pytest.param("M. 81 ans, Roanne, soutenu par 2 fils, aide ménagère svp", None, id="grown_up_children"),
    ],
)
def test_has_somebody_in_charge(text, value, reader):
    assert {fact.id: fact.value for fact in understand(text, reader).facts}.get("personne-a-charge") == value
