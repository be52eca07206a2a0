"""What may be asked for: each mention of a need, what the facts call for, what the request is like; each with its features."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from orientation.conversation.facts.reading import ReadFact
from orientation.conversation.gist import Impression
from orientation.conversation.lexicon import Reader
from orientation.conversation.needs.candidate import Candidate
from orientation.conversation.needs.homonyms import read_homonym
from orientation.conversation.needs.surroundings import EXPLICIT, surroundings
from orientation.conversation.needs.whole_request import fits, impressed, needs_alike, within_the_whole
from orientation.conversation.phrases import Found
from orientation.conversation.scope import Passage
from orientation.conversation.words import Words

_ASKED = frozenset({"request_before", "request_in_sentence", "request_after", "plus", "question", "beside_asked"})
_DECLINES = frozenset({"pas", "ni", "surtout", "mais"})
_WHY_DECLINED = (("en", "a"), ("a", "deja"), ("refuse",), ("ne", "veut"), ("n", "en"), ("veut", "pas"))
_DECLINED_WORDS, _NEAR = 6, 8
SPECIALIST = "consultation-specialiste"


class _Call(NamedTuple):
    """A need that a fact or an emergency calls for: `cause` its id, or several joined by "+"; `evidence`: where it is told."""

    need: str
    cause: str
    evidence: tuple[int, int] | None


@dataclass(frozen=True)
class Sought:
    """`candidates`: what is to be weighed, mentions in text order, then what the facts call for; `declined`: what is refused outright."""

    candidates: tuple[Candidate, ...]
    declined: tuple[Candidate, ...]


def sought(
    passage: Passage,
    age_years: float | None,
    facts: Sequence[ReadFact],
    emergencies: Sequence[str],
    impression: Impression,
    reader: Reader,
) -> Sought:
    """Every mention of a need with its features, and what the facts suggest besides, or the whole request by what it is like."""
    mentions = _mentions(passage, age_years, reader)
    read = _beside_what_is_asked(passage, [_read(passage, found, mentions) for found in mentions])
    read = [one.given(_against(passage, one, read[:index], age_years, reader)) for index, one in enumerate(read)]
    refused = [one for one in read if "refused_outright" in one.features]
    read = [one for one in read if not _is_idle(one)]
    kept = {one.need for one in read}
    declined = {one.need: one for one in refused if one.need not in kept}
    calls = _calls(age_years, facts, emergencies, reader)
    called = _called_for(calls, read, mentions)
    read = _upheld(read, calls)
    suggested = (*called, *needs_alike(passage, [*read, *called], age_years, impression, reader))
    made = (*read, *(one for one in suggested if one.need not in declined))
    named = {one.need for one in read if one.is_named}

    def completed(one: Candidate) -> Candidate:
        around = within_the_whole(passage, one, named - {one.need}, facts)
        amid = {f"amid_{emergency}": 1.0 for emergency in emergencies if one.need not in reader.implied.get(emergency, ())}
        return one.given({**around, **impressed(one, impression, len(passage.words)), f"need_{one.need}": 0.5, **amid})

    return Sought(tuple(completed(one) for one in made), tuple(declined.values()))


def _mentions(passage: Passage, age_years: float | None, reader: Reader) -> list[Found]:
    """Where needs are told, in text order; a word of several meanings stands for the one it has here."""
    told = [found for found in passage.of("need") if not passage.is_retracted(found)]
    homonyms = (read_homonym(passage, found, age_years, reader) for found in passage.of("homonym"))
    return _without_repeats([*told, *(found for found in homonyms if found is not None)])


def _read(passage: Passage, found: Found, mentions: Sequence[Found]) -> Candidate:
    evidence = passage.words.span(found.first, found.last)
    return Candidate(found.entry.id, _qualifier(passage, found), evidence, found.first, surroundings(passage, found, mentions))


def _against(
    passage: Passage, candidate: Candidate, before: Sequence[Candidate], age_years: float | None, reader: Reader
) -> dict[str, float]:
    """What speaks against a candidate: it is for another age, or it is declined."""
    held = {} if fits(candidate.need, age_years, reader.need_ages) else {"age_unfit": 1.0}
    return {**held, "refused_outright": 1.0} if _is_declined(passage, candidate, before) else held


def _qualifier(passage: Passage, found: Found) -> str | None:
    """The specialty that a specialist asked for in other words is of: "rdv chez le cardiologue", "spécialiste, plutôt cardio"."""
    if found.entry.who or found.entry.id != SPECIALIST:
        return found.entry.who or None
    near = (one for one in passage.of("specialty") if found.first <= one.first <= found.last + 2)
    return next((one.entry.id for one in near), None)


def _is_idle(candidate: Candidate) -> bool:
    """What no weight can save: refused outright, or a mere sign of what is never for that age."""
    features = candidate.features
    return "refused_outright" in features or ("age_unfit" in features and ("is_sign" in features or "is_hint" in features))


def _is_declined(passage: Passage, candidate: Candidate, before: Sequence[Candidate]) -> bool:
    """Whether "pas de …" declines what was not asked for rather than tells of a lack: "kiné svp, pas de téléassistance"."""
    words, sentence = passage.words, passage.words.sentences[candidate.first]
    first, last = passage.in_segment(candidate.first)
    if "denied" not in candidate.features or words.forms[first] not in _DECLINES:
        return False
    length = _reason(words, candidate.first, last) - first
    if length > _DECLINED_WORDS or (last + 1 < len(words) and any(sign in words.cuts[last + 1] for sign in ":>→+=?")):
        return False
    return any(
        other.need != candidate.need
        and sentence - 1 <= words.sentences[other.first] <= sentence
        and not other.features.keys().isdisjoint(_ASKED)
        and "denied" not in other.features
        and other.is_named
        for other in before
    )


def _reason(words: Words, first: int, last: int) -> int:
    """Where it begins to be told why something is declined, the word after the last when nowhere: "pas de … elle en a une"."""
    reasons = (
        at
        for at in range(first + 1, last)
        if words.forms[at] in ("il", "elle") and any(words.forms[at + 1 : at + 1 + len(why)] == why for why in _WHY_DECLINED)
    )
    return next(reasons, last + 1)


def _without_repeats(mentions: Sequence[Found]) -> list[Found]:
    """A word read in two ways for one need is kept once."""
    kept: dict[tuple[str, int, int], Found] = {}
    for found in mentions:
        kept.setdefault((found.entry.id, found.first, found.last), found)
    return sorted(kept.values(), key=lambda found: (found.first, found.last))


def _calls(age_years: float | None, facts: Sequence[ReadFact], emergencies: Sequence[str], reader: Reader) -> list[_Call]:
    """The needs that facts of the situation and its emergencies call for."""
    stated = {fact.id: fact.evidence for fact in facts if fact.value not in ("non", "aucune")}
    stated.update(dict.fromkeys(emergencies))
    return [
        _Call(need, id, stated[id.split("+")[0]])
        for id, needs in reader.implied.items()
        if set(id.split("+")) <= stated.keys()
        for need in needs
        if fits(need, age_years, reader.need_ages)
    ]


def _called_for(calls: Sequence[_Call], read: Sequence[Candidate], mentions: Sequence[Found]) -> list[Candidate]:
    """What is called for and told by no word, as signs to be weighed."""
    named = {one.need for one in read}
    explicit = {one.entry.id for one in mentions if one.entry.value in EXPLICIT}

    def features(call: _Call) -> dict[str, float]:
        beside = "from_fact_beside_explicit" if explicit - {call.need} else "from_fact_alone"
        return {"bias": 1.0, f"from_{call.cause}": 1.0, beside: 1.0}

    return [Candidate(call.need, None, call.evidence, len(mentions), features(call)) for call in calls if call.need not in named]


def _upheld(read: Sequence[Candidate], calls: Sequence[_Call]) -> list[Candidate]:
    """A need that is named is upheld by what calls for it, unless it is denied: "deux chutes, pas de téléassistance"."""
    called = {call.need for call in calls}
    return [one.given({"upheld_by_fact": 1.0}) if one.need in called and "denied" not in one.features else one for one in read]


def _beside_what_is_asked(passage: Passage, read: Sequence[Candidate]) -> list[Candidate]:
    """Each candidate, told whether the mention beside it, in a list, is asked for."""
    asked = [any(name in one.features for name in ("request_before", "plus", "question")) and one.is_named for one in read]

    def is_beside(index: int, other: int) -> bool:
        one, near = read[index], read[other]
        sentences = passage.words.sentences
        return near.need != one.need and abs(near.first - one.first) < _NEAR and sentences[near.first] == sentences[one.first]

    return [
        one.given({"beside_asked": 1.0})
        if any(0 <= other < len(read) and asked[other] and is_beside(index, other) for other in (index - 1, index + 1))
        else one
        for index, one in enumerate(read)
    ]
