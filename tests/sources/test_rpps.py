"""Annuaire Santé: one entry is one person at one place, and only who receives patients answers a need."""

from pathlib import Path

import pytest

from orientation.resource import Identifier
from tests.sources.conftest import Read
from tests.sources.entries import records, the_record, the_rejected, the_resource, written

PRACTICE = {
    "Identification nationale PP": "810000000001",
    "Libellé civilité d'exercice": "Docteur",
    "Nom d'exercice": "ESSAI",
    "Prénom d'exercice": "Camille",
    "Code profession": "10",
    "Libellé profession": "Médecin",
    "Code catégorie professionnelle": "C",
    "Code savoir-faire": "SM54",
    "Libellé savoir-faire": "Médecine générale",
    "Code mode exercice": "L",
    "Numéro FINESS site": "",
    "Numéro SIRET site": "12345678900011",
    "Identifiant technique de la structure": "C1",
    "Raison sociale site": "CABINET ESSAI",
    "Numéro Voie (coord. structure)": "12",
    "Libellé type de voie (coord. structure)": "Rue",
    "Libellé Voie (coord. structure)": "DES ESSAIS",
    "Bureau cedex (coord. structure)": "94400 VITRY SUR SEINE",
    "Code postal (coord. structure)": "94400",
    "Code commune (coord. structure)": "",
    "Téléphone (coord. structure)": "0145000001",
    "Adresse e-mail (coord. structure)": "",
    "Code secteur d'activité": "SA07",
}


def listing(*practices: dict[str, str], end: str = "|") -> str:
    lines = ["|".join(PRACTICE) + end, *("|".join({**PRACTICE, **one}.values()) + end for one in practices)]
    return "\n".join(lines) + "\n"


def test_a_general_practitioner_and_where_to_find_them(read: Read, tmp_path: Path) -> None:
    resource = the_resource(read("rpps", written(tmp_path / "ps.txt", listing({}))))
    assert (resource.name, resource.organisation, resource.needs) == ("Docteur Camille ESSAI", "CABINET ESSAI", {"medecin-traitant"})
    assert (resource.commune, resource.address, resource.phone) == ("94081", "12 Rue DES ESSAIS", "+33145000001")
    assert {Identifier("rpps", "810000000001"), Identifier("siret", "12345678900011")} == resource.identifiers
    assert resource.modes == {"sur-place"}


@pytest.mark.parametrize(
    "changes, needs",
    [
        pytest.param({"Code savoir-faire": "SM04"}, {"consultation-specialiste"}, id="a_specialist_is_no_general_practitioner"),
        pytest.param({"Code profession": "60", "Code savoir-faire": ""}, {"soins-infirmiers-domicile"}, id="a_nurse"),
        pytest.param({"Code profession": "70", "Code savoir-faire": ""}, {"kinesitherapie"}, id="a_physiotherapist"),
        pytest.param({"Code profession": "91", "Code savoir-faire": ""}, {"orthophonie"}, id="a_speech_therapist"),
        pytest.param({"Code profession": "50", "Code savoir-faire": ""}, {"maternite-perinatalite", "sante-sexuelle"}, id="a_midwife"),
        pytest.param({"Code mode exercice": "S", "Code secteur d'activité": "SA01"}, set(), id="salaried_in_a_hospital"),
        pytest.param(
            {"Code mode exercice": "S", "Code secteur d'activité": "SA05"}, {"medecin-traitant"}, id="salaried_in_a_health_centre"
        ),
        pytest.param({"Code catégorie professionnelle": "E"}, set(), id="a_student"),
        pytest.param({"Code profession": "999", "Code savoir-faire": ""}, set(), id="an_unknown_profession"),
    ],
)
def test_needs_are_those_of_who_receives_patients(read: Read, tmp_path: Path, changes: dict[str, str], needs: set[str]) -> None:
    found = the_resource(read("rpps", written(tmp_path / "ps.txt", listing(changes)))).needs
    assert found == needs or (found and found <= needs)


def test_rows_of_one_person_at_one_place_are_one_entry(read: Read, tmp_path: Path) -> None:
    rows = listing({}, {"Code savoir-faire": "SM26", "Libellé savoir-faire": "Gériatrie"})
    record = the_record(read("rpps", written(tmp_path / "ps.txt", rows)))
    assert record.resource.categories == ("Médecine générale", "Médecin", "Gériatrie")
    assert "autres lignes" in record.raw


def test_two_places_are_two_entries(read: Read, tmp_path: Path) -> None:
    entries = read("rpps", written(tmp_path / "ps.txt", listing({}, {"Identifiant technique de la structure": "C2"})))
    assert [record.id for record in records(entries)] == ["810000000001-C1", "810000000001-C2"]


def test_columns_are_found_by_name_whatever_the_trailing_bar(read: Read, tmp_path: Path) -> None:
    assert the_resource(read("rpps", written(tmp_path / "ps.txt", listing({}, end="")))).commune == "94081"


def test_a_person_without_place_is_found_by_name_only(read: Read, tmp_path: Path) -> None:
    nowhere = {"Identifiant technique de la structure": "", "Numéro SIRET site": "", "Code postal (coord. structure)": ""}
    nowhere |= {"Bureau cedex (coord. structure)": "", "Code mode exercice": "", "Code secteur d'activité": ""}
    record = the_record(read("rpps", written(tmp_path / "ps.txt", listing(nowhere))))
    assert (record.id, record.resource.commune, record.resource.needs) == ("810000000001-sans-lieu", None, frozenset())


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("coupée|ici", id="too_few_columns"),
        pytest.param("|".join({**PRACTICE, "Nom d'exercice": ""}.values()) + "|", id="no_name"),
    ],
)
def test_a_line_that_cannot_be_read_is_rejected(read: Read, tmp_path: Path, line: str) -> None:
    assert the_rejected(read("rpps", written(tmp_path / "ps.txt", listing() + line + "\n"))).line == 2
