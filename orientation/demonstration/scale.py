"""As many invented records as a measure needs, over the whole country, written as fast as they are read."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import accumulate, islice
from pathlib import Path
from random import Random
from typing import Any

import orjson

from orientation.demonstration import finess, ror
from orientation.demonstration.build import DAY
from orientation.demonstration.kinds import FINESS, ROR, Kind, load_kinds
from orientation.demonstration.landscape import load_territories
from orientation.demonstration.names import FICTION, invented_names, load_words, of
from orientation.demonstration.numbers import FICTIONAL_PHONES, Numbers, siret
from orientation.demonstration.service import WEEKS, Organisation, Service, Site
from orientation.geography.gazetteer import Gazetteer
from orientation.territory import Area, Commune

Json = dict[str, Any]
_ESTABLISHMENTS_AN_ENTITY = 4
# A page of the ROR's own answers.
_OFFERS_A_BUNDLE = 200


def finess_like(n: int, seed: int, gazetteer: Gazetteer) -> Iterator[Json]:
    """Legal entities of the FINESS+ flow holding `n` establishments in all."""
    services = _services(n, FINESS, seed, gazetteer)
    index = 0
    while held := list(islice(services, _ESTABLISHMENTS_AN_ENTITY)):
        index += 1
        first = held[0].site
        yield finess.entity(first.organisation, first, [finess.establishment(one) for one in held], index)


def ror_bundles(n: int, seed: int, gazetteer: Gazetteer) -> Iterator[Json]:
    """Pages of the ROR holding `n` offers in all, each page with the places and organisations its offers refer to."""
    services = _services(n, ROR, seed, gazetteer)
    writer = ror.Writer(gazetteer, {one.region: one.region for one in gazetteer.communes})
    while held := list(islice(services, _OFFERS_A_BUNDLE)):
        yield writer.bundle(held)


def write_finess(path: Path, entities: Iterable[Json]) -> None:
    """One flow as a plain JSON file, never whole in memory."""
    with path.open("wb") as file:
        file.write(f'{{"schemaVersion":"{finess.SCHEMA}","generatedAt":"{DAY.isoformat()}T05:00:00Z","gcc":[],"gco":[],"pmej":['.encode())
        for index, entity in enumerate(entities):
            file.write((b"," if index else b"") + orjson.dumps(entity))
        file.write(b"]}\n")


def write_bundles(folder: Path, bundles: Iterable[Json]) -> list[Path]:
    """A file a page, numbered."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for index, bundle in enumerate(bundles):
        path = folder / f"offres-{index:05}.json"
        path.write_bytes(orjson.dumps(bundle))
        written.append(path)
    return written


def _services(n: int, source: str, seed: int, gazetteer: Gazetteer) -> Iterator[Service]:
    """Services drawn by the population of communes and by how common their kind is in the demonstration."""
    random, words, numbers = Random(f"{seed}|{source}|{n}"), load_words(), Numbers()
    columns = tuple(one.column for one in load_territories())
    kinds = [kind for kind in load_kinds(columns) if kind.source == source]
    kind_weights = list(accumulate(sum(kind.counts.values()) for kind in kinds))
    communes = [one for one in gazetteer.communes if one.lat is not None and one.postcodes]
    weights = list(accumulate(one.population or 1 for one in communes))
    streets, names = sorted(words.streets), invented_names(words, "", random)
    owner: Organisation | None = None
    drawn = zip(random.choices(kinds, cum_weights=kind_weights, k=n), random.choices(communes, cum_weights=weights, k=n), strict=True)
    for index, (kind, commune) in enumerate(drawn):
        if owner is None or index % _ESTABLISHMENTS_AN_ENTITY == 0:
            owner = Organisation(f"Association {next(names)} {FICTION}", "association", numbers.finess(), numbers.siren(), "60")
        name = kind.name.format(nom=next(names), commune=commune.name, departement=commune.departement, site=f"site {next(names)}")
        street_type = streets[index % len(streets)]
        site = Site(
            name=name,
            organisation=owner,
            commune=commune,
            postcode=commune.postcodes[0],
            street_number=str(1 + index % 97),
            street_type=street_type,
            street_word=words.streets[street_type],
            street_name=of(next(names)),
            lat=round((commune.lat or 0) + random.uniform(-0.01, 0.01), 5),
            lon=round((commune.lon or 0) + random.uniform(-0.01, 0.01), 5),
            finess=numbers.finess(),
            siret=siret(owner.siren, index % 999 + 1),
        )
        yield Service(
            number=numbers.offer(),
            territory=commune.region,
            kind=kind,
            name=name,
            site=site,
            updated=DAY - timedelta(days=random.randint(1, 1500)),
            opened=date(1980 + index % 45, 1, 1),
            closed=DAY - timedelta(days=400) if index % 40 == 0 else None,
            phone=numbers.phone(FICTIONAL_PHONES[index % 5]),
            week=WEEKS[kind.hours] if kind.hours and index % 4 else None,
            zone=_zone(kind, commune, random),
            ages=kind.ages,
            places=random.randint(*kind.places) if kind.places else None,
        )


def _zone(kind: Kind, commune: Commune, random: Random) -> tuple[Area, ...] | None:
    if not kind.zones:
        return None
    choices: tuple[tuple[Area, ...] | None, ...] = (None, (Area("departement", commune.departement),), (Area("commune", commune.code),))
    return random.choice((*choices, (Area("epci", commune.epci),) if commune.epci else None))
