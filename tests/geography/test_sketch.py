"""A map drawn from outlines alone: every place asked for is in the frame, to scale."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orientation.geography.distance import distance_km
from orientation.geography.gazetteer import Gazetteer
from orientation.geography.outlines import Outlines
from orientation.geography.sketch import LEAST_KM, frame_of, sketch
from tests.factories import CRETEIL

SQUARE = np.array([[2.40, 48.74], [2.50, 48.74], [2.50, 48.80], [2.40, 48.80], [2.40, 48.74]])
WITH_OUTLINE = Gazetteer((CRETEIL,), outlines={"94": {CRETEIL.code: Outlines(((SQUARE,),))}})
PLACES = st.lists(st.tuples(st.floats(2, 51), st.floats(-54, 9)), min_size=1, max_size=6)


@given(PLACES)
def test_every_place_is_in_the_frame(places):
    frame = frame_of(places)
    for lat, lon in places:
        x, y = frame.flat(lat, lon)
        assert -0.2 <= x <= 1000.2 and -0.2 <= y <= frame.height + 0.2


def test_one_place_alone_is_shown_with_what_is_around():
    frame = frame_of([(CRETEIL.lat, CRETEIL.lon)])
    width = distance_km(frame.south, frame.west, frame.south, frame.east)
    assert float(width) == pytest.approx(LEAST_KM, rel=0.02)


def test_the_scale_says_what_a_unit_is_worth_on_the_ground():
    places = [(48.75, 2.40), (48.80, 2.50)]
    drawn = sketch(places, WITH_OUTLINE)
    (x0, y0), (x1, y1) = drawn.points
    units = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    assert units * drawn.unit_km == pytest.approx(float(distance_km(*places[0], *places[1])), rel=0.02)


def test_a_commune_in_the_frame_is_drawn_and_named():
    drawn = sketch([(CRETEIL.lat, CRETEIL.lon)], WITH_OUTLINE)
    assert [one.name for one in drawn.communes] == ["Créteil"]
    assert drawn.communes[0].path.startswith("M") and drawn.communes[0].path.endswith("Z")
    assert drawn.named == {CRETEIL.code}


def test_without_outlines_the_places_are_still_there():
    assert len(sketch([(CRETEIL.lat, CRETEIL.lon)], Gazetteer((CRETEIL,))).points) == 1
