"""Names of places read one by one, from left to right: well spelt or not, a postcode, an arrondissement, those who live there.

A name is weighed by what surrounds it (`evidence`), since many communes bear the name of a thing, a verb or a person.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from orientation.geography.arrondissements import arrondissement_at
from orientation.geography.cues import of_an_area
from orientation.geography.evidence import Spelling, may_name, names_a_misspelt_place, names_a_place
from orientation.geography.gazetteer import Gazetteer
from orientation.geography.hints import Hint, hint_after, hint_at, narrowed
from orientation.geography.mention import Mention
from orientation.geography.named import FULL, SHORT, Named, chosen
from orientation.geography.roles import inhabitant_role, is_only_near, role_of
from orientation.geography.surroundings import Surroundings
from orientation.geography.words import ARTICLES, CONTRACTIONS, without_article
from orientation.territory import Commune

_MONEY = re.compile(r"euros?|eur|e|balles|francs")
_SHORTENED_TOWNS = {"p": "paris", "mrs": "marseille", "mars": "marseille"}
_LAST_PARITY = 10
_SMALL_TOWN = 3_000
_LARGE = 20_000


def occurrences(around: Surroundings, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Every place named, in text order, without overlap; each as it stands, whatever the others say of it."""
    index = 0
    while index < len(around.words):
        expression = gazetteer.names.expression_at(around.words, index)
        if expression:
            index += expression
            continue
        read = (
            _shortened_town(index, around, gazetteer)
            or _named_at(index, around, gazetteer)
            or _postcode_at(index, around, gazetteer)
            or _inhabitant_at(index, around, gazetteer)
            or _misspelt_at(index, around, gazetteer)
        )
        if read is None:
            index += 1
        else:
            mention, index = read
            yield mention


def _shortened_town(index: int, around: Surroundings, gazetteer: Gazetteer) -> tuple[Mention, int] | None:
    """ "P13", "P15e", "Mrs 8e": the initial of Paris or the bones of Marseille, before an arrondissement.

    "P1" to "P10" count children or percentiles unless an ordinal follows; "Mrs" are ladies unless one does.
    """
    word = around.words[index]
    town = _SHORTENED_TOWNS.get(word.text)
    if town is None or not around.text[word.start].isupper() or word.start and around.text[word.start - 1].isalnum():
        return None
    ordinal = arrondissement_at(around.words, index + 1, alone=True)
    read = ordinal or (arrondissement_at(around.words, index + 1) if word.text == "p" else None)
    numbered = gazetteer.names.towns_in_arrondissements.get(town, {})
    if read is None or read.number not in numbered or not around.is_close(index, index + 1):
        return None
    if ordinal is None and (read.number <= _LAST_PARITY or around.words[index + 1].start != word.end):
        return None
    return _mention(index, read.after, (numbered[read.number],), around), read.after


def _named_at(index: int, around: Surroundings, gazetteer: Gazetteer) -> tuple[Mention, int] | None:
    """The longest spelling of a commune that begins at a word and is meant as one; an article may hide in the word before ("au Tampon")."""
    words, names = around.words, gazetteer.names
    article = CONTRACTIONS.get(words[index - 1].text) if index else None
    for first in filter(None, (article, words[index].text)):
        begins = index - (first is article)
        for length in range(min(names.longest.get(first, 0), len(words) - begins), first is article, -1):
            key = around.spelt(first, begins, length)
            named = names.spellings.get(key)
            if named and _is_another_s(begins, begins + length, named, around, gazetteer):
                continue
            if (
                named
                and first in ARTICLES
                and begins == index
                and _is_another_without_article(key, begins + length, named, around, gazetteer)
            ):
                continue
            if named and first is article and _is_contradicted(begins + length, named, around, gazetteer):
                continue
            read = _meant(index, begins + length, key, named, around, gazetteer) if named else None
            if read is not None:
                return read
    return None


def _is_another_s(begins: int, after: int, named: Sequence[Named], around: Surroundings, gazetteer: Gazetteer) -> bool:
    """Whether what is written is part of a longer name, or an abbreviation alone: "Nouvelle-Zélande", "MT", "Grau d'Agde".

    A large town may be joined to anything ("Paris-Lyon", "Lille-Sud"), and a name by a hint ("Saint-Denis-Réunion").
    """
    if after == begins + 1 and around.abbreviated(begins):
        return True
    short = all(candidate.tier == SHORT for candidate in named)
    if not (around.cut_short(begins, after) or short and around.goes_on(after)):
        return False
    if any(candidate.tier != SHORT and (candidate.weight or 0) >= _LARGE for candidate in named):
        return False
    return hint_after(around.words, after, gazetteer.names) is None


def _is_another_without_article(key: str, after: int, named: Sequence[Named], around: Surroundings, gazetteer: Gazetteer) -> bool:
    """Whether the hint that follows fits only the name without its article: "Le Lamentin 971" is Lamentin."""
    if not _is_contradicted(after, named, around, gazetteer):
        return False
    return not _is_contradicted(after, gazetteer.names.spellings.get(without_article(key), ()), around, gazetteer)


def _with_their_article(index: int, named: Sequence[Named], around: Surroundings) -> Sequence[Named]:
    """ "Le Blanc", its article written with a capital: the town named so comes before those whose name merely begins so."""
    if around.words[index].text not in ARTICLES or not around.text[around.words[index].start].isupper():
        return named
    whole = [candidate for candidate in named if candidate.tier == FULL and (candidate.weight or 0) >= _SMALL_TOWN]
    return whole or named


def _is_contradicted(after: int, named: Sequence[Named], around: Surroundings, gazetteer: Gazetteer) -> bool:
    """Whether the hint that follows fits none of them: "au Lamentin en Guadeloupe" is not Le Lamentin."""
    hint = hint_after(around.words, after, gazetteer.names) if around.is_close(after - 1, after) else None
    return hint is not None and not narrowed(named, hint, gazetteer.names)


def _meant(
    index: int, after: int, key: str, named: Sequence[Named], around: Surroundings, gazetteer: Gazetteer
) -> tuple[Mention, int] | None:
    names = gazetteer.names
    if of_an_area(around, index, key in names.areas):
        return None
    if key in names.towns_in_arrondissements:
        inside = _arrondissement(index, after, names.towns_in_arrondissements[key], around)
        if inside is not None:
            return inside
    hint, after_hint = _hint_beside(index, after, named, around, gazetteer)
    if hint is None:
        named = [candidate for candidate in named if not names.shadowed(key, candidate)]
        named = _with_their_article(index, named, around)
    candidates = chosen(narrowed(named, hint, names))
    if not candidates or not names_a_place(Spelling(around, index, after, key, named, hint is not None)):
        return None
    return _mention(index, after, candidates, around, hint=hint.text if hint else None), after_hint


def _arrondissement(index: int, after: int, numbered: Mapping[int, Commune], around: Surroundings) -> tuple[Mention, int] | None:
    """The arrondissement said after the town ("Paris 13e") or before it ("le 19eme à Paris", "13e arrondissement de Paris")."""
    read = arrondissement_at(around.words, after) or arrondissement_at(around.words, after + _inside_of(around, after), alone=True)
    if read is not None and read.number in numbered:
        inside = numbered[read.number]
        is_the_departement = read.after == after + 1 and around.words[after].text == inside.departement
        if not is_the_departement:
            return _mention(index, read.after, (inside,), around), read.after
    before = arrondissement_at(around.words, index - 2, alone=True) if index > 1 else None
    if before is not None and before.after == index and before.number in numbered and around.is_close(index - 1, index):
        return _mention(index - 2, after, (numbered[before.number],), around), after  # "15e Marseille"
    for start in range(max(0, index - 4), index - 1):
        read = arrondissement_at(around.words, start, alone=True)
        bracketed = around.between(index - 1, index).strip() == "("
        said = bracketed or around.words[index - 1].text.startswith("arr")
        if read is not None and read.after == index and said and read.number in numbered:
            return _mention(start, after, (numbered[read.number],), around), after
        if read is not None and read.after == index - 1 and around.words[read.after].text in ("a", "de") and read.number in numbered:
            return _mention(start, after, (numbered[read.number],), around), after
    return None


def _inside_of(around: Surroundings, after: int) -> int:
    """How many words lead from a town to its arrondissement: "Lyon, dans le 8e"."""
    following = tuple(word.text for word in around.words[after : after + 2])
    return 2 if following in (("dans", "le"), ("ds", "le")) else 1 if following[:1] == ("le",) else 0


def _hint_beside(index: int, after: int, named: Sequence[Named], around: Surroundings, gazetteer: Gazetteer) -> tuple[Hint | None, int]:
    """The hint that follows or precedes a name and fits one of its communes, and the first word not read."""
    following = hint_after(around.words, after, gazetteer.names) if around.is_close(after - 1, after) else None
    if following is not None and narrowed(named, following, gazetteer.names):
        return following, following.after
    before = hint_at(around.words, index - 1, gazetteer.names) if index and len(around.words[index - 1].text) == 5 else None
    if before is not None and narrowed(named, before, gazetteer.names):
        return before, after
    return None, after


def _inhabitant_at(index: int, around: Surroundings, gazetteer: Gazetteer) -> tuple[Mention, int] | None:
    """A town told by who lives there, "une patiente roubaisienne", or by its services, "les SESSAD toulousains"."""
    commune = gazetteer.commune(gazetteer.words.inhabitants.get(around.words[index].text, ""))
    role = inhabitant_role(around, index) if commune is not None else None
    if commune is None or role is None:
        return None
    return Mention(around.words[index].start, around.words[index].end, (commune,), role=role), index + 1


def _postcode_at(index: int, around: Surroundings, gazetteer: Gazetteer) -> tuple[Mention, int] | None:
    """A postcode standing alone, unless it belongs to the name that follows."""
    word = around.words[index]
    if not (len(word.text) == 5 and word.text.isdigit() and around.is_a_lone_number(index)):
        return None
    communes = gazetteer.by_postcode(word.text)
    if (
        not communes
        or index + 1 < len(around.words)
        and around.is_close(index, index + 1)
        and _MONEY.fullmatch(around.words[index + 1].text)
    ):
        return None
    if index + 1 < len(around.words):
        named = _named_at(index + 1, around, gazetteer)
        if named is not None and named[0].hint == word.text:
            return named
    return _mention(index, index + 1, communes, around, hint=word.text), index + 1


def _misspelt_at(index: int, around: Surroundings, gazetteer: Gazetteer) -> tuple[Mention, int] | None:
    """A name with a slip, where something besides its letters says that a place is meant."""
    slip = gazetteer.misspelt.at(around.words, index) if may_name(around, index) else None
    if slip is None:
        return None
    after = index + slip.length
    named = gazetteer.names.spellings[slip.key]
    hint, after_hint = _hint_beside(index, after, named, around, gazetteer)
    candidates = chosen(narrowed(named, hint, gazetteer.names))
    if not candidates or not names_a_misspelt_place(around, index, after, named, slip.wrong, hinted=hint is not None):
        return None
    return _mention(index, after, candidates, around, exact=False, hint=hint.text if hint else None), after_hint


def _mention(
    index: int, after: int, candidates: tuple[Commune, ...], around: Surroundings, *, exact: bool = True, hint: str | None = None
) -> Mention:
    near = is_only_near(around, index)
    return Mention(
        around.words[index].start, around.words[after - 1].end, candidates, exact, hint, role_of(around, index, after), near=near
    )
