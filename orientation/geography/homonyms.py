"""Which of the communes of one name is meant, by the départements and the other places that the text names."""

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import zip_longest

from orientation.geography.distance import distance_km
from orientation.geography.gazetteer import Gazetteer
from orientation.geography.hints import hint_at
from orientation.geography.mention import Mention, between
from orientation.geography.surroundings import Surroundings
from orientation.geography.words import key_of
from orientation.territory import Commune

_NEAR_KM, _TIMES_NEARER, _BESIDE_KM = 60.0, 2.5, 30.0
_THE_ONE = re.compile(
    r"\W*(?:(?:c'est )?(?:celui|celle)\W+)?"
    r"(?:(?:tout |à |a |du )?(?:pr[eè]s|proche|c[oô]t[eé]|pas loin) (?:de |d'|du )|vers )",
    re.IGNORECASE,
)


def settled(around: Surroundings, found: list[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """The mentions, those that may be several communes made one where the rest of the text chooses."""
    found = [_beside_the_other(around, mention, following, gazetteer) for mention, following in zip_longest(found, found[1:])]
    if all(len(mention.candidates) == 1 for mention in found):
        return found
    told = _areas_told(around, found, gazetteer) or _areas_of(found) or _areas_shared(found) or _areas_of(found, kin_too=True)
    sure = [mention.candidates[0] for mention in found if len(mention.candidates) == 1]
    lived = {mention.candidates[0] for mention in found if len(mention.candidates) == 1 and mention.role in ("domicile", None)}
    found = [_on_its_island(mention, lived) for mention in found]
    return [_nearest(_settled(mention, told), sure) if len(mention.candidates) > 1 else mention for mention in found]


def _areas_told(around: Surroundings, found: Sequence[Mention], gazetteer: Gazetteer) -> frozenset[str]:
    """Départements that the text names, wherever it does: "la Réunion", "en Ariège", "974"."""
    told: set[str] = set()
    for index, word in enumerate(around.words):
        if any(mention.start <= word.start < mention.end for mention in found):
            continue
        if word.text.isdigit() and not (word.text.startswith("97") and len(word.text) == 3) and not around.bracketed(index):
            continue
        if index and around.words[index - 1].text in ("pas", "non"):
            continue  # "93 pas 974"
        hint = hint_at(around.words, index, gazetteer.names)
        told |= hint.inside if hint else set()
    return frozenset(told)


def _areas_of(found: Sequence[Mention], *, kin_too: bool = False) -> frozenset[str]:
    """Départements of the places that are a single commune, and not kin's or left: "née à Fort-de-France, vit à Sainte-Marie"."""
    sure = (mention for mention in found if len(mention.candidates) == 1)
    return frozenset(mention.candidates[0].departement for mention in sure if kin_too or mention.role != "proche")


def _areas_shared(found: Sequence[Mention]) -> frozenset[str]:
    """The département that names borne by several have in common: "maternité de Saint-Pierre, j'habite Saint-Louis"."""
    doubtful = {
        mention.candidates: {commune.departement for commune in mention.candidates} for mention in found if len(mention.candidates) > 1
    }
    return frozenset(set.intersection(*doubtful.values())) if len(doubtful) > 1 else frozenset()


def _settled(mention: Mention, told: frozenset[str]) -> Mention:
    """The one candidate of a département the text names; the mention as it is when none or several are."""
    kept = tuple(candidate for candidate in mention.candidates if candidate.departement in told)
    return replace(mention, candidates=kept, hint=mention.hint or kept[0].departement) if len(kept) == 1 else mention


def _on_its_island(mention: Mention, sure: Set[Commune]) -> Mention:
    """The one commune of an island of several that the text names too: "Belle-Île, au Palais"."""
    named = tuple(candidate for candidate in mention.candidates if candidate in sure)
    return replace(mention, candidates=named) if len(named) == 1 else mention


def _beside_the_other(around: Surroundings, mention: Mention, following: Mention | None, gazetteer: Gazetteer) -> Mention:
    """The commune of that name beside the place that follows, however small: "Saint-André ? celui près de Lille"."""
    if following is None or len(following.candidates) > 1 or not _THE_ONE.fullmatch(between(around, mention, following)):
        return mention
    named = gazetteer.names.spellings.get(key_of(around.text[mention.start : mention.end]), ())
    away = sorted((_away_km(one.commune, following.candidates[0]), one.commune.code, one.commune) for one in named)
    return replace(mention, candidates=(away[0][2],)) if away and away[0][0] <= _BESIDE_KM else mention


def _nearest(mention: Mention, sure: Sequence[Commune]) -> Mention:
    """The one candidate near a place that is sure, even kin's or one just left: "notre SMR de Crest… domicile à Valence"."""
    if len(mention.candidates) == 1 or not sure or set(sure) & set(mention.candidates):
        return mention  # an island of several communes, one of them named: "Marie-Galante, Grand-Bourg"
    away = sorted((min(_away_km(candidate, one) for one in sure), candidate.code) for candidate in mention.candidates)
    if away[0][0] > _NEAR_KM or away[1][0] < _TIMES_NEARER * away[0][0]:
        return mention
    return replace(mention, candidates=tuple(candidate for candidate in mention.candidates if candidate.code == away[0][1]))


def _away_km(one: Commune, other: Commune) -> float:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return float("inf")
    return float(distance_km(one.lat, one.lon, other.lat, other.lon))
