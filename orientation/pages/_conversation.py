"""The conversation of one session, as one frozen value, and everything that may change it. Nothing else touches it.

What is typed is masked before it is put here: the raw text lives only while it is being read.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

import streamlit as st

from orientation.assistant import Orientation, case_of, orient, rules_for
from orientation.conversation.facts import ReadFact
from orientation.conversation.needs import ReadNeed
from orientation.conversation.understanding import Understanding, understand
from orientation.grid import GridOnDay
from orientation.inquiry import AT_MOST, Question, next_questions
from orientation.pages import _data, _frame
from orientation.resource import Sex
from orientation.selection import Selection
from orientation.store.reporting import count_proposals

_KEY, _COUNTED, _REPLY = "conversation", "counted", "reply"
SURE = 1.0


@dataclass(frozen=True)
class Conversation:
    """`judgement`: the tier a professional retained, and why. `left`: questions nobody could answer. `before`: what undo returns to."""

    read: Understanding
    day: date
    radius_km: float | None = None
    selection: Selection = field(default_factory=Selection)
    judgement: tuple[str, str] | None = None
    left: frozenset[str] = frozenset()
    before: "Conversation | None" = None


def current() -> Conversation | None:
    """None before the first request."""
    found: Conversation | None = st.session_state.get(_KEY)
    return found


def _set(conversation: Conversation | None) -> None:
    st.session_state[_KEY] = conversation


def _changed(change: Callable[[Conversation], Conversation]) -> None:
    now = current()
    if now is not None:
        _set(replace(change(now), before=now))


def _reread(change: Callable[[Understanding], Understanding]) -> None:
    _changed(lambda now: replace(now, read=change(now.read)))


def ask(text: str) -> None:
    """A first request, or what follows it."""
    day, now = date.today(), current()
    read = understand(text, _data.workplace().reader, day)
    if now is None:
        _set(Conversation(read, day))
        return
    _set(replace(now, read=_joined(now.read, read), before=now))


@_frame.attempt
def attempt_to_ask(text: str) -> None:
    """For a button that holds a request."""
    ask(text)


def _joined(before: Understanding, after: Understanding) -> Understanding:
    """What a later message adds to what was known, or says otherwise. Emergencies are never taken back by a later message.

    What was read in an earlier text no longer has its place in the text that is shown.
    """
    emergencies = tuple(dict.fromkeys((*after.emergencies, *before.emergencies)))
    if after.off_topic:
        return replace(before, off_topic=True, emergencies=emergencies, masked=after.masked, notes=after.notes)
    needs = {need.id: replace(need, evidence=None) for need in before.needs} | {need.id: need for need in after.needs}
    facts = {fact.id: replace(fact, evidence=None) for fact in before.facts} | {fact.id: fact for fact in after.facts}
    moved = after.commune is not None or bool(after.commune_candidates)
    return replace(
        after,
        needs=tuple(needs.values()),
        facts=tuple(facts.values()),
        suggestions=tuple(one for one in after.suggestions if one.id not in needs),
        publics=before.publics | after.publics,
        commune=after.commune if moved else before.commune,
        commune_candidates=after.commune_candidates if moved else before.commune_candidates,
        age_years=before.age_years if after.age_years is None else after.age_years,
        sex=after.sex or before.sex,
        gir=after.gir or before.gir,
        delay_hours=before.delay_hours if after.delay_hours is None else after.delay_hours,
        emergencies=emergencies,
    )


@_frame.attempt
def undo() -> None:
    now = current()
    _set(now.before if now else None)


@_frame.attempt
def restart() -> None:
    _set(None)
    for name in (_COUNTED, _REPLY):
        st.session_state.pop(name, None)


@_frame.attempt
def keep(id: str) -> None:
    _changed(lambda now: replace(now, selection=now.selection.keeping(id)))


@_frame.attempt
def forget(id: str) -> None:
    _changed(lambda now: replace(now, selection=now.selection.forgetting(id)))


@_frame.attempt
def set_aside(id: str, reason: str) -> None:
    _changed(lambda now: replace(now, selection=now.selection.setting_aside(id, reason)))


@_frame.attempt
def judge(tier: str, reason: str) -> None:
    """The reason is masked like everything that is typed. Raises Refused when there is none."""
    masked = _data.workplace().reader.masker.mask(reason).text
    _changed(lambda now: replace(now, judgement=(tier, masked)))


@_frame.attempt
def trust_the_grid() -> None:
    _changed(lambda now: replace(now, judgement=None))


@_frame.attempt
def live_in(code: str) -> None:
    commune = _data.workplace().gazetteer.current(code)
    _reread(lambda read: replace(read, commune=commune, commune_candidates=()))


@_frame.attempt
def be_aged(years: float | None) -> None:
    _reread(lambda read: replace(read, age_years=years))


@_frame.attempt
def be_of_sex(sex: Sex | None) -> None:
    _reread(lambda read: replace(read, sex=sex))


@_frame.attempt
def have_gir(gir: int | None) -> None:
    """A GIR and the loss of autonomy it was read as are one fact: the first replaces the second."""
    facts = lambda read: tuple(fact for fact in read.facts if fact.id != "perte-autonomie")  # noqa: E731
    _reread(lambda read: replace(read, gir=gir, facts=facts(read)))


@_frame.attempt
def wait(hours: int | None) -> None:
    _reread(lambda read: replace(read, delay_hours=hours))


@_frame.attempt
def look_within(km: float | None) -> None:
    _changed(lambda now: replace(now, radius_km=km))


@_frame.attempt
def want(ids: Iterable[str]) -> None:
    """Exactly these needs; those that were read keep their evidence and specialty."""
    wanted = tuple(ids)

    def change(read: Understanding) -> Understanding:
        known = {need.id: need for need in (*read.suggestions, *read.needs)}
        needs = tuple(known[id] if id in known else ReadNeed(id, None, SURE, None) for id in wanted)
        return replace(read, needs=needs, suggestions=tuple(one for one in read.suggestions if one.id not in wanted), off_topic=False)

    _reread(change)


@_frame.attempt
def confirm(id: str) -> None:
    now = current()
    if now is not None:
        want([*(need.id for need in now.read.needs), id])


@_frame.attempt
def state(id: str, value: str | None) -> None:
    """A fact of the situation; None: unknown again."""

    def change(read: Understanding) -> Understanding:
        others = tuple(fact for fact in read.facts if fact.id != id)
        return replace(read, facts=others if value is None else (*others, ReadFact(id, value, None)))

    _reread(change)


@_frame.attempt
def leave(question: str) -> None:
    """Nobody knows: it is not asked again."""
    _changed(lambda now: replace(now, left=now.left | {question}))


@dataclass(frozen=True)
class Reply:
    """What is answered: the orientation, None while the place or the needs are not known, and what is worth asking back."""

    grid: GridOnDay
    orientation: Orientation | None
    questions: tuple[Question, ...]


def reply(now: Conversation) -> Reply:
    """Worked out from the conversation and the directory as it is; the same two give the same reply."""
    version = _data.workplace().live.current().version
    key = (now.read, now.day, now.radius_km, now.judgement, now.left, version)
    return _data.last_of_session(_REPLY, key, lambda: _reply(now))


def _reply(now: Conversation) -> Reply:
    workplace = _data.workplace()
    world = workplace.world
    case = case_of(now.read, workplace.gazetteer, now.day, now.radius_km)
    rules = rules_for(case, world)
    asked = next_questions(
        case, world, rules, now.read.commune_candidates, [one.id for one in now.read.suggestions], at_most=AT_MOST + len(now.left)
    )
    answered = orient(case, world, judgement=now.judgement) if case.place and case.needs else None
    return Reply(rules.grid, answered, tuple(one for one in asked if one.id not in now.left)[:AT_MOST])


def count(found: Orientation) -> None:
    """What was proposed in this conversation is counted once, so that records can be checked in the order they matter."""
    shown = {one.resource.id for answer in found.answers.values() for one in answer.description.matches}
    counted: frozenset[str] = st.session_state.get(_COUNTED, frozenset())
    if shown - counted and count_proposals(_data.workplace().engine, sorted(shown - counted), found.case.day):
        st.session_state[_COUNTED] = counted | shown
