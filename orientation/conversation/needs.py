"""Reads what is asked for: a need named is told apart from one merely mentioned, already in place, refused or past."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from orientation.conversation.facts import ReadFact
from orientation.conversation.lexicon import Reader
from orientation.conversation.phrases import Entry, Found
from orientation.conversation.scope import Passage
from orientation.conversation.words import Words

SAID_FROM, ALONE_FROM, OFFERED_FROM, OFFERED = 0.55, 0.25, 0.2, 3
CLOSE, AROUND = 2, 4
LENGTHS, WORDS_A_LENGTH = 5, 12
LEARNED = "="  # in the name of what only learning gives a weight
LIKE_FROM, LIKE_ZERO = 0.0, 0.5
EXPLICIT = ("name", "actor", "act")
DENYING = frozenset({"denied", "denied_sign", "like_denied"})
BEFORE = ("demande", "demande-faible", "refus-strict", "en-place", "sejour", "auteur", "source", "inutile", "manque", "hypothese", "parle")
_ASKED = frozenset({"request_before", "request_in_sentence", "request_after", "plus", "question", "beside_asked"})
_DECLINES = frozenset({"pas", "ni", "surtout", "mais"})
_DECLINED_WORDS = 5
AFTER = ("demande-apres", "en-place-apres", "refus-apres", "arrete", "parle")
_POSSESSIVE = frozenset({"son", "sa", "ses", "mon", "ma", "mes", "leur", "leurs", "notre", "nos"})
_DEFINITE = frozenset({"le", "la", "l", "les", "du", "au", "aux", "cet", "cette", "ce", "ces"})
_INDEFINITE = frozenset({"un", "une", "des", "d", "de", "quelqu", "plusieurs", "du"})
_SMALL = frozenset(
    {
        "un",
        "une",
        "des",
        "d",
        "de",
        "le",
        "la",
        "l",
        "les",
        "du",
        "en",
        "a",
        "au",
        "aux",
        "pour",
        "et",
        "ou",
        "svp",
        "stp",
        "urgent",
        "rapide",
    }
    | {"merci", "si", "possible", "ok", "plus", "aussi", "puis", "avec", "dom", "domicile", "qui", "y", "bonjour", "bjr"}
)
SPECIALIST = "consultation-specialiste"
BRIEF = 12
_HEAD_WORDS = 14
_OPENING, _SENDER_WORDS = 2, 4
_SENDS = frozenset({"transmet", "appelle", "signale", "contacte", "demande", "nous", "au", "adresse", "sollicite"})
_FROM = frozenset({"de", "du", "d", "des", "en", "a", "au"})
_LONG = 3


@dataclass(frozen=True, slots=True)
class ReadNeed:
    """A need asked for; `confidence` 0–1; `evidence` None when it follows from the situation as a whole."""

    id: str
    qualifier: str | None
    confidence: float
    evidence: tuple[int, int] | None


@dataclass(frozen=True)
class Candidate:
    """One mention of a need, or a fact that calls for it, with what surrounds it as named features; `first`: its first word."""

    need: str
    qualifier: str | None
    evidence: tuple[int, int] | None
    first: int
    features: dict[str, float]


@dataclass(frozen=True)
class ReadNeeds:
    """`said`: those most likely to be what is wanted first; `offered`: less sure, to be confirmed."""

    said: tuple[ReadNeed, ...]
    offered: tuple[ReadNeed, ...]


def read_needs(
    passage: Passage, age_years: float | None, facts: Sequence[ReadFact], emergencies: Sequence[str], reader: Reader
) -> ReadNeeds:
    """What is asked for, and what may be; the likeliest is said from `ALONE_FROM` on when nothing reaches `SAID_FROM`."""
    best: dict[tuple[str, str | None], tuple[float, ReadNeed]] = {}
    denied: set[str] = set()
    alike: set[str] = set()
    for candidate in candidates(passage, age_years, facts, emergencies, reader):
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
    level = ALONE_FROM if len(passage.words.forms) <= BRIEF else SAID_FROM
    said = tuple(need for need in named if need.confidence >= (SAID_FROM if need.id in denied else level))
    if not said:
        hoped = [need for need in named if need.confidence >= ALONE_FROM and need.id not in denied]
        said = tuple(sorted(hoped, key=lambda need: -need.confidence)[:1])
    wanted = {need.id for need in said}
    unsure = (need for _, need in ordered if need.confidence >= OFFERED_FROM and need.id not in wanted)
    offered = list({need.id: need for need in unsure}.values())
    offered.sort(key=lambda need: -need.confidence)
    return ReadNeeds(said, tuple(offered[:OFFERED]))


def likelihood(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The logistic of the weighted sum of features: 0 to 1."""
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def candidates(
    passage: Passage, age_years: float | None, facts: Sequence[ReadFact], emergencies: Sequence[str], reader: Reader
) -> tuple[Candidate, ...]:
    """Every mention of a need with its features in text order, then what the facts call for."""
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
            _features(passage, found, mentions),
        )
        for found in mentions
    ]
    for index, one in enumerate(_with_neighbours(passage, read)):
        if not _fits(one.need, age_years, reader.need_ages):
            one.features["age_unfit"] = 1.0
        if _is_declined(passage, one, read[:index]):
            one.features["refused_outright"] = 1.0
    alike = _likeness(passage, reader)
    for one in read:
        one.features["like"] = max(0.0, alike.get(passage.words.segments[one.first], {}).get(one.need, -LIKE_ZERO) + LIKE_ZERO)
    refused = {one.need for one in read if "refused_outright" in one.features}
    read = [one for one in read if not _is_idle(one)]
    refused -= {one.need for one in read}
    called = _called_for(read, mentions, age_years, facts, emergencies, reader)
    suggested = (*called, *_alike(passage, alike, [*read, *called], age_years, reader))
    made = (*read, *(one for one in suggested if one.need not in refused))
    named = {one.need for one in read if any(f"is_{kind}" in one.features for kind in EXPLICIT)}
    for one in made:
        one.features.update(_within_the_whole(passage, one, named - {one.need}, facts))
        one.features[f"need_{one.need}"] = 0.5
        one.features.update({f"amid_{emergency}": 1.0 for emergency in emergencies if one.need not in reader.implied.get(emergency, ())})
    return made


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


def _likeness(passage: Passage, reader: Reader) -> dict[int, dict[str, float]]:
    """For each segment, the margin by which it looks like each need."""
    if reader.likeness is None:
        return {}
    words = passage.words
    spans = {segment: words.span(first, last) for segment, (first, last) in words.bounds_of_segment.items()}
    return {segment: reader.likeness.of(words.text[start:end]) for segment, (start, end) in spans.items()}


def _alike(
    passage: Passage, alike: Mapping[int, Mapping[str, float]], read: Sequence[Candidate], age_years: float | None, reader: Reader
) -> list[Candidate]:
    """Needs that no word names but a segment looks like, the likeliest segment for each."""
    named = {one.need for one in read}
    explicit = {one.need for one in read if any(f"is_{kind}" in one.features for kind in EXPLICIT)}
    best: dict[str, tuple[float, int]] = {}
    for segment, margins in alike.items():
        for need, margin in margins.items():
            if need not in named and margin > LIKE_FROM and _fits(need, age_years, reader.need_ages):
                best[need] = max(best.get(need, (margin, segment)), (margin, segment))
    made = []
    for need, (margin, segment) in best.items():
        first, last = passage.words.bounds_of_segment[segment]
        features = {"bias": 1.0, "is_like": 1.0, "like_only": margin + LIKE_ZERO, "like_beside": math.log1p(len(explicit))}
        if not explicit:
            features["like_alone"] = 1.0
        if passage.cues_between(("demande",), *passage.in_sentence(first)):
            features["like_requested"] = 1.0
        if any(passage.words.forms[index] in ("pas", "sans", "aucun", "aucune", "ni") for index in range(first, last + 1)):
            features["like_denied"] = 1.0
        made.append(Candidate(need, None, passage.words.span(first, last), first, features))
    return made


def _features(passage: Passage, found: Found, mentions: Sequence[Found]) -> dict[str, float]:
    """What surrounds a mention, each 0 or 1 unless its name says how many."""
    words, kind = passage.words, found.entry.value
    first, last = passage.in_segment(found.first)
    start, end = passage.in_sentence(found.first)
    held: dict[str, float] = {"bias": 1.0, f"is_{kind}": 1.0}

    def cue(name: str, ids: tuple[str, ...], lowest: int, highest: int) -> bool:
        present = any(lowest <= one.first and one.last <= highest and not found.contains(one) for one in passage.cues(*ids))
        if present:
            held[name] = 1.0
        return present

    requested = cue("request_before", ("demande",), first, found.first - 1)
    requested |= cue("request_in_sentence", ("demande",), start, first - 1)
    requested |= cue("request_after", ("demande-apres",), found.last + 1, end)
    weakly = cue("weak_request", ("demande-faible",), max(first, found.first - 5), found.first - 1)
    if words.sentences[found.first] in words.questions:
        held["question"] = 1.0
        requested = True
    if not (requested or weakly):
        held[f"{kind}_unrequested"] = 1.0
    if kind in EXPLICIT:
        held.update(_governed(passage, found, first, last))
    cue("ended", ("arrete",), first, last)
    cue("speaks", ("parle",), found.last + 1, min(end, found.last + 5))
    cue("told", ("parle",), max(first, found.first - 5), found.first - 1)
    cue("past", ("passe",), first, last)
    cue("lacking", ("manque",), max(first, found.first - 5), found.first - 1)
    if passage.is_denied(found):
        held["denied_sign" if kind in ("sign", "hint") else "denied"] = 1.0
    if passage.is_supposed(found):
        held["supposed"] = 1.0
    held.update(_determined(passage, found, first))
    held.update(_placed(passage, found, first, last, requested or weakly))
    held.update(_beside(passage, found, mentions))
    held.update(_worded(words, found, start, end))
    return held


def _within_the_whole(passage: Passage, candidate: Candidate, others: Iterable[str], facts: Sequence[ReadFact]) -> dict[str, float]:
    """How long the text is, which of its sentences a mention stands in, and what else is told: "notification MDPH, cherche SESSAD"."""
    words = passage.words
    kind = next((name for name in candidate.features if name.startswith("is_")), "from_fact")
    held = {f"{kind} words={min(LENGTHS, len(words) // WORDS_A_LENGTH)}": 1.0}
    if kind != "from_fact":
        sentence, last = words.sentences[candidate.first], words.sentences[-1]
        held[f"{kind} sentence={'only' if not last else 'first' if not sentence else 'last' if sentence == last else 'amid'}"] = 1.0
    for other in others:
        held[f"with={other}"] = 0.5
        held[f"{candidate.need} with={other}"] = 0.7
    held[f"{candidate.need} kind={kind}"] = 0.7
    held.update({f"{candidate.need} fact={fact.id}/{fact.value}": 0.6 for fact in facts})
    return held


def _worded(words: Words, found: Found, start: int, end: int) -> dict[str, float]:
    """The very words of the sentence around a mention: what is learned of them catches the turns that no cue lists."""

    def word(index: int) -> str:
        if not start <= index <= end:
            return "|"
        return "#" if words.forms[index][0].isdigit() else words.forms[index]

    held = {f"before={word(index)}": 1.0 for index in range(max(start, found.first - AROUND), found.first)}
    held.update({f"after={word(index)}": 1.0 for index in range(found.last + 1, min(end, found.last + AROUND) + 1)})
    held.update({f"at{apart}={word(found.first + apart)}": 1.0 for apart in (-2, -1)})
    held.update({f"at+{apart}={word(found.last + apart)}": 1.0 for apart in (1, 2)})
    return held


def _governed(passage: Passage, found: Found, first: int, last: int) -> dict[str, float]:
    """The nearest cue before the mention in its segment, and the nearest after: what the words beside it do with it."""
    held: dict[str, float] = {}
    before = [(cue.last, cue.entry.id) for cue in passage.cues_between(BEFORE, max(first, found.first - 5), found.first - 1)]
    if before:
        held[f"governed_{max(before)[1]}"] = 1.0
    if any(found.first - last <= CLOSE for last, id in before if id == "refus-strict"):
        held["refused_outright"] = 1.0
    end = min(last, found.last + 5)
    after = [(cue.first, cue.entry.id) for cue in passage.cues_between(AFTER, found.last + 1, end)]
    if not after:
        _, sentence_end = passage.in_sentence(found.first)
        after = [
            (cue.first, cue.entry.id)
            for cue in passage.cues_between(("refus-apres", "en-place-apres"), found.last + 1, min(sentence_end, found.last + 2))
        ]
    if after:
        held[f"then_{min(after)[1]}"] = 1.0
    return held


def _determined(passage: Passage, found: Found, first: int) -> dict[str, float]:
    before = passage.words.forms[found.first - 1] if found.first > first else ""
    if before in _POSSESSIVE:
        return {"possessive": 1.0}
    if before in _DEFINITE:
        return {"definite": 1.0}
    if before in _INDEFINITE:
        return {"indefinite": 1.0}
    return {"bare": 1.0}


def _names_the_sender(words: Words, found: Found, last: int) -> bool:
    """Whether a text begins by who writes, with where from and a stop: "CSAPA de Rodez, patient de", "PMI -> cellule", "CLIC transmet"."""
    after = found.last + 1
    if after >= len(words):
        return False
    if after > last:
        return any(sign in words.cuts[after] for sign in (":", ">", "→"))
    return words.forms[after] in _SENDS or (words.forms[after] in _FROM and last - found.last <= _SENDER_WORDS and last + 1 < len(words))


def _placed(passage: Passage, found: Found, first: int, last: int, requested: bool) -> dict[str, float]:
    """Where in the text: alone in its segment, in a list, in the head that says who writes, in a signature, late."""
    words = passage.words
    held: dict[str, float] = {"late": found.first / max(1, len(words))}
    if all(words.forms[index] in _SMALL for index in range(first, last + 1) if not found.first <= index <= found.last):
        held["alone"] = 1.0
    if "+" in words.cuts[first] or (last + 1 < len(words.cuts) and "+" in words.cuts[last + 1]):
        held["plus"] = 1.0
    if found.length >= _LONG:
        held["long"] = 1.0
    if found.length == 1 and words.is_capital(found.first) and not words.shouts:
        held["acronym"] = 1.0
    if found.first < _HEAD_WORDS and words.sentences[found.first] == words.sentences[0]:
        colon = next((index for index in range(found.last + 1, min(len(words), found.last + 9)) if ":" in words.cuts[index]), None)
        if colon is not None and not passage.cues_between(("demande",), 0, colon - 1):
            held["heads"] = 1.0
    if found.first <= _OPENING and not requested and _names_the_sender(words, found, last):
        held["opens"] = 1.0
    if passage.introduces(found):
        held["introduces"] = 1.0
    if passage.signs(found):
        held["signs"] = 1.0
    return held


def _beside(passage: Passage, found: Found, mentions: Sequence[Found]) -> dict[str, float]:
    """What other needs the text mentions."""
    kind, id = found.entry.value, found.entry.id
    explicit = {one.entry.id for one in mentions if one.entry.value in EXPLICIT}
    held: dict[str, float] = {}
    if not explicit - {id}:
        held["only_explicit"] = 1.0
    if kind in ("sign", "hint", "vague"):
        held[f"{kind}_beside_explicit" if explicit - {id} else f"{kind}_without_explicit"] = 1.0
        if id in explicit:
            held[f"{kind}_with_name"] = 1.0
    if any(one is not found and one.entry.id == id and one.entry.value in EXPLICIT for one in mentions):
        held["repeated"] = 1.0
    held["explicit_others"] = math.log1p(len(explicit - {id}))
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
