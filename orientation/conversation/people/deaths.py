"""Which of those a text speaks of it tells dead: never who stands nearest by chance."""

from orientation.conversation.scope import Passage
from orientation.conversation.words import word_set
from orientation.resource import Sex

_TAKES_DEATH_AFTER = word_set("de d deces deuil perdu perdue feu feue quitte quittes")
_BESIDE_KIN = ("patient", "group", "near", "kid")
_AGED = word_set("ans an a mois")
_NAMING = word_set("le la les un une du des au mon ma mes son sa ses leur dont que qu qui depuis et")
_PRONOUNS: dict[str, Sex] = {"il": "M", "elle": "F"}
_MONTHS = word_set("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre automne hiver ete printemps")
_ILLNESSES = word_set("cancer avc infarctus covid maladie")
_REACH = 6


def is_told_dead(passage: Passage, first: int, last: int, sex: Sex | None, is_own_elder: bool = False) -> bool:
    """ "mon mari est mort", "la mort de mon mari", "a perdu son mari"; `is_own_elder`: their "est parti en mars" is a death."""
    return any(_dies(passage, cue.first, cue.last, first, last, sex) for cue in passage.cues("mort")) or any(
        _follows(passage, at, first, last, sex) for at in _departures(passage, is_own_elder)
    )


def _dies(passage: Passage, cue_first: int, cue_last: int, first: int, last: int, sex: Sex | None) -> bool:
    words = passage.words
    if words.forms[cue_last] == "mort" and words.at(cue_first - 1) in ("de", "d"):
        return False  # "idées de mort", "mort subite"
    if _tells_who_died_next(passage, cue_first, cue_last):
        burning = words.forms[cue_last] in ("feu", "feue") and first - cue_last > 2
        return not burning and 0 < first - cue_last <= 3 and passage.in_segment(cue_first) == passage.in_segment(first)
    late = {words.forms.index(form, cue_last + 1) for form in ("du", "de") if form in words.forms[cue_last + 1 : cue_last + 4]}
    return any(0 < first - at <= 2 for at in late) or _follows(passage, cue_first, first, last, sex)


def _follows(passage: Passage, at: int, first: int, last: int, sex: Sex | None) -> bool:
    """Whether a word tells of somebody: soon after them or their age, or of the pronoun that takes them up, nobody else between."""
    words = passage.words
    pronoun = next((form for form in words.forms[max(0, at - 2) : at] if form in _PRONOUNS), None)
    if pronoun is not None and last < at - 2:
        return sex == _PRONOUNS[pronoun] and not any(
            last < other.first < at and other.entry.value.endswith(f"/{sex}") for other in passage.of("person")
        )
    age_end = _end_of_age(passage, last)
    aged = _is_said_of_the_aged(passage, first, age_end, at)
    if at > passage.in_segment(first)[1] and not aged:
        return False
    _, end = passage.in_sentence(first)
    return last < at <= min(end, (age_end if aged else last) + _REACH) and not any(
        last < other.first < at and not other.entry.id.startswith(_BESIDE_KIN) for other in passage.of("person")
    )


def _is_said_of_the_aged(passage: Passage, first: int, age_end: int, at: int) -> bool:
    """ "Sa grand-mère, 89 ans, est morte", and nothing else named since; never "le mari de Mme (88 ans) est mort"."""
    forms = passage.words.forms
    owned = forms[max(0, first - 1) : first] == ("de",) and any(other.last == first - 2 for other in passage.of("person"))
    told = "est" in forms[at - 1 : at + 2] or forms[at] in ("decede", "decedee", "dcd", "dcdee")
    return told and not owned and age_end < at and _NAMING.isdisjoint(forms[age_end + 1 : at])


def _end_of_age(passage: Passage, last: int) -> int:
    """The last word of an age told right after somebody: "mon père (78 ans)", "Sa grand-mère, 89 ans"."""
    forms = passage.words.forms
    if last and forms[last] in _AGED and forms[last - 1].isdigit():
        return last
    for at in range(last + 1, min(last + 7, len(forms) - 1)):
        if forms[at].isdigit() and forms[at + 1] in _AGED:
            return at + 1
    return last


def _departures(passage: Passage, is_own_elder: bool) -> list[int]:
    """Where "parti" tells a death: of an illness, or in a month when it is a parent."""
    forms = passage.words.forms
    found = []
    for at, form in enumerate(forms):
        if form not in ("parti", "partie") or at == 0 or forms[at - 1] not in ("est", "etait"):
            continue
        following = forms[at + 1 : at + 8]
        ill = not _ILLNESSES.isdisjoint(following)
        if ill or is_own_elder and following[:1] in (("en",), ("au",), ("cet",)) and following[1:2] and following[1] in _MONTHS:
            found.append(at)
    return found


def _tells_who_died_next(passage: Passage, cue_first: int, cue_last: int) -> bool:
    words = passage.words
    named = words.forms[cue_last] in _TAKES_DEATH_AFTER
    of = (
        words.at(cue_last + 1) in ("de", "d", "du") and "est" not in words.forms[max(0, cue_first - 1) : cue_first + 1]
    )  # "est morte d'un AVC"
    return named or of or words.at(cue_first - 1) in ("la", "le", "l", "sa", "son")
