"""Reads what is typed in a place field: a code, a postcode, or a name with its misspellings, abbreviations and hints."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from orientation.geography.gazetteer import Gazetteer, most_populated_first
from orientation.geography.hints import Hint, arrondissement_at, hint_at, narrowed
from orientation.geography.name_index import CONTRACTIONS, Named, Word, chosen, words_of
from orientation.territory import Commune

_CODE = re.compile(r"\d[0-9AB]\d{3}", re.IGNORECASE)
_NUMBER = re.compile(r"\d{5}")
_NOISE = frozenset({"commune", "ville", "habite", "vit", "france", "secteur", "cedex"})
_PREPOSITIONS = frozenset({"a", "de", "d", "sur", "vers", "commune", "ville", "dans", "secteur"})
_LISTED = 30


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """What a typed place means. `commune` None with candidates: several fit and one must be chosen, most populated first; without: not found.

    `exact` False: the name was corrected.
    """

    commune: Commune | None
    candidates: tuple[Commune, ...]
    exact: bool = True


def find_place(text: str, gazetteer: Gazetteer) -> PlaceReading:
    """The commune or arrondissement meant by what is typed in a place field.

    A whole name comes before the beginning of a longer one, and both before a correction. Homonyms stay ambiguous unless one has over 10,000
    inhabitants and over 20 times those of each other (`name_index.chosen`). Hints (postcode, "(93)", "Réunion") choose among homonyms; one that
    fits no candidate is left aside. A former commune gives the one it is part of.
    """
    typed = text.strip()
    if _CODE.fullmatch(typed):
        return _by_code(typed.upper(), gazetteer)
    words = [word for word in words_of(typed) if word.text not in _NOISE or len(typed) < 12]
    while len(words) > 1 and words[0].text in _PREPOSITIONS:
        words = words[1:]
    if len(words) > 1 and words[0].text in CONTRACTIONS:
        words[0] = words[0]._replace(text=CONTRACTIONS[words[0].text])
    if not words:
        return PlaceReading(None, ())
    for read in (_arrondissement, _whole, _with_hint, _beginning, _corrected):
        found = read(words, gazetteer)
        if found is not None:
            return found
    return PlaceReading(None, ())


def _reading(communes: Sequence[Commune], *, exact: bool = True) -> PlaceReading | None:
    if not communes:
        return None
    return PlaceReading(communes[0] if len(communes) == 1 else None, tuple(communes[:_LISTED]), exact)


def _by_code(code: str, gazetteer: Gazetteer) -> PlaceReading:
    """A postcode before an INSEE code: when the same digits are both, the other commune is only given among the candidates."""
    served = gazetteer.by_postcode(code)
    named = gazetteer.current(code)
    if not served:
        return PlaceReading(named, (named,) if named else ())
    candidates = served if named is None or named in served else (*served, named)
    return PlaceReading(served[0] if len(served) == 1 else None, candidates)


def _arrondissement(words: Sequence[Word], gazetteer: Gazetteer) -> PlaceReading | None:
    """ "Paris 13e", "13e arrondissement de Paris", "Lyon 3", or "13e" alone, which several towns have."""
    towns = gazetteer.names.towns_in_arrondissements
    texts = [word.text for word in words]
    for town, numbers in towns.items():
        if town in texts:
            at = texts.index(town)
            read = arrondissement_at(words, at + 1)
            if read is None and at > 0:
                read = arrondissement_at(words[:at], 0, alone=True)
            if read is not None and read.number in numbers:
                return _reading([numbers[read.number]])
            return None
    alone = arrondissement_at(words, 0, alone=True)
    if alone is not None and alone.after == len(words):
        return _reading(most_populated_first(numbers[alone.number] for numbers in towns.values() if alone.number in numbers))
    return None


def _key(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _whole(words: Sequence[Word], gazetteer: Gazetteer) -> PlaceReading | None:
    """A whole name; one that rather means a département or a région is only proposed."""
    key = _key(words)
    named = gazetteer.names.spellings.get(key, ())
    meant = [candidate for candidate in named if not gazetteer.names.shadowed(key, candidate)]
    return _reading(chosen(meant)) or (PlaceReading(None, chosen(named)) if named else None)


def _split_hints(words: Sequence[Word], gazetteer: Gazetteer) -> tuple[list[Word], list[Hint]]:
    """The words of the name, and the hints found after or before it; the first word is never taken as an area's name."""
    name: list[Word] = []
    hints: list[Hint] = []
    index = 0
    while index < len(words):
        hint = hint_at(words, index, gazetteer.names) if index or words[index].text.isdigit() else None
        if hint is None:
            name.append(words[index])
            index += 1
        else:
            hints.append(hint)
            index = hint.after
    while name and len(name) > 1 and name[-1].text in ("en", "la", "le", "l", "dans", "de", "a", "dep", "dept"):
        name.pop()
    return name, hints


def _with_hint(words: Sequence[Word], gazetteer: Gazetteer) -> PlaceReading | None:
    name, hints = _split_hints(words, gazetteer)
    if not hints:
        return None
    if not name:
        postcodes = [hint.text for hint in hints if _NUMBER.fullmatch(hint.text)]
        return _reading(gazetteer.by_postcode(postcodes[0])) if postcodes else None
    return _reading(chosen(_narrowed(gazetteer.names.spellings.get(_key(name), ()), hints, gazetteer)))


def _narrowed(named: Sequence[Named], hints: Sequence[Hint], gazetteer: Gazetteer) -> list[Named]:
    held = list(named)
    for hint in hints:
        held = narrowed(held, hint, gazetteer.names) or held
    return held


def _beginning(words: Sequence[Word], gazetteer: Gazetteer) -> PlaceReading | None:
    """Communes whose name begins with what is typed, as "Fontenay" or "Saint-Maur-des"."""
    name, hints = _split_hints(words, gazetteer)
    typed = _key(name or words)
    if len(typed) < 3:
        return None
    begun = [named for key, held in gazetteer.names.spellings.items() if key.startswith(typed + " ") for named in held]
    return _reading(chosen(_narrowed([Named(named.commune, named.weight, 0) for named in begun], hints, gazetteer)))


def _corrected(words: Sequence[Word], gazetteer: Gazetteer) -> PlaceReading | None:
    """The nearest spelling within one slip for 4 letters, two from 8 and three from 14, hints narrowing which spellings are looked at."""
    name, hints = _split_hints(words, gazetteer)
    for typed, held in ((_key(name or words), hints), (_key(words), [])):
        slips = allowed_slips(typed)
        if not slips:
            continue
        spellings = gazetteer.names.spellings
        near = process.extract(typed, spellings.keys(), scorer=OSA.distance, score_cutoff=slips, limit=200)
        for distance in sorted({int(distance) for _, distance, _ in near}):
            named = [candidate for key, found, _ in near if found == distance for candidate in spellings[key]]
            fitting = [candidate for candidate in named if all(hint.accepts(candidate.commune) for hint in held)]
            if fitting:
                return _reading(chosen(_narrowed(fitting, held, gazetteer)), exact=False)
        if near and held:
            named = [candidate for key, _, _ in near for candidate in spellings[key]]
            return _reading(chosen(named), exact=False)
    return None


def allowed_slips(key: str) -> int:
    """Letters that may be wrong, missing, added or swapped with their neighbour in a spelling of this length.

    >>> [allowed_slips("a" * length) for length in (3, 4, 7, 8, 13, 14)]
    [0, 1, 1, 2, 2, 3]
    """
    return sum(len(key) >= length for length in (4, 8, 14))
