"""How words are read in names of places: folded, without punctuation, abbreviations in full."""

import re
from typing import NamedTuple

from orientation.wording import folded, normalised

ARTICLES = frozenset({"le", "la", "les", "l", "aux", "las", "los"})
LINKS = frozenset({"sur", "sous", "en", "les", "la", "le", "l", "de", "du", "des", "d", "au", "aux", "et", "a", "pres", "devant"})
CONTRACTIONS = {"au": "le", "du": "le", "aux": "les", "des": "les"}
_WORD = re.compile(r"[a-z]+|[0-9]+")
_CANONICAL = {
    "st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "ss": "sous", "s": "sur", "lez": "les",
    "mt": "mont", "gd": "grand", "gde": "grande", "vx": "vieux", "pce": "provence", "hlt": "herault",
}  # fmt: skip
ABBREVIATIONS = frozenset(_CANONICAL)


class Word(NamedTuple):
    """One word or number of a text, as compared, and where it stands."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words and numbers of a text with abbreviations of place names in full; "s/s" makes one word, "nd" two on the same place."""
    found: list[Word] = []
    for match in _WORD.finditer(folded(text)):
        start, end = match.span()
        word = match.group()
        if not text.isascii() and any(letter in "œæŒÆ" for letter in text[start:end]):
            word = normalised(text[start:end])
        if word == "s" and found and found[-1].text == "sur" and found[-1].end - found[-1].start == 1 and start - found[-1].end <= 1:
            found[-1] = Word("sous", found[-1].start, end)
        elif word == "nd":
            found += [Word("notre", start, end), Word("dame", start, end)]
        else:
            found.append(Word(_CANONICAL.get(word, word), start, end))
    return found


def key_of(name: str) -> str:
    """The spelling under which a name is kept, as `words_of` would read it."""
    words = normalised(name).split()
    if _CANONICAL.keys().isdisjoint(words):
        return " ".join(words)
    return " ".join(_CANONICAL.get(word, word) for word in words)


def without_article(key: str) -> str:
    """
    >>> without_article("le kremlin bicetre"), without_article("l hay les roses"), without_article("les")
    ('kremlin bicetre', 'hay les roses', 'les')
    """
    first, _, rest = key.partition(" ")
    return rest if rest and first in ARTICLES else key
