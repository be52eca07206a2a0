"""What a change of grid is replayed on: cases that professionals judged, decisions that were recorded, and what they are first proposed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from orientation.assistant import Rules, searched
from orientation.case import Case, WantedNeed
from orientation.complexity.assess import assess
from orientation.complexity.decisions import as_judged_case, fictional_decisions
from orientation.complexity.judged import JudgedCase, understood_by
from orientation.decision import Decision
from orientation.geography.gazetteer import Gazetteer
from orientation.geography.sizes import size_of
from orientation.grid import GridOnDay
from orientation.reference.cases import load_cases
from orientation.reference.decisions import load_decisions
from orientation.refusal import Refused
from orientation.store.fiction import holds_fiction
from orientation.store.read import held_by_commune
from orientation.territory import NATIONAL, Commune, Place, Territory
from orientation.workplace import Workplace

FICTIONAL = 300


def cases_of(file: Path, gazetteer: Gazetteer) -> tuple[tuple[JudgedCase, ...], str]:
    """Judged cases, or the decisions of an export."""
    if file.suffix != ".jsonl":
        cases = load_cases(file)
        return cases, f"{len(cases)} cas de {file.name}"
    decisions, rejected = load_decisions(file)
    if not decisions and rejected:
        raise Refused(f"{file.name}, ligne {rejected[0].line} : {rejected[0].reason}")
    left = f" ({len(rejected)} lignes illisibles laissées de côté)" if rejected else ""
    return _judged(decisions, gazetteer), f"{len(decisions)} décisions de {file.name}{left}"


def past_cases(grid: GridOnDay, place: Workplace) -> tuple[tuple[JudgedCase, ...], str]:
    """The territory's own cases (every territory's when it has none) and its recorded decisions; on the demonstration, fictional ones."""
    folder = Path(__file__).resolve().parents[2] / "tests" / "cases"
    own = folder / f"{grid.id}.yaml"
    cases = tuple(case for file in ([own] if own.is_file() else sorted(folder.glob("*.yaml"))) for case in load_cases(file))
    recorded = tuple(one for one in place.decisions(date.today()) if one.grid == grid.id)
    if recorded or not holds_fiction(place.engine):
        return (*cases, *_judged(recorded, place.gazetteer)), f"{len(cases)} cas à relire et {len(recorded)} décisions enregistrées"
    territory = _governed_by(grid, place)
    communes = [one for one in place.gazetteer.communes if _is_in(one, territory, place)]
    made = fictional_decisions(FICTIONAL, grid, territory.id, communes, {}, date.today())
    return (*cases, *_judged(made, place.gazetteer)), f"{len(cases)} cas à relire et {len(made)} décisions fictives de la démonstration"


def _judged(decisions: Sequence[Decision], gazetteer: Gazetteer) -> tuple[JudgedCase, ...]:
    """With the size of where people live, so that small communes can be looked at apart."""
    return tuple(replace(as_judged_case(one), commune_kind=size_of(one.place, gazetteer)) for one in decisions)


def _governed_by(grid: GridOnDay, place: Workplace) -> Territory:
    return next((one for one in place.territories.values() if one.grid == grid.id), place.territories[NATIONAL])


def _is_in(commune: Commune, territory: Territory, place: Workplace) -> bool:
    return not territory.areas or bool(territory.areas & place.gazetteer.containing(commune.code))


def first_proposals(place: Workplace, day: date) -> Callable[[JudgedCase, GridOnDay], Sequence[str]]:
    """The resources first proposed for what was looked for, or else for what the case's tier calls for.

    Where the case says, or in the commune of the territory that has the most resources.
    """
    world = place.world
    held = held_by_commune(place.engine)
    by_size = sorted(place.gazetteer.communes, key=lambda one: (-held.get(one.code, 0), -(one.population or 0)))

    @cache
    def town(where: str | None, territory: str) -> Place:
        if where is not None and place.gazetteer.commune(where) is not None:
            return place.gazetteer.place(where)
        return place.gazetteer.place(
            next(one.code for one in by_size if (one.departement == where if where else _is_in(one, place.territories[territory], place)))
        )

    def proposals(judged: JudgedCase, grid: GridOnDay) -> Sequence[str]:
        territory = _governed_by(grid, place)
        situation = understood_by(judged.situation, grid)
        tier = assess(situation, grid).grid_tier
        wanted = judged.needs or tuple(sorted(tier.fitting_needs)) or ("medecin-traitant",)
        case = Case(tuple(map(WantedNeed, wanted)), situation, town(judged.place, territory.id), day)
        rules = Rules(territory, grid, place.policies.on(territory.policy, day))
        return [match.id for match in searched(case, case.needs, world, rules, tier, 3).matches]

    return proposals
