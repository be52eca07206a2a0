import math
from decimal import Decimal

import orjson
import pytest
from hypothesis import given

from orientation.resource import Price, Resource
from orientation.resource_json import dumps, loads, resource_from_json, resource_to_json
from tests.factories import a_resource
from tests.strategies import resources


@given(resources())
def test_a_resource_comes_back_exactly(resource: Resource) -> None:
    assert resource_from_json(loads(dumps(resource_to_json(resource)))) == resource


@given(resources())
def test_json_is_plain(resource: Resource) -> None:
    orjson.dumps(resource_to_json(resource), option=orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS)


def test_what_is_unknown_is_left_out() -> None:
    assert resource_to_json(Resource("essai:1", "Essai")) == {"id": "essai:1", "name": "Essai"}


def test_nobody_served_and_unknown_publics_are_told_apart() -> None:
    nobody, unknown = a_resource(publics=frozenset()), a_resource(publics=None)
    assert resource_from_json(resource_to_json(nobody)).publics == frozenset()
    assert resource_from_json(resource_to_json(unknown)).publics is None


@pytest.mark.parametrize("amount", [math.nan, math.inf])
def test_a_number_that_is_none_is_refused(amount: float) -> None:
    with pytest.raises(ValueError, match="number"):
        resource_to_json(a_resource(prices=(Price("Hébergement", amount, "par jour"),)))


def test_values_that_streamed_files_hold_become_json() -> None:
    assert loads(dumps({"montant": Decimal("12.50"), "ids": {"b", "a"}})) == {"ids": ["a", "b"], "montant": "12.50"}


def test_the_order_of_keys_does_not_matter() -> None:
    assert dumps({"a": 1, "b": {"c": 2, "d": 3}}) == dumps({"b": {"d": 3, "c": 2}, "a": 1})
