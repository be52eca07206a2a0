"""What is there: as much as in life, where it can be, answering what it should, with the faults real records have."""

from collections import Counter
from datetime import timedelta

import pytest

from orientation.demonstration import DAY
from orientation.demonstration.kinds import DATA_INCLUSION, FINESS, ROR, TEAM
from orientation.demonstration.service import Service
from orientation.geography.distance import distance_km
from orientation.geography.gazetteer import Gazetteer
from orientation.geography.outlines import contains
from orientation.record import SourceRecord
from orientation.reference.vocabularies import load_vocabulary
from orientation.territory import CatchmentArea

VITRY = "94081"
Records = dict[tuple[str, str], SourceRecord]
# About forty metres, by which a twin's position differs.
_NUDGE = 0.0005


def record_of(service: Service, records: Records) -> SourceRecord:
    ids = {
        FINESS: service.site.finess,
        DATA_INCLUSION: f"demonstration--service-{service.number}",
        TEAM: f"D{service.number:05}",
    }
    found = ids.get(service.kind.source)
    if found is None:
        return next(
            records[ROR, f"{region}/DEMO{service.number:07}"]
            for region in ("11", "03", "53")
            if (ROR, f"{region}/DEMO{service.number:07}") in records
        )
    return records[service.kind.source, found]


def test_every_service_is_read(services: tuple[Service, ...], records: Records) -> None:
    assert len(services) == len(records) == len({id(record_of(one, records)) for one in services})
    assert 3000 <= len(services) <= 4200


def test_readers_deduce_the_needs_each_kind_is_for(services: tuple[Service, ...], records: Records) -> None:
    wrong = {
        (one.kind.id, tuple(record_of(one, records).resource.needs ^ one.kind.needs))
        for one in services
        if record_of(one, records).resource.needs != one.kind.needs and "no-care-mode" not in one.flaws
    }
    assert wrong == set()


def test_every_need_is_answered_somewhere(records: Records) -> None:
    assert set(load_vocabulary().needs) - {need for one in records.values() for need in one.resource.needs} == set()


@pytest.mark.parametrize(
    "commune, km, need",
    [
        pytest.param("97353", 100, "dialyse", id="dialysis_in_maripasoula"),
        pytest.param("97353", 100, "ehpad", id="nursing_home_in_maripasoula"),
        pytest.param("97356", 60, "pharmacie", id="pharmacy_in_camopi"),
        pytest.param("56124", 15, "centre-douleur", id="pain_clinic_in_malestroit"),
        pytest.param("29024", 25, "readaptation-cerebrolesion", id="brain_injury_in_carhaix"),
    ],
)
def test_some_needs_have_no_answer_in_some_places(commune: str, km: float, need: str, records: Records, gazetteer: Gazetteer) -> None:
    here = gazetteer.place(commune)
    near = [
        one.resource.name
        for one in records.values()
        if need in one.resource.needs
        and one.resource.lat is not None
        and distance_km(here.lat, here.lon, one.resource.lat, one.resource.lon or 0) <= km
    ]
    assert near == []


def test_every_commune_of_val_de_marne_has_something(services: tuple[Service, ...]) -> None:
    assert len({one.site.commune.code for one in services if one.territory == "val-de-marne"}) == 47


def test_positions_are_in_their_communes(services: tuple[Service, ...], gazetteer: Gazetteer) -> None:
    astray = [
        (one.name, one.site.commune.name)
        for one in services
        if one.site.lat is not None and one.site.lon is not None and not is_in(gazetteer, one.site.commune.code, one.site.lat, one.site.lon)
    ]
    assert astray == []


def is_in(gazetteer: Gazetteer, code: str, lat: float, lon: float) -> bool:
    """Inside the outline, or within a twin's nudge of it, or at the commune's own point, which a simplified outline may leave out."""
    commune = gazetteer.commune(code)
    assert commune is not None and commune.lat is not None and commune.lon is not None
    outline = gazetteer.outlines[commune.departement][code]
    nudged = [(lat + north * _NUDGE, lon + east * _NUDGE) for north in (-1, 0, 1) for east in (-1, 0, 1)]
    return any(contains(outline, *point) for point in nudged) or distance_km(lat, lon, commune.lat, commune.lon) < 0.1


def share(services: tuple[Service, ...], holds: Counter[bool]) -> float:
    return holds[True] / len(services)


def test_records_have_the_faults_of_real_ones(services: tuple[Service, ...]) -> None:
    old = DAY - timedelta(days=730)
    assert 0.10 < share(services, Counter(one.updated < old for one in services)) < 0.25
    assert 0.35 < share(services, Counter(one.updated > DAY - timedelta(days=180) for one in services)) < 0.60
    assert 0.01 < share(services, Counter(one.closed is not None for one in services)) < 0.06
    assert 0.03 < share(services, Counter(one.phone is None for one in services)) < 0.10
    assert 0.02 < share(services, Counter(one.site.lat is None for one in services)) < 0.08
    with_zones = tuple(one for one in services if one.kind.zones and one.kind.source == ROR)
    assert 0.15 < share(with_zones, Counter(one.zone is None for one in with_zones)) < 0.45
    offers = tuple(one for one in services if one.kind.source == ROR)
    assert 0.05 < share(offers, Counter(one.ages is None for one in offers)) < 0.20
    assert 0.05 < share(offers, Counter(not one.says_publics for one in offers)) < 0.20
    with_places = tuple(one for one in offers if one.kind.places)
    assert 0.08 < share(with_places, Counter(one.places is None for one in with_places)) < 0.30
    assert {flaw for one in services for flaw in one.flaws} >= {
        "object-for-array",
        "numbers-as-text",
        "no-care-mode",
        "unknown-health-territory",
    }


def test_a_closed_service_is_read_as_closed(services: tuple[Service, ...], records: Records) -> None:
    closed = [one for one in services if one.closed]
    assert {record_of(one, records).resource.closed_on for one in closed if one.kind.source == FINESS} >= {
        one.closed for one in closed if one.kind.source == FINESS
    }
    assert all(record_of(one, records).resource.closed_on is not None for one in closed)


def test_services_told_twice_do_not_say_quite_the_same(services: tuple[Service, ...]) -> None:
    told: dict[tuple[str, str], list[Service]] = {}
    for one in services:
        told.setdefault((one.site.commune.code, one.site.street), []).append(one)
    pairs = [
        (one, other)
        for ones in told.values()
        for one in ones
        for other in ones
        if one.number < other.number and one.kind.id == other.kind.id and one.kind.source != other.kind.source
    ]
    assert len(pairs) > 200
    assert any(one.phone != other.phone for one, other in pairs)
    assert any(one.phone == other.phone for one, other in pairs)
    assert any(one.week and other.week and one.week != other.week for one, other in pairs)
    assert any(one.site.states_finess for one, _ in pairs) and any(not one.site.states_finess for one, _ in pairs)


def test_free_places_are_dated(records: Records) -> None:
    said = [one.resource.places for one in records.values() if one.resource.places]
    assert len(said) > 100
    assert all(one.as_of is not None and one.as_of <= DAY for one in said)
    assert 0 in {one.free for one in said}


def test_shelters_for_victims_are_not_for_everybody(services: tuple[Service, ...], records: Records) -> None:
    shelters = [one for one in services if one.sensitive]
    assert shelters and all(record_of(one, records).resource.confidential for one in shelters)


def serving_vitry(need: str, services: tuple[Service, ...], gazetteer: Gazetteer) -> Counter[str]:
    """Open services near Vitry-sur-Seine, by what their zone says."""
    containing, here = gazetteer.containing(VITRY), gazetteer.place(VITRY)
    near = [
        one
        for one in services
        if need in one.kind.needs
        and one.closed is None
        and one.territory == "val-de-marne"
        and (one.site.lat is None or distance_km(here.lat, here.lon, one.site.lat, one.site.lon or 0) < 8)
    ]
    return Counter("silent" if one.zone is None else "covers" if CatchmentArea(one.zone).covers(containing) else "excludes" for one in near)


@pytest.mark.parametrize(
    "need, at_least",
    [
        pytest.param("aide-domicile", {"covers": 6, "excludes": 3, "silent": 1}, id="home_help"),
        pytest.param("portage-repas", {"covers": 3}, id="meals"),
        pytest.param("accueil-jour", {"covers": 3, "excludes": 1}, id="day_care"),
        pytest.param("soutien-aidants", {"covers": 2}, id="carers"),
        pytest.param("appui-coordination", {"covers": 1}, id="coordination"),
    ],
)
def test_vitry_is_served(need: str, at_least: dict[str, int], services: tuple[Service, ...], gazetteer: Gazetteer) -> None:
    found = serving_vitry(need, services, gazetteer)
    assert all(found[said] >= number for said, number in at_least.items()), found


def test_each_territory_has_its_coordination_service_with_a_phone(services: tuple[Service, ...]) -> None:
    with_phone = {one.territory for one in services if one.kind.id == "dac" and one.phone and one.zone and one.closed is None}
    assert with_phone == {"val-de-marne", "guyane", "bretagne"}
