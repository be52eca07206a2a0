"""The comorbidity index of Charlson (1987), with the original weights. Of two degrees of one disease only the worse counts."""

from collections.abc import Collection, Mapping
from math import exp

from orientation.complexity.answers import near_ids
from orientation.refusal import Refused

WEIGHTS: Mapping[str, int] = {
    "infarctus": 1,
    "insuffisance-cardiaque": 1,
    "arteriopathie-peripherique": 1,
    "accident-vasculaire-cerebral": 1,
    "demence": 1,
    "bronchopneumopathie-chronique": 1,
    "connectivite": 1,
    "ulcere": 1,
    "hepatopathie-legere": 1,
    "diabete": 1,
    "hemiplegie": 2,
    "insuffisance-renale": 2,
    "diabete-complique": 2,
    "tumeur": 2,
    "leucemie": 2,
    "lymphome": 2,
    "hepatopathie-severe": 3,
    "tumeur-metastatique": 6,
    "sida": 6,
}
WORSE_OF: Mapping[str, str] = {
    "hepatopathie-legere": "hepatopathie-severe",
    "diabete": "diabete-complique",
    "tumeur": "tumeur-metastatique",
}


def charlson(diseases: Collection[str], age_years: float | None = None) -> int:
    """The index of some diseases (ids of `WEIGHTS`), each counted once; with an age, one more for each decade from 50, four at most.

    >>> charlson({"diabete", "diabete-complique", "demence"}, age_years=84)
    7
    """
    held = set(diseases)
    for disease in sorted(held - WEIGHTS.keys()):
        raise Refused(f"Charlson : « {disease} » n'est pas une maladie de l'indice. {near_ids(disease, WEIGHTS)}")
    counted = sum(WEIGHTS[disease] for disease in held if WORSE_OF.get(disease) not in held)
    by_age = 0 if age_years is None else min(4, max(0, int((age_years - 40) // 10)))
    return counted + by_age


def ten_year_survival(index: int) -> float:
    """The published ten-year survival of an index, between 0 and 1."""
    return float(0.983 ** exp(0.9 * index))
