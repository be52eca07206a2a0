"""A postal address as it compares: number and street apart, the type of street and the town left out."""

import re
from dataclasses import dataclass

import numpy as np

from orientation.directory.linking.names import Texts, numbered, spelt_out, unless_empty
from orientation.directory.linking.tokens import Codes, Tokens
from orientation.directory.linking.words import LinkingWords

_NUMBER = re.compile(r"\d{1,4}[a-z]?")
_FIGURES = re.compile(r"\d\w*")


@dataclass(frozen=True, eq=False)
class Addresses:
    """`street`: its words; "" when no address is stated. `number`: one for each house number, 0 for none. `door`: for each number and
    street said alike, 0 when one of them is missing."""

    street: Texts
    number: Codes
    door: Codes


def addresses_of(written: Tokens, towns: Tokens, words: LinkingWords) -> Addresses:
    """
    The house number is the one that a type of street follows, or else the first: what stands before it names a building.
    """
    whole = written.written_out(words.streets)
    figures, typed = whole.words.that(_NUMBER)[whole.code], whole.words.among(set(" ".join(words.streets.values()).split()))[whole.code]
    house = _house(whole, figures, typed)
    after = np.ones(len(whole.code), bool) if not len(whole.code) else np.arange(len(whole.code)) > house[whole.row]
    spelt = spelt_out(whole.where(after & ~typed & ~whole.words.that(_FIGURES)[whole.code]), words)
    local = spelt.where(~spelt.among(spelt_out(towns, words)))
    street = unless_empty(local, spelt).texts
    number = _numbers(whole, house)
    named = numbered(street)
    return Addresses(street, number, np.where((named > 0) & (number > 0), named * (len(whole.words.known) + 1) + number, 0))


def _house(whole: Tokens, figures: np.ndarray, typed: np.ndarray) -> Codes:
    """For each text the place of its house number among all words, -1 for none."""
    places = np.flatnonzero(figures)
    after, second = (_ahead(whole, places, steps) for steps in (1, 2))
    # "12 avenue", "12 bis avenue"; in "bâtiment 3, 4 avenue" the number is 4.
    followed = ((after >= 0) & typed[after]) | ((second >= 0) & typed[second] & ~figures[after])
    house = np.full(whole.size, -1, np.int64)
    for chosen in (places, places[followed]):  # the first of each text, then over it the first that a type of street follows
        house[whole.row[chosen[::-1]]] = chosen[::-1]
    return house


def _ahead(whole: Tokens, places: Codes, steps: int) -> Codes:
    """The place of the word so many words further in the same text, -1 when it is shorter."""
    ahead = places + steps
    inside = ahead < len(whole.code)
    inside[inside] = whole.row[ahead[inside]] == whole.row[places[inside]]
    return np.where(inside, ahead, -1)


def _numbers(whole: Tokens, house: Codes) -> Codes:
    number = np.zeros(whole.size, np.int64)
    stated = house >= 0
    number[stated] = whole.code[house[stated]] + 1
    return number
