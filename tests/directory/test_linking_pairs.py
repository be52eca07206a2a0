"""Hard pairs, as professionals would judge them: each line two entries that look alike, and what the linking must say."""

from typing import Any

import pytest

from orientation.directory.clusters import Link
from orientation.directory.linking.described import described
from orientation.directory.linking.link import link
from orientation.record import SourceRecord
from orientation.reference.linking import load_linking
from orientation.resource import AgeRange, Identifier
from tests.factories import CRETEIL, a_record

TOWNS = {CRETEIL.code: CRETEIL.name, "94081": "Vitry-sur-Seine", "75113": "Paris 13e"}
SIRET = Identifier("siret", "77573764600239")
FINESS, OTHER_FINESS = Identifier("finess", "940000123"), Identifier("finess", "940000999")


def linked(*records: SourceRecord, **decided: Any) -> list[Link]:
    return link(described(records, TOWNS), load_linking(), **decided)


def verdict(one: SourceRecord, other: SourceRecord) -> str:
    """ "apart" when the pair is not even worth telling of."""
    return next((found.verdict for found in linked(one, other)), "apart")


def of(source: str, id: str = "1", **changes: Any) -> SourceRecord:
    return a_record(id, source=source, **{"organisation": None, "categories": (), "phone": None} | changes)


PSYCHIATRY = {"needs": frozenset({"psychiatrie-adulte"}), "address": "18 avenue Joyeuse", "phone": "+33148896300"}
CARE_HOME = {"needs": frozenset({"ehpad"}), "address": "12 rue des Érables", "categories": ("EHPAD",)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            of("finess", name="RES LES ERABLES D AVRIL", **CARE_HOME, identifiers=frozenset({FINESS})),
            of("ror", name="Résidence Les Érables d'avril", **CARE_HOME, phone="+33199000001"),
            id="capitals_and_abbreviations",
        ),
        pytest.param(
            of("finess", name="EHPAD LES ERABLES D AVRIL", **CARE_HOME | {"address": "12 R DES ERABLES"}),
            of("ror", name="Maison de retraite Les Érables d'Avrl", **CARE_HOME),
            id="another_word_for_the_same_kind_and_a_misspelling",
        ),
        pytest.param(
            of("finess", name="C.M.P. JOYEUSE", **PSYCHIATRY),
            of("ror", name="Centre médico-psychologique Joyeuse", **PSYCHIATRY | {"phone": None}),
            id="dotted_acronym",
        ),
        pytest.param(
            of("france-services", name="Mairie de Créteil", address="Place Salvador Allende", needs=frozenset({"inclusion-numerique"})),
            of("aidants-connect", name="COMMUNE DE CRETEIL", address="PL SALVADOR ALLENDE", needs=frozenset({"inclusion-numerique"})),
            id="town_hall_and_commune",
        ),
        pytest.param(
            of("ror", name="SSIAD La Loutre", **CARE_HOME | {"needs": frozenset({"soins-infirmiers-domicile"}), "categories": ()}),
            of("finess", name="SSIAD LA LOUTRE", address=None, commune=CRETEIL.code, lat=None, lon=None,
               needs=frozenset({"soins-infirmiers-domicile"}), identifiers=frozenset({FINESS})),
            id="no_address_nor_position_on_one_side",
        ),
    ],
)  # fmt: skip
def test_one_service_told_by_two_directories(one: SourceRecord, other: SourceRecord) -> None:
    assert verdict(one, other) == "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            of("finess", name="CMP JOYEUSE", **PSYCHIATRY, identifiers=frozenset({SIRET, FINESS})),
            of("ror", name="CATTP Joyeuse", **PSYCHIATRY, identifiers=frozenset({SIRET, FINESS})),
            id="cmp_and_cattp_of_one_hospital",
        ),
        pytest.param(
            of("finess", name="CMP JOYEUSE", **PSYCHIATRY, identifiers=frozenset({SIRET})),
            of("ror", name="Hôpital de jour Joyeuse", **PSYCHIATRY, identifiers=frozenset({SIRET})),
            id="cmp_and_day_hospital",
        ),
        pytest.param(
            of("ror", name="CMP enfants Joyeuse", **PSYCHIATRY),
            of("finess", name="CMP ADULTES JOYEUSE", **PSYCHIATRY),
            id="children_and_adults",
        ),
        pytest.param(
            of("ror", name="CMP Joyeuse", **PSYCHIATRY, psychiatric_sectors=("94G05",)),
            of("finess", name="CMP JOYEUSE", **PSYCHIATRY, psychiatric_sectors=("94G06",)),
            id="two_sectors",
        ),
        pytest.param(
            of("ror", name="Consultation de cardiologie, Centre hospitalier Les Genêts", address="4 rue Neuve", phone="+33148896300",
               needs=frozenset({"consultation-specialiste"}), specialties=frozenset({"cardiologie"})),
            of("finess", name="Consultation d'urologie, Centre hospitalier Les Genêts", address="4 rue Neuve", phone="+33148896300",
               needs=frozenset({"consultation-specialiste"}), specialties=frozenset({"urologie"})),
            id="two_specialties",
        ),
        pytest.param(
            of("finess", name="EHPAD LES ERABLES", **CARE_HOME),
            of("ror", name="EHPAD Les Érables, unité de vie protégée", **CARE_HOME),
            id="a_unit_is_not_its_establishment",
        ),
        pytest.param(
            of("finess", name="EHPAD LES ERABLES", **CARE_HOME, identifiers=frozenset({FINESS, SIRET})),
            of("ror", name="Accueil de jour, EHPAD Les Érables", **CARE_HOME | {"needs": frozenset({"accueil-jour"})},
               identifiers=frozenset({FINESS, SIRET})),
            id="same_place_and_numbers_other_need",
        ),
        pytest.param(
            of("prelevements", name="Laboratoire Bio Val", address="4 rue Neuve", identifiers=frozenset({FINESS}),
               needs=frozenset({"laboratoire-biologie"})),
            of("finess", name="Drive Bio Val", address="Parking de la caserne", lat=48.70, lon=2.60, commune="94081",
               identifiers=frozenset({FINESS}), needs=frozenset({"laboratoire-biologie"})),
            id="a_laboratory_and_its_drive_share_a_finess_number",
        ),
        pytest.param(
            of("conseillers", name="La Poste", address="1 rue du Cantal", identifiers=frozenset({SIRET})),
            of("aidants", name="La Poste", address="5 place d'Italie", commune="94081", lat=48.787, lon=2.392,
               identifiers=frozenset({SIRET})),
            id="one_company_number_two_sites",
        ),
        pytest.param(
            of("fs-2022", name="France services Descartes, antenne de Créteil", address="1 place Moulin", phone="+33247945234"),
            of("fs-2023", name="France services Descartes, antenne de Vitry", address="1 place des Halles", commune="94081",
               lat=48.787, lon=2.392, phone="+33247945234"),
            id="branches_of_two_towns_with_one_phone",
        ),
        pytest.param(
            of("ror", name="SESSAD Les Pins", ages=AgeRange(0, 6)),
            of("finess", name="SESSAD LES PINS", ages=AgeRange(12, 20)),
            id="ages_apart",
        ),
    ],
)  # fmt: skip
def test_two_services_that_look_alike_are_never_merged(one: SourceRecord, other: SourceRecord) -> None:
    assert verdict(one, other) in ("different", "review", "apart")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            of("finess", name="CMP JOYEUSE", **PSYCHIATRY, identifiers=frozenset({SIRET, FINESS})),
            of("ror", name="CATTP Joyeuse", **PSYCHIATRY, identifiers=frozenset({SIRET, FINESS})),
            id="cmp_and_cattp_of_one_hospital",
        ),
        pytest.param(
            of("ror", name="Accueil de jour, EHPAD Les Érables", **CARE_HOME | {"needs": frozenset({"accueil-jour"})}),
            of("finess", name="EHPAD LES ERABLES", **CARE_HOME),
            id="day_care_in_a_care_home",
        ),
    ],
)
def test_what_names_tell_apart_is_not_asked_about(one: SourceRecord, other: SourceRecord) -> None:
    assert verdict(one, other) in ("different", "apart")


def test_a_second_entry_of_one_source_is_found() -> None:
    said = {"organisation": "CCAS Les Cistes", "identifiers": frozenset({SIRET})}
    one = of("ror", name="Portage de repas Les Cistes", address="3 rue Neuve", phone="+33199000001", **said)
    other = of("ror", "2", name="Portage de repas Les Cises", address="rue Neuve", phone="+33199000002", **said)
    assert verdict(one, other) == "same"


def test_two_finess_numbers_of_the_finess_file_are_two_establishments() -> None:
    one = of("finess", name="FOYER REITER", identifiers=frozenset({FINESS}))
    other = of("finess", "2", name="FOYER REITER", identifiers=frozenset({OTHER_FINESS}))
    assert verdict(one, other) != "same"


def test_the_likest_of_two_entries_is_chosen() -> None:
    told = of("finess", name="EHPAD LES ERABLES", **CARE_HOME)
    right = of("ror", name="EHPAD Les Érables", **CARE_HOME)
    wrong = of("ror", "2", name="EHPAD Les Érables bleus", **CARE_HOME | {"address": "90 quai de Marne"}, phone="+33199000003")
    assert [(found.a, found.b) for found in linked(told, right, wrong) if found.verdict == "same"] == [("finess:1", "ror:1")]


def test_reasons_say_what_agrees_then_what_sets_apart() -> None:
    one = of("finess", name="EHPAD LES ERABLES", **CARE_HOME, phone="+33199000001")
    other = of("ror", name="EHPAD Les Érables", **CARE_HOME | {"needs": frozenset({"accueil-jour"})}, phone="+33199000001")
    (found,) = linked(one, other)
    assert (found.verdict, found.reasons) == (
        "review",
        ("même nom", "même adresse, à 0 m", "même téléphone", "aucun besoin commun"),
    )


def test_what_people_decided_counts_before_likeness() -> None:
    told = of("finess", name="EHPAD LES ERABLES", **CARE_HOME)
    first, second = of("ror", name="EHPAD Les Érables", **CARE_HOME), of("ror", "2", name="EHPAD Les Érables bleus", **CARE_HOME)
    found = linked(told, first, second, decided={("finess:1", "ror:1"): "different"})
    assert ("finess:1", "ror:1") not in {(one.a, one.b) for one in found if one.verdict == "same"}
    assert ("finess:1", "ror:2") in {(one.a, one.b) for one in found if one.verdict == "same"}
