"""A resource as a service of data·inclusion v1."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from orientation.exports.codes import exactly, named, of_version
from orientation.exports.data_inclusion.structure import PRODUCER, spot, structure_id, title
from orientation.exports.data_inclusion.valid import valid_service
from orientation.mapping import Meaning
from orientation.resource import Price, Resource
from orientation.sources import hours
from orientation.sources.reading import Context
from orientation.territory import Area, CatchmentArea
from orientation.vocabulary import Vocabulary

Json = dict[str, Any]
_FIRST_DAY = date(2000, 1, 1)
_SHORTEST_NAME, _SHORTEST_DESCRIPTION, _LONGEST_DESCRIPTION = 3, 5, 10_000
_EVERYBODY = "tous-publics"
# Codes that restrict more than the public or the need they are read as: said back, they would exclude people who are served.
_NARROWER_PUBLICS = frozenset({"actifs", "beneficiaires-des-minimas-sociaux"})
_NARROWER_THEMES = frozenset({"equipement-et-alimentation--habillement"})
_MODES = {"sur-place": "en-presentiel", "a-distance": "a-distance"}
_SEXES = {"F": "Réservé aux femmes", "M": "Réservé aux hommes"}
# What comes back the same; what comes back the same or, where the schema refuses it, not at all; what never comes back as more than
# was said. A name is cut at 150 characters; the organisation of a resource that names none comes back as its own name, and a commune
# that none names as the one its postcode or position says.
SAID_EXACTLY = ("name", "commune", "address", "postcode", "lat", "lon", "phone", "updated_on")
SAID_OR_LEFT_OUT = ("email", "website", "hours")
NEVER_MORE = ("needs", "modes")


def reason_to_stay(resource: Resource, today: date) -> str | None:
    """Why a resource cannot be a service of the schema; None for one that can."""
    if resource.closed_on is not None and resource.closed_on <= today:
        return "closed"
    if resource.updated_on is None or not _FIRST_DAY <= resource.updated_on <= today:
        return "undated"
    return "unnamed" if len(title(resource.name)) < _SHORTEST_NAME else None


@dataclass(frozen=True)
class Services:
    """What services are written with."""

    context: Context
    vocabulary: Vocabulary

    def service(self, resource: Resource) -> Json:
        """Valid for the published schema; an optional field that it refuses is left out."""
        publics = self._publics(resource)
        return valid_service(
            {
                "source": PRODUCER,
                "structure_id": structure_id(resource),
                "id": f"{PRODUCER}--{resource.id}",
                "nom": title(resource.name),
                "description": self._description(resource),
                "date_maj": resource.updated_on and resource.updated_on.isoformat(),
                "type": next(iter(named(resource.categories, self._types.items(), resource.needs)), None),
                "thematiques": self._themes(resource) or None,
                "frais": "payant" if any(price.amount > 0 for price in resource.prices) else None,
                "frais_precisions": " ; ".join(map(_price, resource.prices)) or None,
                "publics": publics or None,
                "publics_precisions": self._in_words(resource, bool(publics)),
                "conditions_acces": resource.admission,
                **spot(resource, self.context.gazetteer),
                "longitude": resource.lon,
                "latitude": resource.lat,
                "telephone": resource.phone,
                "courriel": resource.email,
                # Written even when unknown: without it, an address would be read as "on site".
                "modes_accueil": [_MODES[mode] for mode in sorted(resource.modes) if mode in _MODES] or None,
                "zone_eligibilite": self._zone(resource.catchment),
                "lien_mobilisation": resource.website,
                "horaires_accueil": resource.hours if resource.hours and hours.is_regular(resource.hours) else None,
            }
        )

    @cached_property
    def _types(self) -> Mapping[str, Meaning]:
        return dict(of_version(self.context.mappings.lists["data-inclusion-service-types"], "v1"))

    @cached_property
    def _all_themes(self) -> Mapping[str, Meaning]:
        found = of_version(self.context.mappings.lists["data-inclusion-themes"], "v1")
        return {code: meaning for code, meaning in found if code not in _NARROWER_THEMES}

    @cached_property
    def _all_publics(self) -> Mapping[str, frozenset[str]]:
        found = of_version(self.context.mappings.lists["data-inclusion-publics"], "v1")
        return {code: meaning.publics for code, meaning in found if code not in _NARROWER_PUBLICS}

    @cached_property
    def _theme_of_need(self) -> Mapping[str, str]:
        """The theme of a need where it has only one, or one of its own name."""
        themes: dict[str, list[str]] = {}
        for code, meaning in self._all_themes.items():
            for need in meaning.needs:
                themes.setdefault(need, []).append(code)
        own = {need: next((code for code in codes if code.endswith(f"--{need}")), None) for need, codes in themes.items()}
        return {need: own[need] or codes[0] for need, codes in themes.items() if own[need] or len(codes) == 1}

    def _themes(self, resource: Resource) -> list[str]:
        """Those its source named, then those of its other needs; all their needs are the resource's."""
        themes = self._all_themes
        found = set(named(resource.categories, themes.items(), resource.needs))
        covered = frozenset().union(*(themes[code].needs for code in found))
        others = {self._theme_of_need[need] for need in resource.needs - covered if need in self._theme_of_need}
        return sorted(found | {code for code in others if themes[code].needs <= resource.needs})

    def _publics(self, resource: Resource) -> list[str]:
        found = list(exactly(resource.publics, self._all_publics))
        return [] if _EVERYBODY in found and len(found) > 1 else found

    def _in_words(self, resource: Resource, publics_are_said: bool) -> str | None:
        """Whom a service takes, where no code says it."""
        publics = self.vocabulary.publics
        said = [] if publics_are_said else [publics[one].label_fr for one in sorted(resource.publics or ()) if one in publics]
        ages = resource.ages
        if ages is not None and (ages.low or ages.high is not None):
            said.append(f"De {ages.low:g} à {ages.high:g} ans" if ages.high is not None else f"À partir de {ages.low:g} ans")
        return " ; ".join([*said, *([_SEXES[resource.sex]] if resource.sex else [])]) or None

    def _description(self, resource: Resource) -> str:
        """What the record says; failing that, what the resource is, since the schema requires some words."""
        needs = self.vocabulary.needs
        labels = list(resource.categories) or [needs[one].label_fr for one in sorted(resource.needs) if one in needs]
        said = (resource.description or "", f"{', '.join(labels)}.", f"{resource.name} (service non décrit par sa source).")
        return next(one for one in said if len(one.strip()) >= _SHORTEST_DESCRIPTION)[:_LONGEST_DESCRIPTION]

    def _zone(self, catchment: CatchmentArea | None) -> list[str] | None:
        """Official codes, a region by its départements; unknown as soon as one area has none: half a zone would exclude wrongly."""
        codes = [self._codes(area) for area in catchment.areas] if catchment is not None else []
        return [code for one in codes for code in one] if codes and all(codes) else None

    def _codes(self, area: Area) -> tuple[str, ...]:
        if area.kind == "region":
            communes = map(self.context.gazetteer.commune, self.context.gazetteer.communes_in(area))
            return tuple(sorted({one.departement for one in communes if one is not None}))
        if area.kind == "pays":
            return ("france",)
        return (area.code,) if area.kind in ("commune", "departement", "epci") else ()


def _price(price: Price) -> str:
    """An amount as it is written in French, with its day.

    >>> _price(Price("Hébergement", 65.2, "par jour", date(2026, 1, 1)))
    'Hébergement : 65,20 € par jour (2026-01-01)'
    """
    amount = f"{price.amount:.2f}".replace(".", ",")
    return f"{price.label} : {amount} € {price.unit}" + (f" ({price.as_of.isoformat()})" if price.as_of else "")
