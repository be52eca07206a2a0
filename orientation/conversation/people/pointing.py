"""Whom a text points at as the one it is for: by words, by an illness, by what is done to them."""

from orientation.conversation.people.parenthood import WITH
from orientation.conversation.people.person import ELDERS, QUALIFYING, THEIRS, Person
from orientation.conversation.people.told import Told, is_helper
from orientation.conversation.people.writer import names_the_author
from orientation.conversation.words import Words, word_set

_NAMING = ELDERS | {"group", "sibling", "child", "near"}
_CARES = word_set("garde soigne veille accompagne")
_CARES_OF = frozenset({"occupe"})
_HELPING = word_set("traduit appelle ecrit demande fait gere garde aide accompagne porte lave conduit paie s nous")
_HARMS = word_set("frappe enferme tape bat attache gifle giflee prive maltraite insulte menace secoue")
_WANTING = word_set("veux veut voudrais voudrait cherche cherchons recherche besoin place faut faudrait demande solution")
_NOT_WANTED = word_set("rien pas ni ne n fait fais tout peur trop")
_HELP_THEM = (("l", "aider"), ("peut", "l", "aider"), ("pour", "l", "aider"), ("faut", "l", "aider"))
_WANTED_WITHIN = 8
_ILL = ("alzheimer", "parkinson", "polyhand", "handicap", "deficien", "autis", "trisom", "schizo", "dement", "desorient")
_ILL_ONESELF = (("suis", "malade"), ("suis", "atteint"), ("suis", "atteinte"), ("ai", "besoin"), ("ai", "un"), ("ai", "une"))


def is_the_subject(told: Told, person: Person) -> bool:
    """ "le vrai sujet est sa femme", "c'est pour lui que j'écris", "la demande concerne son mari"."""
    words = told.passage.words
    for at, form in enumerate(words.forms):
        following = words.forms[at + 1 : at + 4]
        named = form in ("sujet", "demande", "question", "urgence") and following[:1] in (("est",), ("c",), ("concerne",))
        if named and person.owner and 0 < person.first - at <= 5 and words.sentences[at] == words.sentences[person.first]:
            return True
        if form == "c" and following[:1] == ("est",) and _is_pointed_at(told, person, at):
            return True
        if form == "pour" and following[1:2] == ("que",) and words.forms[max(0, at - 2) : at] == ("c", "est"):
            sex = {"lui": "M", "elle": "F"}.get(following[0])
            before = [one for one in told.people if one.last < at and one.sex == sex and one.relation not in ("moi", "group")]
            if before and max(before, key=lambda one: one.first) is person:
                return True
    return False


def _is_pointed_at(told: Told, person: Person, at: int) -> bool:
    """ "c'est pour son petit frère", "c'est maman, 79 ans, qui m'inquiète", after another whose age is told."""
    words = told.passage.words
    if person.age is None or not 2 <= person.first - at <= 5 or words.sentences[at] != words.sentences[person.first]:
        return False
    if not any(one.age is not None and one.last < at and one is not person for one in told.people):
        return False
    if words.at(at + 2) == "pour":
        return True
    end = max(person.age.last, person.last)
    return words.at(end + 1) == "qui" and words.at(end + 2) not in _HELPING and not is_helper(told, person)


def is_wanted_for(told: Told, person: Person) -> bool:
    """ "je veux une place pour elle", "que le CMP vienne pour lui", "qui peut l'aider lui": the only one of that sex whose age is told."""
    pronoun = {"F": "elle", "M": "lui"}.get(person.sex or "")
    if pronoun is None or person.age is None or person.relation == "moi":
        return False
    aged = [one for one in told.people if one is not person and not one.dead and one.age is not None]
    if any(one.sex == person.sex or one.relation == "patient" for one in aged):
        return False  # "Mme D., 59 ans, frappée par son fils de 30 ans, cherche une cure pour lui"
    words = told.passage.words
    return any(_is_wanted(words, at) for at in range(person.last + 1, len(words)) if words.forms[at] == pronoun)


def _is_wanted(words: Words, at: int) -> bool:
    if words.forms[max(0, at - 3) : at] in _HELP_THEM:
        return True
    before = words.forms[max(0, at - _WANTED_WITHIN) : at - 1]
    led = words.at(at - 1) == "pour" and not _WANTING.isdisjoint(before) and words.sentences[at] == words.sentences[at - 1]
    return led and _NOT_WANTED.isdisjoint(before) and words.at(at + 1) != "meme"


def is_called_about(told: Told, person: Person) -> bool:
    """ "Appel de Mme D. : son mari est tombé": the kin that a colon leads to, right after who calls."""
    words = told.passage.words
    led = person.first - 1 if words.at(person.first - 1) in THEIRS else person.first
    if person.owner != "theirs" or ":" not in words.cuts[led]:
        return False
    named = [one for one in told.people if one.last < led]
    return any(names_the_author(told.passage, cue, one) for cue in told.passage.cues("auteur") for one in named)


def is_done_harm(told: Told, person: Person) -> bool:
    """ "le voisin frappe son père de 90 ans": the one it is done to."""
    return person.owner == "theirs" and person.age is not None and not _HARMS.isdisjoint(told.before(person, 3)[:-1])


def is_named_by_kin(told: Told, person: Person) -> bool:
    """ "je suis la maman de [nom], 6 ans", "les parents d'[nom]": the one whose kin is told by their name."""
    if person.relation != "someone":
        return False
    forms, at = told.passage.words.forms, person.first
    while at and forms[at - 1] == "nom":
        at -= 1
    return (
        at != person.first and forms[at - 1] in ("de", "d") and any(one.last == at - 2 and one.relation in _NAMING for one in told.people)
    )


def is_cared_for(told: Told, person: Person) -> bool:
    """ "ma belle-mère, 70 ans, garde sa mère de 94 ans": the one who is looked after, not the one who does it."""
    kin = person.relation in ELDERS | {"spouse", "sibling"} and person.owner == "theirs" and person.age is not None
    words, at = told.passage.words, person.first - 1
    while words.at(at) in THEIRS | QUALIFYING | {"de"} and words.sentences[at] == words.sentences[person.first]:
        at -= 1
    of = words.at(at + 1) == "de"
    return kin and words.sentences[at] == words.sentences[person.first] and words.at(at) in (_CARES_OF if of else _CARES)


def is_the_ill_one(told: Told, person: Person) -> bool:
    """Whether a grown child or a spouse whose age is told is the only one told disabled or demented.

    "la mère, 71 ans, et son fils polyhandicapé de 40 ans".
    """
    if person.owner == "mine" or person.relation not in ("child", "spouse", "sibling") or person.age is None:
        return False
    if not (WITH | {"par", "chez"}).isdisjoint(told.before(person, 2)):
        return False  # "vit avec son fils schizophrène", "frappée par son fils"
    return _is_told_ill(told, person) and not any(one is not person and _is_told_ill(told, one) for one in told.people)


def _is_told_ill(told: Told, person: Person) -> bool:
    last = max(person.last, person.age.last if person.age else 0) + 3
    nearest = min(
        (one.first for one in told.people if one.first > person.last and one.relation not in ("moi", "someone")), default=last + 1
    )
    return any(form.startswith(_ILL) for form in told.passage.words.forms[person.last + 1 : min(nearest, last + 1)])


def asks_for_oneself(told: Told, person: Person) -> bool:
    """ "c'est pour moi, pas pour ma mère", "c'est moi qui suis malade"."""
    if person.relation != "moi":
        return False
    forms = told.passage.words.forms
    return any(
        forms[at : at + 4] == ("c", "est", "pour", "moi")
        or forms[at : at + 4] == ("c", "est", "moi", "qui")
        and forms[at + 4 : at + 6] in _ILL_ONESELF
        for at in range(len(forms))
    )
