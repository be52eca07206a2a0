"""What is worth asking back, with answers one click away; what nobody knows is not asked twice."""

from collections.abc import Callable, Sequence

import streamlit as st

from orientation.grid import GridOnDay
from orientation.inquiry import DANGER, Question
from orientation.pages import _conversation, _draw_chips
from orientation.pages._conversation import Conversation
from orientation.pages._data import say, told, workplace
from orientation.pages._markup import draw, escape

UNKNOWN = "?"
# Nothing to report, to be planned, act now: what the levels of a grid come down to when a question is asked in passing.
QUICK_LEVELS = ("0", "2", "3")
GIRS = ("1", "2", "3", "4", "5", "6")
YES_NO = ("oui", "non")


def questions(asked: Sequence[Question], now: Conversation, grid: GridOnDay) -> None:
    danger = asked[0].id.startswith(DANGER)
    with st.container(border=True, gap="small", key="questions-danger" if danger else "questions"):
        title = say("question-title-danger" if danger else "question-title" if len(asked) == 1 else "question-title-many")
        draw(f'<h3 title="{escape(told(asked[0].why), quote=True)}">{escape(title)}</h3>')
        for column, question in zip(st.columns(len(asked)), asked, strict=True):
            with column:
                _ask(question, now, grid)


def _ask(question: Question, now: Conversation, grid: GridOnDay) -> None:
    match question.id:
        case "commune":
            _place(question, now)
        case "besoin":
            _need(question, now)
        case "age":
            _age(question)
        case "gir":
            _choose(question, GIRS, lambda one: say("chip-gir", gir=one), lambda one: _conversation.have_gir(int(one)))
        case id if id.startswith(DANGER):
            words = {"oui": say("question-danger-yes"), "non": say("question-danger-no")}
            _choose(question, YES_NO, words.__getitem__, lambda one: _conversation.answer_danger(one == "oui"))
        case id if id in grid.criterion:
            levels = grid.criterion[id].levels
            _choose(question, QUICK_LEVELS, lambda one: levels[int(one)].capitalize(), lambda one: _conversation.state(id, one))
        case id:
            words = {"oui": say("chip-yes"), "non": say("chip-no")}
            _choose(question, YES_NO, words.__getitem__, lambda one: _conversation.state(id, one))


def _choose(question: Question, options: Sequence[str], word: Callable[[str], str], change: Callable[[str], None]) -> None:
    key = f"answer-{question.id}"

    def answered() -> None:
        chosen = st.session_state[key]
        if chosen == UNKNOWN:
            _conversation.leave(question.id)
        elif chosen is not None:
            change(chosen)

    st.pills(
        told(question.text),
        (*options, UNKNOWN),
        format_func=lambda one: say("question-unknown") if one == UNKNOWN else word(one),
        key=key,
        on_change=answered,
        wrap=True,
    )


def _age(question: Question) -> None:
    key = "answer-age"
    st.number_input(
        told(question.text), 0.0, 130.0, None, 1.0, format="%g", key=key, on_change=lambda: _conversation.be_aged(st.session_state[key])
    )


def _place(question: Question, now: Conversation) -> None:
    st.markdown(f"**{told(question.text)}**")
    with st.container(horizontal=True, gap="small"):
        _draw_chips.place_buttons(now.read.commune_candidates, "question")
    _draw_chips.place_search("question")


def _need(question: Question, now: Conversation) -> None:
    needs = workplace().vocabulary.needs
    with st.container(horizontal=True, gap="small"):
        for need in now.read.suggestions:
            st.button(needs[need.id].label_fr, key=f"answer-need-{need.id}", on_click=_conversation.confirm, args=(need.id,))
    key = "answer-needs"
    st.multiselect(
        told(question.text),
        list(needs),
        format_func=lambda id: needs[id].label_fr,
        placeholder=say("chip-needs-placeholder"),
        key=key,
        on_change=lambda: _conversation.want(st.session_state[key]),
    )
