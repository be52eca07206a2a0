"""Words about places that no official list holds: villages and quarters, names that are also common words, common words."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class PlaceWords:
    """Reviewed words, handed in from data; all but localities are written as they are compared (lower case, no accent, no punctuation).

    `localities`: name as written → commune codes; several when it lies in several. `ambiguous`: spellings of communes that are also
    something else, with what they are ("mot", "personne", "locution"): they need a cue; "etranger" (a town abroad): a hint.
    `inhabitants`: how those of a town are called, every form of it → its commune code ("bisontine").
    `common`: words no misspelt name is sought in.
    """

    localities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ambiguous: Mapping[str, str] = field(default_factory=dict)
    inhabitants: Mapping[str, str] = field(default_factory=dict)
    common: frozenset[str] = frozenset()
