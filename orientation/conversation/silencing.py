"""Whether a sign holds: what silences one is bounded, so that nothing said elsewhere in the text hides a danger.

A denial governs only what directly follows it, a date only what stands beside it; what does count for the whole text is named so.
"""

from orientation.conversation.phrases import Found
from orientation.conversation.raised import BESIDE_WITHIN, Heard, Raised
from orientation.conversation.words import Words, word_set

HARM, SHELTER, SUICIDE, VITAL = "harm", "sans-abri-ce-soir", "suicide", "vital"
_DATED_WITHIN, _TOLD_WITHIN, _SUPPOSED_WITHIN, _DENIED_WITHIN, _DATED_AFTER = 6, 6, 3, 6, 9
_CALMED_WITHIN, _STORY_WITHIN, _AFTER_WITHIN = 20, 10, 8
_NEGATORS = word_set(
    "pas aucun aucune aucuns aucunes sans ni jamais nul nulle absence zero nie nient niant dement refute exclu guere non pa"
)
_NOT_REALLY = word_set("que seulement mal assez facile loin toujours encore forcement tout simple trop evident sur plus")
# Words a denial passes over to reach what it denies: "pas eu de signe de détresse", "ne parle pas de mourir".
_LIGHT = word_set(
    """
    de d du des le la les l un une en y a sd sdr syndrome
    syndromes ai ont eu ete est sont etait avait signe signes notion idee idees trouble troubles
    antecedent antecedents atcd atcds autre autres nouveau nouvelle nouvelles nouveaux vrai vraie vraiment grosse gros reel reelle
    reelles encore fait faite faits subi presente presentes exprime exprimes propos projet projets intention intentions risque
    critere criteres element elements argument suspicion symptome symptomes episode episodes tentative parle parler dit veut veux
    voulu vouloir avoir etre pense penser envie se me s m n ne il elle on lui leur physique physiques aucun aucune quelconque particulier
    particuliere a au aux point pt passe passage acte acces crise dangers alerte moindre debut debutant debutante clinique cliniques actuel
    actuelle actuels actuelles franche franc aigu aigue patent evident suicidaire noire noires aggravation volonte menace menaces
    danger toute tout toutes
    tous geste gestes inquietude inquietudes soupcon soupcons bb bebe
    jamais part sa son ses mon ma mes qui fasse laisse penser craindre evoque evoquer evoquant fantasme fantasmes montre montree rapporte
    rapportes constate constatee constatees observe observee
    """
)
_DENIES_AFTER = word_set(
    """
    pas pa jamais nullement aucunement absent absente absents absentes niees nies nie niee ecarte ecartee ecartes ecartees exclu exclue
    exclus exclues leve levee leves levees infirme infirmee infirmes infirmees non nan 0 zero
    """
)
_SAID_LAST = word_set("non nan 0 zero")
_SAYS_NO = word_set("0 non ras neant aucun aucune nan jamais zero absence negatif")
_NO_DATES = (("nee",), ("ne",), ("naissance",), ("ddn",))
_DATING = word_set("c ca cela date datant survenu survenue condamne juge")
_OPENS_A_CLAUSE = word_set("je j il elle ils elles on se me m ma mon son sa")
_TAKES_BACK = word_set("mais sauf pourtant cependant")
_BUT = word_set("mais sauf pourtant cependant la maintenant depuis soudain")


def holds(heard: Heard, raised: Raised) -> bool:
    """Whether it is so now, here: neither denied, nor years ago or still to come, nor told of a subject."""
    if any(_is_denied(heard.words, raised, part) for part in raised.parts):
        return False
    if any(heard.passage.is_retracted(part) for part in raised.parts):
        return False
    if _is_past(heard, raised) or _is_subject(heard, raised) or _is_not_meant(heard, raised):
        return False
    if "denied" in raised.sign.holds and _is_denied_elsewhere(heard, raised):
        return False
    if "fresh" in raised.sign.holds and _is_over(heard, raised):
        return False
    if "now" in raised.sign.holds and not _is_now(heard, raised):
        return False
    if _is_calmed(heard, raised):
        return False
    if "bare" in raised.sign.holds and _is_ordinary(heard, raised) and not _is_now(heard, raised):
        return False
    if raised.sign.emergency == SUICIDE and _is_explained(heard, raised):
        return False
    if raised.sign.emergency == VITAL and (_is_supposed(heard, raised) or _is_lasting(heard, raised) or _is_of_the_dead(heard, raised)):
        return False
    if raised.sign.emergency == HARM and _is_safe_now(heard, raised):
        return False
    return not (raised.sign.emergency == SHELTER and _has_a_roof(heard, raised))


def _says_nothing_of(words: Words, index: int) -> bool:
    """Whether a "rien" denies what follows: "rien qui fasse penser à des violences", "rien d'inquiétant"."""
    return words.forms[index] == "rien" and words.forms[index + 1 : index + 2] in (("qui",), ("d",), ("n",), ("evoquant",))


def _is_denied(words: Words, raised: Raised, part: Found) -> bool:
    """Whether a denial stands right before it, with only light words between, or right after: "pas eu de chute", "violences : non"."""
    start = words.bounds_of_segment[words.segments[part.first]][0]
    own = words.forms[part.first] in _NEGATORS
    if not own:
        for index in range(part.first - 1, max(start, part.first - _DENIED_WITHIN) - 1, -1):
            form = words.forms[index]
            if raised.holds_word(index):
                continue
            if _says_nothing_of(words, index) or form == "personne" and words.forms[index + 1] in ("ne", "n"):
                return True
            if form in _NEGATORS:
                if form in ("pas", "pa", "jamais") and words.forms[index + 1] in _NOT_REALLY and not raised.holds_word(index + 1):
                    return False
                return form != "non" or _denies_alone(words, index, part)
            if form == "plus" and words.forms[index + 1] in ("de", "d", "aucun", "aucune", "jamais"):
                alone = index == start and not words.forms[index + 2 : index + 3][0][:1].isdigit()
                return alone or any(before in ("ne", "n", "a", "y", "ai", "ont", "il") for before in words.forms[max(0, index - 3) : index])
            if form not in _LIGHT:
                break
    return _is_denied_after(words, raised, part)


def _denies_alone(words: Words, index: int, part: Found) -> bool:
    """Whether a "non" denies what follows ("non violent"), rather than answers before a new clause: "un tatouage ? non, se fait taper"."""
    if words.forms[index + 1] in ("de", "d", "a"):
        return True
    opens = index == words.bounds_of_segment[words.segments[index]][0] and words.forms[index + 1] in _OPENS_A_CLAUSE
    return index == part.first - 1 and not opens


def _is_denied_after(words: Words, raised: Raised, part: Found) -> bool:
    after = part.last + 1
    if after >= len(words) or raised.holds_word(after):
        return False
    form = words.forms[after]
    last = words.bounds_of_segment[words.segments[part.last]][1]
    if words.segments[after] == words.segments[part.last]:
        following = words.forms[after + 1] if after + 1 < len(words) and after + 1 <= last else ""
        if form in ("pas", "pa", "jamais"):
            return following not in _NOT_REALLY
        if form == "plus":
            negated = any(one in ("ne", "n") for one in words.forms[max(0, part.first - 3) : part.first + 1])
            return following not in ("en", "de", "fort", "que", "souvent", "d") and (negated or after == last)
        return form in _DENIES_AFTER and (form not in _SAID_LAST or after == last)
    said_no = form in _SAYS_NO and any(sign in words.cuts[after] for sign in ":=?(")
    return said_no and after == words.bounds_of_segment[words.segments[after]][1]


def _is_denied_elsewhere(heard: Heard, raised: Raised) -> bool:
    """Whether the writer says outright that there is no such danger, and no "mais" follows that takes it back."""
    forms = heard.words.forms
    return any(
        not _inside(raised, cue) and not _TAKES_BACK & set(forms[cue.last + 1 : max(cue.last + 3, raised.first + 1)])
        for cue in heard.cues(f"{raised.sign.emergency}/calms-text")
    )


def _is_past(heard: Heard, raised: Raised) -> bool:
    """Whether a date of years back stands beside it, or an antecedent leads to it, and no word for now undoes that."""
    words = heard.words
    segments = {words.segments[part.first] for part in raised.parts}
    low, high = raised.first, raised.last
    around = [cue for cue in heard.cues("present") if words.segments[cue.first] in segments and not _inside(raised, cue)]
    for cue in heard.cues("passe"):
        if _inside(raised, cue) or not (low - _DATED_WITHIN <= cue.last and cue.first <= high + _DATED_AFTER):
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
            negated = cue.first > 0 and words.forms[cue.first - 1] in _NEGATORS
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


def _inside(raised: Raised, cue: Found) -> bool:
    return any(part.contains(cue) for part in raised.parts)


def _is_subject(heard: Heard, raised: Raised) -> bool:
    """Whether it is what a training day, a campaign or a text is about."""
    words = heard.words
    return any(
        0 < raised.first - cue.last <= _TOLD_WITHIN and words.sentences[cue.first] == words.sentences[raised.first]
        for cue in heard.cues("sujet")
    )


def _is_not_meant(heard: Heard, raised: Raised) -> bool:
    """Whether the writer says that it is a manner of speaking."""
    forms = heard.words.forms
    return any(
        0 < cue.first - raised.last <= BESIDE_WITHIN and not {"pas", "jamais", "plus"} & set(forms[raised.last + 1 : cue.first])
        for cue in heard.cues("facon-de-parler")
    )


def _is_over(heard: Heard, raised: Raised) -> bool:
    """Whether the text tells what came after ("sort de chirurgie") and no word in the sentence says that it is now."""
    words, sentence = heard.words, heard.words.sentences[raised.first]
    near = (
        cue
        for cue in heard.cues("apres-proche")
        if words.sentences[cue.first] == sentence
        and max(cue.first - raised.last, raised.first - cue.last) <= _AFTER_WITHIN
        and words.forms[max(0, cue.first - 1) : cue.first] != ("d",)
    )
    return any(not _inside(raised, cue) for cue in (*heard.cues("apres"), *near)) and not _is_now(heard, raised)


def _is_calmed(heard: Heard, raised: Raised) -> bool:
    """Whether it is said after it that all is well ("bilan rassurant", "il va bien"), or told around it that it is a story or a lesson.

    Neither a wish to die nor a night without a roof is calmed by someone who "goes well".
    """
    words = heard.words
    for cue in heard.cues("raconte"):
        apart = max(cue.first - raised.last, raised.first - cue.last)
        if not _inside(raised, cue) and apart <= _STORY_WITHIN and words.sentences[cue.first] == words.sentences[raised.first]:
            return True
    for cue in heard.cues("revolu"):
        if 0 < cue.first - raised.last <= BESIDE_WITHIN and words.sentences[cue.first] == words.sentences[raised.first]:
            return True
    spared = raised.sign.emergency not in (SUICIDE, SHELTER) and "unspared" not in raised.sign.holds
    if spared and any(_calms(words, raised, cue) for cue in heard.cues("apaise")):
        return True
    return "clues" in raised.sign.holds and any(
        not _inside(raised, cue) and words.sentences[cue.first] == words.sentences[raised.first] for cue in heard.cues("autre-sujet")
    )


def _calms(words: Words, raised: Raised, cue: Found) -> bool:
    if _inside(raised, cue):
        return False
    if raised.first < cue.first <= raised.last + _CALMED_WITHIN:
        return not _BUT & set(words.forms[cue.last + 1 : cue.last + 3])
    same = words.sentences[cue.first] == words.sentences[raised.first]
    return same and 0 <= raised.first - cue.last <= _CALMED_WITHIN and not _BUT & set(words.forms[cue.last : raised.last + 1])


def _is_ordinary(heard: Heard, raised: Raised) -> bool:
    """Whether the sentence asks for an ordinary service or says that all is well: signs that are only clues together are then none."""
    sentences = {heard.words.sentences[part.first] for part in raised.parts}
    return any(not _inside(raised, cue) and heard.words.sentences[cue.first] in sentences for cue in heard.cues("ordinaire"))


def _is_explained(heard: Heard, raised: Raised) -> bool:
    """Whether what was taken for a wish to die is taken back after: a word misunderstood, a dose taken by mistake."""
    return any(0 < cue.first - raised.last <= _CALMED_WITHIN for cue in heard.cues("suicide/calms-near"))


def _is_now(heard: Heard, raised: Raised) -> bool:
    words = heard.words
    return any(
        words.sentences[cue.first] == words.sentences[raised.first]
        and raised.first - BESIDE_WITHIN <= cue.last
        and cue.first <= raised.last + BESIDE_WITHIN
        for cue in heard.part("common/maintenant")
    )


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
        not _inside(raised, cue) and max(cue.first - raised.last, raised.first - cue.last) <= _CALMED_WITHIN
        for cue in heard.cues("vital/calms-near")
    )


def _is_lasting(heard: Heard, raised: Raised) -> bool:
    """Whether it has lasted for months, with no word for now beside it."""
    words = heard.words
    segment = words.segments[raised.last]
    lasting = any(
        words.segments[cue.first] == segment
        and not _inside(raised, cue)
        and raised.first - _DATED_WITHIN <= cue.last <= raised.last + _DATED_AFTER
        for cue in heard.cues("chronique")
    )
    return lasting and not any(
        words.segments[cue.first] == segment and not any(cue.first <= one.last and one.first <= cue.last for one in heard.cues("chronique"))
        for cue in heard.part("common/maintenant")
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
    if not tonight and any(
        words.sentences[cue.first] == sentence and raised.first - BESIDE_WITHIN <= cue.last and cue.first <= raised.last + BESIDE_WITHIN
        for cue in heard.cues("shelter/calms-near")
    ):
        return True
    return not tonight and any(
        words.sentences[cue.first] == sentence and raised.first - _DATED_WITHIN <= cue.last and cue.first <= raised.last + _DATED_WITHIN
        for cue in heard.cues("plus-tard")
    )


def _is_safe_now(heard: Heard, raised: Raised) -> bool:
    """Whether the text says that the one who was hurt is out of reach today, and nothing beside the sign says that it goes on."""
    return heard.has("harm/calms-text") and not heard.part("harm/rouvre") and not _is_now(heard, raised)
