"""Texts are compared by plain words, the same whichever way their letters are written."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orientation.wording import LIGATURES, normalised, place_key


def plainly(text: str) -> str:
    """The definition, letter after letter."""
    lowered = text.lower()
    for ligature, letters in LIGATURES.items():
        lowered = lowered.replace(ligature, letters)
    letters = "".join(one for one in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(one))
    return re.sub(r"[^a-z0-9]+", " ", letters).strip()


@given(st.text() | st.text(alphabet="aàâäæ\u0301éÉèêëîïœŒôùûüÿçßİ-' ’\t\u00a0.,()0189ﬁ²½"))
def test_any_text_is_read_as_its_plain_words(text: str) -> None:
    assert normalised(text) == plainly(text)


@given(st.text(alphabet="éèàôÉçœ aZ"))
def test_composed_or_not_letters_are_the_same(text: str) -> None:
    assert normalised(unicodedata.normalize("NFD", text)) == normalised(text)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("St-Maur-des-Fossés", "saint maur des fosses"),
        ("Ste Geneviève", "sainte genevieve"),
        ("Les Stes-Maries", "les saintes maries"),
        ("Brest", "brest"),
        ("1st", "1st"),
        ("", ""),
    ],
)
def test_saints_are_in_full(name: str, key: str) -> None:
    assert place_key(name) == key
