import pytest

from orientation.conversation.people import read_people

YEAR = 2026


def age_of(passage, text: str) -> float | None:
    return read_people(passage(text), YEAR).age_years


@pytest.mark.parametrize(
    "text, years",
    [
        pytest.param("Patiente de 84 ans", 84, id="years"),
        pytest.param("G 10 ans, Dole, énurésie", 10, id="a_boy_by_his_letter"),
        pytest.param("mon voisin [nom], dans les 75 ans, tombe", 75, id="about_seventy_five"),
        pytest.param("NN 2 mois, Dole, ne tète pas", 0.17, id="months_of_a_newborn"),
        pytest.param("14 mois, ne marche pas, Dole", 1.17, id="months_that_open_the_text"),
        pytest.param("TS à 19 ans, 55a, Dole", 55, id="age_of_an_event"),
        pytest.param("veuve, il avait 80 ans. J'ai 77 ans", 77, id="age_of_the_dead"),
        pytest.param("moins de 60 ans donc refusée, Mme a 56 ans", 56, id="a_threshold"),
        pytest.param("j'ai 41 ans non 42 pardon", 42, id="corrected_without_a_unit"),
        pytest.param("ado 15 a 1/2, Dole", 15.5, id="a_and_a_half"),
        pytest.param("M. dans sa 76e année, Dole", 75, id="in_their_year"),
        pytest.param("papa est de 1956", 70, id="born_of_a_year"),
        pytest.param("mon frère vient de fêter ses cinquante ans", 50, id="a_birthday"),
        pytest.param("Pte 34 SA, Dole", None, id="weeks_of_a_pregnancy"),
        pytest.param("fausse couche à 5 mois, 34 ans", 34, id="months_of_a_pregnancy_lost"),
        pytest.param("Pt 82a Créteil", 82, id="a_for_years"),
        pytest.param("F 61 a, douleurs", 61, id="a_after_a_space"),
        pytest.param("F84 GIR 3", 84, id="letter_and_number"),
        pytest.param("Mme D. 84, chute", 84, id="bare_number_after_a_title"),
        pytest.param("M. quatre-vingt-deux ans", 82, id="in_letters"),
        pytest.param("Mme, née en 1941", 85, id="birth_year"),
        pytest.param("née le [date de naissance : 1941]", 85, id="masked_birth_date"),
        pytest.param("bébé de 4 mois", 0.33, id="months"),
        pytest.param("jeune fille de 19 ans 1/2", 19.5, id="years_and_a_half"),
        pytest.param("mon locataire, il a dans les 60 ans, ne sort plus", 60, id="about_sixty"),
        pytest.param("ma fille (32) est revenue chez nous", 32, id="bare_number_in_brackets"),
        pytest.param("maman va sur ses 83 ans", 82, id="soon_eighty_three"),
        pytest.param("sorti du foyer le jour de ses 18 ans", 18, id="the_day_of_their_majority"),
        pytest.param("jsuis a la fac, 19 piges", 19, id="years_in_slang"),
        pytest.param("O2 h24, M. 72a, Die", 72, id="round_the_clock_is_no_age"),
        pytest.param("Monsieur vomit depuis 1h, 61 ans, seul", 61, id="years_after_a_duration"),
        pytest.param("j'écris pour un jeune de 14 ans que nous accueillons", 14, id="years_before_que"),
        pytest.param("M. et Mme [nom], 80 et 83 ans, Sens", None, id="a_couple"),
        pytest.param("Mme [nom] demande une aide pour ses jumeaux de 4 ans", None, id="never_a_lady_s"),
        pytest.param("Mme [nom], mère 26 a et ses jumeaux de 3 mois", 26, id="the_lady_s_own"),
        pytest.param("maman m'a mis dehors, j'ai 11 ans", 11, id="a_child_who_writes"),
        pytest.param("Nous sommes les parents de [nom], 12 ans", 12, id="the_child_of_these_parents"),
        pytest.param("c la mamie de Malo 5 ans, il tousse", 5, id="the_grandchild_by_first_name"),
        pytest.param("le voisin frappe son père de 90 ans", 90, id="the_one_it_is_done_to"),
        pytest.param("notre fils de 9 ans s'est noyé. J'ai 38 ans", 38, id="never_the_drowned_child_s"),
        pytest.param("Dole. Mme D., 33 ans, mère d'un nourrisson de 4 mois", 33, id="told_of_a_mother"),
        pytest.param("Seule. 67 ans, ma femme est décédée", 67, id="never_the_dead_one_s"),
        pytest.param("La mère, 71 ans, porte son fils polyhandicapé de 40 ans", 40, id="the_disabled_child"),
        pytest.param("Mme, 76 ans, son mari 81 ans parkinsonien chute", 81, id="the_ill_husband"),
        pytest.param("M. 83 ans vit avec son fils schizophrène de 52 ans, chutes", 83, id="never_the_one_lived_with"),
        pytest.param("Couple, lui 85, elle 79, c'est pour elle", 79, id="meant_of_a_couple"),
        pytest.param("Couple : lui 85 ans, désorienté ; elle ne dort plus", 85, id="the_only_age_of_a_couple"),
        pytest.param("Couple, lui 33 ans, elle 31, sans logement", None, id="both_of_a_couple"),
        pytest.param("Couple, madame 81 ans Parkinson, monsieur 85 ans", 81, id="the_ill_one_of_a_couple"),
        pytest.param("Notre père (78 ans) est décédé. Notre mère a 75 ans et vit à Senlis", 75, id="the_living_one"),
        pytest.param("enceinte de jumeaux, 29 ans, repos", 29, id="twins_to_be_born"),
        pytest.param("j'ai peur de lui, je n'ai pas de famille ici. 31 ans", 31, id="a_family_one_has_not"),
        pytest.param("40 ans de boîte et un doigt en bouillie", None, id="years_at_work"),
        pytest.param("nourrisson de 3 semaines", 0.06, id="weeks"),
        pytest.param("enfant de 3 ans et demi", 3.5, id="and_a_half"),
        pytest.param("Nourrisson 3 mois non pardon 23 mois", 1.92, id="corrected"),
        pytest.param("jai 17 ans", 17, id="glued"),
        pytest.param("j'en ai 83", 83, id="taken_up"),
        pytest.param("ma nièce a dix-huit ans", 18, id="eighteen_in_letters"),
        pytest.param("École : [nom], 10 ans, n'est plus accepté. Ses parents sont séparés", 10, id="years_after_a_name"),
        pytest.param("né à 27 semaines, il a 9 mois", 0.75, id="weeks_of_pregnancy_are_no_age"),
        pytest.param("IVG, 17 ans, parents pas au courant", 17, id="a_child_nobody_names"),
        pytest.param("ma fille vient de m'écrire, elle a 26 ans, je suis loin", 26, id="who_has_just_written_does_not_help"),
        pytest.param("[nom], 27 mois, ne marche pas", 2.25, id="months_after_a_name"),
        pytest.param("NRS 2 mois 1/2, fièvre", 0.21, id="months_and_a_half"),
        pytest.param("mon bb 5 mois ne prend pas de poids", 0.42, id="months_in_haste"),
        pytest.param("garçon 6 a trisomie 21", 6, id="a_for_years_of_a_child"),
        pytest.param("61 ans plus de travail", 61, id="not_so_much_later"),
        pytest.param("M. [nom], 1961, sclérose en plaques", 65, id="year_after_a_name"),
        pytest.param("Mme née en 38, vit seule", 88, id="birth_year_in_two_figures"),
        pytest.param("mon frère 45 sclérose en plaques", 45, id="bare_number_after_kin"),
        pytest.param("h 52a amputé, reprise du Travail Adapté À Nevers", 52, id="small_letter_for_a_man"),
        pytest.param("bb J9, ne tète pas", 0.02, id="day_of_life"),
        pytest.param("un monsieur, 50aine, ivre", 50, id="fiftyish"),
        pytest.param("Madame, j'ai 61 ans et plus de logement", 61, id="a_title_that_greets"),
        pytest.param("Je suis une femme de 33 ans", 33, id="told_of_oneself"),
    ],
)
def test_an_age_is_read(passage, text, years):
    assert age_of(passage, text) == pytest.approx(years, abs=0.01)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Pt sans papiers depuis 6 ans", id="since"),
        pytest.param("TS il y a 10 ans", id="ago"),
        pytest.param("il y a 18 mois d'attente", id="waiting"),
        pytest.param("hospitalisée 4 fois en 1 an", id="within"),
        pytest.param("lombalgie, ça fait 2 ans", id="it_has_been"),
        pytest.param("je suis enceinte de 7 mois", id="pregnancy"),
        pytest.param("couple, 82 et 85 ans, Nérac", id="two_alike"),
        pytest.param("2 jeunes à la rue, 19 et 23 ans", id="two_young_alike"),
        pytest.param("École de la petite, père à 16h30", id="time_of_day"),
        pytest.param("le CMP a 8 mois d'attente", id="a_wait_after_a"),
        pytest.param("mon salaire a deux mois de retard", id="a_debt_after_a"),
        pytest.param("ma mère (84) et mon père (89) veulent rester ensemble", id="two_parents"),
        pytest.param("Couple + nourrisson 3 mois, dette de loyer", id="a_family"),
    ],
)
def test_a_duration_is_no_age(passage, text):
    assert age_of(passage, text) is None
