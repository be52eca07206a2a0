"""Whether a sign of emergency is denied: a denial governs only what directly follows it, or stands right before it."""

from orientation.conversation.emergencies.raised import Raised
from orientation.conversation.phrases import Found
from orientation.conversation.scope import DENIERS, NEGATORS, NOT_REALLY, SAYS_NO
from orientation.conversation.words import Words, word_set

_DENIED_WITHIN = 6
# Of a danger, more words deny than of a phrase.
SIGN_NEGATORS = NEGATORS - {"ecarte"} | {"nient", "dement", "refute", "non", "pa"}
_NOT_REALLY = NOT_REALLY | {"plus"}
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
_NONE = frozenset("øØ∅")
"""Signs of doctors for "none": "ø idée noire"."""
_SAID_LAST = word_set("non nan 0 zero")
_SAYS_NO = SAYS_NO | {"0", "zero", "absence", "negatif"}
_OPENS_A_CLAUSE = word_set("je j il elle ils elles on se me m ma mon son sa")


def is_denied(words: Words, raised: Raised, part: Found) -> bool:
    """Whether a denial stands right before it, with only light words between, or right after: "pas eu de chute", "violences : non"."""
    start = words.bounds_of_segment[words.segments[part.first]][0]
    if _NONE & set(words.cuts[part.first]):
        return True
    own = words.forms[part.first] in SIGN_NEGATORS
    if not own:
        for index in range(part.first - 1, max(start, part.first - _DENIED_WITHIN) - 1, -1):
            form = words.forms[index]
            if raised.holds_word(index):
                continue
            if _says_nothing_of(words, index) or form == "personne" and words.forms[index + 1] in ("ne", "n"):
                return True
            if form in SIGN_NEGATORS:
                if form in ("pas", "pa", "jamais") and words.forms[index + 1] in _NOT_REALLY and not raised.holds_word(index + 1):
                    return False
                if form in ("pas", "pa", "jamais") and index > start and words.forms[index - 1] in DENIERS:
                    return False
                return form != "non" or _denies_alone(words, index, part)
            if form == "plus" and words.forms[index + 1] in ("de", "d", "aucun", "aucune", "jamais"):
                alone = index == start and not words.forms[index + 2 : index + 3][0][:1].isdigit()
                return alone or any(before in ("ne", "n", "a", "y", "ai", "ont", "il") for before in words.forms[max(0, index - 3) : index])
            if form not in _LIGHT:
                break
    return _is_denied_after(words, raised, part)


def _says_nothing_of(words: Words, index: int) -> bool:
    """Whether a "rien" denies what follows: "rien qui fasse penser à des violences", "rien d'inquiétant"."""
    return words.forms[index] == "rien" and words.forms[index + 1 : index + 2] in (("qui",), ("d",), ("n",), ("evoquant",))


def _denies_alone(words: Words, index: int, part: Found) -> bool:
    """Whether a "non" denies what follows ("non violent"), rather than answers before a new clause: "un tatouage ? non, se fait taper"."""
    if words.forms[index + 1] in ("de", "d", "a"):
        return True
    opens = index == words.bounds_of_segment[words.segments[index]][0] and words.forms[index + 1] in _OPENS_A_CLAUSE
    return index == part.first - 1 and not opens


def _is_denied_after(words: Words, raised: Raised, part: Found) -> bool:
    after = words.past_author(part.last + 1)
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
