"""The words of names and addresses: abbreviations, what distinguishes a service and what does not, the natures that names say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from orientation.wording import normalised


@dataclass(frozen=True, slots=True)
class Kind:
    """A nature of service that a name may say, labelled for reading. `said`: ways to say it, the first being the common form.

    `opening`: ways that count only where a name starts with them. `near`: kinds written one for another. `host`: an establishment that
    services are in; a name that says one of these too says that service.
    """

    id: str
    label: str
    said: tuple[str, ...]
    opening: tuple[str, ...] = ()
    near: frozenset[str] = frozenset()
    host: bool = False


@dataclass(frozen=True)
class LinkingWords:
    """The words of names and addresses, normalised, as data; data/linking/words.yaml says what each list is."""

    version: str
    abbreviations: Mapping[str, str]
    streets: Mapping[str, str]
    silent: frozenset[str]
    common: frozenset[str]
    sides: frozenset[str]
    audiences: Mapping[str, frozenset[str]]
    kinds: tuple[Kind, ...]

    def __post_init__(self) -> None:
        ids = [kind.id for kind in self.kinds]
        strange = {near for kind in self.kinds for near in kind.near} - set(ids)
        if len(set(ids)) < len(ids) or strange:
            raise ValueError(f"two kinds with one id, or near a kind that is not there: {sorted(strange)}")
        empty = [kind.id for kind in self.kinds if not all(map(self.spelt, (*kind.said, *kind.opening)))]
        if empty:
            raise ValueError(f"kinds said by silent words alone: {empty}")

    def spelt(self, text: str) -> tuple[str, ...]:
        """The words of a text, abbreviations written out, silent words left out."""
        written = " ".join(self.abbreviations.get(word, word) for word in normalised(text).split()).split()
        return tuple(word for word in written if word not in self.silent)

    @cached_property
    def phrases(self) -> Sequence[tuple[tuple[str, ...], int, bool]]:
        """Ways to say a kind, the longest first, with the kind's place in `kinds` and whether a name must start with it; of two kinds said
        alike, the first."""
        found: dict[tuple[str, ...], tuple[int, bool]] = {}
        for place, kind in enumerate(self.kinds):
            for said in (*kind.said, *kind.opening):
                found.setdefault(self.spelt(said), (place, said in kind.opening))
        return [(way, *found[way]) for way in sorted(found, key=lambda way: (-len(way), way))]

    @cached_property
    def apart(self) -> Sequence[frozenset[int]]:
        """For each kind, those that a same service may be said to be."""
        place = {kind.id: number for number, kind in enumerate(self.kinds)}
        near: list[set[int]] = [{number} for number in range(len(self.kinds))]
        for number, kind in enumerate(self.kinds):
            for other in kind.near:
                near[number].add(place[other])
                near[place[other]].add(number)
        return tuple(map(frozenset, near))
