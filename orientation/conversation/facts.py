"""Reads the facts of a situation, each with where it was read: stated, denied, or left unknown when nobody spoke of it."""

from dataclasses import dataclass

from orientation.conversation.autonomy import Gir
from orientation.conversation.lexicon import Reader
from orientation.conversation.people import People
from orientation.conversation.phrases import Found
from orientation.conversation.scope import Passage

AROUND = frozenset(
    {"aidant-epuise", "aidant-absent", "conflit-entourage", "maltraitance", "violences", "personne-a-charge", "vit-seul", "isolement", "intervenants-multiples",
     "rupture-parcours", "eloignement-offre", "logement-inadapte", "sans-domicile", "precarite-financiere", "sans-medecin-traitant", "refus-aide"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadFact:
    """A criterion and its value; `evidence` None when it follows from something else that was read."""

    id: str
    value: str
    evidence: tuple[int, int] | None


def read_facts(passage: Passage, people: People, gir: Gir | None, reader: Reader) -> tuple[ReadFact, ...]:
    """The facts of the person helped, in vocabulary order; when a text says both, what is affirmed wins over what is denied."""
    read: dict[str, list[ReadFact]] = {}
    for found in passage.of("fact"):
        value = _value(passage, found, people)
        if value is not None:
            read.setdefault(found.entry.id, []).append(ReadFact(found.entry.id, value, passage.words.span(found.first, found.last)))
    if gir is not None:
        read["perte-autonomie"] = [ReadFact("perte-autonomie", gir.level, (gir.start, gir.end))]
    facts = {id: _decided(some) for id, some in read.items()}
    for id, implied in reader.implied.items():
        if id in facts and facts[id].value == "oui":
            for other in implied:
                name, _, value = other.partition("=")
                facts.setdefault(name, ReadFact(name, value or "oui", None))
    return tuple(facts[id] for id in reader.vocabulary.criteria if id in facts)


def _decided(some: list[ReadFact]) -> ReadFact:
    affirmed = [fact for fact in some if fact.value not in ("non", "aucune")]
    return (affirmed or some)[0]


def _value(passage: Passage, found: Found, people: People) -> str | None:
    """The value stated, None when the phrase says nothing about the person helped now."""
    stated = found.entry.value
    if passage.is_retracted(found) or passage.is_supposed(found):
        return None
    if found.entry.who == "carer" and not _speaks_of_carer(passage, found, people):
        return None
    if found.entry.who != "carer" and found.entry.id not in AROUND and _is_of_another(passage, found, people):
        return None
    if passage.is_denied(found):
        return {"oui": "non"}.get(stated) if found.entry.who != "firm" else None
    if passage.is_past(found) and stated == "oui" and found.entry.who != "lasting":
        return None
    return stated


def _speaks_of_carer(passage: Passage, found: Found, people: People) -> bool:
    """Whether the nearest person before the phrase is a carer, or the writer who cares for someone."""
    first, last = passage.in_sentence(found.first)
    nearest = None
    for person in people.others:
        if first <= person.first <= last and (nearest is None or abs(person.first - found.first) < abs(nearest.first - found.first)):
            nearest = person
    if nearest is not None and nearest.relation not in ("kid",):
        return True
    carers = [cue for cue in passage.cues("aidant") if first - 12 <= cue.first <= last]
    speaking = people.narrator_helps and any(first <= cue.first <= last for cue in passage.cues("je"))
    return bool(carers) or speaking


def _is_of_another(passage: Passage, found: Found, people: People) -> bool:
    """Whether the subject just before the phrase is somebody else: "son mari est Alzheimer"."""
    if people.patient is None:
        return False
    first, _ = passage.in_segment(found.first)
    before = [person for person in (*people.others, people.patient) if first <= person.first < found.first]
    if not before:
        return False
    subject = max(before, key=lambda person: person.first)
    if subject is people.patient:
        return False
    return (
        subject.owner in ("theirs", "mine")
        and subject.relation not in ("patient", "moi", "group")
        and not _comes_back(passage, subject.last, found.first)
    )


def _comes_back(passage: Passage, start: int, end: int) -> bool:
    """Whether a relative or a preposition hands the sentence back to the person helped: "chez sa fille car démente"."""
    forms = passage.words.forms[start + 1 : end]
    before = passage.words.forms[max(0, start - 2) : start]
    return any(form in ("car", "pour", "suite", "dont") for form in forms) or any(
        form in ("chez", "avec", "par", "de", "d", "pour") for form in before
    )
