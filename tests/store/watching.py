"""A process that follows a directory: `python -m tests.store.watching ADDRESS FOLDER`; it says what it holds whenever that changes."""

import sys
import time
from pathlib import Path

from orientation.geography.gazetteer import Gazetteer
from orientation.reference.vocabularies import load_vocabulary
from orientation.store.engine import engine
from orientation.store.snapshot import LiveDirectory
from tests.factories import CRETEIL

GIVE_UP_S = 120


def held(live: LiveDirectory) -> str:
    """Ids of all resources, and of those a name finds."""
    directory = live.current()
    ids = sorted(directory.columns.id(row) for row in range(len(directory.columns)))
    return f"{','.join(ids)} {','.join(match.id for match in directory.find('glycines'))}"


if __name__ == "__main__":
    address, folder = sys.argv[1:]
    live = LiveDirectory(engine(address), Path(folder), load_vocabulary(), Gazetteer((CRETEIL,)))
    said, until = "", time.monotonic() + GIVE_UP_S
    while time.monotonic() < until:
        if (now := held(live)) != said:
            said = now
            print(said, flush=True)
        time.sleep(0.05)
