"""What is taken away from an orientation: whom to call first, and the text that is handed over. Nothing of the person but the commune."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, zip_longest

from orientation.assistant import Orientation
from orientation.case import Reason
from orientation.opening import week_said
from orientation.ranking.plan import Plan, plan
from orientation.ranking.rank import Match
from orientation.resource import Resource

AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Call:
    """A resource to call, and the needs (keys of the orientation's answers) it is called for; none: it is there for coordination."""

    id: str
    needs: tuple[str, ...]


def plan_without(found: Orientation, set_aside: Collection[str]) -> Plan:
    """The plan once what was set aside is out of it: the next ones of each list take over."""
    if not set_aside:
        return found.plan
    results = {
        key: replace(answer.result, matches=tuple(match for match in answer.result.matches if match.id not in set_aside))
        for key, answer in found.answers.items()
    }
    return plan(results, found.rules.policy)


def calls(chosen: Plan) -> tuple[Call, ...]:
    """One call for each resource of a plan, in its order, with the needs it covers."""
    return tuple(Call(id, tuple(need for need, covering in chosen.covers.items() if covering == id)) for id in chosen.resources)


def first_calls(found: Orientation, set_aside: Collection[str] = (), at_most: int = AT_MOST) -> tuple[Call, ...]:
    """The plan's resources, then, when they are fewer, the next best of each need in turn."""
    planned = calls(plan_without(found, set_aside))
    taken = {call.id for call in planned} | set(set_aside)
    lists = [[(key, match) for match in answer.result.matches if match.id not in taken] for key, answer in found.answers.items()]
    others = [pair for pair in chain.from_iterable(zip_longest(*lists)) if pair is not None]
    spare = {match.id: Call(match.id, (key,)) for key, match in reversed(others)}
    order = dict.fromkeys(match.id for _, match in others)
    return tuple(islice(chain(planned, (spare[id] for id in order)), at_most))


def match_of(found: Orientation, id: str) -> Match | None:
    """The match of a resource in the first list that has it; None for one that no list holds."""
    matches = chain.from_iterable(answer.result.matches for answer in found.answers.values())
    return next((match for match in matches if match.id == id), None)


ALIKE, NEARLY_ALIKE = 0.6, 0.1


def spoken_of(found: Orientation, named: Sequence[tuple[Resource, float]]) -> Resource | None:
    """The resource a question is about, among those named about so, likest first with a likeness from 0 to 1.

    Of names nearly as alike: one that was looked at for this case, else one that answers a need, else one of the same département.
    None: no name is like it.
    """
    alike = [resource for resource, likeness in named if likeness >= max(ALIKE, named[0][1] - NEARLY_ALIKE)]
    looked_at = {match.id for answer in found.answers.values() for match in answer.result.matches}
    looked_at |= {miss.resource.id for answer in found.answers.values() for miss in answer.description.near_misses}
    wanted = {answer.need.id for answer in found.answers.values()}
    commune = found.case.place.commune if found.case.place else None
    around = commune.departement if commune else "nowhere"

    def farther(resource: Resource) -> tuple[bool, bool, bool]:
        return resource.id not in looked_at, not wanted & resource.needs, not (resource.commune or "").startswith(around)

    return min(alike, key=farther, default=None)


def why_not(found: Orientation, resource: Resource) -> tuple[Reason, ...]:
    """Where a resource stands for each need, or the one thing that leaves it out; that it answers none of them, when it does not."""
    said = []
    for answer in found.answers.values():
        ranks = {match.id: rank for rank, match in enumerate(answer.result.matches, start=1)}
        if resource.id in ranks:
            said.append(Reason("why-not-listed", {"name": resource.name, "rank": ranks[resource.id], "found": answer.result.found}))
        said += [
            Reason("why-not-near", {"name": resource.name, "reason": miss.reason})
            for miss in answer.description.near_misses
            if miss.resource.id == resource.id
        ]
    if said:
        return tuple(said)
    answers_one = bool({answer.need.id for answer in found.answers.values()} & resource.needs)
    return (Reason("why-not-out-of-reach" if answers_one else "why-not-other-need", {"name": resource.name}),)


@dataclass(frozen=True)
class Section:
    """The resources handed over for some needs, with what to check of each; `needs` empty: coordination."""

    needs: tuple[str, ...]
    entries: tuple[tuple[Resource, tuple[Reason, ...]], ...]


def sections(found: Orientation, kept: Sequence[str], set_aside: Collection[str], resources: Mapping[str, Resource]) -> tuple[Section, ...]:
    """What was kept, by need, each resource once; the plan when nothing was. Then whom to call for coordination.

    `resources`: by id; one that is not there is left out.
    """
    to_check = {one.resource.id: one.to_check for answer in found.answers.values() for one in answer.description.matches}
    chosen = _kept(found, kept) if kept else calls(plan_without(found, set_aside))
    grouped: dict[tuple[str, ...], list[tuple[Resource, tuple[Reason, ...]]]] = {}
    for call in chosen:
        if call.id in resources:
            grouped.setdefault(call.needs, []).append((resources[call.id], to_check.get(call.id, ())))
    made = [Section(needs, tuple(entries)) for needs, entries in grouped.items()]
    if found.coordination is not None:
        made.append(Section((), ((found.coordination.resource, found.coordination.to_check),)))
    return tuple(made)


def _kept(found: Orientation, kept: Sequence[str]) -> tuple[Call, ...]:
    """In the order of the needs, then in that of keeping."""
    answering = {id: tuple(key for key, answer in found.answers.items() if any(m.id == id for m in answer.result.matches)) for id in kept}
    order = {key: rank for rank, key in enumerate(found.answers)}
    listed = [Call(id, needs) for id, needs in answering.items() if needs]
    return tuple(sorted(listed, key=lambda call: order[call.needs[0]]))


def lines(found: Orientation, made: Sequence[Section], need_labels: Mapping[str, str], address_of: Mapping[str, str]) -> Iterator[Reason]:
    """The text handed over, a line each. `need_labels` by key of the answers; `address_of` by resource id."""
    place, day = found.case.place, found.case.day
    commune = place.commune.name if place and place.commune else None
    yield Reason("handover-title", {"day": day, "commune": commune}) if commune else Reason("handover-title-nowhere", {"day": day})
    for section in made:
        yield Reason("handover-blank")
        labels = [need_labels[need] for need in section.needs]
        yield Reason("handover-need", {"needs": labels}) if labels else Reason("handover-coordination")
        for resource, to_check in section.entries:
            yield from _entry(resource, to_check, address_of.get(resource.id), found.minutes.get(resource.id))
    if found.plan.uncovered:
        yield Reason("handover-blank")
        yield Reason("handover-uncovered", {"needs": [need_labels[need] for need in found.plan.uncovered]})


def _entry(resource: Resource, to_check: Sequence[Reason], address: str | None, minutes: int | None) -> Iterator[Reason]:
    of = {"name": resource.name, "organisation": resource.organisation}
    yield Reason("handover-resource-of" if resource.organisation else "handover-resource", of)
    yield Reason("handover-phone", {"phone": resource.phone}) if resource.phone else Reason("handover-no-phone")
    if resource.email:
        yield Reason("handover-mail", {"email": resource.email})
    if address:
        yield Reason("handover-address", {"address": address})
    if minutes:
        yield Reason("handover-minutes", {"n": minutes})
    if (hours := week_said(resource.hours)) is not None:
        yield Reason("handover-hours", {"hours": list(hours)})
    if to_check:
        yield Reason("handover-check", {"reasons": list(to_check)})
