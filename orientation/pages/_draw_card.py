"""One proposal: whom to call, why, what to check, where it comes from. Everything shown stands in the record."""

from collections.abc import Iterator
from datetime import date

import streamlit as st

from orientation.assistant import Orientation
from orientation.brief import match_of
from orientation.directory.trust import age_tier
from orientation.opening import said_of_day, week_said
from orientation.pages import _conversation, _data
from orientation.pages._data import say, told, workplace
from orientation.pages._markup import draw, escape, folded, mail_link, phone_link, web_link
from orientation.ranking.reasons import Described
from orientation.resource import Price, Resource, SourceRef
from orientation.selection import SET_ASIDE, Selection

WHY_SHOWN = 3
# Already said elsewhere on the card.
SAID_ELSEWHERE = frozenset({"why-need", "why-home", "why-remote", "why-distance", "why-distance-rough", "why-fresh", "why-places"})


def card(found: Described, rank: int, need: str, selection: Selection, whole: Orientation) -> None:
    """`need`: the key of the list it stands in, since one resource may stand in several."""
    id = found.resource.id
    state = "kept" if id in selection.kept else "aside" if id in selection.set_aside else "new"
    with st.container(key=f"card-{state}-{need}-{rank}"):
        if state == "aside":
            _set_aside(found, rank, need, selection)
            return
        said, done = st.columns([10, 3], gap="small")
        with said:
            draw(_card(found, rank, whole))
        with done, st.container(horizontal=True, gap="xsmall", horizontal_alignment="right", key=f"done-{need}-{rank}"):
            _keep_button(id, f"keep-{need}-{rank}", state == "kept")
            _set_aside_menu(id, f"aside-{need}-{rank}")
            st.page_link("orientation/pages/directory.py", label=say("card-open-record"), query_params={"fiche": id})


def _keep_button(id: str, key: str, kept: bool) -> None:
    st.button(
        say("card-kept" if kept else "card-keep"),
        key=key,
        icon=":material/check:" if kept else ":material/bookmark_add:",
        type="primary" if kept else "secondary",
        on_click=_conversation.forget if kept else _conversation.keep,
        args=(id,),
    )


def _set_aside_menu(id: str, key: str) -> None:
    """The closed list of reasons, one click each."""
    st.menu_button(
        say("card-set-aside"),
        SET_ASIDE,
        key=key,
        type="tertiary",
        format_func=lambda reason: say(f"set-aside-{reason}"),
        on_click=lambda: _conversation.set_aside(id, st.session_state[key]),
    )


def _set_aside(found: Described, rank: int, need: str, selection: Selection) -> None:
    reason = say("card-set-aside-done", reason=say(f"set-aside-{selection.set_aside[found.resource.id]}"))
    with st.container(horizontal=True, vertical_alignment="center"):
        draw(f'<div class="card aside"><h3>{escape(found.resource.name)}</h3><p class="soft">{escape(reason)}</p></div>')
        st.button(say("card-back"), key=f"back-{need}-{rank}", type="tertiary", on_click=_conversation.forget, args=(found.resource.id,))


def _card(found: Described, rank: int, whole: Orientation) -> str:
    resource, day = found.resource, whole.case.day
    doubt = "" if found.match.serves == "yes" else " doubt"
    by = " · ".join(escape(part) for part in (resource.organisation, *resource.categories[:1]) if part)
    parts = (
        f'<span class="rank{doubt}" aria-hidden="true">{rank}</span><h3><span class="sr">{rank}. </span>{escape(resource.name)}</h3>',
        f'<p class="by">{by}</p>',
        f'<p class="reach">{" ".join(reached(resource))}</p>',
        f'<p class="facts">{" ".join(f"<span>{part}</span>" for part in _facts(found, day, whole.minutes.get(resource.id)))}</p>',
        _reasons(found),
        f'<div class="more">{folded(say("card-details"), details(found, day))}</div>',
    )
    return f'<article class="card">{"".join(parts)}</article>'


def reached(resource: Resource) -> Iterator[str]:
    """How to reach it: phone first, as big as what it is for."""
    yield phone_link(resource.phone) if resource.phone else f'<span class="none">{escape(say("card-no-phone"))}</span>'
    if resource.email:
        yield mail_link(resource.email)
    if resource.website:
        yield web_link(resource.website)


def _facts(found: Described, day: date, minutes: int | None) -> Iterator[str]:
    resource = found.resource
    yield escape(", ".join([where(resource, found.match.distance_km), *([say("card-minutes", n=minutes)] if minutes else [])]))
    if found.match.serves != "yes":
        yield f'<span class="tag warn">{escape(say("place-unsure"))}</span>'
    if address := address_of(resource):
        yield escape(address)
    if today := said_of_day(resource.hours, day):
        yield f"<b>{escape(told(today))}</b>"
    if places := places_said(resource):
        yield places
    yield from (escape(price_said(price)) for price in resource.prices[:1])
    yield freshness(resource, day)


def where_of(found: Orientation, resource: Resource) -> str:
    """How it reaches the person, or how far it is; nothing for a resource that no list holds."""
    match = match_of(found, resource.id)
    if match is None and found.coordination is not None and found.coordination.resource.id == resource.id:
        match = found.coordination.match
    return "" if match is None else where(resource, match.distance_km)


def where(resource: Resource, distance: float | None) -> str:
    if resource.modes == {"a-distance"}:
        return say("card-remote")
    parts = [say("card-home")] if "a-domicile" in resource.modes else []
    if distance is not None:
        rough = resource.lat is None or resource.position_is_reliable is False
        parts.append(say("card-distance-rough" if rough else "card-distance", km=distance))
    return ", ".join(parts) or say("card-distance-unknown")


def address_of(resource: Resource) -> str:
    commune = workplace().gazetteer.current(resource.commune) if resource.commune else None
    town = " ".join(part for part in (resource.postcode, commune.name if commune else None) if part)
    return ", ".join(part for part in (resource.address, town) if part)


def places_said(resource: Resource) -> str:
    if resource.places is None:
        return ""
    dated = "" if resource.places.as_of else "-undated"
    kind = "places" if resource.places.free else "places-none"
    said = escape(say(f"card-{kind}{dated}", free=resource.places.free, as_of=resource.places.as_of))
    return f'<span class="tag {"good" if resource.places.free else "warn"}">{said}</span>'


def price_said(price: Price) -> str:
    id = "card-price-dated" if price.as_of else "card-price"
    return say(id, label=price.label, amount=price.amount, unit=price.unit, as_of=price.as_of)


def freshness(resource: Resource, day: date) -> str:
    """The age of the record in words, and by a colour that never stands alone."""
    tier = age_tier(resource.updated_on, day, _data.trust_norms())
    kind = {"recent": "good", "a-verifier": "plain"}.get(tier, "warn")
    return f'<span class="tag {kind}">{escape(say(f"card-age-{tier}", updated_on=resource.updated_on))}</span>'


def hours_said(hours: str | None) -> str:
    rules = week_said(hours)
    if rules:
        return say("card-hours", hours=list(rules))
    return say("card-hours-written", hours=hours) if hours else say("card-hours-unknown")


def _reasons(found: Described) -> str:
    """Why and what to check, each beginning with its word; what is long is in the details."""
    telling = [reason for reason in found.why if reason.id not in SAID_ELSEWHERE] or found.why[:1]
    why = [told(reason) for reason in telling[:WHY_SHOWN]]
    check = [told(reason) for reason in found.to_check]
    said = f'<p class="why"><b>{escape(say("card-why"))}</b> {escape(" ".join(why))}</p>' if why else ""
    return said + (f'<p class="check"><b>{escape(say("card-check"))}</b> {escape(" ".join(check))}</p>' if check else "")


def details(found: Described, day: date) -> str:
    """Everything else the record says, every reason, and the sources with their dates."""
    resource = found.resource
    rows = [(say("detail-why"), " ".join(told(reason) for reason in found.why)), (say("detail-hours"), hours_said(resource.hours))]
    rows += [(say("detail-price"), price_said(price)) for price in resource.prices]
    rows += [
        (say(f"detail-{name}"), value)
        for name, value in (
            ("admission", resource.admission),
            ("description", resource.description),
            ("languages", ", ".join(resource.languages)),
            ("capacity", None if resource.capacity is None else str(resource.capacity)),
            ("categories", ", ".join(resource.categories[1:])),
        )
        if value
    ]
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)
    phones = " ".join(phone_link(phone) for phone in resource.other_phones)
    others = f"<dt>{escape(say('detail-phones'))}</dt><dd>{phones}</dd>" if phones else ""
    sources = "<br>".join(escape(source_said(source)) for source in resource.sources)
    return f"<dl>{listed}{others}<dt>{escape(say('card-sources'))}</dt><dd>{sources}</dd></dl>"


def source_said(source: SourceRef) -> str:
    id = "card-source-dated" if source.updated_on else "card-source"
    return say(id, source=source.source, record=source.id, updated_on=source.updated_on)
