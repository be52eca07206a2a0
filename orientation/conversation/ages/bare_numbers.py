"""Ages told without a unit: a number beside a person, in brackets, that takes up years named before, or a round one."""

import re

from orientation.conversation.ages.mention import MAJORITY, AgeMention
from orientation.conversation.ages.units import UNITS
from orientation.conversation.scope import Passage
from orientation.conversation.words import Words, word_set

_ROUND = {
    "vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "septantaine": 70, "centenaire": 100,
}  # fmt: skip
_AGED_BARE = ("patient", "capital", "parent", "grand-parent", "pet-name", "spouse", "oncle-tante", "sibling", "near")
_MEASURED = word_set(
    """
    kg km h heures min minutes euros jours nuits mois sa sem semaines fois rue x bis e eme enfants seances mg ml cig cigarettes
    """
)
_ABOUT = (("autour", "de"), ("dans", "les"))
_HAS = (("il", "a"), ("elle", "a"))  # "il a 28" that ends what is said of him
_COUNTED = frozenset({"h", "fois", "cig", "cigarettes"})
_YOUNGEST, _OLDEST = 12, 108
YOUNGEST_MARKED = 7


def taken_up_age(words: Words, position: int) -> AgeMention | None:
    """ "j'en ai 83", "elle en a 81": a number that takes up years named before; "j'ai 20" without any."""
    form = words.forms[position]
    before = words.forms[max(0, position - 3) : position]
    if not (form.isdigit() and 1 < len(form) <= 3 and 0 < int(form) < 118):
        return None
    following = words.at(position + 1)
    spoken = any(one in ("ans", "an", "a") for one in words.forms[max(0, position - 12) : position])
    ends = not following or words.cuts[position + 1][:1] in tuple(" ,.;") and following not in _COUNTED
    together = position > 0 and words.segments[position - 1] == words.segments[position]
    if before[-1:] in (("elle",), ("lui",), ("moi",)) and spoken and ends and together:
        return AgeMention(float(form), position, position, True, before[-1] == "moi")
    alone = not following or "\n" in words.cuts[position + 1]
    if before[-2:] == ("j", "ai") and len(form) == 2 and int(form) >= _YOUNGEST and alone:
        return AgeMention(float(form), position, position, True, True)
    closes = alone or words.cuts[position + 1][:1] in (".", ",", ")") and not words.cuts[position + 1].endswith((".", ","))
    if before[-2:] in _HAS and len(form) == 2 and int(form) >= _YOUNGEST and closes:
        return AgeMention(float(form), position, position, True)
    said = before[-2:] in (("il", "dit"), ("elle", "dit")) and words.cuts[position + 1][:1] in (")", ",", ".")
    if said and int(form) >= _YOUNGEST:
        return AgeMention(float(form), position, position, True)
    if len(form) == 2 and int(form) >= _YOUNGEST and (_signs(words, position) or before[-2:] in _ABOUT and ends and following not in UNITS):
        return AgeMention(float(form), position, position, True, _signs(words, position) and _speaks(words))
    if before[-2:] not in (("en", "ai"), ("en", "a")) or following in UNITS or following in ("fois", "enfants", "autres"):
        return None
    return AgeMention(float(form), position, position, True, before[-1] == "ai")


def _is_followed_by_an_age(words: Words, position: int) -> bool:
    """ "M. [nom] (43), 61 ans": what stands in brackets is a département."""
    return words.at(position + 1).isdigit() and words.at(position + 2) in UNITS and "," in words.cuts[position + 1]


def _signs(words: Words, position: int) -> bool:
    """ "Où me laver ? Steeve, 33": a name and a number that end the text."""
    return position + 1 == len(words) and words.at(position - 1) == "nom" and words.cuts[position].strip() == "],"


def _speaks(words: Words) -> bool:
    return any(form in ("je", "j", "moi", "me") for form in words.forms)


def round_age(words: Words, position: int) -> AgeMention | None:
    """ "la cinquantaine", "une trentaine d'années", "50aine"."""
    form, following = words.forms[position], words.forms[position + 1 : position + 3]
    if form.isdigit() and len(form) == 2 and words.at(position + 1) in ("aine", "taine", "ene"):
        glued = words.cuts[position + 1] in ("", "-", " ")
        return AgeMention(float(form), position, position + 1, False, round=True) if glued and int(form) % 10 == 0 else None
    counted = following in (("d", "annees"), ("d", "annee"), ("d", "ans")) or words.at(position - 1) == "la"
    if form not in _ROUND or not (form == "centenaire" or counted) or following[:1] == ("de",):
        return None  # "la trentaine de patients"
    return AgeMention(float(_ROUND[form]), position, position, False, round=True)


def bracketed_age(passage: Passage, position: int) -> AgeMention | None:
    """ "ma fille (32)", "voisine âgée (85?)": a number alone in brackets right after somebody."""
    words = passage.words
    form = words.forms[position]
    opens, closes = words.cuts[position].rstrip().endswith("("), words.cuts[position + 1].lstrip(" ?").startswith(")")
    if not (form.isdigit() and 1 < len(form) <= 3 and int(form) <= _OLDEST and opens and closes and position):
        return None
    if _is_followed_by_an_age(words, position):
        return None
    told = words.forms[position - 1] in ("nom", "agee", "age") or any(found.last == position - 1 for found in passage.of("person"))
    return AgeMention(float(form), position, position, True) if told else None


def _youngest_beside(words: Words, position: int) -> int:
    """ "F7", "G10" open what is told of a child; "F3" is a flat, "G2" a second pregnancy, "H8" an hour."""
    marked = words.text[words.starts[position - 1] : words.ends[position - 1]] in ("F", "G") and words.cuts[position] == ""
    return YOUNGEST_MARKED if marked else MAJORITY


def age_beside(passage: Passage, position: int) -> AgeMention | None:
    """ "Mme D. 84", "F 82 GIR 4": a number right after a person, with no unit."""
    words = passage.words
    form = words.forms[position]
    if position == 0 or not (form.isdigit() and len(form) <= 3 and _youngest_beside(words, position) <= int(form) <= _OLDEST):
        return None
    if re.match(r"\s*[%€/hx°:]|\s*(?:kg|km|er?\b)", words.cuts[position + 1]) or words.at(position + 1) in _MEASURED:
        return None
    if _is_followed_by_an_age(words, position) or form == "24" and words.forms[position - 1] == "h" and words.cuts[position] == "":
        return None  # "oxygène h24"
    if words.forms[position - 1] == "j" and words.cuts[position] == "":
        return None  # "AVC J60"
    for found in passage.of("person"):
        glued = found.length == 1 and len(words.forms[found.first]) == 1 and found.first and words.cuts[found.first] == ""
        skipped = words.forms[found.last + 1 : position]
        near = found.last < position <= found.last + 3 and all(one in ("nom", "d") or len(one) == 1 for one in skipped)
        if near and not glued and found.entry.value.startswith(_AGED_BARE):
            return AgeMention(float(form), position, position, False)
    return None
