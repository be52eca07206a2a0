"""`bench assess`: how long assessing situations takes, one at a time and in columns, and that both give the same."""

import time
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from orientation.bench.measuring import spread, timed, times_ms
from orientation.case import Situation
from orientation.complexity.answers import accepted_values
from orientation.complexity.assess import assess
from orientation.complexity.columns import SituationColumns, assess_many
from orientation.grid import GridOnDay
from orientation.reference.grids import load_grids

DAY, SEED = date(2026, 11, 2), 7
MOST_FACTS, PASSES, SINGLY = 25, 3, 5_000


def run(argv: Sequence[str] = ()) -> dict[str, Any]:
    """Options: --size N (situations), --grid ID."""
    parser = ArgumentParser(prog="bench assess", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--grid", default="guyane")
    options = parser.parse_args(argv)
    grid = load_grids()[options.grid].on(DAY)
    situations = drawn(options.size, grid)
    columns, reading_ms = timed(lambda: SituationColumns.of(situations, grid))
    passes, cpu = [], []
    for _ in range(PASSES):
        started = time.process_time()
        found, took = timed(lambda: assess_many(columns, grid))
        passes.append(took)
        cpu.append((time.process_time() - started) * 1000)
    first = situations[:SINGLY]
    singles = times_ms(lambda situation: assess(situation, grid), first)
    same = sum(
        (one.points, one.lower, one.upper, grid.tier_rank[one.tier.id])
        == (found.points[row], found.lower[row], found.upper[row], found.tier[row])
        for row, one in enumerate(assess(situation, grid) for situation in first)
    )
    return {
        "situations": len(situations),
        "grid": f"{grid.id} {grid.version}",
        "columns_ms": min(passes),
        "columns_cpu_ms": min(cpu),
        "situations_to_columns_ms": reading_ms,
        "one_ms": spread(singles),
        "compared": len(first),
        "same": same,
    }


def drawn(count: int, grid: GridOnDay) -> list[Situation]:
    """Situations of up to twenty-five facts, coarse and fine, always the same."""
    chance = np.random.default_rng(SEED)
    ids = [*grid.links, *grid.criterion, *grid.setting_ids]
    accepted = [accepted_values(id, grid) for id in ids]
    found = []
    for many in chance.integers(0, MOST_FACTS + 1, count):
        chosen, pick = chance.integers(0, len(ids), many), chance.random(many)
        facts = {ids[k]: accepted[k][int(p * len(accepted[k]))] for k, p in zip(chosen, pick, strict=True)}
        gir, age = int(chance.integers(0, 7)), float(chance.uniform(-20, 100))
        found.append(Situation(facts, gir=gir or None, age_years=age if age >= 0 else None))
    return found
