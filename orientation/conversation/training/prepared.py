"""Annotated requests read up to what the weights are for: words, phrases, people, dangers, and what the whole is like."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from orientation.conversation.emergencies.reading import read_emergencies
from orientation.conversation.facts.autonomy import Gir, read_gir
from orientation.conversation.facts.reading import ReadFact, told_facts
from orientation.conversation.lexicon import Reader
from orientation.conversation.people.reading import People, read_people
from orientation.conversation.scope import Passage
from orientation.conversation.words import cleaned, cut


@dataclass(frozen=True)
class Annotated:
    """A text with the needs and the facts expected from it; optional ones are neither right nor wrong.

    `facts` None: nobody said which it tells.
    """

    text: str
    needs: frozenset[str]
    optional_needs: frozenset[str] = frozenset()
    facts: Mapping[str, str] | None = field(default_factory=dict)
    optional_facts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Prepared:
    """An annotated text once its phrases are found."""

    annotated: Annotated
    passage: Passage
    people: People
    gir: Gir | None
    emergencies: tuple[str, ...]
    told: tuple[ReadFact, ...]


def prepared(annotated: Annotated, reader: Reader) -> Prepared:
    words = cut(reader.masker.mask(cleaned(annotated.text)).text)
    return _read(annotated, Passage(words, reader.book.find(words)), reader)


def with_words_forgotten(texts: Sequence[Prepared], reader: Reader, forgotten: float, seed: int = 0) -> list[Prepared]:
    """The same when a share of the needs named have their words taken out of the lexicon, as if nobody had thought of them, so that
    what is learned also holds for texts whose words are not there."""
    draw = random.Random(seed)
    made = []
    for one in texts:
        found = one.passage.found
        lost = {each.entry.id for each in found if each.entry.kind == "need" and draw.random() < forgotten}
        kept = tuple(each for each in found if each.entry.kind != "need" or each.entry.id not in lost)
        made.append(_read(one.annotated, replace(one.passage, found=kept), reader))
    return made


def _read(annotated: Annotated, passage: Passage, reader: Reader) -> Prepared:
    people = read_people(passage, reader.year)
    gir = read_gir(passage.words.text)
    emergencies = read_emergencies(passage, people, reader)
    return Prepared(annotated, passage, people, gir, emergencies, told_facts(passage, people, gir, reader, emergencies))
