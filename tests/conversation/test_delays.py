from datetime import date

import pytest

from orientation.conversation.delays import read_delay

WEDNESDAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    "text, hours",
    [
        pytest.param("à organiser sous 48h", 48, id="within_hours"),
        pytest.param("un rdv sous 72h", 72, id="a_date_within_hours"),
        pytest.param("EMSP <48h", 48, id="a_team_within_hours"),
        pytest.param("orthophoniste dans le mois", 720, id="within_the_month"),
        pytest.param("ne peut plus l'héberger au-delà d'un mois", 720, id="no_longer_than"),
        pytest.param("veut partir maintenant", 24, id="leaving_now"),
        pytest.param("rien pr cette nuit", 24, id="nothing_for_the_night"),
        pytest.param("qui prévenir tt de suite", 24, id="at_once_shortened"),
        pytest.param("d'ici 15 jours", 360, id="within_days"),
        pytest.param("IDEL part ds 3 sem", 504, id="shortened"),
        pytest.param("dans un mois", 720, id="month"),
        pytest.param("sous quinzaine", 360, id="fortnight"),
        pytest.param("place urgent", 24, id="urgent"),
        pytest.param("sort demain", 24, id="tomorrow"),
        pytest.param("qui joindre avant 17h15", 24, id="before_an_hour"),
        pytest.param("ni car ni bus avant 14h", None, id="no_bus_before_an_hour"),
        pytest.param("avis gériatre ds la semaine", 168, id="within_the_week"),
        pytest.param("3 chutes cette semaine", None, id="what_the_week_held"),
        pytest.param("à l'hôtel payé jusqu'à demain matin", 24, id="a_roof_until_tomorrow"),
        pytest.param("absente jusqu'à demain", None, id="away_until_tomorrow"),
        pytest.param("aujourd'hui elle dit qu'elle a mal", None, id="told_of_today"),
        pytest.param("M. 50 a, Dole, aujourd'hui il faut un lit", 24, id="asked_for_today"),
        pytest.param("enfants gardés par la tante ce soir", None, id="kept_tonight"),
        pytest.param("où dormir ce soir", 24, id="tonight"),
        pytest.param("il l'a giflée ce midi", None, id="told_of_noon"),
        pytest.param("mon traitement, j'en ai pour 5 jours", 120, id="what_is_left"),
        pytest.param("bouteille = 2h restantes", 2, id="running_out"),
        pytest.param("urgence dentaire abcès", 24, id="urgent_tooth"),
        pytest.param("urgence dentaire dimanche", None, id="a_dentist_on_a_weekday"),
        pytest.param("le médecin passe demain", None, id="a_visit_planned"),
        pytest.param("après-demain", 48, id="day_after"),
        pytest.param("RAD ss 8 j", 192, id="shortened_to_two_letters"),
        pytest.param("rien pour la nuit", 24, id="nothing_for_the_night"),
        pytest.param("admission directe en gériatrie. Aujourd'hui", 24, id="a_word_that_closes_the_text"),
        pytest.param("admission directe, aujourd'hui, sans repasser par les urgences", 24, id="today"),
        pytest.param("dormir ce soir", 24, id="tonight"),
        pytest.param("où dormir cette nuit", 24, id="this_night"),
        pytest.param("pas de solution pour la nuit", 24, id="for_the_night"),
        pytest.param("VSL dem 7h30 pour le CHU", 24, id="tomorrow_and_an_hour"),
        pytest.param("avis psy en urg", 24, id="emergency_shortened"),
        pytest.param("infirmier de garde cette nuit svp", 24, id="asked_for_this_night"),
        pytest.param("il lui reste 10 jours pour contester", 240, id="days_left"),
        pytest.param("le bailleur leur laisse 3 semaines", 504, id="days_granted"),
        pytest.param("Scanner < 15 j", 360, id="in_less_than"),
        pytest.param("à voir sous 24-48h", 48, id="later_end_of_a_range"),
        pytest.param("d'ici une dizaine de jours", 240, id="ten_days_or_so"),
        pytest.param("avis dermato 15 jours maxi", 360, id="at_most"),
        pytest.param("logement à vider en 3 semaines", 504, id="to_be_done_in"),
    ],
)
def test_how_soon_help_is_needed(text, hours):
    assert read_delay(text) == hours


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Pas d'urgence", id="denied"),
        pytest.param("urgence : non", id="denied_after"),
        pytest.param("aucun signe d'urgence", id="no_sign_of_it"),
        pytest.param("sa mère a été hospitalisée en urgence", id="taken_in"),
        pytest.param("terme dans 6 semaines", id="term_of_a_pregnancy"),
        pytest.param("pas de dermato avant 9 mois", id="a_wait_for_anything"),
        pytest.param("je ne dors plus que 3h", id="hours_of_sleep"),
        pytest.param("le médecin rappelle dans 1h", id="calls_back"),
        pytest.param("lit médicalisé livré ce jour", id="brought_today"),
        pytest.param("aujourd'hui séparée et en sécurité", id="safe_today"),
        pytest.param("il en a 31 aujourd'hui", id="aged_so_today"),
        pytest.param("la sœur est avec lui, présente ce soir", id="there_tonight"),
        pytest.param("l'infirmière repasse demain", id="comes_again_tomorrow"),
        pytest.param("sonde urinaire à dem", id="for_good"),
        pytest.param("passage aux urgences hier", id="emergency_room"),
        pytest.param("elle n'est pas en danger aujourd'hui", id="no_danger_today"),
        pytest.param("aucun n'est en danger immédiat", id="no_danger_at_once"),
        pytest.param("il a 9 mois aujourd'hui", id="an_age_today"),
        pytest.param("ATCD TS, ce jour pas d'IDS", id="told_of_the_day"),
        pytest.param("hébergement d'urgence", id="name_of_a_service"),
        pytest.param("pas de coups à ce jour", id="to_this_day"),
        pytest.param("traitement pendant 10 jours", id="length_of_treatment"),
        pytest.param("attente de 6 mois", id="waiting_list"),
        pytest.param("pas de place avant 3 mois", id="no_room_before"),
        pytest.param("rdv rapide", id="soon_without_hours"),
        pytest.param("sort vendredi", id="weekday_without_a_day"),
        pytest.param("vue ce jour, pansement simple", id="seen_today"),
        pytest.param("pas d'idées noires ce jour", id="denied_today"),
        pytest.param("tombée cette nuit, fracture du poignet", id="told_of_last_night"),
        pytest.param("Violences il y a dix ans. Aujourd'hui elle cherche une formation", id="these_days"),
        pytest.param("rendez-vous à 18h", id="time_of_day"),
        pytest.param("pas de car avant 8h", id="before_an_hour"),
        pytest.param("Son fils arrive de Pau dans 4 jours", id="kin_on_the_way"),
        pytest.param("Ce qui bloque aujourd'hui c'est le loyer", id="what_is_the_matter_these_days"),
        pytest.param("je ne manque de rien chez moi aujourd'hui", id="nothing_lacks_today"),
        pytest.param("ne peut pas remarcher tout de suite", id="not_at_once"),
        pytest.param("Pour toute urgence composez le 15", id="any_emergency"),
        pytest.param("Ø urgence, HTA stable", id="no_emergency_by_a_sign"),
        pytest.param("il reste 2 semaines d'antibiotiques", id="treatment_left"),
        pytest.param("RAS, revue dans 6 mois", id="seen_again"),
        pytest.param("pas de bateau avant demain", id="not_before_tomorrow"),
        pytest.param("ortho en urgence relative", id="hardly_urgent"),
        pytest.param("ce soir j'ai trouvé la porte ouverte", id="found_tonight"),
    ],
)
def test_what_is_not_a_delay(text):
    assert read_delay(text) is None


@pytest.mark.parametrize(
    "text, hours",
    [
        ("sort jeudi", 24),
        ("sort vendredi", 48),
        ("sort mercredi", 168),
        ("sort mardi prochain", 144),
        ("ce week-end", 72),
        ("tous les vendredis", None),
    ],
)
def test_a_weekday_becomes_hours_when_the_day_is_given(text, hours):
    assert read_delay(text, WEDNESDAY) == hours
