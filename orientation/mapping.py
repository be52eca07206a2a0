"""What a directory's codes mean in the project's words. Data in data/mappings; readers are handed these values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from re import Pattern

from orientation.resource import AgeRange, CareMode
from orientation.vocabulary import Sector
from orientation.wording import normalised


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one code says of a resource. Empty sets and None: the code does not say. `needs` empty: it answers no need.

    `care_modes`: the codes of care mode for which this meaning holds; empty: whatever the mode.
    `qualifier`: the specialty, where the need is a specialist's consultation.
    """

    label: str
    sector: Sector | None = None
    needs: frozenset[str] = frozenset()
    publics: frozenset[str] = frozenset()
    ages: AgeRange | None = None
    modes: frozenset[CareMode] = frozenset()
    qualifier: str | None = None
    care_modes: frozenset[str] = frozenset()
    category: str | None = None
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Meanings:
    """What several codes say together: needs, publics and modes add up; ages narrow; the first sector said holds."""

    needs: frozenset[str] = frozenset()
    publics: frozenset[str] = frozenset()
    ages: AgeRange | None = None
    modes: frozenset[CareMode] = frozenset()
    specialties: frozenset[str] = frozenset()
    sector: Sector | None = None
    confidential: bool = False

    @classmethod
    def together(cls, meanings: Iterable[Meaning]) -> "Meanings":
        said = tuple(meanings)
        return cls(
            needs=frozenset().union(*(one.needs for one in said)),
            publics=frozenset().union(*(one.publics for one in said)),
            ages=_narrowest([one.ages for one in said if one.ages is not None]),
            modes=frozenset().union(*(one.modes for one in said)),
            specialties=frozenset(one.qualifier for one in said if one.qualifier),
            sector=next((one.sector for one in said if one.sector), None),
            confidential=any(one.confidential for one in said),
        )


def _narrowest(ranges: list[AgeRange]) -> AgeRange | None:
    """The ages all ranges share; the first when they share none: codes that contradict each other are no reason to exclude everyone."""
    if not ranges:
        return None
    low = max(one.low for one in ranges)
    highs = [one.high for one in ranges if one.high is not None]
    high = min(highs) if highs else None
    return AgeRange(low, high) if high is None or high >= low else ranges[0]


Code = str
CodeList = Mapping[Code, tuple[Meaning, ...]]


@dataclass(frozen=True)
class Mappings:
    """Code lists by name ("finess-categories", "ror-activities", …), each code with one meaning or several.

    `names`: by category that does not say enough, what is looked for in an establishment's name and the variant it reveals.
    """

    lists: Mapping[str, CodeList] = field(default_factory=dict)
    names: Mapping[Code, tuple[tuple[Pattern[str], str], ...]] = field(default_factory=dict)

    def meanings(self, code_list: str, code: str | None, care_mode: str | None = None) -> tuple[Meaning, ...]:
        """What a code means; empty for an unknown code. A meaning bound to care modes needs one of them."""
        if code is None:
            return ()
        said = self.lists[code_list].get(code, ())
        return tuple(one for one in said if not one.care_modes or care_mode in one.care_modes)

    def knows(self, code_list: str, code: str) -> bool:
        return code in self.lists[code_list]

    def variant(self, category: Code | None, name: str) -> Code | None:
        """The category that a name makes precise ("156+enfants"); the category as it is when the name says no more."""
        rules = self.names.get(category or "", ())
        words = normalised(name) if rules else ""
        found = next((variant for pattern, variant in rules if pattern.search(words)), "")
        return f"{category}+{found}" if found else category
