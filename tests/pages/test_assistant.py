"""A user's path through the assistant: from a sentence to whom to call. The order of the lists was tested in the core."""

import pytest

from tests.pages.reading import REQUEST, ask, button, markup, popovers, shown


def test_nothing_asked_says_what_to_type_and_gives_examples(opened):
    page = opened()
    assert "Décrivez la situation" in shown(page)
    assert sum(one.label.startswith(("Patiente", "Homme", "Enfant")) for one in page.button) == 3


def test_an_example_is_answered_in_one_click(opened):
    page = opened()
    page.button[0].click().run()
    assert "Qui appeler, pour quoi" in shown(page)


def test_a_request_becomes_a_plan_with_numbers_and_a_coordination_service(opened):
    page = ask(opened(), REQUEST)
    text = shown(page)
    for need in ("Aide et accompagnement à domicile", "Portage de repas", "Accueil de jour pour personnes âgées", "Coordination"):
        assert need in text
    assert "tel:+33" in markup(page)
    assert "Pourquoi" in text and "À vérifier" in text


def test_what_was_understood_is_shown_in_the_text_and_as_labels(opened):
    page = ask(opened(), REQUEST)
    assert '<mark class="need"' in markup(page) and '<mark class="fact"' in markup(page)
    labels = popovers(page)
    assert {"Commune : Vitry-sur-Seine (94)", "84 ans", "Femme", "GIR 3"} <= set(labels)
    assert f"{len(page.session_state['conversation'].read.needs)} besoins" in labels


def test_the_tier_says_what_led_to_it_and_what_is_missing(opened):
    text = shown(ask(opened(), REQUEST))
    assert "Complexité :" in text and "sur 100" in text
    assert "Ce qui y conduit, ce qui manque" in text


def test_each_list_has_its_map_with_the_same_numbers(opened):
    page = ask(opened(), REQUEST)
    maps = [one for one in page.get("bidi_component") if "markers" in one.proto.json]
    assert len(maps) == len(page.session_state["conversation"].read.needs)


def test_changing_the_age_changes_the_proposals(opened):
    page = ask(opened(), REQUEST)
    page.number_input(key="age").set_value(45.0).run()
    assert "45 ans" in popovers(page)
    assert page.session_state["conversation"].read.age_years == 45


def test_a_need_can_be_added_and_taken_away_by_its_label(opened):
    page = ask(opened(), REQUEST)
    page.multiselect(key="needs").set_value(["portage-repas", "kinesitherapie"]).run()
    text = shown(page)
    assert "Kinésithérapie" in text and "Accueil de jour pour personnes âgées" not in text


def test_undo_gives_back_what_was_there_before(opened):
    page = ask(opened(), REQUEST)
    before = popovers(page)
    page.multiselect(key="needs").set_value(["kinesitherapie"]).run()
    assert "1 besoin" in popovers(page)
    button(page, "Annuler")
    assert popovers(page) == before


def test_a_later_message_adds_a_need_and_keeps_the_rest(opened):
    page = ask(ask(opened(), REQUEST), "et un kinésithérapeute")
    read = page.session_state["conversation"].read
    assert {"kinesitherapie", "portage-repas"} <= {need.id for need in read.needs}
    assert read.commune.code == "94081" and read.age_years == 84
    assert 'title="besoin : Portage de repas"' not in markup(page)


def test_a_later_message_changes_the_place(opened):
    page = ask(ask(opened(), REQUEST), "finalement elle habite à Créteil")
    assert page.session_state["conversation"].read.commune.code == "94028"


def test_an_emergency_told_once_stays_whatever_is_typed_next(opened):
    page = ask(opened(), "78 ans à Créteil, dit qu'elle veut mourir. Cherche un psychologue")
    page = ask(page, "et un portage de repas")
    assert 'href="tel:3114"' in markup(page)


def test_what_is_off_topic_changes_nothing(opened):
    page = ask(opened(), REQUEST)
    before = page.session_state["conversation"].read.needs
    page = ask(page, "bonjour, quel temps fait-il ?")
    assert page.session_state["conversation"].read.needs == before
    assert "Qui appeler, pour quoi" in shown(page)


def test_a_message_narrows_the_radius_as_its_label_does(opened):
    page = ask(ask(opened(), REQUEST), "plutôt à moins de 5 km")
    assert page.session_state["conversation"].radius_km == 5
    assert "À moins de 5 km" in popovers(page)


def test_a_message_takes_a_need_away(opened):
    page = ask(ask(opened(), REQUEST), "sans l'accueil de jour")
    assert "accueil-jour" not in {need.id for need in page.session_state["conversation"].read.needs}
    page = button(page, "Annuler")
    assert "accueil-jour" in {need.id for need in page.session_state["conversation"].read.needs}


def test_more_choices_are_shown_when_asked_for(opened):
    page = ask(opened(), REQUEST)
    before = markup(page).count('<article class="card"')
    assert markup(ask(page, "d'autres propositions ?")).count('<article class="card"') > before


def test_off_topic_at_first_says_what_to_tell(opened):
    text = shown(ask(opened(), "bonjour, quel temps fait-il ?"))
    assert "Je n'ai pas trouvé de demande" in text and "Par exemple" in text


def test_starting_again_forgets_everything(opened):
    page = button(ask(opened(), REQUEST), "Recommencer")
    assert page.session_state["conversation"] is None
    assert "Par exemple" in shown(page)


def test_a_kept_proposal_is_in_what_is_copied(opened):
    page = ask(opened(), REQUEST)
    name = page.session_state["conversation"].selection.kept
    assert name == ()
    page = button(page, "Garder")
    assert len(page.session_state["conversation"].selection.kept) == 1
    copied = page.code[0].value
    assert copied.startswith("Orientation du") and "Vitry-sur-Seine" in copied
    assert "ressources fictives" in copied
    page = button(page, "Gardée")
    assert page.session_state["conversation"].selection.kept == ()


def test_a_proposal_set_aside_leaves_the_plan(opened):
    page = ask(opened(), REQUEST)
    menu = page.get("menu_button")[0]
    before = page.code[0].value
    menu.set_value("complet").run()
    assert "Écartée : complet" in shown(page)
    assert page.code[0].value != before


def test_an_ambiguous_commune_is_asked_not_guessed(opened):
    page = ask(opened(), "Homme de 70 ans à Saint-Denis, cherche portage de repas")
    assert page.session_state["conversation"].read.commune is None
    assert "Qui appeler" not in shown(page)
    choices = [one for one in page.button if one.label.startswith("Saint-Denis (")]
    assert len(choices) >= 2
    next(one for one in choices if "(93)" in one.label).click().run()
    assert page.session_state["conversation"].read.commune.code == "93066"


def test_a_commune_can_be_searched_by_a_mistyped_name(opened):
    page = ask(opened(), REQUEST)
    page.text_input(key="place-typed-chip").set_value("Cretail").run()
    assert any(one.label == "Créteil (94)" for one in page.button)


def test_emergencies_come_first_with_numbers_to_dial(opened):
    page = ask(opened(), "78 ans à Créteil, dit qu'elle veut mourir. Cherche un psychologue")
    html = markup(page)
    assert 'href="tel:3114"' in html
    assert html.index('href="tel:3114"') < html.index("Ce que j&#x27;ai compris")


DANGER_UNSAID = (
    "78 ans à Créteil, elle a vidé son armoire et écrit à chacun de ses enfants, elle dit que tout sera plus simple après. "
    "Cherche un psychologue"
)


def test_what_only_looks_like_a_danger_is_asked_about_first_and_raised_by_a_person(opened):
    page = ask(opened(), DANGER_UNSAID)
    assert 'href="tel:3114"' not in markup(page)
    asked = next(one for one in page.pills if one.key == "answer-danger-suicide")
    assert "danger immédiat" in asked.label and "3114" in asked.label
    asked.set_value("oui").run()
    assert 'href="tel:3114"' in markup(page)
    assert not [one for one in page.pills if one.key.startswith("answer-danger")]


def test_a_danger_that_is_none_is_not_asked_about_again(opened):
    page = ask(opened(), DANGER_UNSAID)
    next(one for one in page.pills if one.key == "answer-danger-suicide").set_value("non").run()
    assert 'href="tel:3114"' not in markup(page)
    assert not [one for one in page.pills if one.key.startswith("answer-danger")]


def test_identity_is_masked_said_so_and_kept_nowhere(opened):
    page = ask(opened(), "Mme Marguerite Dubreuil, 06 12 34 56 78, 84 ans, à Créteil, cherche une aide à domicile")
    assert "masqué" in shown(page)
    held = repr(page.session_state._state.filtered_state) + markup(page)
    for secret in ("Dubreuil", "Marguerite", "06 12 34 56 78", "0612345678"):
        assert secret not in held


def test_html_in_a_request_is_shown_as_text(opened):
    page = ask(opened(), "<script>alert(1)</script> <img src=x onerror=alert(1)> 84 ans à Créteil, portage de repas")
    assert "<script" not in markup(page) and "<img" not in markup(page)
    assert "&lt;script&gt;" in markup(page)


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param("🙂🙂🙂", id="emoji"),
        pytest.param("?", id="one_sign"),
        pytest.param("'; DROP TABLE resource; --", id="sql"),
        pytest.param("I am looking for a doctor in London for my grandmother", id="another_language"),
        pytest.param("mot " * 5000, id="twenty_thousand_characters"),
        pytest.param("Aide à domicile à Trifouilly-les-Oies", id="unknown_commune"),
    ],
)
def test_a_strange_request_gets_a_helpful_page(opened, request_):
    page = ask(opened(), request_)
    assert "n'a pas fonctionné" not in shown(page)
    assert not page.exception


def test_a_list_that_is_empty_says_what_to_widen(opened):
    page = ask(opened(), "Homme de 40 ans à Maripasoula, cherche une place en ESAT")
    page.number_input(key="radius").set_value(1.0).run()
    text = shown(page)
    assert "Aucune ressource trouvée" in text
    assert "élargir" in text


def test_the_express_view_fits_three_calls_and_the_coordination(opened):
    page = opened(vue="express")
    ask(page, REQUEST)
    html = markup(page)
    first = html.split('class="express coordination"')[0].split('<ol class="express">')[1]
    assert 1 <= first.count("<li>") <= 3
    assert "Situation complexe" in shown(page)
    assert page.query_params["vue"] in ("express", ["express"])


def test_the_address_never_holds_anything_of_the_person(opened):
    page = ask(opened(), REQUEST)
    assert dict(page.query_params) == {}


def test_a_professional_retains_another_tier_with_a_reason(opened):
    page = ask(opened(), REQUEST)
    page.radio[0].set_value("palier-3")
    page.selectbox(key="why-tier").set_value("situation-connue")
    words = next(one for one in page.text_input if "Précision" in one.label)
    words.set_value("suivie par M. Martin, épuisé")
    button(page, "Retenir")
    text = shown(page)
    assert "Palier retenu par le professionnel : Accompagnement intensif" in text
    assert "Raison : situation déjà connue et suivie : suivie par" in text
    assert "Martin" not in repr(page.session_state["conversation"])


@pytest.mark.parametrize("why", [None, "autre"])
def test_another_tier_without_a_reason_is_refused(opened, why):
    page = ask(opened(), REQUEST)
    page.radio[0].set_value("palier-3")
    page.selectbox(key="why-tier").set_value(why)
    button(page, "Retenir")
    assert "Palier inchangé : choisissez un motif" in shown(page)
    assert page.session_state["conversation"].judgement is None


def test_versions_stand_at_the_foot(opened):
    text = shown(ask(opened(), REQUEST))
    assert "grille ile-de-france" in text and "politique ile-de-france" in text


def test_every_page_says_that_the_directory_is_fictional(opened):
    for page in (None, "directory", "complexity", "review", "sources"):
        assert "Annuaire de démonstration : ressources fictives" in shown(opened(page))


def test_an_empty_directory_says_what_to_load(opened_on, tmp_path):
    assert "L'annuaire est vide" in shown(opened_on(f"sqlite:///{tmp_path / 'empty.sqlite'}"))


def test_a_database_that_does_not_answer_is_told_without_a_trace(opened_on):
    text = shown(opened_on("postgresql+psycopg://nobody@127.0.0.1:1/nothing"))
    assert "indisponible" in text or "ne répond pas" in text
    assert "Traceback" not in text
