"""Directories and cases made up by hypothesis: small, crowded on few values, so that rules meet and marks tie."""

from datetime import timedelta

from hypothesis import strategies as st

from orientation.case import Case, Situation, WantedNeed
from orientation.resource import AgeRange, Places, Resource
from orientation.territory import Area, CatchmentArea, Place
from tests.factories import TODAY
from tests.ranking.places import COMMUNES, PLACES

NEEDS = ("aide-domicile", "accueil-jour", "pharmacie", "psychiatrie-adulte", "consultation-specialiste", "appui-coordination")
PUBLICS = ("tout-public", "personnes-agees", "handicap-enfant", "femmes", "sans-domicile", "adolescents", "professionnels", "aidants")
SPECIALTIES = ("cardiologie", "neurologie")
AREAS = (
    *(Area("commune", commune.code) for commune in COMMUNES),
    Area("epci", "E1"),
    Area("departement", "94"),
    Area("departement", "973"),
    Area("pays", "FR"),
)
BOUNDS = (-400, -365, -364, -30, -31, -1, 0, 1, 40)

days = st.none() | st.sampled_from(BOUNDS).map(lambda gap: TODAY + timedelta(days=gap))
ages = st.none() | st.sampled_from([AgeRange(), AgeRange(60), AgeRange(0, 17), AgeRange(18, 59), AgeRange(0.25, 3), AgeRange(16, 25)])


def around_the_globe(lon: float) -> float:
    return round((lon + 180) % 360 - 180, 5)


@st.composite
def resources(draw: st.DrawFn, id: str) -> Resource:
    commune = draw(st.sampled_from(COMMUNES))
    located = draw(st.integers(0, 5)) > 0
    return Resource(
        id=id,
        name="Essai",
        needs=draw(st.frozensets(st.sampled_from(NEEDS), max_size=3)),
        specialties=draw(st.frozensets(st.sampled_from(SPECIALTIES), max_size=1)),
        publics=draw(st.none() | st.frozensets(st.sampled_from(PUBLICS), max_size=2)),
        ages=draw(ages),
        sex=draw(st.sampled_from([None, None, None, "F", "M"])),
        modes=draw(st.frozensets(st.sampled_from(["sur-place", "a-domicile", "a-distance"]), max_size=2)),
        catchment=draw(st.none() | st.lists(st.sampled_from(AREAS), min_size=1, max_size=3).map(lambda areas: CatchmentArea(tuple(areas)))),
        commune=draw(st.sampled_from([None, commune.code])),
        lat=round(commune.lat + draw(st.integers(-200, 200)) / 1000, 5) if located and commune.lat is not None else None,
        lon=around_the_globe(commune.lon + draw(st.integers(-200, 200)) / 1000) if located and commune.lon is not None else None,
        phone=draw(st.sampled_from([None, "+33140000001"])),
        places=draw(st.none() | st.builds(Places, st.integers(0, 2), days)),
        confidential=draw(st.integers(0, 9)) == 0,
        opened_on=draw(days),
        closed_on=draw(days),
        updated_on=draw(st.none() | st.integers(-900, 1).map(lambda gap: TODAY + timedelta(days=gap))),
    )


@st.composite
def directories(draw: st.DrawFn, max_size: int = 25) -> tuple[Resource, ...]:
    return tuple(draw(resources(f"essai:{rank}")) for rank in range(draw(st.integers(0, max_size))))


counts = st.dictionaries(
    st.integers(0, 25).map(lambda rank: f"essai:{rank}"), st.tuples(st.integers(1, 3), st.integers(0, 1), st.integers(0, 1)), max_size=10
)


@st.composite
def wanted(draw: st.DrawFn) -> tuple[WantedNeed, ...]:
    ids = draw(st.lists(st.sampled_from(NEEDS), min_size=1, max_size=3, unique=True))
    qualifier = draw(st.sampled_from([None, "cardiologie", "dermatologie"]))
    return tuple(WantedNeed(id, qualifier if id == "consultation-specialiste" else None) for id in ids)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    situation = Situation(
        facts=draw(
            st.dictionaries(st.sampled_from(["sans-domicile", "handicap", "aidant-epuise"]), st.sampled_from(["oui", "non"]), max_size=2)
        ),
        gir=draw(st.sampled_from([None, 2, 6])),
        age_years=draw(st.sampled_from([None, 0.5, 3.99, 4, 17.9, 18, 30, 59, 60, 84])),
        sex=draw(st.sampled_from([None, "F", "M"])),
    )
    place: Place = draw(st.sampled_from(PLACES))
    return Case(
        needs=draw(wanted()),
        situation=situation,
        place=place,
        day=TODAY + timedelta(days=draw(st.integers(0, 3))),
        publics=draw(st.frozensets(st.sampled_from(PUBLICS), max_size=1)),
        radius_km=draw(st.sampled_from([None, None, 0.5, 10.0, 40.0])),
    )
