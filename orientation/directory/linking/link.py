"""The use case: records in, pairs with a verdict out. Same records, rules and weights, same pairs, in whatever order records come."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from orientation.directory.clusters import Link, Verdict
from orientation.directory.linking.blocking import Candidates, candidates
from orientation.directory.linking.choice import Groups, Pair
from orientation.directory.linking.comparison import compared
from orientation.directory.linking.described import Described
from orientation.directory.linking.entries import Entries, Numbers, entries_of
from orientation.directory.linking.learning import Asked
from orientation.directory.linking.model import LinkRules, Weights
from orientation.directory.linking.reasons import Reasons
from orientation.directory.linking.scoring import Scored, alone, rivalry, scored
from orientation.directory.linking.tokens import Codes, Mask
from orientation.directory.linking.words import LinkingWords

Decisions = Mapping[tuple[str, str], Literal["same", "different"]]
Progress = Callable[[str], None]
# Pairs less likely than one in a thousand are forgotten at once: they are neither asked about nor explained.
_FORGOTTEN_BITS = -10.0


@dataclass(frozen=True)
class LinkingData:
    """What linking is handed besides records: words, rules, and the weights in force. `version` changes with any of them."""

    words: LinkingWords
    rules: LinkRules
    weights: Weights
    version: str


@dataclass(frozen=True, eq=False)
class Judged:
    """Pairs worth telling of, with their probability; `together`: one service, `review`: a person is asked."""

    found: Scored
    probability: Numbers
    together: Mask
    review: Mask

    def verdict(self, place: int) -> Verdict:
        return "same" if self.together[place] else "review" if self.review[place] else "different"


def link(said: Described, data: LinkingData, decided: Decisions | None = None, progress: Progress | None = None) -> list[Link]:
    """Pairs that are one service, pairs to review, and pairs alike that are not one service, by key.

    `decided`: what people said of pairs of keys; it counts before anything else in what is brought together.
    """
    entries = entries_of(said, data.words)
    pairs = candidates(entries, data.rules.blocking)
    if progress is not None:
        progress(f"rapprochement : {len(entries)} fiches, {len(pairs)} paires comparées")
    found = scored(entries, pairs, compared(entries, pairs, data.rules.cuts), data.rules, data.weights)
    return [*links(judge(entries, found, data.rules, decided or {}), entries, data)]


def asked(said: Described, data: LinkingData, decided: Decisions) -> Asked:
    """What is found of the pairs that people decided, to learn from; records that are not there any more teach nothing."""
    entries = entries_of(said, data.words)
    pairs = candidates(entries, data.rules.blocking)
    same, different = _decided(entries, decided)
    pairs = pairs.together_with(sorted(same | different), len(entries))
    found = scored(entries, pairs, compared(entries, pairs, data.rules.cuts), data.rules, data.weights)
    answered = _among(pairs, same | different, len(entries))
    known = standing(entries, found, data.rules, {})
    return Asked(found.findings, found.within, known.rivalry, _among(pairs, same, len(entries))).where(answered)


def judge(entries: Entries, found: Scored, rules: LinkRules, decided: Decisions) -> Judged:
    """What is kept together, what is asked, what is merely alike."""
    found = found.where(found.bits > _FORGOTTEN_BITS)
    known = standing(entries, found, rules, decided)
    probability = alone(found.bits - known.rivalry)
    groups = Groups(known.source, known.twins, known.apart, known.foes)
    for one, other in sorted(known.forced):
        groups.join(one, other, forced=True)
    likely = known.possible & (probability >= rules.same_from)
    together = np.zeros(len(found), bool)
    order = np.lexsort((found.pairs.right, found.pairs.left, -found.bits, -probability))
    for place in order[likely[order]].tolist():
        together[place] = groups.join(int(found.pairs.left[place]), int(found.pairs.right[place]))
    review = ~together & (probability >= rules.review_from)
    kept = together | review | found.supported
    return Judged(found.where(kept), probability[kept], together[kept], review[kept])


@dataclass(frozen=True, eq=False)
class Standing:
    """What is known of pairs before any is kept: by place, those that people brought together (`forced`) or set apart (`foes`), those that
    something sets `apart`, those of one source that are one service (`twins`); for each pair, whether it may be kept, and its rivalry."""

    source: list[int]
    forced: set[Pair]
    foes: set[Pair]
    apart: set[Pair]
    twins: set[Pair]
    possible: Mask
    rivalry: Numbers


def standing(entries: Entries, found: Scored, rules: LinkRules, decided: Decisions) -> Standing:
    forced, foes = _decided(entries, decided)
    excluded = found.apart | _among(found.pairs, foes, len(entries))
    possible = found.supported & ~excluded
    twins = _pairs(found.pairs, possible & found.within & (alone(found.bits) >= rules.same_from))
    apart, source = _pairs(found.pairs, found.apart), entries.source.tolist()
    losing = rivalry(found, entries, _twin_numbers(source, twins, apart, foes), excluded)
    return Standing(source, forced, foes, apart, twins, possible, losing)


def links(judged: Judged, entries: Entries, data: LinkingData) -> Iterator[Link]:
    keys, pairs = entries.said.key, judged.found.pairs
    reasons = Reasons(entries, data.words, data.rules)
    for place, (left, right) in enumerate(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)):
        said = reasons.of(left, right, {name: int(column[place]) for name, column in judged.found.findings.items()})
        verdict, probability = judged.verdict(place), round(float(judged.probability[place]), 4)
        yield Link(keys[left], keys[right], verdict, probability, (*said, *_not_enough(judged, place, data.rules)))


def _not_enough(judged: Judged, place: int, rules: LinkRules) -> Iterator[str]:
    """Why a likely pair is not one service after all."""
    found = judged.found
    if judged.together[place] or found.bits[place] <= 0:
        return
    if not found.supported[place]:
        yield rules.says_unsupported
    elif not found.apart[place]:
        yield rules.says_rivalled


def _decided(entries: Entries, decided: Decisions) -> tuple[set[Pair], set[Pair]]:
    """Pairs that people brought together, and set apart, by place; decisions about records that are not there wait for them."""
    place = {key: number for number, key in enumerate(entries.said.key)} if decided else {}
    known = {
        (min(place[a], place[b]), max(place[a], place[b])): verdict for (a, b), verdict in decided.items() if a in place and b in place
    }
    same = {pair for pair, verdict in known.items() if verdict == "same"}
    return same, set(known) - same


def _among(pairs: Candidates, some: Iterable[Pair], size: int) -> Mask:
    return np.isin(pairs.left * size + pairs.right, [one * size + other for one, other in some])


def _pairs(pairs: Candidates, kept: Mask) -> set[Pair]:
    return set(zip(pairs.left[kept].tolist(), pairs.right[kept].tolist(), strict=True))


def _twin_numbers(source: list[int], twins: set[Pair], apart: set[Pair], foes: set[Pair]) -> Codes:
    groups = Groups(source, twins, apart, foes)
    for one, other in sorted(twins):
        groups.join(one, other)
    first = groups.first
    return np.fromiter((first.get(place, place) for place in range(len(source))), np.int64, len(source))
