"""Resources of the ROR as its servers answer them, valid by default: a test writes only what matters to it."""

from typing import Any

Json = dict[str, Any]
_NOS = "https://mos.esante.gouv.fr/NOS"
_ROR = "https://interop.esante.gouv.fr/ig/fhir/ror/StructureDefinition"
_NAMES = {
    "R13": "CommuneOM", "R200": "CanalCommunication", "R201": "TypeDivisionTerritoriale", "R211": "ActiviteOperationnelle",
    "R213": "ModePriseEnCharge", "R227": "ChampActivite", "R239": "PublicPrisEnCharge", "R240": "TemporaliteAccueil",
    "R244": "CategorieOrganisation", "R252": "TypeHoraire", "R283": "NiveauConfidentialite", "R287": "NatureContact",
    "R338": "ModaliteAccueil", "R355": "TypeIdentifiantOffre",
}  # fmt: skip


def concept(system: str, code: str | int, display: str | None = None) -> Json:
    """A code under the terminology of that number ("R213"), or under a whole address."""
    address = system if ":" in system else f"{_NOS}/TRE_{system}-{_NAMES.get(system, 'X')}/FHIR/TRE-{system}-{_NAMES.get(system, 'X')}"
    return {"coding": [{"system": address, "code": code, **({"display": display} if display else {})}]}


def extension(name: str, value: Any = None, *inside: Json) -> Json:
    """An extension of the ROR by its id, or a nested one by its bare name; `value` by what it is."""
    url = f"{_ROR}/{name}" if name.startswith("ror-") else name
    if inside:
        return {"url": url, "extension": list(inside)}
    kind = "valueBoolean" if isinstance(value, bool) else "valueInteger" if isinstance(value, int) else "valueString"
    return {"url": url, ("valueCodeableConcept" if isinstance(value, dict) and "coding" in value else kind): value}


def period(name: str, **bounds: str) -> Json:
    return {"url": f"{_ROR}/{name}" if name.startswith("ror-") else name, "valuePeriod": bounds}


def patients(low: Any = 18, high: Any = 150, *publics: str) -> Json:
    ages = {"url": "ageRange", "valueRange": {"low": {"value": low, "code": "a"}, "high": {"value": high, "code": "a"}}}
    return extension(
        "ror-healthcareservice-patient-type", None, ages, *(extension("supportedPatientInfo", concept("R239", code)) for code in publics)
    )


def telecom(address: str, channel: str = "2", level: str | None = "1") -> Json:
    levels = [extension("ror-telecom-confidentiality-level", concept("R283", level))] if level else []
    parts = (extension("ror-telecom-communication-channel", concept("R200", channel)), extension("telecomAddress", address), *levels)
    return extension("ror-healthcareservice-contact-telecom", None, *parts)


def contact(*telecoms: Json, purpose: str = "01", level: str | None = "1") -> Json:
    levels = [extension("ror-confidentiality-level", concept("R283", level))] if level else []
    return extension("ror-healthcareservice-contact", None, extension("purposeContact", concept("R287", purpose)), *levels, *telecoms)


def zone(kind: str, code: str) -> Json:
    """A territorial division: 1 region, 2 département, 3 commune, 4 health territory, 5 country."""
    parts = (extension("typeTerritorialDivision", concept("R201", kind)), extension("codeTerritorialDivision", concept("R13", code)))
    return extension("ror-territorial-division", None, *parts)


def opening(day: int, start: str, end: str, kind: str = "01", **changes: Any) -> Json:
    said = [
        extension("ror-available-time-type-of-time", concept("R252", kind)),
        extension("ror-available-time-number-days-of-week", day),
        *changes.pop("extension", ()),
    ]
    return {"extension": said, "availableStartTime": start, "availableEndTime": end, **changes}


def offer(*extensions: Json, **changes: Any) -> Json:
    """A home nursing service that answers on 01 45 00 00 01."""
    return {
        "resourceType": "HealthcareService",
        "id": "1",
        "meta": {"lastUpdated": "2026-03-02T10:00:00+01:00", "profile": [f"{_ROR}/ror-healthcareservice"]},
        "identifier": [{"type": concept("R355", "35"), "value": "11/0000001"}],
        "name": "SSIAD des Essais",
        "category": [concept("R244", "28", "Services Soins infirmiers à domicile (SSIAD)")],
        "type": [concept("R227", "04")],
        "specialty": [concept("R211", "287", "Soins infirmiers")],
        "characteristic": [concept("R213", "49", "Sur les lieux de vie")],
        "extension": [
            extension("ror-healthcareservice-sensitive-unit", False),
            contact(telecom("01 45 00 00 01")),
            *extensions,
        ],
        **changes,
    }


def location(*extensions: Json, **changes: Any) -> Json:
    return {
        "resourceType": "Location",
        "id": "1",
        "extension": [extension("ror-commune-cog", concept("R13", "94081")), *extensions],
        "address": {"line": ["12 rue des Essais"], "city": "Vitry-sur-Seine", "postalCode": "94400"},
        "position": {"latitude": 48.7876, "longitude": 2.3929},
        **changes,
    }


def capacity(status: str, number: Any, updated: str = "2026-11-20T08:00:00+01:00", moment: str = "01") -> Json:
    return extension(
        "ror-location-supported-capacity",
        None,
        extension("capacityStatus", concept("R330", status)),
        extension("temporalityCapacity", concept("R331", moment)),
        extension("nbCapacity", number),
        {"url": "capacityUpdateDate", "valueDateTime": updated},
    )


def organization(*extensions: Json, **changes: Any) -> Json:
    return {"resourceType": "Organization", "id": "1", "name": "Association des Essais", "extension": list(extensions), **changes}


def price(kind: str, amount: float, start: str = "2026-01-01", unit: str = "2", *more: Json) -> Json:
    return extension(
        "ror-organization-price",
        None,
        extension("priceType", concept("R246", kind)),
        extension("priceUnit", concept("R228", unit)),
        {"url": "amount", "valueMoney": {"value": amount, "currency": "EUR"}},
        {"url": "startDate", "valueDateTime": start},
        *more,
    )


def role(**changes: Any) -> Json:
    return {
        "resourceType": "PractitionerRole",
        "id": "1",
        "healthcareService": [{"reference": "HealthcareService/1"}],
        "code": [concept("G15", "60", "Infirmier")],
        "extension": [
            extension("ror-practitionerrole-name", None, extension("exerciseFirstName", "Camille"), extension("exerciseLastName", "ESSAI")),
            extension("ror-practitionerrole-unit-exercise-mode", concept("R23", "L")),
        ],
        **changes,
    }


def bundle(*resources: Json, kind: str = "searchset") -> Json:
    return {"resourceType": "Bundle", "type": kind, "entry": [{"resource": resource} for resource in resources]}
