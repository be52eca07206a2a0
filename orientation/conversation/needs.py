"""Reads what is asked for: a need named is told apart from one merely mentioned, already in place, refused or past."""

from collections.abc import Sequence
from dataclasses import dataclass

from orientation.conversation.candidates import SPECIALIST, sought
from orientation.conversation.facts import ReadFact
from orientation.conversation.gist import Impression
from orientation.conversation.lexicon import Reader
from orientation.conversation.likelihood import likelihood
from orientation.conversation.scope import Passage

SAID_FROM, ALONE_FROM, BRIEF_FROM, OFFERED_FROM, OFFERED = 0.5, 0.35, 0.25, 0.2, 3
DENYING = frozenset({"denied", "denied_sign"})
BRIEF = 12


@dataclass(frozen=True, slots=True)
class ReadNeed:
    """A need asked for; `confidence` 0–1; `evidence` None when it follows from the situation as a whole."""

    id: str
    qualifier: str | None
    confidence: float
    evidence: tuple[int, int] | None


@dataclass(frozen=True)
class ReadNeeds:
    """`said`: those most likely to be what is wanted first; `offered`: less sure, to be confirmed; `declined`: refused outright."""

    said: tuple[ReadNeed, ...]
    offered: tuple[ReadNeed, ...]
    declined: tuple[ReadNeed, ...] = ()


def read_needs(
    passage: Passage,
    age_years: float | None,
    facts: Sequence[ReadFact],
    emergencies: Sequence[str],
    impression: Impression,
    reader: Reader,
) -> ReadNeeds:
    """What is asked for, and what may be; the likeliest is said from `ALONE_FROM` on when nothing reaches `SAID_FROM`."""
    best: dict[tuple[str, str | None], tuple[float, ReadNeed]] = {}
    denied: set[str] = set()
    alike: set[str] = set()
    found = sought(passage, age_years, facts, emergencies, impression, reader)
    for candidate in found.candidates:
        if "is_like" in candidate.features:
            alike.add(candidate.need)
        confidence = likelihood(candidate.features, reader.context)
        rank = likelihood(candidate.features, reader.order)
        key = candidate.need, candidate.qualifier
        held = best.get(key)
        if held is None or confidence > held[1].confidence:
            (denied.discard if candidate.features.keys().isdisjoint(DENYING) else denied.add)(candidate.need)
            best[key] = (
                max(rank, held[0] if held else 0.0),
                ReadNeed(candidate.need, candidate.qualifier, round(confidence, 3), candidate.evidence),
            )
    if any(id == SPECIALIST and qualifier for id, qualifier in best):
        best.pop((SPECIALIST, None), None)  # "un spécialiste, plutôt cardiologue" asks for one
    ordered = sorted(best.values(), key=lambda one: (-one[0], one[1].evidence or (0, 0), one[1].id))
    named = [need for _, need in ordered if need.id not in alike]
    # In a few words nothing is told in passing: "EHPAD et accueil de jour à Créteil".
    level = BRIEF_FROM if len(passage.words.forms) <= BRIEF else SAID_FROM
    said = tuple(need for need in named if need.confidence >= (SAID_FROM if need.id in denied else level))
    if not said:
        hoped = [need for need in named if need.confidence >= ALONE_FROM and need.id not in denied]
        said = tuple(sorted(hoped, key=lambda need: -need.confidence)[:1])
    wanted = {need.id for need in said}
    unsure = (need for _, need in ordered if need.confidence >= OFFERED_FROM and need.id not in wanted)
    offered = list({need.id: need for need in unsure}.values())
    offered.sort(key=lambda need: -need.confidence)
    declined = tuple(ReadNeed(one.need, one.qualifier, 0.0, one.evidence) for one in found.declined)
    return ReadNeeds(said, tuple(offered[:OFFERED]), declined)
