"""The grid page: readable, dated, and a form that scores live."""

from datetime import date

import pytest

from tests.pages.reading import shown


def at_view(page, view):
    page.get("button_group")
    return next(one for one in page.segmented_control if one.key == "volet").set_value(view).run()


@pytest.mark.parametrize("territory", ["bretagne", "guyane", "ile-de-france", "national"])
def test_each_territory_reads_with_tiers_criteria_rules_and_alerts(opened, territory):
    page = opened("complexity")
    page.selectbox(key="territoire").set_value(territory).run()
    text = shown(page)
    for words in ("Paliers", "Dimensions", "Critères", "Règles qui relèvent le palier", "Alertes, hors paliers", "3114"):
        assert words in text


def test_each_criterion_gives_its_four_levels_its_weight_and_since_when(opened):
    text = shown(opened("complexity"))
    assert "rien à signaler" in text and "depuis le 1er janvier 2020" in text


def test_a_day_before_the_grid_is_refused_in_a_sentence(opened):
    page = opened("complexity")
    page.date_input(key="jour").set_value(date(2019, 6, 1)).run()
    assert "n'existait pas" in shown(page)


def test_answers_move_the_points_and_what_to_ask_next(opened):
    page = at_view(opened("complexity"), "score")
    assert "0 sur 100" in shown(page)
    page.segmented_control(key="score-polypathologie").set_value("3").run()
    text = shown(page)
    assert "0 sur 100" not in text
    assert "provisoire" in text and "À demander maintenant" in text


def test_what_would_change_the_tier_is_said(opened):
    text = shown(at_view(opened("complexity"), "score"))
    assert "Ce qui, seul et au pire, changerait le palier" in text and "Coordination soutenue : Dépression, idées suicidaires" in text


def test_the_aggir_calculator_is_not_offered_under_sixty(opened):
    page = at_view(opened("complexity"), "score")
    page.number_input(key="score-age").set_value(59.0).run()
    page = at_view(page, "instruments")
    assert any("avant 60 ans" in one.value for one in page.info)
    assert not [one for one in page.segmented_control if one.key == "score-aggir-0"]


def test_the_aggir_calculator_says_that_it_is_indicative_and_fills_the_form_when_asked(opened):
    page = at_view(opened("complexity"), "instruments")
    for rank in range(8):
        page.segmented_control(key=f"score-aggir-{rank}").set_value("C")
    page.run()
    assert any("GIR 1" in one.value and "indicatif" in one.value for one in page.markdown)
    next(one for one in page.button if "d'après le GIR" in one.label).click().run()
    page = at_view(page, "score")
    assert page.segmented_control(key="score-perte-autonomie").value == "3"
    assert "rempli d'après le GIR : 1" in shown(page)


def test_serafin_needs_become_needs_to_look_for_and_criteria_to_specify(opened):
    page = at_view(opened("complexity"), "instruments")
    page.multiselect(key="score-serafin").set_value(["1.2.1.1", "1.3.2.2"]).run()
    text = shown(page)
    assert "Aide et accompagnement à domicile (1.2.1.1 et 1.3.2.2)" in text
    assert "niveau 1, rempli d'après SERAFIN-PH : 1.3.2.2" in text
    page.button(key="serafin-fill").click().run()
    page = at_view(page, "score")
    assert page.segmented_control(key="score-gestion-quotidien").value == "1"
    assert page.segmented_control(key="score-perte-autonomie").value == "1"


def test_serafin_needs_are_looked_for_in_the_assistant(opened):
    page = at_view(opened("complexity"), "instruments")
    page.multiselect(key="score-serafin").set_value(["1.3.2.2"]).run()
    page.button(key="serafin-look-for").click().run()
    assert [need.id for need in page.session_state["conversation"].read.needs] == ["aide-domicile", "portage-repas"]
    assert "Où" in shown(page) or any("commune" in one.label for one in page.text_input)


def test_versions_are_listed_with_who_published_them(opened):
    assert "sans publication" in shown(at_view(opened("complexity"), "versions"))
