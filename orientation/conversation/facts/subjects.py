"""Of whom a phrase speaks: the person helped, a carer, or somebody else of the text."""

from itertools import pairwise

from orientation.conversation.people.reading import People
from orientation.conversation.phrases import Found
from orientation.conversation.scope import Passage

_HAND_BACK = frozenset({"chez", "avec", "par", "d", "de", "pour", "sans", "selon"})


def speaks_of_carer(passage: Passage, found: Found, people: People) -> bool:
    """Whether the nearest person before the phrase is a carer, or the writer who cares for someone."""
    first, _ = passage.in_sentence(found.first)
    before = [
        person for person in (*people.others, *([people.patient] if people.patient else [])) if first - 15 <= person.first < found.first
    ]
    nearest = max(before, key=lambda person: person.first, default=None)
    if nearest is None or nearest is people.patient:
        other = {"F": "il", "M": "elle"}.get(people.patient.sex or "") if people.patient else None
        if other in passage.words.forms[passage.in_segment(found.first)[0] : found.first] and people.others:
            return True
    if people.narrator_helps and any(first - 12 <= cue.first <= found.first + 1 for cue in passage.cues("je")):
        return True
    if nearest is None or nearest is people.patient and nearest.owner != "theirs":
        return False
    return nearest.relation not in ("patient", "moi", "kid", "someone", "group") or nearest.relation == "group" and nearest.owner != ""


def is_of_another(passage: Passage, found: Found, people: People) -> bool:
    """Whether the subject just before the phrase is somebody else: "son mari est Alzheimer", "chez son père qui tombe"."""
    if people.patient is None or people.several:
        return False
    first, _ = passage.in_segment(found.first)
    forms = passage.words.forms
    stressed = {"F": "lui", "M": "elle"}.get(people.patient.sex or "")
    if stressed and stressed in forms[first : found.first] and people.others and forms[max(0, first - 1)] not in ("chez", "pour"):
        position = first + forms[first : found.first].index(stressed)
        if (
            position == first
            or forms[position - 1] in ("et", "mais")
            or forms[position + 1 : position + 2]
            and forms[position + 1].isdigit()
        ):
            return True
    before = [person for person in (*people.others, people.patient) if first <= person.first < found.first]
    subject = max(before, key=lambda person: person.first, default=None)
    if subject is None or subject is people.patient or subject.relation in ("patient", "moi", "group", "someone"):
        return False
    return not _comes_back(passage, subject.last, subject.first, found.first)


def _comes_back(passage: Passage, last: int, first: int, end: int) -> bool:
    """Whether a preposition or a conjunction hands the sentence back to the person helped: "chez sa fille, car démente"."""
    forms = passage.words.forms
    between, handing = forms[last + 1 : end], forms[max(0, first - 2) : first]
    if not between:
        return False
    if "qui" in between[:4] or "qu" in between[:1]:
        return False
    if any(form in ("qu", "que") and after in ("il", "elle", "ils", "elles") for form, after in pairwise(between)):
        return True
    because = "parce" in forms[max(0, first - 3) : first]
    return any(form in ("car", "suite", "dont", "et", "mais") for form in between) or any(
        form in _HAND_BACK or form == "que" and not because for form in handing
    )
