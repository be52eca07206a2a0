"""The map of one list: outlines of communes, the person's commune, and a number for each resource, the same as in the list.

It is drawn from the gazetteer's outlines as a picture that can be enlarged, so that nothing is fetched from anywhere.
"""

from collections.abc import Iterator, Sequence

import streamlit as st

from orientation.geography.sketch import Drawn, Sketch
from orientation.pages import _data
from orientation.pages._data import say
from orientation.ranking.reasons import Described
from orientation.territory import Place

_map = st.components.v2.component("orientation_map", html='<div class="o-map"></div>', css=_data.asset("map.css"), js=_data.asset("map.js"))
DECIMALS = 4
SCALES_KM = (0.5, 1, 2, 5, 10, 20, 50, 100)


def resources(found: Sequence[Described], home: Place | None, need: str, key: str) -> None:
    """Nothing but a sentence when no resource has a position."""
    located = [(rank, one) for rank, one in enumerate(found, start=1) if one.resource.lat is not None and one.resource.lon is not None]
    if not located:
        st.caption(say("answer-map-none"))
        return
    places = [(round(one.resource.lat or 0.0, DECIMALS), round(one.resource.lon or 0.0, DECIMALS)) for _, one in located]
    homes = [(round(home.lat, DECIMALS), round(home.lon, DECIMALS))] if home else []
    drawn = _data.map_of((*homes, *places))
    markers = list(_markers(located, drawn, len(homes)))
    _map(
        data={
            "width": drawn.width,
            "height": drawn.height,
            "communes": [_commune(one, drawn, home) for one in drawn.communes],
            "home": drawn.points[0] if homes else None,
            "homeName": say("answer-map-home", commune=home.commune.name) if home and home.commune else "",
            "markers": markers,
            "title": say("answer-map-title", need=need),
            "alt": say("answer-map", need=need, places=[marker["label"] for marker in markers]),
            "scale": _scale(drawn),
            "zoomIn": say("map-zoom-in"),
            "zoomOut": say("map-zoom-out"),
            "whole": say("map-whole"),
        },
        key=key,
    )


def _commune(one: Drawn, drawn: Sketch, home: Place | None) -> dict[str, object]:
    own = home is not None and home.commune is not None and home.commune.code == one.code
    return {"path": one.path, "name": one.name if own or one.code in drawn.named else "", "x": one.x, "y": one.y, "home": own}


def _markers(located: Sequence[tuple[int, Described]], drawn: Sketch, first: int) -> Iterator[dict[str, object]]:
    for (rank, one), (x, y) in zip(located, drawn.points[first:], strict=True):
        distance = say("card-distance-unknown") if one.match.distance_km is None else say("card-distance", km=one.match.distance_km)
        label = say("answer-map-marker", rank=rank, name=one.resource.name, distance=distance)
        yield {"rank": rank, "x": x, "y": y, "label": label, "doubt": one.match.serves != "yes"}


def _scale(drawn: Sketch) -> dict[str, object]:
    """The longest round distance that takes a quarter of the map at most."""
    km = max((km for km in SCALES_KM if km / drawn.unit_km <= drawn.width / 4), default=SCALES_KM[0])
    return {"units": km / drawn.unit_km, "label": say("map-scale", km=float(km))}
