"""What comes before any list, from reviewed rules only. Missing one is far worse than one too many."""

from orientation.conversation.lexicon import Reader
from orientation.conversation.people import People
from orientation.conversation.phrases import Found
from orientation.conversation.scope import Passage


def read_emergencies(passage: Passage, people: People, reader: Reader) -> tuple[str, ...]:
    """Ids of the emergencies present, in vocabulary order."""
    present = {found.entry.id for found in passage.of("emergency") if _holds(passage, found)}
    return tuple(id for id in reader.vocabulary.emergencies if id in present)


def _holds(passage: Passage, found: Found) -> bool:
    """Whether it is so now, here: neither denied, nor years ago, nor told of someone else's death, nor the name of a service."""
    if passage.is_denied(found) or passage.is_retracted(found) or _is_over(passage, found):
        return False
    if found.entry.value == "now":
        first, last = passage.in_sentence(found.first)
        return any(first <= cue.first <= last for cue in passage.cues("maintenant"))
    return True


def _is_over(passage: Passage, found: Found) -> bool:
    if found.entry.who == "lasting":
        return False
    first, last = passage.in_segment(found.first)
    around = passage.cues("passe", "antecedent", "prevention")
    return any(first <= cue.first <= last and not found.contains(cue) for cue in around)
