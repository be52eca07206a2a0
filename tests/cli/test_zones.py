"""Whom a service says it serves decides from the command line, whatever kind of area says it, and a commune no road reaches is far."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orientation.cli import DONE, main
from orientation.exports import geojson
from orientation.reference import gazetteer as places
from orientation.resource import Resource
from orientation.territory import Area, CatchmentArea
from tests.factories import a_resource

CRETEIL, VITRY, PARIS_13, VANNES, BREST = "94028", "94081", "75113", "56260", "29019"
AROUND_CRETEIL = "POLYGON ((2.42 48.76, 2.49 48.76, 2.49 48.81, 2.42 48.81, 2.42 48.76))"
ZONES = {
    "commune": ("commune", CRETEIL),
    "departement": ("departement", "94"),
    "region": ("region", "11"),
    "drawn": ("polygone", AROUND_CRETEIL),
    "unreadable": ("polygone", "POLYGON ((2.4 48.7"),
    "country": ("pays", "FR"),
    "sector": ("secteur-psychiatrique", "94G01"),
    "other-sector": ("secteur-psychiatrique", "75G99"),
}
Search = Callable[..., dict[str, Any]]


def service(name: str, zone: tuple[str, str] | None) -> Resource:
    catchment = None if zone is None else CatchmentArea((Area(*zone),))  # type: ignore[arg-type]
    return a_resource(id=f"essai:{name}", name=name, catchment=catchment, modes=frozenset({"a-domicile"}), publics=None, ages=None)


@pytest.fixture
def search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Search:
    """Searches a directory of one service a zone, imported from a file."""
    monkeypatch.setenv("ORIENTATION_DATABASE_URL", f"sqlite:///{tmp_path / 'directory.sqlite'}")
    with (tmp_path / "services.geojson").open("wb") as file:
        geojson.write([*(service(name, zone) for name, zone in ZONES.items()), service("unstated", None)], file)
    assert main(["import", "orientation", str(tmp_path / "services.geojson"), "--json"]) == DONE
    capsys.readouterr()

    def ask(commune: str) -> dict[str, Any]:
        asked = ["search", "--need", "aide-domicile", "--commune", commune, "--radius", "700", "--day", "2026-11-21", "--all", "--json"]
        assert main(asked) == DONE
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return ask


def serving(found: dict[str, Any], serves: str) -> set[str]:
    return {one["name"] for one in found["results"] if one["serves"] == serves}


@pytest.mark.parametrize(
    ("commune", "sure"),
    [
        (CRETEIL, {"commune", "departement", "region", "drawn", "country"}),
        (VITRY, {"departement", "region", "country"}),
        (PARIS_13, {"region", "country"}),
        (VANNES, {"country"}),
    ],
)
def test_a_zone_serves_what_it_holds_and_nobody_else(search: Search, commune: str, sure: set[str]) -> None:
    found = search(commune)
    assert serving(found, "yes") == sure
    assert found["excluded"].get("excluded-zone", 0) == 5 - len(sure)


def test_a_zone_that_nobody_can_place_is_to_be_checked_not_left_out(search: Search) -> None:
    found = search(VITRY)
    assert serving(found, "unknown") == {"unstated", "unreadable", "sector", "other-sector"}


def test_a_sector_serves_its_communes_once_somebody_said_them(search: Search, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sectors.csv").write_text(f"secteur,commune\n94G01,{CRETEIL}\n75G99,{PARIS_13}\n")
    monkeypatch.setattr(places, "SECTORS", str(tmp_path / "sectors.csv"))
    assert {"sector"} <= serving(search(CRETEIL), "yes")
    assert not {"other-sector"} & (serving(search(CRETEIL), "yes") | serving(search(CRETEIL), "unknown"))
    assert {"other-sector"} <= serving(search(PARIS_13), "yes")


def test_the_country_is_served_only_when_said(search: Search) -> None:
    assert serving(search(BREST), "yes") == {"country"}
    assert "unstated" not in serving(search(BREST), "yes")
