"""Whose age is whose: each age goes to the person it stands nearest to, unless it is told of the writer, of a pronoun or of a name."""

from collections.abc import Sequence
from dataclasses import replace

from orientation.conversation.ages.mention import MAJORITY, AgeMention
from orientation.conversation.ages.units import ADVERBS
from orientation.conversation.people.person import CIVIL_TITLES, ELDERS, MINE, Person
from orientation.conversation.scope import Passage

_GROWN_WORDS = CIVIL_TITLES | {"dame", "homme", "femme", "personne"}
_YOUNGEST_TITLED = 13  # nobody younger is called so
_FAR_FAMILY = frozenset({"de", "sans", "ni", "ma", "sa", "la", "aucune"})
_GROWN = {"parent": 13, "grand-parent": 30, "spouse": 15, "oncle-tante": 15}
_ATTACHED_WITHIN = 12.0
_MOURNED_WITHIN = 20.0  # "mon fils est mort en moto il y a 5 semaines à Saint-André, 18 ans"
_ELDER_FROM = 50
_OLDEST_KID = 25
_TAKEN_UP = (("il", "a"), ("elle", "a"))


def with_ages(passage: Passage, people: Sequence[Person], ages: Sequence[AgeMention]) -> tuple[list[Person], list[AgeMention]]:
    """People with the age right after each, or else the nearest, and the ages left without a person."""
    aged, loose = list(people), []
    beside = {person.last + 1 for person in people}
    for age in sorted(ages, key=lambda age: age.corrects or age.first not in beside):  # "Asthme 8 ans, F 39a": hers is right after
        index = _owner_of(passage, aged, age, [other for other in ages if other is not age])
        if index is None:
            loose.append(age)
        else:
            aged[index] = replace(aged[index], age=age)
    return aged, loose


def is_of_the_named(passage: Passage, people: Sequence[Person], age: AgeMention) -> bool:
    """Whether an age follows a name that nobody's title leads to: "maman d'[nom], 19 ans" is not the mother's."""
    forms = passage.words.forms
    if age.first == 0 or forms[age.first - 1] != "nom":
        return _is_of_an_unmasked_child(passage, people, age)
    at = age.first - 1
    while at and forms[at - 1] == "nom":
        at -= 1
    if passage.words.at(at - 1) in ("de", "d"):
        return any(
            person.last == at - 2 and (person.relation not in ("patient", "group", "kid") or forms[person.last] == "parents")
            for person in people
        )
    sentences = passage.words.sentences
    beside = any(person.last < at and at - person.last <= 2 and sentences[person.last] == sentences[at] for person in people)
    return not beside and passage.words.at(at - 1) != "famille"


def age_of(passage: Passage, patient: Person | None, people: Sequence[Person], loose: Sequence[AgeMention]) -> float | None:
    """How old the person helped is; `loose`: the ages without a person, the only ones for want of a patient."""
    if patient is None:
        return loose[0].years if loose else None
    if patient.age is not None:
        return patient.age.years
    alike = [
        one.age.years for one in people if one.age and (one.relation, one.owner, one.sex) == (patient.relation, patient.owner, patient.sex)
    ]
    if alike and patient.relation not in ("child", "group"):
        return alike[0]
    if patient.relation in ("patient", "kid", "someone"):
        youngest = _YOUNGEST_TITLED if passage.words.forms[patient.last] in _GROWN_WORDS else 0
        same = [person for person in people if person.relation in ("patient", "kid", "someone") and person.age and not person.dead]
        fitting = [person.age.years for person in same if person.age is not None and person.age.years >= youngest]
        of_a_couple = youngest and any(passage.words.forms[one.first] == "couple" for one in people)  # "couple et bébé… Madame"
        if fitting or same and same[0].age is not None and not of_a_couple:
            return fitting[0] if fitting else same[0].age.years  # type: ignore[union-attr]
        told = {person.age.years for person in people if person.age is not None and not person.dead} | {age.years for age in loose}
        told = {years for years in told if years >= youngest}
        if patient.relation == "patient" and len(told) == 1:
            return told.pop()  # one age told, one person helped
    if len({age.years for age in loose}) == 1 and patient.owner == "mine" and loose[0].years >= _GROWN.get(patient.relation, MAJORITY):
        return loose[0].years
    named = {age.years for age in loose if age.sure and passage.words.forms[max(0, age.first - 2) : age.first] == ("nom", "a")}
    if patient.relation == "child" and patient.owner == "mine" and len(named) == 1:
        return named.pop()
    if patient.relation == "child":
        named |= {age.years for age in loose if passage.words.forms[max(0, age.first - 2) : age.first] in _TAKEN_UP}
        if len(named) == 1:
            return named.pop()  # "il a 8 ans, c'est mon fils"
    signed = _who_signs(passage, people) if patient.relation == "moi" and not loose else None
    if signed is not None:
        return signed
    if not loose or patient.relation not in ("patient", "kid", "moi", *ELDERS):
        return None
    return loose[0].years if patient.relation not in ELDERS or loose[0].years >= _ELDER_FROM else None


def _who_signs(passage: Passage, people: Sequence[Person]) -> float | None:
    """ "… laquelle est ouverte ? fille 23 ans": the writer, told last of all and apart."""
    words = passage.words
    return next(
        (
            one.age.years
            for one in people
            if one.age is not None
            and one.owner == ""
            and one.relation in ("patient", "kid", "child")
            and one.age.last == len(words) - 1
            and one.first > 0
            and words.sentences[one.first - 1] != words.sentences[one.first]
        ),
        None,
    )


def _owner_of(passage: Passage, people: Sequence[Person], age: AgeMention, others: Sequence[AgeMention]) -> int | None:
    if age.speaker:
        return next((index for index, person in enumerate(people) if person.relation == "moi"), None)
    resumed = _resumed(passage, people, age)
    if resumed is not None:
        return resumed
    if is_of_the_named(passage, people, age):
        return None
    apart = [
        (distance, index)
        for index, person in enumerate(people)
        if _may_own(passage, person, age)
        and (others or person.relation != "ex")  # "ex-conjoint violent, 40 ans": the only age is of the one helped
        and (distance := _distance(passage, people, person, age)) is not None
    ]
    distance, nearest = min(apart, default=(_ATTACHED_WITHIN + 1, None))
    mourned = any(other.speaker for other in others) and nearest is not None and people[nearest].dead and people[nearest].last < age.first
    return nearest if distance <= (_MOURNED_WITHIN if mourned else _ATTACHED_WITHIN) else None


def _may_own(passage: Passage, person: Person, age: AgeMention) -> bool:
    forms, minor = passage.words.forms, age.years < MAJORITY
    if person.relation == "kid" and age.years > _OLDEST_KID:
        return False  # "perdu mon bébé mardi, 33 ans"
    bare_ex = person.relation == "ex" and person.first == person.last  # "ex maçon, 56 ans", "chez une copine, 23 ans"
    if person.relation == "moi" or bare_ex or (person.age is not None and not age.corrects):
        return False
    if minor and (forms[person.first] in ("famille", "couple", "parents") or forms[person.last] == "parents"):
        return False
    if not minor and (person.relation == "group" and _owns_no_age(passage, person) or _are_counted(passage, person)):
        return False
    if age.years < _GROWN.get(person.relation, 0):
        return False
    # "67 ans, ma femme est décédée"
    return not (person.dead and age.last < person.first and passage.words.segments[age.last] != passage.words.segments[person.first])


def _owns_no_age(passage: Passage, group: Person) -> bool:
    """Twins still to be born, and a family one has not or is far from."""
    forms = passage.words.forms
    little = forms[group.last] in ("jumeaux", "jumelles", "triples")
    return little or forms[group.last] == "famille" and passage.words.at(group.first - 1) in _FAR_FAMILY


def _is_of_an_unmasked_child(passage: Passage, people: Sequence[Person], age: AgeMention) -> bool:
    """ "mamie de Malo 5 ans": a first name that is also a place's stays in sight."""
    words, at = passage.words, age.first - 1
    named = at > 1 and words.text[words.starts[at]].isupper() and words.forms[at - 1] in ("de", "d") and age.years < MAJORITY
    return named and any(person.last == at - 2 and person.relation in ("parent", "grand-parent", "oncle-tante") for person in people)


def _are_counted(passage: Passage, person: Person) -> bool:
    """ "4 enfants, 33 ans": children that are counted are not the one whose age follows."""
    before = passage.words.at(person.first - 1)
    return person.relation in ("child", "kid") and (
        before.isdigit() or before in ("deux", "trois", "quatre", "cinq", "des", "les", "ses", "mes")
    )


def _resumed(passage: Passage, people: Sequence[Person], age: AgeMention) -> int | None:
    """Whom "il a 72 ans", "elle, 83 ans" takes up: the first person of that sex, or of none, still without an age."""
    first = age.first
    while passage.words.at(first - 1) in ADVERBS:
        first -= 1
    before = passage.words.forms[max(0, first - 3) : first]
    pronoun = next((form for form in reversed(before) if form in ("il", "elle", "lui")), None)
    if before[-2:] == ("a", "lui"):
        return None  # "sa mère à lui, 87 ans"
    if pronoun is None or before[-1] not in (pronoun, "a", "avait", "de") and before[-2:] != ("en", "a"):
        return None
    sex = "F" if pronoun == "elle" else "M"
    fitting = [
        index
        for index, one in enumerate(people)
        if one.first < age.first and one.age is None and one.sex in (sex, None) and one.relation not in ("moi", "ex", "group")
    ]
    owned = [index for index in fitting if people[index].owner == "mine" or people[index].relation in ("patient", "kid")]
    return next(iter(owned or fitting), None)


def _distance(passage: Passage, people: Sequence[Person], person: Person, age: AgeMention) -> float | None:
    """How far an age stands from a person, in words; segments and other people's ages in between count more."""
    words = passage.words
    if person.last < age.first:
        apart = age.first - person.last - 1 + 2.0 * (words.segments[age.first] - words.segments[person.last])
        apart += 6.0 * (words.sentences[age.first] != words.sentences[person.last])
        between = [other for other in people if other is not person and person.last < other.first < age.first]
        apart += 2.0 * any(other.age is not None and other.age.first < age.first for other in between)
        if between and person.relation == "patient" and not person.owner:
            apart -= 1.0 * sum(other.relation == "child" and not other.owner for other in between)
        return apart
    if words.sentences[age.first] != words.sentences[person.first]:
        return None
    of_others = person.owner == "theirs" or person.relation == "group" and words.forms[person.first] in MINE  # "52 ans, chez mes parents"
    if of_others and words.segments[age.last] != words.segments[person.first]:
        return None  # "27 ans, retour chez sa mère": told of whose mother she is
    apart = person.first - age.last - 1 + 1.5 + 2.0 * (words.segments[person.first] - words.segments[age.last])
    introduced = words.segments[age.first] == words.segments[person.first] and person.relation == "patient"
    return apart if introduced else apart + 4.0
