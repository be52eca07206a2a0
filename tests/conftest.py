"""What every test may ask for: the researched files beside the project, where they are present."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files and researched facts beside the project."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs the real files of ../shared, which are not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def data() -> Path:
    return ROOT / "data"
