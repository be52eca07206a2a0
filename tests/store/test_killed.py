"""An import killed at any instant leaves the directory as it was before, or as it is after. ORIENTATION_KILLS=200 kills 200 times."""

import os
from collections import Counter
from pathlib import Path
from random import Random
from time import perf_counter, sleep

import pytest
from sqlalchemy import Engine

from orientation.store.engine import engine
from tests.store.killed import VARIANTS, started, state, take_in

KILLS = int(os.environ.get("ORIENTATION_KILLS", "12"))
ENTRIES = int(os.environ.get("ORIENTATION_KILLED_ENTRIES", "2500"))


@pytest.fixture
def states(database: Engine, tmp_path: Path) -> dict[str, str]:
    """The directory after each of the two extracts, whichever was there before."""
    found: dict[str, str] = {}
    for variant in (*VARIANTS, VARIANTS[0]):
        take_in(database, tmp_path, variant, ENTRIES)
        found[variant] = state(database)
    return found


def test_old_or_new_never_between(database: Engine, url: str, tmp_path: Path, states: dict[str, str]) -> None:
    before = perf_counter()
    process = started(url, tmp_path, "a", ENTRIES)
    process.wait()
    started(url, tmp_path, "b", ENTRIES).wait()
    lasts = (perf_counter() - before) / 2
    random, left = Random(ENTRIES), Counter[str]()
    variant = "b"
    for kill in range(KILLS):
        database.dispose()
        old, variant = variant, VARIANTS[variant == "a"]
        process = started(url, tmp_path, variant, ENTRIES)
        # Half of the kills fall around the commit, where old becomes new.
        sleep(random.uniform(0, lasts) if kill % 2 else random.uniform(0.5 * lasts, 1.0 * lasts))
        process.kill()
        process.wait()
        afresh = engine(url)
        found = state(afresh)
        afresh.dispose()
        assert found in (states[old], states[variant]), f"neither old nor new after kill {kill}"
        variant = variant if found == states[variant] else old
        left["new" if variant != old else "old"] += 1
    print(dict(left))
    take_in(database, tmp_path, "a", ENTRIES)
    assert state(database) == states["a"]
