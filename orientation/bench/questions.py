"""`bench questions`: how soon the answer that is shown is the one that knowing everything would show, by who chooses the questions.

Replays made-up situations of the demonstration. The request says the needs, the place and about half of the rest; then one question
at a time is answered, chosen by the assistant, in a fixed order, or at random. Whoever would stop keeps what is shown.
"""

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from orientation.assistant import Rules, World, keyed, rules_for, searched
from orientation.bench.measuring import spread, timed
from orientation.case import Case, Situation, WantedNeed
from orientation.complexity.assess import assess
from orientation.complexity.decisions import fictional_decisions
from orientation.decision import Decision
from orientation.inquiry import LOOKED_AT, OLD_AGE, next_questions
from orientation.workplace import Workplace

DAY = date(2026, 11, 2)
TERRITORY = "ile-de-france"
MOST = 10
SAID, AGE_SAID = 0.5, 0.6

Shown = tuple[object, ...]
Choose = Callable[[Case, Sequence[str]], str | None]
"""Of the questions still open, the one to ask; None asks nothing more."""


@dataclass(frozen=True)
class Replayed:
    """`said`: the case as the request tells it; `answered`: the same person once everything is known."""

    said: Case
    answered: Case


def run(argv: Sequence[str] = ()) -> dict[str, Any]:
    """Options: --size N (situations replayed, 200 at most)."""
    parser = ArgumentParser(prog="bench questions", description=__doc__)
    parser.add_argument("--size", type=int, default=60)
    count = max(1, min(parser.parse_args(argv).size, 200))
    place = Workplace()
    world = place.world
    rules = _rules(place, world)
    chance = np.random.default_rng(0)
    towns = [one for one in world.gazetteer.communes if one.departement == "94"]
    made = fictional_decisions(count, rules.grid, TERRITORY, towns, {}, DAY)
    replays = [replayed(decision, towns[int(chance.integers(len(towns)))].code, world, rules, chance) for decision in made]
    times: list[float] = []

    def chosen(case: Case, open: Sequence[str]) -> str | None:
        questions, took = timed(lambda: next_questions(case, world, rules, at_most=1))
        times.append(took)
        return questions[0].id if questions else None

    ways: dict[str, Choose] = {
        "chosen": chosen,
        "fixed_order": lambda case, open: open[0] if open else None,
        "random": lambda case, open: open[int(chance.integers(len(open)))] if open else None,
    }
    reached = {name: [_reached(replay, choose, world, rules) for replay in replays] for name, choose in ways.items()}
    return {
        "situations": count,
        **{name: _said(np.array(found, dtype=float)) for name, found in reached.items()},
        "choosing_ms": spread(times),
    }


def _rules(place: Workplace, world: World) -> Rules:
    nobody = Case((), Situation(), None, DAY)
    return rules_for(nobody, world, TERRITORY)


def replayed(decision: Decision, commune: str, world: World, rules: Rules, chance: np.random.Generator) -> Replayed:
    """Each criterion of the grid has an answer: the level that the whole truth gives it, nothing to report for all that it leaves out."""
    age = None if decision.age is None else decision.age + 2.5
    truth = Situation(decision.facts, decision.gir, age, decision.sex)
    levels = {one.criterion: one.level for one in assess(truth, rules.grid).contributions}
    gir = decision.gir
    known = {criterion: str(levels.get(criterion, 0)) for criterion in rules.grid.criterion if criterion != rules.grid.gir_criterion}
    problems = {fact for fact, value in decision.facts.items() if value == "oui" and chance.random() < SAID}
    told = dict.fromkeys(sorted(problems), "oui")
    said = replace(truth, facts=told, gir=gir if chance.random() < SAID else None, age_years=age if chance.random() < AGE_SAID else None)
    needs = tuple(WantedNeed(id) for id in decision.needs)
    place = world.gazetteer.place(commune)
    return Replayed(Case(needs, said, place, DAY), Case(needs, replace(truth, facts={**decision.facts, **known}), place, DAY))


def _reached(replay: Replayed, choose: Choose, world: World, rules: Rules) -> list[bool]:
    """After 0, 1, … `MOST` questions, whether what is shown is what knowing everything shows."""
    wanted = shown(replay.answered, world, rules)
    case, found, open = replay.said, [], open_questions(replay.said, rules)
    for _ in range(MOST + 1):
        found.append(shown(case, world, rules) == wanted)
        asked = choose(case, open)
        if asked is None:
            break
        open = [one for one in open if one != asked]
        case = answered(case, asked, replay.answered, rules)
    return found + found[-1:] * (MOST + 1 - len(found))


def open_questions(case: Case, rules: Rules) -> list[str]:
    """Every question that may be asked, in the order a form would have: who, then the criteria as the grid lists them."""
    who = ["age"] if case.situation.age_years is None else []
    if case.situation.gir is None and (case.situation.age_years or OLD_AGE) >= OLD_AGE:
        who.append("gir")
    return who + [one for one in rules.grid.criterion if one not in case.situation.facts and one != rules.grid.gir_criterion]


def answered(case: Case, asked: str, truth: Case, rules: Rules) -> Case:
    known = truth.situation
    if asked == "age":
        return replace(case, situation=replace(case.situation, age_years=known.age_years))
    if asked == "gir":
        unsaid = {} if known.gir is not None else {rules.grid.gir_criterion or asked: "0"}
        return replace(case, situation=replace(case.situation, gir=known.gir, facts={**case.situation.facts, **unsaid}))
    return replace(case, situation=replace(case.situation, facts={**case.situation.facts, asked: known.facts[asked]}))


def shown(case: Case, world: World, rules: Rules) -> Shown:
    """The tier acted upon, and the first resources of each need, whatever their order."""
    tier = assess(case.situation, rules.grid).tier
    found = (searched(case, (need,), world, rules, tier, LOOKED_AT) for need in keyed(case.needs).values())
    return (tier.id, *(frozenset(match.id for match in result.matches) for result in found))


def _said(reached: np.ndarray) -> dict[str, float]:
    """Share of final answers reached, by number of questions answered."""
    return {str(count): round(float(share), 3) for count, share in enumerate(reached.mean(axis=0))}
