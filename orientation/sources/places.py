"""Which commune an entry is in, from whatever it says: a code, a postcode, a town as the post writes it, a position."""

import re
from functools import lru_cache

from orientation.geography.gazetteer import Gazetteer
from orientation.territory import Area, Commune
from orientation.wording import place_key

_CEDEX = re.compile(r"\bcedex\b.*$", re.IGNORECASE)
# The number of a CEDEX of these three towns is that of an arrondissement.
_NUMBERED_CEDEX = re.compile(r"^(paris|lyon|marseille)\s+cedex\s+0?(\d{1,2})\b", re.IGNORECASE)
_FIRST_ARRONDISSEMENT = {"paris": 75100, "lyon": 69380, "marseille": 13200}
_LEADING_POSTCODE = re.compile(r"^\s*(\d{5})\s+")
_ARRONDISSEMENT = re.compile(r"^(paris|lyon|marseille)\s+0?(\d{1,2})\b", re.IGNORECASE)


def padded_postcode(cell: object) -> str | None:
    """A postcode whose leading zero a spreadsheet lost gets it back.

    >>> padded_postcode(1440), padded_postcode("94 400"), padded_postcode("SP")
    ('01440', '94400', None)
    """
    digits = re.sub(r"\.0$|\s", "", str(cell)) if cell is not None else ""
    return digits.zfill(5) if digits.isdigit() and 4 <= len(digits) <= 5 else None


def commune_of(gazetteer: Gazetteer, code: str | None = None, postcode: str | None = None, town: str | None = None) -> Commune | None:
    """The commune (or arrondissement) an entry names; None when what it says fits none or several.

    A former commune's code leads to the present one. A CEDEX postcode belongs to nobody: the town's name in the same
    département decides.
    """
    if code:
        found = gazetteer.current(code.strip().zfill(5))
        if found is not None:
            return found
    if town and (leading := _LEADING_POSTCODE.match(town)):
        postcode, town = postcode or leading.group(1), town[leading.end() :]
    if town and (numbered := _NUMBERED_CEDEX.match(town)):
        base, number = _FIRST_ARRONDISSEMENT[numbered.group(1).lower()], int(numbered.group(2))
        arrondissement = gazetteer.current(str(base + number))
        if arrondissement is not None and arrondissement.kind == "arrondissement":
            return arrondissement
    if postcode is None:
        return None
    return _commune_of_post(gazetteer, postcode, _CEDEX.sub("", town or "").strip())


@lru_cache(maxsize=65_536)
def _commune_of_post(gazetteer: Gazetteer, postcode: str, town: str) -> Commune | None:
    served = gazetteer.by_postcode(postcode)
    if len(served) == 1:
        return served[0]
    key = place_key(_ARRONDISSEMENT.sub(lambda found: found.group(1), town))
    named = [one for one in served if _key(one.name) == key]
    if len(named) == 1:
        return named[0]
    if served or not key:
        return None
    return _town_of_departement(gazetteer, _departement(postcode), key)


def _town_of_departement(gazetteer: Gazetteer, departement: str, key: str) -> Commune | None:
    codes = gazetteer.communes_in(Area("departement", departement))
    named = [one for one in map(gazetteer.commune, codes) if one is not None and one.kind == "commune" and _key(one.name) == key]
    return named[0] if len(named) == 1 else None


@lru_cache(maxsize=65_536)
def _key(name: str) -> str:
    return place_key(name)


def _departement(postcode: str) -> str:
    """Corsica's two départements share the prefix 20: 200 and 201 are the south."""
    if postcode.startswith("20"):
        return "2A" if postcode[:3] in ("200", "201") else "2B"
    return postcode[:3] if postcode.startswith(("97", "98")) else postcode[:2]
