"""The researched real files beside the project: each of one format, read to its end, and what is read of it is plausible."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from orientation.record import ImportReport, SourceRecord
from orientation.refusal import Refused, Rejected
from orientation.resource import Resource
from orientation.sources import hours
from orientation.sources.extract import Extract
from orientation.sources.fields import position
from orientation.sources.registry import readers, source_of
from orientation.table import TableDescription
from orientation.vocabulary import Vocabulary
from tests.sources.conftest import TODAY, Read
from tests.sources.entries import records, rejected

# Each file, the entries it holds and how many of them cannot be read.
ENTRIES = {
    "real/PS_LibreAcces_Personne_activite__extrait.txt": ("rpps", 22, 0),
    "real/aidants_connect_202301__idf_bzh_72_973.json.gz": ("aidants-connect", 547, 0),
    "real/cnsa-export-prix-ehpad-2020-brute.csv.gz": ("cnsa-prix-ehpad", 5446, 0),
    "real/conseillers_numeriques_202212__idf_bzh_72_973.json.gz": ("conseillers-numeriques", 764, 0),
    "real/datainclusion_exemple_tableur_v1.xlsx": ("data-inclusion", 2, 0),
    "real/datainclusion_services_202212__moitie_a.json.gz": ("data-inclusion", 1691, 0),
    "real/datainclusion_structures_mednum_202302__idf_bzh_72_973.json.gz": ("data-inclusion", 653, 0),
    "real/finess_cs1100502_20260512__extrait_15lignes.csv": ("finess", 14, 0),
    "real/finess_cs1100507_geolocalisation__exemple_2lignes.csv": ("finess", 2, 0),
    "real/finess_etalab_stock_et_20201231__extrait_dep01.csv": ("finess", 100, 0),
    "real/finessplus_structures_exemple_20260309__extrait.json": ("finess", 5, 0),
    "real/france_services_liste_202212.csv.gz": ("france-services", 2683, 0),
    "real/france_services_liste_202307.csv.gz": ("france-services", 2707, 0),
    "real/idf2013_centres_de_sante__75.geojson": ("idf-etablissements", 108, 0),
    "real/idf2013_hopitaux__75.geojson": ("idf-etablissements", 238, 0),
    "real/idf2013_soins_courte_duree__75_77_94.geojson": ("idf-etablissements", 69, 0),
    "real/idf_etablissements_et_services_pour_adultes_handicapes__75_77_94.csv": ("idf-etablissements", 338, 0),
    "real/idf_les_etablissements_hospitaliers_franciliens__75_77_94.csv": ("idf-etablissements", 495, 0),
    "real/mediation_numerique_hub_connumm_2020.csv.gz": ("mediation-numerique", 709, 1),
    "real/mediation_numerique_hub_francilin_2020.csv": ("mediation-numerique", 363, 0),
    "real/pharmacies_paris_2012.geojson": ("idf-pharmacies", 987, 0),
    "real/soliguide_fiches_ete2021_75.csv": ("soliguide", 2448, 0),
    "real/soliguide_fiches_ete2021_77.csv": ("soliguide", 127, 0),
    "real/soliguide_fiches_ete2021_94.csv": ("soliguide", 944, 0),
    "ror/examples-ror/HealthcareService-1234564.json": ("ror", 1, 0),
    "ror/examples-ror/HealthcareService-ror-healthcareservice-exemple-ville.json": ("ror", 1, 0),
    "ror/examples-ror/Location-ror-location-exemple.json": ("ror", 1, 1),
    "ror/examples-ror/post-healthcare-service.example2.Neurochirurgie.json": ("ror", 1, 0),
    "ror/examples-ror/post-practitioner-role.example1.json": ("ror", 1, 0),
    "ror/examples-ror/saisie_offre.scenario1.Organization-EJ.json": ("ror", 1, 0),
    "ror/examples-annuaire": ("ror", 4, 2),
    "ror/examples-sas/Bundle-ExampleBundleCPTS1.json": ("ror", 2, 0),
    "ror/examples-sas/Bundle-ExampleBundlePSIndiv.json": ("ror", 3, 0),
}
# Reference files and other data: no directory, whatever reader is asked.
NO_DIRECTORY = (
    "ban_adresses",
    "bano",
    "cartosante",
    "communes_",
    "covid_",
    "datainclusion_ref",
    "datainclusion_dedup",
    "insee",
    "liste-des-cedex",
)


@pytest.fixture(scope="module")
def everything(read: Read, shared: Path) -> dict[str, list[SourceRecord | Rejected]]:
    """The entries of every file, read once for the whole module."""
    return {name: read(source, shared / name) for name, (source, _, _) in ENTRIES.items()}


@pytest.fixture(scope="module")
def entries_of(everything: dict[str, list[SourceRecord | Rejected]]) -> dict[str, list[SourceRecord]]:
    """What could be read."""
    return {name: records(entries) for name, entries in everything.items()}


@pytest.mark.parametrize("name", ENTRIES)
def test_a_file_is_read_to_its_end_and_counted(everything: dict[str, list[SourceRecord | Rejected]], name: str) -> None:
    source, total, left_out = ENTRIES[name]
    entries = everything[name]
    assert (len(entries), len(rejected(entries))) == (total, left_out)
    assert all(one.reason.endswith((".", "désigne.")) for one in rejected(entries))
    ImportReport(source, len(entries), total - left_out, 0, 0, 0, left_out)


@pytest.mark.parametrize("name", [name for name in ENTRIES if (Path(name).suffix)])
def test_a_file_is_of_one_format_only(shared: Path, descriptions: Mapping[str, TableDescription], name: str) -> None:
    extract = Extract(shared / name)
    assert [source for source, reader in readers(descriptions).items() if reader.recognises(extract)] == [ENTRIES[name][0]]


def test_what_is_no_directory_is_of_no_source(shared: Path, descriptions: Mapping[str, TableDescription]) -> None:
    others = [path for path in (shared / "real").iterdir() if path.name.startswith(NO_DIRECTORY)]
    assert len(others) >= 15
    assert {path.name: source for path in others if (source := source_of(path, descriptions))} == {}


def test_fhir_without_offers_is_refused_and_tables_of_the_older_model_too(read: Read, shared: Path) -> None:
    others = [path for path in (shared / "ror" / "examples-sas").iterdir() if path.name.startswith(("Slot", "Schedule", "Appointment"))]
    for path in [*others, *(shared / "ror" / "me24-dataset").iterdir()]:
        with pytest.raises(Refused, match=path.stem[:10]):
            read("ror", path)


def every_resource(entries_of: dict[str, list[SourceRecord]]) -> list[tuple[str, Resource]]:
    return [(name, record.resource) for name, found in entries_of.items() for record in found]


def test_positions_are_in_france(entries_of: dict[str, list[SourceRecord]]) -> None:
    for name, resource in every_resource(entries_of):
        if resource.lat is not None:
            assert position(resource.lat, resource.lon, None).warning is None, (name, resource.id)


def test_needs_publics_and_sources_are_those_of_the_vocabulary(entries_of: dict[str, list[SourceRecord]], vocabulary: Vocabulary) -> None:
    for name, resource in every_resource(entries_of):
        assert resource.needs <= set(vocabulary.needs), name
        assert (resource.publics or frozenset()) <= set(vocabulary.publics), name
        assert [source.source for source in resource.sources] in ([ENTRIES[name][0]], []), name


def test_dates_are_not_after_the_import(entries_of: dict[str, list[SourceRecord]]) -> None:
    for name, resource in every_resource(entries_of):
        assert all(day is None or day <= TODAY for day in (resource.updated_on, resource.opened_on)), (name, resource.id)


def test_ids_tell_entries_apart(entries_of: dict[str, list[SourceRecord]]) -> None:
    """A few files hold an establishment twice; the store then tells the copies apart by name and address."""
    for name, found in entries_of.items():
        assert len({record.id for record in found}) >= 0.95 * len(found), name


def test_two_vintages_of_one_list_share_their_ids(entries_of: dict[str, list[SourceRecord]]) -> None:
    first, second = (
        {record.id for record in entries_of[f"real/france_services_liste_{vintage}.csv.gz"]} for vintage in ("202212", "202307")
    )
    assert len(first - second) == 168 and len(second - first) == 192


def test_opening_hours_by_weekday_follow_the_syntax(entries_of: dict[str, list[SourceRecord]]) -> None:
    written = [record.resource.hours for record in entries_of["real/france_services_liste_202307.csv.gz"] if record.resource.hours]
    assert len(written) > 2500
    assert all(hours.is_regular(one) for one in written)


@pytest.mark.parametrize(
    "name, need, at_least",
    [
        ("real/finess_etalab_stock_et_20201231__extrait_dep01.csv", "pharmacie", 50),
        ("real/pharmacies_paris_2012.geojson", "pharmacie", 987),
        ("real/idf_les_etablissements_hospitaliers_franciliens__75_77_94.csv", "psychiatrie-adulte", 200),
        ("real/idf_etablissements_et_services_pour_adultes_handicapes__75_77_94.csv", "esat", 78),
        ("real/france_services_liste_202307.csv.gz", "inclusion-numerique", 2707),
        ("real/datainclusion_services_202212__moitie_a.json.gz", "mobilite", 900),
        ("real/soliguide_fiches_ete2021_94.csv", "pmi", 60),
    ],
)
def test_needs_are_plausible(entries_of: dict[str, list[SourceRecord]], name: str, need: str, at_least: int) -> None:
    counted = Counter(found for record in entries_of[name] for found in record.resource.needs)
    assert counted[need] >= at_least


def test_a_nursing_home_is_a_nursing_home_in_every_form_of_finess(entries_of: dict[str, list[SourceRecord]]) -> None:
    for name in ("finess_cs1100502_20260512__extrait_15lignes.csv", "finessplus_structures_exemple_20260309__extrait.json"):
        homes = [record.resource for record in entries_of[f"real/{name}"] if "EHPAD" in record.resource.categories]
        assert homes and all(home.needs == {"ehpad"} and home.sector == "medico-social" for home in homes)


def test_most_entries_have_a_commune(entries_of: dict[str, list[SourceRecord]]) -> None:
    for name in ("france_services_liste_202307.csv.gz", "idf2013_hopitaux__75.geojson", "pharmacies_paris_2012.geojson"):
        found = entries_of[f"real/{name}"]
        assert sum(record.resource.commune is not None for record in found) == len(found)


def test_private_persons_stay_out_of_what_is_kept(entries_of: dict[str, list[SourceRecord]]) -> None:
    for record in entries_of["ror/examples-annuaire"]:
        assert "birthDate" not in record.raw
