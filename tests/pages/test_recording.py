"""Decisions are recorded only where an operator asked for it, the page says so, and whoever uses it may refuse."""

from datetime import date

import pytest
import streamlit as st

from orientation.store.decisions import erase, recorded
from orientation.store.engine import engine
from orientation.workplace import KEPT_DAYS_VARIABLE
from tests.pages.reading import REQUEST, ask, button, shown

SAID = "Cette orientation est enregistrée"


@pytest.fixture
def database(demonstration):
    made = engine(demonstration)
    yield made
    erase(made)
    made.dispose()


@pytest.fixture
def recording(database, monkeypatch, opened):
    monkeypatch.setenv(KEPT_DAYS_VARIABLE, "365")
    st.cache_resource.clear()
    yield opened
    st.cache_resource.clear()


def kept(database):
    return recorded(database, date.today())


def test_nothing_is_recorded_nor_said_by_default(opened, database):
    page = opened()
    assert "enregistrées" not in shown(page)
    assert SAID not in shown(ask(page, REQUEST))
    assert kept(database) == ()


def test_the_page_says_what_is_recorded_and_for_how_long_before_anything_is_typed(recording):
    text = shown(recording())
    assert "Les décisions sont enregistrées ici." in text and "365 jours" in text and "Jamais gardés" in text


def test_one_decision_follows_the_conversation(recording, database):
    page = ask(recording(), REQUEST)
    assert SAID in shown(page)
    page = button(page, "Garder")
    page.get("menu_button")[0].set_value("complet").run()
    page.radio[0].set_value("palier-3")
    page.selectbox(key="why-tier").set_value("risque-ressenti")
    button(page, "Retenir")
    (decision,) = kept(database)
    fates = sorted((one.fate, one.why) for one in decision.proposals if one.fate)
    assert ("failed", "complet") in fates
    assert (decision.tier, decision.why_tier, decision.age, decision.place) == ("palier-3", "risque-ressenti", 80, "94081")
    assert decision.grid_tier != decision.tier and not decision.fictional


def test_another_request_is_another_decision(recording, database):
    page = ask(recording(), REQUEST)
    button(page, "Recommencer")
    ask(page, "Homme de 52 ans à Créteil, cherche un médecin traitant")
    assert len({one.id for one in kept(database)}) == 2


def test_whoever_refuses_is_not_recorded_and_what_was_is_erased(recording, database):
    page = ask(recording(), REQUEST)
    assert len(kept(database)) == 1
    button(page, "Ne pas l'enregistrer")
    assert "n'est pas enregistrée" in shown(page)
    button(page, "Garder")
    assert kept(database) == ()
    button(page, "Annuler")
    assert kept(database) == ()
    button(page, "L'enregistrer")
    assert len(kept(database)) == 1


@pytest.mark.parametrize("written", ["oui", "-1", "731", "1,5"])
def test_a_retention_that_is_none_is_refused(opened, monkeypatch, written):
    monkeypatch.setenv(KEPT_DAYS_VARIABLE, written)
    st.cache_resource.clear()
    text = shown(opened())
    st.cache_resource.clear()
    assert KEPT_DAYS_VARIABLE in text and "de 1 à 730" in text
