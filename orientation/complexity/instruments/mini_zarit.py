"""The burden of a carer from the total of the seven-question mini-Zarit, typed in: its wording is not shipped.

Versions of 5 and 6 questions circulate too, with other bounds.
"""

from bisect import bisect_right

from orientation.refusal import Refused

STARTS = (1.5, 3.5, 5.5)
BANDS = ("absent ou léger", "léger à modéré", "modéré à sévère", "sévère")


def mini_zarit_band(total: float) -> str:
    """What a total from 0 to 7, by halves, means.

    >>> mini_zarit_band(3.5)
    'modéré à sévère'
    """
    if not 0 <= total <= 7 or (2 * total) % 1:
        raise Refused(f"Mini-Zarit : le total va de 0 à 7 par demi-point (sept questions), trouvé {total:g}. Vérifiez la version utilisée.")
    return BANDS[bisect_right(STARTS, total)]
