"""The tables. Rows never leave this room; the search columns of `resource` are what a snapshot is built from.

Nothing here identifies a person: resources, where they come from, what was said about them, and decisions made of ids of closed lists.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, Column, DateTime, Index, LargeBinary, text
from sqlmodel import Field, SQLModel


def _bytes() -> Column[bytes]:
    return Column(LargeBinary, nullable=False)


class CatchmentRow(SQLModel, table=True):
    """A shared catchment area: `areas` is "kind:code" sorted and joined by "|" (a polygon's WKT included)."""

    __tablename__ = "catchment"

    id: int = Field(primary_key=True)
    key: str = Field(unique=True)
    areas: str


class ResourceRow(SQLModel, table=True):
    """A resource as it is proposed: what searching needs in columns, the whole value in `detail` (compressed JSON).

    Lists are sorted ids joined by "|". `publics` None: unknown; `modes` empty: unknown; `age_low` None: ages unknown;
    `age_high` None with `age_low` given: no upper limit; `catchment_id` None: not stated.
    `source_count`, `disagreement_count`, `report_count`: records merged here, fields on which they disagree, open user reports.
    `detail` leaves the catchment area out, since it is shared. `fingerprint`: hash of all that is shown of this resource.
    """

    __tablename__ = "resource"
    __table_args__ = (Index("resource_commune", "commune"),)

    id: str = Field(primary_key=True)
    name: str
    organisation: str | None = None
    sector: str | None = None
    categories: str = ""
    commune: str | None = None
    lat: float | None = None
    lon: float | None = None
    needs: str = ""
    specialties: str = ""
    publics: str | None = None
    modes: str = ""
    age_low: float | None = None
    age_high: float | None = None
    sex: str | None = None
    catchment_id: int | None = Field(default=None, foreign_key="catchment.id")
    psychiatric_sectors: str = ""
    confidential: bool = False
    opened_on: date | None = None
    closed_on: date | None = None
    updated_on: date | None = None
    places_free: int | None = None
    places_as_of: date | None = None
    has_phone: bool = False
    source_count: int = 1
    disagreement_count: int = 0
    report_count: int = 0
    fingerprint: bytes = Field(sa_column=_bytes())
    detail: bytes = Field(sa_column=_bytes())


class ImportRow(SQLModel, table=True):
    """One import that was committed. `files`: JSON list of {"name", "sha256", "bytes"}."""

    __tablename__ = "import"

    id: int = Field(primary_key=True)
    source: str
    at: datetime = Field(sa_type=DateTime)
    files: str
    full: bool
    read: int
    created: int
    updated: int
    unchanged: int
    closed: int
    rejected: int
    closed_by_absence: int
    quarantine: str | None = None
    directory_version: str


class SourceRecordRow(SQLModel, table=True):
    """One entry of a source, narrow because every import touches it; what it says is in `record_content`.

    `record_id`: its id at the source; entries of one extract that share an id and differ are told apart by a suffix, and
    `base_id` is then the id they share. `enriches`: key of the record that this one only completes. `resource_id`: the
    resource it is merged in (None: an enrichment whose record is not here). `first_import`, `last_import`: first and last
    that listed it. `fingerprint`: of what it was read from and by, where its reader tells (`record.Unread`).
    """

    __tablename__ = "source_record"
    __table_args__ = (
        Index("source_record_key", "source", "record_id", unique=True),
        Index(
            "source_record_twins",
            "source",
            "base_id",
            sqlite_where=text("base_id IS NOT NULL"),
            postgresql_where=text("base_id IS NOT NULL"),
        ),
        Index(
            "source_record_enriches", "enriches", sqlite_where=text("enriches IS NOT NULL"), postgresql_where=text("enriches IS NOT NULL")
        ),
        Index("source_record_resource", "resource_id"),
    )

    id: int = Field(primary_key=True)
    source: str
    record_id: str
    base_id: str | None = None
    enriches: str | None = None
    resource_id: str | None = None
    catchment_id: int | None = Field(default=None, foreign_key="catchment.id")
    content_hash: bytes = Field(sa_column=_bytes())
    first_import: int
    last_import: int
    updated_on: date | None = None
    closed_on: date | None = None
    closed_by_absence_on: date | None = None
    fingerprint: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))


class RecordContentRow(SQLModel, table=True):
    """What a record says: compressed JSON {"raw", "resource" (without its catchment area), "warnings"}."""

    __tablename__ = "record_content"

    record: int = Field(primary_key=True, foreign_key="source_record.id")
    content: bytes = Field(sa_column=_bytes())


class RecordHistoryRow(SQLModel, table=True):
    """What happened to a record after its first import. `changes`: compressed JSON {field: [before, after]}."""

    __tablename__ = "record_history"
    __table_args__ = (Index("record_history_record", "record"),)

    id: int = Field(primary_key=True)
    record: int = Field(foreign_key="source_record.id")
    import_id: int
    day: date
    event: str
    changes: bytes = Field(sa_column=_bytes())


class DictionaryRow(SQLModel, table=True):
    """What the entries of one source have in common, taken out of each by zstd; the id stands in every compressed value."""

    __tablename__ = "dictionary"

    id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    kind: str
    data: bytes = Field(sa_column=_bytes())


class LinkRow(SQLModel, table=True):
    """Two records compared by the linking: `a` < `b` are record keys, `reasons` a JSON list of sentences."""

    __tablename__ = "link"
    __table_args__ = (Index("link_b", "b"),)

    a: str = Field(primary_key=True)
    b: str = Field(primary_key=True)
    verdict: str
    probability: float
    reasons: str


class DecisionRow(SQLModel, table=True):
    """What a person decided of two records; by key, so that it outlives re-imports."""

    __tablename__ = "decision"
    __table_args__ = (Index("decision_b", "b"),)

    a: str = Field(primary_key=True)
    b: str = Field(primary_key=True)
    verdict: str
    by: str
    at: datetime = Field(sa_type=DateTime)


class FieldReportRow(SQLModel, table=True):
    """An error somebody saw in a resource; `resource_id` is a record key, so that it follows the record when it is merged."""

    __tablename__ = "field_report"
    __table_args__ = (Index("field_report_resource", "resource_id"),)

    id: int = Field(primary_key=True)
    resource_id: str
    field: str
    text: str
    proposed: str | None = None
    day: date
    state: str


class ProposalRow(SQLModel, table=True):
    """How many times a resource was proposed on a day; nothing of the case it was proposed for."""

    __tablename__ = "proposal"

    resource_id: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    times: int


class RecordedDecisionRow(SQLModel, table=True):
    """One orientation, where an operator switched recording on: `content` is a line of JSON (`orientation.decision_json`), as exported.

    `ends_on`: the last day it is kept.
    """

    __tablename__ = "recorded_decision"
    __table_args__ = (Index("recorded_decision_day", "day"), Index("recorded_decision_ends_on", "ends_on"))

    id: str = Field(primary_key=True)
    day: date
    ends_on: date
    content: str


class RejectedRow(SQLModel, table=True):
    """An entry that an import left out; its raw text is in the quarantine file."""

    __tablename__ = "rejected_entry"

    import_id: int = Field(primary_key=True)
    n: int = Field(primary_key=True)
    file: str
    line: int | None = None
    field: str | None = None
    value: str | None = None
    reason: str


class DirectoryRow(SQLModel, table=True):
    """The state of the whole, in one row: `fingerprint` is the sum of those of its resources, `rules` the merge rules in force."""

    __tablename__ = "directory"

    id: int = Field(primary_key=True)
    fingerprint: str
    rules: str
    changed_at: datetime | None = Field(default=None, sa_type=DateTime)
