"""One entry of a directory as it stood there, and what an import did with all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from orientation.refusal import Rejected
from orientation.resource import Resource


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One entry: its id at the source, its fields as they stood (`raw`, JSON values), and the resource they map to.

    `resource.id` is "source:id". `enriches` names the record ("finess", "940000123") that this one only completes
    (a price list): `resource` then holds the completed fields and is never proposed alone.
    `closed_on`: the source says it is closed from that day. `updated_on` None: the source gives no date.
    """

    source: str
    id: str
    raw: Mapping[str, object]
    resource: Resource
    updated_on: date | None = None
    closed_on: date | None = None
    enriches: tuple[str, str] | None = None
    file: str | None = None
    line: int | None = None
    warnings: tuple[str, ...] = field(default_factory=tuple)

    @property
    def key(self) -> str:
        """Unique over all sources."""
        return f"{self.source}:{self.id}"


@dataclass(frozen=True, slots=True)
class Unread:
    """An entry that is only read when it is news: `fingerprint` is another one as soon as anything it would be read from or by changes.

    `anywhere`: `read` can be pickled, and called in a copy of this process.
    """

    source: str
    id: str
    fingerprint: bytes
    read: Callable[[], SourceRecord | Rejected]
    anywhere: bool = False


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What one import did: read = created + updated + unchanged + closed + rejected.

    `closed`: the file itself says closed and that is news. `closed_by_absence`: what a full extract no longer lists.
    """

    source: str
    read: int
    created: int
    updated: int
    unchanged: int
    closed: int
    rejected: int
    closed_by_absence: int = 0
    quarantine: str | None = None
    directory_version: str | None = None

    def __post_init__(self) -> None:
        parts = self.created + self.updated + self.unchanged + self.closed + self.rejected
        if self.read != parts:
            raise ValueError(f"import of {self.source}: {self.read} entries read but {parts} accounted for")
