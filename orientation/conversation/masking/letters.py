"""How words are written: letters with their accents, words with or without a capital, and the particles of surnames."""

# Latin letters beyond those of French, as names of Poland, Turkey, Romania or Vietnam have.
_FOREIGN_CODES = (*range(0x100, 0x180), *map(ord, "ƠơƯưȘșȚț"), *range(0x1EA0, 0x1EFA))
FOREIGN = "".join(letter for letter in map(chr, _FOREIGN_CODES) if letter not in "ŒœŸ")
UP = "A-ZÀ-ÖØ-ÞŒŸ" + "".join(letter for letter in FOREIGN if letter.isupper())
LOW = "a-zß-öø-ÿœ" + "".join(letter for letter in FOREIGN if letter.islower())
LETTER = UP + LOW
WORD = rf"[{LETTER}][{LETTER}'’]*(?:-[{LETTER}][{LETTER}'’]*)*"
CAPITAL = rf"(?:[dDlLOoN]['’])?[{UP}][{LETTER}'’]*(?:-[{LETTER}][{LETTER}'’]*)*"
PARTICLE = (
    r"(?:de la|de|du|des|le|la|les|d|ben|ibn|bin|el|al|van der|van den|van|von|da|dos|do|di|y|del|della|ould|a[iï]t|abou|abu|mc|"
    r"st|ste|saint|sainte)"
)
LOW_WORD = rf"[{LOW}]{{3,}}(?:-[{LOW}]+)*"
