"""Pairs of records that may be one service: read side by side, decided, and undone. The core compares; this page draws."""

from datetime import UTC, datetime

import streamlit as st

from orientation.pages import _data, _draw_pair, _frame
from orientation.pages._data import say
from orientation.pages._markup import draw, escape, notice
from orientation.store.linking import DecidedVerdict, decide

SKIPPED = "skipped_pairs"
UNDONE_AT_MOST = 20


@_frame.attempt
def settle(a: str, b: str, verdict: DecidedVerdict | None) -> None:
    """None takes the decision back."""
    decide(_data.workplace().engine, a, b, verdict, by=say("review-by"), rules=_data.merge_rules(), now=datetime.now(UTC))


@_frame.attempt
def skip() -> None:
    st.session_state[SKIPPED] = st.session_state.get(SKIPPED, 0) + 1


_frame.heading(say("review-title"), say("review-under"))
state = _data.review_state()
found = _data.pair_to_review(st.session_state.get(SKIPPED, 0))
counts = say("review-state", compared=state.compared, waiting=state.waiting, decided=state.decided)
draw(f'<p class="soft" role="status">{escape(counts)}</p>')
if found is None:
    notice("said", say("review-none" if state.compared else "review-nothing-compared"))
else:
    with st.container(border=True, key="pair"):
        _draw_pair.pair(found)
        with st.container(horizontal=True):
            a, b = found.pair.a, found.pair.b
            st.button(say("review-is-same"), type="primary", icon=":material/merge:", on_click=settle, args=(a, b, "same"))
            st.button(say("review-is-different"), icon=":material/call_split:", on_click=settle, args=(a, b, "different"))
            st.button(say("review-later"), type="tertiary", on_click=skip)

decided = _data.pairs_decided(UNDONE_AT_MOST)
if decided:
    draw(f"<h2>{escape(say('review-decided'))}</h2>")
for one in decided:
    with st.container(horizontal=True, vertical_alignment="center", key=f"card-decided-{one.pair.a}-{one.pair.b}"):
        _draw_pair.decision(one)
        st.button(
            say("review-undo"),
            icon=":material/undo:",
            key=f"undo-{one.pair.a}-{one.pair.b}",
            on_click=settle,
            args=(one.pair.a, one.pair.b, None),
        )
