"""`bench names`: how fast a name typed with mistakes is found among a directory of a given size, and how often it is the right one."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from orientation.bench import generated
from orientation.bench.generated import Land
from orientation.bench.measuring import middle, resident_mb, spread, timed, times_ms
from orientation.directory.building import Batch, columns_of_batches
from orientation.directory.columns import area_key
from orientation.directory.directory import Directory
from orientation.directory.names import Named, names_of
from orientation.reference.gazetteer import load_gazetteer
from orientation.reference.names import load_aliases
from orientation.reference.vocabularies import load_vocabulary
from orientation.wording import place_key

PASSES = 3
TYPED = 300
ASKED = 60


@dataclass(frozen=True)
class Typed:
    """A name as somebody types it, and the name it stands for, both as words of names are compared."""

    text: str
    name: str


def run(argv: Sequence[str] = ()) -> dict[str, Any]:
    """Options: --size N (services), --names N (names typed)."""
    parser = ArgumentParser(prog="bench names", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--names", type=int, default=TYPED)
    options = parser.parse_args(argv)
    land = generated.land_of(load_gazetteer())
    batches = list(generated.batches(land, options.size))
    directory, build_ms = timed(lambda: named_directory(land, batches))
    typed = list(typed_names(batches, options.names))
    name_of = {id: name for batch in batches for id, name in zip(batch["id"], batch["name"], strict=True)}
    first, among_ten = recalls(typed, lambda one: found_names(directory, one.text, name_of))
    cold = spread(times_ms(lambda one: directory.find(one.text), typed))
    warm = [spread(times_ms(lambda one: directory.find(one.text), typed)) for _ in range(PASSES)]
    return {
        "bench": "names",
        "size": options.size,
        "typed": len(typed),
        "distinct_names": len(directory.names.names.texts),
        "build_s": round(build_ms / 1000, 2),
        "recall_at_1": first,
        "recall_at_10": among_ten,
        "cold": cold,
        "warm": middle(warm),
        "resident_mb": round(resident_mb(), 1),
    }


def named_directory(land: Land, batches: Sequence[Batch]) -> Directory:
    gazetteer, named = load_gazetteer(), Named.empty()
    areas = {number: [area_key(area) for area in held] for number, held in land.catchments.items()}
    columns = columns_of_batches(named.taking(batches), areas, load_vocabulary())
    return Directory(columns, names_of(named, columns, {one.code: one.name for one in gazetteer.communes}, load_aliases()))


def typed_names(batches: Sequence[Batch], count: int) -> Iterator[Typed]:
    """Names without accents, with one or two mistakes, a word left out of one in five."""
    rng = np.random.default_rng(generated.SEED + 2)
    names = [name for batch in batches for name, hidden in zip(batch["name"], batch["confidential"], strict=True) if not hidden]
    for number in rng.choice(len(names), min(count, len(names)), replace=False).tolist():
        name = place_key(names[number])
        words = name.split()
        if rng.random() < 0.2 and len(words) > 3:
            words.pop(int(rng.integers(0, len(words))))
        text = " ".join(words)
        yield Typed(mistyped(text, rng, 1 if len(text) < 12 else int(rng.integers(1, 3))), name)


def mistyped(text: str, rng: np.random.Generator, mistakes: int) -> str:
    """A letter changed, left out, added, or two swapped."""
    letters = list(text)
    for _ in range(mistakes):
        at, letter = int(rng.integers(0, len(letters))), chr(97 + int(rng.integers(0, 26)))
        match int(rng.integers(0, 4)):
            case 0:
                letters[at] = letter
            case 1 if len(letters) > 3:
                del letters[at]
            case 2:
                letters.insert(at, letter)
            case _ if at + 1 < len(letters):
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)


def found_names(directory: Directory, text: str, name_of: dict[str, str]) -> list[str]:
    """The distinct names found, in order: a name that many services have counts once."""
    return list(dict.fromkeys(place_key(name_of[match.id]) for match in directory.find(text, limit=ASKED)))


def recalls(typed: Sequence[Typed], find: Any) -> tuple[float, float]:
    """How often the right name comes first, and how often among the first ten."""
    found = [(one.name, find(one)[:10]) for one in typed]
    first = sum(names[:1] == [name] for name, names in found)
    return round(first / len(typed), 4), round(sum(name in names for name, names in found) / len(typed), 4)
