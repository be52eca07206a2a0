"""Resources found by name, and those to check by phone first: short lists that lead to a record."""

from collections.abc import Sequence

import streamlit as st

from orientation.pages._data import say, told
from orientation.pages._draw_card import address_of
from orientation.pages._draw_chips import commune_choice
from orientation.pages._markup import draw, escape, items, phone_or_nothing
from orientation.resource import Resource
from orientation.store.reporting import Doubtful


def name_field() -> tuple[str, str | None]:
    """What was typed, and the code of a commune when one was chosen."""
    left, right = st.columns([2, 1], gap="medium")
    with left:
        typed = st.text_input(say("directory-name"), key="name", placeholder=say("directory-name-placeholder"), max_chars=200)
    with right:
        commune = commune_choice(say("directory-commune"), "directory")
    return (typed or "").strip(), commune


def found(resources: Sequence[Resource] | None) -> None:
    """None: nothing was asked yet."""
    if resources is None:
        draw(f'<p class="lead">{escape(say("directory-nothing-asked"))}</p>')
        return
    if not resources:
        draw(f'<p class="none">{escape(say("directory-nothing-found"))}</p>')
        return
    draw(f'<p class="soft" role="status">{escape(say("directory-found", n=len(resources)))}</p>')
    for rank, resource in enumerate(resources):
        with st.container(key=f"card-found-{rank}"):
            said, done = st.columns([10, 3])
            with said:
                draw(_line(resource))
            with done:
                _open(resource.id, f"open-{rank}")


def _line(resource: Resource) -> str:
    by = " · ".join(escape(part) for part in (resource.organisation, *resource.categories[:1]) if part)
    where = escape(address_of(resource))
    return (
        f'<article class="card flat"><h3>{escape(resource.name)}</h3><p class="by">{by}</p><p class="facts">{where}</p>'
        f'<p class="reach">{phone_or_nothing(resource.phone)}</p></article>'
    )


def _open(id: str, key: str) -> None:
    """The record has its own address, so that it can be sent to a colleague."""
    st.button(say("directory-open"), key=key, icon=":material/description:", on_click=_address, args=(id,))


def _address(id: str) -> None:
    st.query_params["fiche"] = id


def to_check(doubtful: Sequence[Doubtful], days: int) -> None:
    draw(f'<h2>{escape(say("check-title"))}</h2><p class="soft">{escape(say("check-under", days=days))}</p>')
    if not doubtful:
        draw(f'<p class="none">{escape(say("check-nothing", days=days))}</p>')
        return
    for rank, one in enumerate(doubtful):
        with st.container(key=f"card-doubtful-{rank}"):
            said, done = st.columns([10, 3])
            with said:
                draw(_doubt(one))
            with done:
                _open(one.resource.id, f"open-doubtful-{rank}")


def _doubt(one: Doubtful) -> str:
    times = say("check-times", n=one.to_check.proposed)
    return (
        f'<article class="card flat"><h3>{escape(one.resource.name)} <span class="tag plain">{escape(times)}</span></h3>'
        f'<p class="reach">{phone_or_nothing(one.resource.phone)}</p>{items(map(told, one.trust.reasons))}</article>'
    )
