"""Who shares the home of the person helped, as told by the people of the text rather than in so many words."""

from orientation.conversation.people.couples import ages_of_a_couple
from orientation.conversation.people.reading import People, Person
from orientation.conversation.phrases import Found
from orientation.conversation.scope import Passage
from orientation.conversation.words import word_set

OLD_COUPLE, ADULT, AGED_PARENT, OLDEST = 60, 18, 60, 105
_ELSEWHERE = word_set(
    "ehpad retraite hopital hospitalise hospitalisee usld parti partie hospit incarcere prison mer condamne detenu detention"
)
_LOST_BEFORE = word_set("perdre depart separation sans ni pas aucun aucune quitte divorce")
_DEATHS = word_set("deces mort suicide enterrement obseques")
_LOST_AFTER = word_set("mort morte decede decedee dcd disparu")
_ON_THE_RUN = word_set("fui fuit refugie refugiee sauvee")
_STAYS = word_set("vacances vacance sejour sejourne weekend week mange mangent dine dejeune gouter visite abri")
_LASTING = word_set("depuis desormais maintenant toujours definitivement")
_UNITS = word_set("semaine semaines sem jours nuits")
_SPANS = word_set("passe passer passera vient viendra venir pour part")
_KIN = frozenset({"parent", "grand-parent", "child", "kid", "sibling", "oncle-tante", "spouse", "near", "moi", "someone"})
_OF_THE_WRITER = frozenset({"near", "oncle-tante"})
_MOVES = word_set("vit vivre habite loge revenu revenue rentre rentree retourne venu venue installe installee dort heberge")
_NOT = frozenset({"ne", "n"})
_HEADING = 12
_NO_WIFE_BEFORE = word_set("une jeune cette d l de ni sa ma pas aucune foyer sage ex feu defunte future chaque")
_NO_WIFE_AFTER = word_set("de du d a et nom menage enceinte chambre service")
_GONE = word_set("morte decede decedee dcd partie perdue disparue hospitalisee hospitalise")


def shared_home(passage: Passage, people: People) -> tuple[int, int] | None:
    """The words that tell of somebody under the same roof: a living husband, wife or companion, the other parent, one who writes."""
    patient = people.patient
    pair = [cue for cue in passage.cues("couple") if not _counts_things(passage, cue)]
    known = [one for one in (patient, *people.others) if one is not None]
    aged = [one.age.years for one in known if one.age is not None]
    if pair and max(aged, default=people.age_years or 0) >= OLD_COUPLE:
        return pair[0].first, pair[0].last
    both = _both_of_a_couple(passage, known)
    if both is not None:
        return both.first, both.last
    together = _couple_at_the_head(passage, people, known)
    if together is not None:
        return together
    if patient is None or people.several or _is_apart(passage):
        return None
    beside = [*_spouses(passage, people, patient), *_other_parents(passage, people, patient), *_aged_parents(passage, people)]
    if beside:
        return beside[0].first, beside[0].last
    wife = _wife_without_a_word_before(passage, people)
    if wife is not None:
        return wife, wife
    calling = [cue for cue in passage.cues("appelant") if cue.entry.value == "spouse" and not _counts_years(passage, cue)]
    if calling:
        return calling[0].first, calling[0].last
    return None


def is_passing_stay(passage: Passage, found: Found) -> bool:
    """Whether somebody is with kin for a while only: "passe deux semaines chez sa fille", "mange chez sa sœur"."""
    forms = passage.words.forms
    if "chez" not in forms[found.first : found.last + 1]:
        return False
    first, last = passage.in_segment(found.first)
    before = forms[first : found.first + 1]
    if not _LASTING.isdisjoint(forms[first : last + 1]):
        return False
    if not _STAYS.isdisjoint(before):
        return True
    return not _UNITS.isdisjoint(before) and not _SPANS.isdisjoint(before)


def is_ours_at_work(passage: Passage, found: Found, people: People) -> bool:
    """Whether "chez nous" is the service that writes, or the place it covers: no kin of the person helped speaks, nobody moves in."""
    forms = passage.words.forms[found.first : found.last + 1]
    if forms[-2:] != ("chez", "nous") or not _MOVES.isdisjoint(forms):
        return False
    patient = people.patient
    return patient is None or patient.relation not in _KIN or (patient.relation != "moi" and patient.owner != "mine")


def _is_apart(passage: Passage) -> bool:
    """Whether a couple is told to be over; "ne quitte plus son fauteuil" tells nothing of the kind."""
    forms = passage.words.forms
    return any(forms[cue.first] != "quitte" or _NOT.isdisjoint(forms[max(0, cue.first - 2) : cue.first]) for cue in passage.cues("separe"))


def _spouses(passage: Passage, people: People, patient: Person) -> list[Person]:
    fled = not _ON_THE_RUN.isdisjoint(passage.words.forms)
    spouses = [
        person
        for person in people.others
        if person.relation == "spouse"
        and not person.dead
        and not fled
        and not (person.owner == "mine" and patient.relation in _OF_THE_WRITER)
        and passage.words.forms[person.last][-1] != "s"
        and not _is_a_married_name(passage, person, patient)
        and not _is_away(passage, person)
        and not _is_lost(passage, person)
    ]
    if patient.relation == "spouse" and patient.owner and not _is_lost(passage, patient):
        spouses.append(patient)
    return spouses


def _other_parents(passage: Passage, people: People, patient: Person) -> list[Person]:
    """The other parent, aunt or uncle of the one who writes, who is of the other sex and alive: "papa … maman ne dort plus"."""
    if patient.relation == "patient":  # "Fille de M. X : maman ne dort plus"
        child = any(cue.entry.value == "child" for cue in passage.cues("appelant"))
        alike = "parent" if child else ""
    else:
        alike = patient.relation if patient.relation in ("parent", "grand-parent") else ""
    if not alike:
        return []
    return [
        person
        for person in people.others
        if person.relation == alike
        and person.owner != "theirs"
        and passage.words.forms[max(0, person.first - 1)] not in ("le", "la", "du")
        and not person.dead
        and person.sex not in (patient.sex, None)
        and not _is_away(passage, person)
        and not _is_lost(passage, person)
    ]


def _both_of_a_couple(passage: Passage, known: list[Person]) -> Person | None:
    """One of two parents or grandparents, of either sex, both old and both told with an age: "papi 91 ans et mamie 89"."""
    for relation in ("parent", "grand-parent"):
        pair = [
            one
            for one in known
            if one.relation == relation and one.owner != "theirs" and not one.dead and one.age is not None and one.age.years >= OLD_COUPLE
        ]
        if {one.sex for one in pair} == {"F", "M"} and not any(_is_away(passage, one) for one in pair):
            return pair[0]
    return None


def _couple_at_the_head(passage: Passage, people: People, known: list[Person]) -> tuple[int, int] | None:
    """ "Couple, 84 et 82 ans", "couple + 2 petits, homme 34 ans", "Mme (86) et M. (88)": two helped together, or one of the two."""
    told = ages_of_a_couple(passage.words)
    if len(told) == 2 and min(told.values()) >= OLD_COUPLE and not _is_apart(passage) and _GONE.isdisjoint(passage.words.forms):
        return 0, 0
    couple = next((one for one in known if passage.words.forms[one.first] == "couple" and one.first < _HEADING), None)
    if couple is None or people.age_years is None and not _tells_old_age(passage):
        return None
    return couple.first, couple.last


def _tells_old_age(passage: Passage) -> bool:
    """Whether somebody's age is that of an old couple: "84 et 82 ans"."""
    forms = passage.words.forms
    return any(
        form.isdigit() and OLD_COUPLE <= int(form[:4]) <= OLDEST and forms[index + 1 : index + 2] in (("ans",), ("a",))
        for index, form in enumerate(forms)
    )


def _aged_parents(passage: Passage, people: People) -> list[Person]:
    """An old parent told with an age beside an adult who is helped: "frère 48 ans polyhandicapé, maman 82 ans"."""
    if people.age_years is None or not ADULT <= people.age_years < OLD_COUPLE:
        return []
    return [
        one
        for one in people.others
        if (one.relation == "parent" or passage.words.forms[one.last] == "parents")
        and _is_aged(passage, one)
        and not one.dead
        and not _is_away(passage, one)
        and not _is_lost(passage, one)
    ]


def _is_aged(passage: Passage, parent: Person) -> bool:
    """Whether a parent's age, or both parents' in bare figures ("parents 71 et 74"), is an old person's."""
    if parent.age is not None:
        return parent.age.years >= AGED_PARENT
    following = passage.words.forms[parent.last + 1 : parent.last + 4]
    numbers = [int(form) for form in following if form.isdigit() and len(form) < 4]
    return len(numbers) == 2 and following[0].isdigit() and min(numbers) >= AGED_PARENT and max(numbers) <= OLDEST


def _wife_without_a_word_before(passage: Passage, people: People) -> int | None:
    """ "H 72 ans, escaliers impossibles, femme épuisée": the wife of the man helped, named by the word alone."""
    if people.sex != "M":
        return None
    forms = passage.words.forms
    return next(
        (
            index
            for index, form in enumerate(forms)
            if form == "femme"
            and (index == 0 or forms[index - 1] not in _NO_WIFE_BEFORE)
            and (following := forms[index + 1 : index + 4])
            and following[0] not in _NO_WIFE_AFTER
            and not following[0][0].isdigit()
            and _GONE.isdisjoint(following)
        ),
        None,
    )


def _is_a_married_name(passage: Passage, person: Person, patient: Person) -> bool:
    """ "Mme Le Goff épouse Abgrall": the name a woman took, nobody beside her."""
    forms = passage.words.forms
    return patient.sex == "F" and forms[person.last] == "epouse" and forms[max(0, person.first - 1)] == "nom"


def _is_away(passage: Passage, person: Person) -> bool:
    """Whether somebody is said to be elsewhere, for good or for long: "sa femme à l'hôpital", "maman est en maison de retraite"."""
    _, last = passage.in_segment(person.last)
    return any(form in _ELSEWHERE for form in passage.words.forms[person.last + 1 : min(last, person.last + 5) + 1])


def _is_lost(passage: Passage, person: Person) -> bool:
    """Whether somebody is no more, or never was: "ni enfant ni mari", "le départ de ma femme", "mon mari est mort d'un cancer"."""
    first, last = passage.in_segment(person.first)
    forms = passage.words.forms
    before = forms[max(first, person.first - 3) : person.first]
    bereft = forms[max(first, person.first - 4) : person.first]
    after = forms[person.last + 1 : min(last, person.last + 4) + 1]
    return not (_LOST_BEFORE.isdisjoint(before) and _DEATHS.isdisjoint(bereft) and _LOST_AFTER.isdisjoint(after))


def _counts_things(passage: Passage, cue: Found) -> bool:
    """ "Les deux bras", "les deux médecins": not two people."""
    words = passage.words
    after = cue.last + 1
    if words.forms[cue.first : after] != ("les", "deux") or after >= len(words) or words.segments[after] != words.segments[cue.last]:
        return False
    return words.forms[after] not in ("ont", "sont", "vivent", "ensemble", "a", "en", "et", "se", "ne", "veulent", "restent", "epoux")


def _counts_years(passage: Passage, cue: Found) -> bool:
    """ "Femme de 48 ans", "femme de ménage": nobody's wife."""
    following = passage.words.forms[cue.last + 1 : cue.last + 2]
    return following != () and (following[0].isdigit() or following[0] in ("menage", "chambre", "service"))
