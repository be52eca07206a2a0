"""A generated directory in a database of its own, as an import would have left it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from orientation.bench.generated import Land
from orientation.directory.building import Batch
from orientation.directory.columns import area_key
from orientation.store import bulk
from orientation.store.engine import engine, migrate, writing
from orientation.store.tables import CatchmentRow, DirectoryRow, ResourceRow

_FILLED = {"organisation": None, "sector": None, "psychiatric_sectors": "", "fingerprint": b"", "detail": b""}


@contextmanager
def temporary_folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="orientation-bench-") as folder:
        yield Path(folder)


def database(folder: Path, land: Land, batches: Sequence[Batch]) -> Engine:
    """A SQLite database that holds these services."""
    made = engine(f"sqlite:///{folder / 'directory.sqlite'}")
    migrate(made)
    columns = tuple(ResourceRow.model_fields)
    used = sorted({number for batch in batches for number in batch["catchment_id"] if number is not None})
    areas = [(number + 1, str(number), "|".join(map(area_key, land.catchments[number]))) for number in used]
    with writing(made) as connection:
        bulk.insert(connection, CatchmentRow, ("id", "key", "areas"), areas)
        for batch in batches:
            bulk.insert(connection, ResourceRow, columns, list(zip(*(_column(batch, name) for name in columns), strict=True)))
        connection.execute(bulk.table_of(DirectoryRow).insert().values(id=1, fingerprint="0" * 31 + "1", rules=""))
    return made


def _column(batch: Batch, name: str) -> list[object]:
    if name in _FILLED:
        return [_FILLED[name]] * len(batch["id"])
    if name == "catchment_id":
        return [None if number is None else number + 1 for number in batch[name]]
    return [value.isoformat() if isinstance(value, date) else value for value in batch[name]]
