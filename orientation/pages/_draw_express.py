"""One screen for a doctor between two patients: at most three numbers, and whom to call for coordination."""

from collections.abc import Mapping, Sequence

from orientation.assistant import Orientation
from orientation.brief import Call
from orientation.opening import said_of_day
from orientation.pages._data import say, told
from orientation.pages._draw_card import where_of
from orientation.pages._markup import call, draw, escape
from orientation.resource import Resource


def express(found: Orientation, calls: Sequence[Call], resources: Mapping[str, Resource], labels: Mapping[str, str]) -> None:
    cards = "".join(_suggestion(found, one, resources[one.id], labels) for one in calls if one.id in resources)
    uncovered = [labels[need] for need in found.plan.uncovered]
    missing = f'<p class="none">{escape(say("plan-uncovered", needs=uncovered))}</p>' if uncovered else ""
    draw(f'<h2>{escape(say("express-title"))}</h2><ol class="express">{cards}</ol>{missing}{_coordination(found)}')


def _suggestion(found: Orientation, one: Call, resource: Resource, labels: Mapping[str, str]) -> str:
    needs = ", ".join(labels[need] for need in one.needs)
    return f'<li><span class="for">{escape(needs)}</span>{_who(found, resource)}</li>'


def _who(found: Orientation, resource: Resource) -> str:
    today = said_of_day(resource.hours, found.case.day)
    under = " · ".join(part for part in (where_of(found, resource), told(today) if today else "") if part)
    return f'<b>{escape(resource.name)}</b>{call(resource)}<span class="soft">{escape(under)}</span>'


def _coordination(found: Orientation) -> str:
    tier = found.assessment.tier
    if tier.coordination_need is None:
        return f'<p class="soft">{escape(say("express-no-coordination", tier=tier.label))}</p>'
    title = f'<span class="for">{escape(say("express-coordination", tier=tier.label))}</span>'
    who = _who(found, found.coordination.resource) if found.coordination else escape(say("plan-coordination-none"))
    return f'<div class="express coordination"><div>{title}{who}</div></div>'
