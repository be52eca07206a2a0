"""Where an operator switched recording on: what is kept is said before anything is typed, and beside each answer, with how to refuse."""

import streamlit as st

from orientation.assistant import Orientation
from orientation.pages import _conversation, _data
from orientation.pages._conversation import Conversation
from orientation.pages._data import say
from orientation.pages._markup import draw, escape


def announced() -> None:
    """Before anything is asked; nothing when recording is off."""
    days = _data.workplace().kept_days
    if days is not None:
        said = f"<span><b>{escape(say('record-title'))}</b> {escape(say('record-what', days=days))}</span>"
        draw(f'<p class="notice said" role="note">{said}</p>')


def recorded(now: Conversation, found: Orientation) -> None:
    """Keeps the decision, says so, and lets whoever asks for it keep nothing of this one."""
    days = _data.workplace().kept_days
    if days is None:
        return
    _conversation.record(now, found)
    with st.container(horizontal=True, vertical_alignment="center", key="recording"):
        draw(f'<p class="soft">{escape(say("record-stopped") if now.off_record else say("record-short", days=days))}</p>')
        st.button(
            say("record-again") if now.off_record else say("record-stop"),
            key="off-record",
            type="tertiary",
            on_click=_conversation.go_off_record,
            args=(not now.off_record,),
        )
