"""Any resource as a directory may hold one: what readers refuse, take out or set right is not in it."""

import re
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from orientation.resource import Identifier, Resource
from orientation.sources import fields
from orientation.territory import Area, CatchmentArea
from tests.factories import TODAY
from tests.strategies import TEXTS, resources

_REFUSED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]|<[^<>]*>")
IDS = st.builds(
    "{}:{}".format,
    st.sampled_from(["finess", "ror", "data-inclusion", "carnet-equipe"]),
    st.text("abcXYZ0123456789/-_.:é", min_size=1, max_size=12),
)
AREAS = st.sampled_from(
    [
        Area("commune", "94028"),
        Area("commune", "97302"),
        Area("departement", "94"),
        Area("departement", "2A"),
        Area("epci", "200054781"),
        Area("region", "11"),
        Area("pays", "FR"),
        Area("territoire", "94-Est"),
        Area("secteur-psychiatrique", "94G05"),
        Area("polygone", "POLYGON((1 2,3 4,1 2))"),
    ]
)
NUMBERS = st.builds(
    Identifier, st.sampled_from(["finess", "finess-ej", "siret", "ror", "rpps"]), st.sampled_from(["940000123", "94081", "a|b", "11/7"])
)
NEEDS = st.sampled_from(["ehpad", "aide-domicile", "consultation-specialiste", "lien-social", "sante-sexuelle"])
PUBLICS = st.sampled_from(["personnes-agees", "handicap-adulte", "aidants", "tout-public", "etudiants"])
POSITIONS = st.sampled_from([None, (48.7776, 2.4531), (4.9372, -52.326), (-12.78, 45.2278)])


@st.composite
def held(draw: st.DrawFn, ids: st.SearchStrategy[str] = IDS) -> Resource:
    """The fields that have a form of their own are drawn in it; words may be anything, formulas and bars included."""
    resource = draw(resources(ids=ids))
    position = draw(POSITIONS)
    return replace(
        resource,
        **{name: _tidy(getattr(resource, name)) or None for name in ("organisation", "address", "hours", "admission", "description")},
        **{name: tuple(map(_tidy, getattr(resource, name))) for name in ("categories", "psychiatric_sectors", "languages")},
        name=_named(resource.name),
        needs=draw(st.frozensets(NEEDS, max_size=3)),
        publics=draw(st.none() | st.frozensets(PUBLICS, max_size=3)),
        catchment=draw(st.none() | st.lists(AREAS, min_size=1, max_size=3).map(lambda areas: CatchmentArea(tuple(areas)))),
        commune=draw(st.sampled_from([None, "94028", "2A004", "97302", "75113"])),
        lat=position and position[0],
        lon=position and position[1],
        position_is_reliable=resource.position_is_reliable if position else None,
        email=draw(st.sampled_from([None, "accueil@example.org"])),
        website=draw(st.sampled_from([None, "https://example.org/ici?a=1&lt=2", "http://example.org"])),
        prices=tuple(replace(price, label=_tidy(price.label), unit=_tidy(price.unit)) for price in resource.prices),
        identifiers=draw(st.frozensets(NUMBERS, max_size=3)),
        sources=tuple(replace(one, source=_tidy(one.source), id=_tidy(one.id)) for one in resource.sources),
        confidential=False,
        updated_on=draw(st.none() | st.dates(date(1950, 1, 1), TODAY)),
    )


def _tidy(text: str | None) -> str:
    return _REFUSED.sub("", text or "")


def _named(name: str) -> str:
    said = _tidy(name)
    plain, told = fields.name(said)
    return "Service d'essai" if plain is None or told else said


def any_words() -> st.SearchStrategy[list[str]]:
    return st.lists(TEXTS.map(_tidy), max_size=4)
