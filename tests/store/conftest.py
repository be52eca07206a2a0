"""Every test of the store that asks for `database` runs on SQLite, then on a real PostgreSQL where one is installed."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from orientation.store.engine import engine, migrate
from tests.postgresql import programs, server
from tests.store.imports import Imports

_numbers = count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Engine]:
    """A server with a database named `empty` that has the tables; connected to another one."""
    bin = programs()
    if bin is None:
        pytest.skip("needs a PostgreSQL server: pg_ctl was found nowhere (make system installs one)")
    with server(bin) as url:
        maintenance = create_engine(url, isolation_level="AUTOCOMMIT")
        with maintenance.connect() as connection:
            connection.execute(text("CREATE DATABASE empty"))
        filled = create_engine(maintenance.url.set(database="empty"))
        migrate(filled)
        filled.dispose()
        yield maintenance
        maintenance.dispose()


@pytest.fixture
def postgresql_url(postgresql: Engine) -> Iterator[str]:
    """The address of a database of its own, with empty tables."""
    name = f"test_{next(_numbers)}"
    with postgresql.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE empty"))
    yield postgresql.url.set(database=name).render_as_string(hide_password=False)
    with postgresql.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty directory."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgresql_url"))
    return f"sqlite:///{tmp_path / 'directory.sqlite'}"


@pytest.fixture
def database(url: str) -> Iterator[Engine]:
    made = engine(url)
    migrate(made)
    yield made
    made.dispose()


@pytest.fixture
def take(database: Engine, tmp_path: Path) -> Imports:
    """Takes in an extract made of the entries it is given."""
    return Imports(database, tmp_path / "quarantine")
