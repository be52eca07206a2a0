"""The directory page: a name, a record, where each field comes from, an error reported."""

import pytest
from sqlalchemy import select

from orientation.store.engine import reading
from orientation.store.read import RESOURCE
from orientation.workplace import Workplace
from tests.pages.reading import REQUEST, ask, button, shown


@pytest.fixture(scope="module")
def some_resource(demonstration):
    place = Workplace(demonstration)
    return place.fetch([place.live.current().columns.id(0)])[0]


def test_nothing_asked_says_what_the_page_is_for(opened):
    assert "Tapez un nom" in shown(opened("directory"))


def test_a_name_is_found_with_a_slip_of_the_keys(opened, some_resource):
    page = opened("directory")
    name = some_resource.name
    page.text_input(key="name").set_value(name[:3] + name[4:]).run()
    assert name in shown(page)


def test_a_name_that_nobody_bears_says_what_to_try(opened):
    page = opened("directory")
    page.text_input(key="name").set_value("zzzzqqqq xxwwkk").run()
    assert "Rien de ce nom" in shown(page)


def test_a_record_gives_each_field_with_its_source_and_date(opened, some_resource):
    text = shown(opened("directory", fiche=some_resource.id))
    assert some_resource.name in text
    assert "D'où cela vient" in text and "Historique" in text


def test_an_unknown_record_says_so(opened):
    assert "n'est plus dans l'annuaire" in shown(opened("directory", fiche="ror:rien"))


def test_a_confidential_record_is_not_shown(opened, demonstration):
    place = Workplace(demonstration)
    with reading(place.engine) as connection:
        hidden = connection.execute(select(RESOURCE.c.id).where(RESOURCE.c.confidential).limit(1)).scalar()
    assert hidden is not None
    text = shown(opened("directory", fiche=hidden))
    assert "Cette fiche est protégée" in text
    assert place.fetch([hidden])[0].name not in text


def test_a_reported_error_is_shown_at_once_and_masks_names(opened, some_resource):
    page = opened("directory", fiche=some_resource.id)
    page.text_area[0].set_value("Le numéro est faux, dit Mme Jeanne Martin au 06 12 34 56 78")
    button(page, "Signaler")
    text = shown(page)
    assert "le signalement est noté" in text
    assert "Le numéro est faux" in text and "ouvert" in text
    assert "Jeanne" not in text and "06 12 34 56 78" not in text


def test_a_report_that_says_nothing_is_refused(opened, some_resource):
    page = opened("directory", fiche=some_resource.id)
    button(page, "Signaler")
    assert "Dites ce qui est faux" in shown(page)


def test_what_was_proposed_and_is_doubtful_is_to_be_checked(opened):
    ask(opened(), REQUEST)
    page = opened("directory")
    next(one for one in page.segmented_control if one.key == "volet").set_value("check").run()
    assert " fois" in shown(page)
