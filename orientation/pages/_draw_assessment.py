"""A tier, the scale it stands on, what led to it and what is missing. Drawn for the assistant and for the form that scores."""

from collections.abc import Iterator, Mapping, Sequence

from orientation.complexity.assess import Assessment, Contribution
from orientation.grid import GridOnDay
from orientation.pages._data import say, told
from orientation.pages._markup import draw, escape, folded, items

ASKED_NEXT = 3
CHANGING = 5


def assessment(found: Assessment, grid: GridOnDay, changing: Mapping[str, str]) -> None:
    """The tier and its scale at once; what led to it, what is missing and what would change it when it is asked for.

    `changing`: the tier that each criterion alone would give, at its worst.
    """
    state = "firm" if found.firm else "provisional"
    head = (
        f'<h2 class="name">{escape(say("tier-title", tier=found.tier.label))} '
        f'<span class="tag {state}">{escape(say(f"tier-{state}"))}</span></h2>'
    )
    raised = f"<p>{escape(told(found.overrides[0]))}</p>" if found.overrides and found.grid_tier != found.score_tier else ""
    details = _details(found, grid, changing)
    draw(f'<div class="tier">{head}{_judgement(found)}{scale(found, grid)}{_points(found)}{raised}{_who(found)}{details}</div>')


def scale(found: Assessment, grid: GridOnDay) -> str:
    """The tiers from 0 to 100, the points, and hatched what the unknown could add."""
    starts = [float(bound.from_) for bound in grid.bounds]
    ends = [*starts[1:], 100.0]
    said = say(
        "tier-bar",
        points=_number(found.points),
        upper=_number(found.upper),
        tiers=[say("tier-bound", label=tier.label, from_=_number(start)) for tier, start in zip(grid.tiers, starts, strict=True)],
    )
    steps = "".join(
        f'<span class="t{rank}" style="width:{end - start}%"></span>' for rank, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    )
    marks = (
        f'<i class="unknown" style="left:{found.points}%;width:{found.upper - found.points}%"></i>'
        f'<i class="points" style="left:{found.points}%"></i>'
    )
    ticks = "".join(f'<span style="left:{start}%">{_number(start)}</span>' for start in starts)
    bar = f'<div class="scale" role="img" aria-label="{escape(said, quote=True)}">{steps}{marks}</div>'
    return f'<div>{bar}<div class="ticks" aria-hidden="true">{ticks}</div></div>'


def _judgement(found: Assessment) -> str:
    if found.judgement is None:
        return ""
    said = say("tier-judged", tier=found.tier.label, grid=found.grid_tier.label, reason=found.judgement.reason)
    return f'<p class="notice said">{escape(said)}</p>'


def _points(found: Assessment) -> str:
    interval = say("tier-interval", lower=_number(found.lower), upper=_number(found.upper))
    return f'<p><b>{escape(say("tier-points", points=_number(found.points)))}</b> <span class="soft">({escape(interval)})</span></p>'


def _who(found: Assessment) -> str:
    return f"<p>{escape(say('tier-who', who=found.tier.who_acts))}</p>"


def _details(found: Assessment, grid: GridOnDay, changing: Mapping[str, str]) -> str:
    others = [tier.label for tier in found.possible_tiers if tier != found.grid_tier]
    state = f"<p>{escape(say('tier-may-become', tiers=others) if others else say('tier-stays'))}</p>"
    rules = f"<h3>{escape(say('tier-rules'))}</h3>{items(map(told, found.overrides))}" if found.overrides else ""
    causes = items(_causes(found, grid)) if found.contributions else f"<p>{escape(say('tier-nothing'))}</p>"
    missing = list(missing_labels(found, grid))[:ASKED_NEXT]
    asked = f"<h3>{escape(say('tier-missing'))}</h3>{items(missing)}" if missing else ""
    return folded(say("tier-causes"), causes + rules + state + _changing(grid, changing) + asked)


def _changing(grid: GridOnDay, changing: Mapping[str, str]) -> str:
    """One line a tier, the highest first, with the criteria that would lead to it."""
    by_tier = [(tier, [grid.label_of[id] for id, to in changing.items() if to == tier.id]) for tier in reversed(grid.tiers)]
    lines = [say("tier-would-change", tier=tier.label, criteria=_first(labels)) for tier, labels in by_tier if labels]
    return f"<h3>{escape(say('tier-would-change-title'))}</h3>{items(lines)}" if lines else ""


def _first(labels: Sequence[str]) -> str:
    """Labels hold commas of their own."""
    return " ; ".join(labels[:CHANGING]) + (" ; …" if len(labels) > CHANGING else "")


def _causes(found: Assessment, grid: GridOnDay) -> Iterator[str]:
    for one in sorted(found.contributions, key=_heaviest_first):
        points = say("tier-point", n=_number(one.points))
        yield say("tier-cause", label=grid.label_of[one.criterion], level=one.level, points=points)


def missing_labels(found: Assessment, grid: GridOnDay) -> Iterator[str]:
    """What to ask next, heaviest first, as the grid asks it."""
    settings = {setting.id: setting.label for setting in grid.settings}
    for gap in found.missing:
        criterion = grid.criterion.get(gap.criterion)
        yield (criterion.question or criterion.label) if criterion else settings.get(gap.criterion, gap.criterion)


def _heaviest_first(one: Contribution) -> tuple[float, str]:
    return -one.points, one.criterion


def _number(points: float) -> str:
    """
    >>> _number(8.459), _number(17.0)
    ('8,5', '17')
    """
    return f"{points:.1f}".removesuffix(".0").replace(".", ",")


def next_questions(found: Assessment, grid: GridOnDay) -> None:
    asked = list(missing_labels(found, grid))[:ASKED_NEXT]
    said = items(asked) if asked else f'<p class="soft">{escape(say("score-nothing-next"))}</p>'
    draw(f"<h3>{escape(say('score-next'))}</h3>{said}")
