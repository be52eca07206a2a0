"""What the codes of an offer mean together: needs, publics, ages, care modes, sector. Worked out once for each combination of codes."""

from collections.abc import Iterable
from dataclasses import dataclass

from orientation.mapping import Mappings, Meaning, Meanings
from orientation.resource import AgeRange, CareMode
from orientation.sources import fields
from orientation.sources.ror.fhir import Coding, Json, codings
from orientation.vocabulary import Sector
from orientation.wording import normalised

_TYPE, _ACTIVITY, _FIELD, _PUBLIC = "R244", "R211", "R227", "R239"
_CARE_MODE, _RECEPTION, _STAY, _SKILL, _CLOSING, _SOCIAL_HELP = "R213", "R338", "R240", "R243", "R286", "R241"
_STAYS = {"01": "temporaire", "02": "permanent"}
# TRE_R338 told as conditions of admission; the others are care modes or the hospital's own organisation.
_TOLD_AT_ADMISSION = frozenset({"01", "06", "07", "08", "13", "20", "21", "22"})
_WOMEN_ONLY = "08"
_USUAL_WITHOUT_MODE = frozenset({"medico-social", "social"})
_SIGN_LANGUAGE = {"01": "langue des signes française", "02": "langue parlée complétée"}
_EVERYBODY = frozenset({"tout-public"})
Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of one offer by what they are about. `stays`: temporary or permanent; `strangers`: under no known system."""

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
        self._labels = {
            system: {(code, normalised(meaning.label)) for code, said in mappings.lists[name].items() for meaning in said}
            for system, name in ((_CARE_MODE, "ror-care-modes"), (_RECEPTION, "ror-reception"))
        }

    def read(self, codes: Codes) -> CodesRead:
        if codes not in self._known:
            self._known[codes] = self._read(codes)
        return self._known[codes]

    def codes(self, offer: Json, publics: Iterable[object]) -> Codes:
        """The codes of an offer, each told by its system, never by its place; type, field and activity also by their element."""
        found: dict[str, dict[str, None]] = {}
        labels: dict[str, str] = {}
        for coding, system in self._told(offer, publics):
            found.setdefault(system, {})[coding.code] = None
            if coding.display and system in (_TYPE, _ACTIVITY):
                labels.setdefault(coding.code, coding.display)

        def of(system: str) -> tuple[str, ...]:
            return tuple(found.get(system, ()))

        return Codes(
            of(_TYPE), of(_ACTIVITY), of(_FIELD), of(_CARE_MODE), of(_RECEPTION), of(_STAY), of(_SKILL), of(_PUBLIC), of(_CLOSING), of("?"),
            tuple(labels.items()),
        )  # fmt: skip

    def _told(self, offer: Json, publics: Iterable[object]) -> Iterable[tuple[Coding, str]]:
        for element, usual in (("category", _TYPE), ("type", _FIELD), ("specialty", _ACTIVITY)):
            for coding in codings(offer.get(element)):
                system = coding.system if coding.system in (_TYPE, _FIELD, _ACTIVITY) else usual if coding.system is None else None
                if system is not None:
                    yield _padded(coding, system), system
        for coding in codings(offer.get("characteristic")):
            system = coding.system or self._guessed(coding)
            yield _padded(coding, system), system
        for held in publics:
            for coding in codings(held):
                yield _padded(coding, _PUBLIC), _PUBLIC

    def _guessed(self, coding: Coding) -> str:
        """The list that holds this very code with this very label; "?" when none does."""
        pair = (coding.code.zfill(2), normalised(coding.display or ""))
        held = next((system for system, pairs in self._labels.items() if pair in pairs), None)
        if held is None and _STAYS.get(pair[0]) == pair[1]:
            return _STAY
        return held or "?"

    def _read(self, codes: Codes) -> CodesRead:
        types, warnings = self._type_meanings(codes)
        activities = self._activity_meanings(codes)
        modes = [one for code in codes.care_modes for one in self._mappings.meanings("ror-care-modes", code)]
        receptions = [one for code in codes.receptions for one in self._mappings.meanings("ror-reception", code)]
        fields_said = [one for code in codes.fields for one in self._mappings.meanings("ror-fields", code)]
        kind = Meanings.together([*types, *activities])
        said = Meanings.together([*types, *activities, *modes, *receptions, *fields_said])
        if codes.strangers:
            warnings.append(f"caractéristique « {', '.join(codes.strangers[:3])} » sans nomenclature reconnue : ignorée.")
        return CodesRead(
            needs=said.needs,
            specialties=said.specialties,
            publics=self._publics(codes, kind.publics, receptions),
            ages=kind.ages,
            modes=_modes(Meanings.together([*modes, *receptions]).modes, kind.modes),
            sector=said.sector,
            categories=self._categories(codes, types, activities),
            admission=self._admission(codes),
            languages=tuple(_SIGN_LANGUAGE[code] for code in codes.skills if code in _SIGN_LANGUAGE),
            women_only=_WOMEN_ONLY in codes.receptions,
            confidential=said.confidential,
            knows_nothing=not (types or activities),
            warnings=tuple(warnings),
        )

    def _type_meanings(self, codes: Codes) -> tuple[list[Meaning], list[str]]:
        """By type of offer, its stay (temporary "21+01") and its care mode.

        Without a care mode, a social or medico-social type keeps its usual meaning (its first); a hospital's says nothing without it.
        """
        said: list[Meaning] = []
        warnings: list[str] = []
        for code in codes.types:
            keys = [f"{code}+{stay}" for stay in codes.stays if self._mappings.knows("ror-offer-types", f"{code}+{stay}")] or [code]
            for key in keys:
                found = [one for mode in codes.care_modes or (None,) for one in self._mappings.meanings("ror-offer-types", key, mode)]
                if not found and not codes.care_modes:
                    found = [one for one in self._mappings.lists["ror-offer-types"].get(key, ())[:1] if one.sector in _USUAL_WITHOUT_MODE]
                    warnings += ["mode de prise en charge absent : besoin lu dans le seul type d'offre."] if found else []
                said += found
            if not self._mappings.knows("ror-offer-types", code):
                warnings.append(f"type d'offre « {code} » inconnu des tables : aucun besoin déduit.")
        return said, warnings

    def _activity_meanings(self, codes: Codes) -> list[Meaning]:
        modes = codes.care_modes or (None,)
        found = (one for code in codes.activities for mode in modes for one in self._mappings.meanings("ror-activities", code, mode))
        return list(dict.fromkeys(found))

    def _publics(self, codes: Codes, of_kind: frozenset[str], receptions: list[Meaning]) -> frozenset[str] | None:
        """What the offer states; "everybody" alone says less than its kind does, as it is what forms are filled with."""
        stated = frozenset().union(*(one.publics for code in codes.publics for one in self._mappings.meanings("ror-publics", code)))
        if not stated or stated == _EVERYBODY:
            stated = of_kind or stated
        return (stated | frozenset().union(*(one.publics for one in receptions))) or None

    def _categories(self, codes: Codes, types: list[Meaning], activities: list[Meaning]) -> tuple[str, ...]:
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


def _padded(coding: Coding, system: str) -> Coding:
    """Codes whose leading zeros were lost as integers get them back."""
    width = 3 if system == _ACTIVITY else 2
    return coding._replace(code=coding.code.zfill(width)) if coding.code.isdigit() else coding


def _modes(stated: frozenset[CareMode], of_kind: frozenset[CareMode]) -> frozenset[CareMode]:
    """What the offer states, within what its kind can do; both when they contradict each other."""
    return (stated & of_kind) or (stated | of_kind)
