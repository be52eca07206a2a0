"""How far a record can be believed, and which to check by phone first. Reading CRITERIA is reading what trust is made of.

Each criterion gives a mark from 0 to 1, or None where it does not apply. Weights and bounds are data (`TrustNorms`).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal, get_args

from orientation.case import Reason
from orientation.directory.merging import Merged
from orientation.directory.provenance import Provenance
from orientation.resource import CareMode, Resource

AgeTier = Literal["recent", "a-verifier", "ancien", "inconnu"]
_DAYS_A_MONTH = 30.4375
_UNSTATED = {field.name: field.default for field in fields(Resource)}


@dataclass(frozen=True, slots=True)
class Expected:
    """A field that a record should state; `modes`: only for services that reach people so, None for all."""

    field: str
    modes: frozenset[CareMode] | None = None


@dataclass(frozen=True)
class TrustNorms:
    """A record is fresh up to `fresh_months` old and stale from `stale_months` on; `unknown_age`: the mark of one that has no date."""

    version: str
    fresh_months: float
    stale_months: float
    unknown_age: float
    weights: Mapping[str, float]
    expected: tuple[Expected, ...]

    def __post_init__(self) -> None:
        if not 0 < self.fresh_months < self.stale_months:
            raise ValueError(f"fresh comes before stale, found {self.fresh_months} and {self.stale_months} months")
        if not 0 <= self.unknown_age < 1:
            raise ValueError(f"the mark of an unknown age lies in [0, 1), found {self.unknown_age}")
        if any(weight < 0 for weight in self.weights.values()) or not any(self.weights.values()):
            raise ValueError("weights are not negative and not all zero")
        if strange := {expected.field for expected in self.expected} - set(_UNSTATED):
            raise ValueError(f"unknown fields {sorted(strange)}")


def age_months(updated_on: date | None, day: date) -> float | None:
    """None when the date is unknown; a date to come counts as today."""
    return None if updated_on is None else max(0.0, (day - updated_on).days / _DAYS_A_MONTH)


def age_tier(updated_on: date | None, day: date, norms: TrustNorms) -> AgeTier:
    """ "recent" up to `fresh_months`, that day included; "ancien" from `stale_months` on."""
    months = age_months(updated_on, day)
    if months is None:
        return "inconnu"
    if months <= norms.fresh_months:
        return "recent"
    return "a-verifier" if months < norms.stale_months else "ancien"


def counted_by_age(updated_on: Iterable[int], day: date, norms: TrustNorms) -> dict[AgeTier, int]:
    """How many records there are of each age; days are ordinals, 0 or less for an unknown date."""
    days: dict[int, int] = Counter(map(int, updated_on))
    counts: dict[AgeTier, int] = dict.fromkeys(get_args(AgeTier), 0)
    for ordinal, many in days.items():
        counts[age_tier(date.fromordinal(ordinal) if ordinal > 0 else None, day, norms)] += many
    return counts


Criterion = Callable[[Merged, date, TrustNorms], float | None]


def is_recent(merged: Merged, day: date, norms: TrustNorms) -> float | None:
    """1 while fresh, 0 from stale on, a straight line between."""
    months = age_months(merged.resource.updated_on, day)
    if months is None:
        return norms.unknown_age
    return min(1.0, max(0.0, (norms.stale_months - months) / (norms.stale_months - norms.fresh_months)))


def is_complete(merged: Merged, day: date, norms: TrustNorms) -> float | None:
    """The part of the expected fields that is stated."""
    wanted = [expected.field for expected in expected_of(merged.resource, norms)]
    return sum(is_stated(merged.resource, name) for name in wanted) / len(wanted) if wanted else None


def sources_agree(merged: Merged, day: date, norms: TrustNorms) -> float | None:
    """The part of what several records state on which they agree; None when no two state the same thing."""
    return 1 - len(merged.disagreements) / merged.compared if merged.compared else None


def is_corroborated(merged: Merged, day: date, norms: TrustNorms) -> float | None:
    """1 when two sources or more list it, else 0."""
    return float(len({source.source for source in merged.resource.sources}) > 1)


def is_uncontested(merged: Merged, day: date, norms: TrustNorms) -> float | None:
    """1 when no error is reported, a half for one, a third for two."""
    return 1 / (1 + len(merged.open_reports))


CRITERIA: tuple[Criterion, ...] = (is_recent, is_complete, sources_agree, is_corroborated, is_uncontested)


def is_stated(resource: Resource, field: str) -> bool:
    return bool(getattr(resource, field) != _UNSTATED[field])


def expected_of(resource: Resource, norms: TrustNorms) -> list[Expected]:
    """What a record of this kind should state; one that does not say how it reaches people is asked what all are asked."""
    return [expected for expected in norms.expected if expected.modes is None or expected.modes & resource.modes]


@dataclass(frozen=True)
class Trust:
    """`score`: weighted mean of the marks that apply, 0 to 1. `reasons`: what lowers it, the heaviest first, then what is missing."""

    score: float
    marks: Mapping[str, float]
    age: AgeTier
    missing: tuple[str, ...]
    reasons: tuple[Reason, ...]

    @property
    def doubt(self) -> float:
        return 1 - self.score


def trust(merged: Merged, day: date, norms: TrustNorms) -> Trust:
    """How far a resource can be believed on a day, and why."""
    found = {criterion.__name__: criterion(merged, day, norms) for criterion in CRITERIA}
    marks = {name: mark for name, mark in found.items() if mark is not None}
    total = sum(norms.weights[name] for name in marks)
    score = sum(norms.weights[name] * mark for name, mark in marks.items()) / total if total else 0.0
    missing = tuple(e.field for e in expected_of(merged.resource, norms) if not is_stated(merged.resource, e.field))
    losses = sorted((name for name, mark in marks.items() if mark < 1), key=lambda name: (norms.weights[name] * (marks[name] - 1), name))
    reasons = tuple(_reason(name, merged, day, norms, missing) for name in losses)
    return Trust(score, marks, age_tier(merged.resource.updated_on, day, norms), missing, reasons)


def _reason(name: str, merged: Merged, day: date, norms: TrustNorms, missing: tuple[str, ...]) -> Reason:
    match name:
        case "is_recent":
            months = age_months(merged.resource.updated_on, day)
            return Reason("trust.no_date") if months is None else Reason("trust.old", {"months": round(months)})
        case "is_complete":
            return Reason("trust.incomplete", {"missing": len(missing)})
        case "sources_agree":
            return Reason("trust.disagreement", {"fields": len(merged.disagreements)})
        case "is_uncontested":
            return Reason("trust.contested", {"reports": len(merged.open_reports)})
    return Reason("trust.single_source")


@dataclass(frozen=True, slots=True)
class FieldTrust:
    """What is known of one shown value: how old the record it comes from is, whether others disagree, what users reported."""

    field: str
    age: AgeTier
    provenance: Provenance | None
    reports: int


def field_trust(merged: Merged, field: str, day: date, norms: TrustNorms) -> FieldTrust:
    """`provenance` None: no record states this field."""
    provenance = merged.provenance.get(field)
    tier = age_tier(provenance.updated_on, day, norms) if provenance else "inconnu"
    return FieldTrust(field, tier, provenance, sum(report.field == field for report in merged.open_reports))


@dataclass(frozen=True, slots=True)
class ToCheck:
    """A resource with how many times it was proposed lately and how doubtful it is (0 to 1)."""

    resource_id: str
    proposed: int
    doubt: float


def call_to_check(candidates: Iterable[ToCheck]) -> list[ToCheck]:
    """Whom to call first: often proposed and doubtful. Never proposed, or beyond doubt, comes last."""
    return sorted(candidates, key=lambda one: (-one.proposed * one.doubt, -one.proposed, -one.doubt, one.resource_id))
