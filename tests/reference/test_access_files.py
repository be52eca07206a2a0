from datetime import date
from pathlib import Path

import pytest

from orientation.reference.access import load_access
from orientation.reference.gazetteer import load_gazetteer
from orientation.refusal import Refused

DAY = date(2026, 1, 1)
LINK = "links: [{{start: '29155', end: '{end}', by: b, values: {{2020-01-01: {{value: {value}, reference: r}}}}}}]\n"
ROAD = "roads: [{name: x, values: {2020-01-01: {value: {detour: 1, start_min: 1, near_km: 1, near_kmh: 1, far_kmh: 1}, reference: r}}}]\n"


@pytest.mark.parametrize(
    "text, said",
    [
        pytest.param("speeds: []\n", "clé inconnue « speeds »", id="unknown_key"),
        pytest.param("id: x\n", "Aucune vitesse", id="no_road"),
        pytest.param(ROAD.replace("reference: r", "reference: ''"), "reference", id="value_without_reference"),
        pytest.param(ROAD.replace("near_kmh: 1", "near_kmh: 0"), "nombres positifs", id="a_speed_of_zero"),
        pytest.param(ROAD + LINK.format(end="29040", value="vite"), "nombre entier", id="minutes_in_words"),
        pytest.param(ROAD + LINK.format(end="99999", value=5), "99999", id="unknown_commune"),
        pytest.param(ROAD + "isolated: [29155]\n", "isolated", id="isolated_is_not_a_mapping"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_its_name(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=said):
        load_access(DAY, load_gazetteer(), tmp_path)


def test_every_value_says_where_it_comes_from(data: Path) -> None:
    for path in (data / "access").glob("*.yaml"):
        assert 'reference: ""' not in path.read_text(encoding="utf-8")
    assert load_access(DAY, load_gazetteer()).links
