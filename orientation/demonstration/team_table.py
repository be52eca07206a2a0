"""Writes services as a team keeps its own: one spreadsheet, needs in the project's words, for what directories have no code for."""

import csv
import io
from collections.abc import Iterable

from orientation.demonstration.data_inclusion import opening_hours
from orientation.demonstration.service import Service
from orientation.geography.gazetteer import Gazetteer
from orientation.territory import Area

_MODES = {"sur-place": "sur place", "a-domicile": "à domicile", "a-distance": "à distance"}
COLUMNS = (
    "Référence",
    "Nom",
    "Organisme",
    "Secteur",
    "Besoins",
    "Publics",
    "Âge minimum",
    "Âge maximum",
    "Mode",
    "Dessert",
    "Adresse",
    "Code postal",
    "Commune",
    "Code INSEE",
    "Latitude",
    "Longitude",
    "Téléphone",
    "Courriel",
    "Horaires",
    "Vérifié le",
)


def table(services: Iterable[Service], gazetteer: Gazetteer) -> str:
    """The whole file, as a French spreadsheet saves it: semicolons, commas in numbers, days first in dates."""
    written = io.StringIO()
    rows = csv.writer(written, delimiter=";", lineterminator="\r\n")
    rows.writerow(COLUMNS)
    rows.writerows(_row(service, gazetteer) for service in services)
    return written.getvalue()


def _row(service: Service, gazetteer: Gazetteer) -> tuple[str, ...]:
    kind, site, ages = service.kind, service.site, service.ages
    return (
        f"D{service.number:05}",
        service.name,
        site.organisation.name,
        kind.codes[0],
        ", ".join(sorted(kind.needs)),
        ", ".join(kind.publics) if service.says_publics else "",
        f"{ages.low:.0f}" if ages else "",
        f"{ages.high:.0f}" if ages and ages.high is not None else "",
        ", ".join(_MODES[mode] for mode in kind.modes),
        ", ".join(_place(area, gazetteer) for area in service.zone or ()),
        site.street,
        site.postcode,
        site.commune.name,
        site.commune.code,
        _number(site.lat),
        _number(site.lon),
        " ".join(service.phone[place : place + 2] for place in range(0, 10, 2)) if service.phone else "",
        service.email or "",
        opening_hours(service.week) if service.week else "",
        f"{service.updated:%d/%m/%Y}",
    )


def _place(area: Area, gazetteer: Gazetteer) -> str:
    """A commune as people write it: five figures could be read as a postcode, which in Guyane may be another commune's."""
    commune = gazetteer.commune(area.code) if area.kind == "commune" else None
    return f"{commune.name} ({commune.departement})" if commune is not None else area.code


def _number(degrees: float | None) -> str:
    return "" if degrees is None else str(degrees).replace(".", ",")
