"""The mappings as data: closed lists respected, every row reviewed, every code of the published lists present."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from orientation.reference.mappings import load_mappings
from orientation.wording import normalised

DATA = Path(__file__).parents[2] / "data"
MAPPINGS = DATA / "mappings"
FILES = sorted(path.stem for path in MAPPINGS.glob("*.csv"))
WITH_NEEDS = tuple(
    name
    for name in FILES
    if name not in ("finess-names", "specialties", "ror-publics", "ror-fields", "data-inclusion-publics", "data-inclusion-modes")
)
# No published code says these; they come from tables of a territory or from national numbers.
NEEDS_NO_CODE_GIVES = {"deuil", "garde-nuit", "maltraitance"}
Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    with (MAPPINGS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


@cache
def ids(name: str) -> frozenset[str]:
    with (DATA / "vocabulary" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return frozenset(row["id"] for row in csv.DictReader(lines))


def key(row: Row) -> str:
    code = row.get("code") or row.get("serafin_code") or row["value"]
    return f"{row['scheme']}:{code}" if "scheme" in row else code


def parts(row: Row, column: str) -> list[str]:
    return [part for part in (row.get(column) or "").split("|") if part]


def every_row(names: tuple[str, ...] = WITH_NEEDS) -> Iterator[tuple[str, Row]]:
    return ((name, row) for name in names for row in rows(name))


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_a_whole_table(name):
    assert rows(name)
    assert not [row for row in rows(name) if None in row or None in row.values()], "a cell too many or too few"
    assert not [row for row in rows(name) if any(cell != cell.strip() for cell in row.values())], "a cell with spaces around it"


def test_needs_publics_and_qualifiers_are_those_of_the_vocabulary():
    specialties = {row["id"] for row in rows("specialties")}
    for name, row in every_row(tuple(name for name in FILES if name != "finess-names")):
        assert set(parts(row, "needs")) <= ids("needs"), (name, row)
        assert set(parts(row, "publics")) <= ids("publics"), (name, row)
        assert not row.get("qualifier") or row["qualifier"] in specialties, (name, row)


def test_a_qualifier_stands_only_beside_a_specialists_consultation():
    wrong = [
        (name, key(row)) for name, row in every_row() if row.get("qualifier") and "consultation-specialiste" not in parts(row, "needs")
    ]
    assert wrong == []


def test_a_row_without_need_says_why():
    assert [(name, key(row)) for name, row in every_row() if not row["needs"] and not row.get("note")] == []


def test_modes_sectors_care_modes_and_confidentiality_are_known_words():
    care_modes = {row["code"] for row in rows("ror-care-modes")}
    for name, row in every_row(tuple(name for name in FILES if name != "finess-names")):
        assert set(parts(row, "modes")) <= {"sur-place", "a-domicile", "a-distance"}, (name, row)
        assert row.get("sector", "") in {"", "sanitaire", "social", "medico-social", "coordination"}, (name, row)
        assert set(parts(row, "care_modes")) <= care_modes, (name, row)
        assert row.get("confidential", "") in {"", "oui"}, (name, row)


def test_ages_are_bounds_in_order():
    for name, row in every_row():
        low, high = row.get("age_low") or "0", row.get("age_high") or "130"
        assert 0 <= float(low) <= float(high) <= 130, (name, row)


@pytest.mark.parametrize("name", [name for name in FILES if name not in ("finess-names", "specialties")])
def test_no_key_is_written_twice(name):
    """A code may have several rows, each for other care modes."""
    times = Counter((key(row), row.get("care_modes", "")) for row in rows(name))
    assert [found for found, count in times.items() if count > 1] == []


@pytest.mark.parametrize("name", ["finess-categories", "ror-offer-types"])
def test_a_precise_code_has_its_plain_code(name):
    codes = {row["code"] for row in rows(name)}
    assert {code.split("+")[0] for code in codes} <= codes


def test_every_need_is_given_by_a_code_or_documented():
    given = {need for _, row in every_row(tuple(name for name in WITH_NEEDS if name != "serafin-needs")) for need in parts(row, "needs")}
    assert ids("needs") - given == NEEDS_NO_CODE_GIVES


def test_the_readme_names_the_needs_no_code_gives():
    readme = (MAPPINGS / "README.md").read_text(encoding="utf-8")
    assert all(f"`{need}`" in readme for need in NEEDS_NO_CODE_GIVES)


def test_shelters_and_foster_homes_are_confidential():
    hidden = {row["code"] for row in rows("finess-categories") if row["confidential"]}
    assert {"159", "166", "214", "219", "236", "237", "238", "462", "644"} == hidden
    assert {row["code"] for row in rows("ror-offer-types") if row["confidential"]} == {"37", "67"}


def test_specialties_have_plain_ids_and_no_word_in_common():
    said = Counter[str]()
    for row in rows("specialties"):
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", row["id"]), row
        assert row["label_fr"] and row["label_person_fr"]
        said.update({normalised(word) for word in (row["label_fr"], row["label_person_fr"], *parts(row, "synonyms"))})
    assert [word for word, count in said.items() if count > 1] == []


def test_every_file_loads():
    assert load_mappings(MAPPINGS).knows("finess-categories", "500")


@pytest.mark.parametrize(
    "name, code, care_mode, needs",
    [
        pytest.param("finess-categories", "500", None, {"ehpad"}, id="an_ehpad_is_no_day_care_by_its_category"),
        pytest.param(
            "finess-categories", "209", None, {"aide-domicile", "soins-infirmiers-domicile"}, id="a_joint_home_service_helps_and_nurses"
        ),
        pytest.param("finess-categories", "124", None, set(), id="a_health_centre_may_be_a_dentists"),
        pytest.param("finess-categories", "177", None, set(), id="a_childrens_home_is_reached_through_a_decision"),
        pytest.param("finess-categories", "606", None, {"appui-coordination", "gestion-cas"}, id="a_dac_coordinates"),
        pytest.param("ror-offer-types", "21", "46", {"ehpad"}, id="lodging_of_dependent_elders"),
        pytest.param("ror-offer-types", "21", "47", {"accueil-jour"}, id="the_same_offer_by_day"),
        pytest.param("ror-offer-types", "21+01", "46", {"hebergement-temporaire"}, id="the_same_offer_for_a_while"),
        pytest.param("ror-offer-types", "149", "28", set(), id="a_cardiology_ward_is_no_consultation"),
        pytest.param("ror-offer-types", "149", "32", {"consultation-specialiste"}, id="a_cardiology_consultation"),
        pytest.param("ror-activities", "050", "32", {"consultation-geriatrique"}, id="geriatrics_in_consultation"),
        pytest.param("ror-activities", "050", "29", {"consultation-geriatrique"}, id="geriatrics_in_day_hospital"),
        pytest.param("ror-activities", "050", "28", {"hospitalisation-geriatrique"}, id="geriatrics_in_a_ward"),
        pytest.param("ror-activities", "050", "11", {"equipe-mobile-geriatrie"}, id="geriatrics_by_a_mobile_team"),
        pytest.param("ror-activities", "050", "52", set(), id="a_mobile_team_for_patients_already_in_hospital"),
        pytest.param("ror-activities", "287", "46", set(), id="nursing_of_residents_is_no_home_nursing"),
        pytest.param("ror-activities", "287", "49", {"soins-infirmiers-domicile"}, id="nursing_where_people_live"),
        pytest.param("ror-activities", "286", None, {"soins-palliatifs"}, id="a_withdrawn_code_still_speaks"),
        pytest.param("ror-care-modes", "17", None, {"acces-soins-precarite"}, id="pass"),
        pytest.param("data-inclusion-themes", "v1:famille--soutien-aidants", None, {"soutien-aidants"}, id="carers"),
        pytest.param("data-inclusion-themes", "v0:mobilite", None, {"mobilite"}, id="a_parent_theme_alone"),
        pytest.param("rpps-skills", "SM54", None, {"medecin-traitant"}, id="a_gp"),
        pytest.param("rpps-professions", "60", None, {"soins-infirmiers-domicile"}, id="a_nurse"),
        pytest.param("rpps-professions", "10", None, set(), id="a_doctor_is_known_by_the_specialty"),
    ],
)
def test_a_code_answers_what_a_coordination_officer_expects(name, code, care_mode, needs):
    said = load_mappings(MAPPINGS).meanings(name, code, care_mode)
    assert {need for meaning in said for need in meaning.needs} == needs


@pytest.mark.parametrize(
    "category, name, variant",
    [
        pytest.param("156", "C.M.P. INFANTO-JUVÉNILE DES TILLEULS", "enfants", id="words_for_children"),
        pytest.param("156", "CENTRE MEDICO-PSYCHOLOGIQUE 99 I 03", "enfants", id="childrens_sector_number"),
        pytest.param("156", "CMP 99G12 DES TILLEULS", "adultes", id="adults_sector_number"),
        pytest.param("156", "CMP ENFANTS ET ADULTES DES TILLEULS", "", id="both"),
        pytest.param("156", "CMP DES TILLEULS", "", id="nothing_said"),
        pytest.param("161", "FOYER JEUNES ADULTES DES TILLEULS", "", id="young_adults_are_no_children"),
        pytest.param("124", "CENTRE DE SANTÉ DENTAIRE DES TILLEULS", "dentaire", id="dental"),
        pytest.param("124", "CENTRE MEDICO-DENTAIRE DES TILLEULS", "medical-dentaire", id="medical_and_dental"),
        pytest.param("124", "CENTRE DE SOINS INFIRMIERS DES TILLEULS", "infirmier", id="nursing"),
        pytest.param("124", "CENTRE MUNICIPAL DE SANTE DES TILLEULS", "medical", id="municipal"),
        pytest.param("124", "CENTRE DE SANTE DES TILLEULS", "", id="only_a_health_centre"),
        pytest.param("461", "CRA DES TILLEULS", "autisme", id="autism_centre"),
    ],
)
def test_a_name_says_what_its_category_does_not(category, name, variant):
    assert load_mappings(MAPPINGS).variant(category, name) == (f"{category}+{variant}" if variant else category)


def test_name_rules_lead_to_rows():
    codes = {row["code"] for row in rows("finess-categories")}
    for row in rows("finess-names"):
        re.compile(row["pattern"])
        assert row["category"] in codes and (not row["variant"] or f"{row['category']}+{row['variant']}" in codes), row


@pytest.mark.parametrize("name", ["needs", "publics", "criteria", "emergencies"])
def test_the_vocabulary_is_the_shared_one(shared, data, name):
    assert (data / "vocabulary" / f"{name}.csv").read_bytes() == (shared / "vocabulary" / f"{name}.csv").read_bytes()


@pytest.mark.parametrize(
    "name, scheme, listed",
    [
        ("finess-categories", "", "ror/codes/JDV_J55-CategorieEG-ROR.csv"),
        ("ror-offer-types", "", "ror/codes/JDV_J238-TypeOffre-ROR.csv"),
        ("ror-offer-types", "", "ror/codes/JDV_J34_CategorieOrganisation_ROR.csv"),
        ("ror-activities", "", "ror/codes/TRE_R211-ActiviteOperationnelle.csv"),
        ("ror-care-modes", "", "ror/codes/JDV_J19-ModePriseEnCharge-ROR.csv"),
        ("ror-publics", "", "ror/codes/JDV_J29-PublicPrisEnCharge-ROR.csv"),
        ("ror-fields", "", "ror/codes/JDV_J20-ChampActivite-ROR.csv"),
        ("ror-reception", "", "ror/codes/JDV_J226-ModaliteAccueil-ROR.csv"),
        ("rpps-skills", "", "ror/codes/JDV_J107_EnsembleSavoirFaire_RASS.csv"),
        ("data-inclusion-themes", "v1:", "real/datainclusion_ref_thematiques_v1.csv"),
        ("data-inclusion-publics", "v1:", "real/datainclusion_ref_publics_v1.csv"),
        ("data-inclusion-structures", "v1:", "real/datainclusion_ref_reseaux_porteurs_v1.csv"),
        ("data-inclusion-structures", "v0:", "real/datainclusion_ref_typologies_de_structures_v0.csv"),
        ("data-inclusion-modes", "", "real/datainclusion_ref_modes_accueil_v1.csv"),
        ("data-inclusion-service-types", "v1:", "real/datainclusion_ref_types_de_services_v1.csv"),
    ],
)
def test_every_published_code_is_mapped(shared, name, scheme, listed):
    with (shared / listed).open(encoding="utf-8", newline="") as lines:
        published = {scheme + (row.get("code") or row["value"]) for row in csv.DictReader(lines)}
    assert published - {key(row) for row in rows(name)} == set()


def test_professions_of_the_published_extract_are_mapped(shared):
    with (shared / "ror/codes/JDV_J186-ProfessionRessource-ROR-extract.csv").open(encoding="utf-8", newline="") as lines:
        published = {row["code"] for row in csv.DictReader(lines) if row["system"] in ("TRE_G15", "TRE_R94", "TRE_R95")}
    assert published - {row["code"] for row in rows("rpps-professions")} == set()


def test_categories_of_real_extracts_are_mapped(shared):
    codes = {row["code"] for row in rows("finess-categories")}
    seen = defaultdict(set)
    for file in ("real/finess_cs1100502_20260512__extrait_15lignes.csv", "real/finess_etalab_stock_et_20201231__extrait_dep01.csv"):
        for line in (shared / file).read_text(encoding="utf-8", errors="replace").splitlines():
            cells = line.split(";")
            seen[file].add(cells[18] if cells[0] == "structureet" else cells[21] if cells[0].isalnum() and len(cells) > 40 else "")
    assert {code for found in seen.values() for code in found if code.isdigit()} - codes == set()
