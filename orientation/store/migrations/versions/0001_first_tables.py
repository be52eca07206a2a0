"""The first tables: resources and what they were made from."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "catchment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("areas", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "decision",
        sa.Column("a", sa.String(), nullable=False),
        sa.Column("b", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("a", "b"),
    )
    op.create_index("decision_b", "decision", ["b"], unique=False)
    op.create_table(
        "dictionary",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "directory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "field_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("proposed", sa.String(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("field_report_resource", "field_report", ["resource_id"], unique=False)
    op.create_table(
        "import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("files", sa.String(), nullable=False),
        sa.Column("full", sa.Boolean(), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("closed_by_absence", sa.Integer(), nullable=False),
        sa.Column("quarantine", sa.String(), nullable=True),
        sa.Column("directory_version", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "link",
        sa.Column("a", sa.String(), nullable=False),
        sa.Column("b", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("a", "b"),
    )
    op.create_index("link_b", "link", ["b"], unique=False)
    op.create_table(
        "proposal",
        sa.Column("resource_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("resource_id", "day"),
    )
    op.create_table(
        "rejected_entry",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(), nullable=True),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "n"),
    )
    op.create_table(
        "resource",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("sector", sa.String(), nullable=True),
        sa.Column("categories", sa.String(), nullable=False),
        sa.Column("commune", sa.String(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("needs", sa.String(), nullable=False),
        sa.Column("specialties", sa.String(), nullable=False),
        sa.Column("publics", sa.String(), nullable=True),
        sa.Column("modes", sa.String(), nullable=False),
        sa.Column("age_low", sa.Float(), nullable=True),
        sa.Column("age_high", sa.Float(), nullable=True),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("catchment_id", sa.Integer(), nullable=True),
        sa.Column("psychiatric_sectors", sa.String(), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("updated_on", sa.Date(), nullable=True),
        sa.Column("places_free", sa.Integer(), nullable=True),
        sa.Column("places_as_of", sa.Date(), nullable=True),
        sa.Column("has_phone", sa.Boolean(), nullable=False),
        sa.Column("source_count", sa.Integer(), nullable=False),
        sa.Column("disagreement_count", sa.Integer(), nullable=False),
        sa.Column("report_count", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("detail", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["catchment_id"],
            ["catchment.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("resource_commune", "resource", ["commune"], unique=False)
    op.create_table(
        "source_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("base_id", sa.String(), nullable=True),
        sa.Column("enriches", sa.String(), nullable=True),
        sa.Column("resource_id", sa.String(), nullable=True),
        sa.Column("catchment_id", sa.Integer(), nullable=True),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("first_import", sa.Integer(), nullable=False),
        sa.Column("last_import", sa.Integer(), nullable=False),
        sa.Column("updated_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by_absence_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["catchment_id"],
            ["catchment.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "source_record_enriches",
        "source_record",
        ["enriches"],
        unique=False,
        sqlite_where=sa.text("enriches IS NOT NULL"),
        postgresql_where=sa.text("enriches IS NOT NULL"),
    )
    op.create_index("source_record_key", "source_record", ["source", "record_id"], unique=True)
    op.create_index("source_record_resource", "source_record", ["resource_id"], unique=False)
    op.create_index(
        "source_record_twins",
        "source_record",
        ["source", "base_id"],
        unique=False,
        sqlite_where=sa.text("base_id IS NOT NULL"),
        postgresql_where=sa.text("base_id IS NOT NULL"),
    )
    op.create_table(
        "record_content",
        sa.Column("record", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record"],
            ["source_record.id"],
        ),
        sa.PrimaryKeyConstraint("record"),
    )
    op.create_table(
        "record_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("changes", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record"],
            ["source_record.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("record_history_record", "record_history", ["record"], unique=False)
