import pytest

from orientation.conversation.people.reading import read_people

YEAR = 2026


def age_of(passage, text: str) -> float | None:
    return read_people(passage(text), YEAR).age_years


@pytest.mark.parametrize(
    "text, years",
    [
        pytest.param("Je m'occupe de mon mari 86 ans, j'en ai 83", 86, id="carer_writes"),
        pytest.param("pour ma mère qui a 79 ans, moi j'ai 50 ans", 79, id="child_writes"),
        pytest.param("Fille de Mme D. : sa maman 93 ans", 93, id="child_calls"),
        pytest.param("M. D., neveu : oncle 78 ans, seul", 78, id="nephew_calls"),
        pytest.param("Mère d'un garçon, 9 ans, exclu de l'école", 9, id="parent_calls"),
        pytest.param("mon mari 72 ans est mort, j'ai 70 ans", 70, id="the_dead_need_nothing"),
        pytest.param("j'ai 29 ans et un petit de 3 ans", 29, id="mother_writes"),
        pytest.param("Mme 40 ans, mère de 4 enfants de 2 à 12 ans", 40, id="children_beside"),
        pytest.param("Monsieur, 77 ans, avec son épouse, qui a 80 ans", 77, id="wife_beside"),
        pytest.param("Papa a 90 ans maman 86. Lui va bien, elle non", 86, id="the_one_who_is_not_well"),
        pytest.param("Un soudeur de 56 ans a été opéré", 56, id="trade"),
        pytest.param("mon oncle qui vit à Corte, il a 72 ans", 72, id="by_pronoun"),
        pytest.param("j'ai 68 ans, un groupe pour les gens en deuil, des personnes qui comprennent", 68, id="people_at_large"),
        pytest.param("ma voisine a 88 ans. Elle n'est pas malade", 88, id="what_somebody_is_not"),
        pytest.param("mon frère de 50 ans boit depuis la mort de notre mère", 50, id="death_of_another"),
        pytest.param("Mon neveu de 19 ans est chez sa mère", 19, id="kin_who_does_not_call"),
        pytest.param("J'ai 39 ans. J'ai deux petites filles de 3 et 5 ans, mon mari est marin", 39, id="children_counted"),
        pytest.param("Une mère de 4 enfants, 33 ans, sans titre de séjour", 33, id="mother_of_several"),
        pytest.param("ma femme a accouché, j'ai 29 ans elle 27", 27, id="her_age_in_short"),
        pytest.param("L'aide pince maman. Maman a 91 ans, elle se cache quand cette dame arrive", 91, id="named_twice"),
        pytest.param("Appel de Mme [nom], infirmière : son patient de 79 ans n'a plus de relais", 79, id="patient_of_the_caller"),
        pytest.param("Nadia [nom], maman de [nom], 17 ans", 17, id="age_of_the_child_named"),
        pytest.param("Ma grand-tante, Mlle [nom], 90 ans. Ma tante ne sort plus", 90, id="kin_with_a_title"),
        pytest.param("fille 13 ans me montre ses bras, je préviens qui ?", 13, id="told_to_who_writes"),
        pytest.param("[nom], 16 ans, frappée par un homme de quarante ans", 16, id="who_struck_is_beside"),
        pytest.param("M. D., 84 ans, entre en clinique. Le vrai sujet est sa femme, 80 ans", 80, id="the_true_subject"),
        pytest.param("feu chez ma voisine, 77 ans, elle dort où ce soir", 77, id="a_fire_is_no_death"),
        pytest.param("Je suis une dame de 86 ans depuis sa sortie", 86, id="who_is_followed"),
        pytest.param("Ma mère a 84 ans. Une dame du quartier, Mme [nom], la croit patiente du CMP", 84, id="the_one_age_told"),
        pytest.param("Je suis enseignant. Pour un élève de 16 ans suivi en ITEP", 16, id="professional_writes"),
        pytest.param("Je suis la maman de [nom] 7 ans, il ne parle pas. Mon mari est là", 7, id="the_child_named_by_a_parent"),
        pytest.param("Je suis la petite-fille de [nom], 95 ans, hospitalisée", 95, id="the_elder_named_by_a_grandchild"),
        pytest.param("Je suis la cousine. [nom] 31 ans, il la surveille", 31, id="a_name_after_who_writes"),
        pytest.param("ma belle-mère 71 ans garde sa mère de 95 ans, elle crie la nuit", 95, id="the_one_looked_after"),
        pytest.param("Mme [nom], son mari 84a Parkinson, elle 80, demande une pause", 84, id="the_ill_one_of_two"),
        pytest.param("Mme [nom] 37a, sa fille 9 ans polyhandicapée", 9, id="the_disabled_child"),
        pytest.param("J'ai un fils de 6 ans en rémission. C'est sa sœur de 9 ans qui ne dort plus", 9, id="the_one_pointed_at"),
        pytest.param("Papa a 83 ans et va bien, c'est maman, 78 ans, qui m'inquiète", 78, id="the_one_who_worries"),
        pytest.param("Le fils, 38 ans, boit. La mère, 66 ans, nous appelle", 38, id="the_child_told_first"),
        pytest.param("bébé de 3 semaines, la mère 28 ans pleure tous les jours", 28, id="the_mother_in_tears"),
        pytest.param("J'ai 34 ans, un bébé de 10 mois, je crie trop", 34, id="the_mother_who_writes"),
        pytest.param("Nourrisson 3 mois, cassure de la courbe, mère 22a. PMI", 0.25, id="the_baby_asked_for"),
        pytest.param("Mon papa, [nom], 77 ans, est parti en mars. J'ai 48 ans", 48, id="a_parent_gone_in_a_month"),
        pytest.param("Mon père (68 ans) buvait, il est mort l'an passé. J'ai 42 ans", 42, id="the_dead_taken_up"),
        pytest.param("M. [nom], 51 ans, veut vivre pour sa fille", 51, id="kin_without_an_age"),
        pytest.param("Sortante de prison, 27 ans, retour chez sa mère", 27, id="told_of_whose_mother"),
        pytest.param("Voisine de 64 ans, divorcée, il la frappe", 64, id="a_state_is_no_other"),
        pytest.param("M. [nom], chez qui vit sa mère à lui, 87 ans, Alzheimer", 87, id="his_own_mother"),
        pytest.param("il a 8 ans et pleure la nuit. Un psy pour mon fils", 8, id="told_before_the_child"),
        pytest.param("Mme 87 a veut y aller avec sa sœur 84 a, autonomes toutes les 2", None, id="two_sisters_alike"),
        pytest.param("Ma sœur, 41 ans, vit chez nos parents. Ils ont 75 ans tous les deux", 41, id="both_parents_beside"),
        pytest.param("Mère de 31 ans avec un nourrisson de 3 mois, qui ne prend pas de poids", 0.25, id="a_baby_who_thrives_not"),
        pytest.param("mon ex-mari de 45 ans me menace, j'ai 41 ans", 41, id="never_the_ex_s"),
        pytest.param("M. [nom], ex maçon, 56 ans, lombalgies", 56, id="a_former_trade"),
        pytest.param("c'est pour moi, 59 ans, pas pour ma mère", 59, id="for_oneself"),
        pytest.param("moi 70 ans, ma fille 40 ans avec moi, je cherche une place pour elle", 40, id="the_one_a_place_is_wanted_for"),
        pytest.param("Une grand-mère, 70 ans, et son fils, 41 ans. Elle veut un psychiatre pour lui", 41, id="the_one_help_is_wanted_for"),
        pytest.param("Une grand-mère, 70 ans, vit avec son fils, 41 ans. Elle ne veut rien pour lui", 70, id="nothing_wanted_for_him"),
        pytest.param("Mme 60 ans, frappée par son fils de 33 ans. Elle veut une cure pour lui", 60, id="who_strikes_is_not_helped"),
        pytest.param("Demande d'un père, 55 ans : sa fille, 22 ans, déficiente légère", 22, id="the_impaired_one_of_two"),
        pytest.param("un garçon de 7 ans a des bleus, papa crie, je préviens qui ?", 7, id="a_father_after_his_child"),
        pytest.param("Je suis sourde de naissance, 44 ans, et notre bébé de 5 mois", 44, id="what_the_writer_is"),
        pytest.param("Je suis inquiète pour ma mère, 88 ans, elle tombe", 88, id="whom_the_writer_worries_about"),
        pytest.param("je dors mal, un psy à Dole ? fille 24 ans", 24, id="who_signs_last"),
        pytest.param("54 ans, je loge chez mes parents", 54, id="hosted_by_parents"),
        pytest.param("M. et Mme D., 47 ans tous les deux, veulent un médiateur", 47, id="one_age_for_both"),
        pytest.param("Famille, couple et 2 enfants dont un de 3 ans, à la rue", None, id="a_family_alike"),
        pytest.param("Couple et bébé de 3 semaines. Madame a mal au ventre", None, id="a_baby_s_age_is_no_lady_s"),
        pytest.param("maman est morte hier, elle avait 91 ans, rendre le lit", None, id="how_old_the_dead_was"),
    ],
)
def test_the_age_is_that_of_the_person_helped(passage, text, years):
    assert age_of(passage, text) == years


@pytest.mark.parametrize(
    "text, sex",
    [
        ("Patiente de 84 ans", "F"),
        ("H 57a", "M"),
        ("ma grand-mère 90 ans", "F"),
        ("mon mari 70 ans", "M"),
        ("une personne de 37 ans", None),
        ("84 ans, elle tombe", "F"),
        ("elle dit que son mari ne la frappe plus", "F"),
        ("il vit avec sa fille", "M"),
        ("vit seule, son fils passe", "F"),
        ("Appel de Mme D. : son mari est tombé", "M"),
        ("Appel de Mme D. : cherche une aide, son mari travaille", "F"),
        ("84 ans, son fils vit seul", None),
        ("35 ans, il me frappe", None),
        ("84 ans, il faut un kiné", None),
        ("84 ans, elle tombe, il dort mal", None),
    ],
)
def test_the_sex_is_that_of_the_person_helped(passage, text, sex):
    assert read_people(passage(text), YEAR).sex == sex
