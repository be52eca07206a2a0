"""Reporting an error on a field of a record. What is typed is masked before it is kept, and never changes the record."""

from datetime import UTC, datetime

import streamlit as st

from orientation.directory.reports import CONTACT_FIELDS
from orientation.pages import _data
from orientation.pages._data import say
from orientation.pages._draw_record import FIELDS
from orientation.pages._markup import draw, escape, notice
from orientation.refusal import Refused
from orientation.store.reporting import LONGEST_TEXT, report_error
from orientation.store.sheet import RecordSheet

_DONE = "_reported"


def form(sheet: RecordSheet) -> None:
    if st.session_state.pop(_DONE, False):
        notice("masked", say("report-done"))
    with st.expander(say("report-title"), icon=":material/flag:", key="report"):
        draw(f'<p class="soft">{escape(say("report-under"))}</p>')
        with st.form("report", clear_on_submit=True, border=False):
            field = st.selectbox(say("report-field"), FIELDS, index=FIELDS.index("phone"), format_func=lambda name: say(f"field-{name}"))
            text = st.text_area(say("report-text"), max_chars=LONGEST_TEXT)
            proposed = st.text_input(say("report-proposed-label"), max_chars=LONGEST_TEXT)
            if st.form_submit_button(say("report-send"), type="primary"):
                _report(sheet, field, text, proposed)


def _report(sheet: RecordSheet, field: str, text: str, proposed: str) -> None:
    place = _data.workplace()
    mask = place.reader.masker.mask
    kept = proposed if field in CONTACT_FIELDS else mask(proposed).text
    try:
        report_error(
            place.engine, sheet.resource.id, field, mask(text).text, kept.strip() or None, rules=_data.merge_rules(), now=datetime.now(UTC)
        )
    except Refused as refused:
        notice("wrong", str(refused), role="alert")
        return
    st.session_state[_DONE] = True
    st.rerun()
