"""Reads what is asked for: a need named is told apart from one merely mentioned, already in place, refused or past."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orientation.conversation.lexicon import Reader
from orientation.conversation.phrases import Found
from orientation.conversation.scope import Passage

SAID_FROM = 0.5
_POSSESSIVE = frozenset("son sa ses mon ma mes leur leurs notre nos".split())
_DEFINITE = frozenset("le la l les du au aux cet cette ce ces".split())
_INDEFINITE = frozenset("un une des d de quelqu plusieurs".split())
_LITTLE = frozenset(
    "un une des d de le la l les du en a au aux pour et ou svp stp urgent rapide merci si possible ok plus aussi puis avec".split()
)


@dataclass(frozen=True, slots=True)
class ReadNeed:
    """A need asked for; `confidence` 0–1; `evidence` None when it follows from the situation as a whole."""

    id: str
    qualifier: str | None
    confidence: float
    evidence: tuple[int, int] | None


@dataclass(frozen=True)
class Candidate:
    """One mention of a need, with what surrounds it as named features."""

    need: str
    qualifier: str | None
    found: Found
    features: Mapping[str, float]

    def confidence(self, weights: Mapping[str, float]) -> float:
        total = sum(weights.get(name, 0.0) * value for name, value in self.features.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def read_needs(passage: Passage, reader: Reader) -> tuple[ReadNeed, ...]:
    """Needs said, most certain and earliest first."""
    best: dict[str, ReadNeed] = {}
    for candidate in candidates(passage):
        confidence = candidate.confidence(reader.context)
        held = best.get(candidate.need)
        if held is None or confidence > held.confidence:
            best[candidate.need] = ReadNeed(
                candidate.need, candidate.qualifier, round(confidence, 3), passage.words.span(candidate.found.first, candidate.found.last)
            )
    said = [need for need in best.values() if need.confidence >= SAID_FROM]
    return tuple(sorted(said, key=lambda need: (-round(need.confidence, 1), need.evidence or (0, 0))))


def candidates(passage: Passage) -> tuple[Candidate, ...]:
    """Every mention of a need with its features, in text order."""
    mentions = [found for found in passage.of("need") if not passage.is_retracted(found)]
    explicit = {found.entry.id for found in mentions if found.entry.value in ("name", "act")}
    return tuple(
        Candidate(found.entry.id, found.entry.who or None, found, features(passage, found, mentions, explicit)) for found in mentions
    )


def features(passage: Passage, found: Found, mentions: Iterable[Found], explicit: set[str]) -> dict[str, float]:
    """What surrounds a mention, each 0 or 1 (a count when it says so)."""
    words = passage.words
    first, last = passage.in_segment(found.first)
    start, end = passage.in_sentence(found.first)
    before = words.forms[found.first - 1] if found.first > first else ""
    held: dict[str, float] = {f"is_{found.entry.value}": 1.0}

    def cue(name: str, ids: tuple[str, ...], lowest: int, highest: int) -> None:
        if any(lowest <= one.first and one.last <= highest and not found.contains(one) for one in passage.cues(*ids)):
            held[name] = 1.0

    cue("request_before", ("demande",), first, found.first - 1)
    cue("request_in_sentence", ("demande",), start, found.first - 1)
    cue("request_after", ("demande", "demande-apres"), found.last + 1, end)
    cue("in_place_before", ("en-place",), max(first, found.first - 5), found.first - 1)
    cue("in_place_after", ("en-place", "en-place-apres"), found.last + 1, min(last + 2, found.last + 6, end))
    cue("ended", ("arrete",), first, last)
    cue("refused", ("refus",), max(start, found.first - 7), found.first - 1)
    cue("not_needed", ("inutile",), first, found.first - 1)
    cue("author", ("auteur",), max(first, found.first - 4), found.first - 1)
    cue("speaks", ("parle",), found.last + 1, min(last, found.last + 4))
    cue("source", ("source",), max(first, found.first - 4), found.first - 1)
    cue("stays", ("sejour",), max(first, found.first - 4), found.first - 1)
    cue("past", ("passe",), first, last)
    cue("lacking", ("manque",), max(first, found.first - 5), found.first - 1)
    if words.sentences[found.first] in words.questions:
        held["question"] = 1.0
    if passage.is_denied(found):
        held["denied"] = 1.0
    if before in _POSSESSIVE:
        held["possessive"] = 1.0
    elif before in _DEFINITE:
        held["definite"] = 1.0
    elif before in _INDEFINITE:
        held["indefinite"] = 1.0
    rest = [words.forms[index] for index in range(first, last + 1) if not found.first <= index <= found.last]
    if all(form in _LITTLE for form in rest):
        held["alone"] = 1.0
    if "+" in words.cuts[first] or (last + 1 < len(words.cuts) and "+" in words.cuts[last + 1]):
        held["plus"] = 1.0
    others = explicit - {found.entry.id}
    if not others:
        held["only_explicit"] = 1.0
    if found.entry.value in ("sign", "hint") and found.entry.id not in explicit:
        held["sign_beside_explicit" if explicit else "sign_without_explicit"] = 1.0
    if any(one is not found and one.entry.id == found.entry.id and one.entry.value in ("name", "act") for one in mentions):
        held["repeated"] = 1.0
    held["late"] = found.first / max(1, len(words))
    held["bias"] = 1.0
    return held
