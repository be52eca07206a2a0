"""Of which publics a person is, is not, or may be. Only an explicit incompatibility leaves anybody out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orientation.case import Case, WantedNeed
from orientation.policy import Policy, PublicRule
from orientation.resource import Sex

OLDEST = 130.0
_JUST_BELOW = 0.99


@dataclass(frozen=True, slots=True)
class Publics:
    """What is known of a person, as bits over the publics of the columns; a public in none of the four is unknown.

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
    ranges = [rule.ages for id, rule in rules.items() if id in case.publics and rule.ages]
    low = max((ages.low for ages in ranges), default=0.0)
    high = min((OLDEST if ages.high is None else ages.high + _JUST_BELOW for ages in ranges), default=OLDEST)
    return (low, high) if low <= high else (0.0, OLDEST)


def sex_of(case: Case, rules: Mapping[str, PublicRule]) -> Sex | None:
    """The sex given, else the one that the person's publics imply; None when they say nothing or contradict each other."""
    if case.situation.sex is not None:
        return case.situation.sex
    implied = {rules[id].sex for id in case.publics if id in rules and rules[id].sex is not None}
    return implied.pop() if len(implied) == 1 else None


def publics_of(case: Case, needs: Iterable[WantedNeed], policy: Policy, index: Mapping[str, int]) -> Publics:
    """What the case says of each public; one that was stated holds whatever the age and the facts suggest."""
    low, high = ages_of(case, policy.publics)
    sex, wanted = sex_of(case, policy.publics), {need.id for need in needs}
    held = {"of": 0, "everyone": 0, "too_young": 0, "too_old": 0, "never": 0}
    for id, rank in index.items():
        rule = policy.publics.get(id, PublicRule())
        if id in case.publics or rule.needs & wanted:
            held["of"] |= 1 << rank
        elif (state := _state(rule, low, high, sex, case)) is not None:
            held[state] |= 1 << rank
    return Publics(**held)


def _state(rule: PublicRule, low: float, high: float, sex: Sex | None, case: Case) -> str | None:
    facts = case.situation.facts
    if rule.everyone:
        return "everyone"
    if (rule.sex and sex and rule.sex != sex) or any(facts.get(id) in levels for id, levels in rule.not_facts.items()):
        return "never"
    if rule.ages and high < rule.ages.low:
        return "too_young"
    if rule.ages and rule.ages.high is not None and low >= rule.ages.high + 1:
        return "too_old"
    within = rule.ages is None or (rule.ages.includes(low) and rule.ages.includes(high))
    if rule.ages_suffice and within:
        return "of"
    if rule.sex_suffices and sex == rule.sex:
        return "of"
    told = case.situation.gir in rule.girs or any(facts.get(id) in levels for id, levels in rule.facts.items())
    return "of" if told and within else None
