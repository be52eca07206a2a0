"""What is worth asking back, on the demonstration directory: first what blocks, then what would change what is shown."""

from dataclasses import replace
from datetime import date
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orientation.assistant import keyed, rules_for, searched
from orientation.bench import questions as replay
from orientation.case import Case, Situation, WantedNeed
from orientation.complexity.assess import assess
from orientation.complexity.decisions import fictional_decisions
from orientation.conversation.understanding import understand
from orientation.inquiry import (
    AT_MOST,
    LEVELS,
    LOOKED_AT,
    NEGLIGIBLE,
    OLD_AGE,
    PLAUSIBLE_AGES,
    PLAUSIBLE_GIRS,
    POINTS_WEIGHT,
    TIER_WEIGHT,
    next_questions,
)
from orientation.workplace import Workplace

DAY = date(2026, 11, 2)


@pytest.fixture(scope="module")
def place(demonstration):
    return Workplace(demonstration)


@pytest.fixture(scope="module")
def world(place):
    return place.world


@pytest.fixture(scope="module")
def rules(world):
    return rules_for(Case((), Situation(), world.gazetteer.place("94028"), DAY), world)


def a_case(world, **changes):
    return replace(Case((WantedNeed("aide-domicile"),), Situation({}, None, 84.0, "F"), world.gazetteer.place("94028"), DAY), **changes)


def ids(asked):
    return [question.id for question in asked]


def test_without_a_place_or_a_need_nothing_else_is_asked(world, rules):
    assert ids(next_questions(a_case(world, place=None, needs=()), world, rules)) == ["commune", "besoin"]
    assert ids(next_questions(a_case(world, place=None), world, rules)) == ["commune"]
    assert all(one.influence == inf for one in next_questions(a_case(world, needs=()), world, rules))


def test_homonyms_are_named_with_their_departement(world, rules, place):
    homonyms = [one for one in world.gazetteer.communes if one.name == "Saint-Denis"][:3]
    (question,) = next_questions(a_case(world, place=None), world, rules, homonyms)
    said = place.messages.render(question.text)
    assert all(world.gazetteer.departement_name(one.departement) in said for one in homonyms)


def test_needs_that_a_request_resembles_are_offered_for_confirmation(world, rules, place):
    (question,) = next_questions(a_case(world, needs=()), world, rules, suggested=("accueil-jour",))
    assert world.labels.need("accueil-jour") in place.messages.render(question.text)


def test_two_questions_at_most_the_heaviest_first_each_worth_asking(world, rules):
    asked = next_questions(a_case(world), world, rules)
    assert 1 <= len(asked) <= AT_MOST
    assert asked[0].influence >= asked[-1].influence > NEGLIGIBLE
    everything = next_questions(a_case(world), world, rules, at_most=100)
    assert everything[: len(asked)] == asked


def test_nobody_in_danger_is_asked_about_the_rest(world, rules, place):
    assert next_questions(a_case(world), world, rules, urgent=True) == ()
    assert ids(next_questions(a_case(world, place=None), world, rules, urgent=True)) == ["commune"]
    read = understand("82 ans à Créteil, elle dit qu'elle veut mourir, aide à domicile à revoir", place.reader, DAY)
    assert read.emergencies and place.questions(read, DAY) == ()


def test_a_danger_to_confirm_is_asked_about_first_with_its_number(world, rules, place):
    asked = next_questions(a_case(world, place=None), world, rules, danger="suicide")
    assert ids(asked) == ["danger-suicide", "commune"]
    assert "3114" in place.messages.render(asked[0].text)
    assert ids(next_questions(a_case(world), world, rules, danger="vital")) == ["danger-vital"]


def test_a_young_person_is_not_asked_for_a_gir(world, rules):
    young = a_case(world, situation=Situation({}, None, 30.0))
    assert "gir" not in ids(next_questions(young, world, rules, at_most=100))
    assert "gir" in ids(next_questions(a_case(world), world, rules, at_most=100))


@settings(max_examples=25)
@given(data=st.data())
def test_what_is_known_is_never_asked(world, rules, data):
    criteria = [id for id in rules.grid.criterion if id != rules.grid.gir_criterion]
    known = data.draw(st.dictionaries(st.sampled_from(criteria), st.sampled_from("0123"), max_size=12))
    age = data.draw(st.none() | st.sampled_from([2.0, 30.0, 84.0]))
    gir = data.draw(st.none() | st.integers(1, 6))
    asked = ids(next_questions(a_case(world, situation=Situation(known, gir, age)), world, rules, at_most=100))
    assert not known.keys() & set(asked)
    assert age is None or "age" not in asked
    assert gir is None or "gir" not in asked


def obvious_influences(case, world, rules):
    """Every open question, each of its answers assessed whole and every need searched anew for it."""

    def first(other):
        tier = assess(other.situation, rules.grid).tier
        found = (searched(other, (need,), world, rules, tier, LOOKED_AT) for need in keyed(case.needs).values())
        return [{match.id for match in result.matches} for result in found]

    def change(situation):
        then, shown = assess(situation, rules.grid), first(replace(case, situation=situation))
        shares = [1 - len(a & b) / max(len(a), len(b)) if a or b else 0.0 for a, b in zip(first(case), shown, strict=True)]
        nearer = 0.0 if now.firm else POINTS_WEIGHT * abs(then.points - now.points)
        return sum(shares) / len(shares) + TIER_WEIGHT * (then.tier.id != now.tier.id) + nearer

    now, situation = assess(case.situation, rules.grid), case.situation
    found = {}
    if situation.age_years is None:
        found["age"] = sum(1 / len(PLAUSIBLE_AGES) * change(replace(situation, age_years=age)) for age in PLAUSIBLE_AGES)
    autonomy = rules.grid.gir_criterion
    if situation.gir is None and autonomy not in situation.facts and (situation.age_years or 0) >= OLD_AGE:
        found["gir"] = sum(1 / len(PLAUSIBLE_GIRS) * change(replace(situation, gir=gir)) for gir in PLAUSIBLE_GIRS)
    for gap in now.missing:
        if gap.criterion not in (*situation.facts, autonomy) and gap.influence > 0:
            answers = {level: {**situation.facts, gap.criterion: level} for level in LEVELS}
            found[gap.criterion] = sum(LEVELS[level] * change(replace(situation, facts=facts)) for level, facts in answers.items())
    return {id: influence for id, influence in found.items() if influence > NEGLIGIBLE}


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_questions_are_those_that_answering_each_in_turn_would_choose(world, rules, data):
    criteria = [id for id in rules.grid.criterion if id != rules.grid.gir_criterion]
    known = data.draw(st.dictionaries(st.sampled_from(criteria), st.sampled_from("0123"), max_size=6))
    age, gir = data.draw(st.sampled_from([None, 2.0, 30.0, 84.0])), data.draw(st.sampled_from([None, 3]))
    needs = data.draw(
        st.lists(st.sampled_from(["aide-domicile", "ehpad", "addictologie", "pharmacie"]), min_size=1, max_size=2, unique=True)
    )
    case = a_case(world, needs=tuple(map(WantedNeed, needs)), situation=Situation(known, gir, age))
    obvious = obvious_influences(case, world, rules)
    asked = next_questions(case, world, rules, at_most=100)
    assert {one.id: one.influence for one in asked} == pytest.approx(obvious)
    assert [one.influence for one in asked] == sorted((one.influence for one in asked), reverse=True)


def test_when_everything_is_known_nothing_is_asked(world, rules):
    known = {id: "0" for id in rules.grid.criterion if id != rules.grid.gir_criterion}
    known |= {setting.id: "non" for setting in rules.grid.settings}
    assert next_questions(a_case(world, situation=Situation(known, 5, 84.0)), world, rules) == ()


def test_a_replay_ends_where_knowing_everything_ends(world, rules):
    """The measure of questions is fair: whoever asks all of them reaches the final tier."""
    chance = np.random.default_rng(0)
    towns = [world.gazetteer.commune("94028")]
    for decision in fictional_decisions(12, rules.grid, replay.TERRITORY, towns, {}, DAY):
        played = replay.replayed(decision, "94028", world, rules, chance)
        case, open = played.said, replay.open_questions(played.said, rules)
        before = len(open)
        for asked in open:
            case = replay.answered(case, asked, played.answered, rules)
        assert before > 20
        assert replay.shown(case, world, rules)[0] == replay.shown(played.answered, world, rules)[0]
