"""What a record was read from and by, so that an entry that did not change need not be read again."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("source_record", sa.Column("fingerprint", sa.LargeBinary(), nullable=True))
