from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orientation.directory.merging import Merged, merge
from orientation.directory.reports import FieldReport
from orientation.directory.trust import (
    CRITERIA,
    ToCheck,
    TrustNorms,
    age_tier,
    call_to_check,
    field_trust,
    is_complete,
    is_corroborated,
    is_recent,
    is_uncontested,
    sources_agree,
    trust,
)
from orientation.reference.catalogues import load_messages
from orientation.reference.merging import load_merge_rules, load_trust_norms
from orientation.resource import AgeRange
from tests.factories import TODAY, a_catchment, a_record

RULES, NORMS = load_merge_rules(), load_trust_norms()
# Bounds on whole days: fresh up to 60 days, stale from 180 on.
DAYS = replace(NORMS, fresh_months=60 / 30.4375, stale_months=180 / 30.4375)


def a_merged(*others: Any, reports: int = 0, **changes: Any) -> Merged:
    said = [FieldReport(n, "essai:1", "phone", "Faux numéro.", None, TODAY) for n in range(reports)]
    return merge([a_record("1", **changes), *others], RULES, said)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("updated_on", "tier"),
    [
        pytest.param(ago(-1), "recent", id="dated_tomorrow"),
        pytest.param(ago(59), "recent", id="just_fresh"),
        pytest.param(ago(60), "recent", id="on_the_bound"),
        pytest.param(ago(61), "a-verifier", id="no_longer_fresh"),
        pytest.param(ago(179), "a-verifier", id="not_yet_stale"),
        pytest.param(ago(180), "ancien", id="stale"),
        pytest.param(None, "inconnu", id="undated"),
    ],
)
def test_age_tiers(updated_on: date | None, tier: str) -> None:
    assert age_tier(updated_on, TODAY, DAYS) == tier


@pytest.mark.parametrize(
    ("updated_on", "mark"),
    [
        pytest.param(ago(0), 1.0, id="today"),
        pytest.param(ago(60), 1.0, id="still_fresh"),
        pytest.param(ago(120), 0.5, id="half_way"),
        pytest.param(ago(180), 0.0, id="stale"),
        pytest.param(ago(3_000), 0.0, id="very_stale"),
        pytest.param(None, NORMS.unknown_age, id="undated"),
    ],
)
def test_is_recent(updated_on: date | None, mark: float) -> None:
    assert is_recent(a_merged(updated_on=updated_on), TODAY, DAYS) == pytest.approx(mark)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        pytest.param({"publics": frozenset({"enfants"}), "ages": AgeRange(0, 17), "catchment": a_catchment()}, (), id="all_stated"),
        pytest.param({"publics": frozenset({"enfants"}), "ages": AgeRange(0, 17)}, ("catchment",), id="home_service_silent_on_its_area"),
        pytest.param(
            {"publics": frozenset(), "ages": AgeRange(0, 17), "modes": frozenset({"sur-place"}), "hours": None, "address": None},
            ("address", "hours"),
            id="on_site_service_needs_an_address_not_an_area",
        ),
    ],
)
def test_what_a_record_should_say(changes: dict[str, Any], missing: tuple[str, ...]) -> None:
    merged = a_merged(**changes)
    assert trust(merged, TODAY, NORMS).missing == missing
    mark = is_complete(merged, TODAY, NORMS)
    assert mark is not None and (mark == 1) is (not missing)


def test_sources_agree() -> None:
    assert sources_agree(a_merged(), TODAY, NORMS) is None, "nothing to compare"
    assert sources_agree(a_merged(a_record("1", source="ror")), TODAY, NORMS) == 1
    contradicted = sources_agree(a_merged(a_record("1", source="ror", phone="+33140000009")), TODAY, NORMS)
    assert contradicted is not None and 0 < contradicted < 1


def test_is_corroborated_by_another_source_not_by_another_record_of_the_same() -> None:
    assert is_corroborated(a_merged(), TODAY, NORMS) == 0
    assert is_corroborated(a_merged(a_record("2")), TODAY, NORMS) == 0
    assert is_corroborated(a_merged(a_record("1", source="ror")), TODAY, NORMS) == 1


@pytest.mark.parametrize(("reports", "mark"), [(0, 1.0), (1, 1 / 2), (2, 1 / 3)])
def test_is_uncontested(reports: int, mark: float) -> None:
    assert is_uncontested(a_merged(reports=reports), TODAY, NORMS) == pytest.approx(mark)


@given(days=st.integers(0, 2_000), reports=st.integers(0, 3), corroborated=st.booleans())
def test_one_more_flaw_never_makes_a_record_more_trusted(days: int, reports: int, corroborated: bool) -> None:
    others = [a_record("1", source="ror", updated_on=ago(days))] if corroborated else []

    def score(**changes: Any) -> float:
        return trust(a_merged(*others, **{"updated_on": ago(days), "reports": reports} | changes), TODAY, NORMS).score

    assert 0 <= score() <= 1
    assert score(reports=reports + 1) < score()
    assert score(phone=None) <= score() or corroborated
    if not corroborated:
        assert score(updated_on=ago(days + 100)) <= score()


def test_each_reason_has_its_sentence() -> None:
    doubtful = a_merged(a_record("1", source="ror", phone="+33140000009", updated_on=ago(3_000)), reports=1, updated_on=ago(3_000))
    undated = a_merged(updated_on=None)
    messages = load_messages()
    sentences = [messages.render(reason) for merged in (doubtful, undated) for reason in trust(merged, TODAY, NORMS).reasons]
    assert "Des erreurs ont été signalées (1)." in sentences
    assert "Aucune date de mise à jour n'est connue." in sentences
    assert "Mise à jour il y a 99 mois." in sentences


def test_a_field_knows_its_age_its_rivals_and_its_reports() -> None:
    merged = a_merged(a_record("1", source="ror", phone="+33140000009", updated_on=ago(3_000)), reports=2)
    phone = field_trust(merged, "phone", TODAY, NORMS)
    assert phone.provenance is not None and [other.record for other in phone.provenance.others] == ["ror:1"]
    assert (phone.age, phone.reports) == ("recent", 2)
    assert field_trust(merged, "hours", TODAY, NORMS).provenance is None


def test_whom_to_call_first() -> None:
    often_doubtful, often_sure = ToCheck("a", 30, 0.9), ToCheck("b", 30, 0.0)
    seldom_doubtful, never = ToCheck("c", 2, 0.9), ToCheck("d", 0, 1.0)
    for order in permutations([often_doubtful, often_sure, seldom_doubtful, never]):
        assert call_to_check(order) == [often_doubtful, seldom_doubtful, often_sure, never]


@pytest.mark.parametrize(
    "changes",
    [{"fresh_months": 24.0, "stale_months": 6.0}, {"unknown_age": 1.0}, {"weights": {"is_recent": -1.0}}, {"weights": {"is_recent": 0.0}}],
)
def test_norms_check_themselves(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        TrustNorms(**{name: getattr(NORMS, name) for name in TrustNorms.__dataclass_fields__} | changes)


def test_every_criterion_has_its_weight() -> None:
    assert set(NORMS.weights) == {criterion.__name__ for criterion in CRITERIA}
