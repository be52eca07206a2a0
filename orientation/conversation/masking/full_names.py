"""A name read word by word from where it begins: particles, initials and surnames, up to the first word that is none."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from orientation.conversation.masking.letters import CAPITAL, LETTER, LOW, PARTICLE, UP, WORD
from orientation.conversation.masking.recogniser import CALENDAR, CITY, LARGE_TOWN, NOT_NAMES, Recogniser
from orientation.conversation.masking.spans import NAME, Span
from orientation.conversation.words import word_set
from orientation.wording import normalised

SHORTEST_NAME, _LONGEST_ACRONYM, _LONGEST_NAME = 3, 6, 4
_INITIAL = re.compile(rf"[{UP}{LOW}]\.?(?![{LETTER}'’0-9])")
_ONLY_OF_NAMES = word_set("el al ait van von ben ibn bin del della ould dos")
_PIECE = re.compile(rf"\s*(?P<particle>(?:{PARTICLE}\s+)*)(?P<word>{WORD}\.?)", re.IGNORECASE)
_AGED = re.compile(r",?\s+\(?\d{1,3}\s?(?:ans|a)\b")
_DATED = re.compile(r"\s+(?:\d|matin|midi|soir|apr[èe]s|prochain|dernier)", re.IGNORECASE)
_ELIDED = re.compile("[jcmst] |n (?=[aeiouyh])")


def names_after(patterns: Iterable[re.Pattern[str]], text: str, known: Recogniser) -> Iterator[Span]:
    """The names that begin where one of these ways of announcing them ends."""
    for pattern in patterns:
        for found in pattern.finditer(text):
            yield from full_name(text, found.end(), known, strict=True)


class _Manner(NamedTuple):
    """How a name is read: see `full_name`."""

    known: Recogniser
    lower: bool
    strict: bool
    first: bool


def full_name(
    text: str, start: int, known: Recogniser, *, lower: bool = False, strict: bool = False, first: bool = False, begun: int = 0
) -> Iterator[Span]:
    """The name that begins at `start`, if one does.

    `lower`: it may be without capitals, `first`: its first word may; `strict`: known words are not names; `begun`: how many words of it
    were read already.
    """
    if strict and _is_a_long_place(text, start, known):
        return
    end = _end_of_name(text, start, _Manner(known, lower, strict, first), begun)
    begin = _past_whose(text, start, end, strict)
    if end > begin:
        yield begin, end, NAME


def _end_of_name(text: str, start: int, manner: _Manner, taken: int) -> int:
    end = position = start
    while taken < _LONGEST_NAME:
        found = _PIECE.match(text, position)
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
        if not _goes_on(text, start, found, manner, taken):
            break
        end = position = found.start("word") + len(word)
        taken += 1
        if text[position : position + 1] not in (" ", "-"):
            break
    return end


def _goes_on(text: str, start: int, found: re.Match[str], manner: _Manner, taken: int) -> bool:
    """Whether a word, with the particles before it, is one of the name. `taken`: how many are."""
    known, strict, word = manner.known, manner.strict, found["word"].rstrip(".'’-")
    of_a_name = taken > 0 and found["particle"][:1].isupper() and word[0].isupper() and _is_a_surname(found["particle"] + word, known)
    of_a_name = of_a_name or taken == 1 and not strict and _is_a_surname_of_a_town(text, start, found, known)
    of_a_name = of_a_name or (taken > 0 or not strict) and _is_a_surname_of_a_day(text, start, found)
    if not of_a_name and not _may_name(text, word, known, manner.lower or (manner.first and taken == 0), strict, taken > 0):
        return False
    particle = found["particle"].lower().split()
    if taken and particle == ["du"] and known.is_place(f"le {word}") and not _goes_on_with_a_first_name(text, found.end(), known):
        return False  # "Mme [nom] du François", but "Mlle de La Tour du Pin Clothilde"
    if strict and _is_a_numbered_town(text, *found.span("word"), known):
        return False  # "chez un cousin Paris 19"
    led_low = bool(particle) and not found["particle"][0].isupper() and word[0].islower()
    return taken > 0 or not led_low or particle[0] in _ONLY_OF_NAMES


def _past_whose(text: str, start: int, end: int, strict: bool) -> int:
    """Where the name itself begins: in "fille de M. [nom]", "marraine de [nom]", whose daughter stays."""
    begin = start + len(text[start:]) - len(text[start:].lstrip())
    of = re.match(r"(?:(?:de|du|des)\s+)?(?:M\.|Mr\.?|Mme\.?|Mlle\.?)\s+", text[begin:end])
    if of:
        return begin + of.end()
    kin = re.match(r"(?:de\s+|du\s+|d['’]\s?)(?=[^\W\d_])", text[begin:end]) if strict else None
    return begin + (kin.end() if kin else 0)


def _may_name(text: str, word: str, known: Recogniser, lower: bool, strict: bool, taken: bool) -> bool:
    """Whether a word may be part of a name. `taken`: the words before it are."""
    form = normalised(word)
    if not form or form in NOT_NAMES or _ELIDED.match(form):
        return False
    person, common = known.is_person(form), known.is_common(word)
    shouting = text.isupper() or sum(map(str.isupper, text)) > 0.6 * max(1, sum(map(str.isalpha, text)))
    if shouting or not word[0].isupper():
        return (lower or shouting) and (person and not (taken and common) or not common and not known.is_place(form))
    acronym = word.isupper() and len(word) > 1 and (strict or taken or len(word) <= _LONGEST_ACRONYM)
    if acronym and known.knows(form) and not person:
        return False
    if form in known.names.eponyms and (strict or taken and form not in known.names.surnames):
        return False  # "Mme Dupont Parkinson"
    if taken:
        surname = word[1:].islower() and len(word) > SHORTEST_NAME
        return person or not (common and not surname or known.is_town(form))
    if strict:
        elided = form.split(" ", 1)[1] if re.match(r"[dl]['’]", word, re.IGNORECASE) and " " in form else form
        return person or not (common or known.is_place(elided))
    return True


def _is_a_long_place(text: str, position: int, known: Recogniser) -> bool:
    """Whether a commune of several words begins here: "mère, St Avold"."""
    words = re.match(rf"\s*({WORD}(?:[\s-]{WORD}){{1,4}})", text[position : position + 60])
    if not words:
        return False
    pieces = re.split(r"[\s]", words.group(1))
    return any(known.is_place(" ".join(pieces[:count])) for count in range(2, len(pieces) + 1))


def _is_a_numbered_town(text: str, start: int, end: int, known: Recogniser) -> bool:
    numbered = re.match(r"\s+\d{1,2}(?:e|er|eme|ème)?\b(?!\s*(?:ans?|a|mois)\b)", text[end : end + 12])
    return numbered is not None and known.is_town(text[start:end], CITY)


def _is_a_surname_of_a_town(text: str, start: int, found: re.Match[str], known: Recogniser) -> bool:
    """ "Mme Paulette Lunel 83 ans", "M. Éloi Saint-Prix, Le Lamentin": after a title and a first name, a small town is a surname
    where an age follows it, or where another town is told.
    """
    first, word = text[start : found.start("word")].strip(), found["word"]
    if not (word[0].isupper() and known.is_first_name(first)) or known.is_town(word, LARGE_TOWN):
        return False
    if _AGED.match(text, found.end("word")):
        return True
    return known.is_town(word) and not is_the_only_town(text, found.start("word"), word, known)


def is_the_only_town(text: str, start: int, word: str, known: Recogniser) -> bool:
    """Whether a word is the name of a town where no other is told: "Mme [nom] Hénin, 62 ans, de Margny" is no town."""
    others = text[:start] + text[start + len(word) :]
    return known.is_town(word) and not any(
        known.is_town(other, LARGE_TOWN) or known.is_town(other) and not known.is_common(other) for other in re.findall(CAPITAL, others)
    )


def _is_a_surname_of_a_day(text: str, start: int, found: re.Match[str]) -> bool:
    """ "Mme Janvier", "Sylvie Lundi, AS", not "Mme D. lundi matin": a day or a month that an age follows, or a capital with no date."""
    word, end = found["word"], found.end("word")
    if normalised(word) not in CALENDAR or found["particle"] or text[start : found.start("word")].rstrip().endswith("."):
        return False
    return _AGED.match(text, end) is not None or word[0].isupper() and not _DATED.match(text, end)


def _goes_on_with_a_first_name(text: str, position: int, known: Recogniser) -> bool:
    following = re.match(rf"\s({CAPITAL})", text[position:])
    return following is not None and known.is_first_name(following[1])


def _is_a_surname(written: str, known: Recogniser) -> bool:
    """Whether an article with its capital, after a first name, begins a surname: "Nadège Le Bras", "Xavier DE LA TOUR"."""
    *_, name = written.split()
    spelt = written.isupper() and not written.startswith("DU ") or not name.isupper()
    return spelt and not known.is_place(written)
