"""Valid values of each noun, synthetic and always the same: a test spells out only what matters to it."""

from dataclasses import replace
from datetime import date
from typing import Any

from orientation.case import Case, Situation, WantedNeed
from orientation.record import SourceRecord
from orientation.refusal import Rejected
from orientation.resource import Resource
from orientation.territory import Area, CatchmentArea, Commune, Place

TODAY = date(2026, 1, 15)
CRETEIL = Commune("94028", "Créteil", "94", "11", 48.7776, 2.4531, postcodes=("94000",), population=92_265)


def a_catchment(*communes: str) -> CatchmentArea:
    return CatchmentArea(tuple(Area("commune", code) for code in communes or (CRETEIL.code,)))


def a_resource(**changes: Any) -> Resource:
    """A home help service of Créteil that says what most say: no age, no public, no catchment area."""
    resource = Resource(
        id="essai:1",
        name="Service d'aide à domicile d'essai",
        sector="medico-social",
        categories=("460",),
        needs=frozenset({"aide-domicile"}),
        modes=frozenset({"a-domicile"}),
        commune=CRETEIL.code,
        address="1 rue de l'Essai",
        postcode="94000",
        lat=CRETEIL.lat,
        lon=CRETEIL.lon,
        phone="+33140000001",
        updated_on=TODAY,
    )
    return replace(resource, **changes)


_OF_RECORD = ("raw", "updated_on", "closed_on", "enriches", "file", "line", "warnings")


def a_record(id: str = "1", *, source: str = "essai", **changes: Any) -> SourceRecord:
    """An entry of `a_resource`; changes named like fields of a resource go to it, the others to the record."""
    of_record = {name: changes.pop(name) for name in _OF_RECORD if name in changes}
    resource = a_resource(id=f"{source}:{id}", **{"updated_on": of_record.get("updated_on", TODAY)} | changes)
    raw = {"id": id, "nom": resource.name, "telephone": resource.phone}
    return SourceRecord(source=source, id=id, **{"raw": raw, "resource": resource, "updated_on": TODAY} | of_record)


def a_rejected(**changes: Any) -> Rejected:
    return replace(Rejected("essai", "essai.csv", 2, "longitude", "488", "La longitude 488 n'existe pas.", raw="1;Essai;488"), **changes)


def a_place(**changes: Any) -> Place:
    assert CRETEIL.lat is not None and CRETEIL.lon is not None
    return replace(Place(CRETEIL, CRETEIL.lat, CRETEIL.lon), **changes)


def a_case(**changes: Any) -> Case:
    """Home help for a woman of 84 living in Créteil."""
    case = Case((WantedNeed("aide-domicile"),), Situation(age_years=84, sex="F"), a_place(), TODAY)
    return replace(case, **changes)
