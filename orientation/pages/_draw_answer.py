"""What was found for one need: the list with its map beside it, what is close to fitting, or what to do when there is nothing."""

import streamlit as st

from orientation.assistant import Answer, Orientation
from orientation.case import Reason
from orientation.opening import week_said
from orientation.pages import _conversation, _draw_map
from orientation.pages._data import say, told
from orientation.pages._draw_card import card
from orientation.pages._markup import draw, escape, items, mail_link, phone_link, web_link
from orientation.ranking.reasons import DescribedMiss
from orientation.selection import Selection
from orientation.territory import TownHall

NEEDED = "needed_km"


def answer(key: str, found: Answer, whole: Orientation, label: str, selection: Selection) -> None:
    shown, result = found.description.matches, found.result
    draw(f'<h2 id="besoin-{escape(key)}">{escape(label)}</h2>')
    if not shown:
        _nothing(key, found, whole, label)
        return
    count = "answer-count" if result.found > len(shown) else "answer-count-all"
    left, right = st.columns([8, 4], gap="medium")
    with left:
        draw(f'<p class="soft">{escape(say(count, n=result.found, radius=result.radius_km, shown=len(shown)))}</p>')
        for rank, one in enumerate(shown, start=1):
            card(one, rank, key, selection, whole)
    with right:
        _draw_map.resources(shown, whole.case.place, label, f"map-{key}")
        _left_out(found)
        _near_misses(key, found)


def _nothing(key: str, found: Answer, whole: Orientation, label: str) -> None:
    """What can be done about it, from the nearest thing to the last resort."""
    sentence = say("answer-none", need=label, radius=found.result.radius_km)
    draw(f'<p class="none">{escape(sentence)}</p><p>{escape(say("answer-what-to-do"))}</p>')
    _near_misses(key, found)
    _left_out(found)
    place = whole.case.place
    if found.last_resort is not None and place is not None and place.commune is not None:
        draw(_town_hall(found.last_resort, place.commune.name))


def _left_out(found: Answer) -> None:
    counts = [told(Reason(f"counted-{reason}", {"count": count})) for reason, count in found.result.excluded.items() if count]
    if counts:
        draw(f'<div class="soft near"><p>{escape(say("answer-excluded"))}</p>{items(counts)}</div>')


def _near_misses(key: str, found: Answer) -> None:
    misses = found.description.near_misses
    if not misses:
        return
    draw(f"<h3>{escape(say('answer-near-title'))}</h3>")
    for rank, miss in enumerate(misses):
        _near_miss(miss, f"{key}-{rank}")
    wider = sorted({float(str(miss.reason.values[NEEDED])) for miss in misses if NEEDED in miss.reason.values})
    for km in wider[:2]:
        st.button(
            say("answer-widen", km=km), key=f"widen-{key}-{km:g}", icon=":material/radar:", on_click=_conversation.look_within, args=(km,)
        )


def _near_miss(miss: DescribedMiss, key: str) -> None:
    phone = f" · {phone_link(miss.resource.phone)}" if miss.resource.phone else ""
    draw(f'<p class="near"><b>{escape(miss.resource.name)}</b>{phone}<br>{escape(told(miss.reason))}</p>')


def _town_hall(hall: TownHall, commune: str) -> str:
    hours = week_said(hall.hours)
    lines = [
        phone_link(hall.phone) if hall.phone else "",
        mail_link(hall.email) if hall.email else "",
        web_link(hall.website) if hall.website else "",
        escape(say("card-hours", hours=list(hours)) if hours else hall.hours or ""),
        escape(hall.address or ""),
    ]
    said = "<br>".join(line for line in lines if line)
    return f'<div class="near"><h3>{escape(say("answer-last-resort", commune=commune))}</h3><p>{said}</p></div>'
