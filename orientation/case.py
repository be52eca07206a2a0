"""What a professional brings: needs, situation, place, age and day. No identity: a case is known by a random number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from orientation.resource import Sex
from orientation.territory import Place


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence by its id in the message catalogue and the values it is filled with: rendered at the edges, never in the core."""

    id: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WantedNeed:
    """A need of the vocabulary that is asked for; `qualifier`: a specialty id for `consultation-specialiste`."""

    id: str
    qualifier: str | None = None


@dataclass(frozen=True)
class Situation:
    """Facts by criterion id, each with one of that criterion's levels; a criterion nobody spoke of is absent."""

    facts: Mapping[str, str] = field(default_factory=dict)
    gir: int | None = None
    age_years: float | None = None
    sex: Sex | None = None

    def __post_init__(self) -> None:
        if self.gir is not None and not 1 <= self.gir <= 6:
            raise ValueError(f"a GIR lies between 1 and 6, found {self.gir}")
        if self.age_years is not None and not 0 <= self.age_years <= 130:
            raise ValueError(f"an age lies between 0 and 130 years, found {self.age_years}")


@dataclass(frozen=True)
class Case:
    """Everything a ranking depends on besides the directory, the grid and the policy. `place` None: not known yet."""

    needs: tuple[WantedNeed, ...]
    situation: Situation
    place: Place | None
    day: date
    publics: frozenset[str] = frozenset()
    delay_hours: int | None = None
    radius_km: float | None = None
