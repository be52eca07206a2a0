"""The closed lists everything is named by: needs, criteria, publics, emergencies. Ids are a contract; labels are read here only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Sector = Literal["sanitaire", "social", "medico-social", "coordination"]
SECTORS: tuple[Sector, ...] = ("sanitaire", "social", "medico-social", "coordination")


@dataclass(frozen=True, slots=True)
class Need:
    """What is asked for. `hint` is a start for synonyms, for readers of the list; nothing matches on it."""

    id: str
    sector: Sector
    label_fr: str
    label_en: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A fact of a situation. `levels` go from no weight to the heaviest, each by its id (first word of the list)."""

    id: str
    dimension: str
    label_fr: str
    label_en: str
    levels: tuple[str, ...]
    hint: str = ""
    level_labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.levels) < 2 or len(set(self.levels)) != len(self.levels):
            raise ValueError(f"criterion {self.id}: at least two distinct levels are expected, found {self.levels}")


@dataclass(frozen=True, slots=True)
class Public:
    """Whom a resource serves."""

    id: str
    label_fr: str
    label_en: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Emergency:
    """What comes before any list; `numbers` in the order they are shown."""

    id: str
    numbers: tuple[str, ...]
    label_fr: str
    label_en: str


@dataclass(frozen=True)
class Vocabulary:
    """The four lists, by id, in the order of their files."""

    needs: Mapping[str, Need]
    criteria: Mapping[str, Criterion]
    publics: Mapping[str, Public]
    emergencies: Mapping[str, Emergency]
