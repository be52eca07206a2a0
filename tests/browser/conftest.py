"""The application as it is served, in a real browser that may reach nothing but this machine."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from orientation.bench import page as page_bench
from tests.demonstrations import load_demonstration

HERE = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
expect.set_options(timeout=30_000)


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the application on the demonstration directory."""
    if not page_bench.CHROMIUM.exists():
        pytest.skip("needs Chromium: run « make system »")
    address = load_demonstration(tmp_path_factory.mktemp("browser"))
    with page_bench.application(address) as (served_at, _):
        yield served_at


@pytest.fixture(scope="package")
def browser(served: str) -> Iterator[Browser]:
    with page_bench.browser() as opened:
        yield opened


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
