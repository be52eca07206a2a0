import pytest
import yaml

from orientation.conversation.needs.reading import SAID_FROM
from orientation.conversation.understanding import understand
from orientation.reference.folder import data_folder


def needs(text, reader):
    return [need.id for need in understand(text, reader).needs]


@pytest.mark.parametrize(
    "text, wanted",
    [
        pytest.param("Pt 82a Créteil. IDEL matin et soir svp + podologue", {"soins-infirmiers-domicile", "pedicurie-podologie"}, id="list"),
        pytest.param("GEM pour H 50a bipolaire", {"groupe-entraide-mutuelle"}, id="acronym"),
        pytest.param("Mme 84 ans cherche aide à domicile", {"aide-domicile"}, id="asked_outright"),
        pytest.param("ehpad et accueil de jour à Créteil", {"ehpad", "accueil-jour"}, id="in_few_words"),
        pytest.param("ehpad, téléalarme, Vitry", {"ehpad", "teleassistance"}, id="a_bare_list"),
        pytest.param(
            "Cherche ehpad à Sens. Pas de mesure de protection : requête au juge", {"protection-juridique"}, id="lacking_and_asked"
        ),
        pytest.param("dossier APA à faire, Mme 87 ans", {"allocation-autonomie"}, id="apa_of_the_old"),
        pytest.param("réhabilitation respi/APA, BPCO, H 48a", {"activite-physique-adaptee"}, id="apa_of_the_breathless"),
        pytest.param(
            "Mon garçon de 9 ans est polyhandicapé, qui pourrait l'accueillir une dizaine de jours à Brive ?",
            {"accueil-temporaire-handicap"},
            id="days_away_of_a_disabled_child",
        ),
        pytest.param(
            "Élève de 12 ans, parents alcooliques, mesure de protection à envisager avec le juge des enfants",
            {"protection-enfance"},
            id="protection_of_a_child",
        ),
        pytest.param(
            "M. 80 ans à Dax, signe des chèques à tous, mesure de protection à demander", {"protection-juridique"}, id="of_an_adult"
        ),
        pytest.param("M. 91 ans à Ussel, livraison de repas chauds chez lui", {"portage-repas"}, id="hot_meals_of_the_old"),
        pytest.param("H 30 ans à la rue à Nantes, où trouver des repas chauds ?", {"aide-alimentaire"}, id="hot_meals_of_the_street"),
        pytest.param("Mme 45 ans, Guéret : aménager son poste et demander la RQTH", {"emploi-handicap", "mdph"}, id="post_and_status"),
        pytest.param(
            "M. 80 ans, EHPAD pour 3 semaines pendant les congés de sa fille", {"hebergement-temporaire"}, id="a_stay_is_temporary"
        ),
        pytest.param("M. 79 ans, Rodez. IDE pansement + lit + portage svp", {"materiel-medical"}, id="a_bed_in_a_list"),
        pytest.param("Mme 86 ans à Rodez cherche quelqu'un pour dormir là-bas", {"garde-nuit"}, id="someone_at_night"),
        pytest.param("Mme 45 ans à Rodez demande la reprise de poste après un AVC", {"emploi-handicap"}, id="back_to_the_post"),
    ],
)
def test_what_is_asked_for_is_read(reader, text, wanted):
    assert wanted <= set(needs(text, reader))


@pytest.mark.parametrize(
    "text, id",
    [
        pytest.param("pas d'ehpad, accueil de jour plutôt, Créteil", "ehpad", id="denied_in_few_words"),
        pytest.param("sort d'ehpad, cherche kiné Créteil", "ehpad", id="left_in_few_words"),
        pytest.param(
            "Mme 84 ans, suivie par l'infirmière tous les jours. Cherche un podologue", "soins-infirmiers-domicile", id="in_place"
        ),
        pytest.param(
            "Bonjour, je suis infirmière scolaire à Dreux. Une élève de 17 ans cherche un psychologue",
            "soins-infirmiers-domicile",
            id="writer",
        ),
        pytest.param("Mon grand-père 87 ans veut une résidence services, pas un ehpad", "ehpad", id="refused"),
        pytest.param("M. 50 ans, pas de dettes, cherche un emploi", "surendettement", id="denied"),
        pytest.param("Mme 45 ans sort d'EHPAD où travaille sa sœur, cherche un kiné", "ehpad", id="a_place_left"),
        pytest.param("Mme 84 ans, deux chutes. Aide à domicile + kiné svp, pas de téléassistance.", "teleassistance", id="declined"),
        pytest.param("Cherche portage de repas à Créteil, mais pas d'aide ménagère", "aide-domicile", id="declined_after_but"),
        pytest.param("Cherche dentiste à Niort qui prenne la C2S, fille de 12 ans", "ouverture-droits-sante", id="a_right_in_place"),
        pytest.param("Mme 28 ans, CAP cuisine, cherche une crèche pour son fils", "aide-alimentaire", id="a_diploma"),
        pytest.param("M. 60 ans, titre de séjour en cours de validité, cherche un kiné", "etat-civil-sejour", id="a_valid_permit"),
        pytest.param(
            "Place depuis 2 ans sur liste d'attente, IME pour garçon de 7 ans", "parentalite-garde-enfant", id="a_place_waited_for"
        ),
        pytest.param("cherche ostéo? non kiné respi", "consultation-specialiste", id="taken_back"),
        pytest.param("M. 79 ans ne sort plus du lit, cherche un kiné à Rodez", "materiel-medical", id="the_bed_one_lies_in"),
    ],
)
def test_what_is_only_mentioned_is_not_asked_for(reader, text, id):
    assert id not in needs(text, reader)


@pytest.mark.parametrize(
    "text, declined",
    [
        pytest.param("Mme 84 ans, deux chutes. Aide à domicile + kiné svp, pas de téléassistance.", ["teleassistance"], id="declined"),
        pytest.param("Mme 84 ans. Aide à domicile + kiné svp", [], id="nothing"),
        pytest.param(
            "Mme 84 ans, chutes. SSIAD + kiné svp, pas de téléassistance elle en a une", ["teleassistance"], id="declined_with_a_reason"
        ),
        pytest.param("Mme 84 ans. Cherche kiné, pas de portage de repas mais elle ne cuisine plus du tout", [], id="lacking_with_a_reason"),
        pytest.param("Cherche ehpad à Sens. Pas de mesure de protection : requête au juge", [], id="lacking"),
        pytest.param("Cherche kiné, pas de portage de repas. Portage de repas finalement svp", [], id="asked_for_after_all"),
    ],
)
def test_what_is_declined_is_told_apart_and_never_offered(reader, text, declined):
    read = understand(text, reader)
    assert [need.id for need in read.declined] == declined
    assert not {need.id for need in (*read.needs, *read.suggestions)} & set(declined)


def test_a_specialty_qualifies_the_specialist(reader):
    read = understand("avis cardio pour M. 70 ans Orly, essoufflé", reader)
    assert [need.qualifier for need in read.needs if need.id == "consultation-specialiste"] == ["cardiologie"]


def test_every_need_has_words_and_requests_of_its_own(reader):
    folder = data_folder() / "lexicon"
    requests = yaml.safe_load((folder / "training_phrases.yaml").read_text(encoding="utf-8"))
    spoken = {entry.id for entry in reader.book.entries if entry.kind == "need"}
    assert spoken == set(reader.vocabulary.needs)
    assert set(requests) == set(reader.vocabulary.needs)


def test_what_is_less_sure_is_offered_and_not_said(reader):
    read = understand("M. 79 ans Kremlin-Bicêtre, chute dans l'escalier, peur de sortir. téléalarme ok", reader)
    assert not {need.id for need in read.needs} & {need.id for need in read.suggestions}
    assert all(need.confidence < SAID_FROM for need in read.suggestions if need.evidence)


def test_what_is_asked_for_by_its_name_is_never_passed_over(reader):
    read = understand(
        "Mme D, 84 ans, Alzheimer débutant, vit seule à Créteil, fille épuisée. Sort d'hôpital vendredi, cherche SSIAD et accueil de jour",
        reader,
    )
    assert {"soins-infirmiers-domicile", "accueil-jour"} <= {need.id for need in (*read.needs, *read.suggestions)}
