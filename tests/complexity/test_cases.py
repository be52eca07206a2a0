"""Cases that professionals can read (tests/cases) get the tier they expect, and together they cover the whole of each grid."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from orientation.case import Situation
from orientation.complexity.assess import assess
from orientation.grid import AgeWithin
from orientation.reference.grid_entries import parts_of
from orientation.reference.grids import load_grids

FOLDER = Path(__file__).parents[1] / "cases"
GRIDS = load_grids()
TERRITORIES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))}
FEW = 10


def _cases() -> Iterator[object]:
    for territory, content in TERRITORIES.items():
        for case in content["cases"]:
            yield pytest.param(territory, case, id=f"{territory}-{case['id']}")


def _assessed(territory, case):
    situation = Situation({fact: str(value) for fact, value in case["facts"].items()}, gir=case.get("gir"), age_years=case.get("age"))
    return assess(situation, GRIDS[territory].on(case["day"]))


@pytest.mark.parametrize("territory, case", _cases())
def test_a_case_gets_the_tier_professionals_expect(territory, case):
    found = _assessed(territory, case)
    fired = {reason.values["rule"] for reason in found.overrides}
    assert found.tier.id == case["tier"], case["why"]
    assert set(case.get("rules", ())) <= fired
    assert not set(case.get("without", ())) & fired
    assert {reason.values["alert"] for reason in found.alerts} == set(case.get("alerts", ()))
    if "points" in case:
        assert found.points == pytest.approx(case["points"], abs=1e-4)


@pytest.fixture(params=GRIDS, scope="module")
def covered(request):
    """A grid, its cases, and what each gives."""
    cases = TERRITORIES[request.param]["cases"]
    return GRIDS[request.param].on(cases[0]["day"]), [(case, _assessed(request.param, case)) for case in cases]


def test_each_territory_has_forty_cases_told_apart(covered):
    _, cases = covered
    assert len(cases) >= 40
    assert len({case["id"] for case, _ in cases}) == len(cases)
    assert all(case["why"].strip() and case["situation"].strip() for case, _ in cases)


def test_every_criterion_is_met_in_a_case_of_few_facts(covered):
    grid, cases = covered
    met = {c.criterion for case, found in cases if len(case["facts"]) <= FEW for c in found.contributions}
    assert met == set(grid.criterion)


def test_every_fact_of_the_vocabulary_is_in_a_case(covered):
    grid, cases = covered
    assert {fact for case, _ in cases for fact in case["facts"] if fact in grid.links} == set(grid.links)


def test_every_rule_and_alert_fires_in_a_case_of_few_facts_and_not_in_another(covered):
    grid, cases = covered
    few = [found for case, found in cases if len(case["facts"]) <= FEW]
    fired = {reason.values["rule"] for found in few for reason in found.overrides}
    alerted = {reason.values["alert"] for found in few for reason in found.alerts}
    assert fired == {rule.id for rule in grid.rules}
    assert alerted == {alert.id for alert in grid.alerts}


def test_every_bound_has_a_case_on_each_side(covered):
    """On the bound, or as near above as the weights allow, and as near below."""
    grid, cases = covered
    for rank, bound in enumerate(grid.bounds[1:], start=1):
        just_under = [f for _, f in cases if bound.from_ - 1 < f.points < bound.from_ and f.score_tier.id == grid.tiers[rank - 1].id]
        just_on = [f for _, f in cases if bound.from_ <= f.points < bound.from_ + 1 and f.score_tier.id == grid.tiers[rank].id]
        assert just_under and just_on, f"bound {float(bound.from_)}"


def _age_bounds(grid):
    """Each age from which, or below which, something changes: (what, id, age)."""
    for what, entries in (("rule", grid.rules), ("alert", grid.alerts), ("module", grid.modules)):
        for entry in entries:
            for part in parts_of(entry.when):
                if isinstance(part, AgeWithin):
                    yield from ((what, entry.id, age) for age in (part.from_, part.below) if age is not None)


def _started(found):
    rules, alerts = (
        {(what, reason.values[what]) for reason in held} for what, held in (("rule", found.overrides), ("alert", found.alerts))
    )
    return rules | alerts | {("module", module) for module in found.modules}


def test_every_age_bound_has_a_case_on_each_side_that_the_other_side_would_change(covered):
    """In the two years before the age and the two years from it on."""
    grid, cases = covered
    lacking = []
    for what, id, bound in sorted(set(_age_bounds(grid))):
        sides = set()
        for case, found in cases:
            age = case.get("age")
            if age is not None and bound - 2 <= age < bound + 2:
                moved = _assessed(grid.id, {**case, "age": bound if age < bound else bound - 0.1})
                if ((what, id) in _started(found)) != ((what, id) in _started(moved)):
                    sides.add("from" if age >= bound else "below")
        lacking += [(what, id, bound, side) for side in {"below", "from"} - sides]
    assert lacking == []


def test_every_tier_is_expected_somewhere(covered):
    grid, cases = covered
    assert {case["tier"] for case, _ in cases} == set(grid.tier_rank)
