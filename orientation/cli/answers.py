"""The JSON of the contracts: values of the core as plain fields. Names here are fixed; more may stand beside them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from orientation.assistant import Answer, Orientation
from orientation.case import Reason
from orientation.complexity.assess import Assessment
from orientation.conversation.understanding import Understanding
from orientation.inquiry import Question
from orientation.messages import Messages
from orientation.ranking.rank import SearchResult
from orientation.ranking.reasons import Described, Description
from orientation.record import ImportReport
from orientation.resource import Resource
from orientation.territory import Commune
from orientation.vocabulary import Vocabulary

Json = dict[str, object]


@dataclass(frozen=True)
class Saying:
    """What it takes to say a resource: sentences, communes by code, and by id the estimated minutes to get there, where known."""

    messages: Messages
    commune_of: Callable[[str], Commune | None]
    minutes: Mapping[str, int] = field(default_factory=dict)


def commune(found: Commune | None) -> Json | None:
    return None if found is None else {"code": found.code, "name": found.name}


def day(found: date | None) -> str | None:
    return None if found is None else found.isoformat()


def reasons(found: Iterable[Reason], messages: Messages) -> list[Json]:
    return [{"id": reason.id, "text": messages.render(reason)} for reason in found]


def understanding(read: Understanding, questions: Iterable[Question], vocabulary: Vocabulary, messages: Messages) -> Json:
    return {
        "age_years": read.age_years,
        "sex": read.sex,
        "commune": commune(read.commune),
        "commune_candidates": [commune(one) for one in read.commune_candidates],
        "publics": sorted(read.publics),
        "needs": [
            {"id": need.id, "qualifier": need.qualifier, "confidence": round(need.confidence, 3), "evidence": _span(need.evidence)}
            for need in read.needs
        ],
        "suggestions": [{"id": need.id, "confidence": round(need.confidence, 3)} for need in read.suggestions],
        "facts": [
            {"id": fact.id, "value": fact.value, "confidence": round(fact.confidence, 3), "evidence": _span(fact.evidence)}
            for fact in read.facts
        ],
        "likely_facts": [{"id": fact.id, "value": fact.value, "confidence": round(fact.confidence, 3)} for fact in read.likely_facts],
        "gir": read.gir,
        "delay_hours": read.delay_hours,
        "masked_text": read.masked_text,
        "masked": list(read.masked),
        "emergencies": [
            {"id": id, "numbers": list(vocabulary.emergencies[id].numbers), "label": vocabulary.emergencies[id].label_fr}
            for id in read.emergencies
        ],
        "questions": [{"id": one.id, "text": messages.render(one.text), "why": messages.render(one.why)} for one in questions],
        "off_topic": read.off_topic,
    }


def _span(evidence: tuple[int, int] | None) -> list[int] | None:
    return None if evidence is None else list(evidence)


def search(result: SearchResult, told: Description, saying: Saying) -> Json:
    return {
        "results": [match(one, saying) for one in told.matches],
        "found": result.found,
        "excluded": dict(result.excluded),
        "near_misses": [
            {
                "id": miss.resource.id,
                "name": miss.resource.name,
                "reason": {"id": miss.reason.id, "text": saying.messages.render(miss.reason)},
            }
            for miss in told.near_misses
        ],
        "radius_km": result.radius_km,
        "versions": dict(result.versions),
    }


def match(found: Described, saying: Saying) -> Json:
    return {
        **resource(found.resource, saying),
        "distance_km": None if found.match.distance_km is None else round(found.match.distance_km, 3),
        "minutes": saying.minutes.get(found.resource.id),
        "serves": found.match.serves,
        "score": found.match.score,
        "marks": dict(found.match.marks),
        "unknown": list(found.match.unknown),
        "reasons": reasons(found.why, saying.messages),
        "to_check": reasons(found.to_check, saying.messages),
    }


def resource(found: Resource, saying: Saying) -> Json:
    return {
        "id": found.id,
        "name": found.name,
        "organisation": found.organisation,
        "sector": found.sector,
        "categories": list(found.categories),
        "needs": sorted(found.needs),
        "publics": None if found.publics is None else sorted(found.publics),
        "commune": commune(saying.commune_of(found.commune)) if found.commune else None,
        "address": found.address,
        "postcode": found.postcode,
        "lat": found.lat,
        "lon": found.lon,
        "phone": found.phone,
        "email": found.email,
        "website": found.website,
        "hours": found.hours,
        "prices": [{"label": p.label, "amount": p.amount, "unit": p.unit, "as_of": day(p.as_of)} for p in found.prices],
        "places": None if found.places is None else {"free": found.places.free, "as_of": day(found.places.as_of)},
        "sources": [{"source": s.source, "id": s.id, "updated_on": day(s.updated_on)} for s in found.sources],
        "updated_on": day(found.updated_on),
    }


def assessment(found: Assessment, messages: Messages) -> Json:
    return {
        "points": round(found.points, 4),
        "lower": round(found.lower, 4),
        "upper": round(found.upper, 4),
        "tier": {"id": found.tier.id, "label": found.tier.label},
        "possible_tiers": [tier.id for tier in found.possible_tiers],
        "firm": found.firm,
        "dimensions": [{"id": one.id, "points": one.points} for one in found.dimensions],
        "contributions": [{"criterion": one.criterion, "points": one.points, "level": one.level} for one in found.contributions],
        "missing": [{"criterion": one.criterion, "influence": one.influence} for one in found.missing],
        "overrides": [{"id": one.values["rule"], "text": messages.render(one)} for one in found.overrides],
        "alerts": [{"id": one.values["alert"], "text": messages.render(one)} for one in found.alerts],
        "grid": {"id": found.grid_id, "version": found.grid_version},
    }


def orientation(read: Json, found: Orientation, saying: Saying) -> Json:
    return {
        "understanding": read,
        "territory": found.rules.territory.id,
        "assessment": assessment(found.assessment, saying.messages),
        "needs": {key: _answer(answer, saying) for key, answer in found.answers.items()},
        "plan": {"resources": list(found.plan.resources), "covers": dict(found.plan.covers), "uncovered": list(found.plan.uncovered)},
        "coordination": match(found.coordination, saying) if found.coordination else None,
    }


def _answer(answer: Answer, saying: Saying) -> Json:
    last = answer.last_resort
    town_hall = None if last is None else {"phone": last.phone, "email": last.email, "website": last.website, "hours": last.hours}
    return {**search(answer.result, answer.description, saying), "last_resort": town_hall}


def report(done: ImportReport) -> Json:
    return {
        "source": done.source,
        "read": done.read,
        "created": done.created,
        "updated": done.updated,
        "unchanged": done.unchanged,
        "closed": done.closed,
        "rejected": done.rejected,
        "closed_by_absence": done.closed_by_absence,
        "quarantine": done.quarantine,
        "directory_version": done.directory_version,
    }
