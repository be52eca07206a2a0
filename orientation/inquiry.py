"""The next question: among what nobody said, what would change most what is shown. None when no answer would change anything.

The influence of a question is worked out by answering it every plausible way and looking at what moves: the first
resources of each need, the tier. Facts act on a search only through the person's publics and the tier, so that a
few searches answer for many questions.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf

from orientation.assistant import Rules, World, keyed
from orientation.case import Case, Reason
from orientation.complexity.assess import Assessment, assess
from orientation.complexity.columns import SituationColumns, assess_many
from orientation.grid import GridOnDay, Tier
from orientation.ranking.rank import VariedSearch
from orientation.territory import Commune

AT_MOST = 2
LOOKED_AT = 3
# A change of tier matters as much as a whole list that changes. Where several answers together could change the tier, each is
# worth what it brings nearer to it, in hundredths of a point.
TIER_WEIGHT = 1.0
POINTS_WEIGHT = 0.01
NEGLIGIBLE = 0.005
# Ages at which services differ: a child, a young person, an adult, an older person, a very old one.
PLAUSIBLE_AGES = (8.0, 17.0, 40.0, 70.0, 85.0)
OLD_AGE = 60
PLAUSIBLE_GIRS = (2, 4, 6)
# How often a question about a criterion is answered "nothing to report" or "to be planned". "Act now" is left out: a danger is
# said at once or read by the emergency rules, nobody is asked about it in passing.
LEVELS = {"0": 0.6, "2": 0.4}


DANGER = "danger-"


@dataclass(frozen=True, slots=True)
class Question:
    """`id`: "danger-" with an emergency, "commune", "besoin", "age", "gir", or a criterion.

    `influence`: from 0, nothing would change, upwards.
    `text`: how a person would ask it; `why`: what its answer changes.
    """

    id: str
    influence: float
    text: Reason
    why: Reason


def next_questions(
    case: Case,
    world: World,
    rules: Rules,
    homonyms: Sequence[Commune] = (),
    suggested: Sequence[str] = (),
    at_most: int = AT_MOST,
    *,
    urgent: bool = False,
    danger: str | None = None,
) -> tuple[Question, ...]:
    """The questions worth asking, heaviest first. Without a place or a need nothing can be shown: they come before all.

    `homonyms`: the communes that what was written may mean. `suggested`: needs that the request only resembles, to be confirmed.
    `urgent`: nobody is asked about papers or carers while somebody is in danger; `danger`: an emergency that what was written looks like,
    asked about before all.
    """
    blocking = [] if danger is None else [_about_the_danger(danger, world)]
    if case.place is None:
        blocking.append(_about_the_place(homonyms, world))
    if not case.needs:
        blocking.append(_about_the_need(suggested, world))
    if blocking or urgent:
        return tuple(blocking[:at_most])
    shown = _Shown(case, world, rules)
    answers = dict(_answers(case, shown.assessment, rules.grid))
    weighed = zip(shown.influences(list(answers.values())), answers, strict=True)
    worth = sorted(((influence, id) for influence, id in weighed if influence > NEGLIGIBLE), key=lambda one: (-one[0], one[1]))
    return tuple(_question(id, influence, rules) for influence, id in worth[:at_most])


def _about_the_danger(id: str, world: World) -> Question:
    emergency = world.labels.vocabulary.emergencies[id]
    text = Reason("question-danger", {"emergency": world.labels.emergency(id), "numbers": list(emergency.numbers)})
    return Question(f"{DANGER}{id}", inf, text, Reason("question-why-danger"))


def _about_the_place(homonyms: Sequence[Commune], world: World) -> Question:
    why = Reason("question-why-place")
    if not homonyms:
        return Question("commune", inf, Reason("question-place"), why)
    named = [f"{one.name} ({world.gazetteer.departement_name(one.departement) or one.departement})" for one in homonyms]
    return Question("commune", inf, Reason("question-homonyms", {"communes": named}), why)


def _about_the_need(suggested: Sequence[str], world: World) -> Question:
    why = Reason("question-why-need")
    if not suggested:
        return Question("besoin", inf, Reason("question-need"), why)
    return Question("besoin", inf, Reason("question-suggested", {"needs": [world.labels.need(id) for id in suggested]}), why)


def _question(id: str, influence: float, rules: Rules) -> Question:
    why = Reason("question-why-changes")
    if id in ("age", "gir"):
        return Question(id, influence, Reason(f"question-{id}"), why)
    return Question(id, influence, Reason("question-criterion", {"question": rules.grid.criterion[id].question}), why)


Likely = list[tuple[Case, float]]


def _answers(case: Case, assessment: Assessment, grid: GridOnDay) -> Iterator[tuple[str, Likely]]:
    """Each open question with the case as each of its answers would make it, and how likely that answer is.

    Autonomy is asked by its GIR, and of older people only: nobody else has one.
    """
    situation = case.situation
    if situation.age_years is None:
        yield "age", _evenly(replace(case, situation=replace(situation, age_years=age)) for age in PLAUSIBLE_AGES)
    autonomy = grid.gir_criterion
    if situation.gir is None and autonomy not in situation.facts and (situation.age_years or 0) >= OLD_AGE:
        yield "gir", _evenly(replace(case, situation=replace(situation, gir=gir)) for gir in PLAUSIBLE_GIRS)
    for gap in assessment.missing:
        if gap.criterion not in situation.facts and gap.criterion != autonomy and gap.influence > 0:
            facts = {level: {**situation.facts, gap.criterion: level} for level in LEVELS}
            yield gap.criterion, [(replace(case, situation=replace(situation, facts=facts[level])), LEVELS[level]) for level in LEVELS]


def _evenly(cases: Iterable[Case]) -> Likely:
    held = list(cases)
    return [(case, 1 / len(held)) for case in held]


class _Shown:
    """What is shown of a case, and how much of it another case would change."""

    def __init__(self, case: Case, world: World, rules: Rules) -> None:
        self._case, self._rules = case, rules
        needs = keyed(case.needs).values()
        self._searches = [VariedSearch(case, (need,), world.columns, rules.policy, world.gazetteer) for need in needs]
        self._held: dict[object, tuple[tuple[str, ...], ...]] = {}

    @cached_property
    def assessment(self) -> Assessment:
        return assess(self._case.situation, self._rules.grid)

    def influences(self, questions: Sequence[Likely]) -> list[float]:
        """For each question the mean, over its likely answers, of the share of the lists that changes and of the change of tier."""
        grid, others = self._rules.grid, [other for likely in questions for other, _ in likely]
        then = assess_many(SituationColumns.of((other.situation for other in others), grid), grid)
        told = zip(others, then.tier.tolist(), then.points.tolist(), strict=True)
        changes = iter([self._change(other, grid.tiers[tier], points) for other, tier, points in told])
        return [sum(share * next(changes) for _, share in likely) for likely in questions]

    def _change(self, other: Case, tier: Tier, points: float) -> float:
        now = self.assessment
        moved = sum(map(_moved, self._first(self._case, now.tier), self._first(other, tier)))
        raised = TIER_WEIGHT * (tier.id != now.tier.id)
        nearer = 0.0 if now.firm else POINTS_WEIGHT * abs(points - now.points)
        return moved / max(1, len(self._searches)) + raised + nearer

    def _first(self, case: Case, tier: Tier) -> tuple[tuple[str, ...], ...]:
        """The first resources of each need."""
        key = (tier.id, case.situation.age_years, case.situation.gir, self._public_facts(case))
        if key not in self._held:
            self._held[key] = tuple(search.first(case, tier, LOOKED_AT) for search in self._searches)
        return self._held[key]

    def _public_facts(self, case: Case) -> tuple[tuple[str, str], ...]:
        """Only the facts by which the policy knows publics: the others leave a search as it is."""
        facts: Mapping[str, str] = case.situation.facts
        return tuple(sorted((id, facts[id]) for id in self._told & facts.keys()))

    @cached_property
    def _told(self) -> frozenset[str]:
        rules = self._rules.policy.publics.values()
        return frozenset(id for rule in rules for id in (*rule.facts, *rule.not_facts))


def _moved(before: tuple[str, ...], after: tuple[str, ...]) -> float:
    """The share of a short list that is no longer there; two empty lists are the same."""
    if not before and not after:
        return 0.0
    return 1 - len(set(before) & set(after)) / max(len(before), len(after))
