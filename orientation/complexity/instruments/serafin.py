"""SERAFIN-PH needs (ANS, 2023.1.0, Licence Ouverte 2.0) as a way to our needs and to the criteria of a grid.

The nomenclature says what somebody needs, never how heavy it is: a criterion it points at is filled at the first level, to be specified.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from orientation.complexity.instruments import Prefill, filled
from orientation.grid import GridOnDay
from orientation.refusal import Refused

LEVEL = 1
"""The level of a criterion of which only the need is known: something to look after, nothing more."""


@dataclass(frozen=True, slots=True)
class SerafinNeed:
    """One need of the nomenclature. `needs` and `criteria`: ids of ours, none where it is too broad to tell.

    `note`: what to make precise.
    """

    code: str
    label: str
    needs: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    note: str = ""

    @property
    def depth(self) -> int:
        return self.code.count(".")


SerafinTree = Mapping[str, SerafinNeed]


@dataclass(frozen=True, slots=True)
class Suggested:
    """Our needs and the criteria that some SERAFIN-PH needs point at, each with the codes it comes from."""

    needs: Mapping[str, tuple[str, ...]]
    criteria: Mapping[str, tuple[str, ...]]


def in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """
    >>> in_order(["1.1.10", "1.1.9", "1.1"])
    ('1.1', '1.1.9', '1.1.10')
    """
    return tuple(sorted(codes, key=lambda code: [int(part) for part in code.split(".")]))


def suggested(codes: Iterable[str], tree: SerafinTree) -> Suggested:
    """What these needs point at; a heading stands for all it holds. Raises Refused for a code that is none."""
    needs: dict[str, tuple[str, ...]] = {}
    criteria: dict[str, tuple[str, ...]] = {}
    for code in in_order({held for asked in codes for held in _held(asked, tree)}):
        for found, ids in ((needs, tree[code].needs), (criteria, tree[code].criteria)):
            for id in ids:
                found[id] = (*found.get(id, ()), code)
    return Suggested(needs, criteria)


def _held(code: str, tree: SerafinTree) -> tuple[str, ...]:
    if code not in tree:
        near = in_order(get_close_matches(code, tree, n=3, cutoff=0.5)) or ("1.1.1", "1.2.1.1", "1.3.1.1")
        raise Refused(
            f"« {code} » n'est pas un besoin SERAFIN-PH. Attendu un code de la nomenclature 2023, par exemple : {', '.join(near)}."
        )
    return tuple(held for held in tree if held == code or held.startswith(f"{code}."))


def prefills(found: Suggested, tree: SerafinTree, grid: GridOnDay) -> tuple[Prefill, ...]:
    """The levels that these needs give the criteria that the grid has, each with the needs it comes from, in words."""
    return tuple(
        filled("serafin-ph", " ; ".join(f"{code} {tree[code].label}" for code in codes), criterion, LEVEL, grid)
        for criterion, codes in found.criteria.items()
        if criterion in grid.criterion
    )
