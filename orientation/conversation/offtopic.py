"""Tells texts that ask for nothing here: weather and football, insults, orders to the machine, greetings, "tout est en place".

Silence has two sorts: of a text that is about nobody, nothing is kept; of a file that is closed, who and where are still read.
"""

from collections.abc import Sequence

from orientation.conversation.facts import ReadFact
from orientation.conversation.needs import ReadNeed
from orientation.conversation.people import People
from orientation.conversation.phrases import Found
from orientation.conversation.places import ReadPlace
from orientation.conversation.scope import Passage

_ASKING = (
    "svp",
    "stp",
    "s'il",
    "veux",
    "veut",
    "voul",
    "cherch",
    "recherch",
    "souhait",
    "voudr",
    "aimer",
    "faudr",
    "il faut",
    "besoin",
    "pouvez",
    "sollicit",
    "il lui",
    "il leur",
    "il me",
    "il nous",
    "a prevoir",
    "a organiser",
    "a trouver",
    "a lancer",
    "a mettre",
    "a solliciter",
    "qui peut",
    "qui pourrait",
)

_TURNS = frozenset({"mais", "sauf", "cependant", "toutefois", "revanche", "prefere", "preferent", "prefererait", "sinon"})
_CIVIL = frozenset({"svp", "stp", "s'il vous plait", "s'il te plait"})
_ANSWER_WORDS = 12  # a longer text that tells of nobody, no fact and no need only names a place in passing
_LEARNING = frozenset({"etudiant", "etudiante", "stagiaire", "eleve", "interne", "apprenti", "apprentie"})


def asks_nothing(
    passage: Passage, needs: Sequence[ReadNeed], facts: Sequence[ReadFact], people: People, emergencies: Sequence[str], place: ReadPlace
) -> bool:
    """Whether nothing in the text is a request for orientation; a place or an age alone may answer a question."""
    if not len(passage.words):
        return True
    found = {one.entry.id for one in passage.of("offtopic")}
    if "erreur" in found and _is_about_nobody(people) and not _asked_outright(passage):
        return True
    if emergencies:
        return False
    if "injection-nette" in found and people.age_years is None:
        return True
    if found & {"ailleurs", "hostile", "injection"}:
        ordered = "injection" in found and place.commune is None  # orders to the machine may hold any word
        return people.age_years is None and (ordered or all(fact.id == "vit-seul" or _is_inside(passage, fact) for fact in facts))
    institutional = "institution" in found or ("institution-peut-etre" in found and not needs)
    if institutional and people.age_years is None and not _is_for_someone(passage, people):
        return True
    if "voeux" in found and people.age_years is None and not _demands(passage) and not _is_for_someone(passage, people):
        return True
    if _is_only_polite(passage) or closes(passage, needs):
        return True
    someone = any(person.relation not in ("moi", "group", "caller") for person in (people.patient, *people.others) if person)
    somewhere = (place.commune is not None or bool(place.candidates)) and len(passage.words) <= _ANSWER_WORDS
    return not (needs or facts or someone or somewhere or people.age_years is not None)


def _is_about_nobody(people: People) -> bool:
    """Whether no age is told and nobody but the writer is spoken of as helped."""
    patient = people.patient
    return people.age_years is None and (patient is None or patient.relation in ("moi", "group", "caller") or patient.owner != "mine")


def closes(passage: Passage, needs: Sequence[ReadNeed]) -> bool:
    """Whether the text says that nothing is wanted, and asks for nothing besides."""
    said = [one.entry.id for one in passage.of("offtopic") if one.entry.id.startswith("rien")]
    plainly = "rien" in said or len(said) > 1 or bool(said) and not needs
    return plainly and not _demands(passage) and not _turns_to(passage, needs)


def _turns_to(passage: Passage, needs: Sequence[ReadNeed]) -> bool:
    """Whether a need comes after "mais", "sauf", "elle préfère": nothing is wanted but that."""
    forms = passage.words.forms
    first = min((one.first for one in passage.of("offtopic") if one.entry.id.startswith("rien")), default=0)
    turn = next((at for at in range(first, len(forms)) if forms[at] in _TURNS or forms[at : at + 2] == ("par", "contre")), None)
    return turn is not None and any(need.evidence and need.evidence[0] >= passage.words.starts[turn] for need in needs)


def _is_inside(passage: Passage, fact: ReadFact) -> bool:
    """Whether a fact is read in the very words that are off topic: "j'ai cassé mon téléphone"."""
    spans = (passage.words.span(one.first, one.last) for one in passage.of("offtopic"))
    return fact.evidence is not None and any(start <= fact.evidence[0] and fact.evidence[1] <= end for start, end in spans)


def _is_for_someone(passage: Passage, people: People) -> bool:
    """Whether somebody is to be helped, besides who writes for a thesis or a course and those it is for ("inscrire quatre collègues")."""
    spoken = [one for one in passage.of("offtopic") if one.entry.id.startswith("institution")]
    named = (
        person for person in (people.patient, *people.others) if person and not any(one.first <= person.first <= one.last for one in spoken)
    )
    return any(person.relation not in ("moi", "group", "caller") and passage.words.forms[person.last] not in _LEARNING for person in named)


def _is_only_polite(passage: Passage) -> bool:
    """Whether every word is of politeness, an initial or a masked name."""
    polite = {index for one in passage.of("offtopic") if one.entry.id == "politesse" for index in range(one.first, one.last + 1)}
    return all(index in polite or form == "nom" or len(form) == 1 for index, form in enumerate(passage.words.forms))


def _demands(passage: Passage) -> bool:
    """Whether something is asked for outright, besides the words that say nothing is."""
    return bool(passage.words.questions) or _asked_outright(passage)


def _asked_outright(passage: Passage) -> bool:
    """Whether a word of asking stands outside what says that nothing is."""
    said = [one for one in passage.of("offtopic") if one.entry.id.startswith(("rien", "erreur"))]
    asked = [cue for cue in passage.cues("demande") if _asks(cue.entry.phrase)]
    return any(
        not (any(one.contains(cue) for one in said) or _is_denied(passage, cue) or _is_only_civil(passage, cue, said)) for cue in asked
    )


def _asks(phrase: str) -> bool:
    """Whether a cue of asking is one outright: "je cherche", "besoin de"."""
    return phrase.startswith(_ASKING) or any(word.startswith(_ASKING) for word in phrase.split())


def _is_only_civil(passage: Passage, cue: Found, said: Sequence[Found]) -> bool:
    """ "annulez le transport svp": the politeness of the very sentence that says nothing is wanted."""
    segments = passage.words.segments
    return cue.entry.phrase in _CIVIL and any(segments[one.last] == segments[cue.first] for one in said)


def _is_denied(passage: Passage, cue: Found) -> bool:
    """ "rien à prévoir", "pas besoin"."""
    return passage.words.forms[max(0, cue.first - 1) : cue.first] in (("rien",), ("pas",), ("plus",), ("aucun",), ("aucune",), ("sans",))
