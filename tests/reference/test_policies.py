"""Policies are dated data with references; what is wrong in one is refused, naming file, key and date."""

from datetime import date
from pathlib import Path

import pytest

from orientation.reference.policies import load_policies
from orientation.refusal import Refused

NATIONAL = (Path(__file__).parents[2] / "data" / "policies" / "national.yaml").read_text(encoding="utf-8")
DAY = date(2026, 1, 15)


def a_folder(tmp_path: Path, **files: str) -> Path:
    (tmp_path / "national.yaml").write_text(NATIONAL, encoding="utf-8")
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_every_policy_holds_today_and_says_where_each_value_comes_from() -> None:
    policies = load_policies()
    assert {"national", "guyane", "ile-de-france", "bretagne"} <= set(policies.files)
    for id, file in policies.files.items():
        assert policies.on(id, DAY).id == id and policies.on(id, DAY).version.startswith(f"{id} ")
        assert all(entry.reference.strip() for dated in file.values.values() for entry in dated.entries)


def test_guyane_looks_further_than_the_country() -> None:
    policies = load_policies()
    assert policies.on("guyane", DAY).radii_km[-1] > policies.on("national", DAY).radii_km[-1]
    assert policies.on("guyane", DAY).weights["answers_the_need"] == policies.on("national", DAY).weights["answers_the_need"]


LOCAL = """
id: local
label: Essai
extends: national
enough:
  values:
    2020-01-01: {value: 5, reference: "essai"}
    2026-01-15: {value: 8, reference: "essai"}
"""


@pytest.mark.parametrize(
    ("day", "enough", "version"),
    [(date(2026, 1, 14), 5, "local 2020-01-01"), (date(2026, 1, 15), 8, "local 2026-01-15"), (date(2026, 1, 16), 8, "local 2026-01-15")],
)
def test_a_value_holds_from_its_day_on_and_past_days_keep_theirs(tmp_path: Path, day: date, enough: int, version: str) -> None:
    policy = load_policies(a_folder(tmp_path, local=LOCAL)).on("local", day)
    assert (policy.enough, policy.version) == (enough, version)


def test_nothing_is_in_force_before_the_first_day(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"national.yaml : aucune valeur .* le 31/12/2019"):
        load_policies(a_folder(tmp_path)).on("national", date(2019, 12, 31))


def a_value(key: str, value: str, reference: str = '"essai"', day: str = "2026-01-01") -> str:
    return f"id: local\nextends: national\n{key}:\n  values:\n    {day}: {{value: {value}, reference: {reference}}}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(a_value("enought", "5"), r"local.yaml : clé inconnue « enought »", id="unknown_key"),
        pytest.param(a_value("enough", "5", '""'), r"local.yaml, enough, 2026-01-01 : il manque la référence", id="no_reference"),
        pytest.param(a_value("enough", "5", day="janvier"), r"local.yaml, enough, janvier : une date", id="not_a_date"),
        pytest.param(a_value("enough", "-1"), r"local.yaml, enough, 2026-01-01 : un nombre positif", id="negative"),
        pytest.param(a_value("place_needs", "[ehpadd]"), r"local.yaml, place_needs, 2026-01-01 : besoin inconnu", id="unknown_need"),
        pytest.param(
            "id: local\nweights:\n  is_close: {values: {2026-01-01: {value: 1, reference: x}}}\n",
            r"local.yaml, weights : clé inconnue « is_close »",
            id="unknown_criterion",
        ),
        pytest.param(
            "id: local\npublics:\n  femmes: {values: {2026-01-01: {value: {gender: F}, reference: x}}}\n",
            r"local.yaml, publics.femmes, 2026-01-01 : clé inconnue 'gender'",
            id="unknown_rule",
        ),
        pytest.param(
            "id: local\npublics:\n  femmes: {values: {2026-01-01: {value: {facts: {addiction: [souvent]}}, reference: x}}}\n",
            r"niveau de addiction inconnu : 'souvent'",
            id="unknown_level",
        ),
        pytest.param(
            "id: local\nenough:\n  values:\n    2026-02-01: {value: 5, reference: x}\n    2026-01-01: {value: 6, reference: x}\n",
            r"local.yaml, enough, 2026-01-01 : les dates doivent se suivre",
            id="out_of_order",
        ),
        pytest.param("id: autre\n", "l'identifiant « autre » doit être le nom du fichier", id="id_is_not_the_file"),
        pytest.param("id: local\nextends: lointain\n", "« extends: lointain » nomme une politique absente", id="extends_nothing"),
        pytest.param("id: local\nextends: local\n", "se prolonge elle-même", id="extends_itself"),
        pytest.param("- liste\n", "local.yaml", id="not_a_mapping"),
    ],
)
def test_what_is_wrong_is_refused_with_file_key_and_date(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        load_policies(a_folder(tmp_path, local=text))


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [("radii_km", "[20, 10]", "radii are positive and increase"), ("stale_months", "6", "stale_months")],
)
def test_values_that_do_not_hold_together_are_refused(tmp_path: Path, key: str, value: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        load_policies(a_folder(tmp_path, local=a_value(key, value))).on("local", DAY)
