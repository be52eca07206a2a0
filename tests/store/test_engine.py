from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine
from sqlmodel import SQLModel

from orientation.store import tables
from orientation.store.engine import SCHEMA, migrate, reading


def test_the_migrations_make_the_tables_that_the_code_uses(database: Engine) -> None:
    assert tables.ResourceRow.__tablename__ == "resource"
    with reading(database) as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, SQLModel.metadata) == []
        assert context.get_current_revision() == SCHEMA


def test_migrating_twice_changes_nothing(database: Engine) -> None:
    migrate(database)
