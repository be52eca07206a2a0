"""Places told inside one another: a town and its arrondissement told further on, a quarter and its town."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from orientation.geography.arrondissements import arrondissement_at
from orientation.geography.cues import in_a_quarter
from orientation.geography.gazetteer import Gazetteer
from orientation.geography.mention import Mention, between
from orientation.geography.surroundings import Surroundings
from orientation.geography.words import key_of

_ADJACENT = re.compile(
    r"[\s,(;:–-]*(?:(?:secteur|quartier|camping|lieu-dit|hameau|cité|résidence|au|aux|à|de|du|des|le|la|les|l['’])\s*)*", re.IGNORECASE
)
_IN = re.compile(r"\s*,?\s*(?:à|a|sur)\s+", re.IGNORECASE)
_LAST_OF_OTHERS = 16  # Paris alone has more arrondissements
_SMALL_TOWN = 3_000
_ARRONDISSEMENT_WITHIN = 20


def in_arrondissements(around: Surroundings, found: list[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """A town with the arrondissement told further on: "DAC Paris Centre : monsieur (8e arrondissement)"; beyond the 16th, Paris is
    meant."""
    numbers = {
        read.number: (index, read.after)
        for index in range(len(around.words))
        if (read := arrondissement_at(around.words, index, alone=True))
        and (around.words[read.after - 1].text.startswith("arr") or read.number > _LAST_OF_OTHERS and around.bracketed(index, read.after))
    }
    if len(numbers) != 1:
        numbers = _set_apart_after_a_town(around, found, gazetteer)
    if len(numbers) != 1:
        return found
    ((number, (start, after)),) = numbers.items()
    towns = gazetteer.names.towns_in_arrondissements
    whole = [mention for mention in found if len(mention.candidates) == 1 and number in towns.get(key_of(mention.candidates[0].name), {})]
    if len(whole) == 1:
        inside = towns[key_of(whole[0].candidates[0].name)][number]
        return [replace(mention, candidates=(inside,)) if mention is whole[0] else mention for mention in found]
    if found or number <= _LAST_OF_OTHERS:
        return found
    return [Mention(around.words[start].start, around.words[after - 1].end, (towns["paris"][number],))]


def _set_apart_after_a_town(around: Surroundings, found: Sequence[Mention], gazetteer: Gazetteer) -> dict[int, tuple[int, int]]:
    """The ordinals that stand alone a few words after a town in arrondissements: "venu à Paris chez moi, 11e."."""
    ends = [
        mention.end for mention in found if key_of(around.text[mention.start : mention.end]) in gazetteer.names.towns_in_arrondissements
    ]
    return {
        read.number: (index, read.after)
        for index in range(len(around.words))
        if any(0 <= around.words[index].start - end < _ARRONDISSEMENT_WITHIN for end in ends)
        and (read := arrondissement_at(around.words, index, alone=True))
        and around.set_apart(index, read.after) == 1
    }


def without_quarters(around: Surroundings, found: Sequence[Mention]) -> list[Mention]:
    """Without what is a quarter of the town told beside it: "Paris 1er, secteur Halles", "camping de La Couronne, Martigues"."""
    return [
        mention
        for at, mention in enumerate(found)
        if not (
            (in_a_quarter(around, mention.start) or _stands_in(around, mention, found[at + 1 : at + 2]))
            and any(
                _ADJACENT.fullmatch(between(around, *pair)) and _is_elsewhere(mention, pair[0] if pair[1] is mention else pair[1])
                for pair in pairwise(found[max(0, at - 1) : at + 2])
                if mention in pair
            )
        )
    ]


def _stands_in(around: Surroundings, mention: Mention, following: Sequence[Mention]) -> bool:
    """Whether a small place is told to be in the town that follows: "la Plaine à Marseille 5e"."""
    small = all((candidate.population or 0) < _SMALL_TOWN for candidate in mention.candidates)
    return small and any(_IN.fullmatch(between(around, mention, town)) for town in following)


def _is_elsewhere(mention: Mention, other: Mention) -> bool:
    return not {commune.departement for commune in mention.candidates} & {commune.departement for commune in other.candidates}
