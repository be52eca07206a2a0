"""The parts the demonstration is made of: its table of kinds, its numbers, its words, and the same at scale."""

from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orientation.demonstration.finess import capitals
from orientation.demonstration.kinds import DATA_INCLUSION, FINESS, ROR, TEAM, load_kinds
from orientation.demonstration.landscape import load_territories
from orientation.demonstration.names import of, town_of
from orientation.demonstration.numbers import FICTIONAL_PHONES, Numbers, siret, with_key
from orientation.demonstration.scale import finess_like, ror_bundles, write_bundles, write_finess
from orientation.geography.gazetteer import Gazetteer
from orientation.record import SourceRecord
from orientation.reference.vocabularies import load_vocabulary
from orientation.refusal import Rejected
from orientation.sources.reading import Context
from orientation.sources.registry import read_extract

COLUMNS = tuple(one.column for one in load_territories())


def test_each_kind_is_named_once_and_answers_known_needs() -> None:
    kinds, vocabulary = load_kinds(COLUMNS), load_vocabulary()
    assert len({one.id for one in kinds}) == len(kinds)
    assert {need for one in kinds for need in one.needs} == set(vocabulary.needs)
    assert {one.source for one in kinds} == {ROR, FINESS, DATA_INCLUSION, TEAM}


def test_each_kind_has_codes_its_directory_knows(context: Context) -> None:
    lists = {ROR: "ror-offer-types", FINESS: "finess-categories", DATA_INCLUSION: "data-inclusion-themes"}
    unknown = [
        (one.id, code)
        for one in load_kinds(COLUMNS)
        if one.source in lists
        for code in one.codes
        if not context.mappings.knows(lists[one.source], f"v1:{code}" if one.source == DATA_INCLUSION else code)
    ]
    assert unknown == []


@given(st.text("0123456789", min_size=1, max_size=13))
def test_a_key_makes_the_luhn_sum_a_multiple_of_ten(digits: str) -> None:
    whole = [int(digit) for digit in reversed(with_key(digits))]
    assert sum(whole[::2]) % 10 == -sum(sum(divmod(2 * digit, 10)) for digit in whole[1::2]) % 10


@given(st.integers(1, 400))
def test_numbers_are_given_once(how_many: int) -> None:
    numbers = Numbers()
    for draw in (numbers.finess, numbers.siren, numbers.offer, lambda: numbers.phone("019900"), lambda: numbers.siret("000000018")):
        given_out = [draw() for _ in range(how_many)]
        assert len(set(given_out)) == how_many


@pytest.mark.parametrize("block", FICTIONAL_PHONES)
def test_a_phone_has_ten_figures(block: str) -> None:
    numbers = Numbers()
    assert all(len(numbers.phone(block)) == 10 for _ in range(3000))


def test_numbers_have_the_length_of_real_ones() -> None:
    numbers = Numbers(start=90_000)
    assert (len(numbers.finess()), len(numbers.siren()), len(siret("000000018", 12))) == (9, 9, 14)


@pytest.mark.parametrize(
    "name, after_de",
    [
        pytest.param("Les Lilas", "des Lilas", id="plural"),
        pytest.param("Le Merle", "du Merle", id="masculine"),
        pytest.param("La Grive", "de la Grive", id="feminine"),
        pytest.param("L'Agouti", "de l'Agouti", id="elided"),
    ],
)
def test_names_contract_after_de(name: str, after_de: str) -> None:
    assert of(name) == after_de


@pytest.mark.parametrize(
    "town, after_de",
    [
        pytest.param("Orly", "d'Orly", id="vowel"),
        pytest.param("Vannes", "de Vannes", id="consonant"),
        pytest.param("Le Conquet", "du Conquet", id="article"),
        pytest.param("L'Haÿ-les-Roses", "de L'Haÿ-les-Roses", id="elided_article"),
    ],
)
def test_towns_contract_after_de(town: str, after_de: str) -> None:
    assert town_of(town) == after_de


@given(st.text(max_size=80))
def test_capitals_have_no_accents(name: str) -> None:
    assert capitals(name) == capitals(name).upper()


def test_finess_at_scale_holds_as_many_as_asked_and_reads(tmp_path: Path, gazetteer: Gazetteer, context: Context) -> None:
    path = tmp_path / "structures.json"
    write_finess(path, finess_like(403, 1, gazetteer))
    entries = list(read_extract(FINESS, [path], context, {}))
    assert len(entries) == 403
    assert not any(isinstance(one, Rejected) for one in entries)
    assert len({one.id for one in entries if isinstance(one, SourceRecord)}) == 403


def test_offers_at_scale_hold_as_many_as_asked_and_read(tmp_path: Path, gazetteer: Gazetteer, context: Context) -> None:
    pages = write_bundles(tmp_path, ror_bundles(450, 1, gazetteer))
    entries = list(read_extract(ROR, pages, context, {}))
    assert len(pages) == 3
    assert len({one.id for one in entries if isinstance(one, SourceRecord)}) == len(entries) == 450
    assert all(one.updated_on <= date(2026, 11, 2) for one in entries if isinstance(one, SourceRecord) and one.updated_on)


def test_the_same_seed_gives_the_same_entities_at_scale(gazetteer: Gazetteer) -> None:
    assert list(finess_like(50, 3, gazetteer)) == list(finess_like(50, 3, gazetteer))
    assert next(islice(finess_like(50, 3, gazetteer), 1)) != next(islice(finess_like(50, 4, gazetteer), 1))
