"""What was kept and what was set aside: never both, in the order it was done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orientation.selection import SET_ASIDE, Selection

ACTS = st.lists(st.tuples(st.sampled_from(["keep", "aside", "forget"]), st.sampled_from("abc"), st.sampled_from(SET_ASIDE)))


def done(acts):
    selection = Selection()
    for act, id, reason in acts:
        if act == "keep":
            selection = selection.keeping(id)
        elif act == "aside":
            selection = selection.setting_aside(id, reason)
        else:
            selection = selection.forgetting(id)
    return selection


@given(ACTS)
def test_a_resource_is_kept_or_set_aside_never_both(acts):
    selection = done(acts)
    assert not set(selection.kept) & set(selection.set_aside)
    assert len(set(selection.kept)) == len(selection.kept)


@given(ACTS, st.sampled_from("abc"))
def test_forgetting_leaves_no_trace(acts, id):
    forgotten = done(acts).forgetting(id)
    assert id not in forgotten.kept and id not in forgotten.set_aside


def test_only_the_reasons_of_the_list_are_taken():
    with pytest.raises(ValueError, match="set aside for one of"):
        Selection().setting_aside("a", "parce que")


def test_those_kept_among_some_are_given_in_their_order():
    assert Selection().keeping("b").keeping("a").among(("a", "c", "b")) == ("a", "b")
