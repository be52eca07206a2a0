"""The answer's side of the conversation: the plan, what can be taken away, then each list; or the express view, on one screen."""

from collections.abc import Mapping

from orientation.assistant import Orientation
from orientation.brief import calls, first_calls, plan_without, sections
from orientation.pages import _data, _draw_answer, _draw_express, _draw_plan, _draw_selection
from orientation.pages._conversation import Conversation
from orientation.pages._markup import draw, escape
from orientation.resource import Resource


def express(found: Orientation, now: Conversation) -> None:
    first = first_calls(found, now.selection.set_aside)
    _draw_express.express(found, first, _held([call.id for call in first]), need_labels(found))


def plan(found: Orientation, now: Conversation) -> None:
    """Whom to call for what, then what was kept, to copy or to print."""
    chosen = plan_without(found, now.selection.set_aside)
    resources = _held([*chosen.resources, *now.selection.kept, *([found.coordination.resource.id] if found.coordination else [])])
    labels = need_labels(found)
    _draw_plan.plan(found, chosen, calls(chosen), resources, labels)
    made = sections(found, now.selection.kept, now.selection.set_aside, resources)
    _draw_selection.selection(found, made, now.selection, labels)


def lists(found: Orientation, now: Conversation) -> None:
    labels = need_labels(found)
    for key, answer in found.answers.items():
        _draw_answer.answer(key, answer, found, labels[key], now.selection)


def versions(found: Orientation) -> None:
    draw(f'<p class="versions">{escape(_draw_selection.versions(found))}</p>')


def need_labels(found: Orientation) -> Mapping[str, str]:
    """How each list is called: its need, with the specialty where one was asked for."""
    labels = _data.workplace().world.labels
    return {
        key: labels.need(answer.need.id) + (f" ({labels.specialty(answer.need.qualifier)})" if answer.need.qualifier else "")
        for key, answer in found.answers.items()
    }


def _held(ids: list[str]) -> Mapping[str, Resource]:
    return {resource.id: resource for resource in _data.workplace().fetch(list(dict.fromkeys(ids)))}
