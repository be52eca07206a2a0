"""Reads how soon help is needed, in hours. The length of a stay, of a treatment or of a wait for a place is not a delay."""

import re
from datetime import date

from orientation.wording import folded

_NUMBERS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "dix": 10, "douze": 12, "quinze": 15,
    "vingt": 20, "trente": 30,
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
_WITHIN = re.compile(
    r"\b(?:sous|ss|dans les|dans|ds|d'ici|d ici|avant|en moins de|d'ici a|delai (?:de|max|maximum)|"
    r"max(?:imum)?)\s*(?:les |l'espace de |environ |a peu pres |\+/-|~|un delai de |maxi(?:mum)? )*" + _NUMBER + r"\s*" + _UNIT
)
_FORTNIGHT = re.compile(r"\b(?:sous|ss|dans|ds|d'ici)\s+(?:une\s+|la\s+)?(quinzaine|huitaine)\b")
_NOW = re.compile(
    r"\b(?:en (?:toute |extreme |grande )?urgence|(?:tres|super|hyper|assez|vraiment|c'est|est|c) urgente?s?|"
    r"urgente?s?|urgentissime|urgence(?! de\b| psy| pediatr| gyneco| ophtalmo| dentaire)|aujourd'hui|aujourd hui|aujourdhui|auj|ajd"
    r"|ce jour|ce soir|cette nuit|pour la nuit|ce matin meme|cet apres[- ]midi|cet aprem|ce midi|tout de suite|immediatement|"
    r"immediat|sur[- ]le[- ]champ|sans delai"
    r"|dans la journee|dans l'heure|maintenant tout de suite|le jour meme|demain(?: matin| soir| midi|"
    r" apres[- ]midi)?|des demain|2main|dem1|dem(?=\s*(?:[?!,;)]|$)))\b"
)
_AFTER_TOMORROW = re.compile(r"\bapres[- ]?demain\b")
_NOT_URGENT = re.compile(
    r"\b(?:pas|aucune|rien|sans|ni|jamais|non|peu)\s+(?:tres |si |vraiment |forcement |a priori |du tout |en |d'|d |de |une? |l')*$"
)
_EMERGENCY_ROOM = re.compile(
    r"\b(?:aux|des|les|service d'|service|passages? (?:aux|en|par les)|passe[er]? par les|medecin|medecins|"
    r"sortie d'|sorti des|n°|numeros? d'|samu|a|secours d'|aide d'|aides d'|commission d'|telephone d'|numero d'|"
    r"bouton d'|appel d'|bip d'|hebergement d'|hebergement|foyer d'|centre d'|accueil d'|logement d'|"
    r"contraception d'|nuitees? d'|place d'|lit d'|plan d'|fiche d'|contact d'|mise a l'abri d')\s*$"
)
_NOT_A_DELAY = re.compile(
    r"\b(?:depuis|pendant|il y a|toutes? les|tous les|chaque|attente de|attente|revue? dans|controle dans|reevaluation dans"
    r"|(?:pas|plus|aucune?|rien)(?: de| d')?\s*(?:rdv|rendez[- ]vous|places?|creneaux?|dispo\w*|libre|solution)?(?: avant| dans)?"
    r"|absente? (?:pendant|dans)?|(?:rdv|rendez[- ]vous) (?:\w+ ){0,3}(?:seulement |que )?)\s*(?:de |les )?$"
)
# What is told, not asked for: "vue ce jour", "TS cette nuit", "pas d'idées ce jour", and "Aujourd'hui" at the head of a sentence.
_TOLD_BEFORE = {
    "ce jour": re.compile(
        r"(?:\b(?:vue?s?|vu en cs|cs|consult\w*|recue?s?|examinee?|rencontree?s?|sort(?:ie?s?|ant)?|a)"
        r"|\b(?:pas|aucune?|ni|sans)\b[^.,;]{0,30})\s*$"
    ),
    "cette nuit": re.compile(
        r"^(?!.*\b(?:pour|dormir|aller|ou|abri|toit|place|lit|solution|hebergement|coucher|loger|chambre|heberger)\b[^.;]{0,25}$).*$",
        re.DOTALL,
    ),
    "pour la nuit": re.compile(r"^(?!.*\b(?:solution|toit|lit|rien|hebergement|abri|dormir|chambre|place)\b[^.;]{0,25}$).*$", re.DOTALL),
    "aujourd'hui": re.compile(
        r"(?:^|[.!?;\n]\s*|\)\s*\.\s*|\b(?:ans|mois|semaines)\s*|\b(?:pas|plus|ni|aucune?|jamais)\b[^.;,]{0,30}|\b(?:depuis|jusqu'a|encore)\s*)$"
    ),
    "tout de suite": re.compile(r"\b(?:precise|dis|dit|signale|ajoute|rassure|previens|bascule\w*)\s*$"),
    "immediat": re.compile(r"(?:\bdangers?\s*|\b(?:pas|plus|ni|aucune?|sans|jamais)\b[^.;]{0,40})$"),
    "immediatement": re.compile(r"\b(?:pas|ni|jamais)\b[^.;]{0,30}$"),
}
_TOLD_AFTER = re.compile(r"\s*:?\s*(?:pas d|aucune?|ni|ras)\b")
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
    for found in _WITHIN.finditer(flat):
        if not _NOT_A_DELAY.search(flat[: found.start()]):
            number = int(found["number"]) if found["number"].isdigit() else _NUMBERS[found["number"]]
            return number * _HOURS[found["unit"]]
    found_fortnight = _FORTNIGHT.search(flat)
    if found_fortnight:
        return 360 if found_fortnight[1] == "quinzaine" else 168
    if _AFTER_TOMORROW.search(flat):
        return 48
    for now in _NOW.finditer(flat):
        before = flat[: now.start()]
        told = _TOLD_BEFORE.get(now.group().replace("aujourd hui", "aujourd'hui"))
        if told is not None and (told.search(before) or now.group() == "ce jour" and _TOLD_AFTER.match(flat, now.end())):
            continue
        named = "urgen" in now.group() and _EMERGENCY_ROOM.search(before)
        if now.group() == "pour la nuit" or not (_NOT_URGENT.search(before) or named or _TALK.search(before)):
            return 24
    return _until_weekday(flat, day) if day else None


def _until_weekday(flat: str, day: date) -> int | None:
    found = _WEEKDAY.search(flat)
    if found and not (_HABIT.search(flat[: found.start()]) and not found[2]):
        ahead = (_WEEKDAYS.index(found[1]) - day.weekday()) % 7 or 7
        return 24 * ahead
    if _WEEKEND.search(flat):
        return 24 * max(1, (5 - day.weekday()) % 7)
    return None
