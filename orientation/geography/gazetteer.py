"""The communes of France: found by code, postcode or position, with everything that contains them. Reading names is left to `names`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from orientation.geography.distance import distance_km
from orientation.geography.misspelt import Misspelt
from orientation.geography.name_index import NameIndex
from orientation.geography.outlines import Outlines, contains
from orientation.geography.place_words import PlaceWords
from orientation.refusal import Refused
from orientation.territory import Area, AreaKind, Commune, Place, TownHall

COUNTRY = Area("pays", "FR")
SECTOR: AreaKind = "secteur-psychiatrique"
_NEAREST = 6
_AT_SEA_KM = 30.0


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Every commune and what is known of it, handed in as values.

    `communes`: communes and arrondissements in force. `former`: delegated and associated communes; some carry the code of the
    commune they are part of, which then wins. `outlines`: by département, then by commune; empty when no exact position is wanted.
    `sectors`: the communes of each sector of psychiatry, where somebody said them.
    """

    communes: tuple[Commune, ...]
    former: tuple[Commune, ...] = ()
    area_names: Mapping[Area, str] = field(default_factory=dict)
    town_halls: Mapping[str, TownHall] = field(default_factory=dict)
    outlines: Mapping[str, Mapping[str, Outlines]] = field(default_factory=dict)
    words: PlaceWords = field(default_factory=PlaceWords)
    sectors: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def commune(self, code: str) -> Commune | None:
        """The commune, arrondissement or former commune of that code; None when there is none."""
        return self._by_code.get(code)

    def current(self, code: str) -> Commune | None:
        """As `commune`, a former commune being replaced by the one it is part of; an arrondissement stays itself."""
        found = self._by_code.get(code)
        return self._by_code.get(found.parent) if found is not None and found.kind == "deleguee" and found.parent else found

    def by_postcode(self, postcode: str) -> tuple[Commune, ...]:
        """Communes served by a postcode, most populated first; a town is left out when its arrondissement has that postcode."""
        return self._by_postcode.get(postcode.strip(), ())

    def place(self, code: str) -> Place:
        """Where distances to a commune start from. Raises Refused for a code that is not one, or that nobody has located."""
        commune = self.current(code.strip().upper())
        if commune is None:
            raise Refused(
                f"Aucune commune n'a le code INSEE « {code} ». Un code INSEE compte cinq caractères (94028 pour Créteil, 2A004 pour "
                "Ajaccio), souvent différents du code postal : indiquez le nom de la commune."
            )
        if commune.lat is None or commune.lon is None:
            raise Refused(f"La position de {commune.name} ({commune.code}) n'est pas connue : indiquez une commune voisine.")
        return Place(commune, commune.lat, commune.lon)

    def town_hall(self, code: str) -> TownHall | None:
        """The town hall of a commune, or of the one a former commune or an arrondissement belongs to when it has none of its own."""
        found = self.town_halls.get(code)
        commune = self._by_code.get(code)
        if found is None and commune is not None and commune.parent not in (None, code):
            return self.town_halls.get(commune.parent)
        return found

    def containing(self, code: str) -> frozenset[Area]:
        """Every area that contains a commune: itself, the town of an arrondissement, the commune a former one joined, EPCI, …, France.

        Empty for an unknown code.
        """
        commune = self._by_code.get(code)
        if commune is None:
            return frozenset()
        areas = {Area("commune", commune.code), Area("departement", commune.departement), Area("region", commune.region), COUNTRY}
        if commune.parent:
            areas.add(Area("commune", commune.parent))
        if commune.epci:
            areas.add(Area("epci", commune.epci))
        areas.update(self._sectors_of.get(commune.code, ()))
        return frozenset(areas)

    def communes_in(self, area: Area) -> tuple[str, ...]:
        """Codes of the communes in an area, in code order; an arrondissement is in its town. Empty for an area not known."""
        return self._in_area.get(area, ())

    def area_name(self, area: Area) -> str | None:
        """The official name of an area, None when it has none here."""
        if area.kind == "commune":
            commune = self._by_code.get(area.code)
            return commune.name if commune else None
        return self.area_names.get(area)

    def departement_name(self, code: str) -> str | None:
        return self.area_names.get(Area("departement", code))

    def region_name(self, code: str) -> str | None:
        return self.area_names.get(Area("region", code))

    def at(self, lat: float, lon: float) -> Commune | None:
        """The commune whose (simplified) outline holds a point; failing that the nearest within 30 km; None far from every commune."""
        away_km = distance_km(lat, lon, self._lats, self._lons)
        nearest = _smallest(away_km, _NEAREST)
        for departement in dict.fromkeys(self._located[index].departement for index in nearest):
            for code, outline in self.outlines.get(departement, {}).items():
                if contains(outline, lat, lon) and code in self._by_code:
                    return self._by_code[code]
        return self._located[nearest[0]] if len(nearest) and away_km[nearest[0]] <= _AT_SEA_KM else None

    def near(self, lat: float, lon: float, km: float) -> tuple[Commune, ...]:
        """Communes and arrondissements whose point lies within `km`, nearest first; a town in arrondissements stands by those."""
        away_km = distance_km(lat, lon, self._lats, self._lons)
        order = np.argsort(away_km, kind="stable")
        return tuple(self._located[index] for index in order[: int(np.count_nonzero(away_km <= km))])

    @cached_property
    def names(self) -> NameIndex:
        """The index of names, built when first asked for."""
        return NameIndex(self.communes, self.former, self.area_names, self.words)

    @cached_property
    def misspelt(self) -> Misspelt:
        """Names worth recognising with a slip in a text, built when first asked for."""
        return Misspelt(self.names, self.words)

    @cached_property
    def _by_code(self) -> dict[str, Commune]:
        return {commune.code: commune for commune in (*self.former, *self.communes)}

    @cached_property
    def _sectors_of(self) -> dict[str, list[Area]]:
        held: dict[str, list[Area]] = {}
        for sector, communes in self.sectors.items():
            for code in communes:
                held.setdefault(code, []).append(Area(SECTOR, sector))
        return held

    @cached_property
    def _towns_in_arrondissements(self) -> frozenset[str]:
        return frozenset(commune.parent for commune in self.communes if commune.parent)

    @cached_property
    def _by_postcode(self) -> dict[str, tuple[Commune, ...]]:
        held: dict[str, list[Commune]] = {}
        for commune in self.communes:
            if commune.code not in self._towns_in_arrondissements:
                for postcode in commune.postcodes:
                    held.setdefault(postcode, []).append(commune)
        return {postcode: most_populated_first(communes) for postcode, communes in held.items()}

    @cached_property
    def _in_area(self) -> dict[Area, tuple[str, ...]]:
        held: dict[Area, list[str]] = {}
        for commune in sorted(self.communes, key=lambda commune: commune.code):
            for area in self.containing(commune.code):
                held.setdefault(area, []).append(commune.code)
        for commune in self.former:
            held.setdefault(Area("commune", commune.code), [commune.parent or commune.code])
        return {area: tuple(codes) for area, codes in held.items()}

    @cached_property
    def _located(self) -> tuple[Commune, ...]:
        return tuple(commune for commune in self.communes if commune.lat is not None and commune.code not in self._towns_in_arrondissements)

    @cached_property
    def _lats(self) -> np.ndarray:
        return np.array([commune.lat for commune in self._located], dtype=float)

    @cached_property
    def _lons(self) -> np.ndarray:
        return np.array([commune.lon for commune in self._located], dtype=float)


def _smallest(values: np.ndarray, count: int) -> np.ndarray:
    """Where the smallest values stand, in order: sorting 35,000 distances to keep six is most of the time of a look-up."""
    among = np.argpartition(values, count)[: count + 1] if len(values) > count + 1 else np.arange(len(values))
    return among[np.lexsort((among, values[among]))][:count]


def most_populated_first(communes: Iterable[Commune]) -> tuple[Commune, ...]:
    """An order that never changes: population, unknown last, then code."""
    return tuple(sorted(communes, key=lambda commune: (-(commune.population or 0), commune.code)))
