"""Where the directory is kept: SQLite by default, PostgreSQL by address; opened, brought to the current tables, read and written."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, RootTransaction, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from orientation.refusal import Refused

ADDRESS_VARIABLE = "ORIENTATION_DATABASE_URL"
DEFAULT_FILE = "orientation.sqlite"
SCHEMA = "0003"
_READ_PATIENCE_S = 10
_WRITE_PATIENCE_S = 300.0
_IMPORT_LOCK = 7_305_117_001

Database = Engine | Connection


def engine(url: str | None = None, *, folder: Path | None = None) -> Engine:
    """The database at this address, or a SQLite file in `folder` when there is no address. Opens nothing yet.

    >>> engine("mysql://hote/base")
    Traceback (most recent call last):
    orientation.refusal.Refused: L'adresse de base de données commence par « mysql » ; attendu : « sqlite:/// » ou « postgresql:// ».
    """
    if url is None:
        if folder is None:
            raise ValueError("an engine needs an address or a folder")
        url = f"sqlite:///{folder / DEFAULT_FILE}"
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(address)
    return create_engine(address, pool_pre_ping=True)


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        raise Refused(
            "L'adresse de base de données n'est pas lisible ; attendu : « sqlite:///chemin/fichier.sqlite » ou "
            "« postgresql://utilisateur@hote/base »."
        ) from None
    match address.get_backend_name():
        case "sqlite":
            return address.set(drivername="sqlite")
        case "postgresql" | "postgres":
            return address.set(drivername="postgresql+psycopg")
        case other:
            raise Refused(f"L'adresse de base de données commence par « {other} » ; attendu : « sqlite:/// » ou « postgresql:// ».")


def _sqlite(address: URL) -> Engine:
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    made = create_engine(address, connect_args={"timeout": _READ_PATIENCE_S})
    event.listen(made, "connect", _set_pragmas)
    event.listen(made, "begin", _begin)
    return made


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    """WAL lets people read while an import writes, and a killed import leaves nothing; the driver's own transactions are turned off."""
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "cache_size = -65536", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("orientation_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def migrate(engine: Engine) -> None:
    """Bring the tables to the current schema; does nothing when they are."""
    if _schema(engine) == SCHEMA:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _schema(engine: Engine) -> str | None:
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except DatabaseError as error:
        raise Refused(_unreachable(engine)) from error


def _unreachable(engine: Engine) -> str:
    address = engine.url.render_as_string(hide_password=True)
    return f"La base de données {address} ne répond pas ; vérifiez l'adresse ({ADDRESS_VARIABLE}), les droits et que le serveur tourne."


@contextmanager
def reading(database: Database) -> Iterator[Connection]:
    """One consistent view of the directory, whatever is committed meanwhile; a connection passes through as it is."""
    if isinstance(database, Connection):
        yield database
        return
    isolation = {"isolation_level": "REPEATABLE READ"} if database.dialect.name == "postgresql" else {}
    with database.connect().execution_options(**isolation) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine, *, patience_s: float = _WRITE_PATIENCE_S) -> Iterator[Connection]:
    """One transaction, the only one that writes; all or nothing is kept. Another one is waited for, `patience_s` at most."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            with _writing_sqlite(connection.execution_options(orientation_writes=True), patience_s):
                yield connection
        else:
            with connection.begin():
                _wait_on_postgresql(connection, patience_s)
                yield connection


@contextmanager
def _writing_sqlite(connection: Connection, patience_s: float) -> Iterator[None]:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.execute(f"PRAGMA busy_timeout = {int(patience_s * 1000)}")
    try:
        transaction = _begun(connection, patience_s)
        with transaction:
            yield
        # A large import leaves a log of its own size beside the file; it is folded in now unless somebody is reading.
        driver.execute("PRAGMA busy_timeout = 0")
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        driver.execute(f"PRAGMA busy_timeout = {_READ_PATIENCE_S * 1000}")


def _begun(connection: Connection, patience_s: float) -> RootTransaction:
    try:
        return connection.begin()
    except OperationalError as error:
        raise Refused(_too_long(patience_s)) from error


def _wait_on_postgresql(connection: Connection, patience_s: float) -> None:
    connection.execute(text(f"SET LOCAL lock_timeout = {max(1, int(patience_s * 1000))}"))
    # What is written is looked up by key; the planner, knowing nothing yet of tables being filled, would read them whole each time.
    connection.execute(text("SET LOCAL enable_seqscan = off"))
    try:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _IMPORT_LOCK})
    except OperationalError as error:
        raise Refused(_too_long(patience_s)) from error


def _too_long(patience_s: float) -> str:
    return f"Un autre import est en cours depuis plus de {patience_s:.0f} secondes ; rien n'a été importé. Réessayez quand il sera terminé."
