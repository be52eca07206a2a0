"""Recorded decisions: kept while their retention lasts, erased for good, one for each conversation."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, inspect, text

from orientation.decision import Decision
from orientation.store import migrations
from orientation.store.decisions import erase, erase_ended, record, recorded
from orientation.store.engine import engine, migrate, reading, writing

DAY = date(2026, 11, 21)


def a_decision(id: str = "0f3c", **changes: object) -> Decision:
    found = Decision(id, DAY, "national", ("aide-domicile",), {"vit-seul": "oui"}, "national", "v", "palier-0", "palier-0", "p", "d")
    return replace(found, **changes)  # type: ignore[arg-type]


def test_what_is_recorded_is_read_back(database: Engine) -> None:
    kept = [a_decision("b", day=DAY), a_decision("a", day=DAY - timedelta(days=1), facts={"vit-seul": "non"})]
    assert all(record(database, one, 365, DAY) for one in kept)
    assert recorded(database, DAY) == (kept[1], kept[0])


def test_recording_again_takes_the_place_of_what_was_recorded(database: Engine) -> None:
    record(database, a_decision(), 365, DAY)
    record(database, a_decision(needs=("portage-repas",)), 365, DAY)
    assert recorded(database, DAY) == (a_decision(needs=("portage-repas",)),)


@pytest.mark.parametrize("days, kept", [(29, True), (30, True), (31, False)])
def test_a_decision_is_erased_once_its_retention_has_ended(database: Engine, days: int, kept: bool) -> None:
    record(database, a_decision(), 30, DAY)
    today = DAY + timedelta(days=days)
    assert erase_ended(database, today) == (not kept)
    with reading(database) as connection:
        assert connection.execute(text("SELECT count(*) FROM recorded_decision")).scalar() == kept


def test_reading_and_recording_erase_what_has_ended(database: Engine) -> None:
    record(database, a_decision("old"), 30, DAY)
    later = DAY + timedelta(days=31)
    record(database, a_decision("new", day=later), 30, later)
    with reading(database) as connection:
        assert connection.execute(text("SELECT id FROM recorded_decision")).scalars().all() == ["new"]
    assert recorded(database, later + timedelta(days=31)) == ()


@pytest.mark.parametrize(
    "asked, left",
    [
        pytest.param({}, set(), id="all"),
        pytest.param({"id": "1"}, {"0", "2"}, id="one"),
        pytest.param({"since": DAY + timedelta(days=1)}, {"0"}, id="from_a_day"),
        pytest.param({"until": DAY + timedelta(days=1)}, {"2"}, id="until_a_day"),
        pytest.param({"since": DAY + timedelta(days=1), "until": DAY + timedelta(days=1)}, {"0", "2"}, id="one_day"),
    ],
)
def test_decisions_are_erased_on_request(database: Engine, asked: dict[str, object], left: set[str]) -> None:
    for n in range(3):
        record(database, a_decision(str(n), day=DAY + timedelta(days=n)), 365, DAY)
    assert erase(database, **asked) == 3 - len(left)  # type: ignore[arg-type]
    assert {one.id for one in recorded(database, DAY)} == left


def test_nobody_waits_for_a_record(database: Engine) -> None:
    with writing(database):
        assert record(database, a_decision(), 365, DAY) is False
    assert recorded(database, DAY) == ()


def test_what_is_erased_is_nowhere_in_the_file(tmp_path: Path) -> None:
    made = engine(folder=tmp_path)
    migrate(made)
    record(made, a_decision("f00dcafe"), 365, DAY)
    assert erase(made) == 1
    made.dispose()
    assert not any(b"f00dcafe" in file.read_bytes() for file in tmp_path.iterdir())


def test_a_database_of_before_gets_its_table(tmp_path: Path) -> None:
    made = engine(folder=tmp_path)
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with writing(made) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    assert "recorded_decision" not in inspect(made).get_table_names()
    migrate(made)
    assert record(made, a_decision(), 365, DAY)
    made.dispose()
