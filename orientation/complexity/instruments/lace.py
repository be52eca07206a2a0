"""LACE, the risk of readmission or death within 30 days of a discharge, from 0 to 19 (van Walraven, CMAJ 2010;182:551).

The "modified LACE" that also circulates gives other points from 14 days on: it is not this one.
"""

from bisect import bisect_right

from orientation.refusal import Refused

STAY_STARTS = (1, 2, 3, 4, 7, 14)
STAY_POINTS = (0, 1, 2, 3, 4, 5, 7)
ACUTE = 3
HIGH = 10


def lace(stay_days: float, acute: bool, charlson: int, emergency_visits: int) -> int:
    """Points of a stay: its length, whether it began as an emergency, the Charlson index, emergency visits in the six months before.

    >>> lace(stay_days=14, acute=True, charlson=4, emergency_visits=4)
    19
    """
    if min(stay_days, charlson, emergency_visits) < 0:
        raise Refused("LACE : durée, indice de Charlson et passages aux urgences ne peuvent être négatifs. Corrigez la valeur.")
    comorbidity = charlson if charlson < 4 else 5
    return STAY_POINTS[bisect_right(STAY_STARTS, stay_days)] + (ACUTE if acute else 0) + comorbidity + min(emergency_visits, 4)
