"""The conversation of one session, as one frozen value, and everything that may change it. Nothing else touches it.

What is typed is masked before it is put here: the raw text lives only while it is being read.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from secrets import token_hex

import streamlit as st

from orientation.assistant import Orientation, case_of, orient, rules_for
from orientation.conversation.dialogue import Dialogue, Intent, follow
from orientation.conversation.understanding import Understanding, understand
from orientation.grid import GridOnDay
from orientation.inquiry import AT_MOST, Question, next_questions
from orientation.pages import _data, _frame
from orientation.refusal import Refused
from orientation.resource import Sex
from orientation.selection import Selection
from orientation.store.reporting import count_proposals

_KEY, _COUNTED, _RECORDED, _REPLY = "conversation", "counted", "recorded", "reply"
# Read from the GIR, whose own label says more.
AUTONOMY = "perte-autonomie"


@dataclass(frozen=True)
class Conversation:
    """`read`: what is understood. `judgement`: the tier a professional retained, and why, in words; `why_tier`: the same, in a closed list.

    `left`: questions nobody could answer. `before`: what undo returns to, whatever was changed last. `id`: a random number, under which
    the decision is kept when the operator records them and nobody asked for this one not to be.
    """

    dialogue: Dialogue
    read: Understanding
    day: date
    selection: Selection = field(default_factory=Selection)
    judgement: tuple[str, str] | None = None
    why_tier: str | None = None
    left: frozenset[str] = frozenset()
    before: "Conversation | None" = None
    id: str = field(default_factory=lambda: token_hex(8))
    off_record: bool = False

    @property
    def radius_km(self) -> float | None:
        return self.dialogue.radius_km

    def following(self, dialogue: Dialogue) -> "Conversation":
        """The same, the dialogue having moved on; unchanged when it has not."""
        return self if dialogue == self.dialogue or dialogue.read is None else replace(self, dialogue=dialogue, read=dialogue.read)


def current() -> Conversation | None:
    """None before the first request."""
    found: Conversation | None = st.session_state.get(_KEY)
    return found


def _set(conversation: Conversation | None) -> None:
    st.session_state[_KEY] = conversation


def _changed(change: Callable[[Conversation], Conversation]) -> None:
    now = current()
    if now is not None and (changed := change(now)) is not now:
        _set(replace(changed, before=now))


def _edited(change: Callable[[Dialogue], Dialogue]) -> None:
    """A label is corrected: the very value that messages change."""
    _changed(lambda now: now.following(change(now.dialogue)))


def ask(text: str) -> Intent:
    """A first request, or what follows it; what it was taken for."""
    day, now = date.today(), current()
    dialogue, intent = follow(now.dialogue if now else Dialogue(), text, _data.workplace().reader, day)
    if intent.turn == "restart":
        restart()
    elif intent.turn == "undo":
        undo()
    elif now is not None:
        _changed(lambda now: now.following(dialogue))
    elif dialogue.read is not None:
        _set(Conversation(dialogue, dialogue.read, day))
    return intent


@_frame.attempt
def attempt_to_ask(text: str) -> None:
    """For a button that holds a request."""
    ask(text)


@_frame.attempt
def undo() -> None:
    """Whoever refused to be recorded still is not."""
    now = current()
    _set(replace(now.before, off_record=now.off_record) if now and now.before else None)


@_frame.attempt
def restart() -> None:
    _set(None)
    for name in (_COUNTED, _RECORDED, _REPLY):
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
def judge(tier: str, why: str | None, words: str) -> None:
    """`why`: one of `decision.WHY_TIER`. The words are masked like everything that is typed. Raises Refused when nothing says why."""
    masked = _data.workplace().reader.masker.mask(words).text.strip()
    if why is None or (why == "autre" and not masked):
        raise Refused(_data.say("tier-override-why-not"))
    listed = _data.say(f"why-tier-{why}")
    reason = _data.say("why-tier-said", why=listed, words=masked) if masked else listed
    _changed(lambda now: replace(now, judgement=(tier, reason), why_tier=why))


@_frame.attempt
def trust_the_grid() -> None:
    _changed(lambda now: replace(now, judgement=None, why_tier=None))


@_frame.attempt
def live_in(code: str) -> None:
    commune = _data.workplace().gazetteer.current(code)
    _edited(lambda dialogue: dialogue.reread(commune=commune, commune_candidates=()))


@_frame.attempt
def be_aged(years: float | None) -> None:
    _edited(lambda dialogue: dialogue.reread(age_years=years))


@_frame.attempt
def be_of_sex(sex: Sex | None) -> None:
    _edited(lambda dialogue: dialogue.reread(sex=sex))


@_frame.attempt
def have_gir(gir: int | None) -> None:
    """A GIR and the loss of autonomy it was read as are one fact: the first replaces the second."""
    _edited(lambda dialogue: dialogue.stating(AUTONOMY, None).reread(gir=gir))


@_frame.attempt
def wait(hours: int | None) -> None:
    _edited(lambda dialogue: dialogue.reread(delay_hours=hours))


@_frame.attempt
def look_within(km: float | None) -> None:
    _edited(lambda dialogue: dialogue.changed(radius_km=km))


@_frame.attempt
def want(ids: Iterable[str]) -> None:
    """Exactly these needs; those that were read keep their evidence and specialty."""
    wanted = tuple(ids)

    def change(dialogue: Dialogue) -> Dialogue:
        held = dialogue.read.needs if dialogue.read else ()
        kept = dialogue.without(*(need.id for need in held if need.id not in wanted))
        for id in wanted:
            kept = kept.wanting(id)
        return kept

    _edited(change)


@_frame.attempt
def look_for(ids: Iterable[str]) -> None:
    """These needs too, read elsewhere than in a text; a conversation begins when there is none."""
    if current() is None:
        day = date.today()
        read = understand("", _data.workplace().reader, day)
        _set(Conversation(Dialogue(read), read, day))
    wanted = tuple(ids)

    def change(dialogue: Dialogue) -> Dialogue:
        for id in wanted:
            dialogue = dialogue.wanting(id)
        return dialogue

    _edited(change)


@_frame.attempt
def want_specialties(ids: Iterable[str]) -> None:
    """A specialist of exactly these specialties; of any, when there is none."""
    asked = tuple(ids)
    _edited(lambda dialogue: dialogue.of_specialties(asked))


@_frame.attempt
def confirm(id: str) -> None:
    _edited(lambda dialogue: dialogue.wanting(id))


@_frame.attempt
def state(id: str, value: str | None) -> None:
    """A fact of the situation; None: unknown again."""
    _edited(lambda dialogue: dialogue.stating(id, value))


@_frame.attempt
def answer_danger(really: bool) -> None:
    """Whether what is written tells of a danger now."""
    _edited(lambda dialogue: dialogue.endangered(really))


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
    key = (now.read, now.day, now.radius_km, now.dialogue.shown, now.judgement, now.left, version)
    return _data.last_of_session(_REPLY, key, lambda: _reply(now))


def _reply(now: Conversation) -> Reply:
    workplace = _data.workplace()
    world = workplace.world
    case = case_of(now.read, workplace.gazetteer, now.day, now.radius_km)
    rules = rules_for(case, world)
    suggested = [one.id for one in now.read.suggestions]
    asked = next_questions(
        case,
        world,
        rules,
        now.read.commune_candidates,
        suggested,
        AT_MOST + len(now.left),
        urgent=bool(now.read.emergencies),
        danger=now.read.danger_to_confirm,
    )
    shown = rules.policy.shown * (1 + now.dialogue.shown)
    answered = orient(case, world, shown=shown, judgement=now.judgement) if case.place and case.needs else None
    return Reply(rules.grid, answered, tuple(one for one in asked if one.id not in now.left)[:AT_MOST])


def count(found: Orientation) -> None:
    """What was proposed in this conversation is counted once, so that records can be checked in the order they matter."""
    shown = {one.resource.id for answer in found.answers.values() for one in answer.description.matches}
    counted: frozenset[str] = st.session_state.get(_COUNTED, frozenset())
    if shown - counted and count_proposals(_data.workplace().engine, sorted(shown - counted), found.case.day):
        st.session_state[_COUNTED] = counted | shown


def record(now: Conversation, found: Orientation) -> None:
    """The decision as it now stands, in place of what was kept of this conversation; again later when the database was busy."""
    key = (now.id, now.read, now.selection, now.judgement, now.why_tier, now.dialogue.shown, now.radius_km)
    if not now.off_record and st.session_state.get(_RECORDED) != key:
        place = _data.workplace()
        if place.record(found, now.selection, now.why_tier, now.id, date.today()):
            st.session_state[_RECORDED] = key


@_frame.attempt
def go_off_record(off: bool) -> None:
    """Not recorded from now on, and what was is erased; or recorded again."""
    now = current()
    if now is not None:
        _set(replace(now, off_record=off))
        st.session_state.pop(_RECORDED, None)
        if off:
            _data.forget_decision(now.id)
