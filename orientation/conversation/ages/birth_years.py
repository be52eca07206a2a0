"""Ages told by a year of birth: "née en 1941", "DDN 1941", "M. né en 38"."""

from orientation.conversation.ages.mention import AgeMention
from orientation.conversation.ages.units import UNITS
from orientation.conversation.numerals import number_at
from orientation.conversation.words import Words, word_set

_BORN_IN = (("ne", "en"), ("nee", "en"), ("nes", "en"), ("ne", "e"), ("naissance", "en"))
_BORN = word_set("ne nee nes nait naissance ddn naiss neen neele classe")
_SOMEBODY = word_set("mr mme monsieur madame dame patient patiente homme femme pt pte est")
_KIN = word_set("il elle papa maman pere mere mari femme monsieur madame mr mme nom mamie papi tante oncle")
_LEAST_SPOKEN = 20  # "né en deux mille cinq" is not read
_OLDEST, _YOUNGEST_UNCUED = 1900, 15


def birth_year(words: Words, position: int, year: int) -> AgeMention | None:
    """A birth year, in full or in two figures; `year`: the one it is counted from."""
    form = words.forms[position]
    before = words.forms[max(0, position - 3) : position]
    if not form.isdigit() or len(form) == 2:
        born = before[-2:] in _BORN_IN or before[-1:] == ("ddn",) or before[-2:] == ("est", "de") and before[0] in _KIN and form.isdigit()
        return _born_in_short(words, position, year) if born else None
    if len(form) != 4:
        return None
    if not _OLDEST <= int(form) <= year:
        return None
    cued = before[-1:] == ("de",) and words.at(position - 2) in _SOMEBODY or not _BORN.isdisjoint(before)
    if not cued and not (_stands_beside(words, position) and int(form) < year - _YOUNGEST_UNCUED):
        return None
    return AgeMention(float(year - int(form)), max(0, position - 1), position, True, "je" in before or "suis" in before, False)


def _stands_beside(words: Words, position: int) -> bool:
    """ "M. [nom], 1961", "(1941)"."""
    named = words.at(position - 1) == "nom" and "," in words.cuts[position]
    return named or words.cuts[position].rstrip().endswith("(") and words.cuts[position + 1].lstrip().startswith(")")


def _born_in_short(words: Words, position: int, year: int) -> AgeMention | None:
    """ "né en 33", "née en quarante-deux", "papa est de 56": of this century only when that year has come.

    "née en 33 semaines" and "né en 12/2024" are none.
    """
    read = number_at(words, position)
    if read is None or not words.forms[position].isdigit() and read[0] < _LEAST_SPOKEN or read[0] >= 100:
        return None
    two, last = int(read[0]), read[1]
    following = words.at(last + 1)
    counted = words.at(position - 1) == "de" and following != "" and following != "et" and not words.cuts[last + 1].strip()
    if counted:
        return None  # "le reste à charge de Mme est de 45 euros"
    if following in UNITS or following in ("sa", "h") or words.cuts[last + 1][:1] in ("/", "-"):
        return None
    born = 2000 + two if 2000 + two <= year else 1900 + two
    speaker = any(form in ("je", "suis") for form in words.forms[max(0, position - 4) : position])
    return AgeMention(float(year - born), max(0, position - 1), last, True, speaker)
