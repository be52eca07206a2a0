"""Words of several meanings: which need each stands for, by the words around and the age."""

import math
from collections import Counter

from orientation.conversation.lexicon import Reader
from orientation.conversation.phrases import Entry, Found
from orientation.conversation.scope import Passage


def read_homonym(passage: Passage, found: Found, age_years: float | None, reader: Reader) -> Found | None:
    """The need a word of several meanings stands for here; None when nothing speaks for any, or a clearer phrase holds it."""
    if passage.is_retracted(found) or any(other.contains(found) and other.length > found.length for other in passage.of("need")):
        return None
    best: tuple[float, str] | None = None
    leaning = Counter(lean.entry.value for lean in passage.of("lean") if lean.entry.id == found.entry.id and not found.contains(lean))
    for reading in reader.homonyms[found.entry.id]:
        score = 0.2 * reading.usual + leaning[reading.need]
        if age_years is not None and (reading.low > 0 or reading.high < math.inf):
            score += 1.5 if reading.low <= age_years < reading.high else -2.5
        if score > 0 and (best is None or score > best[0]):
            best = (score, reading.need)
    if best is None:
        return None
    return Found(Entry("need", best[1], found.entry.value, found.entry.phrase), found.first, found.last)
