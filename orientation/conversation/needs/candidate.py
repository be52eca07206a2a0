"""A need that may be asked for, and what surrounds it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from orientation.conversation.needs.surroundings import EXPLICIT


@dataclass(frozen=True)
class Candidate:
    """One mention of a need, or a fact that calls for it, with what surrounds it as named features; `first`: its first word."""

    need: str
    qualifier: str | None
    evidence: tuple[int, int] | None
    first: int
    features: Mapping[str, float]

    def given(self, features: Mapping[str, float]) -> Self:
        """The same with more features around it."""
        return replace(self, features={**self.features, **features}) if features else self

    @property
    def kind(self) -> str:
        """How the text tells it: "is_name", "is_sign"…, "is_like" for the whole request, "from_fact"."""
        return next((name for name in self.features if name.startswith("is_")), "from_fact")

    @property
    def is_named(self) -> bool:
        """Whether words name the need, who answers it or what is done, rather than let it be guessed."""
        return any(f"is_{kind}" in self.features for kind in EXPLICIT)
