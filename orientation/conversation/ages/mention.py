"""An age that a text gives, and where."""

from dataclasses import dataclass

MAJORITY = 18


@dataclass(frozen=True, slots=True)
class AgeMention:
    """An age in years and the words it was read in. `sure`: it cannot well be a duration. `speaker`: the writer's own ("j'ai 70 ans").

    `corrects`: it takes the place of another ("41, pardon 42 ans"). `round`: told by tens ("la cinquantaine").
    """

    years: float
    first: int
    last: int
    sure: bool
    speaker: bool = False
    corrects: bool = False
    round: bool = False
