"""Who signs a text, or opens it with their name, as letters and files do."""

import re
from collections.abc import Iterator

from orientation.conversation.masking.cues import Cue, names_shown
from orientation.conversation.masking.full_names import full_name
from orientation.conversation.masking.introductions import KIN
from orientation.conversation.masking.letters import CAPITAL, LOW, PARTICLE, UP, WORD
from orientation.conversation.masking.recogniser import LARGE_TOWN, Recogniser
from orientation.conversation.masking.spans import NAME, Span
from orientation.wording import normalised

_LONGEST_SHORTHAND = 5

_SIGNATURE = re.compile(
    r"(?:\b(?:cordialement|cdlt|cdt|bien (?:cordialement|[àa] vous)|salutations(?: distingu[ée]es)?|sinc[eè]rement|"
    r"respectueusement|confraternellement|amicalement|bonne (?:journ[ée]e|soir[ée]e)|bonne r[ée]ception|"
    r"merci(?: (?:d['’]avance|beaucoup|bcp|par avance|[àa] vous))?|en vous remerciant|bises?|bisous?|belle journ[ée]e|"
    r"[àa] (?:plus(?: tard)?|bient[oô]t|demain|tr[eè]s vite)(?=\s*[,.!\n]))\b|"
    r"[\n]\s*(?:--+|—))[\s.,!;:\-–—]*",
    re.IGNORECASE,
)
_SIGNED = re.compile(rf"(?:[\n.!?]\s*|,\s*\n\s*)(?P<name>(?:{CAPITAL}|[{UP}]\.)(?:[ -](?:{CAPITAL}|[{UP}]\.)){{0,2}})\s*[.!]?\s*$")
_SIGNED_LOW = re.compile(rf"[\n.!?]\s*(?P<name>[{LOW}]{{3,12}})\s*[.!]?\s*$")
_SIGNED_AS = re.compile(rf"\n\s*(?P<name>(?:[{UP}]\.\s?)?{CAPITAL}(?:[ -]{CAPITAL}){{0,2}})\s*,[^\n]{{2,80}}$")
# "S. Duprat – s.duprat@…", "B. Lemoyne, IDE": who signs on a line of their own, or on the last one.
_SIGNED_IN_SHORT = re.compile(
    rf"(?:^|\n|[.!?]\s)[ \t]*(?P<name>(?!M\.)(?:[{UP}]\.[ -]?){{1,2}}(?:{PARTICLE}\s)?{CAPITAL}(?:[ -]{CAPITAL})?)"
    rf"(?=\s*(?:$|\n|[–—,(/|:]|-\s|\[))"
)
_SIGNED_IN_FULL = re.compile(rf"(?P<first>\[nom\]|{CAPITAL})\s(?P<name>{CAPITAL})[ \t]*[.!]?[ \t]*(?=$|\n)")
_FILED = re.compile(
    rf"^\s*(?:(?:[Bb]on(?:jour|soir)|[Bb]jr|[Ss]lt)[\s,!.]+)?(?P<name>{CAPITAL})\s+(?:(?P<initials>[{UP}](?:\.?-[{UP}]\.?|\.))|\[nom\]|{CAPITAL})\s*,?\s*"
    rf"(?=\d{{2}}\s?(?:a|ans)\b|n[ée]e?\b|\(?\d{{1,2}}[/.-]\d|\[date)"
)
# "TCHATCHOUANG/Brice/né 14 mars", "ZUNI Rose, Maripasoula": files open with a surname in capitals, then a first name.
_FILED_IN_CAPITALS = re.compile(
    rf"^\s*(?P<name>(?P<surname>[{UP}]{{3,}}(?:[ '’-][{UP}]{{2,}})*)[\s/,;]+(?P<first>\[nom\]|[{UP}][{LOW}]+(?:-[{UP}][{LOW}]+)?))"
    r"(?=\s*[/,;(.]|\s+n[ée]e?\b)"
)
# "Garcin, [nom], 17 ans", "GARCIN - [nom]": a surname apart from the first name, where a file opens.
_FILED_APART = re.compile(rf"^\s*(?P<name>{CAPITAL})\s*[,/–-]\s*(?=\[nom\]\s*[,/–(-])")
_OPENS_AS_SIGNED = re.compile(
    rf"^\s*(?P<first>\[nom\]|{CAPITAL})\s+(?P<name>{CAPITAL})(?=[\s,]+(?:j['’]?\s?ai|je|j['’]|moi|suis)\b)", re.IGNORECASE
)
# "Maïva, aide à domicile à Kourou": who opens a note with what they do or are.
_OPENS_WITH_A_ROLE = re.compile(
    rf"^\s*(?P<name>{CAPITAL}(?:\s{CAPITAL})?)\s*,\s*(?=(?:aides?|auxiliaires?|avs|avq|aesh|infirmi\w+|idel?|as|ass|assistante?|[ée]ducat\w+|psycho\w*"
    rf"|m[ée]diat\w+|b[ée]n[ée]vole|kin[ée]\w*|ergo\w*|orthoph\w*|sage-femme|conseill\w+|coordin\w+|travailleu\w+|animat\w+|tut\w+|curat\w+"
    rf"|secr[ée]taire|stagiaire|responsable|{KIN})\b)",
    re.IGNORECASE,
)


def signatures(text: str, known: Recogniser) -> Iterator[Span]:
    yield from names_shown(_CUES, text, known)
    for found in _SIGNATURE.finditer(text):
        line = text[found.end() : found.end() + 60].split("\n")[0]
        word = re.match(WORD, line)
        if re.match(CAPITAL, line) or word and known.is_first_name(word.group()):
            yield from full_name(text, found.end(), known, strict=True, first=True)


def _stands_at_an_edge(found: re.Match[str], known: Recogniser) -> bool:
    """Who signs alone at the end ("Émilie R.", "lulu"), or opens a note as files do ("Ferrandi M., 83a")."""
    words = [word for word in re.findall(WORD, found["name"]) if len(word) > 1]
    unknown = bool(words) and not any(known.is_common(word) for word in words)
    person = any(known.is_person(normalised(word)) for word in words)
    shorthand = any(word.isupper() and len(word) <= _LONGEST_SHORTHAND for word in words)
    return (person or unknown) and not known.is_place(normalised(found["name"])) and not shorthand


def _opens_a_file(found: re.Match[str], known: Recogniser) -> bool:
    """Who a note opens with; initials tell even a short surname in capitals from an acronym ("DUPIN J. née…")."""
    return _stands_at_an_edge(found, known) or found["initials"] is not None and known.is_unknown(found["name"])


def _is_filed(found: re.Match[str], known: Recogniser) -> bool:
    first = found["first"]
    named = first == f"[{NAME}]" or known.is_person(normalised(first)) or "/" in found["name"] and not known.is_place(first)
    return named and known.is_unknown(found["surname"])


def _is_filed_apart(found: re.Match[str], known: Recogniser) -> bool:
    return known.is_unknown(found["name"]) or known.is_person(normalised(found["name"])) and not known.is_town(found["name"])


def _signs_in_short(found: re.Match[str], known: Recogniser) -> bool:
    reached = found.string[found.end() : found.end() + 40]
    return not known.is_place(re.findall(WORD, found["name"])[-1]) or "@" in reached or "[courriel]" in reached


def _signs_in_full(found: re.Match[str], known: Recogniser) -> bool:
    named = found["first"] == f"[{NAME}]" or known.is_first_name(found["first"])
    plain = known.is_common(found["first"]) and known.is_common(found["name"])  # "inscription France Travail"
    return named and not (plain or found["name"].isupper() or known.is_town(found["name"], LARGE_TOWN))


def _opens_as_signed(found: re.Match[str], known: Recogniser) -> bool:
    named = found["first"] == f"[{NAME}]" or known.is_first_name(found["first"])
    return named and found["name"][0].isupper() and not known.is_town(found["name"], LARGE_TOWN)


def _opens_with_a_role(found: re.Match[str], known: Recogniser) -> bool:
    return found["name"][0].isupper() and all(known.is_unknown(word) for word in found["name"].split())


_CUES = (
    Cue(_SIGNED, _stands_at_an_edge),
    Cue(_SIGNED_LOW, _stands_at_an_edge),
    Cue(_SIGNED_AS, _stands_at_an_edge),
    Cue(_FILED, _opens_a_file),
    Cue(_FILED_IN_CAPITALS, _is_filed),
    Cue(_FILED_APART, _is_filed_apart),
    Cue(_SIGNED_IN_SHORT, _signs_in_short),
    Cue(_SIGNED_IN_FULL, _signs_in_full),
    Cue(_OPENS_AS_SIGNED, _opens_as_signed),
    Cue(_OPENS_WITH_A_ROLE, _opens_with_a_role),
)
