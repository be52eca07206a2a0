"""How likely each person of a text is the one it asks help for: what speaks for and against them, each with its points."""

from collections.abc import Callable

from orientation.conversation.people.parenthood import (
    accompanies,
    is_a_baby_nothing_is_asked_for,
    is_a_baby_who_thrives_not,
    is_a_child_who_writes,
    is_a_kid_beside_the_aged,
    is_beside_an_aged_parent,
    is_beside_an_aged_writer,
    is_the_child_asked_for,
    is_the_child_told_before_a_parent,
    is_the_first_aged_parent,
    is_told_of_a_mother,
)
from orientation.conversation.people.person import ELDERS, Person
from orientation.conversation.people.pointing import (
    asks_for_oneself,
    is_called_about,
    is_cared_for,
    is_done_harm,
    is_named_by_kin,
    is_the_ill_one,
    is_the_subject,
    is_wanted_for,
)
from orientation.conversation.people.pronouns import is_kin_of_a_pronoun
from orientation.conversation.people.told import Told, alone_is_aged, is_helper, writer_is_aged
from orientation.conversation.people.writer import names_the_author, only_writes
from orientation.conversation.words import word_set

_HELD = word_set("par avec contre quitte fui")  # "frappée par un homme", "vit avec un homme de 37 ans"
_ASIDE = -5.0

# How likely someone is the person helped, by how the text speaks of them. Hand-set; only their order matters.
_BARE = {
    "patient": 8.0,
    "someone": 4.5,
    "kid": 4.5,
    "moi": 4.0,
    "parent": 2.5,
    "grand-parent": 3.0,
    "child": 2.0,
    "sibling": 2.0,
    "oncle-tante": 2.5,
    "spouse": 1.5,
    "near": 1.5,
}
_MINE_WEIGHT = {"kid": 6.5, "child": 6.5, "children": 3.0, "group": 5.0, "near": 4.5, "ex": -4.0}
_CALLED_FOR = {
    "child": ELDERS | {"near"},
    "parent": frozenset({"kid", "child"}),
    "spouse": frozenset({"spouse"}),
    "sibling": frozenset({"sibling"}),
}
_CALLED_FOR_WEIGHT, _THEIRS_WEIGHT = 9.0, 1.5


def weight(told: Told, person: Person) -> float:
    """How likely this is the person helped; nobody is when it is not above 0."""
    if person.dead or person.relation == "caller":
        return _ASIDE
    points = sum((points for points, holds in _REASONS if holds(told, person)), start=_by_relation(told, person))
    return points + max(0.0, 1.0 - person.first / 60)


def _by_relation(told: Told, person: Person) -> float:
    if person.relation == "ex":
        return _MINE_WEIGHT["ex"]
    if person.owner == "mine":
        last = told.passage.words.forms[person.last]
        several = person.relation == "child" and last.endswith("s") and last != "fils"
        return _MINE_WEIGHT.get("children" if several else person.relation, 7.0)
    called_for = told.caller != "" and person.relation in _CALLED_FOR[told.caller]
    if person.owner == "theirs" or called_for:
        beside = is_beside_an_aged_parent(told, person) and not told.for_a_child or _is_beside_an_aged_patient(told, person)
        return _CALLED_FOR_WEIGHT if called_for and not beside else _THEIRS_WEIGHT
    return _BARE.get(person.relation, 1.0)


def _only_helps(told: Told, person: Person) -> bool:
    return person.owner == "mine" and person.relation != "ex" and is_helper(told, person) and not alone_is_aged(told, person)


def _is_an_only_aged_spouse(told: Told, person: Person) -> bool:
    """ "appel d'une dame : son mari, 80 ans, a la bouche de travers"."""
    return person.owner == "theirs" and person.relation == "spouse" and alone_is_aged(told, person)


def _only_writes(told: Told, person: Person) -> bool:
    return person.relation == "moi" and person.age is None and only_writes(told.passage)


def _is_kin_of_an_aged_writer(told: Told, person: Person) -> bool:
    return person.owner == "mine" and person.age is None and writer_is_aged(told) and not _is_spoken_for(told, person)


def _is_aged(told: Told, person: Person) -> bool:
    return person.age is not None


def _is_an_aged_elder(told: Told, person: Person) -> bool:
    return person.age is not None and person.owner == "" and person.relation in ELDERS | {"near"}


def _is_a_patient_told_after(told: Told, person: Person) -> bool:
    return person.relation == "patient" and _comes_after_an_aged_one(told, person)


def _is_another_told_after(told: Told, person: Person) -> bool:
    return person.relation not in ("patient", "moi") and _comes_after_an_aged_one(told, person)


def _is_asked_for(told: Told, person: Person) -> bool:
    return person.relation != "moi" and _is_spoken_for(told, person)


def _is_the_author(told: Told, person: Person) -> bool:
    return person.relation != "moi" and any(names_the_author(told.passage, cue, person) for cue in told.passage.cues("auteur"))


def _is_the_author_without_age(told: Told, person: Person) -> bool:
    return person.age is None and _is_the_author(told, person)


def _is_the_aged_author(told: Told, person: Person) -> bool:
    """ "appel de Mme D., 82 ans"."""
    return person.age is not None and _is_the_author(told, person)


def _is_the_one_who_is_well(told: Told, person: Person) -> bool:
    aside = ("moi", "group", "ex", "caller", "someone")
    others = any(one is not person and one.relation not in aside and not one.dead for one in told.people)
    return others and _is_well(told, person) and not alone_is_aged(told, person)


def _is_beside_an_aged_patient(told: Told, person: Person) -> bool:
    """ "M. [nom], 50 ans, veut vivre pour sa fille": kin of his whose age is not told."""
    kin = person.age is None and person.owner == "theirs" and person.relation in ("child", "sibling")
    return kin and any(one.relation == "patient" and one.age is not None for one in told.people)


def _is_the_first_aged_neighbour(told: Told, person: Person) -> bool:
    """ "Mon cousin, 23 ans, dort chez ma tante. Elle a 77 ans": told first, with an age."""
    aged = [one for one in told.people if one.age is not None and one.owner == "mine"]
    return person.relation == "near" and person in aged and min(aged, key=lambda one: one.first) is person


def _is_held(told: Told, person: Person) -> bool:
    """ "par un homme de trente ans", "vit avec un homme": somebody beside the one helped."""
    before = told.before(person, 2)
    who = told.passage.words.forms[person.last]
    return (
        person.relation == "patient"
        and before[-1:] in (("un",), ("une",))
        and before[0] in _HELD
        and who in ("homme", "mec", "gars", "femme")
    )


def _is_kin_of_a_pronoun(told: Told, person: Person) -> bool:
    return is_kin_of_a_pronoun(told.passage, person)


def _comes_after_an_aged_one(told: Told, person: Person) -> bool:
    """Whether the writer, or kin of theirs, was given an age before this one came up without any."""
    return person.age is None and any(
        one.age is not None and one.first < person.first and (one.owner == "mine" or one.relation == "moi") and not one.dead
        for one in told.people
    )


def _is_spoken_for(told: Told, person: Person) -> bool:
    """ "pour ma mère", "je m'occupe de mon mari"."""
    cues = (cue for cue in told.passage.cues("pour-qui") if told.passage.words.at(cue.first - 1) != "pas")
    return any(cue.first <= person.first <= cue.last + 3 for cue in cues)


def _is_well(told: Told, person: Person) -> bool:
    """ "Lui va bien", "elle, 83 ans, en bonne santé": of two people, the one who needs nothing."""
    words = told.passage.words
    pronouns = {"F": ("elle", "madame", "mme"), "M": ("lui", "il", "monsieur", "mr")}.get(person.sex or "", ())
    for cue in told.passage.cues("va-bien"):
        first, _ = told.passage.in_sentence(cue.first)
        before = range(cue.first - 1, max(first, cue.first - 5) - 1, -1)
        subject = next((index for index in before if words.forms[index] in ("elle", "lui", "il") or index == person.last), None)
        if subject is not None and (subject == person.last or words.forms[subject] in pronouns and words.forms[subject] != "il"):
            return person.relation not in ("patient", "moi") or person.owner != ""
    return False


# What speaks for somebody, and against; the points add up.
_REASONS: tuple[tuple[float, Callable[[Told, Person], bool]], ...] = (
    (8.0, is_the_subject),
    (9.0, is_wanted_for),
    (8.0, is_done_harm),
    (8.0, is_the_ill_one),
    (8.0, is_cared_for),
    (5.0, is_the_child_told_before_a_parent),
    (7.0, _is_an_only_aged_spouse),
    (8.0, asks_for_oneself),
    (6.0, is_a_child_who_writes),
    (4.0, is_named_by_kin),
    (4.0, is_a_baby_who_thrives_not),
    (4.0, is_the_child_asked_for),
    (3.0, is_called_about),
    (3.0, _is_the_first_aged_neighbour),
    (2.5, _is_asked_for),
    (2.5, is_the_first_aged_parent),
    (2.0, _is_an_aged_elder),
    (1.5, _is_aged),
    (-2.0, _is_another_told_after),
    (-2.0, _is_the_aged_author),
    (-2.5, is_a_kid_beside_the_aged),
    (-3.0, _only_writes),
    (-4.0, _is_kin_of_an_aged_writer),
    (-5.0, _is_a_patient_told_after),
    (-5.0, accompanies),
    (-6.0, _only_helps),
    (-6.0, is_told_of_a_mother),
    (-6.0, _is_held),
    (-6.0, _is_kin_of_a_pronoun),
    (-6.0, is_a_baby_nothing_is_asked_for),
    (-6.0, _is_the_author_without_age),
    (-6.0, _is_the_one_who_is_well),
    (-8.0, is_beside_an_aged_writer),
)
