"""The situation: which of the facts told are sure enough to be said, and which are only likely and to be confirmed."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from orientation.conversation.facts.reading import ReadFact
from orientation.conversation.gist import BRIEF, Impression
from orientation.conversation.lexicon import Reader
from orientation.conversation.likelihood import likelihood

SAID_FROM, OFFERED_FROM, OFFERED = 0.4, 0.5, 2
LIKE, AGAINST, CERTAIN = "like", "against", "gir"
_LIKE_FROM, _FARTHEST = -0.9, 2.5


@dataclass(frozen=True)
class Situation:
    """Facts in vocabulary order; `offered`: what no phrase tells and the request is like, the likeliest first."""

    said: tuple[ReadFact, ...]
    offered: tuple[ReadFact, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A fact that may hold, with what speaks for it as named features."""

    fact: ReadFact
    features: Mapping[str, float]


def read_situation(told: Sequence[ReadFact], impression: Impression, words: int, reader: Reader) -> Situation:
    """One value a criterion at most. What no phrase tells is offered, never said. `words`: how many the request has."""
    best: dict[str, ReadFact] = {}
    offered: list[ReadFact] = []
    for one in weighed(told, impression, words):
        sure = 1.0 if one.fact.told_by == CERTAIN else round(likelihood(one.features, reader.fact_weights), 3)
        fact = replace(one.fact, confidence=sure)
        if fact.told_by == LIKE:
            offered += [fact] if sure >= OFFERED_FROM else []
        elif sure >= SAID_FROM and (fact.id not in best or sure > best[fact.id].confidence):
            best[fact.id] = fact
    offered.sort(key=lambda fact: (-fact.confidence, fact.id, fact.value))
    likeliest = {fact.id: fact for fact in reversed(offered)}
    kept = sorted(likeliest.values(), key=lambda fact: (-fact.confidence, fact.id))
    return Situation(tuple(best[id] for id in reader.vocabulary.criteria if id in best), tuple(kept[:OFFERED]))


def weighed(told: Sequence[ReadFact], impression: Impression, words: int) -> list[Weighed]:
    """Each fact told, then what the request is like besides: another value of a criterion told, or of one that is not.

    A few words are like little, which speaks against nothing they tell.
    """
    values: dict[str, str] = {fact.id: fact.value for fact in told}
    evidence = {fact.id: fact for fact in told}
    is_brief = words <= BRIEF
    lowest = 0.0 if is_brief else -_FARTHEST
    made = [Weighed(fact, _features(fact, impression, lowest)) for fact in told]
    for (id, value), margin in impression.facts.items():
        if margin >= _LIKE_FROM and values.get(id) != value:
            other = evidence.get(id)
            if other and is_brief:
                continue
            fact = ReadFact(id, value, other.evidence, AGAINST) if other else ReadFact(id, value, None, LIKE)
            made.append(Weighed(fact, _features(fact, impression, -_FARTHEST)))
    return made


def _features(fact: ReadFact, impression: Impression, lowest: float) -> Mapping[str, float]:
    held = {"bias": 1.0, f"by_{fact.told_by}": 1.0, f"is_{fact.value}": 1.0, "again": math.log(fact.times), f"fact={fact.id}": 1.0}
    held[f"fact={fact.id}/{fact.value}"] = 1.0
    margin = impression.facts.get((fact.id, fact.value))
    if margin is None:
        held["not_learnt"] = 1.0
    else:
        held["gist"] = max(lowest, min(_FARTHEST, margin))
        if fact.told_by in (LIKE, AGAINST):
            held[f"gist_{fact.told_by}"] = held["gist"]
    return held
