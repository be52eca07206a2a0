"""Loads the SERAFIN-PH needs with the needs and criteria of ours that each points at."""

import csv
from pathlib import Path

from orientation.complexity.instruments.serafin import SerafinNeed, SerafinTree, in_order
from orientation.reference.folder import data_folder
from orientation.refusal import Refused
from orientation.vocabulary import Vocabulary


def load_serafin(vocabulary: Vocabulary, path: Path | None = None) -> SerafinTree:
    """By code, in the order of the nomenclature. Raises Refused naming the line of a need that is none of ours."""
    path = path or data_folder() / "mappings" / "serafin-needs.csv"
    found: dict[str, SerafinNeed] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for line, row in enumerate(csv.DictReader(lines), start=2):
            needs, criteria = (tuple(part for part in row[column].split("|") if part) for column in ("needs", "criteria"))
            if strange := [need for need in needs if need not in vocabulary.needs]:
                raise Refused(f"{path.name}, ligne {line} : « {strange[0]} » n'est pas un besoin de vocabulary/needs.csv. Corrigez-la.")
            found[row["serafin_code"]] = SerafinNeed(row["serafin_code"], row["label"], needs, criteria, row["note"])
    return {code: found[code] for code in in_order(found)}
