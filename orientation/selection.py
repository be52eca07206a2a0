"""What a professional did with the proposals: kept, or set aside and why. Nothing of the person it was for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

# Why a proposal is set aside: a closed list, so that answers can be counted. First what the resource answered or would not do,
# for which the proposal failed; then what the person or the professional chose.
FAILED = ("complet", "refuse", "hors-zone", "delai", "ne-repond-pas")
SET_ASIDE = (*FAILED, "trop-loin", "choix-personne", "autre")


@dataclass(frozen=True)
class Selection:
    """`kept`: ids of resources, in the order they were kept; `set_aside`: the reason by id. A resource is in one of them at most."""

    kept: tuple[str, ...] = ()
    set_aside: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if strange := set(self.set_aside.values()) - set(SET_ASIDE):
            raise ValueError(f"a proposal is set aside for one of {SET_ASIDE}, found {sorted(strange)}")

    def keeping(self, id: str) -> "Selection":
        """With one more resource kept, at the end; it is no longer set aside."""
        others = {other: reason for other, reason in self.set_aside.items() if other != id}
        return replace(self, kept=(*(one for one in self.kept if one != id), id), set_aside=others)

    def setting_aside(self, id: str, reason: str) -> "Selection":
        return replace(self, kept=tuple(one for one in self.kept if one != id), set_aside={**self.set_aside, id: reason})

    def forgetting(self, id: str) -> "Selection":
        """As if nothing had been said of that resource."""
        others = {other: reason for other, reason in self.set_aside.items() if other != id}
        return Selection(tuple(one for one in self.kept if one != id), others)

    def among(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Those of some resources that were kept, in their order."""
        return tuple(id for id in ids if id in self.kept)
