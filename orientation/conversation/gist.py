"""What a whole request is like: a linear classifier over its words, its letters and the phrases read in it.

It has one label a need or a fact, and one for asking for nothing. It says nothing by itself: it makes what a phrase tells more or less
sure, offers for confirmation what no phrase tells, and tells messages that ask for nothing from requests that do so in no plain words.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from orientation.conversation.linear import Linear, letter_grams, paired
from orientation.conversation.scope import Passage

BRIEF = 12
"""A request of at most so many words is too short to be like anything: likeness then speaks against nothing it tells."""
_LETTERS = 4
_AGES = (3, 12, 18, 26, 60, 75)
NOTHING = "asks nothing"
_OF_PEOPLE = "person"
_NUMBER = "#"


@dataclass(frozen=True)
class Impression:
    """By label, the margin by which a request looks more like it than not: of needs, and of facts by criterion and value.

    `nothing`: of messages that ask for nothing.
    """

    needs: Mapping[str, float]
    facts: Mapping[tuple[str, str], float]
    nothing: float = -math.inf


NO_IMPRESSION = Impression({}, {})


@dataclass(frozen=True, eq=False)
class Gist:
    """`model`: one label a need ("need ehpad"), one a value of a criterion ("fact vit-seul=non"), and `NOTHING`."""

    model: Linear

    def of(self, passage: Passage, age_years: float | None) -> Impression:
        margins = self.model.margins(*signs(passage, age_years)).tolist()
        needs = {id: margins[column] for column, id in self._needs}
        facts = {(id, value): margins[column] for column, id, value in self._facts}
        return Impression(needs, facts, -math.inf if self._nothing is None else margins[self._nothing])

    @cached_property
    def _needs(self) -> tuple[tuple[int, str], ...]:
        split = (label.partition(" ") for label in self.model.labels)
        return tuple((column, id) for column, (what, _, id) in enumerate(split) if what == "need")

    @cached_property
    def _facts(self) -> tuple[tuple[int, str, str], ...]:
        split = (label.partition(" ") for label in self.model.labels)
        facts = ((column, *said.partition("=")) for column, (what, _, said) in enumerate(split) if what == "fact")
        return tuple((column, id, value) for column, id, _, value in facts)

    @cached_property
    def _nothing(self) -> int | None:
        return self.model.labels.index(NOTHING) if NOTHING in self.model.labels else None


def need_label(id: str) -> str:
    return f"need {id}"


def fact_label(id: str, value: str) -> str:
    return f"fact {id}={value}"


def signs(passage: Passage, age_years: float | None) -> tuple[Iterator[str], Iterator[str], Iterator[str]]:
    """Three blocks: words and pairs of words, letters, then the phrases found with whether they are denied or past, and the age."""
    forms = [_NUMBER if form[0].isdigit() else form for form in passage.words.forms]
    return paired(forms), letter_grams(forms, _LETTERS, _LETTERS), _phrases(passage, age_years)


def _phrases(passage: Passage, age_years: float | None) -> Iterator[str]:
    if age_years is not None:
        yield f"age:{sum(age_years >= bound for bound in _AGES)}"
    for found in passage.found:
        entry = found.entry
        if entry.kind == _OF_PEOPLE:
            continue
        mark = ""
        if entry.kind in ("need", "fact"):
            yield f"{entry.kind}:{entry.id}"
            mark = "~" if passage.is_denied(found) else "<" if passage.is_past(found) else ""
        yield f"{mark}{entry.kind}:{entry.id}:{entry.value}"
