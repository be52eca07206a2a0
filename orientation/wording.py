"""How French text is normalised and compared. Knows nothing of what the words mean."""

import re
import unicodedata
from functools import lru_cache

LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss"}
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_SAINTS = re.compile(r"\b(st|ste|sts|stes)\b")
_SAINT_WORDS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    lowered = character.lower()
    base = unicodedata.normalize("NFD", LIGATURES.get(lowered, lowered))[:1]
    return base or character


def folded(text: str) -> str:
    """Lower case without accents, one code point for one code point, so that offsets still hold in `text`.

    >>> folded("Épuisée, œdème")
    'epuisee, odeme'
    """
    return "".join(map(_fold_character, text)) if not text.isascii() else text.lower()


def normalised(text: str) -> str:
    """Lower case words without accents or punctuation, one space between; ligatures in full.

    >>> normalised("L'Haÿ-les-Roses  (94)")
    'l hay les roses 94'
    """
    lowered = text.lower()
    for ligature, letters in LIGATURES.items():
        lowered = lowered.replace(ligature, letters)
    stripped = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", stripped).strip()


def place_key(name: str) -> str:
    """Key under which place names are compared: normalised, "St" and "Ste" in full.

    >>> place_key("St-Maur-des-Fossés")
    'saint maur des fosses'
    """
    return _SAINTS.sub(lambda found: _SAINT_WORDS[found.group()], normalised(name))
