"""How words are written: letters with their accents, words with or without a capital, and the particles of surnames."""

import unicodedata

# Latin letters beyond those of French, as names of Poland, Turkey, Romania or Vietnam have, and what stands for each.
_FOREIGN = [chr(code) for code in (*range(0x100, 0x180), *map(ord, "ƠơƯưȘșȚț"), *range(0x1EA0, 0x1EFA)) if chr(code) not in "ŒœŸ"]
_OF_NO_ACCENT = dict(zip("ĐđĦħıŁłŊŋŦŧ", "DdHhiLlNnTt", strict=True))
_PLAIN = str.maketrans({letter: _OF_NO_ACCENT.get(letter, unicodedata.normalize("NFD", letter)[0]) for letter in _FOREIGN})

UP = "A-ZÀ-ÖØ-ÞŒŸ"
LOW = "a-zß-öø-ÿœ"
LETTER = UP + LOW
WORD = rf"[{LETTER}][{LETTER}'’]*(?:-[{LETTER}][{LETTER}'’]*)*"
CAPITAL = rf"(?:[dDlLOoN]['’])?[{UP}][{LETTER}'’]*(?:-[{LETTER}][{LETTER}'’]*)*"
PARTICLE = (
    r"(?:de la|de|du|des|le|la|les|d|ben|ibn|bin|el|al|van der|van den|van|von|da|dos|do|di|y|del|della|ould|a[iï]t|abou|abu|mc|"
    r"st|ste|saint|sainte)"
)
LOW_WORD = rf"[{LOW}]{{3,}}(?:-[{LOW}]+)*"


def in_french_letters(text: str) -> str:
    """One letter for one letter, the accents of French left alone.

    >>> in_french_letters("M. Đặng, Mme Kowalczyková, né à Łódź")
    'M. Dang, Mme Kowalczyková, né à Lódz'
    """
    return text if text.isascii() else text.translate(_PLAIN)
