"""Dates of birth, told as such or only old enough to be one: the year stays."""

import re
from collections.abc import Iterator

from orientation.conversation.masking.spans import BIRTH, Span

_MONTHS = (
    r"(?:janv(?:ier)?|f[ée]vr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[uû]t|sept(?:embre)?|oct(?:obre)?|"
    r"nov(?:embre)?|d[ée]c(?:embre)?)\.?"
)
_DATE = (
    rf"(?:\d{{1,2}}\s?[/.\-\s]\s?\d{{1,2}}\s?[/.\-\s]\s?(?:\d{{4}}|\d{{2}})|\d{{4}}[-/.]\d{{2}}[-/.]\d{{2}}|"
    rf"(?:\d{{1,2}}(?:er)?|premier)\s+{_MONTHS}\s+(?:\d{{4}}|\d{{2}})|\d{{1,2}}\s+du\s+\d{{1,2}}\s+(?:\d{{4}}|\d{{2}})|\d{{8}})"
)
_BORN = (
    r"(?:n[ée]{1,2}(?:\(?e?\)?)?(?:\s+en(?:\s+date)?)?(?:\s+(?:le|du|un))?|n[eé]\(e\)\s+le|ddn|d\.d\.n\.?|"
    r"date\s+de\s+naiss(?:ance)?\.?|naissance|naiss\.?|nais\.?|dob|dn)"
)
_SPELT = rf"(?<=\s)(?!en\b)(?:[a-zé]+[ -])?(?:et[ -])?[a-zé]+\s+{_MONTHS}\s+\d{{4}}"  # "le vingt et un juillet 1941"
# A month and its year: "née 11/1938", "[nom] 02/1949".
_MONTH = r"(?:0?[1-9]|1[0-2])\s?[/.-]\s?(?:19|20)\d{2}"
_BIRTH = re.compile(rf"\b(?P<cue>{_BORN})\s*[:=]?\s*(?:le\s+)?(?P<date>{_DATE}|{_MONTH}|{_SPELT}|\d{{6}})(?!\d)", re.IGNORECASE)
# "Patient : [nom] - 12/01/50": right after a name, a date needs no word of birth.
_BESIDE_A_NAME = re.compile(rf"(?<=\[nom\])[\s,;/(–-]{{1,3}}(?P<date>{_DATE})(?![\d/])", re.IGNORECASE)
_MONTH_BESIDE_A_NAME = re.compile(rf"(?<=\[nom\])[\s,;(]{{1,2}}(?P<date>{_MONTH})(?!\d)")
_BARE_DATE = re.compile(rf"(?<![\d/])(?P<date>{_DATE})(?![\d/])", re.IGNORECASE)
_OLDEST, _YOUNGEST_UNCUED = 1900, 14


def births(text: str, year: int) -> Iterator[Span]:
    """Dates told as a birth, in any form, and whole dates too old to be an appointment's; `year`: the current one."""
    for pattern in (_BIRTH, _BESIDE_A_NAME):
        for found in pattern.finditer(text):
            born = _year(found["date"], year)
            yield found.start("date"), found.end("date"), f"{BIRTH}|{born}" if born else BIRTH
    for pattern in (_MONTH_BESIDE_A_NAME, _BARE_DATE):
        for found in pattern.finditer(text):
            born = _year(found["date"], year)
            if born is not None and re.search(r"\d{4}", found["date"]) and _OLDEST <= born <= year - _YOUNGEST_UNCUED:
                yield found.start("date"), found.end("date"), f"{BIRTH}|{born}"


def is_date(written: str) -> bool:
    return re.fullmatch(_DATE, written.strip()) is not None


def _year(written: str, year: int) -> int | None:
    """The year a written date holds; two figures are of this century only when that year has come."""
    four = re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)|((?:19|20)\d\d)$", written)
    if four:
        return int(four.group(1) or four.group(2))
    two = re.search(r"(\d\d)$", written)
    if not two:
        return None
    return 2000 + int(two[1]) if 2000 + int(two[1]) <= year else 1900 + int(two[1])
