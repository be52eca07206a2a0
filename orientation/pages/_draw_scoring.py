"""The form that scores a situation by a grid, criterion by criterion, and the instruments that fill some of them."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from orientation.case import Situation
from orientation.complexity.instruments import LEFT_OUT, Prefill, prefill
from orientation.complexity.instruments.aggir import ACTIVE, FROM_AGE, INDICATIVE, VARIABLES, aggir
from orientation.complexity.instruments.charlson import WEIGHTS, charlson
from orientation.complexity.instruments.epices import ITEMS, epices
from orientation.complexity.instruments.lace import lace
from orientation.complexity.instruments.mini_zarit import mini_zarit_band
from orientation.complexity.instruments.serafin import prefills, suggested
from orientation.grid import GridCriterion, GridOnDay
from orientation.pages import _conversation, _frame
from orientation.pages._data import say, told, workplace
from orientation.pages._markup import draw, escape, items

UNKNOWN = "?"
LEVELS = (UNKNOWN, "0", "1", "2", "3")
YES_NO = ("oui", "non")
_FILLED, _WAITING = "filled_by_instruments", "to_fill"


def situation(grid: GridOnDay) -> Situation:
    """What the form says: only what was answered, everything else is unknown."""
    age, gir = _person()
    levels = {one.id: answer for one in grid.criteria if (answer := _kept(_key(one.id))) in ("0", "1", "2", "3")}
    context = {one.id: answer for one in grid.settings if (answer := _kept(_key(one.id))) in YES_NO}
    return Situation({**levels, **context}, gir=gir, age_years=age)


def form(grid: GridOnDay) -> None:
    """One line a criterion, folded by dimension; the levels' own words beside the answer."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input(say("chip-age-label"), 0.0, 130.0, None, 1.0, format="%g", key=_key("age"), persist_state="page", width=220)
        st.selectbox(
            say("chip-gir-label"), range(1, 7), None, key=_key("gir"), placeholder=say("chip-unknown"), persist_state="page", width=220
        )
        for setting in grid.settings:
            options = (UNKNOWN, *YES_NO)
            st.session_state[_key(setting.id)] = _kept(_key(setting.id)) or UNKNOWN
            st.segmented_control(setting.label, options, required=True, format_func=_word, key=_key(setting.id), persist_state="page")
    modules = {module.id: module.label for module in grid.modules}
    for rank, dimension in enumerate(grid.dimensions):
        found = [grid.criterion[id] for id in grid.by_dimension[dimension.id]]
        answered = sum(_kept(_key(one.id)) not in (None, UNKNOWN) for one in found)
        with st.expander(
            say("score-dimension", label=dimension.label, n=answered, of=len(found)), expanded=rank == 0, key=f"dimension-{dimension.id}"
        ):
            for one in found:
                _criterion(one, modules)


def _criterion(one: GridCriterion, modules: Mapping[str, str]) -> None:
    waiting = st.session_state.get(_WAITING, {}).pop(one.id, None)
    st.session_state[_key(one.id)] = waiting or _kept(_key(one.id)) or UNKNOWN
    label = f"{one.code} {one.label}" + (f" ({modules[one.module]})" if one.module else "")
    words = "\n".join(f"- **{level}** : {text}" for level, text in enumerate(one.levels))
    answer = st.segmented_control(
        label,
        LEVELS,
        required=True,
        format_func=_word,
        key=_key(one.id),
        help=f"{one.question}\n\n{words}",
        persist_state="page",
    )
    said = one.levels[int(answer)] if answer not in (None, UNKNOWN) else one.question
    filled = st.session_state.get(_FILLED, {}).get(one.id)
    draw(
        f'<p class="soft" style="margin-top:-.6rem">{escape(said)}</p>'
        + (f'<p class="notice said">{escape(told(filled))}</p>' if filled else "")
    )


def instruments(grid: GridOnDay) -> None:
    """Each instrument the grid uses, as a calculator when the grid offers it. A result fills a criterion only when asked to."""
    for name in sorted({"gir", *grid.level_maps} & grid.calculators):
        with st.expander(say(f"instrument-{name}"), key=f"instrument-{name}"):
            _CALCULATORS[name](grid)
    with st.expander(say("instrument-serafin-ph"), key="instrument-serafin-ph"):
        _serafin(grid)
    draw(
        f"<h2>{escape(say('instrument-left-out'))}</h2>"
        + items(say("instrument-left-out-one", name=name, why=why) for name, why in LEFT_OUT.items())
    )


def _aggir(grid: GridOnDay) -> None:
    age, _ = _person()
    if age is not None and age < FROM_AGE:
        st.info(say("aggir-too-young", age=FROM_AGE), icon=":material/info:")
        return None
    st.warning(INDICATIVE, icon=":material/info:")
    st.caption(say("aggir-known"))
    answers = [
        st.segmented_control(
            variable.capitalize(),
            ("A", "B", "C"),
            key=_key(f"aggir-{rank}"),
            format_func=lambda one: say(f"aggir-{one}"),
            persist_state="page",
        )
        for rank, variable in enumerate(VARIABLES[:ACTIVE])
    ]
    if None in answers:
        return _not_yet(answers)
    found = aggir([str(one) for one in answers])
    return _result(say("aggir-result", gir=found.gir, notice=found.notice), prefill("gir", found.gir, grid))


def _epices(grid: GridOnDay) -> None:
    answers = [
        st.segmented_control(f"{rank + 1}. {theme.capitalize()}", YES_NO, key=_key(f"epices-{rank}"), persist_state="page")
        for rank, (theme, _) in enumerate(ITEMS)
    ]
    if None in answers:
        return _not_yet(answers)
    found = epices([str(one) for one in answers])
    sentence = say("epices-result", score=float(found.score), quintile=found.quintile)
    return _result(sentence + (f" {say('epices-deprived')}" if found.deprived else ""), prefill("epices", found.score, grid))


def _charlson(grid: GridOnDay) -> None:
    age, _ = _person()
    held = st.multiselect(
        say("charlson-diseases"),
        list(WEIGHTS),
        format_func=lambda one: one.replace("-", " "),
        key=_key("charlson"),
        placeholder=say("chip-facts-add-placeholder"),
        persist_state="page",
    )
    with_age = st.checkbox(say("charlson-age"), key=_key("charlson-age"), disabled=age is None, persist_state="page")
    index = charlson(held, age if with_age else None)
    return _result(say("charlson-result", score=index), prefill("charlson", index, grid))


def _lace(grid: GridOnDay) -> None:
    stay = st.number_input(say("lace-stay"), 0, 365, None, key=_key("lace-stay"), persist_state="page")
    acute = st.segmented_control(say("lace-acute"), YES_NO, key=_key("lace-acute"), persist_state="page")
    comorbidity = st.number_input(say("lace-charlson"), 0, 40, None, key=_key("lace-charlson"), persist_state="page")
    visits = st.number_input(say("lace-visits"), 0, 50, None, key=_key("lace-visits"), persist_state="page")
    if stay is None or acute is None or comorbidity is None or visits is None:
        return _not_yet((stay, acute, comorbidity, visits))
    score = lace(stay, acute == "oui", comorbidity, visits)
    return _result(say("lace-result", score=score), prefill("lace", score, grid))


def _mini_zarit(grid: GridOnDay) -> None:
    total = st.number_input(say("zarit-total"), 0.0, 7.0, None, 0.5, format="%g", key=_key("zarit"), persist_state="page")
    if total is None:
        return _not_yet((total,))
    return _result(say("zarit-result", total=total, band=mini_zarit_band(total)), prefill("mini-zarit", total, grid))


_CALCULATORS = {"gir": _aggir, "epices": _epices, "charlson": _charlson, "lace": _lace, "mini-zarit": _mini_zarit}


def _serafin(grid: GridOnDay) -> None:
    """What a notification or a plan says in SERAFIN-PH, in our needs, to be looked for, and in criteria, to be specified."""
    tree, labels = workplace().serafin, workplace().world.labels
    st.caption(say("serafin-what"))
    codes = st.multiselect(
        say("serafin-needs"),
        list(tree),
        format_func=lambda code: f"{code} {tree[code].label}",
        key=_key("serafin"),
        placeholder=say("chip-needs-placeholder"),
        persist_state="page",
    )
    if not codes:
        return
    found = suggested(codes, tree)
    notes = dict.fromkeys(tree[code].note for codes in found.needs.values() for code in codes if tree[code].note)
    said = (say("serafin-need", need=labels.need(need), codes=list(codes)) for need, codes in found.needs.items())
    draw(
        f"<p><b>{escape(say('serafin-to-look-for'))}</b></p>{items(said)}"
        + (f'<p class="soft">{escape(say("serafin-notes", notes=list(notes)))}</p>' if notes else "")
    )
    if st.button(say("serafin-look-for"), key="serafin-look-for", type="primary", icon=":material/forum:"):
        _conversation.look_for(found.needs)
        st.switch_page("orientation/pages/assistant.py")
    fills = prefills(found, tree, grid)
    if fills:
        draw(f"<p><b>{escape(say('serafin-to-specify'))}</b></p>{items(told(one.origin) for one in fills)}")
        st.button(say("serafin-fill"), key="serafin-fill", on_click=_frame.attempt(_fill), args=fills)


def _not_yet(answers: Sequence[object]) -> None:
    st.caption(say("instrument-not-yet", left=sum(answer is None for answer in answers), of=len(answers)))


def _result(sentence: str, filled: Prefill | None) -> None:
    st.markdown(f"**{sentence}**")
    if filled is None:
        return
    st.button(
        say("instrument-fill", what=told(filled.origin)),
        key=f"fill-{filled.criterion}-{sentence}",
        on_click=_frame.attempt(_fill),
        args=(filled,),
    )


def _fill(*filled: Prefill) -> None:
    """The form may not be drawn yet: it takes the levels when it is."""
    st.session_state[_WAITING] = {**st.session_state.get(_WAITING, {}), **{one.criterion: str(one.level) for one in filled}}
    st.session_state[_FILLED] = {**st.session_state.get(_FILLED, {}), **{one.criterion: one.origin for one in filled}}


def _person() -> tuple[float | None, int | None]:
    return _kept(_key("age")), _kept(_key("gir"))


def _kept(key: str) -> Any:
    return st.session_state.get(key)


def _key(id: str) -> str:
    return f"score-{id}"


def _word(answer: str) -> str:
    return say("chip-unknown") if answer == UNKNOWN else answer
