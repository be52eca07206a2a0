"""What holds whatever the records: order, symmetry, decisions, and that no number is believed alone."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from orientation.directory.clusters import Link
from orientation.directory.linking.described import described
from orientation.directory.linking.link import link
from orientation.record import SourceRecord
from orientation.reference.linking import load_linking
from orientation.resource import Identifier
from tests.factories import CRETEIL, a_record
from tests.strategies import records

DATA = load_linking()
TOWNS = {CRETEIL.code: CRETEIL.name}
NAMES = (
    "EHPAD Les Érables",
    "EHPAD LES ERABLES",
    "CMP Joyeuse",
    "CATTP Joyeuse",
    "CCAS de Créteil",
    "Les Érables",
    "Association (94)",
    "12",
)
STREETS = (None, "1 rue Neuve", "1 R NEUVE", "3 rue Neuve", "place d'Italie", "bâtiment B, 4 bis avenue Joyeuse")
PHONES = (None, "+33199000001", "+33199000002")


@st.composite
def alike(draw: st.DrawFn) -> list[SourceRecord]:
    """Some records of one town, of which many say the same."""
    count = draw(st.integers(0, 7))
    return [
        a_record(
            str(number),
            source=draw(st.sampled_from(["finess", "ror", "essai"])),
            name=draw(st.sampled_from(NAMES)),
            address=draw(st.sampled_from(STREETS)),
            phone=draw(st.sampled_from(PHONES)),
            categories=(),
            needs=draw(st.sampled_from([frozenset({"ehpad"}), frozenset({"psychiatrie-adulte"}), frozenset()])),
            lat=draw(st.sampled_from([CRETEIL.lat, 48.7779])),
            identifiers=draw(st.frozensets(st.sampled_from([Identifier("siret", "1"), Identifier("finess", "2")]), max_size=2)),
        )
        for number in range(count)
    ]


def linked(given: Sequence[SourceRecord], **more: object) -> list[Link]:
    return link(described(given, TOWNS), DATA, **more)  # type: ignore[arg-type]


def groups(links: Sequence[Link]) -> list[set[str]]:
    found: list[set[str]] = []
    for one in links:
        if one.verdict == "same":
            met = [group for group in found if one.a in group or one.b in group]
            found = [group for group in found if group not in met] + [{one.a, one.b}.union(*met)]
    return found


@settings(max_examples=60, deadline=None)
@given(alike(), st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(given: list[SourceRecord], random: object) -> None:
    shuffled = [*given]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert linked(shuffled) == linked(given)


@settings(max_examples=60, deadline=None)
@given(alike())
def test_which_record_comes_first_changes_nothing(given: list[SourceRecord]) -> None:
    """The same records under ids that sort the other way round."""
    turned = {record.key: f"{record.source}:{9 - int(record.id)}" for record in given}
    others = [replace(record, id=str(9 - int(record.id)), resource=replace(record.resource, id=turned[record.key])) for record in given]
    of_two = {frozenset((turned[one.a], turned[one.b])): (one.verdict, one.probability) for one in linked(given) if len(given) == 2}
    assert of_two == {frozenset((one.a, one.b)): (one.verdict, one.probability) for one in linked(others) if len(given) == 2}


@settings(max_examples=60, deadline=None)
@given(st.lists(records(), max_size=5, unique_by=lambda record: record.id))
def test_any_records_are_compared_without_a_crash(given: list[SourceRecord]) -> None:
    for one in linked(given):
        assert 0 <= one.probability <= 1 and one.a < one.b and all(one.reasons)


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from(["finess", "siret", "ror", "id-fs", "rpps"]), min_size=1), st.booleans())
def test_numbers_alone_never_merge(schemes: set[str], same_name: bool) -> None:
    """Neither with other names, nor with one name in two towns and no phone."""
    numbers = frozenset(Identifier(scheme, "940000123") for scheme in schemes)
    one = a_record("1", source="a", name="EHPAD Les Érables", address="1 rue Neuve", phone=None, identifiers=numbers)
    other = a_record(
        "1",
        source="b",
        name="EHPAD Les Érables" if same_name else "Tiers-lieu La Loutre",
        address="90 quai de Marne" if same_name else "1 rue Neuve",
        commune="75113" if same_name else CRETEIL.code,
        lat=48.83 if same_name else CRETEIL.lat,
        lon=2.36 if same_name else CRETEIL.lon,
        phone=None,
        identifiers=numbers,
    )
    assert not groups(linked([one, other]))


@settings(max_examples=60, deadline=None)
@given(alike(), st.data())
def test_decided_different_stay_apart_even_through_others(given: list[SourceRecord], data: st.DataObject) -> None:
    keys = sorted(record.key for record in given)
    pairs = [(a, b) for a in keys for b in keys if a < b]
    apart = set(data.draw(st.lists(st.sampled_from(pairs), max_size=4))) if pairs else set()
    found = groups(linked(given, decided=dict.fromkeys(apart, "different")))
    assert not any({a, b} <= group for a, b in apart for group in found)


@settings(max_examples=60, deadline=None)
@given(alike())
def test_a_service_has_one_entry_of_each_source_unless_they_are_twins(given: list[SourceRecord]) -> None:
    links = linked(given)
    same = {(one.a, one.b) for one in links if one.verdict == "same"}
    for group in groups(links):
        twins = {(a, b) for a in group for b in group if a < b and a.partition(":")[0] == b.partition(":")[0]}
        alone = {pair for pair in twins if pair not in same}
        assert all(any(pair[0] in tie and pair[1] not in tie for tie in same) for pair in alone)
        assert not any({"CMP Joyeuse", "CATTP Joyeuse"} <= {record.resource.name for record in given if record.key in group} for _ in (0,))
