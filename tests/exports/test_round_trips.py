"""What goes out comes back: the same resources, and when they go out again the same bytes."""

import io
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orientation.exports import geojson, sheet
from orientation.exports.data_inclusion import NEVER_MORE, SAID_EXACTLY, SAID_OR_LEFT_OUT, reason_to_stay
from orientation.exports.ror.exact import offered
from orientation.exports.ror.files import _bundle
from orientation.record import SourceRecord
from orientation.resource import Resource
from orientation.sources.reading import Context
from tests.exports.conftest import Directory, Read, the_context
from tests.exports.held import IDS, held
from tests.factories import TODAY

ROOT = Path(__file__).parents[2]
EXACT = {"csv": "orientation", "geojson": "orientation", "ror": "ror"}
SOME = st.lists(held(), min_size=1, max_size=5, unique_by=lambda resource: resource.id)
Open = Callable[[str], Directory]


def _written(format: str, resources: list[Resource]) -> bytes:
    context, stream = the_context(), io.BytesIO()
    if format == "csv":
        sheet.write(resources, context.gazetteer, stream)
    elif format == "geojson":
        geojson.write(resources, stream)
    else:
        _bundle(offered(iter(resources), context), stream)
    return stream.getvalue()


def _told(resource: Resource) -> dict[str, object]:
    """All it says, less its name and where it was read."""
    return {field.name: getattr(resource, field.name) for field in fields(Resource) if field.name not in ("id", "sources")}


@pytest.mark.parametrize("format", EXACT)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(resources=SOME)
def test_any_resource_comes_back_the_same(format, resources, read: Read):
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"sortie.{'csv' if format == 'csv' else 'json'}"
        path.write_bytes(_written(format, resources))
        entries = read(EXACT[format], [path])
    assert not [entry.reason for entry in entries if not isinstance(entry, SourceRecord)]
    assert [_told(entry.resource) for entry in entries] == [_told(resource) for resource in resources]


@pytest.mark.parametrize("format", EXACT)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(resources=SOME)
def test_out_in_and_out_again_gives_the_same_bytes(format, resources):
    with TemporaryDirectory() as folder:
        first = Directory(Path(folder) / "a", the_context()).hold(*resources)
        out = first.export(format, "sortie.json")
        second = Directory(Path(folder) / "b", the_context())
        second.take(EXACT[format], out)
        assert second.export(format, "sortie.json").read_bytes() == out.read_bytes()
        first.engine.dispose()
        second.engine.dispose()


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory, context: Context) -> Directory:
    """The demonstration directory, read from its own files."""
    from orientation.reference.folder import data_folder

    whole = Directory(tmp_path_factory.mktemp("demonstration"), context)
    for source in ("finess", "ror", "data-inclusion"):
        whole.take(source, *sorted((data_folder() / "demo" / source).iterdir()))
    return whole


@pytest.mark.parametrize("format", EXACT)
def test_the_demonstration_directory_comes_back_byte_for_byte(format, demonstration: Directory, directory: Open):
    out = demonstration.export(format, f"{format}.json")
    back = directory("retour")
    report = back.take(EXACT[format], out)
    assert report.rejected == 0
    assert report.read == demonstration.written > 3_000
    assert back.export(format, "sortie.json").read_bytes() == out.read_bytes()


def test_the_demonstration_directory_comes_back_from_a_folder_of_bundles(demonstration: Directory, directory: Open):
    out = demonstration.export("ror", "bundles")
    back = directory("retour")
    back.take("ror", out)
    again = back.export("ror", "bundles")
    assert sorted(file.name for file in again.iterdir()) == sorted(file.name for file in out.iterdir())
    assert all((again / file.name).read_bytes() == file.read_bytes() for file in out.iterdir())


@pytest.mark.parametrize("name", ["annuaire.json", "annuaire"])
def test_what_data_inclusion_can_say_comes_back(name, demonstration: Directory, directory: Open):
    back = directory("retour")
    back.take("data-inclusion", demonstration.export("data-inclusion", name))
    sent = {one.id: one for one in demonstration.resources() if reason_to_stay(one, TODAY) is None}
    received = {one.id: one for one in back.resources()}
    assert received.keys() == sent.keys()
    for id, resource in received.items():
        _check_said(sent[id], resource)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(resources=st.lists(held(ids=IDS.map(lambda id: id.replace("é", "e"))), min_size=1, max_size=4, unique_by=lambda one: one.id))
def test_data_inclusion_never_says_more_than_any_resource_does(resources):
    said = {"name": "Service d'essai", "phone": "+33140000001", "hours": "Mo-Fr 09:00-17:00"}
    plain = [replace(one, **said, address=one.address and "1 rue de l'Essai") for one in resources]
    with TemporaryDirectory() as folder:
        first = Directory(Path(folder) / "a", the_context()).hold(*plain)
        second = Directory(Path(folder) / "b", the_context())
        out = first.export("data-inclusion", "sortie.json")
        if first.written:
            second.take("data-inclusion", out)
        sent = {one.id: one for one in first.resources()}
        received = second.resources()
        assert len(received) == first.written
        for resource in received:
            _check_said(sent[resource.id], resource)
        first.engine.dispose()
        second.engine.dispose()


def _check_said(sent: Resource, received: Resource) -> None:
    said = [name for name in SAID_EXACTLY if name != "commune" or sent.commune is not None]
    assert {name: getattr(received, name) for name in said} == {name: getattr(sent, name) for name in said}
    assert sent.commune is not None or received.commune in (None, *_communes_implied(sent))
    assert all(getattr(received, name) in (None, getattr(sent, name)) for name in SAID_OR_LEFT_OUT)
    assert all(getattr(received, name) <= getattr(sent, name) for name in NEVER_MORE)


def _communes_implied(sent: Resource) -> set[str]:
    """Where a reader places a resource that names no commune: the only one its postcode serves, or the one it stands in."""
    gazetteer = the_context().gazetteer
    served = gazetteer.by_postcode(sent.postcode) if sent.postcode else ()
    around = gazetteer.at(sent.lat, sent.lon) if sent.lat is not None and sent.lon is not None else None
    return {one.code for one in served if len(served) == 1} | ({around.code} if around else set())
