"""The GIR computed from the AGGIR variables, by the tables of CASF annexe 2-2 (the points of décret 97-427 annexe II without its misprint).

Publication of the algorithm was authorised by its owner, the Syndicat national de gérontologie clinique: the result is "indicatif",
is never used under 60 nor to decide an APA, and each grid says whether the calculator is offered. It is not monotone, and it is so in the
law: all A but transfers B is GIR 5, all A but transfers C is GIR 6. Do not "fix" it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from orientation.refusal import Refused

VARIABLES = (
    "cohérence",
    "orientation",
    "toilette",
    "habillage",
    "alimentation",
    "élimination",
    "transferts",
    "déplacements à l'intérieur",
    "déplacements à l'extérieur",
    "communication à distance",
)
ACTIVE = 8
FROM_AGE = 60
INDICATIVE = "GIR indicatif — ne vaut pas évaluation de l'équipe médico-sociale"


@dataclass(frozen=True, slots=True)
class Group:
    """Points of C and of B for the eight active variables, and the ranks reached from a sum on, heaviest first."""

    c: tuple[int, ...]
    b: tuple[int, ...]
    ranks: tuple[tuple[int, int], ...]


GROUPS = (
    Group((2000, 1200, 40, 40, 60, 100, 800, 200), (0, 0, 16, 16, 20, 16, 120, 32), ((4380, 1), (4140, 2), (3390, 3))),
    Group((1500, 1200, 40, 40, 60, 100, 800, -80), (320, 120, 16, 16, 0, 16, 120, -40), ((2016, 4),)),
    Group((0, 0, 40, 40, 60, 160, 1000, 400), (0, 0, 16, 16, 20, 20, 200, 40), ((1700, 5), (1432, 6))),
    Group((0, 0, 0, 0, 2000, 400, 2000, 200), (0, 0, 0, 0, 200, 200, 200, 0), ((2400, 7),)),
    Group((400, 400, 400, 400, 400, 800, 800, 200), (0, 0, 100, 100, 100, 100, 100, 0), ((1200, 8),)),
    Group((200, 200, 500, 500, 500, 500, 500, 200), (100, 100, 100, 100, 100, 100, 100, 0), ((800, 9),)),
    Group((150, 150, 300, 300, 500, 500, 400, 200), (0, 0, 200, 200, 200, 200, 200, 100), ((650, 10),)),
    Group((0, 0, 3000, 3000, 3000, 3000, 1000, 1000), (0, 0, 2000, 2000, 2000, 2000, 2000, 1000), ((4000, 11), (2000, 12))),
)
LAST_RANK = 13
GIR_OF_RANK = {1: 1, 2: 2, 3: 2, 4: 2, 5: 2, 6: 2, 7: 2, 8: 3, 9: 3, 10: 4, 11: 4, 12: 5, 13: 6}


@dataclass(frozen=True, slots=True)
class Gir:
    """A GIR from 1 (heaviest) to 6, the rank it comes from (1 to 13), and the notice that must stand beside it."""

    gir: int
    rank: int
    notice: str = INDICATIVE


def aggir(letters: Sequence[str]) -> Gir:
    """The GIR of the modalities A, B or C of the eight active variables, in order; the ninth and tenth weigh nothing and may follow.

    >>> aggir(list("AAAAAABA")).gir, aggir(list("AAAAAACA")).gir
    (5, 6)
    """
    read = [letter.strip().upper() for letter in (letters[0] if len(letters) == 1 else letters)]
    if len(read) not in (ACTIVE, len(VARIABLES)):
        raise Refused(f"AGGIR attend 8 ou 10 réponses (A, B ou C), dans l'ordre : {', '.join(VARIABLES)}. Trouvé : {len(read)}.")
    for variable, letter in zip(VARIABLES, read, strict=False):
        if letter not in ("A", "B", "C"):
            raise Refused(
                f"AGGIR, {variable} : « {letter} » n'est pas une réponse. Répondez A (fait seul), B (en partie) ou C (ne fait pas)."
            )
    rank = _rank("".join(read[:ACTIVE]))
    return Gir(GIR_OF_RANK[rank], rank)


def _rank(profile: str) -> int:
    for group in GROUPS:
        total = sum(c if letter == "C" else b if letter == "B" else 0 for letter, b, c in zip(profile, group.b, group.c, strict=True))
        for least, rank in group.ranks:
            if total >= least:
                return rank
    return LAST_RANK


def modality(spontaneously: bool, totally: bool, correctly: bool, usually: bool) -> str:
    """A, B or C of one variable from the four adverbs of the 2008 guide: four yes is A, four no is C, anything else is B."""
    yes = sum((spontaneously, totally, correctly, usually))
    return "A" if yes == 4 else "C" if yes == 0 else "B"
