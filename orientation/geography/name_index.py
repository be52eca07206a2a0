"""Every way a commune's name is written, and which commune is meant when several bear it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from orientation.collector import building_to_stay
from orientation.geography.named import BARE, DOMINANT_POPULATION, FORMER, FULL, SHORT, Named
from orientation.geography.place_words import PlaceWords
from orientation.geography.words import ARTICLES, LINKS, Word, key_of, without_article
from orientation.territory import Area, Commune

_SHORTENED_FROM, _LONG_SHORTENED_FROM = 5_000, 3_000
_INITIALLED_FROM = 5_000
# What a name may leave of itself without naming anything: "Le Saint" is not "saint" (Saint-Cast).
_NO_NAMES = frozenset({"loire", "saint", "sainte", "petit", "petite", "grand", "grande"})
_SHORTEST, _DISTINCT = 3, 6


@dataclass(frozen=True, eq=False)
class NameIndex:
    """Spellings of communes, former communes, localities and areas. Arrondissements are read apart, by their number."""

    communes: tuple[Commune, ...]
    former: tuple[Commune, ...]
    area_names: Mapping[Area, str]
    words: PlaceWords = field(default_factory=PlaceWords)

    @cached_property
    def spellings(self) -> dict[str, list[Named]]:
        """Key → the communes it may name."""
        held: dict[str, list[Named]] = {}
        with building_to_stay():
            for key, named in self._every_spelling():
                held.setdefault(key, []).append(named)
        return held

    def expression_at(self, words: Sequence[Word], index: int) -> int:
        """How many words an expression takes that holds a commune's name but names none: "Seine-Saint-Denis", "paris sportifs"."""
        for length in range(min(self.longest.get(words[index].text, 0), len(words) - index), 1, -1):
            key = " ".join(word.text for word in words[index : index + length])
            if key in self.spellings:
                return 0
            if key in self._expressions:
                return length
        return 0

    @cached_property
    def _expressions(self) -> frozenset[str]:
        """Names of areas in several words, and reviewed locutions that no commune bears."""
        locutions = {key for key, kind in self.words.ambiguous.items() if kind == "locution" and key not in self.spellings}
        return frozenset(key for key in self.areas if " " in key) | frozenset(locutions)

    def shadowed(self, key: str, named: Named) -> bool:
        """Whether a spelling rather means a département or région elsewhere, as "la Réunion" does, than this commune of that name."""
        inside = self.areas.get(key) or self.areas.get(without_article(key))
        return inside is not None and named.commune.departement not in inside and (named.weight or 0) <= DOMINANT_POPULATION

    def _every_spelling(self) -> Iterator[tuple[str, Named]]:
        by_code = {commune.code: commune for commune in self.communes}
        heads: dict[str, list[Commune]] = {}
        for commune in self.communes:
            if commune.kind == "arrondissement":
                continue
            key = key_of(commune.name)
            yield from self._whole(key, Named(commune, commune.population, FULL))
            plain, bracket, inside = commune.name.partition(" (")
            if bracket:  # "Château-Chinon (Ville)" is the Château-Chinon that is meant, its Campagne is not
                yield key_of(plain), Named(commune, commune.population, FULL if inside == "Ville)" else BARE)
            if " " in key:
                for short in _short_forms(key) | (_initialled(key) if (commune.population or 0) >= _INITIALLED_FROM else set()):
                    heads.setdefault(short, []).append(commune)
        for former in self.former:
            current = by_code.get(former.parent or "")
            if current is not None:
                key = key_of(former.name)
                yield from self._whole(key, Named(current, former.population, FORMER))
                head = key.partition(" ")[0]
                told = len(head) >= _DISTINCT and head not in ("sainte", *self.words.common) and head != key
                if told and (former.population or 0) >= _SHORTENED_FROM:
                    yield head, Named(current, former.population, SHORT)  # "Équeurdreville" for Équeurdreville-Hainneville
        for name, codes in self.words.localities.items():
            for code in codes:
                if code in by_code:
                    yield key_of(name), Named(by_code[code], by_code[code].population, FORMER)
        for short, communes in heads.items():
            alone = len(communes) == 1 and len(short) >= _DISTINCT and " " not in short and short not in self.words.common
            if short in _NO_NAMES:
                continue
            if alone or max(commune.population or 0 for commune in communes) >= (_LONG_SHORTENED_FROM if " " in short else _SHORTENED_FROM):
                for commune in communes:
                    yield short, Named(commune, commune.population, SHORT)

    def _whole(self, key: str, named: Named) -> Iterator[tuple[str, Named]]:
        yield key, named
        bare = without_article(key)
        if bare != key and bare not in _NO_NAMES:
            yield bare, named._replace(tier=max(named.tier, BARE))

    @cached_property
    def heads(self) -> frozenset[str]:
        """First words of names of several, whatever the size of the commune: well spelt, even where they name none."""
        return frozenset(without_article(key_of(commune.name)).partition(" ")[0] for commune in self.communes)

    @cached_property
    def longest(self) -> dict[str, int]:
        """First word of a spelling → how many words the longest spelling that begins so has."""
        held: dict[str, int] = {}
        with building_to_stay():
            for key in (*self.spellings, *self.areas, *self._expressions):
                first = key.partition(" ")[0]
                length = key.count(" ") + 1
                if length > held.get(first, 0):
                    held[first] = length
        return held

    @cached_property
    def areas(self) -> dict[str, frozenset[str]]:
        """Name of a département or a région → the codes of the départements it is made of."""
        in_region: dict[str, set[str]] = {}
        for region, departement in {(commune.region, commune.departement) for commune in self.communes}:
            in_region.setdefault(region, set()).add(departement)
        held: dict[str, set[str]] = {}
        for area, name in self.area_names.items():
            if area.kind in ("departement", "region"):
                codes = {area.code} if area.kind == "departement" else in_region.get(area.code, set())
                for key in {key_of(name), without_article(key_of(name))}:
                    held.setdefault(key, set()).update(codes)
        return {key: frozenset(codes) for key, codes in held.items()}

    @cached_property
    def departements(self) -> frozenset[str]:
        return frozenset(commune.departement for commune in self.communes)

    @cached_property
    def towns_in_arrondissements(self) -> dict[str, dict[int, Commune]]:
        """Key of a town → its arrondissements by number."""
        by_code = {commune.code: commune for commune in self.communes}
        held: dict[str, dict[int, Commune]] = {}
        for commune in self.communes:
            if commune.kind != "arrondissement" or commune.parent not in by_code:
                continue
            number = re.search(r"\d+", commune.name)
            if number:
                held.setdefault(key_of(by_code[commune.parent].name), {})[int(number.group())] = commune
        return held


def _short_forms(key: str) -> set[str]:
    """What is left of a name of several words when only its head is said, or when its small words are not.

    >>> sorted(_short_forms("l hay les roses")), sorted(_short_forms("saint germain en laye"))
    (['hay', 'hay roses', 'l hay'], ['saint germain', 'saint germain laye'])
    """
    bare = without_article(key)
    article = key.removesuffix(bare)
    words = bare.split()
    head = " ".join(words[: 2 if words[0] in ("saint", "sainte") else 1])
    light = " ".join(word for word in words if word not in LINKS)
    return {short for short in (head, article + head, light, *_by_the_water(head, words)) if len(short) >= _SHORTEST} - {key, bare}


def _by_the_water(head: str, words: Sequence[str]) -> Iterator[str]:
    """A head and its river, the rest left out: "Cosne sur Loire" for Cosne-Cours-sur-Loire, "Isle sur Sorgue" for L'Isle-sur-la-Sorgue."""
    for link in ("sur", "sous"):
        if link in words[1:]:
            yield f"{head} {link} {' '.join(word for word in words[words.index(link, 1) + 1 :] if word not in ARTICLES)}"


def _initialled(key: str) -> set[str]:
    """A name with one of its words as an initial, small words kept.

    >>> sorted(_initialled("villeneuve d ascq")), sorted(_initialled("crepy en valois"))
    (['v d ascq', 'villeneuve d a'], ['c en valois', 'crepy en v'])
    """
    words = key.split()
    if len(words) < 3 or words[-2] not in LINKS or words[0] in LINKS:
        return set()
    return {" ".join([*words[:-1], words[-1][0]]), " ".join([words[0][0], *words[1:]])}
