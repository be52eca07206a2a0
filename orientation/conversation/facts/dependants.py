"""Whom the person helped has charge of: children under age told in any way, and kin who depend on them."""

from itertools import pairwise

from orientation.conversation.people.reading import People, Person
from orientation.conversation.phrases import Found
from orientation.conversation.scope import Passage

INFANT, YOUNGEST_MOTHER, ADULT, YOUNG_PARENT, GROWN, ELDEST_PARENT = 3, 14, 18, 37, 55, 70
_OPENING = 12
_PREGNANCY = "grossesse"
_HOUSEHOLDS = frozenset({"couple", "famille"})
_HEADS = frozenset({"patient", "moi", "parent", "group"})
_LITTLE = frozenset(
    """
    bb bebe bebes nourrisson nourrissons nrs nourisson ne petits petites gosses gamins gamines loulous loulou minots minot marmots jumeaux
    jumelles triples fillette prematures prema premas bout
    """.split()
)
_OF_CHILDREN = _LITTLE | frozenset(
    """
    enfant enfants fils fille filles garcon garcons petit petite gosse gamin gamine ado ados adolescent adolescente creche maman mere
    papa pere bambin bambins ecole garde dernier derniere parents famille
    """.split()
)
_CHARGED = ("charge", "occup", "eleve", "elever", "mineur", "handicap", "autis", "trisom", "dependant", "schizo", "invalide")
_SIBLINGS = frozenset({"frere", "freres", "soeur", "soeurs", "fratrie"})
_NEWBORN = frozenset({"bb", "bebe", "nourrisson", "accouche", "accouchee", "acct", "partum", "allaite", "allaitement"})
_SPANS = frozenset({"depuis", "dans", "sous", "ya", "toutes", "tous", "par"})
_AGE_UNITS = frozenset({"ans", "an", "a", "mois", "m", "et", "semaines", "sem"})
_PLACED = frozenset({"placee", "places", "placees", "confie", "confiee", "confies", "confiees", "place"})


def child_raised(passage: Passage, people: People) -> Person | None:
    """A child under age beside the adult, or the household, who is helped."""
    patient = people.patient
    if patient is None or not _may_raise(passage, people, patient):
        return None
    kin = [one for one in people.others if _is_child(passage, one) and not one.dead]
    if people.age_years is None and patient.relation in ("moi", "parent"):
        kin = [one for one in kin if one.owner or one.relation == "group"]
    if _is_a_count(passage, patient) and people.age_years is None:
        kin = [patient, *kin]
    return next((one for one in kin if _is_under_age(passage, one, people)), None)


def is_no_dependant(passage: Passage, found: Found, people: People) -> bool:
    """Whether what a phrase names is the person helped, or beyond the charge of someone so young or so old."""
    patient, age = people.patient, people.age_years
    if patient is None or _is_household(passage, people, patient):
        return False
    told = passage.words.forms[found.first : found.last + 1]
    if passage.words.forms[found.first - 1 : found.first] == ("par",):
        return True
    grown = age is not None and age >= ADULT
    if found.first <= patient.first <= found.last and patient.relation not in _HEADS and not _is_a_count(passage, patient):
        return not (grown and passage.words.forms[patient.last] in _LITTLE)
    if age is not None and age < ADULT and not (patient.relation == "parent" and age >= YOUNGEST_MOTHER):
        return age < YOUNGEST_MOTHER or _SIBLINGS.isdisjoint(told) and _NEWBORN.isdisjoint(told)
    if any(form.startswith(_CHARGED) for form in told):
        return False
    if age is not None and age >= GROWN and not _OF_CHILDREN.isdisjoint(told):
        return age >= ELDEST_PARENT or not _tells_an_age(told)
    return patient.relation in ("kid", "child") and patient.age is not None and not grown and not _OF_CHILDREN.isdisjoint(told)


def _may_raise(passage: Passage, people: People, patient: Person) -> bool:
    age = people.age_years
    if _is_household(passage, people, patient):
        return True
    if age is None:
        return _is_a_count(passage, patient) or patient.relation in ("moi", "parent", "patient")
    if YOUNGEST_MOTHER <= age < ADULT:
        return patient.relation == "parent"
    return ADULT <= age < ELDEST_PARENT and patient.relation not in ("kid", "child")


def _is_household(passage: Passage, people: People, patient: Person) -> bool:
    """A couple or a family, none of whom is told old: "couple, 4 enfants", "famille (2 parents, 3 enfants)"."""
    if patient.owner == "mine" or (people.age_years or 0) >= INFANT or patient.relation == "patient" and patient.age is not None:
        return False
    if people.several or any(one.relation == "spouse" for one in people.others) and passage.words.forms[patient.last] in _LITTLE:
        return True
    return any(one.relation == "group" and one.first < _OPENING and passage.words.forms[one.last] in _HOUSEHOLDS for one in people.others)


def _is_child(passage: Passage, one: Person) -> bool:
    return one.relation in ("child", "kid") or one.relation == "group" and passage.words.forms[one.last] in _LITTLE


def _is_a_count(passage: Passage, one: Person) -> bool:
    """ "2 petits dont 1 au biberon": counted without an age, children are beside whoever writes."""
    forms = passage.words.forms
    number, before = forms[max(0, one.first - 1) : one.first], forms[max(0, one.first - 2) : max(0, one.first - 1)]
    counted = number != () and (number[0].isdigit() or number[0] in ("deux", "trois", "quatre")) and before not in (("pour",), ("pr",))
    return (
        counted
        and one.relation in ("child", "kid")
        and one.age is None
        and not one.owner
        and not _tells_an_age(forms[one.last + 1 : one.last + 4])
    )


def _is_under_age(passage: Passage, one: Person, people: People) -> bool:
    age, forms = people.age_years, passage.words.forms
    grandchild = (
        forms[one.first - 1 : one.first] in (("petit",), ("petite",)) or one.last > one.first and forms[one.first] in ("petit", "petite")
    )
    if grandchild or _lives_elsewhere(passage, one) or forms[one.last] in _LITTLE and _expects(passage):
        return False
    if one.age is not None:
        return one.age.years < ADULT
    if _tells_an_age(forms[one.last + 1 : one.last + 5]):
        return not _expects(passage)
    if age is not None and age >= GROWN:
        return False
    if forms[one.last] in _LITTLE or _is_a_count(passage, one) or "+" in passage.words.cuts[one.first]:
        return True
    return age is not None and age < YOUNG_PARENT and one.owner != ""


def _lives_elsewhere(passage: Passage, one: Person) -> bool:
    """ "Fils de 6 ans placé", "sa fille est confiée à l'ASE", "sa fille chez le père"."""
    _, last = passage.in_segment(one.last)
    after = passage.words.forms[one.last + 1 : min(last, one.last + 6) + 1]
    return any(form in _PLACED or form == "chez" and not any(word in after[:4] for word in ("elle", "lui", "moi", "eux")) for form in after)


def _tells_an_age(forms: tuple[str, ...]) -> bool:
    """A number of years or months below eighteen: "9 et 13 ans"."""
    if not _SPANS.isdisjoint(forms):
        return False
    return any(form.isdigit() and int(form[:4]) < ADULT and after in _AGE_UNITS for form, after in pairwise(forms))


def _expects(passage: Passage) -> bool:
    """Whether a child is still to be born."""
    return any(found.entry.id == _PREGNANCY and not passage.is_denied(found) for found in passage.of("condition"))
