"""One cell of our own form (`resource_cells`) at a time, read as its kind of column says, and refused with a sentence."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import orjson

from orientation.resource_cells import Column, Kind, parts_of
from orientation.sources import fields

LONGEST_TEXT = 100_000
_MOST = 10**9
_YES, _NO = frozenset({"oui", "vrai", "true", "yes"}), frozenset({"non", "faux", "false", "no"})
# What no directory shows: controls (but tabulations and ends of lines), marks that turn or hide text, half characters.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff\ud800-\udfff]")
_TAG = re.compile(r"<[^<>]{0,300}>")
_FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


class Wrong(ValueError):
    """A cell that cannot be taken; its text is the French sentence that says so."""

    def __init__(self, column: Column, value: object, expected: str) -> None:
        self.column, self.value = column.name, str(value)[:80].encode("utf-8", "replace").decode()
        super().__init__(f"colonne « {column.name} » : {expected} attendu, « {self.value} » trouvé ; corrigez la cellule et réimportez.")


def value_of(column: Column, cell: object, told: list[str]) -> Any:
    """What a cell says, as its kind of column reads it; None for an empty one. What was taken out of it is told. Raises Wrong."""
    return None if cell is None or cell == "" else _READERS[column.kind](column, cell, told)


def text_of(column: Column, cell: object, told: list[str]) -> str:
    """Words as they stand, unless they hold markup or what cannot be seen."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | date):
        raise Wrong(column, cell, "texte")
    said = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    if len(said) > LONGEST_TEXT:
        raise Wrong(column, said, f"texte de {LONGEST_TEXT} caractères au plus")
    if (not said.isprintable() and _INVISIBLE.search(said)) or ("<" in said and _TAG.search(said)):
        told.append(f"« {column.name} » : balises ou caractères invisibles retirés.")
        return _TAG.sub(" ", _INVISIBLE.sub("", said)).strip()
    return said


def day_of(cell: object) -> date | None:
    """A day as ISO or the French write it; None for anything else, and for what is no time of services."""
    if isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    said = cell.strip() if isinstance(cell, str) else ""
    try:
        french = _FRENCH_DAY.fullmatch(said)
        found = date(*map(int, french.groups()[::-1])) if french else date.fromisoformat(said[:10] if said[10:11] in ("T", " ") else said)
    except ValueError:
        return None
    return found if 1600 <= found.year <= 2200 else None


def number_of(cell: object) -> float | None:
    return None if isinstance(cell, bool) else fields.number(cell)


def _words(column: Column, cell: object, told: list[str]) -> list[str]:
    try:
        parts = parts_of(cell) if isinstance(cell, str) else cell if isinstance(cell, list) else [cell]
    except ValueError:
        raise Wrong(column, cell, "liste séparée par des barres, ou tableau JSON de textes,") from None
    return [text_of(column, part, told) for part in parts]


def _number(column: Column, cell: object, told: list[str]) -> float:
    found = number_of(cell)
    if found is None:
        raise Wrong(column, cell, "nombre")
    return found


def _whole(column: Column, cell: object, told: list[str]) -> int:
    found = number_of(cell)
    if found is None or not found.is_integer() or not 0 <= found <= _MOST:
        raise Wrong(column, cell, "nombre entier positif ou nul")
    return int(found)


def _yes_no(column: Column, cell: object, told: list[str]) -> bool:
    said = str(cell).strip().casefold()
    if said not in _YES | _NO:
        raise Wrong(column, cell, "oui ou non")
    return said in _YES


def _day(column: Column, cell: object, told: list[str]) -> date:
    found = day_of(cell)
    if found is None:
        raise Wrong(column, cell, "date comme 2026-03-31 ou 31/03/2026")
    return found


def _objects(column: Column, cell: object, told: list[str]) -> list[dict[str, Any]]:
    try:
        found = orjson.loads(cell) if isinstance(cell, str) else cell
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Wrong(column, cell, "tableau JSON d'objets")
    return found


_READERS: Mapping[Kind, Callable[[Column, object, list[str]], Any]] = {
    "text": text_of,
    "words": _words,
    "number": _number,
    "whole": _whole,
    "yes-no": _yes_no,
    "day": _day,
    "objects": _objects,
}
