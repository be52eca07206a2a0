from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orientation.conversation.words import LONGEST, cleaned, cut


@pytest.mark.parametrize(
    "text, forms",
    [
        pytest.param("Mme D., 82a: kiné?", ("mme", "d", "82", "a", "kine"), id="figures_apart_from_letters"),
        pytest.param("S.S.I.A.D. svp", ("ssiad", "svp"), id="dotted_acronym"),
        pytest.param("jai 17 ans", ("j", "ai", "17", "ans"), id="glued_in_haste"),
        pytest.param("Cœur", ("coeur",), id="ligature"),
        pytest.param("l’hôpital aujourd'hui", ("l", "hopital", "aujourd", "hui"), id="apostrophes"),
        pytest.param("", (), id="nothing"),
        pytest.param("😀 !!!", (), id="no_word"),
    ],
)
def test_a_text_is_cut_into_folded_words(text, forms):
    assert cut(text).forms == forms


@pytest.mark.parametrize(
    "text, sentences",
    [
        pytest.param("Elle vit seule. Elle tombe.", 2, id="full_stop"),
        pytest.param("M. D. vit seul", 1, id="title_and_initial"),
        pytest.param("Dr. Noir, 3.5 kg", 1, id="abbreviation_and_decimal"),
        pytest.param("ferme à 23 h. Il dort là", 2, id="a_unit_ends_a_sentence"),
        pytest.param("82 a. vit seul", 1, id="a_unit_cut_short"),
        pytest.param("kiné ?\northo", 2, id="question_then_line"),
    ],
)
def test_sentences_end_at_strong_punctuation_only(text, sentences):
    assert cut(text).sentences[-1] + 1 == sentences


@given(st.text(max_size=300))
def test_words_lie_in_order_inside_the_text(text):
    words = cut(cleaned(text))
    bounds = list(zip(words.starts, words.ends, strict=True))
    assert all(0 <= start < end <= len(words.text) for start, end in bounds)
    assert all(before[1] <= after[0] for before, after in pairwise(bounds))
    assert list(words.segments) == sorted(words.segments)


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing_more(text):
    assert cleaned(cleaned(text)) == cleaned(text)


def test_a_long_text_is_cut_after_a_whole_word():
    text = "bonjour " * 3000
    assert len(cleaned(text)) <= LONGEST
    assert cleaned(text).endswith("bonjour")


def test_there_is_no_word_outside_the_text():
    words = cut("Mme D.")
    assert [words.at(index) for index in (-1, 0, 1, 2)] == ["", "mme", "d", ""]
