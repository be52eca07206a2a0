"""Two records compared field by field."""

import pytest

from orientation.directory.side_by_side import agreement, apart_km, side_by_side
from tests.factories import a_resource


@pytest.mark.parametrize(
    "name, one, other, expected",
    [
        pytest.param("name", "CMP Les Érables", "cmp les erables", "same", id="case_and_accents"),
        pytest.param("address", "12 avenue du Général de Gaulle", "12 AV DU GENERAL DE GAULLE", "close", id="other_words"),
        pytest.param("address", "12 rue de Paris", "21 rue de Paris", "different", id="other_number"),
        pytest.param("phone", "+33140000001", None, "one-sided", id="only_one_says"),
        pytest.param("phone", "+33140000001", "+33140000002", "different", id="other_phone"),
        pytest.param("needs", frozenset({"a", "b"}), frozenset({"b"}), "close", id="some_in_common"),
        pytest.param("needs", frozenset({"a"}), frozenset({"b"}), "different", id="none_in_common"),
    ],
)
def test_agreement(name, one, other, expected):
    assert agreement(name, one, other) == agreement(name, other, one) == expected


def test_what_neither_states_is_left_out():
    fields = [line.field for line in side_by_side(a_resource(), a_resource(id="essai:2"))]
    assert "email" not in fields and "name" in fields


def test_the_distance_is_unknown_when_one_has_no_position():
    assert apart_km(a_resource(), a_resource(lat=None, lon=None)) is None
    assert apart_km(a_resource(), a_resource()) == 0
