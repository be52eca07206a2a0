"""The tables. Rows never leave this room; the search columns of `resource` are what a snapshot is built from."""

from datetime import date

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field, SQLModel


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
    detail: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
