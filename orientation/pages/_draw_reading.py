"""What was masked, and the request with what was read in it. The text is the masked one, and every character of it is escaped."""

import re
from collections import Counter
from collections.abc import Iterator

from orientation.conversation.understanding import Understanding
from orientation.pages._data import say, workplace
from orientation.pages._markup import draw, escape, notice

_PLACEHOLDER = re.compile(r"\[([^\]\[:]+?)(?: : [^\]\[]*)?\]")
Span = tuple[int, int, str, str]


def masked(read: Understanding) -> None:
    """How many names, phones… were masked, of the kinds that the reading says; nothing when there were none."""
    if not read.masked:
        return
    counted = Counter(found[1] for found in _PLACEHOLDER.finditer(read.masked_text) if found[1] in read.masked)
    what = [say(f"masked-{kind}", n=max(1, counted[kind])) for kind in read.masked]
    many = sum(max(1, counted[kind]) for kind in read.masked) > 1
    notice("masked", say("masked-many" if many else "masked-one", what=what))


def request(read: Understanding) -> None:
    """The request with its evidence: needs underlined, facts dotted, what is declined struck out: colour is not the only sign."""
    kinds = ("need", "fact", "declined") if read.declined else ("need", "fact")
    legend = "".join(f'<span><mark class="{kind}">{escape(say(f"read-legend-{kind}"))}</mark></span>' for kind in kinds)
    draw(f'<blockquote>{"".join(_pieces(read))}</blockquote><p class="legend">{legend}</p>')


def notes(read: Understanding) -> None:
    """What the reader wants the user to know of its own limits."""
    for note in read.notes:
        notice("said", say(f"note-{note}"))


def _pieces(read: Understanding) -> Iterator[str]:
    at = 0
    for start, end, kind, label in _spans(read):
        yield escape(read.masked_text[at:start])
        said = escape(say(f"read-mark-{kind}", label=label), quote=True)
        yield f'<mark class="{kind}" title="{said}">{escape(read.masked_text[start:end])}<span class="sr"> ({said})</span></mark>'
        at = end
    yield escape(read.masked_text[at:])


def _spans(read: Understanding) -> Iterator[Span]:
    """Evidence in the order of the text; of two that overlap, the first and longest."""
    vocabulary = workplace().vocabulary
    found: list[Span] = [(*need.evidence, "need", vocabulary.needs[need.id].label_fr) for need in read.needs if need.evidence]
    found += [(*need.evidence, "declined", vocabulary.needs[need.id].label_fr) for need in read.declined if need.evidence]
    found += [(*fact.evidence, "fact", vocabulary.criteria[fact.id].label_fr) for fact in read.facts if fact.evidence]
    at = 0
    for span in sorted(found, key=lambda one: (one[0], -one[1])):
        if span[0] >= at and span[1] > span[0]:
            yield span
            at = span[1]
