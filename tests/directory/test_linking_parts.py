"""The parts of the linking, each on its own."""

import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orientation.directory.linking.addresses import addresses_of
from orientation.directory.linking.blocking import candidates
from orientation.directory.linking.choice import Groups
from orientation.directory.linking.comparison import compared
from orientation.directory.linking.described import described
from orientation.directory.linking.entries import entries_of
from orientation.directory.linking.learning import FEWEST, Asked, learnt, learnt_and_checked
from orientation.directory.linking.link import asked
from orientation.directory.linking.model import FINDINGS
from orientation.directory.linking.names import names_of
from orientation.directory.linking.reasons import ReasonIds
from orientation.directory.linking.scoring import alone, bits_of
from orientation.directory.linking.tokens import Words, cut, distinct
from orientation.record import SourceRecord
from orientation.reference.linking import load_linking, load_weights, weights_text
from orientation.refusal import Refused
from orientation.wording import normalised
from tests.factories import CRETEIL, a_record

DATA = load_linking()
FRENCH = st.text(st.sampled_from("aàbcdeéêfgÉÈ Œœç-’'/(0123)9\n"), max_size=30)


@given(st.lists(FRENCH, max_size=6))
def test_texts_are_cut_as_they_are_normalised(texts: list[str]) -> None:
    assert cut([*texts], Words()).texts.tolist() == [normalised(text) for text in texts]


@given(st.lists(st.integers(-5, 5)))
def test_distinct_is_unique(numbers: list[int]) -> None:
    assert distinct(np.array(numbers, np.int64)).tolist() == sorted(set(numbers))


@pytest.mark.parametrize(
    ("name", "own", "kinds"),
    [
        pytest.param("EHPAD Les Érables d'avril", "erables avril", {"ehpad"}, id="kind_then_name"),
        pytest.param("MAISON DE RETRAITE LES ERABLES", "erables", {"ehpad"}, id="another_way_to_say_it"),
        pytest.param("CCAS de Créteil", "", {"ccas"}, id="only_what_and_where"),
        pytest.param("C.M.P. enfants", "enfants", {"cmp"}, id="dotted"),
        pytest.param("Consultation, Centre hospitalier Les Genêts", "genets", {"consultation"}, id="a_service_in_a_host"),
        pytest.param("COMMUNE DE CRETEIL", "", {"mairie"}, id="opening_of_a_name"),
        pytest.param("Cabinet de ville infirmier", "infirmier", set(), id="not_an_opening"),
    ],
)
def test_what_a_name_says(name: str, own: str, kinds: set[str]) -> None:
    words = Words()
    named = names_of(cut([name], words), cut(["Créteil"], words), cut([], words), np.zeros(0, np.int64), DATA.words)
    said = {kind.id for place, kind in enumerate(DATA.words.kinds) if int(named.kinds[0][place // 64]) >> place % 64 & 1}
    assert (named.own[0], said) == (own, kinds)


@pytest.mark.parametrize(
    ("address", "street", "number"),
    [
        pytest.param("12 bis, avenue du Général de Gaulle", "bis general gaulle", "12", id="number_and_street"),
        pytest.param("Bâtiment 3, 4 rue Neuve 94000 CRETEIL", "neuve", "4", id="a_building_first"),
        pytest.param("PL DE LA MAIRIE", "mairie", None, id="no_number"),
        pytest.param(None, "", None, id="unstated"),
    ],
)
def test_what_an_address_says(address: str | None, street: str, number: str | None) -> None:
    words = Words()
    found = addresses_of(cut([address], words), cut(["Créteil"], words), DATA.words)
    assert found.street[0] == street
    assert (words.known[found.number[0] - 1] if found.number[0] else None) == number


def test_each_pair_is_compared_once_and_never_with_itself() -> None:
    entries = entries_of(described([a_record(str(n), source=s) for n in range(4) for s in ("a", "b")], {}), DATA.words)
    pairs = candidates(entries, DATA.rules.blocking)
    assert len(pairs) == len({*zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)}) == 28
    assert (pairs.left < pairs.right).all()
    between = candidates(entries, DATA.rules.blocking, within=False)
    assert len(between) == 16


def test_a_switchboard_brings_no_one_together() -> None:
    """Three hundred services of one number, far from each other, are not forty-five thousand pairs."""

    def far(n: int) -> SourceRecord:
        return a_record(str(n), name=f"Loutre {n}", lat=44 + n / 50, commune=f"{n:05}", address=f"{n} rue {n}", phone="+33199000001")

    entries = entries_of(described(map(far, range(300)), {}), DATA.words)
    assert len(candidates(entries, DATA.rules.blocking)) == 0


def test_groups_keep_foes_apart_even_through_others() -> None:
    groups = Groups([0, 1, 2], twins=set(), apart=[(0, 2)], foes=[])
    assert groups.join(0, 1) and not groups.join(1, 2)
    assert groups.join(1, 2, forced=True)


def test_a_group_has_one_record_of_a_source_unless_twins() -> None:
    groups = Groups([0, 1, 0], twins=set(), apart=[], foes=[])
    assert groups.join(0, 1) and not groups.join(2, 1)
    groups = Groups([0, 1, 0], twins={(0, 2)}, apart=[], foes=[])
    assert groups.join(0, 1) and groups.join(2, 1)


def test_every_sentence_is_known_by_its_finding() -> None:
    ids = ReasonIds(DATA.rules)
    for name, found in DATA.rules.findings.items():
        for id, one in found.items():
            if one.says:
                said = one.says.format(distance="à 40 m", natures="CMP / CATTP")
                assert ids.of(said) == (f"place/{id.split('/')[0]}" if name == "place" else f"{name}/{id}")
    assert ids.of("une phrase d'une version oubliée") == "other"


def test_weights_are_read_as_they_are_written(tmp_path: Path) -> None:
    (file := tmp_path / "essai.yaml").write_text(weights_text(DATA.weights), encoding="utf-8")
    assert load_weights(file) == DATA.weights


@pytest.mark.parametrize(
    ("file", "was", "becomes"),
    [
        pytest.param("rules.yaml", "  - [name]\n", "  - [prénom]\n", id="unknown_comparison"),
        pytest.param("rules.yaml", 'reason: "Deux lettres d\'écart."', 'reason: " "', id="no_reason"),
        pytest.param("rules.yaml", "    garbled:", "    garbles:", id="unknown_finding"),
        pytest.param("rules.yaml", 'in_force: "2026-01"', 'in_force: "1999-01"', id="weights_that_are_not_there"),
        pytest.param("rules.yaml", "value: 0.8,", "value: 1.8,", id="not_a_probability"),
        pytest.param("words.yaml", "near: [hopital]", "near: [chateau]", id="near_a_kind_that_is_not_there"),
    ],
)
def test_a_data_file_that_is_wrong_is_refused_by_name(tmp_path: Path, data: Path, file: str, was: str, becomes: str) -> None:
    for source in (data / "linking").rglob("*.yaml"):
        copy = tmp_path / source.relative_to(data / "linking")
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert re.search(re.escape(was), text)
    (tmp_path / file).write_text(text.replace(was, becomes, 1), encoding="utf-8")
    with pytest.raises(Refused, match="linking/"):
        load_linking(tmp_path)


def some_answers(count: int, seed: int = 1) -> Asked:
    """Answers in which the phone decides far more, and the name far less, than present weights say."""
    rng = np.random.default_rng(seed)
    findings = {name: rng.integers(0, len(ids), count).astype(np.int8) for name, ids in FINDINGS.items()}
    within = np.zeros(count, bool)
    truth = 6.0 - 4.0 * findings["phone"] + rng.normal(0, 0.5, count)
    return Asked(findings, within, np.zeros(count), truth > 0)


def test_learning_follows_the_answers() -> None:
    answers, others = some_answers(800), some_answers(400, seed=2)
    after = learnt(answers, DATA.weights, version="essai", origin="essai")
    agree = [(alone(bits_of(others.findings, weights, others.within)) > 0.5) == others.same for weights in (DATA.weights, after)]
    assert agree[1].mean() > agree[0].mean()
    assert after.bits["phone"]["own"] > after.bits["phone"]["different"]


def test_answers_that_present_weights_explain_leave_them_in_their_order() -> None:
    asked_of = some_answers(2_000)
    present = bits_of(asked_of.findings, DATA.weights, asked_of.within)
    rng = np.random.default_rng(5)
    answers = Asked(asked_of.findings, asked_of.within, asked_of.rivalry, rng.random(2_000) < alone(present))
    if min(answers.same.sum(), (~answers.same).sum()) >= FEWEST:
        after = learnt(answers, DATA.weights, version="essai", origin="essai")
        assert np.corrcoef(bits_of(answers.findings, after, answers.within), present)[0, 1] > 0.8


def test_few_decisions_teach_nothing() -> None:
    with pytest.raises(Refused, match="il en faut au moins"):
        learnt_and_checked(some_answers(10), DATA.weights, date(2026, 1, 15))


def test_decisions_are_found_again_among_the_records() -> None:
    given = [a_record("1", source="a"), a_record("1", source="b"), a_record("2", source="b", name="Autre", lat=43.0, commune="13055")]
    answers = asked(described(given, {}), DATA, {("a:1", "b:1"): "same", ("a:1", "b:2"): "different", ("a:1", "c:9"): "same"})
    assert sorted(answers.same.tolist()) == [False, True]


def test_findings_do_not_depend_on_the_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    given = [a_record(str(n), source=s, name=f"EHPAD Loutre {n % 3}") for n in range(9) for s in ("a", "b")]
    entries = entries_of(described(given, {CRETEIL.code: CRETEIL.name}), DATA.words)
    pairs = candidates(entries, DATA.rules.blocking)
    whole = compared(entries, pairs, DATA.rules.cuts)
    monkeypatch.setattr("orientation.directory.linking.comparison._CHUNK", 7)
    assert all((whole[name] == found).all() for name, found in compared(entries, pairs, DATA.rules.cuts).items())
