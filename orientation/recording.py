"""What is kept of an orientation when an operator switches recording on. Made of ids of closed lists only: it never sees what was typed."""

from collections.abc import Iterator

from orientation.assistant import Orientation
from orientation.complexity.judged import understood_by
from orientation.decision import Decision, Fate, Proposal, age_kept, fate_of, place_kept
from orientation.selection import Selection

_MARK_DECIMALS = 4


def decision_of(found: Orientation, selection: Selection, why_tier: str | None, id: str) -> Decision:
    """The decision as it stands: what was shown, and what became of it. `why_tier`: one of `decision.WHY_TIER`, never the words beside it.

    `id` is a random number. A reason given for a tier that is the grid's is left out: there is nothing to explain.
    """
    assessment, situation = found.assessment, found.case.situation
    differs = assessment.tier.id != assessment.grid_tier.id
    return Decision(
        id=id,
        day=found.case.day,
        territory=found.rules.territory.id,
        needs=tuple(dict.fromkeys(answer.need.id for answer in found.answers.values())),
        facts=dict(sorted(understood_by(situation, found.rules.grid).facts.items())),
        grid=assessment.grid_id,
        grid_version=assessment.grid_version,
        grid_tier=assessment.grid_tier.id,
        tier=assessment.tier.id,
        policy_version=found.rules.policy.version,
        directory_version=next((str(answer.result.versions["directory"]) for answer in found.answers.values()), ""),
        gir=situation.gir,
        age=age_kept(situation.age_years),
        sex=situation.sex,
        place=place_kept(found.case.place.commune if found.case.place else None),
        why_tier=(why_tier or "autre") if differs else None,
        proposals=tuple(_proposals(found, selection)),
    )


def _proposals(found: Orientation, selection: Selection) -> Iterator[Proposal]:
    """What was shown of each list, in its order, with the marks that made it."""
    for answer in found.answers.values():
        for rank, shown in enumerate(answer.description.matches, start=1):
            why = selection.set_aside.get(shown.match.id)
            fate: Fate | None = "kept" if shown.match.id in selection.kept else None if why is None else fate_of(why)
            marks = {name: None if mark is None else round(mark, _MARK_DECIMALS) for name, mark in shown.match.marks.items()}
            yield Proposal(shown.match.id, answer.need.id, rank, marks, fate, why)
