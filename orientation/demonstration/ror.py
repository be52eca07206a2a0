"""Writes services as ROR bundles (exposure model 3.0.1): offers, with their place and their chain of organisations."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from orientation.demonstration.names import FICTION
from orientation.demonstration.service import Service, Site
from orientation.geography.gazetteer import Gazetteer
from orientation.resource import AgeRange, Price
from orientation.territory import Area

Json = dict[str, Any]
_BASE = "https://interop.esante.gouv.fr/ig/fhir/ror/StructureDefinition/"
_NAMELESS = "https://mos.esante.gouv.fr/NOS"
# Code systems of the ROR by their number.
_LISTS = {
    "R13": "R13-CommuneOM", "R13-former": "R13-Commune", "R30": "R30-RegionOM", "R66": "R66-CategorieEtablissement",
    "R72": "R72-FinessStatutJuridique", "R200": "R200-CanalCommunication", "R201": "R201-TypeDivisionTerritoriale",
    "R211": "R211-ActiviteOperationnelle", "R213": "R213-ModePriseEnCharge", "R227": "R227-ChampActivite",
    "R228": "R228-UniteTarif", "R239": "R239-PublicPrisEnCharge", "R240": "R240-TemporaliteAccueil",
    "R244": "R244-CategorieOrganisation", "R246": "R246-TypeTarif", "R247": "R247-UcumUniteMesure", "R252": "R252-TypeHoraire",
    "R283": "R283-NiveauConfidentialite", "R287": "R287-NatureContact", "R329": "R329-TypeCapacite",
    "R330": "R330-TypeStatutCapacite", "R331": "R331-TemporaliteCapacite", "R335": "R335-TypeSourceCapacite",
    "R337": "R337-AffectationTemporaire", "R338": "R338-ModaliteAccueil", "R355": "R355-TypeIdentifiantOffre",
    "G07": "G07-TypeIdentifiantStructure",
}  # fmt: skip
_VALUE_SETS = {"R213": "J19-ModePriseEnCharge-ROR", "R244": "J238-TypeOffre-ROR", "R239": "J29-PublicPrisEnCharge-ROR"}
_TARIFFS = {"Hébergement": "02", "Dépendance": "03", "Accueil de jour": "05", "Aide humaine à domicile": "06", "Portage de repas": "07"}
_UNITS = {"par heure": "1", "par jour": "2", "l'unité": "4"}
# The label tells which list a code is from where the publisher does not.
_MODE_LABELS = {
    "28": "Hospitalisation complète (HC)", "32": "Consultation (CS) ou Séance", "46": "Hébergement (accueil jour et nuit)",
    "47": "Accueil de jour", "49": "Sur les lieux de vie", "54": "Accueil individuel ou collectif",
    "58": "Suivi ou coordination de parcours",
}  # fmt: skip
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# The upper bound that stands for none.
_NO_LIMIT = 150
_STANDARD, _APPOINTMENTS, _MANAGEMENT = "06", "02", "10"
_EVERYBODY, _PROFESSIONALS = "1", "2"
_PHONE, _MAIL = "2", "1"


@dataclass(frozen=True)
class Writer:
    """`regions`: the ROR's own region code by territory."""

    gazetteer: Gazetteer
    regions: Mapping[str, str]

    def bundle(self, services: Iterable[Service]) -> Json:
        offers: list[Json] = []
        joined: dict[str, Json] = {}
        for service in _with_what_their_place_says(services):
            offers.append(self.offer(service))
            for resource in self.joined(service):
                joined.setdefault(f"{resource['resourceType']}/{resource['id']}", resource)
        entries = [{"resource": one, "search": {"mode": "match"}} for one in offers]
        entries += [{"resource": one, "search": {"mode": "include"}} for one in joined.values()]
        return {"resourceType": "Bundle", "type": "searchset", "total": len(offers), "entry": entries}

    def joined(self, service: Service) -> Iterator[Json]:
        """The place, the establishment and the legal entity an offer refers to."""
        yield self._location(service)
        yield self._establishment(service)
        yield self._legal_entity(service)

    def offer(self, service: Service) -> Json:
        kind, flaws = service.kind, service.flaws
        characteristics = [("R213", kind.care_mode)] if "no-care-mode" not in flaws else []
        characteristics += [(list_, code) for list_, code in (("R240", kind.reception), ("R338", kind.modality)) if code]
        whole: Json = {
            "resourceType": "HealthcareService",
            "id": f"demo-{service.number}",
            "meta": self._meta(service, "healthcareservice"),
            "extension": list(self._about(service)),
            "identifier": [{"type": _concept("R355", "35"), "value": f"{self.regions[service.territory]}/DEMO{service.number:07}"}],
            "providedBy": {"reference": f"Organization/eg-{service.site.finess}"},
            "category": [_concept("R244", kind.codes[0], flaws=flaws)],
            "type": [_concept("R227", kind.field)],
            "specialty": [_concept("R211", code) for code in kind.activities],
            "location": [{"reference": f"Location/lieu-{service.number}"}],
            "name": service.name.replace(" ", "  ", 1) if "double-spaces" in flaws else service.name,
            "characteristic": [_concept(list_, code, flaws=flaws) for list_, code in characteristics],
        }
        if service.week:
            whole["availableTime"] = list(_times(service))
        if service.closed:
            whole["notAvailable"] = [{"description": "Fermeture définitive", "during": {"start": service.closed.isoformat()}}]
        if "object-for-array" in flaws:
            whole |= {key: whole[key][0] for key in ("identifier", "category", "type")}
        return {key: value for key, value in whole.items() if value != []}

    def _about(self, service: Service) -> Iterator[Json]:
        """The extensions of an offer: discretion, patients, zone, contacts, sectors."""
        yield _extension("ror-healthcareservice-sensitive-unit", "Boolean", service.sensitive)
        yield _extension("ror-meta-creation-date", "DateTime", f"{service.opened.isoformat()}T08:00:00+00:00")
        if "no-patient-type" not in service.flaws and (service.ages or service.says_publics):
            yield _patients(service)
        for area in service.zone or ():
            yield from self._divisions(area, service)
        if "unknown-health-territory" in service.flaws:
            yield _division("4", "TS-DEMO")
        for number, purpose, level in _phones(service):
            yield _contact(purpose, level, [(_PHONE, number)])
        if service.email:
            yield _contact(_APPOINTMENTS, _EVERYBODY, [(_MAIL, service.email)])
        if service.sector:
            yield _extension("ror-healthcareservice-psychiatric-sector", "String", service.sector)

    def _divisions(self, area: Area, service: Service) -> Iterator[Json]:
        """The ROR has no list of intercommunalités: their communes are said one by one."""
        if area.kind == "epci":
            for code in self.gazetteer.communes_in(area):
                yield _division("3", code)
        else:
            yield _division({"commune": "3", "departement": "2", "region": "1", "pays": "5"}[area.kind], area.code)

    def _location(self, service: Service) -> Json:
        site, flaws = service.site, service.flaws
        cog = "R13-former" if "former-commune-list" in flaws else "R13"
        whole: Json = {
            "resourceType": "Location",
            "id": f"lieu-{service.number}",
            "meta": self._meta(service, "location"),
            "extension": [_extension("ror-commune-cog", "CodeableConcept", _concept(cog, site.commune.code, site.commune.name))],
            "address": _address(site),
        }
        if site.lat is not None:
            as_text = "numbers-as-text" in flaws
            whole["position"] = {key: str(value) if as_text else value for key, value in (("latitude", site.lat), ("longitude", site.lon))}
        for status, number, moment in _capacities(service):
            whole["extension"].append(_capacity(status, number, moment, "numbers-as-text" in flaws))
        return whole

    def _establishment(self, service: Service) -> Json:
        site = service.site
        numbers = [("3", site.siret, "http://sirene.fr")]
        if site.states_finess:
            numbers += [("1", site.finess, "https://finess.esante.gouv.fr"), ("40", f"1{site.finess}", "urn:oid:1.2.250.1.71.4.2.2")]
        return {
            "resourceType": "Organization",
            "id": f"eg-{site.finess}",
            "meta": self._meta(service, "organization"),
            "extension": [_price(price) for price in service.prices],
            "identifier": [_identifier(*number) for number in numbers],
            "name": site.name,
            "partOf": {"reference": f"Organization/ej-{site.organisation.finess}"},
            "address": [_address(site)],
        }

    def _legal_entity(self, service: Service) -> Json:
        owner = service.site.organisation
        return {
            "resourceType": "Organization",
            "id": f"ej-{owner.finess}",
            "meta": self._meta(service, "organization"),
            "identifier": [
                _identifier("1", owner.finess, "https://finess.esante.gouv.fr"),
                _identifier("2", owner.siren, "http://sirene.fr"),
            ],
            "name": owner.name,
            "type": [_concept("R72", owner.legal_status)],
        }

    def _meta(self, service: Service, profile: str) -> Json:
        return {
            "lastUpdated": f"{service.updated.isoformat()}T10:00:00+00:00",
            "profile": [f"{_BASE}ror-{profile}"],
            "tag": [{"system": _system("R30"), "code": self.regions[service.territory]}],
        }


def _with_what_their_place_says(services: Iterable[Service]) -> list[Service]:
    """A tariff belongs to an establishment, which publishes it once; one that hosts several offers is shown as who runs them."""
    given = list(services)
    prices: dict[str, dict[Price, None]] = {}
    names: dict[str, set[str]] = {}
    for service in given:
        prices.setdefault(service.site.finess, {}).update(dict.fromkeys(service.prices))
        names.setdefault(service.site.finess, {service.site.name}).add(service.name)
    return [
        replace(
            service,
            prices=tuple(prices[service.site.finess]),
            site=replace(service.site, name=f"{service.site.name} {FICTION}") if len(names[service.site.finess]) > 1 else service.site,
        )
        for service in given
    ]


def _extension(name: str, kind: str, value: object) -> Json:
    return {"url": name if "-" not in name else f"{_BASE}{name}", f"value{kind}": value}


def _system(list_: str) -> str:
    return f"https://mos.esante.gouv.fr/NOS/TRE_{_LISTS[list_]}/FHIR/TRE-{_LISTS[list_]}"


def _concept(list_: str, code: str, display: str | None = None, flaws: frozenset[str] = frozenset()) -> Json:
    system = _system(list_)
    if "value-set-for-system" in flaws and list_ in _VALUE_SETS:
        system = f"https://mos.esante.gouv.fr/NOS/JDV_{_VALUE_SETS[list_]}/FHIR/JDV-{_VALUE_SETS[list_]}"
    elif "nameless-system" in flaws and list_ == "R213" and code in _MODE_LABELS:
        system, display = _NAMELESS, _MODE_LABELS[code]
    coding = {"system": system, "code": code}
    return {"coding": [coding | {"display": display} if display else coding]}


def _patients(service: Service) -> Json:
    inside: list[Json] = []
    if service.ages:
        inside.append({"url": "ageRange", "valueRange": _range(service.ages, "numbers-as-text" in service.flaws)})
    if service.says_publics:
        inside += [
            _extension("supportedPatientInfo", "CodeableConcept", _concept("R239", code, flaws=service.flaws))
            for code in service.kind.publics
        ]
    return {"url": f"{_BASE}ror-healthcareservice-patient-type", "extension": inside}


def _range(ages: AgeRange, as_text: bool) -> Json:
    def years(value: float) -> Json:
        number = int(value)
        return {"value": str(number) if as_text else number, "system": _system("R247"), "code": "a"}

    return {"low": years(ages.low), "high": years(ages.high if ages.high is not None else _NO_LIMIT)}


def _division(kind: str, code: str) -> Json:
    inside = [
        _extension("typeTerritorialDivision", "CodeableConcept", _concept("R201", kind)),
        _extension("codeTerritorialDivision", "CodeableConcept", {"coding": [{"code": code}]}),
    ]
    return {"url": f"{_BASE}ror-territorial-division", "extension": inside}


def _phones(service: Service) -> Iterator[tuple[str, str, str]]:
    """The number for everybody, and sometimes another kept for professionals."""
    if service.phone:
        yield service.phone, _STANDARD, _EVERYBODY
    if service.second_phone:
        yield service.second_phone, _MANAGEMENT, _PROFESSIONALS


def _contact(purpose: str, level: str, addresses: Iterable[tuple[str, str]]) -> Json:
    inside = [
        _extension("purposeContact", "CodeableConcept", _concept("R287", purpose)),
        _extension("ror-confidentiality-level", "CodeableConcept", _concept("R283", level)),
    ]
    for channel, address in addresses:
        telecom = [
            _extension("ror-telecom-communication-channel", "CodeableConcept", _concept("R200", channel)),
            _extension("ror-telecom-confidentiality-level", "CodeableConcept", _concept("R283", level)),
            _extension("telecomAddress", "String", address),
        ]
        inside.append({"url": f"{_BASE}ror-healthcareservice-contact-telecom", "extension": telecom})
    return {"url": f"{_BASE}ror-healthcareservice-contact", "extension": inside}


def _times(service: Service) -> Iterator[Json]:
    as_text = "numbers-as-text" in service.flaws
    for day, spans in enumerate(service.week or ()):
        for start, end in spans:
            inside = [
                _extension("ror-available-time-number-days-of-week", "Integer", str(day + 1) if as_text else day + 1),
                _extension("ror-available-time-type-of-time", "CodeableConcept", _concept("R252", "01")),
            ]
            yield {"extension": inside, "daysOfWeek": [_DAYS[day]], "availableStartTime": f"{start}:00", "availableEndTime": f"{end}:00"}


def _capacities(service: Service) -> Iterator[tuple[str, int, date]]:
    if service.places is not None:
        yield "01", service.places, service.updated
    if service.free is not None and service.free_as_of is not None:
        yield "02", service.free, service.free_as_of


def _capacity(status: str, number: int, moment: date, as_text: bool) -> Json:
    inside = [
        _extension("capacityType", "CodeableConcept", _concept("R329", "01")),
        _extension("capacityStatus", "CodeableConcept", _concept("R330", status)),
        _extension("temporalityCapacity", "CodeableConcept", _concept("R331", "01")),
        _extension("nbCapacity", "Integer", str(number) if as_text else number),
        _extension("capacitySourceType", "CodeableConcept", _concept("R335", "01")),
        _extension("capacityUpdateDate", "DateTime", f"{moment.isoformat()}T07:00:00+00:00"),
    ]
    return {"url": f"{_BASE}ror-location-supported-capacity", "extension": inside}


def _price(price: Price) -> Json:
    inside = [
        _extension("priceType", "CodeableConcept", _concept("R246", _TARIFFS[price.label])),
        _extension("priceUnit", "CodeableConcept", _concept("R228", _UNITS[price.unit])),
        _extension("amount", "Money", {"value": price.amount, "currency": "EUR"}),
    ]
    if price.as_of:
        inside.append(_extension("startDate", "Date", price.as_of.isoformat()))
    return {"url": f"{_BASE}ror-organization-price", "extension": inside}


def _identifier(kind: str, value: str, system: str) -> Json:
    return {"system": system, "type": _concept("G07", kind), "value": value}


def _address(site: Site) -> Json:
    return {"line": [site.street], "city": site.commune.name, "postalCode": site.postcode}
