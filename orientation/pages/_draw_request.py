"""The request's side of the conversation: what to type at first, what was understood, what is asked back."""

import streamlit as st

from orientation.assistant import Orientation
from orientation.brief import spoken_of, why_not
from orientation.case import Reason
from orientation.complexity.assess import what_would_change
from orientation.conversation.dialogue import Intent
from orientation.decision import WHY_TIER
from orientation.pages import (
    _conversation,
    _data,
    _draw_assessment,
    _draw_chips,
    _draw_emergencies,
    _draw_questions,
    _draw_reading,
    _draw_recording,
)
from orientation.pages._conversation import Conversation, Reply
from orientation.pages._data import say, told
from orientation.pages._markup import draw, escape, notice

_EXPRESS = "express"
EXAMPLES = ("orient-example-1", "orient-example-2", "orient-example-3")


def tools(now: Conversation | None) -> bool:
    """Undo, start again, and the express view, which the address of the page remembers. True for the express view."""
    if now is not None:
        st.button(
            say("orient-undo"),
            icon=":material/undo:",
            help=say("orient-undo-help"),
            on_click=_conversation.undo,
            disabled=now.before is None,
        )
        st.button(say("orient-restart"), icon=":material/restart_alt:", help=say("orient-restart-help"), on_click=_conversation.restart)
    st.session_state[_EXPRESS] = is_express()
    st.toggle(say("orient-express"), help=say("orient-express-help"), key=_EXPRESS, on_change=_remember_the_view)
    return is_express()


def is_express() -> bool:
    """What the address says: nothing about a person ever goes there."""
    return st.query_params.get("vue") == "express"


def _remember_the_view() -> None:
    if st.session_state[_EXPRESS]:
        st.query_params["vue"] = "express"
    else:
        st.query_params.pop("vue", None)


def empty() -> None:
    """Nothing asked yet: what to type, in one sentence, and three requests to try."""
    draw(f'<p class="lead">{escape(say("orient-empty"))}</p><p class="soft">{escape(say("orient-privacy"))}</p>')
    _draw_recording.announced()
    draw(f"<h2>{escape(say('orient-examples'))}</h2>")
    with st.container(key="examples"):
        for example in EXAMPLES:
            st.button(say(example), key=example, on_click=_conversation.attempt_to_ask, args=(say(example),), width="stretch")


def first_things(now: Conversation, reply: Reply) -> None:
    """Emergencies, then what was masked: before anything else, whatever the view."""
    _draw_emergencies.emergencies(now.read.emergencies)
    if reply.orientation is not None:
        _draw_emergencies.alerts(reply.orientation.assessment.alerts, said=now.read.emergencies)
    _draw_reading.masked(now.read)
    _draw_reading.notes(now.read)


def answered(intent: Intent | None, found: Orientation | None) -> None:
    """A few words for a message that asked for no search: it was off-topic, a thank you, or a question about one resource."""
    if intent is None:
        return
    if intent.turn == "off-topic":
        notice("said", say("read-off-topic"))
    elif intent.turn == "thanks":
        notice("said", say("reply-thanks"))
    elif intent.turn == "why-not" and found is not None:
        for reason in _why_not(intent.subject, found):
            notice("said", told(reason))


def _why_not(subject: str | None, found: Orientation) -> tuple[Reason, ...]:
    meant = spoken_of(found, _data.workplace().named(subject)) if subject else None
    return why_not(found, meant) if meant else (Reason("why-not-unknown"),)


def understood(now: Conversation, reply: Reply) -> None:
    draw(f"<h2>{escape(say('read-title'))}</h2>")
    _draw_reading.request(now.read)
    _draw_chips.chips(now, reply.grid)


def labels_only(now: Conversation, reply: Reply) -> None:
    """For the express view: the labels say by themselves what was understood."""
    _draw_chips.chips(now, reply.grid)


def asked_back(now: Conversation, reply: Reply) -> None:
    if reply.questions and not now.read.off_topic:
        _draw_questions.questions(reply.questions, now, reply.grid)


def tier(reply: Reply) -> None:
    """The tier with what led to it, and the professional's own decision, with its reason."""
    if reply.orientation is None:
        return
    found = reply.orientation.assessment
    with st.container(border=True, key="tier"):
        changing = what_would_change(reply.orientation.case.situation, reply.grid)
        _draw_assessment.assessment(found, reply.grid, changing)
        with st.container(horizontal=True):
            if found.judgement is not None:
                st.button(say("tier-override-back"), key="trust-the-grid", type="tertiary", on_click=_conversation.trust_the_grid)
            with st.popover(say("tier-override"), type="tertiary", key="override"):
                _override(found.tier.id, reply)


def _override(current: str, reply: Reply) -> None:
    labels = {tier.id: tier.label for tier in reply.grid.tiers}
    with st.form("judgement", clear_on_submit=True, border=False):
        chosen = st.radio(say("tier-override-label"), list(labels), format_func=labels.__getitem__, index=list(labels).index(current))
        why = st.selectbox(
            say("tier-override-why"),
            WHY_TIER,
            None,
            format_func=lambda one: say(f"why-tier-{one}"),
            key="why-tier",
            placeholder=say("tier-override-choose"),
        )
        words = st.text_input(say("tier-override-reason"), max_chars=500)
        if st.form_submit_button(say("tier-override-save"), type="primary"):
            _conversation.judge(chosen, why, words)
            st.rerun()
