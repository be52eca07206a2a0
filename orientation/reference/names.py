"""Loads data/names: the short forms that names of services use, and what they stand for."""

import csv
from pathlib import Path

from orientation.reference.folder import data_folder
from orientation.refusal import Refused
from orientation.wording import place_key


def load_aliases(folder: Path | None = None) -> tuple[tuple[str, str], ...]:
    """(short form, in full) pairs, as words of names are compared. Raises Refused naming the line of an incomplete pair."""
    path = (folder or data_folder() / "names") / "aliases.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        pairs = [(place_key(row["short"] or ""), place_key(row["long"] or "")) for row in csv.DictReader(lines)]
    for line, (short, long) in enumerate(pairs, start=2):
        if not short or not long:
            raise Refused(f"names/{path.name}, ligne {line} : il faut une forme courte et ce qu'elle veut dire.")
    return tuple(pairs)
