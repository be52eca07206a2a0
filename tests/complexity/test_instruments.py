"""Instruments give the published results, on every input where every input can be tried."""

from collections import Counter
from decimal import Decimal
from itertools import product

import pytest

from orientation.complexity.instruments import LEFT_OUT, NAMES, prefill
from orientation.complexity.instruments.aggir import INDICATIVE, aggir, modality
from orientation.complexity.instruments.charlson import charlson, ten_year_survival
from orientation.complexity.instruments.epices import ITEMS, epices
from orientation.complexity.instruments.lace import lace
from orientation.complexity.instruments.mini_zarit import mini_zarit_band
from orientation.refusal import Refused


@pytest.fixture(scope="module")
def girs():
    return {"".join(profile): aggir(profile) for profile in product("ABC", repeat=8)}


def test_aggir_counts_of_all_profiles(girs):
    assert Counter(found.gir for found in girs.values()) == {1: 8, 2: 3208, 3: 2400, 4: 760, 5: 157, 6: 28}
    ranks = [8, 131, 414, 1085, 4, 336, 1238, 1253, 1147, 490, 270, 157, 28]
    assert Counter(found.rank for found in girs.values()) == dict(enumerate(ranks, start=1))


def test_aggir_keeps_the_steps_where_the_law_is_not_monotone(girs):
    steps: Counter[tuple[int, int, int]] = Counter()
    tried = 0
    for profile, found in girs.items():
        for place, letter in enumerate(profile):
            if letter != "C":
                tried += 1
                worse = girs[profile[:place] + ("B" if letter == "A" else "C") + profile[place + 1 :]]
                if worse.gir > found.gir:
                    steps[place, found.gir, worse.gir] += 1
    assert tried == 34_992
    by_variable: Counter[int] = Counter()
    by_gir: Counter[tuple[int, int]] = Counter()
    for (place, before, after), count in steps.items():
        by_variable[place] += count
        by_gir[before, after] += count
    assert {place: count for place, count in by_variable.items() if count} == {6: 16, 7: 14}
    assert by_gir == {(2, 3): 14, (4, 5): 12, (5, 6): 4}


def test_the_ninth_and_tenth_variables_weigh_nothing():
    for profile in ("AAAAAAAA", "ABCABCAA", "CCCCCCCC", "AAAAAACA"):
        found = {aggir([*profile, dex, com]).gir for dex in "ABC" for com in "ABC"}
        assert found == {aggir(profile).gir}


def test_aggir_is_said_indicative():
    assert aggir(["AAAAAAAA"]).notice == INDICATIVE


@pytest.mark.parametrize("letters, said", [(["A"] * 7, "8 ou 10"), (["A"] * 9, "8 ou 10"), ([*"AAAAAAAD"], "« D »"), ([], "8 ou 10")])
def test_aggir_refuses_politely(letters, said):
    with pytest.raises(Refused, match=said):
        aggir(letters)


@pytest.mark.parametrize(
    "adverbs, letter", [((True,) * 4, "A"), ((False,) * 4, "C"), ((True, True, True, False), "B"), ((False, True, False, False), "B")]
)
def test_modality_of_four_adverbs(adverbs, letter):
    assert modality(*adverbs) == letter


def test_epices_is_exact_on_every_pattern():
    """The independent reference counts in whole hundredths."""
    hundredths = (1006, -1183, -828, -828, 1480, -651, -710, -710, -947, -947, -710)
    scores = []
    for pattern in product((0, 1), repeat=11):
        found = epices([str(answer) for answer in pattern])
        assert found.score * 100 == 7514 + sum(weight for yes, weight in zip(pattern, hundredths, strict=True) if yes)
        scores.append(found)
    assert min(found.score for found in scores) == 0
    assert max(found.score for found in scores) == 100
    assert sum(found.deprived for found in scores) == 1849
    assert sum(found.score == Decimal("30.17") for found in scores) == 5


@pytest.mark.parametrize(
    "score, quintile",
    [("7.09", 1), ("7.10", 2), ("16.56", 2), ("16.57", 3), ("30.16", 3), ("30.17", 4), ("48.52", 4), ("48.53", 5)],
)
def test_epices_quintiles_at_their_bounds(score, quintile):
    from orientation.complexity.instruments.epices import QUINTILE_STARTS

    assert 1 + sum(Decimal(score) >= start for start in QUINTILE_STARTS) == quintile


@pytest.mark.parametrize("answers, said", [(["oui"] * 10, "11 réponses"), (["oui"] * 10 + ["peut-être"], "question 11")])
def test_epices_refuses_politely(answers, said):
    with pytest.raises(Refused, match=said):
        epices(answers)


def test_epices_takes_words_and_digits():
    assert epices(["OUI"] * 11) == epices(["1"] * 11) == epices([" o "] * 11)
    assert len(ITEMS) == 11


@pytest.mark.parametrize(
    "diseases, age, index",
    [
        pytest.param([], None, 0, id="nothing"),
        pytest.param(["diabete", "diabete-complique"], None, 2, id="only_the_worse_diabetes"),
        pytest.param(["hepatopathie-legere", "hepatopathie-severe"], None, 3, id="only_the_worse_liver"),
        pytest.param(["tumeur", "tumeur-metastatique"], None, 6, id="only_the_worse_tumour"),
        pytest.param(["demence", "demence"], None, 1, id="a_disease_counts_once"),
        pytest.param(["infarctus"], 49.9, 1, id="under_fifty"),
        pytest.param(["infarctus"], 50, 2, id="fifty"),
        pytest.param(["infarctus"], 80, 5, id="eighty"),
        pytest.param(["infarctus"], 95, 5, id="never_more_than_four_for_age"),
    ],
)
def test_charlson(diseases, age, index):
    assert charlson(diseases, age) == index


def test_charlson_refuses_an_unknown_disease():
    with pytest.raises(Refused, match="diabete"):
        charlson(["diabète"])


def test_ten_year_survival_falls_with_the_index():
    assert ten_year_survival(0) == pytest.approx(0.983)
    assert ten_year_survival(3) == pytest.approx(0.7748, abs=1e-3)


@pytest.mark.parametrize("days, points", [(0.5, 0), (1, 1), (2, 2), (3, 3), (4, 4), (6, 4), (6.9, 4), (7, 5), (13, 5), (14, 7), (60, 7)])
def test_lace_points_of_the_stay(days, points):
    assert lace(days, acute=False, charlson=0, emergency_visits=0) == points


@pytest.mark.parametrize("index, visits, points", [(0, 0, 0), (3, 0, 3), (4, 0, 5), (9, 0, 5), (0, 3, 3), (0, 4, 4), (0, 9, 4)])
def test_lace_points_of_comorbidity_and_visits(index, visits, points):
    assert lace(0, acute=False, charlson=index, emergency_visits=visits) == points
    assert lace(0, acute=True, charlson=index, emergency_visits=visits) == points + 3


def test_lace_refuses_a_negative_stay():
    with pytest.raises(Refused):
        lace(-1, acute=False, charlson=0, emergency_visits=0)


@pytest.mark.parametrize(
    "total, band",
    [
        (0, "absent ou léger"),
        (1, "absent ou léger"),
        (1.5, "léger à modéré"),
        (3, "léger à modéré"),
        (3.5, "modéré à sévère"),
        (5, "modéré à sévère"),
        (5.5, "sévère"),
        (7, "sévère"),
    ],
)
def test_mini_zarit_bands(total, band):
    assert mini_zarit_band(total) == band


@pytest.mark.parametrize("total", [-0.5, 7.5, 1.2])
def test_mini_zarit_refuses_what_no_seven_questions_give(total):
    with pytest.raises(Refused):
        mini_zarit_band(total)


@pytest.mark.parametrize(
    "instrument, result, criterion, level",
    [
        *(("gir", gir, "perte-autonomie", level) for gir, level in {6: 0, 5: 1, 4: 2, 3: 2, 2: 3, 1: 3}.items()),
        *(
            ("epices", Decimal(score), "precarite-financiere", level)
            for score, level in {"16.56": 0, "16.57": 1, "30.16": 1, "30.17": 2, "48.52": 2, "48.53": 3}.items()
        ),
        *(("charlson", index, "polypathologie", level) for index, level in {0: 0, 1: 1, 2: 1, 3: 2, 4: 2, 5: 3, 12: 3}.items()),
        *(("lace", points, "hospitalisations-repetees", level) for points, level in {4: 0, 5: 1, 9: 1, 10: 2, 13: 2, 14: 3, 19: 3}.items()),
        *(("mini-zarit", total, "aidant", level) for total, level in {1: 0, 1.5: 1, 3: 1, 3.5: 2, 5: 2, 5.5: 3}.items()),
    ],
)
def test_an_instrument_fills_its_criterion_and_says_so(national, instrument, result, criterion, level):
    found = prefill(instrument, result, national)
    assert found is not None
    assert found.fact == (criterion, str(level))
    assert found.origin.values["instrument"] == NAMES[instrument]


def test_epices_fills_nothing_in_guyane(guyane, national):
    assert prefill("epices", 40, guyane) is None
    assert prefill("epices", 40, national) is not None


def test_what_is_left_out_is_named():
    assert {"COMID", "INTERMED", "PCAM et MCAM"} <= LEFT_OUT.keys()
