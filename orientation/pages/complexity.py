"""A territory's grid, readable by whoever does not program, and a form that scores by it. The core decides; this page draws."""

from datetime import date

import streamlit as st

from orientation.complexity.assess import assess, what_would_change
from orientation.pages import _data, _draw_assessment, _draw_emergencies, _draw_grid, _draw_scoring, _frame
from orientation.pages._data import say

VIEWS = ("read", "score", "instruments", "versions")

workplace = _data.workplace()
territories = workplace.territories
_frame.heading(say("complexity-title"), say("complexity-under"))
with st.container(horizontal=True, vertical_alignment="bottom"):
    territory = st.selectbox(
        say("complexity-territory"),
        list(territories),
        format_func=lambda id: territories[id].label,
        key="territoire",
        bind="query-params",
        width=300,
    )
    day = st.date_input(say("complexity-day"), date.today(), key="jour", format="DD/MM/YYYY", width=180) or date.today()
    view = st.segmented_control(
        say("complexity-view"),
        VIEWS,
        default="read",
        required=True,
        format_func=lambda one: say(f"complexity-view-{one}"),
        key="volet",
        bind="query-params",
    )

history = workplace.grids[territories[territory].grid]
grid = history.on(day)
_draw_grid.standing(grid)
match view:
    case "read":
        _draw_grid.tiers(grid)
        _draw_grid.dimensions(grid)
        _draw_grid.criteria(history, grid, day)
        _draw_grid.rules(grid)
        _draw_grid.alerts(grid)
    case "score":
        left, right = st.columns([7, 5], gap="large")
        with left:
            _draw_scoring.form(grid)
        with right, st.container(key="live-result"):
            situation = _draw_scoring.situation(grid)
            found = assess(situation, grid)
            _draw_assessment.assessment(found, grid, what_would_change(situation, grid))
            _draw_emergencies.alerts(found.alerts)
            _draw_assessment.next_questions(found, grid)
    case "instruments":
        _draw_scoring.instruments(grid)
    case _:
        _draw_grid.versions(history)
