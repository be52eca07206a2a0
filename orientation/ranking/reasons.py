"""Why a resource is proposed, what to check by phone, and what left the near misses out: for what is shown only, as reasons to render."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil
from typing import Protocol

from orientation.case import Case, Reason
from orientation.grid import Tier
from orientation.policy import Policy
from orientation.ranking.criteria import DAYS_A_MONTH
from orientation.ranking.publics import ages_of, sex_of
from orientation.ranking.rank import Match, NearMiss, SearchResult
from orientation.resource import AgeRange, Resource
from orientation.territory import Area, CatchmentArea
from orientation.vocabulary import Vocabulary

Fetch = Callable[[Sequence[str]], Sequence[Resource]]
CLOSES_SOON = timedelta(days=92)
NAMED_AREAS = 3


class AreaNames(Protocol):
    """Where areas get their names, and what contains a commune (`Gazetteer`)."""

    def area_name(self, area: Area) -> str | None: ...
    def containing(self, code: str) -> frozenset[Area]: ...


@dataclass(frozen=True)
class Labels:
    """How needs, publics, specialties and areas are called in one language."""

    vocabulary: Vocabulary
    areas: AreaNames
    language: str = "fr"
    specialties: Mapping[str, str] = field(default_factory=dict)

    def need(self, id: str) -> str:
        need = self.vocabulary.needs[id]
        return need.label_en if self.language == "en" else need.label_fr

    def public(self, id: str) -> str:
        public = self.vocabulary.publics.get(id)
        return id if public is None else public.label_en if self.language == "en" else public.label_fr

    def emergency(self, id: str) -> str:
        emergency = self.vocabulary.emergencies[id]
        return emergency.label_en if self.language == "en" else emergency.label_fr

    def specialty(self, id: str) -> str:
        return self.specialties.get(id, id.replace("-", " "))

    def area(self, area: Area) -> str | Reason:
        if area.kind == "polygone":
            return Reason("area-drawn")
        name = self.areas.area_name(area)
        if name is not None:
            return name
        return Reason("area-sector" if area.kind == "secteur-psychiatrique" else "area-unnamed", {"code": area.code})


@dataclass(frozen=True)
class Described:
    """A match with the whole resource, why it is proposed, and what to check."""

    match: Match
    resource: Resource
    why: tuple[Reason, ...]
    to_check: tuple[Reason, ...]


@dataclass(frozen=True)
class DescribedMiss:
    """A near miss with the whole resource and the one reason that leaves it out."""

    miss: NearMiss
    resource: Resource
    reason: Reason


@dataclass(frozen=True)
class Description:
    """What is shown of a search; a resource that the directory lost meanwhile is left out."""

    matches: tuple[Described, ...]
    near_misses: tuple[DescribedMiss, ...]


def described(
    result: SearchResult, case: Case, policy: Policy, fetch: Fetch, labels: Labels, *, tier: Tier | None = None, first: int | None = None
) -> Description:
    """The first matches (None: all given) and the near misses with their resources, read in one go, and their reasons."""
    shown = result.matches[:first]
    held = {resource.id: resource for resource in fetch([*(match.id for match in shown), *(miss.id for miss in result.near_misses)])}
    telling = _Telling(result, case, policy, labels, tier)
    return Description(
        tuple(telling.match(match, held[match.id]) for match in shown if match.id in held),
        tuple(DescribedMiss(miss, held[miss.id], telling.miss(miss, held[miss.id])) for miss in result.near_misses if miss.id in held),
    )


@dataclass(frozen=True)
class _Telling:
    """What every sentence of one search is told from."""

    result: SearchResult
    case: Case
    policy: Policy
    labels: Labels
    tier: Tier | None

    def match(self, match: Match, resource: Resource) -> Described:
        return Described(match, resource, tuple(self._why(match, resource)), tuple(self._to_check(match, resource)))

    def miss(self, miss: NearMiss, resource: Resource) -> Reason:
        match miss.rule:
            case "excluded-zone":
                return Reason(miss.rule, {"areas": self._areas(resource.catchment)})
            case "excluded-age":
                return Reason(miss.rule, {"ages": ages_said(resource.ages)})
            case "excluded-public":
                return Reason(miss.rule, {"publics": self._publics(resource.publics)})
            case "excluded-sex":
                return Reason(miss.rule, {"sex": Reason(f"sex-{resource.sex}")})
            case "excluded-closed":
                return Reason(miss.rule, {"closed_on": resource.closed_on})
            case "excluded-not-open":
                return Reason(miss.rule, {"opened_on": resource.opened_on})
            case _:
                needed = ceil(miss.distance_km or 0.0)
                return Reason(miss.rule, {"distance_km": miss.distance_km, "radius_km": self.result.radius_km, "needed_km": needed})

    def _why(self, match: Match, resource: Resource) -> Iterator[Reason]:
        known = {name for name, mark in match.marks.items() if mark} - set(match.unknown)
        answered = [need for need in self.result.needs if need.id in resource.needs]
        yield Reason("why-need", {"needs": [self.labels.need(need.id) for need in answered]})
        for need in answered:
            if need.qualifier and need.qualifier in resource.specialties:
                yield Reason("why-specialty", {"specialty": self.labels.specialty(need.qualifier)})
        if "serves_the_place" in known:
            yield Reason("why-zone", {"commune": self._commune(), "areas": self._areas(resource.catchment)})
        yield from self._how_it_reaches(match, resource)
        if "suits_the_age" in known:
            yield Reason("why-age", {"ages": ages_said(resource.ages)})
        if "suits_the_public" in known and resource.publics:
            everyone = {id for id in resource.publics if (rule := self.policy.publics.get(id)) and rule.everyone}
            dedicated = resource.publics - everyone
            if match.marks["suits_the_public"] == 1.0 and dedicated:
                yield Reason("why-public", {"publics": self._publics(dedicated)})
            else:
                yield Reason("why-everyone")
        if "has_places" in known and resource.places:
            yield Reason("why-places", {"free": resource.places.free, "as_of": resource.places.as_of})
        if match.marks.get("is_up_to_date") == 1.0 and "is_up_to_date" in known:
            yield Reason("why-fresh", {"updated_on": resource.updated_on})
        if match.marks.get("is_confirmed") == 1.0 and len(resource.sources) > 1:
            yield Reason("why-confirmed", {"sources": len(resource.sources)})
        if self.tier and "fits_the_tier" in known:
            yield Reason("why-tier", {"tier": self.tier.label})

    def _how_it_reaches(self, match: Match, resource: Resource) -> Iterator[Reason]:
        if resource.modes == {"a-distance"}:
            yield Reason("why-remote")
            return
        if "a-domicile" in resource.modes:
            yield Reason("why-home")
        if match.distance_km is not None:
            rough = resource.lat is None or resource.position_is_reliable is False
            yield Reason("why-distance-rough" if rough else "why-distance", {"distance_km": match.distance_km})

    def _to_check(self, match: Match, resource: Resource) -> Iterator[Reason]:
        yield from self._zone_to_check(match, resource)
        if "answers_the_need" in match.unknown:
            for need in self.result.needs:
                if need.qualifier and need.id in resource.needs:
                    yield Reason("check-specialty", {"specialty": self.labels.specialty(need.qualifier)})
        yield from self._person_to_check(match, resource)
        yield from self._record_to_check(match, resource)

    def _zone_to_check(self, match: Match, resource: Resource) -> Iterator[Reason]:
        if match.serves == "unknown":
            if resource.catchment is not None:
                yield Reason("check-zone-point", {"areas": self._areas(resource.catchment)})
            elif "sur-place" in resource.modes:
                yield Reason("check-sector", {"commune": self._commune()})
            else:
                yield Reason("check-zone", {"commune": self._commune()})
        if not resource.modes:
            yield Reason("check-mode")

    def _person_to_check(self, match: Match, resource: Resource) -> Iterator[Reason]:
        if "suits_the_age" in match.unknown:
            low, high = ages_of(self.case, self.policy.publics)
            if resource.ages is None:
                yield Reason("check-age")
            elif low != high:
                yield Reason("check-age-person", {"ages": ages_said(resource.ages)})
        if "suits_the_public" in match.unknown:
            if resource.publics:
                yield Reason("check-public-other", {"publics": self._publics(resource.publics)})
            else:
                yield Reason("check-public")
        if resource.sex is not None and sex_of(self.case, self.policy.publics) is None:
            yield Reason("check-sex", {"sex": Reason(f"sex-{resource.sex}")})

    def _record_to_check(self, match: Match, resource: Resource) -> Iterator[Reason]:
        places, updated, day = resource.places, resource.updated_on, self.case.day
        if "has_places" in match.unknown:
            yield Reason("check-places-old", {"as_of": places.as_of}) if places and places.as_of else Reason("check-places")
        elif match.marks.get("has_places") == 0.0 and places:
            yield Reason("check-places-none", {"as_of": places.as_of})
        if resource.phone is None:
            yield Reason("check-phone")
        if updated is None:
            yield Reason("check-undated")
        elif (day - updated).days / DAYS_A_MONTH >= self.policy.stale_months:
            yield Reason("check-stale", {"updated_on": updated})
        if resource.closed_on is not None and resource.closed_on - day <= CLOSES_SOON:
            yield Reason("check-closing", {"closed_on": resource.closed_on})
        if match.distance_km is None and resource.modes != {"a-distance"}:
            yield Reason("check-no-position")
        elif match.distance_km is not None and (resource.lat is None or resource.position_is_reliable is False):
            yield Reason("check-position")
        if "is_confirmed" not in match.unknown and match.marks.get("is_confirmed") == 0.0:
            yield Reason("check-reported")
        elif match.marks.get("is_confirmed") == 0.5 and "is_confirmed" not in match.unknown:
            yield Reason("check-disagreement")

    def _commune(self) -> str:
        place = self.case.place
        return place.commune.name if place and place.commune else f"{place.lat:.4f}, {place.lon:.4f}" if place else ""

    def _areas(self, catchment: CatchmentArea | None) -> list[str | Reason]:
        """Those that hold the person's place first; beyond what a sentence names, codes are enough to be counted."""
        place = self.case.place
        around = self.labels.areas.containing(place.commune.code) if place and place.commune else frozenset()
        areas = sorted(catchment.areas, key=lambda area: area not in around) if catchment else []
        return [self.labels.area(area) if rank < NAMED_AREAS else area.code for rank, area in enumerate(areas)]

    def _publics(self, publics: frozenset[str] | None) -> list[str]:
        """Those the person is said to be of first."""
        return [self.labels.public(id) for id in sorted(publics or (), key=lambda id: (id not in self.case.publics, id))]


def ages_said(ages: AgeRange | None) -> Reason:
    """The part of a sentence that says which ages are taken.

    >>> ages_said(AgeRange(60)).id, ages_said(AgeRange(0, 17)).id
    ('ages-from', 'ages-up-to')
    """
    if ages is None or (ages.low == 0 and ages.high is None):
        return Reason("ages-any")
    if ages.high is None:
        return Reason("ages-from", {"low": ages.low})
    if ages.low == 0:
        return Reason("ages-up-to", {"high": ages.high})
    return Reason("ages-between", {"low": ages.low, "high": ages.high})
