"""What is kept of an orientation when an operator switches recording on: facts, tiers, proposals and what became of them.

No text and no identity: reasons are ids of closed lists, ages are bands of five years, a commune of few people is its département,
and a decision is known by a random number. It is erased when its retention ends, or before on request.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, get_args

from orientation.resource import Sex
from orientation.selection import FAILED, SET_ASIDE
from orientation.territory import Commune

Fate = Literal["kept", "set-aside", "failed"]
WHY: Mapping[str, tuple[str, ...]] = {"failed": FAILED, "set-aside": tuple(why for why in SET_ASIDE if why not in FAILED)}
WHY_TIER = ("contexte-non-decrit", "entourage-solide", "situation-connue", "risque-ressenti", "palier-indisponible", "autre")

RETENTION_DAYS = 730
FEW_PEOPLE = 1_000
AGE_BAND = 5
OLDEST_BAND = 90
_ID = re.compile(r"[\w.:/+-]{1,200}")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A resource as it was shown for a need, at its rank (from 1), with its marks then. `fate` None: nobody said what became of it."""

    resource: str
    need: str
    rank: int
    marks: Mapping[str, float | None] = field(default_factory=dict)
    fate: Fate | None = None
    why: str | None = None

    def __post_init__(self) -> None:
        allowed = WHY.get(self.fate or "", ())
        if self.why is not None and self.why not in allowed:
            raise ValueError(f"proposal {self.resource}: why is one of {allowed}, found {self.why!r}")
        if self.rank < 1 or (self.fate is not None and self.fate not in get_args(Fate)):
            raise ValueError(f"proposal {self.resource}: ranks start at 1 and a fate is one of {get_args(Fate)}")


@dataclass(frozen=True)
class Decision:
    """One recorded orientation. `place`: code of a commune, or of a département where few live; `age`: start of a band of five years.

    `grid_tier`: what the grid gave; `tier`: what the professional retained, with `why_tier` where they differ. `fictional`: made up.
    """

    id: str
    day: date
    territory: str
    needs: tuple[str, ...]
    facts: Mapping[str, str]
    grid: str
    grid_version: str
    grid_tier: str
    tier: str
    policy_version: str
    directory_version: str
    gir: int | None = None
    age: int | None = None
    sex: Sex | None = None
    place: str | None = None
    why_tier: str | None = None
    proposals: tuple[Proposal, ...] = ()
    fictional: bool = False

    def __post_init__(self) -> None:
        if self.age is not None and (self.age % AGE_BAND or not 0 <= self.age <= OLDEST_BAND):
            raise ValueError(f"decision {self.id}: an age is the start of a band of {AGE_BAND} years up to {OLDEST_BAND}, found {self.age}")
        if (self.why_tier is None) != (self.tier == self.grid_tier):
            raise ValueError(f"decision {self.id}: a reason stands beside a tier that is not the grid's, and only there")
        if self.why_tier is not None and self.why_tier not in WHY_TIER:
            raise ValueError(f"decision {self.id}: the reason is one of {WHY_TIER}, found {self.why_tier!r}")
        if strange := [word for word in self._ids() if not _ID.fullmatch(word)]:
            raise ValueError(f"decision {self.id}: ids hold no space, so that no sentence is one; found {strange[0]!r}")

    def _ids(self) -> tuple[str, ...]:
        """Everything in words but the versions and the directory's own ids."""
        proposed = (id for one in self.proposals for id in (one.need, *one.marks))
        found = (self.id, self.territory, self.grid, self.grid_tier, self.tier, *self.needs, *self.facts, *self.facts.values(), *proposed)
        return found if self.place is None else (*found, self.place)

    def expired(self, today: date, retention_days: int = RETENTION_DAYS) -> bool:
        """Whether it is past its retention, and must be erased."""
        return today > self.day + timedelta(days=retention_days)


def fate_of(why: str) -> Fate:
    """What a reason for setting a proposal aside makes of it: it failed when the resource could not, it was set aside when nobody tried.

    >>> fate_of("complet"), fate_of("choix-personne")
    ('failed', 'set-aside')
    """
    return "failed" if why in FAILED else "set-aside"


def age_kept(age_years: float | None) -> int | None:
    """The start of the band of five years an age falls in; all from ninety on are together.

    >>> age_kept(84.5), age_kept(101), age_kept(None)
    (80, 90, None)
    """
    return None if age_years is None else min(OLDEST_BAND, int(age_years) // AGE_BAND * AGE_BAND)


def place_kept(commune: Commune | None) -> str | None:
    """The commune's code, or its département's where fewer than a thousand people live or nobody knows how many."""
    if commune is None:
        return None
    return commune.code if commune.population is not None and commune.population >= FEW_PEOPLE else commune.departement


def unexpired(decisions: Iterable[Decision], today: date, retention_days: int = RETENTION_DAYS) -> tuple[Decision, ...]:
    return tuple(decision for decision in decisions if not decision.expired(today, retention_days))
