"""Writes services as data·inclusion v1 does: structures in one list, their services in another."""

from collections.abc import Iterable, Iterator
from typing import Any

from orientation.demonstration.service import Service, Spans
from orientation.territory import Area

PRODUCER = "demonstration"
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
Json = dict[str, Any]


def structures(services: Iterable[Service]) -> list[Json]:
    """One for each place an organisation has, dated by its freshest service."""
    held: dict[str, list[Service]] = {}
    for service in services:
        held.setdefault(service.site.siret, []).append(service)
    return [_structure(ones) for ones in held.values()]


def service(one: Service) -> Json:
    kind = one.kind
    written: Json = {
        "source": PRODUCER,
        "structure_id": _structure_id(one),
        "id": f"{PRODUCER}--service-{one.number}",
        "nom": one.name[:150],
        "description": f"{one.name}, à {one.site.commune.name}. Fiche fictive, écrite pour la démonstration : ce service n'existe pas.",
        "date_maj": one.updated.isoformat(),
        "type": kind.activities[0] if kind.activities else None,
        "thematiques": list(kind.codes) or None,
        "frais": "payant" if one.prices else "gratuit" if one.number % 3 else None,
        "publics": list(kind.publics) if one.says_publics and kind.publics else None,
        "modes_accueil": list(kind.modes) or None,
        "zone_eligibilite": list(map(_zone, one.zone)) if one.zone else None,
        "modes_mobilisation": list(_ways_in(one)) or None,
        "mobilisable_par": ["professionnels"] if one.number % 5 == 0 else ["professionnels", "usagers"],
        "horaires_accueil": opening_hours(one.week) if one.week else None,
        "conditions_acces": _ages(one),
        **_contact(one),
        **_place(one),
    }
    return {field: value for field, value in written.items() if value is not None}


def opening_hours(week: tuple[Spans, ...]) -> str:
    """
    >>> opening_hours(((("09:00", "12:00"),),) * 5 + ((), ()))
    'Mo-Fr 09:00-12:00; PH off'
    """
    rules: list[tuple[int, int, Spans]] = []
    for day, spans in enumerate(week):
        if rules and rules[-1][1] == day - 1 and rules[-1][2] == spans:
            rules[-1] = (rules[-1][0], day, spans)
        else:
            rules.append((day, day, spans))
    said = [
        f"{_DAYS[first]}{f'-{_DAYS[last]}' if last > first else ''} {','.join(f'{start}-{end}' for start, end in spans)}"
        for first, last, spans in rules
        if spans
    ]
    return "; ".join([*said, "PH off"])


def _structure(services: list[Service]) -> Json:
    first = max(services, key=lambda one: (one.updated, one.number))
    networks = sorted({one.kind.field for one in services if one.kind.field})
    written: Json = {
        "source": PRODUCER,
        "id": _structure_id(first),
        "nom": first.site.organisation.name[:150],
        "date_maj": first.updated.isoformat(),
        "description": "Structure fictive, écrite pour la démonstration.",
        "siret": first.site.siret,
        "reseaux_porteurs": networks or None,
        **_contact(first),
        **_place(first),
    }
    return {field: value for field, value in written.items() if value is not None}


def _structure_id(one: Service) -> str:
    return f"{PRODUCER}--structure-{one.site.siret}"


def _contact(one: Service) -> Json:
    return {"telephone": f"+33{one.phone[1:]}" if one.phone else None, "courriel": one.email, "site_web": one.website} | (
        {} if one.number % 2 else {"telephone": one.phone}
    )


def _place(one: Service) -> Json:
    site = one.site
    return {
        "commune": site.commune.name,
        "code_insee": site.commune.code,
        "code_postal": site.postcode or None,
        "adresse": site.street,
        "latitude": site.lat,
        "longitude": site.lon,
    }


def _ways_in(one: Service) -> Iterator[str]:
    if one.phone:
        yield "telephoner"
    if one.email:
        yield "envoyer-un-courriel"
    if one.week and one.number % 2:
        yield "se-presenter"


def _ages(one: Service) -> str | None:
    if one.ages is None:
        return None
    return f"De {one.ages.low:.0f} à {one.ages.high:.0f} ans" if one.ages.high else f"À partir de {one.ages.low:.0f} ans"


def _zone(area: Area) -> str:
    return "france" if area.kind == "pays" else area.code
