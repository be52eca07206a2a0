"""A proposal is written, checked, replayed and published; the past is never rewritten."""

import shutil
from dataclasses import replace
from datetime import date

import pytest

from orientation.case import Situation
from orientation.complexity.judged import JudgedCase, subgroups, understood_by
from orientation.complexity.publishing import differences, impact, monotony_violations
from orientation.reference.cases import load_cases
from orientation.reference.catalogues import load_messages
from orientation.reference.grid_files import check_grid, load_grid_file, proposed, publish
from orientation.reference.grids import load_grids
from orientation.refusal import Refused

DAY = date(2027, 3, 1)
BEFORE = date(2027, 2, 28)
SIGNED = {"author": "A. Analyste", "reason": "Essai", "signed_by": "Groupe complexité", "today": date(2027, 1, 15)}


@pytest.fixture
def folder(data, tmp_path):
    copied = tmp_path / "grids"
    shutil.copytree(data / "grids", copied)
    return copied


@pytest.fixture
def write(folder, tmp_path):
    """Writes a proposal from a grid of the folder."""

    def written(id="guyane", day=DAY, **changes):
        path = tmp_path / f"{id}-proposed.yaml"
        path.write_text(proposed(id, day, "Décision fictive", folder=folder, **changes), encoding="utf-8")
        return path

    return written


def test_a_proposal_adds_dated_values_and_keeps_the_rest_of_the_file(write, folder):
    path = write(weights={"situation-administrative": 2, "douleur": 3}, bounds={"palier-3": (50, None)})
    grid = load_grid_file(path, folder)
    assert grid.on(DAY).weights["situation-administrative"] == 2
    assert grid.on(BEFORE).weights["situation-administrative"] == 3
    assert (grid.on(BEFORE).weights["douleur"], grid.on(DAY).weights["douleur"]) == (1, 3)
    assert set((folder / "guyane.yaml").read_text(encoding="utf-8").splitlines()) <= set(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("id", ["national", "guyane"])
def test_a_rule_may_be_raised_and_withdrawn(write, folder, id):
    grid = load_grid_file(write(id, floors={"R1": None, "R2": "palier-3"}), folder)
    assert "R1" not in grid.on(DAY).floors
    assert grid.on(DAY).floors["R2"] == "palier-3"
    assert grid.on(BEFORE).floors["R1"] == "palier-1"


def test_differences_are_said_in_words(write, folder):
    path = write(weights={"douleur": 3}, floors={"R1": None}, dimension_weights={"droits": 23, "dynamique": 9})
    grid = load_grid_file(path, folder)
    said = [load_messages("fr").render(reason) for reason in differences(grid.on(BEFORE), grid.on(DAY))]
    assert "Critère « Douleur ou symptômes non contrôlés » : poids 1 → 3" in said
    assert "Dimension « Droits, situation administrative, ressources » : 24 → 23 points sur 100" in said
    assert any(line.startswith("Règle « Un critère d'entrée") and "Appui ponctuel → rien" in line for line in said)
    assert len(said) == 4


def test_a_grid_does_not_differ_from_itself(grids_on):
    for grid in grids_on.values():
        assert differences(grid, grid) == ()


@pytest.fixture(scope="module")
def grids_on():
    return {id: grid.on(DAY) for id, grid in load_grids().items()}


def test_every_difference_between_shipped_grids_has_its_sentence(grids_on):
    for language in ("fr", "en"):
        messages = load_messages(language)
        for before in grids_on.values():
            for after in grids_on.values():
                assert all(messages.render(reason) for reason in differences(before, after))


CASES = (
    JudgedCase("breach", Situation({"droits-sante-non-ouverts": "oui"}, age_years=30, sex="M"), "palier-2", commune_kind="isolée"),
    JudgedCase("fall", Situation({"chutes": "oui"}, age_years=80, sex="F"), "palier-1"),
    JudgedCase("nothing", Situation({}, age_years=80), "palier-0"),
    JudgedCase("papers", Situation({"filiation-enfants": "3"}), None),
)


def test_impact_names_who_changes_tier_and_in_which_group(grids_on):
    found = impact(CASES, grids_on["national"], grids_on["guyane"])
    assert found.cases == 4
    assert [(moved.case, moved.before, moved.after, moved.dimension) for moved in found.moved] == [
        ("breach", "palier-1", "palier-2", "droits")
    ]
    assert found.tiers[("palier-1", "palier-2")] == 1
    assert found.groups[("sexe", "hommes")].raised == 1
    assert found.groups[("âge", "80 ans et plus")].cases == 2
    assert found.left_out == 1
    assert found.agreement_before is not None and found.agreement_after == 1.0 > found.agreement_before


def test_impact_asks_for_first_proposals_only_when_it_may(grids_on):
    found = impact(CASES, grids_on["national"], grids_on["guyane"], lambda case, grid: (case.id, grid.floors["R2"]))
    assert found.proposals_changed == 4
    assert (found.reproposed[0].before, found.reproposed[0].after) == (("breach", "palier-1"), ("breach", "palier-2"))
    assert found.moved[0].proposals_changed is True
    assert impact(CASES, grids_on["national"], grids_on["guyane"]).proposals_changed is None


def test_impact_of_no_case(grids_on):
    found = impact((), grids_on["national"], grids_on["guyane"])
    assert (found.cases, found.moved, found.agreement_after) == (0, (), None)


def test_subgroups_of_what_is_unknown():
    assert set(subgroups(CASES[3]).values()) == {"non renseigné"}
    assert understood_by(Situation({"5.6": "2", "vit-seul": "oui"}), load_grids()["national"].on(DAY)).facts == {"vit-seul": "oui"}


@pytest.mark.parametrize("id", ["national", "ile-de-france", "bretagne", "guyane"])
def test_shipped_grids_pass_the_check(data, id):
    found = check_grid(data / "grids" / f"{id}.yaml", DAY)
    assert (found.id, found.steps_tried, len(found.tiers)) == (id, 10_000, 4)


def test_the_check_of_monotony_sees_a_broken_grid(grids_on):
    grid = grids_on["national"]
    assert monotony_violations(grid, 2_000) == 0
    # Weights are checked when a grid is built; only a hand-made one can be wrong, as here.
    broken = replace(grid, links={**grid.links, "chutes": {"non": grid.links["chutes"]["oui"], "oui": ()}})
    assert monotony_violations(broken, 2_000) > 0


def test_publishing_signs_a_version_and_keeps_the_past(write, folder):
    path = publish(write(weights={"douleur": 2}), **SIGNED, day=DAY, folder=folder, steps=500)
    assert path == folder / "guyane.yaml"
    grid = load_grids(folder)["guyane"]
    assert [(p.day, p.author, p.signed_by) for p in grid.publications] == [(DAY, "A. Analyste", "Groupe complexité")]
    assert (grid.on(BEFORE).weights["douleur"], grid.on(DAY).weights["douleur"]) == (1, 2)
    assert grid.on(BEFORE).version == load_grids()["guyane"].on(BEFORE).version
    assert sorted(held.name for held in folder.iterdir() if held.suffix == ".draft") == []


def test_a_second_publication_follows_the_first(write, folder):
    publish(write(weights={"douleur": 2}), **SIGNED, day=DAY, folder=folder, steps=100)
    later = date(2027, 9, 1)
    publish(write(day=later, weights={"douleur": 3}), **SIGNED, day=later, folder=folder, steps=100)
    assert [p.day for p in load_grids(folder)["guyane"].publications] == [DAY, later]


@pytest.mark.parametrize(
    "changes, signed, day, said",
    [
        pytest.param({"weights": {"douleur": 2}}, {"author": " "}, DAY, "l'auteur", id="unsigned"),
        pytest.param({"weights": {"douleur": 2}}, {}, date(2027, 3, 2), "Le passé ne se réécrit pas", id="dated_before_its_publication"),
        pytest.param({"dimension_weights": {"droits": 25}}, {}, DAY, "100 est attendu", id="unsound"),
    ],
)
def test_a_publication_that_is_not_right_is_refused_and_nothing_is_written(write, folder, changes, signed, day, said):
    before = (folder / "guyane.yaml").read_bytes()
    with pytest.raises(Refused, match=said):
        publish(write(**changes), **{**SIGNED, **signed}, day=day, folder=folder, steps=100)
    assert (folder / "guyane.yaml").read_bytes() == before
    assert not list(folder.glob("*.draft"))


def test_a_day_is_published_once(write, folder):
    publish(write(weights={"douleur": 2}), **SIGNED, day=DAY, folder=folder, steps=100)
    with pytest.raises(Refused, match="déjà publiée"):
        publish(folder / "guyane.yaml", **SIGNED, day=DAY, folder=folder, steps=100)


def test_a_day_that_has_passed_is_not_published(write, folder):
    with pytest.raises(Refused, match="déjà passé"):
        publish(write(weights={"douleur": 2}), **{**SIGNED, "today": date(2027, 3, 2)}, day=DAY, folder=folder, steps=100)
    publish(write(weights={"douleur": 2}), **{**SIGNED, "today": DAY}, day=DAY, folder=folder, steps=100)


def test_a_proposal_begun_before_the_last_publication_keeps_what_was_signed(write, folder):
    begun = write(day=date(2027, 9, 1), weights={"douleur": 3}).read_text(encoding="utf-8")
    publish(write(dimension_weights={}), **SIGNED, day=DAY, folder=folder, steps=100)
    late = folder.parent / "late.yaml"
    late.write_text(begun, encoding="utf-8")
    publish(late, **SIGNED, day=date(2027, 9, 1), folder=folder, steps=100)
    assert [p.day for p in load_grids(folder)["guyane"].publications] == [DAY, date(2027, 9, 1)]


def test_a_day_published_meanwhile_is_not_published_again(write, folder):
    path = write(weights={"douleur": 2})
    publish(path, **SIGNED, day=DAY, folder=folder, steps=100)
    with pytest.raises(Refused, match="déjà publiée"):
        publish(path, **SIGNED, day=DAY, folder=folder, steps=100)


@pytest.mark.parametrize(
    "was, now",
    [
        pytest.param("when: {dimensions: 3, at_least: 2}", "when: {dimensions: 3, at_least: 1}", id="a_rule"),
        pytest.param("when: {criterion: addiction, at_least: 1}", "when: {criterion: addiction, at_least: 2}", id="a_module"),
        pytest.param("beyond_facts: 2", "beyond_facts: 1", id="a_criterion"),
    ],
)
def test_a_condition_that_holds_for_past_days_is_not_changed(folder, tmp_path, was, now):
    text = (folder / "national.yaml").read_text(encoding="utf-8")
    assert was in text
    path = tmp_path / "national.yaml"
    path.write_text(text.replace(was, now), encoding="utf-8")
    with pytest.raises(Refused, match="n'a pas de date"):
        publish(path, **SIGNED, day=DAY, folder=folder, steps=100)


def test_words_may_be_corrected(folder, tmp_path):
    text = (folder / "guyane.yaml").read_text(encoding="utf-8")
    path = tmp_path / "guyane.yaml"
    path.write_text(text.replace("label: Domiciliation administrative", "label: Domiciliation (adresse postale)"), encoding="utf-8")
    publish(path, **SIGNED, day=DAY, folder=folder, steps=100)
    assert load_grids(folder)["guyane"].on(BEFORE).criterion["domiciliation-administrative"].label == "Domiciliation (adresse postale)"


ISLANDS = """
id: iles
label: Grille des îles
extends: national
validated: false
dimensions:
  droits: {values: {2020-01-01: {value: 14, reference: essai}}}
  dynamique: {values: {2020-01-01: {value: 9, reference: essai}}}
"""


def test_a_grid_that_would_break_one_that_extends_it_is_refused_and_nothing_is_written(write, folder):
    for other in ("bretagne", "ile-de-france"):
        (folder / f"{other}.yaml").unlink()
    (folder / "iles.yaml").write_text(ISLANDS, encoding="utf-8")
    before = (folder / "national.yaml").read_bytes()
    with pytest.raises(Refused, match=r"iles\.yaml, au 01/03/2027 : les poids des dimensions font 101"):
        publish(write("national", dimension_weights={"droits": 12, "coordination": 13}), **SIGNED, day=DAY, folder=folder, steps=100)
    assert (folder / "national.yaml").read_bytes() == before
    publish(
        write("national", dimension_weights={"logement-territoire": 9, "coordination": 11}), **SIGNED, day=DAY, folder=folder, steps=100
    )


def test_a_value_that_was_removed_is_a_rewritten_past(folder, tmp_path):
    path = tmp_path / "guyane.yaml"
    path.write_text(
        (folder / "guyane.yaml").read_text(encoding="utf-8").replace("value: 24,", "value: 23,").replace("value: 12,", "value: 13,", 1),
        encoding="utf-8",
    )
    with pytest.raises(Refused, match="Le passé"):
        publish(path, **SIGNED, day=DAY, folder=folder, steps=100)


def test_an_absent_file_is_refused(tmp_path):
    with pytest.raises(Refused, match="n'existe pas"):
        load_grid_file(tmp_path / "rien.yaml")
    with pytest.raises(Refused, match="n'existe pas"):
        load_cases(tmp_path / "rien.yaml")


@pytest.mark.parametrize("territory", ["national", "ile-de-france", "bretagne", "guyane"])
def test_the_cases_professionals_read_are_judged_cases(request, territory):
    cases = load_cases(request.config.rootpath / "tests" / "cases" / f"{territory}.yaml")
    grid = load_grids()[territory].on(DAY)
    found = impact(cases, grid, grid)
    assert (found.moved, found.agreement_after) == ((), 1.0)


@pytest.mark.parametrize(
    "text, said",
    [
        ("cases: 3", "liste de cas"),
        ("cases: [{id: a}]", "cas 1"),
        ("cases: [{id: a, facts: {}, couleur: bleu}]", "« couleur »"),
        ("cases: [{id: a, facts: {}, age: 200}]", "âge"),
    ],
)
def test_cases_that_are_not_right_are_refused(tmp_path, text, said):
    path = tmp_path / "cas.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=said):
        load_cases(path)
