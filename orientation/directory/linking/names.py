"""What a name says of a service: its nature, whom it is for, which of several sites, and the words that are its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from orientation.directory.linking.tokens import Codes, Tokens
from orientation.directory.linking.words import LinkingWords

Bits = NDArray[np.uint64]
Texts = NDArray[np.object_]
_NUMBER = re.compile(r"\d\w*")


@dataclass(frozen=True, eq=False)
class Names:
    """`text`: the words in alphabetical order, natures in their common form. `own`: the words that distinguish, as they are ordered; "" for
    a name that only says what and where ("CCAS de Vitry"). Both leave the town out, which says nothing between records of one town;
    `text_and_town`, `own_and_town` keep it.

    `letters`: all its letters in a row, acronyms as they are and the town included: a space is misplaced, an acronym or a town misspelt.
    `kinds`: natures said, as bits, but for that of the establishment when a service in it is named; `near`: with those written one for
    another. `audiences`: bits. `side`: a number for the numbers and sides named ("2", "nord"), 0 for none.
    `own_words`, `kind_words`: (record, word or kind) to look others up by.
    """

    text: Texts
    text_and_town: Texts
    own: Texts
    own_and_town: Texts
    letters: Texts
    kinds: Bits
    near: Bits
    audiences: Codes
    side: Codes
    own_words: Tokens
    kind_words: tuple[Codes, Codes]


def names_of(written: Tokens, towns: Tokens, labels: Tokens, labelled: Codes, words: LinkingWords) -> Names:
    """`labels`: those of categories, `labelled` giving the record of each; they tell the nature of a name that does not."""
    spelt = spelt_out(written, words)
    natured, kind = _natured(spelt, words)
    said = _bits(natured.row, kind, natured.size, len(words.kinds))
    category, category_kind = _natured(spelt_out(labels, words), words)
    told = _bits(labelled[category.row], category_kind, natured.size, len(words.kinds))
    kinds = _without_hosts(np.where(said.any(axis=1, keepdims=True), said, told), words)
    plain = kind < 0
    in_town = plain & natured.among(spelt_out(towns, words))
    sided = natured.words.that(_NUMBER) | natured.words.among(words.sides)
    common = natured.words.among(words.common)
    named = plain & ~common[natured.code]
    own = natured.where(named & ~in_town)
    return Names(
        text=unless_empty(natured.where(~in_town), natured).sorted.texts,
        text_and_town=natured.sorted.texts,
        own_and_town=natured.where(named).texts,
        letters=spelt.once.letters,
        own=own.texts,
        kinds=kinds,
        near=_widened(kinds, words.apart),
        audiences=_audiences(spelt, words),
        side=numbered(natured.where(plain & sided[natured.code]).sorted.texts),
        own_words=own,
        kind_words=(natured.row[~plain], kind[~plain]),
    )


def spelt_out(written: Tokens, words: LinkingWords) -> Tokens:
    """Abbreviations written out, silent words left out."""
    whole = written.written_out(words.abbreviations)
    return whole.where(~whole.words.among(words.silent)[whole.code])


def _natured(spelt: Tokens, words: LinkingWords) -> tuple[Tokens, Codes]:
    """The same with every way to say a kind in its common form, and for each word the kind it is part of, -1 for none."""
    kind, first = _phrases(spelt, words)
    forms = [spelt.words.codes(words.spelt(one.said[0])) for one in words.kinds]
    kept = first | (kind < 0)
    code, row, kind = spelt.code[kept], spelt.row[kept], kind[kept]
    lengths = np.array([*map(len, forms), 1], np.int64)[kind]
    starts = np.cumsum([0, *map(len, forms)])
    within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    told = np.repeat(kind, lengths)
    common = np.concatenate(forms)[np.where(told < 0, 0, starts[told] + within)]
    return replace(spelt, code=np.where(told < 0, np.repeat(code, lengths), common), row=np.repeat(row, lengths)), told


def _phrases(spelt: Tokens, words: LinkingWords) -> tuple[Codes, NDArray[np.bool_]]:
    """For each word, the kind it is part of (-1: none) and whether it is the first of a phrase; longer phrases first."""
    size = len(spelt.code)
    kind, first = np.full(size, -1, np.int64), np.zeros(size, bool)
    order = np.argsort(spelt.code, kind="stable")
    sorted_codes = spelt.code[order]
    opens = np.diff(spelt.row, prepend=-1) > 0
    for phrase, number, opening in words.phrases:
        code = spelt.words.codes(phrase)
        low, high = np.searchsorted(sorted_codes, [code[0], code[0] + 1])
        at = order[low:high]
        at = at[(at + len(code) <= size) & (opens[at] | (not opening))]
        for offset in range(len(code)):
            there = at + offset
            at = at[(spelt.code[there] == code[offset]) & (spelt.row[there] == spelt.row[at]) & (kind[there] < 0)]
        first[at] = True
        for offset in range(len(code)):
            kind[at + offset] = number
    return kind, first


def _bits(row: Codes, number: Codes, size: int, width: int) -> Bits:
    """One bit for each number (negative ones are none) of each row."""
    bits = np.zeros((size, -(-width // 64)), np.uint64)
    said = number >= 0
    np.bitwise_or.at(bits, (row[said], number[said] // 64), np.uint64(1) << (number[said] % 64).astype(np.uint64))
    return bits


def _without_hosts(kinds: Bits, words: LinkingWords) -> Bits:
    hosts = np.flatnonzero([one.host for one in words.kinds])
    hosted = kinds & ~_bits(np.zeros(len(hosts), np.int64), hosts, 1, len(words.kinds))
    return np.where(hosted.any(axis=1, keepdims=True), hosted, kinds)


def bits_of(sets: Sequence[Sequence[str]]) -> Bits:
    """Sets of words as bits: two sets have one in common when their bits do."""
    known = {word: place for place, word in enumerate(sorted({word for one in sets for word in one}))}
    row = np.repeat(np.arange(len(sets)), [len(one) for one in sets])
    number = np.fromiter((known[word] for one in sets for word in one), np.int64, len(row))
    return _bits(row, number, len(sets), max(1, len(known)))


def _widened(kinds: Bits, near: Sequence[frozenset[int]]) -> Bits:
    wide = kinds.copy()
    for number, others in enumerate(near):
        if len(others) > 1:
            said = (kinds[:, number // 64] >> np.uint64(number % 64)) & np.uint64(1) == 1
            for other in others:
                wide[said, other // 64] |= np.uint64(1) << np.uint64(other % 64)
    return wide


def unless_empty(wanted: Tokens, otherwise: Tokens) -> Tokens:
    """Texts of `otherwise` where nothing is left of the wanted ones."""
    missing = otherwise.where((wanted.counts == 0)[otherwise.row])
    row = np.concatenate([wanted.row, missing.row])
    order = np.argsort(row, kind="stable")
    return replace(wanted, code=np.concatenate([wanted.code, missing.code])[order], row=row[order])


def _audiences(spelt: Tokens, words: LinkingWords) -> Codes:
    found = np.zeros(spelt.size, np.int64)
    for place, said in enumerate(words.audiences.values()):
        found[spelt.row[spelt.words.among(said)[spelt.code]]] |= 1 << place
    return found


def numbered(texts: Sequence[str] | Texts) -> Codes:
    """A number for each text, equal for equal texts; 0 for the empty one."""
    known = {text: place for place, text in enumerate(dict.fromkeys(("", *texts)))}
    return np.fromiter(map(known.__getitem__, texts), np.int64, len(texts))
