"""Of a parent and a child, which one is helped: what speaks for the child and what for the parent."""

from orientation.conversation.ages.mention import MAJORITY
from orientation.conversation.people.person import Person
from orientation.conversation.people.told import Told, writer_is_aged
from orientation.conversation.words import word_set

WITH = word_set("avec ac avc")
_YOUNGEST_WRITER, _YOUNG = 6, 21
_BESIDE_WITHIN = 8
_BABY_UNDER, _GRAND_PARENTS_FROM = 3, 50
_BESIDE = (("moi", "et"), ("et", "un"), ("et", "une"), ("ai", "un"), ("ai", "une"))
_FOR_BABIES = frozenset(
    {
        "pmi", "vaccination", "diagnostic-neurodeveloppement", "kinesitherapie", "laboratoire-biologie", "protection-enfance", "sessad",
        "psychomotricite", "consultation-specialiste", "materiel-medical", "medecin-traitant", "soins-non-programmes",
        "ouverture-droits-sante",
    }
)  # fmt: skip
_THRIVES_NOT = word_set("stagne stagnant cassure casse perte maigrit")


def is_the_first_aged_parent(told: Told, person: Person) -> bool:
    """ "La mère, 64 ans, et son fils": a parent, of nobody in particular, whose age is told and who comes first."""
    if person.relation != "parent" or person.owner or person.age is None:
        return False
    return person.first == min(one.first for one in told.people if one.relation in ("parent", "kid", "child", "patient"))


def is_a_baby_who_thrives_not(told: Told, person: Person) -> bool:
    """ "mère de 31 ans et son nourrisson de 3 mois, qui ne prend pas de poids"."""
    if person.relation not in ("kid", "child") or person.age is None or person.age.years >= _BABY_UNDER:
        return False
    return _thrives_not(told)


def is_beside_an_aged_writer(told: Told, person: Person) -> bool:
    """ "j'ai peur pour moi et la petite", "j'ai 29 ans et un petit de 3 ans"."""
    before = told.before(person, 3)
    beside = before[:2] == ("moi", "et") and before[2:] in (("ma",), ("mon",), ("la",)) or before[-2:] in _BESIDE
    return beside and person.relation in ("kid", "child") and not told.for_a_child and writer_is_aged(told)


def accompanies(told: Told, person: Person) -> bool:
    """ "avec ma fille", "avec mon mari et notre bébé": the writer's, who comes along."""
    before = told.before(person, _BESIDE_WITHIN)
    led = person.owner == "mine" and (before[-2:-1] == ("et",) and not WITH.isdisjoint(before) or not WITH.isdisjoint(before[-2:-1]))
    return led and person.relation in ("kid", "child") and not told.for_a_child


def is_the_child_asked_for(told: Told, person: Person) -> bool:
    """Whether what is asked is for children, and this one's age is told."""
    return told.for_a_child and person.relation in ("kid", "child") and person.age is not None and person.age.years < _YOUNG


def is_a_child_who_writes(told: Told, person: Person) -> bool:
    """A child who writes is the one to help, whomever they write about."""
    return person.relation == "moi" and person.age is not None and _YOUNGEST_WRITER <= person.age.years < MAJORITY


def is_a_kid_beside_the_aged(told: Told, person: Person) -> bool:
    """A baby or a child told without an age, where somebody else has one."""
    others = any(one.age is not None and one.relation not in ("moi", "kid") for one in told.people)
    return person.relation == "kid" and person.age is None and others


def is_the_child_told_before_a_parent(told: Told, person: Person) -> bool:
    """ "Le fils, 37 ans, boit. La mère, 64 ans, nous appelle"."""
    if person.relation != "child" or person.owner or person.age is None:
        return False
    others = [one for one in told.people if one is not person]
    aged = [one for one in others if one.age is not None]
    return any(one.relation == "parent" for one in aged) and all(one.first > person.first for one in aged)


def is_told_of_a_mother(told: Told, person: Person) -> bool:
    """ "mère d'un nourrisson de 4 mois": the child only tells who she is."""
    if person.relation not in ("kid", "child"):
        return False
    aged = any(one.age is not None and one.first < person.first for one in told.people)
    mothers = (("mere", "d", "un"), ("mere", "d", "une"), ("maman", "d", "un"), ("maman", "d", "une"))
    also = told.before(person, 3) in (("et", "d", "un"), ("et", "d", "une")) and any(
        told.before(person, 10)[at : at + 3] in mothers for at in range(8)
    )
    return aged and (told.before(person, 3) in mothers or also)


def is_beside_an_aged_parent(told: Told, person: Person) -> bool:
    """ "Jeune mère, 24 ans, venue pour son fils": a child whose age is not told, beside the mother whose age is."""
    first = min(told.people, key=lambda one: one.first)
    told_first = first.relation == "parent" and first.owner == "" and first.age is not None
    return person.relation in ("child", "kid") and person.age is None and told_first


def is_a_baby_nothing_is_asked_for(told: Told, person: Person) -> bool:
    """ "bébé de 3 semaines, la mère, 28 ans, pleure": beside a grown parent, unless something for a baby is asked."""
    if person.relation not in ("kid", "child", "someone") or person.age is None or person.age.years >= _BABY_UNDER:
        return False
    grown = any(one.age is not None and MAJORITY <= one.age.years < _GRAND_PARENTS_FROM and not one.dead for one in told.people)
    return grown and (_is_in_tears(told) or not any(found.entry.id in _FOR_BABIES for found in told.passage.of("need")))


def _is_in_tears(told: Told) -> bool:
    """ "la mère, 28 ans, ne se lève plus, pleure": of whom it is said last."""
    forms, sentences = told.passage.words.forms, told.passage.words.sentences
    if _thrives_not(told):
        return False
    for at, form in enumerate(forms):
        before = [one for one in told.people if one.last < at and sentences[one.first] == sentences[at]] if form == "pleure" else []
        if before and max(before, key=lambda one: one.first).relation == "parent":
            return True
    return False


def _thrives_not(told: Told) -> bool:
    forms = told.passage.words.forms
    return not _THRIVES_NOT.isdisjoint(forms) or any(forms[at : at + 3] == ("pas", "de", "poids") for at in range(len(forms)))
