"""A structure, kept small, so that its services can say who runs them, where, and whom to call."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from orientation.resource import Identifier
from orientation.sources import fields
from orientation.sources.data_inclusion.rows import Row, values
from orientation.sources.places import commune_of, padded_postcode
from orientation.sources.reading import Context
from orientation.territory import Commune

_NO_SIRET = frozenset({"0" * 14, "9" * 14})


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a record says it is; empty when it says nothing. `warning`: what a person should look at."""

    commune: Commune | None = None
    address: str | None = None
    postcode: str | None = None
    lat: float | None = None
    lon: float | None = None
    reliable: bool | None = None
    warning: str | None = None

    def __bool__(self) -> bool:
        return self.commune is not None or self.address is not None or self.lat is not None


@dataclass(frozen=True, slots=True)
class Structure:
    """What services inherit. `kinds`: typology or networks, as written."""

    name: str | None
    kinds: tuple[str, ...]
    spot: Spot
    phone: str | None
    email: str | None
    website: str | None
    hours: str | None
    identifiers: tuple[Identifier, ...]


def structure(row: Row, context: Context) -> Structure:
    return Structure(
        name=fields.name(row.get("nom"))[0],
        kinds=kinds(row),
        spot=spot(row, context),
        phone=fields.phone(whole(row.get("telephone"))),
        email=fields.email(row.get("courriel")),
        website=fields.website(row.get("site_web")),
        hours=fields.text(row.get("horaires_accueil") or row.get("horaires_ouverture") or row.get("horaires")),
        identifiers=identifiers(row),
    )


def kinds(row: Row) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for key in ("typologie", "reseaux_porteurs") for one in values(row.get(key))))


def spot(row: Row, context: Context) -> Spot:
    """The place of a record by its INSEE code, then postcode and town, then coordinates."""
    postcode, town = padded_postcode(whole(row.get("code_postal"))), fields.text(row.get("commune"))
    code = fields.text(whole(row.get("code_insee")))
    commune = commune_of(context.gazetteer, code, postcode, town)
    placed = fields.position(row.get("latitude"), row.get("longitude"), commune)
    if commune is None and placed.lat is not None and placed.lon is not None:
        commune = context.gazetteer.at(placed.lat, placed.lon)
    lines = (fields.text(row.get("adresse")), fields.text(row.get("complement_adresse")))
    address = ", ".join(line for line in lines if line) or None
    return Spot(commune, address, postcode, placed.lat, placed.lon, placed.reliable, placed.warning)


def identifiers(row: Row) -> tuple[Identifier, ...]:
    siret = (fields.text(whole(row.get("siret") or row.get("pivot"))) or "").replace(" ", "")
    siret = siret.zfill(14) if siret.isdigit() and len(siret) >= 9 else siret
    rna = (fields.text(row.get("rna")) or "").replace(" ", "")
    found = []
    if len(siret) == 14 and siret.isdigit() and siret not in _NO_SIRET:
        found.append(Identifier("siret", siret))
    if rna:
        found.append(Identifier("rna", rna))
    return tuple(found)


def whole(cell: Any) -> Any:
    """A number that a spreadsheet gave a ".0" is the whole number."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def record_id(row: Row, key: str = "id") -> str | None:
    """The id over all producers: "dora--42", whether the record says it whole or its producer apart.

    >>> record_id({"source": "dora", "id": "42"}), record_id({"source": "dora", "id": "dora--42"})
    ('dora--42', 'dora--42')
    """
    id, producer = fields.text(whole(row.get(key))), fields.text(row.get("source"))
    if id is None:
        surrogate = "_di_surrogate_id" if key == "id" else "_di_structure_surrogate_id"
        return fields.text(row.get(surrogate))
    if producer is None or id.startswith(f"{producer}--"):
        return id
    return f"{producer}--{id}"


def structure_of(service: Row) -> str | None:
    """The id of the structure a service names."""
    nested = service.get("structure")
    if service.get("structure_id") is None and isinstance(nested, Mapping):
        return record_id(nested)
    return record_id(service, "structure_id")
