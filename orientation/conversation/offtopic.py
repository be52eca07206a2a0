"""Tells texts that ask for nothing here: weather and football, insults, orders to the machine, greetings, "tout est en place"."""

from collections.abc import Sequence

from orientation.conversation.facts import ReadFact
from orientation.conversation.needs import ReadNeed
from orientation.conversation.people import People
from orientation.conversation.scope import Passage


def asks_nothing(passage: Passage, needs: Sequence[ReadNeed], facts: Sequence[ReadFact], people: People) -> bool:
    """Whether nothing in the text is a request for orientation."""
    found = {one.entry.id for one in passage.of("offtopic")}
    if not len(passage.words):
        return True
    if "rien" in found and not any(need.confidence > 0.6 for need in needs):
        return True
    if found & {"ailleurs", "hostile", "injection"}:
        return not facts and people.age_years is None or not needs
    return not needs and not facts and people.age_years is None
