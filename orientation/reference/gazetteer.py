"""Opens data/gazetteer: communes at once, town halls and outlines only when one is asked for."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cached_property
from pathlib import Path

import numpy as np
import zstandard

from orientation.collector import building_to_stay
from orientation.geography.gazetteer import Gazetteer
from orientation.geography.outlines import Outlines
from orientation.geography.place_words import PlaceWords
from orientation.reference.folder import data_folder
from orientation.reference.topology import outlines_of
from orientation.refusal import Refused
from orientation.territory import Area, Commune, TownHall
from orientation.wording import folded

_OUTLINES = ".topojson.zst"
# A territory's own, when it has one: no national list of sectors exists.
SECTORS = "psychiatric_sectors.csv"


@building_to_stay()
def load_gazetteer(folder: Path | None = None) -> Gazetteer:
    """The gazetteer of data/gazetteer. Raises Refused when its files are not there."""
    folder = folder or data_folder() / "gazetteer"
    communes, former = _communes(folder / "communes.csv.zst")
    return Gazetteer(
        communes=communes,
        former=former,
        area_names={Area(kind, code): name for kind, code, name in _rows(folder / "areas.csv.zst")},  # type: ignore[arg-type]
        town_halls=_TownHalls(folder / "town_halls.csv.zst"),
        outlines=_OutlinesByDepartement(folder / "outlines"),
        words=_place_words(folder),
        sectors=_sectors(folder / SECTORS, {one.code for one in communes}),
    )


def outlines(departements: Iterable[str], gazetteer: Gazetteer) -> dict[str, object]:
    """GeoJSON of the communes of some départements, for maps: each feature has its code as id, and `code` and `name` as properties.

    A département without outlines (the collectivités d'outre-mer) adds nothing. A town in arrondissements is drawn by those.
    """
    features = []
    for departement in departements:
        for code, outline in gazetteer.outlines.get(departement, {}).items():
            commune = gazetteer.commune(code)
            coordinates = [[np.round(ring, 4).tolist() for ring in part] for part in outline.parts]
            properties = {"code": code, "name": commune.name if commune else code, "approximate": outline.approximate}
            geometry = {"type": "MultiPolygon", "coordinates": coordinates}
            features.append({"type": "Feature", "id": code, "properties": properties, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


def _text(path: Path) -> str:
    if not path.is_file():
        raise Refused(f"{path.name} est absent de {path.parent} : lancez « orientation gazetteer build » pour le reconstruire.")
    return zstandard.ZstdDecompressor().decompress(path.read_bytes()).decode()


def _rows(path: Path) -> Iterator[list[str]]:
    rows = csv.reader(io.StringIO(_text(path)))
    next(rows)
    return rows


def _sectors(path: Path, known: Set[str]) -> dict[str, frozenset[str]]:
    """The communes of each sector of psychiatry; none while nobody gave the file. Raises Refused for a line that names no commune."""
    if not path.is_file():
        return {}
    held: dict[str, set[str]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            sector, commune = (row.get("secteur") or "").strip(), (row.get("commune") or "").strip()
            if not sector or commune not in known:
                raise Refused(
                    f"{path.name}, ligne {number} : « {sector} », « {commune} » ; un secteur et le code INSEE d'une commune étaient "
                    "attendus, dans des colonnes nommées secteur et commune."
                )
            held.setdefault(sector, set()).add(commune)
    return {sector: frozenset(communes) for sector, communes in held.items()}


def _communes(path: Path) -> tuple[tuple[Commune, ...], tuple[Commune, ...]]:
    current: list[Commune] = []
    former: list[Commune] = []
    for code, name, departement, region, lat, lon, epci, postcodes, population, kind, parent in _rows(path):
        (former if kind == "deleguee" else current).append(
            Commune(
                code,
                name,
                departement,
                region,
                float(lat) if lat else None,
                float(lon) if lon else None,
                epci or None,
                tuple(postcodes.split()),
                int(population) if population else None,
                kind,  # type: ignore[arg-type]
                parent or None,
            )
        )
    return tuple(current), tuple(former)


def _place_words(folder: Path) -> PlaceWords:
    localities = {row["name"]: tuple(row["communes"].split()) for row in _table(folder / "localities.csv")}
    return PlaceWords(
        localities=localities,
        ambiguous={row["name"]: row["kind"] for row in _table(folder / "ambiguous_names.csv")},
        inhabitants={form: row["commune"] for row in _table(folder / "inhabitants.csv") for form in _forms(folded(row["name"]))},
        common=frozenset(row["word"] for row in _table(folder / "common_words.csv")),
    )


def _forms(name: str) -> tuple[str, ...]:
    """A man, a woman and several of a town: "malouin", "malouine", "malouins", "malouines"; "ajaccien" doubles its letter."""
    woman = name if name.endswith("e") else name + "ne" if name.endswith("ien") else name + "e"
    return name, woman, name if name.endswith("s") else name + "s", woman + "s"


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


class _TownHalls(Mapping[str, TownHall]):
    """Town halls by commune code, read from the file at the first one asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _by_code(self) -> dict[str, list[str]]:
        return {code: values for code, *values in _rows(self._path)}

    def __getitem__(self, code: str) -> TownHall:
        phone, email, website, hours, address = (value or None for value in self._by_code[code])
        return TownHall(phone, email, website, hours, address)

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_code)

    def __len__(self) -> int:
        return len(self._by_code)


class _OutlinesByDepartement(Mapping[str, Mapping[str, Outlines]]):
    """Outlines by département, then by commune; each département's file is read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, dict[str, Outlines]] = {}

    def __getitem__(self, departement: str) -> Mapping[str, Outlines]:
        if departement not in self._read:
            path = self._folder / f"{departement}{_OUTLINES}"
            if not path.is_file():
                raise KeyError(departement)
            self._read[departement] = outlines_of(json.loads(_text(path)))
        return self._read[departement]

    def __iter__(self) -> Iterator[str]:
        return (path.name.removesuffix(_OUTLINES) for path in sorted(self._folder.glob(f"*{_OUTLINES}")))

    def __len__(self) -> int:
        return sum(1 for _ in self)
