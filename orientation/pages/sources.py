"""What was imported, when, what was refused, and how old the records are. The store counts; this page draws."""

from datetime import date

import streamlit as st

from orientation.pages import _data, _draw_sources, _frame
from orientation.pages._data import say
from orientation.pages._markup import notice

today = date.today()
_frame.heading(say("sources-title"), say("sources-under"))
found = _data.sources(today)
if not found:
    notice("said", say("frame-empty-directory"))
else:
    _draw_sources.overview(found)
    _draw_sources.ages(_data.ages(today))
    for one in found:
        with st.expander(say("sources-imports", source=_data.source_described(one.source).label), key=f"imports-{one.source}"):
            _draw_sources.imports(one.source, _data.imports_of(one.source))
    _draw_sources.as_of(today, _data.workplace().live.current().version)
