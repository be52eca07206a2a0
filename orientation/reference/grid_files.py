"""Grid files under work: read one outside the folder, check it, write a proposal, publish a dated version.

A published file only ever grows: values are added with their date, earlier ones are never rewritten.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from orientation.complexity.publishing import monotony_violations
from orientation.dated import Dated
from orientation.grid import ComplexityGrid, Publication
from orientation.reference.folder import data_folder
from orientation.reference.grids import CROSSWALK, load_grids, merged, open_grid_file, read_grid
from orientation.reference.vocabularies import load_vocabulary
from orientation.refusal import Refused

Number = int | float


@dataclass(frozen=True, slots=True)
class GridCheck:
    """What a sound grid holds on a day: its version, how much there is of each thing, and the days on which it changes."""

    id: str
    version: str
    validated: bool
    criteria: int
    rules: int
    tiers: tuple[str, ...]
    changes: tuple[date, ...]
    steps_tried: int


def load_grid_file(path: Path, folder: Path | None = None) -> ComplexityGrid:
    """The grid of one file, which may extend those of the folder and stands in place of the one with its id. Raises Refused."""
    folder = folder or data_folder() / "grids"
    if not path.is_file():
        raise Refused(f"Le fichier « {path} » n'existe pas. Donnez le chemin d'une grille (YAML).")
    content = open_grid_file(path)
    others = {other.name: open_grid_file(other) for other in sorted(folder.glob("*.yaml")) if other.resolve() != path.resolve()}
    crosswalk = others.pop(CROSSWALK, {})
    by_id = {str(held.get("id")): (name, held) for name, held in others.items()}
    id = str(content.get("id"))
    by_id[id] = (path.name, content)
    return read_grid(merged(id, by_id, crosswalk), path.name, load_vocabulary())


def check_grid(path: Path, day: date, folder: Path | None = None, steps: int = 10_000) -> GridCheck:
    """Reads a file and tries its monotony on every day it changes. Raises Refused for the first thing that is wrong."""
    grid = load_grid_file(path, folder)
    for change in grid.dates:
        _refuse_if_not_monotone(grid, change, path.name, steps)
    plain = grid.on(max(day, grid.dates[0]))
    tiers = tuple(f"{tier.label} : à partir de {float(bound.from_):g}" for tier, bound in zip(plain.tiers, plain.bounds, strict=True))
    return GridCheck(grid.id, plain.version, grid.validated, len(plain.criteria), len(plain.rules), tiers, grid.dates, steps)


def _refuse_if_not_monotone(grid: ComplexityGrid, day: date, file: str, steps: int) -> None:
    broken = monotony_violations(grid.on(day), steps)
    if broken:
        raise Refused(
            f"{file}, au {day:%d/%m/%Y} : {broken} aggravations sur {steps} essayées font baisser les points ou le palier ; "
            "aucune n'est attendue. Revoyez les règles et les correspondances."
        )


def proposed(
    id: str,
    day: date,
    reference: str,
    *,
    weights: Mapping[str, Number | None] | None = None,
    dimension_weights: Mapping[str, Number] | None = None,
    bounds: Mapping[str, tuple[Number, Number | None]] | None = None,
    floors: Mapping[str, str | None] | None = None,
    folder: Path | None = None,
) -> str:
    """The text of a grid's file with new values from a day on, each with that reference; nothing is written. Raises Refused.

    `weights`: of criteria, None withdraws; `bounds`: of tiers, included and not; `floors`: the tier a rule raises to, None withdraws.
    """
    path = _file_of(id, folder or data_folder() / "grids")
    lines = path.read_text(encoding="utf-8").splitlines()
    said = json.dumps(reference, ensure_ascii=False)
    for section, changes in (("criteria", weights), ("dimensions", dimension_weights), ("rules", floors)):
        for name, value in (changes or {}).items():
            lines = _with_entry(lines, (section, name, "values"), f"{day}: {{value: {json.dumps(value)}, reference: {said}}}")
    for tier, (start, below) in (bounds or {}).items():
        entry = f"{day}: {{from: {json.dumps(start)}, below: {json.dumps(below)}, reference: {said}}}"
        lines = _with_entry(lines, ("tiers", tier, "bounds", "values"), entry)
    return "\n".join(lines) + "\n"


def _file_of(id: str, folder: Path) -> Path:
    for path in sorted(folder.glob("*.yaml")):
        if open_grid_file(path).get("id") == id:
            return path
    raise Refused(f"Aucune grille « {id} » dans {folder.name}. Grilles présentes : {', '.join(load_grids(folder))}.")


def _with_entry(lines: Sequence[str], path: tuple[str, ...], entry: str) -> list[str]:
    """The lines with one more at the end of the block that a path of keys names; keys that are not there yet are added."""
    start, end = 0, len(lines)
    result = list(lines)
    for depth, key in enumerate(path):
        found = _key_line(result, key, depth, start, end)
        if found is None:
            place = _content_end(result, start, end)
            result[place:place] = ["  " * depth + f"{key}:"]
            found, end = place, end + 1
        start, end = found + 1, _block_end(result, found, depth, end)
    place = _content_end(result, start, end)
    result[place:place] = ["  " * len(path) + entry]
    return result


def _key_line(lines: Sequence[str], key: str, depth: int, start: int, end: int) -> int | None:
    wanted = re.compile(rf"^{'  ' * depth}[\"']?{re.escape(key)}[\"']?:")
    return next((place for place in range(start, end) if wanted.match(lines[place])), None)


def _block_end(lines: Sequence[str], found: int, depth: int, end: int) -> int:
    deeper = "  " * (depth + 1)
    for place in range(found + 1, end):
        line = lines[place]
        if line.strip() and not line.lstrip().startswith("#") and not line.startswith(deeper):
            return place
    return end


def _content_end(lines: Sequence[str], start: int, end: int) -> int:
    """Where the block's last line of content ends: comments and blanks that follow belong to what comes next."""
    while end > start and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def publish(
    path: Path, *, author: str, reason: str, signed_by: str, day: date, today: date, folder: Path | None = None, steps: int = 10_000
) -> Path:
    """Puts a proposal in force from a day on, signed, and gives the file written.

    Raises Refused if it is unsound, rewrites the past, breaks a grid that extends it, or follows a later publication.
    """
    folder = folder or data_folder() / "grids"
    for name, value in (("l'auteur", author), ("la raison", reason), ("le groupe signataire", signed_by)):
        if not value.strip():
            raise Refused(f"Une publication dit {name}. Complétez-le.")
    if day < today:
        raise Refused(
            f"Une publication vaut d'aujourd'hui ou d'un jour à venir ; trouvé le {day:%d/%m/%Y}, déjà passé : des situations ont été "
            "évaluées ce jour-là. Choisissez un autre jour."
        )
    check_grid(path, day, folder, steps)
    grid = load_grid_file(path, folder)
    current = load_grids(folder).get(grid.id)
    published = {one.day: one for one in (*(current.publications if current else ()), *grid.publications)}
    if published and max(published) >= day:
        raise Refused(f"{path.name} : une version est déjà publiée au {max(published):%d/%m/%Y}. Choisissez un jour plus tardif.")
    if current is not None:
        _refuse_a_rewritten_past(current, grid, day, path.name)
    held = {one.day for one in grid.publications}
    lines = path.read_text(encoding="utf-8").splitlines()
    # A proposal begun before the last publication does not know it: what was signed stays signed.
    for one in (*(published[known] for known in sorted(published) if known not in held), Publication(day, author, reason, signed_by)):
        lines = _with_entry(lines, ("publications",), _signature(one))
    target = _file_of(grid.id, folder) if current is not None else folder / f"{grid.id}.yaml"
    draft = target.with_suffix(".draft")
    draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
    try:
        if [one.day for one in load_grid_file(draft, folder).publications] != sorted({*published, day}):
            raise Refused(f"{path.name} : la publication n'a pas pu être inscrite. Indentez le fichier par deux espaces.")
        _refuse_to_break_others(draft, target, folder, steps)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target


def _signature(one: Publication) -> str:
    said = (f"{name}: {json.dumps(getattr(one, name).strip(), ensure_ascii=False)}" for name in ("author", "reason", "signed_by"))
    return f"{one.day}: {{{', '.join(said)}}}"


def _refuse_to_break_others(draft: Path, target: Path, folder: Path, steps: int) -> None:
    """A grid that others extend changes them too: each must still be sound."""
    others = {file.name: open_grid_file(file) for file in sorted(folder.glob("*.yaml")) if file.name != target.name}
    crosswalk = others.pop(CROSSWALK, {})
    changed = open_grid_file(draft)
    by_id = {str(held.get("id")): (name, held) for name, held in others.items()} | {str(changed.get("id")): (target.name, changed)}
    for name, held in others.items():
        if held.get("extends") == changed.get("id"):
            grid = read_grid(merged(str(held["id"]), by_id, crosswalk), name, load_vocabulary())
            for change in grid.dates:
                _refuse_if_not_monotone(grid, change, name, steps)


def _refuse_a_rewritten_past(current: ComplexityGrid, new: ComplexityGrid, day: date, file: str) -> None:
    for kind in ("dimension_weights", "weights", "bounds", "tier_settings", "floors", "links", "level_maps"):
        before, after = getattr(current, kind), getattr(new, kind)
        for id in before.keys() | after.keys():
            if _past(before.get(id), day) != _past(after.get(id), day):
                raise Refused(
                    f"{file}, « {id} » : une valeur d'avant le {day:%d/%m/%Y} n'est plus celle qui est publiée. "
                    "Le passé ne se réécrit pas : rétablissez-la, et datez le changement du jour de la publication ou d'après."
                )
    for kind in ("dimensions", "criteria", "rules", "alerts", "modules", "settings"):
        now = {one.id: _without_words(one) for one in getattr(new, kind)}
        for one in getattr(current, kind):
            if now.get(one.id) != _without_words(one):
                raise Refused(
                    f"{file}, « {one.id} » : sa condition ou sa place dans la grille n'a pas de date, et ne serait plus celle des jours "
                    "passés. Rétablissez-la ; pour en changer, retirez celle-ci du jour de la publication (« value: null ») et ajoutez-en "
                    "une autre sous un autre nom."
                )


def _without_words(one: Any) -> object:
    """What it does to an assessment: its label, its question and the words of its levels may be corrected at any time."""
    return replace(one, **{part.name: "" for part in fields(one) if part.name in ("label", "question", "levels")})


def _past(history: Dated[object] | None, day: date) -> tuple[object, ...]:
    return tuple((entry.start, entry.value) for entry in history.entries if entry.start < day) if history else ()
