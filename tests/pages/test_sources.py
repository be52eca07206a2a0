"""The sources page: what came in, when, what was refused."""

from tests.pages.reading import shown


def test_each_source_is_listed_with_its_licence_and_its_counts(opened):
    text = shown(opened("sources"))
    for words in ("FINESS", "ROR", "data·inclusion", "Licence Ouverte", "Âge des fiches"):
        assert words in text


def test_what_was_refused_is_given_with_its_reason_and_can_be_taken_away(opened):
    page = opened("sources")
    assert "entrées refusées" in shown(page)
    assert page.get("download_button")


def test_nothing_imported_says_what_to_do(opened_on, tmp_path):
    assert "orientation demo" in shown(opened_on(f"sqlite:///{tmp_path / 'empty.sqlite'}", "sources"))
