"""What stands beside a place name and says which one is meant: a postcode, a département's number or name."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from orientation.geography.name_index import NameIndex
from orientation.geography.named import Named
from orientation.geography.words import Word, key_of
from orientation.territory import Commune

_COUNTED = re.compile(
    r"ans?|a|annees?|mois|jours?|j|semaines?|sem|h|heures?|min|minutes?|fois|x|nuits?|enfants?|pers|personnes?|kg|km|g|mg|ml|euros?|eur|e"
    r"|etages?|trimestre|avis|refus|chute|cure|lignes?|grossesse|seances?|rdv|pts?|patients|lits|places|visites|passages|ampoules|cp|stade"
    r"|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
)
_ELIDED = frozenset({"j"})
_AFTER_AN_ELISION = frozenset(
    {"ai", "avais", "habite", "en", "y", "arrive", "ecris", "appelle", "aimerais", "aurais", "etais"}
)  # "Lyon 3 j'ai"
_LEADING = frozenset(
    {
        "dans",
        "le",
        "la",
        "l",
        "en",
        "dep",
        "dept",
        "departement",
        "dpt",
        "du",
        "de",
        "d",
        "a",
        "code",
        "postal",
        "cp",
        "region",
        "celui",
        "celle",
        "cote",
    }
)
_OVERSEAS = ("971", "972", "973", "974", "976")
# How overseas départements and a few others are called in short; an island says its département.
_CALLED = {
    "gpe": ("971",), "gwada": ("971",), "guada": ("971",), "karukera": ("971",), "marie galante": ("971",),
    "guadeloup": ("971",),
    "mada": ("972",), "madinina": ("972",), "mtq": ("972",), "mque": ("972",), "martnik": ("972",), "gf": ("973",),
    "reunion": ("974",), "run": ("974",), "la run": ("974",), "ile de la reunion": ("974",), "reunionnaise": ("974",), "mayott": ("976",),
    "maore": ("976",), "antilles": ("971", "972", "977", "978"), "dom tom": _OVERSEAS, "outre mer": _OVERSEAS,
    "sxm": ("978",), "spm": ("975",), "pays basque": ("64",),
    "alsace": ("67", "68"), "bas rhin": ("67",), "lorraine": ("54", "55", "57", "88"),
    "franche comte": ("25", "39", "70", "90"),
    "limousin": ("19", "23", "87"), "auvergne": ("03", "15", "43", "63"), "picardie": ("02", "60", "80"),
    "bourgogne": ("21", "58", "71", "89"),
    "bearn": ("64",), "perigord": ("24",), "quercy": ("46",), "roussillon": ("66",),
}  # fmt: skip
_LONGEST_CALLED = 4
Accepts = Callable[[Commune], bool]


class Hint(NamedTuple):
    """What narrows a name: `text` as it may be shown, which communes it accepts, the first word after it, and its départements."""

    text: str
    accepts: Accepts
    after: int
    inside: frozenset[str] = frozenset()


def postcode_departements(postcode: str) -> frozenset[str]:
    """Département codes that a postcode points to.

    >>> sorted(postcode_departements("94010")), sorted(postcode_departements("97306")), sorted(postcode_departements("20600"))
    (['94'], ['973'], ['2B'])
    """
    if postcode.startswith(("97", "98")):
        return {"97133": frozenset({"977"}), "97150": frozenset({"978"})}.get(postcode, frozenset({postcode[:3]}))
    if postcode.startswith("20"):
        return frozenset({"2A" if postcode < "20200" else "2B"})
    return frozenset({postcode[:2]})


def hint_at(words: Sequence[Word], index: int, names: NameIndex) -> Hint | None:
    """The postcode, département number or area name that begins at a word; None when there is none."""
    if index >= len(words):
        return None
    text = words[index].text
    if text.isdigit():
        return _postcode_hint(text, index) if len(text) == 5 else _departement_hint(words, index, names)
    return _area_hint(words, index, names)


def _postcode_hint(postcode: str, index: int) -> Hint:
    departements = postcode_departements(postcode)
    return Hint(postcode, lambda commune: postcode in commune.postcodes or commune.departement in departements, index + 1, departements)


def _departement_hint(words: Sequence[Word], index: int, names: NameIndex) -> Hint | None:
    text, after = words[index].text, index + 1
    if text == "2" and after < len(words) and words[after].text in ("a", "b") and words[after].start == words[index].end:
        code, after = "2" + words[after].text.upper(), after + 1
    else:
        code = text.zfill(2)
    if len(text) == 1 and after == index + 1:
        return None  # a département's number is written in full: "2 petits", "Lyon 3"
    codes = frozenset({"2A", "2B"}) if code == "20" else frozenset({code}) & names.departements
    if not codes or len(text) > 3 or is_a_quantity(words, after):
        return None
    return Hint(code, _inside(codes), after, codes)


def is_a_quantity(words: Sequence[Word], after: int) -> bool:
    """Whether the word right after a number makes it an age, a duration or a count; past a bracket or a comma, as in "(92), a", it
    does not; nor does "j'ai" count days."""
    if after >= len(words) or words[after].start - words[after - 1].end > 1 or _COUNTED.fullmatch(words[after].text) is None:
        return False
    elided = words[after].text in _ELIDED and after + 1 < len(words) and words[after + 1].start - words[after].end == 1
    return not (elided and words[after + 1].text in _AFTER_AN_ELISION)


def _area_hint(words: Sequence[Word], index: int, names: NameIndex) -> Hint | None:
    for length in range(min(max(names.longest.get(words[index].text, 0), _LONGEST_CALLED), len(words) - index), 0, -1):
        text = " ".join(word.text for word in words[index : index + length])
        if text in _CALLED and text not in names.areas:
            return Hint(text, _inside(frozenset(_CALLED[text])), index + length, frozenset(_CALLED[text]))
        if text in names.areas:
            return Hint(text, _inside(names.areas[text]), index + length, names.areas[text])
    return None


def _inside(departements: frozenset[str]) -> Accepts:
    return lambda commune: commune.departement in departements


def hint_after(words: Sequence[Word], index: int, names: NameIndex) -> Hint | None:
    """The hint that follows a name, past "dans le", "en", "dép."…; None when something else follows."""
    skipped = index
    while skipped < len(words) and skipped - index < 3 and words[skipped].text in _LEADING:
        hint = hint_at(words, skipped, names)
        if hint is not None:
            return hint
        skipped += 1
    return hint_at(words, skipped, names)


def narrowed(named: Sequence[Named], hint: Hint | None, names: NameIndex) -> list[Named]:
    """The candidates a hint accepts, those of its very postcode first, a town giving way to the arrondissement of that postcode."""
    if hint is None:
        return list(named)
    kept = [candidate for candidate in named if hint.accepts(candidate.commune)]
    exact = [candidate for candidate in kept if hint.text in candidate.commune.postcodes]
    return [candidate._replace(commune=_arrondissement_of(candidate.commune, hint.text, names)) for candidate in exact or kept]


def _arrondissement_of(commune: Commune, postcode: str, names: NameIndex) -> Commune:
    inside = names.towns_in_arrondissements.get(key_of(commune.name), {}).values() if postcode in commune.postcodes else ()
    return next((arrondissement for arrondissement in inside if postcode in arrondissement.postcodes), commune)
