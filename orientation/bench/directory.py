"""A generated directory in a database of its own, as an import would have left it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from orientation.bench import generated
from orientation.bench.generated import Land
from orientation.directory.building import Batch
from orientation.directory.columns import area_key
from orientation.resource import SECTORS, Resource, SourceRef
from orientation.resource_json import dumps
from orientation.store import bulk
from orientation.store.compression import Compressors
from orientation.store.engine import engine, migrate, writing
from orientation.store.resources import detail_of
from orientation.store.tables import CatchmentRow, DirectoryRow, ResourceRow

_FILLED = {"organisation": None, "sector": None, "psychiatric_sectors": "", "fingerprint": b""}
_SAMPLES = 2_000


@contextmanager
def temporary_folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="orientation-bench-") as folder:
        yield Path(folder)


def database(folder: Path, land: Land, batches: Iterable[Batch], *, whole: bool = False) -> Engine:
    """A SQLite database that holds these services; `whole`: with all that is shown of each, which a search does not read."""
    made = engine(f"sqlite:///{folder / 'directory.sqlite'}")
    migrate(made)
    columns = tuple(ResourceRow.model_fields)
    stored: set[int] = set()
    with writing(made) as connection:
        compressors = Compressors(connection)
        for batch in batches:
            used = {number for number in batch["catchment_id"] if number is not None} - stored
            areas = [(number + 1, str(number), "|".join(map(area_key, land.catchments[number]))) for number in sorted(used)]
            bulk.insert(connection, CatchmentRow, ("id", "key", "areas"), areas)
            stored |= used
            details = _details(batch, land, compressors) if whole else [b""] * len(batch["id"])
            held = {**batch, "detail": details}
            bulk.insert(connection, ResourceRow, columns, list(zip(*(_column(held, name) for name in columns), strict=True)))
        connection.execute(bulk.table_of(DirectoryRow).insert().values(id=1, fingerprint="0" * 31 + "1", rules=""))
    return made


def _details(batch: Batch, land: Land, compressors: Compressors) -> list[bytes]:
    """What is shown of each, as an import stores it."""
    told = [dumps(detail_of(told_whole(resource, land))) for resource in generated.resources_of(batch, land.catchments)]
    compressors.learn(generated.SOURCE, told[:_SAMPLES])
    return list(map(compressors.of(generated.SOURCE), told))


def told_whole(resource: Resource, land: Land) -> Resource:
    """The same service with what records say besides: who runs it, where and how to reach it, in invented words."""
    number = int(resource.id.rpartition(":")[2])
    saints, places, ends = generated.words().values()
    street = f"{places[number % len(places)]} {ends[number // 7 % len(ends)]}"
    commune = land.commune_of[resource.commune] if resource.commune else None
    return replace(
        resource,
        sector=SECTORS[number % len(SECTORS)],
        organisation=f"Association {saints[number // 11 % len(saints)]}",
        address=f"{1 + number % 180} rue {street}",
        postcode=commune.postcodes[0] if commune and commune.postcodes else None,
        phone=None if resource.phone is None else f"+331{number % 10**8:08}",
        email=f"contact.{number}@exemple.invalid" if number % 3 else None,
        website=f"https://service-{number}.exemple.invalid" if number % 4 else None,
        hours=generated.HOURS[number % len(generated.HOURS)],
        description=f"{resource.name} : {resource.categories[0].lower()}, sur rendez-vous, rue {street}." if number % 5 else None,
        sources=(SourceRef(generated.SOURCE, str(number), resource.updated_on),),
    )


def _column(batch: Batch, name: str) -> list[object]:
    if name in _FILLED:
        return [_FILLED[name]] * len(batch["id"])
    if name == "catchment_id":
        return [None if number is None else number + 1 for number in batch[name]]
    return [value.isoformat() if isinstance(value, date) else value for value in batch[name]]
