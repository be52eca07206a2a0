"""What was understood, as labels that open to be corrected. Each shows the one value of the conversation and changes nothing else."""

from collections.abc import Callable

import streamlit as st

from orientation.conversation.needs.candidates import SPECIALIST
from orientation.conversation.understanding import Understanding
from orientation.geography.names import find_place
from orientation.grid import GridOnDay
from orientation.pages import _conversation
from orientation.pages._conversation import Conversation
from orientation.pages._data import say, workplace
from orientation.pages._markup import notice
from orientation.territory import Commune

UNKNOWN = "?"
DELAYS = (0, 24, 48, 72, 96, 168, 336, 720)
HOURS_A_DAY = 24
FOUND_AT_MOST = 8
GRID_LEVELS = ("0", "1", "2", "3")


def chips(now: Conversation, grid: GridOnDay) -> None:
    """Said first, then what is not known, dashed; what is likely and was not said is offered, not taken."""
    read = now.read
    with st.container(horizontal=True, gap="xsmall", key="chips-said"):
        _place(read)
        _needs(read)
        _age(read)
        _sex(read)
        _gir(read)
        _delay(read)
        _facts(read, grid)
        _radius(now)
    if read.suggestions or read.likely_facts:
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="chips-suggested"):
            st.markdown(say("chip-suggestions"))
            for need in read.suggestions:
                label = say("chip-suggestion", label=workplace().vocabulary.needs[need.id].label_fr)
                st.button(label, key=f"suggestion-{need.id}", on_click=_conversation.confirm, args=(need.id,))
            for fact in read.likely_facts:
                criterion = workplace().vocabulary.criteria[fact.id]
                label = say("chip-suggestion", label=_fact_said(criterion.label_fr, fact.value, say(f"level-{fact.value}")))
                st.button(label, key=f"suggestion-fact-{fact.id}", on_click=_conversation.state, args=(fact.id, fact.value))


def _mirror(key: str, value: object) -> str:
    """The widget shows the conversation's value, whatever it showed before."""
    st.session_state[key] = value
    return key


def _known(name: str, value: object) -> str:
    """The key says whether the value is known, so that the label of what is not is drawn dashed."""
    return f"chip-{name}" if value is not None else f"chip-unknown-{name}"


def _changed(key: str, change: Callable[[object], None]) -> Callable[[], None]:
    return lambda: change(st.session_state[key])


def _place(read: Understanding) -> None:
    label = say("chip-place", name=commune_said(read.commune)) if read.commune else say("chip-place-unknown")
    with st.popover(label, icon=":material/location_on:", key=_known("place", read.commune)):
        place_buttons(read.commune_candidates, "chip")
        place_search("chip")


def place_search(key: str) -> None:
    """A field for any commune of France, its homonyms listed; one that is alone of its name is taken at once."""
    typed = st.text_input(say("chip-place-search"), key=f"place-typed-{key}", placeholder=say("chip-place-placeholder"))
    if not typed:
        return
    found = find_place(typed, workplace().gazetteer).candidates
    if not found:
        notice("wrong", say("chip-place-none"))
    place_buttons(found, f"{key}-found")


def commune_choice(label: str, key: str) -> str | None:
    """The code of the commune typed, chosen among its homonyms; None when none is."""
    typed = st.text_input(label, key=f"commune-{key}", placeholder=say("chip-place-placeholder"), max_chars=100)
    if not typed:
        return None
    found = find_place(typed, workplace().gazetteer)
    if found.commune is None and not found.candidates:
        notice("wrong", say("chip-place-none"))
        return None
    if found.commune is not None:
        return found.commune.code
    chosen = st.selectbox(say("chip-place-candidates"), found.candidates, format_func=commune_said, key=f"commune-{key}-which")
    return chosen.code


def place_buttons(found: tuple[Commune, ...], key: str) -> None:
    for commune in found[:FOUND_AT_MOST]:
        st.button(
            commune_said(commune),
            key=f"live-in-{key}-{commune.code}",
            on_click=_conversation.live_in,
            args=(commune.code,),
            width="stretch",
        )


def commune_said(commune: Commune) -> str:
    return say("chip-commune", name=commune.name, departement=commune.departement)


def _needs(read: Understanding) -> None:
    needs = workplace().vocabulary.needs
    labels = [needs[need.id].label_fr for need in read.needs]
    with st.popover(
        say("chip-needs", n=len(labels)) if labels else say("chip-needs-unknown"), icon=":material/checklist:", key="chip-needs"
    ):
        key = _mirror("needs", list(dict.fromkeys(need.id for need in read.needs)))
        st.multiselect(
            say("chip-needs-label"),
            list(needs),
            format_func=lambda id: needs[id].label_fr,
            placeholder=say("chip-needs-placeholder"),
            key=key,
            on_change=_changed(key, _conversation.want),
        )
        if any(need.id == SPECIALIST for need in read.needs):
            _specialties(read)


def _specialties(read: Understanding) -> None:
    specialties = workplace().world.labels.specialties
    key = _mirror("specialties", [need.qualifier for need in read.needs if need.qualifier])
    st.multiselect(
        say("chip-specialties-label"),
        sorted(specialties, key=specialties.__getitem__),
        format_func=specialties.__getitem__,
        placeholder=say("chip-specialties-placeholder"),
        key=key,
        on_change=_changed(key, _conversation.want_specialties),
    )


def _age(read: Understanding) -> None:
    label = say("chip-age-unknown") if read.age_years is None else say("chip-age", age=read.age_years)
    with st.popover(label, key=_known("age", read.age_years)):
        key = _mirror("age", read.age_years)
        st.number_input(say("chip-age-label"), 0.0, 130.0, None, 1.0, format="%g", key=key, on_change=_changed(key, _conversation.be_aged))


def _sex(read: Understanding) -> None:
    with st.popover(say(f"chip-sex-{read.sex or 'unknown'}"), key=_known("sex", read.sex)):
        key = _mirror("sex", read.sex or UNKNOWN)
        options = (UNKNOWN, "F", "M")
        st.segmented_control(
            say("chip-sex-label"),
            options,
            required=True,
            format_func=lambda one: say("chip-unknown") if one == UNKNOWN else say(f"chip-sex-{one}"),
            key=key,
            on_change=_changed(key, lambda one: _conversation.be_of_sex(None if one == UNKNOWN else one)),
        )


def _gir(read: Understanding) -> None:
    with st.popover(say("chip-gir", gir=read.gir) if read.gir else say("chip-gir-unknown"), key=_known("gir", read.gir)):
        key = _mirror("gir", read.gir or UNKNOWN)
        st.segmented_control(
            say("chip-gir-label"),
            (UNKNOWN, 1, 2, 3, 4, 5, 6),
            required=True,
            format_func=lambda one: say("chip-unknown") if one == UNKNOWN else str(one),
            key=key,
            on_change=_changed(key, lambda one: _conversation.have_gir(None if one == UNKNOWN else one)),
        )


def _delay(read: Understanding) -> None:
    hours = read.delay_hours
    with st.popover(say("chip-delay-unknown") if hours is None else say("chip-delay", delay=delay_said(hours)), key=_known("delay", hours)):
        key = _mirror("delay", hours)
        options = sorted({*DELAYS, *(() if hours is None else (hours,))})
        st.selectbox(
            say("chip-delay-label"),
            options,
            index=None,
            format_func=delay_said,
            placeholder=say("chip-unknown"),
            key=key,
            on_change=_changed(key, _conversation.wait),
        )


def delay_said(hours: int) -> str:
    if hours < HOURS_A_DAY:
        return say("delay-now") if hours == 0 else say("delay-hours", n=hours)
    return say("delay-days", n=hours // HOURS_A_DAY)


def _radius(now: Conversation) -> None:
    km = now.radius_km
    with st.popover(
        say("chip-radius-unknown") if km is None else say("chip-radius", km=km), icon=":material/radar:", key=_known("radius", km)
    ):
        key = _mirror("radius", km)
        st.number_input(
            say("chip-radius-label"), 1.0, 300.0, None, 1.0, format="%g", key=key, on_change=_changed(key, _conversation.look_within)
        )


def _facts(read: Understanding, grid: GridOnDay) -> None:
    """Each fact that was said is a label of its own; any other can be added."""
    for fact in read.facts:
        if not (fact.id == _conversation.AUTONOMY and read.gir):
            _fact(fact.id, fact.value, grid)
    criteria = workplace().vocabulary.criteria
    said = {fact.id for fact in read.facts}
    with st.popover(say("chip-facts-more"), icon=":material/add:", key="chip-unknown-fact"):
        key = _mirror("fact-to-add", None)
        st.selectbox(
            say("chip-facts-add"),
            [id for id in criteria if id not in said],
            index=None,
            format_func=lambda id: criteria[id].label_fr,
            placeholder=say("chip-facts-add-placeholder"),
            key=key,
            on_change=_changed(key, lambda id: _conversation.state(str(id), criteria[str(id)].levels[-1]) if id else None),
        )


def _fact(id: str, value: str, grid: GridOnDay) -> None:
    criterion = workplace().vocabulary.criteria.get(id)
    levels = criterion.levels if criterion and value in criterion.levels else GRID_LEVELS
    label = criterion.label_fr if criterion else grid.label_of.get(id, id)
    words = {level: say(f"level-{level}") for level in levels}
    with st.popover(_fact_said(label, value, words[value]), key=f"chip-fact-{id}"):
        key = _mirror(f"fact-{id}", value)
        st.pills(
            label,
            (*levels, UNKNOWN),
            required=True,
            format_func=lambda one: say("chip-unknown") if one == UNKNOWN else words[str(one)],
            key=key,
            on_change=_changed(key, lambda one: _conversation.state(id, None if one == UNKNOWN else str(one))),
        )


def _fact_said(label: str, value: str, word: str) -> str:
    if value == "oui":
        return label
    return say("chip-fact-denied", label=label) if value == "non" else say("chip-fact-level", label=label, level=word)
