"""Every page test reads one demonstration directory, loaded once through the real readers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from orientation.store.engine import ADDRESS_VARIABLE
from tests.demonstrations import load_demonstration

APP = str(Path(__file__).parent.parent.parent / "app.py")
Opens = Callable[..., AppTest]


@pytest.fixture(scope="package")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> str:
    return load_demonstration(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="package")
def _pages_read_it(demonstration: str) -> Iterator[None]:
    """Pages keep what they open for the whole process: it is opened once here, and closed with the last page test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ADDRESS_VARIABLE, demonstration)
        st.cache_resource.clear()
        yield
    st.cache_resource.clear()


@pytest.fixture
def opened(_pages_read_it: None) -> Opens:
    """Opens a page ("orientation/pages/sources.py") on the demonstration; the assistant when none is named."""
    return _open


@pytest.fixture
def opened_on(tmp_path: Path, _pages_read_it: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    """Opens a page on another database."""

    def open_on(address: str, page: str | None = None, **query: str) -> AppTest:
        monkeypatch.setenv(ADDRESS_VARIABLE, address)
        st.cache_resource.clear()
        return _open(page, **query)

    yield open_on
    st.cache_resource.clear()


def _open(page: str | None = None, **query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    return app.switch_page(f"orientation/pages/{page}.py").run() if page else app
