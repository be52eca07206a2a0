"""Whether a sign of emergency holds: what silences one is bounded, so that nothing said elsewhere in the text hides a danger.

Denials are in `denied_signs`, dates in `dated_signs`; what does count for the whole text is named so ("calms-text").
"""

from orientation.conversation.emergencies.dated_signs import is_lasting, is_now, is_over, is_past
from orientation.conversation.emergencies.denied_signs import is_denied
from orientation.conversation.emergencies.raised import BESIDE_WITHIN, Heard, Raised
from orientation.conversation.phrases import Found
from orientation.conversation.words import Words, word_set

HARM, SHELTER, SUICIDE, VITAL = "harm", "sans-abri-ce-soir", "suicide", "vital"
_TOLD_WITHIN, _SUPPOSED_WITHIN, _LATER_WITHIN = 6, 3, 6
_CALMED_WITHIN, _STORY_WITHIN = 20, 10
_TO_ME = ("me", "m")
_OTHERS_SUBJECTS = word_set("il ils elle elles ex mari conjoint compagnon copain mec pere frere fils voisin kil")
_OWN_SUBJECTS = word_set("je j vais veux veu voudrais suis ai jveux jvais")
_COMMON_BLOWS = frozenset(f"harm/{name}" for name in ("acte-fragile", "acte-couple", "coups-enfant", "violent-adj", "parole-fragile"))
_ACTS = frozenset({"tentative", "tout-prendre", "se-couper"})
"""The families of suicide that are read from what was done, which may have been an accident."""
_MISERY = frozenset({"harm/manque-enfant", "harm/manque-net-enfant"})
"""What a child lacks in a poor home as well as in one that neglects it."""
_DENIES = word_set("pas plus jamais aucun aucune ni sans")
_TAKES_BACK = word_set("mais sauf pourtant cependant")
_BUT = _TAKES_BACK | word_set("la maintenant depuis soudain")


def holds(heard: Heard, raised: Raised) -> bool:
    """Whether it is so now, here: neither denied, nor years ago or still to come, nor told of a subject."""
    if any(is_denied(heard.words, raised, part) for part in raised.parts):
        return False
    if any(heard.passage.is_retracted(part) for part in raised.parts):
        return False
    if is_past(heard, raised) or _is_subject(heard, raised) or _is_not_meant(heard, raised):
        return False
    if "denied" in raised.sign.holds and _is_denied_elsewhere(heard, raised):
        return False
    if "fresh" in raised.sign.holds and is_over(heard, raised):
        return False
    if "now" in raised.sign.holds and not is_now(heard, raised):
        return False
    if _is_calmed(heard, raised):
        return False
    if "bare" in raised.sign.holds and _is_ordinary(heard, raised) and not is_now(heard, raised):
        return False
    if raised.sign.emergency == SUICIDE and (_is_explained(heard, raised) or _is_a_threat(heard, raised)):
        return False
    if raised.sign.emergency == VITAL and (_is_supposed(heard, raised) or is_lasting(heard, raised) or _is_of_the_dead(heard, raised)):
        return False
    if not _MISERY.isdisjoint(raised.sign.parts) and heard.part("harm/aide-demandee"):
        return False
    if raised.sign.emergency == HARM and (_is_safe_now(heard, raised) or _is_no_blow(heard, raised)):
        return False
    return not (raised.sign.emergency == SHELTER and _has_a_roof(heard, raised))


def _is_denied_elsewhere(heard: Heard, raised: Raised) -> bool:
    """Whether the writer says outright that there is no such danger, and no "mais" follows that takes it back."""
    forms = heard.words.forms
    return any(
        not raised.covers(cue) and not _TAKES_BACK & set(forms[cue.last + 1 : max(cue.last + 3, raised.first + 1)])
        for cue in heard.cues(f"{raised.sign.emergency}/calms-text")
    )


def _is_subject(heard: Heard, raised: Raised) -> bool:
    """Whether it is what a training day, a campaign or a text is about."""
    words = heard.words
    return any(
        0 < raised.first - cue.last <= _TOLD_WITHIN and words.sentences[cue.first] == words.sentences[raised.first]
        for cue in heard.cues("sujet")
    )


def _is_not_meant(heard: Heard, raised: Raised) -> bool:
    """Whether the writer says that it is a manner of speaking; whoever hurts "pour rire" hurts."""
    forms = heard.words.forms
    return raised.sign.emergency != HARM and any(
        0 < cue.first - raised.last <= BESIDE_WITHIN and not {"pas", "jamais", "plus"} & set(forms[raised.last + 1 : cue.first])
        for cue in heard.cues("facon-de-parler")
    )


def _is_calmed(heard: Heard, raised: Raised) -> bool:
    """Whether it is said after it that all is well ("bilan rassurant", "il va bien"), or told around it that it is a story or a lesson.

    Neither a wish to die nor a night without a roof is calmed by someone who "goes well".
    """
    words = heard.words
    for cue in heard.cues("raconte"):
        apart = max(cue.first - raised.last, raised.first - cue.last)
        if not raised.covers(cue) and apart <= _STORY_WITHIN and words.sentences[cue.first] == words.sentences[raised.first]:
            return True
    for cue in heard.cues("revolu"):
        if 0 < cue.first - raised.last <= BESIDE_WITHIN and words.sentences[cue.first] == words.sentences[raised.first]:
            return True
    spared = raised.sign.emergency not in (SUICIDE, SHELTER) and "unspared" not in raised.sign.holds
    if spared and any(_calms(words, raised, cue) for cue in heard.cues("apaise")):
        return True
    return "clues" in raised.sign.holds and any(
        not raised.covers(cue) and words.sentences[cue.first] == words.sentences[raised.first] for cue in heard.cues("autre-sujet")
    )


def _calms(words: Words, raised: Raised, cue: Found) -> bool:
    if raised.covers(cue):
        return False
    if raised.first < cue.first <= raised.last + _CALMED_WITHIN:
        return not _BUT & set(words.forms[cue.last + 1 : cue.last + 3])
    same = words.sentences[cue.first] == words.sentences[raised.first]
    return same and 0 <= raised.first - cue.last <= _CALMED_WITHIN and not _BUT & set(words.forms[cue.last : raised.last + 1])


def _is_ordinary(heard: Heard, raised: Raised) -> bool:
    """Whether the sentence asks for an ordinary service or says that all is well: signs that are only clues together are then none."""
    sentences = {heard.words.sentences[part.first] for part in raised.parts}
    return any(not raised.covers(cue) and heard.words.sentences[cue.first] in sentences for cue in heard.cues("ordinaire"))


def _is_explained(heard: Heard, raised: Raised) -> bool:
    """Whether what was taken for a wish to die is taken back after it, or an act told as an accident."""
    forms = heard.words.forms
    by_accident = (cue for cue in heard.part("suicide/par-accident") if _DENIES.isdisjoint(forms[max(0, cue.first - 2) : cue.first]))
    if raised.sign.family in _ACTS and any(heard.is_beside(cue, raised) for cue in by_accident):
        return True
    return any(0 < cue.first - raised.last <= _CALMED_WITHIN for cue in heard.cues("suicide/calms-near"))


def _is_a_threat(heard: Heard, raised: Raised) -> bool:
    """Whether somebody else would kill the writer: "il a dit qu'il reviendrait me finir" is no wish to die."""
    forms, last = heard.words.forms, raised.parts[-1]
    if len(raised.parts) < 2 or forms[last.first] not in _TO_ME:
        return False
    before = [form for form in forms[max(0, raised.first - _TOLD_WITHIN) : last.first] if form in _OTHERS_SUBJECTS or form in _OWN_SUBJECTS]
    return bool(before) and before[-1] in _OTHERS_SUBJECTS


def _is_supposed(heard: Heard, raised: Raised) -> bool:
    """Whether it is only feared, or guarded against."""
    words = heard.words
    return any(
        0 < part.first - cue.last <= _SUPPOSED_WITHIN and words.segments[cue.first] == words.segments[part.first]
        for cue in heard.cues("hypothese")
        for part in raised.parts
    )


def _is_of_the_dead(heard: Heard, raised: Raised) -> bool:
    """Whether it is told of someone who has died of it: nobody is left to be saved ("un arrêt cardiaque, elle est veuve")."""
    return any(
        not raised.covers(cue) and max(cue.first - raised.last, raised.first - cue.last) <= _CALMED_WITHIN
        for cue in heard.cues("vital/calms-near")
    )


def _has_a_roof(heard: Heard, raised: Raised) -> bool:
    """Whether the coming night has a roof after all, or it is only about later."""
    words = heard.words
    if heard.has("shelter/calms-text"):
        return True
    sentence = words.sentences[raised.first]
    tonight = any(words.sentences[one.first] == sentence for one in heard.part("shelter/nuit-net"))
    if not tonight and heard.has("shelter/calms-stay"):
        return True
    if tonight:
        return False
    calmed = any(heard.is_beside(cue, raised) for cue in heard.cues("shelter/calms-near"))
    return calmed or any(heard.is_beside(cue, raised, _LATER_WITHIN) and _tells_when(words, cue, raised) for cue in heard.cues("plus-tard"))


def _tells_when(words: Words, cue: Found, raised: Raised) -> bool:
    """Whether a date is the sign's: "lundi, elle sera à la rue", not "sorti du foyer fin août, dort dehors"."""
    first, _ = words.bounds_of_segment[words.segments[cue.first]]
    return cue.first > raised.first or cue.first == first or words.segments[cue.first] == words.segments[raised.first]


def _is_safe_now(heard: Heard, raised: Raised) -> bool:
    """Whether the text says that the one who was hurt is out of reach today, and nothing beside the sign says that it goes on."""
    opened = any(_DENIES.isdisjoint(heard.words.forms[max(0, one.first - 2) : one.first]) for one in heard.part("harm/rouvre"))
    return heard.has("harm/calms-text") and not opened and not is_now(heard, raised)


def _is_no_blow(heard: Heard, raised: Raised) -> bool:
    """Whether blows are read from common words only and the writer says that there are none, with no "mais" after."""
    if _COMMON_BLOWS.isdisjoint(raised.sign.parts):
        return False
    forms = heard.words.forms
    return any(not _TAKES_BACK & set(forms[one.last + 1 : one.last + 4]) for one in heard.part("harm/sans-coups"))
