"""Several processes on one database: what one of them changes is seen by all, each from one snapshot."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread

from sqlalchemy import Engine

from orientation.resource import SourceRef
from tests.factories import a_resource
from tests.store.test_snapshot import put

ROOT = Path(__file__).parents[2]
# The directory looks every two seconds; the rest is for a machine that does something else.
SEEN_WITHIN_S = 60


@contextmanager
def watching(url: str, folder: Path) -> Iterator["Queue[str]"]:
    """What a process of its own holds, each time that changes."""
    command = [sys.executable, "-m", "tests.store.watching", url, str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    lines: Queue[str] = Queue()
    output = process.stdout
    assert output is not None
    Thread(target=lambda: [lines.put(line.rstrip("\n")) for line in output], daemon=True).start()
    try:
        yield lines
    finally:
        process.terminate()
        process.wait(timeout=20)


def until(lines: "Queue[str]", expected: str) -> None:
    """Nothing but whole directories is ever said on the way."""
    deadline = time.monotonic() + SEEN_WITHIN_S
    while (said := lines.get(timeout=max(0.1, deadline - time.monotonic()))) != expected:
        assert time.monotonic() < deadline, said


def test_a_change_made_by_one_process_is_seen_by_all(url: str, database: Engine, tmp_path: Path) -> None:
    put(database, [a_resource(id="essai:1", sources=(SourceRef("essai", "1"),))])
    one, other = tmp_path / "here", tmp_path / "there"  # two machines keep their own snapshots of one server
    with watching(url, one) as first, watching(url, one) as second, watching(url, other) as third:
        for lines in (first, second, third):
            until(lines, "essai:1 ")
        put(database, [a_resource(id="essai:2", name="Résidence Les Glycines", sources=(SourceRef("essai", "2"),))])
        for lines in (first, second, third):
            until(lines, "essai:1,essai:2 essai:2")
    assert len(list(one.glob("*/columns.bin"))) == len(list(other.glob("*/columns.bin"))) == 1
