"""What every page opens with (language, style, the notice of the demonstration), and what is said when something fails."""

import logging
import traceback
from collections.abc import Callable
from secrets import token_hex

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from orientation.pages import _data
from orientation.pages._data import say
from orientation.pages._markup import draw, escape, notice
from orientation.refusal import Refused

_log = logging.getLogger("orientation.pages")
_language = st.components.v2.component("orientation_language", js=_data.asset("language.js"))
_top = st.components.v2.component("orientation_top", js=_data.asset("top.js"))
_UNDONE, _TURN = "_undone", "_turn"
# Labels that Streamlit writes by itself, and that a screen reader reads aloud; the others begin so.
_STREAMLIT_LABELS = {
    "Send message": "send",
    "Copy to clipboard": "copy",
    "Copy": "copy",
    "Clear value": "clear",
    "Clear all": "clear",
    "Expand sidebar": "menu",
    "Open sidebar": "menu",
    "Collapse sidebar": "close",
    "Close sidebar": "close",
    "Close": "close",
    "Step up": "more",
    "Step down": "less",
    "Increment": "more",
    "Decrement": "less",
    "Open": "open",
    "Skip to main content": "skip",
    "App pages": "pages",
}
_STREAMLIT_BEGINNINGS = {"Help for ": "help", "Remove ": "remove", "Delete ": "remove"}


def open_page() -> None:
    """Drawn before any page. Whatever fails in a page after this is told in a sentence, never as a trace."""
    st.html(f"<style>{_data.asset('style.css')}</style>")
    with st.container(key="page_language"):
        language = _data.workplace().messages.language
        labels = {} if language == "en" else {label: say(f"label-{id}") for label, id in _STREAMLIT_LABELS.items()}
        beginnings = {start: say(f"label-{id}") for start, id in _STREAMLIT_BEGINNINGS.items()}
        _language(data={"language": language, "labels": labels, "beginnings": beginnings}, key="language")
    if _data.holds_demonstration():
        notice("fiction", say("frame-demonstration"), role="note")
    if undone := st.session_state.pop(_UNDONE, None):
        notice("wrong", undone, role="alert")


def shown_from_top(again: bool) -> None:
    """When there is a new answer, the page is shown from its first line, emergencies first, wherever it had been scrolled to."""
    turn = st.session_state[_TURN] = st.session_state.get(_TURN, 0) + again
    with st.container(key="page_turn"):
        _top(data={"turn": turn}, key="top")


def run(page: Callable[[], None]) -> None:
    """Draws the whole of a page; what fails is told where it stopped."""
    try:
        open_page()
        page()
    except Exception as error:
        notice("wrong", sentence_of(error), role="alert")


def attempt(change: Callable[..., None]) -> Callable[..., None]:
    """For what a widget does when it is used: a failure is told at the top of the page that follows."""

    def attempted(*args: object) -> None:
        try:
            change(*args)
        except Exception as error:
            st.session_state[_UNDONE] = sentence_of(error)

    return attempted


def sentence_of(error: Exception) -> str:
    """What a user is told. The log keeps where it happened and what kind it was, never a word of what was typed."""
    if isinstance(error, Refused):
        return str(error)
    reference = token_hex(4)
    places = " < ".join(
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(traceback.extract_tb(error.__traceback__))
    )
    _log.error("%s %s %s", reference, type(error).__name__, places)
    return say("frame-no-database" if isinstance(error, SQLAlchemyError) else "frame-failed", reference=reference)


def heading(title: str, under: str = "") -> None:
    draw(f"<h1>{escape(title)}</h1>" + (f'<p class="soft">{escape(under)}</p>' if under else ""))
