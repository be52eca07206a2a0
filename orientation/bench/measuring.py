"""What measures are made of: times of many calls, memory of the process."""

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def timed(call: Callable[[], T]) -> tuple[T, float]:
    """What a call gives, and how many milliseconds it took."""
    started = time.perf_counter()
    result = call()
    return result, (time.perf_counter() - started) * 1000


def times_ms(call: Callable[[T], object], given: Iterable[T]) -> list[float]:
    """The milliseconds of one call for each value."""
    clock, found = time.perf_counter, []
    for value in given:
        started = clock()
        call(value)
        found.append((clock() - started) * 1000)
    return found


def spread(times: Sequence[float]) -> dict[str, float]:
    """Percentiles of some times in milliseconds, and how many calls a second one thread makes."""
    p50, p90, p99 = np.percentile(times, [50, 90, 99])
    return {"p50_ms": round(p50, 3), "p90_ms": round(p90, 3), "p99_ms": round(p99, 3), "per_second": round(1000 * len(times) / sum(times))}


def middle(passes: Sequence[dict[str, float]]) -> dict[str, float]:
    """The median of each figure over several passes."""
    return {name: float(np.median([one[name] for one in passes])) for name in passes[0]}


def resident_mb() -> float:
    """Memory this process holds, in MB, mapped files included."""
    return _status("VmRSS")


def own_mb() -> float:
    """Memory that is this process's alone, in MB, without the files it maps."""
    return _status("RssAnon")


def _status(name: str) -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) / 1024
    return float("nan")
