"""Finds a resource by its name, typos allowed: "CMP Cretail", "ehpad st joseph vanves". Words of its commune and of its category help.

Names are first looked up by the letters they share with what is typed, whole names first; where a commune is recognised, its own
resources are looked at as well. What is left, a few hundred, is compared word by word.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from orientation.directory.building import Batch, by_key, hashes_of, shown_of
from orientation.directory.columns import Array, Columns
from orientation.directory.grams import Grams, index_of, likest
from orientation.wording import place_key

_LONGEST, _WORDINGS = 200, 3
_LIKELY_NAMES, _COMPARED_NAMES, _ROWS_A_NAME = 120, 30, 8
_LIKELY_PLACES, _PLACES, _ROWS_OF_A_PLACE = 8, 2, 25
_SAME_PLACE, _SAME_WORD = 82.0, 70.0
_READ_AT_LEAST, _READ_A_NAME = 60_000, 1
_MORE_COMPARED = 20
_BY_NAME, _BY_LETTERS, _BONUS = 0.8, 0.1, 0.05
"""How much the whole name counts beside the words found in name, commune or category; the letters shared; the commune asked for."""
_IN_OTHER_WORDS, _BY_CATEGORY, _BY_WORDS = 0.97, 0.9, 0.9
"""What a likeness is worth in short forms, when it is to the category instead of the name, and when every word typed is in one of name,
commune and category.
"""


class NameMatch(NamedTuple):
    """A resource whose name looks like what was typed; `likeness` in 0-1."""

    id: str
    likeness: float


@dataclass(frozen=True, eq=False)
class Names:
    """Distinct names, communes and categories as texts, and those of each row of the columns (-1: none).

    `name_starts`, `name_rows`: the rows of each name; `place_starts`, `place_rows`: of each commune. `place_codes`: their codes.
    `aliases`: short forms and what they stand for, each as words of names ("cmp", "centre medico psychologique").
    """

    names: Grams
    places: Grams
    categories: tuple[str, ...]
    place_codes: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...]
    name_of: Array
    place_of: Array
    category_of: Array
    name_starts: Array
    name_rows: Array
    place_starts: Array
    place_rows: Array

    @cached_property
    def words_of_category(self) -> tuple[str, ...]:
        """For each category its words, with the short forms of what it says and what its short forms stand for."""
        return tuple(" ".join(dict.fromkeys(" ".join((text, *other_wordings(text, self.aliases))).split())) for text in self.categories)


@dataclass(frozen=True)
class _Typed:
    """What was typed, as words; its other wordings; the short forms it has or spells out; the communes its words name, and how surely."""

    text: str
    wordings: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...]
    places: Mapping[int, float]

    def alike(self, texts: Sequence[str], less: str | None = None) -> Array:
        """How alike each text is, in 0-1, as it stands or, for a little less, with short forms in both; `less` a place's words."""
        text = self.text if less is None else _without(self.text, less)
        found = process.cdist([text], texts, scorer=fuzz.ratio, dtype=np.float32)[0] / 100
        if self.aliases:
            short = [in_short(other, self.aliases) for other in texts]
            in_other_words = process.cdist([in_short(text, self.aliases)], short, scorer=fuzz.ratio, dtype=np.float32)[0] / 100
            found = np.maximum(found, _IN_OTHER_WORDS * in_other_words)
        return found


def find(names: Names, columns: Columns, typed: str, *, commune: str | None = None, limit: int = 10) -> list[NameMatch]:
    """The resources whose name looks most like what was typed, best first; those of `commune` (a code) come first among equals."""
    query = place_key(typed)[:_LONGEST]
    if not query or not len(columns):
        return []
    said = _Typed(query, (query, *other_wordings(query, names.aliases)), _said_in(query, names.aliases), _places_in(query, names))
    here = names.place_codes.index(commune) if commune and commune in names.place_codes else None
    rows, likeness, held = _candidates(names, said, here)
    alike = (_alike(names, rows, said) + _BY_LETTERS * likeness) / (1 + _BY_LETTERS)
    if here is not None:
        alike = alike + _BONUS * (names.place_of[rows] == here)
    # Some words of a long name are worth comparing too: whole, it looks like nothing that was typed.
    closest = np.argsort(-np.maximum(alike, _BY_WORDS * held), kind="stable")[: limit + _MORE_COMPARED]
    rows = rows[closest]
    words = _has_the_words(names, rows, query.split())
    scores = _BY_NAME * np.maximum(alike[closest], _BY_WORDS * words**2) + (1 - _BY_NAME) * words
    order = np.lexsort((columns.id_hash[rows], -scores))[:limit]
    return [NameMatch(columns.id(row), min(1.0, score)) for row, score in zip(rows[order].tolist(), scores[order].tolist(), strict=True)]


def other_wordings(text: str, aliases: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The same text with a short form in full, or in short what stands in full.

    >>> other_wordings("cmp de creteil", [("cmp", "centre medico psychologique")])
    ('centre medico psychologique de creteil',)
    """
    spaced = f" {text} "
    found = []
    for short, long in aliases:
        for said, other in ((short, long), (long, short)):
            if f" {said} " in spaced:
                found.append(spaced.replace(f" {said} ", f" {other} ").strip())
    return tuple(dict.fromkeys(found))


def in_short(text: str, aliases: Iterable[tuple[str, str]]) -> str:
    """The text with these short forms in place of what they stand for."""
    spaced = f" {text} "
    for short, long in aliases:
        spaced = spaced.replace(f" {long} ", f" {short} ")
    return spaced.strip()


def _said_in(query: str, aliases: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The short forms that the query has or spells out, with all they stand for."""
    spaced = f" {query} "
    shorts = {short for short, long in aliases if f" {short} " in spaced or f" {long} " in spaced}
    return tuple((short, long) for short, long in aliases if short in shorts)


def _places_in(query: str, names: Names) -> dict[int, float]:
    """Numbers of the communes that some words of the query name, a letter or two apart, the surest first, with how surely (0-1)."""
    shared, _ = names.places.shared(query)
    held = shared / names.places.sums
    likely = (held > 0.45).nonzero()[0]
    likely = likely[np.argsort(-held[likely], kind="stable")[:_LIKELY_PLACES]]
    words, found = query.split(), []
    for number, name in zip(likely.tolist(), names.places.texts.some(likely), strict=True):
        size = name.count(" ") + 1
        windows = [" ".join(words[start : start + size]) for start in range(len(words) - size + 1)]
        best = max((fuzz.ratio(name, window) for window in windows), default=0.0)
        if best >= (_SAME_PLACE if len(name) > 4 else 100.0):
            found.append((-best, -len(name), number))
    return {number: -best / 100 for best, _, number in sorted(found)[:_PLACES]}


def _candidates(names: Names, said: _Typed, here: int | None) -> tuple[Array, Array, Array]:
    """Rows of the likeliest names in any wording, and of the communes named or asked for.

    With how many letters each name shares, and how much of what was typed its letters hold; both from 0 to 1.
    """
    reading = max(_READ_AT_LEAST, _READ_A_NAME * len(names.names.texts))
    shared, whole = names.names.shared(said.text, reading)
    others = [names.names.shared(wording, reading // 4) for wording in said.wordings[1:_WORDINGS]]
    sums = names.names.sums
    likely = [likest(shared, sums, whole, _LIKELY_NAMES)[0]]
    likely += [likest(other, sums, size, _LIKELY_NAMES // 4)[0] for other, size in others]
    whole = max(whole, 1e-9)
    found = [_named_so(names, np.unique(np.concatenate(likely)), said, shared / whole)]
    for place in dict.fromkeys((*said.places, *(() if here is None else (here,)))):
        found.append(_there(names, place, shared, said))
    rows = np.unique(np.concatenate(found))
    of = names.name_of[rows]
    return rows, shared[of] / np.sqrt(sums[of] * whole), shared[of] / whole


def _named_so(names: Names, likely: Array, said: _Typed, held: Array) -> Array:
    """Rows of the names most like what was typed; of a name that many have, those of the communes named first."""
    alike = np.maximum(said.alike(names.names.texts.some(likely)), _BY_WORDS * held[likely])
    found = [np.empty(0, np.int32)]
    for name in likely[np.argsort(-alike, kind="stable")[:_COMPARED_NAMES]].tolist():
        rows = names.name_rows[names.name_starts[name] : names.name_starts[name + 1]]
        if len(rows) > _ROWS_A_NAME and said.places:
            place_of = names.place_of[rows]
            rows = rows[np.argsort(np.all([place_of != place for place in said.places], axis=0), kind="stable")]
        found.append(rows[:_ROWS_A_NAME])
    return np.concatenate(found)


def _there(names: Names, place: int, shared: Array, said: _Typed) -> Array:
    """Rows of a commune whose name or category is likeliest."""
    rows = names.place_rows[names.place_starts[place] : names.place_starts[place + 1]]
    if len(rows) <= _ROWS_OF_A_PLACE:
        return rows
    of = names.name_of[rows]
    likeness = shared[of] / np.sqrt(names.names.sums[of] * max(1.0, float(shared.max(initial=1.0))))
    likeness = np.maximum(likeness, _category_alike(names, said, place)[names.category_of[rows]])
    return rows[np.argpartition(-likeness, _ROWS_OF_A_PLACE)[:_ROWS_OF_A_PLACE]]


def _category_alike(names: Names, said: _Typed, place: int) -> Array:
    """How alike each category is to what was typed less the commune; one more line, 0, for "no category"."""
    return np.append(_BY_CATEGORY * said.alike(names.categories, less=names.places.texts[place]), 0.0)


def _alike(names: Names, rows: Array, said: _Typed) -> Array:
    """How alike each row's name is to what was typed; less the commune when it is the row's, its category may do as well."""
    distinct, at = np.unique(names.name_of[rows], return_inverse=True)
    texts = names.names.texts.some(distinct)
    alike = said.alike(texts)[at]
    for place, sure in said.places.items():
        there = names.place_of[rows] == place
        less = names.places.texts[place]
        if there.any() and _without(said.text, less):
            less_place = np.maximum(said.alike(texts, less)[at], _category_alike(names, said, place)[names.category_of[rows]])
            alike = np.where(there, np.maximum(alike, sure * less_place), alike)
    return alike


def _has_the_words(names: Names, rows: Array, words: Sequence[str]) -> Array:
    """The part of the words typed, by what they tell apart, that each row's name, commune or category has."""
    categories = (names.words_of_category[number] if number >= 0 else "" for number in names.category_of[rows].tolist())
    places = (place if number >= 0 else "" for place, number in _places_of(names, rows))
    texts = [" ".join(parts) for parts in zip(names.names.texts.some(names.name_of[rows]), places, categories, strict=True)]
    weights = np.array([max(1.0, names.names.weight(word)) for word in words])
    return weights @ _best_words(words, texts) / weights.sum() if texts else np.empty(0)


def _places_of(names: Names, rows: Array) -> Iterator[tuple[str, int]]:
    numbers = names.place_of[rows]
    return zip(
        names.places.texts.some(np.maximum(numbers, 0)) if len(names.places.texts) else [""] * len(rows), numbers.tolist(), strict=True
    )


def _without(query: str, place: str) -> str:
    """The query less the words that name the place best."""
    words, size = query.split(), place.count(" ") + 1
    starts = range(len(words) - size + 1)
    best = max(starts, key=lambda start: fuzz.ratio(place, " ".join(words[start : start + size])), default=None)
    return query if best is None else " ".join(words[:best] + words[best + size :])


def _best_words(words: Sequence[str], texts: Sequence[str]) -> Array:
    """For each word typed (lines) and each text (columns), how alike the word of the text that is most like it."""
    split = [text.split() or [""] for text in texts]
    known = {word: rank for rank, word in enumerate(dict.fromkeys(word for held in split for word in held))}
    alike = process.cdist(words, list(known), scorer=fuzz.ratio, score_cutoff=_SAME_WORD, dtype=np.float32) / 100
    order = [known[word] for held in split for word in held]
    starts = np.cumsum([0, *map(len, split)])[:-1]
    return np.maximum.reduceat(alike[:, order], starts, axis=1)


@dataclass(frozen=True)
class Named:
    """What names are made of, row by row, as batches gave it."""

    hashes: list[Array]
    names: "_Texts"
    communes: "_Texts"
    categories: "_Texts"

    @classmethod
    def empty(cls) -> "Named":
        return cls([], _Texts(), _Texts(), _Texts())

    def taking(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        """The batches less what is confidential, what they say of names being kept."""
        for shown in map(shown_of, batches):
            hashes = hashes_of(shown["id"])
            self.hashes.append(hashes)
            self.names.take(shown["name"])
            self.communes.take(shown["commune"])
            self.categories.take(shown["categories"])
            yield {**shown, "id_hash": hashes}


class _Texts(dict[str | None, int]):
    """Distinct texts by the number each was given when it first came, and the number of every row's."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Array] = []

    def __missing__(self, text: str | None) -> int:
        self[text] = number = len(self)
        return number

    def take(self, texts: Sequence[str | None]) -> None:
        self._rows.append(np.fromiter(map(self.__getitem__, texts), dtype=np.int32, count=len(texts)))

    def numbered(self, key: Callable[[str | None], str | None]) -> tuple[list[str], Array]:
        """Distinct keys in order, and the number of each row's; -1 for None."""
        keys = list(map(key, self))
        distinct = sorted({one for one in keys if one is not None})
        numbers = {one: number for number, one in enumerate(distinct)}
        number_of = np.array([-1 if one is None else numbers[one] for one in keys], dtype=np.int32)
        return distinct, number_of[np.concatenate([*self._rows, np.empty(0, np.int32)])]


def names_of(named: Named, columns: Columns, commune_names: Mapping[str, str], aliases: Sequence[tuple[str, str]] = ()) -> Names:
    """The index of the names of all rows of the columns."""
    order = np.empty(len(columns), dtype=np.int64)
    order[np.argsort(columns.id_hash)] = np.argsort(np.concatenate([*named.hashes, np.empty(0, np.uint64)]))
    names, name_of = named.names.numbered(lambda name: place_key(name or ""))
    communes, place_of = named.communes.numbered(lambda code: code if code in commune_names else None)
    categories, category_of = named.categories.numbered(lambda text: place_key(text) if text else None)
    name_of, place_of, category_of = name_of[order], place_of[order], category_of[order]
    rows = np.arange(len(columns))
    located = np.flatnonzero(place_of >= 0)
    name_starts, name_rows = by_key(name_of, rows, len(names))
    place_starts, place_rows = by_key(place_of[located], located, len(communes))
    return Names(
        names=index_of(names),
        places=index_of([place_key(commune_names[code]) for code in communes]),
        categories=tuple(categories),
        place_codes=tuple(communes),
        aliases=tuple((short, long) for short, long in aliases),
        name_of=name_of,
        place_of=place_of,
        category_of=category_of,
        name_starts=name_starts,
        name_rows=name_rows,
        place_starts=place_starts,
        place_rows=place_rows,
    )
