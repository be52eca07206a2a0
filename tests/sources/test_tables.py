"""Any rows and columns, read as a description says; and the descriptions themselves."""

import csv
import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from orientation.geography.gazetteer import COUNTRY
from orientation.reference.tables import load_tables
from orientation.refusal import Refused
from orientation.resource import AgeRange
from orientation.sources.reading import Context
from orientation.sources.registry import read_extract
from orientation.table import TableDescription
from orientation.territory import Area, CatchmentArea
from orientation.vocabulary import Vocabulary
from tests.sources.conftest import Read
from tests.sources.entries import records, rejected, the_record, the_rejected, the_resource, written

TEAM = {
    "Numéro": "12",
    "Nom": "Portage des Essais",
    "Organisme": "CCAS",
    "Besoins": "Portage de repas, aide-domicile",
    "Publics": "Personnes âgées",
    "Âge minimum": "60",
    "Âge maximum": "",
    "Zone desservie": "Créteil; Alfortville",
    "Mode": "à domicile",
    "Adresse": "1 rue des Essais",
    "Code postal": "94000",
    "Ville": "Créteil",
    "Téléphone": "01 45 00 00 01",
    "Horaires": "Mo-Fr 09:00-12:00",
    "Vérifié le": "03/11/2026",
}


def sheet(path: Path, *rows: Mapping[str, Any]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(list(TEAM))
    for row in rows:
        book.active.append(list({**TEAM, **row}.values()))
    book.save(path)
    return path


def table(path: Path, *rows: Mapping[str, Any]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, delimiter=";")
        writer.writerows([list(TEAM), *(list({**TEAM, **row}.values()) for row in rows)])
    return path


class TestTeamSpreadsheet:
    """The documented example: no Python for a team's own list."""

    def test_what_a_team_writes_is_read(self, read: Read, tmp_path: Path) -> None:
        resource = the_resource(read("equipe", sheet(tmp_path / "carnet.xlsx", {})))
        assert resource.id == "equipe:12-PortagedesEssais"
        assert resource.needs == {"portage-repas", "aide-domicile"}
        assert (resource.publics, resource.ages) == ({"personnes-agees"}, AgeRange(60, None))
        assert resource.modes == {"a-domicile"}
        assert resource.catchment == CatchmentArea((Area("commune", "94002"), Area("commune", "94028")))
        assert (resource.commune, resource.phone, resource.hours) == ("94028", "+33145000001", "Mo-Fr 09:00-12:00")
        assert resource.updated_on == date(2026, 11, 3)

    def test_csv_and_xlsx_say_the_same(self, read: Read, tmp_path: Path) -> None:
        in_sheet = the_resource(read("equipe", sheet(tmp_path / "carnet.xlsx", {})))
        assert the_resource(read("equipe", table(tmp_path / "carnet.csv", {}))) == in_sheet

    def test_cells_of_a_spreadsheet_are_numbers_and_dates(self, read: Read, tmp_path: Path) -> None:
        row = {"Numéro": 12.0, "Code postal": 94000.0, "Âge minimum": 60, "Téléphone": 145000001, "Vérifié le": datetime(2026, 11, 3)}
        assert the_resource(read("equipe", sheet(tmp_path / "carnet.xlsx", row))) == the_resource(
            read("equipe", sheet(tmp_path / "b.xlsx", {}))
        )

    @pytest.mark.parametrize(
        "cell, needs, is_told",
        [
            pytest.param("portage-repas", {"portage-repas"}, False, id="an_id"),
            pytest.param("PORTAGE DE REPAS", {"portage-repas"}, False, id="a_label"),
            pytest.param("Aide à domicile", {"aide-domicile"}, False, id="an_id_written_out"),
            pytest.param("EHPAD | téléassistance", {"ehpad", "teleassistance"}, False, id="several"),
            pytest.param("jardinage", set(), True, id="not_in_the_vocabulary"),
            pytest.param("", set(), False, id="empty"),
        ],
    )
    def test_needs_are_written_by_id_or_label(self, read: Read, tmp_path: Path, cell: str, needs: set[str], is_told: bool) -> None:
        record = the_record(read("equipe", table(tmp_path / "carnet.csv", {"Besoins": cell})))
        assert record.resource.needs == needs
        assert any("vocabulaire" in warning for warning in record.warnings) == is_told

    @pytest.mark.parametrize(
        "cell, areas",
        [
            pytest.param("94", [Area("departement", "94")], id="a_departement"),
            pytest.param("1", [Area("departement", "01")], id="a_departement_that_lost_its_zero"),
            pytest.param("Val-de-Marne", [Area("departement", "94")], id="by_its_name"),
            pytest.param("Bretagne", [Area("region", "53")], id="a_region"),
            pytest.param("Paris", [Area("commune", "75056")], id="a_town_that_is_its_departement"),
            pytest.param("94028", [Area("commune", "94028")], id="a_commune_s_code"),
            pytest.param("94400", [Area("commune", "94081")], id="a_postcode"),
            pytest.param("France entière", [COUNTRY], id="everywhere"),
            pytest.param("", None, id="empty_is_unknown_not_everywhere"),
            pytest.param("Vienne", None, id="a_commune_or_a_departement"),
            pytest.param("Créteil, Trucville", None, id="half_a_zone_is_no_zone"),
        ],
    )
    def test_the_zone_served_is_written_as_people_do(self, read: Read, tmp_path: Path, cell: str, areas: list[Area] | None) -> None:
        catchment = the_resource(read("equipe", table(tmp_path / "carnet.csv", {"Zone desservie": cell}))).catchment
        assert (catchment and list(catchment.areas)) == areas

    def test_a_line_without_name_is_rejected_with_its_number(self, read: Read, tmp_path: Path) -> None:
        entries = read("equipe", table(tmp_path / "carnet.csv", {}, {"Nom": "", "Numéro": "13"}))
        assert len(records(entries)) == 1 and [one.line for one in rejected(entries)] == [3]

    def test_a_closing_date_closes(self, read: Read, tmp_path: Path) -> None:
        content = "Nom;Besoins;Zone desservie;Fermé le\nA;ehpad;94;2025-01-31\n"
        assert the_resource(read("equipe", written(tmp_path / "a.csv", content))).closed_on == date(2025, 1, 31)

    def test_titles_are_compared_without_case_accents_or_punctuation(self, read: Read, tmp_path: Path) -> None:
        assert the_resource(read("equipe", written(tmp_path / "a.csv", "NOM,BESOINS,Zone_desservie\nA,ehpad,94\n"))).needs == {"ehpad"}

    def test_a_header_alone_is_an_empty_list(self, read: Read, tmp_path: Path) -> None:
        assert read("equipe", table(tmp_path / "carnet.csv")) == []


def test_a_price_list_completes_the_establishment_it_names(read: Read, tmp_path: Path) -> None:
    columns = ["finessEt", "prixHebPermCs", "prixHebPermCd", "TARIF_GIR_12", "DATE_MAJ"]
    rows = ['"940000001";"72,5";"";"20,1";"2020-12-31 10:19:02"', '"12";"65";;;', '"940000003";"0,01";;;']
    entries = read("cnsa-prix-ehpad", written(tmp_path / "prix.csv", ";".join(columns) + "\n" + "\n".join(rows)))
    first, second = records(entries)
    assert first.enriches == ("finess", "940000001")
    assert [(price.label, price.amount, price.as_of) for price in first.resource.prices] == [
        ("Hébergement permanent, chambre seule", 72.5, date(2020, 12, 31)),
        ("Dépendance, GIR 1-2", 20.1, date(2020, 12, 31)),
    ]
    assert second.enriches == ("finess", "000000012")
    assert [one.value for one in rejected(entries)] == ["940000003"]


def feature(lat: float = 48.78, lon: float = 2.45, **properties: Any) -> dict[str, Any]:
    said = {
        "finess_et": 940000001,
        "finess_ej": "940000002",
        "raison_sociale": "CMP ENFANTS",
        "num_cat": 156,
        "cp_ville": "94000 CRETEIL",
        **properties,
    }
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": said}


def test_points_of_geojson_are_positions(read: Read, tmp_path: Path) -> None:
    content = {"type": "FeatureCollection", "features": [feature(), {"type": "Feature", "properties": None, "geometry": None}, "?"]}
    entries = read("idf-etablissements", written(tmp_path / "a.geojson", content))
    resource = records(entries)[0].resource
    assert (resource.lat, resource.lon, resource.commune) == (48.78, 2.45, "94028")
    assert resource.needs == {"psychiatrie-enfant-adolescent"}
    assert len(rejected(entries)) == 2


@pytest.mark.parametrize(
    "name, needs",
    [
        pytest.param("PMI - rue des Essais", {"pmi"}, id="pmi"),
        pytest.param("PASS de l'Hôpital", {"acces-soins-precarite"}, id="pass"),
        pytest.param("Pass Culture", set(), id="another_pass"),
        pytest.param("Accueil de jour des Essais", {"accompagnement-social"}, id="day_centre_of_homeless_people"),
        pytest.param("Accueil de jour Alzheimer", set(), id="day_care_of_older_people_is_not_said"),
        pytest.param("CMP Enfants", {"psychiatrie-enfant-adolescent"}, id="children"),
        pytest.param("CMP adultes", {"psychiatrie-adulte"}, id="adults"),
        pytest.param("CMP", {"psychiatrie-adulte", "psychiatrie-enfant-adolescent"}, id="unsaid"),
        pytest.param("Fontaine d'eau potable", set(), id="water_is_no_hygiene"),
        pytest.param("Sanisette", set(), id="toilets_are_no_showers"),
        pytest.param("Bains-douches des Essais", {"hygiene"}, id="showers"),
        pytest.param("Restos du Cœur de Créteil", {"aide-alimentaire"}, id="a_ligature"),
        pytest.param("Point France Services - Créteil", {"inclusion-numerique", "ouverture-droits-sante"}, id="france_services"),
        pytest.param("Le Panier", set(), id="a_name_that_says_nothing"),
    ],
)
def test_only_unambiguous_words_of_a_name_say_a_need(read: Read, tmp_path: Path, name: str, needs: set[str]) -> None:
    content = f'name,Fermeture_Estivale,colors,longitude,latitude\n"{name}",Ouvert,green,2.4531,48.7776\n'
    resource = the_resource(read("soliguide", written(tmp_path / "fiches.csv", content)))
    assert resource.needs == needs and resource.commune == "94028"


def test_a_shelter_is_confidential(read: Read, tmp_path: Path) -> None:
    content = "name,Fermeture_Estivale,colors,longitude,latitude\nCHRS des Essais,Ouvert,green,2.4531,48.7776\n"
    assert the_resource(read("soliguide", written(tmp_path / "fiches.csv", content))).confidential


def test_a_workbook_made_to_fill_a_memory_is_refused(read: Read, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "bombe.xlsx", "w", ZIP_DEFLATED) as archive, archive.open("xl/worksheets/sheet1.xml", "w") as member:
        for _ in range(80):
            member.write(b" " * (1 << 20))
    with pytest.raises(Refused):
        read("equipe", tmp_path / "bombe.xlsx")


class TestDescriptions:
    def test_every_shipped_description_loads_and_says_where_it_comes_from(self, descriptions: Mapping[str, TableDescription]) -> None:
        assert {
            "france-services",
            "idf-etablissements",
            "idf-pharmacies",
            "soliguide",
            "cnsa-prix-ehpad",
            "aidants-connect",
            "equipe",
        } <= set(descriptions)
        assert all(one.label and one.reference and one.licence for one in descriptions.values())

    def test_code_lists_they_name_exist(self, descriptions: Mapping[str, TableDescription], context: Context) -> None:
        assert {code.code_list for one in descriptions.values() for code in one.codes} <= set(context.mappings.lists)

    @pytest.mark.parametrize(
        "changes, told",
        [
            pytest.param("couleur: rouge", "couleur", id="an_unknown_key"),
            pytest.param("columns: {nom: Nom}", "nom", id="an_unknown_field"),
            pytest.param("constants: {needs: [jardinage]}", "jardinage", id="an_unknown_need"),
            pytest.param("constants: {modes: [par-pigeon]}", "par-pigeon", id="an_unknown_mode"),
            pytest.param("words: [{column: Nom}]", "any", id="words_without_words"),
            pytest.param("words: oui", "words", id="no_list"),
        ],
    )
    def test_a_wrong_description_is_refused_naming_file_and_key(
        self, tmp_path: Path, vocabulary: Vocabulary, changes: str, told: str
    ) -> None:
        said = {"label": "A", "reference": "B", "licence": "C", "recognised_by": "[[Nom]]", "id": "Nom", "columns": "{name: Nom}"}
        key = changes.split(":")[0]
        lines = [f"{name}: {value}" for name, value in said.items() if name != key]
        written(tmp_path / "essai.yaml", "\n".join([*lines, changes]))
        with pytest.raises(Refused, match=r"essai\.yaml") as refusal:
            load_tables(vocabulary, tmp_path)
        assert told in str(refusal.value)

    def test_a_new_source_costs_one_file(self, tmp_path: Path, vocabulary: Vocabulary, context: Context) -> None:
        lines = [
            "label: Aide aux aidants",
            "reference: liste interne",
            "licence: interne",
            "recognised_by: [[association, tel]]",
            "id: association",
        ]
        lines += [
            "columns: {name: association, phone: tel, address: [numero+rue]}",
            "constants: {needs: [soutien-aidants], sector: medico-social}",
        ]
        written(tmp_path / "repit.yaml", "\n".join(lines))
        path = written(tmp_path / "repit.csv", "association,tel,numero,rue\nRépit 94,0145000001,3,rue des Essais\n")
        (entry,) = read_extract("repit", [path], context, load_tables(vocabulary, tmp_path))
        resource = the_resource([entry])
        assert (resource.needs, resource.phone, resource.address) == ({"soutien-aidants"}, "+33145000001", "3 rue des Essais")


def test_a_table_of_objects_is_read_as_rows(read: Read, tmp_path: Path) -> None:
    content = json.dumps([{"Nom": "A", "Besoins": "ehpad", "Zone desservie": "94"}])
    assert the_resource(read("equipe", written(tmp_path / "a.json", content))).needs == {"ehpad"}


def test_what_is_no_row_is_rejected(read: Read, tmp_path: Path) -> None:
    content = json.dumps([{"Nom": "A", "Besoins": "ehpad", "Zone desservie": "94"}, "?"])
    entries = read("equipe", written(tmp_path / "a.json", content))
    assert the_rejected(rejected(entries)).source == "equipe"
