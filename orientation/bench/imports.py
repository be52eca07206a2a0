"""`bench import`: generated establishments and offers through the real readers into a new database, until they can be searched.

Each source is measured in a process of its own, so that the memory it needs is its own: a first import, the search opened on it, the
same files again.
"""

import json
import resource
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from orientation.bench.directory import temporary_folder
from orientation.bench.measuring import timed
from orientation.demonstration.scale import finess_like, ror_bundles, write_bundles, write_finess
from orientation.workplace import Workplace

SEED = 2026


def run(argv: Sequence[str] = ()) -> dict[str, Any]:
    """Options: --size N (establishments), --offers N (as many by default)."""
    parser = ArgumentParser(prog="bench import", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--offers", type=int)
    options = parser.parse_args(argv)
    offers = options.offers or options.size
    with temporary_folder() as folder:
        gazetteer = Workplace().gazetteer
        write_finess(folder / "finess.json", finess_like(options.size, SEED, gazetteer))
        write_bundles(folder / "ror", ror_bundles(offers, SEED, gazetteer))
        return {
            "size": options.size,
            "finess": _apart("finess", folder / "finess.json", folder),
            "offers": offers,
            "ror": _apart("ror", folder / "ror", folder),
        }


def _apart(source: str, files: Path, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "orientation.bench.imports", source, str(files), str(folder / f"{source}.sqlite")]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measured(source: str, files: Path, database: Path) -> dict[str, float]:
    """Wall and processor seconds, those of the processes that helped included: on a busy machine only the second say what the work costs.

    `helper_peak_mb`: of the largest of those processes, which share most of it with the one they were copied from.
    """
    place = Workplace(f"sqlite:///{database}")
    given = sorted(files.iterdir()) if files.is_dir() else [files]
    first, first_ms, first_cpu_s = _timed(lambda: place.load(source, given))
    _, open_ms, open_cpu_s = _timed(lambda: place.live.current())
    again, again_ms, again_cpu_s = _timed(lambda: place.load(source, given))
    return {
        "created": first.created + first.closed,
        "seconds": round((first_ms + open_ms) / 1_000, 2),
        "cpu_seconds": round(first_cpu_s + open_cpu_s, 2),
        "unchanged": again.unchanged,
        "again_seconds": round(again_ms / 1_000, 2),
        "again_cpu_seconds": round(again_cpu_s, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "helper_peak_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
        "disk_mb": round(database.stat().st_size / 2**20),
    }


def _timed(call: Any) -> tuple[Any, float, float]:
    before = _cpu_s()
    result, ms = timed(call)
    return result, ms, _cpu_s() - before


def _cpu_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
