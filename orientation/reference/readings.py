"""Opens corpora of annotated requests (tests/readings says how they are annotated)."""

import json
from collections.abc import Iterator
from pathlib import Path

from orientation.conversation.evaluation import Expected


def load_expected(path: Path) -> Iterator[Expected]:
    """The readings expected by the lines of a file."""
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, filter(str.strip, lines)):
            yield Expected(
                text=row["text"],
                register=row["register"],
                age_years=row["age_years"],
                commune=row["commune"],
                needs=tuple(row["needs"]),
                facts=row["facts"],
                optional_needs=frozenset(row.get("optional_needs", ())),
                optional_facts=frozenset(row.get("optional_facts", ())),
                gir=row["gir"],
                delay_hours=row["delay_hours"],
                birth_year=row.get("birth_year"),
                identity=tuple(row.get("identity", ())),
                emergencies=frozenset(row.get("emergencies", ())),
            )
