"""Commands about complexity grids: check a file, say what changes, replay cases, publish."""

from argparse import Namespace
from collections.abc import Iterable, Sequence
from datetime import date
from math import floor

from orientation.case import Reason
from orientation.cli import answers
from orientation.cli.printing import say
from orientation.cli.replaying import cases_of, first_proposals, past_cases
from orientation.complexity.publishing import Impact, differences
from orientation.complexity.publishing import impact as replay
from orientation.grid import ComplexityGrid, GridOnDay
from orientation.messages import Messages
from orientation.reference.grid_files import check_grid, load_grid_file
from orientation.reference.grid_files import publish as publish_file
from orientation.workplace import Workplace

MOVED_SHOWN = 20


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
    """On the day asked for; else day by day, on each one from which the two files differ, from today on."""
    place = Workplace()
    before, after = load_grid_file(options.before), load_grid_file(options.after)
    days = [options.day] if options.day else _days(before, after)
    found = {day: differences(before.on(day), after.on(day)) for day in days}
    told = {day: reasons for day, reasons in found.items() if reasons} or {days[0]: ()}
    value = {"days": [{"day": day.isoformat(), "changes": answers.reasons(reasons, place.messages)} for day, reasons in told.items()]}
    lines = [line for day, reasons in told.items() for line in _diff_lines(day, reasons, place.messages)]
    say(options, value, lines)


def _diff_lines(day: date, reasons: Sequence[Reason], messages: Messages) -> list[str]:
    written = f"{day:%d/%m/%Y}"
    return [f"Au {written} :", *(f"  {messages.render(one)}" for one in reasons)] if reasons else [f"Au {written} : aucune différence."]


def _days(before: ComplexityGrid, after: ComplexityGrid) -> list[date]:
    """Today, and every later day on which either of them changes."""
    today = date.today()
    return [today, *sorted({day for grid in (before, after) for day in grid.dates if day > today})]


def impact(options: Namespace) -> None:
    """On the day asked for, else on the last day on which either file changes: once all that is proposed is in force."""
    place = Workplace()
    files = load_grid_file(options.before), load_grid_file(options.after)
    day = options.day or _days(*files)[-1]
    before, after = (file.on(day) for file in files)
    cases, told = cases_of(options.cases, place.gazetteer) if options.cases else past_cases(after, place)
    found = replay(cases, before, after, first_proposals(place, day))
    heading = f"Au {day:%d/%m/%Y}, de {before.id} {before.version} à {after.id} {after.version}, sur {told} :"
    lines = [heading, *_impact_lines(found, before, after), *_proposal_lines(found, place)]
    say(options, {"day": day.isoformat(), "on": told, **_impact(found)}, lines)


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
        "proposals": [{"case": one.case, "before": list(one.before), "after": list(one.after)} for one in found.reproposed or ()],
    }


def _impact_lines(found: Impact, before: GridOnDay, after: GridOnDay) -> list[str]:
    tiers = {tier.id: tier.label for grid in (before, after) for tier in grid.tiers}
    labels = {**before.label_of, **after.label_of}
    lines = [
        f"{found.cases} situations rejouées : {len(found.moved)} changent de palier, {found.proposals_changed} de premières propositions."
    ]
    if found.left_out:
        lines.append(f"{found.left_out} situations ont un fait qu'une des grilles ne connaît pas : il y est laissé de côté.")
    if found.agreement_before is not None and found.agreement_after is not None:
        lines.append(
            f"Accord avec le palier jugé (kappa quadratique) : {_said(found.agreement_before, 3)} → {_said(found.agreement_after, 3)}"
        )
    lines += _titled(
        "D'un palier à l'autre",
        (f"{tiers[was]} → {tiers[now]} : {count}" for (was, now), count in sorted(found.tiers.items()) if was != now),
    )
    lines += _titled(
        "Points en moyenne, par dimension",
        (f"{labels[one]} : {_said(change, 2, sign=True)}" for one, change in found.dimensions.items() if abs(change) >= 0.005),
    )
    lines += _titled(
        "Par groupe",
        (
            f"{group}, {value} : {shift.raised} montent, {shift.lowered} descendent, sur {shift.cases}"
            for (group, value), shift in found.groups.items()
            if shift.raised or shift.lowered
        ),
    )
    shown = [
        f"{one.case} : {tiers[one.before]} → {tiers[one.after]} ({_points(one.points_before)} → {_points(one.points_after)} points"
        + (f", surtout {labels[one.dimension]})" if one.dimension else ")")
        for one in found.moved[:MOVED_SHOWN]
    ]
    more = [f"… et {len(found.moved) - MOVED_SHOWN} autres (--json les donne toutes)"] if len(found.moved) > MOVED_SHOWN else []
    return lines + _titled("Qui change de palier", [*shown, *more])


def _proposal_lines(found: Impact, place: Workplace) -> list[str]:
    """Which first proposals change, by the resources' names."""
    shown = (found.reproposed or ())[:MOVED_SHOWN]
    ids = {id for one in shown for id in (*one.before, *one.after)}
    names = {resource.id: resource.name for resource in place.fetch(sorted(ids))}

    def named(proposed: Sequence[str]) -> str:
        return ", ".join(names.get(id, id) for id in proposed) or "rien"

    return _titled("Premières propositions qui changent", (f"{one.case} : {named(one.before)} → {named(one.after)}" for one in shown))


def _titled(title: str, lines: Iterable[str]) -> list[str]:
    held = [f"  {line}" for line in lines]
    return [f"{title} :", *held] if held else []


def _points(points: float) -> str:
    """Never rounded up: a bound that is not reached is not shown as reached."""
    return _said(floor(100 * points + 1e-9) / 100, 2)


def _said(number: float, decimals: int, sign: bool = False) -> str:
    return f"{number:{'+' if sign else ''}.{decimals}f}".replace(".", ",")


def publish(options: Namespace) -> None:
    today = date.today()
    day = options.day or today
    written = publish_file(options.file, author=options.author, reason=options.reason, signed_by=options.group, day=day, today=today)
    value = {"file": str(written), "day": day.isoformat(), "author": options.author, "reason": options.reason, "group": options.group}
    say(options, value, [f"Publié dans {written.name}, en vigueur à partir du {day:%d/%m/%Y}."])
