"""Published instruments, computed exactly, and how their results fill a criterion of a grid.

A result typed in by a user is the normal path; a grid says which calculators it offers (`GridOnDay.calculators`).
Items of protected instruments are not shipped: `LEFT_OUT` names those, and why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from orientation.case import Reason
from orientation.grid import GridOnDay
from orientation.refusal import Refused

LEFT_OUT: Mapping[str, str] = {
    "COMID": "outil protégé de l'imad (Genève), d'accès libre sur son site : nous n'en reprenons que l'idée des six domaines",
    "INTERMED": "droits du consortium INTERMED",
    "PCAM et MCAM": "« PCAM is copyrighted » : nous n'en reprenons que l'idée d'un niveau d'action par critère",
    "ISAR": "signalé comme non libre",
    "Zarit (22 questions)": "distribué sous licence ; seul le total du mini-Zarit peut être saisi",
    "FRAGIRE": "grille du PGI et de la CNAV",
    "Pathos": "droits du SNGC et de la CNSA, réservé aux établissements",
    "GFST": "jugement clinique sans score : rien à calculer",
}

# How each is called in a sentence.
NAMES: Mapping[str, str] = {
    "gir": "le GIR",
    "epices": "EPICES",
    "charlson": "Charlson",
    "lace": "LACE",
    "mini-zarit": "le mini-Zarit",
    "serafin-ph": "SERAFIN-PH",
}

YES_WORDS = {"oui", "o", "1", "yes", "y", "vrai", "true"}
NO_WORDS = {"non", "n", "0", "no", "faux", "false"}


@dataclass(frozen=True, slots=True)
class Prefill:
    """The level that an instrument's result gives a criterion, and where it comes from, to be shown; a direct answer replaces it."""

    criterion: str
    level: int
    origin: Reason

    @property
    def fact(self) -> tuple[str, str]:
        """The fact to add to a situation."""
        return self.criterion, str(self.level)


def prefill(instrument: str, result: int | float | Decimal, grid: GridOnDay) -> Prefill | None:
    """What a result fills in this grid; None when the grid does not use that instrument (gir, epices, charlson, lace, mini-zarit)."""
    if instrument == "gir":
        if grid.gir_criterion is None or result not in grid.gir_levels:
            return None
        criterion, level = grid.gir_criterion, grid.gir_levels[int(result)]
    elif (held := grid.level_maps.get(instrument)) is not None:
        criterion, level = held.criterion, held.level(Fraction(str(result)))
    else:
        return None
    return filled(instrument, result, criterion, level, grid)


def filled(instrument: str, result: object, criterion: str, level: int, grid: GridOnDay) -> Prefill:
    """A level with its origin in words."""
    of = {"instrument": NAMES[instrument], "result": result, "criterion": grid.criterion[criterion].label, "level": level}
    return Prefill(criterion, level, Reason("complexity-prefill", of))


def yes_or_no(word: str, where: str) -> bool:
    """oui or non, also written 1 or 0. Raises Refused for anything else."""
    said = str(word).strip().lower()
    if said in YES_WORDS:
        return True
    if said in NO_WORDS:
        return False
    raise Refused(f"{where} : « {word} » n'est pas une réponse. Répondez par oui ou non (ou 1 ou 0).")
