"""The obvious search: every resource looked at in turn, whole. What the fast one must equal, mark for mark."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b

from orientation.case import Case, WantedNeed
from orientation.geography.distance import distance_km
from orientation.grid import Tier
from orientation.policy import Policy, PublicRule
from orientation.ranking.asked import Gazetteer
from orientation.ranking.publics import ages_of, sex_of
from orientation.ranking.rank import Match, NearMiss, SearchResult, Told
from orientation.resource import Resource
from orientation.territory import Place

Counts = Mapping[str, tuple[int, int, int]]
Point = Callable[[str], tuple[float, float] | None]
ORDER = ("closed", "not-open", "zone", "age", "public", "sex", "radius")
WORDS = 0xFFFFFFFFFFFFFFFF


class One:
    """One resource before one case."""

    def __init__(
        self,
        resource: Resource,
        case: Case,
        needs: Sequence[WantedNeed],
        policy: Policy,
        gazetteer: Gazetteer,
        counts: Counts,
        point: Point,
    ) -> None:
        assert case.place is not None
        self.resource, self.case, self.needs, self.policy = resource, case, needs, policy
        self.counts = counts.get(resource.id, (max(1, len(resource.sources)), 0, 0))
        self.place: Place = case.place
        self.containing = gazetteer.containing(case.place.commune.code) if case.place.commune else None
        self.ages, self.sex = ages_of(case, policy.publics), sex_of(case, policy.publics)
        where = (resource.lat, resource.lon) if resource.lat is not None else point(resource.commune) if resource.commune else None
        self.distance = None if where is None else round(distance_km(self.place.lat, self.place.lon, *where), 3)  # type: ignore[arg-type]

    def sure_needs(self) -> set[str]:
        return {
            n.id for n in self.needs if n.id in self.resource.needs and (n.qualifier is None or n.qualifier in self.resource.specialties)
        }

    def maybe_needs(self) -> set[str]:
        return {n.id for n in self.needs if n.id in self.resource.needs and n.qualifier is not None and not self.resource.specialties}

    def travels(self) -> bool:
        return bool(self.resource.modes & {"a-domicile", "a-distance"})

    def covered(self) -> bool:
        return self.resource.catchment is not None and self.containing is not None and self.resource.catchment.covers(self.containing)

    def goes_by_distance(self) -> bool:
        free = {need.id for need in self.needs} - self.policy.sector_needs
        return "sur-place" in self.resource.modes and self.resource.catchment is None and bool(free & self.resource.needs)

    def serves(self) -> bool:
        return self.covered() or self.goes_by_distance()

    def in_reach(self, radius: float) -> bool:
        return (self.travels() and self.covered()) or (self.distance is not None and self.distance <= radius)

    def broken(self, radius: float) -> list[str]:
        """The rules it breaks, in the order in which they count."""
        resource, (low, high) = self.resource, self.ages
        found = {
            "closed": resource.closed_on is not None and resource.closed_on <= self.case.day,
            "not-open": resource.opened_on is not None and resource.opened_on > self.case.day,
            "zone": resource.catchment is not None and self.containing is not None and not self.covered(),
            "age": resource.ages is not None
            and (high < resource.ages.low or (resource.ages.high is not None and low >= resource.ages.high + 1)),
            "public": bool(resource.publics) and all(self._is_never(public) for public in resource.publics or ()),
            "sex": resource.sex is not None and self.sex is not None and resource.sex != self.sex,
            "radius": not self.in_reach(radius),
        }
        return [rule for rule in ORDER if found[rule]]

    def _rule(self, public: str) -> PublicRule:
        return self.policy.publics.get(public, PublicRule())

    def _stated(self, public: str) -> bool:
        return public in self.case.publics or bool(self._rule(public).needs & {need.id for need in self.needs})

    def _is_never(self, public: str) -> bool:
        if self._stated(public) or self._rule(public).everyone:
            return False
        rule, facts, ages, (low, high) = self._rule(public), self.case.situation.facts, self.resource.ages, self.ages
        if rule.sex and self.sex and rule.sex != self.sex:
            return True
        if any(facts.get(fact) in levels for fact, levels in rule.not_facts.items()):
            return True
        if rule.ages and high < rule.ages.low:
            return not (ages and ages.low > 0)
        if rule.ages and rule.ages.high is not None and low >= rule.ages.high + 1:
            return not (ages and ages.high is not None)
        return False

    def _is_of(self, public: str) -> bool:
        rule, situation = self._rule(public), self.case.situation
        if self._stated(public):
            return True
        outside = rule.ages and (self.ages[1] < rule.ages.low or (rule.ages.high is not None and self.ages[0] >= rule.ages.high + 1))
        denied = any(situation.facts.get(fact) in levels for fact, levels in rule.not_facts.items())
        if rule.everyone or outside or denied or (rule.sex and self.sex and rule.sex != self.sex):
            return False
        within = rule.ages is None or (rule.ages.includes(self.ages[0]) and rule.ages.includes(self.ages[1]))
        told = situation.gir in rule.girs or any(situation.facts.get(fact) in levels for fact, levels in rule.facts.items())
        return (rule.ages_suffice and within) or (rule.sex_suffices and self.sex == rule.sex) or (told and within)

    def marks(self, radius: float, tier: Tier | None) -> dict[str, tuple[float | None, bool]]:
        """By criterion: the mark (None: does not apply) and whether it is unknown."""
        resource, policy, day = self.resource, self.policy, self.case.day
        wanted = {need.id for need in self.needs}

        def unknown(name: str, mark: float = 1.0) -> tuple[float, bool]:
            return min(mark, policy.unknown.get(name, 0.0)), True

        found: dict[str, tuple[float | None, bool]] = {}
        sure, maybe = self.sure_needs(), self.maybe_needs()
        found["answers_the_need"] = (
            (len(sure) / len(wanted), False) if sure or not maybe else unknown("answers_the_need", len(maybe) / len(wanted))
        )
        found["serves_the_place"] = (
            (None, False) if self.goes_by_distance() else (1.0, False) if self.covered() else unknown("serves_the_place")
        )
        if resource.modes == {"a-distance"}:
            found["is_near"] = None, False
        elif self.distance is None:
            found["is_near"] = unknown("is_near")
        else:
            found["is_near"] = max(0.0, 1.0 - self.distance / radius), False
        low, high = self.ages
        if resource.ages and resource.ages.low <= low and (resource.ages.high is None or high < resource.ages.high + 1):
            found["suits_the_age"] = 1.0, False
        else:
            found["suits_the_age"] = unknown("suits_the_age")
        publics = resource.publics or frozenset()
        if any(map(self._is_of, publics)):
            found["suits_the_public"] = 1.0, False
        elif any(self._rule(public).everyone for public in publics):
            found["suits_the_public"] = policy.everyone_mark, False
        else:
            found["suits_the_public"] = unknown("suits_the_public", 0.0 if publics else 1.0)
        places = resource.places
        if places and places.as_of and (day - places.as_of).days <= policy.places_fresh_days:
            found["has_places"] = (1.0 if places.free else 0.0), False
        elif places is None and not wanted & policy.place_needs & resource.needs:
            found["has_places"] = None, False
        else:
            found["has_places"] = unknown("has_places")
        if resource.updated_on is None:
            found["is_up_to_date"] = unknown("is_up_to_date")
        else:
            months = (day - resource.updated_on).days / 30.4375
            span = policy.stale_months - policy.fresh_months
            found["is_up_to_date"] = min(1.0, max(0.0, (policy.stale_months - months) / span)), False
        found["can_be_reached"] = (1.0, False) if resource.phone else unknown("can_be_reached")
        sources, differing, reported = self.counts
        if reported:
            found["is_confirmed"] = 0.0, False
        elif sources < 2:
            found["is_confirmed"] = unknown("is_confirmed")
        else:
            found["is_confirmed"] = (0.5 if differing else 1.0), False
        if tier is None or not tier.fitting_needs:
            found["fits_the_tier"] = None, False
        else:
            found["fits_the_tier"] = float(bool(resource.needs & tier.fitting_needs)), False
        return found

    def match(self, radius: float, tier: Tier | None) -> Match:
        marks = self.marks(radius, tier)
        total = applied = 0.0
        for name, (mark, _) in marks.items():
            if mark is not None:
                total += self.policy.weights.get(name, 0.0) * mark
                applied += self.policy.weights.get(name, 0.0)
        return Match(
            id=self.resource.id,
            score=round(1_000_000 * total / max(applied, 1e-12)) / 1_000_000,
            serves="yes" if self.serves() else "unknown",
            distance_km=self.distance,
            told=Told(
                {name: mark for name, (mark, _) in marks.items()},
                tuple(name for name, (_, doubt) in marks.items() if doubt),
            ),
        )


def plain_search(
    resources: Iterable[Resource],
    case: Case,
    needs: Sequence[WantedNeed],
    policy: Policy,
    gazetteer: Gazetteer,
    *,
    tier: Tier | None = None,
    counts: Counts | None = None,
    point: Point = lambda code: None,
) -> SearchResult:
    policy = policy.adjusted_by(tier) if tier else policy
    each = [One(r, case, needs, policy, gazetteer, counts or {}, point) for r in resources if not r.confidential]
    answering = [one for one in each if one.sure_needs() | one.maybe_needs()]
    radii = _radii(case, needs, policy)
    for radius in radii:
        reached = [one for one in answering if one.in_reach(radius)]
        eligible = [one for one in reached if not one.broken(radius)]
        sure = sum(one.serves() for one in eligible)
        expected = sure + policy.unknown.get("serves_the_place", 0.0) * (len(eligible) - sure)
        if len(eligible) >= policy.enough and expected >= policy.enough:
            break
    matches = [one.match(radius, tier) for one in eligible]
    matches.sort(key=lambda match: (match.serves != "yes", -match.score, rotated(match.id, case.day.toordinal())))
    return SearchResult(
        needs=tuple(needs),
        matches=tuple(matches),
        found=len(matches),
        excluded=Counter(f"excluded-{one.broken(radius)[0]}" for one in reached if one.broken(radius)),
        near_misses=_near_misses(answering, case, needs, policy, radius, len(matches)),
        radius_km=radius,
        versions={"directory": "", "grid": None, "policy": policy.version, "day": case.day.isoformat()},
    )


def _radii(case: Case, needs: Sequence[WantedNeed], policy: Policy) -> list[float]:
    if case.radius_km is not None:
        return [case.radius_km]
    steps = [policy.radii_for(need.id) for need in needs]
    return sorted({max(radii[min(step, len(radii) - 1)] for radii in steps) for step in range(max(len(radii) for radii in steps))})


def _near_misses(
    answering: Sequence[One], case: Case, needs: Sequence[WantedNeed], policy: Policy, radius: float, found: int
) -> tuple[NearMiss, ...]:
    beyond = radius
    if found < policy.enough:
        beyond = max(2 * radius, *(far for need in needs for far in policy.radii_for(need.id)))
    missed = [one for one in answering if one.in_reach(beyond) and len(one.broken(radius)) == 1]
    if not found and not missed:
        missed = [one for one in answering if (one.distance is not None or one.in_reach(beyond)) and len(one.broken(radius)) == 1]
    missed = [one for one in missed if one.resource.closed_on is None or (case.day - one.resource.closed_on).days < 365]
    missed.sort(key=lambda one: (one.distance is None, one.distance, hash_of(one.resource.id)))
    return tuple(NearMiss(one.resource.id, f"excluded-{one.broken(radius)[0]}", one.distance) for one in missed[:5])


def hash_of(id: str) -> int:
    return int.from_bytes(blake2b(id.encode(), digest_size=8).digest(), "little")


def rotated(id: str, day: int) -> int:
    mixed = hash_of(id) ^ (day * 0x9E3779B97F4A7C15 & WORDS)
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & WORDS
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & WORDS
    return mixed ^ (mixed >> 31)
