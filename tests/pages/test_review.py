"""The page where people decide whether two records are one service."""

from datetime import UTC, datetime

import pytest

from orientation.directory.clusters import Link
from orientation.reference.merging import load_merge_rules
from orientation.store.linking import save_links
from orientation.workplace import Workplace
from tests.pages.reading import button, shown


@pytest.fixture
def with_a_doubtful_pair(tmp_path):
    """A small directory of its own, with one pair that waits for a person."""
    address = f"sqlite:///{tmp_path / 'directory.sqlite'}"
    place = Workplace(address)
    source, files = place.demonstration()[-1]
    place.load(source, files)
    columns = place.live.current().columns
    a, b = columns.id(0), columns.id(1)
    link = Link(a, b, "review", 0.62, ("Noms proches.", "Même commune."))
    save_links(place.engine, [link], rules=load_merge_rules(), now=datetime.now(UTC))
    return address


def test_nothing_compared_yet_says_why_and_what_to_do(opened_on, tmp_path):
    page = opened_on(f"sqlite:///{tmp_path / 'empty.sqlite'}", "review")
    assert "n'ont pas encore été comparées" in shown(page)


def test_a_pair_is_shown_side_by_side_with_its_reasons(opened_on, with_a_doubtful_pair):
    text = shown(opened_on(with_a_doubtful_pair, "review"))
    assert "62 %" in text and "Noms proches." in text
    assert "différent" in text


@pytest.mark.parametrize("decision, said", [("C'est le même service", "Même service"), ("Ce sont deux services", "Deux services")])
def test_a_decision_is_kept_and_can_be_taken_back(opened_on, with_a_doubtful_pair, decision, said):
    page = button(opened_on(with_a_doubtful_pair, "review"), decision)
    assert said in shown(page)
    assert "Aucune paire n'attend" in shown(page)
    page = button(page, "Reprendre")
    assert "62 %" in shown(page)
