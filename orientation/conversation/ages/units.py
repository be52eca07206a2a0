"""Ages told with their unit: years, months, weeks, days of life."""

from orientation.conversation.ages.durations import is_duration, is_owed
from orientation.conversation.ages.mention import MAJORITY, AgeMention
from orientation.conversation.numerals import number_at
from orientation.conversation.words import Words, word_set

_CORRECTING = word_set("non pardon euh enfin plutot")
UNITS = {
    "ans": 1.0, "an": 1.0, "annee": 1.0, "annees": 1.0, "printemps": 1.0, "ansa": 1.0, "ns": 1.0, "year": 1.0, "years": 1.0, "yo": 1.0,
    "mois": 1 / 12, "m": 1 / 12, "semaine": 1 / 52, "semaines": 1 / 52, "sem": 1 / 52, "jour": 1 / 365, "jours": 1 / 365, "j": 1 / 365,
    "piges": 1.0, "balais": 1.0,
}  # fmt: skip
_YEARS = frozenset(unit for unit, years in UNITS.items() if years == 1.0) | {"a"}
_PERSONS = word_set(
    """
    jeune enfant ado adolescent adolescente femme homme fille garcon dame monsieur eleve fils fillette mineur mineure resident residente
    usager usagere patient patiente mere pere maman papa voisin voisine niece neveu cousin cousine soeur frere
    """
)
_NOT_YET_BORN = (
    ("ne", "a"),
    ("nee", "a"),
    ("nes", "a"),
    ("nees", "a"),
    ("suis", "a"),
    ("est", "a"),
)  # "né à 31 semaines", "je suis à 6 semaines"
_LED = frozenset({"avec", "ac", "malgre"})
_BIRTHDAY = (("feter", "ses"), ("fete", "ses"), ("fetera", "ses"), ("avoir", "ses"), ("eu", "ses"))
_COMING = (("va", "sur", "ses"), ("allait", "sur", "ses"))
ADVERBS = word_set("maintenant deja bientot presque environ seulement actuellement aujourd hui")
_OLDEST = 117
_ONESELF = word_set(
    """
    femme homme maman papa mere pere etudiant etudiante retraite retraitee jeune veuve veuf fille garcon lyceen lyceenne agriculteur
    agricultrice salarie salariee
    """
)
_OTHERS = word_set("mon ma mes notre nos pour avec chez le la les un une")
_SELF_TOLD_WITHIN = 6
_BABIES = word_set(
    """
    bebe bb gcon nrs nne loulou poupon nourrisson nourissons nourisson nn nv enf enft enfent ptit ptite tit puce princesse neveu niece eleve
    gamin gamine frere soeur jumeau jumelle nouveau enfant petit petite fils fille fillette garcon jumeaux jumelles prema premature neonat
    nat age agee il elle
    """
)
_LATELY = word_set("peu hier jour jours semaine semaines mois lundi mardi mercredi jeudi vendredi samedi dimanche matin ete avant-hier")
_SEX_MARKS = frozenset("FMGH")  # "H 3 mois, pleurs"
_CHILDREN = _BABIES - {"il", "elle", "age", "agee"}


def counted_age(words: Words, position: int) -> AgeMention | None:
    """ "84 ans", "26a", "3 ans et demi", "bébé de 4 mois", neither a duration nor a pregnancy."""
    read = number_at(words, position)
    if read is None:
        return None
    number, last = read
    after = last + 1
    if after >= len(words) or words.segments[after] != words.segments[position]:
        return None
    unit = words.forms[after]
    factor = UNITS.get(unit)
    if unit == "a":
        factor = 1.0 if _is_a_for_years(words, after, number) else None
    if factor is None or unit in ("m", "j") and words.cuts[after].strip():
        return None
    years, end = _with_fraction(words, number, factor, after)
    if not 0 <= years <= _OLDEST:
        return None
    attached = _is_attached(words, position)
    if _is_of_a_pregnancy(words, position, end) or is_owed(words, end) or is_duration(words, position, end) and not attached:
        return None
    if unit in ("mois", "ans", "a") and words.forms[end + 1 : end + 3] == ("1", "2") and "/" in words.cuts[end + 2]:
        years, end = years + factor / 2, end + 2
    baby = unit not in _YEARS
    if baby and not (attached or _near_baby(words, position) or _corrects(words, position) or _stands_apart(words, position, end, unit)):
        return None
    if baby and words.forms[max(0, position - 2) : position] in _NOT_YET_BORN:
        return None
    coming = words.forms[max(0, position - 3) : position] in _COMING
    coming = coming or words.at(end + 1) == "en" and words.at(end + 3) == "prochain"  # "80 ans en juin prochain"
    if coming or words.at(position - 1) == "aura" and years >= 1 and not baby:
        years -= 1  # "va sur ses 83 ans"
    corrected = _corrected(words, end) if not baby else None
    if corrected is not None:
        years, end = corrected
    sure = attached or (not baby and years >= MAJORITY) or _follows_a_name(words, position)
    return AgeMention(round(years, 2), position, end, sure, _is_the_writers(words, position), _corrects(words, position))


def day_of_life(words: Words, position: int) -> AgeMention | None:
    """ "bb J6", "nouveau-né à J10": days since birth."""
    days = words.at(position + 1)
    if words.forms[position] != "j" or not days.isdigit() or words.cuts[position + 1] != "" or not _near_baby(words, position):
        return None
    return AgeMention(round(int(days) / 365, 2), position, position + 1, True) if int(days) < 60 else None


def year_of_life(words: Words, position: int) -> AgeMention | None:
    """ "dans sa 76e année": seventy-five."""
    form = words.forms[position]
    if not form.isdigit() or len(form) > 2 or words.at(position + 1) not in ("e", "eme", "ieme") or words.at(position + 2) != "annee":
        return None
    told = words.forms[max(0, position - 2) : position] == ("dans", "sa")
    return AgeMention(float(form) - 1, position, position + 2, True) if told else None


def come_of_age(words: Words, position: int) -> AgeMention | None:
    """ "majeure depuis la semaine dernière": eighteen; "majeur depuis 2019" is older."""
    if words.forms[position] not in ("majeur", "majeure") or words.at(position + 1) != "depuis":
        return None
    since = words.forms[position + 2 : position + 5]
    years = any(form.isdigit() and len(form) == 4 or form in ("an", "ans") for form in since)
    return None if years or _LATELY.isdisjoint(since) else AgeMention(float(MAJORITY), position, position + 1, True)


def _with_fraction(words: Words, number: float, factor: float, unit_at: int) -> tuple[float, int]:
    """The years of "3 ans et demi", "2 ans et 3 mois", "3a8m", "19 ans ½", and the last word of them."""
    years, end = number * factor, unit_at
    if words.forms[unit_at + 1 : unit_at + 3] == ("et", "demi"):
        years, end = years + factor / 2, unit_at + 2
    elif factor == 1.0:
        at = unit_at + 2 if words.at(unit_at + 1) == "et" else unit_at + 1
        extra = number_at(words, at) if words.at(at + 1) in ("mois", "m") and not words.cuts[at].strip() else None
        lasting = words.at(at + 2) in ("de", "d")  # "84 ans 3 mois de rééducation"
        years, end = (years + extra[0] / 12, at + 1) if extra and extra[0] < 12 and not lasting else (years, end)
    if words.cuts[unit_at + 1].lstrip().startswith("½"):
        years += factor / 2
    return years, end


def _is_of_a_pregnancy(words: Words, position: int, end: int) -> bool:
    before = words.forms[max(0, position - 2) : position]
    return words.forms[end + 1 : end + 3] == ("de", "grossesse") or before in (("couche", "a"), ("couche", "de"), ("enceinte", "de"))


def _corrected(words: Words, end: int) -> tuple[float, int] | None:
    """The age that takes the place of the one before it: "41 ans non 42 pardon"."""
    if words.at(end + 1) not in _CORRECTING - {"plutot"}:
        return None
    at = end + 2 if words.at(end + 2).isdigit() else end + 3
    if not words.at(at).isdigit() or len(words.forms[at]) > 2 or words.forms[at - 1] not in _CORRECTING:
        return None
    after = words.at(at + 1)
    if after in ("pardon", "en", "je") or words.cuts[at + 1].strip() in (".", ",", "!"):
        return float(words.forms[at]), at
    return (float(words.forms[at]), at + 1) if after in ("ans", "a") else None


def _corrects(words: Words, position: int) -> bool:
    return not (_CORRECTING | {"fait"}).isdisjoint(words.forms[max(0, position - 3) : position])


def _is_the_writers(words: Words, position: int) -> bool:
    """ "j'ai 70 ans", "j'en ai 83", "je suis âgée de 60 ans", "moi 69"."""
    before = words.forms[max(0, position - 5) : position]
    if before[-2:] in (("j", "ai"), ("en", "ai"), ("mon", "age")) or before[-1:] in (("moi",), ("jai",), ("mes",)):
        return True
    if not {"avons", "avions"}.isdisjoint(before[-3:]):
        return True  # "nous avons 66 ans tous les deux"
    if before[-1:] == ("g",) and words.text[words.starts[position - 1]] == "g":
        return True
    if _follows_what_one_is(words, position):
        return True
    if any(form in ("je", "j") for form in before) and any(form in ("suis", "ai", "agee", "age") for form in before[-3:]):
        return True
    return _is_told_of_oneself(words, position)


def _follows_what_one_is(words: Words, position: int) -> bool:
    """ "je suis sourde de naissance, 38 ans": right after the comma, nobody else named before it."""
    segment, sentence = words.segments[position] - 1, words.sentences[position]
    told = [words.forms[at] for at in range(position) if words.segments[at] == segment and words.sentences[at] == sentence]
    alone = _OTHERS.isdisjoint(told) and len(told) <= _SELF_TOLD_WITHIN
    return alone and tuple(told[:2]) == ("je", "suis") and words.segments[position - 1] == segment


def _is_told_of_oneself(words: Words, position: int) -> bool:
    """ "je suis une femme de 32 ans", "nous sommes"... never "je suis une dame de 84 ans", as carers say of whom they follow."""
    before = words.forms[max(0, position - 6) : position]
    if before[-1:] not in (("de",), ("d",), ("agee",), ("age",)) or "suis" not in before:
        return False
    at = before.index("suis")
    return before[at + 1 : at + 2] in (("un",), ("une",)) and any(form in _ONESELF for form in before[at + 2 :])


def _is_a_for_years(words: Words, index: int, number: float) -> bool:
    if words.text[words.starts[index]] not in "aA" or number < 1:
        return False
    if words.starts[index] == words.ends[index - 1]:
        return True
    following = words.at(index + 1)
    if number < 10:
        return index > 1 and words.forms[index - 2] in _CHILDREN and following not in ("la", "l", "un")
    if following and words.segments[index + 1] != words.segments[index]:
        return True
    return following not in ("domicile", "la", "l", "ete", "chute", "mal", "du", "une", "un")


def _is_attached(words: Words, position: int) -> bool:
    """ "âgée de 84 ans", "a 5 ans", "a maintenant 5 ans", "bébé de 4 mois"."""
    while words.at(position - 1) in ADVERBS:
        position -= 1
    before = words.forms[max(0, position - 4) : position]
    if not {"age", "agee", "ages", "agees"}.isdisjoint(before):
        return True
    if before[-2:] == ("jusqu", "a"):
        return False
    if before[-3:] in (*_COMING, ("jour", "de", "ses")):
        return True
    if before[-2:] in (("dans", "les"), ("ds", "les")) and words.forms[position].isdigit() and int(words.forms[position]) >= MAJORITY:
        return words.at(position + 1) == "ans"  # "mon voisin, dans les 75 ans"
    if before[-1:] in (("ses",), ("mes",)) and (not _LED.isdisjoint(before[-2:-1]) or before[-3:-1] == ("haut", "de")):
        return True  # "avec mes 92 ans", "malgré ses 85 ans"
    if before[-2:] in _BIRTHDAY or before[-3:] in (("a", "dans", "les"), ("a", "ds", "les")):
        return True
    if (
        before[-2:] == ("d", "environ")
        and words.at(position - 3) in _BABIES
        or before[-1:] == ("de",)
        and words.at(position - 2) in _PERSONS
    ):
        return True
    return bool(before) and (before[-1] == "a" and words.at(position - 2) not in ("y", "il") or before[-1] in _BABIES)


def _stands_apart(words: Words, position: int, end: int, unit: str) -> bool:
    """Months between commas after a name: "[nom], 27 mois, ne marche pas"."""
    if position == 0 and unit == "mois":
        return words.cuts[end + 1].strip() == ","  # "14 mois, ne marche pas"
    named = words.at(position - 1) == "nom" and ("," in words.cuts[position] or "]" in words.cuts[position])
    alone = "," in words.cuts[position] and any(form in _CHILDREN for form in words.forms[:position])
    return unit in ("mois", "semaines", "sem") and (named or alone) and (end + 1 == len(words) or words.cuts[end + 1].strip() != "")


def _follows_a_name(words: Words, position: int) -> bool:
    """ "[nom], 10 ans"."""
    return words.at(position - 1) == "nom" and words.cuts[position].strip() in ("],", "]", ",", "] (")


def _near_baby(words: Words, position: int) -> bool:
    if words.at(position - 1) in ("pt", "pte", "patient", "patiente"):
        return words.at(position + 1) == "mois"
    marked = position > 0 and words.text[words.starts[position - 1] : words.ends[position - 1]] in _SEX_MARKS
    return marked or not _BABIES.isdisjoint(words.forms[max(0, position - 4) : position])
