"""What comes before any list, from reviewed rules only. Missing one is far worse than one too many."""

from orientation.conversation.lexicon import Reader
from orientation.conversation.people import People
from orientation.conversation.phrases import Found
from orientation.conversation.scope import Passage

HARM = frozenset({"violences", "enfant-en-danger", "maltraitance-adulte"})
_MAJORITY, _OLD = 18, 65
_MINE = frozenset({"me", "m", "moi", "je", "j"})


def read_emergencies(passage: Passage, people: People, reader: Reader) -> tuple[str, ...]:
    """Ids of the emergencies present, in vocabulary order. Harm is named by whom it is done to: a child, a frail adult, anyone else."""
    present: set[str] = set()
    for found in passage.of("emergency"):
        if _holds(passage, found) and not _strikes(passage, found, people):
            present.add(_named(passage, found, people) or found.entry.id)
    return tuple(id for id in reader.vocabulary.emergencies if id in present)


def _holds(passage: Passage, found: Found) -> bool:
    """Whether it is so now, here: neither denied, nor years ago or still to come, nor told as prevention."""
    if passage.is_denied(found) or passage.is_retracted(found):
        return False
    first, last = passage.in_segment(found.first)
    start, end = passage.in_sentence(found.first)
    if any(first <= cue.first <= last and not found.contains(cue) for cue in passage.cues("passe", "antecedent", "plus-tard")):
        return False
    if passage.cues_between(("prevention",), start, end):
        return False
    if passage.cues_between(("revolu",), max(start, found.first - 4), found.first - 1):
        return False
    if found.entry.value == "now":
        return any(start <= cue.first <= end for cue in passage.cues("maintenant"))
    return True


def _strikes(passage: Passage, found: Found, people: People) -> bool:
    """Whether the one who strikes is a child spoken of: "garçon de 11 ans, frappe sa mère" calls for care, not for an alarm."""
    active = passage.words.forms[found.first] in ("frappe", "tape", "bat", "menace", "violent", "insulte")
    child = people.age_years is not None and people.age_years < _MAJORITY
    return active and child and found.entry.id in HARM and "enfant" not in found.entry.phrase and " par " not in f" {found.entry.phrase} "


def _named(passage: Passage, found: Found, people: People) -> str | None:
    """Under which name a harm is shown, by its victim; None when the phrase itself tells best."""
    if found.entry.id not in HARM:
        return None
    start, end = passage.in_sentence(found.first)
    own = any(form in _MINE for form in passage.words.forms[max(start, found.first - 1) : found.last + 3])
    age = people.age_years
    if age is not None and age < _MAJORITY:
        return "enfant-en-danger"
    if own:
        return None if found.entry.id == "enfant-en-danger" else "violences"

    def near(cue: str) -> bool:
        return bool(passage.cues_between((cue,), start, end))

    if near("conjoint") and found.entry.id != "enfant-en-danger":
        return "violences"
    grown = age is not None and age >= _MAJORITY
    if near("jeune-victime") and found.entry.id != "violences" and not (grown and found.entry.id == "maltraitance-adulte"):
        return "enfant-en-danger"
    frail = age is not None and age >= _OLD or near("victime-fragile")
    if frail and found.entry.id != "enfant-en-danger":
        return "maltraitance-adulte"
    if near("jeune-victime") and (people.patient is None or people.patient.relation in ("kid", "child")):
        return "enfant-en-danger"
    if (
        found.entry.id == "enfant-en-danger"
        and age is not None
        and not any(word in found.entry.phrase for word in ("enfant", "bebe", "mineur"))
    ):
        return "maltraitance-adulte" if frail else "violences"
    return None
