"""Tells texts that ask for nothing here: weather and football, insults, orders to the machine, greetings, "tout est en place".

Silence has two sorts: of a text that is about nobody, nothing is kept; of a file that is closed, who and where are still read.
"""

from collections.abc import Sequence

from orientation.conversation.facts.reading import ReadFact
from orientation.conversation.gist import Impression
from orientation.conversation.needs.reading import ReadNeed
from orientation.conversation.numerals import NUMBER_WORDS
from orientation.conversation.people.reading import People, Person
from orientation.conversation.places import ReadPlace
from orientation.conversation.scope import Passage
from orientation.conversation.silence.asking import asked_outright, demands
from orientation.conversation.silence.closing import OUTLIVING_FROM, closes, word_of

# How sure a need must be: for a message about nobody, for one about somebody told without an age or a fact, and to be asked for in a
# message that also talks of something else.
_ABOUT_NOBODY, _ABOUT_SOMEBODY, _BESIDE_OTHER_THINGS = 0.65, 0.4, 0.8
_ANSWER_WORDS = 12  # a longer text that tells of nobody, no fact and no need only names a place in passing
_NOTHING_FROM = 0.5  # by how much a message is to look like those that ask for nothing rather than not
_SHORTEST_MESSAGE = 9  # of fewer words, a need hardly sure is more likely a request in two words than a word used otherwise
_LEARNING = frozenset(
    """
    etudiant etudiante stagiaire eleve interne apprenti apprentie etudiants etudiantes stagiaires eleves internes apprentis
    """.split()
)
_AUDIENCE_FROM = 6
_OF_SERVICES = frozenset({"prevention-suicide", "communaute-professionnelle"})  # services ask for these themselves
_THANKED_WITHIN = 3  # words after "merci à" where what is thanked for begins
_SILENCING = ("ailleurs", "hostile", "injection")


def asks_nothing(
    passage: Passage,
    needs: Sequence[ReadNeed],
    facts: Sequence[ReadFact],
    people: People,
    emergencies: Sequence[str],
    place: ReadPlace,
    impression: Impression,
) -> bool:
    """Whether nothing in the text is a request for orientation; a place or an age alone may answer a question."""
    if not len(passage.words):
        return True
    found = {one.entry.id for one in passage.of("offtopic")}
    if "erreur" in found and _is_sent_by_mistake(passage, needs, people):
        return True
    if "injection-nette" in found and (people.age_years is None or not needs) and not (emergencies and _is_someone_told(people)):
        return True
    if emergencies:
        return False
    if _is_elsewhere(passage, found, needs, facts, people, place) or _is_of_an_institution(passage, found, needs, people):
        return True
    if _is_announced(passage, found, needs, facts, people) or _is_only_thanked(passage, needs, facts):
        return True
    if "voeux" in found and people.age_years is None and not demands(passage) and not _is_for_someone(passage, people):
        return True
    if _is_like_nothing_asked(passage, impression):
        return True
    if _is_only_polite(passage) or closes(passage, needs) or _is_hardly_a_request(passage, needs, facts, people):
        return True
    somewhere = (place.commune is not None or bool(place.candidates)) and len(passage.words) <= _ANSWER_WORDS
    return not (needs or facts or _is_someone_told(people) or somewhere or people.age_years is not None)


def _is_elsewhere(
    passage: Passage, found: set[str], needs: Sequence[ReadNeed], facts: Sequence[ReadFact], people: People, place: ReadPlace
) -> bool:
    """Whether it is about the weather, a sale, an insult: nothing is likely asked besides, and nothing told outside those words."""
    kinds = found & set(_SILENCING)
    if not kinds or people.age_years is not None and needs:
        return False
    if len(kinds) > 1 and people.age_years is None:
        return True  # the neighbours' noise, then insults
    if "injection" in kinds and place.commune is None:
        return people.age_years is None  # orders to the machine may hold any word
    if kinds == {"ailleurs"} and any(need.confidence >= _BESIDE_OTHER_THINGS and _is_outside(passage, need) for need in needs):
        return False
    return all(fact.id == "vit-seul" or _is_inside(passage, fact) for fact in facts)


def _is_of_an_institution(passage: Passage, found: set[str], needs: Sequence[ReadNeed], people: People) -> bool:
    """Whether a service, a student or a group asks for itself; what services ask for themselves here is heard."""
    if people.age_years is not None or not ("institution" in found or "institution-peut-etre" in found and not needs):
        return False
    if any(need.id in _OF_SERVICES for need in needs) and asked_outright(passage):
        return False
    return not _is_for_someone(passage, people)


def _is_announced(passage: Passage, found: set[str], needs: Sequence[ReadNeed], facts: Sequence[ReadFact], people: People) -> bool:
    """Whether a meeting, a gift, a sale or a vacancy is told of, whoever it names, and nothing is asked for besides."""
    if "annonce" not in found or people.age_years is not None or asked_outright(passage):
        return False
    words = passage.words
    told = [one for one in passage.of("offtopic") if one.entry.id == "annonce"]
    segments, sentences = {words.segments[one.last] for one in told}, {words.sentences[one.last] for one in told}

    def outlives(need: ReadNeed) -> bool:
        """A need told after the announcement in its sentence ("bilan en PJ, SESSAD pour Lucas"), or elsewhere with a situation."""
        at = word_of(passage, need)
        if need.confidence < OUTLIVING_FROM or words.segments[at] in segments:
            return False
        return at > max(one.last for one in told) if words.sentences[at] in sentences else bool(facts)

    return not any(outlives(need) for need in needs if need.evidence)


def _is_like_nothing_asked(passage: Passage, impression: Impression) -> bool:
    """Whether a message that asks in no plain words is like those that ask for nothing: "pour information, les chiffres du trimestre"."""
    return impression.nothing > _NOTHING_FROM and len(passage.words) >= _SHORTEST_MESSAGE and not demands(passage)


def _is_only_thanked(passage: Passage, needs: Sequence[ReadNeed], facts: Sequence[ReadFact]) -> bool:
    """Whether every need is what is thanked for: "merci au dentiste", "un grand merci à l'équipe de soins palliatifs"."""
    thanked = {
        word for one in passage.of("offtopic") if one.entry.id == "remerciement" for word in range(one.first, one.last + _THANKED_WITHIN)
    }
    told = [word_of(passage, need) for need in needs] + [word_of(passage, fact) for fact in facts]
    return bool(needs) and all(at in thanked for at in told) and not demands(passage)


def _is_hardly_a_request(passage: Passage, needs: Sequence[ReadNeed], facts: Sequence[ReadFact], people: People) -> bool:
    """Whether all there is of a request is a word more likely used otherwise, in a message that tells of no one's situation."""
    if facts or people.age_years is not None or not needs or len(passage.words) < _SHORTEST_MESSAGE:
        return False
    return max(need.confidence for need in needs) < (_ABOUT_SOMEBODY if _is_someone_told(people) else _ABOUT_NOBODY)


def _is_someone_told(people: People) -> bool:
    return any(person.relation not in ("moi", "group", "caller") for person in (people.patient, *people.others) if person)


def _is_sent_by_mistake(passage: Passage, needs: Sequence[ReadNeed], people: People) -> bool:
    """Whether a wrong number or a message to be ignored is all there is, even when kin sent it."""
    likely = any(need.confidence >= OUTLIVING_FROM for need in needs)
    return (_is_about_nobody(people) or people.age_years is None and not likely) and not asked_outright(passage)


def _is_about_nobody(people: People) -> bool:
    """Whether no age is told and nobody but the writer is spoken of as helped."""
    patient = people.patient
    return people.age_years is None and (patient is None or patient.relation in ("moi", "group", "caller") or patient.owner != "mine")


def _is_outside(passage: Passage, need: ReadNeed) -> bool:
    """Whether a need is read in other words than those off topic."""
    spans = [passage.words.span(one.first, one.last) for one in passage.of("offtopic") if one.entry.id in _SILENCING]
    return need.evidence is not None and not any(start < need.evidence[1] and need.evidence[0] < end for start, end in spans)


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
    return any(
        person.relation not in ("moi", "group", "caller")
        and passage.words.forms[person.last] not in _LEARNING
        and not _are_an_audience(passage, person)
        for person in named
    )


def _are_an_audience(passage: Passage, person: Person) -> bool:
    """ "30 élèves aides-soignants", "dix adultes": too many to be cases."""
    before = passage.words.forms[person.first - 1] if person.first else ""
    return (int(before[:4]) if before.isdigit() else NUMBER_WORDS.get(before, 0)) >= _AUDIENCE_FROM


def _is_only_polite(passage: Passage) -> bool:
    """Whether every word is of politeness, an initial or a masked name."""
    polite = {index for one in passage.of("offtopic") if one.entry.id == "politesse" for index in range(one.first, one.last + 1)}
    return all(index in polite or form == "nom" or len(form) == 1 for index, form in enumerate(passage.words.forms))
