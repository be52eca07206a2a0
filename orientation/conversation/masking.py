"""Masks what identifies a person, before anything else sees the text: the meaning that orientation needs (age, commune) stays.

A title with an initial ("Mme D.") identifies nobody and is left. Over-masking costs less than a leak.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import phonenumbers
from rapidfuzz.distance import OSA

from orientation.conversation.words import word_set
from orientation.wording import folded, normalised

Span = tuple[int, int, str]
TOWN = 4_000
_LARGE_TOWN, _CITY = 20_000, 400_000
_SHORTEST_NAME, _LONGEST_ACRONYM = 3, 6
_DISTINCT_NAME, _VARIANT_SLIPS = 6, 3

NAME, PHONE, EMAIL, LINK, NIR, BIRTH, STREET, NUMBER = (
    "nom",
    "téléphone",
    "courriel",
    "lien",
    "NIR",
    "date de naissance",
    "adresse",
    "numéro",
)

_UP = "A-ZÀ-ÖØ-ÞŒ"
_LOW = "a-zß-öø-ÿœ"
_LETTER = _UP + _LOW
_WORD = rf"[{_LETTER}][{_LETTER}'’]*(?:-[{_LETTER}][{_LETTER}'’]*)*"
_CAPITAL = rf"(?:[dDlLOoN]['’])?[{_UP}][{_LETTER}'’]*(?:-[{_LETTER}][{_LETTER}'’]*)*"
_PARTICLE = r"(?:de la|de|du|des|le|la|les|d|ben|ibn|bin|el|al|van der|van den|van|von|da|dos|do|di|del|della|ould|mc|st|ste|saint|sainte)"

_EMAIL = re.compile(r"[\w.+%-]+\s?(?:@|\(at\)|\[at\]|\(a\)|\[arobase\])\s?[\w-]+(?:\s?\.\s?[\w-]+)*\.?\s?[a-z]{2,}\b", re.IGNORECASE)
_SPOKEN_EMAIL = re.compile(
    r"[\w.+-]+(?:\s(?:point|tiret|underscore)\s[\w+-]+)*\s+(?:arobase|arrobase|arobas|at|"
    r"chez)\s+[\w-]+(?:\s+(?:point|tiret)\s+[\w-]+)*\s+point\s+(?:fr|com|net|org|gf|re|yt)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"']+", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w.])@[A-Za-z_][\w.]{2,}")
_NIR = re.compile(
    r"(?<![\d])[1-478][\s.\-]?\d{2}[\s.\-]?(?:0[1-9]|1[0-2]|[2-9]\d)[\s.\-]?(?:\d{2}|"
    r"2[ABab])[\s.\-]?\d{3}[\s.\-]?\d{3}(?:[\s.\-/]*(?:cl[ée]\s*:?\s*)?\d{2})?(?!\d)"
)
_PHONE = re.compile(
    r"(?<![\d/])(?:\(?(?:\+|00)\s?\d{1,3}\)?[\s.\-/]*(?:\(0\)[\s.\-/]*)?\d(?:[\s.\-_/,–]{0,3}\d){7,9}|"
    r"\(?[0oO]\)?[\s.\-_/]{0,2}[1-9](?:[\s.\-_/,–]{0,3}[\doO]){8})(?![\d])"
)
_PART_PHONE = re.compile(r"(?<!\d)0[1-9](?:[\s.\-]\d{2}){2,3}(?:[\s.\-]?(?:xx|\.\.|\?\?|__|\*\*))+", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"(?<![\d,.])\d(?:[ .\-]?\d){8,}(?![\d])|(?<![\d,.])\d{7,}(?!\d)")
_FILE_NUMBER = re.compile(
    r"\b(?:IPP|INS|NIR|n° ?(?:de )?(?:dossier|s[ée]cu\w*|allocataire|patient|usager|AGDREF|[ée]tranger)|"
    r"num[ée]ro (?:de )?(?:dossier|s[ée]cu\w*|allocataire|patient)|dossier n°|matricule|"
    r"allocataire)\s*[:n°]*\s*([A-Z]{0,3}[\d][\d\s./-]{2,}\d[A-Z]?)",
    re.IGNORECASE,
)

_MONTHS = (
    r"(?:janv(?:ier)?|f[ée]vr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[uû]t|sept(?:embre)?|oct(?:obre)?|"
    r"nov(?:embre)?|d[ée]c(?:embre)?)\.?"
)
_DATE = (
    rf"(?:\d{{1,2}}\s?[/.\-\s]\s?\d{{1,2}}\s?[/.\-\s]\s?(?:\d{{4}}|\d{{2}})|\d{{4}}[-/.]\d{{2}}[-/.]\d{{2}}|"
    rf"\d{{1,2}}(?:er)?\s+{_MONTHS}\s+(?:\d{{4}}|\d{{2}})|\d{{8}})"
)
_BORN = (
    r"(?:n[ée]{1,2}(?:\(?e?\)?)?(?:\s+en\s+date)?(?:\s+(?:le|du|un))?|n[eé]\(e\)\s+le|ddn|d\.d\.n\.?|"
    r"date\s+de\s+naiss(?:ance)?\.?|naissance|naiss\.?|nais\.?|dob)"
)
_BIRTH = re.compile(rf"\b(?P<cue>{_BORN})\s*[:=]?\s*(?:le\s+)?(?P<date>{_DATE})(?!\d)", re.IGNORECASE)
_BARE_DATE = re.compile(rf"(?<![\d/])(?P<date>{_DATE})(?![\d/])", re.IGNORECASE)
_OLDEST, _LATEST_UNCUED = 1900, 2012

_STREET_SURE = (
    r"rue|avenue|ave|av|bd|bld|blvd|boulevard|all[ée]e|impasse|imp|chemin|che?m|quai|square|sentier|ruelle|faubourg|"
    r"fbg|promenade|esplanade|venelle|traverse|mont[ée]e"
)
_STREET_NAMED = _STREET_SURE + r"|route|rte|lotissement|lieu[- ]dit|hameau|cit[ée]|r[ée]sidence|villa|passage"
_STREET_SURELY = re.compile(rf"(?:{_STREET_SURE})\b", re.IGNORECASE)
_STREET_NUMBERED = _STREET_SURE + (
    r"|place|pl|cours|passage|route|rte|villa|r[ée]sidence|r[ée]s|cit[ée]|lotissement|lot|hameau|lieu[- ]dit|parvis|"
    r"rond[- ]point|cour|mail|voie|clos|carrefour|quartier|domaine|parc|b[âa]t(?:iment)?"
)
_STREET_SURELY = re.compile(rf"(?:{_STREET_SURE})\b", re.IGNORECASE)
_STREET_PARTICLE = r"(?:(?:de\s+la|de\s+l['’]\s?|des|du|de|d['’]|la|le|les|l['’]|aux?|à\s+la|saint|sainte|st|ste|en)\s*)"
_NUMBERED_STREET = re.compile(
    rf"(?<![\d/])(?<!\bgir )(?<!\bgir)\b\d{{1,4}}\s?(?:bis|ter|quater|"
    rf"(?-i:[b-dA-D])\b)?\s?,?\s*(?:{_STREET_NUMBERED})\b\.?\s+(?P<name>{_STREET_PARTICLE}*(?:\d{{1,2}}(?:er)?\s+)?{_WORD}(?:\s+{_STREET_PARTICLE}*(?:{_CAPITAL}|"
    rf"19\d\d))*)",
    re.IGNORECASE,
)
_NAMED_STREET = re.compile(
    rf"\b(?:[Aa]u\s+)?(?:(?i:{_STREET_NAMED})|tour)\b\.?\s+(?P<name>(?:(?i:{_STREET_PARTICLE}))*(?:\d{{1,2}}\s+)?{_CAPITAL}(?:\s+{_STREET_PARTICLE}*(?:{_CAPITAL}|"
    rf"19\d\d))*)"
)
_LOW_STREET = re.compile(
    rf"(?<!à la )(?<!a la )(?<!dans la )\b(?:rue|avenue|boulevard|all[ée]e|impasse|ch\.|chem\.|imp\.|all\.|av\."
    rf"|bd)\s+(?:de la|des|du|de l['’])\s?(?P<name>{_WORD})",
    re.IGNORECASE,
)
# "résidence Les Genêts bât. C", "grand'rue 12", "rue haute n°7": a dwelling told by its door.
_DOOR = r"(?:b[âa]t(?:iment)?\.?\s*[A-Z0-9]|app(?:t|art)?\.?\s*\d|n°?\s?\d|porte\s+\d|esc(?:alier)?\.?\s*[A-Z0-9]\b|entr[ée]e\s+[A-Z0-9]\b)"
_DOORED = re.compile(
    rf"\b(?:{_STREET_NAMED})\s+(?:(?!\s[àa]\s)[^,;.:\n]){{2,30}}?,?\s*{_DOOR}[A-Z0-9]*(?!\s*(?:pi[eè]ce|personne|place))", re.IGNORECASE
)
_MAIN_STREET = re.compile(r"(?<![\d/])\d{1,4}\s?(?:bis|ter)?\s?,?\s*grande?['’ -]\s?rue\b", re.IGNORECASE)
_WORKING_OUTSIDE = re.compile(
    r"\b(?:[ée]duca?t?\w*|[ée]quipes?|maraudes?|travail\w*|m[ée]diat\w+|infirmi\w+|gens|femmes?|hommes?|jeunes?)\s+de\s+(?:la\s+)?$",
    re.IGNORECASE,
)
_NUMBERED_PLACE_ONLY = re.compile(r"\b(?:place|pl|lit|lot|cours|parc|quartier|voie|passage|bat)\b", re.IGNORECASE)

_TITLE = (
    r"(?:mmes?|mesdames|mlles?|madames?|mesdemoiselles|mademoiselles?|monsieurs?|messieurs|mr|mrs|mm|m(?=\.)|"
    r"m(?=\s+[A-ZÀ-Þ][a-zß-ÿ'’-])|docteure?s?|drs?|dre|pre?|professeure?|ma[îi]tre|me(?=\s+[A-ZÀ-Þ])|mgr|abb[ée]|"
    r"famille|familles|fam|couple|[ée]poux|[ée]pouse|veuve|vve|feue?|divorc[ée]e|madme|mdme|mme\.|ms)"
)
# A word written in full and a full stop: the sentence ends there, what follows is no name ("la rue. Bonjour", "Bonjour madame. Enfant").
_ENDED = re.compile(
    r"(?:rue|avenue|boulevard|impasse|chemin|quai|square|route|lotissement|cit[ée]|r[ée]sidence|villa|passage|place|madame|monsieur|mesdames|messieurs"
    r"|mademoiselle|docteure?|famille|couple|[ée]poux|[ée]pouse|veuve|ma[îi]tre|professeure?)\.\s",
    re.IGNORECASE,
)
_TITLED = re.compile(
    rf"\b(?P<title>{_TITLE})(?:\.\s*|\s+)(?:et\s+(?:{_TITLE})\.?\s+)?(?:(?:veuve|vve|n[ée]e|[ée]pouse|ep)\.?\s+)?(?=[{_LETTER}'’])",
    re.IGNORECASE,
)
_MAIDEN = re.compile(rf"\b(?:n[ée]e|[ée]pouse|ep\.|vve|veuve|alias|dite?)\s+(?={_CAPITAL})")
_LOW_MAIDEN = re.compile(rf"\b(?:n[ée]e)\s+(?P<word>[{_LOW}]{{3,}}(?:-[{_LOW}]+)*)")
_CALLED = re.compile(
    rf"\b(?:s['’]appell\w*|m['’]appell\w*|se\s+nomm\w*|pr[ée]nomm[ée]e?|nomm[ée]e?|surnomm[ée]e?|pr[ée]noms?|"
    rf"nom(?:\s+de\s+(?:famille|naissance|jeune\s+fille|naiss))?|noms?\s+et\s+pr[ée]noms?|nom\s+pr[ée]nom|patiente?|"
    rf"pte?|usag[eè]re?|b[ée]n[ée]ficiaire|r[ée]sidente?|aidante?|tutrice|tuteur|curat(?:eur|rice)|contact(?:er)?|"
    rf"r[ée]f[ée]rente?|interlocut(?:eur|rice)|personne\s+[àa]\s+(?:contacter|pr[ée]venir)|appele[rz]|rappele[rz]|"
    rf"joindre|pr[ée]venir|demander|voir\s+avec|sign[ée]e?|de\s+la\s+part\s+de|appel\s+de|mail\s+de|courrier\s+de|"
    rf"c['’]est|ici|je\s+suis|moi\s+c['’]est|vu\s+avec|assistante\s+sociale|as|ide|idel|infirmi[eè]re|secr[ée]taire|"
    rf"voisine?|amie?|dossier|objet|concerne|re|suivie?\s+par)\s*[:\-–]?\s+(?={_CAPITAL})",
    re.IGNORECASE,
)
_KIN = (
    r"m[eè]re|p[eè]re|maman|papa|mamie|mamy|papi|papy|m[ée]m[ée]|p[ée]p[ée]|grand[- ]?m[eè]re|grand[- ]?p[eè]re|"
    r"fils|fille|fillette|fr[eè]re|s(?:œ|oe)ur|mari|[ée]poux|[ée]pouse|"
    r"femme|conjointe?|compagnon|compagne|concubine?|tante|oncle|tata|tonton|ni[eè]ce|neveu|cousine?|"
    r"belle[- ]?(?:m[eè]re|fille|s(?:œ|oe)ur)|beau[- ]?(?:p[eè]re|fils|fr[eè]re)|gendre|bru|"
    r"petite?[- ]?(?:fils|fille)|enfants?|b[ée]b[ée]|ex|copine?|amie?|voisine?|jumeaux|jumelles|a[îi]n[ée]e?|"
    r"coloc(?:ataire)?|cadette?|gar[çc]on|petite?|ado|marraine|parrain|belle-maman|beau-papa"
)
_KINSHIP = re.compile(rf"(?<!sage[- ])\b(?:{_KIN})\b\s*[,:(]?\s*(?={_CAPITAL})", re.IGNORECASE)
_OUR_OWN = re.compile(rf"\b(?:[Nn]otre|[Mm]on|[Mm]a|[Nn]os)\s+(?=(?:[Pp]etite?\s+)?[{_UP}][{_LOW}])")
_OF_KIN = re.compile(
    rf"\b(?:{_KIN}|patiente?|dossier|situation|suivi|parents?|nounou|nourrice|assmat|ma[îi]tresse|institut(?:eur|rice)|tut(?:eur|rice)|curat(?:eur|rice)|aidante?|m[ée]decin|aesh)\s+(?:de\s+|d['’]\s?)(?={_CAPITAL})",
    re.IGNORECASE,
)
_AT_THEIRS = re.compile(rf"\bchez\s+les\s+(?P<name>{_CAPITAL})(?!\s+{_CAPITAL})")
_LOW_CALLED = re.compile(
    rf"\b(?:s['’]? ?appel\w*|m['’]? ?appel\w*|prenom|prénom)\s+(?:est\s+)?(?P<word>[{_LOW}]{{3,}}(?:-[{_LOW}]+)*)", re.IGNORECASE
)
_SIGNED = re.compile(rf"(?:[\n.!?]\s*|,\s*\n\s*)(?P<name>(?:{_CAPITAL}|[{_UP}]\.)(?:[ -](?:{_CAPITAL}|[{_UP}]\.)){{0,2}})\s*[.!]?\s*$")
_SIGNED_LOW = re.compile(rf"[\n.!?]\s*(?P<name>[{_LOW}]{{3,12}})\s*[.!]?\s*$")
_SIGNED_AS = re.compile(rf"\n\s*(?P<name>(?:[{_UP}]\.\s?)?{_CAPITAL}(?:[ -]{_CAPITAL}){{0,2}})\s*,[^\n]{{2,80}}$")
_FILED = re.compile(rf"^\s*(?P<name>{_CAPITAL})\s+(?:[{_UP}]\.|{_CAPITAL})\s*,?\s*(?=\d{{2}}\s?(?:a|ans)\b|n[ée]e?\b)")
# "je suis sandrine leroux", "jean pierre dubois 72a": names typed without capitals where one names oneself or opens a note.
_LOW_NAMED = re.compile(
    rf"(?:\b(?:je suis|moi c['’]?\s?est|ici|bonjour c['’]?\s?est|pr[ée]nom)\s+|^\s*)(?P<name>[{_LOW}]{{3,}}(?:[ -][{_LOW}]{{3,}}){{1,2}})"
)
_UP_AGED = re.compile(rf"(?<![{_LETTER}'’-])(?P<name>[{_UP}]{{3,}}(?:-[{_UP}]{{3,}})?)(?=,?\s+\d{{2,3}}\s?(?:ans|a)\b)")
# "pour Kélya 6 ans", "[nom] Rousset ([date de naissance])", "le grand (Oscar)": a capital before an age, or alone in brackets.
_CAPITAL_AGED = re.compile(
    rf"(?P<before>\[nom\]\s|{_CAPITAL}\s|[{_LOW}0-9,:'’]\s)(?P<name>[{_UP}][{_LOW}'’]+(?:-[{_UP}][{_LOW}'’]+)*)"
    r"(?=,?\s+\(?(?:\d{1,3}\s?(?:ans|an|a|mois)\b|\[date|\d{1,2}[/.]\d))"
)
_BRACKETED = re.compile(rf"(?<=\()(?P<name>{_CAPITAL})(?=\))")
# "Maïva, aide à domicile à Kourou": who opens a note with what they do or are.
_OPENS_WITH_A_ROLE = re.compile(
    rf"^\s*(?P<name>{_CAPITAL}(?:\s{_CAPITAL})?)\s*,\s*(?=(?:aides?|auxiliaires?|avs|avq|aesh|infirmi\w+|idel?|as|ass|assistante?|[ée]ducat\w+|psycho\w*"
    rf"|m[ée]diat\w+|b[ée]n[ée]vole|kin[ée]\w*|ergo\w*|orthoph\w*|sage-femme|conseill\w+|coordin\w+|travailleu\w+|animat\w+|tut\w+|curat\w+"
    rf"|secr[ée]taire|stagiaire|responsable|{_KIN})\b)",
    re.IGNORECASE,
)
# "Mmes Lagarde et Ruiz": the second name of a plural title.
_TITLED_BOTH = re.compile(r"\b(?:[Mm]mes|MM|[Mm]esdames|[Mm]essieurs|[Mm]rs|[Mm]lles)\.?\s+\[nom\](?:,\s+\[nom\])*\s+et\s+(?=[^\W\d_])")
# "(Zerbib, 14 rue des Tilleuls)", "Pt Lebreton J-P,": a name beside an address in brackets, and the initials after one.
_BESIDE_AN_ADDRESS = re.compile(rf"(?<=\()(?P<name>{_CAPITAL})(?=,\s*\[(?:adresse|téléphone)\])")
_INITIALS_AFTER = re.compile(rf"(?<=\[nom\]\s)(?P<name>[{_UP}]\.?-\s?[{_UP}]\.?)(?![{_LETTER}'’])")
# "huguette boyer née en 1947": the surname after a first name, neither with a capital.
_LOW_AFTER_A_NAME = re.compile(
    rf"(?<=\[nom\]\s)(?P<name>[{_LOW}]{{3,}}(?:-[{_LOW}]+)*)(?=,?\s+(?:n[ée]+e?\b|\d{{2,3}}\s?(?:ans|a)\b|\[date))"
)
_SIGNED_IN_FULL = re.compile(rf"(?P<first>\[nom\]|{_CAPITAL})\s(?P<name>{_CAPITAL})[ \t]*[.!]?[ \t]*(?=$|\n)")
_RANKED = re.compile(
    r"\b(?:lt|ltn|lieutenant|cne|capitaine|adj|adjt|adjudante?|major|mdl|mar[ée]chal(?: des logis)?|brigadi(?:er|[eè]re)|gendarme"
    r"|commandant|colonel|sergent|caporal|pasteur|imam|s(?:œ|oe)ur|fr[eè]re|p[eè]re|juge|substitut|procureure?|notaire|huissier|adjointe?|maire|pr[ée]sidente?|directrice|directeur|cadre)"
    rf"\.?\s+(?={_CAPITAL})",
    re.IGNORECASE,
)
_LOW_SURNAME = re.compile(rf"\bnom(?:\s+de\s+(?:famille|naissance))?\s*[:=]?\s+(?P<word>[{_LOW}]{{3,}}(?:-[{_LOW}]+)*)")
_LOW_SELF = re.compile(rf"\b(?:je suis|chui|chuis|jsuis|moi c['’]?\s?est)\s+(?P<word>[{_LOW}]{{4,}})(?=\s*,|\s+j|\s+\d|\s+et\s+j)")
_LOW_WORD = re.compile(rf"(?<![{_LETTER}'’-])[{_LOW}]{{3,}}(?![{_LETTER}-])")
_AGE_NEXT = re.compile(r",?\s+\(?\d{1,3}\s?(?:ans|an|a|mois)\b")
_DEPARTEMENT_NEXT = re.compile(r"\s*\((?:\d{2,3}|2[ABab])\)")
_LOW_KINSHIP = re.compile(rf"\b(?:{_KIN})\b\s*[,:(]?\s*(?=[{_LOW}])", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"(?:\b(?:cordialement|cdlt|cdt|bien (?:cordialement|[àa] vous)|salutations(?: distingu[ée]es)?|sinc[eè]rement|"
    r"respectueusement|confraternellement|amicalement|bonne (?:journ[ée]e|soir[ée]e)|bonne r[ée]ception|"
    r"merci(?: (?:d['’]avance|beaucoup|bcp|par avance|[àa] vous))?|en vous remerciant|bises?|belle journ[ée]e)\b|"
    r"[\n]\s*(?:--+|—))[\s.,!;:\-–—]*",
    re.IGNORECASE,
)
_TAKEN = re.compile(rf"{_CAPITAL}|[{_UP}]\.")
_INITIAL = re.compile(rf"[{_UP}{_LOW}]\.?(?![{_LETTER}'’0-9])")
# "S. Duprat – s.duprat@…", "B. Lemoyne, IDE": who signs on a line of their own, or on the last one.
_SIGNED_IN_SHORT = re.compile(
    rf"(?:^|\n|[.!?]\s)[ \t]*(?P<name>(?!M\.)(?:[{_UP}]\.[ -]?){{1,2}}(?:{_PARTICLE}\s)?{_CAPITAL}(?:[ -]{_CAPITAL})?)"
    rf"(?=\s*(?:$|\n|[–—,(/|:]|-\s|\[))"
)
_OPENS_AS_SIGNED = re.compile(
    rf"^\s*(?P<first>{_CAPITAL})\s+(?P<name>{_CAPITAL})(?=[\s,]+(?:j['’]?\s?ai|je|j['’]|moi|suis)\b)", re.IGNORECASE
)
_HOSPITAL = word_set(
    """
    saint sainte st ste saints rue avenue hopital hopitaux ch chu chr chi chs clinique ehpad residence foyer institut fondation centre
    maison lycee college ecole gare maladie syndrome corps score echelle test methode loi plan association quartier cite metro place
    boulevard bd av village commune ville cedex port fort mont notre ile val la les le hospital polyclinique ghu gh ghi usld ssr smr
    vallee vallees mas fam ime esat itep sessad savs samsah gem cmp cabinet pharmacie laboratoire mairie eglise paroisse
    """
)
_NOT_NAMES = word_set(
    """
    qui que a ai as est et ou ne n ni se s y en au aux du de des d la le les l un une ce cette son sa ses leur leurs mon ma mes notre
    votre vit vivait habite reside demeure sort rentre souhaite refuse demande veut voudrait va vient doit peut fait dit seul seule
    seuls isole isolee agee age ages agees ans an mois jours il elle ils elles on nous vous je j tu avec sans pour par dans sur sous
    chez depuis pendant apres avant vers entre contre selon tres plus moins bien mal pas jamais toujours encore deja aussi ici bas
    env environ
    hier demain aujourd hui oui non merci bonjour bonsoir svp stp cordialement urgent urgence sdf gir ald hta avc bpco irc ic fa dnid
    dt dt1 dt2 dmla sla sep hiv vih had hdj ssr smr ehpad apa aah rsa asv aspa css ame cmu pch mdph ccas cpam caf tel telephone mail
    fax adresse date lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre
    octobre novembre decembre
    """
)


_ONLY_OF_NAMES = word_set("van von ben ibn bin del della ould dos")
_NOT_LOW_NAMES = word_set("jose sero ange lan noel pascal victor carmin olive aurore prune violette marine aime fleur")


@dataclass(frozen=True, eq=False)
class Names:
    """Words by which a person is recognised before anything else is read; all folded."""

    first_names: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    eponyms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Masked:
    """`text` with placeholders; `kinds` of identity found, in text order, each once."""

    text: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Masker:
    """What masking needs besides the text: names of people, which words are known, and how many people live in a commune of some name."""

    names: Names
    knows: Callable[[str], bool]
    population: Callable[[str], int | None]

    def mask(self, text: str) -> Masked:
        """The text without what identifies a person; masking twice changes nothing more."""
        kinds: list[str] = []
        for _ in range(4):
            spans = _merged(list(self._spans(text)))
            if not spans:
                break
            kinds += [kind for _, _, kind in spans]
            named = {word for start, end, kind in spans if kind == NAME for word in re.findall(_WORD, text[start:end])}
            text = self._without(_replaced(text, spans), named)
        return Masked(text, tuple(dict.fromkeys(kind.split("|")[0] for kind in kinds)))

    def _without(self, text: str, named: set[str]) -> str:
        """The text without the names masked somewhere, wherever they come back."""
        for name in named:
            form = normalised(name)
            if len(name) >= _SHORTEST_NAME and name[0].isupper() and (self._is_person(form) or not self._is_common(name)):
                led = r"(?<!\b[àÀ]\s)(?<!\b(?:[aA]u|[dD]u|[dD]e|[lL]e|[lL]a|[eE]n)\s)(?<!\b(?:sur|ers)\s)" if self._is_town(form) else ""
                text = re.sub(rf"(?<![{_LETTER}'’-]){led}{re.escape(name)}(?![{_LETTER}'’-])", f"[{NAME}]", text)
        return self._without_variants(text, [name for name in named if len(name) >= _DISTINCT_NAME and name[0].isupper()])

    def _without_variants(self, text: str, named: list[str]) -> str:
        """The text without other spellings of the names masked: "Mme Sautereau ou Sauterot", "pas Escouffier comme noté"."""
        if not named:
            return text

        def hidden(found: re.Match[str]) -> str:
            word = found.group()
            near = any(word[0] == name[0] and OSA.distance(word.lower(), name.lower()) <= _VARIANT_SLIPS for name in named)
            return f"[{NAME}]" if near and not (self._is_common(word) or self._is_place(word)) else word

        return re.sub(rf"(?<![{_LETTER}'’-]){_CAPITAL}(?![{_LETTER}'’-])", hidden, text)

    def _spans(self, text: str) -> Iterator[Span]:
        if any(character.isdigit() for character in text):
            yield from _numbers(text)
            yield from _births(text)
            yield from self._streets(text)
        yield from _spoken_phones(text)
        if any(sign in text.lower() for sign in ("@", "(at)", "[at]", "arobas", "arrobas", " point ")):
            for pattern in (_EMAIL, _SPOKEN_EMAIL, _HANDLE):
                for found in pattern.finditer(text):
                    yield found.start(), found.end(), EMAIL
        for found in _LINK.finditer(text):
            yield found.start(), found.end(), LINK
        yield from self._named_streets(text)
        yield from self._names(text)

    def _streets(self, text: str) -> Iterator[Span]:
        for found in _NUMBERED_STREET.finditer(text):
            name = found["name"]
            capital = re.search(rf"(?:^|\s|['’])[{_UP}]", name) or self._is_honoured(name)
            if _NUMBERED_PLACE_ONLY.search(found.group()[: found.start("name") - found.start()]) and not capital:
                continue
            yield found.start(), self._before_commune(text, found.start("name"), found.end()), STREET

    def _is_honoured(self, name: str) -> bool:
        """Whether a street may bear this name, typed without capitals: "14 cours pasteur"."""
        form = normalised(name.split()[0])
        return form in self.names.eponyms or self._is_person(form) and not self._is_common(name.split()[0])

    def _named_streets(self, text: str) -> Iterator[Span]:
        for pattern in (_DOORED, _MAIN_STREET):
            for found in pattern.finditer(text):
                yield found.start(), found.end(), STREET
        for pattern in (_NAMED_STREET, _LOW_STREET):
            for found in pattern.finditer(text):
                if _ENDED.match(found.group()) or _WORKING_OUTSIDE.search(text[: found.start()]):
                    continue
                if self._is_common(found["name"]) and not _STREET_SURELY.match(found.group()):
                    continue
                if (
                    "name" in pattern.groupindex
                    and pattern is _LOW_STREET
                    and self._is_common(found["name"])
                    and found.group()[0].islower()
                    and not found["name"][0].isupper()
                    and folded(text[max(0, found.start() - 6) : found.start()]).strip().endswith((" la", "la"))
                ):
                    continue
                yield found.start(), self._before_commune(text, found.start("name"), found.end()), STREET

    def _before_commune(self, text: str, start: int, end: int) -> int:
        """Where a street's name ends when a commune's name follows it: "12 rue des Lilas Vitry"."""
        words = [(found.start(), found.group()) for found in re.finditer(rf"{_WORD}", text[start:end])]
        for index in range(1, len(words)):
            tail = text[start + words[index][0] : end]
            content = [word for _, word in words[:index] if not re.fullmatch(_STREET_PARTICLE, word + " ", re.IGNORECASE)]
            if (
                content
                and self._is_place(tail)
                and (not self._is_first_name(words[index - 1][1]) or (self.population(tail) or 0) >= _CITY)
                and normalised(words[index - 1][1]) not in ("de", "du", "des", "la", "le", "saint", "sainte")
            ):
                led = re.search(r"\s+(?:[àa]|sur)\s+$", text[start : start + words[index][0]])
                return start + (led.start() if led else words[index][0])
        return end

    def _names(self, text: str) -> Iterator[Span]:
        for found in _TITLED.finditer(text):
            if _ENDED.match(found.group()):
                continue
            low = found["title"].lower().rstrip(".") in (
                "famille",
                "familles",
                "fam",
                "couple",
                "pr",
                "feu",
                "feue",
                "divorcé",
                "divorcée",
                "ms",
                "me",
                "époux",
                "épouse",
                "epoux",
                "epouse",
                "veuve",
                "mm",
            )
            yield from self._run(text, found.end(), lower=not low, strict=low)
            household = re.match(rf"({_CAPITAL})(?=\s*(?:[,(\d.]|$|\n|\s(?:à|a|et|de)\s))", text[found.end() :]) if low else None
            if household and not (self._is_common(household[1]) or self._is_town(re.sub("^[dl]['’]", "", household[1]))):
                yield found.end(), found.end() + household.end(1), NAME
        for pattern in (_MAIDEN, _CALLED, _KINSHIP, _OF_KIN, _OUR_OWN, _RANKED):
            for found in pattern.finditer(text):
                yield from self._run(text, found.end(), strict=True)
        for found in _LOW_MAIDEN.finditer(text):
            if not self._is_common(found["word"]) and not self._is_place(found["word"]):
                yield found.start("word"), found.end("word"), NAME
        for found in _LOW_CALLED.finditer(text):
            if found["word"].islower() and not self._is_common(found["word"]) or self._is_first_name(found["word"]):
                yield found.start("word"), found.end("word"), NAME
        yield from self._named_without_capitals(text)
        for found in _AT_THEIRS.finditer(text):
            if not self.knows(normalised(found["name"])):
                yield found.start("name"), found.end("name"), NAME
        yield from self._at_the_edges(text)
        for found in _SIGNED_IN_SHORT.finditer(text):
            reached = text[found.end() : found.end() + 40]
            if not self._is_place(re.findall(_WORD, found["name"])[-1]) or "@" in reached or "[courriel]" in reached:
                yield found.start("name"), found.end("name"), NAME
        for found in _UP_AGED.finditer(text):
            form = normalised(found["name"])
            if self._is_person(form) and not self._is_common(form) and not self._is_town(form):
                yield found.start("name"), found.end("name"), NAME
        yield from self._beside_a_name(text)
        yield from self._aged(text)
        role = _OPENS_WITH_A_ROLE.search(text)
        if role and not any(self._is_common(word) or self._is_place(word) for word in role["name"].split()) and role["name"][0].isupper():
            yield role.start("name"), role.end("name"), NAME
        for found in _SIGNED_IN_FULL.finditer(text):
            named = found["first"] == f"[{NAME}]" or self._is_first_name(found["first"])
            if named and not found["name"].isupper() and (self.population(found["name"]) or 0) < _LARGE_TOWN:
                yield found.start("name"), found.end("name"), NAME
        opening = _OPENS_AS_SIGNED.search(text)
        if opening and (self._is_first_name(opening["first"]) or opening["first"] == NAME):
            written = opening["name"]
            if written[0].isupper() and (self.population(written) or 0) < _LARGE_TOWN:
                yield opening.start("name"), opening.end("name"), NAME
        for found in _LOW_NAMED.finditer(text):
            first, *others = re.split(r"[ -]", found["name"])
            if self._is_first_name(first) and not self._is_common(first):
                kept = [first]
                for word in others:
                    if self._is_common(word) or self._is_place(word) and not self._is_person(normalised(word)):
                        break
                    kept.append(word)
                yield found.start("name"), found.start("name") + len(" ".join(kept)), NAME
        for found in _LOW_KINSHIP.finditer(text):
            word = re.match(_WORD, text[found.end() :])
            if (
                word
                and self._is_first_name(word.group())
                and (not self._is_common(word.group()) or _AGE_NEXT.match(text, found.end() + word.end()))
            ):
                yield from self._run(text, found.end(), lower=True, first=True)
        yield from self._signatures(text)
        yield from self._bare(text)
        yield from self._low_bare(text)

    def _beside_a_name(self, text: str) -> Iterator[Span]:
        for found in _TITLED_BOTH.finditer(text):
            yield from self._run(text, found.end(), strict=True)
        for pattern in (_BESIDE_AN_ADDRESS, _LOW_AFTER_A_NAME):
            for found in pattern.finditer(text):
                person = self._is_person(normalised(found["name"]))
                if person and not self._is_town(found["name"]) or not (self._is_common(found["name"]) or self._is_place(found["name"])):
                    yield found.start("name"), found.end("name"), NAME
        for found in _INITIALS_AFTER.finditer(text):
            yield found.start("name"), found.end("name"), NAME

    def _named_without_capitals(self, text: str) -> Iterator[Span]:
        """ "nom zeghoudi 33a", "je suis eric j'ai 13 ans"."""
        for found in _LOW_SURNAME.finditer(text):
            if not (self._is_common(found["word"]) or self._is_place(found["word"])):
                yield found.start("word"), found.end("word"), NAME
        for found in _LOW_SELF.finditer(text):
            if self._is_first_name(found["word"]) and found["word"] not in _NOT_LOW_NAMES:
                yield found.start("word"), found.end("word"), NAME

    def _run(self, text: str, start: int, lower: bool = False, strict: bool = False, first: bool = False, begun: int = 0) -> Iterator[Span]:
        """The name that begins at `start`, if one does. `lower`: it may be without capitals; `strict`: known words are not names.

        `begun`: how many words of it were read already.
        """
        end = position = start
        taken = begun
        if strict and self._place_follows(text, start):
            return
        while taken < 4:
            found = re.compile(rf"\s*(?P<particle>(?:{_PARTICLE}\s+)*)(?P<word>{_WORD}\.?)", re.IGNORECASE).match(text, position)
            if not found or "\n" in found.group():
                break
            word = found["word"].rstrip(".'’-")
            if _INITIAL.fullmatch(found["word"]) and len(word) == 1:
                if text[found.end() : found.end() + 1].isdigit():
                    break  # "bb Inaya J6"
                if taken and word.isupper():
                    end = position = found.end()
                    taken += 1
                    continue
                position, taken = found.end(), taken + 1
                if not word.isupper():
                    break
                continue
            of_a_name = taken > 0 and found["particle"][:1].isupper() and word[0].isupper() and self._is_a_surname(found["particle"] + word)
            if not of_a_name and not self._may_name(text, found, word, lower or (first and taken == 0), strict, taken):
                break
            particle = found["particle"].lower().split()
            if taken and particle == ["du"] and self._is_place(f"le {word}"):
                break  # "Mme [nom] du François"
            if strict and self._is_a_numbered_town(text, found.start("word"), found.end("word")):
                break  # "chez un cousin Paris 19"
            if taken == 0 and particle and not found["particle"][0].isupper() and word[0].islower() and particle[0] not in _ONLY_OF_NAMES:
                break
            end = position = found.start("word") + len(word)
            taken += 1
            if text[position : position + 1] not in (" ", "-"):
                break
        first_word = start + len(text[start:]) - len(text[start:].lstrip())
        of = re.match(r"(?:(?:de|du|des)\s+)?(?:M\.|Mr\.?|Mme\.?|Mlle\.?)\s+", text[first_word:end])
        first_word += of.end() if of else 0  # "fille de M. [nom]": whose daughter stays
        kin = re.match(r"(?:de\s+|du\s+|d['’]\s?)(?=[^\W\d_])", text[first_word:end]) if strict and not of else None
        first_word += kin.end() if kin else 0  # "marraine de [nom]": whose stays
        if end > first_word:
            yield first_word, end, NAME

    def _is_a_numbered_town(self, text: str, start: int, end: int) -> bool:
        numbered = re.match(r"\s+\d{1,2}(?:e|er|eme|ème)?\b(?!\s*(?:ans?|a|mois)\b)", text[end : end + 12])
        return numbered is not None and (self.population(text[start:end]) or 0) >= _CITY

    def _is_a_surname(self, written: str) -> bool:
        """Whether an article with its capital, after a first name, begins a surname: "Nadège Le Bras", "Xavier DE LA TOUR"."""
        *_, name = written.split()
        spelt = written.isupper() and not written.startswith("DU ") or not name.isupper()
        return spelt and not self._is_place(written)

    def _may_name(self, text: str, found: re.Match[str], word: str, lower: bool, strict: bool, taken: int) -> bool:
        form = normalised(word)
        if (
            not form
            or form in _NOT_NAMES
            or form.split()[0] in ("qu", "j", "c", "n", "m", "s", "t")
            and " " in form
            and len(form.split()[0]) == 1
        ):
            return False
        shouting = text.isupper() or sum(map(str.isupper, text)) > 0.6 * max(1, sum(map(str.isalpha, text)))
        if word[0].isupper() and not shouting:
            acronym = word.isupper() and len(word) > 1 and (strict or taken or len(word) <= _LONGEST_ACRONYM)
            if acronym and self.knows(form) and not self._is_person(form):
                return False
            if form in self.names.eponyms:
                return False
            if taken:
                surname = word[1:].islower() and len(word) > _SHORTEST_NAME and form not in self.names.eponyms
                return self._is_person(form) or not ((self._is_common(word) and not surname) or self._is_town(form))
            if strict:
                elided = form.split(" ", 1)[1] if re.match(r"[dl]['’]", word, re.IGNORECASE) and " " in form else form
                return self._is_person(form) or not (self._is_common(word) or self._is_place(elided))
            return True
        if not (lower or shouting):
            return False
        if taken:
            return self._is_person(form) and not self._is_common(word) or not self._is_common(word) and not self._is_place(form)
        return self._is_person(form) or not self._is_common(word) and not self._is_place(form)

    def _aged(self, text: str) -> Iterator[Span]:
        """Names that only their capital and an age after them, or brackets around them, give away."""
        for found in _CAPITAL_AGED.finditer(text):
            word, before = found["name"], found["before"].strip()
            follows_a_name = before == f"[{NAME}]" or self._is_first_name(before)
            if self._ends_a_place(text, found.start("name"), found.end("name")):
                continue
            first_name = self._is_first_name(word) and not self._is_town(normalised(word))
            if follows_a_name and self._is_the_only_town(text, found.start("name"), word) and normalised(word) not in self.names.surnames:
                continue  # "Mme [nom] Yvetot 93a"
            if first_name or not (self._is_common(word) or (self._is_place(word) and not follows_a_name)):
                yield found.start("name"), found.end("name"), NAME
        for found in _BRACKETED.finditer(text):
            if self._is_first_name(found["name"]) and not self._is_place(found["name"]):
                yield found.start("name"), found.end("name"), NAME

    def _signatures(self, text: str) -> Iterator[Span]:
        for found in _SIGNATURE.finditer(text):
            line = text[found.end() : found.end() + 60].split("\n")[0]
            if re.match(_CAPITAL, line) or (re.match(_WORD, line) and self._is_first_name(re.match(_WORD, line).group())):  # type: ignore[union-attr]
                yield from self._run(text, found.end(), strict=True, first=True)

    def _at_the_edges(self, text: str) -> Iterator[Span]:
        """Who signs alone at the end ("Émilie R.", "lulu"), or opens a note as files do ("Ferrandi M., 83a")."""
        for pattern in (_SIGNED, _SIGNED_LOW, _SIGNED_AS, _FILED):
            found = pattern.search(text)
            if found is None:
                continue
            words = [word for word in re.findall(_WORD, found["name"]) if len(word) > 1]
            whole = normalised(found["name"])
            unknown = bool(words) and not any(self._is_common(word) for word in words)
            person = any(self._is_person(normalised(word)) for word in words)
            if (person or unknown) and not self._is_place(whole) and not any(word.isupper() and len(word) <= 5 for word in words):
                yield found.start("name"), found.end("name"), NAME

    def _bare(self, text: str) -> Iterator[Span]:
        """First names that stand alone, with the surname beside them."""
        for found in re.finditer(_WORD, text):
            word = found.group()
            form = normalised(word)
            if form not in self.names.first_names and not (" " in form and form.split()[0] in self.names.first_names and "-" in word):
                continue
            before = re.search(rf"({_WORD}|\d+)[\s'’.\-]*$", text[: found.start()])
            preceding = normalised(before.group(1)) if before else ""
            if preceding in ("du", "au") and self._is_place(f"le {form}"):
                continue
            if preceding in _HOSPITAL or preceding.endswith(("d", "l")) and len(preceding) == 1:
                continue
            if not word[0].isupper() or self._ends_a_place(text, found.start(), found.end()):
                continue
            if self._is_place(form) and _DEPARTEMENT_NEXT.match(text, found.end()):
                continue
            if (
                self._is_place(form)
                and not self._lacks_its_article(form, preceding)
                and (
                    preceding in ("a", "sur", "en", "vers", "commune", "habite")
                    or (self._is_town(form) and not self._name_follows(text, found.end()))
                )
            ):
                continue
            if self._is_common(word) and not self._name_follows(text, found.end()):
                continue
            start = found.start()
            if (
                before
                and before.group(1).isupper()
                and len(before.group(1)) > 2
                and not self.knows(preceding)
                and not self._is_place(preceding)
            ):
                start = before.start(1)
            following = (
                next(self._run(text, found.end(), strict=True, begun=1), None) if text[found.end() : found.end() + 1] == " " else None
            )
            yield start, following[1] if following else found.end(), NAME

    def _is_the_only_town(self, text: str, start: int, word: str) -> bool:
        """Whether a word is the name of a town where no other is told: "Mme [nom] Hénin, 62 ans, de Margny" is no town."""
        others = text[:start] + text[start + len(word) :]
        return self._is_town(word) and not any(
            self._is_town(other) and not self._is_common(other) for other in re.findall(_CAPITAL, others)
        )

    def _lacks_its_article(self, form: str, preceding: str) -> bool:
        """Whether a first name only makes a town with an article that is not there: "on a enterré Robert", not "au Robert"."""
        town = self.population(f"le {form}")
        return town is not None and town == self.population(form) and preceding not in ("le", "du", "au", "a", "sur", "de")

    def _low_bare(self, text: str) -> Iterator[Span]:
        """First names typed without a capital: any that is no other word; one that is also a place, or very short, only beside an age."""
        for found in _LOW_WORD.finditer(text):
            form = normalised(found.group())
            if form not in self.names.first_names or form in _NOT_LOW_NAMES or self._is_common(form):
                continue
            before = re.findall(rf"{_WORD}", text[max(0, found.start() - 20) : found.start()])
            if before and normalised(before[-1]) in _HOSPITAL or self._ends_a_place(text, found.start(), found.end()):
                continue
            if (len(form) > _SHORTEST_NAME and not self._is_place(form)) or _AGE_NEXT.match(text, found.end()):
                yield found.start(), found.end(), NAME

    def _ends_a_place(self, text: str, start: int, end: int) -> bool:
        """Whether the word is a piece of the name of a commune: "St Jean de Maurienne", "St Pol de Léon"."""
        before = re.findall(rf"{_WORD}", text[max(0, start - 30) : start])
        after = re.findall(rf"{_WORD}", text[end : end + 30])
        before = ["sur" if word == "s" else word for word in before]  # "La Roche s/ Yon"
        pieces, at = [*before[-4:], *re.findall(_WORD, text[start:end]), *after[:4]], len(before[-4:])
        return any(
            self._is_place(" ".join(pieces[first:last])) and last - first >= 2
            for first in range(max(0, at - 4), at + 1)
            for last in range(at + 1, min(len(pieces), at + 5) + 1)
        )

    def _name_follows(self, text: str, position: int) -> bool:
        found = re.match(rf"\s({_CAPITAL})", text[position:])
        return bool(found) and not self._is_common(found.group(1)) and not self._is_town(found.group(1))  # type: ignore[union-attr]

    def _is_first_name(self, word: str) -> bool:
        return normalised(word).split(" ")[0] in self.names.first_names

    def _is_person(self, form: str) -> bool:
        return form in self.names.first_names or form in self.names.surnames or " " in form and form.split()[0] in self.names.first_names

    def _place_follows(self, text: str, position: int) -> bool:
        """Whether a commune of several words begins here: "mère, St Avold"."""
        words = re.match(rf"\s*({_WORD}(?:[\s-]{_WORD}){{1,4}})", text[position : position + 60])
        if not words:
            return False
        pieces = re.split(r"[\s]", words.group(1))
        return any(self._is_place(" ".join(pieces[:count])) for count in range(2, len(pieces) + 1))

    def _is_place(self, word: str) -> bool:
        return self.population(word) is not None

    def _is_town(self, word: str) -> bool:
        return (self.population(word) or 0) >= TOWN

    def _is_common(self, word: str) -> bool:
        parts = normalised(word).split()
        return bool(parts) and all(part in _NOT_NAMES or self.knows(part) or part in self.names.eponyms for part in parts)


def _numbers(text: str) -> Iterator[Span]:
    for found in _NIR.finditer(text):
        yield found.start(), found.end(), NIR
    for found in _PHONE.finditer(text):
        yield found.start(), found.end(), PHONE
    for found in _PART_PHONE.finditer(text):
        yield found.start(), found.end(), PHONE
    for match in phonenumbers.PhoneNumberMatcher(text, "FR", leniency=phonenumbers.Leniency.POSSIBLE):
        if sum(map(str.isdigit, match.raw_string)) >= 9 and not _is_date(match.raw_string):
            yield match.start, match.end, PHONE
    for found in _FILE_NUMBER.finditer(text):
        yield found.start(1), found.end(1), NUMBER
    for found in _LONG_NUMBER.finditer(text):
        if not _is_date(found.group()):
            yield found.start(), found.end(), NUMBER


def _is_date(written: str) -> bool:
    return re.fullmatch(_DATE, written.strip()) is not None


_SPOKEN = (
    "zero|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|"
    "trente|quarante|cinquante|soixante|cent"
)


def _spoken_phones(text: str) -> Iterator[Span]:
    flat = folded(text)
    if "zero" not in flat and not re.search(r"\b0\d?\b", flat):
        return
    for found in re.finditer(rf"\b(?:zero|0\d?)[\s.,\-]+(?:(?:{_SPOKEN}|et|vingts|\d{{1,2}})\b[\s,.\-]*){{4,}}", flat):
        if re.search(r"[a-z]{3}", found.group()) and len(re.findall(r"[a-z]+|\d+", found.group())) >= 5:
            yield found.start(), found.start() + len(found.group().rstrip(" ,.-")), PHONE


def _births(text: str) -> Iterator[Span]:
    for found in _BIRTH.finditer(text):
        year = _year(found["date"])
        yield found.start("date"), found.end("date"), f"{BIRTH}|{year}" if year else BIRTH
    for found in _BARE_DATE.finditer(text):
        year = _year(found["date"])
        if (
            year is not None
            and re.search(r"\d{4}", found["date"])
            and _OLDEST <= year <= _LATEST_UNCUED
            and len(re.sub(r"\D", "", found["date"])) != 8 + 9
        ):
            yield found.start("date"), found.end("date"), f"{BIRTH}|{year}"


def _year(written: str) -> int | None:
    """The year a written date holds; two figures are of this century up to 26."""
    four = re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)|((?:19|20)\d\d)$", written)
    if four:
        return int(four.group(1) or four.group(2))
    two = re.search(r"(\d\d)$", written)
    if not two:
        return None
    return 1900 + int(two[1]) if int(two[1]) > 26 else 2000 + int(two[1])


def _around(span: Span, births: list[Span]) -> Iterator[Span]:
    """What a span covers besides a birth date: "née le 02/06/1954, 14 rue…" looks like a telephone number.

    A number that holds a date in its midst, or one that is no longer than it, is the date or the number and nothing else.
    """
    start, end, kind = span
    for born_from, born_to, _ in births:
        if start == born_from and end > born_to:
            start = born_to
        elif born_from <= start and end <= born_to:
            return
    yield start, end, kind


def _merged(spans: list[Span]) -> list[Span]:
    """Spans in order, the longest kept where several overlap, joined to cover all they covered."""
    births = [span for span in spans if span[2].startswith(f"{BIRTH}|")]
    spans = [*births, *(piece for span in spans if span not in births for piece in _around(span, births))]
    merged: list[Span] = []
    for start, end, kind in sorted(spans, key=lambda span: (span[0], -span[1])):
        if merged and start < merged[-1][1]:
            held = merged[-1]
            wins = held[2] if held[1] - held[0] >= end - start else kind
            merged[-1] = (held[0], max(held[1], end), wins)
        else:
            merged.append((start, end, kind))
    return merged


def _replaced(text: str, spans: list[Span]) -> str:
    pieces: list[str] = []
    position = 0
    for start, end, kind in spans:
        name, _, year = kind.partition("|")
        pieces += [text[position:start], f"[{name} : {year}]" if year else f"[{name}]"]
        position = end
    return "".join([*pieces, text[position:]])
