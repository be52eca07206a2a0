"""Opens and writes the weights of a linear classifier: one line a sign, its rarity, then the labels it speaks for or against."""

import json
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from orientation.conversation.linear import Linear


def load_linear(path: Path) -> tuple[Linear, Mapping[str, Any]] | None:
    """The weights and what else the head of the file says; None when the file is not there."""
    if not path.is_file():
        return None
    held = orjson.loads(path.read_bytes())
    signs = held["signs"]
    table = np.zeros((len(signs), len(held["labels"])), dtype=np.float32)
    if signs:
        _, columns, weights = zip(*signs.values(), strict=True)
        lines = np.repeat(np.arange(len(signs)), [len(some) for some in columns])
        table[lines, np.fromiter(chain.from_iterable(columns), dtype=np.intp)] = np.fromiter(chain.from_iterable(weights), dtype=np.float32)
    rarity = np.array([rarity for rarity, _, _ in signs.values()], dtype=float)
    offsets = np.array(held["offsets"], dtype=float)
    return Linear(tuple(held["labels"]), offsets, {sign: line for line, sign in enumerate(signs)}, rarity, table), held


def write_linear(model: Linear, path: Path, about: str, **beside: object) -> None:
    """One line a sign: its rarity, the columns of the labels it weighs for or against, and its weights."""
    head = {"about": about, **beside, "labels": model.labels, "offsets": model.offsets.tolist()}
    lines = []
    for sign, line in sorted(model.places.items()):
        columns = np.flatnonzero(model.weights[line])
        weights = ",".join(format(round(float(weight), 2), "g") for weight in model.weights[line, columns])
        lines.append(f"{json.dumps(sign)}:[{model.rarity[line]:g},{json.dumps(columns.tolist(), separators=(',', ':'))},[{weights}]]")
    head_said = json.dumps(head, ensure_ascii=False, indent=None)
    path.write_text(head_said[:-1] + ', "signs": {\n' + ",\n".join(lines) + "\n}}\n", encoding="utf-8")
