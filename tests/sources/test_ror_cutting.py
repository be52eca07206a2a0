"""Resources cut out of their file without being read: those that reading the whole file gives; what cannot be read harms no other."""

import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orientation.refusal import Refused, Rejected
from orientation.sources.extract import Extract
from orientation.sources.ror.bundles import Found, resources
from orientation.sources.ror.shelf import Packer, Piece, Shelf
from tests.sources.conftest import Read
from tests.sources.entries import records, rejected, the_record, written
from tests.sources.ror_json import Json, bundle, capacity, location, offer, organization

ENDLESS = "1e999"
PLACED = {"location": [{"reference": "Location/1"}], "providedBy": {"reference": "Organization/1"}}

SCALARS = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.sampled_from(["", "Bundle", "Location", "é", "urn:uuid:1"])
RESOURCES = st.fixed_dictionaries({"resourceType": st.sampled_from(["Location", "HealthcareService", "Slot"])}, optional={"id": SCALARS})
ANYTHING = st.recursive(SCALARS, lambda inside: st.lists(inside, max_size=2) | st.dictionaries(st.sampled_from("ab"), inside, max_size=2))


def held(inside: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    entry = st.fixed_dictionaries({}, optional={"resource": inside, "fullUrl": SCALARS, "request": st.just({"method": "DELETE"})})
    entries = st.lists(entry | ANYTHING, max_size=3) | entry | ANYTHING
    return st.fixed_dictionaries({"resourceType": st.just("Bundle")}, optional={"entry": entries}) | st.lists(inside, max_size=3)


DOCUMENTS = st.recursive(RESOURCES | ANYTHING, held, max_leaves=8)


def read_whole(document: Any, full_url: Any = None) -> list[tuple[Json, Any] | None]:
    """The resources of a document by the obvious way, None for what is none."""
    if isinstance(document, list) and full_url is None:
        return [one for part in document for one in read_whole(part)]
    if not isinstance(document, dict) or not isinstance(document.get("resourceType"), str):
        return [None]
    if document["resourceType"] != "Bundle":
        return [(document, full_url)]
    entries = document.get("entry")
    return [one for entry in (entries if isinstance(entries, list) else [entries] * isinstance(entries, dict)) for one in read_entry(entry)]


def read_entry(entry: Any) -> list[tuple[Json, Any] | None]:
    resource = entry.get("resource") if isinstance(entry, dict) else None
    if isinstance(resource, dict):
        url = entry.get("fullUrl")
        return read_whole(resource, str(url) if url not in (None, "", True, False) else None)
    return [] if isinstance(entry, dict) and entry.get("request") else [None]


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=DOCUMENTS.filter(lambda one: isinstance(one, dict | list)), one_a_line=st.booleans())
def test_cutting_gives_what_reading_the_whole_gives(tmp_path: Path, document: Any, one_a_line: bool) -> None:
    content = json.dumps(document)
    expected = read_whole(orjson.loads(content))
    if one_a_line:
        content, expected = f'{{"resourceType":"Slot"}}\n{content}\n', [({"resourceType": "Slot"}, None), *expected]
    found = list(resources(Extract(written(tmp_path / "a", content))))
    assert [(one.resource(), one.full_url) if isinstance(one, Found) else None for one in found] == expected


def test_a_number_without_end_damages_only_its_offer(read: Read, tmp_path: Path) -> None:
    content = json.dumps(bundle(offer(), offer(id="2", identifier=[], extraDetails="@"))).replace('"@"', ENDLESS)
    entries = read("ror", written(tmp_path / "a.json", content))
    assert [one.id for one in records(entries)] == ["11/0000001"]
    assert [one.value for one in rejected(entries)] == ["2"]


@pytest.mark.parametrize("which", ["id", "resourceType", "identifier"])
def test_a_number_without_end_where_a_resource_is_named_damages_only_it(read: Read, tmp_path: Path, which: str) -> None:
    content = json.dumps(bundle(offer(), offer(**{which: "@"}))).replace('"@"', ENDLESS)
    entries = read("ror", written(tmp_path / "a.json", content))
    assert (len(records(entries)), len(rejected(entries))) == (1, 1)


@pytest.mark.parametrize(
    "beside, named",
    [
        pytest.param(location(description="@"), "Location/1", id="a_place"),
        pytest.param(organization(alias="@"), "Organization/1", id="an_organisation"),
    ],
)
def test_an_offer_says_what_it_was_read_without(read: Read, tmp_path: Path, beside: Json, named: str) -> None:
    content = json.dumps(bundle(offer(**PLACED), beside)).replace('"@"', ENDLESS)
    (warning,) = the_record(read("ror", written(tmp_path / "a.json", content))).warnings
    assert warning.startswith(f"{named} illisible")


def test_a_number_of_places_in_other_digits_leaves_the_place_readable(read: Read, tmp_path: Path) -> None:
    record = the_record(read("ror", written(tmp_path / "a.json", bundle(offer(**PLACED), location(capacity("01", "²"))))))
    assert (record.resource.commune, record.resource.capacity, record.warnings) == ("94081", None, ())


@pytest.mark.parametrize("levels", [200, 2_000, 100_000])
def test_bundles_in_bundles_are_read_or_refused(tmp_path: Path, levels: int) -> None:
    opening, closing = b'{"resourceType":"Bundle","entry":[{"resource":', b"}]}"
    content = opening * levels + orjson.dumps(offer()) + closing * levels
    try:
        found = list(resources(Extract(written(tmp_path / "a.json", content))))
    except Refused as refused:
        assert "niveaux" in str(refused)
    else:
        assert [type(one) for one in found] in ([Found], [Rejected])


@given(pieces=st.lists(st.binary(max_size=9_000), max_size=12))
def test_what_is_packed_is_given_back(pieces: list[bytes]) -> None:
    packer = Packer()
    packed = [packer.pack(one) for one in pieces]
    assert [packer.unpacked(one) for one in packed] == pieces


def test_a_shelf_gives_a_file_its_own_first() -> None:
    shelf, ours, theirs = Shelf(), Piece(b"1", b"", None), Piece(b"2", b"", None)
    for file, one in enumerate([ours, theirs, ours]):
        shelf.put(["Location/1"], file, one)
    assert [shelf.find("Location/1", file) for file in range(4)] == [ours, theirs, ours, ours]
    assert shelf.find("Location/2", 0) is None and shelf.find(None, 0) is None
