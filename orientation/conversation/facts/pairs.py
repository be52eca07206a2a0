"""Facts told by two phrases together, whatever stands between: whom or what it is said of, and what is said of it."""

from collections.abc import Iterator

from orientation.conversation.phrases import Found
from orientation.conversation.scope import Passage

OF, NEAR, APART = "of", "near", "apart"
_REACH = 7


def told_together(passage: Passage) -> Iterator[tuple[str, Found]]:
    """Each fact whose two halves stand near each other in a sentence, or anywhere for those that may be told apart, with what is said."""
    told = frozenset(passage.of("half"))
    halves: dict[str, dict[str, list[Found]]] = {}
    for found in passage.found:
        if found.entry.kind != "half" or found.entry.value != OF and found not in told:
            continue
        name = found.entry.id.partition(":")[0]
        halves.setdefault(name, {}).setdefault(found.entry.value, []).append(found)
    for name, sides in halves.items():
        subjects = sides.get(OF, [])
        near = (found for found in sides.get(NEAR, []) if any(_are_near(passage, found, one) for one in subjects))
        apart = (found for found in sides.get(APART, []) if subjects)
        for found in (*near, *apart):
            if not (passage.is_denied(found) or passage.is_retracted(found) or passage.is_supposed(found) or passage.is_past(found)):
                yield name.partition("/")[0], found


def _are_near(passage: Passage, said: Found, subject: Found) -> bool:
    words = passage.words
    if words.sentences[said.first] != words.sentences[subject.first]:
        return False
    apart = max(said.first - subject.last, subject.first - said.last)
    return 0 < apart <= _REACH or said.contains(subject) and said.length > subject.length
