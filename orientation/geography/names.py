"""Reads what is typed in a place field: a code, a postcode, or a name with its misspellings, abbreviations and hints."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from orientation.geography.arrondissements import arrondissement_at
from orientation.geography.gazetteer import Gazetteer, most_populated_first
from orientation.geography.hints import Hint, hint_at, narrowed
from orientation.geography.named import FULL, Named, chosen
from orientation.geography.words import CONTRACTIONS, Word, words_of
from orientation.territory import Commune

_CODE = re.compile(r"\d[0-9AB]\d{3}", re.IGNORECASE)
_NUMBER = re.compile(r"\d{5}")
_NOISE = frozenset({"commune", "ville", "habite", "vit", "france", "secteur", "cedex"})
_PREPOSITIONS = frozenset({"a", "de", "d", "sur", "vers", "commune", "ville", "dans", "secteur"})
_LEADING_HINT = frozenset({"en", "la", "le", "l", "dans", "de", "du", "a", "dep", "dept", "departement"})
_LISTED = 30

Split = tuple[str, tuple[Hint, ...]]


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """What a typed place means. `commune` None with candidates: one of them must be chosen, most populated first; without: not found.

    `exact` False: the name was corrected.
    """

    commune: Commune | None
    candidates: tuple[Commune, ...]
    exact: bool = True


def find_place(text: str, gazetteer: Gazetteer) -> PlaceReading:
    """The commune or arrondissement meant by what is typed in a place field.

    A whole name comes before the beginning of a longer one, and both before a correction. Homonyms stay ambiguous unless one
    outnumbers each other by far (`named.chosen`). Hints (postcode, "(93)", "Réunion") choose among
    homonyms and among corrections; where none fits them, the name is only proposed. A former commune gives the one it is part of.
    """
    typed = text.strip()
    if _CODE.fullmatch(typed):
        return _by_code(typed.upper(), gazetteer)
    words = words_of(typed)
    ways = [words, *(way for way in (_bare(words),) if way != words)]
    for read in (_arrondissement, _whole, _hinted, _beginning, _corrected, _hint_left_aside):
        for way in ways:
            found = read(way, gazetteer) if way else None
            if found is not None:
                return found
    return PlaceReading(None, ())


def _bare(words: Sequence[Word]) -> list[Word]:
    """Without what only introduces a name ("à", "commune de", "habite"), "au" giving its article back."""
    bare = [word for word in words if word.text not in _NOISE]
    while len(bare) > 1 and bare[0].text in _PREPOSITIONS:
        bare = bare[1:]
    if len(bare) > 1 and bare[0].text in CONTRACTIONS:
        bare[0] = bare[0]._replace(text=CONTRACTIONS[bare[0].text])
    return bare


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
                return _reading(_or_the_town(words, at, numbers[read.number], gazetteer))
            return None
    alone = arrondissement_at(words, 0, alone=True)
    if alone is not None and alone.after == len(words):
        return _reading(most_populated_first(numbers[alone.number] for numbers in towns.values() if alone.number in numbers))
    return None


def _or_the_town(words: Sequence[Word], at: int, arrondissement: Commune, gazetteer: Gazetteer) -> tuple[Commune, ...]:
    """Both when a bare number is also the département of the town: "Marseille 13"."""
    town = gazetteer.commune(arrondissement.parent or "")
    bare = at + 2 == len(words) and words[-1].text == arrondissement.departement
    return most_populated_first((arrondissement, town) if bare and town else (arrondissement,))


def _key(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _whole(words: Sequence[Word], gazetteer: Gazetteer) -> PlaceReading | None:
    """A whole name; one that rather means a département or a région is only proposed."""
    key = _key(words)
    named = gazetteer.names.spellings.get(key, ())
    meant = [candidate for candidate in named if not gazetteer.names.shadowed(key, candidate)]
    return _reading(chosen(meant)) or (PlaceReading(None, chosen(named)) if named else None)


def _splits(words: Sequence[Word], gazetteer: Gazetteer) -> list[Split]:
    """The ways to part a name from the hints around it: numbers alone, then the name of an area that ends the text as well."""
    numbered = _split(words, gazetteer, areas=False)
    named = _split(words, gazetteer, areas=True)
    return [numbered] if named == numbered else [numbered, named]


def _split(words: Sequence[Word], gazetteer: Gazetteer, *, areas: bool) -> Split:
    name: list[Word] = []
    hints: list[Hint] = []
    index = 0
    while index < len(words):
        hint = hint_at(words, index, gazetteer.names) if words[index].text.isdigit() or (areas and name) else None
        if hint is None or not (words[index].text.isdigit() or _ends(words, hint.after)):
            name.append(words[index])
            index += 1
        else:
            hints.append(hint)
            index = hint.after
    while len(name) > 1 and hints and name[-1].text in _LEADING_HINT:
        name.pop()
    return _key(name), tuple(hints)


def _ends(words: Sequence[Word], index: int) -> bool:
    return all(word.text.isdigit() for word in words[index:])


def _fitting(named: Iterable[Named], hints: Sequence[Hint], gazetteer: Gazetteer) -> list[Named]:
    """The candidates that every hint accepts."""
    held = list(named)
    for hint in hints:
        held = narrowed(held, hint, gazetteer.names)
    return held


def _hinted(words: Sequence[Word], gazetteer: Gazetteer) -> PlaceReading | None:
    """A whole name and its hints, or a postcode among other numbers."""
    for name, hints in _splits(words, gazetteer):
        postcodes = [hint.text for hint in hints if _NUMBER.fullmatch(hint.text)]
        if not name and postcodes:
            return _reading(gazetteer.by_postcode(postcodes[0]))
        found = _reading(chosen(_fitting(gazetteer.names.spellings.get(name, ()), hints, gazetteer))) if hints else None
        if found is not None:
            return found
    return None


def _beginning(words: Sequence[Word], gazetteer: Gazetteer) -> PlaceReading | None:
    """Communes whose name begins with what is typed, as "Fontenay" or "Saint-Maur-des"."""
    return next(filter(None, (_begun(name, hints, gazetteer) for name, hints in _splits(words, gazetteer))), None)


def _begun(name: str, hints: Sequence[Hint], gazetteer: Gazetteer) -> PlaceReading | None:
    if len(name) < 3:
        return None
    begun = (named for key, held in gazetteer.names.spellings.items() if key.startswith(name + " ") for named in held)
    whole = (Named(named.commune, named.weight, FULL) for named in begun)
    return _reading(chosen(_fitting(whole, hints, gazetteer)))


def _corrected(words: Sequence[Word], gazetteer: Gazetteer) -> PlaceReading | None:
    """The nearest spelling, within the slips a name of that length allows, among those of communes the hints accept."""
    return next(filter(None, (_nearest(name, hints, gazetteer) for name, hints in _splits(words, gazetteer))), None)


def _nearest(name: str, hints: Sequence[Hint], gazetteer: Gazetteer) -> PlaceReading | None:
    spellings = gazetteer.names.spellings
    near = process.extract(name, spellings.keys(), scorer=OSA.distance, score_cutoff=allowed_slips(name), limit=200)
    for slips in sorted({slips for _, slips, _ in near}):
        named = (candidate for key, found, _ in near if found == slips for candidate in spellings[key])
        read = _reading(chosen(_fitting(named, hints, gazetteer)), exact=False)
        if read is not None:
            return read
    return None


def _hint_left_aside(words: Sequence[Word], gazetteer: Gazetteer) -> PlaceReading | None:
    """A whole name beside hints that fit none of its communes: proposed, never taken."""
    for name, _ in _splits(words, gazetteer):
        communes = chosen(gazetteer.names.spellings.get(name, ()))
        if communes:
            return PlaceReading(None, communes[:_LISTED])
    return None


def allowed_slips(key: str) -> int:
    """Letters that may be wrong, missing, added or swapped with their neighbour in a spelling of this length.

    >>> [allowed_slips("a" * length) for length in (3, 4, 7, 8, 13, 14)]
    [0, 1, 1, 2, 2, 3]
    """
    return sum(len(key) >= length for length in (4, 8, 14))
