"""Loads data/access: roads and links with their dates and references, as they stand one day."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from orientation.dated import Dated, Entry
from orientation.geography.access import Access, Link, Road, RoadRule
from orientation.geography.gazetteer import Gazetteer
from orientation.reference.folder import data_folder, open_yaml
from orientation.refusal import Refused

_KEYS = {"id", "label", "roads", "isolated", "links"}
_ROAD_KEYS = {"name", "departements", "population_from", "values"}
_LINK_KEYS = {"start", "end", "by", "values"}
_ROAD_VALUES = {"detour", "start_min", "near_km", "near_kmh", "far_kmh"}


def load_access(day: date, gazetteer: Gazetteer, folder: Path | None = None) -> Access:
    """The roads and links in force on a day. Raises Refused naming file and entry for an unknown key, commune or an undated value."""
    folder = folder or data_folder() / "access"
    rules: list[RoadRule] = []
    links: list[Link] = []
    isolated: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml"), key=lambda path: (path.name == "national.yaml", path.name)):
        content = open_yaml(path)
        _only(content, _KEYS, path.name)
        rules += [rule for entry in _list(content, "roads", path) if (rule := _rule(entry, day, path)) is not None]
        links += [link for entry in _list(content, "links", path) if (link := _link(entry, day, path)) is not None]
        isolated.update(_isolated(content, path))
    if not rules:
        raise Refused(f"Aucune vitesse de route n'est en vigueur le {day:%d/%m/%Y} dans {folder.name} : datez-en une plus tôt.")
    return Access(tuple(rules), tuple(links), isolated, _points(links, isolated, gazetteer))


def _only(content: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(content) - known)
    if unknown:
        raise Refused(f"{where} : clé inconnue « {unknown[0]} ». Attendu : {', '.join(sorted(known))}.")


def _list(content: Mapping[str, Any], key: str, path: Path) -> list[Mapping[str, Any]]:
    entries = content.get(key) or []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise Refused(f"{path.name} : « {key} » doit être une liste.")
    return entries


def _dated(entry: Mapping[str, Any], where: str) -> Dated[Any]:
    try:
        values = entry["values"]
        return Dated.of(Entry(start, value["value"], value["reference"]) for start, value in values.items())
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Refused(f"{where} : des valeurs datées, chacune avec « value » et « reference », étaient attendues ({error}).") from error


def _rule(entry: Mapping[str, Any], day: date, path: Path) -> RoadRule | None:
    where = f"{path.name}, route « {entry.get('name')} »"
    _only(entry, _ROAD_KEYS, where)
    held = _dated(entry, where).on(day)
    if held is None:
        return None
    if set(held) != _ROAD_VALUES or not all(isinstance(value, int | float) and value > 0 for value in held.values()):
        raise Refused(f"{where} : attendu des nombres positifs pour {', '.join(sorted(_ROAD_VALUES))}.")
    return RoadRule(Road(**held), frozenset(entry.get("departements") or ()), int(entry.get("population_from") or 0))


def _link(entry: Mapping[str, Any], day: date, path: Path) -> Link | None:
    where = f"{path.name}, liaison {entry.get('start')} – {entry.get('end')}"
    _only(entry, _LINK_KEYS, where)
    held = _dated(entry, where).on(day)
    if held is not None and (not isinstance(held, int) or held <= 0):
        raise Refused(f"{where} : un nombre entier de minutes était attendu, trouvé « {held} ».")
    return None if held is None else Link(str(entry["start"]), str(entry["end"]), str(entry["by"]), held)


def _isolated(content: Mapping[str, Any], path: Path) -> dict[str, str]:
    blocks = content.get("isolated") or {}
    if not isinstance(blocks, dict):
        raise Refused(f"{path.name} : « isolated » doit donner, pour chaque terre isolée, la liste de ses communes.")
    return {str(code): f"{path.stem}:{block}" for block, codes in blocks.items() for code in codes}


def _points(links: list[Link], isolated: Mapping[str, str], gazetteer: Gazetteer) -> dict[str, tuple[float, float]]:
    points = {}
    for code in sorted({*isolated, *(end for link in links for end in (link.start, link.end))}):
        place = gazetteer.place(code)
        points[code] = (place.lat, place.lon)
    return points
