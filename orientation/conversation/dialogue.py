"""A conversation as one frozen value: what is understood so far, and what each later message does to it. Anything can be undone."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from orientation.conversation.delays import read_delay
from orientation.conversation.facts.reading import ReadFact
from orientation.conversation.lexicon import Reader
from orientation.conversation.needs.candidates import SPECIALIST
from orientation.conversation.needs.reading import ReadNeed
from orientation.conversation.scope import Passage
from orientation.conversation.understanding import Understanding, understand
from orientation.conversation.words import cut
from orientation.wording import folded

Turn = Literal["first", "refine", "remove", "radius", "more", "why-not", "undo", "restart", "thanks", "off-topic"]

NARROWEST_KM, WIDEST_KM, USUAL_KM = 1.0, 200.0, 20.0
_KM = re.compile(
    r"(?:(?:a|dans)\s+)?(?:moins\s+de|maximum|max|jusqu'a|jusqua|dans\s+(?:un\s+rayon\s+de|les)|rayon\s+(?:de\s+)?|a|sous)\s*(\d{1,3}(?:[.,]\d)?)\s*(?:km|kms|kilometres?|bornes)\b"
    r"|\b(\d{1,3}(?:[.,]\d)?)\s*(?:km|kms|kilometres?)\s*(?:max\w*|autour|a la ronde|au plus)"
)
_NAME = re.compile(r"pourquoi\b.*?\bpas\b\s*(?:de|d'|du|des|dans|la liste)?\s*(.*?)\s*\??\s*$", re.IGNORECASE | re.DOTALL)
_AWAY = re.compile(r"\bà\s+\d+\s*(?:km|kilom[eè]tres?)", re.IGNORECASE)


@dataclass(frozen=True)
class Intent:
    """What a message asked for. `subject`: the words, masked, of the resource a "pourquoi pas" is about; `removed`: needs given up."""

    turn: Turn
    subject: str | None = None
    removed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dialogue:
    """`read` None before the first request. `shown`: how many times more choices were asked for. `before`: what undoing returns to."""

    read: Understanding | None = None
    radius_km: float | None = None
    rejected: frozenset[str] = frozenset()
    shown: int = 0
    before: "Dialogue | None" = None

    def changed(self, **changes: object) -> "Dialogue":
        """The same with these changes, which can be undone."""
        return replace(self, before=self, **changes)  # type: ignore[arg-type]

    def reread(self, **changes: object) -> "Dialogue":
        """The same with these fields of what is understood set by hand, as a chip does; nothing happens before the first request."""
        return self.changed(read=replace(self.read, **changes)) if self.read is not None else self  # type: ignore[arg-type]

    def wanting(self, id: str) -> "Dialogue":
        """A need added or confirmed; a suggestion keeps its evidence."""
        if self.read is None or any(need.id == id for need in self.read.needs):
            return self
        offered = next((need for need in self.read.suggestions if need.id == id), ReadNeed(id, None, 1.0, None))
        others = tuple(need for need in self.read.suggestions if need.id != id)
        return self.reread(needs=(*self.read.needs, replace(offered, confidence=1.0)), suggestions=others, off_topic=False)

    def without(self, *ids: str) -> "Dialogue":
        """Needs given up."""
        if self.read is None:
            return self
        return self.reread(
            needs=tuple(need for need in self.read.needs if need.id not in ids),
            suggestions=tuple(need for need in self.read.suggestions if need.id not in ids),
        )

    def of_specialties(self, ids: tuple[str, ...]) -> "Dialogue":
        """A specialist of each of these specialties instead of those wanted; any specialist when there is none."""
        if self.read is None:
            return self
        held = {need.qualifier: need for need in self.read.needs if need.id == SPECIALIST}
        asked = [held.get(id, ReadNeed(SPECIALIST, id, 1.0, None)) for id in ids or (None,)]
        at = next((place for place, need in enumerate(self.read.needs) if need.id == SPECIALIST), len(self.read.needs))
        others = [need for need in self.read.needs if need.id != SPECIALIST]
        return self.reread(needs=(*others[:at], *asked, *others[at:]))

    def stating(self, id: str, value: str | None) -> "Dialogue":
        """A fact of the situation; None: unknown again."""
        if self.read is None:
            return self
        others = tuple(fact for fact in self.read.facts if fact.id != id)
        unsure = tuple(fact for fact in self.read.likely_facts if fact.id != id)
        return self.reread(facts=others if value is None else (*others, ReadFact(id, value, None)), likely_facts=unsure)

    def endangered(self, really: bool) -> "Dialogue":
        """The answer to whether the danger that the text looks like is one: it then comes first, or is asked about no more."""
        if self.read is None or self.read.danger_to_confirm is None:
            return self
        known = dict.fromkeys((*self.read.emergencies, *((self.read.danger_to_confirm,) if really else ())))
        return self.reread(emergencies=tuple(known), danger_to_confirm=None, off_topic=False)

    def rejecting(self, resource: str) -> "Dialogue":
        """A resource set aside."""
        return self.changed(rejected=self.rejected | {resource})

    def undone(self) -> "Dialogue":
        return self.before or self


def follow(dialogue: Dialogue, text: str, reader: Reader, day: date | None = None) -> tuple[Dialogue, Intent]:
    """What a message makes of a conversation. It tells more, corrects, gives something up, or asks something of the assistant itself.

    A message that is off-topic or hostile changes nothing.
    """
    said = understand(text, reader, day)
    if dialogue.read is None:
        if said.off_topic and not said.emergencies:
            return dialogue, Intent("off-topic")
        return dialogue.changed(read=said), Intent("first")
    if said.off_topic:  # of a first message it would be nothing; of a later one, "pour demain" says enough
        said = replace(said, delay_hours=read_delay(said.masked_text, day))
    words = cut(said.masked_text)
    passage = Passage(words, reader.book.find(words))
    turns = {found.entry.id for found in passage.of("turn")}
    tells = bool(
        said.needs
        or said.facts
        or said.age_years is not None
        or said.commune
        or said.commune_candidates
        or said.gir
        or said.delay_hours is not None
        or said.emergencies
    )
    if "restart" in turns and not tells:
        return Dialogue(), Intent("restart")
    if "undo" in turns and not tells:
        return dialogue.undone(), Intent("undo")
    if "why-not" in turns:
        return dialogue, Intent("why-not", _subject(said.masked_text))
    removed = _given_up(passage, dialogue.read)
    if removed:
        return _joined(
            dialogue.without(*removed), replace(said, needs=tuple(need for need in said.needs if need.id not in removed))
        ), Intent("remove", removed=removed)
    radius = _radius(passage, dialogue.radius_km)
    if radius is not None:
        told = replace(said, facts=tuple(fact for fact in said.facts if fact.id != "eloignement-offre"))
        return _joined(dialogue.changed(radius_km=radius), told), Intent("radius")
    if "more" in turns and not said.needs:
        return dialogue.changed(shown=dialogue.shown + 1), Intent("more")
    if "thanks" in turns and not tells:
        return dialogue, Intent("thanks")
    added = said.needs or (() if said.facts else _terse(said, words.forms))
    if said.off_topic and not tells and not added:
        return dialogue, Intent("off-topic")
    held = _without_other_specialties(dialogue, added) if "instead" in turns else dialogue
    return _joined(replace(held, before=dialogue), replace(said, needs=added)), Intent("refine")


def _without_other_specialties(dialogue: Dialogue, added: tuple[ReadNeed, ...]) -> Dialogue:
    """ "Plutôt un neurologue": instead of the cardiologist, and not of the physiotherapist."""
    replaced = {need.id for need in added if need.qualifier}
    if dialogue.read is None or not replaced:
        return dialogue
    return replace(dialogue, read=replace(dialogue.read, needs=tuple(need for need in dialogue.read.needs if need.id not in replaced)))


def _joined(dialogue: Dialogue, said: Understanding) -> Dialogue:
    """What a later message adds, or says otherwise. Emergencies are never taken back; evidence only holds in the text it was read in."""
    before = dialogue.read
    if before is None:
        return replace(dialogue, read=said)
    needs = {(need.id, need.qualifier): replace(need, evidence=None) for need in before.needs}
    needs |= {(need.id, need.qualifier): need for need in said.needs}
    known = {id for id, _ in needs}
    facts = {fact.id: replace(fact, evidence=None) for fact in before.facts} | {fact.id: fact for fact in said.facts}
    moved = said.commune is not None or bool(said.commune_candidates)
    near = [one for one in said.commune_candidates if before.commune and one.departement == before.commune.departement]
    if said.commune is None and len(near) == 1:  # "en fait elle habite Vitry", after Créteil
        said = replace(said, commune=near[0], commune_candidates=())
    offered = {need.id: need for need in (*before.suggestions, *said.suggestions) if need.id not in known}
    likely = {fact.id: fact for fact in (*before.likely_facts, *said.likely_facts) if fact.id not in facts}
    read = replace(
        said,
        needs=tuple(needs.values()),
        suggestions=tuple(replace(need, evidence=None) for need in offered.values()),
        facts=tuple(facts.values()),
        likely_facts=tuple(replace(fact, evidence=None) for fact in likely.values()),
        publics=before.publics | said.publics,
        commune=said.commune if moved else before.commune,
        commune_candidates=said.commune_candidates if moved else before.commune_candidates,
        age_years=before.age_years if said.age_years is None else said.age_years,
        sex=said.sex or before.sex,
        gir=before.gir if said.gir is None else said.gir,
        delay_hours=before.delay_hours if said.delay_hours is None else said.delay_hours,
        emergencies=tuple(dict.fromkeys((*said.emergencies, *before.emergencies))),
        danger_to_confirm=said.danger_to_confirm or before.danger_to_confirm,
        masked=tuple(dict.fromkeys((*before.masked, *said.masked))),
        off_topic=False,
    )
    return replace(dialogue, read=read)


def _given_up(passage: Passage, read: Understanding) -> tuple[str, ...]:
    """Needs already wanted that the message takes back: "sans l'accueil de jour", "finalement pas de kiné"."""
    wanted = {need.id for need in (*read.needs, *read.suggestions)}
    given = []
    for found in passage.of("need"):
        first, _ = passage.in_segment(found.first)
        leads = passage.of("turn")
        if found.entry.id in wanted and any(
            lead.entry.id == "remove" and first <= lead.first and 0 < found.first - lead.first <= 5 for lead in leads
        ):
            given.append(found.entry.id)
    return tuple(dict.fromkeys(given))


def _radius(passage: Passage, now: float | None) -> float | None:
    """The radius a message asks for, in km; None when it does not speak of one."""
    found = _KM.search(folded(passage.words.text).replace("’", "'"))
    if found:
        return min(WIDEST_KM, max(NARROWEST_KM, float((found[1] or found[2]).replace(",", "."))))
    turns = {one.entry.id for one in passage.of("turn")}
    if "nearer" in turns:
        return max(NARROWEST_KM, (now or USUAL_KM) / 2)
    if "farther" in turns:
        return min(WIDEST_KM, (now or USUAL_KM) * 2)
    return None


def _terse(said: Understanding, forms: tuple[str, ...]) -> tuple[ReadNeed, ...]:
    """In a message of a few words, what would only be offered is taken as said: "et le transport ?"."""
    return said.suggestions[:1] if len(forms) <= 8 else ()


def _subject(text: str) -> str | None:
    found = _NAME.search(_AWAY.sub("", text))
    return found[1].strip(" .?!") or None if found else None
