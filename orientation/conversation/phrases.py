"""Finds many phrases at once in a request: whole words, stems, alternatives, gaps, capitals, and misspellings of long words.

How a phrase is written in the lexicon:
    aide à domicile        words; accents, capitals and plurals do not matter
    infirmi*               any word that begins so
    lit|lits médicalisé*   one or the other; after an elision ("d'un|une") the others may take it too
    (petit) déjeuner       may be left out
    ne ... plus            at most four words between
    ^MAS                   only in capitals, or in a text that uses none
    #                      a number, in figures or letters; #<25 and #>4: below, above
    yyyy                   a past year
    @proche                any word of a class of words that may stand for each other

Signs are not words: an alternative made of them alone ("svp|+") stands for nothing, it does not make the others optional.
"""

import itertools
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from orientation.conversation.words import Words
from orientation.wording import folded

_PIECE = re.compile(r"@[a-z-]+|[a-z]+\*?|#[<>][0-9]+|[0-9]+|#")
_ELIDED = re.compile(r"[a-z]{1,2}'")
_GAP_WORDS = 4
_GAP = "..."
_MANY, _GROUPED_FROM = 16, 3
SHORTEST_MISSPELT, LONG_ENOUGH_FOR_TWO = 7, 11

NUMBER_WORDS: Mapping[str, int] = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11,
    "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50,
    "soixante": 60, "cent": 100,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One phrase of the lexicon and what it means: its `kind` ("need", "fact", "cue", …), the id it speaks for, a value within it."""

    kind: str
    id: str
    value: str
    phrase: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """An entry read in a text, from word `first` to word `last`, both included."""

    entry: Entry
    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    def contains(self, other: "Found") -> bool:
        return self.first <= other.first and other.last <= self.last


class _Node:
    """A step of the tree of phrases. Filled while the book is built, only read afterwards."""

    __slots__ = ("capitals", "entries", "next", "skipping")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.entries: list[int] = []
        self.capitals: list[int] = []
        self.skipping: _Node | None = None


class PhraseBook:
    """All phrases in one tree, so that the time to read a text hardly depends on how many there are.

    `known`: everyday words. `not_misspelt`: further words that are never a misspelling of one of the lexicon's.
    `shortened`: abbreviations and the words they stand for. `recent_from`: the first year that is not past.
    `classes`: the words and stems of each class, by its name without "@".
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        known: Iterable[str] = (),
        not_misspelt: Iterable[str] = (),
        shortened: Mapping[str, str] | None = None,
        recent_from: int = 9999,
        classes: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        self.entries = tuple(entries)
        self._given = (tuple(known), tuple(not_misspelt), shortened, recent_from, classes)
        known, not_misspelt, *_ = self._given
        self._recent_from = recent_from
        self._root = _Node()
        self._words: set[str] = set()
        self._stems: set[str] = set()
        self._bounds: set[str] = set()
        self._classes_of: dict[str, list[str]] = {}
        self._held: dict[str, frozenset[str]] = {}
        for name, members in (classes or {}).items():
            self._hold(f"@{name}", map(folded, members))
        for index, entry in enumerate(self.entries):
            self._insert(index, entry.phrase)
        self._common = frozenset(map(folded, known))
        self._shortened = {folded(short): tuple(folded(full).split("|")) for short, full in (shortened or {}).items()}
        self.known = self._common | self._words | frozenset(self._shortened)
        self._shortest_stem = min(map(len, self._stems), default=1) - 1
        self._not_misspelt = self.known | frozenset(map(folded, not_misspelt))
        self._candidates = self._by_start()

    def taught(self, entries: Iterable[Entry]) -> "PhraseBook":
        """A book that knows these phrases too, to see what they would change before they are written in the lexicon."""
        return PhraseBook((*self.entries, *entries), *self._given)

    def find(self, words: Words) -> tuple[Found, ...]:
        """Every phrase present, in text order; overlapping ones are all given. No phrase runs over the end of a segment."""
        found: list[tuple[int, int, int]] = []
        active: list[tuple[_Node, int, int]] = []
        segment = -1
        cache: dict[str, tuple[str, ...]] = {}
        for position, form in enumerate(words.forms):
            if words.segments[position] != segment:
                active, segment = [], words.segments[position]
            keys = cache.get(form)
            if keys is None:
                keys = cache[form] = self.keys(form)
            active.append((self._root, position, 0))
            following: list[tuple[_Node, int, int]] = []
            for node, start, gap in active:
                if gap:
                    following.append((node, start, gap - 1))
                if node.next.keys().isdisjoint(keys):
                    continue
                for key in keys:
                    child = node.next.get(key)
                    if child is None:
                        continue
                    found.extend([(start, position, index) for index in child.entries])
                    if child.capitals and self._is_acronym(words, start, position):
                        found.extend([(start, position, index) for index in child.capitals])
                    if child.next:
                        following.append((child, start, 0))
                    if child.skipping is not None:
                        following.append((child.skipping, start, _GAP_WORDS))
            active = following
        return tuple(Found(self.entries[index], first, last) for first, last, index in sorted(set(found)))

    def keys(self, form: str) -> tuple[str, ...]:
        """Under which names a word of the text is looked up in the tree."""
        keys = self._exact_keys(form)
        if not keys and form not in self._not_misspelt and form.isalpha() and len(form) >= SHORTEST_MISSPELT:
            nearest = self._nearest(form)
            if nearest is not None:
                return self._exact_keys(nearest)
        return tuple(keys)

    def knows(self, form: str) -> bool:
        """Whether a word is a common one or one of the lexicon's, in the singular or plural; a stem is no word with any ending."""
        stemmed = any(form[:length] + "*" in self._stems for length in range(max(4, len(form) - 3), len(form) + 1))
        return form in self.known or stemmed or (form.endswith(("s", "x", "e")) and form[:-1] in self.known)

    def _exact_keys(self, form: str) -> tuple[str, ...]:
        keys: list[str] = []
        if form[0].isdigit():
            keys += ["#", *self._within(int(form[:9]))]
            if form in self._words:
                keys.append(form)
            if len(form) == 4 and 1900 < int(form) < self._recent_from:
                keys.append("yyyy")
            return tuple(keys)
        forms = (form, *self._shortened.get(form, ()))
        for variant in forms:
            if variant in self._words:
                keys.append(variant)
            if len(variant) > 4 and variant[-1] in "sx" and variant[:-1] in self._words:
                keys.append(variant[:-1])
            for length in range(self._shortest_stem, len(variant) + 1):
                stem = variant[:length] + "*"
                if stem in self._stems:
                    keys.append(stem)
        if form in NUMBER_WORDS:
            keys += ["#", *self._within(NUMBER_WORDS[form])]
        keys += [name for key in keys for name in self._classes_of.get(key, ())]
        return tuple(dict.fromkeys(keys))

    def _hold(self, name: str, members: Iterable[str]) -> None:
        """Makes every member of a class also answer to the class's name."""
        if name in self._held:
            return
        self._held[name] = frozenset(members)
        for member in self._held[name]:
            (self._stems if member.endswith("*") else self._words).add(member)
            self._classes_of.setdefault(member, []).append(name)

    def _within(self, number: int) -> list[str]:
        return [bound for bound in self._bounds if (number < int(bound[2:]) if bound[1] == "<" else number > int(bound[2:]))]

    def _nearest(self, form: str) -> str | None:
        """The word of the lexicon that a misspelt one stands for: one slip, or two from ten letters on; None when two are as near."""
        slips = 2 if len(form) >= LONG_ENOUGH_FOR_TWO else 1
        best: tuple[int, str] | None = None
        for length in range(len(form) - slips, len(form) + slips + 1):
            for word in self._candidates.get((form[0], length), ()):
                distance = OSA.distance(form, word, score_cutoff=slips)
                if distance <= slips and (best is None or (distance, word) < best):
                    best = (distance, word)
        return best[1] if best else None

    def _is_acronym(self, words: Words, first: int, last: int) -> bool:
        """In capitals amid a text that has others; where capitals tell nothing, any spelling that is not an everyday word."""
        span = range(first, last + 1)
        if words.whispers or words.shouts:
            return not all(words.forms[index] in self._common or len(words.forms[index]) < 2 for index in span) and words.is_plain(
                first, last
            )
        return all(words.is_capital(index) or words.forms[index].isdigit() for index in span)

    def _by_start(self) -> dict[tuple[str, int], list[str]]:
        held: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(self._words):
            if len(word) >= SHORTEST_MISSPELT - 1:
                held[word[0], len(word)].append(word)
        return dict(held)

    def _expanded(self, phrase: str) -> Iterable[tuple[str, ...]]:
        """Every sequence of steps a written phrase stands for.

        Where they would be many, the alternatives of one place become a class of their own: one step instead of a branch each.
        """
        choices = [_choices(piece) for piece in phrase.split()]
        if math.prod(map(len, choices)) > _MANY:
            choices = [self._grouped(options) for options in choices]
        return (tuple(itertools.chain.from_iterable(parts)) for parts in itertools.product(*choices))

    def _grouped(self, options: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        singles = [option[0] for option in options if len(option) == 1 and option[0][0].isalpha()]
        if len(singles) < _GROUPED_FROM:
            return options
        name = "@" + "|".join(sorted(singles))
        self._hold(name, singles)
        return ((name,), *(option for option in options if not (len(option) == 1 and option[0][0].isalpha())))

    def _note(self, step: str) -> None:
        if step.endswith("*"):
            self._stems.add(step)
        elif step[:2] in ("#<", "#>"):
            self._bounds.add(step)
        elif step[0] != "@":
            self._words.add(step)

    def _insert(self, index: int, phrase: str) -> None:
        capital = phrase.startswith("^")
        for steps in self._expanded(phrase.lstrip("^")):
            node = self._root
            for step in steps:
                if step == _GAP:
                    node.skipping = node.skipping or _Node()
                    node = node.skipping
                    continue
                following = node.next.get(step)
                if following is None:  # a step met before on this path was noted then
                    self._note(step)
                    following = node.next[step] = _Node()
                node = following
            if node is not self._root:
                (node.capitals if capital else node.entries).append(index)


@lru_cache(maxsize=20_000)
def _choices(piece: str) -> tuple[tuple[str, ...], ...]:
    if piece in (_GAP, "*"):
        return ((_GAP,),)
    optional = piece.startswith("(") and piece.endswith(")")
    inner = piece[1:-1] if optional else piece
    written = inner.split("|")
    elided = _ELIDED.match(written[0])
    if elided:
        written += [elided.group() + option for option in written[1:] if "'" not in option]
    options = tuple(tuple(_PIECE.findall(folded(option.replace("œ", "oe")))) for option in written)
    options = tuple(option for option in options if option) or ((),)
    return (*options, ()) if optional else options
