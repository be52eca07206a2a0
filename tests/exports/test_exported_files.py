"""Our own exports read back, as they went out or as a spreadsheet saved them again: what is wrong is refused with a sentence."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from orientation.exports import geojson, sheet
from orientation.record import SourceRecord
from orientation.reference.gazetteer import load_gazetteer
from orientation.refusal import Refused, Rejected
from orientation.resource import AgeRange, Places, Price, Resource
from orientation.sources.extract import Extract
from orientation.sources.reading import Context
from orientation.sources.registry import source_of
from orientation.territory import Area
from tests.exports.conftest import Read
from tests.factories import TODAY, a_catchment, a_resource

Row = dict[str, str]
A_SERVICE = a_resource(
    id="finess:940000123",
    ages=AgeRange(60),
    catchment=a_catchment(),
    prices=(Price("Hébergement", 65.2, "par jour", TODAY),),
    places=Places(2, TODAY),
)


@pytest.fixture
def rows(context: Context) -> list[Row]:
    return _rows(_sheet(A_SERVICE, context))


def _sheet(resource: Resource, context: Context) -> bytes:
    stream = io.BytesIO()
    sheet.write([resource], context.gazetteer, stream)
    return stream.getvalue()


def _rows(content: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _saved(folder: Path, rows: list[Row], delimiter: str = ",", encoding: str = "utf-8-sig") -> Path:
    path = folder / "annuaire.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def _the_record(entries) -> SourceRecord:
    (entry,) = entries
    assert isinstance(entry, SourceRecord), entry
    return entry


def _the_rejected(entries) -> Rejected:
    (entry,) = entries
    assert isinstance(entry, Rejected), entry
    return entry


@pytest.mark.parametrize("name", ["annuaire.csv", "annuaire.geojson"])
def test_our_files_are_recognised_by_their_columns(name, tmp_path, context):
    path = tmp_path / name
    with path.open("wb") as stream:
        if name.endswith("csv"):
            sheet.write([A_SERVICE], context.gazetteer, stream)
        else:
            geojson.write([A_SERVICE], stream)
    assert source_of(path, {}) == "orientation"


@pytest.mark.parametrize(
    "change, field, value",
    [
        pytest.param({"mis_a_jour_le": "15/01/2026"}, "updated_on", date(2026, 1, 15), id="a_day_as_the_french_write_it"),
        pytest.param({"latitude": "48,7776"}, "lat", 48.7776, id="a_decimal_comma"),
        pytest.param({"telephone": "33140000001"}, "phone", "+33140000001", id="a_phone_that_lost_its_sign"),
        pytest.param({"telephone": "01 40 00 00 01"}, "phone", "+33140000001", id="a_phone_typed_by_hand"),
        pytest.param({"code_postal": "1440"}, "postcode", "01440", id="a_postcode_that_lost_its_zero"),
        pytest.param({"accessible": "VRAI"}, "accessible", True, id="a_truth_of_a_spreadsheet"),
        pytest.param({"besoins": "ehpad | accueil-jour"}, "needs", frozenset({"ehpad", "accueil-jour"}), id="spaces_around_bars"),
        pytest.param({"zone_desservie": "departement:94|commune:75113"}, "catchment", "2 areas", id="a_zone_changed"),
        pytest.param({"ferme_le": "2027-01-01"}, "closed_on", date(2027, 1, 1), id="a_closing_to_come"),
    ],
)
def test_what_a_spreadsheet_or_a_person_writes_is_understood(change, field, value, rows, tmp_path, read: Read):
    entry = _the_record(read("orientation", [_saved(tmp_path, [rows[0] | change], ";")]))
    found = getattr(entry.resource, field)
    assert (f"{len(found.areas)} areas" if field == "catchment" else found) == value


@pytest.mark.parametrize(
    "column, cell",
    [
        ("identifiant", " "),
        ("nom", ""),
        ("nom", "x" * 600),
        ("secteur", "medical"),
        ("sexe", "H"),
        ("modes", "sur-place|en-ligne"),
        ("age_min", "soixante"),
        ("age_min", "-3"),
        ("zone_desservie", "Créteil"),
        ("zone_desservie", '["commune:94028"'),
        ("latitude", "nord"),
        ("position_fiable", "peut-être"),
        ("telephone", "le matin"),
        ("courriel", "accueil"),
        ("site_web", "javascript:alert(1)"),
        ("tarifs", '{"montant": 3}'),
        ("tarifs", '[{"libelle": "Jour", "montant": "cher", "unite": "par jour"}]'),
        ("tarifs", '[{"libelle": "Jour", "montant": 3, "unite": "par jour", "date": "2026-02-31"}]'),
        ("places_libres", "2.5"),
        ("places_libres", "-1"),
        ("capacite", "beaucoup"),
        ("ferme_le", "31/02/2026"),
        ("ouvert_le", "0001-01-01"),
        ("identifiants", "940000123"),
        ("sources", "finess"),
        ("mis_a_jour_le", "bientôt"),
    ],
)
def test_a_wrong_cell_is_refused_naming_column_value_and_line(column, cell, rows, tmp_path, read: Read):
    entry = _the_rejected(read("orientation", [_saved(tmp_path, [rows[0] | {column: cell}])]))
    assert (entry.source, entry.field, entry.line) == ("orientation", column, 2)
    assert f"« {column} »" in entry.reason and "attendu" in entry.reason


@pytest.mark.parametrize(
    "change, said, field, value",
    [
        pytest.param({"nom": "<b>Lilas</b>"}, "balises", "name", "Lilas", id="markup_in_a_name"),
        pytest.param({"nom": "'=HYPERLINK(1)"}, "formule", "name", "HYPERLINK(1)", id="a_formula_in_a_name"),
        pytest.param({"adresse": "1 rue\u202e <script>x</script>"}, "invisibles", "address", "1 rue  x", id="hidden_characters"),
        pytest.param({"besoins": "ehpad|piscine"}, "piscine", "needs", frozenset({"ehpad"}), id="a_need_that_is_none"),
        pytest.param({"publics": "chats"}, "chats", "publics", None, id="a_public_that_is_none"),
        pytest.param({"zone_desservie": "commune:94028|commune:99999"}, "99999", "catchment", None, id="half_a_zone"),
        pytest.param({"commune": "99999"}, "99999", "commune", None, id="a_commune_that_is_none"),
        pytest.param({"latitude": "2.4531", "longitude": "48.7776"}, "inversées", "lat", None, id="a_swap"),
        pytest.param({"latitude": "0", "longitude": "0"}, "0, 0", "lat", None, id="no_position_at_all"),
        pytest.param({"mis_a_jour_le": "2036-01-15"}, "futur", "updated_on", None, id="a_day_to_come"),
    ],
)
def test_what_is_doubtful_is_neutralised_or_left_aside_and_told(change, said, field, value, rows, tmp_path, read: Read):
    entry = _the_record(read("orientation", [_saved(tmp_path, [rows[0] | change])]))
    assert getattr(entry.resource, field) == value
    assert any(said in warning for warning in entry.warnings), entry.warnings


def test_ages_that_go_down_are_refused(rows, tmp_path, read: Read):
    entry = _the_rejected(read("orientation", [_saved(tmp_path, [rows[0] | {"age_min": "60", "age_max": "12"}])]))
    assert "60" in entry.reason and "12" in entry.reason


def test_other_columns_and_missing_ones_do_not_matter(rows, tmp_path, read: Read):
    kept = {name: cell for name, cell in rows[0].items() if name not in ("horaires", "tarifs", "sources")}
    entry = _the_record(read("orientation", [_saved(tmp_path, [{"avis de l'équipe": "+++", **kept}])]))
    assert (entry.id, entry.resource.prices, entry.resource.needs) == ("finess:940000123", (), A_SERVICE.needs)
    assert entry.raw["avis de l equipe"] == "+++"


def test_a_bad_row_hides_no_other(rows, tmp_path, read: Read):
    entries = read("orientation", [_saved(tmp_path, [rows[0] | {"age_min": "?"}, rows[0]])])
    assert [type(entry) for entry in entries] == [Rejected, SourceRecord]


def test_a_workbook_is_read_as_its_sheet(rows, tmp_path, read: Read):
    book = openpyxl.Workbook()
    book.active.append(list(rows[0]))
    book.active.append([float(cell) if name in ("latitude", "longitude", "code_postal") else cell for name, cell in rows[0].items()])
    book.save(tmp_path / "annuaire.xlsx")
    entry = _the_record(read("orientation", [tmp_path / "annuaire.xlsx"]))
    assert (entry.resource.name, entry.resource.postcode, entry.resource.prices) == (A_SERVICE.name, "94000", A_SERVICE.prices)


def test_a_point_moved_on_the_map_moves_the_resource(tmp_path, read: Read):
    moved = geojson.feature(A_SERVICE) | {"geometry": {"type": "Point", "coordinates": [2.46, 48.78]}}
    (tmp_path / "carte.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [moved]}), encoding="utf-8")
    entry = _the_record(read("orientation", [tmp_path / "carte.geojson"]))
    assert (entry.resource.lat, entry.resource.lon) == (48.78, 2.46)


def test_what_has_no_position_is_on_no_map():
    assert geojson.feature(a_resource(lat=None, lon=None))["geometry"] is None


def test_another_table_is_refused(tmp_path, read: Read):
    path = tmp_path / "liste.csv"
    path.write_text("nom,ville\nLilas,Créteil\n", encoding="utf-8")
    with pytest.raises(Refused, match="orientation export"):
        read("orientation", [path])


def test_a_table_written_for_spreadsheets_says_its_encoding_and_its_town(context):
    content = _sheet(A_SERVICE, context)
    assert content.startswith(b"\xef\xbb\xbfidentifiant,nom,") and content.count(b"\r\n") == 2
    assert _rows(content)[0]["nom_commune"] == load_gazetteer().commune("94028").name
    assert Area("commune", "94028") in A_SERVICE.catchment.areas


def test_recognising_reads_nothing_but_the_beginning(tmp_path):
    path = tmp_path / "vide.csv"
    path.write_bytes(b"")
    assert source_of(path, {}) is None and Extract(path).head == b""
