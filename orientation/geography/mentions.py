"""Finds the places named in free French text, as professionals type it: no accents, capitals or none, abbreviations, slips.

Each is read where it stands (`occurrences`); what the others say of it is settled here.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from orientation.geography.corrections import is_driven, is_ruled_out, is_taken_back
from orientation.geography.gazetteer import Gazetteer
from orientation.geography.homonyms import settled
from orientation.geography.mention import Mention, between
from orientation.geography.occurrences import occurrences
from orientation.geography.roles import Role
from orientation.geography.surroundings import Surroundings
from orientation.geography.told_inside import in_arrondissements, without_quarters
from orientation.geography.words import words_of

_EITHER = re.compile(r"\s*(?:ou|et|/)\s*(?:à\s+|sur\s+)?")
_BETWEEN = re.compile(r"\bentre\s+$", re.IGNORECASE)
_AND = re.compile(r"\s+et\s+")
_INDIFFERENT = re.compile(
    r"\s*,?\s*\(?(?:peu importe|indiff[ée]rent|n'importe|au choix|(?:je )?(?:ne )?sais plus|pas s[uû]re?)", re.IGNORECASE
)
_NEARBY_COSTS = 1.5
_DOUBT_COSTS = 1.5
_GUESS_COSTS = 0.6


def mentions(text: str, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The places named in a text, in its order, without overlap. A département or a région alone is not one."""
    around = Surroundings(text, words_of(text), gazetteer.words)
    found = list(occurrences(around, gazetteer))
    found = settled(around, found, gazetteer)
    found = _undecided(around, found)
    found = in_arrondissements(around, without_quarters(around, found), gazetteer)
    found = _driven(around, found)
    found = [_alike(around, mention, before) for before, mention in zip([None, *found], found, strict=False)]
    taken_back = [is_taken_back(around, mention, following) for mention, following in pairwise(found)]
    return tuple(
        replace(mention, retracted=back or is_ruled_out(around, mention))
        for mention, back in zip(found, [*taken_back, False], strict=False)
    )


def home_of(found: Sequence[Mention], for_another: bool = False) -> Mention | None:
    """The mention most likely to be where help is wanted: not retracted, said to be a home rather than not said, then the first.

    One that may be several communes comes after one that is a single one, unless someone is said to live there.

    `for_another`: who writes is not who is helped, so that where they live themselves comes after any place nothing is said of.
    """
    order: dict[Role | None, float] = {"domicile": 0, None: 1, "auteur": 1.2 if for_another else 0, "etablissement": 2, "proche": 2.5}
    order |= {"famille": 0 if for_another else 2.5, "sejour": -0.5, "ancien": 0.6}
    kept = (mention for mention in found if not mention.retracted)

    def rank(mention: Mention) -> tuple[float, int]:
        doubtful = _DOUBT_COSTS * (len(mention.candidates) > 1 and mention.role != "domicile")
        return order[mention.role] + _NEARBY_COSTS * mention.near + _GUESS_COSTS * (not mention.exact) + doubtful, mention.start

    return min(kept, key=rank, default=None)


def _undecided(around: Surroundings, found: Sequence[Mention]) -> list[Mention]:
    """One mention that may be either of two: "entre Nanterre et Suresnes", "Dinard ou Saint-Malo, peu importe"."""
    held: list[Mention] = []
    for mention in found:
        before = held[-1] if held else None
        if before is not None and _is_either(around, before, mention):
            held[-1] = replace(before, end=mention.end, candidates=tuple(dict.fromkeys((*before.candidates, *mention.candidates))))
        else:
            held.append(mention)
    return held


def _is_either(around: Surroundings, first: Mention, second: Mention) -> bool:
    joined = between(around, first, second)
    if _AND.fullmatch(joined):
        return _BETWEEN.search(around.text[: first.start]) is not None
    return _EITHER.fullmatch(joined.replace("?", " ")) is not None and _INDIFFERENT.match(around.text[second.end :]) is not None


def _driven(around: Surroundings, found: Sequence[Mention]) -> list[Mention]:
    """Where someone is driven is no home."""
    reached = [is_driven(around, *pair) for pair in pairwise(found)]
    return [replace(mention, role="etablissement") if there else mention for there, mention in zip([False, *reached], found, strict=False)]


def _alike(around: Surroundings, mention: Mention, before: Mention | None) -> Mention:
    """ "CCAS Chelles ou Meaux": the second is what the first is."""
    joined = before is not None and _EITHER.fullmatch(between(around, before, mention)) is not None
    return replace(mention, role=before.role) if joined and before is not None and mention.role is None else mention
