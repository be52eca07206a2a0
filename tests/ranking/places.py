"""A small country for ranking tests: three communes around Créteil, one in Guyane, one at the edge of the map."""

from orientation.geography.gazetteer import Gazetteer
from orientation.territory import Area, Commune, Place
from tests.factories import CRETEIL

VITRY = Commune("94081", "Vitry-sur-Seine", "94", "11", 48.7876, 2.3928, epci="E1")
PARIS_13 = Commune("75113", "Paris 13e", "75", "11", 48.8322, 2.3561, kind="arrondissement", parent="75056")
MARIPASOULA = Commune("97353", "Maripasoula", "973", "03", 3.6426, -54.0298)
TAVEUNI = Commune("99999", "Au bord de la carte", "988", "988", -16.8, 179.95)
COMMUNES = (CRETEIL, VITRY, PARIS_13, MARIPASOULA, TAVEUNI)
GAZETTEER = Gazetteer(COMMUNES, area_names={Area("departement", "94"): "Val-de-Marne", Area("pays", "FR"): "France"})
PLACES = (*(Place(commune, commune.lat or 0.0, commune.lon or 0.0) for commune in COMMUNES), Place(None, 48.78, 2.42))


def point(code: str) -> tuple[float, float] | None:
    commune = GAZETTEER.commune(code)
    return None if commune is None or commune.lat is None or commune.lon is None else (commune.lat, commune.lon)
