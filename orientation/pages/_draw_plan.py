"""Whom to call for what: one line a resource, and the coordination service when the tier asks for it."""

from collections.abc import Mapping

from orientation.assistant import Orientation
from orientation.brief import Call
from orientation.opening import said_of_day
from orientation.pages._data import say, told
from orientation.pages._draw_card import where_of
from orientation.pages._markup import call, draw, escape
from orientation.ranking.plan import Plan
from orientation.resource import Resource


def plan(found: Orientation, chosen: Plan, listed: tuple[Call, ...], resources: Mapping[str, Resource], labels: Mapping[str, str]) -> None:
    """`listed`: the plan's calls; `labels`: of needs, by key of the answers."""
    head = "".join(f"<th>{escape(say(f'plan-{name}'))}</th>" for name in ("need", "who", "call"))
    rows = "".join(_row(found, one, resources[one.id], labels) for one in listed if one.id in resources)
    empty = "" if rows else f'<tr><td colspan="3">{escape(say("plan-none"))}</td></tr>'
    table = f'<table class="plan"><thead><tr>{head}</tr></thead><tbody>{rows}{empty}{_coordination(found)}</tbody></table>'
    uncovered = [labels[need] for need in chosen.uncovered]
    missing = f'<p class="none">{escape(say("plan-uncovered", needs=uncovered))}</p>' if uncovered and rows else ""
    draw(f"<h2>{escape(say('plan-title'))}</h2>{table}{missing}")


def _row(found: Orientation, one: Call, resource: Resource, labels: Mapping[str, str]) -> str:
    needs = "<br>".join(escape(labels[need]) for need in one.needs)
    return f'<tr><th scope="row">{needs}</th>{_who(found, resource)}</tr>'


def _coordination(found: Orientation) -> str:
    tier = found.assessment.tier
    if tier.coordination_need is None:
        return ""
    head = f'<th scope="row">{escape(say("plan-coordination"))}<br><span class="soft">{escape(tier.label)}</span></th>'
    if found.coordination is None:
        return f'<tr class="coordination">{head}<td colspan="2">{escape(say("plan-coordination-none"))}</td></tr>'
    return f'<tr class="coordination">{head}{_who(found, found.coordination.resource)}</tr>'


def _who(found: Orientation, resource: Resource) -> str:
    today = said_of_day(resource.hours, found.case.day)
    under = " · ".join(escape(part) for part in (where_of(found, resource), told(today) if today else "") if part)
    by = f'<br><span class="soft">{escape(resource.organisation)}</span>' if resource.organisation else ""
    name = f'<span class="who">{escape(resource.name)}</span>{by}<br><span class="soft">{under}</span>'
    return f'<td>{name}</td><td class="call">{call(resource)}</td>'
