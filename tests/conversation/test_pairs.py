import pytest

from orientation.conversation.understanding import understand


@pytest.mark.parametrize(
    "text, id, value",
    [
        pytest.param(
            "Mme 50 ans, Roanne. Sa carte Vitale, elle me le redit ce matin, ne passe plus", "droits-sante-non-ouverts", "oui", id="near"
        ),
        pytest.param("M. 70 ans, opéré du genou, Roanne. Kiné svp, il rentre le 12", "sortie-hospitalisation", "oui", id="apart"),
        pytest.param(
            "AS en SMR. M. 70 ans rentre à Roanne, lit médicalisé svp", "sortie-hospitalisation", "oui", id="told_by_the_writer's_ward"
        ),
        pytest.param("M. 70 ans, Roanne. L'infirmière qui passait ne vient plus", "rupture-parcours", "oui", id="over_a_clause"),
        pytest.param("M. 70 ans, Roanne. Facture de chauffage. Le kiné est en congé", "gestion-quotidien", None, id="not_over_sentences"),
        pytest.param(
            "Mme 30 ans, Roanne, son fils rentre le 12, mode de garde ?", "sortie-hospitalisation", None, id="one_half_says_nothing"
        ),
    ],
)
def test_two_halves_make_a_fact(text, id, value, reader):
    assert {fact.id: fact.value for fact in understand(text, reader).facts}.get(id) == value
