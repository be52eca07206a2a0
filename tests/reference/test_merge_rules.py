from pathlib import Path

import pytest

from orientation.reference.merging import load_merge_rules, load_trust_norms
from orientation.refusal import Refused


def edited(data: Path, folder: Path, name: str, found: str, replaced: str) -> Path:
    content = (data / "merging" / name).read_text(encoding="utf-8")
    assert found in content
    (folder / name).write_text(content.replace(found, replaced, 1), encoding="utf-8")
    return folder


def test_the_rules_in_force_load_with_a_reason_each() -> None:
    rules = load_merge_rules()
    assert rules.version and all(rule.reason for rule in rules.rules)


@pytest.mark.parametrize(
    ("found", "replaced"),
    [
        pytest.param("fields: [email]", "fields: [courriel]", id="unknown_field"),
        pytest.param("  - fields: [languages]\n", "  - fields: [phone]\n", id="two_rules"),
        pytest.param("rule: closing", "rule: au-hasard", id="unknown_rule"),
        pytest.param("rule: any", "rule: latest", id="a_rule_that_cannot_choose_it"),
        pytest.param("reason: Comme le téléphone.", "reason: ''", id="no_reason"),
        pytest.param("    at_most_km", "    au_plus_km", id="unknown_key"),
        pytest.param("comparison: distance", "comparison: vue", id="unknown_comparison"),
    ],
)
def test_a_rule_that_is_wrong_is_refused(data: Path, tmp_path: Path, found: str, replaced: str) -> None:
    with pytest.raises(Refused, match=r"merging/rules\.yaml"):
        load_merge_rules(edited(data, tmp_path, "rules.yaml", found, replaced))


@pytest.mark.parametrize(
    ("found", "replaced"),
    [
        pytest.param("is_recent:", "is_old:", id="unknown_criterion"),
        pytest.param("field: phone", "field: telephone", id="unknown_field"),
        pytest.param("only: [a-domicile]", "only: [ailleurs]", id="unknown_mode"),
        pytest.param("value: 24", "value: 3", id="stale_before_fresh"),
        pytest.param("unknown_age:", "age_inconnu:", id="unknown_key"),
    ],
)
def test_a_norm_that_is_wrong_is_refused(data: Path, tmp_path: Path, found: str, replaced: str) -> None:
    with pytest.raises(Refused, match=r"merging/trust\.yaml"):
        load_trust_norms(edited(data, tmp_path, "trust.yaml", found, replaced))
