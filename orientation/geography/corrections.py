"""What takes a place back, right after it or before the next: "non pardon", "pas de Béziers mais de", a move from one to the other."""

import re

from orientation.geography.mention import Mention, between
from orientation.geography.roles import denied, is_a_ride
from orientation.geography.surroundings import Surroundings
from orientation.geography.words import words_of

_CORRECTIONS = frozenset({"pardon", "non", "nn", "nan", "plutot", "erreur", "rectification", "correction", "enfin", "oups"})
_CORRECTED_WITHIN = 30
_DOUBTED = re.compile(r"\s*\?+\s*(?:non|nan|nn|ah non|euh non)\b", re.IGNORECASE)
_QUESTIONED = re.compile(r"\s*\?+\s*")
_ASKED = re.compile(r"\s*\?+\s*(?:à\s+)?")
_CORRECTED = re.compile(r"\s*,?\s*(?:pardon|plutôt|plutot|oups|désolé)", re.IGNORECASE)
_THEN = re.compile(r"\s*,?\s*(?:hier,?(?: et)?|puis|(?:-|=)?>|→|et maintenant|et (?:là|la) )\s*(?:à|a|sur|vers)?\s*", re.IGNORECASE)
_ARROW = re.compile(r"\s*(?:[-=]*>|→|⇒|-)\s*(?:à|a|sur|vers)?\s*")
_DENIED = re.compile(r"(?:^|\b(?:non|et|mais|surtout),?\s|[,(]\s?)pas (?:à |a |de )?$", re.IGNORECASE)


def is_driven(around: Surroundings, mention: Mention, following: Mention) -> bool:
    """Whether somebody is driven from one place to the next: "VSL Aurillac > Clermont"; without a ride, an arrow tells of a move."""
    return is_a_ride(around) and _ARROW.fullmatch(between(around, mention, following)) is not None


def is_ruled_out(around: Surroundings, mention: Mention) -> bool:
    """Whether what leads to it rules it out: "Bellac et pas Limoges", "non pas Tours"."""
    return _DENIED.search(around.text[: mention.start]) is not None


def is_taken_back(around: Surroundings, mention: Mention, following: Mention) -> bool:
    """Whether what is written up to the next place corrects this one: "non pardon", "puis"."""
    joint = between(around, mention, following)
    if _DOUBTED.match(joint) or _ASKED.fullmatch(joint) and _CORRECTED.match(around.text[following.end :]):
        return True
    if _THEN.fullmatch(joint) and not is_driven(around, mention, following):
        return True
    if following.role == mention.role is None and _QUESTIONED.fullmatch(joint):
        return True
    if len(joint) > _CORRECTED_WITHIN:
        return False
    said = {word.text for word in words_of(joint)}
    index = next(at for at, word in enumerate(around.words) if word.start >= mention.start)
    return bool(said & _CORRECTIONS) or ("mais" in said and denied(around, index))
