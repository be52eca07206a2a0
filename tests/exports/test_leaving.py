"""What leaves, in which order and under which name; and what never does."""

from collections.abc import Callable

import pytest

from orientation.exports.leaving import outgoing_name
from orientation.exports.selection import Selection, selection
from orientation.geography.gazetteer import Gazetteer
from orientation.reference.vocabularies import load_vocabulary
from orientation.refusal import Refused
from orientation.resource import SourceRef
from orientation.territory import Area, Place
from tests.exports.conftest import Directory
from tests.factories import TODAY, a_resource

Open = Callable[[str], Directory]
FORMATS = ("csv", "geojson", "data-inclusion", "ror")


@pytest.mark.parametrize("format", FORMATS)
def test_a_confidential_resource_never_leaves(format, directory: Open):
    hidden = a_resource(id="ror:2", name="Refuge des Essais", address="7 rue Cachée", phone="+33140000009", confidential=True)
    one = directory("a").hold(a_resource(id="ror:1"), hidden)
    out = one.export(format, "sortie.json").read_text(encoding="utf-8")
    assert (one.written, one.leaving.kept["confidential"]) == (1, 1)
    assert not any(secret in out for secret in ("Refuge", "Cachée", "140000009", "ror:2"))


@pytest.mark.parametrize("format", ["csv", "geojson", "ror"])
def test_a_closed_resource_leaves_with_the_day_it_closed(format, directory: Open):
    out = directory("a").hold(a_resource(closed_on=TODAY)).export(format, "sortie.json")
    assert TODAY.isoformat() in out.read_text(encoding="utf-8")


def test_the_sources_of_a_resource_survive_the_trip(directory: Open):
    first = directory("a").hold(a_resource(id="finess:940000123"))
    second = directory("b")
    second.take("orientation", first.export("csv", "sortie.csv"))
    (back,) = second.resources()
    assert (back.id, back.sources) == ("finess:940000123", (SourceRef("finess", "940000123", TODAY),))


def test_what_came_from_us_and_what_did_not_leave_in_one_order(directory: Open):
    first = directory("a").hold(*(a_resource(id=id) for id in ("aaa:1", "finess:2", "zzz:3")))
    mixed = directory("b").hold(*(a_resource(id=id) for id in ("data-inclusion:0", "pmi:1", "ror:5")))
    mixed.take("orientation", first.export("csv", "sortie.csv"))
    mixed.take("ror", directory("c").hold(a_resource(id="mmm:4"), a_resource(id="ror:6")).export("ror", "sortie.json"))
    ids = [one.id for one in mixed.resources()]
    assert ids == sorted(ids) == ["aaa:1", "data-inclusion:0", "finess:2", "mmm:4", "pmi:1", "ror:5", "ror:6", "zzz:3"]


@pytest.mark.parametrize(
    "id, name",
    [
        ("finess:940000123", "finess:940000123"),
        ("orientation:finess:940000123", "finess:940000123"),
        ("ror:orientation:finess:940000123", "finess:940000123"),
        ("data-inclusion:orientation--finess:940000123", "finess:940000123"),
        ("ror:11/0000001", "ror:11/0000001"),
    ],
)
def test_a_resource_goes_out_under_its_first_name(id, name):
    assert outgoing_name(id) == name


@pytest.mark.parametrize(
    "asked, ids",
    [
        pytest.param([], ["a:1", "a:2", "b:3"], id="everything"),
        pytest.param(["need=ehpad"], ["a:2"], id="a_need"),
        pytest.param(["need=ehpad,aide-domicile", "departement=94"], ["a:1", "a:2"], id="any_of_the_needs_and_in_the_place"),
        pytest.param(["commune=94028"], ["a:1"], id="a_commune"),
        pytest.param(["commune=75056"], ["b:3"], id="an_arrondissement_is_in_its_town"),
        pytest.param(["departement=Val-de-Marne"], ["a:1", "a:2"], id="a_departement_by_its_name"),
        pytest.param(["departement=94", "commune=75113"], ["a:1", "a:2", "b:3"], id="several_places"),
        pytest.param(["source=b"], ["b:3"], id="a_source"),
        pytest.param(["source=a", "need=pharmacie"], [], id="nothing"),
    ],
)
def test_a_selection_holds_what_it_asks(asked, ids, directory: Open, gazetteer: Gazetteer):
    whole = directory("a").hold(
        a_resource(id="a:1"),
        a_resource(id="a:2", commune="94081", needs=frozenset({"ehpad"})),
        a_resource(id="b:3", commune="75113"),
    )
    assert [one.id for one in whole.resources(_selection(asked, gazetteer))] == ids


@pytest.mark.parametrize("asked", ["needs=ehpad", "need", "need=", "need=piscine", "departement=99", "commune=00000"])
def test_a_selection_that_means_nothing_is_refused(asked, gazetteer: Gazetteer):
    with pytest.raises(Refused):
        _selection([asked], gazetteer)


def test_what_nobody_located_is_in_no_place(gazetteer: Gazetteer):
    assert not Selection(areas=frozenset({Area("departement", "94")})).holds(a_resource(commune=None), gazetteer)


def _selection(asked: list[str], gazetteer: Gazetteer) -> Selection:
    def place_of(code: str) -> Place:
        return gazetteer.place(code)

    return selection(asked, load_vocabulary(), gazetteer, place_of)
