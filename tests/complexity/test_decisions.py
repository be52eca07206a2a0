"""Recorded decisions hold no identity and no text, end with their retention, and fictional ones say that they are."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from orientation.complexity.decisions import KINDS, as_judged_case, fictional_decisions, judged_cases
from orientation.complexity.scorecard import fit
from orientation.decision import RETENTION_DAYS, Decision, Proposal, age_kept, place_kept, unexpired
from orientation.reference.decisions import load_decisions, write_decisions
from orientation.refusal import Refused
from tests.factories import CRETEIL

DAY = date(2026, 11, 21)
RESOURCES = {need: tuple(f"{need}:{n}" for n in range(5)) for kind in KINDS.values() for need in kind.needs}


def a_decision(**changes):
    decision = Decision(
        id="0f3c",
        day=DAY,
        territory="national",
        needs=("aide-domicile",),
        facts={"vit-seul": "oui"},
        grid="national",
        grid_version="2020-01-01-0000",
        grid_tier="palier-0",
        tier="palier-0",
        policy_version="1",
        directory_version="1",
    )
    return replace(decision, **changes)


@pytest.fixture(scope="module")
def fictional(national):
    return fictional_decisions(1_000, national, "national", [CRETEIL], RESOURCES, DAY, seed=3)


@pytest.mark.parametrize("age, kept", [(None, None), (0.5, 0), (4.9, 0), (5, 5), (84.9, 80), (89.9, 85), (90, 90), (104, 90)])
def test_an_age_is_kept_as_a_band(age, kept):
    assert age_kept(age) == kept


@pytest.mark.parametrize(
    "population, place",
    [(999, "94"), (1_000, "94028"), (None, "94")],
)
def test_a_commune_of_few_people_is_its_departement(population, place):
    assert place_kept(replace(CRETEIL, population=population)) == place
    assert place_kept(None) is None


@pytest.mark.parametrize("days, expired", [(0, False), (RETENTION_DAYS, False), (RETENTION_DAYS + 1, True)])
def test_a_decision_ends_with_its_retention(days, expired):
    today = DAY + timedelta(days=days)
    assert a_decision().expired(today) is expired
    assert len(unexpired([a_decision()], today)) == (not expired)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"tier": "palier-1"}, id="another_tier_without_reason"),
        pytest.param({"why_tier": "autre"}, id="a_reason_for_the_grid_s_own_tier"),
        pytest.param({"tier": "palier-1", "why_tier": "Madame X est ma voisine"}, id="a_reason_in_words"),
        pytest.param({"age": 84}, id="an_exact_age"),
        pytest.param({"age": 95}, id="an_age_past_the_last_band"),
    ],
)
def test_what_a_decision_may_not_hold(changes):
    with pytest.raises(ValueError):
        a_decision(**changes)


@pytest.mark.parametrize(
    "changes",
    [{"fate": "kept", "why": "trop-loin"}, {"fate": "failed", "why": "trop-loin"}, {"fate": "perdu"}, {"rank": 0}, {"why": "autre"}],
)
def test_what_a_proposal_may_not_hold(changes):
    with pytest.raises(ValueError):
        Proposal(**{"resource": "a", "need": "b", "rank": 1, **changes})


def test_no_field_of_a_decision_is_text_or_identity():
    assert {field.name for field in fields(Decision)} & {"text", "name", "phone", "commune", "birth", "comment", "note"} == set()


def test_fictional_decisions_say_so_and_are_always_the_same(national, fictional):
    assert all(decision.fictional for decision in fictional)
    assert fictional == fictional_decisions(1_000, national, "national", [CRETEIL], RESOURCES, DAY, seed=3)
    assert len({decision.id for decision in fictional}) == 1_000


def test_fictional_decisions_are_plausible(national, fictional):
    tiers = [decision.tier for decision in fictional]
    assert {tier.id for tier in national.tiers} == set(tiers)
    differing = sum(decision.tier != decision.grid_tier for decision in fictional) / 1_000
    assert 0.05 < differing < 0.5
    assert all(decision.day <= DAY and not decision.expired(DAY) for decision in fictional)
    assert all(proposal.need in decision.needs for decision in fictional for proposal in decision.proposals)


def test_fictional_decisions_teach_something(national, fictional):
    card = fit(judged_cases(fictional), national)
    assert card.depth == "dimensions"
    assert card.cases == 1_000


def test_a_decision_is_a_judged_case():
    found = as_judged_case(a_decision(age=80, gir=3, sex="F"))
    assert (found.tier, found.situation.age_years, found.situation.gir) == ("palier-0", 82.5, 3)


def test_written_then_read_is_the_same(fictional, tmp_path):
    path = tmp_path / "decisions.jsonl"
    assert write_decisions(fictional[:50], path) == 50
    read, rejected = load_decisions(path)
    assert (read, rejected) == (fictional[:50], ())


def test_a_wrong_line_is_left_out_with_its_number(tmp_path):
    path = tmp_path / "decisions.jsonl"
    write_decisions([a_decision()], path)
    path.write_text(path.read_text(encoding="utf-8") + '\n{"id": 3}\nrien\n', encoding="utf-8")
    read, rejected = load_decisions(path)
    assert len(read) == 1
    assert [line.line for line in rejected] == [3, 4]


def test_an_absent_file_is_refused(tmp_path):
    with pytest.raises(Refused, match="n'existe pas"):
        load_decisions(tmp_path / "rien.jsonl")
