"""An import in a process of its own, to be killed: `python -m tests.store.killed ADDRESS FOLDER VARIANT ENTRIES`."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine, select

from orientation.record import SourceRecord
from orientation.refusal import Rejected
from orientation.resource_json import dumps, resource_to_json
from orientation.store.engine import engine, reading
from orientation.store.journal import imports
from orientation.store.read import iterate_resources
from orientation.store.records import RECORD
from tests.factories import TODAY, a_catchment, a_record, a_rejected
from tests.store.imports import Imports

ROOT = Path(__file__).parents[2]
VARIANTS = ("a", "b")


def extract(variant: str, entries: int) -> Iterator[SourceRecord | Rejected]:
    """The same entries saying two different things; some close, some are listed in one extract only, some cannot be read."""
    odd = variant == "b"
    for number in range(entries):
        if number % 50 == odd:
            yield a_rejected(line=number, raw=f"refusée {number} {variant}")
        elif number % 20 != 5 + odd:
            yield a_record(
                str(number),
                phone=f"+331{number:08d}" if odd else None,
                catchment=a_catchment("94028", f"94{number % 40:03d}") if number % 3 else None,
                closed_on=TODAY - timedelta(days=30) if number % 20 == 10 + odd else None,
            )


def take_in(database: Engine, folder: Path, variant: str, entries: int) -> None:
    Imports(database, folder)(*extract(variant, entries), full=True)


def state(database: Engine) -> str:
    """Hash of all that could be exported. Raises AssertionError when what the imports left beside the database is not what they noted."""
    digest = sha256()
    columns = [RECORD.c[name] for name in ("source", "record_id", "resource_id", "content_hash", "closed_by_absence_on")]
    with reading(database) as connection:
        for resource in iterate_resources(connection):
            digest.update(dumps(resource_to_json(resource)))
        for row in sorted(map(tuple, connection.execute(select(*columns))), key=str):
            digest.update(repr(row).encode())
        for past in imports(connection):
            assert (
                past.report.quarantine is not None and len(Path(past.report.quarantine).read_bytes().splitlines()) == past.report.rejected
            )
    return digest.hexdigest()


def started(url: str, folder: Path, variant: str, entries: int) -> subprocess.Popen[str]:
    """The process, once its import has begun."""
    command = [sys.executable, "-m", "tests.store.killed", url, str(folder), variant, str(entries)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "started\n"
    return process


if __name__ == "__main__":
    address, quarantine, variant, size = sys.argv[1:]
    print("started", flush=True)
    take_in(engine(address), Path(quarantine), variant, int(size))
    print("done", flush=True)
