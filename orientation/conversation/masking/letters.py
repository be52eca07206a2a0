"""How words are written: letters with their accents, words with or without a capital, and the particles of surnames."""

UP = "A-ZÀ-ÖØ-ÞŒ"
LOW = "a-zß-öø-ÿœ"
LETTER = UP + LOW
WORD = rf"[{LETTER}][{LETTER}'’]*(?:-[{LETTER}][{LETTER}'’]*)*"
CAPITAL = rf"(?:[dDlLOoN]['’])?[{UP}][{LETTER}'’]*(?:-[{LETTER}][{LETTER}'’]*)*"
PARTICLE = (
    r"(?:de la|de|du|des|le|la|les|d|ben|ibn|bin|el|al|van der|van den|van|von|da|dos|do|di|del|della|ould|a[iï]t|abou|abu|mc|"
    r"st|ste|saint|sainte)"
)
LOW_WORD = rf"[{LOW}]{{3,}}(?:-[{LOW}]+)*"
