"""What an assessment says: the acceptance figures, the bounds of each tier, each rule, and what holds for every situation."""

import random
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from orientation.case import Situation
from orientation.complexity.answers import accepted_values, answers
from orientation.complexity.assess import assess, judged, what_would_change
from orientation.complexity.columns import SituationColumns, assess_many
from orientation.complexity.conditions import View, holds
from orientation.refusal import Refused

TERRITORIES = ("national", "ile-de-france", "bretagne", "guyane")


def core(grid, level=0, **changed):
    """Every common criterion at one level but those named, by code: `core(grid, c51=3)`."""
    facts = {c.code: str(level) for c in grid.criteria if not c.additional}
    return {**facts, **{f"{code[1]}.{code[2]}": str(value) for code, value in changed.items()}}


def a_situation(facts, **about):
    return Situation({**facts, "vit-a-domicile": "oui"}, **{"age_years": 84.0, **about})


# Acceptance figures


@pytest.mark.parametrize("territory", TERRITORIES)
@pytest.mark.parametrize("level, points", [(0, 0.0), (1, 100 / 3), (2, 200 / 3), (3, 100.0)])
def test_the_same_level_everywhere_gives_that_share_of_a_hundred(grids, territory, level, points):
    assert assess(a_situation(core(grids[territory], level)), grids[territory]).points == pytest.approx(points, abs=1e-12)


@pytest.mark.parametrize(
    "territory, changed, points, tier",
    [
        pytest.param("national", {"c21": 3, "c25": 3, "c42": 3}, 10.4, "palier-1", id="narrow_but_intense_is_not_first_line"),
        pytest.param(
            "national", {"c31": 2, "c11": 2, "c21": 2, "c73": 2, "c44": 2}, 12.7, "palier-3", id="case_management_with_few_points"
        ),
        pytest.param("national", {"c51": 3, "c52": 3}, 6.5, "palier-1", id="breach_of_rights"),
        pytest.param("guyane", {"c51": 3, "c52": 3}, 12.0, "palier-2", id="breach_of_rights_in_guyane"),
    ],
)
def test_vignettes(grids, territory, changed, points, tier):
    found = assess(a_situation(core(grids[territory], **changed)), grids[territory])
    assert (round(found.points, 1), found.tier.id) == (points, tier)


def test_all_known_and_nothing_to_report_is_firm(national):
    found = assess(a_situation(core(national)), national)
    assert (found.points, found.lower, found.upper, found.firm, found.missing) == (0, 0, 0, True, ())


def test_nothing_known_may_be_anything(national):
    found = assess(Situation(), national)
    assert (found.points, found.lower, found.upper) == (0, 0, 100)
    assert [tier.id for tier in found.possible_tiers] == ["palier-0", "palier-1", "palier-2", "palier-3"]


def test_a_request_read_from_a_phone_call_is_not_first_line(national):
    facts = {"vit-seul": "oui", "sortie-hospitalisation": "oui", "aidant-epuise": "oui", "perte-autonomie": "moderee"}
    found = assess(Situation(facts, gir=3, age_years=84), national)
    assert found.tier.id == "palier-1"
    assert found.tier.coordination_need == "appui-coordination"
    assert {reason.values["rule"] for reason in found.overrides} == {"largeur-3", "maintien-a-domicile"}
    assert not found.firm


# What led to it


def test_contributions_dimensions_and_points_agree(national):
    found = assess(a_situation({"troubles-cognitifs": "oui", "5.1": "3", "aidant-epuise": "oui"}), national)
    assert sum(c.points for c in found.contributions) == pytest.approx(found.points)
    assert sum(d.points for d in found.dimensions) == pytest.approx(found.points)
    assert {c.criterion: c.sources for c in found.contributions} == {
        "troubles-cognitifs": ("troubles-cognitifs",),
        "situation-administrative": ("5.1",),
        "aidant": ("aidant-epuise",),
    }


def test_contributions_still_sum_to_the_points_at_a_dimension_ceiling(guyane):
    facts = {**core(guyane, 3), "5.6": "3", "5.7": "3"}
    found = assess(a_situation(facts), guyane)
    assert found.points == 100
    assert sum(c.points for c in found.contributions) == pytest.approx(100)


def test_the_missing_are_asked_heaviest_first(national):
    found = assess(a_situation({"troubles-cognitifs": "non"}), national)
    influences = [gap.influence for gap in found.missing]
    assert influences == sorted(influences, reverse=True)
    assert found.missing[0].criterion == "perte-autonomie"
    assert "troubles-cognitifs" not in {gap.criterion for gap in found.missing}


def test_what_was_reported_coarsely_may_be_specified(national):
    found = assess(a_situation({"troubles-cognitifs": "oui"}), national)
    assert [(gap.criterion, round(gap.influence, 2)) for gap in found.to_specify] == [("troubles-cognitifs", 1.36)]


def test_a_direct_answer_replaces_a_coarse_fact(national):
    found = answers(Situation({"troubles-cognitifs": "oui", "2.1": "3"}), national)["troubles-cognitifs"]
    assert (found.level, found.at_most) == (3, 3)


@pytest.mark.parametrize("gir, level", [(1, 3), (2, 3), (3, 2), (4, 2), (5, 1), (6, 0)])
def test_a_typed_gir_gives_its_level(national, gir, level):
    found = answers(Situation(gir=gir), national)["perte-autonomie"]
    assert (found.level, found.at_most, found.sources) == (level, level, ("gir",))


def test_living_alone_is_not_being_isolated(national):
    alone = answers(Situation({"vit-seul": "oui"}), national)["isolement"]
    assert (alone.level, alone.at_most) == (1, 3)
    assert answers(Situation({"vit-seul": "oui", "isolement": "non"}), national)["isolement"].at_most == 1


def test_a_denied_fact_leaves_open_what_it_does_not_cover(national):
    depression = answers(Situation({"risque-suicidaire": "non"}), national)["depression-idees-suicidaires"]
    assert (depression.level, depression.at_most) == (0, 2)


def test_a_module_asks_its_questions_only_where_it_is_on(national):
    child = assess(Situation(age_years=7), national)
    adult = assess(Situation(age_years=40), national)
    assert "enfant" in child.modules and "scolarite" in {gap.criterion for gap in child.missing}
    assert "scolarite" not in {gap.criterion for gap in adult.missing}


def test_what_would_change_the_tier_is_named(national):
    changed = what_would_change(a_situation(core(national)), national)
    assert changed == {}
    facts = core(national)
    del facts["5.2"], facts["1.3"]
    assert what_would_change(a_situation(facts), national) == {"droits-sante-non-ouverts": "palier-1"}


@pytest.mark.parametrize("territory", TERRITORIES)
def test_what_would_change_the_tier_is_what_answering_it_so_gives(grids, territory):
    grid, chance = grids[territory], random.Random(23)
    for _ in range(20):
        situation = _any_situation(grid, chance)
        now, changed = assess(situation, grid), what_would_change(situation, grid)
        for gap in (gap for gap in (*now.missing, *now.to_specify) if gap.criterion in grid.criterion):
            worst = replace(situation, facts={**situation.facts, grid.criterion[gap.criterion].code: "3"})
            assert changed.get(gap.criterion, now.grid_tier.id) == assess(worst, grid).grid_tier.id


# Refusals


@pytest.mark.parametrize(
    "facts, said",
    [
        ({"vit-seule": "oui"}, "vit-seul"),
        ({"vit-seul": "peut-être"}, "non, oui"),
        ({"5.1": "4"}, "Réponses possibles : 0, 1, 2, 3"),
        ({"perte-autonomie": "lourde"}, "aucune, legere, moderee, severe"),
        ({"9.9": "1"}, "n'existe pas"),
        ({"": "oui"}, "n'existe pas"),
    ],
)
def test_an_unknown_fact_or_value_is_refused_naming_what_is_accepted(national, facts, said):
    with pytest.raises(Refused, match=said):
        assess(Situation(facts), national)
    with pytest.raises(Refused, match=said):
        SituationColumns.of([Situation(facts)], national)


# A professional's own decision


def test_a_professional_may_change_the_tier_and_both_are_kept(national):
    found = judged(assess(Situation(), national), "palier-2", "La famille part à l'étranger lundi.", national)
    assert (found.tier.id, found.grid_tier.id) == ("palier-2", "palier-0")
    assert found.judgement is not None and found.judgement.reason.startswith("La famille")


@pytest.mark.parametrize("tier, reason, said", [("palier-2", "  ", "raison écrite"), ("palier-9", "Oui.", "palier-")])
def test_a_change_without_reason_or_to_no_tier_is_refused(national, tier, reason, said):
    with pytest.raises(Refused, match=said):
        judged(assess(Situation(), national), tier, reason, national)


# Alerts


@pytest.mark.parametrize(
    "facts, age, alerts",
    [
        pytest.param({"risque-suicidaire": "oui"}, 40, ["suicide"], id="suicide"),
        pytest.param({"maltraitance": "oui"}, 17.9, ["enfant-en-danger"], id="just_under_eighteen"),
        pytest.param({"maltraitance": "oui"}, 18, ["maltraitance"], id="eighteen"),
        pytest.param({"maltraitance": "oui"}, None, ["maltraitance"], id="age_unknown"),
        pytest.param({"violences": "oui"}, 40, ["maltraitance", "violences"], id="violence"),
        pytest.param({"8.3": "3"}, 40, ["danger"], id="danger_now"),
        pytest.param({"8.3": "2"}, 40, [], id="threat"),
        pytest.param({"sans-domicile": "oui"}, 40, ["sans-abri"], id="nowhere_to_sleep"),
        pytest.param({"personne-a-charge": "oui"}, 40, [], id="a_child_at_home_is_no_alert"),
    ],
)
def test_alerts(national, facts, age, alerts):
    found = assess(Situation(facts, age_years=age), national)
    assert [reason.values["alert"] for reason in found.alerts] == alerts


@pytest.mark.parametrize("facts", [{"risque-suicidaire": "oui"}, {"violences": "oui"}, {"8.3": "3"}])
def test_an_alert_criterion_is_never_left_to_first_line(grids, facts):
    for grid in grids.values():
        assert grid.tier_rank[assess(Situation(facts), grid).tier.id] >= 2


def test_rights_come_first_where_they_are_broken(national, guyane):
    breach = Situation({"droits-sante-non-ouverts": "oui"})
    assert assess(breach, guyane).first_needs[0] == "domiciliation"
    assert "interpretariat" in assess(breach, guyane).first_needs
    assert assess(breach, national).first_needs[0] == "ouverture-droits-sante"
    assert assess(Situation(), guyane).first_needs == ()


# What holds for every situation


@pytest.mark.parametrize("territory", TERRITORIES)
def test_points_are_what_the_formula_gives(grids, territory):
    """The formula written out with fractions: each dimension is 100 times its weighted mean over 3, then their weighted mean."""
    grid, chance = grids[territory], random.Random(3)
    for _ in range(200):
        levels = {c.id: chance.randint(0, 3) for c in grid.criteria if not c.additional}
        total = Fraction(0)
        for dimension, weight in grid.dimension_weights.items():
            ids = [c for c in grid.by_dimension[dimension] if c in levels]
            score = 100 * sum(grid.weights[c] * levels[c] for c in ids) / (3 * sum(grid.weights[c] for c in ids))
            total += weight * score / 100
        found = assess(Situation({grid.criterion[c].code: str(level) for c, level in levels.items()}), grid)
        assert found.points == pytest.approx(float(total), abs=1e-12)


def _any_situation(grid, chance):
    ids = [*grid.links, *grid.criterion, *grid.by_code, *grid.setting_ids]
    facts = {fact: chance.choice(accepted_values(fact, grid)) for fact in chance.sample(ids, chance.randint(0, 40))}
    return Situation(facts, gir=chance.choice([None, 1, 2, 3, 4, 5, 6]), age_years=chance.choice([None, 0.5, 17.9, 18, 59.9, 60, 84]))


@pytest.mark.parametrize("territory", TERRITORIES)
def test_columns_give_exactly_what_one_at_a_time_gives(grids, territory):
    grid, chance = grids[territory], random.Random(7)
    situations = [_any_situation(grid, chance) for _ in range(1000)]
    singles = [assess(situation, grid) for situation in situations]
    many = assess_many(SituationColumns.of(situations, grid), grid)
    for row, single in enumerate(singles):
        rank = grid.tier_rank
        assert (many.points[row], many.lower[row], many.upper[row]) == (single.points, single.lower, single.upper)
        assert (many.tier[row], many.score_tier[row]) == (rank[single.tier.id], rank[single.score_tier.id])
        assert (many.lowest_tier[row], many.highest_tier[row]) == (rank[single.possible_tiers[0].id], rank[single.possible_tiers[-1].id])
        assert {rule for rule, fired in many.rules.items() if fired[row]} == {reason.values["rule"] for reason in single.overrides}
        assert {alert for alert, fired in many.alerts.items() if fired[row]} == {reason.values["alert"] for reason in single.alerts}


def _worsened(situation, grid, chance):
    """The same situation with one problem one step worse; None when what was drawn is already at its worst."""
    kinds = ["coarse", "direct", "gir"]
    kind = chance.choice(kinds)
    facts = dict(situation.facts)
    if kind == "gir":
        return replace(situation, gir=situation.gir - 1) if situation.gir and situation.gir > 1 else None
    if kind == "coarse":
        fact = chance.choice(list(grid.links))
        scale = list(grid.links[fact])
        rank = scale.index(facts[fact]) if facts.get(fact) in scale else 0
        if facts.get(fact, scale[0]) not in scale or rank + 1 == len(scale):
            return None
        return replace(situation, facts={**facts, fact: scale[rank + 1]})
    held = [fact for fact, value in facts.items() if value in ("0", "1", "2")]
    if not held:
        return None
    fact = chance.choice(held)
    return replace(situation, facts={**facts, fact: str(int(facts[fact]) + 1)})


@pytest.mark.parametrize("territory", TERRITORIES)
def test_one_more_problem_never_lowers_points_or_tier(grids, territory):
    grid, chance = grids[territory], random.Random(11)
    steps = []
    while len(steps) < 10_000:
        before = _any_situation(grid, chance)
        after = _worsened(before, grid, chance)
        if after is not None:
            steps.append((before, after))
    before = assess_many(SituationColumns.of([step[0] for step in steps], grid), grid)
    after = assess_many(SituationColumns.of([step[1] for step in steps], grid), grid)
    assert (after.points >= before.points).all()
    assert (after.tier >= before.tier).all()
    assert (after.lowest_tier >= before.lowest_tier).all()
    assert (after.points > before.points).sum() > 2_000


def _full(grid, chance):
    """A situation of which everything is known, coarsely and finely, without contradiction."""
    age = chance.choice([0.5, 17.9, 18, 45, 59.9, 60, 84])
    gir = chance.randint(1, 6)
    coarse = {fact: chance.choices(list(scale), weights=[4, *([1] * (len(scale) - 1))])[0] for fact, scale in grid.links.items()}
    coarse["perte-autonomie"] = ["severe", "severe", "moderee", "moderee", "legere", "aucune"][gir - 1]
    if not 10 <= age < 60:
        coarse["grossesse-a-risque"] = "non"
    held = answers(Situation(coarse, gir=gir), grid)
    levels = {criterion: chance.randint(found.level, found.at_most) for criterion, found in held.items()}
    view = View(levels, grid.by_dimension, age, {"vit-a-domicile": 0})
    on = {module.id for module in grid.modules if holds(module.when, view)}
    fine = {grid.criterion[c].code: str(level if grid.criterion[c].module in (None, *on) else held[c].level) for c, level in levels.items()}
    facts = {**coarse, **fine, "vit-a-domicile": chance.choice(["oui", "non"])}
    return Situation(facts, gir=gir, age_years=age)


def _partly(situation, chance):
    kept = chance.random()
    facts = {fact: value for fact, value in situation.facts.items() if chance.random() < kept}
    return Situation(facts, situation.gir if chance.random() < kept else None, situation.age_years if chance.random() < kept else None)


@pytest.mark.parametrize("territory", TERRITORIES)
def test_the_interval_contains_what_full_information_gives(grids, territory):
    grid, chance = grids[territory], random.Random(13)
    full = [_full(grid, chance) for _ in range(3_000)]
    whole = assess_many(SituationColumns.of(full, grid), grid)
    part = assess_many(SituationColumns.of([_partly(situation, chance) for situation in full], grid), grid)
    assert (part.lower <= whole.points).all() and (whole.points <= part.upper).all()
    assert (part.lowest_tier <= whole.tier).all() and (whole.tier <= part.highest_tier).all()
    assert whole.firm.all() and (whole.lower == whole.upper).all()


@pytest.mark.parametrize("territory", TERRITORIES)
def test_the_order_of_facts_changes_nothing(grids, territory):
    grid, chance = grids[territory], random.Random(17)
    for _ in range(50):
        situation = _any_situation(grid, chance)
        turned = replace(situation, facts=dict(reversed(situation.facts.items())))
        assert assess(situation, grid).points == assess(turned, grid).points


def test_columns_of_nothing_known(national):
    found = assess_many(SituationColumns(3), national)
    assert found.points.tolist() == [0, 0, 0]
    assert found.upper.tolist() == [100, 100, 100]


def test_columns_of_different_lengths_are_refused(national):
    with pytest.raises(ValueError, match="2 situations"):
        SituationColumns(2, facts={"vit-seul": np.zeros(3, dtype=np.int8)})
