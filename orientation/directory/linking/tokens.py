"""Words of many short texts held as arrays, so that a million of them are cut, written out and compared without a loop over texts."""

import re
import string
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from orientation.wording import LIGATURES

Codes = NDArray[np.int64]
Mask = NDArray[np.bool_]

_COMBINING = re.compile("[\u0300-\u036f]+")
# The dot first, then what must stand on both sides: a search for a dot is fast.
_DOTTED = re.compile(r"\.(?<=\b[a-z]\.)(?=[a-z]\b)")
_LINE_ENDS = re.compile(r"[\n\r]")
_LINE_END = "\n"
_KEPT = (string.ascii_lowercase + string.digits + _LINE_END).encode()
_PLAIN = bytes(code if code in _KEPT else 32 for code in range(256))


class Words:
    """Numbers given to words, in the order they are met. The only thing here that grows."""

    def __init__(self) -> None:
        self.known: list[str] = []
        self._codes: dict[str, int] = {}

    def code(self, word: str) -> int:
        found = self._codes.setdefault(word, len(self.known))
        if found == len(self.known):
            self.known.append(word)
        return found

    def codes(self, words: Sequence[str]) -> Codes:
        for word in dict.fromkeys(words):
            self.code(word)
        return np.fromiter(map(self._codes.__getitem__, words), np.int64, len(words))

    def among(self, words: Collection[str]) -> Mask:
        """For each known word, whether it is one of these."""
        found = np.zeros(len(self.known), bool)
        found[[self._codes[word] for word in words if word in self._codes]] = True
        return found

    def that(self, test: re.Pattern[str]) -> Mask:
        """For each known word, whether the whole of it is of this form."""
        return np.fromiter((test.fullmatch(word) is not None for word in self.known), bool, len(self.known))

    @property
    def ranks(self) -> Codes:
        """The place of each known word in alphabetical order, which does not depend on the order they were met in."""
        ranks = np.empty(len(self.known), np.int64)
        ranks[sorted(range(len(self.known)), key=self.known.__getitem__)] = np.arange(len(self.known))
        return ranks


@dataclass(frozen=True, eq=False)
class Tokens:
    """The words of `size` texts one after the other: `code` of each word, `row` of the text it is in (never decreasing)."""

    words: Words
    code: Codes
    row: Codes
    size: int

    def where(self, kept: Mask | Codes) -> "Tokens":
        return replace(self, code=self.code[kept], row=self.row[kept])

    def written_out(self, meanings: Mapping[str, str]) -> "Tokens":
        """Each word that has a meaning replaced by the words of it."""
        codes = [self.words.codes(meanings[word].split()) if word in meanings else None for word in [*self.words.known]]
        lengths = np.array([1 if code is None else len(code) for code in codes], np.int64)
        counts = lengths[self.code]
        code = np.repeat(self.code, counts)
        within = np.arange(len(code)) - np.repeat(np.cumsum(counts) - counts, counts)
        for known in np.flatnonzero([code is not None for code in codes]):
            at = code == known
            code[at] = codes[known][within[at]]  # type: ignore[index]
        return replace(self, code=code, row=np.repeat(self.row, counts))

    @property
    def sorted(self) -> "Tokens":
        """The words of each text in alphabetical order."""
        order = np.lexsort((self.words.ranks[self.code], self.row))
        return replace(self, code=self.code[order], row=self.row[order])

    @property
    def once(self) -> "Tokens":
        """Each word of a text where it is first met."""
        _, first = np.unique(self.row * len(self.words.known) + self.code, return_index=True)
        return self.where(np.sort(first))

    @property
    def texts(self) -> NDArray[np.object_]:
        """Each text, one space between words."""
        return self._joined(" ")

    @property
    def letters(self) -> NDArray[np.object_]:
        """Each text without a space."""
        return self._joined("")

    def _joined(self, between: str) -> NDArray[np.object_]:
        known = np.array([*self.words.known, _LINE_END], dtype=object)
        last = np.searchsorted(self.row, np.arange(self.size), side="right")
        with_ends = np.insert(self.code, last, len(known) - 1)
        lines = between.join(known[with_ends].tolist())
        if between:
            lines = lines.replace(between + _LINE_END, _LINE_END).replace(_LINE_END + between, _LINE_END)
        return np.array(lines.split(_LINE_END)[: self.size], dtype=object)

    @property
    def counts(self) -> Codes:
        return np.bincount(self.row, minlength=self.size)

    def among(self, others: "Tokens") -> Mask:
        """For each word, whether the text of `others` at the same place has it too."""
        most = int(others.counts.max(initial=0))
        theirs = np.full((others.size, most), -1, np.int64)
        theirs[others.row, np.arange(len(others.row)) - np.searchsorted(others.row, others.row)] = others.code
        found = np.zeros(len(self.code), bool)
        for place in range(most):
            found |= theirs[self.row, place] == self.code
        return found


def distinct(numbers: Codes) -> Codes:
    """In order, each once; on millions of integers, several times faster than `numpy.unique`."""
    ordered = np.sort(numbers)
    return ordered[np.diff(ordered, prepend=ordered[:1] - 1) != 0]


def cut(texts: Sequence[str | None], words: Words) -> Tokens:
    """The words of texts, as `wording.normalised` writes them but for dotted acronyms, which are one word; None has none.

    >>> cut(["L'Haÿ-les-Roses  (94)", None, "C.M.P. enfants"], Words()).texts.tolist()
    ['l hay les roses 94', '', 'cmp enfants']
    """
    lines = _LINE_END.join([text or "" for text in texts]).lower()
    if "\r" in lines or lines.count(_LINE_END) >= len(texts):
        lines = _LINE_END.join([_LINE_ENDS.sub(" ", text.lower()) if text else "" for text in texts])
    for ligature, letters in LIGATURES.items():
        lines = lines.replace(ligature, letters)
    bare = _COMBINING.sub("", unicodedata.normalize("NFD", lines))
    bare = _DOTTED.sub("", bare)
    plain = bare.encode("ascii", "replace").translate(_PLAIN).decode("ascii")
    written = plain.replace(_LINE_END, f" {_LINE_END} ").split(" ")
    found = [word for word in written if word]
    code = words.codes(found)
    end = code == words.code(_LINE_END)
    row = np.cumsum(end)
    return Tokens(words, code[~end], row[~end], len(texts))
