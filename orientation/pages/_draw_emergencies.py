"""What comes before any list: the numbers to call now, big enough to be dialled without reading twice."""

from collections.abc import Collection, Iterable

from orientation.case import Reason
from orientation.pages._data import say, told, workplace
from orientation.pages._markup import draw, escape
from orientation.vocabulary import Emergency


def emergencies(ids: Iterable[str]) -> None:
    """Nothing is drawn when there is none."""
    known = workplace().vocabulary.emergencies
    found = [known[id] for id in ids]
    if found:
        lines = "".join(_emergency(one) for one in found)
        draw(f'<section class="emergency" role="alert"><h2>{escape(say("emergency-title"))}</h2><ul>{lines}</ul></section>')


def alerts(found: Iterable[Reason], said: Collection[str] = ()) -> None:
    """What the grid sees in the situation; an alert whose emergency is already said adds nothing."""
    lines = "".join(f"<li>{escape(told(alert))}</li>" for alert in found if alert.values.get("emergency") not in said)
    if lines:
        draw(f'<section class="alerts" role="note"><h2>{escape(say("score-alerts"))}</h2><ul>{lines}</ul></section>')


def _emergency(one: Emergency) -> str:
    separator = f' <span class="soft">{escape(say("emergency-or"))}</span> '
    numbers = separator.join(
        f'<a href="tel:{escape(number)}" aria-label="{escape(say("emergency-call", number=number))}">{escape(number)}</a>'
        for number in one.numbers
    )
    return f"<li><span>{escape(one.label_fr)}</span> {numbers}</li>"
