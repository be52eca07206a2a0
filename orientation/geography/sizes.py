"""How many people live where a decision was made, as groups that may be compared."""

from bisect import bisect

from orientation.decision import FEW_PEOPLE
from orientation.geography.gazetteer import Gazetteer

_STARTS = (FEW_PEOPLE, 2_000, 10_000)
_SIZES = ("moins de 1 000 habitants", "1 000 à 1 999 habitants", "2 000 à 9 999 habitants", "10 000 habitants et plus")


def size_of(place: str | None, gazetteer: Gazetteer) -> str | None:
    """The size of the commune of that code. A département stands for its communes of few people; None: nobody said where."""
    if place is None:
        return None
    commune = gazetteer.commune(place)
    return _SIZES[0] if commune is None else _SIZES[bisect(_STARTS, commune.population or 0)]
