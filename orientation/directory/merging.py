"""One resource out of the records that describe it: for each field the value that the rules believe, and those that disagree.

A record that says "closed" is believed last for everything else. A closing is itself believed unless another record that is
open was updated later or, undated, is of a more believed source. A record that a full extract no longer lists only
says that its source lost sight of it: that closes a resource when no other record is open.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from rapidfuzz.fuzz import token_set_ratio

from orientation.directory.merge_rules import FieldRule, MergeRules, RuleName
from orientation.directory.reports import FieldReport
from orientation.geography.distance import distance_km
from orientation.record import SourceRecord
from orientation.resource import Resource, SourceRef
from orientation.wording import normalised

_UNSTATED = {field.name: field.default for field in fields(Resource)}
_FIELDS = tuple(name for name in _UNSTATED if name not in ("id", "sources"))
# An enriching record needs a name to be a record at all, and its life is not that of what it completes.
_NOT_ENRICHED = frozenset({"name", "opened_on", "closed_on", "updated_on", "confidential"})


@dataclass(frozen=True, slots=True)
class Stated:
    """A value as one record states it (several fields taken together: by name); `updated_on` None: that record is not dated."""

    record: str
    value: Any
    updated_on: date | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a value comes from (several records when it is a union), the reason of the rule that chose it, the values that disagree."""

    fields: tuple[str, ...]
    taken: tuple[Stated, ...]
    others: tuple[Stated, ...] = ()
    reason: str = ""

    @property
    def updated_on(self) -> date | None:
        """The latest date among the records it was taken from."""
        return max((stated.updated_on for stated in self.taken if stated.updated_on), default=None)


@dataclass(frozen=True)
class Merged:
    """A resource; for each field that is stated, where it comes from; what users said of it.

    `compared`: values that two records or more state; `disagreements`: those of them on which records disagree.
    """

    resource: Resource
    provenance: Mapping[str, Provenance]
    records: tuple[str, ...]
    reports: tuple[FieldReport, ...] = ()
    compared: int = 0

    @property
    def disagreements(self) -> tuple[Provenance, ...]:
        return tuple({provenance.fields: provenance for provenance in self.provenance.values() if provenance.others}.values())

    @property
    def open_reports(self) -> tuple[FieldReport, ...]:
        return tuple(report for report in self.reports if report.is_open)


def alone(record: SourceRecord, absent_on: date | None = None) -> Resource:
    """The resource of a record that no other describes; `absent_on`: the day a full extract no longer listed it."""
    stated = record.resource
    return replace(
        stated,
        id=record.key,
        sources=(SourceRef(record.source, record.id, record.updated_on),),
        updated_on=record.updated_on or stated.updated_on,
        closed_on=record.closed_on or stated.closed_on or absent_on,
    )


def merge(
    records: Sequence[SourceRecord],
    rules: MergeRules,
    reports: Sequence[FieldReport] = (),
    absent: Mapping[str, date] | None = None,
) -> Merged:
    """The resource of records known to describe one service. `absent`: by record key, the day it was no longer listed.

    The order of records does not matter. Raises ValueError when all of them only enrich another.
    """
    absent = absent or {}
    whole = [record for record in records if record.enriches is None]
    if not whole:
        raise ValueError("records that only complete another make no resource")
    if len(records) == 1:
        return _of_one(whole[0], absent.get(whole[0].key), tuple(reports))
    believed = _Believed(rules, records, absent)
    chosen = [_RULES[rule.rule](believed, rule) for rule in rules.rules]
    values = {name: value for choice in chosen for name, value in choice.values.items()}
    values |= _kept_once(chosen, values)
    provenance = {name: choice.provenance for choice in chosen for name in choice.rule.fields if choice.explains(name, values[name])}
    compared = sum(len(choice.taken) + len(choice.left) > 1 for choice in chosen)
    resource = Resource(id=rules.head(whole).key, sources=believed.sources, **values)
    return Merged(resource, provenance, tuple(sorted(record.key for record in records)), tuple(reports), compared)


def _of_one(record: SourceRecord, absent_on: date | None, reports: tuple[FieldReport, ...]) -> Merged:
    resource = alone(record, absent_on)
    stated = {name: value for name in _FIELDS if (value := getattr(resource, name)) != _UNSTATED[name]}
    provenance = {name: Provenance((name,), (Stated(record.key, value, record.updated_on),)) for name, value in stated.items()}
    return Merged(resource, provenance, (record.key,), reports)


class _Believed:
    """The records of one resource, asked in the order they are believed."""

    def __init__(self, rules: MergeRules, records: Sequence[SourceRecord], absent: Mapping[str, date]) -> None:
        self.rules = rules
        self.absent = absent
        self.records = [record for record in records if record.enriches is None or not self._is_closed(record)]

    def _is_closed(self, record: SourceRecord) -> bool:
        return stated_closing(record) is not None or record.key in self.absent

    def _order(self, record: SourceRecord, rule: FieldRule | None) -> tuple[Any, ...]:
        later_first = -record.updated_on.toordinal() if record.updated_on else 0
        return (self._is_closed(record), *self.rules.rank(record.source, rule), later_first, record.id)

    @property
    def whole(self) -> list[SourceRecord]:
        """Records that stand by themselves, the most believed first, closed ones not set apart."""
        return sorted((r for r in self.records if r.enriches is None), key=lambda record: self._order(record, None)[1:])

    @property
    def open(self) -> list[SourceRecord]:
        return [record for record in self.whole if not self._is_closed(record)]

    @property
    def sources(self) -> tuple[SourceRef, ...]:
        ordered = sorted(self.records, key=lambda record: (record.enriches is not None, *self._order(record, None)[1:]))
        return tuple(SourceRef(record.source, record.id, record.updated_on) for record in ordered)

    def stating(self, rule: FieldRule) -> list[SourceRecord]:
        """Records that state one of the fields of a rule, the most believed for it first."""
        found = [
            record
            for record in self.records
            if any(getattr(record.resource, name) != _UNSTATED[name] for name in rule.fields)
            and not (record.enriches is not None and rule.name in _NOT_ENRICHED)
        ]
        return found if len(found) < 2 else sorted(found, key=lambda record: self._order(record, rule))


@dataclass(frozen=True, slots=True)
class _Choice:
    """What a rule chose: values, the records they were taken from, the records left aside."""

    rule: FieldRule
    values: Mapping[str, Any]
    taken: Sequence[SourceRecord]
    left: Sequence[SourceRecord] = ()

    def explains(self, name: str, value: Any) -> bool:
        return bool(self.taken) and (value != _UNSTATED[name] or self.rule.rule == "closing")

    @property
    def provenance(self) -> Provenance:
        others = [record for record in self.left if _disagree(self.rule, self.taken[0].resource, record.resource)]
        return Provenance(self.rule.fields, tuple(map(self._stated, self.taken)), tuple(map(self._stated, others)), self.rule.reason)

    def _stated(self, record: SourceRecord) -> Stated:
        if self.rule.rule == "closing":
            return Stated(record.key, stated_closing(record), record.updated_on)
        told = {name: getattr(record.resource, name) for name in self.rule.fields}
        return Stated(record.key, told[self.rule.name] if len(told) == 1 else told, record.updated_on)


def _first(rule: FieldRule, records: Sequence[SourceRecord]) -> _Choice:
    if not records:
        return _Choice(rule, {name: _UNSTATED[name] for name in rule.fields}, ())
    return _Choice(rule, {name: getattr(records[0].resource, name) for name in rule.fields}, records[:1], records[1:])


def _by_authority(believed: _Believed, rule: FieldRule) -> _Choice:
    return _first(rule, believed.stating(rule))


def _most_recent(believed: _Believed, rule: FieldRule) -> _Choice:
    """A value that bears its own date (places, prices) counts from that one."""

    def age(record: SourceRecord) -> int:
        value = getattr(record.resource, rule.name)
        days = [item.as_of for item in (value if isinstance(value, tuple) else (value,)) if getattr(item, "as_of", None)]
        day = max(days, default=record.updated_on)
        return -day.toordinal() if day else 0

    return _first(rule, sorted(believed.stating(rule), key=age))


def _fullest(believed: _Believed, rule: FieldRule) -> _Choice:
    def unstated(record: SourceRecord) -> int:
        return sum(getattr(record.resource, name) == _UNSTATED[name] for name in rule.fields)

    return _first(rule, sorted(believed.stating(rule), key=unstated))


def _union(believed: _Believed, rule: FieldRule) -> _Choice:
    """All that is said, and what other rules leave here (a second phone number is worth a try)."""
    rules = [rule, *(other for other in believed.rules.rules if other.others_in == rule.name)]
    stated = [(record, getattr(record.resource, each.name)) for each in rules for record in believed.stating(each)]
    if not stated:
        return _first(rule, ())
    items = dict.fromkeys(item for _, value in stated for item in ((value,) if isinstance(value, str) else value))
    records = list({record.key: record for record, _ in stated}.values())
    kind = frozenset if any(isinstance(value, frozenset) for _, value in stated) else tuple
    return _Choice(rule, {rule.name: kind(items)}, records)


def _any(believed: _Believed, rule: FieldRule) -> _Choice:
    return _Choice(rule, {rule.name: bool(found := believed.stating(rule))}, found)


def _position(believed: _Believed, rule: FieldRule) -> _Choice:
    """Reliable points first, then those that nothing is said of; never the point of another commune than the chosen one."""
    address = believed.rules.rule_of("commune")
    commune = _RULES[address.rule](believed, address).values["commune"]
    here = [record for record in believed.stating(rule) if record.resource.lat is not None and record.resource.commune in (commune, None)]
    return _first(rule, sorted(here, key=lambda record: {True: 0, None: 1, False: 2}[record.resource.position_is_reliable]))


def _latest(believed: _Believed, rule: FieldRule) -> _Choice:
    records = sorted(believed.open or believed.whole, key=lambda record: _updated(record) or date.min, reverse=True)
    day = _updated(records[0])
    return _Choice(rule, {rule.name: day}, records[:1] if day else ())


def _updated(record: SourceRecord) -> date | None:
    return record.updated_on or record.resource.updated_on


def stated_closing(record: SourceRecord) -> date | None:
    """The day from which the source itself says it is closed."""
    return record.closed_on or record.resource.closed_on


def _closing(believed: _Believed, rule: FieldRule) -> _Choice:
    closed = [record for record in believed.whole if stated_closing(record)]
    standing = [record for record in closed if not _contradicted(record, believed)]
    if standing:
        return _Choice(rule, {rule.name: stated_closing(standing[0])}, standing[:1], believed.open)
    if believed.open:
        return _Choice(rule, {rule.name: None}, believed.open[:1] if closed else (), closed)
    lost = max((day, record.key, record) for record in believed.whole if (day := stated_closing(record) or believed.absent.get(record.key)))
    return _Choice(rule, {rule.name: lost[0]}, [lost[2]])


def _contradicted(closed: SourceRecord, believed: _Believed) -> bool:
    day = stated_closing(closed)
    assert day is not None
    rank = believed.rules.rank(closed.source)
    return any(updated > day if (updated := _updated(other)) else believed.rules.rank(other.source) < rank for other in believed.open)


_RULES: Mapping[RuleName, Callable[[_Believed, FieldRule], _Choice]] = {
    "authority": _by_authority,
    "recent": _most_recent,
    "fullest": _fullest,
    "union": _union,
    "any": _any,
    "position": _position,
    "closing": _closing,
    "latest": _latest,
}


def _kept_once(chosen: Sequence[_Choice], values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields that keep what was not chosen, without what was."""
    kept = ((choice.rule.others_in, values[choice.rule.name]) for choice in chosen)
    return {name: tuple(value for value in values[name] if value != taken) for name, taken in kept if name is not None}


def _disagree(rule: FieldRule, chosen: Resource, other: Resource) -> bool:
    """Whether two resources both state the fields of a rule, and differ."""
    if rule.comparison == "distance":
        if None in (chosen.lat, chosen.lon, other.lat, other.lon):
            return False
        return distance_km(chosen.lat, chosen.lon, other.lat, other.lon) > rule.at_most_km  # type: ignore[arg-type]
    if rule.rule == "closing":
        return True
    pairs = [(getattr(chosen, name), getattr(other, name)) for name in rule.fields]
    both = [(one, two) for (one, two), name in zip(pairs, rule.fields, strict=True) if one != _UNSTATED[name] and two != _UNSTATED[name]]
    if rule.comparison == "words":
        return any(not same_words(one, two, rule.at_least) for one, two in both)
    return any(one != two for one, two in both)


def same_words(one: str, two: str, at_least: float) -> bool:
    """Whether two texts say the same in other words: as many words in common as `at_least` (0-100), no number of one denied by the other.

    >>> same_words("12 avenue du Général de Gaulle", "12 AV DU GENERAL DE GAULLE", 80)
    True
    >>> same_words("12 rue de Paris", "21 rue de Paris", 80)
    False
    """
    words, others = normalised(one), normalised(two)
    if words == others:
        return True
    numbers, other_numbers = _numbers(words), _numbers(others)
    return (numbers <= other_numbers or other_numbers <= numbers) and token_set_ratio(words, others) >= at_least


def _numbers(words: str) -> set[str]:
    return {word for word in words.split() if any(map(str.isdigit, word))}
