"""Whom an offer serves: the territorial divisions it names, as official areas. Half a zone would exclude wrongly: it is unknown."""

import re
from collections.abc import Sequence

from orientation.geography.gazetteer import COUNTRY, SECTOR, Gazetteer
from orientation.sources.ror.fhir import Json, Remembered, codings, extensions, first_word, values
from orientation.territory import Area, CatchmentArea
from orientation.wording import normalised

# TRE_R201. Health territories (4) and defence zones (6) have no list of communes here.
_REGION, _DEPARTEMENT, _COMMUNE, _COUNTRY = "1", "2", "3", "5"
_KINDS = {"region": _REGION, "departement": _DEPARTEMENT, "commune": _COMMUNE, "pays": _COUNTRY}
_OVERSEAS = {"9A": "971", "9B": "972", "9C": "973", "9D": "974", "9F": "976"}
_FRANCE = frozenset({"FR", "FRA", "250", "99100", "100", "XXXXX"})

Division = tuple[str | None, str | None, str | None]


class Zones:
    """Reads catchment areas with the places of the gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._division = Remembered(_division)

    def of(self, given: list[Json] | None) -> tuple[CatchmentArea | None, str | None]:
        """The area and, when part of it cannot be placed, the sentence that says so; (None, None) when no zone is stated."""
        divisions = tuple([self._division(one) for one in given or ()])
        if not divisions:
            return None, None
        return self._read(divisions)

    def of_sectors(self, sectors: Sequence[str]) -> CatchmentArea | None:
        """The communes of sectors of psychiatry; None when somebody has yet to say which communes one of them holds."""
        known = self._gazetteer.sectors
        placed = bool(sectors) and all(sector in known for sector in sectors)
        return CatchmentArea(tuple(Area(SECTOR, sector) for sector in sectors)) if placed else None

    def _read(self, divisions: tuple[Division, ...]) -> tuple[CatchmentArea | None, str | None]:
        areas = [self._area(*one) for one in divisions]
        unplaced = [
            f"{code or '?'} ({label or kind or 'type non dit'})"
            for (kind, code, label), area in zip(divisions, areas, strict=True)
            if area is None
        ]
        if unplaced:
            return None, f"zone d'intervention {', '.join(unplaced[:3])} inconnue : zone desservie laissée à vérifier."
        return CatchmentArea(tuple(area for area in areas if area is not None)), None

    def _area(self, kind: str | None, code: str | None, label: str | None) -> Area | None:
        if kind == _COUNTRY:
            return COUNTRY if code is None or code.upper() in _FRANCE or normalised(label or "") == "france" else None
        if code is None:
            return None
        if kind == _COMMUNE:
            commune = self._gazetteer.current(code.zfill(5).upper())
            return Area("commune", commune.code) if commune else None
        if kind == _DEPARTEMENT:
            return self._named("departement", _OVERSEAS.get(code.upper(), _departement(code)))
        return self._named("region", code.zfill(2)) if kind == _REGION else None

    def _named(self, kind: str, code: str) -> Area | None:
        area = Area(kind, code)  # type: ignore[arg-type]
        return area if self._gazetteer.area_name(area) else None


def _departement(code: str) -> str:
    """ "075" and "5" are 75 and 05; overseas départements keep their three digits."""
    bare = code.strip().upper()
    if re.fullmatch(r"0\d[\dAB]", bare):
        bare = bare[1:]
    return bare.zfill(2)


def _division(written: Json) -> Division:
    division = extensions(written)
    kind = first_word(division, "typeterritorialdivision")
    place = next((coding for held in values(division, "codeterritorialdivision") for coding in codings(held)), None)
    number = kind and (kind if kind.isdigit() else _KINDS.get(normalised(kind)))
    return number and number.lstrip("0"), place.code if place else None, place.display if place else None
