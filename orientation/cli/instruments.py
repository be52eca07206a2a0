"""The `instrument` command: words of the command line to the arguments of each instrument."""

from argparse import Namespace
from collections.abc import Callable, Sequence

from orientation.cli.printing import say
from orientation.complexity.instruments import LEFT_OUT, yes_or_no
from orientation.complexity.instruments.aggir import aggir
from orientation.complexity.instruments.charlson import charlson
from orientation.complexity.instruments.epices import epices
from orientation.complexity.instruments.lace import lace
from orientation.complexity.instruments.mini_zarit import mini_zarit_band
from orientation.complexity.instruments.serafin import LEVEL, suggested
from orientation.reference.serafin import load_serafin
from orientation.reference.vocabularies import load_vocabulary
from orientation.refusal import Refused

Json = dict[str, object]
Computed = tuple[Json, str]


def instrument(options: Namespace) -> None:
    value, sentence = computed(options.name, options.answers)
    say(options, value, [sentence])


def computed(name: str, words: Sequence[str]) -> Computed:
    """The result as the contract's fields, and as a sentence. Raises Refused for an instrument that is not shipped."""
    if name not in _INSTRUMENTS:
        raise Refused(
            f"Instrument « {name} » inconnu. Calculés ici : {', '.join(_INSTRUMENTS)}. "
            f"Non livrés, pour leurs droits : {', '.join(LEFT_OUT)}."
        )
    return _INSTRUMENTS[name](words)


def _aggir(words: Sequence[str]) -> Computed:
    found = aggir(words)
    return {"gir": found.gir, "rank": found.rank, "notice": found.notice}, f"GIR {found.gir} ({found.notice})"


def _epices(words: Sequence[str]) -> Computed:
    found = epices(words)
    value: Json = {"score": float(found.score), "quintile": found.quintile, "deprived": found.deprived}
    return value, f"EPICES {found.score} (quintile {found.quintile}{', précarité' if found.deprived else ''})"


def _charlson(words: Sequence[str]) -> Computed:
    """Diseases, and an age as age=84."""
    ages = [word.removeprefix("age=") for word in words if word.startswith("age=")]
    score = charlson([word for word in words if not word.startswith("age=")], _number(ages[-1], "age") if ages else None)
    return {"score": score}, f"Charlson {score}"


def _lace(words: Sequence[str]) -> Computed:
    if len(words) != 4:
        raise Refused(
            "LACE attend 4 réponses : durée du séjour en jours, entrée en urgence (oui ou non), Charlson, passages aux urgences en six "
            f"mois ; trouvé : {len(words)}."
        )
    stay, acute, comorbidity, visits = words
    score = lace(
        _number(stay, "durée"),
        yes_or_no(acute, "LACE, entrée en urgence"),
        int(_number(comorbidity, "Charlson")),
        int(_number(visits, "passages")),
    )
    return {"score": score}, f"LACE {score}"


def _mini_zarit(words: Sequence[str]) -> Computed:
    if len(words) != 1:
        raise Refused(f"Le mini-Zarit attend son total, de 0 à 7 ; trouvé : {len(words)} valeurs.")
    total = _number(words[0], "total")
    band = mini_zarit_band(total)
    return {"score": total, "band": band}, f"Mini-Zarit {total:g} : {band}"


def _serafin(words: Sequence[str]) -> Computed:
    """Codes of SERAFIN-PH needs: what to look for, and the criteria to specify."""
    if not words:
        raise Refused("SERAFIN-PH attend un ou plusieurs codes de besoins, par exemple : 1.2.1.1 1.3.2.2.")
    vocabulary = load_vocabulary()
    found = suggested(words, load_serafin(vocabulary))
    value: Json = {
        "needs": [{"id": need, "codes": list(codes)} for need, codes in found.needs.items()],
        "criteria": [{"criterion": criterion, "level": LEVEL, "codes": list(codes)} for criterion, codes in found.criteria.items()],
    }
    said = ", ".join(f"{vocabulary.needs[need].label_fr} ({', '.join(codes)})" for need, codes in found.needs.items())
    return value, f"À chercher : {said}. À préciser, au moins de niveau {LEVEL} : {', '.join(found.criteria) or 'aucun critère'}."


def _number(word: str, what: str) -> float:
    try:
        return float(word.replace(",", "."))
    except ValueError as error:
        raise Refused(f"{what} : « {word} » n'est pas un nombre.") from error


_INSTRUMENTS: dict[str, Callable[[Sequence[str]], Computed]] = {
    "aggir": _aggir,
    "epices": _epices,
    "charlson": _charlson,
    "lace": _lace,
    "mini-zarit": _mini_zarit,
    "serafin-ph": _serafin,
}
