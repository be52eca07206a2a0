"""Reads how soon help is needed, in hours. The length of a stay, of a treatment or of a wait for a place is not a delay."""

import re
from datetime import date

from orientation.conversation.numerals import NUMBER_WORDS
from orientation.wording import folded

_NUMBERS = {
    **NUMBER_WORDS, "vingt-quatre": 24, "vingt quatre": 24, "quarante-huit": 48, "quarante huit": 48, "soixante-douze": 72,
}  # fmt: skip
_HOURS = {
    "h": 1,
    "heure": 1,
    "heures": 1,
    "jour": 24,
    "jours": 24,
    "j": 24,
    "jrs": 24,
    "jr": 24,
    "semaine": 168,
    "semaines": 168,
    "sem": 168,
    "mois": 720,
}
_NUMBER = r"(?P<number>[0-9]{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_UNIT = r"(?P<unit>heures?|h|jours?|jrs?|j|semaines?|sem|mois)\b"
_RANGE = r"(?:(?:[0-9]{1,2}|une?|deux|trois|huit|dix)\s*(?:-|/|a|ou)\s*)?"  # "sous 24-48h": the later end
_WITHIN = re.compile(
    r"\b(?:sous|ss|dans les|dans|ds|d'ici|d ici|avant|en moins de|d'ici a|delai (?:de|max|maximum)|"
    r"max(?:imum)?)\s*(?:les |l'espace de |environ |a peu pres |\+/-|~|un delai de |maxi(?:mum)? )*" + _RANGE + _NUMBER + r"\s*" + _UNIT
)
# "rdv sous 72h" asks for one, "rdv dans 3 mois" tells of one.
_IN_SO_LONG = re.compile(r"(?:sous|ss|d'ici|en moins de)\b")
_WITH_A_DATE = re.compile(r"\b(?:rdv|rendez[- ]vous)\b[^.;]{0,25}$")
_SLEEPS = re.compile(r"\b(?:dor[st]|dormons|dorment|dormir|tient|tiens|marche)\s(?:ne\s)?$")
# What is left before a door closes: "il lui reste 15 jours pour", "la copine nous donne 30 jours"; not "reste 3 semaines de traitement".
_LEFT = re.compile(
    r"\b(?:(?:me|nous|lui|leur|te|vous|l'hotel|bailleur|proprietaire)\s+(?:a\s+)?(?:donn\w+|laiss\w+|accord\w+)|(?:il"
    r"|lui|me|nous|leur|y)\s+reste|restent"
    r"|ne reste (?:plus )?que|plus que|garde\w* encore|en ai pour|y en a pour)\s+(?:plus que |encore |que |a peine )?"
    + _NUMBER
    + r"\s*"
    + _UNIT
    + r"(?!\s*(?:d'|de\b|a faire|a purger|avant de|honor|par\b|/))"
)
_THIS_MONTH = re.compile(r"\b(?<!fois )(?<!x[0-9] )(?:dans|ds) le mois\b(?! (?:prochain|suivant|qui|d'apres|de\b))")
_NO_LONGER = re.compile(r"\b(?:garder|heberger|rester|loger)\b[^.;,]{0,15}\bau[- ]dela d(?:e |')" + _NUMBER + r"\s*" + _UNIT)
# What runs out: "bouteille = 3h restantes", "autonomie de 2 h".
_RUNNING_OUT = re.compile(r"\b" + _NUMBER + r"\s*" + _UNIT + r"\s*restante?s?\b")
_BY_AN_HOUR = re.compile(
    r"\b(?<!bus )(?<!pas )(?<!ouvert )avant\s+(?:1[2-9]|2[0-3])\s?(?:h|heures)\s?(?:[0-5][0-9])?\b(?!\s*(?:et|ou|le|du|ni))"
)
_THIS_WEEK = re.compile(
    r"\b(?:dans|ds) la (?:semaine|sem)\b(?! (?:prochaine|suivante|d'apres|qui))"
    r"|\b(?:admission|avis|rdv|visite|passage|evaluation|bilan|entree|hospi\w*|cs|csg|consult\w*|a (?:voir"
    r"|faire))\b[^.;]{0,25}\bcett?e? sem(?:aine)?\b"
)
_AT_MOST = re.compile(r"\b" + _NUMBER + r"\s*" + _UNIT + r"\s*(?:grand )?max(?:i|imum)?\b")
_IN_TIME = re.compile(
    r"\b(?:trouver|organiser|monter|partir|quitter|preparer|liberer|vider|regler|demenager)\b[^.;,]{0,30}\ben " + _NUMBER + r"\s*" + _UNIT
)
_SOONER = re.compile(
    r"\b(?:irm|scanner|tdm|rdv|rendez-vous|avis|cs|consult\w*|visite|echo\w*|bilan|emsp|emg|ems|had|ide|idel|rad|retour|sortie|delai|evaluation"
    r"|passage|place|hdj)\b[^.;,]{0,25}"
    r"<\s*" + _NUMBER + r"\s*" + _UNIT
)
# Kin or the writer on their way: "sa fille arrive de Lille dans 3 jours", "on monte ds 15j".
_ON_THE_WAY = re.compile(
    r"\b(?:fille|fils|soeur|frere|enfants?|famille|neveu|niece|mari|femme|mere|pere|parents|on|je|nous|aide|titulaire)\s+(?:ne\s+)?"
    r"(?:arriv|revien|mont|vien|descen|rentr|pass)\w*\b[^.;,]{0,30}$"
)
_FORTNIGHT = re.compile(
    r"\b(?:sous|ss|dans|ds|d'ici)\s+(?:une\s+|la\s+)?(quinzaine|huitaine|dizaine)\b(?!\s+de\s+(?:personnes|km|minutes))"
)
_NOW = re.compile(
    r"\b(?:en (?:toute |extreme |grande )?(?:urgence|urgce|urg)|(?:tres|super|hyper|assez|vraiment|c'est|est|c) urgente?s?|"
    r"urgente?s?|urgnte?|urgt|urgemment|urgentissime|urgence(?! de\b| psy| pediatr| gyneco| ophtalmo)"
    r"|aujourd'hui|aujourd hui|aujourdhui|auj|ajd"
    r"|ce jour|[cs]e soir|cette nuit|pour la nuit|pr la nuit|now|today|ce matin meme|cett?e? (?:apres[- ]midi|aprem"
    r"|apm)|ce midi|t(?:ou)?t de suite"
    r"|la maintenant(?= (?:besoin|il faut|faut))|(?:partir|parler a (?:quelqu'un|qqn)|quel \w+) maintenant"
    r"|immediatement|"
    r"immediat|sur[- ]le[- ]champ|sans delai"
    r"|(?:dans|ds) la (?:journee|matinee)|dans l'heure|maintenant tout de suite|le jour meme|demain(?: matin| soir| midi|"
    r" apres[- ]midi)?|des demain|2main|dem1|dmn|(?<!a )dem"
    r"(?=\s*(?:[?!,;)>/]|$|svp|stp|matin|soir|midi|aprem|a?\s*[0-9]{1,2}\s*h)))(?![a-z])"
)
_AFTER_TOMORROW = re.compile(r"(?<!qu')(?<!\bque )(?<!\bavant )\bapres[- ]?demain\b")
_NOT_URGENT = re.compile(
    r"(?:\b(?:pas|aucune|rien|sans|ni|jamais|non|peu|0|zero)|ø|∅)\s*(?:tres |si |vraiment |forcement |a priori |du tout |"
    r"en |d'|d |de |une? |l'|signes? d'|ne devien\w+ |devien\w+ )*$"
)
_DENIED_AFTER = re.compile(r"\s*(?:dentaire |medicale |vitale )?:? ?(?:non|aucune|0|relative)\b")
_TAKEN_IN = re.compile(r"\b(?:hospitalis|oper|transfer|transport)ee?s? (?:hier |encore )?en urgence$|\b(?:admise?s?|partie?s?) en urgence$")
_EMERGENCY_ROOM = re.compile(
    r"\b(?:aux|des|les|service d'|service|passages? (?:aux|en|par les)|passe[er]? par les|medecin|medecins|"
    r"sortie d'|sorti des|n°|signes? d'|signes? de l'|numeros? d'|samu|a|secours d'|aide d'|aides d'"
    r"|commission d'|toutes?|vue? en|recue? en|telephone d'|numero d'|"
    r"bouton d'|appel d'|bip d'|hebergement d'|hebergement|foyer d'|centre d'|accueil d'|logement d'|"
    r"contraception d'|nuitees? d'|place d'|lit d'|plan d'|fiche d'|contact d'|mise a l'abri d')\s*$"
)
_NOT_A_DELAY = re.compile(
    r"\b(?:depuis|pendant|il y a|toutes? les|tous les|chaque|attente de|attente"
    r"|accept\w*|heberg\w*|sejour\w*|revue?s?|revoir|reevaluation|recontact\w*|reevaluer|a prendre|prendre|prise|echeance|efficace"
    r"|repass\w*|revient|reviens"
    r"|(?:pas|plus|aucune?|rien)(?: de| d')?\s*(?:rdv|rendez[- ]vous|places?|creneaux?|dispo\w*|libre|solution)?(?: avant| dans)?"
    r"|absente? (?:pendant|dans)?|rappelle(?:ra|nt|ront)?|(?:terme|convoc\w*|convoque\w*|audience|accouch\w*"
    r"|(?:bourse|pension|salaire|paie|rsa|aah) (?:arrive|tombe)|fin de droits [^.;,]{0,12})"
    r"|(?:rdv|rendez[- ]vous) (?:\w+ ){0,3}(?:seulement |que )?)\s*(?:de |les )?$"
)
# A wait for anything at all: "pas de dermato avant 9 mois", "ne trouve pas de cabinet avant 4 mois".
_NOTHING_BEFORE = re.compile(r"\b(?:pas|plus|aucune?|rien|personne|ni|po)\b[^.;:?!]{0,40}$")
# What is told, not asked for: "vue ce jour", "TS cette nuit", "pas d'idées ce jour", and "Aujourd'hui" at the head of a sentence.
_TOLD_BEFORE = {
    "ce jour": re.compile(
        r"(?:^|[.!?\n]\s*|\bras\s*|\b(?:nie|bon|moral|douleur|dlr|humeur|critique|stable|risque suic\w*)\b[^.;,]{0,25}"
        r"|\b0 (?![e€])[^.,;]{0,30}"
        r"|\b(?:livree?s?|constatee?s?|entretien|(?:visite|reunion|appel|contact|rencontre|hdj)(?: \w+)? d[eu]|retour (?:au |a )?dom\w*)"
        r"|\b(?:(?:re)?vue?s?|vu en cs|cs|consult\w*|recue?s?|examinee?|rencontree?s?|sort(?:ie?s?|ant)?|a)"
        r"|\b(?:pas|aucune?|ni|sans)\b[^.,;]{0,30})\s*$"
    ),
    "cette nuit": re.compile(
        r"^(?!.*\b(?:pour|dormir|aller|ou|abri|toit|place|(?<!son )(?<!du )(?<!mon )lit|solution|hebergement|coucher|loger|chambre|heberger"
        r"|veut partir|veux partir|nulle part|pr|rien|encore|gare|hall|garde|sinon)\b[^.;]{0,35}$).*$",
        re.DOTALL,
    ),
    "pour la nuit": re.compile(r"^(?!.*\b(?:solution|toit|lit|rien|hebergement|abri|dormir|chambre|place)\b[^.;]{0,25}$).*$", re.DOTALL),
    "aujourd'hui": re.compile(
        r"(?:^|[.!?;\n]\s*|\)\s*\.\s*|\b(?:ans|mois|semaines)\s*|\b(?:pas|plus|ni|aucune?|jamais|rien)\b[^.;,]{0,40}"
        r"|\bce qui (?:\w+['\s]){1,4}|\b(?:depuis|jusqu'a|encore|locataire|redemand\w*|stable"
        r"|vit|vivent|vu[es]*|telephone \w+ fois|va (?:bien|mieux)|parle de (?:ca|cela))\s*"
        r"|\b(?:en a|sous \w+|en ont) ?(?:[0-9]+ )?)$"
    ),
    "ce soir": re.compile(
        r"\b(?:chez (?:sa|son|ses|leur|des|une?|la|les?)|(?:ont|a|ai|avons) un toit|gardes|gardees?|logee?s?|hebergee?s?)\b[^.;,?]{0,25}$"
        r"|\b(?:pas|plus) (?:a la rue|dehors)\b[^.;,]{0,15}$|\b(?:aucun besoin|presente?s?|hospitalise\w*"
        r"|(?:a l'|a l |al)(?:hosto|hopital|hop)"
        r"|passe(?:ra)? (?:encore|aussi)?|depuis|traite de|\bseule?|est avec \w+)\s*$"
        r"|\b(?:pas|plus) (?:de |d'|en )?(?:fievre|douleurs?|crise|vomissements?|gene|danger|idees?)\b[^.;,]{0,20}$"
    ),
    "ce midi": re.compile(r"^(?!.*\b(?:pour|pr|besoin|avant|repas|plateau)\b[^.;]{0,25}$).*$", re.DOTALL),
    "demain": re.compile(
        r"^(?!.*\b(?:hotel|dor[st]|heberg\w*|canape|chambre|nuit\w*|log\w+)\b[^.;]{0,45}$).*(?:jusqu'?\s?a|jusque)\s*$"
        r"|(?:ferme\w*|d'ici)\s*$"
        r"|\b(?:partent|repart\w*"
        r"|(?:medecin|docteur|infirmiere|kine|ide|idel|police|gendarmes?)(?: ne)?"
        r" (?:re)?(?:passe|vient|viendra|passera|revient|prend [^.;]{0,20})(?: que)?|dose de|rdv de|vsl de)"
        r"\s*$"
        r"|\b(?:pas?|plus|rien|aucune?|personne)\b[^.;]{0,30}\bavant?\s*$|\bsigne\s*$",
        re.DOTALL,
    ),
    "tout de suite": re.compile(r"\b(?:pas|plus|ni)\b[^.;,]{0,35}$|\b(?:precise|dis|dit|signale|ajoute|rassure|previens|bascule\w*)\s*$"),
    "immediat": re.compile(r"(?:\bdangers?\s*|\b(?:pas|plus|ni|aucune?|sans|jamais)\b[^.;]{0,40})$"),
    "immediatement": re.compile(r"\b(?:pas|ni|jamais)\b[^.;]{0,30}$"),
}
_TOLD_AFTER = re.compile(r"\s*:?\s*(?:(?:il|elle|tout) va\b|pas d|aucune?|ni|ras|=|(?<=:)\s*(?:insomnie|stable|bien|mieux))")
# "aujourd'hui il a une trace sur la joue" tells; "aujourd'hui il faut", "il dort dehors aujourd'hui" ask.
_TOLD_TODAY = re.compile(
    r"\s*[:,]?\s*(?:(?:il|elle|ils|elles|on|c'est|ca|tout|papa|maman)\s(?!\w*\s?(?:faut|faudrait|doi|sort|cherche|veu"
    r"|dor|a besoin|est (?:a la rue|dehors|sans)))"
    r"|,? ?(?:en a |j'en ai |j'ai )?[0-9]{1,3} ?(?:ans?\b|a\b)|separe|(?:sous |en )?(?:securite|methadone|subutex|sevre)|sobre|abstinent"
    r"|va (?:bien|mieux)"
    r"|une association d'anciens|proces\b|je (?:suis (?:bien|en|seul)|vis)|tout est"
    r"|stabilise|stable|studio|locataire|retabli|apaise|bien\b|mieux|ok\b)"
)
_FOUND_TONIGHT = re.compile(r"\s*,?\s*(?:j'ai|on a|nous avons) (?:trouve|vu|constate|decouvert|appris|entendu)")
_CLOSES = re.compile(r"[\s.!]*$")
_ASKED_AFTER = re.compile(r"\s*(?:svp|stp|s'il vous|s'il te|\?)")
_TODAY = re.compile(r"^(?:aujourd hui|aujourdhui|auj|ajd)$")
_TALK = re.compile(r"\b(?:meteo|match|temps)\b[^.]*$")
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_DAY = "(?:" + "|".join(_WEEKDAYS) + ")"
_WEEKDAY = re.compile(rf"\b({_DAY})\b(?!\s*(?:dernier|passe)|\s*(?:et|,|/|a|au)\s*{_DAY})(\s+prochain)?")
_HABIT = re.compile(r"\b(?:tous les|chaque|le|les|du|depuis|hier|au|hors)\s*$")
_WEEKEND = re.compile(r"\bce (?:week[- ]?end|we)\b")


def read_delay(text: str, day: date | None = None) -> int | None:
    """Hours before help is needed, None when the text does not say or only names a day and no `day` is given.

    >>> read_delay("à organiser sous 48h"), read_delay("Pas d'urgence"), read_delay("sort vendredi", date(2026, 11, 18))
    (48, None, 48)
    """
    flat = folded(text).replace("’", "'")
    for found in (
        *_WITHIN.finditer(flat),
        *_LEFT.finditer(flat),
        *_SOONER.finditer(flat),
        *_AT_MOST.finditer(flat),
        *_IN_TIME.finditer(flat),
        *_NO_LONGER.finditer(flat),
        *_RUNNING_OUT.finditer(flat),
    ):
        before = flat[: found.start()]
        by_the_clock = found.group().startswith("avant") and _HOURS[found["unit"]] == 1 and _count(found["number"]) <= 24
        if found.group().startswith("avant") and not by_the_clock and _NOTHING_BEFORE.search(before):
            continue
        if _IN_SO_LONG.match(found.group()) and _WITH_A_DATE.search(before):
            return _count(found["number"]) * _HOURS[found["unit"]]
        if _SLEEPS.search(before):
            continue
        if not (by_the_clock or _NOT_A_DELAY.search(before) or _ON_THE_WAY.search(before)):
            return _count(found["number"]) * _HOURS[found["unit"]]
    found_fortnight = _FORTNIGHT.search(flat)
    if found_fortnight:
        return {"quinzaine": 360, "dizaine": 240}.get(found_fortnight[1], 168)
    if _AFTER_TOMORROW.search(flat):
        return 48
    if _BY_AN_HOUR.search(flat):
        return 24
    for now in _NOW.finditer(flat):
        before = flat[: now.start()]
        if _is_told(now, flat) or flat.startswith(" dentaire", now.end()) and _WEEKDAY.search(flat):
            continue  # "urgence dentaire dimanche" says when
        if "urg" in now.group() and (_DENIED_AFTER.match(flat, now.end()) or _TAKEN_IN.search(before + now.group())):
            continue
        named = "urgen" in now.group() and _EMERGENCY_ROOM.search(before)
        if now.group() in ("pour la nuit", "pr la nuit") or not (_NOT_URGENT.search(before) or named or _TALK.search(before)):
            return 24
    if _THIS_WEEK.search(flat):
        return 168
    if _THIS_MONTH.search(flat):
        return 720
    return _until_weekday(flat, day) if day else None


def _is_told(now: re.Match[str], flat: str) -> bool:
    """Whether a word for now only dates what is told: "vue ce jour", "aujourd'hui elle dit que…"."""
    said = _TODAY.sub("aujourd'hui", now.group().replace("se soir", "ce soir").replace("tt de", "tout de")).removesuffix(" matin")
    told = _TOLD_BEFORE.get("pour la nuit" if said == "pr la nuit" else said)
    if told is None or said == "cette nuit" and _ASKED_AFTER.match(flat, now.end()):
        return False
    if flat[: now.start()].rstrip()[-1:] in (".", "!", "?") and _CLOSES.match(flat, now.end()):
        return False  # "Admission directe. Aujourd'hui"
    after = {"ce jour": _TOLD_AFTER, "aujourd'hui": _TOLD_TODAY, "ce soir": _FOUND_TONIGHT}.get(said)
    return told.search(flat[: now.start()]) is not None or after is not None and after.match(flat, now.end()) is not None


def _count(written: str) -> int:
    return int(written) if written.isdigit() else _NUMBERS[written]


def _until_weekday(flat: str, day: date) -> int | None:
    found = _WEEKDAY.search(flat)
    if found and not (_HABIT.search(flat[: found.start()]) and not found[2]):
        ahead = (_WEEKDAYS.index(found[1]) - day.weekday()) % 7 or 7
        return 24 * ahead
    if _WEEKEND.search(flat):
        return 24 * max(1, (5 - day.weekday()) % 7)
    return None
