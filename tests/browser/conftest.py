"""The application as it is served, in a real browser that may reach nothing but this machine."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from orientation.store.engine import ADDRESS_VARIABLE
from tests.demonstrations import load_demonstration

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
HERE = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
READY_S = 60
expect.set_options(timeout=30_000)


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the application on the demonstration directory."""
    if not CHROMIUM.exists():
        pytest.skip("needs Chromium: run « make system »")
    address = load_demonstration(tmp_path_factory.mktemp("browser"))
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.headless", "true"]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, ADDRESS_VARIABLE: address}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="package")
def browser(served: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def gone_out() -> list[str]:
    """Addresses that were asked for outside of this machine."""
    return []


@pytest.fixture
def page(browser: Browser, served: str, gone_out: list[str]) -> Iterator[Page]:
    """A window on the assistant, 1440 by 900; every request it makes is looked at."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="fr-FR")
    opened = context.new_page()

    def look(request: Request) -> None:
        if not request.url.startswith(HERE):
            gone_out.append(request.url)

    opened.on("request", look)
    opened.set_default_timeout(30_000)
    opened.goto(served)
    opened.get_by_role("heading", name="Orienter une situation").wait_for()
    yield opened
    context.close()


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
