"""How French text is normalised and compared. Knows nothing of what the words mean."""

import re
import unicodedata
from functools import lru_cache

LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss"}
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_SAINTS = re.compile(r"\b(st|ste|sts|stes)\b")
_SAINT_WORDS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


@lru_cache(maxsize=4096)
def _folded_character(character: str) -> str:
    lowered = character.lower()
    base = unicodedata.normalize("NFD", LIGATURES.get(lowered, lowered))[:1]
    return base or character


def folded(text: str) -> str:
    """Lower case without accents, one code point for one code point, so that offsets still hold in `text`.

    >>> folded("Épuisée, œdème")
    'epuisee, odeme'
    """
    return text.lower() if text.isascii() else _NOT_ASCII.sub(lambda found: _folded_character(found[0]), text).lower()


def normalised(text: str) -> str:
    """Lower case words without accents or punctuation, one space between; ligatures in full.

    >>> normalised("L'Haÿ-les-Roses  (94)")
    'l hay les roses 94'
    """
    return " ".join(text.lower().translate(_PLAIN).split())


class _Plain(dict[int, str]):
    """What each lower case character becomes: letters without accents, ligatures in full, a space for all that is in no word."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        parts = unicodedata.normalize("NFD", LIGATURES.get(character, character))
        self[code] = plain = _NOT_WORD.sub(" ", "".join(part for part in parts if not unicodedata.combining(part)))
        return plain


_PLAIN = _Plain()


def place_key(name: str) -> str:
    """Key under which place names are compared: normalised, "St" and "Ste" in full.

    >>> place_key("St-Maur-des-Fossés")
    'saint maur des fosses'
    """
    key = normalised(name)
    return _SAINTS.sub(lambda found: _SAINT_WORDS[found.group()], key) if "st" in key else key
