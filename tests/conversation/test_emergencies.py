from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from orientation.conversation.emergencies.reading import raised_signs
from orientation.conversation.people.reading import read_people
from orientation.conversation.understanding import understand
from orientation.reference.alarms import ALWAYS_LOOKED_FOR, FILES, load_alarms
from orientation.reference.folder import data_folder
from orientation.reference.vocabularies import load_vocabulary
from orientation.refusal import Refused
from orientation.wording import folded

TEXTS = yaml.safe_load((Path(__file__).parent / "emergencies.yaml").read_text(encoding="utf-8"))
RAISED = [(id, text) for id, texts in TEXTS.items() if id != "none" for text in texts]
UNRELATED = (
    "Bonjour madame. ",
    "Pas de fièvre, pas d'allergie connue. ",
    "Elle n'a jamais eu de chute. ",
    "Je voulais aussi des repas livrés. ",
    "On habite Vesoul. ",
    "Il y a dix ans il travaillait à la mairie. ",
    "Merci de ne pas rappeler avant midi. ",
)


@pytest.fixture(scope="session")
def reader(reader):
    """The rules alone: likeness may add to them and is tested by itself."""
    return replace(reader, dangers=None)


@pytest.mark.parametrize("id, text", RAISED, ids=[f"{id}: {text[:40]}" for id, text in RAISED])
def test_an_emergency_is_raised(reader, id, text):
    assert id in understand(text, reader).emergencies


@pytest.mark.parametrize("text", TEXTS["none"])
def test_a_near_miss_raises_none(reader, text):
    assert understand(text, reader).emergencies == ()


@given(raised=st.sampled_from(RAISED), before=st.sampled_from(UNRELATED))
@settings(max_examples=150)
def test_an_unrelated_sentence_before_removes_no_emergency(reader, raised, before):
    id, text = raised
    assert id in understand(before + text, reader).emergencies


@given(raised=st.sampled_from(RAISED), after=st.sampled_from(UNRELATED))
@settings(max_examples=150)
def test_an_unrelated_sentence_after_removes_no_emergency(reader, raised, after):
    id, text = raised
    assert id in understand(f"{text}. {after}", reader).emergencies


@given(raised=st.sampled_from(RAISED))
@settings(max_examples=150)
def test_accents_do_not_matter(reader, raised):
    id, text = raised
    assert id in understand(folded(text), reader).emergencies


@pytest.mark.parametrize(
    "id, text",
    [
        ("suicide", "JE VEUX MOURIR"),
        ("suicide", "jveu mourrir"),
        ("suicide", "je veus mourrir"),
        ("suicide", "idees suicidères"),
        ("suicide", "jai plu envi de vivre"),
        ("suicide", "je veux en finirr avec la vie"),
        ("vital", "il ne respir plus"),
        ("vital", "elle sétouffe"),
        ("vital", "mon pere sufoque"),
        ("vital", "il est inconsciant"),
        ("vital", "ELLE SAIGNE BEAUCOUP"),
        ("vital", "crise cardiak"),
        ("violences", "mon mari me frape"),
        ("violences", "il ma étranglé"),
        ("violences", "mon conjoin est violant"),
        ("sans-abri-ce-soir", "on dor dehor"),
        ("sans-abri-ce-soir", "jsais pas ou dormir se soir"),
        ("enfant-en-danger", "il tappe ses enfents"),
        ("maltraitance-adulte", "ma grand mere est maltraitée a lehpad"),
    ],
)
def test_a_misspelt_emergency_is_heard(reader, id, text):
    assert id in understand(text, reader).emergencies


@pytest.mark.parametrize(
    "text",
    [
        "pas d'idées suicidaires",
        "ne parle pas de mourir",
        "idées noires : non",
        "nie toute idée suicidaire",
        "jamais de tentative de suicide",
        "pas de douleur thoracique ni de dyspnée aiguë",
        "n'a pas perdu connaissance",
        "sans perte de connaissance",
        "pas de violences à la maison",
        "son mari ne la frappe pas",
        "pas de signe de maltraitance",
        "elle n'est pas à la rue",
        "rien qui fasse penser à des violences",
        "scarifications superficielles, aucune idée suicidaire",
        "TS de secteur au CCAS",
    ],
)
def test_a_denied_sign_raises_none(reader, text):
    assert understand(text, reader).emergencies == ()


@pytest.mark.parametrize(
    "id, text",
    [
        pytest.param("suicide", "Pas de violences à la maison, mais elle veut mourir", id="another_danger_denied"),
        pytest.param("suicide", "Il n'a pas mangé et il dit vouloir mourir", id="another_verb_denied"),
        pytest.param("suicide", "Née en 1980, veut mourir", id="a_birth_year_is_no_past"),
        pytest.param("vital", "AVC en 2019, ce matin bouche de travers", id="an_old_stroke_and_a_new_one"),
        pytest.param("vital", "Sorti hier de l'hôpital, il ne respire plus", id="back_from_hospital"),
        pytest.param("violences", "Séparée il y a deux ans. Son ex la menace de mort depuis hier", id="an_old_separation"),
        pytest.param("sans-abri-ce-soir", "Logé chez un ami jusqu'ici, dort dehors ce soir", id="lodged_until_tonight"),
        pytest.param("vital", "D'habitude il va bien mais là il ne respire plus", id="well_until_now"),
        pytest.param("vital", "Bilan rassurant lundi, mais ce soir elle vomit du sang", id="a_good_result_before"),
        pytest.param("suicide", "Elle cherche un kiné et dit qu'elle veut mourir", id="an_ordinary_service_beside_a_plain_sign"),
        pytest.param("suicide", "Formation d'aide-soignante arrêtée, elle veut en finir avec la vie", id="training_of_her_own"),
        pytest.param(
            "suicide", "Elle veut mourir. Elle est à la retraite, inscription faite, ses enfants ne sont pas inquiets", id="other_matters"
        ),
        pytest.param("suicide", "Je vais me pendre comme en 2015", id="as_it_was_then"),
        pytest.param("suicide", "Écoutante bénévole, j'ai eu un homme qui veut mourir", id="a_volunteer_who_calls"),
        pytest.param("suicide", "Elle dit qu'elle va sauter et ce n'est pas pour rire", id="not_a_joke"),
        pytest.param("vital", "Bonjour, il va très bien d'habitude. Il a avalé de la javel", id="well_in_another_sentence"),
        pytest.param("vital", "D'après sa sœur il a avalé de la javel", id="told_by_a_sister"),
    ],
)
def test_what_silences_is_bounded(reader, id, text):
    assert id in understand(text, reader).emergencies


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Elle titube et vomit", id="two_clues"),
        pytest.param("Livide, en nage, il ne tient plus debout", id="three_clues"),
    ],
)
def test_clues_that_are_nothing_alone_raise_together_unless_the_text_asks_for_an_ordinary_service(reader, text):
    assert "vital" in understand(text, reader).emergencies
    assert understand(f"{text}, on cherche un ergothérapeute", reader).emergencies == ()


@pytest.mark.parametrize("text", ["Elle vomit", "Il titube", "Il est en nage"])
def test_one_clue_alone_raises_none(reader, text):
    assert understand(text, reader).emergencies == ()


@pytest.mark.parametrize(
    "text, ids",
    [
        pytest.param("Garçon de 9 ans frappé par son père", {"enfant-en-danger"}, id="a_child"),
        pytest.param("Mme 88 ans, son fils lui vole sa pension", {"maltraitance-adulte"}, id="a_frail_adult"),
        pytest.param("Mme 88 ans, son fils la frappe", {"violences", "maltraitance-adulte"}, id="a_frail_adult_struck_at_home"),
        pytest.param("Mme 35 ans, son mari la frappe", {"violences"}, id="a_wife"),
        pytest.param("Mme 82 ans, son mari la frappe", {"violences", "maltraitance-adulte"}, id="an_old_wife"),
        pytest.param("Garçon 11 ans, frappe sa mère", set(), id="a_child_who_strikes"),
        pytest.param("Mon fils de 8 ans me frappe", set(), id="a_child_who_strikes_the_writer"),
        pytest.param("Fille de 16 ans, son copain la frappe", {"enfant-en-danger", "violences"}, id="a_teenager_and_a_partner"),
        pytest.param("J'ai 9 ans, papa tape maman", {"enfant-en-danger", "violences"}, id="a_child_who_sees"),
        pytest.param("Mme 31 ans, son mari la frappe devant les enfants", {"enfant-en-danger", "violences"}, id="children_who_see"),
        pytest.param("Frappée par son ex en 2021, il est incarcéré depuis deux ans", set(), id="out_of_reach"),
        pytest.param("Frappée par son ex, il est incarcéré, il sort de prison lundi", {"violences"}, id="soon_back"),
        pytest.param("Jeune de 16 ans, dort dehors ce soir à Brest", {"enfant-en-danger", "sans-abri-ce-soir"}, id="a_lone_minor_outside"),
    ],
)
def test_harm_is_named_by_its_victim(reader, text, ids):
    assert set(understand(text, reader).emergencies) == ids


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Il a pris toutes ses boîtes de cachets ce soir et s'endort", id="taken"),
        pytest.param("Parti avec sa carabine en laissant une lettre, il ne répond plus", id="gone_with_a_weapon"),
        pytest.param("Elle est sur le parapet et menace de sauter", id="about_to_jump"),
    ],
)
def test_a_suicide_under_way_is_a_danger_to_life_too(reader, text):
    assert {"vital", "suicide"} <= set(understand(text, reader).emergencies)


@pytest.mark.parametrize(
    ("text", "raised"),
    [
        ("bébé de 5 semaines, 38 5 ce matin", True),
        ("nouveau-né J12, température 38,6", True),
        ("ma fille a 2 mois, 39.2", True),
        ("bébé de 5 semaines, 37 2 ce matin", False),
        ("né à 38 SA, 3 semaines, pesée demandée", False),
    ],
)
def test_a_newborn_with_fever_in_figures(reader, text, raised):
    assert ("vital" in understand(text, reader).emergencies) is raised


@pytest.mark.parametrize(
    "text",
    [
        "Mme 90 ans, suivie à Carhaix",
        "Mme Le Bihan, Carhaix, Alzheimer",  # after a name that is masked
        "mamie alzheimer a carhaix cherche un accueil de jour",  # typed without its capital
        "ya des chambres pr mon ado 17 ans, lycée de Thann",  # hardly a capital elsewhere
    ],
)
def test_the_name_of_a_town_is_no_misspelt_sign(reader, text):
    assert understand(text, reader).emergencies == ()


def test_the_name_of_a_town_is_no_word_that_silences(reader):
    assert understand("F 15 a, idées suicidaires, Romans sur Isère", reader).emergencies == ("suicide",)


def test_a_reviewer_sees_which_words_raised_what(reader, passage):
    read = passage("Elle a écrit une lettre d'adieu et stocke ses cachets")
    signs = list(raised_signs(read.words, read_people(read, 2026), reader.alarms))
    assert {raised.sign.family for raised in signs} >= {"adieux", "tout-prendre"}
    assert all(read.words.forms[part.first : part.last + 1] for raised in signs for part in raised.parts)


class TestTheRulesFile:
    @pytest.fixture
    def folder(self, tmp_path):
        for path in (data_folder() / "lexicon" / "emergencies").iterdir():
            (tmp_path / path.name).write_bytes(path.read_bytes())
        return tmp_path

    def load(self, folder):
        return load_alarms(folder, load_vocabulary(), frozenset(), {}, 2025, lambda form: False)

    def test_every_sign_is_made_of_lists_that_exist(self, folder):
        alarms = self.load(folder)
        known = {entry.id for entry in alarms.book.entries if entry.kind == "part"}
        assert all(part in known for sign in alarms.signs for part in sign.parts)

    def test_every_list_is_used(self, folder):
        used = {part for sign in self.load(folder).signs for part in sign.parts} | ALWAYS_LOOKED_FOR
        for name in FILES:
            lists = yaml.safe_load((folder / f"{name}.yaml").read_text(encoding="utf-8"))["words"]
            assert {f"{name}/{list}" for list in lists} <= used

    @pytest.mark.parametrize(
        "wrong, told",
        [
            ("veut > mourir", "veut > mourrir-lentement"),
            ("veut > mourir", "veut mourir"),
            ("emergency: suicide", "emergency: suicides"),
            ("holds: denied", "holds: denies"),
            ("mais j'en finis|", "en finir avec la vie"),
        ],
    )
    def test_a_wrong_line_is_refused_naming_its_file(self, folder, wrong, told):
        path = folder / "suicide.yaml"
        text = path.read_text(encoding="utf-8")
        changed = text.replace(wrong, told, 1) if wrong in text else text.replace(told, f"{told}||", 1)
        path.write_text(changed, encoding="utf-8")
        with pytest.raises(Refused, match=r"suicide\.yaml"):
            self.load(folder)
