"""A resource as an offer (HealthcareService) with its place (Location) and who runs it (Organization), without our extension."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

import orjson

from orientation.exports.ror.codes import CodeWriter
from orientation.exports.ror.elements import coded, concept, extension, filled, system, whole
from orientation.exports.ror.times import times
from orientation.resource import AgeRange, Price, Resource
from orientation.sources.reading import Context
from orientation.sources.ror.prices import LABELS, UNITS
from orientation.territory import Area, CatchmentArea

Json = dict[str, Any]
_FINESS, _SIRENE = "https://finess.esante.gouv.fr", "http://sirene.fr"
_LEGAL_FINESS = {"coding": [{"system": "https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-v2-0203", "code": "FINEJ"}]}
_FUNCTIONAL, _INSTALLED, _AVAILABLE, _NOW = "35", "01", "02", "01"
_EVERYBODY, _PHONE, _MAIL = "1", "2", "1"
_DIVISIONS = {"region": "1", "departement": "2", "commune": "3", "pays": "5"}
# Services of one organisation share their zones.
_MOST_ZONES = 2_000
_NAMESPACE = uuid5(NAMESPACE_URL, "urn:orientation")


class Offered(NamedTuple):
    """`beside`: what the offer refers to, by the address that names it in a bundle."""

    address: str
    offer: Json
    beside: dict[str, Json]


@dataclass(frozen=True)
class OfferWriter:
    context: Context
    _zones: dict[CatchmentArea, list[Json]] = field(default_factory=dict)

    def offered(self, resource: Resource) -> Offered:
        site, holders = self._site(resource), list(_holders(resource, self._codes.establishment(resource)))
        place = _id(f"lieu:{resource.id}") if site else None
        beside = {_address(one["id"]): one for one in holders}
        if place is not None:
            beside[_address(place)] = {"resourceType": "Location", "id": place, **site}
        id = _id(f"offre:{resource.id}")
        return Offered(
            _address(id),
            filled(
                resourceType="HealthcareService",
                id=id,
                meta={"lastUpdated": f"{resource.updated_on.isoformat()}T00:00:00+00:00"} if resource.updated_on else None,
                extension=list(self._about(resource)),
                identifier=[
                    {"type": concept("R355", _FUNCTIONAL), "value": one.value}
                    for one in sorted(resource.identifiers)
                    if one.scheme == "ror"
                ],
                providedBy={"reference": _address(holders[0]["id"])} if holders else None,
                location=[{"reference": _address(place)}] if place else None,
                name=resource.name,
                comment=resource.description,
                **self._codes.elements(resource),
                availableTime=times(resource.hours),
                notAvailable=[{"description": "Fermeture", "during": {"start": resource.closed_on.isoformat()}}]
                if resource.closed_on
                else None,
            ),
            beside,
        )

    @cached_property
    def _codes(self) -> CodeWriter:
        return CodeWriter(self.context.mappings)

    def _about(self, resource: Resource) -> Iterator[Json]:
        """The extensions of an offer: discretion, patients, zone, contacts, psychiatric sectors."""
        yield extension("ror-healthcareservice-sensitive-unit", "Boolean", False)
        publics = (extension("supportedPatientInfo", "CodeableConcept", one) for one in self._codes.publics(resource))
        patients = [*_ages(resource.ages), *publics]
        if patients:
            yield whole("ror-healthcareservice-patient-type", *patients)
        yield from self._zone(resource.catchment)
        contact = [*_telecoms(resource)]
        if contact:
            yield whole("ror-healthcareservice-contact", coded("ror-confidentiality-level", "R283", _EVERYBODY), *contact)
        for sector in resource.psychiatric_sectors:
            yield extension("ror-healthcareservice-psychiatric-sector", "String", sector)

    def _zone(self, catchment: CatchmentArea | None) -> list[Json]:
        """Nothing as soon as one area is none of the ROR's: half a zone would exclude wrongly."""
        if catchment is None or not all(area.kind in _DIVISIONS for area in catchment.areas):
            return []
        if catchment not in self._zones:
            if len(self._zones) >= _MOST_ZONES:
                self._zones.clear()
            self._zones[catchment] = [self._division(area) for area in catchment.areas]
        return self._zones[catchment]

    def _division(self, area: Area) -> Json:
        return whole(
            "ror-territorial-division",
            coded("typeTerritorialDivision", "R201", _DIVISIONS[area.kind]),
            extension(
                "codeTerritorialDivision",
                "CodeableConcept",
                {"coding": [filled(code=area.code, display=self.context.gazetteer.area_name(area))]},
            ),
        )

    def _site(self, resource: Resource) -> Json:
        """Where an offer is and how many places it has; empty when nothing of it is known."""
        commune = self.context.gazetteer.commune(resource.commune) if resource.commune else None
        about = [coded("ror-commune-cog", "R13", commune.code, commune.name)] if commune else []
        if resource.position_is_reliable is False:
            about.append(extension("ror-coordinate-reliability", "Boolean", False))
        return filled(
            extension=[*about, *_capacities(resource)],
            address=filled(
                line=[resource.address] if resource.address else None, city=commune.name if commune else None, postalCode=resource.postcode
            ),
            position={"longitude": resource.lon, "latitude": resource.lat} if resource.lat is not None else None,
        )


def _ages(ages: AgeRange | None) -> Iterator[Json]:
    if ages is not None:
        bounds = {"low": ages.low, "high": ages.high}
        years = {name: {"value": value, "system": system("R247"), "code": "a"} for name, value in bounds.items() if value is not None}
        yield extension("ageRange", "Range", years)


def _telecoms(resource: Resource) -> Iterator[Json]:
    """What everybody may see; the ROR has no known code of channel for a site."""
    said = [(phone, _PHONE) for phone in (resource.phone, *resource.other_phones)]
    for address, channel in (*said, (resource.email, _MAIL), (resource.website, None)):
        if address:
            yield whole(
                "ror-healthcareservice-contact-telecom",
                *([coded("ror-telecom-communication-channel", "R200", channel)] if channel else []),
                coded("ror-telecom-confidentiality-level", "R283", _EVERYBODY),
                extension("telecomAddress", "String", address),
            )


def _capacities(resource: Resource) -> Iterator[Json]:
    if resource.capacity is not None:
        yield _capacity(_INSTALLED, resource.capacity)
    if resource.places is not None:
        as_of = resource.places.as_of
        dated = [extension("capacityUpdateDate", "DateTime", as_of.isoformat())] if as_of else []
        yield _capacity(_AVAILABLE, resource.places.free, *dated)


def _capacity(status: str, number: int, *more: Json) -> Json:
    return whole(
        "ror-location-supported-capacity",
        coded("capacityStatus", "R330", status),
        coded("temporalityCapacity", "R331", _NOW),
        extension("nbCapacity", "Integer", number),
        *more,
    )


def _holders(resource: Resource, category: Json | None) -> Iterator[Json]:
    """The establishment an offer is provided by, then the legal entity it is part of; each named by what it says, so that it is one
    for all the offers that say the same of it.
    """
    numbers: Mapping[str, list[str]] = {
        scheme: [one.value for one in sorted(resource.identifiers) if one.scheme == scheme] for scheme in ("finess", "siret", "finess-ej")
    }
    legal = filled(identifier=[{"type": _LEGAL_FINESS, "system": _FINESS, "value": number} for number in numbers["finess-ej"]])
    above = _named("Organization", legal) if legal else None
    about = [*_prices(resource.prices)]
    if resource.accessible is not None:
        about.append(coded("ror-organization-accessibility-location", "R202", "1" if resource.accessible else "2"))
    own = filled(
        extension=about,
        identifier=[
            *({"type": concept("G07", "1"), "system": _FINESS, "value": number} for number in numbers["finess"]),
            *({"type": concept("G07", "3"), "system": _SIRENE, "value": number} for number in numbers["siret"]),
        ],
        type=[category] if category else None,
        name=resource.organisation,
        partOf={"reference": _address(above["id"])} if above else None,
    )
    if own:
        yield _named("Organization", own)
    if above:
        yield above


def _prices(prices: tuple[Price, ...]) -> list[Json]:
    """All of them, or none when a label or a unit is not the ROR's."""
    kinds, units = {label: code for code, label in LABELS.items()}, {words: code for code, words in UNITS.items()}
    if not all(price.label in kinds and price.unit in units for price in prices):
        return []
    return [
        whole(
            "ror-organization-price",
            coded("priceType", "R246", kinds[price.label]),
            coded("priceUnit", "R228", units[price.unit]),
            extension("amount", "Money", {"value": price.amount, "currency": "EUR"}),
            *([extension("startDate", "Date", price.as_of.isoformat())] if price.as_of else []),
        )
        for price in prices
    ]


def _named(kind: str, said: Json) -> Json:
    return {"resourceType": kind, "id": _id(f"{kind}:{orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode()}"), **said}


def _id(said: str) -> str:
    return str(uuid5(_NAMESPACE, said))


def _address(id: str) -> str:
    return f"urn:uuid:{id}"
