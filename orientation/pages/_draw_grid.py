"""A grid as whoever does not read code can check it: tiers, dimensions, criteria with their levels, rules, alerts, history."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from orientation.complexity.in_words import in_words
from orientation.grid import ComplexityGrid, GridCriterion, GridOnDay, Publication, Tier
from orientation.pages._data import say, told, workplace
from orientation.pages._markup import draw, escape, folded


def standing(grid: GridOnDay) -> None:
    """Which version this is, and whether a group of professionals validated it."""
    tag = f'<span class="tag {"firm" if grid.validated else "provisional"}">{escape(say(_validity(grid)))}</span>'
    draw(f"<p>{escape(say('grid-version', label=grid.label, version=grid.version))} {tag}</p>")


def _validity(grid: GridOnDay) -> str:
    return "grid-validated" if grid.validated else "grid-not-validated"


def tiers(grid: GridOnDay) -> None:
    drawn = "".join(_tier(tier, rank, grid) for rank, tier in enumerate(grid.tiers))
    draw(f'<h2>{escape(say("grid-tiers"))}</h2><ol class="steps">{drawn}</ol>')


def _tier(tier: Tier, rank: int, grid: GridOnDay) -> str:
    bound = grid.bounds[rank]
    reach = (
        say("grid-bound-last", from_=_plain(bound.from_))
        if bound.below is None
        else say("grid-bound", from_=_plain(bound.from_), below=_plain(bound.below))
    )
    needs = workplace().vocabulary.needs
    fitting = [needs[need].label_fr for need in sorted(tier.fitting_needs) if need in needs]
    effects = [say("grid-effect", name=say(f"mark-{name}"), factor=_plain(factor)) for name, factor in tier.weights.items()]
    parts = [
        f"<b>{escape(tier.label)}</b>",
        f'<span class="soft">{escape(reach)}</span>',
        escape(say("tier-who", who=tier.who_acts)),
        escape(say("grid-coordination", need=needs[tier.coordination_need].label_fr))
        if tier.coordination_need
        else escape(say("grid-no-coordination")),
        escape(say("grid-fitting", needs=fitting)) if fitting else "",
        escape(say("grid-effects", effects=effects)) if effects else "",
    ]
    return f"<li>{'<br>'.join(part for part in parts if part)}</li>"


def dimensions(grid: GridOnDay) -> None:
    every = float(sum(grid.dimension_weights.values()))
    shares = {one.id: float(grid.dimension_weights[one.id]) / every for one in grid.dimensions}
    longest = max(shares.values())
    rows = "".join(
        f'<tr><th scope="row">{escape(one.code)} {escape(one.label)}</th><td class="number">{_plain(round(100 * shares[one.id], 1))}</td>'
        f'<td style="width:45%"><span class="weight" style="width:{100 * shares[one.id] / longest:.0f}%"></span></td></tr>'
        for one in grid.dimensions
    )
    columns = "".join(f"<th>{escape(say(f'grid-{name}'))}</th>" for name in ("dimension", "points", "share"))
    head = f"<thead><tr>{columns}</tr></thead>"
    draw(f'<h2>{escape(say("grid-dimensions"))}</h2><table class="sheet">{head}<tbody>{rows}</tbody></table>')


def criteria(history: ComplexityGrid, grid: GridOnDay, day: date) -> None:
    """Each dimension folded, with its criteria: what each level means, the weight, since when and from where."""
    folds = "".join(
        folded(
            say("grid-dimension-criteria", label=one.label, n=len(grid.by_dimension[one.id])),
            _criteria_table([grid.criterion[id] for id in grid.by_dimension[one.id]], history, grid, day),
        )
        for one in grid.dimensions
    )
    draw(f'<h2>{escape(say("grid-criteria"))}</h2><p class="soft">{escape(say("grid-levels"))}</p>{folds}')


def _criteria_table(found: list[GridCriterion], history: ComplexityGrid, grid: GridOnDay, day: date) -> str:
    head = "".join(f"<th>{escape(say(f'grid-column-{name}'))}</th>" for name in ("criterion", "levels", "weight", "since"))
    rows = "".join(_criterion(one, history, grid, day) for one in found)
    return f'<div class="wide"><table class="sheet stack"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _criterion(one: GridCriterion, history: ComplexityGrid, grid: GridOnDay, day: date) -> str:
    entry = history.weights[one.id].entry(day)
    levels = "".join(f"<dt>{level}</dt><dd>{escape(words)}</dd>" for level, words in enumerate(one.levels))
    module = next((m.label for m in grid.modules if m.id == one.module), None)
    extra = f'<br><span class="tag plain">{escape(module)}</span>' if module else ""
    own = f'<br><span class="tag plain">{escape(say("grid-additional"))}</span>' if one.additional and not module else ""
    since = f"{escape(say('grid-since', day=entry.start))}<br><span class='soft'>{escape(entry.reference)}</span>" if entry else ""
    return (
        f'<tr><th scope="row">{escape(f"{one.code} {one.label}")}<br>'
        f'<span class="soft light">{escape(one.question)}</span>{extra}{own}</th>'
        f'<td><dl class="levels">{levels}</dl></td><td class="number">{_plain(grid.weights[one.id])}</td><td>{since}</td></tr>'
    )


def rules(grid: GridOnDay) -> None:
    labels = {tier.id: tier.label for tier in grid.tiers}
    rows = "".join(
        f'<tr><th scope="row">{escape(rule.label)}</th><td>{escape(told(in_words(rule.when, grid)))}</td>'
        f"<td class='effect'>{escape(say('grid-at-least', tier=labels[grid.floors[rule.id]]))}</td></tr>"
        for rule in grid.rules
    )
    draw(_ruled("grid-rules", ("rule", "when", "effect"), rows))


def alerts(grid: GridOnDay) -> None:
    emergencies = workplace().vocabulary.emergencies
    rows = "".join(
        f'<tr><th scope="row">{escape(alert.label)}</th><td>{escape(told(in_words(alert.when, grid)))}</td>'
        f"<td>{escape(', '.join(emergencies[alert.emergency].numbers) if alert.emergency else '')}</td></tr>"
        for alert in grid.alerts
    )
    modules = "".join(
        f'<tr><th scope="row">{escape(one.label)}</th><td>{escape(told(in_words(one.when, grid)))}</td>'
        f"<td class='effect'>{escape(say('grid-module-effect'))}</td></tr>"
        for one in grid.modules
    )
    draw(_ruled("grid-alerts", ("alert", "when", "numbers"), rows))
    if modules:
        draw(_ruled("grid-modules", ("module", "when", "effect"), modules))


def _ruled(title: str, columns: tuple[str, ...], rows: str) -> str:
    head = "".join(f"<th>{escape(say(f'grid-column-{name}'))}</th>" for name in columns)
    table = f'<table class="sheet stack"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<h2>{escape(say(title))}</h2><div class="wide">{table}</div>'


def versions(history: ComplexityGrid) -> None:
    """Every day something changed, and who published what, latest first."""
    published = {one.day: one for one in history.publications}
    rows = "".join(_version(history, one, published) for one in sorted({*history.dates, *published}, reverse=True))
    draw(_ruled("grid-versions", ("day", "version", "author", "reason"), rows))


def _version(history: ComplexityGrid, day: date, published: Mapping[date, Publication]) -> str:
    one = published.get(day)
    author = f"{one.author} ({one.signed_by})" if one else say("grid-unsigned")
    reason = one.reason if one else ""
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in (history.on(day).version, author, reason))
    return f'<tr><th scope="row">{escape(say("grid-day", day=day))}</th>{cells}</tr>'


def _plain(value: float | Fraction) -> str:
    """
    >>> from fractions import Fraction
    >>> _plain(Fraction(5, 2)), _plain(17)
    ('2,5', '17')
    """
    return f"{float(value):g}".replace(".", ",")
