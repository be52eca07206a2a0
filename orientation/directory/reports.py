"""What users say of a field: an error seen, a correction proposed. Shown as such, never written over the record."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

ReportState = Literal["ouvert", "transmis", "accepte", "refuse"]
# Where a correction is the number or the address of a service: masking it as one would a person's would lose it.
CONTACT_FIELDS = frozenset({"phone", "other_phones", "email", "website", "address", "name", "organisation"})
REPORT_STATES: tuple[ReportState, ...] = ("ouvert", "transmis", "accepte", "refuse")


@dataclass(frozen=True, slots=True)
class FieldReport:
    """`resource_id`: the key of a record, which keeps it attached when records are merged. `proposed` None: an error with no correction."""

    id: int
    resource_id: str
    field: str
    text: str
    proposed: str | None
    day: date
    state: ReportState = "ouvert"

    def __post_init__(self) -> None:
        if not self.text.strip() and not (self.proposed or "").strip():
            raise ValueError("a report says what is wrong, or proposes a correction")
        if self.state not in REPORT_STATES:
            raise ValueError(f"a report is one of {REPORT_STATES}, found {self.state!r}")

    @property
    def is_open(self) -> bool:
        """Open until the directory's steward has answered."""
        return self.state in ("ouvert", "transmis")
