"""How each merge rule chooses among the records of one service, and when two records disagree."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter
from typing import Any

from rapidfuzz.fuzz import token_set_ratio

from orientation.directory.merge_rules import FieldRule, MergeRules, RuleName
from orientation.directory.provenance import Provenance, Stated
from orientation.geography.distance import distance_km
from orientation.record import SourceRecord
from orientation.resource import Resource, SourceRef
from orientation.wording import normalised

UNSTATED = {field.name: field.default for field in fields(Resource)}
FIELDS = tuple(name for name in UNSTATED if name not in ("id", "sources"))
# An enriching record needs a name to be a record at all, and its life is not that of what it completes.
_NOT_ENRICHED = frozenset({"name", "opened_on", "closed_on", "updated_on", "confidential"})


class Held:
    """A record with what the rules ask of it: the fields it states, whether it is closed, since when it says so."""

    __slots__ = ("closed", "enriches", "key", "record", "resource", "stated", "updated_on")

    def __init__(self, record: SourceRecord, absent: Mapping[str, date]) -> None:
        self.record = record
        self.resource = record.resource
        self.key = record.key
        self.enriches = record.enriches is not None
        self.closed = stated_closing(record) is not None or record.key in absent
        self.updated_on = record.updated_on or record.resource.updated_on
        given = zip(FIELDS, _values(record.resource), _DEFAULTS, strict=True)
        self.stated = {name for name, value, default in given if value is not default and value != default}
        if self.enriches:
            self.stated -= _NOT_ENRICHED


class Believed:
    """The records of one resource, the most believed first; those that only complete another count while their list names it."""

    def __init__(self, rules: MergeRules, records: Sequence[SourceRecord], absent: Mapping[str, date]) -> None:
        self.rules = rules
        self.absent = absent
        held = [Held(record, absent) for record in records]
        by_source = sorted((one for one in held if not (one.enriches and one.closed)), key=self._order)
        self.whole = [one for one in by_source if not one.enriches]
        self.open = [one for one in self.whole if not one.closed]
        self.sources = tuple(SourceRef(one.record.source, one.record.id, one.record.updated_on) for one in sorted(by_source, key=_enriches))
        self._held = sorted(by_source, key=_closed)

    def _order(self, held: Held) -> tuple[Any, ...]:
        later_first = -held.updated_on.toordinal() if held.updated_on else 0
        return (*self.rules.rank(held.record.source), later_first, held.record.id)

    def stating(self, rule: FieldRule) -> list[Held]:
        """Records that state one of the fields of a rule, the most believed for it first, closed ones last."""
        found = [held for held in self._held if not held.stated.isdisjoint(rule.fields)]
        if len(found) > 1 and rule.authority:
            found.sort(key=lambda held: (held.closed, self.rules.rank(held.record.source, rule)))
        return found


_values = attrgetter(*FIELDS)
_DEFAULTS = tuple(UNSTATED[name] for name in FIELDS)
_enriches = attrgetter("enriches")
_closed = attrgetter("closed")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a rule chose: values, the records they were taken from, the records left aside."""

    rule: FieldRule
    values: Mapping[str, Any]
    taken: Sequence[Held]
    left: Sequence[Held] = ()

    def explained(self, values: Mapping[str, Any]) -> list[str]:
        """The fields that are stated; for a closing, what was decided even when that is "open"."""
        return [name for name in self.rule.fields if self.rule.rule == "closing" or values[name] != UNSTATED[name]]

    @property
    def provenance(self) -> Provenance | None:
        if not self.taken:
            return None
        others = [held for held in self.left if _disagree(self.rule, self.taken[0], held)]
        return Provenance(self.rule.fields, tuple(map(self._stated, self.taken)), tuple(map(self._stated, others)), self.rule.reason)

    def _stated(self, held: Held) -> Stated:
        if self.rule.rule == "closing":
            return Stated(held.key, stated_closing(held.record), held.updated_on)
        told = {name: getattr(held.resource, name) for name in self.rule.fields}
        return Stated(held.key, told[self.rule.name] if len(told) == 1 else told, held.updated_on)


def _first(rule: FieldRule, records: Sequence[Held]) -> Choice:
    if not records:
        return Choice(rule, {name: UNSTATED[name] for name in rule.fields}, ())
    return Choice(rule, {name: getattr(records[0].resource, name) for name in rule.fields}, records[:1], records[1:])


def _by_authority(believed: Believed, rule: FieldRule) -> Choice:
    return _first(rule, believed.stating(rule))


def _most_recent(believed: Believed, rule: FieldRule) -> Choice:
    """A value that bears its own date (places, prices) counts from that one."""

    def age(held: Held) -> int:
        value = getattr(held.resource, rule.name)
        days = [item.as_of for item in (value if isinstance(value, tuple) else (value,)) if getattr(item, "as_of", None)]
        day = max(days, default=held.updated_on)
        return -day.toordinal() if day else 0

    return _first(rule, sorted(believed.stating(rule), key=age))


def _fullest(believed: Believed, rule: FieldRule) -> Choice:
    return _first(rule, sorted(believed.stating(rule), key=lambda held: -len(held.stated.intersection(rule.fields))))


def _union(believed: Believed, rule: FieldRule) -> Choice:
    """All that is said, and what other rules leave here (a second phone number is worth a try)."""
    rules = [rule, *(other for other in believed.rules.rules if other.others_in == rule.name)]
    stated = [(held, getattr(held.resource, each.name)) for each in rules for held in believed.stating(each)]
    if not stated:
        return _first(rule, ())
    items = dict.fromkeys(item for _, value in stated for item in ((value,) if isinstance(value, str) else value))
    records = list({held.key: held for held, _ in stated}.values())
    kind = frozenset if any(isinstance(value, frozenset) for _, value in stated) else tuple
    return Choice(rule, {rule.name: kind(items)}, records)


def _any(believed: Believed, rule: FieldRule) -> Choice:
    return Choice(rule, {rule.name: bool(found := believed.stating(rule))}, found)


def _position(believed: Believed, rule: FieldRule) -> Choice:
    """Reliable points first, then those that nothing is said of; never the point of another commune than the chosen one."""
    address = believed.rules.rule_of("commune")
    commune = RULES[address.rule](believed, address).values["commune"]
    here = [held for held in believed.stating(rule) if "lat" in held.stated and held.resource.commune in (commune, None)]
    return _first(rule, sorted(here, key=lambda held: {True: 0, None: 1, False: 2}[held.resource.position_is_reliable]))


def _latest(believed: Believed, rule: FieldRule) -> Choice:
    records = sorted(believed.open or believed.whole, key=lambda held: held.updated_on or date.min, reverse=True)
    day = records[0].updated_on
    return Choice(rule, {rule.name: day}, records[:1] if day else ())


def stated_closing(record: SourceRecord) -> date | None:
    """The day from which the source itself says it is closed."""
    return record.closed_on or record.resource.closed_on


def _closing(believed: Believed, rule: FieldRule) -> Choice:
    closed = [held for held in believed.whole if stated_closing(held.record)]
    standing = [held for held in closed if not _contradicted(held, believed)]
    if standing:
        return Choice(rule, {rule.name: stated_closing(standing[0].record)}, standing[:1], believed.open)
    if believed.open:
        return Choice(rule, {rule.name: None}, believed.open[:1] if closed else (), closed)
    days = {held.key: stated_closing(held.record) or believed.absent[held.key] for held in believed.whole}
    last = max(believed.whole, key=lambda held: (days[held.key], held.key))
    return Choice(rule, {rule.name: days[last.key]}, [last])


def _contradicted(closed: Held, believed: Believed) -> bool:
    day = stated_closing(closed.record)
    assert day is not None
    rank = believed.rules.rank(closed.record.source)
    return any(other.updated_on > day if other.updated_on else believed.rules.rank(other.record.source) < rank for other in believed.open)


RULES: Mapping[RuleName, Callable[[Believed, FieldRule], Choice]] = {
    "authority": _by_authority,
    "recent": _most_recent,
    "fullest": _fullest,
    "union": _union,
    "any": _any,
    "position": _position,
    "closing": _closing,
    "latest": _latest,
}


def _disagree(rule: FieldRule, chosen: Held, other: Held) -> bool:
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
