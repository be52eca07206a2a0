"""What surrounds a mention of a need, as named features: what is done with it, where it stands, the very words beside it."""

import math
from collections.abc import Sequence

from orientation.conversation.phrases import Found
from orientation.conversation.scope import Passage
from orientation.conversation.words import Words, word_set

EXPLICIT = ("name", "actor", "act")
LEARNED = "="  # in the name of what only learning gives a weight
CLOSE, AROUND = 2, 4
BEFORE = ("demande", "demande-faible", "refus-strict", "en-place", "sejour", "auteur", "source", "inutile", "manque", "hypothese", "parle")
AFTER = ("demande-apres", "en-place-apres", "refus-apres", "arrete", "parle")
_POSSESSIVE = word_set("son sa ses mon ma mes leur leurs notre nos")
_DEFINITE = word_set("le la l les du au aux cet cette ce ces")
_INDEFINITE = word_set("un une des d de quelqu plusieurs du")
_SMALL = word_set(
    """
    un une des d de le la l les du en a au aux pour et ou svp stp urgent rapide merci si possible ok plus aussi puis avec dom domicile
    qui y bonjour bjr
    """
)
_HEAD_WORDS = 14
_OPENING, _SENDER_WORDS = 2, 4
_SENDS = word_set("transmet appelle signale contacte demande nous au adresse sollicite")
_FROM = word_set("de du d des en a au")
_LONG = 3


def surroundings(passage: Passage, found: Found, mentions: Sequence[Found]) -> dict[str, float]:
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
        if not passage.is_denied(found):
            if _is_asked_for(passage, found, mentions):
                held["asked_for"] = 1.0
            elif _is_listed(passage, found, mentions):
                held["listed"] = 1.0
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


def _is_asked_for(passage: Passage, found: Found, mentions: Sequence[Found]) -> bool:
    """Whether nothing but small words and other needs stands between what asks and the mention: "cherche SSIAD et accueil de jour"."""
    start, _ = passage.in_sentence(found.first)
    listed = {index for one in mentions if one.entry.value in EXPLICIT for index in range(one.first, one.last + 1)}
    before = found.first - 1
    while before >= start and (before in listed or passage.words.forms[before] in _SMALL):
        before -= 1
    return any(before <= cue.last and cue.first <= found.first for cue in passage.cues_between(BEFORE[:2], start, found.first - 1))


def _is_listed(passage: Passage, found: Found, mentions: Sequence[Found]) -> bool:
    """Whether it stands in a list of needs, with nothing but small words between: "lit, IDE anticoag, kiné"."""
    forms, sentence = passage.words.forms, passage.words.sentences[found.first]
    others = [one for one in mentions if one.entry.value in EXPLICIT and one.entry.id != found.entry.id]
    return any(
        passage.words.sentences[one.first] == sentence
        and (one.last < found.first or found.last < one.first)
        and all(forms[index] in _SMALL for index in range(min(one.last, found.last) + 1, max(one.first, found.first)))
        for one in others
    )


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
