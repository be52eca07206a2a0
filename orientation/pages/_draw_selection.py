"""What was kept, to be copied as plain text or printed; the plan while nothing was."""

from collections.abc import Mapping, Sequence

import streamlit as st

from orientation.assistant import Orientation
from orientation.brief import Section, lines
from orientation.case import Reason
from orientation.pages import _data
from orientation.pages._data import say, told
from orientation.pages._draw_card import address_of
from orientation.pages._markup import escape
from orientation.selection import Selection


def selection(found: Orientation, made: Sequence[Section], chosen: Selection, labels: Mapping[str, str]) -> None:
    text = handover(found, made, labels)
    with st.popover(
        say("selection-title", n=len(chosen.kept)) if chosen.kept else say("selection-plan"), icon=":material/print:", key="selection"
    ):
        if not chosen.kept:
            st.caption(say("selection-empty"))
        st.code(text, language=None, wrap_lines=True)
        st.download_button(
            say("selection-download"),
            page_of(text),
            file_name=say("selection-file"),
            mime="text/html",
            icon=":material/print:",
            on_click="ignore",
            key="selection-download",
        )


def handover(found: Orientation, made: Sequence[Section], labels: Mapping[str, str]) -> str:
    """Plain text, ready for a mail or a file; it says by itself when the directory is fictional, and which versions made it."""
    addresses = {resource.id: address_of(resource) for section in made for resource, _ in section.entries}
    written = [told(line) for line in lines(found, made, labels, addresses)]
    closing = [told(Reason("handover-blank")), versions(found)]
    return "\n".join([*written, *closing, *([say("handover-fictional")] if _data.holds_demonstration() else [])])


def versions(found: Orientation) -> str:
    """What the answer depends on: the same four give the same answer."""
    return say(
        "handover-versions",
        directory=_data.workplace().live.current().version,
        grid=f"{found.assessment.grid_id} {found.assessment.grid_version}",
        policy=found.rules.policy.version,
        day=found.case.day,
    )


def page_of(text: str) -> str:
    """A sheet that prints by itself: one page, big enough, nothing fetched."""
    title, _, rest = text.partition("\n")
    return (
        f'<!doctype html><html lang="{_data.workplace().messages.language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        "<style>body{font:12pt/1.5 sans-serif;max-width:42em;margin:2em auto;padding:0 1em}h1{font-size:15pt}"
        "pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere}@page{margin:18mm}</style></head>"
        f"<body><h1>{escape(title)}</h1><pre>{escape(rest.lstrip())}</pre><script>addEventListener('load',()=>print())</script></body></html>"
    )
