import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from orientation.refusal import Refused
from orientation.store import tables
from orientation.store.engine import SCHEMA, engine, migrate, reading, writing
from orientation.store.read import iterate_resources
from orientation.store.records import RECORD
from tests.store.killed import ROOT


def test_the_migrations_make_the_tables_that_the_code_uses(database: Engine) -> None:
    assert tables.ResourceRow.__tablename__ == "resource"
    with reading(database) as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, SQLModel.metadata) == []
        assert context.get_current_revision() == SCHEMA


def test_migrating_twice_changes_nothing(database: Engine) -> None:
    migrate(database)


def test_a_folder_gets_its_file(tmp_path: Path) -> None:
    made = engine(folder=tmp_path / "un dossier à créer")
    migrate(made)
    assert (tmp_path / "un dossier à créer" / "orientation.sqlite").exists()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        pytest.param("n'importe quoi", "n'est pas lisible", id="not_an_address"),
        pytest.param("mysql://hote/base", "commence par « mysql »", id="another_database"),
    ],
)
def test_an_address_that_cannot_be_is_refused(url: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        engine(url)


@pytest.mark.parametrize("url", ["postgresql://moi:secret@127.0.0.1:1/base", "postgres://moi:secret@127.0.0.1:1/base"])
def test_a_server_that_does_not_answer_is_named_without_its_password(url: str) -> None:
    with pytest.raises(Refused, match="ne répond pas") as refused:
        migrate(engine(url))
    assert "secret" not in str(refused.value) and "127.0.0.1" in str(refused.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "directory.sqlite"
    path.write_text("ceci n'est pas une base de données, mais c'est assez long pour en avoir l'air")
    with pytest.raises(Refused, match="ne répond pas"):
        migrate(engine(f"sqlite:///{path}"))


def test_a_writing_that_fails_leaves_nothing(database: Engine) -> None:
    with pytest.raises(RuntimeError), writing(database) as connection:
        connection.execute(text("INSERT INTO catchment (id, key, areas) VALUES (1, 'a', 'commune:94028')"))
        raise RuntimeError
    with reading(database) as connection:
        assert connection.execute(text("SELECT count(*) FROM catchment")).scalar() == 0


def test_contents_belong_to_a_record(database: Engine) -> None:
    with pytest.raises(IntegrityError), writing(database) as connection:
        connection.execute(text("INSERT INTO record_content (record, content) VALUES (9, :content)"), {"content": b""})


FILLING = """
import sys
from orientation.store.engine import engine, migrate
from tests.factories import a_record
from tests.store.imports import Imports

made, source = engine(sys.argv[1]), sys.argv[2]
migrate(made)
Imports(made)(*(a_record(str(number), source=source) for number in range(3_000)), source=source)
"""


def test_several_processes_may_create_and_fill_one_database_at_once(url: str, tmp_path: Path) -> None:
    """Each waits for its turn, from the making of the tables on."""
    running = [subprocess.Popen([sys.executable, "-c", FILLING, url, source], cwd=ROOT) for source in ("a", "b", "c")]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    made = engine(url)
    assert len(list(iterate_resources(made))) == 9_000
    with reading(made) as connection:
        numbers = connection.execute(select(RECORD.c.id)).scalars().all()
    assert sorted(numbers) == list(range(1, 9_001))
    made.dispose()
