"""Invented names and streets: words put together so that no real place is called that, and always the same for a seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import yaml

FICTION = "(démonstration)"
WORDS = Path(__file__).parent / "words.yaml"


@dataclass(frozen=True)
class Words:
    nouns: dict[str, tuple[str, ...]]
    complements: tuple[str, ...]
    organisations: dict[str, tuple[str, ...]]
    legal_status: dict[str, str]
    streets: dict[str, str]


def load_words(path: Path = WORDS) -> Words:
    said: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Words(
        nouns={place: tuple(nouns) for place, nouns in said["nouns"].items()},
        complements=tuple(said["complements"]),
        organisations={form: tuple(patterns) for form, patterns in said["organisations"].items()},
        legal_status=said["legal_status"],
        streets=said["streets"],
    )


def invented_names(words: Words, territory: str, random: Random) -> Iterator[str]:
    """Names without end, none twice before all have been given: "La Loutre d'ambre", "Le Macareux indigo"."""
    names = [f"{noun} {complement}" for noun in _nouns(words, territory) for complement in words.complements]
    while True:
        random.shuffle(names)
        yield from names


def invented_name(words: Words, territory: str, random: Random) -> str:
    return f"{random.choice(_nouns(words, territory))} {random.choice(words.complements)}"


def _nouns(words: Words, territory: str) -> tuple[str, ...]:
    return (*words.nouns["everywhere"], *words.nouns.get(territory, ()))


def of(name: str) -> str:
    """
    >>> of("Les Tilleuls d'ambre"), of("Le Merle indigo"), of("La Grive"), of("L'Ibis")
    ("des Tilleuls d'ambre", 'du Merle indigo', 'de la Grive', "de l'Ibis")
    """
    for article, contracted in (("Les ", "des "), ("Le ", "du "), ("La ", "de la "), ("L'", "de l'")):
        if name.startswith(article):
            return contracted + name[len(article) :]
    return f"de {name}"


def town_of(name: str) -> str:
    """A commune after "de", for templates written "de {commune}".

    >>> town_of("Le Kremlin-Bicêtre"), town_of("Arcueil"), town_of("Vannes")
    ('du Kremlin-Bicêtre', "d'Arcueil", 'de Vannes')
    """
    if name.startswith(("Le ", "Les ")):
        return of(name)
    if name.startswith(("La ", "L'")):
        return f"de {name}"
    return f"d'{name}" if name[0] in "AEÉÈIOUY" else f"de {name}"
