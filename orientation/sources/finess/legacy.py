"""The CSV forms frozen in May 2026 (cs1100502, cs1100507: record types, no header) and the annual stock (with header).

Positions come in the projection their own line names; overseas départements each have theirs. In cs1100507 they stand on
lines of their own, after all establishments, sometimes in another file: they are gathered first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from pyproj import Transformer

from orientation.record import SourceRecord
from orientation.refusal import Rejected
from orientation.resource import Resource
from orientation.sources import fields
from orientation.sources.extract import Extract
from orientation.sources.finess.establishment import SOURCE, Establishment, commune_code, record, street
from orientation.sources.mended import rows_raw
from orientation.sources.reading import Context, Entries

_COLUMNS = (
    "nofinesset",
    "nofinessej",
    "rs",
    "rslongue",
    "complrs",
    "compldistrib",
    "numvoie",
    "typvoie",
    "voie",
    "compvoie",
    "lieuditbp",
    "commune",
    "departement",
    "libdepartement",
    "ligneacheminement",
    "telephone",
    "telecopie",
    "categetab",
    "libcategetab",
    "categagretab",
    "libcategagretab",
    "siret",
    "codeape",
    "codemft",
    "libmft",
    "codesph",
    "libsph",
    "dateouv",
    "dateautor",
    "datemaj",
    "numuai",
)
# The projection named in a line, by the words it may use; the legal projection of each overseas département.
_PROJECTIONS = {
    "2154": 2154,
    "LAMBERT_93": 2154,
    "LAMBERT-93": 2154,
    "5490": 5490,
    "UTM_N20": 5490,
    "UTM ZONE 20N": 5490,
    "2972": 2972,
    "UTM_N22": 2972,
    "UTM ZONE 22N": 2972,
    "2975": 2975,
    "UTM_S40": 2975,
    "UTM ZONE 40S": 2975,
    "4471": 4471,
    "UTM_S38": 4471,
    "UTM ZONE 38S": 4471,
    "4467": 4467,
    "UTM_N21": 4467,
    "UTM ZONE 21N": 4467,
    "4326": 4326,
}
# What opens a file of typed lines.
_FIRST_LINE = ("finess", "etalab")
Positions = Mapping[str, tuple[float, float, str]]
# The header, or first line, and the cells an establishment was read from.
Written = tuple[Sequence[str], Sequence[str]]


def recognises(extract: Extract) -> bool:
    first = extract.head_text.lstrip("\ufeff").split("\n", 1)[0].lower()
    return first.startswith(("finess;etalab", "structureet;", "geolocalisation;")) or _is_stock_header(first)


def _is_stock_header(first_line: str) -> bool:
    cells = {cell.strip().strip('"') for cell in first_line.split(";")}
    return {"nofinesset", "rs", "categetab"} <= cells


def read(extracts: Iterable[Extract], context: Context) -> Entries:
    given = list(extracts)
    stocks = [extract for extract in given if _is_stock_header(extract.head_text.lstrip("\ufeff").split("\n", 1)[0].lower())]
    typed = [extract for extract in given if extract not in stocks]
    for extract in stocks:
        yield from _stock(extract, context)
    positions = {number: position for extract in typed for number, position, _, _ in _position_lines(extract)}
    placed: set[str] = set()
    for extract in typed:
        for entry in _establishment_lines(extract, positions, context):
            if isinstance(entry, SourceRecord):
                placed.add(entry.id)
            yield entry
    for extract in typed:
        yield from _positions_alone(extract, placed, context)


def _establishment_lines(extract: Extract, positions: Positions, context: Context) -> Entries:
    for line, cells in extract.rows(";"):
        if cells is None:
            yield Rejected(SOURCE, extract.name, line, None, None, "cellule de plus d'un million de caractères ; ligne laissée de côté.")
        elif cells[0] == "structureet":
            if len(cells) < len(_COLUMNS):
                reason = f"{len(cells)} colonnes trouvées, {len(_COLUMNS) + 1} attendues : un « ; » manque ou la ligne est coupée."
                yield Rejected(SOURCE, extract.name, line, None, None, reason, rows_raw(";", _FIRST_LINE, cells))
            else:
                row = dict(zip(_COLUMNS, cells[1:], strict=False))
                yield record(_from_typed(row, positions.get(row["nofinesset"]), extract, line, (_FIRST_LINE, cells)), context)
        elif cells[0] not in ("finess", "geolocalisation"):
            reason = "type d'enregistrement inconnu ; attendu : structureet ou geolocalisation."
            yield Rejected(SOURCE, extract.name, line, "type", cells[0][:80], reason, rows_raw(";", _FIRST_LINE, cells))


def _position_lines(extract: Extract) -> Iterator[tuple[str, tuple[float, float, str], int, list[str]]]:
    for line, cells in extract.rows(";"):
        if cells and cells[0] == "geolocalisation" and len(cells) >= 5:
            x, y = fields.number(cells[2]), fields.number(cells[3])
            if x is not None and y is not None:
                yield cells[1], (x, y, cells[4]), line, cells


def _positions_alone(extract: Extract, placed: set[str], context: Context) -> Entries:
    """Positions of establishments that this extract does not hold complete the ones the directory already knows."""
    for line, cells in extract.rows(";"):
        if not cells or cells[0] != "geolocalisation" or (len(cells) > 1 and cells[1] in placed):
            continue
        number = cells[1] if len(cells) > 1 else ""
        x, y = (fields.number(cell) for cell in [*cells, "", "", "", ""][2:4])
        lat, lon = wgs84(x, y, cells[4]) if len(cells) >= 5 else (None, None)
        if len(number) != 9 or lat is None or lon is None:
            reason = "une position avec son numéro FINESS, ses coordonnées et sa projection étaient attendus ; ligne laissée de côté."
            yield Rejected(SOURCE, extract.name, line, "coordxet", ";".join(cells[2:4])[:80], reason, rows_raw(";", _FIRST_LINE, cells))
            continue
        updated, _ = fields.day(cells[5] if len(cells) > 5 else None, context.today)
        found = fields.position(lat, lon, None)
        resource = Resource(id=f"{SOURCE}:geo-{number}", name=f"Position de l'établissement FINESS {number}", lat=found.lat, lon=found.lon)
        raw = dict(zip(("type", "nofinesset", "coordxet", "coordyet", "sourcecoordet", "datemaj"), cells, strict=False))
        warnings = (found.warning,) if found.warning else ()
        yield SourceRecord(SOURCE, f"geo-{number}", raw, resource, updated, None, (SOURCE, number), extract.name, line, warnings)


def _stock(extract: Extract, context: Context) -> Entries:
    header: list[str] | None = None
    for line, cells in extract.rows(";"):
        if header is None:
            header = [cell.strip().lower() for cell in cells or []]
        elif cells is None or len(cells) < len(header):
            reason = f"{len(cells or [])} colonnes trouvées, {len(header)} attendues : un « ; » manque ou la ligne est coupée."
            yield Rejected(SOURCE, extract.name, line, None, None, reason, rows_raw(";", header, cells or []))
        else:
            yield record(_from_stock(dict(zip(header, cells, strict=False)), extract, line, (header, cells)), context)


def _from_typed(
    row: dict[str, str], position: tuple[float, float, str] | None, extract: Extract, line: int, written: Written
) -> Establishment:
    postcode, _, town = row["ligneacheminement"].partition(" ")
    lat, lon = wgs84(*position) if position else (None, None)
    return _establishment(row, postcode, town, commune_code(row["departement"], row["commune"], postcode), lat, lon, extract, line, written)


def _from_stock(row: dict[str, str], extract: Extract, line: int, written: Written) -> Establishment:
    x, y = fields.number(row.get("coordx")), fields.number(row.get("coordy"))
    lat, lon = wgs84(x, y, row.get("sourcegeocod") or "LAMBERT_93")
    return _establishment(row, row.get("codepostal", ""), row.get("libelle_routage", ""), row.get("cog"), lat, lon, extract, line, written)


def _establishment(
    row: dict[str, str],
    postcode: str,
    town: str,
    commune: str | None,
    lat: float | None,
    lon: float | None,
    extract: Extract,
    line: int,
    written: Written,
) -> Establishment:
    return Establishment(
        number=row["nofinesset"].strip(),
        name=row.get("rslongue") or row.get("rs"),
        category=(row.get("categetab") or "").strip() or None,
        raw={key: value for key, value in row.items() if value},
        category_label=row.get("liblongcategetab") or row.get("libcategetab"),
        organisation_number=row.get("nofinessej") or None,
        siret=row.get("siret") or None,
        address=street(*(row.get(key, "") for key in ("numvoie", "typvoie", "voie", "compvoie", "lieuditbp"))),
        postcode=postcode or None,
        town=town or None,
        commune_code=commune,
        phone=row.get("telephone"),
        lat=lat,
        lon=lon,
        opened_on=row.get("dateouv") or row.get("dateouvert"),
        updated_on=row.get("datemaj"),
        file=extract.name,
        line=line,
        alone=lambda: rows_raw(";", *written),
    )


def wgs84(x: float | None, y: float | None, source: str) -> tuple[float | None, float | None]:
    """Latitude and longitude from a projected pair and the words that name its projection; None when it is not named.

    >>> lat, lon = wgs84(870262.2, 6571540.8, "1,ATLASANTE,96,BAN,EPSG:2154 RGF93 / Lambert-93")
    >>> round(lat, 3), round(lon, 3)
    (46.222, 5.209)
    """
    said = source.upper()
    code = next((code for word, code in _PROJECTIONS.items() if word in said), None)
    if x is None or y is None or code is None:
        return None, None
    lon, lat = _to_wgs84(code).transform(x, y)
    return (round(lat, 6), round(lon, 6)) if abs(lat) <= 90 and abs(lon) <= 180 else (None, None)


@lru_cache
def _to_wgs84(code: int) -> Transformer:
    return Transformer.from_crs(code, 4326, always_xy=True)
