"""The one use case: a case in, an orientation out. Assess, search each need, plan, and name whom to call when the tier asks for it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from orientation.case import Case, Situation, WantedNeed
from orientation.complexity.assess import Assessment, assess, judged
from orientation.conversation.understanding import Understanding
from orientation.directory.columns import Columns
from orientation.geography.access import Access, said_minutes, travel_minutes_to
from orientation.geography.gazetteer import Gazetteer
from orientation.grid import ComplexityGrid, GridOnDay, Tier
from orientation.policy import Policy
from orientation.ranking.plan import Plan, plan
from orientation.ranking.rank import SearchResult, search
from orientation.ranking.reasons import Described, Description, Fetch, Labels, described
from orientation.refusal import Refused
from orientation.resource import Resource
from orientation.territory import Territory, TownHall, territory_of

# Enough for a plan to find one actor for several needs; what is shown is a handful.
CONSIDERED = 50


Drive = Callable[[tuple[float, float], Sequence[tuple[float, float]]], Sequence[float | None]]
"""Driving minutes from a point (lat, lon) to others, as a routing server says them; None where it does not."""


@dataclass(frozen=True)
class World:
    """Everything an orientation depends on besides the case: handed in as values, so that the same world gives the same answer."""

    gazetteer: Gazetteer
    territories: Mapping[str, Territory]
    grids: Mapping[str, ComplexityGrid]
    policy: Callable[[str, date], Policy]
    columns: Columns
    fetch: Fetch
    labels: Labels
    access: Callable[[date], Access]
    drive: Drive | None = None

    def minutes(self, case: Case, resources: Iterable[Resource]) -> dict[str, int]:
        """Estimated minutes to get to each, by id; none when people do not go there, or nobody knows. An estimate never ranks.

        What a routing server says takes the place of the estimate by distance where roads lead all the way: it knows no boat.
        """
        if case.place is None:
            return {}
        there = {one.id: found for one in resources if "sur-place" in one.modes and (found := self._where(one)) is not None}
        if not there:
            return {}
        access, codes = self.access(case.day), [code for _, code in there.values()]
        lats, lons = (np.array([point[axis] for point, _ in there.values()]) for axis in (0, 1))
        minutes = travel_minutes_to(case.place, lats, lons, codes, access)
        if self.drive is not None:
            home = access.block(case.place.commune.code) if case.place.commune else None
            roads = [rank for rank, code in enumerate(codes) if code is None or home is None or access.block(code) == home]
            driven = self.drive((case.place.lat, case.place.lon), [(float(lats[rank]), float(lons[rank])) for rank in roads])
            for rank, told in zip(roads, driven, strict=True):
                minutes[rank] = minutes[rank] if told is None else told
        said = zip(there, map(said_minutes, minutes.tolist()), strict=True)
        return {id: one for id, one in said if one is not None}

    def _where(self, resource: Resource) -> tuple[tuple[float, float], str | None] | None:
        """Its position, or its commune's, with the commune's code."""
        commune = self.gazetteer.current(resource.commune) if resource.commune else None
        lat, lon = (resource.lat, resource.lon) if resource.lat is not None or commune is None else (commune.lat, commune.lon)
        return None if lat is None or lon is None else ((lat, lon), commune.code if commune else None)


@dataclass(frozen=True)
class Rules:
    """What governs one case: its territory, and that territory's grid and policy as they stand on the case's day."""

    territory: Territory
    grid: GridOnDay
    policy: Policy


@dataclass(frozen=True)
class Answer:
    """What was found for one need: the whole search, and what is shown of it.

    `last_resort`: the town hall, when a social need finds nothing.
    """

    need: WantedNeed
    result: SearchResult
    description: Description
    last_resort: TownHall | None = None


@dataclass(frozen=True)
class Orientation:
    """The answer to a case. `coordination`: whom to call when the tier asks for it; None when it does not, or nobody was found.

    `minutes`: estimated, to get to what is shown, by resource id.
    """

    case: Case
    rules: Rules
    assessment: Assessment
    answers: Mapping[str, Answer]
    plan: Plan
    coordination: Described | None
    minutes: Mapping[str, int] = field(default_factory=dict)


def case_of(read: Understanding, gazetteer: Gazetteer, day: date, radius_km: float | None = None) -> Case:
    """The case that a reading describes: only what was said, nothing that was merely suggested."""
    return Case(
        needs=tuple(WantedNeed(need.id, need.qualifier) for need in read.needs),
        situation=Situation({fact.id: fact.value for fact in read.facts}, read.gir, read.age_years, read.sex),
        place=gazetteer.place(read.commune.code) if read.commune else None,
        day=day,
        publics=read.publics,
        delay_hours=read.delay_hours,
        radius_km=radius_km,
    )


def rules_for(case: Case, world: World, territory: str | None = None) -> Rules:
    """The territory that was named, else the one that governs the case's place. Raises Refused for an unknown name."""
    if territory is not None and territory not in world.territories:
        raise Refused(f"Territoire « {territory} » inconnu. Attendu l'un de : {', '.join(sorted(world.territories))}.")
    commune = case.place.commune if case.place else None
    around = world.gazetteer.containing(commune.code) if commune else frozenset()
    governing = world.territories[territory] if territory else territory_of(around, world.territories)
    return Rules(governing, world.grids[governing.grid].on(case.day), world.policy(governing.policy, case.day))


def orient(
    case: Case, world: World, territory: str | None = None, shown: int | None = None, judgement: tuple[str, str] | None = None
) -> Orientation:
    """Raises Refused when nobody said where the person lives; `shown` None: as many of each list as the policy says.

    `judgement`: the tier a professional retained instead of the grid's, and why; it is then the one acted upon.
    """
    rules = rules_for(case, world, territory)
    assessment = assess(case.situation, rules.grid)
    if judgement is not None:
        assessment = judged(assessment, *judgement, rules.grid)
    answers = {key: _answer(need, case, world, rules, assessment.tier, shown) for key, need in keyed(case.needs).items()}
    coordination = _coordination(case, world, rules, assessment.tier)
    shown_ones = [one for answer in answers.values() for one in answer.description.matches] + ([coordination] if coordination else [])
    return Orientation(
        case,
        rules,
        assessment,
        answers,
        plan({key: answer.result for key, answer in answers.items()}, rules.policy),
        coordination,
        world.minutes(case, (one.resource for one in shown_ones)),
    )


def keyed(needs: Iterable[WantedNeed]) -> dict[str, WantedNeed]:
    """Needs by id; a need wanted twice with different specialties keeps its id for the first and adds the specialty to the others."""
    found: dict[str, WantedNeed] = {}
    for need in needs:
        found.setdefault(need.id if need.id not in found or found[need.id] == need else f"{need.id}:{need.qualifier}", need)
    return found


def searched(
    case: Case, needs: tuple[WantedNeed, ...], world: World, rules: Rules, tier: Tier | None, limit: int | None = None
) -> SearchResult:
    """One search by the rules of a case, with the versions of all that decided it."""
    result = search(case, needs, world.columns, rules.policy, world.gazetteer, tier=tier, limit=limit)
    return replace(result, versions={**result.versions, "grid": f"{rules.grid.id} {rules.grid.version}"})


def _answer(need: WantedNeed, case: Case, world: World, rules: Rules, tier: Tier, shown: int | None) -> Answer:
    result = searched(case, (need,), world, rules, tier, CONSIDERED)
    shown = rules.policy.shown if shown is None else shown
    told = described(result, case, rules.policy, world.fetch, world.labels, tier=tier, first=shown)
    return Answer(need, result, told, None if result.matches else _last_resort(need, case, world))


def _last_resort(need: WantedNeed, case: Case, world: World) -> TownHall | None:
    """A town hall's social services know what no directory holds; for care they would only lose a call."""
    commune = case.place.commune if case.place else None
    if commune is None or world.labels.vocabulary.needs[need.id].sector != "social":
        return None
    return world.gazetteer.town_hall(commune.code)


def _coordination(case: Case, world: World, rules: Rules, tier: Tier) -> Described | None:
    """The service whose trade it is, before others that also do some coordination."""
    if tier.coordination_need is None:
        return None
    result = searched(case, (WantedNeed(tier.coordination_need),), world, rules, tier, CONSIDERED)
    told = described(result, case, rules.policy, world.fetch, world.labels, tier=tier)
    return next((one for one in told.matches if one.resource.sector == "coordination"), next(iter(told.matches), None))
