"""Decisions that operators who switch recording on keep, until their retention ends."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "recorded_decision",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("recorded_decision_day", "recorded_decision", ["day"], unique=False)
    op.create_index("recorded_decision_ends_on", "recorded_decision", ["ends_on"], unique=False)
