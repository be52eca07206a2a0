"""First names known as such, with the surname beside them, and capitals that an age or brackets give away."""

import re
from collections.abc import Iterator

from orientation.conversation.masking.cues import Cue, names_shown
from orientation.conversation.masking.full_names import SHORTEST_NAME, full_name, is_the_only_town
from orientation.conversation.masking.introductions import KIN, TITLE
from orientation.conversation.masking.letters import CAPITAL, LETTER, LOW, UP, WORD
from orientation.conversation.masking.recogniser import NOT_LOW_NAMES, NOT_NAMES, Recogniser
from orientation.conversation.masking.spans import NAME, Span
from orientation.conversation.words import word_set
from orientation.wording import normalised

_UP_AGED = re.compile(rf"(?<![{LETTER}'’-])(?P<name>[{UP}]{{3,}}(?:-[{UP}]{{3,}})?)(?=,?\s+\d{{2,3}}\s?(?:ans|a)\b)")
# "pour Kélya 6 ans", "[nom] Rousset ([date de naissance])", "le grand (Oscar)": a capital before an age, or alone in brackets.
_CAPITAL_AGED = re.compile(
    rf"(?P<before>\[nom\]\s|{CAPITAL}\s|[{LOW}0-9,:'’]\s)(?P<name>[{UP}][{LOW}'’]+(?:-[{UP}][{LOW}'’]+)*)"
    r"(?=,?\s+\(?(?:\d{1,3}\s?(?:ans|an|a|mois)\b|\[date|\d{1,2}[/.]\d|enceinte\b))"
)
_OPENS_AGED = re.compile(
    rf"^\s*(?P<name>[{UP}][{LOW}]+(?:-[{UP}][{LOW}]+)?)(?=(?:,|\s+et\s+{CAPITAL},?)?\s+\(?(?:\d{{1,3}}\s?(?:ans|a|mois)\b|enceinte\b))"
)
_BRACKETED = re.compile(rf"(?<=\()(?P<name>{CAPITAL})(?=\))")
_LOW_KINSHIP = re.compile(rf"\b(?:{KIN})\b\s*[,:(]?\s*(?=[{LOW}])", re.IGNORECASE)
_LOW_ALONE = re.compile(rf"(?<![{LETTER}'’-])[{LOW}]{{3,}}(?![{LETTER}-])")
_AGE_NEXT = re.compile(r",?\s+\(?\d{1,3}\s?(?:ans|an|a|mois)\b")
_DEPARTEMENT_NEXT = re.compile(rf"\s*\((?:\d{{2,3}}|2[ABab]|(?P<named>{CAPITAL}))\)")
# What bears a first name without being anybody: streets, hospitals, diseases.
_NAMED_SO = word_set(
    """
    saint sainte st ste saints rue avenue hopital hopitaux ch chu chr chi chs clinique ehpad residence foyer institut fondation centre
    maison lycee college ecole gare maladie syndrome corps score echelle test methode loi plan association quartier cite metro place
    boulevard bd av village commune ville cedex port fort mont notre ile val la les le hospital polyclinique ghu gh ghi usld ssr smr
    vallee vallees mas fam ime esat itep sessad savs samsah gem cmp cabinet pharmacie laboratoire mairie eglise paroisse
    """
)
_CUT_SHORT = 5  # "resid.", "av.", "bd."
_AT = word_set("a sur en vers commune habite")


def first_names(text: str, known: Recogniser) -> Iterator[Span]:
    """First names, whatever leads to them; those that are also towns or words need more to be seen."""
    yield from names_shown(_CUES, text, known)
    yield from _kin(text, known)
    yield from _capital(text, known)
    yield from _low(text, known)


def _is_aged_in_capitals(found: re.Match[str], known: Recogniser) -> bool:
    form = normalised(found["name"])
    return known.is_person(form) and not known.is_common(form) and not known.is_town(form)


def _is_aged(found: re.Match[str], known: Recogniser) -> bool:
    """Names that only their capital and an age after them give away."""
    text, word, before = found.string, found["name"], found["before"].strip()
    if _ends_a_place(text, *found.span("name"), known) or normalised(before) in _AT and known.is_place(word):
        return False
    follows_a_name = before == f"[{NAME}]" or known.is_first_name(before)
    if follows_a_name and is_the_only_town(text, found.start("name"), word, known) and normalised(word) not in known.names.surnames:
        return False  # "Mme [nom] Yvetot 93a"
    first_name = known.is_first_name(word) and not known.is_town(normalised(word))
    return first_name or not (known.is_common(word) or known.is_place(word) and not follows_a_name)


def _opens_aged(found: re.Match[str], known: Recogniser) -> bool:
    """ "Rose, 3 ans": a first name that is also a word, where a request opens with it."""
    return known.is_first_name(found["name"]) and not known.is_place(found["name"])


def _is_bracketed(found: re.Match[str], known: Recogniser) -> bool:
    """ "le grand (Oscar)", not "Fleury (Aude)"."""
    named = known.is_first_name(found["name"]) and not known.is_place(found["name"])
    return named and not _tells_where_a_place_is(found.string, found.start("name"), known)


_CUES = (Cue(_UP_AGED, _is_aged_in_capitals), Cue(_CAPITAL_AGED, _is_aged), Cue(_OPENS_AGED, _opens_aged), Cue(_BRACKETED, _is_bracketed))


def _kin(text: str, known: Recogniser) -> Iterator[Span]:
    """First names typed without a capital after a kinship: "mon mari robert"."""
    for found in _LOW_KINSHIP.finditer(text):
        word = re.match(WORD, text[found.end() :])
        if word is None or not known.is_first_name(word.group()):
            continue
        if not known.is_common(word.group()) or _AGE_NEXT.match(text, found.end() + word.end()):
            yield from full_name(text, found.end(), known, lower=True, first=True)


def _capital(text: str, known: Recogniser) -> Iterator[Span]:
    """First names with a capital, with the surname beside them."""
    for found in re.finditer(WORD, text):
        word = found.group()
        form = normalised(word)
        if form not in known.names.first_names and not ("-" in word and form.split()[0] in known.names.first_names and " " in form):
            continue
        before = re.search(rf"({WORD}|\d+)[\s'’.\-]*$", text[: found.start()])
        preceding = normalised(before.group(1)) if before and not _ends_a_sentence(before) else ""
        if not word[0].isupper() or preceding in _NAMED_SO or preceding in ("d", "l") or _is_a_place(text, found, form, preceding, known):
            continue
        if known.is_common(word) and not _name_follows(text, found.end(), known):
            continue
        start, end = _surname_before(text, found.start(), known), found.end()
        following = next(full_name(text, end, known, strict=True, begun=1), None) if text[end : end + 1] == " " else None
        yield start, following[1] if following else end, NAME


def _surname_before(text: str, start: int, known: Recogniser) -> int:
    """Where a full name begins when its surname stands first: "Guérin Michel", "CARRÉ Monique"."""
    before = re.search(rf"(?<![{LETTER}'’-])(?P<led>\w*\s+)?(?P<name>{CAPITAL}) $", text[:start])
    if before is None:
        return start
    form = normalised(before["name"])
    if form in NOT_NAMES or form in _NAMED_SO or re.fullmatch(rf"{KIN}|{TITLE}", before["name"], re.IGNORECASE) or known.is_town(form):
        return start
    at, in_brackets = normalised(before["led"] or "") in _AT, text[: before.start("name")].endswith("(")
    in_capitals = before["name"].isupper() and len(before["name"]) >= SHORTEST_NAME and not known.knows(form)
    return before.start("name") if not at and (in_capitals or in_brackets or form in known.names.surnames) else start


def _ends_a_sentence(before: re.Match[str]) -> bool:
    """ "il travaillait à la mairie. Théo"; a word cut short ends none: "av. Victor"."""
    return ". " in before.group() and len(before.group(1)) > _CUT_SHORT


def _tells_where_a_place_is(text: str, start: int, known: Recogniser) -> bool:
    """Whether a bracket opens here after a commune: "Fleury (Aude)"."""
    before = re.search(rf"({CAPITAL})\s*\($", text[:start])
    return before is not None and known.is_place(before[1])


def _is_a_place(text: str, found: re.Match[str], form: str, preceding: str, known: Recogniser) -> bool:
    """Whether a first name is there as a commune's name, or as a piece of one."""
    if preceding in ("du", "au") and known.is_place(f"le {form}") or _ends_a_place(text, *found.span(), known):
        return True
    if _tells_where_a_place_is(text, found.start(), known):
        return True
    if not known.is_place(form):
        return False
    departement = _DEPARTEMENT_NEXT.match(text, found.end())
    if departement and not (departement["named"] and known.is_first_name(departement["named"])):
        return True
    stands_alone = known.is_town(form) and not _name_follows(text, found.end(), known)
    return (preceding in _AT or stands_alone) and not _lacks_its_article(form, preceding, known)


def _low(text: str, known: Recogniser) -> Iterator[Span]:
    """First names typed without a capital: any that is no other word; one that is also a place, or very short, only beside an age."""
    for found in _LOW_ALONE.finditer(text):
        form = normalised(found.group())
        if form not in known.names.first_names or form in NOT_LOW_NAMES or known.is_common(form):
            continue
        before = re.findall(WORD, text[max(0, found.start() - 20) : found.start()])
        if before and normalised(before[-1]) in _NAMED_SO or _ends_a_place(text, *found.span(), known):
            continue
        if (len(form) > SHORTEST_NAME and not known.is_place(form)) or _AGE_NEXT.match(text, found.end()):
            yield *found.span(), NAME


def _ends_a_place(text: str, start: int, end: int, known: Recogniser) -> bool:
    """Whether the word is a piece of the name of a commune: "St Jean de Maurienne", "St Pol de Léon"."""
    before = re.findall(WORD, text[max(0, start - 30) : start])
    after = re.findall(WORD, text[end : end + 30])
    before = ["sur" if word == "s" else word for word in before]  # "La Roche s/ Yon"
    pieces, at = [*before[-4:], *re.findall(WORD, text[start:end]), *after[:4]], len(before[-4:])
    return any(
        known.is_place(" ".join(pieces[first:last])) and last - first >= 2
        for first in range(max(0, at - 4), at + 1)
        for last in range(at + 1, min(len(pieces), at + 5) + 1)
    )


def _lacks_its_article(form: str, preceding: str, known: Recogniser) -> bool:
    """Whether a first name only makes a town with an article that is not there: "on a enterré Robert", not "au Robert"."""
    town = known.population(f"le {form}")
    return town is not None and town == known.population(form) and preceding not in ("le", "du", "au", "a", "sur", "de")


def _name_follows(text: str, position: int, known: Recogniser) -> bool:
    found = re.match(rf"\s({CAPITAL})", text[position:])
    return found is not None and not known.is_common(found[1]) and not known.is_town(found[1])
