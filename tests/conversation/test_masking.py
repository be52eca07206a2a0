import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orientation.conversation.masking.masker import Masker
from orientation.conversation.words import cleaned

IDENTITIES = [
    ("Mme Garnier 84 ans", ["Garnier"]),
    ("mme garnier 84 ans vit seule", ["garnier"]),
    ("MADAME DURAND 84 ANS VITRY", ["DURAND"]),
    ("Monsieur Jean-Pierre LE GOFF, 78 ans", ["LE GOFF", "Jean-Pierre"]),
    ("M. et Mme Le Bihan, Vannes", ["Le Bihan"]),
    ("Mme de La Tour", ["La Tour"]),
    ("Mme O'Brien", ["O'Brien"]),
    ("mme martin née durand", ["martin", "durand"]),
    ("famille Traoré, 5 enfants", ["Traoré"]),
    ("ma fille Léa a 12 ans", ["Léa"]),
    ("mon mari robert 78 ans", ["robert"]),
    ("mamie Jeannine ne marche plus", ["Jeannine"]),
    ("je m'occupe de Bernard mon mari", ["Bernard"]),
    ("Ma mère, Yvette Rambaud, habite Crest", ["Yvette", "Rambaud"]),
    ("Ginette Lambert, 84 ans, Créteil", ["Ginette", "Lambert"]),
    ("LAMBERT Ginette 84 ans", ["LAMBERT", "Ginette"]),
    ("patiente DUPONT née le 12/03/1941", ["DUPONT", "12/03/1941"]),
    ("Mr BENALI mohamed 45 ans", ["BENALI", "mohamed"]),
    ("le patient s'appelle Kevin", ["Kevin"]),
    ("Cordialement,\nSophie Vasseur\nassistante sociale", ["Sophie", "Vasseur"]),
    ("Pas de douleurs.\nMartine, secrétaire", ["Martine"]),
    ("bonjour c'est Nadia de la PTA", ["Nadia"]),
    ("Notre Théo, 19 ans, trisomique", ["Théo"]),
    ("Merci pour lui.\nA. Lemaire, référente de parcours", ["Lemaire"]),
    ("signé : P. Morel", ["Morel"]),
    ("À voir vite.\nT. Garrigue – t.garrigue@example.org", ["Garrigue"]),
    ("Simone Ruelle jai 70 ans", ["Simone", "Ruelle"]),
    ("Ergo aux Mureaux pour Naëlia 7 ans, dyspraxie", ["Naëlia"]),
    ("Le grand de 15 ans (Gaspard) dort chez nous", ["Gaspard"]),
    ("C'est la coloc de Louise (22 ans), elle ne dort plus", ["Louise"]),
    ("Monsieur Kévin Consulti (28 ans)", ["Kévin", "Consulti"]),
    ("Couple Gaubertin, 82 et 85 ans, propriétaires", ["Gaubertin"]),
    ("il convulse, 14 cours pasteur, venez", ["14 cours pasteur"]),
    ("M. 89 ans rte de Piégut, sans chauffage", ["rte de Piégut"]),
    ("pour lucas 8 ans à Vannes", ["lucas"]),
    ("vu avec julie du ccas", ["julie"]),
    ("je suis sandrine leroux, la fille", ["sandrine", "leroux"]),
    ("Mme.Lopez 70 ans", ["Lopez"]),
    ("DUPONT 80a chute", ["DUPONT"]),
    ("née le 02/06/1954, 14 rue des Lataniers", ["02/06/1954", "14 rue des Lataniers"]),
    ("GIR 2, rue des Cordeliers", ["Cordeliers"]),
    ("il habite rue Paul Bert", ["Bert"]),
    ("mail : j.martin@example.org", ["j.martin@example.org"]),
    ("jean.dupont arobase exemple point fr", ["jean.dupont"]),
    ("https://www.example.org/jean.dupont", ["jean.dupont"]),
    ("tel 0199002222", ["0199002222"]),
    ("tél. +33 1 99 00 22 22", ["+33 1 99 00 22 22"]),
    ("01.99.00.22.22", ["01.99.00.22.22"]),
    ("01-99-00-22-22", ["01-99-00-22-22"]),
    ("01/99/00/22/22", ["01/99/00/22/22"]),
    ("O1 99 00 22 22", ["O1 99 00 22 22"]),
    ("zéro six douze trente-quatre cinquante-six soixante-dix-huit", ["trente-quatre cinquante-six"]),
    ("06 douze 34 56 78", ["douze 34 56 78"]),
    ("NIR 1 41 03 94 028 123 45", ["1 41 03 94 028 123 45"]),
    ("n° sécu 2410394028123", ["2410394028123"]),
    ("née le 3 février 1956", ["3 février 1956"]),
    ("DDN : 03.02.56", ["03.02.56"]),
    ("12 rue des Lilas 94400 Vitry", ["12 rue des Lilas"]),
    ("12 rue victor hugo vitry", ["12 rue victor"]),
    ("habite 3 bis avenue du Général de Gaulle à Thiais", ["avenue du Général de Gaulle"]),
    ("route de Palombaggia, Porto-Vecchio", ["Palombaggia"]),
]
KEPT = [
    "Mme D., 84 ans, Vitry",
    "Notre Maison Sport Santé",
    "Merci\nCoordinatrice SSIAD, Vannes",
    "maladie d'Alzheimer",
    "patient Parkinson",
    "maladie à corps de Lewy",
    "Petits Frères des Pauvres",
    "hôpital Saint-Joseph",
    "EHPAD Les Lilas",
    "Saint-Denis (93)",
    "Mme 84 ans Créteil",
    "Madame souhaite une aide à domicile",
    "place de jour",
    "à la rue depuis 3 jours",
    "ma mère habite Vitry",
    "son fils aidant",
    "mère, St Avold : garçon 9 ans",
    "couple Nérac",
    "née en 1941",
    "hospitalisé le 03/11/2026",
    "94400 Vitry-sur-Seine",
    "je suis infirmière",
    "papa 85a dément",
]


@pytest.mark.parametrize("text, identities", IDENTITIES, ids=[text[:30] for text, _ in IDENTITIES])
def test_what_identifies_is_masked(reader, text, identities):
    masked = reader.masker.mask(text).text
    for identity in identities:
        assert not re.search(rf"(?<!\w){re.escape(identity)}(?!\w)", masked, re.IGNORECASE), masked


@pytest.mark.parametrize("text", KEPT, ids=KEPT)
def test_what_identifies_nobody_is_kept(reader, text):
    assert reader.masker.mask(text).text == text


@pytest.mark.parametrize(
    "text, left",
    [
        ("12 rue des lilas elle vit seule", "elle vit seule"),
        ("on est 12 rue de lyon a avallon il saigne", "avallon il saigne"),
        ("12 RUE DES LILAS ELLE VIT SEULE", "ELLE VIT SEULE"),
        ("33 r Victor Hugo Libourne", "Libourne"),
        ("rue Garibaldi Lyon 6", "Lyon 6"),
        ("rue de la Glacière Paris XIII", "Paris XIII"),
        ("8 rue Jean Moulin à Redon", "à Redon"),
    ],
)
def test_what_follows_a_street_is_left(reader, text, left):
    masked = reader.masker.mask(text).text
    assert "[adresse]" in masked
    assert masked.endswith(left)


def test_the_year_of_birth_stays(reader):
    assert "1941" in reader.masker.mask("née le 12/03/1941").text


@pytest.mark.parametrize(("year", "born"), [(2026, 1927), (2027, 2027), (2028, 2027)])
def test_two_figures_are_of_this_century_once_that_year_has_come(reader, year, born):
    assert str(born) in Masker(reader.masker.known, year).mask("né le 12/03/27").text


def test_the_kinds_masked_are_told_once_each(reader):
    assert reader.masker.mask("Mme Garnier, Mme Roux, 01 99 00 22 22").kinds == ("nom", "téléphone")


texts = st.one_of(st.text(max_size=200), st.lists(st.sampled_from([text for text, _ in IDENTITIES] + KEPT), max_size=4).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(text=texts)
def test_masking_twice_changes_nothing_more(reader, text):
    once = reader.masker.mask(cleaned(text)).text
    assert reader.masker.mask(once).text == once


separators = st.sampled_from(["", " ", ".", "-", " / ", "  "])


@settings(max_examples=150, deadline=None)
@given(
    before=st.sampled_from(["tel ", "Mme D. ", "rappeler au ", "94400 Vitry, ", ""]),
    pairs=st.lists(st.integers(0, 99), min_size=4, max_size=4),
    head=st.sampled_from(["01", "04", "06", "09", "+33 6", "0033 6", "+594 6"]),
    separator=separators,
)
def test_no_run_of_figures_of_a_phone_survives(reader, before, pairs, head, separator):
    written = separator.join([head, *(f"{pair:02d}" for pair in pairs)])
    masked = reader.masker.mask(f"{before}{written} merci").text
    figures = re.sub(r"\D", "", written)
    assert figures[-6:] not in re.sub(r"\D", "", masked.replace("94400", ""))


@pytest.mark.parametrize(
    "text, kept",
    [
        ("mon frère Mickaël, 41 ans. Mickaël est joyeux", "Mickaël"),
        ("mère d'Ilyès 7 ans, autiste", "Ilyès"),
        ("Bien à vous,\nL. Guérineau", "Guérineau"),
        ("c'est payant ? Émilie R.", "Émilie"),
        ("bisous à dimanche. lulu", "lulu"),
        ("Ferrandi M., 83a, chutes", "Ferrandi"),
        ("mr qui dit s'appeler paul, 71a", "paul"),
        ("Moi j'ai 77 ans.\nAndré", "André"),
        ("Tifenn, auxiliaire de vie à Dole", "Tifenn"),
        ("je suis eric j'ai 13 ans", "eric"),
        ("nom belkhiri 33a, expulsion", "belkhiri"),
        ("réf adjudant Castagnet", "Castagnet"),
        ("Merci.\nFamille Bonnaud", "Bonnaud"),
        ("Bien à vous, Sylvie Montagné", "Montagné"),
        ("contact fille : Nadège Le Bras", "Bras"),
        ("mr et mme van den broeck à Roubaix", "broeck"),
        ("résidence Les Genêts bat C, Dole", "Genêts"),
        ("jdupont chez gmail point com", "jdupont"),
        ("Mmes Perrin et Delattre viennent", "Delattre"),
        ("Mme Quintard, 58 ans, ou Quintart", "Quintart"),
        ("on a enterré Robert hier", "Robert"),
        ("la nounou d'Ilyès 10 ans", "Ilyès"),
        ("66 ans, ch. des Pervenches à Nyons", "Pervenches"),
        ("80 ans, 9 r. du Lavoir à Guise", "Lavoir"),
        ("vu sq. Carpeaux à Dole", "Carpeaux"),
        ("OYARZABAL/Maïa/née 3 mai 1987/Dax", "OYARZABAL"),
        ("OYARZABAL Rose, Dax, enceinte", "Rose"),
        ("Rose, 4 ans, ne parle pas", "Rose"),
        ("Merci à tous. Solveig et Ludo Berthomieu", "Berthomieu"),
        ("Vasseran ou Vasserand ? 70 ans, Dole", "Vasseran"),
        ("famille afghane Rahimzai à Metz", "Rahimzai"),
        ("toute la famille Cazenave vous salue", "Cazenave"),
        ("Mme Samira AÏT OUMEZIANE, 51 ans", "OUMEZIANE"),
        ("Mme Paulette Pamiers, 83 ans, arrêtez d'appeler", "Pamiers"),
        ("mme n'guessan 45a", "n'guessan"),
        ("Coucou Béa, tu rappelles ?", "Béa"),
        ("tel six trente-neuf quatre-vingt-dix-huit quarante et un zéro sept", "trente-neuf"),
        ("Patiente : [nom] - 12/01/50 - Torcy", "12/01"),
        ("bât 3 appt 45, Nantes", "45"),
        ("Bonjour, Bertonzac Anna 45 ans, Dole", "Bertonzac"),
        ("Anna Bertonzac, j'ai 30 ans", "Bertonzac"),
        ("Mme Février a rappelé, Nevers", "Février"),
        ("mme octobre 81 ans nevers", "octobre"),
        ("Mme Sylvie Samedi, secrétaire", "Samedi"),
        ("Mme Hamilton, 81a", "Hamilton"),
        ("M. Becker, Nevers", "Becker"),
        ("Le Dr Carré part", "Carré"),
        ("pour Guérin Odile, Nevers", "Guérin"),
        ("pt : CARRÉ Odile, 70 ans", "CARRÉ"),
        ("Maman (Docteur Odile, si si)", "Odile"),
        ("M. KOVAČEVIĆ Ştefan, 56 ans", "Ştefan"),
        ("M. Đặng Văn Lộc, 56 ans", "Lộc"),
        ("Mme Ruiz y Sanz, Nevers", "Sanz"),
        ("VAUQUIN P.-L. 03/1941 Dole", "VAUQUIN"),
        ("VAUQUIN P.-L. 03/1941 Dole", "P.-L."),
        ("VAUQUIN P.-L. 03/1941 Dole", "03/1941"),
        ("née en 11/1938, Dole", "11/1938"),
        ("Mme Odile Perrin veuve Rocher 80 ans", "Rocher"),
        ("Mme Odile Perrin née Colomba", "Colomba"),
        ("M. Malik Sow dit « le Grec », 50a", "Grec"),
        ("surnommé « Kiko », 50a", "Kiko"),
        ("Couple Saïdi / Bertin, Sète", "Bertin"),
        ("sa sœur jumelle Esther vit à Sens", "Esther"),
        ("Merci, à plus, Jo", "Jo"),
        ("Mme Rosalie Saint-Cyr, Le Lamentin", "Saint-Cyr"),
        ("Mlle de La Tour du Pin Clotilde, Niort", "Pin"),
        ("Thiers, lieu-dit Les Granges", "Granges"),
        ("hameau Le Bourg, Ambert", "Bourg"),
        ("médecin traitant : Bonnefoy", "Bonnefoy"),
        ("tel 06 39 98 12", "39 98"),
        ("sécu 2 47 05 29", "47 05"),
        ("digicode 21B7", "21B7"),
        ("NOM : BARREAU, 70 ans", "BARREAU"),
        ("Garcin, Lola, 17 ans, Gap", "Garcin"),
        ("GARCIN - Lola - 17 ans", "GARCIN"),
        ("je m appelle bruno tessier j ai 50 ans", "tessier"),
        ("mme el amrani 60 ans", "amrani"),
        ("Mme Perrin, ex-Delcourt, 40a", "Delcourt"),
        ("Enfants : Lou, Zoé et Max, 3, 5 et 8 ans", "Max"),
        ("née le quatre juillet 1941", "quatre"),
        ("Immeuble Le Chambord, Amiens", "Chambord"),
        ("Monsieur « Nino », 60 ans, dort dehors", "Nino"),
        ("Slt c Sam. Je suis infirmier", "Sam"),
    ],
)
def test_a_name_is_masked_wherever_it_stands(reader, text, kept):
    assert kept not in reader.masker.mask(text).text


@pytest.mark.parametrize(
    "text",
    [
        "EHPAD St Jean de Maurienne : résident 84a",
        "habite St Pol de Léon",
        "dort à la rue. Bonjour madame",
        "Bonjour madame. Torsion douloureuse de la cheville",
        "Demande de kiné. Bourges",
        "Grasse, aide à domicile pour ma mère",
        "le maire de Dole, adjointe au social",
        "cours de français n° 2",
        "le bateau ne passe plus, elle a été battue",
        "famille syrienne à Metz",
        "Etu 21a Strasbourg",
        "Mme n'a pas de mutuelle",
        "vit à Murat (15)",
        "vient de Murat (Cantal)",
        "habite Fleury (Aude)",
        "inscription France Travail",
        "vu par Mme D. lundi matin",
        "Mme D. en mars 2025",
        "M. Parkinson, 80 ans",
        "M. d'Alzheimer connue",
        "84a veuve Alzheimer débutant",
        "il dit « La douleur revient »",
        "AVC 05/2009, HTA",
        "Mme la Maire de Sospel",
        "5e passage SAU en 3 mois",
        "Rte EHPAD Gien 91a",
        "0 place. Ergo en attendant",
        "seul dans son hameau de la Creuse",
        "RDV 06 11 26 14h",
        "née en janvier 1949",
        "né fin mars",
        "2 place EHPAD",
        "dans un immeuble, Lens",
        "Résidence La Grande Motte",
        "code postal 94400",
        "Bonjour, ici Dole. Une dame",
        "Monsieur « malade » selon lui",
    ],
)
def test_what_names_nobody_is_left(reader, text):
    assert reader.masker.mask(text).text == text
