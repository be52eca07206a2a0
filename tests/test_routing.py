"""A routing server only annotates, in a short time, and whatever it answers nothing breaks."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orientation.refusal import Refused
from orientation.routing import AT_MOST, REST_S, Router, router_at

START = (48.7904, 2.4556)
ENDS = [(48.80, 2.40), (48.85, 2.35), (48.70, 2.50)]


@dataclass
class Served:
    """A routing server on this machine: what it was asked, and what it answers (bytes, after a pause)."""

    answer: Callable[[str, Any], bytes]
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    trickle_s: float = 0.0
    asked: list[tuple[str, Any]] = field(default_factory=list)
    base: str = ""


@pytest.fixture
def serve() -> Iterator[Callable[[Served], Served]]:
    running: list[ThreadingHTTPServer] = []

    def start(served: Served) -> Served:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._say(None)

            def do_POST(self) -> None:
                self._say(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

            def _say(self, sent: Any) -> None:
                served.asked.append((self.path, sent))
                content = served.answer(self.path, sent)
                self.send_response(served.status)
                for name, value in {"Content-Length": str(len(content)), **served.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    for at in range(len(content)):
                        time.sleep(served.trickle_s)
                        self.wfile.write(content[at : at + 1] if served.trickle_s else content[at:])
                        if not served.trickle_s:
                            break
                except OSError:
                    pass

            def log_message(self, *_: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        served.base = f"http://127.0.0.1:{server.server_port}"
        return served

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def osrm(*seconds: float | None) -> Callable[[str, Any], bytes]:
    return lambda path, sent: json.dumps({"code": "Ok", "durations": [list(seconds)]}).encode()


def test_osrm_is_asked_for_one_table_and_its_seconds_are_minutes(serve: Callable[[Served], Served]) -> None:
    served = serve(Served(osrm(600, 90.0, None)))
    assert router_at(f"osrm+{served.base}").minutes(START, ENDS) == [10.0, 1.5, None]
    ((path, _),) = served.asked
    assert path == (
        "/table/v1/driving/2.45560,48.79040;2.40000,48.80000;2.35000,48.85000;2.50000,48.70000?sources=0&destinations=1;2;3&annotations=duration"
    )


def test_valhalla_is_asked_for_one_matrix_and_read_in_the_order_it_numbers(serve: Callable[[Served], Served]) -> None:
    line = [{"to_index": 2, "time": None}, {"to_index": 0, "time": 1200}, {"to_index": 1, "time": 60}]
    served = serve(Served(lambda path, sent: json.dumps({"sources_to_targets": [line]}).encode()))
    assert router_at(f"valhalla+{served.base}/").minutes(START, ENDS) == [20.0, 1.0, None]
    ((path, sent),) = served.asked
    assert path == "/sources_to_targets"
    assert sent["sources"] == [{"lat": 48.7904, "lon": 2.4556}] and len(sent["targets"]) == 3 and sent["costing"] == "auto"


def test_what_is_known_is_not_asked_again(serve: Callable[[Served], Served]) -> None:
    served = serve(Served(lambda path, sent: osrm(*[60] * (path.count(";") - path.split("destinations=")[1].count(";")))(path, sent)))
    router = router_at(f"osrm+{served.base}")
    assert router.minutes(START, ENDS) == router.minutes(START, ENDS) == [1.0, 1.0, 1.0]
    assert router.minutes(START, [*ENDS, (48.9, 2.2)]) == [1.0] * 4
    assert len(served.asked) == 2


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html>erreur</html>", id="a_page"),
        pytest.param(b'{"code": "NoTable"}', id="a_refusal"),
        pytest.param(b'{"code": "Ok", "durations": [[1, 2]]}', id="too_few"),
        pytest.param(b'{"code": "Ok", "durations": [[1, 2, 3], [1, 2, 3]]}', id="too_many_lines"),
        pytest.param(b'{"code": "Ok", "durations": null}', id="no_table"),
        pytest.param(b"[" * 100_000, id="nested_without_end"),
        pytest.param(b" " * (2 << 20), id="two_megabytes"),
    ],
)
def test_an_answer_of_another_shape_is_no_answer(serve: Callable[[Served], Served], content: bytes) -> None:
    served = serve(Served(lambda path, sent: content))
    for dialect in ("osrm", "valhalla"):
        assert Router(dialect, served.base).minutes(START, ENDS) == [None, None, None]


def test_impossible_durations_are_unknown(serve: Callable[[Served], Served]) -> None:
    content = b'{"code": "Ok", "durations": [[-5, 1e300, NaN]]}'
    served = serve(Served(lambda path, sent: content))
    assert Router("osrm", served.base).minutes(START, ENDS) == [None, None, None]


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["code", "durations", "sources_to_targets", "time", "to_index"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(answer=json_values, dialect=st.sampled_from(["osrm", "valhalla"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_answered_minutes_are_plausible_or_unknown(serve: Callable[[Served], Served], answer: Any, dialect: str) -> None:
    served = serve(Served(lambda path, sent: json.dumps(answer).encode()))
    found = Router(dialect, served.base).minutes(START, ENDS)
    assert len(found) == 3 and all(one is None or 0 <= one <= 48 * 60 for one in found)


@pytest.mark.parametrize("status", [301, 404, 500])
def test_an_error_or_a_detour_is_no_answer(serve: Callable[[Served], Served], status: int) -> None:
    elsewhere = serve(Served(osrm(60, 60, 60)))
    served = serve(Served(osrm(60, 60, 60), status=status, headers={"Location": elsewhere.base + "/"}))
    assert Router("osrm", served.base).minutes(START, ENDS) == [None, None, None]
    assert elsewhere.asked == []


@pytest.mark.parametrize(
    "slow",
    [
        pytest.param({"answer": lambda path, sent: time.sleep(5) or b"{}"}, id="silent"),
        pytest.param({"answer": osrm(60, 60, 60), "trickle_s": 0.2}, id="trickling"),
    ],
)
def test_a_slow_server_is_not_waited_for_then_left_alone_for_a_while(serve: Callable[[Served], Served], slow: dict[str, Any]) -> None:
    served = serve(Served(**slow))
    now = [0.0]
    router = Router("osrm", served.base, patience_s=0.2, clock=lambda: now[0])
    started = time.monotonic()
    assert router.minutes(START, ENDS) == [None, None, None]
    assert time.monotonic() - started < 4
    now[0] = REST_S - 1
    assert router.minutes(START, ENDS) == [None, None, None] and len(served.asked) == 1
    now[0] = REST_S + 1
    router.minutes(START, ENDS)
    assert len(served.asked) == 2


def test_nobody_there_is_no_answer() -> None:
    assert Router("valhalla", "http://127.0.0.1:9").minutes(START, ENDS) == [None, None, None]


def test_no_more_points_than_a_server_takes_are_asked_for(serve: Callable[[Served], Served]) -> None:
    served = serve(Served(osrm(*[60] * AT_MOST)))
    found = Router("osrm", served.base).minutes(START, [(48 + rank / 1000, 2.0) for rank in range(AT_MOST + 3)])
    assert found == [1.0] * AT_MOST + [None] * 3


def test_nothing_to_go_to_asks_nothing(serve: Callable[[Served], Served]) -> None:
    served = serve(Served(osrm()))
    assert Router("osrm", served.base).minutes(START, []) == [] and served.asked == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:5000", "osrm+ftp://hote", "osrm+", "autre+http://hote", "osrm+http://"])
def test_an_address_that_does_not_say_its_dialect_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="ORIENTATION_ROUTING_URL"):
        router_at(address)


def test_the_command_shows_what_a_server_says_and_keeps_its_order(
    serve: Callable[[Served], Served], demonstration: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from orientation.cli import DONE, main

    def shown() -> list[dict[str, Any]]:
        assert main(["search", "--need", "ehpad", "--commune", "94081", "--day", "2026-11-21", "--json"]) == DONE
        results: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["results"]
        return results

    monkeypatch.setenv("ORIENTATION_DATABASE_URL", demonstration)
    without = shown()
    served = serve(
        Served(lambda path, sent: osrm(*[3600 * (9 - rank) for rank in range(path.split("destinations=")[1].count(";") + 1)])(path, sent))
    )
    monkeypatch.setenv("ORIENTATION_ROUTING_URL", f"osrm+{served.base}")
    annotated = shown()
    assert len(served.asked) == 1
    assert [one["id"] for one in annotated] == [one["id"] for one in without]
    told = {where: 60 * (9 - rank) for rank, where in enumerate(dict.fromkeys((one["lat"], one["lon"]) for one in annotated))}
    assert [one["minutes"] for one in annotated] == [told[one["lat"], one["lon"]] for one in annotated]
    assert [{**one, "minutes": None} for one in annotated] == [{**one, "minutes": None} for one in without]
