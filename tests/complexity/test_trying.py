"""Values are tried on a grid without touching it."""

import pytest

from orientation.case import Situation
from orientation.complexity.judged import JudgedCase
from orientation.complexity.publishing import differences
from orientation.complexity.trying import present_values, told_moves, tried, who_moves
from orientation.refusal import Refused

ALONE = JudgedCase("alone", Situation({"isolement": "oui", "aidant": "3", "rupture-parcours": "3"}, gir=3, age_years=84.0))
FINE = JudgedCase("fine", Situation({}, age_years=52.0))


def test_present_values_change_nothing(grids):
    for grid in grids.values():
        assert differences(grid, tried(grid, present_values(grid))) == ()
        assert who_moves([ALONE, FINE], grid, present_values(grid)) == ()


def test_a_tier_a_dimension_and_a_criterion_may_be_moved(national):
    found = tried(national, {"palier-2": 30.5, "droits": 20, "isolement": 3})
    assert present_values(found) == {**present_values(national), "palier-2": 30.5, "droits": 20, "isolement": 3}
    assert found.bounds[1].below == found.bounds[2].from_
    assert len(differences(national, found)) == 3


def test_only_those_concerned_move(national):
    moved = who_moves([ALONE, FINE], national, {"palier-1": 0.5, "palier-2": 1, "palier-3": 1.5})
    assert [(one.case, one.after) for one in moved] == [("alone", "palier-3")]


@pytest.mark.parametrize("values, said", [({"isolment": 2}, "isolement"), ({"palier-2": 5}, "palier"), ({"isolement": -1}, "positifs")])
def test_what_cannot_be_tried_is_refused(national, values, said):
    with pytest.raises(Refused, match=said):
        tried(national, values)


def test_what_sliders_do_is_told_and_what_they_cannot_is_told_too(national):
    assert told_moves([ALONE, FINE], national, {"palier-1": 0.5, "palier-2": 1, "palier-3": 1.5})[0].startswith("1 cas sur 2")
    sentence, moved = told_moves([ALONE, FINE], national, {"palier-2": 5})
    assert "chaque palier commence au-dessus du précédent" in sentence and moved == ()
