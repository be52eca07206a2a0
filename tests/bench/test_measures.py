"""Every measure runs and says what it promises, on directories small enough for a test; nothing is asserted of how fast."""

import json
import subprocess
import sys
from typing import Any

import pytest

from orientation.bench import compare, names, orient, page, search, server
from orientation.refusal import Refused

TIMES = {"p50_ms", "p90_ms", "p99_ms", "per_second"}


def test_searches_equal_the_plain_loop_and_say_what_they_cost() -> None:
    measured = search.run(["--size", "1500", "--cases", "20"])
    assert measured["equal_to_the_plain_loop"] == "20 of 20"
    assert set(measured["cold"]) == set(measured["warm"]) == TIMES
    assert {"open_ms", "build_s", "bytes_a_resource", "own_memory_mb", "resident_mb"} <= measured.keys()


def test_names_typed_with_mistakes_are_found() -> None:
    measured = names.run(["--size", "1500", "--names", "40"])
    assert measured["recall_at_10"] > 0.9
    assert set(measured["cold"]) == set(measured["warm"]) == TIMES


def test_whole_orientations_are_measured_from_reading_to_words() -> None:
    measured = orient.run(["--size", "1500", "--requests", "5"])
    assert measured["oriented"] == "5 of 5" and measured["needs_a_request"] >= 2
    assert set(measured["warm"]) == set(measured["with_questions"]) == TIMES


@pytest.mark.browser
def test_the_page_is_measured_in_a_browser() -> None:
    if not page.CHROMIUM.exists():
        pytest.skip("needs Chromium: run « make system »")
    # In a process of its own: the browser's driver wants no other event loop beside it.
    code = 'import json, sys; from orientation.bench.page import run; json.dump(run(["--size", "1500", "--requests", "2"]), sys.stdout)'
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    measured = json.loads(done.stdout)
    assert set(measured["answer_drawn"]) == TIMES and measured["first"]["plan_seen"] <= measured["first"]["answer_drawn"]


def test_postgresql_gives_the_same_answers_or_its_absence_is_said() -> None:
    try:
        with server.server():
            installed = True
    except Refused:
        installed = False
    if not installed:
        with pytest.raises(Refused, match="PostGIS"):
            compare.run(["--size", "100"])
        return
    measured: dict[str, Any] = compare.run(["--size", "1500", "--cases", "20", "--names", "5"])
    assert set(measured["searches"]["same_answers"].values()) == {"20 of 20"}
