"""Words about places that no official list holds: villages and quarters, names that are also common words, common words."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class PlaceWords:
    """Reviewed words, handed in from data. Keys are written as `wording.place_key` writes them.

    `localities`: name → commune codes. `ambiguous`: commune names that are also words of French or of this field, and need a cue.
    `common`: words that no misspelt name is sought in.
    """

    localities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ambiguous: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
