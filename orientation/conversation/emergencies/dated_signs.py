"""When a sign of emergency is of: now, for months, years ago, or before what the text tells came after.

A date counts only beside the sign.
"""

from orientation.conversation.emergencies.denied_signs import SIGN_NEGATORS
from orientation.conversation.emergencies.raised import Heard, Raised
from orientation.conversation.phrases import Found
from orientation.conversation.words import Words, word_set

_DATED_WITHIN, _DATED_AFTER, _AFTER_WITHIN = 6, 9, 8
_NO_DATES = (("nee",), ("ne",), ("naissance",), ("ddn",))
_DATING = word_set("c ca cela date datant survenu survenue condamne juge")


def is_now(heard: Heard, raised: Raised) -> bool:
    """Whether a word for now stands beside it."""
    return any(heard.is_beside(cue, raised) for cue in heard.part("common/maintenant"))


def is_past(heard: Heard, raised: Raised) -> bool:
    """Whether a date of years back stands beside it, or an antecedent leads to it, and no word for now undoes that."""
    words = heard.words
    segments = {words.segments[part.first] for part in raised.parts}
    low, high = raised.first, raised.last
    around = [cue for cue in heard.cues("present") if words.segments[cue.first] in segments and not raised.covers(cue)]
    for cue in heard.cues("passe"):
        if raised.covers(cue) or not (low - _DATED_WITHIN <= cue.last and cue.first <= high + _DATED_AFTER):
            continue
        if words.forms[cue.first].startswith("ancien") and not any(_adjoins(cue, part) for part in raised.parts):
            continue
        if words.forms[max(0, cue.first - 1) : cue.first] in _NO_DATES or "comme" in words.forms[max(0, cue.first - 2) : cue.first]:
            continue
        beside = words.segments[cue.first] in segments or _is_short_segment(words, cue, segments) or _dates_what_precedes(words, cue, high)
        if beside and not any(not cue.contains(one) and not one.contains(cue) for one in around):
            return True
    for cue in heard.cues("antecedent"):
        if words.segments[cue.first] in segments and cue.last < low and not around:
            negated = cue.first > 0 and words.forms[cue.first - 1] in SIGN_NEGATORS
            if not negated:
                return True
    return False


def _adjoins(cue: Found, part: Found) -> bool:
    """Whether a cue stands right beside a wording, so that it qualifies it: "d'anciens bleus", not "une gifle et d'anciens bleus"."""
    return part.first - cue.last in (1, 2) or cue.first - part.last in (1, 2)


def _is_short_segment(words: Words, cue: Found, segments: set[int]) -> bool:
    """Whether a date stands alone between commas beside the sign: "violences, il y a vingt ans, …"."""
    segment = words.segments[cue.first]
    first, last = words.bounds_of_segment[segment]
    near = segment - 1 in segments or segment + 1 in segments
    same = any(words.sentences[words.bounds_of_segment[one][0]] == words.sentences[first] for one in segments)
    return near and same and 2 <= cue.length >= last - first


def _dates_what_precedes(words: Words, cue: Found, last: int) -> bool:
    """Whether a date that comes after tells nothing else than when: "TS, 2021, séquelles", "TS médic. en 2014", "…, c'était en 2019"."""
    first, end = words.bounds_of_segment[words.segments[cue.first]]
    if first <= last or cue.last < end:
        return False
    apart = words.sentences[first] - words.sentences[last]
    runs_on = apart == 1 and first - last <= 2 and not words.text[words.starts[first]].isupper()
    return (apart == 0 or runs_on) and (cue.first == first or words.forms[first] in _DATING)


def is_over(heard: Heard, raised: Raised) -> bool:
    """Whether the text tells what came after ("sort de chirurgie") and no word in the sentence says that it is now."""
    words, sentence = heard.words, heard.words.sentences[raised.first]
    near = (
        cue
        for cue in heard.cues("apres-proche")
        if words.sentences[cue.first] == sentence
        and max(cue.first - raised.last, raised.first - cue.last) <= _AFTER_WITHIN
        and words.forms[max(0, cue.first - 1) : cue.first] != ("d",)
    )
    return any(not raised.covers(cue) for cue in (*heard.cues("apres"), *near)) and not is_now(heard, raised)


def is_lasting(heard: Heard, raised: Raised) -> bool:
    """Whether it has lasted for months, with no word for now beside it."""
    words = heard.words
    segment = words.segments[raised.last]
    lasting = any(
        words.segments[cue.first] == segment
        and not raised.covers(cue)
        and raised.first - _DATED_WITHIN <= cue.last <= raised.last + _DATED_AFTER
        for cue in heard.cues("chronique")
    )
    return lasting and not any(
        words.segments[cue.first] == segment and not any(cue.first <= one.last and one.first <= cue.last for one in heard.cues("chronique"))
        for cue in heard.part("common/maintenant")
    )
