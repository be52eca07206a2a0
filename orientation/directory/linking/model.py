"""What a comparison of two records can find and how much each finding counts: plain values, read from data and written back to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from orientation.directory.linking.blocking import BlockingRules

ADDRESSES = ("door", "door-misspelt", "unstated", "street", "number", "other-number", "elsewhere")
# In a commune known to be the same: less than `far_km` apart or unlocated, and farther; elsewhere, the same; then what is not located.
DISTANCES = ("near", "close", "town", "across", "far", "away", "other-town", "unknown")
_SHARED = ("own", "shared", "different", "unknown")
# What each comparison can find. `comparison` computes the place in these lists; data gives each a weight and a sentence.
FINDINGS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "identical",
        "what-and-where",
        "nearly",
        "close",
        "whole-close",
        "alike",
        "included",
        "shorter",
        "garbled",
        "remote",
        "different",
    ),
    "place": tuple(f"{address}/{distance}" for address in ADDRESSES for distance in DISTANCES),
    "phone": _SHARED,
    "contact": _SHARED,
    "finess": _SHARED,
    "siret": _SHARED,
    "identifier": _SHARED,
    "nature": ("same", "near", "unsaid", "partial", "different"),
    "signs": ("agree", "silent", "one-sided", "contrary"),
    "activity": ("same", "overlap", "unknown", "listed-apart", "disjoint"),
    "organisation": ("same", "alike", "different", "unknown"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`says`: the sentence a person reads, "" when there is nothing to say. `supports`: it speaks for one service. `apart`: two records
    of which it is found are never brought together without a person's word, `apart_within` when they are of one source."""

    says: str = ""
    supports: bool = False
    apart: bool = False
    apart_within: bool = False


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where a likeness (0 to 100) or a distance becomes another finding; `bearers`: how many records of one source may bear a phone or
    an identifier that is still taken for one service's own."""

    name_nearly: float
    name_close: float
    name_alike: float
    name_whole: float
    name_letters: float
    name_garbled: float
    name_remote: float
    name_spread: float
    street_same: float
    street_like: float
    near_km: float
    close_km: float
    far_km: float
    organisation_same: float
    organisation_alike: float
    bearers: int


@dataclass(frozen=True)
class LinkRules:
    """`same_from`, `review_from`: probabilities. `same_needs`: groups of comparisons, one of each of which must speak for one service,
    so that no identifier is trusted alone. `in_force`: the version of the weights used. `says_unsupported`, `says_rivalled`: why a likely
    pair is not kept: nothing but a number speaks for it, or another record of the same source is more like it."""

    version: str
    in_force: str
    same_from: float
    review_from: float
    same_needs: tuple[tuple[str, ...], ...]
    says_unsupported: str
    says_rivalled: str
    findings: Mapping[str, Mapping[str, Finding]]
    cuts: Cuts
    blocking: BlockingRules

    def __post_init__(self) -> None:
        check_findings(self.findings)
        if not 0 < self.review_from < self.same_from < 1:
            raise ValueError(f"0 < review_from < same_from < 1 is expected, found {self.review_from} and {self.same_from}")
        strange = {name for group in self.same_needs for name in group} - set(FINDINGS)
        if strange or not all(self.same_needs) or not self.same_needs:
            raise ValueError(f"same_needs names groups of comparisons among {sorted(FINDINGS)}; found {self.same_needs}")

    def marked(self, comparison: str, mark: str) -> NDArray[np.bool_]:
        """For each finding of a comparison, whether it `supports`, is `apart` or `apart_within`."""
        return np.array([getattr(self.findings[comparison][id], mark) for id in FINDINGS[comparison]])


@dataclass(frozen=True)
class Weights:
    """How much each finding counts, in bits: +1 makes one service twice as likely. `between`, `within`: what a pair of two sources, or
    of one, starts from. `origin`: where they come from, with the measures reached."""

    version: str
    origin: str
    between: float
    within: float
    bits: Mapping[str, Mapping[str, float]]

    def __post_init__(self) -> None:
        check_findings(self.bits)

    @cached_property
    def columns(self) -> Mapping[str, NDArray[np.float64]]:
        """The weights of each comparison, in the order of its findings."""
        return {name: np.array([self.bits[name][id] for id in ids], float) for name, ids in FINDINGS.items()}


def check_findings(said: Mapping[str, Mapping[str, object]]) -> None:
    """Raises ValueError unless every finding of every comparison is there, and no other."""
    for name in {*said, *FINDINGS}:
        missing = set(FINDINGS.get(name, ())) - set(said.get(name, ()))
        strange = set(said.get(name, ())) - set(FINDINGS.get(name, ()))
        if missing or strange:
            raise ValueError(f"comparison {name}: missing {sorted(missing)}, unknown {sorted(strange)}")
