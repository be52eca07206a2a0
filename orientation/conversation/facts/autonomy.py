"""Reads a GIR, the six groups of the AGGIR scale, and the loss of autonomy it stands for."""

import re
from dataclasses import dataclass

from orientation.conversation.numerals import NUMBER_WORDS
from orientation.wording import folded

_DIGIT = r"(?P<{0}>[1-6](?![0-9])|un\b|deux\b|trois\b|quatre\b|cinq\b|six\b)"
_GIR = re.compile(
    r"\b(?:g\.?\s?i\.?\s?r\.?|groupe iso[- ]?ressources?|iso[- ]?ressources?)\s*(?:actuel|actuellement|estime|"
    r"evalue|reevalue|est|a|de|en|au|passe|provisoire|environ|probable|n°|numero|[:=~(\-])*\s*(?:a|est|de|en|=|:)?\s*"
    + _DIGIT.format("low")
    + r"(?:\s*(?:-|/|a|ou|et)\s*(?:gir\s*)?"
    + _DIGIT.format("high")
    + r")?"
)
_EACH = re.compile(r"\b(?P<who>elle|lui|madame|monsieur|mme|mr)\s+(?:est\s+|en\s+|a\s+un\s+)?(?:en\s+)?gir\s*" + _DIGIT.format("low"))
_MEANT = re.compile(r"\bc'est (?:surtout |bien )?pour (elle|lui)\b")
_SEX = {"elle": "F", "lui": "M"}
_CORRECTED = re.compile(
    r"^[\s,;.?!(]*(?:non|pardon|plutot|en fait|enfin|euh|maintenant|passe|->|→)[\s,:]*(?:en |a |plutot |pardon |gir )*"
    + _DIGIT.format("low")
)
_OLD = re.compile(r"(?:ancien(?:nement)?|etait|avant|passe de|passee de|precedent)\s*(?:en |un |de |au )?$")
_CATALOGUE = re.compile(r"(?:accueil\w*|recoi\w*|reserve\w*|prend\w*)\s+(?:les?\s+|des?\s+|aux?\s+|jusqu\w*\s+)*$")


@dataclass(frozen=True, slots=True)
class Gir:
    """`value` None when only a range was given ("GIR 3-4"); `level` is the level of `perte-autonomie`."""

    value: int | None
    level: str
    start: int
    end: int


def level_of(gir: int) -> str:
    """The level of `perte-autonomie` for a GIR.

    >>> [level_of(gir) for gir in (1, 2, 3, 4, 5, 6)]
    ['severe', 'severe', 'moderee', 'moderee', 'legere', 'aucune']
    """
    return ("severe", "severe", "moderee", "moderee", "legere", "aucune")[gir - 1]


def read_gir(text: str) -> Gir | None:
    """The GIR stated, the last one when several follow each other in time; None when there is none.

    >>> read_gir("GIR 4 en 2022, GIR 2 maintenant").value
    2
    """
    flat = folded(text)
    read: Gir | None = None
    shared = _of_two(flat)
    if shared is not None:
        return shared
    for found in _GIR.finditer(flat):
        if _OLD.search(flat[: found.start()]) or _CATALOGUE.search(flat[: found.start()]):
            if read is None and not _CATALOGUE.search(flat[: found.start()]) and not _GIR.search(flat, found.end()):
                read = _gir(found)
            continue
        read = _gir(found)
        corrected = _CORRECTED.match(flat[found.end() :])
        if corrected:
            value = _number(corrected["low"])
            read = Gir(value, level_of(value), found.start(), found.end() + corrected.end())
    return read


def _of_two(flat: str) -> Gir | None:
    """ "elle GIR 2, lui GIR 4": two people's, so that neither is the one asked about, unless "c'est pour elle" says whose it is."""
    told = {found["who"]: found for found in _EACH.finditer(flat)}
    values = {_number(found["low"]) for found in told.values()}
    sexes = {"F" if who in ("elle", "madame", "mme") else "M" for who in told}
    if len(values) < 2 or len(sexes) < 2:
        return None
    meant = _MEANT.search(flat)
    if meant:
        own = next(found for found in told.values() if ("F" if found["who"] in ("elle", "madame", "mme") else "M") == _SEX[meant[1]])
        return Gir(_number(own["low"]), level_of(_number(own["low"])), own.start(), own.end())
    first = min(told.values(), key=lambda found: found.start())
    return Gir(None, level_of(min(values)), first.start(), first.end())


def _gir(found: re.Match[str]) -> Gir | None:
    low = _number(found["low"])
    high = _number(found["high"]) if found["high"] else low
    if low == high:
        return Gir(low, level_of(low), found.start(), found.end())
    separator = found.group()[found.start("low") - found.start() + 1 :]
    if " a " in separator and found.string[max(0, found.start() - 3) : found.start()].strip() == "de":
        return Gir(high, level_of(high), found.start(), found.end())
    return Gir(None, level_of(min(low, high)), found.start(), found.end())


def _number(written: str) -> int:
    return int(written) if written.isdigit() else NUMBER_WORDS[written]
