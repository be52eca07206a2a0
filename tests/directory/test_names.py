"""A resource is found by its name as people type it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orientation.directory.building import columns_of
from orientation.directory.directory import Directory
from orientation.directory.grams import grams_of, index_of
from orientation.directory.names import Named, names_of, other_wordings
from orientation.reference.names import load_aliases
from orientation.reference.vocabularies import load_vocabulary
from orientation.resource import Resource
from tests.factories import a_resource

VOCABULARY, ALIASES = load_vocabulary(), load_aliases()
TOWNS = {"94028": "Créteil", "92075": "Vanves", "94043": "Le Kremlin-Bicêtre", "75113": "Paris 13e Arrondissement", "56260": "Vannes"}


def a_directory(*resources: Resource) -> Directory:
    columns = columns_of(resources, VOCABULARY)
    fields = ("id", "name", "commune", "confidential")
    batch = {name: [getattr(resource, name) for resource in resources] for name in fields}
    named = Named.empty()
    list(named.taking([{**batch, "categories": ["|".join(resource.categories) for resource in resources]}]))
    return Directory(columns, names_of(named, columns, TOWNS, ALIASES))


def named(id: str, name: str, commune: str | None = "94028", category: str = "", **changes: object) -> Resource:
    return a_resource(id=f"essai:{id}", name=name, commune=commune, categories=(category,) if category else (), **changes)


HOMES = "Établissement d'hébergement pour personnes âgées dépendantes"
SOME = a_directory(
    named("cmp", "CMP adultes", category="Centre médico-psychologique (CMP)"),
    named("cmp-paris", "CMP adultes", "75113", "Centre médico-psychologique (CMP)"),
    named("bicetre", "Hôpital Bicêtre (AP-HP)", "94043", "Centre hospitalier régional"),
    named("pharmacie", "Pharmacie de Bicêtre", "94043", "Pharmacie"),
    named("vanves", "Résidence Saint-Joseph", "92075", HOMES),
    named("vannes", "EHPAD Saint-Joseph", "56260", HOMES),
    named("creteil", "EHPAD Saint-Joseph", "94028", HOMES),
    named("ccas", "Centre communal d'action sociale", "92075", "CCAS"),
    named("lilas", "Les Lilas", None),
)


def first(typed: str, **where: str) -> str:
    return SOME.find(typed, **where)[0].id.removeprefix("essai:")


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("CMP Cretail", "cmp"),
        ("cmp paris 13", "cmp-paris"),
        ("centre medico psychologique creteil", "cmp"),
        ("hopital bicetre", "bicetre"),
        ("Hôpital du Kremlin-Bicêtre", "bicetre"),
        ("pharmacie bicètre", "pharmacie"),
        ("ehpad st joseph vanves", "vanves"),
        ("EHPAD Saint Joseph Créteil", "creteil"),
        ("ehpad saint-joseph vannes", "vannes"),
        ("maison de retraite st joseph creteil", "creteil"),
        ("ccas vanves", "ccas"),
        ("les lila", "lilas"),
    ],
)
def test_what_people_type_finds_what_they_mean(typed: str, id: str) -> None:
    assert first(typed) == id


def test_the_commune_asked_for_comes_first_among_equals() -> None:
    assert first("ehpad saint joseph", commune="94028") == "creteil"
    assert first("ehpad saint joseph", commune="56260") == "vannes"


@pytest.mark.parametrize("typed", ["", "   ", "?!", "’"])
def test_nothing_typed_finds_nothing(typed: str) -> None:
    assert SOME.find(typed) == []


@pytest.mark.parametrize("typed", ["é" * 20_000, "<script>alert(1)</script>", "' OR 1=1 --", "漢字", "🏥"])
def test_anything_may_be_typed(typed: str) -> None:
    assert all(0 <= match.likeness <= 1 for match in SOME.find(typed))


def test_an_empty_directory_has_no_names() -> None:
    assert a_directory().find("cmp") == []


def test_confidential_names_are_never_found() -> None:
    hidden = a_directory(named("shelter", "Refuge des Lilas", confidential=True), named("other", "Refuge des Tilleuls"))
    assert [match.id for match in hidden.find("refuge des lilas")] == ["essai:other"]


def test_the_limit_is_kept_and_the_order_is_that_of_likeness() -> None:
    found = SOME.find("ehpad saint joseph", limit=2)
    assert len(found) == 2 and found[0].likeness >= found[1].likeness


words = st.text("abcdeéès", min_size=3, max_size=8)
some_names = st.lists(st.lists(words, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=25, unique=True)


@given(some_names, st.data())
@settings(max_examples=60, deadline=None)
def test_a_name_typed_exactly_is_found_first(names: list[str], data: st.DataObject) -> None:
    directory = a_directory(*(named(str(rank), name, None) for rank, name in enumerate(names)))
    wanted = data.draw(st.sampled_from(names))
    assert directory.find(wanted)[0].likeness == pytest.approx(1.0)
    from orientation.wording import place_key

    found = names[int(directory.find(wanted)[0].id.removeprefix("essai:"))]
    assert place_key(found) == place_key(wanted)


@given(some_names)
@settings(max_examples=60, deadline=None)
def test_the_index_holds_each_gram_of_each_text_once(names: list[str]) -> None:
    texts = sorted({name.translate({ord("é"): "e", ord("è"): "e"}) for name in names})
    index = index_of(texts)
    for number, text in enumerate(texts):
        grams = {gram for gram in range(len(index.starts) - 1) if number in index.lines[index.starts[gram] : index.starts[gram + 1]]}
        assert grams == set(grams_of(text).tolist())
        break
    assert len(index.lines) == sum(len(grams_of(text)) for text in texts)


def test_short_forms_are_put_in_full_and_back() -> None:
    assert other_wordings("ssiad", [("ssiad", "soins a domicile")]) == ("soins a domicile",)
    assert other_wordings("les soins a domicile de lyon", [("ssiad", "soins a domicile")]) == ("les ssiad de lyon",)
    assert other_wordings("assiade", [("ssiad", "soins a domicile")]) == ()


def test_the_words_that_tell_a_long_name_apart_are_enough() -> None:
    long = named("long", "Service autonomie aide et soins à domicile Les Cerisiers de rosée", "56260")
    near = [
        named(f"near-{rank}", f"PMI Les Cerisiers de {word}", "92075")
        for rank, word in enumerate(["cuivre", "lune", "sable", "cristal"] * 20)
    ]
    found = a_directory(long, *near).find("Les Cerisiers de rosée")
    assert found[0].id == "essai:long"
