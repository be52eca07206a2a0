"""Grid files: they load, their schema holds, and each thing that may be wrong with them is refused naming where."""

import copy
import json
from datetime import date

import pytest
import yaml

from orientation.reference.grids import load_grids
from orientation.refusal import Refused

DAY = date(2020, 1, 1)


def test_the_four_shipped_grids_load():
    grids = load_grids()
    assert set(grids) == {"national", "ile-de-france", "bretagne", "guyane"}
    for grid in grids.values():
        plain = grid.on(date(2026, 11, 21))
        assert sum(plain.dimension_weights.values()) == 100
        assert sum(not criterion.additional for criterion in plain.criteria) == 39
        assert [tier.label for tier in plain.tiers] == [
            "Premier recours",
            "Appui ponctuel",
            "Coordination soutenue",
            "Accompagnement intensif",
        ]
        assert not plain.validated


def test_a_territory_keeps_what_it_does_not_change_and_changes_what_it_says():
    grids = {id: grid.on(DAY) for id, grid in load_grids().items()}
    national, guyane = grids["national"], grids["guyane"]
    assert (national.weights["situation-administrative"], guyane.weights["situation-administrative"]) == (2, 3)
    assert guyane.weights["polypathologie"] == national.weights["polypathologie"]
    assert {c.code for c in guyane.criteria} - {c.code for c in national.criteria} == {"5.6", "5.7", "6.5"}
    assert (national.floors["R2"], guyane.floors["R2"]) == ("palier-1", "palier-2")


def test_every_version_has_its_own_fingerprint():
    versions = [grid.on(DAY).version for grid in load_grids().values()]
    assert len(set(versions)) == len(versions)
    assert versions == [grid.on(date(2030, 1, 1)).version for grid in load_grids().values()]


def test_before_the_first_version_a_grid_says_from_when_it_holds():
    with pytest.raises(Refused, match="01/01/2020"):
        load_grids()["national"].on(date(2019, 12, 31))


@pytest.fixture(scope="module")
def contents(data):
    return {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in (data / "grids").glob("*.yaml")}


@pytest.fixture
def changed(contents, tmp_path):
    """A folder with the shipped files after one change; gives the function that makes it and loads."""

    def load(change, file="national.yaml"):
        held = copy.deepcopy(contents)
        change(held[file])
        for name, content in held.items():
            (tmp_path / name).write_text(
                yaml.dump(content, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), allow_unicode=True, sort_keys=False),
                encoding="utf-8",
            )
        return load_grids(tmp_path)

    return load


def _set(*path, to):
    def change(content):
        for key in path[:-1]:
            content = content[key]
        content[path[-1]] = to

    return change


def _drop(*path):
    def change(content):
        for key in path[:-1]:
            content = content[key]
        del content[path[-1]]

    return change


REFERENCE = {"reference": "Décision fictive"}
TWO_DATES_WRONG = {date(2025, 1, 1): {"value": 2, **REFERENCE}, date(2020, 1, 1): {"value": 1, **REFERENCE}}


@pytest.mark.parametrize(
    "change, file, said",
    [
        pytest.param(_set("couleur", to="bleu"), "national.yaml", ["national.yaml", "clé inconnue « couleur »"], id="unknown_top_key"),
        pytest.param(
            _set("criteria", "douleur", "poids", to=2),
            "national.yaml",
            ["national.yaml", "critère « douleur »", "« poids »"],
            id="unknown_criterion_key",
        ),
        pytest.param(
            _set("criteria", "douleur", "values", DAY, to={"value": 1, "note": "x", **REFERENCE}),
            "national.yaml",
            ["douleur", "01/01/2020", "« note »"],
            id="unknown_value_key",
        ),
        pytest.param(
            _drop("criteria", "douleur", "values", DAY, "reference"),
            "national.yaml",
            ["douleur", "01/01/2020", "référence manque"],
            id="no_reference",
        ),
        pytest.param(
            _set("dimensions", "droits", "values", DAY, "reference", to=" "),
            "guyane.yaml",
            ["guyane.yaml", "droits", "référence"],
            id="blank_reference",
        ),
        pytest.param(
            _set("criteria", "douleur", "values", to=TWO_DATES_WRONG),
            "national.yaml",
            ["douleur", "01/01/2020", "se suivre"],
            id="dates_out_of_order",
        ),
        pytest.param(
            _set("criteria", "douleur", "values", to={"hier": {"value": 1, **REFERENCE}}),
            "national.yaml",
            ["« hier »", "AAAA-MM-JJ"],
            id="no_date",
        ),
        pytest.param(_set("criteria", "douleur", "values", to={}), "national.yaml", ["douleur", "aucune valeur datée"], id="no_value"),
        pytest.param(_set("criteria", "douleur", "values", DAY, "value", to=0), "national.yaml", ["douleur", "positif"], id="weight_zero"),
        pytest.param(
            _set("criteria", "douleur", "values", DAY, "value", to=-1), "national.yaml", ["douleur", "positif"], id="weight_negative"
        ),
        pytest.param(
            _set("criteria", "douleur", "values", DAY, "value", to="deux"), "national.yaml", ["douleur", "nombre"], id="weight_word"
        ),
        pytest.param(
            _set("criteria", "douleur", "values", DAY, "value", to=True), "national.yaml", ["douleur", "nombre"], id="weight_bool"
        ),
        pytest.param(
            _set("dimensions", "droits", "values", DAY, "value", to=14), "national.yaml", ["101", "100 est attendu"], id="sum_of_weights"
        ),
        pytest.param(
            _set("criteria", "douleur", "dimension", to="sport"),
            "national.yaml",
            ["douleur", "dimension « sport »"],
            id="unknown_dimension",
        ),
        pytest.param(
            _set("criteria", "scolarite", "module", to="ado"), "national.yaml", ["scolarite", "module « ado »"], id="unknown_module"
        ),
        pytest.param(_set("criteria", "douleur", "code", to="1.1"), "national.yaml", ["1.1", "déjà"], id="code_twice"),
        pytest.param(
            _set("criteria", "douleur", "levels", to={1: "a", 2: "b"}), "national.yaml", ["douleur", "niveaux"], id="a_level_untold"
        ),
        pytest.param(
            _set("dimensions", "droits", "values", DAY, "value", to=None), "guyane.yaml", ["guyane.yaml"], id="dimension_withdrawn"
        ),
        pytest.param(
            _set("tiers", "palier-1", "bounds", "values", DAY, "from", to=16), "national.yaml", ["palier-1", "croître"], id="overlap"
        ),
        pytest.param(_set("tiers", "palier-1", "bounds", "values", DAY, "from", to=18), "national.yaml", ["palier-1", "croître"], id="gap"),
        pytest.param(
            _set("tiers", "palier-2", "bounds", "values", DAY, "below", to=20), "national.yaml", ["palier-2", "croître"], id="bounds_fall"
        ),
        pytest.param(
            _set("tiers", "palier-3", "bounds", "values", DAY, "below", to=90), "national.yaml", ["palier-3"], id="last_tier_closed"
        ),
        pytest.param(
            _drop("tiers", "palier-3", "bounds", "values", DAY, "below"), "national.yaml", ["palier-3", "below"], id="bound_missing"
        ),
        pytest.param(
            _set("rules", "R1", "when", to={"criterion": "douleurs", "at_least": 2}),
            "national.yaml",
            ["R1", "douleurs"],
            id="rule_on_no_criterion",
        ),
        pytest.param(
            _set("rules", "R1", "when", to={"criterion": "douleur", "at_most": 2}),
            "national.yaml",
            ["R1", "condition"],
            id="falling_condition",
        ),
        pytest.param(
            _set("rules", "R1", "when", to={"criterion": "douleur", "at_least": 4}), "national.yaml", ["R1", "niveau"], id="no_such_level"
        ),
        pytest.param(_set("rules", "R1", "when", to={"any": []}), "national.yaml", ["R1", "non vide"], id="empty_any"),
        pytest.param(_set("rules", "R1", "values", DAY, "value", to="palier-7"), "national.yaml", ["R1", "palier-7"], id="rule_to_no_tier"),
        pytest.param(_set("rules", "R2", "first_needs", to=["papiers"]), "national.yaml", ["R2", "papiers"], id="unknown_need"),
        pytest.param(_set("alerts", "suicide", "emergency", to="3114"), "national.yaml", ["suicide", "3114"], id="unknown_emergency"),
        pytest.param(
            _set("rules", "R3", "when", to={"unless": {"context": "marié", "answer": "oui"}}),
            "national.yaml",
            ["R3", "marié"],
            id="no_context",
        ),
        pytest.param(_set("extends", to="mars"), "guyane.yaml", ["guyane.yaml", "mars"], id="extends_nothing"),
        pytest.param(_set("extends", to="guyane"), "guyane.yaml", ["guyane.yaml", "elle-même"], id="extends_itself"),
        pytest.param(_set("id", to="bretagne"), "guyane.yaml", ["identifiant"], id="id_twice"),
        pytest.param(_drop("facts", "vit-seul"), "crosswalk.yaml", ["vit-seul", "aucun critère"], id="fact_unheard"),
        pytest.param(
            _set("facts", "solitude", to={"values": {DAY: {"value": {"oui": {"isolement": 1}}, **REFERENCE}}}),
            "crosswalk.yaml",
            ["solitude"],
            id="no_such_fact",
        ),
        pytest.param(
            _set("facts", "vit-seul", "values", DAY, "value", to={"peut-être": {"isolement": 1}}),
            "crosswalk.yaml",
            ["vit-seul", "peut-être"],
            id="no_such_answer",
        ),
        pytest.param(
            _set("facts", "vit-seul", "values", DAY, "value", to={"non": {"isolement": 1}}),
            "crosswalk.yaml",
            ["vit-seul", "non"],
            id="no_weighs_more",
        ),
        pytest.param(
            _set("facts", "vit-seul", "values", DAY, "value", to={"oui": {"solitude": 1}}),
            "crosswalk.yaml",
            ["solitude"],
            id="link_to_nothing",
        ),
        pytest.param(
            _set("instruments", "gir", "values", DAY, "value", 2, to=0), "crosswalk.yaml", ["gir", "GIR plus lourd"], id="gir_falls"
        ),
        pytest.param(
            _set("instruments", "epices", "values", DAY, "value", to=[30, 20, 40]),
            "crosswalk.yaml",
            ["epices", "croître"],
            id="bounds_of_a_map_fall",
        ),
    ],
)
def test_what_is_wrong_is_refused_naming_where(changed, change, file, said):
    with pytest.raises(Refused) as refusal:
        changed(change, file)
    for words in said:
        assert words in str(refusal.value)


def test_a_key_written_twice_is_refused(contents, tmp_path, data):
    for name in contents:
        text = (data / "grids" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text + ("\nlabel: Encore\n" if name == "guyane.yaml" else ""), encoding="utf-8")
    with pytest.raises(Refused, match=r"guyane\.yaml, ligne \d+ : « label » est écrit deux fois"):
        load_grids(tmp_path)


def _with_dates(content):
    content["criteria"]["douleur"]["values"] = {
        DAY: {"value": 1, **REFERENCE},
        date(2026, 3, 1): {"value": 3, **REFERENCE},
        date(2026, 9, 1): {"value": None, **REFERENCE},
    }


@pytest.mark.parametrize(
    "day, weight",
    [
        pytest.param(date(2026, 2, 28), 1, id="the_day_before"),
        pytest.param(date(2026, 3, 1), 3, id="the_day"),
        pytest.param(date(2026, 8, 31), 3, id="the_day_before_withdrawal"),
        pytest.param(date(2026, 9, 1), None, id="withdrawn"),
        pytest.param(date(2020, 1, 1), 1, id="past_cases_still_read_the_first_value"),
    ],
)
def test_a_value_holds_from_its_date_until_the_next(changed, day, weight):
    assert changed(_with_dates)["national"].on(day).weights.get("douleur") == weight


def test_a_withdrawn_criterion_leaves_the_facts_linked_to_it_accepted(changed):
    plain = changed(_with_dates)["national"].on(date(2026, 9, 1))
    assert plain.links["douleur"]["oui"] == ()


def test_the_published_schema_accepts_the_files_and_refuses_wrong_ones(contents, data):
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((data / "grids" / "grid.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    for content in contents.values():
        validator.validate(_as_json(content))
    for change in (
        _set("couleur", to="bleu"),
        _drop("criteria", "douleur", "values", DAY, "reference"),
        _set("rules", "R1", "when", to={"any": []}),
    ):
        wrong = copy.deepcopy(contents["national.yaml"])
        change(wrong)
        assert not validator.is_valid(_as_json(wrong))


def _as_json(value):
    """As an editor sees it: keys are text."""
    if isinstance(value, dict):
        return {str(key): _as_json(held) for key, held in value.items()}
    return [_as_json(item) for item in value] if isinstance(value, list) else value
