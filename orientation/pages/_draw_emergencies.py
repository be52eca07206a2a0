"""What comes before any list: the numbers to call now, big enough to be dialled without reading twice."""

from collections.abc import Iterable

from orientation.pages._data import say, workplace
from orientation.pages._markup import draw, escape
from orientation.vocabulary import Emergency


def emergencies(ids: Iterable[str]) -> None:
    """Nothing is drawn when there is none."""
    known = workplace().vocabulary.emergencies
    found = [known[id] for id in ids]
    if found:
        lines = "".join(_emergency(one) for one in found)
        draw(f'<section class="emergency" role="alert"><h2>{escape(say("emergency-title"))}</h2><ul>{lines}</ul></section>')


def _emergency(one: Emergency) -> str:
    separator = f' <span class="soft">{escape(say("emergency-or"))}</span> '
    numbers = separator.join(
        f'<a href="tel:{escape(number)}" aria-label="{escape(say("emergency-call", number=number))}">{escape(number)}</a>'
        for number in one.numbers
    )
    return f"<li><span>{escape(one.label_fr)}</span> {numbers}</li>"
