"""What is recorded of an orientation holds nothing of what was typed, whatever was typed."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orientation.assistant import case_of, orient
from orientation.complexity.answers import accepted_values
from orientation.conversation.understanding import understand
from orientation.decision import FEW_PEOPLE, WHY_TIER, Decision
from orientation.decision_json import dumps, loads
from orientation.recording import decision_of
from orientation.selection import SET_ASIDE, Selection
from orientation.store.read import iterate_resources
from orientation.workplace import Workplace
from tests.pages.reading import REQUEST

DAY = date(2026, 11, 20)
ID = "0f3c5a1b2d4e6f70"


@pytest.fixture(scope="module")
def place(demonstration):
    return Workplace(demonstration)


def oriented(place, text, **changes):
    read = understand(text, place.reader, day=DAY)
    case = case_of(read, place.gazetteer, DAY)
    return orient(case, place.world, **changes) if case.place and case.needs else None


@pytest.fixture(scope="module")
def found(place):
    return oriented(place, REQUEST)


def strings(value):
    if isinstance(value, dict):
        return {*value, *(one for held in value.values() for one in strings(held))}
    if isinstance(value, list):
        return {one for held in value for one in strings(held)}
    return {value} if isinstance(value, str) else set()


@pytest.fixture(scope="module")
def known(place, found):
    """Every word that a decision may hold besides its own fields' names: closed lists, versions, codes and ids of the directory."""
    grids = [grid.on(DAY) for grid in place.grids.values()]
    vocabulary = place.vocabulary
    facts = {
        *vocabulary.criteria,
        *(id for grid in grids for id in (*grid.criterion, *grid.by_code, *grid.links, *(setting.id for setting in grid.settings))),
    }
    return {
        *Decision.__dataclass_fields__,
        *("resource", "need", "rank", "marks", "fate", "why", "kept", "set-aside", "failed", "F", "M", ID, DAY.isoformat()),
        *place.territories,
        *vocabulary.needs,
        *facts,
        *(value for grid in grids for fact in facts for value in accepted_values(fact, grid)),
        *(word for grid in grids for word in (grid.id, grid.version, *grid.tier_rank)),
        *(commune.code for commune in place.gazetteer.communes if (commune.population or 0) >= FEW_PEOPLE),
        *(commune.departement for commune in place.gazetteer.communes),
        *WHY_TIER,
        *SET_ASIDE,
        *(resource.id for resource in iterate_resources(place.engine)),
        *next(iter(found.answers.values())).result.matches[0].marks,
        place.live.current().version,
        *(place.policies.on(territory.policy, DAY).version for territory in place.territories.values()),
    }


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=40)
PIECES = st.sampled_from(
    [
        "Mme Marguerite Dubreuil",
        "06 12 34 56 78",
        "1 42 03 94 123 456 78",
        "née le 3 mars 1942",
        "12 rue des Lilas",
        "Jean-Pierre",
        "marguerite@exemple.fr",
        "vit seule",
        "sans titre de séjour",
        "fille épuisée",
        "GIR 2",
        "à Cayenne",
        "à Saint-Élie",
        "troubles de la mémoire",
        "cherche un infirmier à domicile",
    ]
)


@settings(max_examples=60)
@given(
    st.lists(PIECES | WORDS, max_size=6),
    st.sampled_from(["à Vitry-sur-Seine", "à Saint-Élie", "à Carhaix"]),
    st.sampled_from([None, *WHY_TIER]),
)
def test_every_word_recorded_belongs_to_a_closed_list_whatever_was_typed(place, known, pieces, town, why_tier):
    text = ", ".join(["84 ans", town, *pieces, "cherche aide à domicile"])
    found = oriented(place, text, judgement=("palier-3", "parce que " + text))
    if found is None:
        return
    listed = [match.id for answer in found.answers.values() for match in answer.result.matches]
    selection = Selection().keeping(listed[0]) if listed else Selection()
    written = dumps(decision_of(found, selection, why_tier, ID))
    assert strings(json.loads(written)) - known == set()


def test_the_reason_in_words_is_left_out_and_the_listed_one_is_kept(place):
    found = oriented(place, REQUEST, judgement=("palier-3", "Marguerite est ma voisine"))
    decision = decision_of(found, Selection(), "situation-connue", ID)
    assert (decision.grid_tier, decision.tier, decision.why_tier) == ("palier-1", "palier-3", "situation-connue")
    assert "voisine" not in dumps(decision)


def test_a_tier_that_is_the_grid_s_needs_no_reason(place):
    found = oriented(place, REQUEST, judgement=("palier-1", "d'accord"))
    assert decision_of(found, Selection(), "situation-connue", ID).why_tier is None


def test_age_and_place_are_kept_no_finer_than_said(place, found):
    decision = decision_of(found, Selection(), None, ID)
    assert (decision.age, decision.place, decision.gir) == (80, "94081", 3)
    small = next(one for one in place.gazetteer.communes if one.departement == "973" and (one.population or 0) < FEW_PEOPLE)
    inland = decision_of(oriented(place, f"84 ans à {small.name}, Guyane, cherche aide à domicile"), Selection(), None, ID)
    assert inland.place == "973"


def test_versions_of_everything_that_decided_are_kept(place, found):
    decision = decision_of(found, Selection(), None, ID)
    assert decision.grid_version == place.grids["ile-de-france"].on(DAY).version
    assert decision.policy_version == found.rules.policy.version
    assert decision.directory_version == place.live.current().version


@pytest.mark.parametrize("why", SET_ASIDE)
def test_what_became_of_each_proposal_is_kept(found, why):
    first, second, third = (one.match.id for one in found.answers["portage-repas"].description.matches[:3])
    decision = decision_of(found, Selection().keeping(first).setting_aside(second, why), None, ID)
    said = {one.resource: (one.fate, one.why) for one in decision.proposals if one.need == "portage-repas"}
    assert said[first] == ("kept", None) and said[third] == (None, None)
    assert said[second] == ("failed" if why in ("complet", "refuse", "hors-zone", "delai", "ne-repond-pas") else "set-aside", why)


def test_proposals_are_those_shown_with_the_marks_that_ranked_them(found):
    decision = decision_of(found, Selection(), None, ID)
    for need, answer in found.answers.items():
        shown = [one.match for one in answer.description.matches]
        held = [one for one in decision.proposals if one.need == need]
        assert [(one.resource, one.rank) for one in held] == [(match.id, rank) for rank, match in enumerate(shown, start=1)]
        assert all(one.marks == pytest.approx(match.marks, abs=1e-4) for one, match in zip(held, shown, strict=True))


def test_a_decision_written_then_read_is_the_same(found):
    decision = decision_of(found, Selection(), None, ID)
    assert loads(dumps(decision)) == decision
