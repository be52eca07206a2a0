"""Find a resource by name, read its record, report an error, see which records to check by phone. The core decides; this page draws."""

from datetime import date

import streamlit as st

from orientation.pages import _data, _draw_found, _draw_record, _draw_report, _frame
from orientation.pages._data import say
from orientation.pages._markup import notice

VIEWS = ("find", "check")

today = date.today()
_frame.heading(say("directory-title"), say("directory-under"))
_data.check_directory()
if "fiche" in st.query_params:
    sheet = _data.sheet(st.query_params["fiche"])
    if st.button(say("directory-back"), icon=":material/arrow_back:"):
        st.query_params.pop("fiche")
        st.rerun()
    if sheet is None:
        notice("wrong", say("directory-gone"))
    elif sheet.resource.confidential:
        notice("wrong", say("directory-confidential"))
    else:
        _draw_record.head(sheet.resource, _data.trust_of(sheet, today), today)
        _draw_report.form(sheet)
        _draw_record.fields(sheet, today)
        _draw_record.history(sheet)
else:
    view = st.segmented_control(
        say("directory-view"), VIEWS, default="find", required=True, format_func=lambda one: say(f"directory-view-{one}"), key="volet"
    )
    if view == "check":
        _draw_found.to_check(_data.to_check(today), _data.CHECKED_DAYS)
    else:
        typed, commune = _draw_found.name_field()
        _draw_found.found(_data.named(typed, commune) if typed else None)
