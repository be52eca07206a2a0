"""Bundles written: one, as long as it takes, or in a folder one file for every two hundred offers."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from orientation.exports.leaving import Leaving
from orientation.exports.output import folder, opened
from orientation.exports.ror.exact import offered
from orientation.exports.ror.offer import Offered
from orientation.refusal import Refused
from orientation.sources.ror import seldom_collecting

Json = dict[str, Any]
OFFERS_A_FILE = 200


def write(leaving: Leaving, output: Path | None) -> int:
    """Returns how many offers were written. Raises Refused for a folder that holds bundles already."""
    with seldom_collecting():
        return _written(offered(leaving(), leaving.context), output)


def _written(going: Iterator[Offered], output: Path | None) -> int:
    into = folder(output)
    if into is None:
        with opened(output) as stream:
            return _bundle(going, stream)
    if any(into.glob("ror-*.json")):
        raise Refused(f"{into} contient déjà des fichiers ror-….json : videz-le ou indiquez un autre dossier, ils seraient relus ensemble.")
    count = 0
    for number, offers in enumerate(_files(going), start=1):
        with opened(into / f"ror-{number:05}.json") as stream:
            count += _bundle(offers, stream)
    return count


def _files(going: Iterator[Offered]) -> Iterator[Iterator[Offered]]:
    """At least one, so that a folder without any offer still says so."""
    first = next(going, None)
    if first is None:
        yield iter(())
    while first is not None:
        yield chain([first], islice(going, OFFERS_A_FILE - 1))
        first = next(going, None)


def _bundle(offers: Iterable[Offered], stream: BinaryIO) -> int:
    """Entries one by one; what several offers refer to is written once."""
    count, known, between = 0, set[str](), b"\n"
    stream.write(b'{"resourceType":"Bundle","type":"collection","entry":[')
    for one in offers:
        beside = {address: resource for address, resource in one.beside.items() if address not in known}
        known.update(address for address, resource in beside.items() if resource["resourceType"] == "Organization")
        for address, resource in {one.address: one.offer, **beside}.items():
            stream.write(between + orjson.dumps({"fullUrl": address, "resource": resource}))
            between = b",\n"
        count += 1
    stream.write(b"\n]}\n")
    return count
