"""Opens and writes how emergencies are told: the sentences that are learnt from, and the weights learnt."""

import csv
import json
from pathlib import Path

import numpy as np
import orjson

from orientation.conversation.dangers import Dangers, Told
from orientation.refusal import Refused
from orientation.vocabulary import Vocabulary

ABOUT = (
    "Appris par « orientation reading learn » de danger_sentences.csv et de demandes annotées. "
    "Par mot (=), couple de mots ou lettres : sa rareté, puis son poids pour chaque urgence."
)


def load_dangers(path: Path) -> Dangers | None:
    """The weights; None when the file is not there."""
    if not path.is_file():
        return None
    held = orjson.loads(path.read_bytes())
    grams = held["grams"]
    return Dangers(
        tuple(held["emergencies"]),
        np.array(held["offsets"], dtype=float),
        np.array(held["levels"], dtype=float),
        {gram: line for line, gram in enumerate(grams)},
        np.array([rarity for rarity, _ in grams.values()], dtype=float),
        np.array([weights for _, weights in grams.values()], dtype=float),
    )


def write_dangers(dangers: Dangers, path: Path) -> None:
    """One line a word, a couple of words or some letters."""
    bounds = {name: getattr(dangers, name).tolist() for name in ("offsets", "levels")}
    head = json.dumps({"about": ABOUT, "emergencies": dangers.emergencies, **bounds}, ensure_ascii=False, indent=1)
    lines = (
        f"{json.dumps(gram)}:[{dangers.rarity[line]:g},[{','.join(format(weight, 'g') for weight in dangers.weights[line])}]]"
        for gram, line in sorted(dangers.places.items())
    )
    path.write_text(head[:-2] + ',\n "grams": {\n' + ",\n".join(lines) + "\n}}\n", encoding="utf-8")


def load_sentences(path: Path, vocabulary: Vocabulary) -> tuple[Told, ...]:
    """Sentences with the emergencies each tells, none for what only resembles. Raises Refused naming the line of an unknown one."""
    with path.open(encoding="utf-8", newline="") as lines:
        told = []
        for line, row in enumerate(csv.DictReader(lines), start=2):
            ids = frozenset(filter(None, (row["emergencies"] or "").split("|")))
            if unknown := ids - set(vocabulary.emergencies):
                raise Refused(
                    f"{path.name}, ligne {line} : « {', '.join(sorted(unknown))} » n'est pas une urgence du vocabulaire. "
                    f"Attendu parmi : {', '.join(vocabulary.emergencies)}, séparées par « | », ou rien."
                )
            told.append((row["sentence"], ids))
    return tuple(told)
