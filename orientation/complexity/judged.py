"""Situations that professionals gave a tier to: what grids are checked against and learnt from. No identity, no text."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from orientation.case import Situation
from orientation.complexity.answers import accepted_values
from orientation.grid import GridOnDay

AGE_BANDS = ((0, "0-17 ans"), (18, "18-59 ans"), (60, "60-79 ans"), (80, "80 ans et plus"))
UNKNOWN = "non renseigné"


@dataclass(frozen=True)
class JudgedCase:
    """A situation and the tier (its id) that professionals gave it; `tier` None: not judged. `commune_kind`: urban, rural, isolated…

    `needs`: what was looked for, and `place`: code of the commune or of the département, where a decision says so.
    """

    id: str
    situation: Situation
    tier: str | None = None
    day: date | None = None
    commune_kind: str | None = None
    needs: tuple[str, ...] = ()
    place: str | None = None


def subgroups(case: JudgedCase) -> Mapping[str, str]:
    """The groups among which differences are looked for: sex, age band, kind of commune."""
    age = case.situation.age_years
    band = UNKNOWN if age is None else [label for start, label in AGE_BANDS if age >= start][-1]
    sex = {"F": "femmes", "M": "hommes"}.get(str(case.situation.sex), UNKNOWN)
    return {"âge": band, "sexe": sex, "commune": case.commune_kind or UNKNOWN}


def understood_by(situation: Situation, grid: GridOnDay) -> Situation:
    """The same situation without the facts and values a grid does not know: another territory's own criteria, a withdrawn one."""
    return replace(situation, facts={fact: value for fact, value in situation.facts.items() if value in accepted_values(fact, grid)})
