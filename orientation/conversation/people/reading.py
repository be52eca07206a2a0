"""Who is spoken of: the person helped, those beside them, and how old the person helped is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from orientation.conversation.ages.mention import MAJORITY, AgeMention
from orientation.conversation.ages.reading import age_mentions
from orientation.conversation.people.age_owners import age_of, is_of_the_named, with_ages
from orientation.conversation.people.beneficiary import weight
from orientation.conversation.people.deaths import is_told_dead
from orientation.conversation.people.groups import age_of_one_alike, are_several, one_of_a_couple
from orientation.conversation.people.person import Person, people_told
from orientation.conversation.people.pronouns import sex_of_a_pronoun
from orientation.conversation.people.told import Told
from orientation.conversation.people.writer import caller_stands, narrator, only_writes, with_the_caller_apart
from orientation.conversation.scope import Passage
from orientation.resource import Sex


@dataclass(frozen=True)
class People:
    """`patient` None: nobody in particular. `several`: several people helped alike, so that no age is anybody's."""

    patient: Person | None
    others: tuple[Person, ...]
    age_years: float | None
    sex: Sex | None
    several: bool
    narrator_helps: bool


def read_people(passage: Passage, year: int, for_a_child: bool = False) -> People:
    """Sorts out the people of a text. `year`: the one birth years are counted from; `for_a_child`: what is asked for is for children."""
    people, loose = _aged(passage, year)
    people = with_the_caller_apart(passage, people)
    weighed = _weighed(Told(passage, tuple(people), _caller(passage, people), for_a_child))
    patient = weighed[0] if weighed and weighed[0].weight > 0 else None
    others = tuple(person for person in weighed if person is not patient)
    narrator_helps = patient is not None and patient.owner == "mine"
    couple = one_of_a_couple(passage, weighed, patient)
    if couple is not None:
        years, sex = couple
        return People(patient, others, years, sex, sex is None, narrator_helps)
    alike = age_of_one_alike(passage, weighed)
    if patient is not None and are_several(passage, weighed, patient, for_a_child):
        return People(patient, others, alike, None, alike is None, narrator_helps)
    loose += [person.age for person in weighed if person.relation == "someone" and person.age is not None]
    years = age_of(passage, patient, weighed, loose)
    others = tuple(person for person in others if person.relation != "patient")
    sex = _sex_of(patient, weighed)
    if sex is None and (patient is None or patient.relation == "someone"):
        sex = sex_of_a_pronoun(passage, others)
    return People(patient, others, alike if years is None else years, sex, False, narrator_helps)


def _aged(passage: Passage, year: int) -> tuple[list[Person], list[AgeMention]]:
    """Those a text speaks of with their ages, who is told by an age alone included, and the ages that are nobody's."""
    people = people_told(passage, in_first_person=not only_writes(passage))
    writer = narrator(passage)
    people += [writer] if writer else []
    ages = age_mentions(passage, year)
    named = {age for age in ages if is_of_the_named(passage, people, age)}
    people, loose = with_ages(passage, people, ages)
    if any(age.years < MAJORITY for age in loose) and all(passage.words.forms[person.last] == "parents" for person in people):
        people = []  # "17 ans, parents pas au courant": of a child, spoken of without a word
    people += [
        Person(age.first, age.last, "someone", None, "", is_told_dead(passage, age.first, age.last, None), age)
        for age in loose
        if age.sure or age in named
    ]
    return people, loose


def _caller(passage: Passage, people: Sequence[Person]) -> str:
    """How who calls stands to the one helped, as told outright or by the one named first; "" when nothing tells."""
    return caller_stands(passage) or next((person.owner for person in people if person.relation == "caller"), "")


def _weighed(told: Told) -> list[Person]:
    """The likeliest person helped first."""
    weighed = [replace(person, weight=weight(told, person)) for person in told.people]
    return sorted(weighed, key=lambda person: (-person.weight, person.first))


def _sex_of(patient: Person | None, people: Sequence[Person]) -> Sex | None:
    """Told of the one helped, or of whom other words name alike."""
    if patient is None:
        return None
    same = [person for person in people if person.relation == "patient"] if patient.relation in ("patient", "kid") else []
    return next((person.sex for person in (patient, *same) if person.sex), None)
