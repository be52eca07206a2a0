"""SERAFIN-PH needs lead to ours and to criteria, and every code leads somewhere or holds codes that do."""

import pytest

from orientation.case import Situation
from orientation.complexity.assess import assess
from orientation.complexity.instruments.serafin import LEVEL, prefills, suggested
from orientation.reference.serafin import load_serafin
from orientation.reference.vocabularies import load_vocabulary
from orientation.refusal import Refused


@pytest.fixture(scope="module")
def tree():
    return load_serafin(load_vocabulary())


def test_the_nomenclature_is_whole_and_in_its_own_order(tree):
    codes = list(tree)
    assert len(codes) == 35
    assert codes.index("1.1.9") + 1 == codes.index("1.1.10")
    assert all(code == "1" or code.rpartition(".")[0] in tree for code in codes)


def test_every_need_leads_to_ours_by_itself_or_by_what_it_holds(tree):
    assert not [code for code in tree if not suggested([code], tree).needs]


def test_a_heading_stands_for_all_it_holds(tree):
    whole, parts = suggested(["1.3.2"], tree), suggested(["1.3.2.1", "1.3.2.2"], tree)
    assert whole == parts
    assert suggested(["1.3.2", "1.3.2.1"], tree) == whole


def test_each_suggestion_says_which_codes_it_comes_from(tree):
    found = suggested(["1.3.2.2", "1.2.1.1"], tree)
    assert found.needs == {
        "aide-domicile": ("1.2.1.1", "1.3.2.2"),
        "soins-infirmiers-domicile": ("1.2.1.1",),
        "portage-repas": ("1.3.2.2",),
    }
    assert found.criteria == {"perte-autonomie": ("1.2.1.1",), "gestion-quotidien": ("1.3.2.2",)}


@pytest.mark.parametrize("code", ["1.2.1.9", "2.1", "aide", ""])
def test_what_is_no_need_of_the_nomenclature_is_refused_with_examples(tree, code):
    with pytest.raises(Refused, match="n'est pas un besoin SERAFIN-PH"):
        suggested([code], tree)


def test_criteria_are_those_of_every_shipped_grid_and_fill_at_the_first_level(tree, grids):
    found = suggested(["1"], tree)
    for grid in grids.values():
        filled = prefills(found, tree, grid)
        assert {one.criterion for one in filled} == set(found.criteria)
        assert {one.level for one in filled} == {LEVEL}
        assessed = assess(Situation(dict(one.fact for one in filled)), grid)
        assert {one.criterion for one in assessed.contributions} == set(found.criteria)


def test_where_it_comes_from_is_said_in_words(tree, national):
    (filled,) = prefills(suggested(["1.1.3"], tree), tree, national)
    assert filled.origin.values["instrument"] == "SERAFIN-PH"
    assert filled.origin.values["result"] == "1.1.3 Besoins en matière de douleur"
