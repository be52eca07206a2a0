"""Where help is wanted: the home, never the hospital someone lies in; a place corrected gives way to its correction."""

from dataclasses import dataclass

from orientation.conversation.ages.mention import MAJORITY
from orientation.conversation.people.person import Person
from orientation.conversation.people.reading import People
from orientation.conversation.scope import Passage
from orientation.geography.gazetteer import Gazetteer
from orientation.geography.mentions import home_of, mentions
from orientation.territory import Commune

_UNDER_ONE_ROOF = frozenset({"moi", "someone", "spouse", "kid"})


@dataclass(frozen=True)
class ReadPlace:
    """`commune` None with candidates: several communes bear the name or share the postcode; None without: no place read."""

    commune: Commune | None = None
    candidates: tuple[Commune, ...] = ()
    evidence: tuple[int, int] | None = None


def read_place(passage: Passage, people: People, gazetteer: Gazetteer | None) -> ReadPlace:
    """The commune where help is wanted; a former commune gives the one it is part of."""
    if gazetteer is None:
        return ReadPlace()
    home = home_of(mentions(passage.words.text, gazetteer), for_another=_is_for_another(people))
    if home is None:
        return ReadPlace()
    current = [gazetteer.current(candidate.code) for candidate in home.candidates]
    candidates = tuple(dict.fromkeys(commune for commune in current if commune is not None))
    return ReadPlace(candidates[0] if len(candidates) == 1 else None, candidates if len(candidates) > 1 else (), (home.start, home.end))


def _is_for_another(people: People) -> bool:
    """Whether somebody is helped who does not live where the writer does, as a spouse or a child does.

    "25 ans" alone is the writer's, "[nom], 5 ans" is not.
    """
    patient = people.patient
    if patient is None or patient.relation in _UNDER_ONE_ROOF and not (patient.relation == "someone" and _is_minor(patient)):
        return False
    return not (patient.relation == "child" and _is_minor(patient))


def _is_minor(person: Person) -> bool:
    return person.age is not None and person.age.years < MAJORITY
