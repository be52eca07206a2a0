"""Streets and dwellings, by their number, their door or their name; the commune that follows stays."""

import re
from collections.abc import Iterator

from orientation.conversation.masking.letters import CAPITAL, UP, WORD
from orientation.conversation.masking.recogniser import CITY, NOT_NAMES, Recogniser
from orientation.conversation.masking.spans import STREET, Span
from orientation.wording import folded, normalised

_STREET_SURE = (
    r"rue|avenue|ave|av|bd|bld|blvd|boulevard|all[ée]e|impasse|imp|chemin|che?m|quai|square|sentier|ruelle|faubourg|"
    r"fbg|promenade|esplanade|venelle|traverse|mont[ée]e"
)
_STREET_NAMED = _STREET_SURE + r"|route|rte|lotissement|lieu[- ]?dit|l-d|hameau|ferme|immeuble|chalet|cit[ée]|r[ée]sidence|villa|passage"
# Kinds of street too short to be told without their full stop or what follows: "4 r. du Puits", "11 sq. du Docteur Roux".
_STREET_SHORT = rf"(?:r|sq|all|fg|imp|chem|pce)(?=\.|\s+(?:(?:de|du|des|de\s+la)\s|d['’]|de\s+l['’]|(?-i:[{UP}][a-zß-ÿ])))"
_STREET_SURELY = re.compile(rf"(?:{_STREET_SURE}|(?:au\s+)?(?:lieu[- ]?dit|l-d|hameau(?=\s+(?-i:[{UP}]))))\b", re.IGNORECASE)
_STREET_NUMBERED = _STREET_SURE + (
    r"|place|pl|cours|passage|route|rte|villa|r[ée]sidence|r[ée]s|cit[ée]|lotissement|lot|hameau|lieu[- ]?dit|parvis|"
    rf"rond[- ]point|cour|mail|voie|clos|carrefour|quartier|domaine|parc|b[âa]t(?:iment)?|{_STREET_SHORT}"
)
_STREET_PARTICLE = r"(?:(?:de\s+la|de\s+l['’]\s?|des|du|de|d['’]|la|le|les|l['’]|aux?|à\s+la|saint|sainte|st|ste|en)\s*)"
_NUMBERED_STREET = re.compile(
    rf"(?<![\d/])(?<!\bgir )(?<!\bgir)\b(?!1res?\b)[1-9]\d{{0,3}}\s?(?:bis|ter|quater|"
    rf"(?-i:[b-dA-D])\b)?\s?,?\s*(?:{_STREET_NUMBERED})\b\.?\s+(?P<name>{_STREET_PARTICLE}*(?:\d{{1,2}}(?:er)?\s+)?{WORD})",
    re.IGNORECASE,
)
_GOES_ON = re.compile(rf"\s+(?i:{_STREET_PARTICLE})*(?P<word>{WORD}|19\d\d\b)")
_NAMED_STREET = re.compile(
    rf"\b(?:[Aa]u\s+)?(?:(?i:{_STREET_NAMED})\b\.?|tour\b\.?|(?:r|sq|imp|all|fg)\.)\s+(?P<name>(?:(?i:{_STREET_PARTICLE}))*(?:\d{{1,2}}\s+)?{CAPITAL})"
)
_LOW_STREET = re.compile(
    rf"(?<!à la )(?<!a la )(?<!dans la )\b(?:rue|avenue|boulevard|all[ée]e|impasse|ch\.|chem\.|imp\.|all\.|av\."
    rf"|bd)\s+(?:de la|des|du|de l['’])\s?(?P<name>{WORD})",
    re.IGNORECASE,
)
# "résidence Les Genêts bât. C", "grand'rue 12", "rue haute n°7": a dwelling told by its door.
_DOOR = (
    r"\b(?:b[âa]t(?:iment)?\.?\s*[A-Z0-9]|app(?:t|art)?\.?\s*\d|n°?\s?\d|porte\s+\d|esc(?:alier)?\.?\s*[A-Z0-9]\b|entr[ée]e\s+[A-Z0-9]\b)"
)
_DOORED = re.compile(
    rf"\b(?:{_STREET_NAMED})\s+(?:(?!\s[àa]\s)[^,;.:\n]){{2,30}}?,?\s*{_DOOR}[A-Z0-9]*(?!\s*(?:pi[eè]ce|personne|place))", re.IGNORECASE
)
_DOORS = re.compile(
    r"\bb[âa]t(?:iment)?\b\.?\s*(?:[A-Z]|\d{1,3})\b[\s,]*(?:app?t|appartement|app|esc(?:alier)?|porte|log(?:ement)?)\b\.?\s*(?:n°\s?)?[A-Z]?\d{1,4}\b",
    re.IGNORECASE,
)
_MAIN_STREET = re.compile(r"(?<![\d/])\d{1,4}\s?(?:bis|ter)?\s?,?\s*grande?['’ -]\s?rue\b", re.IGNORECASE)
_WORKING_OUTSIDE = re.compile(
    r"\b(?:[ée]duca?t?\w*|[ée]quipes?|maraudes?|travail\w*|m[ée]diat\w+|infirmi\w+|gens|femmes?|hommes?|jeunes?)(?:\s\w+)?\s+de\s+(?:la\s+)?$",
    re.IGNORECASE,
)
_NUMBERED_PLACE_ONLY = re.compile(r"\b(?:place|pl|lit|lot|cours|parc|quartier|voie|passage|bat)\b", re.IGNORECASE)
# A word written in full and a full stop: the sentence ends there, what follows is no name ("la rue. Bonjour").
_ENDED = re.compile(
    r"(?:rue|avenue|boulevard|impasse|chemin|quai|square|route|lotissement|cit[ée]|r[ée]sidence|villa|passage|place)\.\s", re.IGNORECASE
)


def numbered_streets(text: str, known: Recogniser) -> Iterator[Span]:
    for found in _NUMBERED_STREET.finditer(text):
        if _ENDED.search(found.group()) or _opens_on_a_word(found, known):
            continue
        end = _end_of_street(text, found, known)
        name = text[found.start("name") : end]
        capital = re.search(rf"(?:^|\s|['’])[{UP}]", name) or _is_honoured(name, known)
        if _NUMBERED_PLACE_ONLY.search(found.group()[: found.start("name") - found.start()]) and not capital:
            continue
        yield found.start(), _before_commune(text, found.start("name"), end, known), STREET


def _end_of_street(text: str, found: re.Match[str], known: Recogniser) -> int:
    """Where the name of a street ends: at the first word that is neither a capital nor, in a text without capitals, somebody's name."""
    end, capitals_tell = found.end(), not found.group().isupper()
    while goes_on := _GOES_ON.match(text, end):
        word = goes_on["word"]
        honoured = known.is_person(normalised(word)) and known.is_unknown(word)
        if not (word[0].isdigit() or honoured or capitals_tell and word[0].isupper()):
            break
        end = goes_on.end()
    return end


def named_streets(text: str, known: Recogniser) -> Iterator[Span]:
    for pattern in (_DOORED, _DOORS, _MAIN_STREET):
        yield from ((*found.span(), STREET) for found in pattern.finditer(text))
    for found in _NAMED_STREET.finditer(text):
        end = _end_of_street(text, found, known)
        if _is_a_street(text, found, end, known):
            yield found.start(), _before_commune(text, found.start("name"), end, known), STREET
    for found in _LOW_STREET.finditer(text):
        if _is_a_street(text, found, found.end(), known) and not _is_outdoors(text, found, known):
            yield *found.span(), STREET


def _is_a_street(text: str, found: re.Match[str], end: int, known: Recogniser) -> bool:
    if _ENDED.match(found.group()) or _WORKING_OUTSIDE.search(text[: found.start()]):
        return False
    if _STREET_SURELY.match(found.group()):
        return not _opens_on_a_word(found, known)
    name = text[found.start("name") : end]
    return not (known.is_common(name) or known.is_town(name) or _opens_on_a_word(found, known))


def _opens_on_a_word(found: re.Match[str], known: Recogniser) -> bool:
    """Whether a word stands where a name should: "Rte EHPAD", "2 place USLD", "LA RUE MON PERE…"."""
    first = re.sub(rf"^{_STREET_PARTICLE}+", "", found["name"], flags=re.IGNORECASE).split(" ")[0]
    form = normalised(first)
    if found.group().isupper():
        return form in NOT_NAMES
    return len(form) > 1 and first.isupper() and known.knows(form) and not known.is_person(form)


def _is_outdoors(text: str, found: re.Match[str], known: Recogniser) -> bool:
    """ "à la rue du matin au soir": no address."""
    if not known.is_common(found["name"]) or not found.group()[0].islower() or found["name"][0].isupper():
        return False
    return folded(text[max(0, found.start() - 6) : found.start()]).strip().endswith("la")


def _before_commune(text: str, start: int, end: int, known: Recogniser) -> int:
    """Where a street's name ends when a commune's name follows it: "12 rue des Lilas Vitry"."""
    words = [(found.start(), found.group()) for found in re.finditer(WORD, text[start:end])]
    for index in range(1, len(words)):
        tail = re.sub(r"\s+[XVI]+$", "", text[start + words[index][0] : end])  # "rue de la Glacière Paris XIII"
        content = [word for _, word in words[:index] if not re.fullmatch(_STREET_PARTICLE, word + " ", re.IGNORECASE)]
        if content and _is_a_commune_after(words[index - 1][1], tail, known):
            led = re.search(r"\s+(?:[àa]|sur)\s+$", text[start : start + words[index][0]])
            return start + (led.start() if led else words[index][0])
    return end


def _is_a_commune_after(word: str, tail: str, known: Recogniser) -> bool:
    """Whether a commune begins after that word of a street's name; after a first name, most are a surname: "rue Paul Bert"."""
    if normalised(word) in ("de", "du", "des", "la", "le", "saint", "sainte"):
        return False
    surely = known.is_place(tail) and not known.is_common(tail)
    if known.is_first_name(word):
        return known.is_town(tail, CITY) or surely and not known.is_person(normalised(tail))
    return surely or known.is_town(tail)


def _is_honoured(name: str, known: Recogniser) -> bool:
    """Whether a street may bear this name, typed without capitals: "14 cours pasteur"."""
    first = name.split()[0]
    form = normalised(first)
    return form in known.names.eponyms or known.is_person(form) and not known.is_common(first)
