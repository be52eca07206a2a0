"""What leads to a name and tells a home, a street, an area or a thing of somebody's from one another."""

import re

from orientation.geography.surroundings import FROM, LOOKED_BACK, PARTICLES, Surroundings
from orientation.geography.words import ARTICLES

LIVING = re.compile(
    r"habit(e|es|ent|ant|ante|ants|ait|ais|ons|ions)|vi(s|t|vent|vant|vait|vais|vons|vions)|demeur(e|ent|ant|ait|ons)|domicili(e|ee|es|ees)|seule?s?|chez"
    r"|resid(e|ent|ant|ante|ait|ants|ons)|log(e|ee|es|ees|eant|eons)|heberg(e|ee|es|ees)|install(e|ee|es|ees)|(em|de)menag\w*|secteur|commune"
    r"|rentr(e|ent|er|era|ant)|retourn(e|er|era)|restee?s?|maintenant|desormais|hab|jhabite|jabite|jvis"
)
_COMING = re.compile(
    r"revien(t|s|dra|drait|nent|drai)|retour|venue?s?|arrivee?s?|reven(ir|ient|ant|drait|u|ue)|install(er|ent)|vivre|habiter|loger|admis(e|sion)?|relog\w*|heberger|retrouver"
)
_LED_HOME = re.compile(
    r"(?<![a-z])(?<!\ba )(?:domicile|dom|adresse|lieu de vie|commune|ville|habite|hab|vit|home)\.?(?: d'orig\w*\.?)?"
    r"\s*[:=]?\s*(?:a|au|sur|de)?\s*$"
)
# "on est de X", "je suis à X", "chez moi c'est X", "dans un hameau près de X": told over more words than LIVING is.
AT_HOME = re.compile(
    r"\b(?:(?:la |sa |leur |notre |ma )?maison est (?:a|au|sur) "
    r"|(?:on est|nous sommes|ns sommes)(?: tous| bien| ici)? (?:a|au|sur|de|du|d')\s*"
    r"|(?:je|j) suis (?:a|au|sur|de|du|d')\s*"
    r"|chez (?:moi|nous|lui|elle|eux) c'?\s?est\s*(?:a|au)?\s*"
    r"|(?:habite\w*|vi[ts]|vivent|vivons|demeure\w*|loge\w*) (?:dans |en )?(?:une? |le |la |l')?(?:petite? )?"
    r"(?:hameau|village|lieu-dit|ferme|maison|bourg|campagne) (?:pres|proche|a cote|non loin|au-dessus) d(?:e |u |')\s*)$"
)
_BEFORE_AREAS = frozenset({"en", "nord", "sud", "est", "ouest", "centre", "departement", "dept", "dpt"})
_LANDS = re.compile(r"bois|val|vallee|massif|plateau|bassin|golfe|lac|foret|monts|gorges|parc")
_SITED = re.compile(
    r"ville|quartier|village|bourg|environs|agglo|agglomeration|canton|cote|hebergement|logement|appartement|appart|studio|pavillon|hlm|caravane|maison"
)
_QUARTER = re.compile(r"secteur|quartier|camping|hameau|cite|lieu|dit|residence|plage|zone|zac|port")
FACILITY = re.compile(
    r"hopita\w*|hosto|hospi\w*|clinique|polyclinique|chu|chr?u?|chi|ghu|ght|cmpp?|ehpad|usld|had|ssr|smr|lycee|college|ecole|creche|gare|mairie"
    r"|prison|maison|pharmacie|cabinet|centre|foyer|residence|mission|pmi|ccas|pass|csapa|caarud|spip|cp|cada|chrs|savs|samsah|sessad|itep|mecs|spada|antenne|permanence|urgences|caf|cpam|gendarmerie|commissariat|tribunal"
    r"|cardio\w*|neuro\w*|geriatri\w*|gerontolog\w*|pneumo\w*|onco\w*|ortho\w*|trauma\w*|nephro\w*|gastro\w*|uro\w*|medecine|chirurgie|reanimation|rea"
    r"|pediatrie|psychiatrie|addictologie|dialyse|hdj|uhcd|smur|samu|sau|csg|detention|penitentiaire|arret|impro|dispensaire|maraude|accueil"
    r"|faculte|universite|ime|esat|mas|fam|camsp|ditep|pcpe|eeap|cattp|cra|ulis|planning|psychiatre|pediatre|rhumato\w*|dermato\w*|ophtalmo\w*|endocrino\w*|gyneco\w*|service|equipe|maternite|ma|maf|mah|cd|csl|smpr|campus|ifsi|dac|clic|mdph|mds|cms|association|laboratoire|labo|emg|emsp|empp|eqp|ssiad|saad|spasad|maia|ofii|prefecture|pharmacie|mater|cpts|taule|tole|ehpads|bailleur|cetd"
)
_STREET = re.compile(
    r"rue|ave?|avenue|bd|bld|bvd|boulevard|place|allees?|chemin|impasse|quai|route|cours|square|passage|villa|voie|sente|residence|esplanade"
    r"|faubourg|fbg|lotissement|rte|sq|imp|chem|che"
)
_AFTER_A_NUMBER = re.compile(r"r|pl|all|ch|res|lot|fg|crs")  # streets in short that are other words elsewhere: "14 r. de Paris", "Mme R."
_REPEATED = frozenset({"bis", "ter", "quater", "b", "t"})
_MINE_OR_THEIRS = frozenset({"mon", "ma", "mes", "ton", "ta", "tes", "sa", "ses", "leur", "leurs", "nos", "vos", "ces", "cette", "cet"})
_VALUE = re.compile(r"=\s*['\"]")
_ARROW = re.compile(r"\s*(?:[-=]*>|→|⇒)\s*")
_OF_THE_STREET = (("a", "la"), ("dans", "la"), ("ds", "la"), ("de", "la"))
_SOMEONE = frozenset(
    {
        "soeur",
        "frere",
        "cousin",
        "cousine",
        "tante",
        "oncle",
        "ami",
        "amie",
        "copain",
        "copine",
        "un",
        "une",
        "leur",
        "moi",
        "lui",
        "elle",
        "nous",
        "eux",
        "ma",
        "mon",
        "sa",
        "son",
        "ses",
        "mere",
        "pere",
        "fille",
        "fils",
        "parents",
        "compatriote",
        "compagnon",
        "compagne",
        "mari",
        "femme",
        "epouse",
        "tiers",
    }
)
_WHOLE_STREET = 5


def lived_in(around: Surroundings, index: int) -> bool:
    """Whether someone is said to live there: "habite X", "domicilié à X", "secteur X", "ville de X", "75 ans, de X"."""
    sited = index > 1 and around.words[index - 1].text in PARTICLES and around.led_by(index, _SITED)
    aged = index > 1 and around.words[index - 1].text in FROM and around.ends_an_age(index - 2)
    homed = _LED_HOME.search(around.plain[max(0, around.words[index].start - 30) : around.words[index].start]) is not None
    coming = around.words[index - 1].text not in FROM and around.led_by(index, _COMING) if index else False
    return (
        sited or aged or homed or coming or around.said_before(index, AT_HOME) or around.led_by(index, LIVING, across=PARTICLES | _SOMEONE)
    )


def of_an_area(around: Surroundings, index: int, bears_its_name: bool) -> bool:
    """Whether a département or a stretch of land is meant: "en Mayenne", "dans la Vienne", "massif du Sancy"."""
    before = around.words[index - 1].text if index and not around.breaks(index - 1, index) else ""
    within = before if before in ("dans", "ds") else around.words[index - 2].text if index > 1 and before in ARTICLES else ""
    named = bears_its_name and (before in _BEFORE_AREAS or within in ("dans", "ds"))
    return named or before in FROM | ARTICLES and around.led_by(index, _LANDS)  # not "fracture du bassin X"


def on_a_journey(around: Surroundings, index: int, after: int) -> bool:
    """Whether an arrow leads from there or to there: "VSL Aurillac > Clermont"."""
    return _ARROW.fullmatch(around.between(index - 1, index)) is not None or _ARROW.fullmatch(around.between(after - 1, after)) is not None


def in_a_street(around: Surroundings, index: int) -> bool:
    """Whether a street is named so; "éducateur de rue", "à la rue" are none."""
    at = _street_at(around, index)
    if at is None or any(word.text in ("sur", "a", "en", "chez", "ds", "dans") for word in around.words[at + 1 : index]):
        return False  # "de la place sur Lunel"
    before = tuple(word.text for word in around.words[max(0, at - 2) : at])
    return not (around.words[at].text == "rue" and (before in _OF_THE_STREET or before[-1:] == ("de",)))


def _street_at(around: Surroundings, index: int) -> int | None:
    """Where the word for a street stands that leads to a name, a full stop after it or none: "rue de X", "av. de X", "14 r. X"."""
    at = index - 1
    while at >= 0 and index - at <= LOOKED_BACK:
        word = around.words[at].text
        numbered = at > 0 and (around.words[at - 1].text.isdigit() or around.words[at - 1].text in _REPEATED)
        street = _STREET.fullmatch(word) is not None or numbered and _AFTER_A_NUMBER.fullmatch(word) is not None
        if around.breaks(at, at + 1) and not (street and len(word) < _WHOLE_STREET and around.between(at, at + 1).strip() == "."):
            return None
        if street:
            return at
        if word not in PARTICLES:
            return None
        at -= 1
    return None


def in_a_quarter(around: Surroundings, start: int) -> bool:
    """Whether the name that starts there is led by "quartier", "camping"…, which towns have inside them."""
    index = next(at for at, word in enumerate(around.words) if word.start >= start)
    return around.led_at(index, _QUARTER) is not None


def is_owned(around: Surroundings, index: int) -> bool:
    """ "ses cannes", "ma chance": what somebody has is no town; "MA Osny" is a prison."""
    if index == 0 or around.between(index - 1, index).strip():
        return False
    before = around.words[index - 1]
    acronym = around.text[before.start : before.end].isupper() and not around.shouted
    return before.text in _MINE_OR_THEIRS and not acronym


def is_coded(around: Surroundings, index: int) -> bool:
    """ "ville='Colmar'": the value of some code, said by nobody."""
    return index > 0 and _VALUE.search(around.between(index - 1, index)) is not None
