import csv
import json
from pathlib import Path

import numpy as np
import pytest
import shapely
import zstandard

from orientation.geography.gazetteer import Gazetteer
from orientation.reference import gazetteer_build
from orientation.reference.gazetteer import load_gazetteer, outlines
from orientation.refusal import Refused
from orientation.territory import Commune
from orientation.wording import place_key

BYTES = 6_000_000


@pytest.fixture(scope="module")
def folder(data: Path) -> Path:
    return data / "gazetteer"


@pytest.fixture(scope="module")
def gazetteer(folder: Path) -> Gazetteer:
    return load_gazetteer(folder)


def _read(path: Path) -> bytes:
    content = path.read_bytes()
    return zstandard.ZstdDecompressor().decompress(content) if path.suffix == ".zst" else content


def test_the_files_stay_small(folder: Path) -> None:
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) <= BYTES


def test_a_missing_file_is_refused_with_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="orientation gazetteer build"):
        load_gazetteer(tmp_path)


def test_every_reviewed_locality_is_in_communes_in_force(folder: Path, gazetteer: Gazetteer) -> None:
    known = {commune.code for commune in gazetteer.communes}
    with (folder / "localities.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert rows and [row["name"] for row in rows if not set(row["communes"].split()) <= known] == []
    assert len({place_key(row["name"]) for row in rows}) == len(rows)


def test_reviewed_words_are_written_as_they_are_compared(gazetteer: Gazetteer) -> None:
    words = gazetteer.words
    assert [word for word in (*words.ambiguous, *words.common) if word != place_key(word)] == []
    assert set(words.ambiguous.values()) == {"mot", "personne", "locution", "etranger"}


def test_every_complement_says_where_it_comes_from(folder: Path) -> None:
    with (folder / "complements.csv").open(encoding="utf-8", newline="") as lines:
        assert [row["code"] for row in csv.DictReader(lines) if not row["reference"].strip()] == []


def test_outlines_cover_every_commune_in_force(gazetteer: Gazetteer) -> None:
    towns = {commune.parent for commune in gazetteer.communes if commune.parent}
    missing = [
        commune.code
        for commune in gazetteer.communes
        if commune.departement in gazetteer.outlines
        and commune.code not in gazetteer.outlines[commune.departement]
        and commune.code not in towns
    ]
    assert missing == []


@pytest.mark.parametrize("departement", ["94", "2B", "973", "976"])
def test_borders_are_shared(gazetteer: Gazetteer, departement: str) -> None:
    """Neither gap nor overlap: the area of the whole is that of its parts."""
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in outlines([departement], gazetteer)["features"]]  # type: ignore[attr-defined]
    assert all(shape.is_valid for shape in shapes)
    assert shapely.union_all(shapes).area == pytest.approx(sum(shape.area for shape in shapes), rel=1e-3)


def test_a_map_gets_codes_and_names(gazetteer: Gazetteer) -> None:
    drawn = outlines(["94", "75", "978"], gazetteer)
    names = {feature["properties"]["code"]: feature["properties"]["name"] for feature in drawn["features"]}  # type: ignore[attr-defined]
    assert names["94028"] == "Créteil" and names["75113"] == "Paris 13e Arrondissement" and "75056" not in names
    json.dumps(drawn)


def test_a_town_hall_lies_in_its_commune(gazetteer: Gazetteer) -> None:
    """At least 98 % of points fall in the simplified outline of their own commune."""
    towns = {commune.parent for commune in gazetteer.communes if commune.parent}
    sample = [commune for commune in gazetteer.communes[::50] if commune.code not in towns]
    inside = [
        gazetteer.at(commune.lat, commune.lon) == commune for commune in sample if commune.lat is not None and commune.lon is not None
    ]
    assert np.mean(inside) >= 0.98


def test_approximate_outlines_are_marked(gazetteer: Gazetteer) -> None:
    drawn = gazetteer.outlines["15"]
    assert {code for code, outline in drawn.items() if outline.approximate} == {"15031", "15035", "15047", "15141", "15171"}


@pytest.mark.parametrize(
    "written, hours",
    [
        pytest.param(
            '[["lundi","vendredi",[["08:30:00","12:00:00"],["13:30:00","17:00:00"]]]]', "Mo-Fr 08:30-12:00,13:30-17:00", id="several_days"
        ),
        pytest.param('[["samedi","samedi",[["09:00:00","12:00:00"]]]]', "Sa 09:00-12:00", id="one_day"),
        pytest.param("[]", "", id="not_said"),
    ],
)
def test_opening_hours_are_written_as_openstreetmap_does(written: str, hours: str) -> None:
    assert gazetteer_build._opening_hours(written) == hours


@pytest.mark.parametrize(
    "written, departement, number",
    [
        pytest.param("01 49 80 92 94", "94", "+33149809294", id="mainland"),
        pytest.param("05 94 29 66 00", "973", "+594594296600", id="guyane"),
        pytest.param("30 13", "13", "3013", id="short"),
        pytest.param("03 90 6", "67", "", id="not_a_number"),
    ],
)
def test_phones_are_e164(written: str, departement: str, number: str) -> None:
    assert gazetteer_build._phone(written, departement) == number


def test_building_again_gives_the_same(folder: Path, tmp_path: Path) -> None:
    try:
        source = gazetteer_build.package_folder()
    except Refused as refused:
        pytest.skip(str(refused))
    gazetteer_build.build(source, tmp_path, folder / "complements.csv")
    built = {path.relative_to(tmp_path): path for path in tmp_path.rglob("*.zst")}
    assert built.keys() == {path.relative_to(folder) for path in folder.rglob("*.zst")}
    assert [str(name) for name, path in built.items() if _read(path) != _read(folder / name)] == []


def test_a_commune_keeps_what_the_file_says(gazetteer: Gazetteer) -> None:
    assert gazetteer.commune("94028") == Commune(
        "94028", "Créteil", "94", "11", 48.7778, 2.4532, "200054781", ("94000",), 90605, "commune", None
    )
