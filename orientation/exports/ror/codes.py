"""The codes of an offer: those its own labels name, and those that say of its publics, sector and modes exactly what is known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from orientation.exports.codes import exactly
from orientation.exports.ror.elements import concept
from orientation.mapping import Mappings, Meaning
from orientation.resource import Resource

Json = dict[str, Any]
# Codes of TRE_R239 that restrict more than the public they are read as ("autonomes", "vieillissantes").
_NARROWER_PUBLICS = frozenset({"03", "05"})
_ON_SITE, _AT_HOME, _WOMEN_ONLY = ("R338", "03"), ("R213", "49"), ("R338", "08")


@dataclass(frozen=True)
class Codes:
    """`stays`: temporary or permanent (TRE_R240), where the type alone does not say the need."""

    types: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    care_modes: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeWriter:
    mappings: Mappings

    def elements(self, resource: Resource) -> Json:
        """`category`, `type`, `specialty` and `characteristic` of an offer; those nothing says exactly are left out."""
        codes = self._codes(resource)
        characteristics = [
            *(("R213", code) for code in codes.care_modes),
            *(("R240", code) for code in codes.stays),
            *self._ways(resource, codes),
        ]
        return {
            "category": [concept("R244", code, self._label("ror-offer-types", code)) for code in codes.types],
            "type": [concept("R227", code, label) for code, label in self._fields(resource)],
            "specialty": [concept("R211", code, self._label("ror-activities", code)) for code in codes.activities],
            "characteristic": [concept(number, code, self._label(_LISTS[number], code)) for number, code in characteristics],
        }

    def publics(self, resource: Resource) -> list[Json]:
        return [concept("R239", code, self._label("ror-publics", code)) for code in exactly(resource.publics, self._all_publics)]

    def establishment(self, resource: Resource) -> Json | None:
        """The FINESS category that one of its labels names, less what its name makes precise ("156+enfants")."""
        codes = {code.partition("+")[0] for code, _ in self._named("finess-categories", resource)}
        code = codes.pop() if len(codes) == 1 else None
        return concept("R66", code, self._label("finess-categories", code)) if code else None

    def _codes(self, resource: Resource) -> Codes:
        """By its own labels: types of offer, each in the care mode and stay that give its needs; failing that, activities."""
        types, stays, modes = dict[str, None](), dict[str, None](), dict[str, None]()
        for key, meaning in self._named("ror-offer-types", resource):
            code, _, stay = key.partition("+")
            types[code] = None
            stays |= {stay: None} if stay else {}
            modes |= dict.fromkeys(self._care_modes(meaning, resource))
        activities = () if types else tuple(code for code, _ in self._named("ror-activities", resource))
        return Codes(tuple(types), tuple(stays), tuple(modes), activities)

    def _named(self, code_list: str, resource: Resource) -> Iterator[tuple[str, Meaning]]:
        """Codes whose label is one of the resource's categories and whose needs are all its own; a label of two codes names neither."""
        for label in resource.categories:
            found = [(code, one) for code, one in self._by_label[code_list].get(label, ()) if one.needs <= resource.needs]
            found = [pair for pair in found if pair[1].needs] or found
            if len({code.partition("+")[0] for code, _ in found}) == 1:
                yield from found

    def _care_modes(self, meaning: Meaning, resource: Resource) -> tuple[str, ...]:
        """The care mode for which a type means what it means, when only one fits how the service reaches people."""
        known = self.mappings.lists["ror-care-modes"]
        fitting = [code for code in sorted(meaning.care_modes) if code in known and known[code][0].modes <= resource.modes]
        return tuple(fitting) if len(fitting) == 1 else ()

    def _ways(self, resource: Resource, codes: Codes) -> Iterator[tuple[str, str]]:
        known = self.mappings.lists["ror-care-modes"]
        said = frozenset().union(*(known[code][0].modes for code in codes.care_modes))
        if "sur-place" in resource.modes and "sur-place" not in said:
            yield _ON_SITE
        if "a-domicile" in resource.modes and "a-domicile" not in said:
            yield _AT_HOME
        if resource.sex == "F":
            yield _WOMEN_ONLY

    def _fields(self, resource: Resource) -> list[tuple[str, str]]:
        """The field of activity of a sector that has only one."""
        fields = [(code, said[0]) for code, said in self.mappings.lists["ror-fields"].items() if said[0].sector == resource.sector]
        return [(code, meaning.label) for code, meaning in fields] if len(fields) == 1 else []

    def _label(self, code_list: str, code: str) -> str | None:
        said = self.mappings.lists[code_list].get(code) if code_list else None
        return said[0].label if said else None

    @cached_property
    def _all_publics(self) -> Mapping[str, frozenset[str]]:
        known = self.mappings.lists["ror-publics"]
        return {code: said[0].publics for code, said in known.items() if code not in _NARROWER_PUBLICS}

    @cached_property
    def _by_label(self) -> Mapping[str, Mapping[str, list[tuple[str, Meaning]]]]:
        """Codes by label; those of places kept confidential are not said of what is not."""
        found: dict[str, dict[str, list[tuple[str, Meaning]]]] = {}
        for code_list in ("ror-offer-types", "ror-activities", "finess-categories"):
            labels = found.setdefault(code_list, {})
            for code, said in self.mappings.lists[code_list].items():
                for meaning in said:
                    if not meaning.confidential:
                        labels.setdefault(meaning.category or meaning.label, []).append((code, meaning))
        return found


_LISTS = {"R213": "ror-care-modes", "R338": "ror-reception", "R240": ""}
