"""Of which publics a person is, is not, or may be. Only an explicit incompatibility leaves anybody out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

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


def publics_of(
    case: Case,
    needs: Collection[str],
    rules: Mapping[str, PublicRule],
    index: Mapping[str, int],
    ages: tuple[float, float],
    sex: Sex | None,
) -> Publics:
    """What the case says of each public; one that was stated holds whatever the age and the facts suggest."""
    of = everyone = too_young = too_old = never = 0
    low, high = ages
    for id, rule in rules.items():
        bit = 1 << index[id] if id in index else 0
        youngest = rule.ages.low if rule.ages else 0.0
        first_refused = rule.ages.high + 1 if rule.ages and rule.ages.high is not None else float("inf")
        if id in case.publics or not rule.needs.isdisjoint(needs):
            of |= bit
        elif rule.everyone:
            everyone |= bit
        elif (rule.sex and sex and rule.sex != sex) or _told(rule.not_facts, case):
            never |= bit
        elif high < youngest:
            too_young |= bit
        elif low >= first_refused:
            too_old |= bit
        elif (rule.sex_suffices and sex == rule.sex) or (
            low >= youngest and high < first_refused and (rule.ages_suffice or case.situation.gir in rule.girs or _told(rule.facts, case))
        ):
            of |= bit
    return Publics(of | sum(1 << index[id] for id in case.publics if id in index and id not in rules), everyone, too_young, too_old, never)


def _told(levels: Mapping[str, frozenset[str]], case: Case) -> bool:
    """Whether a fact was given with one of these levels, in words or as the level of a grid."""
    facts = case.situation.facts
    return any(id in facts and not among.isdisjoint(_IN_WORDS.get(facts[id], {facts[id]})) for id, among in levels.items())
