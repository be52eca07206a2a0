"""The whole path, as a professional walks it: a request typed, the plan read, a label corrected, a proposal kept."""

import re
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.pages.reading import REQUEST

pytestmark = pytest.mark.browser
PHONE = 400
PAGES = ("", "directory", "complexity", "review", "sources")
# Set by Streamlit on its own widgets, whatever an application does.
NOT_OURS: frozenset[str] = frozenset()


def send(page: Page, request: str) -> None:
    page.get_by_role("textbox", name=re.compile("Décrivez la situation")).fill(request)
    page.keyboard.press("Enter")


def asked(page: Page) -> Page:
    send(page, REQUEST)
    expect(page.get_by_role("heading", name="Qui appeler, pour quoi")).to_be_visible()
    return page


def settled(page: Page) -> None:
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


def test_the_page_is_french(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_a_request_becomes_a_plan_with_a_number_to_dial(page: Page) -> None:
    asked(page)
    plan = page.locator("table.plan")
    for need in ("Aide et accompagnement à domicile", "Portage de repas", "Accueil de jour pour personnes âgées"):
        expect(plan).to_contain_text(need)
    expect(plan.locator('a[href^="tel:"]').first).to_be_visible()


def test_the_answer_is_read_from_its_top(page: Page) -> None:
    asked(page)
    settled(page)
    page.mouse.wheel(0, 4000)
    send(page, "et un kinésithérapeute")
    expect(page.get_by_role("heading", name="Kinésithérapie", exact=True)).to_be_attached()
    expect(page.get_by_role("heading", name="Orienter une situation")).to_be_in_viewport()


def test_a_label_is_corrected_and_the_answer_follows(page: Page) -> None:
    asked(page)
    page.get_by_role("button", name="84 ans").click()
    field = page.get_by_role("spinbutton", name=re.compile("Âge en années"))
    field.fill("45")
    field.press("Enter")
    expect(page.get_by_role("button", name="45 ans")).to_be_visible()


def test_a_proposal_is_kept_and_copied(page: Page) -> None:
    asked(page)
    page.get_by_role("button", name="Garder").first.click()
    expect(page.get_by_role("button", name="Gardée")).to_be_visible()
    page.get_by_role("button", name=re.compile("Copier ou imprimer la sélection")).click()
    expect(page.get_by_text("Orientation du").first).to_be_visible()


def test_a_proposal_is_set_aside_with_a_reason_by_keyboard_alone(page: Page) -> None:
    asked(page)
    settled(page)
    page.get_by_role("button", name="Écarter…").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="complet").or_(page.get_by_role("option", name="complet")).or_(
        page.get_by_text("complet", exact=True)
    ).first.click()
    expect(page.get_by_text("Écartée : complet")).to_be_visible()


def test_the_full_record_opens_at_its_own_address(page: Page) -> None:
    asked(page)
    page.get_by_role("link", name="Fiche complète").first.click()
    expect(page.get_by_role("heading", name="Information par information")).to_be_visible()
    assert "fiche=" in page.url


def test_a_record_found_by_name_opens_at_its_own_address(page: Page, served: str) -> None:
    page.goto(f"{served}/directory")
    field = page.get_by_label(re.compile("Nom de la ressource"))
    field.fill("portage de repas")
    field.press("Enter")
    page.get_by_role("button", name="Ouvrir la fiche").first.click()
    expect(page.get_by_role("heading", name="Information par information")).to_be_visible()
    expect(page).to_have_url(re.compile("fiche="))


def test_the_express_view_holds_on_one_screen(page: Page, served: str) -> None:
    page.goto(f"{served}/?vue=express")
    send(page, REQUEST)
    last = page.locator(".express.coordination")
    expect(last).to_be_visible()
    expect(last).to_be_in_viewport(ratio=1)
    assert page.url.endswith("?vue=express")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_on_a_phone(page: Page, served: str, name: str) -> None:
    page.set_viewport_size({"width": PHONE, "height": 850})
    page.goto(f"{served}/{name}")
    page.get_by_role("heading", level=1).wait_for()
    if not name:
        asked(page)
    settled(page)
    widths = page.evaluate("[document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth]")
    assert max(widths) <= PHONE


@pytest.mark.parametrize("name", PAGES)
def test_no_rule_of_accessibility_is_broken(page: Page, served: str, name: str) -> None:
    page.goto(f"{served}/{name}")
    page.get_by_role("heading", level=1).wait_for()
    if not name:
        asked(page)
    settled(page)
    found = [one for one in Axe().run(page).response["violations"] if one["id"] not in NOT_OURS]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found] == []


def test_headings_go_down_one_level_at_a_time(page: Page) -> None:
    asked(page)
    settled(page)
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(one => Number(one.tagName[1]))")
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_map_can_be_enlarged_without_a_mouse(page: Page) -> None:
    asked(page)
    drawn = page.locator(".o-map svg").first
    before = drawn.get_attribute("viewBox")
    page.get_by_role("button", name="Agrandir la carte").first.focus()
    page.keyboard.press("Enter")
    assert drawn.get_attribute("viewBox") != before


def test_no_request_leaves_the_machine(page: Page, served: str, gone_out: list[str]) -> None:
    asked(page)
    settled(page)
    for name in PAGES[1:]:
        page.goto(f"{served}/{name}")
        page.get_by_role("heading", level=1).wait_for()
        settled(page)
    assert gone_out == []
