"""From findings to a probability: bits add up, then those like one record compete, since a directory lists a service once."""

from dataclasses import dataclass, replace

import numpy as np

from orientation.directory.linking.blocking import Candidates
from orientation.directory.linking.comparison import Findings
from orientation.directory.linking.entries import Entries, Numbers
from orientation.directory.linking.model import LinkRules, Weights
from orientation.directory.linking.tokens import Codes, Mask

# Beyond this a probability no longer changes, and two to that power still adds up.
_MOST_BITS = 60.0


@dataclass(frozen=True, eq=False)
class Scored:
    """Pairs with what was found of them. `bits`: what speaks for one service, less what speaks against. `supported`: the comparisons that
    must speak for it do; `apart`: something sets them apart whatever their bits; `within`: both are of one source."""

    pairs: Candidates
    findings: Findings
    bits: Numbers
    supported: Mask
    apart: Mask
    within: Mask

    def __len__(self) -> int:
        return len(self.pairs)

    def where(self, kept: Mask) -> "Scored":
        return replace(
            self,
            pairs=self.pairs.where(kept),
            findings={name: found[kept] for name, found in self.findings.items()},
            **{name: getattr(self, name)[kept] for name in ("bits", "supported", "apart", "within")},
        )


def scored(entries: Entries, pairs: Candidates, findings: Findings, rules: LinkRules, weights: Weights) -> Scored:
    within = entries.source[pairs.left] == entries.source[pairs.right]
    return Scored(
        pairs=pairs,
        findings=findings,
        bits=bits_of(findings, weights, within),
        supported=np.logical_and.reduce(
            [np.logical_or.reduce([_marked(findings, rules, name, "supports") for name in group]) for group in rules.same_needs]
        ),
        apart=_any_marked(findings, rules, "apart") | (within & _any_marked(findings, rules, "apart_within")),
        within=within,
    )


def bits_of(findings: Findings, weights: Weights, within: Mask) -> Numbers:
    total = np.where(within, weights.within, weights.between)
    for name, column in weights.columns.items():
        total = total + column[findings[name]]
    return np.clip(total, -_MOST_BITS, _MOST_BITS)


def _marked(findings: Findings, rules: LinkRules, name: str, mark: str) -> Mask:
    return np.asarray(rules.marked(name, mark)[findings[name]])


def _any_marked(findings: Findings, rules: LinkRules, mark: str) -> Mask:
    return np.logical_or.reduce([_marked(findings, rules, name, mark) for name in findings])


def alone(bits: Numbers) -> Numbers:
    """The probability that bits say, no other record being considered.

    >>> alone(np.array([0.0, 1.0, -60.0])).round(3).tolist()
    [0.5, 0.667, 0.0]
    """
    odds = np.exp2(bits)
    return np.asarray(odds / (1 + odds))


def rivalry(found: Scored, entries: Entries, twins: Codes, excluded: Mask) -> Numbers:
    """The bits that each pair loses to others: a record has at most one like it in another source, so likenesses share one certainty.

    `twins`: a number for each record, the same for records of one source that describe one service: they do not compete. `excluded`:
    pairs that cannot be one service, and so take nothing from others. Pairs of one source lose nothing.
    """
    taking = np.where(excluded | found.within, 0.0, np.exp2(found.bits))
    left, right = found.pairs.left, found.pairs.right
    others = _others(taking, left, right, entries, twins) + _others(taking, right, left, entries, twins)
    return np.where(found.within, 0.0, np.log2(1 + others))


def _others(odds: Numbers, one: Codes, other: Codes, entries: Entries, twins: Codes) -> Numbers:
    """For each pair, the odds of `one` with the other records of the source of `other`, twins counted once."""
    if not len(odds):
        return odds
    seat = twins[one] * len(entries.sources) + entries.source[other]
    rival = twins[other]
    order = np.lexsort((rival, seat))
    seat, rival, ordered = seat[order], rival[order], odds[order]
    first = np.flatnonzero(np.r_[True, (seat[1:] != seat[:-1]) | (rival[1:] != rival[:-1])])
    best = np.maximum.reduceat(ordered, first)
    seats, place = np.unique(seat[first], return_inverse=True)
    total = np.bincount(place, best, len(seats))
    of_pair = np.repeat(np.arange(len(first)), np.diff(np.r_[first, len(order)]))
    found = np.empty(len(odds))
    found[order] = (total[place] - best)[of_pair]
    return np.maximum(found, 0.0)
