"""Arrondissements told by their number: "13e", "13 ème", "XIII", "treizième arrondissement"."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from orientation.geography.hints import is_a_quantity
from orientation.geography.words import Word

_ROMAN = re.compile(r"x{0,2}(ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
_SPELT = {
    word: number
    for number, word in enumerate(
        "premier deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme onzieme douzieme treizieme quatorzieme"
        " quinzieme seizieme dix-septieme dix-huitieme dix-neuvieme vingtieme".split(),
        start=1,
    )
}
_ORDINALS = frozenset({"e", "er", "eme", "ieme", "nd", "nde", "re"})
_ARRONDISSEMENT = frozenset({"arrondissement", "arr", "arrdt", "arrond", "arrt", "ardt"})


class Arrondissement(NamedTuple):
    """An arrondissement's number; `after`: the first word after it."""

    number: int
    after: int


def arrondissement_at(words: Sequence[Word], index: int, *, alone: bool = False) -> Arrondissement | None:
    """The arrondissement number that begins at a word: "13e", "13 ème", "XIII", "13".

    `alone`: a bare number is not enough; nor is it within brackets or after a comma, where it is a département.
    """
    if index >= len(words):
        return None
    spelt, after = _spelt(words, index)
    number = spelt or (int(words[index].text) if words[index].text.isdigit() else _roman(words[index].text))
    if number is None or not 1 <= number <= 20:
        return None
    suffixed = after < len(words) and words[after].text in _ORDINALS and words[after].start - words[after - 1].end <= 1
    after += suffixed
    ordinal = suffixed or spelt is not None
    named = after < len(words) and words[after].text in _ARRONDISSEMENT
    after += named
    apart = index > 0 and words[index].start - words[index - 1].end > 1
    at_a_town = ordinal and after < len(words) and words[after].text == "a"
    close = after < len(words) and words[after].start - words[after - 1].end <= 1
    if not named and ((close and is_a_quantity(words, after) and not at_a_town) or ((alone or apart) and not ordinal)):
        return None
    return Arrondissement(number, after)


def _spelt(words: Sequence[Word], index: int) -> tuple[int | None, int]:
    """The ordinal written out that begins at a word, and the first word after it."""
    pair = "-".join(word.text for word in words[index : index + 2])
    return (_SPELT[pair], index + 2) if "-" in pair and pair in _SPELT else (_SPELT.get(words[index].text), index + 1)


def _roman(text: str) -> int | None:
    text = text.removesuffix("eme").removesuffix("e") if text not in ("e", "eme") else ""
    if not text or not _ROMAN.fullmatch(text):
        return None
    values = [_ROMAN_VALUES[letter] for letter in text]
    return sum(-value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True))
