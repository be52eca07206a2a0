"""The demonstration directory linked: what its generator entered twice is found, nothing else is merged, and decisions last."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from orientation.demonstration.build import invented_services
from orientation.demonstration.service import Service
from orientation.reference.gazetteer import load_gazetteer
from orientation.reference.merging import load_merge_rules
from orientation.store.linking import decide, pairs, to_link
from orientation.store.read import directory_version, fetch, iterate_resources
from orientation.workplace import Workplace

Pairs = set[tuple[str, str]]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    made = Workplace.on_demonstration(tmp_path_factory.mktemp("linking"))
    made.link()
    return made


@pytest.fixture(scope="module")
def entered_twice(place: Workplace) -> Pairs:
    """Pairs of entries of one service, as the generator made them: a second entry follows the first and has all but its spelling."""
    known = {resource.id for resource in iterate_resources(place.engine)} | {key for one in pairs(place.engine) for key in (one.a, one.b)}
    offers = {int(key.rpartition("DEMO")[2]): key for key in known if key.startswith("ror:")}
    told: list[list[str]] = []
    last: Service | None = None
    for one in invented_services(load_gazetteer()):
        if last is None or (one.opened, one.site.organisation, one.territory) != (last.opened, last.site.organisation, last.territory):
            told.append([])
        told[-1].append(key_of(one, offers))
        last = one
    return {(min(a, b), max(a, b)) for group in told for a in group for b in group if a < b and {a, b} <= known}


def key_of(one: Service, offers: dict[int, str]) -> str:
    match one.kind.source:
        case "finess":
            return f"finess:{one.site.finess}"
        case "data-inclusion":
            return f"data-inclusion:demonstration--service-{one.number}"
        case "carnet-equipe":
            return f"carnet-equipe:D{one.number:05}"
        case _:
            return offers.get(one.number, f"ror:{one.number}")


def merged(place: Workplace) -> Pairs:
    found: Pairs = set()
    for resource in iterate_resources(place.engine):
        keys = sorted(f"{ref.source}:{ref.id}" for ref in resource.sources)
        found |= {(a, b) for a in keys for b in keys if a < b}
    return found


def test_what_was_entered_twice_is_one_resource(place: Workplace, entered_twice: Pairs) -> None:
    found = merged(place)
    right = len(found & entered_twice)
    assert len(entered_twice) > 400
    assert right / len(entered_twice) > 0.99
    # Five pairs of services that nothing in the files tells apart: same name, team, address and need.
    assert right / len(found) > 0.98


def test_services_of_one_hospital_stay_apart(place: Workplace) -> None:
    """A resource never mixes entries whose names say two natures."""
    natures = ("CMP ", "CATTP", "Hôpital de jour", "Consultation", "Unité de vie protégée", "Accueil de jour", "Maternité", "PASS")
    for resource in iterate_resources(place.engine):
        if len(resource.sources) > 1:
            names = [name_of(place, f"{ref.source}:{ref.id}") for ref in resource.sources]
            said = [{nature for nature in natures if nature.lower() in name.lower()} for name in names]
            assert len({frozenset(one) for one in said}) == 1, names


def name_of(place: Workplace, key: str) -> str:
    from orientation.store.engine import reading
    from orientation.store.records import RECORD, load_records, split_key

    source, id = split_key(key)
    with reading(place.engine) as connection:
        (one,) = load_records(connection, (RECORD.c.source == source) & (RECORD.c.record_id == id))
    return one.record.resource.name


def test_linking_again_changes_nothing(place: Workplace) -> None:
    before, links = directory_version(place.engine), pairs(place.engine)
    place.link()
    place._linked.unlink()
    place.link()
    assert (directory_version(place.engine), pairs(place.engine)) == (before, links)


def test_linking_is_due_only_when_records_or_rules_changed(place: Workplace) -> None:
    linked = place._linked.read_text()
    data = place_data()
    assert to_link(place.engine, {}, data, linked) is None
    assert to_link(place.engine, {}, "other rules", linked) is not None


def place_data() -> str:
    from orientation.reference.linking import load_linking

    return load_linking().version


@pytest.fixture
def decided(place: Workplace) -> Iterator[tuple[str, str]]:
    """A pair of one resource that somebody says is two; taken back afterwards."""
    a, b = next((one.a, one.b) for one in pairs(place.engine) if one.verdict == "same" and one.a.startswith("finess:"))
    now, rules = datetime.now(UTC), load_merge_rules()
    decide(place.engine, a, b, "different", by="essai", rules=rules, now=now)
    yield a, b
    decide(place.engine, a, b, None, by="essai", rules=rules, now=now)


def test_a_decision_outlives_imports_and_linkings(place: Workplace, decided: tuple[str, str]) -> None:
    for source, files in place.demonstration():
        place.load(source, files)
    place._linked.unlink()
    place.link()
    one, other = fetch(place.engine, decided)
    assert one.id != other.id


def test_a_decision_taken_back_gives_the_directory_of_before(place: Workplace) -> None:
    before = directory_version(place.engine)
    a, b = next((one.a, one.b) for one in pairs(place.engine) if one.verdict == "same")
    now, rules = datetime.now(UTC), load_merge_rules()
    assert decide(place.engine, a, b, "different", by="essai", rules=rules, now=now) != before
    assert decide(place.engine, a, b, None, by="essai", rules=rules, now=now) == before


def test_decisions_teach_weights_that_are_only_proposed(place: Workplace, tmp_path: Path) -> None:
    from datetime import date

    from orientation.refusal import Refused

    with pytest.raises(Refused, match="il en faut au moins"):
        place.learn_to_link(date(2026, 1, 15))
