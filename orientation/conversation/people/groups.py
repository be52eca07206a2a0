"""Couples and families: whether several are helped alike, or which of a couple is."""

from collections.abc import Sequence
from itertools import pairwise

from orientation.conversation.ages.mention import MAJORITY
from orientation.conversation.ages.shared import BOTH, age_of_both, shared_ages, singled_out
from orientation.conversation.people.couples import ages_of_a_couple, meant_of_a_couple
from orientation.conversation.people.person import CIVIL_TITLES, OPENING, Person
from orientation.conversation.scope import Passage
from orientation.resource import Sex

_COUPLES = CIVIL_TITLES | {"couple"}
_TOGETHER = frozenset({"ils", "ensemble"})
_WANT = frozenset({"veulent", "voudraient", "souhaitent", "aimeraient", "demandent", "cherchent"})
_PAIRS = _COUPLES | {"parents", "famille"}


def one_of_a_couple(passage: Passage, people: Sequence[Person], patient: Person | None) -> tuple[float | None, Sex | None] | None:
    """The age and sex of the one of a couple that the request is for, none when it is for both; None when no couple is helped."""
    forms = passage.words.forms
    opening = _opening_group(passage, people, _PAIRS)
    if opening is None:
        return None
    told = ages_of_a_couple(passage.words)
    if not told:
        return None
    meant = meant_of_a_couple(passage.words)
    if meant is not None and meant in told:
        return told[meant], meant
    if len(told) == 2:
        return None, None
    sex, years = next(iter(told.items()))
    alone = forms[opening.first] == "couple" and patient is not None and patient.relation in ("group", "someone")
    return (years, sex) if alone else None


def age_of_one_alike(passage: Passage, people: Sequence[Person]) -> float | None:
    """The age of the one of several that a text goes on about, when their ages are told together ("88 et 90 ans… papa, le plus vieux").

    That of both when it is the same.
    """
    words = passage.words
    told = [read[0] for at in range(len(words)) if words.forms[at].isdigit() and (read := shared_ages(words, at)) is not None]
    ages = max(told, key=len, default=())
    if not ages:
        return age_of_both(words)
    one = singled_out(words, ages)
    if one is not None or len(ages) != 2:
        return one
    opening = _opening_group(passage, people, _COUPLES)
    meant = meant_of_a_couple(words)
    if opening is None or meant is None or not _TOGETHER.isdisjoint(words.forms):
        return None
    she_first = words.forms[opening.first] in ("mme", "madame")
    return ages[0] if (meant == "F") == she_first else ages[1]


def _opening_group(passage: Passage, people: Sequence[Person], called: frozenset[str]) -> Person | None:
    """The first group, called so, that a text opens with or that a colon or a bracket tells more of."""
    cuts = passage.words.cuts
    opening = (
        one
        for one in people
        if one.relation == "group" and not one.owner and (one.first < OPENING or cuts[one.last + 1].strip() in (":", "("))
    )
    return next((one for one in opening if passage.words.forms[one.first] in called), None)


def are_several(passage: Passage, people: Sequence[Person], patient: Person, for_a_child: bool) -> bool:
    """Whether a couple or a family is helped alike, nobody in particular."""
    if _are_a_pair(passage, people):
        return True
    groups = [person for person in people if person.relation == "group" and person.owner != "theirs"]
    if not groups:
        return False
    if patient.relation == "group":
        return True
    minor = patient.relation == "someone" and patient.age is not None and patient.age.years < MAJORITY
    of_a_family = minor and _is_of_a_family(passage, groups, patient) or patient.relation == "kid" and groups[0].first < patient.first
    of_a_family = of_a_family or _are_children_of_a_family(passage, groups, patient)
    return of_a_family and not for_a_child


def _are_a_pair(passage: Passage, people: Sequence[Person]) -> bool:
    """ "ma belle-mère (87) et mon beau-père (88)"."""
    forms = passage.words.forms
    elders = sorted(
        (one for one in people if one.owner == "mine" and one.relation in ("parent", "grand-parent")), key=lambda one: one.first
    )
    for one, other in pairwise(elders):
        between = [form for form in forms[one.last + 1 : other.first] if not form.isdigit() and form not in ("ans", "a", "de")]
        if one.sex != other.sex and between in (["et", "mon"], ["et", "ma"]) and (one.age is None) == (other.age is None):
            return True
    return _ask_together(passage, people)


def _ask_together(passage: Passage, people: Sequence[Person]) -> bool:
    """ "Mme [nom] 79 ans et sa sœur 82 veulent une aide", "85 a veut y aller avec sa sœur 83 a, autonomes toutes les 2"."""
    forms, sentences = passage.words.forms, passage.words.sentences
    aged = [one for one in people if one.age is not None and one.age.years >= MAJORITY and not one.dead]
    if len(aged) != 2:
        return False
    last = max(one.age.last for one in aged if one.age is not None)
    both = any(forms[at : at + 3] in BOTH and sentences[at] == sentences[last] for at in range(last + 2, len(forms)))
    return both or not _WANT.isdisjoint(forms[last + 1 : last + 3])


def _are_children_of_a_family(passage: Passage, groups: Sequence[Person], patient: Person) -> bool:
    """ "Couple et 3 enfants dont un de 2 ans"."""
    several = patient.relation == "child" and patient.owner != "mine" and passage.words.forms[patient.last] in ("enfants", "petits")
    return several and any(passage.words.forms[one.first] in ("famille", "couple") and one.first < OPENING for one in groups)


def _is_of_a_family(passage: Passage, groups: Sequence[Person], patient: Person) -> bool:
    """ "Famille (2 parents, 3 enfants)… le dernier a 5 mois"."""
    forms = passage.words.forms
    return any(
        forms[group.first] in ("famille", "couple", "parents")
        and group.first < min(patient.first, OPENING)
        and forms[group.last + 1 : group.last + 3] not in (("de", "nom"), ("d", "nom"))  # "parents de [nom], 12 ans": of the child
        for group in groups
    )
