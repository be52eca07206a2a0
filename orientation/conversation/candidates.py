"""What may be asked for: each mention of a need, what the facts call for, what the request is like; each with its features."""

import math
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from orientation.conversation.facts import ReadFact
from orientation.conversation.gist import BRIEF, Impression
from orientation.conversation.lexicon import Reader
from orientation.conversation.phrases import Entry, Found
from orientation.conversation.scope import Passage
from orientation.conversation.surroundings import EXPLICIT, surroundings

LENGTH_BANDS = (5, 9, 14, 24, 36, 48, 60)
LIKE_FROM, FARTHEST = -0.9, 2.5
_ASKED = frozenset({"request_before", "request_in_sentence", "request_after", "plus", "question", "beside_asked"})
_DECLINES = frozenset({"pas", "ni", "surtout", "mais"})
_DECLINED_WORDS = 5
SPECIALIST = "consultation-specialiste"


@dataclass(frozen=True)
class Candidate:
    """One mention of a need, or a fact that calls for it, with what surrounds it as named features; `first`: its first word."""

    need: str
    qualifier: str | None
    evidence: tuple[int, int] | None
    first: int
    features: dict[str, float]


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
    mentions = [found for found in passage.of("need") if not passage.is_retracted(found)]
    homonyms = (_read_homonym(passage, found, age_years, reader) for found in passage.of("homonym"))
    mentions += [found for found in homonyms if found is not None]
    mentions = _without_repeats(mentions)
    read = [
        Candidate(
            found.entry.id,
            _qualifier(passage, found),
            passage.words.span(found.first, found.last),
            found.first,
            surroundings(passage, found, mentions),
        )
        for found in mentions
    ]
    for index, one in enumerate(_with_neighbours(passage, read)):
        if not _fits(one.need, age_years, reader.need_ages):
            one.features["age_unfit"] = 1.0
        if _is_declined(passage, one, read[:index]):
            one.features["refused_outright"] = 1.0
    refused = [one for one in read if "refused_outright" in one.features]
    read = [one for one in read if not _is_idle(one)]
    kept = {one.need for one in read}
    declined = {one.need: one for one in refused if one.need not in kept}
    called = _called_for(read, mentions, age_years, facts, emergencies, reader)
    suggested = (*called, *_alike(passage, [*read, *called], age_years, impression, reader))
    made = (*read, *(one for one in suggested if one.need not in declined))
    named = {one.need for one in read if any(f"is_{kind}" in one.features for kind in EXPLICIT)}
    length = length_band(len(passage.words))
    for one in made:
        one.features.update(_within_the_whole(passage, one, named - {one.need}, facts))
        one.features.update(_impressed(one, impression, length, len(passage.words) <= BRIEF))
        one.features[f"need_{one.need}"] = 0.5
        one.features.update({f"amid_{emergency}": 1.0 for emergency in emergencies if one.need not in reader.implied.get(emergency, ())})
    return Sought(made, tuple(declined.values()))


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
        and any(f"is_{kind}" in other.features for kind in EXPLICIT)
        for other in before
    )


def _fits(need: str, age_years: float | None, ages: Mapping[str, tuple[float, float]]) -> bool:
    low, high = ages.get(need, (0.0, math.inf))
    return age_years is None or low <= age_years < high


def _without_repeats(mentions: Sequence[Found]) -> list[Found]:
    """A word read in two ways for one need is kept once."""
    kept: dict[tuple[str, int, int], Found] = {}
    for found in mentions:
        kept.setdefault((found.entry.id, found.first, found.last), found)
    return sorted(kept.values(), key=lambda found: (found.first, found.last))


def _read_homonym(passage: Passage, found: Found, age_years: float | None, reader: Reader) -> Found | None:
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
            if not _fits(need, age_years, reader.need_ages):
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


def _alike(passage: Passage, read: Sequence[Candidate], age_years: float | None, impression: Impression, reader: Reader) -> list[Candidate]:
    """Needs that no word names but the whole request is like."""
    named = {one.need for one in read}
    explicit = {one.need for one in read if any(f"is_{kind}" in one.features for kind in EXPLICIT)}
    requested = bool(passage.cues("demande"))
    made = []
    for need, margin in impression.needs.items():
        if need in named or margin < LIKE_FROM or not _fits(need, age_years, reader.need_ages):
            continue
        features = {"bias": 1.0, "is_like": 1.0, "like_beside": math.log1p(len(explicit))}
        features["like_requested" if requested else "like_unrequested"] = 1.0
        if not explicit:
            features["like_alone"] = 1.0
        made.append(Candidate(need, None, None, len(passage.words), features))
    return made


def length_band(words: int) -> int:
    """Which band of `LENGTH_BANDS` so many words fall in, from 0."""
    return bisect(LENGTH_BANDS, words)


def _impressed(candidate: Candidate, impression: Impression, length: int, is_brief: bool) -> dict[str, float]:
    """By how much the whole request is like those that ask for that need; a few words are like little, which speaks against nothing."""
    margin = impression.needs.get(candidate.need)
    if margin is None:
        return {"gist_unlearnt": 1.0}
    kind = next((name for name in candidate.features if name.startswith("is_")), "from_fact")
    lowest = 0.0 if is_brief and kind.removeprefix("is_") in EXPLICIT else -FARTHEST
    margin = max(lowest, min(FARTHEST, margin))
    for stands in ("asked_for", "listed"):
        if stands in candidate.features:
            return {f"gist_{'for' if margin > 0 else 'against'}_{stands}_{kind}": margin, f"words_{length}": 1.0}
    return {"gist": margin, f"gist_{kind}": margin, f"gist_words_{length}": margin, f"words_{length}": 1.0}


def _within_the_whole(passage: Passage, candidate: Candidate, others: Iterable[str], facts: Sequence[ReadFact]) -> dict[str, float]:
    """How long the text is, which of its sentences a mention stands in, and what else is told: "notification MDPH, cherche SESSAD"."""
    words = passage.words
    kind = next((name for name in candidate.features if name.startswith("is_")), "from_fact")
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


def _with_neighbours(passage: Passage, read: list[Candidate]) -> list[Candidate]:
    """Adds to each candidate whether the mention beside it, in a list, is asked for."""
    asked = [
        any(name in one.features for name in ("request_before", "plus", "question"))
        and any(f"is_{kind}" in one.features for kind in EXPLICIT)
        for one in read
    ]
    for index, one in enumerate(read):
        for other in (index - 1, index + 1):
            if 0 <= other < len(read) and asked[other] and read[other].need != one.need:
                near = abs(read[other].first - one.first) < 8
                if near and passage.words.sentences[read[other].first] == passage.words.sentences[one.first]:
                    one.features["beside_asked"] = 1.0
    return read
