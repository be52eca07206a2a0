"""Opens and writes how emergencies are told: the sentences that are learnt from, and the weights learnt."""

import csv
from pathlib import Path

import numpy as np

from orientation.conversation.emergencies.dangers import Dangers, ToldDanger
from orientation.reference.linear import load_linear, write_linear
from orientation.refusal import Refused
from orientation.vocabulary import Vocabulary

ABOUT = (
    "Appris par « orientation reading learn » de danger_sentences.csv et de demandes annotées. "
    "Par mot (=), couple de mots ou lettres : sa rareté, puis son poids pour chaque urgence."
)


def load_dangers(path: Path) -> Dangers | None:
    """The weights; None when the file is not there."""
    held = load_linear(path)
    return Dangers(held[0], np.array(held[1]["levels"], dtype=float)) if held else None


def write_dangers(dangers: Dangers, path: Path) -> None:
    write_linear(dangers.model, path, ABOUT, levels=dangers.levels.tolist())


def load_sentences(path: Path, vocabulary: Vocabulary) -> tuple[ToldDanger, ...]:
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
