"""One FINESS establishment, whatever the form it came in, and what it maps to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from orientation.mapping import Meanings
from orientation.record import SourceRecord
from orientation.refusal import Rejected
from orientation.resource import Identifier, Resource, SourceRef
from orientation.sources import fields
from orientation.sources.places import commune_of
from orientation.sources.reading import Context

SOURCE = "finess"
# The letter-coded départements of FINESS, by the two digits their commune codes really start with.
_OVERSEAS = {"9A": "97", "9B": "97", "9C": "97", "9D": "97", "9E": "97", "9F": "97", "9J": "98"}
# FINESS keeps these two collectivities under Guadeloupe: only the postcode tells them apart.
_FORMER_GUADELOUPE = {"97133": "97701", "97150": "97801"}
_STREET_TYPES = {
    "ALL": "allée",
    "AV": "avenue",
    "BD": "boulevard",
    "CAR": "carrefour",
    "CHE": "chemin",
    "CITE": "cité",
    "COR": "corniche",
    "CRS": "cours",
    "DOM": "domaine",
    "ESP": "esplanade",
    "FG": "faubourg",
    "GR": "grande rue",
    "HAM": "hameau",
    "IMP": "impasse",
    "LD": "lieu-dit",
    "LOT": "lotissement",
    "MTE": "montée",
    "PAS": "passage",
    "PL": "place",
    "PLN": "plaine",
    "PRO": "promenade",
    "QUA": "quartier",
    "QU": "quai",
    "R": "rue",
    "RES": "résidence",
    "RLE": "ruelle",
    "RPT": "rond-point",
    "RTE": "route",
    "SEN": "sente",
    "SQ": "square",
    "VLA": "villa",
    "VLGE": "village",
    "ZA": "ZA",
    "ZAC": "ZAC",
    "ZI": "ZI",
}
_REPEATS = {"B": "bis", "T": "ter", "Q": "quater"}


def _nothing() -> None:
    return None


@dataclass(frozen=True)
class Establishment:
    """The fields every form has, as text; empty and None both mean unsaid. `lat`, `lon` already in WGS 84.

    `alone`: the file of its form that holds only this one, to be mended in a quarantine; None: too long.
    """

    number: str
    name: str | None
    category: str | None
    raw: Mapping[str, object]
    category_label: str | None = None
    organisation: str | None = None
    organisation_number: str | None = None
    siret: str | None = None
    address: str | None = None
    postcode: str | None = None
    town: str | None = None
    commune_code: str | None = None
    phone: str | None = None
    email: str | None = None
    lat: float | None = None
    lon: float | None = None
    opened_on: str | None = None
    closed_on: date | None = None
    updated_on: str | None = None
    file: str | None = None
    line: int | None = None
    warnings: tuple[str, ...] = field(default_factory=tuple)
    alone: Callable[[], str | None] = _nothing


def commune_code(departement: str, commune: str, postcode: str | None) -> str | None:
    """The official code behind FINESS's own: letters for overseas départements, three digits for the commune.

    >>> commune_code("9C", "302", "97306"), commune_code("01", "451", "01440"), commune_code("9A", "123", "97133")
    ('97302', '01451', '97701')
    """
    if departement == "9A" and postcode in _FORMER_GUADELOUPE:
        return _FORMER_GUADELOUPE[postcode]
    code = _OVERSEAS.get(departement, departement) + commune
    return code if len(code) == 5 else None


def street(number: str, kind: str, name: str, repeat: str = "", place: str = "") -> str | None:
    """
    >>> street("40", "CHE", "CHEMIN SAFER MORANGE"), street("12", "R  ", "DES LILAS", "B", "BP 71")
    ('40 chemin SAFER MORANGE', '12 bis rue DES LILAS, BP 71')
    """
    kind, repeat = kind.strip(), repeat.strip()
    word = _STREET_TYPES.get(kind, kind.lower())
    name = name.strip()
    if word and name.casefold().startswith(word.casefold() + " "):
        name = name[len(word) + 1 :]
    line = " ".join(part for part in (number.strip(), _REPEATS.get(repeat, repeat), word, name) if part)
    return fields.text(", ".join(part for part in (line, place.strip()) if part))


def record(one: Establishment, context: Context) -> SourceRecord | Rejected:
    """The resource an establishment maps to by its category; rejected without a number or a name."""
    name, renamed = fields.name(one.name)
    if not _is_finess_number(one.number) or name is None:
        what = "nofinesset" if name is not None else "raison sociale"
        reason = "un numéro FINESS de 9 caractères et un nom étaient attendus ; corrigez la ligne ou retirez-la."
        return Rejected(SOURCE, one.file or "", one.line, what, one.number or None, reason, one.alone())
    commune = commune_of(context.gazetteer, one.commune_code, one.postcode, one.town)
    placed = fields.position(one.lat, one.lon, commune)
    opened, wrong_opening = fields.day(one.opened_on, context.today)
    updated, wrong_update = fields.day(one.updated_on, context.today)
    meanings = context.mappings.meanings("finess-categories", context.mappings.variant(one.category, name))
    said = Meanings.together(meanings)
    label = next((m.category or m.label for m in meanings), fields.text(one.category_label))
    unknown = () if meanings else (f"catégorie FINESS « {one.category} » inconnue des tables : aucun besoin déduit.",)
    resource = Resource(
        id=f"{SOURCE}:{one.number}",
        name=name,
        sector=said.sector,
        organisation=fields.text(one.organisation),
        categories=(label,) if label else (),
        needs=said.needs,
        specialties=said.specialties,
        publics=said.publics or None,
        ages=said.ages,
        modes=said.modes,
        commune=commune.code if commune else None,
        address=one.address,
        postcode=one.postcode,
        lat=placed.lat,
        lon=placed.lon,
        position_is_reliable=placed.reliable,
        phone=fields.phone(one.phone),
        email=fields.email(one.email),
        confidential=said.confidential,
        opened_on=opened,
        closed_on=one.closed_on,
        identifiers=_identifiers(one),
        sources=(SourceRef(SOURCE, one.number, updated),),
        updated_on=updated,
    )
    warnings = tuple(w for w in (*one.warnings, renamed, placed.warning, wrong_opening, wrong_update, *unknown) if w)
    return SourceRecord(SOURCE, one.number, one.raw, resource, updated, one.closed_on, None, one.file, one.line, warnings)


def _is_finess_number(number: str) -> bool:
    return len(number) == 9 and number.isalnum()


def _identifiers(one: Establishment) -> frozenset[Identifier]:
    said = (("finess", one.number), ("finess-ej", one.organisation_number), ("siret", one.siret))
    return frozenset(Identifier(scheme, value) for scheme, value in said if value)
