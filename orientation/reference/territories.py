"""Loads the territories of data/territories: which grid and which policy govern where."""

from collections.abc import Mapping
from pathlib import Path
from typing import get_args

from orientation.reference.folder import data_folder, open_yaml
from orientation.refusal import Refused
from orientation.territory import NATIONAL, Area, AreaKind, Territory

_KEYS = {"id", "label", "areas", "grid", "policy", "reference", "settings"}


def load_territories(folder: Path | None = None) -> Mapping[str, Territory]:
    """Territories by id; `national` is among them. Raises Refused naming the file and key at fault."""
    folder = folder or data_folder() / "territories"
    territories = [_territory(path) for path in sorted(folder.glob("*.yaml"))]
    found = {territory.id: territory for territory in territories}
    if len(found) < len(territories) or NATIONAL not in found:
        raise Refused("territories : chaque territoire a son identifiant, et « national » doit exister.")
    return found


def _territory(path: Path) -> Territory:
    content = open_yaml(path)
    unknown, missing = set(content) - _KEYS, _KEYS - {"settings"} - set(content)
    if unknown or missing:
        raise Refused(f"territories/{path.name} : clés inconnues {sorted(unknown)}, clés manquantes {sorted(missing)}.")
    areas = content["areas"]
    if not isinstance(areas, list):
        raise Refused(f"territories/{path.name} : « areas » est une liste de « kind: code », trouvé {areas!r}.")
    return Territory(
        id=str(content["id"]),
        label=str(content["label"]),
        areas=frozenset(_area(entry, path) for entry in areas),
        grid=str(content["grid"]),
        policy=str(content["policy"]),
        reference=str(content["reference"]),
        settings=content.get("settings") or {},  # type: ignore[arg-type]
    )


def _area(entry: object, path: Path) -> Area:
    if isinstance(entry, dict) and len(entry) == 1:
        kind, code = next(iter(entry.items()))
        if kind in get_args(AreaKind):
            return Area(kind, str(code))
    raise Refused(f"territories/{path.name} : « {entry} » n'est pas une zone ; attendu par exemple « departement: '94' ».")
