"""Any resource, any record: what property tests draw from."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from orientation.record import SourceRecord
from orientation.resource import CARE_MODES, AgeRange, Identifier, Places, Price, Resource, SourceRef
from orientation.territory import Area, CatchmentArea
from orientation.vocabulary import SECTORS

DAYS = st.dates(date(1950, 1, 1), date(2035, 12, 31))
# Letters of many scripts, bars and colons that the tables use as separators, line ends; no NUL and no half character, which readers refuse.
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
WORDS = TEXTS.filter(lambda text: bool(text.strip()))
CODES = st.sampled_from(["94028", "94081", "2A004", "97302", "75113"])
AREAS = st.builds(Area, st.sampled_from(["commune", "departement", "epci", "territoire"]), CODES) | st.just(
    Area("polygone", "POLYGON((1 2,3 4,1 2))")
)
CATCHMENTS = st.lists(AREAS, min_size=1, max_size=4).map(lambda areas: CatchmentArea(tuple(areas)))
AGES = st.builds(lambda low, more: AgeRange(low, None if more is None else low + more), st.floats(0, 100), st.none() | st.floats(0, 30))
POSITIONS = st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def _sets(of: st.SearchStrategy[Any]) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(of, max_size=3)


def _tuples(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=3).map(tuple)


@st.composite
def resources(draw: st.DrawFn, ids: st.SearchStrategy[str] = WORDS) -> Resource:
    position = draw(POSITIONS)
    return Resource(
        id=draw(ids),
        name=draw(WORDS),
        sector=draw(st.none() | st.sampled_from(SECTORS)),
        organisation=draw(st.none() | TEXTS),
        categories=draw(_tuples(TEXTS)),
        needs=draw(_sets(st.sampled_from(["ehpad", "pharmacie", "aide-domicile"]))),
        specialties=draw(_sets(st.sampled_from(["cardiologie", "geriatrie"]))),
        publics=draw(st.none() | _sets(st.sampled_from(["personnes-agees", "enfants"]))),
        ages=draw(st.none() | AGES),
        sex=draw(st.sampled_from([None, "F", "M"])),
        modes=draw(_sets(st.sampled_from(CARE_MODES))),
        catchment=draw(st.none() | CATCHMENTS),
        psychiatric_sectors=draw(_tuples(TEXTS)),
        commune=draw(st.none() | CODES),
        address=draw(st.none() | TEXTS),
        postcode=draw(st.none() | st.just("94000")),
        lat=position and position[0],
        lon=position and position[1],
        position_is_reliable=draw(st.none() | st.booleans()),
        phone=draw(st.none() | st.sampled_from(["+33140000001", "+33140000002"])),
        other_phones=draw(_tuples(st.sampled_from(["+33140000001", "+33140000003"]))),
        email=draw(st.none() | TEXTS),
        website=draw(st.none() | TEXTS),
        hours=draw(st.none() | TEXTS),
        prices=draw(_tuples(st.builds(Price, TEXTS, st.floats(0, 1e6), TEXTS, st.none() | DAYS))),
        places=draw(st.none() | st.builds(Places, st.integers(0, 50), st.none() | DAYS)),
        capacity=draw(st.none() | st.integers(0, 500)),
        admission=draw(st.none() | TEXTS),
        languages=draw(_tuples(TEXTS)),
        accessible=draw(st.none() | st.booleans()),
        description=draw(st.none() | TEXTS),
        confidential=draw(st.booleans()),
        opened_on=draw(st.none() | DAYS),
        closed_on=draw(st.none() | DAYS),
        identifiers=draw(_sets(st.builds(Identifier, TEXTS, TEXTS))),
        sources=draw(_tuples(st.builds(SourceRef, TEXTS, TEXTS, st.none() | DAYS))),
        updated_on=draw(st.none() | DAYS),
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


@st.composite
def records(draw: st.DrawFn, source: str = "essai", ids: st.SearchStrategy[str] = WORDS) -> SourceRecord:
    id = draw(ids)
    return SourceRecord(
        source=source,
        id=id,
        raw=draw(st.dictionaries(TEXTS, JSON, max_size=3)),
        resource=draw(resources(ids=st.just(f"{source}:{id}"))),
        updated_on=draw(st.none() | DAYS),
        closed_on=draw(st.none() | DAYS),
        warnings=draw(_tuples(TEXTS)),
    )
