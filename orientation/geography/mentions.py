"""Finds the places named in free French text, as professionals type it: no accents, capitals or none, abbreviations, slips.

A name is weighed by what surrounds it (`cues`), since many communes bear the name of a thing, a verb or a person.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from orientation.geography.cues import CORRECTIONS, Surroundings
from orientation.geography.gazetteer import Gazetteer
from orientation.geography.hints import Hint, arrondissement_at, hint_after, hint_at, narrowed
from orientation.geography.homonyms import settled
from orientation.geography.mention import Mention
from orientation.geography.name_index import ARTICLES, CONTRACTIONS, FULL, SHORT, Named, chosen, key_of, without_article, words_of
from orientation.geography.roles import Role, beside, denied, inhabitant_role, is_a_ride, role_of
from orientation.territory import Commune

_CORRECTED_WITHIN = 30
_ADJACENT = re.compile(
    r"[\s,(;:–-]*(?:(?:secteur|quartier|camping|lieu-dit|hameau|cité|résidence|au|aux|à|de|du|des|le|la|les|l['’])\s*)*", re.IGNORECASE
)
_IN = re.compile(r"\s*,?\s*(?:à|a|sur)\s+", re.IGNORECASE)
_EITHER = re.compile(r"\s*(?:ou|et|/)\s*(?:à\s+|sur\s+)?")
_DOUBTED = re.compile(r"\s*\?+\s*(?:non|nan|nn|ah non|euh non)\b", re.IGNORECASE)
_QUESTIONED = re.compile(r"\s*\?+\s*")
_ASKED = re.compile(r"\s*\?+\s*(?:à\s+)?")
_CORRECTED = re.compile(r"\s*,?\s*(?:pardon|plutôt|plutot|oups|désolé)", re.IGNORECASE)
_MONEY = re.compile(r"euros?|eur|e|balles|francs")
_THEN = re.compile(r"\s*,?\s*(?:puis|(?:-|=)?>|→|et maintenant|et (?:là|la) )\s*(?:à|a|sur|vers)?\s*", re.IGNORECASE)
_ARROW = re.compile(r"\s*(?:[-=]*>|→|⇒)\s*(?:à|a|sur|vers)?\s*")
_DENIED = re.compile(r"(?:^|\bnon,?\s|[,(]\s?)pas (?:à |a |de )?$", re.IGNORECASE)
_BETWEEN = re.compile(r"\bentre\s+$", re.IGNORECASE)
_AND = re.compile(r"\s+et\s+")
_INDIFFERENT = re.compile(
    r"\s*,?\s*\(?(?:peu importe|indiff[ée]rent|n'importe|au choix|(?:je )?(?:ne )?sais plus|pas s[uû]re?)", re.IGNORECASE
)
_SHORTENED_TOWNS = {"p": "paris", "mrs": "marseille", "mars": "marseille"}
_LAST_PARITY, _LAST_OF_OTHERS = 10, 16
_SMALL_TOWN = 3_000
_LARGE = 20_000
_NEARBY_COSTS = 1.5
_DOUBT_COSTS = 1.5
_GUESS_COSTS = 0.6
_ARRONDISSEMENT_WITHIN = 20


def mentions(text: str, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The places named in a text, in its order, without overlap. A département or a région alone is not one."""
    around = Surroundings(text, words_of(text), gazetteer.words)
    found = list(_found(around, gazetteer))
    found = settled(around, found, gazetteer)
    found = _undecided(around, found)
    found = _in_arrondissements(around, _without_quarters(around, found), gazetteer)
    found = _driven(around, found)
    found = [_alike(around, mention, before) for before, mention in zip([None, *found], found, strict=False)]
    taken_back = [_taken_back(around, mention, following) for mention, following in pairwise(found)]
    return tuple(replace(mention, retracted=back) for mention, back in zip(found, [*taken_back, False], strict=False))


def home_of(found: Sequence[Mention], for_another: bool = False) -> Mention | None:
    """The mention most likely to be where help is wanted: not retracted, said to be a home rather than not said, then the first.

    One that may be several communes comes after one that is a single one, unless someone is said to live there.

    `for_another`: who writes is not who is helped, so that where they live themselves comes after any place nothing is said of.
    """
    order: dict[Role | None, float] = {"domicile": 0, None: 1, "auteur": 1.2 if for_another else 0, "etablissement": 2, "proche": 2.5}
    order |= {"famille": 0 if for_another else 2.5, "sejour": -0.5, "ancien": 0.6}
    kept = (mention for mention in found if not mention.retracted)

    def rank(mention: Mention) -> tuple[float, int]:
        doubtful = _DOUBT_COSTS * (len(mention.candidates) > 1 and mention.role != "domicile")
        return order[mention.role] + _NEARBY_COSTS * mention.near + _GUESS_COSTS * (not mention.exact) + doubtful, mention.start

    return min(kept, key=rank, default=None)


def _in_arrondissements(around: Surroundings, found: list[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """A town with the arrondissement told further on: "DAC Paris Centre : monsieur (8e arrondissement)"; beyond the 16th, Paris is
    meant."""
    numbers = {
        read.number: (index, read.after)
        for index in range(len(around.words))
        if (read := arrondissement_at(around.words, index, alone=True))
        and (around.words[read.after - 1].text.startswith("arr") or read.number > _LAST_OF_OTHERS and around.bracketed(index, read.after))
    }
    if len(numbers) != 1:
        numbers = _set_apart_after_a_town(around, found, gazetteer)
    if len(numbers) != 1:
        return found
    ((number, (start, after)),) = numbers.items()
    towns = gazetteer.names.towns_in_arrondissements
    whole = [mention for mention in found if len(mention.candidates) == 1 and number in towns.get(key_of(mention.candidates[0].name), {})]
    if len(whole) == 1:
        inside = towns[key_of(whole[0].candidates[0].name)][number]
        return [replace(mention, candidates=(inside,)) if mention is whole[0] else mention for mention in found]
    if found or number <= _LAST_OF_OTHERS:
        return found
    return [Mention(around.words[start].start, around.words[after - 1].end, (towns["paris"][number],))]


def _set_apart_after_a_town(around: Surroundings, found: Sequence[Mention], gazetteer: Gazetteer) -> dict[int, tuple[int, int]]:
    """The ordinals that stand alone a few words after a town in arrondissements: "venu à Paris chez moi, 11e."."""
    ends = [
        mention.end for mention in found if key_of(around.text[mention.start : mention.end]) in gazetteer.names.towns_in_arrondissements
    ]
    return {
        read.number: (index, read.after)
        for index in range(len(around.words))
        if any(0 <= around.words[index].start - end < _ARRONDISSEMENT_WITHIN for end in ends)
        and (read := arrondissement_at(around.words, index, alone=True))
        and around.set_apart(index, read.after) == 1
    }


def _without_quarters(around: Surroundings, found: Sequence[Mention]) -> list[Mention]:
    """Without what is a quarter of the town told beside it: "Paris 1er, secteur Halles", "camping de La Couronne, Martigues"."""
    return [
        mention
        for at, mention in enumerate(found)
        if not (
            (around.in_a_quarter(mention.start) or _stands_in(around, mention, found[at + 1 : at + 2]))
            and any(
                _ADJACENT.fullmatch(_between(around, *pair)) and _is_elsewhere(mention, pair[0] if pair[1] is mention else pair[1])
                for pair in pairwise(found[max(0, at - 1) : at + 2])
                if mention in pair
            )
        )
    ]


def _stands_in(around: Surroundings, mention: Mention, following: Sequence[Mention]) -> bool:
    """Whether a small place is told to be in the town that follows: "la Plaine à Marseille 5e"."""
    small = all((candidate.population or 0) < _SMALL_TOWN for candidate in mention.candidates)
    return small and any(_IN.fullmatch(_between(around, mention, town)) for town in following)


def _between(around: Surroundings, mention: Mention, following: Mention) -> str:
    return around.text[mention.end : following.start]


def _is_elsewhere(mention: Mention, other: Mention) -> bool:
    return not {commune.departement for commune in mention.candidates} & {commune.departement for commune in other.candidates}


def _undecided(around: Surroundings, found: Sequence[Mention]) -> list[Mention]:
    """One mention that may be either of two: "entre Nanterre et Suresnes", "Dinard ou Saint-Malo, peu importe"."""
    held: list[Mention] = []
    for mention in found:
        before = held[-1] if held else None
        if before is not None and _is_either(around, before, mention):
            held[-1] = replace(before, end=mention.end, candidates=tuple(dict.fromkeys((*before.candidates, *mention.candidates))))
        else:
            held.append(mention)
    return held


def _is_either(around: Surroundings, first: Mention, second: Mention) -> bool:
    joined = _between(around, first, second)
    if _AND.fullmatch(joined):
        return _BETWEEN.search(around.text[: first.start]) is not None
    return _EITHER.fullmatch(joined.replace("?", " ")) is not None and _INDIFFERENT.match(around.text[second.end :]) is not None


def _driven(around: Surroundings, found: Sequence[Mention]) -> list[Mention]:
    """Where someone is driven is no home: "VSL Aurillac > Clermont"; without a ride, an arrow tells of a move."""
    if not is_a_ride(around):
        return list(found)
    reached = [bool(_ARROW.fullmatch(_between(around, *pair))) for pair in pairwise(found)]
    return [replace(mention, role="etablissement") if there else mention for there, mention in zip([False, *reached], found, strict=False)]


def _alike(around: Surroundings, mention: Mention, before: Mention | None) -> Mention:
    """ "CCAS Chelles ou Meaux": the second is what the first is."""
    joined = before is not None and _EITHER.fullmatch(_between(around, before, mention)) is not None
    return replace(mention, role=before.role) if joined and before is not None and mention.role is None else mention


def _taken_back(around: Surroundings, mention: Mention, following: Mention) -> bool:
    """Whether the words up to the next mention correct this one: "non pardon", or "pas de Béziers mais de"."""
    between = _between(around, mention, following)
    if _DOUBTED.match(between) or _ASKED.fullmatch(between) and _CORRECTED.match(around.text[following.end :]):
        return True
    if _DENIED.search(around.text[: mention.start]):
        return True
    if (
        _THEN.fullmatch(between)
        and not (_ARROW.fullmatch(between) and is_a_ride(around))
        or following.role == mention.role is None
        and _QUESTIONED.fullmatch(between)
    ):
        return True
    if len(between) > _CORRECTED_WITHIN:
        return False
    said = {word.text for word in words_of(between)}
    index = next(at for at, word in enumerate(around.words) if word.start >= mention.start)
    return bool(said & CORRECTIONS) or ("mais" in said and denied(around, index))


def _found(around: Surroundings, gazetteer: Gazetteer) -> Iterator[Mention]:
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
    if around.of_an_area(index, key in names.areas):
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
    if not candidates or not around.names_a_place(index, after, key, named, hinted=hint is not None):
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
    slip = gazetteer.misspelt.at(around.words, index) if around.may_name(index) else None
    if slip is None:
        return None
    after = index + slip.length
    named = gazetteer.names.spellings[slip.key]
    hint, after_hint = _hint_beside(index, after, named, around, gazetteer)
    candidates = chosen(narrowed(named, hint, gazetteer.names))
    if not candidates or not around.names_a_misspelt_place(index, after, named, slip.wrong, hinted=hint is not None):
        return None
    return _mention(index, after, candidates, around, exact=False, hint=hint.text if hint else None), after_hint


def _mention(
    index: int, after: int, candidates: tuple[Commune, ...], around: Surroundings, *, exact: bool = True, hint: str | None = None
) -> Mention:
    near = beside(around, index)
    return Mention(
        around.words[index].start, around.words[after - 1].end, candidates, exact, hint, role_of(around, index, after), near=near
    )
