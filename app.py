"""The list of pages and the settings of all of them. Run with: streamlit run app.py"""

from pathlib import Path

import streamlit as st

from orientation.pages import _frame
from orientation.pages._data import say

ICON = str(Path(__file__).parent / "orientation" / "pages" / "icon.svg")
PAGES = {
    "assistant": (":material/forum:", "page-orient"),
    "directory": (":material/menu_book:", "page-directory"),
    "complexity": (":material/account_tree:", "page-complexity"),
    "review": (":material/difference:", "page-review"),
    "sources": (":material/database:", "page-sources"),
}

st.set_page_config(page_title="Orientation", page_icon=ICON, layout="wide", initial_sidebar_state="collapsed")
pages = [
    st.Page(f"orientation/pages/{file}.py", title=say(title), icon=icon, url_path=file, default=file == "assistant")
    for file, (icon, title) in PAGES.items()
]
_frame.run(st.navigation(pages, position="top").run)
