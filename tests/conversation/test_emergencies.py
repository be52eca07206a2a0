from pathlib import Path

import pytest
import yaml

from orientation.conversation.understanding import understand

TEXTS = yaml.safe_load((Path(__file__).parent / "emergencies.yaml").read_text(encoding="utf-8"))
RAISED = [(id, text) for id, texts in TEXTS.items() if id != "none" for text in texts]


@pytest.mark.parametrize("id, text", RAISED, ids=[f"{id}: {text[:40]}" for id, text in RAISED])
def test_an_emergency_is_raised(reader, id, text):
    assert id in understand(text, reader).emergencies


@pytest.mark.parametrize("text", TEXTS["none"])
def test_a_near_miss_raises_none(reader, text):
    assert understand(text, reader).emergencies == ()


@pytest.mark.parametrize(
    "text, ids",
    [
        pytest.param("Garçon de 9 ans frappé par son père", {"enfant-en-danger"}, id="a_child"),
        pytest.param("Mme 88 ans, son fils la frappe", {"maltraitance-adulte"}, id="a_frail_adult"),
        pytest.param("Mme 35 ans, son mari la frappe", {"violences"}, id="a_wife"),
        pytest.param("Garçon 11 ans, frappe sa mère", set(), id="a_child_who_strikes"),
    ],
)
def test_harm_is_named_by_its_victim(reader, text, ids):
    assert set(understand(text, reader).emergencies) == ids
