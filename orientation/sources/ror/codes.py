"""What the codes of an offer mean together: needs, publics, ages, care modes, sector. Worked out once for each combination of codes."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from orientation.mapping import Mappings, Meaning, Meanings
from orientation.resource import AgeRange, CareMode
from orientation.sources import fields
from orientation.sources.ror.fhir import MOST_REMEMBERED, Coding, Json, Remembered, codings
from orientation.vocabulary import Sector
from orientation.wording import normalised

_TYPE, _ACTIVITY, _FIELD, _PUBLIC = "R244", "R211", "R227", "R239"
_CARE_MODE, _RECEPTION, _STAY, _SKILL, _CLOSING = "R213", "R338", "R240", "R243", "R286"
_STAYS = {"01": "temporaire", "02": "permanent"}
# TRE_R338 told as conditions of admission; the others are care modes or the hospital's own organisation.
_TOLD_AT_ADMISSION = frozenset({"01", "06", "07", "08", "13", "20", "21", "22"})
_WOMEN_ONLY = "08"
_USUAL_WITHOUT_MODE = frozenset({"medico-social", "social"})
_SIGN_LANGUAGE = {"01": "langue des signes française", "02": "langue parlée complétée"}
_EVERYBODY = frozenset({"tout-public"})
_OF_ELEMENTS = frozenset({_TYPE, _FIELD, _ACTIVITY})
_ELEMENTS = ("category", "type", "specialty", "characteristic")
Strings = tuple[str, ...]
Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of one offer by what they are about. `stays`: temporary or permanent; `strangers`: under no known system.

    `labels`: what the offer calls the types and activities that the tables do not know.
    """

    types: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    care_modes: tuple[str, ...] = ()
    receptions: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    labels: Labels = ()


@dataclass(frozen=True, slots=True)
class CodesRead:
    """What codes mean. `ages`: of the kind of offer, before what the offer says itself; `knows_nothing`: no code said anything."""

    needs: frozenset[str]
    specialties: frozenset[str]
    publics: frozenset[str] | None
    ages: AgeRange | None
    modes: frozenset[CareMode]
    sector: Sector | None
    categories: tuple[str, ...]
    admission: tuple[str, ...]
    languages: tuple[str, ...]
    women_only: bool
    confidential: bool
    knows_nothing: bool
    warnings: tuple[str, ...]


class CodeReader:
    """Reads codes by the mappings, remembering combinations: the country's offers share a few thousand."""

    def __init__(self, mappings: Mappings) -> None:
        self._mappings = mappings
        self._known: dict[Codes, CodesRead] = {}
        self._of_pieces = Remembered(self._pieces_read)
        self._types, self._activity, self._ways = cache(self._types_read), cache(self._activity_read), cache(self._ways_read)
        self._labels = {
            system: {(code, normalised(meaning.label)) for code, said in mappings.lists[name].items() for meaning in said}
            for system, name in ((_CARE_MODE, "ror-care-modes"), (_RECEPTION, "ror-reception"))
        }

    def read(self, offer: Json, publics: Iterable[object]) -> tuple[Codes, CodesRead]:
        """The codes of an offer and what they mean."""
        return self._of_pieces([*(offer.get(element) for element in _ELEMENTS), publics])

    def _pieces_read(self, pieces: list[Any]) -> tuple[Codes, CodesRead]:
        *elements, publics = pieces
        codes = self.codes(dict(zip(_ELEMENTS, elements, strict=True)), publics)
        known = self._known.get(codes)
        if known is None:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            known = self._known[codes] = self._read(codes)
        return codes, known

    def codes(self, offer: Json, publics: Iterable[object]) -> Codes:
        """The codes of an offer, each told by its system, never by its place; type, field and activity also by their element."""
        found: dict[str, dict[str, None]] = {}
        labels: dict[str, str] = {}
        for element, usual in (("category", _TYPE), ("type", _FIELD), ("specialty", _ACTIVITY)):
            for coding in codings(offer.get(element)):
                system = coding.system or usual
                if system in _OF_ELEMENTS:
                    code = _padded(coding.code, system)
                    found.setdefault(system, {})[code] = None
                    if coding.display and not self._is_known(code, system):
                        labels[code] = coding.display
        for coding in codings(offer.get("characteristic")):
            system = coding.system or self._guessed(coding)
            found.setdefault(system, {})[_padded(coding.code, system)] = None
        for held in publics:
            for coding in codings(held):
                found.setdefault(_PUBLIC, {})[_padded(coding.code, _PUBLIC)] = None

        def of(system: str) -> Strings:
            return tuple(found.get(system, ()))

        return Codes(
            of(_TYPE), of(_ACTIVITY), of(_FIELD), of(_CARE_MODE), of(_RECEPTION), of(_STAY), of(_SKILL), of(_PUBLIC), of(_CLOSING), of("?"),
            tuple(labels.items()),
        )  # fmt: skip

    def _is_known(self, code: str, system: str) -> bool:
        return system == _FIELD or code in self._mappings.lists["ror-offer-types" if system == _TYPE else "ror-activities"]

    def _guessed(self, coding: Coding) -> str:
        """The list that holds this very code with this very label; "?" when none does."""
        pair = (coding.code.zfill(2), normalised(coding.display or ""))
        held = next((system for system, pairs in self._labels.items() if pair in pairs), None)
        if held is None and _STAYS.get(pair[0]) == pair[1]:
            return _STAY
        return held or "?"

    def _read(self, codes: Codes) -> CodesRead:
        types, warnings = self._types(codes.types, codes.stays, codes.care_modes)
        activities = [one for code in codes.activities for one in self._activity(code, codes.care_modes)]
        modes, receptions = self._ways(codes.care_modes, codes.receptions)
        kind = Meanings.together((*types, *activities))
        fields_said = (one for code in codes.fields for one in self._mappings.meanings("ror-fields", code))
        if codes.strangers:
            warnings = (*warnings, f"caractéristique « {', '.join(codes.strangers[:3])} » sans nomenclature reconnue : ignorée.")
        return CodesRead(
            needs=kind.needs | modes.needs,
            specialties=kind.specialties | modes.specialties,
            publics=self._publics(codes, kind.publics, receptions),
            ages=kind.ages,
            modes=_modes(modes.modes, kind.modes),
            sector=kind.sector or modes.sector or next((one.sector for one in fields_said if one.sector), None),
            categories=self._categories(codes),
            admission=self._admission(codes),
            languages=tuple(_SIGN_LANGUAGE[code] for code in codes.skills if code in _SIGN_LANGUAGE),
            women_only=_WOMEN_ONLY in codes.receptions,
            confidential=kind.confidential or modes.confidential,
            knows_nothing=not (types or activities),
            warnings=warnings,
        )

    def _types_read(self, types: Strings, stays: Strings, care_modes: Strings) -> tuple[tuple[Meaning, ...], Strings]:
        """By type of offer, its stay (temporary "21+01") and its care mode.

        Without a care mode, a social or medico-social type keeps its usual meaning (its first); a hospital's says nothing without it.
        """
        known, said = self._mappings.lists["ror-offer-types"], list[Meaning]()
        warnings: list[str] = []
        for code in types:
            for key in [f"{code}+{stay}" for stay in stays if f"{code}+{stay}" in known] or [code]:
                found = [one for mode in care_modes or (None,) for one in self._mappings.meanings("ror-offer-types", key, mode)]
                if not found and not care_modes:
                    found = [one for one in known.get(key, ())[:1] if one.sector in _USUAL_WITHOUT_MODE]
                    warnings += ["mode de prise en charge absent : besoin lu dans le seul type d'offre."] if found else []
                said += found
            if code not in known:
                warnings.append(f"type d'offre « {code} » inconnu des tables : aucun besoin déduit.")
        return tuple(said), tuple(warnings)

    def _activity_read(self, code: str, care_modes: Strings) -> tuple[Meaning, ...]:
        found = (one for mode in care_modes or (None,) for one in self._mappings.meanings("ror-activities", code, mode))
        return tuple(dict.fromkeys(found))

    def _ways_read(self, care_modes: Strings, receptions: Strings) -> tuple[Meanings, tuple[Meaning, ...]]:
        """What care modes and reception say together, and reception alone."""
        received = tuple(one for code in receptions for one in self._mappings.meanings("ror-reception", code))
        modes = (one for code in care_modes for one in self._mappings.meanings("ror-care-modes", code))
        return Meanings.together((*modes, *received)), received

    def _publics(self, codes: Codes, of_kind: frozenset[str], receptions: Iterable[Meaning]) -> frozenset[str] | None:
        """What the offer states; "everybody" alone says less than its kind does, as it is what forms are filled with."""
        stated = frozenset().union(*(one.publics for code in codes.publics for one in self._mappings.meanings("ror-publics", code)))
        if not stated or stated == _EVERYBODY:
            stated = of_kind or stated
        return (stated | frozenset().union(*(one.publics for one in receptions))) or None

    def _categories(self, codes: Codes) -> tuple[str, ...]:
        displays = dict(codes.labels)
        of_types = [self._label("ror-offer-types", code, displays) for code in codes.types]
        of_activities = [self._label("ror-activities", code, displays) for code in codes.activities]
        return tuple(dict.fromkeys(label for label in of_types or of_activities if label))

    def _label(self, code_list: str, code: str, displays: dict[str, str]) -> str | None:
        known = self._mappings.lists[code_list].get(code)
        return known[0].category or known[0].label if known else fields.text(displays.get(code))

    def _admission(self, codes: Codes) -> tuple[str, ...]:
        told = (code for code in codes.receptions if code in _TOLD_AT_ADMISSION)
        labels = [meaning.label for code in told for meaning in self._mappings.meanings("ror-reception", code)[:1]]
        return (*(f"Accueil {_STAYS[stay]}" for stay in codes.stays if stay in _STAYS), *labels)


def _padded(code: str, system: str) -> str:
    """Codes whose leading zeros were lost as integers get them back."""
    return code.zfill(3 if system == _ACTIVITY else 2) if code.isdigit() else code


def _modes(stated: frozenset[CareMode], of_kind: frozenset[CareMode]) -> frozenset[CareMode]:
    """What the offer states, within what its kind can do; both when they contradict each other."""
    return (stated & of_kind) or (stated | of_kind)
