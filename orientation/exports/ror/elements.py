"""Pieces of FHIR as the ROR writes them. Knows no resource."""

from typing import Any

Json = dict[str, Any]
_PROFILES = "https://interop.esante.gouv.fr/ig/fhir/ror/StructureDefinition"
_NOS = "https://mos.esante.gouv.fr/NOS"
# Code systems by their number.
_SYSTEMS = {
    "R13": "R13-CommuneOM", "R200": "R200-CanalCommunication", "R201": "R201-TypeDivisionTerritoriale",
    "R202": "R202-AccessibiliteLieu", "R211": "R211-ActiviteOperationnelle", "R213": "R213-ModePriseEnCharge",
    "R227": "R227-ChampActivite", "R228": "R228-UniteTarif", "R239": "R239-PublicPrisEnCharge",
    "R240": "R240-TemporaliteAccueil", "R244": "R244-CategorieOrganisation", "R246": "R246-TypeTarif",
    "R247": "R247-UcumUniteMesure", "R252": "R252-TypeHoraire", "R283": "R283-NiveauConfidentialite",
    "R330": "R330-TypeStatutCapacite", "R331": "R331-TemporaliteCapacite", "R338": "R338-ModaliteAccueil",
    "R355": "R355-TypeIdentifiantOffre", "R66": "R66-CategorieEtablissement", "G07": "G07-TypeIdentifiantStructure",
}  # fmt: skip


def system(number: str) -> str:
    return f"{_NOS}/TRE_{_SYSTEMS[number]}/FHIR/TRE-{_SYSTEMS[number].replace('_', '-')}"


def concept(number: str, code: str, display: str | None = None) -> Json:
    coding = {"system": system(number), "code": code}
    return {"coding": [coding | {"display": display} if display else coding]}


def extension(name: str, kind: str, value: object) -> Json:
    """One of the ROR's own (its names have hyphens), or a part of one; `kind`: the type of its value."""
    return {"url": _url(name), f"value{kind}": value}


def coded(name: str, number: str, code: str, display: str | None = None) -> Json:
    return extension(name, "CodeableConcept", concept(number, code, display))


def whole(name: str, *parts: Json) -> Json:
    return {"url": _url(name), "extension": list(parts)}


def filled(**elements: object) -> Json:
    """Elements that say something, texts, lists or objects: FHIR has no empty ones."""
    return {name: value for name, value in elements.items() if value}


def _url(name: str) -> str:
    return f"{_PROFILES}/{name}" if "-" in name else name
