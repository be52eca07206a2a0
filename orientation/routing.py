"""Minutes by road from a routing server that the operator named (OSRM or Valhalla): a note beside a result, in a short time, or nothing.

Nothing is asked of anybody unless an address is configured, and then only of that address. What leaves: the point a person is searched
from (a town hall) and those of the few resources shown.
"""

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from orientation.refusal import Refused

ADDRESS_VARIABLE = "ORIENTATION_ROUTING_URL"
PATIENCE_S = 1.0
# A server that failed is left alone for a while: a page is drawn again at every click.
REST_S = 60.0
# The most points OSRM takes in one request unless told otherwise.
AT_MOST = 99
_LONGEST_S = 48 * 3600
_MOST_BYTES = 1 << 20
_REMEMBERED = 4_096

Point = tuple[float, float]


def router_at(address: str) -> "Router":
    """The server of an address that begins with its dialect. Raises Refused for any other.

    >>> router_at("osrm+http://127.0.0.1:5000").base
    'http://127.0.0.1:5000'
    >>> router_at("http://127.0.0.1:5000")
    Traceback (most recent call last):
    orientation.refusal.Refused: ORIENTATION_ROUTING_URL : « http://127.0.0.1:5000 » ne dit pas quel serveur d'itinéraires y répond. \
Attendu : « osrm+http://hote:5000 » ou « valhalla+http://hote:8002 ».
    """
    dialect, _, base = address.strip().partition("+")
    parts = urlsplit(base)
    if dialect not in _DIALECTS or parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused(
            f"{ADDRESS_VARIABLE} : « {address} » ne dit pas quel serveur d'itinéraires y répond. "
            "Attendu : « osrm+http://hote:5000 » ou « valhalla+http://hote:8002 »."
        )
    return Router(dialect, base.rstrip("/"))


@dataclass
class Router:
    """One routing server. `base`: where it answers, without a final slash."""

    dialect: str
    base: str
    patience_s: float = PATIENCE_S
    clock: Callable[[], float] = time.monotonic
    _resting_until: float = field(default=float("-inf"), init=False)
    _known: dict[tuple[Point, Point], float | None] = field(default_factory=dict, init=False)

    def minutes(self, start: Point, ends: Sequence[Point]) -> list[float | None]:
        """Driving minutes from one point (lat, lon) to each of the others; None where the server does not say, in time and in shape."""
        asked = [(_rounded(start), _rounded(end)) for end in ends]
        missing = [pair for pair in dict.fromkeys(asked) if pair not in self._known][:AT_MOST]
        if missing and self.clock() >= self._resting_until:
            found = self._answered(missing[0][0], [end for _, end in missing])
            if found is None:
                self._resting_until = self.clock() + REST_S
            else:
                if len(self._known) + len(missing) > _REMEMBERED:
                    self._known.clear()
                self._known.update(zip(missing, found, strict=True))
        return [self._known.get(pair) for pair in asked]

    def _answered(self, start: Point, ends: Sequence[Point]) -> list[float | None] | None:
        """None when nothing usable came in time. Another thread asks, so that a server that trickles cannot hold the answer back."""
        request, read = _DIALECTS[self.dialect](self.base, start, ends)
        held: list[list[float | None] | None] = []
        until = time.monotonic() + self.patience_s
        asking = threading.Thread(target=lambda: held.append(_read(request, read, len(ends), self.patience_s, until)), daemon=True)
        asking.start()
        asking.join(self.patience_s)
        return held[0] if held else None


def _rounded(point: Point) -> Point:
    """To the metre."""
    return round(point[0], 5), round(point[1], 5)


_Read = Callable[[Any], Sequence[Any]]


def _osrm(base: str, start: Point, ends: Sequence[Point]) -> tuple[Request, _Read]:
    points = ";".join(f"{lon:.5f},{lat:.5f}" for lat, lon in (start, *ends))
    listed = ";".join(str(number) for number in range(1, len(ends) + 1))

    def read(answer: Any) -> Sequence[Any]:
        (line,) = answer["durations"]
        return list(line) if answer["code"] == "Ok" else []

    return Request(f"{base}/table/v1/driving/{points}?sources=0&destinations={listed}&annotations=duration"), read


def _valhalla(base: str, start: Point, ends: Sequence[Point]) -> tuple[Request, _Read]:
    points = [{"lat": lat, "lon": lon} for lat, lon in (start, *ends)]
    asked = {"sources": points[:1], "targets": points[1:], "costing": "auto"}

    def read(answer: Any) -> Sequence[Any]:
        (line,) = answer["sources_to_targets"]
        return [one["time"] for one in sorted(line, key=lambda one: int(one["to_index"]))]

    headers = {"Content-Type": "application/json"}
    return Request(f"{base}/sources_to_targets", data=json.dumps(asked).encode(), headers=headers), read


_DIALECTS: Mapping[str, Callable[[str, Point, Sequence[Point]], tuple[Request, _Read]]] = {"osrm": _osrm, "valhalla": _valhalla}


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """The configured address answers itself, or nobody does."""


_opener = build_opener(ProxyHandler({}), _NoRedirect())


def _read(request: Request, read: _Read, many: int, patience_s: float, until: float) -> list[float | None] | None:
    """Minutes for each end, None when the answer is late, too long, or not of the shape expected."""
    try:
        with _opener.open(request, timeout=patience_s) as response:
            content = b""
            while part := response.read1(1 << 16):
                content += part
                if len(content) > _MOST_BYTES or time.monotonic() > until:
                    return None
        seconds = read(json.loads(content))
        return [_minutes(one) for one in seconds] if len(seconds) == many else None
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return None


def _minutes(seconds: Any) -> float | None:
    """None for what is not a plausible duration: a server says null where no road leads."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not isfinite(seconds) or not 0 <= seconds <= _LONGEST_S:
        return None
    return seconds / 60
