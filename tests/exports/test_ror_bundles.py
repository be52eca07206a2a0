"""Bundles of the ROR: what official elements say, what our extension says, and what neither can make us believe."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orientation.exports.ror.exact import offered
from orientation.exports.ror.times import times
from orientation.record import SourceRecord
from orientation.refusal import Refused, Rejected
from orientation.resource import AgeRange, Identifier, Places, Price, Resource
from orientation.sources.reading import Context
from orientation.sources.ror.own import URL
from orientation.territory import Area, CatchmentArea
from tests.exports.conftest import Directory, Read
from tests.factories import TODAY, a_resource

Json = dict[str, Any]
Open = Callable[[str], Directory]
AN_OFFER = a_resource(
    id="ror:11/0000001",
    name="SSIAD des Essais",
    categories=("Services Soins infirmiers à domicile (SSIAD)",),
    needs=frozenset({"soins-infirmiers-domicile"}),
    publics=frozenset({"personnes-agees", "personnes-agees-dependantes", "aidants"}),
    ages=AgeRange(60),
    catchment=CatchmentArea((Area("departement", "94"),)),
    identifiers=frozenset({Identifier("ror", "11/0000001"), Identifier("finess", "940000123")}),
    places=Places(2, TODAY),
    capacity=40,
    prices=(Price("Prestation supplémentaire", 6.2, "par jour", TODAY),),
)


def _offered(resource: Resource, context: Context) -> tuple[Json, dict[str, Json]]:
    (one,) = offered(iter([resource]), context)
    return one.offer, {resource["resourceType"]: resource for resource in one.beside.values()}


def _said(offer: Json) -> Json:
    """What our extension says."""
    (text,) = [one["valueString"] for one in offer["extension"] if one["url"] == URL]
    return json.loads(text)


def _codes(concepts: list[Json]) -> list[str]:
    return [concept["coding"][0]["code"] for concept in concepts]


def test_codes_are_written_where_they_say_exactly_what_is_known(context: Context):
    offer, beside = _offered(AN_OFFER, context)
    assert _codes(offer["category"]) == ["28"]
    assert _codes(offer["type"]) == ["04"]
    assert "49" in _codes(offer["characteristic"])
    assert offer["identifier"][0]["value"] == "11/0000001"
    assert beside["Location"]["position"] == {"longitude": AN_OFFER.lon, "latitude": AN_OFFER.lat}
    assert beside["Organization"]["identifier"][0]["value"] == "940000123"


def test_what_the_elements_say_is_not_said_again(context: Context):
    offer, _ = _offered(AN_OFFER, context)
    assert _said(offer)["identifiant"] == AN_OFFER.id
    assert not _said(offer).keys() & {"nom", "besoins", "telephone", "adresse", "places_libres", "tarifs", "zone_desservie", "capacite"}


@pytest.mark.parametrize(
    "change, element",
    [
        pytest.param({"categories": ("Service polyvalent",)}, "category", id="a_label_that_is_no_type"),
        pytest.param({"needs": frozenset({"ehpad"})}, "category", id="a_type_whose_need_is_not_its_own"),
        pytest.param({"sector": "sanitaire"}, "type", id="a_sector_of_several_fields"),
        pytest.param({"updated_on": None}, "meta", id="a_day_nobody_knows"),
    ],
)
def test_what_is_not_known_exactly_is_not_written(change, element, context: Context):
    offer, _ = _offered(a_resource(**{**vars(AN_OFFER), **change}), context)
    assert element not in offer


def test_half_a_zone_is_not_written(context: Context):
    mixed = CatchmentArea((Area("departement", "94"), Area("territoire", "94-Est")))
    offer, _ = _offered(a_resource(catchment=mixed), context)
    assert not any(one["url"].endswith("ror-territorial-division") for one in offer["extension"])
    assert _said(offer)["zone_desservie"] == ["departement:94", "territoire:94-Est"]


def test_a_bundle_changed_by_others_is_read_with_their_changes(context: Context, tmp_path: Path, read: Read):
    offer, beside = _offered(AN_OFFER, context)
    text = json.dumps(_bundle(offer, beside)).replace("+33140000001", "+33140000002")
    assert _read_one(text, tmp_path, read).resource.phone == "+33140000002"


def _bundle(offer: Json, beside: dict[str, Json]) -> Json:
    entries = [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in (offer, *beside.values())]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def _read_one(text: str, folder: Path, read: Read) -> Any:
    path = folder / "lot.json"
    path.write_text(text, encoding="utf-8")
    (entry,) = read("ror", [path])
    return entry


@pytest.mark.parametrize(
    "said",
    [
        "pas du JSON",
        "[1, 2]",
        "3",
        '{"identifiant": 3, "besoins": 4.5, "ages": "x", "age_min": "soixante"}',
        '{"identifiant": ""}',
        '{"nom": ""}',
        '{"telephone": "le matin"}',
        '{"site_web": "javascript:alert(1)"}',
        "[" * 5_000 + "]" * 5_000,
        '{"description": "' + "x" * (2 << 20) + '"}',
    ],
)
def test_a_malformed_extension_is_refused_with_a_sentence(said, context: Context, tmp_path: Path, read: Read):
    offer, beside = _offered(AN_OFFER, context)
    offer["extension"] = [one for one in offer["extension"] if one["url"] != URL] + [{"url": URL, "valueString": said}]
    entry = _read_one(json.dumps(_bundle(offer, beside)), tmp_path, read)
    assert isinstance(entry, Rejected) and "attendu" in entry.reason and "laissée de côté" in entry.reason


def test_an_extension_makes_nothing_public(context: Context, tmp_path: Path, read: Read):
    offer, beside = _offered(AN_OFFER, context)
    for one in offer["extension"]:
        if one["url"].endswith("sensitive-unit"):
            one["valueBoolean"] = True
        elif one["url"] == URL:
            one["valueString"] = json.dumps({"identifiant": AN_OFFER.id, "confidential": False, "confidentiel": "non"})
    entry = _read_one(json.dumps(_bundle(offer, beside)), tmp_path, read)
    assert isinstance(entry, SourceRecord) and entry.resource.confidential


def test_an_address_from_our_extension_does_not_show_a_sensitive_offer(context: Context, tmp_path: Path, read: Read):
    offer, beside = _offered(AN_OFFER, context)
    for one in offer["extension"]:
        if one["url"].endswith("sensitive-unit"):
            one["valueBoolean"] = True
        elif one["url"] == URL:
            one["valueString"] = json.dumps({"identifiant": AN_OFFER.id, "adresse": "7 rue Cachée", "telephone": "+33140000009"})
    entry = _read_one(json.dumps(_bundle(offer, beside)), tmp_path, read)
    assert isinstance(entry, SourceRecord) and entry.resource.confidential
    assert (entry.resource.address, entry.resource.phone) == (None, None)


def test_a_folder_holds_two_hundred_offers_a_file(directory: Open):
    whole = directory("a").hold(*(a_resource(id=f"finess:{number:03}") for number in range(401)))
    files = sorted(whole.export("ror", "lots").iterdir())
    assert [file.name for file in files] == ["ror-00001.json", "ror-00002.json", "ror-00003.json"]
    assert [_offers(file) for file in files] == [200, 200, 1]


def _offers(file: Path) -> int:
    return sum(entry["resource"]["resourceType"] == "HealthcareService" for entry in json.loads(file.read_bytes())["entry"])


def test_every_entry_is_named_once_and_every_reference_leads_to_one(directory: Open):
    shared = a_resource(organisation="Association des Essais", identifiers=frozenset({Identifier("finess", "940000123")}))
    one = directory("a").hold(*(a_resource(**{**vars(shared), "id": f"finess:{number}"}) for number in range(3)))
    entries = json.loads(one.export("ror", "lot.json").read_bytes())["entry"]
    names = [entry["fullUrl"] for entry in entries]
    assert len(set(names)) == len(names) == 3 + 3 + 1
    text = json.dumps(entries)
    assert all(reference in names for reference in _references(json.loads(text)))


def _references(held: Any) -> list[str]:
    if isinstance(held, list):
        return [found for one in held for found in _references(one)]
    if isinstance(held, dict):
        own = [held["reference"]] if isinstance(held.get("reference"), str) else []
        return own + [found for one in held.values() for found in _references(one)]
    return []


def test_bundles_are_not_mixed_with_those_of_before(directory: Open):
    one = directory("a").hold(a_resource(id="finess:1"))
    one.export("ror", "lots")
    with pytest.raises(Refused, match="déjà"):
        one.export("ror", "lots")


@pytest.mark.parametrize(
    "hours, count", [("24/7", 7), ("Mo-Fr 09:00-12:00,14:00-17:00", 10), ("sur rendez-vous", 0), (None, 0), ("Fr-Mo 09:00-12:00", 0)]
)
def test_a_plain_week_is_written_day_by_day(hours, count):
    assert len(times(hours)) == count
