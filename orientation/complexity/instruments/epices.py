"""EPICES, a score of social deprivation from 0 to 100 (Sass 2006, BEH 14/2006; coefficients published by the Cetaf).

Decimal arithmetic: five patterns of answers fall exactly on the threshold. Its questions on leisure and holidays mean little in some
places: each grid says whether it fills a criterion.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from orientation.complexity.instruments import yes_or_no
from orientation.refusal import Refused

CONSTANT = Decimal("75.14")
# Short themes, not the wording of the questionnaire.
ITEMS: tuple[tuple[str, Decimal], ...] = (
    ("rencontre parfois un travailleur social", Decimal("10.06")),
    ("a une complémentaire santé", Decimal("-11.83")),
    ("vit en couple", Decimal("-8.28")),
    ("est propriétaire", Decimal("-8.28")),
    ("a de vraies difficultés financières dans le mois", Decimal("14.80")),
    ("a fait du sport dans l'année", Decimal("-6.51")),
    ("est allé au spectacle dans l'année", Decimal("-7.10")),
    ("est parti en vacances dans l'année", Decimal("-7.10")),
    ("a vu de la famille dans les six mois", Decimal("-9.47")),
    ("pourrait être hébergé par des proches", Decimal("-9.47")),
    ("pourrait recevoir une aide matérielle de proches", Decimal("-7.10")),
)
THRESHOLD = Decimal("30.17")
QUINTILE_STARTS = (Decimal("7.10"), Decimal("16.57"), THRESHOLD, Decimal("48.53"))


@dataclass(frozen=True, slots=True)
class Epices:
    """A score from 0 to 100, its quintile from 1 (least deprived) to 5, and whether it reaches the threshold of deprivation, 30.17."""

    score: Decimal
    quintile: int
    deprived: bool


def epices(answers: Sequence[str]) -> Epices:
    """The score of the eleven answers (oui, non, 1 or 0), all needed. Raises Refused otherwise.

    >>> epices(["non", "oui", "oui", "oui", "non", "oui", "oui", "oui", "oui", "oui", "oui"]).score
    Decimal('0.00')
    """
    if len(answers) != len(ITEMS):
        themes = " ; ".join(f"{rank} {theme}" for rank, (theme, _) in enumerate(ITEMS, start=1))
        raise Refused(f"EPICES attend 11 réponses (oui ou non), toutes nécessaires ; trouvé : {len(answers)}. Dans l'ordre : {themes}.")
    said = [
        yes_or_no(word, f"EPICES, question {rank} ({theme})")
        for rank, (word, (theme, _)) in enumerate(zip(answers, ITEMS, strict=True), start=1)
    ]
    score = CONSTANT + sum((weight for yes, (_, weight) in zip(said, ITEMS, strict=True) if yes), Decimal("0.00"))
    return Epices(score, 1 + sum(score >= start for start in QUINTILE_STARTS), score >= THRESHOLD)
