"""Files of the ROR: every container, joins across files in any order, irregularities, and what is no directory."""

import gzip
import json
from itertools import permutations
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orientation.refusal import Refused
from orientation.sources.extract import Extract
from orientation.sources.reading import Context
from orientation.sources.ror import read as read_ror
from tests.sources.conftest import Read
from tests.sources.entries import records, rejected, the_record, the_rejected, the_resource, written
from tests.sources.ror_json import Json, bundle, concept, contact, extension, location, offer, organization, role, telecom

WITH_EVERYTHING = {"location": [{"reference": "Location/1"}], "providedBy": {"reference": "Organization/1"}}


@pytest.mark.parametrize("kind", ["searchset", "collection", "transaction", "batch-response", "history"])
def test_every_kind_of_bundle_is_read(read: Read, tmp_path: Path, kind: str) -> None:
    assert the_resource(read("ror", written(tmp_path / "a.json", bundle(offer(), location(), kind=kind)))).name == "SSIAD des Essais"


def one_a_line(*resources: Json) -> str:
    return "\n".join(json.dumps(resource) for resource in resources) + "\n"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(json.dumps(offer()), id="one_resource"),
        pytest.param(json.dumps(offer(), indent=2), id="one_resource_on_many_lines"),
        pytest.param(json.dumps([offer()]), id="a_list"),
        pytest.param(one_a_line(offer(), location()), id="one_a_line"),
        pytest.param(one_a_line(location(), bundle(offer())), id="a_bundle_on_a_line"),
        pytest.param("\ufeff" + json.dumps(bundle(offer())), id="with_a_byte_order_mark"),
        pytest.param(gzip.compress(json.dumps(bundle(offer())).encode()), id="gzip"),
        pytest.param(json.dumps(bundle(offer())).encode("utf-16"), id="utf_16"),
        pytest.param(json.dumps(bundle(bundle(offer()))), id="a_bundle_in_a_bundle"),
        pytest.param(json.dumps({"resourceType": "Bundle", "entry": {"resource": offer()}}), id="one_entry_as_an_object"),
    ],
)
def test_every_container_is_read(read: Read, tmp_path: Path, content: str | bytes) -> None:
    assert the_resource(read("ror", written(tmp_path / "extrait", content))).id == "ror:11/0000001"


def test_bytes_of_windows_among_utf_8_are_read(read: Read, tmp_path: Path) -> None:
    content = json.dumps(bundle(offer(name="Été à Créteil")), ensure_ascii=False).encode("cp1252")
    assert the_resource(read("ror", written(tmp_path / "a.json", content))).name == "Été à Créteil"


def test_references_join_across_files_whatever_their_order(read: Read, tmp_path: Path) -> None:
    paths = [
        written(tmp_path / f"{number}.json", resource)
        for number, resource in enumerate([offer(**WITH_EVERYTHING), location(), organization(), role()])
    ]
    for order in permutations(paths):
        resource = the_resource(read("ror", *order))
        assert (resource.commune, resource.organisation) == ("94081", "Association des Essais")
        assert resource.description == "Exercent ici : Camille ESSAI (Infirmier)."


@pytest.mark.parametrize(
    "written_as, reference",
    [
        pytest.param({"id": "7"}, "Location/7", id="relative"),
        pytest.param({"id": "7"}, "https://ror.example/fhir/Location/7", id="absolute"),
        pytest.param({"id": "7"}, "Location/7/_history/2", id="of_one_version"),
    ],
)
def test_references_are_followed_however_written(read: Read, tmp_path: Path, written_as: Json, reference: str) -> None:
    content = bundle(offer(location=[{"reference": reference}]), location(**written_as))
    assert the_resource(read("ror", written(tmp_path / "a.json", content))).commune == "94081"


def test_resources_of_a_transaction_refer_to_each_other_by_their_address(read: Read, tmp_path: Path) -> None:
    place = location()
    del place["id"]
    entries = [
        {"fullUrl": "urn:uuid:1111", "resource": offer(location=[{"reference": "urn:uuid:2222"}])},
        {"fullUrl": "urn:uuid:2222", "resource": place},
    ]
    content = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
    assert the_resource(read("ror", written(tmp_path / "a.json", content))).commune == "94081"


def test_a_contained_place_is_the_offer_s_own(read: Read, tmp_path: Path) -> None:
    one = offer(location=[{"reference": "#ici"}], contained=[location(id="ici")])
    assert the_resource(read("ror", written(tmp_path / "a.json", one))).commune == "94081"


def test_two_regions_may_use_one_reference_for_two_places(read: Read, tmp_path: Path) -> None:
    elsewhere = location(
        extension=[extension("ror-commune-cog", concept("R13", "56260"))], address={"postalCode": "56000", "city": "Vannes"}
    )
    del elsewhere["position"]
    first = bundle(offer(**WITH_EVERYTHING), location())
    second = bundle(offer(**WITH_EVERYTHING, identifier=[{"value": "53/0000001"}]), elsewhere)
    entries = read("ror", written(tmp_path / "11.json", first), written(tmp_path / "53.json", second))
    assert [record.resource.commune for record in records(entries)] == ["94081", "56260"]


@pytest.mark.parametrize(
    "changes, id",
    [
        pytest.param({}, "11/0000001", id="functional_identifier"),
        pytest.param({"identifier": {"type": concept("R355", "35"), "value": "06/9"}}, "06/9", id="an_object_instead_of_an_array"),
        pytest.param({"identifier": [{"value": "abc"}, {"value": "53/12"}]}, "53/12", id="region_and_number_without_a_type"),
        pytest.param({"identifier": [{"value": "ZZZ"}]}, "1", id="the_server_s_id"),
        pytest.param({"identifier": [{"value": "ZZZ"}], "id": None}, "ZZZ", id="whatever_identifies"),
    ],
)
def test_an_offer_is_known_by_its_functional_identifier_first(read: Read, tmp_path: Path, changes: Json, id: str) -> None:
    assert the_record(read("ror", written(tmp_path / "a.json", offer(**changes)))).id == id


def with_system(number: str, address: str) -> Json:
    """The usual offer, its care mode and type under another system address."""
    return offer(category=concept(address, "28", "SSIAD"), characteristic=[concept(number, "49", "Sur les lieux de vie")])


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(
            offer(category=concept("R244", "28"), type=concept("R227", "04"), specialty=concept("R211", "287")), id="objects_not_arrays"
        ),
        pytest.param(
            offer(category=[concept("R244", 28)], specialty=[concept("R211", 287)], characteristic=[concept("R213", 49)]),
            id="codes_as_numbers",
        ),
        pytest.param(
            with_system(
                "https://mos.esante.gouv.fr/NOS/JDV_J19-ModePriseEnCharge-ROR/FHIR/JDV-J19-ModePriseEnCharge-ROR",
                "https://mos.esante.gouv.fr/NOS/JDV_J238-TypeOffre-ROR/FHIR/JDV-J238-TypeOffre-ROR",
            ),
            id="value_sets_instead_of_code_systems",
        ),
        pytest.param(with_system("https://mos.esante.gouv.fr/NOS", "https://mos.esante.gouv.fr/NOS"), id="the_root_of_all_systems"),
        pytest.param(
            with_system(
                "http://esante.gouv.fr/fhir/ror/CodeSystem/mode-prise-en-charge",
                "http://esante.gouv.fr/fhir/ror/CodeSystem/categorie-organisation",
            ),
            id="addresses_of_the_older_model",
        ),
        pytest.param(offer(category={"system": "x:TRE_R244-X", "code": "28"}), id="a_code_without_coding"),
        pytest.param(offer(characteristic=[]), id="no_care_mode"),
        pytest.param(offer(name="5812  SSIAD   des Essais"), id="double_spaces"),
    ],
)
def test_irregular_codes_are_still_read(read: Read, tmp_path: Path, one: Json) -> None:
    resource = the_resource(read("ror", written(tmp_path / "a.json", one)))
    assert resource.needs == {"soins-infirmiers-domicile"}
    assert "a-domicile" in resource.modes
    assert "  " not in resource.name


def test_a_ward_without_care_mode_is_not_taken_for_a_consultation(read: Read, tmp_path: Path) -> None:
    one = offer(category=[concept("R244", "157")], specialty=[concept("R211", "022")], characteristic=[])
    assert the_resource(read("ror", written(tmp_path / "a.json", one))).needs == frozenset()


def test_extensions_of_the_older_model_are_read(read: Read, tmp_path: Path) -> None:
    one = offer()
    content = json.dumps(one).replace("https://interop.esante.gouv.fr/ig/fhir/ror/", "http://esante.gouv.fr/fhir/ror/")
    assert the_resource(read("ror", written(tmp_path / "a.json", content))).phone == "+33145000001"


@pytest.mark.parametrize(
    "place, warning",
    [
        pytest.param(location(position={"latitude": 2.3929, "longitude": 48.7876}), "inversées", id="swapped"),
        pytest.param(location(position={"latitude": 0, "longitude": 0}), "0, 0", id="null_island"),
        pytest.param(location(position={"latitude": 43.3, "longitude": 5.4}), "sa commune", id="far_from_its_commune"),
        pytest.param(location(address={"city": "Brest", "postalCode": "29200"}), "Brest", id="commune_and_post_disagree"),
    ],
)
def test_what_is_wrong_with_a_place_is_said(read: Read, tmp_path: Path, place: Json, warning: str) -> None:
    record = the_record(read("ror", written(tmp_path / "a.json", bundle(offer(**WITH_EVERYTHING), place))))
    assert any(warning in said for said in record.warnings)
    assert record.resource.commune == "94081"


def test_a_bad_line_hides_no_other(read: Read, tmp_path: Path) -> None:
    content = one_a_line(offer()) + '{"resourceType": "Health\n' + one_a_line(offer(id="2", identifier=[{"value": "11/2"}]))
    entries = read("ror", written(tmp_path / "a.ndjson", content))
    assert [record.id for record in records(entries)] == ["11/0000001", "11/2"]
    assert [one.line for one in rejected(entries)] == [2]


def test_a_bad_entry_hides_no_other(read: Read, tmp_path: Path) -> None:
    content = bundle(offer())
    content["entry"] += [{"resource": "?"}, None, {"resource": {"resourceType": "HealthcareService"}}]
    entries = read("ror", written(tmp_path / "a.json", content))
    assert len(records(entries)) == 1 and len(rejected(entries)) == 3
    assert all(one.reason.endswith("laissée de côté.") for one in rejected(entries))


def test_resources_nested_beyond_reason_are_rejected(read: Read, tmp_path: Path) -> None:
    deep = orjson.loads("[" * 600 + "]" * 600)
    entries = read("ror", written(tmp_path / "a.json", bundle(offer(), offer(id="2", identifier=[], extraDetails=deep))))
    assert len(records(entries)) == 1 and len(rejected(entries)) == 1


@pytest.mark.parametrize(
    "content, found",
    [
        pytest.param({"resourceType": "OperationOutcome", "issue": []}, "OperationOutcome", id="an_error_of_the_server"),
        pytest.param(bundle({"resourceType": "Slot"}, {"resourceType": "Schedule"}), "Schedule, Slot", id="slots"),
        pytest.param({"resourceType": "Patient", "name": [{"family": "SECRET"}]}, "Patient", id="a_person"),
    ],
)
def test_fhir_that_is_no_directory_is_refused_saying_what_it_is(read: Read, tmp_path: Path, content: Json, found: str) -> None:
    with pytest.raises(Refused, match=found) as refusal:
        read("ror", written(tmp_path / "a.json", content))
    assert "HealthcareService" in str(refusal.value) and "SECRET" not in str(refusal.value)


def test_nothing_is_read_of_a_command_with_a_truncated_bundle(read: Read, tmp_path: Path) -> None:
    whole, half = written(tmp_path / "1.json", bundle(offer())), written(tmp_path / "2.json", json.dumps(bundle(offer()))[:-40])
    with pytest.raises(Refused, match=r"2\.json"):
        read("ror", whole, half)


def test_an_empty_page_is_an_empty_page(read: Read, tmp_path: Path) -> None:
    assert read("ror", written(tmp_path / "a.json", {"resourceType": "Bundle", "type": "searchset", "total": 0})) == []


class TestWithoutOffers:
    """Professionals and organisations given alone are entries of their own; a place alone is none."""

    def test_a_professional_with_a_place(self, read: Read, tmp_path: Path) -> None:
        person = {
            "resourceType": "Practitioner",
            "id": "9",
            "identifier": [{"system": "https://rpps.esante.gouv.fr", "value": "10000000009"}],
            "name": [{"family": "ESSAI", "given": ["Camille"], "prefix": ["MME"]}],
            "birthDate": "1970-01-01",
        }
        work = role(
            extension=[], healthcareService=[], practitioner={"reference": "Practitioner/9"}, location=[{"reference": "Location/1"}]
        )
        resource = the_resource(rec for rec in read("ror", written(tmp_path / "a.json", bundle(person, work, location()))))
        assert (resource.name, resource.commune, resource.needs) == ("MME Camille ESSAI", "94081", {"soins-infirmiers-domicile"})

    def test_a_salaried_professional_answers_no_need(self, read: Read, tmp_path: Path) -> None:
        work = role(healthcareService=[])
        work["extension"][1] = extension("ror-practitionerrole-unit-exercise-mode", concept("R23", "S"))
        assert the_resource(read("ror", written(tmp_path / "a.json", work))).needs == frozenset()

    def test_what_is_private_of_a_person_is_not_kept(self, read: Read, tmp_path: Path) -> None:
        person = {
            "resourceType": "Practitioner",
            "id": "9",
            "name": [{"family": "ESSAI"}],
            "birthDate": "1970-01-01",
            "address": [{"line": ["4 rue Privée"]}],
            "telecom": [{"system": "phone", "value": "0600000000"}],
        }
        record = the_record(read("ror", written(tmp_path / "a.json", person)))
        assert record.resource.needs == frozenset()
        assert not any(secret in str((record.raw, record.resource)) for secret in ("1970", "Privée", "0600000000"))

    def test_an_organisation_answers_what_its_category_does(self, read: Read, tmp_path: Path) -> None:
        one = organization(type=[concept("R66", "500")], telecom=[{"system": "phone", "value": "01 45 00 00 09"}])
        resource = the_resource(read("ror", written(tmp_path / "a.json", one)))
        assert (resource.needs, resource.phone) == ({"ehpad"}, "+33145000009")

    def test_a_place_alone_is_rejected_saying_what_to_do(self, read: Read, tmp_path: Path) -> None:
        assert "HealthcareService" in the_rejected(read("ror", written(tmp_path / "a.json", location()))).reason

    def test_beside_an_offer_nothing_else_is_an_entry(self, read: Read, tmp_path: Path) -> None:
        assert len(read("ror", written(tmp_path / "a.json", bundle(offer(), location(), organization(), role())))) == 1


def test_a_bundle_too_big_to_be_held_is_read_one_entry_at_a_time(read: Read, tmp_path: Path) -> None:
    padding = "x" * 700_000
    offers = [offer(id=str(n), identifier=[{"value": f"11/{n}"}], text={"div": padding}, **WITH_EVERYTHING) for n in range(50)]
    whole = written(tmp_path / "a.json", bundle(*offers, location()))
    lines = written(tmp_path / "a.ndjson", one_a_line(location(), *offers))
    for path in (whole, lines):
        found = records(read("ror", path))
        assert [(record.id, record.resource.commune) for record in found] == [(f"11/{n}", "94081") for n in range(50)]


KEYS = st.sampled_from(["coding", "code", "system", "value", "url", "extension", "id", "reference", "valueRange", "low", "start"])
PARTS = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 999) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(KEYS, inside, max_size=4),
    max_leaves=8,
)  # fmt: skip
ELEMENTS = st.sampled_from(
    [*offer(**WITH_EVERYTHING), *location(), *organization(), *role(), "availableTime", "notAvailable", "contained", "contact", "partOf"]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.integers(0, 3), ELEMENTS, PARTS), min_size=1, max_size=4))
def test_whatever_an_element_holds_the_reader_answers(context: Context, tmp_path: Path, changes: list[tuple[int, str, Any]]) -> None:
    """Each resource of a whole bundle with elements replaced by anything: entries or rejections, never an error."""
    resources = [offer(contact(telecom("0145000001")), **WITH_EVERYTHING), location(), organization(), role()]
    for which, element, value in changes:
        resources[which][element] = value
    entries = list(read_ror([Extract(written(tmp_path / "a.json", bundle(*resources)))], context))
    assert len(entries) >= 1
