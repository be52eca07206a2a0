"""A request in, whom to call out: emergencies, what was understood, the tier, the plan, each list. The core decides; this page draws."""

import streamlit as st

from orientation.pages import _conversation, _data, _draw_recording, _draw_request, _draw_response, _frame
from orientation.pages._data import say

# What is typed is read before anything is drawn, though its field stands below everything.
body, foot = st.container(), st.container(key="ask")
typed = foot.chat_input(say("orient-placeholder"), max_chars=20_000)
intent = _conversation.ask(typed) if typed else None
now = _conversation.current()

with body:
    _frame.shown_from_top(again=bool(typed))
    with st.container(horizontal=True, vertical_alignment="center", key="tools"):
        _frame.heading(say("orient-title"))
        express = _draw_request.tools(now)
    _data.check_directory()
    if now is None:
        _draw_request.answered(intent, None)
        _draw_request.empty()
        _data.get_ready()
        st.stop()
    reply = _conversation.reply(now)
    found = reply.orientation
    _draw_request.first_things(now, reply)
    _draw_request.answered(intent, found)
    if found is None:
        _draw_request.understood(now, reply)
        _draw_request.asked_back(now, reply)
    elif express:
        _draw_request.labels_only(now, reply)
        _draw_response.express(found, now)
    else:
        left, right = st.columns([5, 7], gap="large")
        with left:
            _draw_request.understood(now, reply)
            _draw_request.tier(reply)
        with right:
            _draw_request.asked_back(now, reply)
            _draw_response.plan(found, now)
        _draw_response.lists(found, now)
    if found is not None:
        _draw_response.versions(found)
        _draw_recording.recorded(now, found)
        _conversation.count(found)
