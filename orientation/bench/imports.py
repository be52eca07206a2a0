"""`bench import`: generated establishments and offers through the real readers into a new database: first time, then unchanged."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from orientation.bench.directory import temporary_folder
from orientation.bench.measuring import resident_mb, timed
from orientation.demonstration.scale import finess_like, ror_bundles, write_bundles, write_finess
from orientation.workplace import Workplace

SEED = 2026


def run(argv: Sequence[str] = ()) -> dict[str, Any]:
    """Options: --size N (establishments, and as many offers)."""
    parser = ArgumentParser(prog="bench import", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    count = parser.parse_args(argv).size
    with temporary_folder() as folder:
        place = Workplace(f"sqlite:///{folder / 'directory.sqlite'}")
        establishments = folder / "finess.json"
        write_finess(establishments, finess_like(count, SEED, place.gazetteer))
        offers = write_bundles(folder / "ror", ror_bundles(count, SEED, place.gazetteer))
        return {
            "size": count,
            "finess": _measured(place, "finess", [establishments]),
            "ror": _measured(place, "ror", offers),
            "peak_mb": resident_mb(),
        }


def _measured(place: Workplace, source: str, files: Sequence[Path]) -> dict[str, float]:
    first, first_ms = timed(lambda: place.load(source, files))
    again, again_ms = timed(lambda: place.load(source, files))
    return {"created": first.created, "seconds": first_ms / 1_000, "unchanged": again.unchanged, "again_seconds": again_ms / 1_000}
