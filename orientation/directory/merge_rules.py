"""Which record is believed for which field: the rules as plain values. They are data, with a reason each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from hashlib import sha256
from typing import Literal

from orientation.record import SourceRecord
from orientation.resource import Resource

RuleName = Literal["authority", "recent", "fullest", "union", "any", "position", "closing", "latest"]
RULE_NAMES: tuple[RuleName, ...] = ("authority", "recent", "fullest", "union", "any", "position", "closing", "latest")
Comparison = Literal["exact", "words", "distance"]
COMPARISONS: tuple[Comparison, ...] = ("exact", "words", "distance")

MERGED_FIELDS = frozenset(field.name for field in fields(Resource)) - {"id", "sources"}

_COLLECTIONS = frozenset(
    {"categories", "needs", "specialties", "publics", "modes", "psychiatric_sectors", "other_phones", "prices", "languages", "identifiers"}
)
_FITTING: Mapping[RuleName, frozenset[str]] = {
    "union": _COLLECTIONS,
    "any": frozenset({"confidential"}),
    "position": frozenset({"lat", "lon", "position_is_reliable"}),
    "closing": frozenset({"closed_on"}),
    "latest": frozenset({"updated_on"}),
}
_TOGETHER = frozenset({"lat", "lon"})


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How the fields taken together from one record are chosen, and why.

    `rule`: authority (the most believed source that states them), recent (the last updated record that does), fullest (the record
    that states most of them), union (all that is said), any (true if one says so), position (the most reliable point in
    the chosen commune), closing (see `merging`), latest (the latest date). `authority`: sources believed first for these
    fields, before the general order. `comparison`: when two values disagree; words: same share of words below `at_least`
    (0-100); distance: farther than `at_most_km`. `others_in`: the field that also keeps the values not chosen.
    `name`: the field that stands for the others.
    """

    fields: tuple[str, ...]
    rule: RuleName
    reason: str
    authority: tuple[str, ...] = ()
    comparison: Comparison = "exact"
    at_least: float = 100.0
    at_most_km: float = 0.0
    others_in: str | None = None
    name: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.fields[0])


@dataclass(frozen=True)
class MergeRules:
    """`authority`: sources from the most to the least believed, each with the reason; those it does not name come after, by name.

    Every field of a resource has exactly one rule, with its reason. Raises ValueError otherwise.
    """

    version: str
    authority: Mapping[str, str]
    rules: tuple[FieldRule, ...]

    def __post_init__(self) -> None:
        named = [name for rule in self.rules for name in rule.fields]
        missing, strange, twice = MERGED_FIELDS - set(named), set(named) - MERGED_FIELDS, {name for name in named if named.count(name) > 1}
        if missing or strange or twice:
            raise ValueError(f"missing fields {sorted(missing)}, unknown {sorted(strange)}, with two rules {sorted(twice)}")
        misplaced = [rule.name for rule in self.rules if not set(rule.fields) <= _FITTING.get(rule.rule, MERGED_FIELDS)]
        if misplaced or any(_TOGETHER & set(rule.fields) and not set(rule.fields) >= _TOGETHER for rule in self.rules):
            raise ValueError(f"a rule that cannot choose these fields, or a latitude without its longitude: {misplaced}")
        unexplained = [rule.name for rule in self.rules if not rule.reason.strip()]
        unexplained += [source for source, reason in self.authority.items() if not reason.strip()]
        if unexplained:
            raise ValueError(f"without a reason: {unexplained}")

    @cached_property
    def fingerprint(self) -> str:
        """Hash of what the rules say: equal rules have equal fingerprints, whatever their version is called."""
        return sha256(repr((tuple(self.authority), self.rules)).encode()).hexdigest()[:16]

    @cached_property
    def _by_field(self) -> dict[str, FieldRule]:
        return {name: rule for rule in self.rules for name in rule.fields}

    def rule_of(self, field: str) -> FieldRule:
        return self._by_field[field]

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {source: rank for rank, source in enumerate(self.authority)}

    def rank(self, source: str, rule: FieldRule | None = None) -> tuple[int, int, str]:
        """Sorts sources from the most to the least believed, in general or for one rule."""
        preferred = rule.authority if rule is not None else ()
        first = preferred.index(source) if source in preferred else len(preferred)
        return first, self._ranks.get(source, len(self._ranks)), source

    def head(self, records: Sequence[SourceRecord]) -> SourceRecord:
        """The record that gives its key to the resource: of the most believed source, whatever it says, so that the key is stable."""
        return min(records, key=lambda record: (self.rank(record.source), record.id))

    def head_key(self, keys: Iterable[str]) -> str:
        """The same of record keys."""
        return min(keys, key=lambda key: (self.rank(key.partition(":")[0]), key.partition(":")[2]))
