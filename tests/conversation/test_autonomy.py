import pytest

from orientation.conversation.facts.autonomy import read_gir


@pytest.mark.parametrize(
    "text, value, level",
    [
        ("GIR 3", 3, "moderee"),
        ("gir: 2", 2, "severe"),
        ("GIR1", 1, "severe"),
        ("G.I.R. 5", 5, "legere"),
        ("GIR 6", 6, "aucune"),
        ("gir deux", 2, "severe"),
        ("passé de GIR 4 à 2", 2, "severe"),
        ("GIR 4 en 2022, GIR 2 maintenant", 2, "severe"),
        ("GIR 4 non pardon 3", 3, "moderee"),
        ("GIR 3-4", None, "moderee"),
        ("couple, elle GIR 2, lui GIR 4", None, "severe"),
        ("lui GIR 5, elle GIR 2, c'est pour elle", 2, "severe"),
        ("GIR réévalué à 3", 3, "moderee"),
    ],
)
def test_the_gir_stated(text, value, level):
    read = read_gir(text)
    assert read is not None
    assert (read.value, read.level) == (value, level)


@pytest.mark.parametrize("text", ["GIR non évalué", "girafe 3", "EHPAD qui accueille GIR 1 à 6", "groupe 3 personnes"])
def test_no_gir_is_stated(text):
    assert read_gir(text) is None
