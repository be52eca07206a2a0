"""`bench page`: the assistant as it is served, in a browser: from a request sent to its answer drawn, in a directory of a given size."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from orientation.bench import generated
from orientation.bench.directory import temporary_folder
from orientation.bench.measuring import spread
from orientation.bench.orient import requests, whole_directory, workplace
from orientation.refusal import Refused
from orientation.store.engine import ADDRESS_VARIABLE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
READY_S = 60
REQUESTS = 20
FIGURES = ("plan_seen", "answer_drawn", "proposal_kept")
# What a page takes hangs on what else the machine does; for how long its server works does not.
WORK = ("answer_worked", "proposal_worked")
_PATIENCE_MS = 60_000


def run(argv: Sequence[str] = ()) -> dict[str, Any]:
    """Options: --size N (services), --requests N."""
    parser = ArgumentParser(prog="bench page", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    options = parser.parse_args(argv)
    with temporary_folder() as folder:
        place = workplace(folder)
        land = generated.land_of(place.gazetteer)
        with browser() as opened:
            whole_directory(folder, land, options.size)
            with application(str(place.engine.url)) as (address, process):
                found = [_asked(opened, address, text, process.pid) for text in requests(land, options.requests)]
                memory_mb = _memory_mb(process.pid)
    return {
        "bench": "page",
        "size": options.size,
        "requests": options.requests,
        "first": {name: round(value, 1) for name, value in found[0].items()},
        **{name: spread(times) for name in FIGURES if (times := [one[name] for one in found[1:] if name in one])},
        "server_ms": {name: median(times) for name in WORK if (times := [one[name] for one in found[1:] if name in one])},
        "server_mb": round(memory_mb, 1),
    }


def _asked(browser: "Browser", address: str, text: str, server: int) -> dict[str, float]:
    """Milliseconds from a request sent, in a new session, to the plan seen and to the page drawn whole; then of a proposal kept.

    `server`: the process whose work is counted.
    """
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="fr-FR")
    try:
        page = context.new_page()
        page.set_default_timeout(_PATIENCE_MS)
        page.goto(address)
        page.get_by_role("heading", name="Orienter une situation").wait_for()
        _settled(page)
        field = page.get_by_role("textbox", name=re.compile("Décrivez la situation"))
        field.fill(text)
        idle = _worked_ms(server)
        started = time.perf_counter()
        field.press("Enter")
        page.locator("table.plan").wait_for()
        seen = time.perf_counter()
        _settled(page)
        drawn = time.perf_counter()
        answered = _worked_ms(server)
        found = {
            "plan_seen": (seen - started) * 1000,
            "answer_drawn": (drawn - started) * 1000,
            "answer_worked": answered - idle,
        }
        keep = page.get_by_role("button", name=re.compile("^Garder"))
        if keep.count():
            clicked = time.perf_counter()
            keep.first.click()
            page.get_by_role("button", name=re.compile("^Gardée")).first.wait_for()
            _settled(page)
            found["proposal_kept"] = (time.perf_counter() - clicked) * 1000
            found["proposal_worked"] = _worked_ms(server) - answered
        return found
    finally:
        context.close()


def _settled(page: "Page") -> None:
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


@contextmanager
def browser() -> "Iterator[Browser]":
    """Chromium without a window. Raises Refused when it, or what drives it, is not installed."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise Refused(
            "Mesurer la page demande playwright : installez le projet avec ses outils de test (« make install-test »)."
        ) from error
    if not CHROMIUM.exists():
        raise Refused(f"Mesurer la page demande Chromium, attendu en {CHROMIUM} : « make system » l'installe sous Debian.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        try:
            yield opened
        finally:
            opened.close()


@contextmanager
def application(database: str) -> "Iterator[tuple[str, subprocess.Popen[bytes]]]":
    """The application served on a directory: its address on this machine, and its process."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.headless", "true"]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, ADDRESS_VARIABLE: database}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def _wait_for(address: str) -> None:
    until = time.monotonic() + READY_S
    while True:
        try:
            urllib.request.urlopen(address, timeout=2).read()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def _worked_ms(pid: int) -> float:
    """Processor time a process has had, its own and the system's for it."""
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _memory_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return float("nan")
