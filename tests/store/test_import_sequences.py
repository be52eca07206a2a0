"""Any sequence of imports, decisions and withdrawals gives what a plain dictionary worked out from scratch gives."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from orientation.directory.clusters import clusters
from orientation.directory.merging import alone, merge
from orientation.record import SourceRecord
from orientation.reference.merging import load_merge_rules
from orientation.refusal import Refused
from orientation.resource import Resource
from orientation.store.linking import decide
from orientation.store.read import directory_version, iterate_resources
from orientation.store.records import RECORD
from orientation.store.withdrawing import withdraw_source
from tests.factories import TODAY, a_catchment, a_record
from tests.store.imports import NOW, Imports, empty

SOURCES = ("finess", "ror", "prix")
RULES = load_merge_rules()
VARIANTS = (
    {"phone": "+33140000001"},
    {"phone": "+33140000002", "updated_on": TODAY - timedelta(days=400)},
    {"name": "Autre nom", "catchment": a_catchment("94028", "94081")},
    {"closed_on": TODAY - timedelta(days=30), "catchment": a_catchment("94028")},
    {"closed_on": TODAY + timedelta(days=30), "confidential": True, "updated_on": None},
)

Pair = tuple[str, str]


@dataclass(frozen=True)
class Extract:
    source: str
    entries: tuple[SourceRecord, ...]
    full: bool


@dataclass(frozen=True)
class Decided:
    pair: Pair
    verdict: Literal["same", "different"] | None


@dataclass(frozen=True)
class Withdrawn:
    source: str


def an_entry(source: str, id: str, variant: int) -> SourceRecord:
    if source == "prix":
        return a_record(id, source=source, name="-", capacity=10 * variant, enriches=("finess", id))
    return a_record(id, source=source, **VARIANTS[variant])


EXTRACTS = st.sampled_from(SOURCES).flatmap(
    lambda source: st.builds(
        Extract,
        st.just(source),
        st.dictionaries(st.sampled_from("123"), st.integers(0, len(VARIANTS) - 1), min_size=1).map(
            lambda chosen: tuple(an_entry(source, id, variant) for id, variant in chosen.items())
        ),
        st.booleans(),
    )
)
KEYS = st.builds("{}:{}".format, st.sampled_from(["finess", "ror"]), st.sampled_from("123"))
DECISIONS = st.builds(
    Decided,
    st.lists(KEYS, min_size=2, max_size=2, unique=True).map(lambda keys: (min(keys), max(keys))),
    st.sampled_from(["same", "same", "different", None]),
)
STEPS = st.lists(EXTRACTS | DECISIONS | st.builds(Withdrawn, st.sampled_from(SOURCES)), max_size=10)


@dataclass
class Plain:
    """What the directory should be."""

    records: dict[str, SourceRecord] = field(default_factory=dict)
    absent: dict[str, date] = field(default_factory=dict)
    decisions: dict[Pair, str] = field(default_factory=dict)

    def take(self, extract: Extract) -> Counter[str]:
        """What the import should count."""
        counted = Counter({"read": len(extract.entries)})
        for entry in extract.entries:
            counted[self._take_one(entry)] += 1
        if extract.full:
            listed = {entry.key for entry in extract.entries}
            gone = [key for key in self.records if key.startswith(f"{extract.source}:") and key not in listed and key not in self.absent]
            gone = [key for key in gone if not self._closed(self.records[key])]
            self.absent.update(dict.fromkeys(gone, TODAY))
            counted["closed_by_absence"] = len(gone)
        return counted

    def _take_one(self, entry: SourceRecord) -> str:
        known, was_absent = self.records.get(entry.key), self.absent.pop(entry.key, None)
        self.records[entry.key] = entry
        if known is None:
            return "closed" if self._closed(entry) else "created"
        if alone(known) == alone(entry) and known.raw == entry.raw:
            return "updated" if was_absent else "unchanged"
        return "closed" if self._closed(entry) and not self._closed(known) else "updated"

    def _closed(self, record: SourceRecord) -> bool:
        return record.closed_on is not None and record.closed_on <= TODAY

    def withdraw(self, source: str) -> None:
        for key in [key for key in self.records if key.startswith(f"{source}:")]:
            del self.records[key]
            self.absent.pop(key, None)

    def resources(self) -> dict[str, Resource]:
        whole = {key for key, record in self.records.items() if record.enriches is None}
        same = {pair for pair, verdict in self.decisions.items() if verdict == "same"}
        groups = clusters(whole, {}, same, set(self.decisions) - same)
        made = [merge([*(self.records[key] for key in group), *self._enriching(group)], RULES, absent=self.absent) for group in groups]
        return {merged.resource.id: merged.resource for merged in made}

    def _enriching(self, group: set[str]) -> list[SourceRecord]:
        return [record for record in self.records.values() if record.enriches is not None and ":".join(record.enriches) in group]


def carried_out(steps: list[Extract | Decided | Withdrawn], take: Imports, plain: Plain) -> None:
    for step in steps:
        match step:
            case Extract():
                report = take(*step.entries, source=step.source, full=step.full)
                assert Counter({name: getattr(report, name) for name in plain_names}) == plain.take(step)
            case Decided() if all(key in plain.records for key in step.pair):
                decide(take.database, *step.pair, step.verdict, by="essai", rules=RULES, now=NOW)
                plain.decisions.pop(step.pair, None)
                if step.verdict is not None:
                    plain.decisions[step.pair] = step.verdict
            case Withdrawn(source):
                try:
                    withdraw_source(take.database, source, rules=RULES, now=NOW)
                except Refused:
                    assert not any(key.startswith(f"{source}:") for key in plain.records)
                plain.withdraw(source)


plain_names = ("read", "created", "updated", "unchanged", "closed", "rejected", "closed_by_absence")
ANY_SEQUENCE = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@ANY_SEQUENCE
@given(steps=STEPS)
def test_any_sequence_gives_what_a_plain_dictionary_gives(database: Engine, steps: list[Extract | Decided | Withdrawn]) -> None:
    empty(database)
    plain = Plain()
    carried_out(steps, Imports(database), plain)
    assert {resource.id: resource for resource in iterate_resources(database)} == plain.resources()


@ANY_SEQUENCE
@given(steps=STEPS, source=st.sampled_from(SOURCES))
def test_a_withdrawn_source_might_never_have_been_there(database: Engine, steps: list[Extract | Decided | Withdrawn], source: str) -> None:
    empty(database)
    plain = Plain()
    carried_out([*steps, Withdrawn(source)], Imports(database), plain)
    withdrawn = state(database)
    empty(database)
    without = [step for step in steps if not (isinstance(step, Extract | Withdrawn) and step.source == source)]
    carried_out(without, Imports(database), fresh := Plain())
    for pair, verdict in plain.decisions.items():
        if all(key in fresh.records for key in pair):
            decide(database, *pair, verdict, by="essai", rules=RULES, now=NOW)  # type: ignore[arg-type]
    assert state(database) == withdrawn


def state(database: Engine) -> tuple[str, list[Resource], list[tuple[object, ...]]]:
    """All that is shown, and the records it is made of; not the numbers that rows and imports happen to have."""
    columns = [RECORD.c[name] for name in ("source", "record_id", "enriches", "resource_id", "content_hash", "closed_by_absence_on")]
    with database.connect() as connection:
        rows = sorted(map(tuple, connection.execute(select(*columns))), key=str)
    return directory_version(database), list(iterate_resources(database)), rows


@pytest.mark.parametrize("first", ["prix", "finess"])
def test_a_price_list_may_come_before_or_after_what_it_completes(take: Imports, first: str) -> None:
    for source in (first, "finess" if first == "prix" else "prix"):
        take(an_entry(source, "1", 3), source=source)
    (resource,) = iterate_resources(take.database)
    assert (resource.id, resource.capacity) == ("finess:1", 30)


TWINS = st.lists(
    st.builds(
        lambda id, name, capacity: a_record(id, name=name, capacity=capacity),
        st.sampled_from("12"),
        st.sampled_from("abc"),
        st.integers(1, 3),
    ),
    min_size=1,
    max_size=8,
)


@ANY_SEQUENCE
@given(entries=TWINS, random=st.randoms(use_true_random=False))
def test_entries_that_share_an_id_are_all_kept_and_found_again_in_any_order(
    database: Engine, entries: list[SourceRecord], random: Random
) -> None:
    empty(database)
    take = Imports(database)
    first = take(*entries)
    shuffled = random.sample(entries, len(entries))
    again = take(*shuffled)
    said = {(record.id, record.resource.name, record.resource.capacity) for record in entries}
    assert (first.created, first.unchanged) == (len(said), len(entries) - len(said))
    assert (again.unchanged, again.directory_version) == (len(entries), first.directory_version)
    assert Counter((one.name, one.capacity) for one in iterate_resources(database)) == Counter(
        (name, capacity) for _, name, capacity in said
    )
