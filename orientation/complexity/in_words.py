"""A grid's conditions and a tier's effects in words, so that whoever does not read code can check what a rule does."""

from orientation.case import Reason
from orientation.grid import AgeWithin, AllOf, AnyInDimension, AnyOf, AtLeast, Breadth, Condition, GridOnDay, Unless


def in_words(condition: Condition, grid: GridOnDay) -> Reason:
    """One sentence part, made of others where the condition is; its text is in the message catalogues."""
    match condition:
        case AtLeast(criterion, level):
            return Reason("condition-criterion", {"criterion": grid.label_of.get(criterion, criterion), "level": level})
        case AnyInDimension(dimension, level):
            return Reason("condition-dimension", {"dimension": grid.label_of.get(dimension, dimension), "level": level})
        case Breadth(dimensions, level):
            return Reason("condition-breadth", {"dimensions": dimensions, "level": level})
        case AgeWithin():
            return _age(condition)
        case Unless(setting, answer):
            label = next((one.label for one in grid.settings if one.id == setting), setting)
            return Reason("condition-unless", {"setting": label, "answer": answer})
        case AnyOf(conditions) | AllOf(conditions):
            parts = [_grouped(part, grid) if len(conditions) > 1 else in_words(part, grid) for part in conditions]
            return parts[0] if len(parts) == 1 else _joined("any" if isinstance(condition, AnyOf) else "all", parts)
    raise TypeError(f"not a condition: {condition!r}")


def _grouped(part: Condition, grid: GridOnDay) -> Reason:
    """In brackets when it is itself several, so that "and" and "or" cannot be mistaken."""
    said = in_words(part, grid)
    several = isinstance(part, AnyOf | AllOf) and len(part.conditions) > 1
    return Reason("condition-group", {"inner": said}) if several else said


def _joined(kind: str, parts: list[Reason]) -> Reason:
    """The first part with the joined others: a list of any length out of templates of two."""
    first, *rest = parts
    return first if not rest else Reason(f"condition-{kind}", {"first": first, "rest": _joined(kind, rest)})


def _age(age: AgeWithin) -> Reason:
    unknown = "-or-unknown" if age.or_unknown else ""
    if age.from_ is None:
        return Reason(f"condition-age-below{unknown}", {"below": age.below})
    if age.below is None:
        return Reason(f"condition-age-from{unknown}", {"from_": age.from_})
    return Reason(f"condition-age-between{unknown}", {"from_": age.from_, "below": age.below})
