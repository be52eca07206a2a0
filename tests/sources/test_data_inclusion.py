"""data·inclusion: services and their structures, both versions of the schema, every container."""

import csv
import gzip
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from orientation.geography.gazetteer import COUNTRY
from orientation.refusal import Refused
from orientation.resource import Identifier
from orientation.territory import Area
from tests.sources.conftest import Read
from tests.sources.entries import records, rejected, the_record, the_rejected, the_resource, written

Json = dict[str, Any]


def structure(**changes: Any) -> Json:
    return {
        "source": "dora",
        "id": "dora--s1",
        "nom": "CCAS des Essais",
        "siret": "12345678900011",
        "reseaux_porteurs": ["ccas-cias"],
        "commune": "Créteil",
        "code_postal": "94000",
        "code_insee": "94028",
        "adresse": "1 rue des Essais",
        "latitude": 48.7776,
        "longitude": 2.4531,
        "telephone": "0145000001",
        "courriel": "accueil@essai.example",
        "horaires_accueil": "Mo-Fr 09:00-12:00",
        "date_maj": "2026-02-14",
        **changes,
    }


def service(**changes: Any) -> Json:
    return {
        "source": "dora",
        "structure_id": "dora--s1",
        "id": "dora--1",
        "nom": "Colis alimentaires",
        "description": "Des colis, le mardi.",
        "type": "aide-materielle",
        "thematiques": ["equipement-et-alimentation--alimentation"],
        "publics": ["tous-publics"],
        "modes_accueil": ["en-presentiel"],
        "zone_eligibilite": ["94028"],
        "frais": "gratuit",
        "date_maj": "2026-02-15",
        **changes,
    }


OLD_SERVICE = {
    "id": "1",
    "structure_id": "s1",
    "source": "dora",
    "nom": "Colis alimentaires",
    "presentation_resume": "Des colis.",
    "types": ["aide-materielle"],
    "thematiques": ["equipement-et-alimentation--alimentation"],
    "profils": ["seniors-65"],
    "frais": ["gratuit"],
    "zone_diffusion_type": "departement",
    "zone_diffusion_code": "94",
    "date_suspension": None,
}
OLD_STRUCTURE = {
    "id": "s1",
    "source": "dora",
    "nom": "CCAS des Essais",
    "typologie": "CCAS",
    "code_insee": "94028",
    "adresse": "1 rue des Essais",
}


def files(folder: Path, services: list[Json], structures: list[Json]) -> list[Path]:
    return [written(folder / "services.json", services), written(folder / "structures.json", structures)]


def test_a_service_has_the_name_place_and_contacts_of_its_structure(read: Read, tmp_path: Path) -> None:
    record = the_record(read("data-inclusion", *files(tmp_path, [service()], [structure()])))
    resource = record.resource
    assert (resource.id, resource.name, resource.organisation) == ("data-inclusion:dora--1", "Colis alimentaires", "CCAS des Essais")
    assert (resource.needs, resource.publics, resource.modes) == ({"aide-alimentaire"}, {"tout-public"}, {"sur-place"})
    assert (resource.commune, resource.lat, resource.phone, resource.hours) == ("94028", 48.7776, "+33145000001", "Mo-Fr 09:00-12:00")
    assert resource.catchment is not None and resource.catchment.areas == (Area("commune", "94028"),)
    assert (resource.admission, resource.updated_on) == ("Gratuit", date(2026, 2, 15))
    assert Identifier("siret", "12345678900011") in resource.identifiers
    assert record.warnings == ()


def test_the_order_of_files_changes_nothing(read: Read, tmp_path: Path) -> None:
    services, structures = files(tmp_path, [service()], [structure()])
    assert read("data-inclusion", services, structures) == read("data-inclusion", structures, services)


def test_a_service_s_own_place_comes_whole(read: Read, tmp_path: Path) -> None:
    """Never the street of one and the town of the other."""
    own = service(commune="Vitry-sur-Seine", code_postal="94400", telephone="0145000002")
    resource = the_resource(read("data-inclusion", *files(tmp_path, [own], [structure()])))
    assert (resource.commune, resource.address, resource.lat) == ("94081", None, None)
    assert (resource.phone, resource.email) == ("+33145000002", "accueil@essai.example")


def test_version_0_is_read_with_its_own_words(read: Read, tmp_path: Path) -> None:
    resource = the_resource(read("data-inclusion", *files(tmp_path, [OLD_SERVICE], [OLD_STRUCTURE])))
    assert (resource.id, resource.organisation, resource.commune) == ("data-inclusion:dora--1", "CCAS des Essais", "94028")
    assert resource.needs == {"aide-alimentaire"}
    assert resource.publics == {"personnes-agees", "personnes-agees-dependantes"}
    assert resource.catchment is not None and resource.catchment.areas == (Area("departement", "94"),)


@pytest.mark.parametrize(
    "changes, closed_on",
    [
        pytest.param({}, None, id="open"),
        pytest.param({"date_suspension": "2026-01-31"}, date(2026, 1, 31), id="suspended"),
        pytest.param({"date_suspension": "2027-01-31"}, date(2027, 1, 31), id="will_be"),
        pytest.param({"closed": True, "date_maj": "2026-05-02"}, date(2026, 5, 2), id="said_to_be_closed"),
    ],
)
def test_a_suspended_service_is_closed(read: Read, tmp_path: Path, changes: Json, closed_on: date | None) -> None:
    assert the_resource(read("data-inclusion", written(tmp_path / "a.json", [{**OLD_SERVICE, **changes}]))).closed_on == closed_on


@pytest.mark.parametrize(
    "themes, needs, is_told",
    [
        pytest.param(["numerique"], {"inclusion-numerique"}, False, id="a_parent_alone"),
        pytest.param(["numerique--une-nouveaute"], {"inclusion-numerique"}, False, id="an_unknown_child_is_its_parent"),
        pytest.param(
            "numerique--acquerir-un-equipement, logement-hebergement--louer-un-logement",
            {"inclusion-numerique", "logement"},
            False,
            id="one_cell",
        ),
        pytest.param('["numerique--acquerir-un-equipement"]', {"inclusion-numerique"}, False, id="json_in_a_cell"),
        pytest.param(["jardinage"], set(), True, id="unknown"),
        pytest.param([], {"accompagnement-social", "aide-financiere", "domiciliation"}, False, id="none_then_what_the_structure_is"),
    ],
)
def test_themes_say_the_needs(read: Read, tmp_path: Path, themes: Any, needs: set[str], is_told: bool) -> None:
    record = the_record(read("data-inclusion", *files(tmp_path, [service(thematiques=themes)], [structure()])))
    assert record.resource.needs == needs
    assert any("thématiques inconnues" in warning for warning in record.warnings) == is_told


@pytest.mark.parametrize(
    "codes, areas",
    [
        pytest.param(["2A", "2B"], [Area("departement", "2A"), Area("departement", "2B")], id="departements"),
        pytest.param(["973"], [Area("departement", "973")], id="overseas"),
        pytest.param(["75056"], [Area("commune", "75056")], id="a_town_in_arrondissements"),
        pytest.param(["france"], [COUNTRY], id="the_country"),
        pytest.param(["99100"], [COUNTRY], id="the_country_s_code"),
        pytest.param("94028, 94081", [Area("commune", "94028"), Area("commune", "94081")], id="one_cell"),
        pytest.param(["94028", "00000"], None, id="half_a_zone_is_no_zone"),
        pytest.param([], None, id="unsaid"),
    ],
)
def test_the_zone_of_eligibility(read: Read, tmp_path: Path, codes: Any, areas: list[Area] | None) -> None:
    catchment = the_resource(read("data-inclusion", written(tmp_path / "a.json", [service(zone_eligibilite=codes)]))).catchment
    assert (catchment and list(catchment.areas)) == areas


def test_a_structure_with_services_is_not_an_entry_and_one_without_is(read: Read, tmp_path: Path) -> None:
    alone = structure(id="dora--s2", nom="Mission locale", reseaux_porteurs=["mission-locale"])
    found = records(read("data-inclusion", *files(tmp_path, [service()], [structure(), alone])))
    assert [record.id for record in found] == ["dora--1", "dora--s2"]
    assert found[1].resource.needs == {"emploi-insertion"}


@pytest.mark.parametrize("siret", ["00000000000000", "", None, "123"])
def test_a_placeholder_is_no_siret(read: Read, tmp_path: Path, siret: str | None) -> None:
    assert the_resource(read("data-inclusion", written(tmp_path / "a.json", [structure(siret=siret)]))).identifiers == frozenset()


def test_a_contact_that_is_not_public_is_neither_shown_nor_kept(read: Read, tmp_path: Path) -> None:
    private = {
        **OLD_SERVICE,
        "contact_public": False,
        "telephone": "0600000000",
        "courriel": "camille@essai.example",
        "contact_nom_prenom": "Camille ESSAI",
    }
    record = the_record(read("data-inclusion", *files(tmp_path, [private], [{**OLD_STRUCTURE, "telephone": "0145000001"}])))
    assert record.resource.phone == "+33145000001"
    assert not any(secret in str((record.raw, record.resource)) for secret in ("0600000000", "camille@", "Camille"))


def test_a_shelter_is_confidential_and_so_are_its_beds_but_not_its_courses(read: Read, tmp_path: Path) -> None:
    shelter = {**OLD_STRUCTURE, "typologie": "CHRS"}
    beds = {**OLD_SERVICE, "id": "1", "thematiques": ["logement-hebergement--etre-accompagne-pour-se-loger"]}
    unsaid = {**OLD_SERVICE, "id": "2", "thematiques": []}
    course = {**OLD_SERVICE, "id": "3", "thematiques": ["numerique"]}
    assert the_resource(read("data-inclusion", written(tmp_path / "a.json", [shelter]))).confidential
    found = {record.id: record.resource for record in records(read("data-inclusion", *files(tmp_path, [beds, unsaid, course], [shelter])))}
    assert found["dora--2"].confidential and not found["dora--3"].confidential
    assert found["dora--1"].confidential == ("hebergement-insertion" in found["dora--1"].needs)


def test_what_the_published_schema_refuses_is_said(read: Read, tmp_path: Path) -> None:
    record = the_record(read("data-inclusion", *files(tmp_path, [service(code_insee="12", frais="peut-être")], [structure()])))
    assert any("code_insee" in warning and "frais" in warning for warning in record.warnings)


def test_a_service_whose_structure_is_not_given_says_so(read: Read, tmp_path: Path) -> None:
    record = the_record(read("data-inclusion", written(tmp_path / "a.json", [service()])))
    assert any("structure absente" in warning for warning in record.warnings)


def test_the_reshaped_structures_of_digital_mediation(read: Read, tmp_path: Path) -> None:
    one = {
        "id": "100",
        "nom": "Espace des Essais",
        "services": "Prendre en main un ordinateur;Utiliser le numérique",
        "pivot": "00000000000000",
    }
    one |= {
        "commune": "CRETEIL",
        "code_postal": "94000",
        "adresse": "1 rue des Essais",
        "source": "cd94",
        "date_maj": "2023-02-01",
        "typologie": "CCAS",
    }
    resource = the_resource(read("data-inclusion", written(tmp_path / "a.json", [one])))
    assert resource.needs == {"inclusion-numerique", "accompagnement-social", "aide-financiere", "domiciliation"}
    assert (resource.commune, resource.identifiers) == ("94028", frozenset())


def as_csv(rows: list[Json]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows({key: json.dumps(cell) if isinstance(cell, list) else cell for key, cell in row.items()} for row in rows)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param([service()], id="a_list"),
        pytest.param({"items": [service()], "total": 1}, id="an_answer_of_the_api"),
        pytest.param("\n".join(json.dumps(one) for one in [service(), service(id="dora--2")][:1]) + "\n\n", id="one_a_line"),
        pytest.param(as_csv([service()]), id="csv"),
        pytest.param(gzip.compress(json.dumps([service()]).encode()), id="gzip"),
    ],
)
def test_every_container_is_read(read: Read, tmp_path: Path, content: Any) -> None:
    resource = the_resource(read("data-inclusion", written(tmp_path / "services", content)))
    assert (resource.name, resource.needs) == ("Colis alimentaires", {"aide-alimentaire"})


def test_an_answer_of_the_api_holds_its_structure(read: Read, tmp_path: Path) -> None:
    assert (
        the_resource(read("data-inclusion", written(tmp_path / "a.json", {"items": [service(structure=structure())]}))).commune == "94028"
    )


def test_the_spreadsheet_teams_fill_in(read: Read, tmp_path: Path) -> None:
    """Two sheets, a row of instructions, a stray column, an update column headed by today's date, numbers for codes."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "Structures"
    first.append(
        ["__ignore__", "id", datetime(2026, 2, 23), "nom", "siret", "code_postal", "commune", "reseaux_porteurs", None, "colonne en trop"]
    )
    first.append([True, "Un identifiant unique.", None, "Entre 3 et 150 caractères.", None, None, None, None, None, None])
    first.append([None, "s1", datetime(2026, 2, 23), "CCAS", 12345678900011.0, 94000.0, "Créteil", "ccas-cias", None, "x"])
    second = book.create_sheet("Services")
    second.append(
        ["__ignore__", "structure_id", "id", datetime(2026, 2, 23), "nom", "description", "thematiques", "publics", "thematiques"]
    )
    second.append(
        [None, "s1", "1", datetime(2026, 2, 20), "Colis", "Des colis.", "equipement-et-alimentation--alimentation", "femmes, jeunes", "x"]
    )
    book.create_sheet("Thématiques").append(["value", "label"])
    book.save(tmp_path / "a.xlsx")
    resource = the_resource(read("data-inclusion", tmp_path / "a.xlsx"))
    assert (resource.name, resource.organisation, resource.commune) == ("Colis", "CCAS", "94028")
    assert (resource.publics, resource.updated_on) == ({"femmes", "adolescents"}, date(2026, 2, 20))
    assert resource.identifiers == {Identifier("siret", "12345678900011")}


@pytest.mark.parametrize("missing", ["id", "nom"])
def test_an_entry_without_id_or_name_is_rejected_and_hides_no_other(read: Read, tmp_path: Path, missing: str) -> None:
    entries = read("data-inclusion", written(tmp_path / "a.json", [service(**{missing: None}), service(), "?"]))
    assert len(records(entries)) == 1 and [one.field for one in rejected(entries)] == [missing, None]


def test_a_bad_line_is_rejected(read: Read, tmp_path: Path) -> None:
    entries = read("data-inclusion", written(tmp_path / "a.ndjson", json.dumps(service()) + "\n{\n"))
    assert the_rejected(rejected(entries)).line == 2


def test_a_truncated_list_is_refused(read: Read, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="mal formé"):
        read("data-inclusion", written(tmp_path / "a.json", json.dumps([service(), service()])[:-30]))


def test_a_list_too_big_to_be_held_is_read_record_by_record(read: Read, tmp_path: Path) -> None:
    services = [service(id=f"dora--{n}", description="x" * 900_000) for n in range(40)]
    found = records(read("data-inclusion", *files(tmp_path, services, [structure()])))
    assert [(record.id, record.resource.commune) for record in found] == [(f"dora--{n}", "94028") for n in range(40)]
