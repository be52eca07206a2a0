"""Entries read by other processes: what is written is what one process alone writes, whatever becomes of the others."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import Engine, MetaData, select

from orientation.demonstration.scale import ror_bundles, write_bundles
from orientation.reference.gazetteer import load_gazetteer
from orientation.reference.mappings import load_mappings
from orientation.reference.merging import load_merge_rules
from orientation.resource import AgeRange, Identifier, Places
from orientation.sources.reading import Context
from orientation.sources.registry import read_extract
from orientation.store.engine import engine, migrate
from orientation.store.hands import Hands
from orientation.store.importing import import_extract
from orientation.territory import Area
from tests.factories import a_record
from tests.store.imports import NOW

HERE = os.getpid()
TASKS = list(range(1_200))
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")


def doubled(task: int) -> int:
    return 2 * task


def elsewhere(task: int) -> bool:
    return os.getpid() != HERE


def killed_elsewhere(task: int) -> int:
    if os.getpid() != HERE and task == 700:
        os.kill(os.getpid(), signal.SIGKILL)
    return task


def wrong(task: int) -> int:
    raise LookupError(f"task {task}")


@pytest.mark.parametrize("count", [0, 1, 2, 3])
@pytest.mark.parametrize("size", [0, 1, 499, 500, 1_199])
def test_hands_give_back_what_doing_it_here_gives(count: int, size: int) -> None:
    with Hands(doubled, count) as hands:
        for tasks in (TASKS[:size], TASKS[:7], TASKS[:size]):
            assert hands.give(tasks)() == [2 * task for task in tasks]


def valued(task: int) -> list[object]:
    return [AgeRange(task), Places(task, None), Identifier("ror", str(task)), Area("commune", "94028"), a_record(str(task))]


def test_values_come_back_as_they_are() -> None:
    with Hands(valued, 2) as hands:
        assert hands.give(TASKS)() == [valued(task) for task in TASKS]


@pytest.mark.parametrize("size, copied", [(499, False), (500, True)])
def test_few_tasks_are_done_here(size: int, copied: bool) -> None:
    with Hands(elsewhere, 2) as hands:
        assert set(hands.give(TASKS[:size])()) == {copied}


@pytest.mark.parametrize("granted", [0, 1])
def test_where_the_system_grants_no_copy_it_is_done_here(monkeypatch: pytest.MonkeyPatch, granted: int) -> None:
    fork, copies = os.fork, iter(range(granted))

    def granted_or_not() -> int:
        if next(copies, None) is None:
            raise BlockingIOError("no more processes")
        return fork()

    monkeypatch.setattr(os, "fork", granted_or_not)
    with Hands(doubled, 2) as hands:
        for _ in range(2):
            assert hands.give(TASKS)() == [2 * task for task in TASKS]


def test_what_a_killed_hand_had_is_done_here() -> None:
    with Hands(killed_elsewhere, 2) as hands:
        for _ in range(3):
            assert hands.give(TASKS)() == TASKS


def test_what_a_task_raises_is_raised_here() -> None:
    with Hands(wrong, 2) as hands, pytest.raises(LookupError, match="task 0"):
        hands.give(TASKS)()


def test_hands_end_with_the_process_they_were_copied_from() -> None:
    program = (
        "import os, time\nfrom orientation.store.hands import Hands\nhands = Hands(lambda task: os.getpid(), 2)\n"
        "print(*set(hands.give(range(1000))()), flush=True)\ntime.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        copies = parent.stdout.readline().split()
        parent.kill()
    assert len(copies) == 2
    until = time.monotonic() + 30
    while any(map(_runs, copies)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(_runs, copies))


def _runs(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture(scope="module")
def extracts(tmp_path_factory: pytest.TempPathFactory) -> list[list[Path]]:
    """Three extracts of one source: the second says some things otherwise, names twins and holds what cannot be read."""
    folder = tmp_path_factory.mktemp("ror")
    bundles = list(ror_bundles(2_600, 7, load_gazetteer()))
    first = write_bundles(folder / "1", bundles)
    for number, bundle in enumerate(bundles):
        offers = [entry for entry in bundle["entry"] if entry["resource"]["resourceType"] == "HealthcareService"]
        for index, entry in enumerate(offers):
            if (index + number) % 3:
                entry["resource"]["comment"] = f"Extrait {number}"
        twin = orjson.loads(orjson.dumps(offers[0]))
        twin["resource"] |= {"name": "Une autre offre sous le même identifiant", "comment": "autre"}
        bundles[(number + 5) % len(bundles)]["entry"] += [twin, {"resource": {"resourceType": "HealthcareService"}}]
    return [first, write_bundles(folder / "2", bundles), first]


def taken(database: Engine, extracts: list[list[Path]], folder: Path, hands: int) -> list[Any]:
    """What importing the extracts says and leaves, quarantine included."""
    migrate(database)
    context = Context(load_gazetteer(), load_mappings(), NOW.date(), None, b"essai")
    said: list[Any] = []
    for day, files in enumerate(extracts):
        entries = read_extract("ror", files, context, {})
        now = NOW + timedelta(days=day)
        report = import_extract(
            database, "ror", entries, rules=load_merge_rules(), now=now, files=files, full=True, quarantine_dir=folder, hands=hands
        )
        said.append(
            (report.read, report.created, report.updated, report.unchanged, report.closed, report.rejected, report.directory_version)
        )
        said.append(report.quarantine and Path(report.quarantine).read_bytes())
    tables = MetaData()
    tables.reflect(database)
    with database.connect() as connection:
        for table in tables.sorted_tables:
            columns = [column for column in table.columns if column.name != "quarantine"]
            said.append((table.name, connection.execute(select(*columns).order_by(*table.primary_key.columns)).all()))
    return said


def test_what_is_written_does_not_depend_on_who_read(extracts: list[list[Path]], tmp_path: Path) -> None:
    alone, helped = (
        taken(engine(f"sqlite:///{tmp_path}/{hands}.sqlite"), extracts, tmp_path / str(hands), hands=hands) for hands in (0, 2)
    )
    assert alone == helped
    assert [sum(counts) > 0 for counts in zip(*(one[:6] for one in alone[:6:2]), strict=True)] == [True] * 6  # every kind of news
