"""Whom to call first and what is handed over, on the demonstration directory."""

from datetime import date

import pytest

from orientation.assistant import orient
from orientation.brief import ALIKE, AT_MOST, calls, first_calls, lines, plan_without, sections, spoken_of, why_not
from orientation.case import Case, Situation, WantedNeed
from orientation.workplace import Workplace
from tests.demonstrations import load_demonstration
from tests.factories import a_resource


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return Workplace(load_demonstration(tmp_path_factory.mktemp("brief")))


@pytest.fixture(scope="module")
def found(place):
    needs = tuple(map(WantedNeed, ("aide-domicile", "portage-repas")))
    return orient(Case(needs, Situation({}, 3, 84, "F"), place.gazetteer.place("94081"), date(2026, 11, 20)), place.world)


def test_the_plan_comes_first_and_three_calls_are_given_at_most(found):
    first = first_calls(found)
    assert len(first) == AT_MOST
    assert [call.id for call in first][: len(found.plan.resources)] == list(found.plan.resources)
    assert len({call.id for call in first}) == AT_MOST


def test_what_was_set_aside_is_called_no_more_and_the_next_takes_over(found):
    gone = found.plan.resources[0]
    other = plan_without(found, {gone})
    assert gone not in other.resources
    assert set(other.covers) == set(found.plan.covers)
    assert gone not in {call.id for call in first_calls(found, {gone})}


def test_nothing_set_aside_leaves_the_plan_as_it_was(found):
    assert plan_without(found, ()) is found.plan


def test_each_need_of_a_plan_is_called_for_once(found):
    assert sorted(need for call in calls(found.plan) for need in call.needs) == sorted(found.plan.covers)


def test_what_was_kept_is_handed_over_instead_of_the_plan(found, place):
    kept = found.answers["aide-domicile"].result.matches[4].id
    resources = {one.id: one for one in place.fetch([kept, *found.plan.resources])}
    handed = [resource.id for section in sections(found, (kept,), (), resources) if section.needs for resource, _ in section.entries]
    assert handed == [kept]


def test_the_text_handed_over_names_the_commune_and_nothing_else_of_the_person(found, place):
    resources = {one.id: one for one in place.fetch(found.plan.resources)}
    made = sections(found, (), (), resources)
    labels = {key: place.world.labels.need(answer.need.id) for key, answer in found.answers.items()}
    text = "\n".join(place.messages.render(line) for line in lines(found, made, labels, {}))
    assert "Vitry-sur-Seine" in text and "Portage de repas" in text
    assert "84 ans" not in text and "GIR" not in text


def test_a_question_is_about_the_resource_that_was_looked_at_among_those_named_alike(found, place):
    near, far = place.fetch([found.answers["aide-domicile"].result.matches[0].id])[0], a_resource(id="ailleurs:1", commune="29019")
    assert spoken_of(found, [(far, 0.9), (near, 0.85)]) == near
    assert spoken_of(found, [(far, 0.97), (near, 0.85)]) == far
    assert spoken_of(found, [(near, ALIKE - 0.01)]) is None
    assert spoken_of(found, []) is None
    (said,) = (reason for reason in why_not(found, near) if reason.id == "why-not-listed")
    assert said.values["rank"] == 1
