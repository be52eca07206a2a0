"""What exists, how many of it and where: one row of `kinds.csv` a kind of service."""

import csv
from dataclasses import dataclass
from pathlib import Path

from orientation.resource import AgeRange

ROR, FINESS, DATA_INCLUSION, TEAM = "ror", "finess", "data-inclusion", "carnet-equipe"
# In the order they are best imported: the directory whose numbers the others quote comes first.
SOURCES = (FINESS, ROR, DATA_INCLUSION, TEAM)
TABLE = Path(__file__).parent / "kinds.csv"


@dataclass(frozen=True)
class Twin:
    """The same service entered in another directory too: which, under which code there, for how many of them (0 to 1).

    `needs`: what that entry says of its needs, when it says less.
    """

    source: str
    code: str
    share: float
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Kind:
    """One kind of service. `needs`: what whoever reads the files must deduce. `codes`, `activities`, `publics`: as `source` writes them
    (ROR type of offer, FINESS category, data·inclusion themes; the sector, in a team's own table).

    `care_mode`, `reception`, `modality`: ROR codes (R213, R240, R338); for data·inclusion `modes` are its modes d'accueil.
    `field`: the ROR champ d'activité, or the data·inclusion network. `zones`: the kinds of catchment, drawn at random; "silence": unstated.
    `counts`: how many by column of a territory. `where`: population, towns, seat, rural, villages, or communes by code.
    `at`: the kind of service at whose place it is found; `where` is then not read. `places`: bounds of its capacity.
    """

    id: str
    needs: frozenset[str]
    source: str
    codes: tuple[str, ...]
    activities: tuple[str, ...]
    modes: tuple[str, ...]
    care_mode: str
    reception: str
    modality: str
    field: str
    publics: tuple[str, ...]
    ages: AgeRange | None
    zones: tuple[str, ...]
    counts: dict[str, int]
    where: tuple[str, ...]
    at: str | None
    runs: str
    name: str
    hours: str | None
    places: tuple[int, int] | None
    twin: Twin | None


def load_kinds(columns: tuple[str, ...], path: Path = TABLE) -> tuple[Kind, ...]:
    """The table, in its order. `columns`: the territories that are counted."""
    with path.open(encoding="utf-8", newline="") as text:
        return tuple(_kind(row, columns) for row in csv.DictReader(text))


def _kind(row: dict[str, str], columns: tuple[str, ...]) -> Kind:
    care_mode, reception, modality = [*row["mode"].split("/"), "", ""][:3]
    return Kind(
        id=row["id"],
        needs=frozenset(row["needs"].split()),
        source=row["source"],
        codes=tuple(row["code"].split()),
        activities=tuple(row["activity"].split()),
        modes=tuple(row["mode"].split()),
        care_mode=care_mode,
        reception=reception,
        modality=modality,
        field=row["field"],
        publics=tuple(row["publics"].split()),
        ages=_ages(row["ages"]),
        zones=tuple(row["zone"].split()),
        counts={column: int(row[column]) for column in columns},
        where=tuple(row["where"].split()),
        at=row["at"] or None,
        runs=row["runs"],
        name=row["name"],
        hours=row["hours"] or None,
        places=_bounds(row["places"]),
        twin=_twin(row["twin"]),
    )


def _ages(written: str) -> AgeRange | None:
    """
    >>> _ages("60-"), _ages("0-17"), _ages("")
    (AgeRange(low=60.0, high=None), AgeRange(low=0.0, high=17.0), None)
    """
    if not written:
        return None
    low, high = written.split("-")
    return AgeRange(float(low), float(high) if high else None)


def _bounds(written: str) -> tuple[int, int] | None:
    if not written:
        return None
    low, high = written.split("-")
    return int(low), int(high)


def _twin(written: str) -> Twin | None:
    if not written:
        return None
    source, code, percent, *needs = written.split()
    return Twin(source, code, int(percent) / 100, frozenset(needs))
