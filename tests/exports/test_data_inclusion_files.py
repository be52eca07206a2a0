"""data·inclusion: every record valid for the published schema, saying no more than is known; what cannot be written is counted."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from data_inclusion.schema import v1

from orientation.exports.codes import exactly
from orientation.exports.data_inclusion import reason_to_stay
from orientation.exports.data_inclusion.service import Services
from orientation.exports.data_inclusion.structure import structure_id
from orientation.resource import AgeRange, Identifier, Price, Resource
from orientation.sources.reading import Context
from orientation.territory import Area, CatchmentArea
from tests.exports.conftest import Directory
from tests.factories import TODAY, a_resource

Json = dict[str, Any]
Open = Callable[[str], Directory]


def _service(resource: Resource, context: Context) -> Json:
    assert context.vocabulary is not None
    record = Services(context, context.vocabulary).service(resource)
    v1.Service.model_validate(record)
    return record


def _document(path: Path) -> Json:
    return json.loads(path.read_bytes())


@pytest.mark.parametrize(
    "change, field, value",
    [
        pytest.param({"modes": frozenset({"a-distance", "sur-place"})}, "modes_accueil", ["a-distance", "en-presentiel"], id="modes"),
        pytest.param({"modes": frozenset({"a-domicile"})}, "modes_accueil", None, id="at_home_is_not_in_the_schema"),
        pytest.param({"needs": frozenset({"addictologie"})}, "thematiques", ["sante--addictions"], id="the_one_theme_of_a_need"),
        pytest.param({"needs": frozenset({"soutien-aidants"})}, "thematiques", ["famille--soutien-aidants"], id="a_theme_of_its_name"),
        pytest.param({"needs": frozenset({"emploi-insertion"})}, "thematiques", None, id="fifteen_themes_are_none"),
        pytest.param({"needs": frozenset({"hebergement-urgence"})}, "thematiques", None, id="a_theme_that_says_more"),
        pytest.param({"publics": frozenset({"aidants"})}, "publics", None, id="a_public_without_a_code"),
        pytest.param({"publics": frozenset({"adultes"})}, "publics", None, id="a_code_that_restricts_more"),
        pytest.param({"publics": frozenset({"etrangers", "justice"})}, "publics", 2, id="publics"),
        pytest.param({"publics": frozenset({"tout-public", "femmes"})}, "publics", None, id="everybody_stands_alone"),
        pytest.param({"email": "accueil@nulle-part"}, "courriel", None, id="a_mail_the_schema_refuses"),
        pytest.param({"hours": "sur rendez-vous"}, "horaires_accueil", None, id="hours_in_words"),
        pytest.param({"description": None, "categories": ("PMI",)}, "description", None, id="a_description_is_required"),
        pytest.param({"name": "x" * 200}, "nom", "x" * 149 + "…", id="a_long_name"),
        pytest.param({"ages": AgeRange(60, 75)}, "publics_precisions", "De 60 à 75 ans", id="ages_in_words"),
        pytest.param({"prices": (Price("Jour", 12.5, "par jour"),)}, "frais_precisions", "Jour : 12,50 € par jour", id="prices_in_words"),
    ],
)
def test_a_field_says_what_is_known_and_no_more(change, field, value, context: Context):
    said = _service(a_resource(**change), context)[field]
    if field == "description":
        assert len(said) >= 5
    elif isinstance(value, int):
        assert len(said) == value
    else:
        assert (sorted(said) if isinstance(said, list) else said) == value


@pytest.mark.parametrize(
    "areas, zone",
    [
        ((Area("commune", "94028"), Area("epci", "200054781")), ["94028", "200054781"]),
        ((Area("departement", "2A"),), ["2A"]),
        ((Area("region", "11"),), ["75", "77", "78", "91", "92", "93", "94", "95"]),
        ((Area("pays", "FR"),), ["france"]),
        ((Area("departement", "94"), Area("territoire", "94-Est")), None),
        ((Area("polygone", "POLYGON((1 2,3 4,1 2))"),), None),
    ],
)
def test_a_zone_is_said_whole_or_not_at_all(areas, zone, context: Context):
    assert _service(a_resource(catchment=CatchmentArea(areas)), context)["zone_eligibilite"] == zone


@pytest.mark.parametrize(
    "change, reason",
    [
        ({}, None),
        ({"updated_on": None}, "undated"),
        ({"updated_on": date(1999, 12, 31)}, "undated"),
        ({"updated_on": date(2000, 1, 1)}, None),
        ({"updated_on": TODAY}, None),
        ({"updated_on": TODAY + timedelta(days=1)}, "undated"),
        ({"closed_on": TODAY - timedelta(days=1)}, "closed"),
        ({"closed_on": TODAY}, "closed"),
        ({"closed_on": TODAY + timedelta(days=1)}, None),
        ({"name": "ab"}, "unnamed"),
    ],
)
def test_what_the_schema_cannot_hold_stays(change, reason):
    assert reason_to_stay(a_resource(**change), TODAY) == reason


def test_what_stays_is_counted(directory: Open):
    one = directory("a").hold(a_resource(id="a:1"), a_resource(id="a:2", updated_on=None), a_resource(id="a:3", closed_on=TODAY))
    said = _document(one.export("data-inclusion", "sortie.json"))
    assert (one.written, one.leaving.kept["undated"], one.leaving.kept["closed"]) == (1, 1, 1)
    assert [service["id"] for service in said["services"]] == ["orientation--a:1"]


def test_a_folder_holds_structures_and_services_that_name_them(directory: Open):
    siret = frozenset({Identifier("siret", "12345678900011")})
    shared = {"organisation": "Association des Essais", "identifiers": siret}
    one = directory("a").hold(
        a_resource(id="a:1", updated_on=TODAY - timedelta(days=9), **shared),
        a_resource(id="a:2", **shared),
        a_resource(id="a:3", organisation="Autre association"),
    )
    out = one.export("data-inclusion", "dossier")
    structures, services = (json.loads((out / f"{name}.json").read_bytes()) for name in ("structures", "services"))
    assert all(v1.Structure.model_validate(record) for record in structures)
    assert {service["structure_id"] for service in services} == {structure["id"] for structure in structures}
    assert (structures[0]["siret"], structures[0]["date_maj"]) == ("12345678900011", TODAY.isoformat())


def test_the_whole_demonstration_is_valid(directory: Open, data: Path):
    whole = directory("a")
    for source in ("finess", "ror", "data-inclusion"):
        whole.take(source, *sorted((data / "demo" / source).iterdir()))
    said = _document(whole.export("data-inclusion", "sortie.json"))
    assert len(said["services"]) == whole.written > 1_500
    for model, records in ((v1.Structure, said["structures"]), (v1.Service, said["services"])):
        for record in records:
            model.model_validate(record)


def test_a_structure_keeps_its_id_whatever_else_changes():
    assert structure_id(a_resource()) == structure_id(a_resource(phone=None, updated_on=None, needs=frozenset()))
    assert structure_id(a_resource()) != structure_id(a_resource(address="2 rue de l'Essai"))


@pytest.mark.parametrize(
    "stated, codes",
    [
        (None, ()),
        (frozenset(), ()),
        (frozenset("a"), ("3",)),
        (frozenset("ab"), ("1",)),
        (frozenset("abc"), ("1", "2")),
        (frozenset("abd"), ()),
    ],
)
def test_codes_say_exactly_what_is_stated(stated, codes):
    known = {"1": frozenset("ab"), "2": frozenset("c"), "3": frozenset("a"), "4": frozenset("cd"), "5": frozenset()}
    assert exactly(stated, known) == codes
