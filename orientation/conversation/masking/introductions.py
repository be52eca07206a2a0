"""Names that other words introduce: a title, a kinship, a rank, "s'appelle", "je suis"."""

import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from orientation.conversation.masking.cues import Cue, is_unknown, names_shown
from orientation.conversation.masking.full_names import full_name, is_the_only_town, names_after
from orientation.conversation.masking.letters import CAPITAL, LETTER, LOW, LOW_WORD, UP
from orientation.conversation.masking.recogniser import LARGE_TOWN, NOT_LOW_NAMES, NOT_NAMES, SPELLING_SLIPS, Recogniser
from orientation.conversation.masking.spans import NAME, Span
from orientation.conversation.words import word_set
from orientation.wording import normalised

TITLE = (
    r"(?:mmes?|mesdames|mlles?|madames?|mesdemoiselles|mademoiselles?|monsieurs?|messieurs|mr|mrs|mm|m(?=\.)|"
    rf"m(?=\s+[{UP}][{LOW}'’-])|docteure?s?|drs?|dre|pre?|professeure?|ma[îi]tre|me(?=\s+[{UP}])|mgr|abb[ée]|"
    r"famille|familles|fam|couple|[ée]poux|[ée]pouse|veuve|vve|feue?|divorc[ée]e|madme|mdme|mme\.|ms)"
)
_TITLED = re.compile(
    rf"\b(?P<title>{TITLE})(?:\.\s*|\s+)(?:et\s+(?:{TITLE})\.?\s+)?(?:(?:veuve|vve|n[ée]e|[ée]pouse|ep)\.?\s+)?(?=[{LETTER}'’])",
    re.IGNORECASE,
)
# A title written in full and a full stop: the sentence ends there, what follows is no name ("Bonjour madame. Enfant").
_ENDED = re.compile(
    r"(?:madame|monsieur|mesdames|messieurs|mademoiselle|docteure?|famille|couple|[ée]poux|[ée]pouse|veuve|ma[îi]tre|professeure?|abb[ée])\.\s",
    re.IGNORECASE,
)
# Titles that other words than names follow as often.
_PLAIN = word_set("famille familles fam couple pr feu feue divorcé divorcée ms me époux épouse epoux epouse veuve mm")
# "famille afghane Ahmadzai", "la famille Cazenave se joint à moi".
_HOUSEHOLD = re.compile(rf"(?:[{LOW}]+(?:ne|se|ise|que|ale|aine|are|be|ole|de|te)\s+)?(?P<name>{CAPITAL}(?:\s{CAPITAL})?)(?![{LETTER}'’-])")
# "Mmes Lagarde et Ruiz": the second name of a plural title.
_TITLED_BOTH = re.compile(r"\b(?:[Mm]mes|MM|[Mm]esdames|[Mm]essieurs|[Mm]rs|[Mm]lles)\.?\s+\[nom\](?:,\s+\[nom\])*\s+et\s+(?=[^\W\d_])")
_MAIDEN = re.compile(rf"\b(?:n[ée]e|[ée]pouse|ep\.|vve|veuve|alias|dite?)\s+(?={CAPITAL})")
# "[nom] veuve Colomba", "[nom] épouse Rocher": after a name, a second surname may be any word.
_MARRIED = re.compile(
    rf"(?<=\[nom\]),?\s(?P<cue>n[ée]e|[ée]pouse|ep\.?|ép\.?|veuve|vve|divorc[ée]e|alias|ex)[\s-]+(?P<name>{CAPITAL})"
    r"(?!\s+\d{1,2}\b(?!\s?(?:ans|a)\b))"
)
# "[nom] dit « le Grec »", "surnommé Kiko": what somebody goes by, never what they say.
_NICKNAMED = re.compile(
    rf"(?:(?<=\[nom\]),?\s(?:dite?|alias)|\bsurnomm[ée]e?|\b(?:[Mm]onsieur|[Mm]adame|Mr|Mme|Mlle|M\.)|\b(?:se\s+)?fai(?:t|sant)\s+appeler)\s*[«\"“'’]\s?(?P<name>(?:(?:[Ll]e|[Ll]a|[Ll]es)\s|[Ll]['’])?"
    rf"{CAPITAL}(?:[ -]{CAPITAL})?)\s?[»\"”'’]"
)
_PAIRED = re.compile(rf"\b(?i:couple|[ée]poux|famille|fratrie|parents|mr?|mmes?)\.?\s\[nom\]\s?[/&–-]\s?(?P<name>{CAPITAL})")
# "M. d'Alzheimer", "Mme la Maire": what stands after a title and is nobody's name.
_ILLNESS = re.compile(rf"\s*(?:d['’]|de\s)?(?P<name>{CAPITAL})")
_FUNCTION = re.compile(rf"(?:l[ea]\s|l['’])(?P<name>[{LETTER}-]+)")
_LOW_MAIDEN = re.compile(rf"\b(?:n[ée]e)\s+(?P<name>{LOW_WORD})")
_CALLED = re.compile(
    rf"\b(?:s['’]appell\w*|m['’]appell\w*|se\s+nomm\w*|pr[ée]nomm[ée]e?|nomm[ée]e?|surnomm[ée]e?|pr[ée]noms?|"
    rf"nom(?:\s+de\s+(?:famille|naissance|jeune\s+fille|naiss))?|noms?\s+et\s+pr[ée]noms?|nom\s+pr[ée]nom|patiente?|"
    rf"pte?|usag[eè]re?|b[ée]n[ée]ficiaire|r[ée]sidente?|pensionnaire|locataire|cliente?|prot[ée]g[ée]e?|filleule?|[ée]l[eè]ve|aidante?|tutrice|tuteur|curat(?:eur|rice)|contact(?:er)?|"
    rf"r[ée]f[ée]rente?|interlocut(?:eur|rice)|personne\s+[àa]\s+(?:contacter|pr[ée]venir)|appele[rz]|rappele[rz]|"
    rf"joindre|pr[ée]venir|demande[rz]|voir\s+avec|sign[ée]e?|de\s+la\s+part\s+de|appel\s+de|mail\s+de|courrier\s+de|"
    rf"c['’]est|ici|je\s+suis|moi\s+c['’]est|vu\s+avec|assistante\s+sociale|as|ide|idel|infirmi[eè]re|secr[ée]taire|"
    rf"voisine?|amie?|dossier|objet|concerne|re|suivie?\s+par|m[ée]decin\s+traitant|mt)\s*[:\-–]?\s+(?={CAPITAL})",
    re.IGNORECASE,
)
KIN = (
    r"m[eè]re|p[eè]re|maman|papa|mamie|mamy|papi|papy|m[ée]m[ée]|p[ée]p[ée]|grand[- ]?m[eè]re|grand[- ]?p[eè]re|"
    r"fils|fille|fillette|fr[eè]re|s(?:œ|oe)ur|mari|[ée]poux|[ée]pouse|"
    r"femme|conjointe?|compagnon|compagne|concubine?|tante|oncle|tata|tonton|ni[eè]ce|neveu|cousine?|"
    r"belle[- ]?(?:m[eè]re|fille|s(?:œ|oe)ur)|beau[- ]?(?:p[eè]re|fils|fr[eè]re)|gendre|bru|"
    r"petite?[- ]?(?:fils|fille)|enfants?|b[ée]b[ée]|ex|copine?|amie?|voisine?|jumeaux|jumelles|a[îi]n[ée]e?|"
    r"coloc(?:ataire)?|cadette?|gar[çc]on|petite?|ado|marraine|parrain|belle-maman|beau-papa"
)
# "sa sœur jumelle Esther", "mon fils aîné Malo".
_WHICH = (
    r"jumeau|jumelle|a[îi]n[ée]e?|cadette?|benjamine?|unique|adopti(?:f|ve)|majeure?|mineure?|d[ée]c[ée]d[ée]e?|handicap[ée]e?|"
    r"autiste|trisomique"
)
_KINSHIP = re.compile(rf"(?<!sage[- ])\b(?:{KIN})\b(?:\s+(?:{_WHICH})\b)?\s*[,:(]?\s*(?={CAPITAL})", re.IGNORECASE)
# "Coucou Béa, tu peux", "vu avec Manue": who is greeted, thanked or seen.
_GREETED = re.compile(
    rf"\b(?:coucou|cc|salut|slt|hello|bonjour|bjr|bonsoir|ch[eè]re?|merci)\s+(?P<name>[{UP}][{LOW}]+(?:-[{UP}][{LOW}]+)?)(?=\s*[,!.:?]|\s+(?:tu|je|j['’]|c['’]est|peux)\b|$)",
    re.IGNORECASE,
)
# "Cc c Sam.", "slt ici Lulu,": who says hello, even by a name that is first a word.
_SAYS_HELLO = re.compile(
    rf"\b(?i:coucou|cc|salut|slt|hello|bonjour|bjr|bonsoir|bsr)[\s,!]+(?i:c|c['’]\s?est|ici|moi c['’]?\s?est)\s+"
    rf"(?P<name>[{UP}][{LOW}]+)(?=\s*[,.!:\n])"
)
_SEEN_WITH = re.compile(rf"\b(?:avec|par)\s+(?P<name>[{UP}][{LOW}]+(?:\s+et\s+[{UP}][{LOW}]+)?)(?=\s+(?:du|de la|de l['’]|au)\s)")
# "Tiphaine et Ludo Berthelot", "Constance et Marin, jumeaux": whoever stands beside a name at the end, before an age or a surname.
_BESIDE_A_NAME = re.compile(
    rf"(?<=\[nom\])\s*(?:,|et|&|\+)\s+(?P<name>[{UP}][{LOW}]+(?:-[{UP}][{LOW}]+)?(?:\s{CAPITAL})?)"
    r"(?=\s*(?:[.!]?\s*$|\n|,?\s*\(?\d{1,3}\s?(?:(?:ans|a|mois|et)\b|,)|,?\s+jum|\s*\[))"
)
# "Sautereau ou Sauterot ??", "Duprat-Niel ? non Duprat-Miel": the same name, spelt twice.
_SPELT_TWICE = re.compile(
    rf"(?P<name>(?P<one>{CAPITAL})\s*[?,(]*\s*(?:ou|non|pardon|plut[oô]t|pas|alias)(?:\s+plut[oô]t)?,?\s+(?P<other>{CAPITAL}))"
)
_OUR_OWN = re.compile(rf"\b(?:[Nn]otre|[Mm]on|[Mm]a|[Nn]os)\s+(?=(?:[Pp]etite?\s+)?[{UP}][{LOW}])")
_OF_KIN = re.compile(
    rf"\b(?:{KIN}|patiente?|dossier|situation|suivi|parents?|nounou|nourrice|assmat|ma[îi]tresse|institut(?:eur|rice)|tut(?:eur|rice)|curat(?:eur|rice)|aidante?|m[ée]decin|aesh)\s+(?:de\s+|d['’]\s?)(?={CAPITAL})",
    re.IGNORECASE,
)
_RANKED = re.compile(
    r"\b(?:lt|ltn|lieutenant|cne|capitaine|adj|adjt|adjudante?|major|mdl|mar[ée]chal(?: des logis)?|brigadi(?:er|[eè]re)|gendarme"
    r"|commandant|colonel|sergent|caporal|pasteur|imam|s(?:œ|oe)ur|fr[eè]re|p[eè]re|juge|substitut|procureure?|notaire|huissier|adjointe?|maire|pr[ée]sidente?|directrice|directeur|cadre)"
    rf"\.?\s+(?={CAPITAL})",
    re.IGNORECASE,
)
_AT_THEIRS = re.compile(rf"\bchez\s+les\s+(?P<name>{CAPITAL})(?!\s+{CAPITAL})")
_LOW_CALLED = re.compile(rf"\b(?:s['’]? ?appel\w*|m['’]? ?appel\w*|prenom|prénom)\s+(?:est\s+)?(?P<name>{LOW_WORD})", re.IGNORECASE)
# "NOM : Barreau": after a colon, any word.
_FILLED_IN = re.compile(rf"\b(?i:(?:pr[ée])?noms?)(?:\s+de\s+\w+)?\s*[:=]\s*(?!(?i:{TITLE})\b)(?P<name>{CAPITAL})")
_LOW_SURNAME = re.compile(rf"\bnom(?:\s+de\s+(?:famille|naissance))?\s*[:=]?\s+(?P<name>{LOW_WORD})")
_LOW_SELF = re.compile(rf"\b(?:je suis|chui|chuis|jsuis|moi c['’]?\s?est)\s+(?P<name>[{LOW}]{{4,}})(?=\s*,|\s+j|\s+\d|\s+et\s+j)")
# "je suis sandrine leroux", "jean pierre dubois 72a": names typed without capitals where one names oneself or opens a note.
_LOW_NAMED = re.compile(
    rf"(?:\b(?:je suis|je m['’ ]?\s?appelle|moi c['’]?\s?est|ici|bonjour c['’]?\s?est|pr[ée]nom)\s+|^\s*)"
    rf"(?P<name>[{LOW}]{{3,}}(?:[ -][{LOW}]{{3,}}){{1,2}})"
)
# "(Zerbib, 14 rue des Tilleuls)", "Pt Lebreton J-P,": a name beside an address in brackets, and the initials after one.
_BESIDE_AN_ADDRESS = re.compile(rf"(?<=\()(?P<name>{CAPITAL})(?=,\s*\[(?:adresse|téléphone)\])")
_INITIALS_AFTER = re.compile(rf"(?<=\[nom\]\s)(?P<name>[{UP}]\.?-\s?[{UP}]\.?)(?![{LETTER}'’])")
# "huguette boyer née en 1947": the surname after a first name, neither with a capital.
_LOW_AFTER_A_NAME = re.compile(rf"(?<=\[nom\]\s)(?P<name>{LOW_WORD})(?=,?\s+(?:n[ée]+e?\b|\d{{2,3}}\s?(?:ans|a)\b|\[date))")


def introduced_names(text: str, known: Recogniser) -> Iterator[Span]:
    yield from _titled(text, known)
    yield from names_after((_MAIDEN, _CALLED, _KINSHIP, _OF_KIN, _OUR_OWN, _RANKED, _TITLED_BOTH), text, known)
    yield from names_shown(_CUES, text, known)
    yield from _self_named(text, known)


def _titled(text: str, known: Recogniser) -> Iterator[Span]:
    for found in _TITLED.finditer(text):
        if _ENDED.match(found.group()):
            continue
        if _is_of_an_illness(found, known) or _is_a_function(found, known):
            continue
        plain = found["title"].lower().rstrip(".") in _PLAIN
        yield from full_name(text, found.end(), known, lower=not plain, strict=plain)
        household = _HOUSEHOLD.match(text[found.end() :]) if plain else None
        if household and _is_of_a_family(household["name"], known):
            yield found.end() + household.start("name"), found.end() + household.end("name"), NAME


def _is_of_an_illness(found: re.Match[str], known: Recogniser) -> bool:
    """Whether "M." stands for "maladie": "M. Parkinson", unless as many people bear that name ("M. Leclerc")."""
    named = _ILLNESS.match(found.string, found.end())
    form = normalised(named["name"]) if named else ""
    return found["title"].lower() == "m" and form in known.names.eponyms - known.names.surnames


def _is_a_function(found: re.Match[str], known: Recogniser) -> bool:
    """ "Mme la Maire", "Monsieur le Directeur"."""
    held = _FUNCTION.match(found.string, found.end())
    return held is not None and not (known.is_unknown(held["name"]) or known.is_person(normalised(held["name"])))


def _is_of_a_family(name: str, known: Recogniser) -> bool:
    """Whether what follows "famille" or "couple" is what they are called: villages lend their names to many, towns live nowhere alone."""
    plain = re.sub("^[dl]['’]", "", name)
    return not (known.is_common(plain) or known.is_town(plain) or known.is_town(plain.split()[-1]))


def _self_named(text: str, known: Recogniser) -> Iterator[Span]:
    for found in _LOW_NAMED.finditer(text):
        first, *others = re.split(r"[ -]", found["name"])
        if not known.is_first_name(first) or known.is_common(first):
            continue
        kept = [first]
        for word in others:
            if known.is_common(word) or known.is_place(word) and not known.is_person(normalised(word)):
                break
            kept.append(word)
        yield found.start("name"), found.start("name") + len(" ".join(kept)), NAME


def _is_called(found: re.Match[str], known: Recogniser) -> bool:
    return found["name"].islower() and not known.is_common(found["name"]) or known.is_first_name(found["name"])


def _is_oneself(found: re.Match[str], known: Recogniser) -> bool:
    return known.is_first_name(found["name"]) and found["name"] not in NOT_LOW_NAMES


def _is_a_family(found: re.Match[str], known: Recogniser) -> bool:
    return not known.knows(normalised(found["name"]))


def _is_beside(found: re.Match[str], known: Recogniser) -> bool:
    person = known.is_person(normalised(found["name"]))
    return person and not known.is_town(found["name"]) or known.is_unknown(found["name"])


def _is_greeted(found: re.Match[str], known: Recogniser) -> bool:
    return found["name"][0].isupper() and known.is_unknown(found["name"])


def _says_their_name(found: re.Match[str], known: Recogniser) -> bool:
    return known.is_first_name(found["name"]) or known.is_unknown(found["name"])


def _are_unknown(found: re.Match[str], known: Recogniser) -> bool:
    return all(known.is_unknown(word) for word in found["name"].split(" et "))


def _are_beside_a_name(found: re.Match[str], known: Recogniser) -> bool:
    first, *others = found["name"].split()
    return (known.is_unknown(first) or known.is_first_name(first) and not known.is_town(first, LARGE_TOWN)) and not any(
        known.is_town(other, LARGE_TOWN) for other in others
    )


def _is_married(found: re.Match[str], known: Recogniser) -> bool:
    """Whether it is a surname: after "veuve", a town may be where somebody lives, known capitals an illness."""
    name, form = found["name"], normalised(found["name"])
    stated = form in known.names.eponyms or name.isupper() and known.knows(form) and form not in known.names.surnames
    return not stated and (found["cue"].startswith("n") or not is_the_only_town(found.string, found.start("name"), name, known))


def _is_nicknamed(found: re.Match[str], known: Recogniser) -> bool:
    return found["name"].split()[0].lower() in ("le", "la", "les") or not known.is_common(found["name"])


def _is_spelt_twice(found: re.Match[str], known: Recogniser) -> bool:
    one, other = found["one"], found["other"]
    alike = one[0] == other[0] and OSA.distance(one.lower(), other.lower()) <= SPELLING_SLIPS
    return alike and known.is_unknown(one) and known.is_unknown(other)


_CUES = (
    Cue(_MARRIED, _is_married),
    Cue(_NICKNAMED, _is_nicknamed),
    Cue(_PAIRED, _is_beside),
    Cue(_GREETED, _is_greeted),
    Cue(_SAYS_HELLO, _says_their_name),
    Cue(_SEEN_WITH, _are_unknown),
    Cue(_BESIDE_A_NAME, _are_beside_a_name),
    Cue(_SPELT_TWICE, _is_spelt_twice),
    Cue(_LOW_MAIDEN, is_unknown),
    Cue(_LOW_CALLED, _is_called),
    Cue(_LOW_SURNAME, is_unknown),
    Cue(_FILLED_IN, lambda found, known: normalised(found["name"]) not in NOT_NAMES),
    Cue(_LOW_SELF, _is_oneself),
    Cue(_AT_THEIRS, _is_a_family),
    Cue(_BESIDE_AN_ADDRESS, _is_beside),
    Cue(_LOW_AFTER_A_NAME, _is_beside),
    Cue(_INITIALS_AFTER, lambda found, known: True),
)
