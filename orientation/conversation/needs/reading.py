"""Reads what is asked for: a need named is told apart from one merely mentioned, already in place, refused or past."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from orientation.conversation.gist import BRIEF
from orientation.conversation.lexicon import Reader
from orientation.conversation.likelihood import likelihood
from orientation.conversation.needs.candidates import SPECIALIST, Candidate, Sought
from orientation.conversation.needs.surroundings import EXPLICIT

SAID_FROM, ALONE_FROM, BRIEF_FROM, OFFERED_FROM, OFFERED = 0.5, 0.35, 0.2, 0.2, 3
DENYING = frozenset({"denied", "denied_sign"})
ASKED_BY_NAME = frozenset({"asked_for", "is_name"})


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


@dataclass(frozen=True, slots=True)
class _Judged:
    """A need that may be asked for. `rank`: how likely it is to come first.

    `is_named`: in words of its own; `is_asked`: by its name, right after what asks; `is_like`: in no word at all.
    """

    need: ReadNeed
    rank: float
    is_named: bool
    is_asked: bool
    is_like: bool
    is_denied: bool


def read_needs(found: Sought, words: int, reader: Reader) -> ReadNeeds:
    """What is asked for, and what may be; the likeliest is said from `ALONE_FROM` on when nothing reaches `SAID_FROM`.

    `words`: how many the request has.
    """
    judged = _judged(found.candidates, reader)
    said = _said(judged, is_brief=words <= BRIEF)
    declined = tuple(ReadNeed(one.need, one.qualifier, 0.0, one.evidence) for one in found.declined)
    return ReadNeeds(said, _offered(judged, said), declined)


def _judged(candidates: Sequence[Candidate], reader: Reader) -> list[_Judged]:
    """Each need once, by its surest mention, what most likely comes first before."""
    best: dict[tuple[str, str | None], _Judged] = {}
    for one in candidates:
        key = one.need, one.qualifier
        need = ReadNeed(*key, round(likelihood(one.features, reader.context), 3), one.evidence)
        is_named = any(f"is_{kind}" in one.features for kind in EXPLICIT)
        is_asked = one.features.keys() >= ASKED_BY_NAME
        is_denied = not one.features.keys().isdisjoint(DENYING)
        made = _Judged(need, likelihood(one.features, reader.order), is_named, is_asked, "is_like" in one.features, is_denied)
        held = best.get(key)
        if held is None or need.confidence > held.need.confidence:
            best[key] = replace(made, rank=max(made.rank, held.rank if held else 0.0))
    if any(id == SPECIALIST and qualifier for id, qualifier in best):
        best.pop((SPECIALIST, None), None)  # "un spécialiste, plutôt cardiologue" asks for one
    return sorted(best.values(), key=lambda one: (-one.rank, one.need.evidence or (0, 0), one.need.id))


def _said(judged: Sequence[_Judged], is_brief: bool) -> tuple[ReadNeed, ...]:
    # In a few words nothing is told in passing: "EHPAD et accueil de jour à Créteil".
    level = BRIEF_FROM if is_brief else SAID_FROM
    told = [one for one in judged if not one.is_like]
    said = tuple(one.need for one in told if one.need.confidence >= (SAID_FROM if one.is_denied else level))
    hoped = [one.need for one in told if one.need.confidence >= ALONE_FROM and not one.is_denied]
    return said or _surest(hoped)[:1]


def _offered(judged: Sequence[_Judged], said: Sequence[ReadNeed]) -> tuple[ReadNeed, ...]:
    wanted = {need.id for need in said}
    left = [one for one in judged if one.need.id not in wanted]
    # What is asked for by its name is not passed over, whatever the rest of the request is like.
    asked = _surest([one.need for one in left if one.is_asked and not one.is_denied])
    unsure = _surest([one.need for one in left if one.need.confidence >= OFFERED_FROM])
    offered = tuple({need.id: need for need in (*asked, *unsure)}.values())
    if said or offered:
        return offered[:OFFERED]
    # What is named, however unlikely, is better asked about than passed over.
    return _surest([one.need for one in judged if one.is_named and not one.is_denied])[:1]


def _surest(needs: Sequence[ReadNeed]) -> tuple[ReadNeed, ...]:
    return tuple(sorted(needs, key=lambda need: -need.confidence))
