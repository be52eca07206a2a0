"""Who is of which public: ages, sex, facts and needs, and who is certainly not."""

import pytest

from orientation.case import Case, Situation
from orientation.ranking.publics import PublicBits, Publics, ages_of, sex_of
from orientation.reference.policies import load_policies
from orientation.reference.vocabularies import load_vocabulary
from tests.factories import TODAY, a_case

RULES = load_policies().on("national", TODAY).publics
INDEX = {public: rank for rank, public in enumerate(load_vocabulary().publics)}


def read(case: Case, needs: frozenset[str] = frozenset()) -> Publics:
    return PublicBits(RULES, INDEX).read(case, needs, ages_of(case, RULES), sex_of(case, RULES))


def state(public: str, case: Case, needs: frozenset[str] = frozenset()) -> str:
    found = read(case, needs)
    held = [name for name in ("of", "everyone", "too_young", "too_old", "never") if getattr(found, name) >> INDEX[public] & 1]
    assert len(held) <= 1
    return held[0] if held else "unknown"


def somebody(
    age: float | None = None, sex: str | None = None, gir: int | None = None, publics: set[str] | None = None, **facts: str
) -> Case:
    situation = Situation({name.replace("_", "-"): level for name, level in facts.items()}, gir, age, sex)  # type: ignore[arg-type]
    return a_case(situation=situation, publics=frozenset(publics or ()))


def test_every_public_of_the_vocabulary_has_its_rule() -> None:
    assert set(RULES) == set(INDEX)


@pytest.mark.parametrize(
    ("public", "case", "expected"),
    [
        ("tout-public", somebody(), "everyone"),
        ("personnes-agees", somebody(59.9), "too_young"),
        ("personnes-agees", somebody(60), "of"),
        ("personnes-agees", somebody(), "unknown"),
        ("nourrissons-enfants", somebody(11.9), "of"),
        ("nourrissons-enfants", somebody(12), "too_old"),
        ("handicap-enfant", somebody(84), "too_old"),
        ("handicap-enfant", somebody(10), "unknown"),
        ("handicap-enfant", somebody(10, handicap="oui"), "of"),
        ("handicap-enfant", somebody(10, handicap="non"), "never"),
        ("adultes", somebody(84), "of"),
        ("adultes", somebody(17.9), "too_young"),
        ("femmes", somebody(sex="M"), "never"),
        ("femmes", somebody(sex="F"), "of"),
        ("femmes", somebody(), "unknown"),
        ("femmes-enceintes", somebody(30, "F"), "unknown"),
        ("femmes-enceintes", somebody(84, "F"), "too_old"),
        ("personnes-agees-dependantes", somebody(84), "unknown"),
        ("personnes-agees-dependantes", somebody(84, gir=3), "of"),
        ("personnes-agees-dependantes", somebody(84, perte_autonomie="severe"), "of"),
        ("personnes-agees-dependantes", somebody(40, gir=3), "too_young"),
        ("personnes-agees-dependantes", somebody(84, perte_autonomie="2"), "of"),
        ("personnes-agees-dependantes", somebody(84, perte_autonomie="1"), "unknown"),
        ("troubles-cognitifs", somebody(84, troubles_cognitifs="3"), "of"),
        ("troubles-cognitifs", somebody(84, troubles_cognitifs="1"), "unknown"),
        ("troubles-cognitifs", somebody(84, troubles_cognitifs="0"), "never"),
        ("sans-domicile", somebody(30), "unknown"),
        ("sans-domicile", somebody(30, sans_domicile="oui"), "of"),
        ("sans-domicile", somebody(30, sans_domicile="non"), "never"),
        ("etudiants", somebody(84), "unknown"),
        ("etudiants", somebody(8), "too_young"),
        ("etudiants", somebody(84, publics={"etudiants"}), "of"),
        ("personnes-agees", somebody(55, publics={"personnes-agees"}), "of"),
        ("handicap-enfant", somebody(publics={"personnes-agees"}), "too_old"),
        ("professionnels", somebody(84), "unknown"),
    ],
)
def test_what_a_case_says_of_a_public(public: str, case: Case, expected: str) -> None:
    assert state(public, case) == expected


def test_asking_for_some_needs_tells_who_asks() -> None:
    assert state("professionnels", somebody(84), frozenset({"appui-coordination"})) == "of"
    assert state("aidants", somebody(84), frozenset({"soutien-aidants"})) == "of"


def test_publics_stand_for_an_age_that_nobody_gave() -> None:
    assert ages_of(somebody(publics={"personnes-agees"}), RULES) == (60, 130)
    assert ages_of(somebody(publics={"handicap-enfant"}), RULES) == (0, pytest.approx(20.99))
    assert ages_of(somebody(70, publics={"handicap-enfant"}), RULES) == (70, 70)
    assert ages_of(somebody(publics={"handicap-enfant", "personnes-agees"}), RULES) == (0, 130)


def test_a_public_may_tell_the_sex() -> None:
    assert (sex_of(somebody(publics={"femmes-enceintes"}), RULES), sex_of(somebody(), RULES)) == ("F", None)
