"""The demonstration in a database of its own, for tests that read a whole directory."""

from pathlib import Path

from orientation.workplace import Workplace


def load_demonstration(folder: Path) -> str:
    """Loads it through the real readers; the address of the database."""
    address = f"sqlite:///{folder / 'directory.sqlite'}"
    place = Workplace(address)
    for source, files in place.demonstration():
        place.load(source, files)
    return address
