"""What may be asked for: each mention of a need, what the facts call for, what the request is like; each with its features."""

from collections.abc import Sequence
from dataclasses import dataclass

from orientation.conversation.candidate import Candidate
from orientation.conversation.facts import ReadFact
from orientation.conversation.gist import Impression
from orientation.conversation.homonyms import read_homonym
from orientation.conversation.lexicon import Reader
from orientation.conversation.phrases import Found
from orientation.conversation.scope import Passage
from orientation.conversation.surroundings import EXPLICIT, surroundings
from orientation.conversation.whole_request import fits, impressed, needs_alike, within_the_whole

_ASKED = frozenset({"request_before", "request_in_sentence", "request_after", "plus", "question", "beside_asked"})
_DECLINES = frozenset({"pas", "ni", "surtout", "mais"})
_DECLINED_WORDS = 5
SPECIALIST = "consultation-specialiste"


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
    read = _with_what_refuses(passage, _with_neighbours(passage, _read(passage, mentions)), age_years, reader)
    refused = [one for one in read if "refused_outright" in one.features]
    read = [one for one in read if not _is_idle(one)]
    kept = {one.need for one in read}
    declined = {one.need: one for one in refused if one.need not in kept}
    called = _called_for(read, mentions, age_years, facts, emergencies, reader)
    suggested = (*called, *needs_alike(passage, [*read, *called], age_years, impression, reader))
    made = (*read, *(one for one in suggested if one.need not in declined))
    named = {one.need for one in read if one.is_named}
    for one in made:
        one.features.update(within_the_whole(passage, one, named - {one.need}, facts))
        one.features.update(impressed(one, impression, len(passage.words)))
        one.features[f"need_{one.need}"] = 0.5
        one.features.update({f"amid_{emergency}": 1.0 for emergency in emergencies if one.need not in reader.implied.get(emergency, ())})
    return Sought(made, tuple(declined.values()))


def _mentions(passage: Passage, age_years: float | None, reader: Reader) -> list[Found]:
    """Where needs are told, in text order; a word of several meanings stands for the one it has here."""
    told = [found for found in passage.of("need") if not passage.is_retracted(found)]
    homonyms = (read_homonym(passage, found, age_years, reader) for found in passage.of("homonym"))
    return _without_repeats([*told, *(found for found in homonyms if found is not None)])


def _read(passage: Passage, mentions: Sequence[Found]) -> list[Candidate]:
    return [
        Candidate(
            found.entry.id,
            _qualifier(passage, found),
            passage.words.span(found.first, found.last),
            found.first,
            surroundings(passage, found, mentions),
        )
        for found in mentions
    ]


def _with_what_refuses(passage: Passage, read: list[Candidate], age_years: float | None, reader: Reader) -> list[Candidate]:
    """Adds to each candidate whether it is for another age, and whether it is declined."""
    for index, one in enumerate(read):
        if not fits(one.need, age_years, reader.need_ages):
            one.features["age_unfit"] = 1.0
        if _is_declined(passage, one, read[:index]):
            one.features["refused_outright"] = 1.0
    return read


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
    if last - first > _DECLINED_WORDS or (last + 1 < len(words) and any(sign in words.cuts[last + 1] for sign in ":>→+=?")):
        return False
    return any(
        other.need != candidate.need
        and sentence - 1 <= words.sentences[other.first] <= sentence
        and not other.features.keys().isdisjoint(_ASKED)
        and "denied" not in other.features
        and other.is_named
        for other in before
    )


def _without_repeats(mentions: Sequence[Found]) -> list[Found]:
    """A word read in two ways for one need is kept once."""
    kept: dict[tuple[str, int, int], Found] = {}
    for found in mentions:
        kept.setdefault((found.entry.id, found.first, found.last), found)
    return sorted(kept.values(), key=lambda found: (found.first, found.last))


def _called_for(
    read: Sequence[Candidate],
    mentions: Sequence[Found],
    age_years: float | None,
    facts: Sequence[ReadFact],
    emergencies: Sequence[str],
    reader: Reader,
) -> list[Candidate]:
    """What the facts of the situation and its emergencies call for, as signs to be weighed; a need that is named is only upheld by them."""
    named: dict[str, list[str]] = {one.need: [] for one in read}
    explicit = {one.entry.id for one in mentions if one.entry.value in EXPLICIT}
    stated = {fact.id: fact.evidence for fact in facts if fact.value not in ("non", "aucune")}
    stated.update(dict.fromkeys(emergencies))
    made = []
    for id, needs in reader.implied.items():
        if not set(id.split("+")) <= stated.keys():
            continue
        for need in needs:
            if not fits(need, age_years, reader.need_ages):
                continue
            if need in named:
                named[need].append(id)
                continue
            features = {"bias": 1.0, f"from_{id}": 1.0, "from_fact_beside_explicit" if explicit - {need} else "from_fact_alone": 1.0}
            made.append(Candidate(need, None, stated[id.split("+")[0]], len(mentions), features))
    for one in read:
        if named[one.need] and "denied" not in one.features:  # "deux chutes, pas de téléassistance"
            one.features["upheld_by_fact"] = 1.0
    return made


def _with_neighbours(passage: Passage, read: list[Candidate]) -> list[Candidate]:
    """Adds to each candidate whether the mention beside it, in a list, is asked for."""
    asked = [any(name in one.features for name in ("request_before", "plus", "question")) and one.is_named for one in read]
    for index, one in enumerate(read):
        for other in (index - 1, index + 1):
            if 0 <= other < len(read) and asked[other] and read[other].need != one.need:
                near = abs(read[other].first - one.first) < 8
                if near and passage.words.sentences[read[other].first] == passage.words.sentences[one.first]:
                    one.features["beside_asked"] = 1.0
    return read
