"""What is installed fits the oldest Python that the project promises: the one a bare machine has."""

from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parent.parent
OLDEST = "3.11.0"
LOCKED = [Requirement(line) for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines() if "==" in line]


def test_the_lock_names_exact_versions():
    assert LOCKED and all([one.operator for one in locked.specifier] == ["=="] for locked in LOCKED)


@pytest.mark.parametrize("locked", LOCKED, ids=lambda locked: locked.name)
def test_a_locked_package_takes_the_oldest_python(locked):
    try:
        installed = metadata(locked.name)
    except PackageNotFoundError:
        pytest.fail(f"{locked.name} is locked and nothing installs it: take it out of requirements.lock")
    assert locked.specifier.contains(installed["Version"], prereleases=True)
    assert SpecifierSet(installed["Requires-Python"] or "").contains(OLDEST)
