"""One field at a time: a cell as written becomes a value or None, and what was wrong with it becomes a sentence."""

import html
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import cos, hypot, radians

import phonenumbers
from dateutil import parser as dateutil

from orientation.territory import Commune

_TAG = re.compile(r"<[^<>]{0,300}>")
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]+")
_SPACES = re.compile(r"\s+")
_FORMULA = re.compile(r"^[=@+\-|][^\w]*(?=[A-Za-z(]*\()")
# Markup written in an address: a bare "&lt=2" in one is the parameter "lt", not a "<".
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,30});")
_LONGEST_ADDRESS = 2_000
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_NOTHING = {
    "",
    "-",
    "--",
    "n/a",
    "na",
    "nc",
    "null",
    "none",
    "nan",
    "\\n",
    "néant",
    "neant",
    "non renseigné",
    "non renseigne",
    "a preciser",
    "à préciser",
}
_PHONE_REGIONS = {
    "0590": "GP",
    "0690": "GP",
    "0691": "GP",
    "0594": "GF",
    "0694": "GF",
    "0596": "MQ",
    "0696": "MQ",
    "0697": "MQ",
    "0262": "RE",
    "0263": "RE",
    "0692": "RE",
    "0693": "RE",
    "0269": "YT",
    "0639": "YT",
    # Kept for fiction in mainland France, inside the range of Mayotte.
    "063998": "FR",
}
_COUNTRY_CODES = {"FR": "33", "GP": "590", "GF": "594", "MQ": "596", "RE": "262", "YT": "262"}
_SHORT_NUMBER = re.compile(r"1\d{1,2}|3\d{3}|116\d{3}")
# Latitudes and longitudes of France with its overseas départements and collectivities, generously.
_FRANCE = (
    (41.0, 51.5, -5.8, 10.0),
    (14.0, 18.3, -63.3, -60.6),
    (2.0, 6.0, -54.8, -51.4),
    (-21.6, -12.5, 44.9, 56.0),
    (46.6, 47.3, -56.6, -56.0),
    (-28.0, -7.0, -180.0, 180.0),
)
_FAR_FROM_ITS_COMMUNE_KM = 30.0
_SPREADSHEET_ORIGIN = date(1899, 12, 30)


def text(cell: object, longest: int = 500) -> str | None:
    """Words as they can be shown: no markup, no invisible character, single spaces; None for "nothing" in its many spellings.

    >>> text("  EHPAD&nbsp;<b>Les  Lilas</b> "), text("N/A")
    ('EHPAD Les Lilas', None)
    """
    if cell is None:
        return None
    written = str(cell)
    cleaned = _shown(html.unescape(written) if "&" in written else written)
    return None if cleaned.casefold() in _NOTHING else cleaned[:longest]


def _shown(written: str) -> str:
    """Without markup and without what cannot be seen, its spaces single."""
    if written.isprintable() and "<" not in written and "  " not in written:
        return written.strip()
    if "<" in written:
        written = _TAG.sub(" ", written)
    return _SPACES.sub(" ", _INVISIBLE.sub(" ", written)).strip()


def name(cell: object) -> tuple[str | None, str | None]:
    """A name and, when it held markup or a spreadsheet formula, the sentence that says what was taken out."""
    cleaned = text(cell, 250)
    if cleaned is None:
        return None, None
    plain = _FORMULA.sub("", cleaned)
    if plain != cleaned or _TAG.search(str(cell)):
        return plain or None, f"nom « {str(cell)[:80]} » : balises ou formule retirées."
    return plain, None


def phone(cell: object) -> str | None:
    """E.164, overseas prefixes included; a French short number (115, 3977) stays as it is; None when no number can be read.

    >>> phone("04 74 45 46 47"), phone("0594276027"), phone("3977"), phone("474454647")
    ('+33474454647', '+594594276027', '3977', '+33474454647')
    """
    written = text(cell)
    if written is None:
        return None
    digits = re.sub(r"\D", "", written)
    if written.startswith("+"):
        digits = "0" + digits[2:] if digits.startswith("33") and len(digits) == 11 else digits
    elif digits.startswith("0033"):
        digits = "0" + digits[4:]
    if len(digits) == 9 and digits[0] != "0" and not written.startswith("+"):
        digits = "0" + digits
    if len(digits) == 10 and digits[0] == "0" and digits[1] != "0":
        region = _PHONE_REGIONS.get(digits[:6]) or _PHONE_REGIONS.get(digits[:4])
        return f"+{_COUNTRY_CODES[region] if region else '33'}{digits[1:]}"
    if _SHORT_NUMBER.fullmatch(digits):
        return digits
    return _unusual_phone(written)


def _unusual_phone(written: str) -> str | None:
    """Anything the French habits above do not cover: several numbers in a cell, extensions, other countries."""
    for found in phonenumbers.PhoneNumberMatcher(written, "FR"):
        return phonenumbers.format_number(found.number, phonenumbers.PhoneNumberFormat.E164)
    return None


def email(cell: object) -> str | None:
    """The first address of the cell, in lower case."""
    found = _EMAIL.search(str(cell)) if cell is not None else None
    return found.group().lower() if found else None


def website(cell: object) -> str | None:
    """An http(s) address; a bare domain gets https, any other scheme is refused (None).

    >>> website("example.org/?a=1&amp;b=2"), website("http://example.org/?a=1&lt=2")
    ('https://example.org/?a=1&b=2', 'http://example.org/?a=1&lt=2')
    """
    if cell is None:
        return None
    written = _shown(_ENTITY.sub(lambda entity: html.unescape(entity.group()), str(cell)))
    if written.casefold() in _NOTHING or " " in written or "." not in written or len(written) > _LONGEST_ADDRESS:
        return None
    if re.match(r"https?://", written, re.IGNORECASE):
        return written
    return None if ":" in written.split("/")[0] or "@" in written else f"https://{written}"


def day(cell: object, today: date) -> tuple[date | None, str | None]:
    """A date and what is wrong with it: impossible, or after today (then None: a record cannot be from the future).

    >>> day("2020-12-31 10:19:02.153", date(2026, 1, 1)), day("31/12/2020", date(2026, 1, 1))[0]
    ((datetime.date(2020, 12, 31), None), datetime.date(2020, 12, 31))
    """
    if isinstance(cell, datetime):
        found = cell.date()
    elif isinstance(cell, date):
        found = cell
    else:
        written = text(cell)
        if written is None:
            return None, None
        try:
            found = _spreadsheet_day(written) or date.fromisoformat(written[:10])
        except ValueError:
            try:
                found = dateutil.parse(written, dayfirst=True, default=datetime(today.year, 1, 1)).date()
            except (ValueError, OverflowError):
                return None, f"date « {written[:40]} » illisible ; attendu par exemple 2026-03-31."
    if found > today:
        return None, f"date {found.isoformat()} dans le futur ; laissée de côté."
    if found.year < 1600:
        return None, f"date {found.isoformat()} impossible ; laissée de côté."
    return found, None


def _spreadsheet_day(written: str) -> date | None:
    """The day a spreadsheet wrote as a number of days, as it does when a column of dates is saved as text.

    >>> _spreadsheet_day("43953"), _spreadsheet_day("2020")
    (datetime.date(2020, 5, 2), None)
    """
    whole = written.removesuffix(".0")
    return _SPREADSHEET_ORIGIN + timedelta(days=int(whole)) if len(whole) == 5 and whole.isdigit() and "3" <= whole[0] <= "6" else None


def number(cell: object) -> float | None:
    """A number written the French or the English way.

    >>> number("1 234,50"), number("48.85"), number("n/a")
    (1234.5, 48.85, None)
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return None if cell != cell or abs(cell) == float("inf") else float(cell)
    written = text(cell)
    if written is None:
        return None
    try:
        value = float(re.sub(r"[\s\u00a0\u202f]", "", written).replace(",", "."))
    except ValueError:
        return None
    return None if value != value or abs(value) == float("inf") else value


@dataclass(frozen=True, slots=True)
class Position:
    """Where a record says it is; `reliable` False: far from its own commune; `warning`: what a person should look at."""

    lat: float | None = None
    lon: float | None = None
    reliable: bool | None = None
    warning: str | None = None


def position(lat_cell: object, lon_cell: object, commune: Commune | None) -> Position:
    """Coordinates checked against France and against the commune. A swap is said and proposed, never done silently."""
    lat, lon = number(lat_cell), number(lon_cell)
    if lat is None or lon is None:
        return Position()
    if (lat, lon) == (0.0, 0.0):
        return Position(warning="coordonnées 0, 0 : inconnues, laissées de côté.")
    if not _in_france(lat, lon):
        if _in_france(lon, lat):
            return Position(
                warning=f"coordonnées {lat}, {lon} hors de France ; inversées (latitude {lon}, longitude {lat}), elles y seraient : "
                "à corriger à la source."
            )
        return Position(warning=f"coordonnées {lat}, {lon} hors de France ; laissées de côté.")
    if commune is None or commune.lat is None or commune.lon is None:
        return Position(lat, lon)
    away_km = hypot((lat - commune.lat) * 111.2, (lon - commune.lon) * 111.2 * cos(radians(lat)))
    if away_km > _FAR_FROM_ITS_COMMUNE_KM:
        return Position(lat, lon, False, f"position à {away_km:.0f} km de {commune.name}, sa commune : l'une des deux est fausse.")
    return Position(lat, lon, True)


def _in_france(lat: float, lon: float) -> bool:
    return any(south <= lat <= north and west <= lon <= east for south, north, west, east in _FRANCE)
