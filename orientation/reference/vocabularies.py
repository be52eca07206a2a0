"""Loads the closed lists of data/vocabulary, once."""

import csv
from pathlib import Path

from orientation.reference.folder import data_folder
from orientation.refusal import Refused
from orientation.vocabulary import SECTORS, Criterion, Emergency, Need, Public, Vocabulary


def load_vocabulary(folder: Path | None = None) -> Vocabulary:
    """The four lists, in the order of their files. Raises Refused naming file and line for a wrong row."""
    folder = folder or data_folder() / "vocabulary"
    return Vocabulary(
        needs={row["id"]: _need(row) for row in _rows(folder / "needs.csv")},
        criteria={row["id"]: _criterion(row) for row in _rows(folder / "criteria.csv")},
        publics={row["id"]: Public(**row) for row in _rows(folder / "publics.csv")},
        emergencies={row["id"]: _emergency(row) for row in _rows(folder / "emergencies.csv")},
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    seen: set[str] = set()
    for line, row in enumerate(rows, start=2):
        if not row.get("id") or row["id"] in seen or None in row.values():
            raise Refused(f"{path.name}, ligne {line} : identifiant vide, en double, ou colonnes manquantes ({row.get('id')!r}).")
        seen.add(row["id"])
    return rows


def _need(row: dict[str, str]) -> Need:
    if row["sector"] not in SECTORS:
        raise Refused(f"needs.csv, {row['id']} : secteur « {row['sector']} » inconnu, attendu : {', '.join(SECTORS)}.")
    return Need(row["id"], row["sector"], row["label_fr"], row["label_en"], row["hint"])


def _criterion(row: dict[str, str]) -> Criterion:
    """A level's id is its first word: "moderee (GIR 3-4)" is `moderee`."""
    labels = tuple(label.strip() for label in row["levels"].split("|"))
    levels = tuple(label.split()[0] for label in labels)
    return Criterion(row["id"], row["dimension"], row["label_fr"], row["label_en"], levels, row["hint"], labels)


def _emergency(row: dict[str, str]) -> Emergency:
    return Emergency(row["id"], tuple(row["numbers"].split("|")), row["label_fr"], row["label_en"])
