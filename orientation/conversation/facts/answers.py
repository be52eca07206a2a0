"""What the text asks of the person and answers itself: "SDF ? non, plus depuis lundi", "boit ? il jure que non"."""

from orientation.conversation.phrases import Found
from orientation.conversation.scope import SAYS_NO, Passage
from orientation.conversation.words import word_set

_UP_TO_THE_QUESTION, _ANSWER = 3, 6
_NO = word_set("non nan jamais")
_GO_ON = word_set("pas plus jamais du il elle ils elles on je ca c cela aucun aucune")
_TOLD = word_set("que qu dit disent repond repondent assure jure affirme")


def is_answered_no(passage: Passage, found: Found) -> bool:
    """Whether a question holds it and what follows says no, without naming another thing in its place ("SLA ? non : myopathie")."""
    words = passage.words
    _, last = passage.in_segment(found.last)
    answer = last + 1
    if last - found.last > _UP_TO_THE_QUESTION or answer >= len(words) or not any(sign in words.cuts[answer] for sign in "?:"):
        return False
    _, end = passage.in_segment(answer)
    if end - answer < _ANSWER and words.forms[end] in SAYS_NO and words.forms[end - 1] in _TOLD and end > answer:
        return True
    return "?" in words.cuts[answer] and words.forms[answer] in _NO and _stands_alone(passage, answer, end)


def _stands_alone(passage: Passage, answer: int, end: int) -> bool:
    words = passage.words
    if answer < end:
        return words.forms[answer + 1] in _GO_ON
    return answer + 1 == len(words) or not any(sign in words.cuts[answer + 1] for sign in ":=")
