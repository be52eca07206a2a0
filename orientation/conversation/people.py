"""Who is spoken of: the person helped, those beside them, and whose age is whose."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from orientation.conversation.ages.mention import AgeMention
from orientation.conversation.ages.reading import age_mentions
from orientation.conversation.couples import ages_of_a_couple, meant_of_a_couple
from orientation.conversation.phrases import Found
from orientation.conversation.scope import Passage
from orientation.resource import Sex

_MINE = frozenset({"mon", "ma", "mes", "notre", "nos"})
_THEIRS = frozenset({"son", "sa", "ses", "leur", "leurs"})
_ELDERS = frozenset({"parent", "grand-parent", "oncle-tante"})
_SINGLE = frozenset({"patient", "moi", "kid"})
_QUALIFYING = frozenset(
    {"belle", "beau", "petite", "petit", "grand", "grande", "gd", "jeune", "vieille", "vieux", "pauvre", "chere", "cher"}
)
_GREETING = frozenset(
    {
        "madame",
        "monsieur",
        "mme",
        "mr",
        "m",
        "mesdames",
        "messieurs",
        "bonjour",
        "bonsoir",
        "docteur",
        "le",
        "la",
        "directeur",
        "directrice",
        "nom",
        "chere",
        "cher",
    }
)
_ARTICLED = frozenset({"une", "un", "cette", "ce", "chaque", "autre", "jeune", "future", "futur", "c"})
_HELD = frozenset({"par", "avec", "contre", "quitte", "fui"})  # "frappée par un homme", "vit avec un homme de 37 ans"
_ADDRESSED = frozenset(
    {
        "je", "j", "nous", "mon", "ma", "notre", "pouvez", "pourriez", "merci", "veuillez", "suite", "c", "voici", "serait", "auriez",
        "avez", "existe", "est", "on", "y", "suis", "permettez",
    }
)  # fmt: skip
# Verbs of who writes or calls about somebody else: their subject or object is never the one helped for that.
_OF_WRITERS = frozenset(
    """
    dit dis disent montre montrent signale signalent raconte explique confie demande demandent appelle appelles previens previens contacte
    ecrit redige transmets oriente adresse accompagne coordonne interviens parle sollicite signalons appelons contactons
    demandons cherchons recherchons sollicitons accompagnons orientons suivons envoie renvoie rappelle fais alerte indiquer indique
    """.split()
)
_NOBODY_AFTER = frozenset({"plus", "ni", "a", "ya", "y", "connait", "connais", "voit", "vois", "avec", "avait", "pas", "n"})
_NOBODY_BEFORE = frozenset(
    {
        "a", "ne", "n", "pour", "pr", "qui", "se", "sait", "peut", "chez", "nous", "leur", "lui", "parle", "repond", "ds", "dans",
        "autour", "sur", "au", "ni", "vient", "passe", "veut", "m", "me", "d", "on",
    }
)  # fmt: skip
_FOLLOWED = frozenset({"dame", "monsieur", "patient", "patiente", "mr", "mme", "usager", "usagere", "enfant", "bebe", "couple"})
_ADJECTIVES = frozenset({"petit", "petite", "petits", "petites"})
_SMALL_THINGS = frozenset(
    """
    association commune ville village bourg maison appartement appart logement studio retraite structure service chose peu souci probleme
    question chien chat travail boulot budget pension coup mot message chute accident plaie boule toilette dejeuner hameau resto chambre
    equipe aide somme dette avc groupe menage courses frere freres soeur soeurs cousin cousine fils fille filles bout poids pas boutique
    """.split()
)
_GROWN_WORDS = frozenset({"mme", "madame", "mr", "monsieur", "m", "dame", "homme", "femme", "personne"})
_YOUNGEST_WRITER, _YOUNGEST_TITLED = 6, 13  # nobody younger is called so
_FAR_FAMILY = (("de",), ("sans",), ("ma",), ("sa",), ("la",), ("aucune",))
_TITLES = frozenset({"mme", "mlle", "melle", "madame", "mademoiselle", "m", "mr", "monsieur"})
_PAIRS = frozenset({"couple", "parents", "famille", "mr", "m", "mme", "monsieur", "madame"})
_HARMS = frozenset({"frappe", "enferme", "tape", "bat", "attache", "gifle", "giflee", "prive", "maltraite", "insulte", "menace", "secoue"})
_ILL = ("alzheimer", "parkinson", "polyhandicap", "handicap", "autis", "trisom", "schizo", "dement", "desorient")
_OPENING, _ELDER_FROM, _MAJORITY = 8, 50, 18
_GROWN = {"parent": 13, "grand-parent": 30, "spouse": 15, "oncle-tante": 15}
_ATTACHED_WITHIN = 12.0

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
    "child": _ELDERS | {"near"},
    "parent": frozenset({"kid", "child"}),
    "spouse": frozenset({"spouse"}),
    "sibling": frozenset({"sibling"}),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the text speaks of. `relation`: "patient", "moi" (the writer), "caller" or a kinship; `owner`: "mine", "theirs" or "".

    A caller's `owner` is how they stand to the person helped.
    """

    first: int
    last: int
    relation: str
    sex: Sex | None
    owner: str
    dead: bool = False
    age: AgeMention | None = None
    weight: float = 0.0


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
    in_first_person = not _only_writes(passage)
    people = [person for found in _distinct(passage) if (person := _described(passage, found, in_first_person)) is not None]
    people = _without_titles(passage, people)
    narrator = _narrator(passage)
    people += [narrator] if narrator else []
    ages = age_mentions(passage, year)
    named = {age for age in ages if _is_of_the_named(passage, people, age)}
    people, loose = _with_ages(passage, people, ages)
    if any(age.years < _MAJORITY for age in loose) and all(passage.words.forms[person.last] == "parents" for person in people):
        people = []  # "17 ans, parents pas au courant": of a child, spoken of without a word
    people += [Person(age.first, age.last, "someone", None, "", age=age) for age in loose if age.sure or age in named]
    caller = _caller(passage)
    people = _without_caller(passage, people)
    caller = caller or next((person.owner for person in people if person.relation == "caller"), "")
    weighed = [replace(person, weight=_weight(passage, person, people, caller, for_a_child)) for person in people]
    weighed.sort(key=lambda person: (-person.weight, person.first))
    patient = weighed[0] if weighed and weighed[0].weight > 0 else None
    several = _are_several(passage, weighed, patient, for_a_child)
    couple = _of_a_couple(passage, weighed, patient)
    if couple is not None:
        others = tuple(person for person in weighed if person is not patient)
        return People(patient, others, couple[0], couple[1], couple[1] is None, patient is not None and patient.owner == "mine")
    if several and patient is not None:
        return People(patient, tuple(person for person in weighed if person is not patient), None, None, True, patient.owner == "mine")
    loose += [person.age for person in weighed if person.relation == "someone" and person.age is not None]
    same = [person for person in weighed if person.relation == "patient"] if patient and patient.relation in ("patient", "kid") else []
    return People(
        patient,
        tuple(person for person in weighed if person is not patient and person.relation != "patient"),
        _age_of(passage, patient, weighed, loose),
        next((person.sex for person in ([patient] if patient else []) + same if person.sex), None),
        False,
        patient is not None and patient.owner == "mine",
    )


def _of_a_couple(passage: Passage, people: list[Person], patient: Person | None) -> tuple[float | None, Sex | None] | None:
    """The age and sex of the one of a couple that the request is for, none when it is for both; None when no couple is helped."""
    forms = passage.words.forms
    opening = [one for one in people if one.relation == "group" and forms[one.first] in _PAIRS and one.first < _OPENING and not one.owner]
    if not opening:
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
    alone = forms[opening[0].first] == "couple" and patient is not None and patient.relation in ("group", "someone")
    return (years, sex) if alone else None


def _without_titles(passage: Passage, people: list[Person]) -> list[Person]:
    """ "ma tante, Mlle [nom], 86 ans": a title that follows kin names the same person."""
    forms = passage.words.forms
    named = {
        other.first
        for one, other in pairwise(people)
        if one.owner == "mine"
        and one.relation not in ("patient", "group", "ex", "kid", "near")
        and other.relation == "patient"
        and other.first == one.last + 1
        and forms[other.last] in _TITLES
        and passage.words.sentences[one.last] == passage.words.sentences[other.first]
    }
    return [person for person in people if person.first not in named]


def _distinct(passage: Passage) -> list[Found]:
    """People found, one a place: the longest phrase, a child before kin of the same word."""
    order = {"capital": 1, "kid": 0}
    kept: list[Found] = []
    for found in sorted(passage.of("person"), key=lambda found: (-found.length, order.get(found.entry.id, 2), found.first)):
        if not any(one.first <= found.last and found.first <= one.last for one in kept):
            kept.append(found)
    return sorted(kept, key=lambda found: found.first)


def _described(passage: Passage, found: Found, in_first_person: bool) -> Person | None:
    words = passage.words
    elided = words.cuts[found.last + 1][:1] in ("'", "’", "") and found.last + 1 < len(words)
    if words.forms[found.first] == "m" and found.length == 1 and found.first and words.forms[found.first - 1].isdigit():
        return None  # "38 m²"
    if found.length == 1 and len(words.forms[found.first]) == 1 and elided and not words.forms[found.last + 1].isdigit():
        return None
    if relation_of(found) == "patient" and _is_no_one(passage, found):
        return None
    if relation_of(found) == "patient" and _is_greeting(passage, found):
        return None
    position = found.first - 1
    while position >= 0 and words.forms[position] in _QUALIFYING:
        position -= 1
    before = words.forms[position] if position >= 0 else ""
    owner = "mine" if before in _MINE else "theirs" if before in _THEIRS else ""
    relation = relation_of(found)
    if relation in ("child", "kid") and _is_small_thing(passage, found):
        return None
    sexed: Sex | None = "F" if found.entry.value.endswith("/F") else "M" if found.entry.value.endswith("/M") else None
    if relation == "capital":
        if not _is_sex_mark(passage, found):
            return None
        relation = "patient"
    if relation == "pet-name":
        others = before in _ARTICLED or before in ("la", "le") and any(other.last < found.first for other in passage.of("person"))
        owner = owner or ("mine" if in_first_person and not others else "")
        relation = "parent"
    if relation == "grand-parent" and not owner and in_first_person:
        owner = "mine"
    if (
        relation == "kid"
        and "s" in (words.forms[found.first][-1], words.forms[found.last][-1])
        and words.forms[found.last] not in ("gars",)
    ):
        relation = "child"
    if relation == "patient" and words.forms[found.last][-1] == "s" and _are_many(passage, found):
        relation = "group"
    if relation == "patient" and owner == "theirs" and words.forms[found.last] in ("femme", "dame"):
        relation = "spouse"
    if relation == "patient" and owner == "mine" and words.forms[found.last] in ("femme", "homme"):
        relation = "spouse"
    return Person(found.first, found.last, relation, sexed, owner, _is_dead(passage, found))


def _is_small_thing(passage: Passage, found: Found) -> bool:
    """ "une petite association": the word is no child."""
    words = passage.words
    after = words.forms[found.last + 1 : found.last + 2]
    return words.forms[found.last] in _ADJECTIVES and bool(after) and after[0] in _SMALL_THINGS and not words.cuts[found.last + 1].strip()


def _are_many(passage: Passage, found: Found) -> bool:
    """ "2 adultes", "retraités à Pontarlier"; "mrs" and "gars" are one."""
    return passage.words.forms[found.last] not in ("gars", "mrs", "mons", "sdf", "ssr")


def _is_nobody(passage: Passage, found: Found) -> bool:
    """ "plus personne", "personne à la rue", "personne n'est là": the pronoun."""
    forms = passage.words.forms
    if found.length > 1 or forms[found.last] != "personne":
        return False
    first, last = passage.in_segment(found.first)
    before = forms[found.first - 1] if found.first > first else ""
    after = forms[found.last + 1] if found.last < last else ""
    described = after == "a" and forms[found.last + 2 : found.last + 3] in (("mobilite",), ("domicile",), ("risque",), ("charge",))
    return before in _NOBODY_AFTER or before == "" and after in _NOBODY_BEFORE and not described


def _is_no_one(passage: Passage, found: Found) -> bool:
    """Whether a word for a person tells what somebody is ("il est marin"), takes somebody up ("cette dame") or is of people at large."""
    words = passage.words
    before = words.forms[max(0, found.first - 2) : found.first]
    many = words.forms[found.last][-1] in "sx" and words.forms[found.last] not in ("gars", "mrs", "mons") and before[-1:] != ("mme",)
    if many and before[-1:] in (("des",), ("les",), ("ces",), ("aux",), ("nos",), ("vos",), ("autres",), ("d",), ("de",)):
        return True
    if before[-1:] in (("cette",), ("cet",), ("ces",), ("ancien",), ("ancienne",)):
        return any(other.last < found.first and relation_of(other) != "capital" for other in passage.of("person"))
    if _is_nobody(passage, found):
        return True
    if before[-1:] and before[-1] in _THEIRS | _MINE:
        return False  # "le vrai sujet est sa femme"
    predicate = any(form in ("est", "suis", "etait", "etais", "sont") for form in before)
    return predicate and before[-1:] != ("c",) and words.forms[found.last + 1 : found.last + 2] not in (("de",), ("d",))


def relation_of(found: Found) -> str:
    return found.entry.id.partition("/")[0]


def _is_greeting(passage: Passage, found: Found) -> bool:
    """ "Madame, Monsieur," alone on its line."""
    forms, after = passage.words.forms, found.last + 1
    addressed = all(form in _GREETING for form in forms[:after]) and "," in passage.words.cuts[after]
    if addressed and forms[after : after + 1] and forms[after] in _ADDRESSED:
        return True  # "Madame, j'ai 52 ans"
    first, last = passage.in_sentence(found.first)
    return found.first < _OPENING and all(form in _GREETING for form in passage.words.forms[first : last + 1])


def _is_sex_mark(passage: Passage, found: Found) -> bool:
    """ "F 84a", "H57", "82a M": a letter for a person only beside a number."""
    words = passage.words
    letter = words.forms[found.first]
    aged = words.forms[found.last + 2 : found.last + 3] in (("ans",), ("a",), ("an",))
    if letter in ("g", "e"):
        upper = words.text[words.starts[found.first]] in "GE"
        return upper and aged and words.forms[found.last + 1].isdigit() and int(words.forms[found.last + 1][:4]) < _MAJORITY
    after_hours = found.first > 0 and words.forms[found.first - 1].isdigit()
    if not words.text[words.starts[found.first]].isupper() and not words.whispers and (not aged or after_hours):
        return False
    after = words.forms[found.last + 1] if found.last + 1 < len(words) else ""
    before = words.forms[max(0, found.first - 2) : found.first]
    gap = words.cuts[found.last + 1] if found.last + 1 < len(words) else ""
    if after.isdigit() and len(after) <= 3 and 0 < int(after) < 118 and gap.strip() in ("", ",", "."):
        return True
    return len(before) == 2 and before[0].isdigit() and before[1] in ("a", "ans", "an")


def _is_dead(passage: Passage, found: Found) -> bool:
    """ "mon mari est mort", "la mort de mon mari", "a perdu son mari": who is told dead, never who stands nearest by chance."""
    aged = found.last + 1 < len(passage.words) and "(" in passage.words.cuts[found.last + 1]  # "mon père (78 ans) est décédé"
    _, last = passage.in_sentence(found.first) if aged else passage.in_segment(found.first)
    for cue in passage.cues("mort"):
        if _tells_who_died_next(passage, cue):
            burning = passage.words.forms[cue.last] in ("feu", "feue") and found.first - cue.last > 2
            if not burning and 0 < found.first - cue.last <= 3 and passage.in_segment(cue.first) == passage.in_segment(found.first):
                return True
        elif found.last < cue.first <= min(last, found.last + 6) and not any(
            found.last < other.first < cue.first and other.entry.id.partition("/")[0] not in ("patient", "group", "near", "kid")
            for other in passage.of("person")
        ):
            return True
    return False


def _tells_who_died_next(passage: Passage, cue: Found) -> bool:
    words = passage.words
    before = words.forms[cue.first - 1] if cue.first else ""
    after = words.forms[cue.last + 1] if cue.last + 1 < len(words) else ""
    named = words.forms[cue.last] in ("de", "d", "deces", "deuil", "perdu", "perdue", "feu", "feue", "quitte", "quittes")
    return named or before in ("la", "le", "l", "sa", "son") or after in ("de", "d", "du")


def _own_words(passage: Passage) -> list[Found]:
    """What is said in the first person; a "j" beside a number is a day: "depuis 4 j", "J6"."""
    forms = passage.words.forms
    return [
        cue
        for cue in passage.cues("moi")
        if not (forms[cue.first] == "j" and any(form.isdigit() for form in forms[max(0, cue.first - 1) : cue.first + 2]))
    ]


def _narrator(passage: Passage) -> Person | None:
    """The writer, who may be speaking of their own case."""
    own = _own_words(passage)
    told = [cue for cue in own if not _is_of_a_writer(passage, cue)]
    return Person((told or own)[0].first, (told or own)[0].last, "moi", None, "") if own else None


def _only_writes(passage: Passage) -> bool:
    """Whether the first person is only that of somebody writing about another: "elle me dit", "je préviens qui ?"."""
    return all(_is_of_a_writer(passage, cue) for cue in _own_words(passage))


def _is_of_a_writer(passage: Passage, cue: Found) -> bool:
    forms = passage.words.forms
    following = [form for form in forms[cue.last + 1 : cue.last + 4] if form not in ("vous", "en", "l", "le", "la", "les", "a", "y")]
    if forms[cue.first] in _MINE:
        return forms[cue.last + 1 : cue.last + 2] in (("service",), ("cabinet",), ("bureau",), ("equipe",), ("patient",), ("patiente",))
    return forms[cue.last] in _OF_WRITERS or bool(following) and following[0] in _OF_WRITERS


def _with_ages(passage: Passage, people: list[Person], ages: tuple[AgeMention, ...]) -> tuple[list[Person], list[AgeMention]]:
    """People with the age that stands nearest to each, and the ages left without a person."""
    loose: list[AgeMention] = []
    for age in ages:
        index = _owner_of(passage, people, age)
        if index is None:
            loose.append(age)
        else:
            people[index] = replace(people[index], age=age)
    return people, loose


def _owner_of(passage: Passage, people: list[Person], age: AgeMention) -> int | None:
    if age.speaker:
        return next((index for index, person in enumerate(people) if person.relation == "moi"), None)
    spoken = _resumed(passage, people, age)
    if spoken is not None:
        return spoken
    if _is_of_the_named(passage, people, age):
        return None
    best: tuple[float, int] | None = None
    for index, person in enumerate(people):
        if person.relation in ("moi", "ex") or (person.age is not None and not age.corrects):
            continue
        if passage.words.forms[person.first] in ("famille", "couple", "parents") and age.years < _MAJORITY:
            continue
        if person.relation == "group" and age.years >= _MAJORITY and _owns_no_age(passage, person):
            continue
        if age.years < _GROWN.get(person.relation, 0) or age.years >= _MAJORITY and _are_counted(passage, person):
            continue
        if age.years < _MAJORITY and passage.words.forms[person.last] == "parents":
            continue
        if person.dead and age.last < person.first and passage.words.segments[age.last] != passage.words.segments[person.first]:
            continue  # "67 ans, ma femme est décédée"
        distance = _distance(passage, people, person, age)
        if distance is not None and (best is None or distance < best[0]):
            best = (distance, index)
    return best[1] if best and best[0] <= _ATTACHED_WITHIN else None


def _owns_no_age(passage: Passage, group: Person) -> bool:
    """Twins still to be born, and a family one has not or is far from."""
    forms = passage.words.forms
    little = forms[group.last] in ("jumeaux", "jumelles", "triples")
    return little or forms[group.last] == "famille" and forms[max(0, group.first - 1) : group.first] in _FAR_FAMILY


def _is_of_the_named(passage: Passage, people: list[Person], age: AgeMention) -> bool:
    """Whether an age follows a name that nobody's title leads to: "maman d'[nom], 19 ans" is not the mother's."""
    forms = passage.words.forms
    if age.first == 0 or forms[age.first - 1] != "nom":
        return _is_of_an_unmasked_child(passage, people, age)
    at = age.first - 1
    while at and forms[at - 1] == "nom":
        at -= 1
    if forms[max(0, at - 1) : at] in (("de",), ("d",)):
        return any(
            person.last == at - 2 and (person.relation not in ("patient", "group", "kid") or forms[person.last] == "parents")
            for person in people
        )
    return not any(person.last < at and at - person.last <= 2 for person in people) and forms[max(0, at - 1) : at] not in (("famille",),)


def _is_of_an_unmasked_child(passage: Passage, people: list[Person], age: AgeMention) -> bool:
    """ "mamie de Malo 5 ans": a first name that is also a place's stays in sight."""
    words, at = passage.words, age.first - 1
    named = at > 1 and words.text[words.starts[at]].isupper() and words.forms[at - 1] in ("de", "d") and age.years < _MAJORITY
    return named and any(person.last == at - 2 and person.relation in ("parent", "grand-parent", "oncle-tante") for person in people)


def _are_counted(passage: Passage, person: Person) -> bool:
    """ "4 enfants, 33 ans": children that are counted are not the one whose age follows."""
    before = passage.words.forms[person.first - 1] if person.first else ""
    return person.relation in ("child", "kid") and (
        before.isdigit() or before in ("deux", "trois", "quatre", "cinq", "des", "les", "ses", "mes")
    )


def _resumed(passage: Passage, people: list[Person], age: AgeMention) -> int | None:
    """Whom "il a 72 ans", "elle, 83 ans" takes up: the first person of that sex, or of none, still without an age."""
    before = passage.words.forms[max(0, age.first - 3) : age.first]
    pronoun = next((form for form in reversed(before) if form in ("il", "elle", "lui")), None)
    if pronoun is None or before[-1] not in (pronoun, "a", "de") and before[-2:] != ("en", "a"):
        return None
    sex = "F" if pronoun == "elle" else "M"
    fitting = [
        index
        for index, one in enumerate(people)
        if one.first < age.first and one.age is None and one.sex in (sex, None) and one.relation not in ("moi", "ex", "group")
    ]
    owned = [index for index in fitting if people[index].owner == "mine" or people[index].relation in ("patient", "kid")]
    return next(iter(owned or fitting), None)


def _distance(passage: Passage, people: list[Person], person: Person, age: AgeMention) -> float | None:
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
    apart = person.first - age.last - 1 + 1.5 + 2.0 * (words.segments[person.first] - words.segments[age.last])
    introduced = words.segments[age.first] == words.segments[person.first] and person.relation == "patient"
    return apart if introduced else apart + 4.0


def _without_caller(passage: Passage, people: list[Person]) -> list[Person]:
    """ "M. [nom], neveu, … : oncle 78 ans": the one named first is who calls, and stands so to the person helped."""
    stands = {"grand-parent": "parent", "near": "child", "child": "child", "parent": "parent", "spouse": "spouse", "sibling": "sibling"}
    for index, person in enumerate(people[:-1]):
        kin = people[index + 1]
        between = passage.words.forms[person.last + 1 : kin.first]
        if (
            person.relation != "patient"
            or person.age is not None
            or person.first > _OPENING
            or kin.relation not in stands
            or kin.owner
            or kin.age is not None
        ):
            continue
        if (
            kin.first - person.last <= 3
            and all(form == "nom" or len(form) == 1 for form in between)
            and passage.words.segments[kin.first] != passage.words.segments[person.last]
        ):
            called = replace(person, relation="caller", owner=stands[kin.relation])
            return [*people[:index], called, *people[index + 2 :]]
    return people


def _caller(passage: Passage) -> str:
    """How the caller stands to the person helped: "child" ("fille de Mme X"), "parent", "spouse", "sibling" or ""."""
    callers = sorted((cue for cue in passage.cues("appelant") if not _describes(passage, cue)), key=lambda cue: cue.first)
    return callers[0].entry.value if callers and callers[0].first < 30 else ""


def _describes(passage: Passage, cue: Found) -> bool:
    """ "mon neveu de 19 ans": kin of the writer's, not who calls."""
    words = passage.words
    owned = cue.first > 0 and words.forms[cue.first - 1] in _MINE | _THEIRS
    following = words.forms[cue.last + 1] if cue.last + 1 < len(words) else ""
    return words.forms[cue.last] in ("de", "d") and (owned or following.isdigit())


def _weight(passage: Passage, person: Person, people: list[Person], caller: str, for_a_child: bool) -> float:
    """How likely this is the person helped."""
    first_kin = min((one.first for one in people if one.relation in ("parent", "kid", "child", "patient")), default=-1)
    writer_aged = any(one.relation == "moi" and one.age is not None for one in people)
    if person.dead or person.relation == "caller":
        return -5.0
    weight = _BARE.get(person.relation, 1.0)
    if person.owner == "mine":
        several = (
            passage.words.forms[person.last].endswith("s") and person.relation == "child" and passage.words.forms[person.last] != "fils"
        )
        weight = _MINE_WEIGHT.get("children" if several else person.relation, 7.0)
        weight -= 6.0 * (_is_helper(passage, person) and not _alone_is_aged(person, people))
    elif person.owner == "theirs" or caller and person.relation in _CALLED_FOR[caller]:
        called_for = (
            caller and person.relation in _CALLED_FOR[caller] and not (_is_beside_an_aged_parent(person, people) and not for_a_child)
        )
        weight = 9.0 if called_for else 1.5
    if person.owner == "theirs" and person.relation == "spouse" and _alone_is_aged(person, people):
        weight += 7.0  # "appel d'une dame : son mari, 80 ans, a la bouche de travers"
    if person.relation == "ex":
        weight = -4.0
    if _is_done_harm(passage, person):
        weight += 8.0
    if person.relation in ("kid", "child") and _is_told_of_a_mother(passage, person, people):
        weight -= 6.0
    if person.owner != "mine" and _is_the_ill_one(passage, people, person):
        weight += 8.0  # "la mère, 71 ans, et son fils polyhandicapé de 40 ans"
    if person.relation == "patient" and _is_held(passage, person):
        weight -= 6.0
    if person.relation == "moi" and person.age is None and _only_writes(passage):
        weight -= 3.0
    weight += 8.0 * _is_the_subject(passage, people, person)
    if person.relation == "parent" and person.owner == "" and person.age is not None and person.first == first_kin:
        weight += 2.5
    if person.owner == "mine" and person.age is None and writer_aged and not _is_spoken_for(passage, person):
        weight -= 4.0
    if person.age is not None:
        weight += 1.5 + 2.0 * (person.owner == "" and person.relation in _ELDERS | {"near"})
    beside_me = passage.words.forms[max(0, person.first - 3) : person.first] in (
        ("moi", "et", "ma"),
        ("moi", "et", "mon"),
        ("moi", "et", "la"),
    )
    if beside_me and person.relation in ("kid", "child") and not for_a_child and writer_aged:
        weight -= 8.0  # "j'ai peur pour moi et la petite"
    accompanies = person.owner == "mine" and passage.words.forms[max(0, person.first - 2)] in ("avec", "ac", "avc")
    if accompanies and person.relation in ("kid", "child") and not for_a_child:
        weight -= 5.0
    if for_a_child and person.relation in ("kid", "child") and person.age is not None and person.age.years < 21:
        weight += 4.0
    if person.age is None and person.relation != "moi" and _comes_after_an_aged_one(person, people):
        weight -= 5.0 if person.relation == "patient" else 2.0
    if person.relation == "moi" and person.age is not None and _YOUNGEST_WRITER <= person.age.years < _MAJORITY:
        weight += 6.0  # a child who writes is the one to help, whomever they write about
    weight += 2.5 * (person.relation != "moi" and _is_spoken_for(passage, person))
    if any(_names_the_author(passage, cue, person) for cue in passage.cues("auteur")) and person.relation != "moi":
        weight -= 6.0 if person.age is None else 2.0  # "appel de Mme D., 82 ans"
    if (
        person.relation == "kid"
        and person.age is None
        and any(one.age is not None and one.relation not in ("moi", "kid") for one in people)
    ):
        weight -= 2.5
    if any(one is not person and one.relation not in ("moi", "group", "ex", "caller", "someone") and not one.dead for one in people):
        weight -= 6.0 * (_is_well(passage, person) and not _alone_is_aged(person, people))
    return weight + max(0.0, 1.0 - person.first / 60)


def _is_done_harm(passage: Passage, person: Person) -> bool:
    """ "le voisin frappe son père de 90 ans": the one it is done to."""
    before = passage.words.forms[max(0, person.first - 3) : person.first]
    return person.owner == "theirs" and not _HARMS.isdisjoint(before[:-1]) and person.age is not None


def _is_told_of_a_mother(passage: Passage, person: Person, people: list[Person]) -> bool:
    """ "mère d'un nourrisson de 4 mois": the child only tells who she is."""
    before = passage.words.forms[max(0, person.first - 3) : person.first]
    aged = any(one.age is not None and one.first < person.first for one in people)
    return aged and before in (("mere", "d", "un"), ("mere", "d", "une"), ("maman", "d", "un"), ("maman", "d", "une"))


def _is_the_ill_one(passage: Passage, people: list[Person], person: Person) -> bool:
    """Whether a grown child or a spouse whose age is told is the only one told disabled or demented."""
    if person.relation not in ("child", "spouse") or person.age is None or person.age.years < _MAJORITY:
        return False
    if not {"avec", "ac", "avc", "par", "chez"}.isdisjoint(passage.words.forms[max(0, person.first - 2) : person.first]):
        return False  # "vit avec son fils schizophrène", "frappée par son fils"
    return _is_told_ill(passage, person) and not any(one is not person and _is_told_ill(passage, one) for one in people)


def _is_told_ill(passage: Passage, person: Person) -> bool:
    last = max(person.last, person.age.last if person.age else 0)
    told = passage.words.forms[person.last + 1 : last + 4]
    return any(form.startswith(_ILL) for form in told)


def _is_beside_an_aged_parent(person: Person, people: list[Person]) -> bool:
    """ "Jeune mère, 24 ans, venue pour son fils": a child whose age is not told, beside the mother whose age is."""
    first = min(people, key=lambda one: one.first)
    return (
        person.relation in ("child", "kid")
        and person.age is None
        and first.relation == "parent"
        and first.owner == ""
        and first.age is not None
    )


def _alone_is_aged(person: Person, people: list[Person]) -> bool:
    """Whether this is the only one whose age is told."""
    return person.age is not None and all(one is person or one.age is None for one in people)


def _comes_after_an_aged_one(person: Person, people: list[Person]) -> bool:
    """Whether the writer, or kin of theirs, was given an age before this one came up without any."""
    return any(
        one.age is not None and one.first < person.first and (one.owner == "mine" or one.relation == "moi") and not one.dead
        for one in people
    )


def _names_the_author(passage: Passage, cue: Found, person: Person) -> bool:
    """ "je suis la fille de"; "je suis une dame de 84 ans" is said by who follows her."""
    forms = passage.words.forms
    followed = forms[cue.last] == "suis" and forms[cue.last + 1 : person.first] in (("un",), ("une",)) and forms[person.last] in _FOLLOWED
    return 0 < person.first - cue.last <= 2 and not followed


def _is_held(passage: Passage, person: Person) -> bool:
    """ "par un homme de trente ans", "vit avec un homme": somebody beside the one helped."""
    before = passage.words.forms[max(0, person.first - 2) : person.first]
    who = passage.words.forms[person.last]
    return before[-1:] in (("un",), ("une",)) and before[0] in _HELD and who in ("homme", "mec", "gars", "femme")


def _is_the_subject(passage: Passage, people: Sequence[Person], person: Person) -> bool:
    """ "le vrai sujet est sa femme", "c'est pour lui que j'écris", "la demande concerne son mari"."""
    words = passage.words
    for at, form in enumerate(words.forms):
        following = words.forms[at + 1 : at + 4]
        told = form in ("sujet", "demande", "question", "urgence") and following[:1] in (("est",), ("c",), ("concerne",))
        if told and person.owner and 0 < person.first - at <= 5 and words.sentences[at] == words.sentences[person.first]:
            return True
        if form == "pour" and following[1:2] == ("que",) and words.forms[max(0, at - 2) : at] == ("c", "est"):
            sex = {"lui": "M", "elle": "F"}.get(following[0])
            before = [one for one in people if one.last < at and one.sex == sex and one.relation not in ("moi", "group")]
            if before and max(before, key=lambda one: one.first) is person:
                return True
    return False


def _is_spoken_for(passage: Passage, person: Person) -> bool:
    """ "pour ma mère", "je m'occupe de mon mari"."""
    return any(cue.first <= person.first <= cue.last + 3 for cue in passage.cues("pour-qui"))


def _is_helper(passage: Passage, person: Person) -> bool:
    """ "ma sœur m'aide", "mes enfants sont près de moi": kin who help rather than are helped."""
    _, last = passage.in_segment(person.first)
    just = {cue.first for cue in passage.cues("maintenant")}  # "ma fille vient de m'écrire"
    return any(person.last < cue.first <= min(last, person.last + 4) and cue.first not in just for cue in passage.cues("aide-deja"))


def _is_well(passage: Passage, person: Person) -> bool:
    """ "Lui va bien", "elle, 83 ans, en bonne santé": of two people, the one who needs nothing."""
    words = passage.words
    pronouns = {"F": ("elle", "madame", "mme"), "M": ("lui", "il", "monsieur", "mr")}.get(person.sex or "", ())
    for cue in passage.cues("va-bien"):
        first, _ = passage.in_sentence(cue.first)
        before = range(cue.first - 1, max(first, cue.first - 5) - 1, -1)
        subject = next((index for index in before if words.forms[index] in ("elle", "lui", "il") or index == person.last), None)
        if subject is not None and (subject == person.last or words.forms[subject] in pronouns and words.forms[subject] != "il"):
            return person.relation not in ("patient", "moi") or person.owner != ""
    return False


def _are_several(passage: Passage, people: list[Person], patient: Person | None, for_a_child: bool) -> bool:
    """A couple or a family helped alike, nobody in particular."""
    if _are_a_pair(passage, people):
        return True
    groups = [person for person in people if person.relation == "group" and person.owner != "theirs"]
    if not groups or patient is None:
        return False
    if patient.relation == "group":
        return True
    if (
        patient.relation == "someone"
        and patient.age is not None
        and patient.age.years < _MAJORITY
        and _is_of_a_family(passage, groups, patient)
    ):
        return not for_a_child
    if patient.relation == "kid" and groups[0].first < patient.first:
        return not for_a_child
    return False


def _are_a_pair(passage: Passage, people: list[Person]) -> bool:
    """ "ma belle-mère (87) et mon beau-père (88)"."""
    forms = passage.words.forms
    elders = sorted(
        (one for one in people if one.owner == "mine" and one.relation in ("parent", "grand-parent")), key=lambda one: one.first
    )
    for one, other in pairwise(elders):
        between = [form for form in forms[one.last + 1 : other.first] if not form.isdigit() and form not in ("ans", "a", "de")]
        if one.sex != other.sex and between in (["et", "mon"], ["et", "ma"]) and (one.age is None) == (other.age is None):
            return True
    return False


def _is_of_a_family(passage: Passage, groups: list[Person], patient: Person) -> bool:
    """ "Famille (2 parents, 3 enfants)… le dernier a 5 mois"."""
    forms = passage.words.forms
    return any(
        forms[group.first] in ("famille", "couple", "parents")
        and group.first < min(patient.first, _OPENING)
        and forms[group.last + 1 : group.last + 3] not in (("de", "nom"), ("d", "nom"))  # "parents de [nom], 12 ans": of the child
        for group in groups
    )


def _age_of(passage: Passage, patient: Person | None, people: list[Person], loose: list[AgeMention]) -> float | None:
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
        same = [person for person in people if person.relation in ("patient", "kid", "someone") and person.age is not None]
        fitting = [person.age.years for person in same if person.age is not None and person.age.years >= youngest]
        if fitting or same and same[0].age is not None:
            return fitting[0] if fitting else same[0].age.years  # type: ignore[union-attr]
        told = {person.age.years for person in people if person.age is not None and not person.dead} | {age.years for age in loose}
        told = {years for years in told if years >= youngest}
        if patient.relation == "patient" and len(told) == 1:
            return told.pop()  # one age told, one person helped
    if len({age.years for age in loose}) == 1 and patient.owner == "mine" and loose[0].years >= _GROWN.get(patient.relation, _MAJORITY):
        return loose[0].years
    named = {age.years for age in loose if age.sure and passage.words.forms[max(0, age.first - 2) : age.first] == ("nom", "a")}
    if patient.relation == "child" and patient.owner == "mine" and len(named) == 1:
        return named.pop()
    if not loose or patient.relation not in ("patient", "kid", "moi", *_ELDERS):
        return None
    return loose[0].years if patient.relation not in _ELDERS or loose[0].years >= _ELDER_FROM else None
