"""FINESS in its three forms: the JSON flow, the frozen extraction without header, the annual stock with one."""

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest

from orientation.refusal import Refused
from orientation.resource import AgeRange, Identifier
from tests.sources.conftest import TODAY, Read
from tests.sources.entries import records, rejected, the_record, the_rejected, the_resource, written

LEGACY = "finess;etalab;111;2026-05-12"
# type; number; legal entity; names; address; commune; département; town; phones; category; … dates
ESTABLISHMENT = {
    "number": "940000001",
    "owner": "940000002",
    "rs": "EHPAD LES ESSAIS",
    "rslongue": "EHPAD RESIDENCE LES ESSAIS",
    "complrs": "",
    "compldistrib": "",
    "numvoie": "12",
    "typvoie": "R",
    "voie": "DES ESSAIS",
    "compvoie": "B",
    "lieudit": "",
    "commune": "081",
    "departement": "94",
    "libdepartement": "VAL DE MARNE",
    "ligne": "94400 VITRY SUR SEINE",
    "telephone": "0145000001",
    "telecopie": "",
    "category": "500",
    "libcategory": "EHPAD",
    "aggregate": "4401",
    "libaggregate": "",
    "siret": "12345678900011",
    "ape": "8710A",
    "mft": "40",
    "libmft": "",
    "sph": "9",
    "libsph": "",
    "opened": "2004-03-01",
    "authorised": "2004-01-01",
    "updated": "2025-10-02",
    "uai": "",
}


def structure(**changes: str) -> str:
    return ";".join(["structureet", *{**ESTABLISHMENT, **changes}.values()])


def extraction(*lines: str) -> str:
    return "\n".join([LEGACY, *lines]) + "\n"


class TestFrozenExtraction:
    def test_a_line_is_an_establishment(self, read: Read, tmp_path: Path) -> None:
        record = the_record(read("finess", written(tmp_path / "a.csv", extraction(structure()))))
        resource = record.resource
        assert (record.id, record.line) == ("940000001", 2)
        assert (resource.name, resource.needs, resource.ages) == ("EHPAD RESIDENCE LES ESSAIS", {"ehpad"}, AgeRange(60, None))
        assert (resource.commune, resource.postcode, resource.address) == ("94081", "94400", "12 bis rue DES ESSAIS")
        assert (resource.phone, resource.opened_on, resource.updated_on) == ("+33145000001", date(2004, 3, 1), date(2025, 10, 2))
        assert {
            Identifier("finess", "940000001"),
            Identifier("finess-ej", "940000002"),
            Identifier("siret", "12345678900011"),
        } == resource.identifiers

    @pytest.mark.parametrize(
        "departement, commune, line, code",
        [
            pytest.param("9C", "302", "97306 CAYENNE CEDEX", "97302", id="guyane"),
            pytest.param("9D", "411", "97400 ST DENIS", "97411", id="reunion"),
            pytest.param("9F", "611", "97600 MAMOUDZOU", "97611", id="mayotte"),
            pytest.param("9A", "123", "97133 ST BARTHELEMY", "97701", id="saint_barthelemy_is_no_longer_guadeloupe"),
            pytest.param("2A", "004", "20000 AJACCIO", "2A004", id="corsica"),
            pytest.param("75", "113", "75013 PARIS", "75113", id="an_arrondissement"),
        ],
    )
    def test_communes_of_every_departement(self, read: Read, tmp_path: Path, departement: str, commune: str, line: str, code: str) -> None:
        content = extraction(structure(departement=departement, commune=commune, ligne=line))
        assert the_resource(read("finess", written(tmp_path / "a.csv", content))).commune == code

    @pytest.mark.parametrize(
        "x, y, source, position",
        [
            pytest.param("656512.0", "6854000.0", "1,ATLASANTE,96,BAN,EPSG:2154 RGF93 / Lambert-93", (48.784, 2.408), id="lambert_93"),
            pytest.param("656512.0", "6854000.0", "1,IGN,BD_ADRESSE,V2.2,LAMBERT_93", (48.784, 2.408), id="lambert_93_as_older_files_say"),
            pytest.param("656512.0", "6854000.0", "1,IGN,EPSG:9999", None, id="an_unknown_projection_is_no_position"),
            pytest.param("", "", "1,IGN,LAMBERT_93", None, id="empty"),
        ],
    )
    def test_positions_follow_in_the_projection_they_name(
        self, read: Read, tmp_path: Path, x: str, y: str, source: str, position: tuple[float, float] | None
    ) -> None:
        content = extraction(structure(), f"geolocalisation;940000001;{x};{y};{source};2026-05-04")
        resource = the_resource(read("finess", written(tmp_path / "a.csv", content)))
        if position is None:
            assert resource.lat is None
        else:
            assert (resource.lat, resource.lon) == pytest.approx(position, abs=0.02)

    def test_positions_may_stand_in_another_file(self, read: Read, tmp_path: Path) -> None:
        places = extraction("geolocalisation;940000001;656512.0;6854000.0;1,X,EPSG:2154;2026-05-04")
        paths = [written(tmp_path / "1.csv", places), written(tmp_path / "2.csv", extraction(structure()))]
        assert [record.resource.lat is not None for record in records(read("finess", *paths))] == [True]

    @pytest.mark.parametrize(
        "line, field",
        [
            pytest.param(structure(number="12"), "nofinesset", id="no_number"),
            pytest.param(structure(rs="", rslongue=""), "raison sociale", id="no_name"),
        ],
    )
    def test_a_line_without_number_or_name_is_rejected(self, read: Read, tmp_path: Path, line: str, field: str) -> None:
        entries = read("finess", written(tmp_path / "a.csv", extraction(line, structure())))
        assert [one.field for one in rejected(entries)] == [field] and len(records(entries)) == 1

    def test_an_unknown_category_is_said_and_answers_nothing(self, read: Read, tmp_path: Path) -> None:
        record = the_record(read("finess", written(tmp_path / "a.csv", extraction(structure(category="999")))))
        assert record.resource.needs == frozenset() and any("999" in warning for warning in record.warnings)

    @pytest.mark.parametrize(
        "name, needs",
        [
            pytest.param("CMP ENFANTS DE VITRY", {"psychiatrie-enfant-adolescent"}, id="children"),
            pytest.param("CMP ADULTES DE VITRY", {"psychiatrie-adulte"}, id="adults"),
            pytest.param("CMP DE VITRY", {"psychiatrie-adulte", "psychiatrie-enfant-adolescent"}, id="unsaid"),
        ],
    )
    def test_the_name_makes_a_category_precise(self, read: Read, tmp_path: Path, name: str, needs: set[str]) -> None:
        content = extraction(structure(rs=name, rslongue=name, category="156"))
        assert the_resource(read("finess", written(tmp_path / "a.csv", content))).needs == needs


class TestAnnualStock:
    CELLS: ClassVar = {
        "nofinesset": "940000001",
        "nofinessej": "940000002",
        "rs": "EHPAD LES ESSAIS",
        "rslongue": "",
        "numvoie": "12",
        "typvoie": "R",
        "voie": "DES ESSAIS",
        "compvoie": "",
        "lieuditbp": "",
        "departement": "94",
        "cog": "94081",
        "codepostal": "94400",
        "libelle_routage": "VITRY SUR SEINE",
        "ligneacheminement": "94400 VITRY SUR SEINE",
        "telephone": "01 45 00 00 01",
        "categetab": "500",
        "liblongcategetab": "EHPAD",
        "siret": "12345678900011",
        "coordx": "656512.0",
        "coordy": "6854000.0",
        "sourcegeocod": "1,ATLASANTE,100,IGN,BD_ADRESSE,V2.2,LAMBERT_93",
        "dateouvert": "2004-03-01",
        "datemaj": "2020-10-02",
    }
    HEADER, ROW = ";".join(CELLS), ";".join(CELLS.values())

    def test_columns_are_read_by_their_name(self, read: Read, tmp_path: Path) -> None:
        resource = the_resource(read("finess", written(tmp_path / "stock.csv", f"{self.HEADER}\n{self.ROW}\n")))
        assert (resource.name, resource.commune, resource.needs) == ("EHPAD LES ESSAIS", "94081", {"ehpad"})
        assert resource.position_is_reliable is True

    def test_coordinates_that_are_another_town_s_are_said(self, read: Read, tmp_path: Path) -> None:
        row = self.ROW.replace("656512.0", "870262.0").replace("6854000.0", "6571540.0")
        record = the_record(read("finess", written(tmp_path / "stock.csv", f"{self.HEADER}\n{row}\n")))
        assert record.resource.position_is_reliable is False and any("sa commune" in warning for warning in record.warnings)


def establishment(**changes: Any) -> dict[str, Any]:
    return {
        "informationsGeneralesEGE": {
            "numFinessEge": "940000001",
            "nomEgeCourt": "EHPAD LES ESSAIS   ",
            "siret": "12345678900011",
            "dateOuverture": "2004-03-01",
        },
        "categorieentiteGeographiqueExercice": "500",
        "adresse": [
            {
                "usageAdresse": "03",
                "numeroVoie": "12",
                "typeVoie": "R   ",
                "libelleVoie": "DES ESSAIS",
                "cogCommune": "94081",
                "codePostal": "94400",
                # The flow swaps the projected pair; the angles are right.
                "coordonneesGeographique": {
                    "coordonneeX": "6854000",
                    "coordonneeY": "656512",
                    "directionLatitude": "48.7840",
                    "directionLongitude": "2.4080",
                },
            }
        ],
        "contact": [{"telecom": {"telephone": "0145000001", "adresseMail": "accueil@essai.example"}}],
        "etatObjet": "A",
        "dateDerniereMaj": "2026-03-01 10:00:00",
        **changes,
    }


def flow(*establishments: Any) -> dict[str, Any]:
    owner = {"numFinessPm": "940000002", "denominationPm": "ASSOCIATION DES ESSAIS"}
    return {"schemaVersion": "v1.0.0", "gcc": [], "gco": [], "pmej": [{"informationsGeneralesPMEJ": owner, "ege": list(establishments)}]}


class TestFlow:
    def test_an_establishment_with_its_legal_entity(self, read: Read, tmp_path: Path) -> None:
        resource = the_resource(read("finess", written(tmp_path / "structures.json", flow(establishment()))))
        assert (resource.name, resource.organisation, resource.needs) == ("EHPAD LES ESSAIS", "ASSOCIATION DES ESSAIS", {"ehpad"})
        assert (resource.lat, resource.lon, resource.position_is_reliable) == (48.784, 2.408, True)
        assert (resource.address, resource.email, resource.updated_on) == ("12 rue DES ESSAIS", "accueil@essai.example", date(2026, 3, 1))

    def test_gzip_is_told_by_content(self, read: Read, tmp_path: Path) -> None:
        content = gzip.compress(json.dumps(flow(establishment())).encode())
        assert the_resource(read("finess", written(tmp_path / "structures", content))).name == "EHPAD LES ESSAIS"

    @pytest.mark.parametrize(
        "changes, closed_on",
        [
            pytest.param({}, None, id="active"),
            pytest.param({"etatObjet": "I"}, date(2026, 3, 1), id="inactive_since_its_last_update"),
            pytest.param({"etatObjet": "I", "dateDerniereMaj": None}, TODAY, id="inactive_without_any_date"),
        ],
    )
    def test_closed_establishments_are_in_the_flow(
        self, read: Read, tmp_path: Path, changes: dict[str, Any], closed_on: date | None
    ) -> None:
        assert the_resource(read("finess", written(tmp_path / "a.json", flow(establishment(**changes))))).closed_on == closed_on

    def test_a_stated_closing_date_may_be_to_come(self, read: Read, tmp_path: Path) -> None:
        one = establishment()
        one["informationsGeneralesEGE"]["dateFermeture"] = "2027-01-01"
        assert the_resource(read("finess", written(tmp_path / "a.json", flow(one)))).closed_on == date(2027, 1, 1)

    def test_optional_keys_are_simply_missing(self, read: Read, tmp_path: Path) -> None:
        one = {"informationsGeneralesEGE": {"numFinessEge": "940000001", "nomEgeLong": "EHPAD"}}
        resource = the_resource(read("finess", written(tmp_path / "a.json", flow(one))))
        assert (resource.commune, resource.phone, resource.needs) == (None, None, frozenset())

    def test_what_is_no_establishment_is_rejected(self, read: Read, tmp_path: Path) -> None:
        assert "établissement" in the_rejected(read("finess", written(tmp_path / "a.json", flow("?")))).reason

    def test_a_truncated_flow_is_refused(self, read: Read, tmp_path: Path) -> None:
        with pytest.raises(Refused, match="mal formé"):
            read("finess", written(tmp_path / "a.json", json.dumps(flow(establishment()))[:-20]))
