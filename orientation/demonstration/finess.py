"""Writes services as the FINESS+ flow does: legal entities, each with its establishments. It knows no public, zone nor hours."""

from collections.abc import Iterable, Iterator
from typing import Any

from orientation.demonstration.service import Organisation, Service, Site
from orientation.wording import normalised

SCHEMA = "v1.0.0"
Json = dict[str, Any]


def flow(services: Iterable[Service], generated_at: str) -> Json:
    """One whole file. Establishments of one legal entity stand together, as in the published flow."""
    owned: dict[str, list[Service]] = {}
    for service in services:
        owned.setdefault(service.site.organisation.finess, []).append(service)
    entities = [
        entity(held[0].site.organisation, held[0].site, [establishment(one) for one in held], index)
        for index, held in enumerate(owned.values(), 1)
    ]
    return {"schemaVersion": SCHEMA, "generatedAt": generated_at, "gcc": [], "gco": [], "pmej": entities}


def entity(owner: Organisation, seat: Site, establishments: list[Json], index: int) -> Json:
    name = capitals(owner.name)
    return {
        "informationsGeneralesPMEJ": {
            "pmSmsseId": str(index),
            "denominationPm": name[:38],
            "denominationLonguePmSmsse": name,
            "numFinessPm": owner.finess,
            "siren": owner.siren,
            "statutJuridique": owner.legal_status,
            "typePersonneMorale": "01",
        },
        "adresse": [_address(seat, "02")],
        "contact": [],
        "engagement": [],
        "evenement": [],
        "ege": establishments,
        "etatObjet": "A",
        "dateDerniereMaj": max((one["dateDerniereMaj"] for one in establishments), default="2026-01-01 00:00:00"),
    }


def establishment(service: Service) -> Json:
    site, name = service.site, capitals(service.name)
    about: Json = {
        "egeId": str(service.number),
        "numFinessEge": site.finess,
        # The flow keeps the fixed width of the files it replaced.
        "nomEgeCourt": f"{name[:38]:<38}",
        "nomEgeLong": name,
        "siret": site.siret,
        "dateOuverture": service.opened.isoformat(),
        "datePremiereAutorisation": service.opened.isoformat(),
    }
    if service.closed:
        about["dateFermeture"] = service.closed.isoformat()
    return {
        "informationsGeneralesEGE": about,
        "categorieentiteGeographiqueExercice": service.kind.codes[0],
        "typeBudget": ["01"],
        "adresse": [_address(site, "03")],
        "contact": list(_contacts(service)),
        "engagement": [],
        "evenement": [],
        "roleEge": [],
        "etatObjet": "I" if service.closed else "A",
        "dateDerniereMaj": f"{service.updated.isoformat()} 00:00:00",
    }


def capitals(name: str) -> str:
    """
    >>> capitals("Association Les Érables d'avril (démonstration)")
    'ASSOCIATION LES ERABLES D AVRIL (DEMONSTRATION)'
    """
    plain, bracket, fiction = name.partition("(")
    said = normalised(plain).upper()
    return f"{said} ({normalised(fiction).upper()})" if bracket else said


def _contacts(service: Service) -> Iterator[Json]:
    telecom = {key: said for key, said in (("telephone", service.phone), ("adresseMail", service.email)) if said}
    if telecom:
        yield {"typeContact": {"roleContact": "01"}, "telecom": telecom}


def _address(site: Site, usage: str) -> Json:
    written: Json = {
        "usageAdresse": usage,
        "numeroVoie": site.street_number,
        "typeVoie": f"{site.street_type:<4}",
        "libelleVoie": normalised(site.street_name).upper(),
        "cogCommune": site.commune.code,
        "ligneAcheminement": normalised(site.commune.name).upper(),
        "codePostal": site.postcode,
    }
    if site.lat is not None and site.lon is not None:
        written["coordonneesGeographique"] = {
            "directionLatitude": str(site.lat),
            "directionLongitude": str(site.lon),
            "scoreBAN": f"0.{60 + site.commune.population % 40 if site.commune.population else 70}",
        }
    return written
