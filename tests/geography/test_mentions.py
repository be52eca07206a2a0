from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orientation.geography.gazetteer import Gazetteer
from orientation.geography.mentions import home_of, mentions


def read(text: str, gazetteer: Gazetteer) -> list[tuple[str, str]]:
    """What is named, and the code it is taken for; "?" when several may be meant."""
    return [
        (text[found.start : found.end], found.candidates[0].code if len(found.candidates) == 1 else "?")
        for found in mentions(text, gazetteer)
    ]


@pytest.mark.parametrize(
    "text, expected",
    [
        pytest.param("Mme 84 ans vit seule à Créteil, chute", [("Créteil", "94028")], id="plain"),
        pytest.param("pt 79a creteil bpco", [("creteil", "94028")], id="no_capital_no_accent"),
        pytest.param("APPEL DU FILS DAME 90 ANS VITRY SUR SEINE SEULE", [("VITRY SUR SEINE", "94081")], id="capitals"),
        pytest.param("dame isolée Champigny s Marne, repas", [("Champigny s Marne", "94017")], id="abbreviated_link"),
        pytest.param("H 70a Vitry s/ Seine plaie", [("Vitry s/ Seine", "94081")], id="slash"),
        pytest.param("secteur L'Hay les Roses", [("L'Hay les Roses", "94038")], id="article"),
        pytest.param("Pte de 88 a, Cretteil, démence", [("Cretteil", "94028")], id="slip"),
        pytest.param("homme 40 ans Villeneuv St Georges sans abri", [("Villeneuv St Georges", "94078")], id="slip_in_a_long_name"),
        pytest.param("St Denis 974 femme enceinte", [("St Denis", "97411")], id="département_number"),
        pytest.param("habite Saint-Denis (93), RSA", [("Saint-Denis", "93066")], id="number_in_brackets"),
        pytest.param("vit à Saint-Denis de la Réunion", [("Saint-Denis", "97411")], id="area_after"),
        pytest.param("94310 Orly, logement insalubre", [("Orly", "94054")], id="postcode_before"),
        pytest.param("demande pour le 94310", [("94310", "94054")], id="postcode_alone"),
        pytest.param("dame 80 ans, 56140", [("56140", "?")], id="postcode_of_several"),
        pytest.param("vit à Paris 13e, seul", [("Paris 13e", "75113")], id="arrondissement"),
        pytest.param("je loge dans le 19eme à Paris", [("19eme à Paris", "75119")], id="arrondissement_before_the_town"),
        pytest.param("Paris treizième, une journée", [("Paris treizième", "75113")], id="arrondissement_in_words"),
        pytest.param("vit à Tarascon, celui de l'Ariège", [("Tarascon", "09306")], id="the_one_of_an_area"),
        pytest.param("cabinet médical de Florac", [("Florac", "48061")], id="head_of_a_small_town_s_name"),
        pytest.param("chez M. Castel à Quillan", [("Quillan", "11304")], id="a_title_is_no_head"),
        pytest.param("Lyon 3 hébergement d'urgence", [("Lyon 3", "69383")], id="bare_arrondissement"),
        pytest.param("suivie à Lyon 3 fois par semaine", [("Lyon", "69123")], id="a_count_is_no_arrondissement"),
        pytest.param("enceinte, Paris 2e trimestre", [("Paris", "75056")], id="nor_is_a_rank"),
        pytest.param("Saint-Quentin 82 ans", [("Saint-Quentin", "02691")], id="an_age_is_no_département"),
        pytest.param("Mr 77a au Tampon, seul", [("Tampon", "97422")], id="contracted_article"),
        pytest.param("famille de Trois-Sauts, évasan", [("Trois-Sauts", "97356")], id="village"),
        pytest.param("Mme D. Cognac 83 ans veuve", [("Cognac", "16102")], id="a_thing_s_name_with_cues"),
        pytest.param("elle habite Tours depuis peu", [("Tours", "37261")], id="a_word_where_one_lives"),
        pytest.param("M. 60a, Nancy, diabète", [("Nancy", "54395")], id="a_first_name_set_apart"),
        pytest.param("ancienne commune : Lomme, homme 50 ans", [("Lomme", "59350")], id="former_commune"),
        pytest.param("on est à Fontenay", [("Fontenay", "?")], id="a_head_several_towns_have"),
        pytest.param("mamie à Ste Anne gpe", [("Ste Anne", "97128")], id="overseas_in_short"),
        pytest.param("vit au Lamentin en Guadeloupe", [("Lamentin", "97115")], id="the_hint_denies_the_article"),
        pytest.param("Je suis à Sainte-Marie. On cherche une aide en Martinique", [("Sainte-Marie", "97228")], id="area_told_elsewhere"),
        pytest.param("Boulogne/Mer dame seule", [("Boulogne/Mer", "62160")], id="slash_for_sur"),
        pytest.param("CLIC Le Blanc - couple", [("Le Blanc", "36018")], id="article_with_its_capital"),
        pytest.param("un kiné avec de la place sur Lunel", [("Lunel", "34145")], id="room_is_no_square"),
        pytest.param("Grasse, couple de 60 ans", [("Grasse", "06069")], id="a_town_opens_the_text"),
        pytest.param("dame 30 ans Clamecy, 2 petits", [("Clamecy", "58079")], id="a_count_is_no_département"),
        pytest.param("8 r. du Puits Carhaix", [("Carhaix", "29024")], id="street_in_short"),
        pytest.param("3 bis rte de Lyon à Vienne", [("Vienne", "38544")], id="road_in_short"),
        pytest.param("avec Mme R. Villeurbanne", [("Villeurbanne", "69266")], id="an_initial_is_no_street"),
        pytest.param("M. 90a, Château-Chinon, seul", [("Château-Chinon", "58062")], id="a_name_that_has_a_bracket"),
        pytest.param("Tournon s/ Rhône, plaie", [("Tournon s/ Rhône", "07324")], id="slash_and_space"),
        pytest.param("Équeurdreville, dame âgée", [("Équeurdreville", "50129")], id="head_of_a_former_commune"),
        pytest.param("F33 carhaix vue hier", [("carhaix", "29024")], id="an_age_glued_to_a_sex"),
        pytest.param("M. 82 ans Cazaubon, aveugle", [("Cazaubon", "32096")], id="a_surname_comes_before_an_age"),
        pytest.param("24 ans lyon 7 j'ai mal", [("lyon 7", "69387")], id="lower_case_arrondissement"),
        pytest.param("cousine malouine, 40 ans", [("malouine", "35288")], id="one_of_a_town"),
        pytest.param("mamie 80 ans le robert elle mange plus", [("le robert", "97222")], id="an_age_and_an_article"),
        pytest.param("foyer de vie à Hénin-B., 30 ans", [("Hénin", "62427")], id="hyphen_and_initial"),
        pytest.param("court séjour gériatrique Saint-Omer, fièvre", [("Saint-Omer", "62765")], id="a_saint_one_town_has"),
        pytest.param("Fracture du bassin Voiron, sort jeudi", [("Voiron", "38563")], id="bones_are_no_land"),
        pytest.param("dort dehors à Valence", [("Valence", "26362")], id="a_large_town_over_small_ones"),
        pytest.param("DITEP Sens, garçon de 9 ans", [("Sens", "89387")], id="a_service_of_a_town"),
        pytest.param("slt bdx 30 ans", [("bdx", "33063")], id="a_town_in_three_letters"),
        pytest.param("P-à-P, laverie", [("P-à-P", "97120")], id="a_town_in_initials"),
        pytest.param("Hôpital Guéret, kiné", [("Guéret", "23096")], id="a_bare_hospital_is_none"),
    ],
)
def test_places_are_read(gazetteer: Gazetteer, text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text, gazetteer) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Mme Lambert 84 ans", id="name_after_a_title"),
        pytest.param("Dr Jean Beaumont, MG", id="name_after_a_title_and_a_first_name"),
        pytest.param("M. Rochefort a appelé", id="abbreviated_title"),
        pytest.param("habite 12 rue de Paris", id="street"),
        pytest.param("12 avenue de Lyon 3e étage", id="street_and_floor"),
        pytest.param("EHPAD Saint Joseph", id="establishment_of_a_saint_s_name"),
        pytest.param("clinique Saint-François", id="establishment_of_a_saint_few_towns_are"),
        pytest.param("médecine Saint-Jean", id="a_saint_many_towns_are"),
        pytest.param("sortie de soins, aide à la toilette, lit médicalisé", id="words_of_the_field"),
        pytest.param("il a eu de la chance, marche bien, bon moral", id="french_words"),
        pytest.param("vit à la rue depuis avril, sans papiers", id="living_in_the_street"),
        pytest.param("retour à domicile de son fils", id="small_words"),
        pytest.param("addiction aux paris sportifs", id="bets"),
        pytest.param("dans le Val-de-Marne ou en Seine-Saint-Denis", id="areas"),
        pytest.param("SPIP de la Marne", id="river_and_département"),
        pytest.param("habite à la Réunion", id="island_that_is_also_a_village"),
        pytest.param("place en MAS ou en IME, dossier ARS", id="acronyms"),
        pytest.param("tel 06 12 34 56 78, dossier 94310", id="numbers"),
        pytest.param("cancer du sein, ne fume pas, pas de jeu", id="organs_and_negations"),
        pytest.param("des aides en Mayenne", id="département_that_is_also_a_town"),
        pytest.param("suivi MT, addicto et CMP", id="an_abbreviation_alone"),
        pytest.param("je vis en Nouvelle-Zélande", id="a_longer_name"),
        pytest.param("loge au Grau des Mésanges", id="a_name_that_goes_on"),
        pytest.param("elle ne tient plus sur ses cannes", id="what_somebody_has"),
        pytest.param("des aides dans la Vienne", id="within_a_département"),
        pytest.param("L'hôpital, elle n'ira pas", id="a_thing_after_its_article"),
        pytest.param("la banlieue nantaise", id="around_a_town"),
        pytest.param("SELECT nom FROM t WHERE ville='Colmar'", id="a_value_of_some_code"),
        pytest.param("rencontrée au bois de Boulogne", id="a_wood"),
        pytest.param("un village du massif du Sancy", id="mountains"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_no_place_is_left(gazetteer: Gazetteer, text: str) -> None:
    assert read(text, gazetteer) == []


@pytest.mark.parametrize(
    "text, code",
    [
        pytest.param("hospitalisé à Brest, domicilié à Huelgoat", "29081", id="home_before_hospital"),
        pytest.param("domicilié à Huelgoat, hospitalisé à Brest", "29081", id="in_any_order"),
        pytest.param("j'habite Concarneau non pardon Douarnenez", "29046", id="corrected"),
        pytest.param("il ne s'agit pas de Béziers mais de Sète", "34301", id="denied"),
        pytest.param("Joigny puis Auxerre depuis juin", "89024", id="then_elsewhere"),
        pytest.param("le pédiatre de Mâcon est parti, on est à Cluny", "71137", id="where_they_say_they_are"),
        pytest.param("couple de Rivière-Pilote, leur fille vit à Créteil", "97220", id="kin_live_elsewhere"),
        pytest.param("F 32a P13, angoisses", "75113", id="initial_of_paris"),
        pytest.param("14e Marseille, chute", "13214", id="ordinal_before_the_town"),
        pytest.param("enfant de 9 ans, 19e arrondissement", "75119", id="arrondissement_alone"),
        pytest.param("F 86a Châtillon (92), a une aide", "92020", id="departement_before_a_verb"),
        pytest.param("Cosne/Loire, plaie", "58086", id="river_and_no_middle"),
        pytest.param("V. d'Ascq, 28 ans", "59009", id="initial_for_a_word"),
        pytest.param("Le Lamentin 971, bébé", "97115", id="name_without_its_article"),
        pytest.param("suivie à Pointe-à-Pitre, je rentre chez moi à Bouillante", "97106", id="treated_elsewhere"),
        pytest.param("elle vend sa maison de Royan pour une résidence à Saintes", "17415", id="left_for_elsewhere"),
        pytest.param("il a quitté Toulouse pour Albi", "81004", id="left"),
        pytest.param("CHU de Rouen. Domicile : Bolbec", "76114", id="home_after_a_colon"),
        pytest.param("veut revenir sur Armentières, suivi à Lens", "59017", id="where_they_want_to_live"),
        pytest.param("Bagnols-sur-Cèze, Nîmes c'est loin", "30028", id="far"),
        pytest.param("on se voit à Saint-Jean. Elle est de Cholet", "49099", id="a_sure_place_before_a_doubtful_one"),
        pytest.param("taxi pour sa chimio à Bayonne depuis Orthez", "64430", id="where_one_is_driven_from"),
        pytest.param("sort de prison à Brest, sa sœur l'héberge sans limite à Quimper", "29232", id="where_one_is_put_up"),
        pytest.param("mairie de Dole ou Poligny, 36 ans", "39198", id="either_the_first"),
        pytest.param("H 60a Thionville nn Hayange", "57306", id="corrected_in_haste"),
        pytest.param("70 ans, Dole ? Poligny pardon", "39434", id="corrected_after_a_question"),
        pytest.param("née à Fort-de-France, vit à Sainte-Marie", "97228", id="homonym_of_the_same_département"),
        pytest.param("camping de La Couronne, Martigues", "13056", id="a_quarter_of_the_town"),
        pytest.param("étudiante à Poitiers, mes parents habitent à Bordeaux", "86194", id="where_kin_live"),
        pytest.param("74 ans, cognac.", "16102", id="a_word_beside_an_age"),
        pytest.param("PCH accordée. Guise. Stable", "02361", id="a_word_alone_between_stops"),
        pytest.param("MDS Saint-Avold, enfant de 2 ans", "57606", id="an_office_of_a_saint_s_town"),
        pytest.param("un psy dans le 15e (Paris)", "75115", id="arrondissement_before_brackets"),
        pytest.param("Saint-Louis en Alsace", "68297", id="a_former_région"),
        pytest.param("lit médicalisé à Saint-Georges, rentre de Cayenne", "97308", id="homonym_of_where_one_comes_from"),
        pytest.param("sort du SMR de Crest, veut un kiné. Valence", "26362", id="homonym_near_another_place"),
        pytest.param("CCAS Saint-André ? celui près de Lille", "59527", id="the_one_near_another_place"),
        pytest.param("ophtalmo à Marie-Galante ? habite Grand-Bourg", "97112", id="an_island_of_several_communes"),
        pytest.param("VSL Lorient > Rennes mardi", "56121", id="a_ride_starts_at_home"),
        pytest.param("taxi conventionné fdf -> CHU", "97209", id="a_ride_to_a_hospital"),
        pytest.param("non pas Tours, Thouars", "79329", id="denied_at_once"),
        pytest.param("dialysé à Rouen, part 3 semaines à Royan", "17306", id="where_one_is_to_stay"),
        pytest.param("injections tous les mois à Dax. Mme vit à Pouillon", "40233", id="treated_there_over_a_few_words"),
        pytest.param("Gramat, aucun rdv avant 6 mois à Cahors", "46128", id="waiting_there"),
        pytest.param("vivait à Bressols, logé depuis peu à Montauban", "82121", id="where_one_lived"),
        pytest.param("n'a plus son appart à Brest, il est venu à Paris chez moi, 11e.", "75111", id="a_home_lost"),
        pytest.param("sort de la maison d'arrêt de Nîmes, parents à Alès qui refusent de le reprendre", "30189", id="refused_by_kin"),
        pytest.param("foyer de Dole, ne peut pas rentrer chez sa mère à Gray", "39198", id="no_way_back"),
        pytest.param("MAF de Réau. Projet : appartement à Provins", "77379", id="a_prison_and_a_flat"),
        pytest.param("fils (57 ans, Lyon) de M. 88 ans, Thiers", "63430", id="kin_in_brackets"),
        pytest.param("USLD la plus proche de Toul, en réa à Nancy", "54528", id="the_nearest_to"),
        pytest.param("dialyse à Lille, passe deux semaines d'août chez sa fille à Berck", "62108", id="a_stay_at_somebody_s"),
        pytest.param("habite la Plaine à Marseille 5e", "13205", id="a_quarter_in_an_arrondissement"),
        pytest.param("sa sœur ne veut pas l'héberger, il est à Thionville", "57672", id="a_refusal_ends_with_its_clause"),
        pytest.param("avant à Lyon, maintenant à Givors", "69091", id="now_there"),
        pytest.param("IDE-Lannion dame de 82 ans", "22113", id="joined_to_an_acronym"),
        pytest.param("opéré à Dijon, rentre à Dole chez sa sœur", "39198", id="at_somebody_s"),
        pytest.param("assistante sociale au lycée de Dreux, élève en danger", "28134", id="an_establishment_when_nothing_else"),
        pytest.param("Mme 85 ans, Dole, fille 60 ans de Gray demande un EHPAD", "39198", id="kin_with_an_age"),
        pytest.param("le bailleur de Dole signale une dame de Poligny", "39434", id="an_office_far_from_the_home"),
        pytest.param("ancien domicile Gray, ACT à Dole", "39198", id="an_address_no_more"),
        pytest.param("auparavant à Gray chez son fils, retour à Dole", "39198", id="before_and_now"),
        pytest.param("un kiné à Gray ou Dole où j'habite", "39198", id="where_who_writes_lives"),
        pytest.param("rapatriement de mon oncle de Gray à Dole", "39198", id="brought_home"),
        pytest.param("muté de Gray à Dole", "39198", id="posted_elsewhere"),
        pytest.param("une place à Dole et pas Gray", "39198", id="ruled_out"),
        pytest.param("opéré à Gap. On cherche un kiné près de Veynes", "05179", id="wanted_near"),
        pytest.param("lui est dialysé 3x/sem à Gray, couple de Dole", "39198", id="so_many_times_a_week"),
        pytest.param("VSL Dole-Gray pour la chimio", "39198", id="a_ride_with_a_hyphen"),
        pytest.param("M. travaille à Dole. Sa sœur, à Gray, veut bien aider", "39198", id="kin_aside"),
        pytest.param("violences du conjoint, il est parti vivre à Gray. Travaille à Dole", "39198", id="a_partner_gone"),
        pytest.param("le docteur quitte Dole, le labo de Gray ne vient plus", "39198", id="a_carer_gone"),
        pytest.param("a eu un arrêt à Gray. On cherche un cardiologue près de Dole", "39198", id="a_specialist_wanted_near"),
        pytest.param("SMR de Gray, dom. d'orig. Dole", "39198", id="home_of_origin"),
        pytest.param("à Gray hier, Dole auj., dort dehors", "39198", id="yesterday_there"),
        pytest.param("dame vue à Dole, consultation mémoire de Gray pleine", "39198", id="a_consultation_elsewhere"),
        pytest.param("Bonjour, IDE libérale à Gray, patiente de 80 ans à Dole", "39198", id="a_trade_opens_the_text"),
        pytest.param("une place en EHPAD à Dole, suivie à Gray", "39198", id="a_place_asked_for_there"),
        pytest.param("rentre à Belle-Île, à Sauzon", "56241", id="on_an_island"),
        pytest.param("débouté à Metz, dort chez des amis à Woippy", "57751", id="a_claim_refused_there"),
        pytest.param("seule depuis que ma fille est partie à Gray. Dole", "39198", id="a_daughter_gone"),
        pytest.param("elle ne conduit plus, ses enfants sont à Gray. Secteur Dole", "39198", id="where_children_are"),
        pytest.param("élève, école de Dole. Le père, à Gray, refuse", "39198", id="a_father_elsewhere"),
        pytest.param("EHPAD de Dole, cherche une USLD dans le Jura ou à défaut Gray", "39198", id="for_want_of_better"),
        pytest.param("retour de Gray où il était opéré, chez sa tante à Dole", "39198", id="back_from_there"),
        pytest.param("vit à Dole, sa fille part 2 semaines se faire opérer à Gray", "39198", id="goes_for_an_operation"),
        pytest.param("dialyse en vacance à Dole, M. de Gray", "39198", id="on_holiday_misspelt"),
    ],
)
def test_where_help_is_wanted(gazetteer: Gazetteer, text: str, code: str) -> None:
    home = home_of(mentions(text, gazetteer))
    assert home is not None and [commune.code for commune in home.candidates] == [code]


@pytest.mark.parametrize(
    "text, codes",
    [
        pytest.param("dort entre Nanterre et Suresnes", ["92050", "92073"], id="between_two"),
        pytest.param("dentiste à Dinard ou Saint-Malo, peu importe", ["35093", "35288"], id="either"),
    ],
)
def test_what_is_left_undecided_is_asked(gazetteer: Gazetteer, text: str, codes: list[str]) -> None:
    home = home_of(mentions(text, gazetteer))
    assert home is not None and [commune.code for commune in home.candidates] == codes


@pytest.mark.parametrize(
    "text, code",
    [
        pytest.param("nous on est à Nontron, lui à Brantôme, euh pardon, à Thiviers", "24551", id="theirs_before_the_writer_s"),
        pytest.param("je suis étudiante à Rennes, ma mère est à Redon", "35236", id="where_the_writer_studies"),
        pytest.param("nous partons en vacances à Biarritz, qui garde maman à Agen ?", "47001", id="the_writer_goes_away"),
        pytest.param("maman est tombée à Redon, nous on habite Rennes", "35236", id="where_we_live"),
        pytest.param("je l'ai pris chez moi à Aurillac, maman est morte à Saint-Flour", "15014", id="at_the_writer_s"),
    ],
)
def test_where_help_is_wanted_for_another(gazetteer: Gazetteer, text: str, code: str) -> None:
    home = home_of(mentions(text, gazetteer), for_another=True)
    assert home is not None and [commune.code for commune in home.candidates] == [code]


def test_no_mention_no_home() -> None:
    assert home_of(()) is None


def test_a_hint_is_told(gazetteer: Gazetteer) -> None:
    (found,) = mentions("Massy 91 ce weekend", gazetteer)
    assert (found.hint, found.exact) == ("91", True)
    (found,) = mentions("secteur Cretteil, urgent", gazetteer)
    assert (found.hint, found.exact, found.role) == (None, False, "domicile")


@settings(max_examples=150, deadline=None)
@given(index=st.integers(0, 10**6), before=st.text(max_size=12), after=st.text(max_size=12))
def test_offsets_always_slice_the_text(gazetteer: Gazetteer, index: int, before: str, after: str) -> None:
    commune = gazetteer.communes[index % len(gazetteer.communes)]
    text = f"{before} habite à {commune.name}, {after}"
    found = mentions(text, gazetteer)
    assert all(0 <= mention.start < mention.end <= len(text) and text[mention.start : mention.end].strip() for mention in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@settings(max_examples=200, deadline=None)
@given(index=st.integers(0, 10**6))
def test_every_commune_is_read_where_someone_is_said_to_live(gazetteer: Gazetteer, index: int) -> None:
    communes = [commune for commune in gazetteer.communes if commune.kind == "commune"]
    commune = communes[index % len(communes)]
    found = mentions(f"Mme 80 ans domiciliée à {commune.name} ({commune.departement}), seule", gazetteer)
    assert any(commune in mention.candidates for mention in found)
