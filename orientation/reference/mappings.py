"""Loads data/mappings: what the codes of each directory mean in needs, publics, ages, care modes and sectors."""

import csv
import re
from collections.abc import Mapping
from pathlib import Path

from orientation.mapping import CodeList, Mappings, Meaning
from orientation.reference.folder import data_folder
from orientation.refusal import Refused
from orientation.resource import CARE_MODES, AgeRange
from orientation.vocabulary import SECTORS

_FILES = (
    "finess-categories",
    "ror-offer-types",
    "ror-activities",
    "ror-care-modes",
    "ror-publics",
    "ror-fields",
    "ror-reception",
    "data-inclusion-themes",
    "data-inclusion-publics",
    "data-inclusion-structures",
    "data-inclusion-modes",
    "data-inclusion-service-types",
    "rpps-professions",
    "rpps-skills",
)


def load_mappings(folder: Path | None = None) -> Mappings:
    """Every code list. Raises Refused naming file and line for a row that cannot be read."""
    folder = folder or data_folder() / "mappings"
    return Mappings({name: _code_list(folder / f"{name}.csv") for name in _FILES}, _names(folder / "finess-names.csv"))


def load_specialties(folder: Path | None = None) -> dict[str, str]:
    """What each specialty that may qualify a consultation is called, by id."""
    path = (folder or data_folder() / "mappings") / "specialties.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row["label_fr"] for row in csv.DictReader(lines)}


def _code_list(path: Path) -> CodeList:
    found: dict[str, tuple[Meaning, ...]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for line, row in enumerate(csv.DictReader(lines), start=2):
            code = row.get("code") or row.get("value") or ""
            try:
                meaning = _meaning(row)
            except (ValueError, KeyError, TypeError) as error:
                raise Refused(f"mappings/{path.name}, ligne {line} ({code}) : {error}.") from error
            key = f"{row['scheme']}:{code}" if "scheme" in row else code
            found[key] = (*found.get(key, ()), meaning)
    return found


def _names(path: Path) -> dict[str, tuple[tuple[re.Pattern[str], str], ...]]:
    """What a name reveals of a category, in the order in which it is tried."""
    found: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for line, row in enumerate(csv.DictReader(lines), start=2):
            try:
                rule = (re.compile(row["pattern"]), row["variant"])
            except re.error as error:
                raise Refused(f"mappings/{path.name}, ligne {line} : expression régulière illisible ({error}).") from error
            found[row["category"]] = (*found.get(row["category"], ()), rule)
    return found


def _meaning(row: Mapping[str, str]) -> Meaning:
    modes, sector = _set(row, "modes"), row.get("sector") or None
    if not modes <= set(CARE_MODES) or (sector is not None and sector not in SECTORS):
        raise ValueError(f"mode ou secteur inconnu : {sorted(modes)}, {sector}")
    return Meaning(
        label=row["label"],
        sector=sector,
        needs=_set(row, "needs"),
        publics=_set(row, "publics"),
        ages=_ages(row),
        modes=modes,  # type: ignore[arg-type]
        qualifier=row.get("qualifier") or None,
        care_modes=_set(row, "care_modes"),
        category=row.get("category") or None,
        confidential=(row.get("confidential") or "").strip() == "oui",
    )


def _set(row: Mapping[str, str], column: str) -> frozenset[str]:
    return frozenset(part.strip() for part in (row.get(column) or "").split("|") if part.strip())


def _ages(row: Mapping[str, str]) -> AgeRange | None:
    low, high = row.get("age_low") or "", row.get("age_high") or ""
    if not low and not high:
        return None
    return AgeRange(float(low or 0), float(high) if high else None)
