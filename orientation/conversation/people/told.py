"""A text and the people it tells of, as those who weigh them look at it."""

from dataclasses import dataclass

from orientation.conversation.people.person import Person
from orientation.conversation.scope import Passage


@dataclass(frozen=True)
class Told:
    """A text and the people it tells of. `caller`: how who calls stands to the one helped; `for_a_child`: what is asked is for children."""

    passage: Passage
    people: tuple[Person, ...]
    caller: str
    for_a_child: bool

    def before(self, person: Person, count: int) -> tuple[str, ...]:
        """The words that stand right before someone."""
        return self.passage.words.forms[max(0, person.first - count) : person.first]


def alone_is_aged(told: Told, person: Person) -> bool:
    """Whether this is the only one whose age is told."""
    return person.age is not None and all(one is person or one.age is None for one in told.people)


def writer_is_aged(told: Told) -> bool:
    return any(one.relation == "moi" and one.age is not None for one in told.people)


def is_helper(told: Told, person: Person) -> bool:
    """ "ma sœur m'aide", "mes enfants sont près de moi": kin who help rather than are helped."""
    _, last = told.passage.in_segment(person.first)
    just = {cue.first for cue in told.passage.cues("maintenant")}  # "ma fille vient de m'écrire"
    return any(person.last < cue.first <= min(last, person.last + 4) and cue.first not in just for cue in told.passage.cues("aide-deja"))
