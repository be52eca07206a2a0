"""Finds every age a text gives, in years, months, weeks or by birth year; durations are told apart. Whose age it is: see `people`."""

import re
from dataclasses import dataclass

from orientation.conversation.scope import Passage
from orientation.conversation.words import Words, word_set

_CORRECTING = frozenset({"non", "pardon", "euh", "enfin", "plutot"})
_UNITS = {
    "ans": 1.0, "an": 1.0, "annee": 1.0, "annees": 1.0, "printemps": 1.0, "ansa": 1.0, "ns": 1.0, "year": 1.0, "years": 1.0, "yo": 1.0,
    "mois": 1 / 12, "m": 1 / 12, "semaine": 1 / 52, "semaines": 1 / 52, "sem": 1 / 52, "jour": 1 / 365, "jours": 1 / 365, "j": 1 / 365,
    "piges": 1.0, "balais": 1.0,
}  # fmt: skip
_YEARS = frozenset({"ans", "an", "annee", "annees", "printemps", "piges", "balais", "ansa", "ns", "year", "years", "yo", "a"})
_LASTING = word_set(
    """
    fait font depuis pendant durant dans sous ya voila apres avant tous toutes chaque attente delai moins dernier dernieres derniers
    bail cdd cdi contrat suivi prison ferme peine anciennete mariage retraite travaille dure connait connais premiere ete environs sur
    prochaine prochains prochain premier premieres premiers reconduit passe passes terme enceinte grossesse
    """
)
_GROWN_UP, _YOUNGEST = 18, 12
_PERSONS = word_set(
    """
    jeune enfant ado adolescent adolescente femme homme fille garcon dame monsieur eleve fils fillette mineur mineure resident residente
    usager usagere patient patiente mere pere maman papa voisin voisine
    """
)
_SKIPPED = word_set(
    """
    de d les la le l environ a peu pres plus presque deja bientot bien quasi au des ces cet cette et un une
    """
)
_AFTERWARDS = word_set(
    """
    attente delai traitement suivi mariage anciennete experience loyer loyers retard prison apres plus auparavant avant durant pendant
    ferme sursis bail carriere vie abstinence sevrage grossesse errance service formation stage terme hospitalisation prise chimio
    evolution evol rue boite metier maison conduite
    """
)
_BORN_IN = (("ne", "en"), ("nee", "en"), ("nes", "en"), ("ne", "e"), ("naissance", "en"))
_BORN_AFTER = (("ne", "a"), ("nee", "a"), ("nes", "a"), ("nees", "a"))
_OWED = frozenset({"attente", "delai", "retard", "arriere", "arrieres", "impaye", "impayes", "loyer", "loyers", "liste", "preavis"})
_FOLLOWS = frozenset({"apres", "auparavant", "durant", "avant", "que", "qu", "ferme"})
_ONESELF = word_set(
    """
    femme homme maman papa mere pere etudiant etudiante retraite retraitee jeune veuve veuf fille garcon lyceen lyceenne agriculteur
    agricultrice salarie salariee
    """
)
_TENS = {
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "octante": 80,
    "huitante": 80,
    "nonante": 90,
}
_UNITS_SPOKEN = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11,
    "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
}  # fmt: skip
_TEENS = ("sept", "huit", "neuf")
_ROUND = {
    "vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "septantaine": 70, "centenaire": 100,
}  # fmt: skip
_BABIES = word_set(
    """
    bebe bb nrs nne loulou poupon nourrisson nourissons nourisson
    nn nv enf enft enfent ptit ptite tit puce princesse neveu niece eleve gamin gamine frere soeur jumeau jumelle
    nouveau enfant petit petite fils fille fillette garcon jumeaux jumelles prema premature age agee il
    elle
    """
)


_EVENTS = word_set(
    """
    ts sorti sortie sortis polio opere operee accident diagnostique diagnostiquee place placee commence debut deces mort morte veuve veuf
    retraite retraitee arrete arretee imv parti partie quitte excision mariee marie bac avc abuse abusee ime
    """
)
_AGED_BARE = ("patient", "capital", "parent", "grand-parent", "pet-name", "spouse", "oncle-tante", "sibling", "near")

_PLURAL = word_set(
    """
    enfants filles garcons fils petits petites jeunes jumeaux jumelles couple parents freres soeurs fratrie nous gosses gamins ados bebes
    personnes adultes eleves grands ils elles
    """
)
_CHILDREN = _BABIES - {"il", "elle", "age", "agee"} | {"enf", "enft", "gamin", "gamine"}


@dataclass(frozen=True, slots=True)
class AgeMention:
    """An age in years and the words it was read in. `sure`: it cannot well be a duration. `speaker`: the writer's own ("j'ai 70 ans")."""

    years: float
    first: int
    last: int
    sure: bool
    speaker: bool = False
    corrects: bool = False


def number_at(words: Words, position: int) -> tuple[float, int] | None:
    """The number, in figures or in letters, that begins at a word, and its last word; None when there is none.

    >>> from orientation.conversation.words import cut
    >>> number_at(cut("quatre-vingt-deux ans"), 0)
    (82, 2)
    """
    form = words.forms[position]
    if form.isdigit():
        return (int(form), position) if len(form) <= 3 else None
    total, last, index = 0, None, position
    while index < len(words) and index < position + 5:
        form = words.forms[index]
        if form == "cent" and total == 0:
            total = 100
        elif form == "quatre" and words.forms[index + 1 : index + 2] in (("vingt",), ("vingts",)):
            total, index = total + 80, index + 1
        elif form in _TENS and total % 100 == 0:
            total += _TENS[form]
        elif form in _UNITS_SPOKEN and (total == 0 or total % 10 == 0) and (total % 100 != 10 or form in _TEENS):
            total += _UNITS_SPOKEN[form]
            if _UNITS_SPOKEN[form] < 10 or form == "dix" and words.forms[index + 1 : index + 2] not in tuple((form,) for form in _TEENS):
                last = index
                break
            if form != "dix":
                last = index
                break
        elif form == "et" and total:
            index += 1
            continue
        else:
            break
        last = index
        index += 1
    return (total, last) if last is not None else None


def age_mentions(passage: Passage, year: int) -> tuple[AgeMention, ...]:
    """Every age given, in text order; `year` is the one that birth years are counted from."""
    words = passage.words
    mentions: list[AgeMention] = []
    position = 0
    while position < len(words):
        shared = _shared(passage, position)
        if shared is not None:
            position = shared
            continue
        mention = (
            _at(words, position)
            or _born(words, position, year)
            or _taken_up(words, position)
            or _roughly(words, position)
            or _bracketed(passage, position)
            or _bare(passage, position)
            or _day_of_life(words, position)
            or _in_their_year(words, position)
        )
        if mention is None:
            position += 1
            continue
        mentions.append(mention)
        position = mention.last + 1
    now = tuple(mention for mention in mentions if not _is_not_of_now(words, mention))
    return now or tuple(mentions)


def _is_not_of_now(words: Words, mention: AgeMention) -> bool:
    """ "il avait 80 ans", "TS à 19 ans", "à l'âge de 5 ans", "moins de 60 ans": not how old anybody is, when another age is told."""
    before = words.forms[max(0, mention.first - 4) : mention.first]
    if before[-1:] in (("avait",), ("avais",)) or before[-4:] == ("a", "l", "age", "de"):
        return True
    if (
        before[-2:] in (("moins", "de"), ("plus", "de"))
        or before[-1:] == ("de",)
        and words.cuts[mention.first - 1].rstrip()[-1:] in ("-", "+")
    ):
        return True
    if before[-2:-1] in (("depuis",), ("qu",)) or before[-4:-3] == ("depuis",) and before[-1] == "a":
        return "depuis" in before
    return before[-1:] == ("a",) and before[-2:-1] != () and before[-2] in _EVENTS


def _shared(passage: Passage, position: int) -> int | None:
    """Where the ages of several people end ("deux petites filles de 3 et 5 ans", "nous avons 71 et 73 ans"), None when there is one."""
    words = passage.words
    numbers: list[float] = []
    at, last = position, position
    while at < len(words) and (read := number_at(words, at)) is not None:
        number, last = read
        numbers.append(number)
        following = words.forms[last + 1 : last + 2]
        if following in (("et",), ("ou",)) or following == ("a",) and words.cuts[last + 1].strip() == "" and last + 2 < len(words):
            at = last + 2
        elif last + 1 < len(words) and words.cuts[last + 1].strip() == ",":
            at = last + 1
        else:
            break
    if len(numbers) < 2 or words.forms[last + 1 : last + 2] not in (("ans",), ("an",), ("a",), ("mois",)):
        return None
    if "a" in words.forms[position:last] and numbers[-1] <= numbers[0]:
        return None
    before = words.forms[max(0, position - 8) : position]
    joined = words.forms[last - 1] == "et" and min(numbers) >= _GROWN_UP and words.forms[last + 1] == "ans"
    if joined and before[-1:] != ("entre",) and before[-1:] != ("et",):
        return last + 2  # "M. et Mme [nom], 80 et 83 ans"
    plural = any(form in _PLURAL for form in before)
    return last + 2 if plural else None


def _at(words: Words, position: int) -> AgeMention | None:
    read = number_at(words, position)
    if read is None:
        return None
    number, last = read
    after = last + 1
    if after >= len(words) or words.segments[after] != words.segments[position]:
        return None
    unit = words.forms[after]
    factor = _UNITS.get(unit)
    if unit == "a":
        factor = 1.0 if _is_a_for_years(words, after, number) else None
    if factor is None or unit in ("m", "j") and words.cuts[after].strip():
        return None
    years, end = number * factor, after
    if words.forms[after + 1 : after + 4] and words.forms[after + 1] == "et" and words.forms[after + 2 : after + 3] == ("demi",):
        years, end = years + factor / 2, after + 2
    elif (
        factor == 1.0
        and number < 4
        and words.forms[after + 1 : after + 2] == ("et",)
        and after + 3 < len(words)
        and words.forms[after + 3] == "mois"
    ):
        extra = number_at(words, after + 2)
        years, end = (years + extra[0] / 12, after + 3) if extra else (years, end)
    if words.cuts[after + 1].startswith("½"):
        years += factor / 2
    if not 0 <= years <= 117:
        return None
    attached = _is_attached(words, position)
    following, preceding = words.forms[end + 1 : end + 3], words.forms[max(0, position - 2) : position]
    if following == ("de", "grossesse") or preceding in (("couche", "a"), ("couche", "de"), ("enceinte", "de")):
        return None
    if _is_owed(words, end) or _is_duration(words, position, end) and not attached:
        return None
    if unit in ("mois", "ans", "a") and words.forms[end + 1 : end + 3] == ("1", "2") and "/" in words.cuts[end + 2]:
        years, end = years + factor / 2, end + 2
    baby = unit not in _YEARS
    if baby and not (attached or _near_baby(words, position) or _corrects(words, position) or _stands_apart(words, position, end, unit)):
        return None
    if baby and words.forms[max(0, position - 2) : position] in (*_BORN_AFTER, ("suis", "a")):
        return None  # "né à 31 semaines", "je suis à 6 semaines"
    coming = words.forms[max(0, position - 3) : position] in (("va", "sur", "ses"), ("allait", "sur", "ses"))
    if coming or words.forms[max(0, position - 1) : position] == ("aura",) and years >= 1 and not baby:
        years -= 1  # "va sur ses 83 ans"
    corrected = _corrected(words, end) if not baby else None
    if corrected is not None:
        years, end = corrected
    sure = attached or (not baby and years >= 18) or _follows_a_name(words, position)
    return AgeMention(round(years, 2), position, end, sure, _is_the_writers(words, position), _corrects(words, position))


def _corrected(words: Words, end: int) -> tuple[float, int] | None:
    """The age that takes the place of the one before it: "41 ans non 42 pardon"."""
    following = words.forms[end + 1 : end + 4]
    if following[:1] not in (("non",), ("pardon",), ("euh",), ("enfin",)):
        return None
    at = end + 2 if len(following) > 1 and following[1].isdigit() else end + 3
    if at >= len(words) or not words.forms[at].isdigit() or len(words.forms[at]) > 2 or words.forms[at - 1] not in _CORRECTING:
        return None
    after = words.forms[at + 1 : at + 2]
    if after in (("pardon",), ("en",), ("je",)) or words.cuts[at + 1].strip() in (".", ",", "!"):
        return float(words.forms[at]), at
    return (float(words.forms[at]), at + 1) if after in (("ans",), ("a",)) else None


def _is_the_writers(words: Words, position: int) -> bool:
    """ "j'ai 70 ans", "j'en ai 83", "je suis âgée de 60 ans", "moi 69"."""
    before = words.forms[max(0, position - 5) : position]
    if before[-2:] in (("j", "ai"), ("en", "ai")) or before[-1:] in (("moi",), ("jai",)):
        return True
    if before[-1:] == ("g",) and words.text[words.starts[position - 1]] == "g":
        return True
    if any(form in ("je", "j") for form in before) and any(form in ("suis", "ai", "agee", "age") for form in before[-3:]):
        return True
    return _is_told_of_oneself(words, position)


def _is_told_of_oneself(words: Words, position: int) -> bool:
    """ "je suis une femme de 32 ans", "nous sommes"... never "je suis une dame de 84 ans", as carers say of whom they follow."""
    before = words.forms[max(0, position - 6) : position]
    if before[-1:] not in (("de",), ("d",), ("agee",), ("age",)) or "suis" not in before:
        return False
    at = before.index("suis")
    return before[at + 1 : at + 2] in (("un",), ("une",)) and any(form in _ONESELF for form in before[at + 2 :])


def _is_a_for_years(words: Words, index: int, number: float) -> bool:
    written = words.text[words.starts[index]]
    if written not in "aA" or number < 1:
        return False
    glued = words.starts[index] == words.ends[index - 1]
    if not glued and number < 10:
        return index > 1 and words.forms[index - 2] in _CHILDREN and words.forms[index + 1 : index + 2] not in (("la",), ("l",), ("un",))
    following = words.forms[index + 1] if index + 1 < len(words) and words.segments[index + 1] == words.segments[index] else ""
    return (glued and number >= 1) or number >= 10 and following not in ("domicile", "la", "l", "ete", "chute", "mal", "du", "une", "un")


def _is_attached(words: Words, position: int) -> bool:
    """ "âgée de 84 ans", "a 5 ans", "bébé de 4 mois"."""
    before = words.forms[max(0, position - 4) : position]
    if any(form in ("age", "agee", "ages", "agees") for form in before):
        return True
    if before[-2:] == ("jusqu", "a"):
        return False
    if before[-3:] in (("va", "sur", "ses"), ("allait", "sur", "ses"), ("jour", "de", "ses")):
        return True
    if before[-2:] == ("dans", "les") and words.forms[position].isdigit() and int(words.forms[position]) >= _GROWN_UP:
        return words.forms[position + 1 : position + 2] == ("ans",)  # "mon voisin, dans les 75 ans"
    if before[-2:] == ("d", "environ") and len(before) > 2 and before[-3] in _BABIES:
        return True
    if before[-2:] in (("feter", "ses"), ("fete", "ses"), ("fetera", "ses")):
        return True
    if before[-3:] == ("a", "dans", "les") or before[-1:] == ("de",) and before[-2:-1] and before[-2] in _PERSONS:
        return True
    return bool(before) and (before[-1] == "a" and (len(before) < 2 or before[-2] not in ("y", "il")) or before[-1] in _BABIES)


def _stands_apart(words: Words, position: int, end: int, unit: str) -> bool:
    """Months between commas after a name: "[nom], 27 mois, ne marche pas"."""
    named = position > 0 and words.forms[position - 1] == "nom"
    if position == 0 and unit == "mois":
        return words.cuts[end + 1].strip() == ","  # "14 mois, ne marche pas"
    return unit == "mois" and named and ("," in words.cuts[position] or "]" in words.cuts[position]) and words.cuts[end + 1].strip() != ""


def _follows_a_name(words: Words, position: int) -> bool:
    """ "[nom], 10 ans"."""
    return position > 0 and words.forms[position - 1] == "nom" and words.cuts[position].strip() in ("],", "]", ",")


def _near_baby(words: Words, position: int) -> bool:
    if words.forms[max(0, position - 1) : position] in (("pt",), ("pte",), ("patient",), ("patiente",)):
        return words.forms[position + 1 : position + 2] == ("mois",)
    return any(form in _BABIES for form in words.forms[max(0, position - 4) : position])


def _is_owed(words: Words, last: int) -> bool:
    """Whether what follows makes it a wait or a debt, even after "a": "le SSIAD a 6 mois d'attente"."""
    return words.forms[last + 1 : last + 2] in (("d",), ("de",)) and words.forms[last + 2 : last + 3] in {(form,) for form in _OWED}


def _is_duration(words: Words, position: int, last: int) -> bool:
    forms = words.forms
    after = forms[last + 1 : last + 3] if last + 1 < len(words) and words.segments[last + 1] == words.segments[last] else ()
    if after[:1] == ("plus",) and after[1:] in (("tard",), ("tot",)):
        return True
    if after and (after[0] in _FOLLOWS or after[0] in ("d", "de") and after[1:] and after[1] in _AFTERWARDS):
        return True
    if forms[max(0, position - 2) : position] == ("jusqu", "a"):
        return True
    index = position - 1
    while index >= 0 and index > position - 5 and words.sentences[index] == words.sentences[position]:
        form = forms[index]
        if form == "a" and forms[max(0, index - 1)] in ("y", "il", "i"):
            return forms[max(0, index - 1)] == "y" or words.segments[index] == words.segments[position] and forms[index - 1] != "il"
        if form == "h" and index and forms[index - 1].isdigit() and words.segments[index] == words.segments[position]:
            return True
        if form == "depuis" and any(one.isdigit() for one in forms[index + 1 : position]):
            return False  # "vomit depuis 1h, 61 ans"
        if form in _LASTING:
            return words.segments[index] == words.segments[position] or form in ("depuis",)
        if form in ("en", "ses", "mes", "leurs") and index == position - 1:
            return True
        if form not in _SKIPPED:
            return False
        index -= 1
    return False


def _born(words: Words, position: int, year: int) -> AgeMention | None:
    """A birth year: "née en 1941", "DDN 1941", "[date de naissance : 1941]"."""
    form = words.forms[position]
    if not (form.isdigit() and len(form) in (2, 4)):
        return None
    before = words.forms[max(0, position - 3) : position]
    if len(form) == 2:
        return _born_in_short(words, position, year) if before[-2:] in _BORN_IN or before[-1:] == ("ddn",) else None
    if not 1900 <= int(form) <= year:
        return None
    cued = (
        words.forms[max(0, position - 2) : position] == ("est", "de")
        or before[-1:] == ("de",)
        and before[-2:-1]
        in (
            ("mr",),
            ("mme",),
            ("monsieur",),
            ("madame",),
            ("dame",),
            ("patient",),
            ("patiente",),
            ("homme",),
            ("femme",),
            ("pt",),
            ("pte",),
        )
    )
    cued = cued or any(one in ("ne", "nee", "nes", "nait", "naissance", "ddn", "naiss", "neen", "neele", "classe") for one in before)
    named = position > 0 and words.forms[position - 1] == "nom" and "," in words.cuts[position]
    bracketed = named or (
        words.cuts[position].rstrip().endswith("(") and position + 1 < len(words.cuts) and words.cuts[position + 1].lstrip().startswith(")")
    )
    if not cued and not (bracketed and int(form) < year - 15):
        return None
    return AgeMention(float(year - int(form)), max(0, position - 1), position, True, "je" in before or "suis" in before, False)


def _born_in_short(words: Words, position: int, year: int) -> AgeMention | None:
    """ "né en 33": of this century only when that year has come; "née en 33 semaines" and "né en 12/2024" are none."""
    following = words.forms[position + 1 : position + 2]
    if following and (following[0] in _UNITS or following[0] in ("sa", "h")) or words.cuts[position + 1][:1] in ("/", "-"):
        return None
    two = int(words.forms[position])
    born = 2000 + two if 2000 + two <= year else 1900 + two
    speaker = any(form in ("je", "suis") for form in words.forms[max(0, position - 4) : position])
    return AgeMention(float(year - born), max(0, position - 1), position, True, speaker)


def _taken_up(words: Words, position: int) -> AgeMention | None:
    """ "j'en ai 83", "elle en a 81": a number that takes up years named before; "j'ai 20" without any."""
    form = words.forms[position]
    before = words.forms[max(0, position - 3) : position]
    if not (form.isdigit() and 1 < len(form) <= 3 and 0 < int(form) < 118):
        return None
    spoken = any(one in ("ans", "an", "a") for one in words.forms[max(0, position - 12) : position])
    timed = words.forms[position + 1 : position + 2] in (("h",), ("fois",))
    ends = position + 1 == len(words) or words.cuts[position + 1] != "" and words.cuts[position + 1][0] in " ,.;" and not timed
    if before[-1:] in (("elle",), ("lui",), ("moi",)) and spoken and ends:
        return AgeMention(float(form), position, position, True, before[-1] == "moi")
    if (
        before[-2:] == ("j", "ai")
        and len(form) == 2
        and int(form) >= _YOUNGEST
        and (position + 1 == len(words) or "\n" in words.cuts[position + 1])
    ):
        return AgeMention(float(form), position, position, True, True)
    if before[-2:] not in (("en", "ai"), ("en", "a")):
        return None
    following = words.forms[position + 1] if position + 1 < len(words) else ""
    if following in _UNITS or following in ("fois", "enfants", "autres"):
        return None
    return AgeMention(float(form), position, position, True, before[-1] == "ai")


def _roughly(words: Words, position: int) -> AgeMention | None:
    form = words.forms[position]
    if form.isdigit() and len(form) == 2 and words.forms[position + 1 : position + 2] in (("aine",), ("taine",), ("ene",)):
        glued = words.cuts[position + 1] in ("", "-")
        return AgeMention(float(form), position, position + 1, False) if glued and int(form) % 10 == 0 else None
    if form not in _ROUND or not (
        form == "centenaire"
        or words.forms[position + 1 : position + 3] in (("d", "annees"), ("d", "annee"), ("d", "ans"))
        or words.forms[max(0, position - 1) : position] == ("la",)
    ):
        return None
    if words.forms[position + 1 : position + 3] == ("de",):
        return None
    return AgeMention(float(_ROUND[form]), position, position, False)


def _bracketed(passage: Passage, position: int) -> AgeMention | None:
    """ "ma fille (32)", "voisine âgée (85?)": a number alone in brackets right after somebody."""
    words = passage.words
    form = words.forms[position]
    opens, closes = words.cuts[position].rstrip().endswith("("), words.cuts[position + 1].lstrip(" ?").startswith(")")
    if not (form.isdigit() and 1 < len(form) <= 3 and int(form) <= 108 and opens and closes and position):
        return None
    before = words.forms[position - 1]
    told = before in ("nom", "agee", "age") or any(found.last == position - 1 for found in passage.of("person"))
    return AgeMention(float(form), position, position, True) if told else None


def _bare(passage: Passage, position: int) -> AgeMention | None:
    """ "Mme D. 84", "F 82 GIR 4": a number right after a person, with no unit."""
    words = passage.words
    form = words.forms[position]
    if not (form.isdigit() and 2 <= len(form) <= 3 and 18 <= int(form) <= 108) or position == 0:
        return None
    after = words.forms[position + 1] if position + 1 < len(words) else ""
    if re.match(r"\s*[%€/hx°:]|\s*(?:kg|km|er?\b)", words.cuts[position + 1]) or after in (
        "kg",
        "km",
        "h",
        "heures",
        "min",
        "minutes",
        "euros",
        "jours",
        "nuits",
        "mois",
        "sa",
        "sem",
        "semaines",
        "fois",
        "rue",
        "x",
        "bis",
        "e",
        "eme",
        "enfants",
        "seances",
        "mg",
        "ml",
    ):
        return None
    held = [found for found in passage.of("person") if found.entry.value.startswith(_AGED_BARE)]
    for found in held:
        if found.length == 1 and len(words.forms[found.first]) == 1 and found.first and words.cuts[found.first] == "":
            continue
        if form == "24" and words.forms[position - 1] == "h" and words.cuts[position] == "":
            continue  # "oxygène h24"
        skipped = words.forms[found.last + 1 : position]
        if found.last < position <= found.last + 3 and all(one in ("nom", "d") or len(one) == 1 for one in skipped):
            return AgeMention(float(form), position, position, False)
    return None


def _day_of_life(words: Words, position: int) -> AgeMention | None:
    """ "bb J6", "nouveau-né à J10": days since birth."""
    if words.forms[position] != "j" or position + 1 >= len(words) or words.cuts[position + 1] != "" or not _near_baby(words, position):
        return None
    days = words.forms[position + 1]
    return AgeMention(round(int(days) / 365, 2), position, position + 1, True) if days.isdigit() and int(days) < 60 else None


def _in_their_year(words: Words, position: int) -> AgeMention | None:
    """ "dans sa 76e année": seventy-five."""
    form, ordinal = words.forms[position], words.forms[position + 1 : position + 3]
    if not form.isdigit() or len(form) > 2 or len(ordinal) < 2 or ordinal[0] not in ("e", "eme", "ieme") or ordinal[1] != "annee":
        return None
    told = words.forms[max(0, position - 2) : position] == ("dans", "sa")
    return AgeMention(float(form) - 1, position, position + 2, True) if told else None


def _corrects(words: Words, position: int) -> bool:
    before = words.forms[max(0, position - 3) : position]
    return any(form in ("non", "pardon", "plutot", "euh", "fait", "enfin") for form in before)
