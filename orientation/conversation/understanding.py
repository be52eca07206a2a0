"""The reading of one request, whole: identity masked first, then who, where, when, what is the matter and what is asked for."""

from dataclasses import dataclass, replace
from datetime import date

from orientation.conversation.delays import read_delay
from orientation.conversation.emergencies.reading import danger_to_confirm, read_emergencies
from orientation.conversation.facts.autonomy import Gir, read_gir
from orientation.conversation.facts.reading import ReadFact, told_facts, with_what_asking_states
from orientation.conversation.facts.situation import read_situation
from orientation.conversation.gist import NO_IMPRESSION
from orientation.conversation.lexicon import Reader
from orientation.conversation.needs.candidates import sought
from orientation.conversation.needs.reading import SAID_FROM, ReadNeed, read_needs
from orientation.conversation.needs.surroundings import EXPLICIT
from orientation.conversation.people.reading import People, read_people
from orientation.conversation.places import ReadPlace, read_place
from orientation.conversation.publics import read_publics
from orientation.conversation.scope import Passage
from orientation.conversation.silence.reading import asks_nothing, closes
from orientation.conversation.words import cleaned, cut
from orientation.resource import Sex
from orientation.territory import Commune

FOR_CHILDREN = frozenset(
    {
        "ime",
        "itep",
        "sessad",
        "diagnostic-neurodeveloppement",
        "psychiatrie-enfant-adolescent",
        "protection-enfance",
        "psychomotricite",
        "orthophonie",
    }
)


@dataclass(frozen=True)
class Understanding:
    """What was understood. Evidence is code-point offsets in `masked_text`, None for what follows from something else that was read.

    `danger_to_confirm`: an emergency that no rule read and that the text is told like, to be asked about.
    `suggestions`: needs that are not sure, to be confirmed. `declined`: needs the writer wants nothing of. `likely_facts`: what no phrase
    tells and requests like this one do, to be confirmed.
    `masked`: which kinds of identity were masked, in order.
    `off_topic`: nothing here is a request for orientation. `notes`: what the user should be told about the reading
    ("texte-coupe", "autre-langue").
    """

    masked_text: str
    age_years: float | None = None
    sex: Sex | None = None
    commune: Commune | None = None
    commune_candidates: tuple[Commune, ...] = ()
    publics: frozenset[str] = frozenset()
    needs: tuple[ReadNeed, ...] = ()
    suggestions: tuple[ReadNeed, ...] = ()
    declined: tuple[ReadNeed, ...] = ()
    facts: tuple[ReadFact, ...] = ()
    likely_facts: tuple[ReadFact, ...] = ()
    gir: int | None = None
    delay_hours: int | None = None
    emergencies: tuple[str, ...] = ()
    danger_to_confirm: str | None = None
    masked: tuple[str, ...] = ()
    off_topic: bool = False
    notes: tuple[str, ...] = ()


def understand(text: str, reader: Reader, day: date | None = None) -> Understanding:
    """Reads a request. Never fails, whatever the text; weekdays become hours only when `day` is given."""
    readable = cleaned(text)
    masked = reader.masker.mask(readable)
    words = cut(masked.text)
    passage = Passage(words, reader.book.find(words))
    notes = ("texte-coupe",) if len(readable) < len(text.strip()) and len(text) > len(readable) + 200 else ()
    for_a_child = any(found.entry.id in FOR_CHILDREN and found.entry.value in EXPLICIT for found in passage.of("need"))
    people = read_people(passage, day.year if day else reader.year, for_a_child)
    gir = read_gir(masked.text)
    emergencies = read_emergencies(passage, people, reader)
    danger = danger_to_confirm(passage, emergencies, reader)
    impression = reader.gist.of(passage, people.age_years) if reader.gist else NO_IMPRESSION
    situation = read_situation(told_facts(passage, people, gir, reader, emergencies), impression, len(words), reader)
    found = sought(passage, people.age_years, situation.said, emergencies, impression, reader)
    asked = read_needs(found, len(words), reader)
    needs = asked.said
    facts = with_what_asking_states(situation.said, {need.id: need.evidence for need in needs}, people, reader)
    place = read_place(passage, people, reader.gazetteer)
    hoped = [need for need in asked.offered if need.confidence >= SAID_FROM]
    if asks_nothing(passage, [*needs, *hoped], facts, people, emergencies, place, impression):
        silent = Understanding(masked.text, danger_to_confirm=danger, masked=masked.kinds, off_topic=danger is None, notes=notes)
        return _of_whom(silent, people, place, gir) if closes(passage, needs) else silent
    return Understanding(
        masked_text=masked.text,
        age_years=people.age_years,
        sex=people.sex,
        commune=place.commune,
        commune_candidates=place.candidates,
        publics=read_publics(passage, people, facts, people.age_years),
        needs=needs,
        suggestions=asked.offered,
        declined=asked.declined,
        facts=facts,
        likely_facts=tuple(fact for fact in situation.offered if fact.id not in {one.id for one in facts}),
        gir=gir.value if gir else None,
        delay_hours=read_delay(masked.text, day),
        emergencies=emergencies,
        danger_to_confirm=danger,
        masked=masked.kinds,
        notes=notes,
    )


def _of_whom(closed: Understanding, people: People, place: ReadPlace, gir: Gir | None) -> Understanding:
    """Of a file that is closed, who it is about, and where they live when their age is told."""
    known = place if people.age_years is not None else ReadPlace()
    return replace(
        closed,
        age_years=people.age_years,
        sex=people.sex,
        commune=known.commune,
        commune_candidates=known.candidates,
        gir=gir.value if gir else None,
    )
