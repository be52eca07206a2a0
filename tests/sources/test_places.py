"""Which commune an entry is in."""

import pytest

from orientation.geography.gazetteer import Gazetteer
from orientation.sources.places import commune_of, padded_postcode


@pytest.mark.parametrize(
    "code, postcode, town, commune",
    [
        pytest.param("94028", None, None, "94028", id="by_its_code"),
        pytest.param("1451", None, None, "01451", id="a_code_that_lost_its_zero"),
        pytest.param("75114", None, None, "75114", id="an_arrondissement"),
        pytest.param(None, "94400", "VITRY SUR SEINE", "94081", id="by_postcode"),
        pytest.param(None, "01440", "01440 VIRIAT", "01451", id="postcode_before_the_town"),
        pytest.param(None, "56800", "Ploërmel", "56165", id="the_named_one_of_several"),
        pytest.param(None, "56800", None, None, id="several_and_no_name"),
        pytest.param(None, "97306", "CAYENNE CEDEX", "97302", id="a_cedex_by_the_name_of_its_town"),
        pytest.param(None, "75013", "PARIS", "75113", id="paris_by_its_postcode"),
        pytest.param(None, "75738", "PARIS CEDEX 15", "75115", id="a_cedex_of_paris_numbered_as_its_arrondissement"),
        pytest.param(None, "69495", "LYON CEDEX 03", "69383", id="a_cedex_of_lyon"),
        pytest.param(None, "75999", "PARIS CEDEX 99", "75056", id="a_cedex_of_paris_alone"),
        pytest.param("99999", "94400", "Vitry", "94081", id="a_wrong_code_then_the_postcode"),
        pytest.param(None, None, "Vitry-sur-Seine", None, id="a_name_alone_is_not_enough"),
        pytest.param(None, None, None, None, id="nothing"),
    ],
)
def test_commune_of(gazetteer: Gazetteer, code: str | None, postcode: str | None, town: str | None, commune: str | None) -> None:
    found = commune_of(gazetteer, code, postcode, town)
    assert (found.code if found else None) == commune


@pytest.mark.parametrize(
    "cell, postcode", [(1440, "01440"), ("94 400", "94400"), ("44000.0", "44000"), ("SP", None), ("123456", None), (None, None)]
)
def test_padded_postcode(cell: object, postcode: str | None) -> None:
    assert padded_postcode(cell) == postcode
