"""Tries other values on a grid without writing anything: what sliders move, and who changes tier for it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from orientation.complexity.answers import near_ids
from orientation.complexity.judged import JudgedCase
from orientation.complexity.publishing import Moved, impact
from orientation.grid import Bounds, GridOnDay
from orientation.refusal import Refused


def present_values(grid: GridOnDay) -> Mapping[str, float]:
    """What may be tried, as it stands: the points each tier but the first starts from, then the weights of dimensions and criteria."""
    starts = {tier.id: float(bound.from_) for tier, bound in zip(grid.tiers[1:], grid.bounds[1:], strict=True)}
    return {**starts, **{id: float(weight) for id, weight in (*grid.dimension_weights.items(), *grid.weights.items())}}


def tried(grid: GridOnDay, values: Mapping[str, float]) -> GridOnDay:
    """The grid with other values, by id of tier, dimension or criterion. Raises Refused for another id, or tiers out of order."""
    known = present_values(grid)
    for id in values:
        if id not in known:
            raise Refused(f"« {id} » n'est ni un palier réglable, ni une dimension, ni un critère de la grille. {near_ids(id, known)}")
    starts = [Fraction(str(values.get(tier.id, float(bound.from_)))) for tier, bound in zip(grid.tiers, grid.bounds, strict=True)]
    bounds = tuple(Bounds(start, below) for start, below in zip(starts, [*starts[1:], None], strict=True))
    try:
        return replace(
            grid,
            bounds=bounds,
            dimension_weights=_replaced(grid.dimension_weights, values),
            weights=_replaced(grid.weights, values),
            version="essai",
        )
    except ValueError as error:
        raise Refused("Les poids sont positifs, et chaque palier commence au-dessus du précédent. Revoyez les valeurs essayées.") from error


def who_moves(cases: Sequence[JudgedCase], grid: GridOnDay, values: Mapping[str, float]) -> tuple[Moved, ...]:
    """The cases that would change tier under these values."""
    return impact(cases, grid, tried(grid, values)).moved


def told_moves(cases: Sequence[JudgedCase], grid: GridOnDay, values: Mapping[str, float]) -> tuple[str, tuple[Moved, ...]]:
    """The same with a sentence that says how many, or why these values cannot be tried: what is shown while a slider moves."""
    try:
        moved = who_moves(cases, grid, values)
    except Refused as refused:
        return str(refused), ()
    return f"{len(moved)} cas sur {len(cases)} changent de palier.", moved


def _replaced(present: Mapping[str, Fraction], values: Mapping[str, float]) -> Mapping[str, Fraction]:
    return {id: Fraction(str(values[id])) if id in values else weight for id, weight in present.items()}
