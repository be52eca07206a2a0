"""How likely each person of a text is the one it asks help for: what speaks for and against them, each with its points."""

from collections.abc import Callable
from dataclasses import dataclass

from orientation.conversation.ages.mention import MAJORITY
from orientation.conversation.person import ELDERS, QUALIFYING, THEIRS, Person
from orientation.conversation.scope import Passage
from orientation.conversation.words import word_set
from orientation.conversation.writer import names_the_author, only_writes

_HELD = word_set("par avec contre quitte fui")  # "frappée par un homme", "vit avec un homme de 37 ans"
_WITH = word_set("avec ac avc")
_NAMING = ELDERS | {"group", "sibling", "child", "near"}
_CARES = word_set("garde soigne veille accompagne")
_CARES_OF = frozenset({"occupe"})
_HELPING = word_set("traduit appelle ecrit demande fait gere garde aide accompagne porte lave conduit paie s nous")
_HARMS = word_set("frappe enferme tape bat attache gifle giflee prive maltraite insulte menace secoue")
_ILL = ("alzheimer", "parkinson", "polyhand", "handicap", "autis", "trisom", "schizo", "dement", "desorient")
_YOUNGEST_WRITER, _YOUNG = 6, 21
_BABY_UNDER, _GRAND_PARENTS_FROM = 3, 50
_FOR_BABIES = frozenset(
    {
        "pmi", "vaccination", "diagnostic-neurodeveloppement", "kinesitherapie", "laboratoire-biologie", "protection-enfance", "psychomotricite",
        "consultation-specialiste", "materiel-medical", "medecin-traitant", "soins-non-programmes", "ouverture-droits-sante", "sessad",
    }
)  # fmt: skip
_THRIVES_NOT = word_set("stagne stagnant cassure casse perte maigrit")
_ILL_ONESELF = (("suis", "malade"), ("suis", "atteint"), ("suis", "atteinte"), ("ai", "besoin"), ("ai", "un"), ("ai", "une"))
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
        beside = _is_beside_an_aged_parent(told, person) and not told.for_a_child or _is_beside_an_aged_patient(told, person)
        return _CALLED_FOR_WEIGHT if called_for and not beside else _THEIRS_WEIGHT
    return _BARE.get(person.relation, 1.0)


def _only_helps(told: Told, person: Person) -> bool:
    return person.owner == "mine" and person.relation != "ex" and _is_helper(told, person) and not _alone_is_aged(told, person)


def _is_an_only_aged_spouse(told: Told, person: Person) -> bool:
    """ "appel d'une dame : son mari, 80 ans, a la bouche de travers"."""
    return person.owner == "theirs" and person.relation == "spouse" and _alone_is_aged(told, person)


def _only_writes(told: Told, person: Person) -> bool:
    return person.relation == "moi" and person.age is None and only_writes(told.passage)


def _is_the_first_aged_parent(told: Told, person: Person) -> bool:
    if person.relation != "parent" or person.owner or person.age is None:
        return False
    return person.first == min(one.first for one in told.people if one.relation in ("parent", "kid", "child", "patient"))


def _is_kin_of_an_aged_writer(told: Told, person: Person) -> bool:
    return person.owner == "mine" and person.age is None and _writer_is_aged(told) and not _is_spoken_for(told, person)


def _writer_is_aged(told: Told) -> bool:
    return any(one.relation == "moi" and one.age is not None for one in told.people)


def _is_aged(told: Told, person: Person) -> bool:
    return person.age is not None


def _is_an_aged_elder(told: Told, person: Person) -> bool:
    return person.age is not None and person.owner == "" and person.relation in ELDERS | {"near"}


def _is_beside_an_aged_writer(told: Told, person: Person) -> bool:
    """ "j'ai peur pour moi et la petite"."""
    beside = told.before(person, 3) in (("moi", "et", "ma"), ("moi", "et", "mon"), ("moi", "et", "la")) or told.before(person, 2) == ("moi", "et")
    return beside and person.relation in ("kid", "child") and not told.for_a_child and _writer_is_aged(told)


def _accompanies(told: Told, person: Person) -> bool:
    led = person.owner == "mine" and told.passage.words.forms[max(0, person.first - 2)] in _WITH
    return led and person.relation in ("kid", "child") and not told.for_a_child


def _is_the_child_asked_for(told: Told, person: Person) -> bool:
    return told.for_a_child and person.relation in ("kid", "child") and person.age is not None and person.age.years < _YOUNG


def _is_a_patient_told_after(told: Told, person: Person) -> bool:
    return person.relation == "patient" and _comes_after_an_aged_one(told, person)


def _is_another_told_after(told: Told, person: Person) -> bool:
    return person.relation not in ("patient", "moi") and _comes_after_an_aged_one(told, person)


def _is_a_child_who_writes(told: Told, person: Person) -> bool:
    """A child who writes is the one to help, whomever they write about."""
    return person.relation == "moi" and person.age is not None and _YOUNGEST_WRITER <= person.age.years < MAJORITY


def _is_asked_for(told: Told, person: Person) -> bool:
    return person.relation != "moi" and _is_spoken_for(told, person)


def _is_the_author(told: Told, person: Person) -> bool:
    return person.relation != "moi" and any(names_the_author(told.passage, cue, person) for cue in told.passage.cues("auteur"))


def _is_the_author_without_age(told: Told, person: Person) -> bool:
    return person.age is None and _is_the_author(told, person)


def _is_the_aged_author(told: Told, person: Person) -> bool:
    """ "appel de Mme D., 82 ans"."""
    return person.age is not None and _is_the_author(told, person)


def _is_a_kid_beside_the_aged(told: Told, person: Person) -> bool:
    others = any(one.age is not None and one.relation not in ("moi", "kid") for one in told.people)
    return person.relation == "kid" and person.age is None and others


def _is_the_one_who_is_well(told: Told, person: Person) -> bool:
    aside = ("moi", "group", "ex", "caller", "someone")
    others = any(one is not person and one.relation not in aside and not one.dead for one in told.people)
    return others and _is_well(told, person) and not _alone_is_aged(told, person)


def _is_the_subject(told: Told, person: Person) -> bool:
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
    return words.at(end + 1) == "qui" and words.at(end + 2) not in _HELPING and not _is_helper(told, person)


def _is_done_harm(told: Told, person: Person) -> bool:
    """ "le voisin frappe son père de 90 ans": the one it is done to."""
    return person.owner == "theirs" and person.age is not None and not _HARMS.isdisjoint(told.before(person, 3)[:-1])


def _is_named_by_kin(told: Told, person: Person) -> bool:
    """ "je suis la maman de [nom], 6 ans", "les parents d'[nom]": the one whose kin is told by their name."""
    if person.relation != "someone":
        return False
    forms, at = told.passage.words.forms, person.first
    while at and forms[at - 1] == "nom":
        at -= 1
    return at != person.first and forms[at - 1] in ("de", "d") and any(one.last == at - 2 and one.relation in _NAMING for one in told.people)


def _is_cared_for(told: Told, person: Person) -> bool:
    """ "ma belle-mère, 70 ans, garde sa mère de 94 ans": the one who is looked after, not the one who does it."""
    kin = person.relation in ELDERS | {"spouse", "sibling"} and person.owner == "theirs" and person.age is not None
    words, at = told.passage.words, person.first - 1
    while words.at(at) in THEIRS | QUALIFYING | {"de"} and words.sentences[at] == words.sentences[person.first]:
        at -= 1
    of = words.at(at + 1) == "de"
    return kin and words.sentences[at] == words.sentences[person.first] and words.at(at) in (_CARES_OF if of else _CARES)


def _is_the_child_told_before_a_parent(told: Told, person: Person) -> bool:
    """ "Le fils, 37 ans, boit. La mère, 64 ans, nous appelle"."""
    if person.relation != "child" or person.owner or person.age is None:
        return False
    others = [one for one in told.people if one is not person]
    aged = [one for one in others if one.age is not None]
    return any(one.relation == "parent" for one in aged) and all(one.first > person.first for one in aged)


def _is_told_of_a_mother(told: Told, person: Person) -> bool:
    """ "mère d'un nourrisson de 4 mois": the child only tells who she is."""
    if person.relation not in ("kid", "child"):
        return False
    aged = any(one.age is not None and one.first < person.first for one in told.people)
    mothers = (("mere", "d", "un"), ("mere", "d", "une"), ("maman", "d", "un"), ("maman", "d", "une"))
    also = told.before(person, 3) in (("et", "d", "un"), ("et", "d", "une")) and any(told.before(person, 10)[at : at + 3] in mothers for at in range(8))
    return aged and (told.before(person, 3) in mothers or also)


def _is_the_ill_one(told: Told, person: Person) -> bool:
    """Whether a grown child or a spouse whose age is told is the only one told disabled or demented.

    "la mère, 71 ans, et son fils polyhandicapé de 40 ans".
    """
    if person.owner == "mine" or person.relation not in ("child", "spouse", "sibling") or person.age is None:
        return False
    if not (_WITH | {"par", "chez"}).isdisjoint(told.before(person, 2)):
        return False  # "vit avec son fils schizophrène", "frappée par son fils"
    return _is_told_ill(told, person) and not any(one is not person and _is_told_ill(told, one) for one in told.people)


def _is_told_ill(told: Told, person: Person) -> bool:
    last = max(person.last, person.age.last if person.age else 0) + 3
    nearest = min((one.first for one in told.people if one.first > person.last and one.relation not in ("moi", "someone")), default=last + 1)
    return any(form.startswith(_ILL) for form in told.passage.words.forms[person.last + 1 : min(nearest, last + 1)])


def _is_beside_an_aged_parent(told: Told, person: Person) -> bool:
    """ "Jeune mère, 24 ans, venue pour son fils": a child whose age is not told, beside the mother whose age is."""
    first = min(told.people, key=lambda one: one.first)
    told_first = first.relation == "parent" and first.owner == "" and first.age is not None
    return person.relation in ("child", "kid") and person.age is None and told_first


def _is_a_baby_nothing_is_asked_for(told: Told, person: Person) -> bool:
    """ "bébé de 3 semaines, la mère, 28 ans, pleure": beside a grown parent, unless something for a baby is asked."""
    if person.relation not in ("kid", "child", "someone") or person.age is None or person.age.years >= _BABY_UNDER:
        return False
    grown = any(one.age is not None and MAJORITY <= one.age.years < _GRAND_PARENTS_FROM and not one.dead for one in told.people)
    return grown and (_is_in_tears(told) or not any(found.entry.id in _FOR_BABIES for found in told.passage.of("need")))


def _is_in_tears(told: Told) -> bool:
    """ "la mère, 28 ans, ne se lève plus, pleure": of whom it is said last."""
    forms, sentences = told.passage.words.forms, told.passage.words.sentences
    if not _THRIVES_NOT.isdisjoint(forms):
        return False
    for at, form in enumerate(forms):
        before = [one for one in told.people if one.last < at and sentences[one.first] == sentences[at]] if form == "pleure" else []
        if before and max(before, key=lambda one: one.first).relation == "parent":
            return True
    return False


def _is_beside_an_aged_patient(told: Told, person: Person) -> bool:
    """ "M. [nom], 50 ans, veut vivre pour sa fille": kin of his whose age is not told."""
    return person.age is None and person.owner == "theirs" and any(one.relation == "patient" and one.age is not None for one in told.people)


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


def _alone_is_aged(told: Told, person: Person) -> bool:
    """Whether this is the only one whose age is told."""
    return person.age is not None and all(one is person or one.age is None for one in told.people)


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


def _asks_for_oneself(told: Told, person: Person) -> bool:
    """ "c'est pour moi, pas pour ma mère", "c'est moi qui suis malade"."""
    if person.relation != "moi":
        return False
    forms = told.passage.words.forms
    return any(
        forms[at : at + 4] == ("c", "est", "pour", "moi") or forms[at : at + 4] == ("c", "est", "moi", "qui") and forms[at + 4 : at + 6] in _ILL_ONESELF
        for at in range(len(forms))
    )


def _is_helper(told: Told, person: Person) -> bool:
    """ "ma sœur m'aide", "mes enfants sont près de moi": kin who help rather than are helped."""
    _, last = told.passage.in_segment(person.first)
    just = {cue.first for cue in told.passage.cues("maintenant")}  # "ma fille vient de m'écrire"
    return any(person.last < cue.first <= min(last, person.last + 4) and cue.first not in just for cue in told.passage.cues("aide-deja"))


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
    (8.0, _is_the_subject),
    (8.0, _is_done_harm),
    (8.0, _is_the_ill_one),
    (8.0, _is_cared_for),
    (5.0, _is_the_child_told_before_a_parent),
    (7.0, _is_an_only_aged_spouse),
    (8.0, _asks_for_oneself),
    (6.0, _is_a_child_who_writes),
    (4.0, _is_named_by_kin),
    (4.0, _is_the_child_asked_for),
    (3.0, _is_the_first_aged_neighbour),
    (2.5, _is_asked_for),
    (2.5, _is_the_first_aged_parent),
    (2.0, _is_an_aged_elder),
    (1.5, _is_aged),
    (-2.0, _is_another_told_after),
    (-2.0, _is_the_aged_author),
    (-2.5, _is_a_kid_beside_the_aged),
    (-3.0, _only_writes),
    (-4.0, _is_kin_of_an_aged_writer),
    (-5.0, _is_a_patient_told_after),
    (-5.0, _accompanies),
    (-6.0, _only_helps),
    (-6.0, _is_told_of_a_mother),
    (-6.0, _is_held),
    (-6.0, _is_a_baby_nothing_is_asked_for),
    (-6.0, _is_the_author_without_age),
    (-6.0, _is_the_one_who_is_well),
    (-8.0, _is_beside_an_aged_writer),
)
