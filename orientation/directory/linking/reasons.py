"""What a person reads of two records compared: what is the same, what differs, in sentences whose words are data."""

import re
from collections.abc import Iterator, Mapping

import numpy as np

from orientation.directory.linking.entries import Entries
from orientation.directory.linking.model import FINDINGS, LinkRules
from orientation.directory.linking.names import Bits
from orientation.directory.linking.words import LinkingWords
from orientation.geography.distance import distance_km

_VALUE = re.compile(r"\\\{\w+\\\}")


class ReasonIds:
    """Which finding a sentence tells, since sentences are what is kept of a pair."""

    def __init__(self, rules: LinkRules) -> None:
        said = {one.says: f"{name}/{id}" for name, found in rules.findings.items() for id, one in found.items() if one.says}
        # A place is told by its address: the distance stands in the sentence.
        said = {text: id.rsplit("/", 1)[0] if id.startswith("place/") else id for text, id in said.items()}
        said |= {rules.says_unsupported: "unsupported", rules.says_rivalled: "rivalled"}
        # The longest first: "même voie, autre numéro, à 40 m" also begins like "même voie, à 40 m".
        longest = sorted(said.items(), key=lambda one: (-len(one[0]), one))
        self._known = [(re.compile(_VALUE.sub(".+", re.escape(text))), id) for text, id in longest]

    def of(self, sentence: str) -> str:
        """ "other" for a sentence that the rules no longer write."""
        return next((id for pattern, id in self._known if pattern.fullmatch(sentence)), "other")


class Reasons:
    """Sentences for pairs of these records."""

    def __init__(self, entries: Entries, words: LinkingWords, rules: LinkRules) -> None:
        self._entries = entries
        self._words = words
        self._rules = rules

    def of(self, left: int, right: int, found: Mapping[str, int]) -> Iterator[str]:
        """What speaks for one service first, what speaks against it last. `found`: the place of each finding in `FINDINGS`."""
        findings = [self._rules.findings[name][FINDINGS[name][place]] for name, place in found.items()]
        told = {"distance": self._distance(left, right), "natures": self._natures(left, right)}
        for one in sorted(findings, key=lambda finding: (not finding.supports, finding.apart)):
            if one.says:
                yield one.says.format(**told)

    def _distance(self, left: int, right: int) -> str:
        """
        "à 40 m", "à 2,1 km"; nothing when a position is unknown.
        """
        lat, lon = self._entries.lat, self._entries.lon
        km = distance_km(float(lat[left]), float(lon[left]), float(lat[right]), float(lon[right]))
        if np.isnan(km):
            return "distance inconnue"
        return f"à {round(km * 1000, -1):.0f} m" if km < 0.995 else f"à {km:.1f} km".replace(".", ",")

    def _natures(self, left: int, right: int) -> str:
        return " / ".join(", ".join(self._labels(self._entries.names.kinds[place])) for place in (left, right))

    def _labels(self, bits: Bits) -> list[str]:
        return [kind.label for number, kind in enumerate(self._words.kinds) if int(bits[number // 64]) >> number % 64 & 1]
