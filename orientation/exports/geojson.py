"""GeoJSON for maps: one feature a resource, located or not, with the columns of the CSV as its properties."""

from collections.abc import Iterable
from typing import Any, BinaryIO

import orjson

from orientation.resource import Resource
from orientation.resource_cells import cells, plain_number

# The geometry says it, and may be moved on the map.
_DRAWN = ("latitude", "longitude")


def write(resources: Iterable[Resource], stream: BinaryIO) -> int:
    """Returns how many were written."""
    count = 0
    stream.write(b'{"type":"FeatureCollection","features":[')
    for count, resource in enumerate(resources, start=1):
        stream.write(b",\n" if count > 1 else b"\n")
        stream.write(orjson.dumps(feature(resource)))
    stream.write(b"\n]}\n")
    return count


def feature(resource: Resource) -> dict[str, Any]:
    said = {name: value for name, value in cells(resource).items() if name not in _DRAWN}
    point = None if resource.lat is None else {"type": "Point", "coordinates": [plain_number(resource.lon), plain_number(resource.lat)]}
    return {"type": "Feature", "geometry": point, "properties": said}
