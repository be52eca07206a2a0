"""Entries no reader can take, put among the others on purpose: a bad line must never hide the good ones."""

from typing import Any

Json = dict[str, Any]


def broken_establishments() -> list[Json]:
    """Two establishments: one without a number, one without a name."""
    owner = {"denominationPm": "ORGANISME A CORRIGER (DEMONSTRATION)", "numFinessPm": "969999990"}
    without_number: Json = {
        "informationsGeneralesEGE": {"nomEgeLong": "ETABLISSEMENT SANS NUMERO"},
        "categorieentiteGeographiqueExercice": "500",
    }
    without_name: Json = {"informationsGeneralesEGE": {"numFinessEge": "969999982"}, "categorieentiteGeographiqueExercice": "354"}
    return [{"informationsGeneralesPMEJ": owner, "ege": [without_number | {"etatObjet": "A"}, without_name | {"etatObjet": "A"}]}]


def broken_offers() -> list[Json]:
    """Two entries: one that holds nothing, one offer with neither identifier nor name."""
    return [{"search": {"mode": "match"}}, {"resource": {"resourceType": "HealthcareService"}, "search": {"mode": "match"}}]


def broken_services() -> list[Json]:
    """Two services: one without an id, one without a name."""
    return [
        {"source": "demonstration", "structure_id": "demonstration--absente", "nom": "Service sans identifiant (démonstration)"},
        {"source": "demonstration", "structure_id": "demonstration--absente", "id": "demonstration--sans-nom"},
    ]
