"""Numbers that identify: social security, telephones in figures or spoken, files, and any other long one that is no date."""

import re
from collections.abc import Iterator

import phonenumbers

from orientation.conversation.masking.births import is_date
from orientation.conversation.masking.spans import NIR, NUMBER, PHONE, Span
from orientation.conversation.numerals import NUMBER_WORDS
from orientation.wording import folded

_NIR = re.compile(
    r"(?<![\d])[1-478][\s.\-]?\d{2}[\s.\-]?(?:0[1-9]|1[0-2]|[2-9]\d)[\s.\-]?(?:\d{2}|"
    r"2[ABab])[\s.\-]?\d{3}[\s.\-]?\d{3}(?:[\s.\-/]*(?:cl[ée]\s*:?\s*)?\d{2})?(?!\d)"
)
_PHONE = re.compile(
    r"(?<![\d/])(?:\(?(?:\+|00)\s?\d{1,3}\)?[\s.\-/]*(?:\(0\)[\s.\-/]*)?\d(?:[\s.\-_/,–]{0,3}\d){7,9}|"
    r"\(?[0oO]\)?[\s.\-_/]{0,2}[1-9](?:[\s.\-_/,–]{0,3}[\doO]){8})(?![\d])"
)
# The first figures of a telephone whose last ones are hidden, or missing: "06 39 98 xx xx", "06 39 98 12".
_PART_PHONE = re.compile(
    r"(?<!\d)0[1-9](?:(?:[\s.\-]\d{2}){2,3}(?:[\s.\-]?(?:xx|\.\.|\?\?|__|\*\*))+|(?:[\s.\-]\d{2}){3}(?![\s.\-/]?\d|\s?h))", re.IGNORECASE
)
_PART_NIR = re.compile(
    r"\b(?:nir|n°\s?ss|s[ée]cu\w*)\b[^\d\n,;]{0,12}(?P<part>[12]([\s.])\d{2}\2(?:0[1-9]|1[0-2])(?:\2(?:2[ab]|\d{1,3})\b)*)", re.IGNORECASE
)
_LONG_NUMBER = re.compile(r"(?<![\d,.])\d(?:[ .\-]?\d){8,}(?![\d])|(?<![\d,.])\d{7,}(?!\d)")
_FILE_NUMBER = re.compile(
    r"\b(?:IPP|INS|NIR|n° ?(?:de )?(?:dossier|s[ée]cu\w*|allocataire|patient|usager|AGDREF|[ée]tranger)|"
    r"num[ée]ro (?:de )?(?:dossier|s[ée]cu\w*|allocataire|patient)|dossier n°|matricule|"
    r"allocataire)\s*[:n°]*\s*([A-Z]{0,3}[\d][\d\s./-]{2,}\d[A-Z]?)",
    re.IGNORECASE,
)
# What opens somebody's door.
_DOOR_CODE = re.compile(
    r"\b(?:digicode|code\s+(?:de\s+la\s+|d['’]|du\s+)?(?:porte|entr[ée]e|acc[eè]s|portail|immeuble))\s*:?\s*(?P<code>(?=[A-Z]*\d)[A-Z\d]{3,8})\b",
    re.IGNORECASE,
)
_SPOKEN = "|".join(("zero", *NUMBER_WORDS))
# So many numbers told one after the other are no quantity: a telephone without its first zero.
_RUN = re.compile(rf"\b(?:(?:{_SPOKEN}|et|vingts)\b[\s,.\-]*){{9,}}")


def numbers(text: str) -> Iterator[Span]:
    for pattern, kind in ((_NIR, NIR), (_PHONE, PHONE), (_PART_PHONE, PHONE)):
        yield from ((*found.span(), kind) for found in pattern.finditer(text))
    for match in phonenumbers.PhoneNumberMatcher(text, "FR", leniency=phonenumbers.Leniency.POSSIBLE):
        if sum(map(str.isdigit, match.raw_string)) >= 9 and not is_date(match.raw_string):
            yield match.start, match.end, PHONE
    for found in _PART_NIR.finditer(text):
        yield *found.span("part"), NIR
    for found in _DOOR_CODE.finditer(text):
        yield *found.span("code"), NUMBER
    for found in _FILE_NUMBER.finditer(text):
        yield *found.span(1), NUMBER
    for found in _LONG_NUMBER.finditer(text):
        if not is_date(found.group()):
            yield *found.span(), NUMBER


def spoken_phones(text: str) -> Iterator[Span]:
    flat = folded(text)
    for run in _RUN.finditer(flat):
        yield run.start(), run.start() + len(run.group().rstrip(" ,.-")), PHONE
    if "zero" not in flat and not re.search(r"\b0\d?\b", flat):
        return
    for found in re.finditer(rf"\b(?:zero|0\d?)[\s.,\-]+(?:(?:{_SPOKEN}|et|vingts|\d{{1,2}})\b[\s,.\-]*){{4,}}", flat):
        if re.search(r"[a-z]{3}", found.group()) and len(re.findall(r"[a-z]+|\d+", found.group())) >= 5:
            yield found.start(), found.start() + len(found.group().rstrip(" ,.-")), PHONE
