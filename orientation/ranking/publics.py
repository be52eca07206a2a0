"""Of which publics a person is, is not, or may be. Only an explicit incompatibility leaves anybody out."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from orientation.case import Case
from orientation.policy import PublicRule
from orientation.resource import Sex

OLDEST = 130.0
_JUST_BELOW = 0.99
_ANYBODY = PublicRule()
_IN_WORDS = {"0": {"non", "aucune"}, "1": {"legere"}, "2": {"oui", "moderee"}, "3": {"oui", "severe"}}
"""What a level of a grid says in the vocabulary's words: one to watch (1) neither affirms nor denies."""


@dataclass(frozen=True, slots=True)
class Publics:
    """What is known of a person, as bits over the publics of the columns; a public in none of the five is unknown.

    `too_young`, `too_old`: not of this public by the ages it implies, which a service's own stated ages may overrule.
    """

    of: int = 0
    everyone: int = 0
    too_young: int = 0
    too_old: int = 0
    never: int = 0


def ages_of(case: Case, rules: Mapping[str, PublicRule]) -> tuple[float, float]:
    """The youngest and oldest the person may be: the age given, else what their publics imply, else anything."""
    age = case.situation.age_years
    if age is not None:
        return age, age
    ranges = [ages for id in case.publics if (ages := rules.get(id, _ANYBODY).ages)]
    low = max((ages.low for ages in ranges), default=0.0)
    high = min((OLDEST if ages.high is None else ages.high + _JUST_BELOW for ages in ranges), default=OLDEST)
    return (low, high) if low <= high else (0.0, OLDEST)


def sex_of(case: Case, rules: Mapping[str, PublicRule]) -> Sex | None:
    """The sex given, else the one that the person's publics imply; None when they say nothing or contradict each other."""
    if case.situation.sex is not None:
        return case.situation.sex
    implied = {sex for id in case.publics if (sex := rules.get(id, _ANYBODY).sex)}
    return implied.pop() if len(implied) == 1 else None


class PublicBits:
    """The rules of publics as bits, so that a person is compared with all publics at once. `index`: the bit of each public."""

    def __init__(self, rules: Mapping[str, PublicRule], index: Mapping[str, int]) -> None:
        self._bit = {id: 1 << rank for id, rank in index.items()}
        self._rules = {id: rule for id, rule in rules.items() if id in index}
        self._everyone = self._where(lambda rule: rule.everyone)
        self._ages_suffice = self._where(lambda rule: rule.ages_suffice)
        self._ruled = self._where(lambda rule: True)
        self._of_girs = {gir: self._where(lambda rule, gir=gir: gir in rule.girs) for gir in range(1, 7)}  # type: ignore[misc]
        self._other_sex = {sex: self._where(lambda rule, sex=sex: rule.sex not in (None, sex)) for sex in get_args(Sex)}  # type: ignore[misc]
        self._same_sex = {
            sex: self._where(lambda rule, sex=sex: rule.sex_suffices and rule.sex == sex)  # type: ignore[misc]
            for sex in get_args(Sex)
        }
        self._by_need = self._grouped((need, id) for id, rule in self._rules.items() for need in rule.needs)
        self._by_fact = _levels((id, rule.facts) for id, rule in self._rules.items())
        self._by_not_fact = _levels((id, rule.not_facts) for id, rule in self._rules.items())
        self._by_age: dict[tuple[float, float], tuple[int, int, int]] = {}

    def read(self, case: Case, needs: Collection[str], ages: tuple[float, float], sex: Sex | None) -> Publics:
        """What the case says of each public; one that was stated holds whatever the age and the facts suggest."""
        facts = case.situation.facts
        of = self._any(case.publics)
        for need in needs:
            of |= self._by_need.get(need, 0)
        everyone = self._everyone & ~of
        left = self._ruled & ~(of | everyone)
        never = (self._told(self._by_not_fact, facts) | (self._other_sex[sex] if sex else 0)) & left
        left &= ~never
        too_young, too_old, inside = self._aged(ages)
        too_young &= left
        too_old &= left & ~too_young
        left &= ~(too_young | too_old)
        likely = self._ages_suffice | self._of_girs.get(case.situation.gir or 0, 0) | self._told(self._by_fact, facts)
        of |= left & ((self._same_sex[sex] if sex else 0) | (inside & likely))
        return Publics(of, everyone, too_young, too_old, never)

    def _aged(self, ages: tuple[float, float]) -> tuple[int, int, int]:
        """Publics whose ages begin after the person's, end before them, or hold them; kept, since ages are few."""
        found = self._by_age.get(ages)
        if found is None:
            low, high = ages
            young = self._where(lambda rule: rule.ages is not None and high < rule.ages.low)
            old = self._where(lambda rule: rule.ages is not None and rule.ages.high is not None and low >= rule.ages.high + 1)
            inside = self._where(
                lambda rule: rule.ages is None or (low >= rule.ages.low and (rule.ages.high is None or high < rule.ages.high + 1))
            )
            if len(self._by_age) >= _AGES:
                self._by_age.clear()
            found = self._by_age[ages] = young, old, inside
        return found

    def _told(self, levels: Mapping[str, Sequence[tuple[frozenset[str], str]]], facts: Mapping[str, str]) -> int:
        """Publics one of whose facts was given with one of its levels, in words or as the level of a grid."""
        found = 0
        for fact, value in facts.items():
            for among, id in levels.get(fact, ()):
                if not among.isdisjoint(_IN_WORDS.get(value, {value})):
                    found |= self._bit[id]
        return found

    def _where(self, holds: Callable[[PublicRule], bool]) -> int:
        return self._any(id for id, rule in self._rules.items() if holds(rule))

    def _any(self, ids: Iterable[str]) -> int:
        found = 0
        for id in ids:
            found |= self._bit.get(id, 0)
        return found

    def _grouped(self, pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
        found: dict[str, int] = {}
        for key, id in pairs:
            found[key] = found.get(key, 0) | self._bit[id]
        return found


_AGES = 512


def _levels(rules: Iterable[tuple[str, Mapping[str, frozenset[str]]]]) -> dict[str, list[tuple[frozenset[str], str]]]:
    """By fact, the levels that count and the public they count for."""
    found: dict[str, list[tuple[frozenset[str], str]]] = {}
    for id, levels in rules:
        for fact, among in levels.items():
            found.setdefault(fact, []).append((among, id))
    return found
