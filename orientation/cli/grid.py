"""Commands about complexity grids: check a file, say what changes, replay cases, publish."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from orientation.assistant import Rules, searched
from orientation.case import Case, WantedNeed
from orientation.cli import answers
from orientation.cli.printing import say
from orientation.complexity.assess import assess
from orientation.complexity.judged import JudgedCase, understood_by
from orientation.complexity.publishing import Impact, differences
from orientation.complexity.publishing import impact as replay
from orientation.grid import GridOnDay
from orientation.reference.cases import load_cases
from orientation.reference.grid_files import check_grid, load_grid_file
from orientation.reference.grid_files import publish as publish_file
from orientation.workplace import Workplace


def check(options: Namespace) -> None:
    found = check_grid(options.file, date.today())
    value = {
        "grid": {"id": found.id, "version": found.version},
        "validated": found.validated,
        "criteria": found.criteria,
        "rules": found.rules,
        "tiers": list(found.tiers),
        "changes": [day.isoformat() for day in found.changes],
        "steps_tried": found.steps_tried,
    }
    lines = [f"{found.id} {found.version} : {found.criteria} critères, {found.rules} règles, aucune erreur, monotone.", *found.tiers]
    say(options, value, lines)


def diff(options: Namespace) -> None:
    place, day = Workplace(), options.day or date.today()
    found = differences(load_grid_file(options.before).on(day), load_grid_file(options.after).on(day))
    value = {"day": day.isoformat(), "changes": answers.reasons(found, place.messages)}
    say(options, value, [place.messages.render(reason) for reason in found] or [f"Aucune différence au {day.isoformat()}."])


def impact(options: Namespace) -> None:
    place, day = Workplace(), options.day or date.today()
    before, after = load_grid_file(options.before).on(day), load_grid_file(options.after).on(day)
    cases = load_cases(options.cases) if options.cases else _shipped_cases(after.id)
    found = replay(cases, before, after, _first_proposals(place, day))
    say(options, _impact(found), _impact_lines(found, after))


def _shipped_cases(grid: str) -> tuple[JudgedCase, ...]:
    """The territory's own cases, which professionals read; every territory's when it has none."""
    folder = Path(__file__).resolve().parents[2] / "tests" / "cases"
    own = folder / f"{grid}.yaml"
    return tuple(case for file in ([own] if own.is_file() else sorted(folder.glob("*.yaml"))) for case in load_cases(file))


def _first_proposals(place: Workplace, day: date) -> Callable[[JudgedCase, GridOnDay], Sequence[str]]:
    """The resources first proposed for what a case's tier calls for, in the chief town of the territory's demonstration."""
    world = place.world

    def proposals(judged: JudgedCase, grid: GridOnDay) -> Sequence[str]:
        territory = place.territories.get(grid.id, place.territories["national"])
        tier = assess(understood_by(judged.situation, grid), grid).tier
        wanted = sorted(tier.fitting_needs) or ["medecin-traitant"]
        case = Case(tuple(map(WantedNeed, wanted)), judged.situation, place.gazetteer.place(_TOWNS.get(grid.id, "94028")), day)
        rules = Rules(territory, grid, place.policies.on(territory.policy, day))
        return [match.id for match in searched(case, case.needs, world, rules, tier, 3).matches]

    return proposals


_TOWNS = {"ile-de-france": "94028", "bretagne": "29019", "guyane": "97302"}


def _impact(found: Impact) -> dict[str, object]:
    return {
        "cases": found.cases,
        "moved": [
            {
                "case": one.case,
                "before": one.before,
                "after": one.after,
                "points_before": one.points_before,
                "points_after": one.points_after,
                "dimension": one.dimension,
                "proposals_changed": one.proposals_changed,
            }
            for one in found.moved
        ],
        "tiers": [{"before": before, "after": after, "cases": count} for (before, after), count in found.tiers.items()],
        "dimensions": dict(found.dimensions),
        "subgroups": [
            {"group": group, "value": value, "cases": shift.cases, "raised": shift.raised, "lowered": shift.lowered}
            for (group, value), shift in found.groups.items()
        ],
        "agreement": {"before": found.agreement_before, "after": found.agreement_after},
        "left_out": found.left_out,
        "proposals_changed": found.proposals_changed,
    }


def _impact_lines(found: Impact, grid: GridOnDay) -> list[str]:
    labels = {tier.id: tier.label for tier in grid.tiers}
    lines = [
        f"{found.cases} situations rejouées, {len(found.moved)} changent de palier, {found.proposals_changed} changent de propositions."
    ]
    lines += [
        f"  {one.case} : {labels.get(one.before, one.before)} → {labels.get(one.after, one.after)} "
        f"({one.points_before:.1f} → {one.points_after:.1f} points)"
        for one in found.moved
    ]
    lines += [
        f"  {group}, {value} : {shift.raised} montent, {shift.lowered} descendent sur {shift.cases}"
        for (group, value), shift in found.groups.items()
        if shift.raised or shift.lowered
    ]
    return lines


def publish(options: Namespace) -> None:
    day = options.day or date.today()
    written = publish_file(options.file, author=options.author, reason=options.reason, signed_by=options.group, day=day)
    value = {"file": str(written), "day": day.isoformat(), "author": options.author, "reason": options.reason, "group": options.group}
    say(options, value, [f"Publié dans {written.name}, en vigueur à partir du {day.isoformat()}."])
