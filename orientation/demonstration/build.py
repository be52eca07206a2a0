"""Writes the whole demonstration directory: one folder a source, named as the import command names it."""

import gzip
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import orjson

from orientation.demonstration import data_inclusion, finess, ror, team_table
from orientation.demonstration.flaws import flawed, with_twins
from orientation.demonstration.invent import Inventor
from orientation.demonstration.kinds import DATA_INCLUSION, FINESS, ROR, TEAM, load_kinds
from orientation.demonstration.landscape import Landscape, load_territories
from orientation.demonstration.names import load_words
from orientation.demonstration.numbers import Numbers
from orientation.demonstration.refused import broken_establishments, broken_offers, broken_services
from orientation.demonstration.service import Service
from orientation.geography.gazetteer import Gazetteer

# The day the records are told on: they grow old from there, as real ones do.
DAY = date(2026, 11, 2)


def build(folder: Path, gazetteer: Gazetteer, seed: int = 2026) -> None:
    """Writes finess/, ror/, data-inclusion/ and carnet-equipe/ under `folder`. The same gazetteer and seed give the same bytes."""
    services = invented_services(gazetteer, seed)
    regions = {one.id: one.ror_region for one in load_territories()}
    writer = ror.Writer(gazetteer, regions)
    for territory in regions:
        here = [one for one in services if one.territory == territory]
        flow = finess.flow(_of(here, FINESS), f"{DAY.isoformat()}T05:00:00Z")
        bundle = writer.bundle(_of(here, ROR))
        if territory == next(iter(regions)):
            flow["pmej"] += broken_establishments()
            bundle["entry"] += broken_offers()
        _write(folder / FINESS / f"structures-{territory}.json.gz", flow)
        _write(folder / ROR / f"offres-{territory}.json.gz", bundle)
    social = _of(services, DATA_INCLUSION)
    _write(folder / DATA_INCLUSION / "structures.json.gz", data_inclusion.structures(social))
    _write(folder / DATA_INCLUSION / "services.json.gz", [*map(data_inclusion.service, social), *broken_services()])
    table = team_table.table(_of(services, TEAM), gazetteer)
    _place(folder / TEAM / "carnet.csv").write_bytes(table.encode("utf-8-sig"))


def invented_services(gazetteer: Gazetteer, seed: int = 2026) -> tuple[Service, ...]:
    """Every record of the demonstration, before it is written in the format of its directory."""
    territories = {one.id: one for one in load_territories()}
    kinds = load_kinds(tuple(one.column for one in territories.values()))
    words, numbers = load_words(), Numbers()
    whole = [
        service
        for territory in territories.values()
        for service in Inventor(Landscape(territory, gazetteer), words, numbers, seed, DAY).services(kinds)
    ]
    return tuple(with_twins(flawed(whole, seed), territories, numbers, seed))


def _of(services: Iterable[Service], source: str) -> list[Service]:
    return [one for one in services if one.kind.source == source]


def _write(path: Path, content: object) -> None:
    _place(path).write_bytes(gzip.compress(orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE), compresslevel=9, mtime=0))


def _place(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
