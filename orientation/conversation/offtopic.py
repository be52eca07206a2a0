"""Tells texts that ask for nothing here: weather and football, insults, orders to the machine, greetings, "tout est en place".

Silence has two sorts: of a text that is about nobody, nothing is kept; of a file that is closed, who and where are still read.
"""

from collections.abc import Sequence

from orientation.conversation.facts import ReadFact
from orientation.conversation.needs import ReadNeed
from orientation.conversation.people import People
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
)

_ANSWER_WORDS = 12  # a longer text that tells of nobody, no fact and no need only names a place in passing
_LEARNING = frozenset({"etudiant", "etudiante", "stagiaire", "eleve", "interne", "apprenti", "apprentie"})


def asks_nothing(
    passage: Passage, needs: Sequence[ReadNeed], facts: Sequence[ReadFact], people: People, emergencies: Sequence[str], place: ReadPlace
) -> bool:
    """Whether nothing in the text is a request for orientation; a place or an age alone may answer a question."""
    if not len(passage.words):
        return True
    if emergencies:
        return False
    found = {one.entry.id for one in passage.of("offtopic")}
    if found & {"ailleurs", "hostile", "injection"}:
        ordered = "injection" in found and place.commune is None  # orders to the machine may hold any word
        return people.age_years is None and (ordered or all(fact.id == "vit-seul" or _is_inside(passage, fact) for fact in facts))
    institutional = "institution" in found or ("institution-peut-etre" in found and not needs)
    if institutional and people.age_years is None and not _is_for_someone(passage, people):
        return True
    if _is_only_polite(passage) or closes(passage, needs):
        return True
    someone = any(person.relation not in ("moi", "group", "caller") for person in (people.patient, *people.others) if person)
    somewhere = (place.commune is not None or bool(place.candidates)) and len(passage.words) <= _ANSWER_WORDS
    return not (needs or facts or someone or somewhere or people.age_years is not None)


def closes(passage: Passage, needs: Sequence[ReadNeed]) -> bool:
    """Whether the text says that nothing is wanted, and asks for nothing besides."""
    said = {one.entry.id for one in passage.of("offtopic")}
    return ("rien" in said or ("rien-peut-etre" in said and not needs)) and not _demands(passage)


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
    said = [one for one in passage.of("offtopic") if one.entry.id.startswith("rien")]
    asked = [cue for cue in passage.cues("demande") if cue.entry.phrase.startswith(_ASKING)]
    return bool(passage.words.questions) or any(not any(one.contains(cue) for one in said) for cue in asked)
