from collections.abc import Iterator
from itertools import chain, pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orientation.conversation.phrases import Entry, PhraseBook
from orientation.conversation.words import Words, cut


def found(phrase: str, text: str, known=(), **options) -> list[tuple[int, int]]:
    book = PhraseBook([Entry("need", "n", "name", phrase)], known, **options)
    spans = [(one.first, one.last) for one in book.find(cut(text))]
    return [span for span in spans if not any(other != span and other[0] <= span[0] and span[1] <= other[1] for other in spans)]


@pytest.mark.parametrize(
    "phrase, text, spans",
    [
        pytest.param("aide à domicile", "Cherche aides a DOMICILE", [(1, 3)], id="accents_capitals_plurals"),
        pytest.param("infirmi*", "l'infirmière", [(1, 1)], id="stem"),
        pytest.param("lit|lits médicalisé", "lits médicalisés", [(0, 1)], id="alternatives"),
        pytest.param("une (petite) aide", "une aide", [(0, 1)], id="optional_left_out"),
        pytest.param("une (petite) aide", "une petite aide", [(0, 2)], id="optional_there"),
        pytest.param("dort (chez lui|ici) mal", "dort chez lui mal", [(0, 3)], id="several_words_optional_there"),
        pytest.param("dort (chez lui|ici) mal", "dort mal", [(0, 1)], id="several_words_optional_left_out"),
        pytest.param("dort (chez lui|ici) mal", "dort chez mal", [], id="several_words_optional_cut_short"),
        pytest.param("d'un|une ami", "d'une ami", [(0, 2)], id="alternatives_after_an_elision"),
        pytest.param("refuse ... soins", "refuse absolument tous les autres soins", [(0, 5)], id="gap_of_four"),
        pytest.param("refuse ... soins", "refuse un deux trois quatre cinq soins", [], id="gap_of_five_is_too_wide"),
        pytest.param("aide ménagère", "aide, ménagère", [], id="never_over_a_comma"),
        pytest.param("# cachets", "huit cachets", [(0, 1)], id="number_in_letters"),
        pytest.param("#>4 cachets", "4 cachets", [], id="on_the_bound"),
        pytest.param("#>4 cachets", "5 cachets", [(0, 1)], id="above_the_bound"),
        pytest.param("mms #<25", "MMS 24", [(0, 1)], id="below_the_bound"),
        pytest.param("^MAS", "place en MAS pour lui", [(2, 2)], id="acronym_in_capitals"),
        pytest.param("^MAS", "Un Mas provençal De Famille", [], id="acronym_not_in_capitals"),
        pytest.param("^MAS", "place en mas ou fam", [(2, 2)], id="acronym_in_a_text_without_capitals"),
        pytest.param("soeur", "sa sœur", [(1, 1)], id="ligature"),
        pytest.param("csapa svp|+", "suivi au csapa", [], id="a_sign_leaves_nothing_out"),
        pytest.param("+ # enfants", "+ 2 enfants", [(0, 1)], id="a_sign_alone_is_passed_over"),
    ],
)
def test_a_phrase_is_found(phrase, text, spans):
    assert found(phrase, text) == spans


def test_an_everyday_word_is_no_acronym_even_without_capitals():
    assert found("^NE", "elle ne mange plus", known=["ne"]) == []


def test_a_long_word_with_a_slip_is_found():
    assert found("orthophoniste", "orthofoniste") == [(0, 0)]


def test_a_french_word_is_not_taken_for_a_misspelt_one():
    assert found("autiste", "artiste", not_misspelt=["artiste"]) == []


def test_a_past_year_is_told_from_the_present_one():
    assert found("en yyyy", "en 2019", recent_from=2025) == [(0, 1)]
    assert found("en yyyy", "en 2026", recent_from=2025) == []


def test_a_class_stands_for_any_of_its_words():
    classes = {"conjoint": ("mari", "epou*"), "autre": ("voisin",)}
    assert found("@conjoint épuisé", "son époux épuisé, sa voisine épuisée", classes=classes) == [(1, 2)]
    assert found("vit chez @conjoint|@autre", "vit chez voisin", classes=classes) == [(0, 2)]


def test_many_alternatives_are_found_as_few_are():
    phrase = "vit|loge|dort|habite (encore|toujours|parfois) chez|avec un|une|des ami|amie|copain|copine|pote"
    assert found(phrase, "il dort toujours chez des potes") == [(1, 5)]
    assert found(phrase, "il loge avec une copine") == [(1, 4)]
    assert found(phrase, "il loge avec une tante") == []


def test_a_book_that_was_taught_knows_more_and_the_first_one_no_more_than_before():
    book = PhraseBook([Entry("need", "n", "name", "kiné")])
    more = book.taught([Entry("need", "m", "name", "marchothérapie")])
    words = cut("kiné et marchothérapie")
    assert {one.entry.id for one in more.find(words)} == {"n", "m"}
    assert {one.entry.id for one in book.find(words)} == {"n"}


ALTERNATIVES = st.lists(st.sampled_from(["rue", "lit", "li*", "tot", "rue'tot", "+"]), min_size=1, max_size=3)
PIECES = st.tuples(ALTERNATIVES, st.sampled_from(["{}", "({})", "..."]))
TEXTS = st.lists(st.sampled_from(["rue", "lit", "livre", "tot", "parc", ","]), max_size=9)


@given(phrases=st.lists(st.lists(PIECES, min_size=1, max_size=4), min_size=1, max_size=4), texts=st.lists(TEXTS, min_size=1, max_size=3))
def test_what_is_found_is_what_trying_every_phrase_at_every_word_finds(phrases, texts):
    written = [" ".join(sign.format("|".join(some)) for some, sign in pieces) for pieces in phrases]
    book = PhraseBook([Entry("need", str(index), "", phrase) for index, phrase in enumerate(written)])
    for text in texts:  # one after another: the book works out what it needs as it goes
        words = cut(" ".join(text))
        looked_for = [
            (start, end - 1, str(index))
            for index, pieces in enumerate(phrases)
            for steps in set(said(pieces))
            for start in range(len(words))
            for end in ends(steps, words, start)
        ]
        assert [(one.first, one.last, one.entry.id) for one in book.find(words)] == sorted(set(looked_for))


def said(pieces: list[tuple[list[str], str]]) -> Iterator[tuple[str, ...]]:
    """Every sequence of steps that a phrase stands for; a gap is between words."""
    choices = []
    for some, sign in pieces:
        options = [tuple(one.split("'")) for one in some if one != "+"] or [()]
        choices.append([("...",)] if sign == "..." else [*options, ()] if sign != "{}" else options)
    for parts in product(*choices):
        steps = tuple(chain.from_iterable(parts))
        if steps and "..." not in (steps[0], steps[-1]) and ("...", "...") not in pairwise(steps):
            yield steps


def ends(steps: tuple[str, ...], words: Words, start: int) -> Iterator[int]:
    """After which words a sequence that begins at one may end."""
    if not steps:
        yield start
    elif steps[0] == "...":
        for skipped in range(5):
            yield from ends(steps[1:], words, start + skipped)
    elif start < len(words) and words.forms[start] in {"li*": ("lit", "livre")}.get(steps[0], (steps[0],)):
        yield from (end for end in ends(steps[1:], words, start + 1) if words.segments[start] == words.segments[end - 1])
