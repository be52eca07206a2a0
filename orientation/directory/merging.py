"""One resource out of the records that describe it: for each field the value that the rules believe, and those that disagree.

A record that says "closed" is believed last for everything else. A closing is itself believed unless another record that is
open was updated later or, undated, is of a more believed source. A record that a full extract no longer lists only
says that its source lost sight of it: that closes a resource when no other record is open.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from operator import attrgetter
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
    provenance = {name: told for choice in chosen if (told := choice.provenance) for name in choice.explained(values)}
    compared = sum(len(choice.taken) + len(choice.left) > 1 for choice in chosen)
    resource = Resource(id=rules.head(whole).key, sources=believed.sources, **values)
    return Merged(resource, provenance, tuple(sorted(record.key for record in records)), tuple(reports), compared)


def _of_one(record: SourceRecord, absent_on: date | None, reports: tuple[FieldReport, ...]) -> Merged:
    resource = alone(record, absent_on)
    stated = {name: value for name in _FIELDS if (value := getattr(resource, name)) != _UNSTATED[name]}
    provenance = {name: Provenance((name,), (Stated(record.key, value, record.updated_on),)) for name, value in stated.items()}
    return Merged(resource, provenance, (record.key,), reports)


class _Held:
    """A record with what the rules ask of it: the fields it states, whether it is closed, since when it says so."""

    __slots__ = ("closed", "enriches", "key", "record", "resource", "stated", "updated_on")

    def __init__(self, record: SourceRecord, absent: Mapping[str, date]) -> None:
        self.record = record
        self.resource = record.resource
        self.key = record.key
        self.enriches = record.enriches is not None
        self.closed = stated_closing(record) is not None or record.key in absent
        self.updated_on = record.updated_on or record.resource.updated_on
        given = zip(_FIELDS, _values(record.resource), _DEFAULTS, strict=True)
        self.stated = {name for name, value, default in given if value is not default and value != default}
        if self.enriches:
            self.stated -= _NOT_ENRICHED


class _Believed:
    """The records of one resource, the most believed first; those that only complete another count while their list names it."""

    def __init__(self, rules: MergeRules, records: Sequence[SourceRecord], absent: Mapping[str, date]) -> None:
        self.rules = rules
        self.absent = absent
        held = [_Held(record, absent) for record in records]
        by_source = sorted((one for one in held if not (one.enriches and one.closed)), key=self._order)
        self.whole = [one for one in by_source if not one.enriches]
        self.open = [one for one in self.whole if not one.closed]
        self.sources = tuple(SourceRef(one.record.source, one.record.id, one.record.updated_on) for one in sorted(by_source, key=_enriches))
        self._held = sorted(by_source, key=_closed)

    def _order(self, held: _Held) -> tuple[Any, ...]:
        later_first = -held.updated_on.toordinal() if held.updated_on else 0
        return (*self.rules.rank(held.record.source), later_first, held.record.id)

    def stating(self, rule: FieldRule) -> list[_Held]:
        """Records that state one of the fields of a rule, the most believed for it first, closed ones last."""
        found = [held for held in self._held if not held.stated.isdisjoint(rule.fields)]
        if len(found) > 1 and rule.authority:
            found.sort(key=lambda held: (held.closed, self.rules.rank(held.record.source, rule)))
        return found


_values = attrgetter(*_FIELDS)
_DEFAULTS = tuple(_UNSTATED[name] for name in _FIELDS)
_enriches = attrgetter("enriches")
_closed = attrgetter("closed")


@dataclass(frozen=True, slots=True)
class _Choice:
    """What a rule chose: values, the records they were taken from, the records left aside."""

    rule: FieldRule
    values: Mapping[str, Any]
    taken: Sequence[_Held]
    left: Sequence[_Held] = ()

    def explained(self, values: Mapping[str, Any]) -> list[str]:
        """The fields that are stated; for a closing, what was decided even when that is "open"."""
        return [name for name in self.rule.fields if self.rule.rule == "closing" or values[name] != _UNSTATED[name]]

    @property
    def provenance(self) -> Provenance | None:
        if not self.taken:
            return None
        others = [held for held in self.left if _disagree(self.rule, self.taken[0], held)]
        return Provenance(self.rule.fields, tuple(map(self._stated, self.taken)), tuple(map(self._stated, others)), self.rule.reason)

    def _stated(self, held: _Held) -> Stated:
        if self.rule.rule == "closing":
            return Stated(held.key, stated_closing(held.record), held.updated_on)
        told = {name: getattr(held.resource, name) for name in self.rule.fields}
        return Stated(held.key, told[self.rule.name] if len(told) == 1 else told, held.updated_on)


def _first(rule: FieldRule, records: Sequence[_Held]) -> _Choice:
    if not records:
        return _Choice(rule, {name: _UNSTATED[name] for name in rule.fields}, ())
    return _Choice(rule, {name: getattr(records[0].resource, name) for name in rule.fields}, records[:1], records[1:])


def _by_authority(believed: _Believed, rule: FieldRule) -> _Choice:
    return _first(rule, believed.stating(rule))


def _most_recent(believed: _Believed, rule: FieldRule) -> _Choice:
    """A value that bears its own date (places, prices) counts from that one."""

    def age(held: _Held) -> int:
        value = getattr(held.resource, rule.name)
        days = [item.as_of for item in (value if isinstance(value, tuple) else (value,)) if getattr(item, "as_of", None)]
        day = max(days, default=held.updated_on)
        return -day.toordinal() if day else 0

    return _first(rule, sorted(believed.stating(rule), key=age))


def _fullest(believed: _Believed, rule: FieldRule) -> _Choice:
    return _first(rule, sorted(believed.stating(rule), key=lambda held: -len(held.stated.intersection(rule.fields))))


def _union(believed: _Believed, rule: FieldRule) -> _Choice:
    """All that is said, and what other rules leave here (a second phone number is worth a try)."""
    rules = [rule, *(other for other in believed.rules.rules if other.others_in == rule.name)]
    stated = [(held, getattr(held.resource, each.name)) for each in rules for held in believed.stating(each)]
    if not stated:
        return _first(rule, ())
    items = dict.fromkeys(item for _, value in stated for item in ((value,) if isinstance(value, str) else value))
    records = list({held.key: held for held, _ in stated}.values())
    kind = frozenset if any(isinstance(value, frozenset) for _, value in stated) else tuple
    return _Choice(rule, {rule.name: kind(items)}, records)


def _any(believed: _Believed, rule: FieldRule) -> _Choice:
    return _Choice(rule, {rule.name: bool(found := believed.stating(rule))}, found)


def _position(believed: _Believed, rule: FieldRule) -> _Choice:
    """Reliable points first, then those that nothing is said of; never the point of another commune than the chosen one."""
    address = believed.rules.rule_of("commune")
    commune = _RULES[address.rule](believed, address).values["commune"]
    here = [held for held in believed.stating(rule) if "lat" in held.stated and held.resource.commune in (commune, None)]
    return _first(rule, sorted(here, key=lambda held: {True: 0, None: 1, False: 2}[held.resource.position_is_reliable]))


def _latest(believed: _Believed, rule: FieldRule) -> _Choice:
    records = sorted(believed.open or believed.whole, key=lambda held: held.updated_on or date.min, reverse=True)
    day = records[0].updated_on
    return _Choice(rule, {rule.name: day}, records[:1] if day else ())


def stated_closing(record: SourceRecord) -> date | None:
    """The day from which the source itself says it is closed."""
    return record.closed_on or record.resource.closed_on


def _closing(believed: _Believed, rule: FieldRule) -> _Choice:
    closed = [held for held in believed.whole if stated_closing(held.record)]
    standing = [held for held in closed if not _contradicted(held, believed)]
    if standing:
        return _Choice(rule, {rule.name: stated_closing(standing[0].record)}, standing[:1], believed.open)
    if believed.open:
        return _Choice(rule, {rule.name: None}, believed.open[:1] if closed else (), closed)
    days = {held.key: stated_closing(held.record) or believed.absent[held.key] for held in believed.whole}
    last = max(believed.whole, key=lambda held: (days[held.key], held.key))
    return _Choice(rule, {rule.name: days[last.key]}, [last])


def _contradicted(closed: _Held, believed: _Believed) -> bool:
    day = stated_closing(closed.record)
    assert day is not None
    rank = believed.rules.rank(closed.record.source)
    return any(other.updated_on > day if other.updated_on else believed.rules.rank(other.record.source) < rank for other in believed.open)


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


def _disagree(rule: FieldRule, chosen: _Held, other: _Held) -> bool:
    """Whether two records both state the fields of a rule, and differ."""
    if rule.rule == "closing":
        return True
    both = [name for name in rule.fields if name in chosen.stated and name in other.stated]
    differing = [name for name in both if getattr(chosen.resource, name) != getattr(other.resource, name)]
    if rule.comparison == "distance":
        return bool({"lat", "lon"} & set(differing)) and _distance_km(chosen.resource, other.resource) > rule.at_most_km
    if rule.comparison == "words":
        return any(not same_words(getattr(chosen.resource, name), getattr(other.resource, name), rule.at_least) for name in differing)
    return bool(differing)


def _distance_km(one: Resource, other: Resource) -> float:
    assert one.lat is not None and one.lon is not None and other.lat is not None and other.lon is not None
    return distance_km(one.lat, one.lon, other.lat, other.lon)


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
