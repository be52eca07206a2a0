"""Someone a text speaks of, and which of its words are one: what greets, takes up or tells what somebody is names nobody."""

from dataclasses import dataclass
from itertools import pairwise

from orientation.conversation.ages.bare_numbers import YOUNGEST_MARKED
from orientation.conversation.ages.mention import MAJORITY, AgeMention
from orientation.conversation.people.deaths import is_told_dead
from orientation.conversation.phrases import Found
from orientation.conversation.scope import Passage
from orientation.conversation.words import Words, word_set
from orientation.resource import Sex

MINE = word_set("mon ma mes notre nos")
THEIRS = word_set("son sa ses leur leurs")
ELDERS = frozenset({"parent", "grand-parent", "oncle-tante"})
OPENING = 8
_AGED_WITHIN = 6
CIVIL_TITLES = word_set("mme madame m mr monsieur")
_TITLES = CIVIL_TITLES | {"mlle", "melle", "mademoiselle"}
_GREETING = CIVIL_TITLES | word_set("mesdames messieurs bonjour bonsoir docteur le la directeur directrice nom chere cher")
QUALIFYING = word_set("demi belle beau petite petit grand grande gd jeune vieille vieux pauvre chere cher")
_ARTICLED = word_set("une un cette ce chaque autre jeune future futur c")
_ADDRESSED = frozenset(
    {
        "je", "j", "nous", "mon", "ma", "notre", "pouvez", "pourriez", "merci", "veuillez", "suite", "c", "voici", "serait", "auriez",
        "avez", "existe", "est", "on", "y", "suis", "permettez",
    }
)  # fmt: skip
_NOBODY_AFTER = frozenset({"plus", "ni", "a", "ya", "y", "connait", "connais", "voit", "vois", "avec", "avait", "pas", "n"})
_NOBODY_BEFORE = frozenset(
    {
        "a", "ne", "n", "pour", "pr", "qui", "se", "sait", "peut", "chez", "nous", "leur", "lui", "parle", "repond", "ds", "dans",
        "autour", "sur", "au", "ni", "vient", "passe", "veut", "m", "me", "d", "on",
    }
)  # fmt: skip
_ADJECTIVES = frozenset({"petit", "petite", "petits", "petites"})
_SMALL_THINGS = frozenset(
    """
    association commune ville village bourg maison appartement appart logement studio retraite structure service chose peu souci probleme
    question chien chat travail boulot budget pension coup mot message chute accident plaie boule toilette dejeuner hameau resto chambre
    equipe aide somme dette avc groupe menage courses frere freres soeur soeurs cousin cousine fils fille filles bout poids pas boutique
    """.split()
)
_SERVICES = word_set("etp cmp cmpea psy psychologue psychiatre pedopsy psychiatrie centre unite hopital maison brigade juge pole service")
_STATES = word_set("veuf veuve divorce divorcee celibataire retraite retraitee separe separee salarie salariee")
_ALONE = word_set("gars mrs mons pers")  # one, for all their "s", unless counted


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


def people_told(passage: Passage, in_first_person: bool) -> list[Person]:
    """Those whom words name, in text order; without the writer, who only says "je"."""
    people = [person for found in _distinct(passage) if (person := _described(passage, found, in_first_person)) is not None]
    return _without_titles(passage, people)


def _distinct(passage: Passage) -> list[Found]:
    """People found, one a place: the longest phrase, a child before kin of the same word."""
    order = {"capital": 1, "kid": 0}
    kept: list[Found] = []
    for found in sorted(passage.of("person"), key=lambda found: (-found.length, order.get(found.entry.id, 2), found.first)):
        if not any(one.first <= found.last and found.first <= one.last for one in kept):
            kept.append(found)
    return sorted(kept, key=lambda found: found.first)


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
    named |= {other.first for one, other in pairwise(people) if _tells_what_one_is(passage, one, other)}
    return [person for person in people if person.first not in named]


def _tells_what_one_is(passage: Passage, one: Person, other: Person) -> bool:
    """ "Voisine de 63 ans, divorcée": a state told right after somebody is no other person."""
    words = passage.words
    state = words.forms[other.last] in _STATES and words.at(other.first - 1) not in _ARTICLED | {"la", "le", "l"}
    near = other.first - one.last <= 5 and words.sentences[one.last] == words.sentences[other.first]
    return state and near and one.relation not in ("group", "child", "kid") and one.sex in (other.sex, None) and not one.dead


def _described(passage: Passage, found: Found, in_first_person: bool) -> Person | None:
    if not _is_somebody(passage, found):
        return None
    forms = passage.words.forms
    position = found.first - 1
    while position >= 0 and forms[position] in QUALIFYING:
        position -= 1
    before, last, relation = passage.words.at(position), forms[found.last], _relation_of(found)
    owner = "mine" if before in MINE else "theirs" if before in THEIRS else ""
    sex: Sex | None = "F" if found.entry.value.endswith("/F") else "M" if found.entry.value.endswith("/M") else None
    if relation == "capital":
        relation = "patient"
    if relation == "pet-name":
        others = before in _ARTICLED or before in ("la", "le") and any(other.last < found.first for other in passage.of("person"))
        others = others or _comes_after_a_child(passage, found.first)
        owner = owner or ("mine" if in_first_person and not others else "")
        relation = "parent"
    if relation == "grand-parent" and not owner and in_first_person:
        owner = "mine"
    last_at = found.last
    if last == "de" and passage.words.at(found.last + 1) == "nom":
        relation, last_at, last = "child", found.last - 1, forms[found.last - 1]  # "la petite-fille de [nom]"
    if (
        last in _ADJECTIVES
        and last == forms[found.first]
        and last[-1] != "s"
        and last_at == found.last
        and _is_aged_at_once(passage, last_at)
    ):
        relation = "kid"
    if relation == "kid" and "s" in (forms[found.first][-1], last[-1]) and last != "gars":
        relation = "child"
    one = last in _ALONE and not (before.isdigit() and before != "1") or last in ("sdf", "ssr")
    if relation == "patient" and last[-1] == "s" and not one:
        relation = "group"  # "2 adultes", "retraités à Pontarlier"
    if relation == "patient" and (owner == "theirs" and last in ("femme", "dame") or owner == "mine" and last in ("femme", "homme")):
        relation = "spouse"
    dead = is_told_dead(passage, found.first, last_at, sex, owner == "mine" and relation in ELDERS)
    return Person(found.first, last_at, relation, sex, owner, dead)


def _comes_after_a_child(passage: Passage, at: int) -> bool:
    """ "un garçon de 6 ans arrive, papa l'a frappé": the child's own; "mon fils… maman" are the writer's."""
    words = passage.words
    return any(
        _relation_of(other) == "kid"
        and words.at(other.first - 1) not in MINE
        and any(form.isdigit() for form in words.forms[other.last + 1 : min(at, other.last + _AGED_WITHIN)])
        for other in passage.of("person")
    )


def _is_aged_at_once(passage: Passage, last: int) -> bool:
    """ "petite de 20 mois"."""
    return passage.words.at(last + 1) == "de" and passage.words.at(last + 2).isdigit()


def _is_somebody(passage: Passage, found: Found) -> bool:
    """Whether a word for a person is one here: neither a unit, an elided word, a pronoun nor a greeting."""
    words, relation = passage.words, _relation_of(found)
    first, following = words.forms[found.first], words.at(found.last + 1)
    if found.length == 1 and first == "m" and words.at(found.first - 1).isdigit():
        return False  # "38 m²"
    elided = following and words.cuts[found.last + 1][:1] in ("'", "’", "-", "")  # "M-CHAT"
    if found.length == 1 and len(first) == 1 and elided and not following.isdigit():
        return False
    if first == "couple" and words.at(found.first - 1) == "en":
        return False  # "vit en couple"
    if relation in ("child", "kid") and first in ("enfants", "ados") and _are_a_service_s(words, found.first):
        return False
    if relation == "patient":
        return not _is_no_one(passage, found) and not _is_greeting(passage, found)
    if relation == "capital":
        return _is_sex_mark(passage, found)
    return relation not in ("child", "kid") or not _is_small_thing(passage, found)


def _are_a_service_s(words: Words, at: int) -> bool:
    """ "CMP enfants", "maison des ados": whom a service is for."""
    return words.at(at - 1) in _SERVICES or words.at(at - 1) == "des" and words.at(at - 2) in _SERVICES


def _is_small_thing(passage: Passage, found: Found) -> bool:
    """ "une petite association": the word is no child."""
    words = passage.words
    thing = words.at(found.last + 1) in _SMALL_THINGS and not words.cuts[found.last + 1].strip()
    return words.forms[found.last] in _ADJECTIVES and thing


def _is_no_one(passage: Passage, found: Found) -> bool:
    """Whether a word for a person tells what somebody is ("il est marin"), takes somebody up ("cette dame") or is of people at large."""
    words = passage.words
    last, before = words.forms[found.last], words.at(found.first - 1)
    many = last[-1] in "sx" and last not in _ALONE and before != "mme"
    if many and before in ("des", "les", "ces", "aux", "nos", "vos", "autres", "d", "de"):
        return True
    if before in ("cette", "cet", "ces", "ancien", "ancienne"):
        return any(other.last < found.first and _relation_of(other) != "capital" for other in passage.of("person"))
    if _is_nobody(passage, found):
        return True
    if before in THEIRS | MINE:
        return False  # "le vrai sujet est sa femme"
    predicate = any(form in ("est", "suis", "etait", "etais", "sont") for form in words.forms[max(0, found.first - 2) : found.first])
    return predicate and before != "c" and words.at(found.last + 1) not in ("de", "d")


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


def _relation_of(found: Found) -> str:
    return found.entry.id.partition("/")[0]


def _is_greeting(passage: Passage, found: Found) -> bool:
    """ "Madame, Monsieur," alone on its line."""
    forms, after = passage.words.forms, found.last + 1
    addressed = all(form in _GREETING for form in forms[:after]) and "," in passage.words.cuts[after]
    if addressed and passage.words.at(after) in _ADDRESSED:
        return True  # "Madame, j'ai 52 ans"
    first, last = passage.in_sentence(found.first)
    return found.first < OPENING and all(form in _GREETING for form in passage.words.forms[first : last + 1])


def _is_sex_mark(passage: Passage, found: Found) -> bool:
    """ "F 84a", "H57", "82a M": a letter for a person only beside a number."""
    words = passage.words
    written, before, after = words.text[words.starts[found.first]], words.at(found.first - 1), words.at(found.last + 1)
    aged = words.at(found.last + 2) in ("ans", "a", "an")
    if written == "h" and before.isdigit() and not aged:
        return False  # "16 h 30"
    if words.forms[found.first] in ("g", "e"):
        marked = written == "G" and words.cuts[found.last + 1] == "" and after.isdigit() and int(after[:4]) >= YOUNGEST_MARKED
        return written in "GE" and (aged or marked) and after.isdigit() and int(after[:4]) < MAJORITY
    if not written.isupper() and not words.whispers and (not aged or before.isdigit()):
        return False
    if after.isdigit() and len(after) <= 3 and 0 < int(after) < 118 and words.cuts[found.last + 1].strip() in ("", ",", "."):
        return True
    return words.at(found.first - 2).isdigit() and before in ("a", "ans", "an")
