import pytest
from hypothesis import given
from hypothesis import strategies as st

from orientation.directory.clusters import Link, clusters

KEYS = "abcdef"
PAIRS = st.lists(st.sampled_from(KEYS), min_size=2, max_size=2, unique=True).map(lambda pair: (min(pair), max(pair)))


def grouped(
    same: dict[tuple[str, str], float], decided: set[tuple[str, str]] | None = None, apart: set[tuple[str, str]] | None = None
) -> set[str]:
    return {"".join(sorted(group)) for group in clusters(KEYS, same, decided or set(), apart or set())}


def test_ties_bring_together_through_others() -> None:
    assert grouped({("a", "b"): 0.9, ("b", "c"): 0.8}) == {"abc", "d", "e", "f"}


def test_two_decided_different_stay_apart_even_through_others() -> None:
    assert grouped({("a", "b"): 0.9, ("b", "c"): 0.8}, apart={("a", "c")}) == {"ab", "c", "d", "e", "f"}


def test_a_decision_goes_before_a_sure_link() -> None:
    assert grouped({("a", "b"): 1.0}, decided={("b", "c")}, apart={("a", "c")}) == {"a", "bc", "d", "e", "f"}


def test_ties_of_unknown_records_are_ignored() -> None:
    assert grouped({("a", "z"): 1.0}, decided={("y", "z")}, apart={("a", "y")}) == set(KEYS)


@given(st.dictionaries(PAIRS, st.floats(0, 1)), st.sets(PAIRS), st.sets(PAIRS))
def test_groups_share_out_the_records_and_hold_no_foes(
    same: dict[tuple[str, str], float], decided: set[tuple[str, str]], apart: set[tuple[str, str]]
) -> None:
    groups = clusters(KEYS, same, decided - apart, apart)
    assert sorted(key for group in groups for key in group) == list(KEYS)
    assert not any({a, b} <= group for a, b in apart for group in groups)
    if not apart:
        assert all(any({a, b} <= group for group in groups) for a, b in {*same, *decided})


def test_a_link_is_the_same_both_ways() -> None:
    assert Link("b", "a", "same", 0.9) == Link("a", "b", "same", 0.9)


@pytest.mark.parametrize(("a", "b", "probability"), [("a", "a", 0.5), ("a", "b", 1.1), ("a", "b", -0.1)])
def test_a_link_checks_itself(a: str, b: str, probability: float) -> None:
    with pytest.raises(ValueError):
        Link(a, b, "same", probability)
