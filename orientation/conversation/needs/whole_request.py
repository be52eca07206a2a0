"""What the whole request says of each need that may be asked for: what it is like, how long it is, what else it tells."""

import math
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence

from orientation.conversation.facts.reading import ReadFact
from orientation.conversation.gist import BRIEF, Impression
from orientation.conversation.lexicon import Reader
from orientation.conversation.needs.candidate import Candidate
from orientation.conversation.needs.surroundings import EXPLICIT
from orientation.conversation.scope import Passage

LENGTH_BANDS = (5, 9, 14, 24, 36, 48, 60)
LIKE_FROM, FARTHEST = -0.9, 2.5


def needs_alike(
    passage: Passage, read: Sequence[Candidate], age_years: float | None, impression: Impression, reader: Reader
) -> list[Candidate]:
    """Needs that no word names but the whole request is like."""
    named = {one.need for one in read}
    explicit = {one.need for one in read if one.is_named}
    requested = bool(passage.cues("demande"))
    made = []
    for need, margin in impression.needs.items():
        if need in named or margin < LIKE_FROM or not fits(need, age_years, reader.need_ages):
            continue
        features = {"bias": 1.0, "is_like": 1.0, "like_beside": math.log1p(len(explicit))}
        features["like_requested" if requested else "like_unrequested"] = 1.0
        if not explicit:
            features["like_alone"] = 1.0
        made.append(Candidate(need, None, None, len(passage.words), features))
    return made


def impressed(candidate: Candidate, impression: Impression, words: int) -> dict[str, float]:
    """By how much a request of so many words is like those that ask for that need; a few are like little, which speaks against nothing."""
    margin = impression.needs.get(candidate.need)
    if margin is None:
        return {"gist_unlearnt": 1.0}
    kind = candidate.kind
    length = length_band(words)
    is_told = kind.removeprefix("is_") in EXPLICIT and "denied" not in candidate.features
    lowest = 0.0 if words <= BRIEF and is_told else -FARTHEST
    margin = max(lowest, min(FARTHEST, margin))
    for stands in ("asked_for", "listed"):
        if stands in candidate.features:
            return {f"gist_{'for' if margin > 0 else 'against'}_{stands}_{kind}": margin, f"words_{length}": 1.0}
    return {"gist": margin, f"gist_{kind}": margin, f"gist_words_{length}": margin, f"words_{length}": 1.0}


def within_the_whole(passage: Passage, candidate: Candidate, others: Iterable[str], facts: Sequence[ReadFact]) -> dict[str, float]:
    """How long the text is, which of its sentences a mention stands in, and what else is told: "notification MDPH, cherche SESSAD"."""
    words = passage.words
    kind = candidate.kind
    held = {f"{kind} words={length_band(len(words))}": 1.0}
    if kind not in ("from_fact", "is_like"):
        sentence, last = words.sentences[candidate.first], words.sentences[-1]
        held[f"{kind} sentence={'only' if not last else 'first' if not sentence else 'last' if sentence == last else 'amid'}"] = 1.0
    for other in others:
        held[f"with={other}"] = 0.5
        held[f"{candidate.need} with={other}"] = 0.7
    held[f"{candidate.need} kind={kind}"] = 0.7
    held.update({f"{candidate.need} fact={fact.id}/{fact.value}": 0.6 for fact in facts})
    return held


def length_band(words: int) -> int:
    """Which band of `LENGTH_BANDS` so many words fall in, from 0."""
    return bisect(LENGTH_BANDS, words)


def fits(need: str, age_years: float | None, ages: Mapping[str, tuple[float, float]]) -> bool:
    low, high = ages.get(need, (0.0, math.inf))
    return age_years is None or low <= age_years < high
