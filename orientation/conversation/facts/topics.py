"""What a fact is about, told to be no trouble or to be absent: "RAS côté budget", "la vue va très bien", "aucun traitement"."""

from orientation.conversation.phrases import Found
from orientation.conversation.scope import NEGATORS, STOPS, Passage
from orientation.conversation.words import word_set

_REACH, _AFTER = 7, 6
_DIFFICULTIES = word_set(
    "probleme problemes pb pbs souci soucis difficulte difficultes trouble troubles plainte plaintes inquietude inquietudes alerte anomalie"
)
_FINE = word_set(
    """
    ok ras bon bonne bons bonnes nickel normal normale normaux normales correct correcte corrects correctes conserve conservee conserves
    conservees preserve preservee preserves preservees intact intacte satisfaisant satisfaisante rassurant rassurante excellent excellente
    impeccable parfait parfaite sain saine regle reglee regles reglees
    """
)
_FINE_BEFORE = word_set("bon bonne bons bonnes excellent excellente excellents excellentes")
_IN_BETWEEN = word_set("est sont tres parfaitement bien reste restent super plutot encore toujours")
_WORK = word_set("va vont fonctionne fonctionnent")
_LIKEWISE = word_set("aussi egalement idem pareil")
_NORMAL = "n"
_GOES_WELL = (
    ("sans", "particularite"), ("sans", "souci"), ("sans", "probleme"), ("ca", "va"), ("tout", "va"), ("tout", "est"), ("tout", "roule"),
    ("pas", "de", "souci"), ("pas", "de", "probleme"), ("aucun", "souci"), ("aucun", "probleme"), ("rien", "a", "signaler"),
)  # fmt: skip
_WHO_ATTENDS = word_set("moi dr docteur nom")
_ATTENDING = "sans-medecin-traitant"


def is_cleared(passage: Passage, topic: Found) -> bool:
    """Whether a topic is said to be no trouble: "RAS côté budget", "aucun souci de mémoire", "appétit conservé", "moral : bon"."""
    return _is_cleared_before(passage, topic) or _is_cleared_after(passage, topic)


def _is_cleared_before(passage: Passage, topic: Found) -> bool:
    words = passage.words
    first, _ = passage.in_segment(topic.first)
    before = words.forms[max(first, topic.first - _REACH) : topic.first]
    if "ras" in before or ("rien" in before and any(form in ("signaler", "dire", "redire") for form in before)):
        return True
    if before and before[-1] in _FINE_BEFORE:
        return NEGATORS.isdisjoint(before)
    hard = next((index for index in range(len(before) - 1, -1, -1) if before[index] in _DIFFICULTIES), None)
    if hard is None or any(form in STOPS - {"avec"} for form in before[hard:]):
        return False
    return any(form in NEGATORS for form in before[max(0, hard - 3) : hard])


def _is_cleared_after(passage: Passage, topic: Found) -> bool:
    words, after = passage.words, topic.last + 1
    if after >= len(words) or words.sentences[after] != words.sentences[topic.last]:
        return False
    _, last = passage.in_segment(after)
    if words.segments[after] != words.segments[topic.last]:
        if not any(sign in words.cuts[after] for sign in ":=("):
            return False
        if topic.entry.id == _ATTENDING and words.forms[after] in _WHO_ATTENDS:  # "MT = moi", "MT : Dr X"
            return True
    elif words.forms[after] == _NORMAL and after == last:  # "vue N, audition N"
        return True
    said = words.forms[after : min(last + 1, after + _AFTER)]
    following = [form for form in said if form not in _IN_BETWEEN]
    if following[:1] and following[0] in _LIKEWISE:
        return _ends_fine(passage, topic)
    fine = following[:1] != [] and following[0] in _FINE
    works = following[:1] != [] and following[0] in _WORK and "bien" in said[1:4] and NEGATORS.isdisjoint(said[:4])
    return fine or works or any(tuple(following[: len(saying)]) == saying for saying in _GOES_WELL)


def _ends_fine(passage: Passage, topic: Found) -> bool:
    """Whether what comes just before in the sentence is told to be fine: "la tête va bien, les yeux aussi"."""
    first, _ = passage.in_segment(topic.first)
    if first == 0 or passage.words.sentences[first - 1] != passage.words.sentences[first]:
        return False
    return passage.words.forms[first - 1] in _FINE or passage.words.forms[first - 1] == "bien"
