from datetime import date

import pytest

from orientation.conversation.delays import read_delay

WEDNESDAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    "text, hours",
    [
        pytest.param("à organiser sous 48h", 48, id="within_hours"),
        pytest.param("d'ici 15 jours", 360, id="within_days"),
        pytest.param("IDEL part ds 3 sem", 504, id="shortened"),
        pytest.param("dans un mois", 720, id="month"),
        pytest.param("sous quinzaine", 360, id="fortnight"),
        pytest.param("place urgent", 24, id="urgent"),
        pytest.param("sort demain", 24, id="tomorrow"),
        pytest.param("après-demain", 48, id="day_after"),
        pytest.param("RAD ss 8 j", 192, id="shortened_to_two_letters"),
        pytest.param("rien pour la nuit", 24, id="nothing_for_the_night"),
        pytest.param("admission directe, aujourd'hui, sans repasser par les urgences", 24, id="today"),
        pytest.param("dormir ce soir", 24, id="tonight"),
        pytest.param("où dormir cette nuit", 24, id="this_night"),
        pytest.param("pas de solution pour la nuit", 24, id="for_the_night"),
    ],
)
def test_how_soon_help_is_needed(text, hours):
    assert read_delay(text) == hours


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Pas d'urgence", id="denied"),
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
