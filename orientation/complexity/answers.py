"""What the facts of a situation say of each criterion of a grid: the level that counts, and how high it may prove to be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from orientation.case import Situation
from orientation.grid import WORST, GridOnDay
from orientation.refusal import Refused

YES, NO = "oui", "non"
DIRECT = {"0": (0, 0), "1": (1, 1), "2": (2, 2), "3": (3, 3), NO: (0, 0), YES: (2, WORST)}
SETTING_CODES = {YES: 1, NO: -1}


@dataclass(frozen=True, slots=True)
class Answer:
    """A criterion's level that counts (0 when nobody spoke of it), the highest it may prove to be, and the facts it was read from."""

    level: int
    at_most: int
    sources: tuple[str, ...] = ()

    @property
    def is_missing(self) -> bool:
        """Nothing reported, and not excluded either."""
        return self.level == 0 < self.at_most


def answers(situation: Situation, grid: GridOnDay) -> dict[str, Answer]:
    """An answer for each criterion, in the grid's order. Raises Refused for a fact or a value the grid does not know."""
    coarse, direct = _sorted_facts(situation, grid)
    return {criterion: direct.get(criterion) or _from_coarse(criterion, coarse, grid) for criterion in grid.criterion}


def settings_of(situation: Situation, grid: GridOnDay) -> dict[str, int]:
    """1 stated oui, -1 stated non, 0 unknown, by fact of context."""
    return {setting.id: SETTING_CODES.get(situation.facts.get(setting.id, ""), 0) for setting in grid.settings}


def _sorted_facts(situation: Situation, grid: GridOnDay) -> tuple[dict[str, Mapping[str, tuple[int, int]]], dict[str, Answer]]:
    """Coarse facts with their effects by criterion, and the criteria answered directly; two direct answers keep the heavier."""
    coarse: dict[str, Mapping[str, tuple[int, int]]] = {}
    direct: dict[str, Answer] = {}
    if situation.gir is not None and grid.gir_criterion in grid.criterion:
        by_gir = grid.gir_levels[situation.gir]
        _keep_heavier(direct, str(grid.gir_criterion), (by_gir, by_gir), "gir")
    for fact, value in situation.facts.items():
        if fact in grid.links and value in grid.links[fact]:
            coarse[fact] = grid.effect_of[fact, value]
        elif (criterion := grid.by_code.get(fact, fact)) in grid.criterion and value in DIRECT:
            _keep_heavier(direct, criterion, DIRECT[value], fact)
        elif not (fact in grid.setting_ids and value in SETTING_CODES):
            raise unknown_fact(fact, value, grid)
    own = str(grid.gir_criterion)
    if own in direct and own in coarse.get(own, {}):
        _keep_heavier(direct, own, coarse[own][own], own)
    return coarse, direct


def _keep_heavier(direct: dict[str, Answer], criterion: str, found: tuple[int, int], source: str) -> None:
    held = direct.get(criterion)
    if held is None:
        direct[criterion] = Answer(*found, (source,))
    else:
        direct[criterion] = Answer(max(held.level, found[0]), max(held.at_most, found[1]), (*held.sources, source))


def _from_coarse(criterion: str, coarse: Mapping[str, Mapping[str, tuple[int, int]]], grid: GridOnDay) -> Answer:
    """The heaviest of what the facts linked to it say; a linked fact that nobody spoke of may still be as heavy as it can be."""
    level, at_most = 0, grid.beyond[criterion]
    sources: tuple[str, ...] = ()
    for fact in grid.sources[criterion]:
        if fact in coarse:
            low, high = coarse[fact].get(criterion, (0, 0))
            if low:
                sources = (*sources, fact)
            level, at_most = max(level, low), max(at_most, high)
        else:
            at_most = max(at_most, grid.reach[fact, criterion])
    return Answer(level, at_most, sources)


def unknown_fact(fact: str, value: str, grid: GridOnDay) -> Refused:
    """The refusal of a fact or of its value, naming what would be accepted."""
    accepted = accepted_values(fact, grid)
    if accepted:
        return Refused(f"« {value} » n'est pas une réponse à « {fact} ». Réponses possibles : {', '.join(accepted)}.")
    near = near_ids(fact, (*grid.links, *grid.criterion, *grid.by_code, *grid.setting_ids))
    return Refused(f"Le critère « {fact} » n'existe pas dans la grille « {grid.id} ». {near}")


def accepted_values(fact: str, grid: GridOnDay) -> tuple[str, ...]:
    """Every value a fact takes, none when the grid does not know it."""
    coarse = tuple(grid.links.get(fact, ()))
    direct = tuple(DIRECT) if grid.by_code.get(fact, fact) in grid.criterion else ()
    return tuple(dict.fromkeys((*coarse, *direct, *(SETTING_CODES if fact in grid.setting_ids else ()))))


def near_ids(word: str, known: Iterable[str]) -> str:
    """A sentence naming the ids that look like a word."""
    names = sorted(set(known))
    near = get_close_matches(word, names, n=3, cutoff=0.5) or [name for name in names if word[:4] and word[:4] in name][:3]
    return f"Proches : {', '.join(near)}." if near else f"Exemples : {', '.join(names[:5])}…"
