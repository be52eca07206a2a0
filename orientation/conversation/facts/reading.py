"""Reads the facts of a situation, each with where it was read: stated, denied, or left unknown when nobody spoke of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from orientation.conversation.facts.answers import is_answered_no
from orientation.conversation.facts.autonomy import Gir
from orientation.conversation.facts.dependants import child_raised, is_no_dependant
from orientation.conversation.facts.household import is_ours_at_work, is_passing_stay, shared_home
from orientation.conversation.facts.pairs import told_together
from orientation.conversation.facts.subjects import is_of_another, speaks_of_carer
from orientation.conversation.facts.topics import is_cleared
from orientation.conversation.lexicon import Reader
from orientation.conversation.people.reading import People
from orientation.conversation.phrases import Found
from orientation.conversation.scope import Passage

SEVERAL, HARM = 3, "harm"
SILENT, SETTLED = "silent", "settled"
CALLED = {
    "suicide": "risque-suicidaire",
    "violences": "violences",
    "enfant-en-danger": "maltraitance",
    "maltraitance-adulte": "maltraitance",
    "sans-abri-ce-soir": "sans-domicile",
}
_WHERE_OR_SINCE = frozenset("au a chez dans ds sur en ici depuis dp le la".split())
_NO_MORE = frozenset({"pas", "jamais", "plus", "ni", "non"})
_DRINKING = frozenset({"boit", "bois", "boire", "bu", "buvait"})
_GREATER_DANGERS = frozenset({"violences", "suicide", "sans-abri-ce-soir", "vital"})
ASKING_STATES = {
    "interpretariat": "barriere-langue",
    "medecin-traitant": "sans-medecin-traitant",
    "addictologie": "addiction",
    "soutien-aidants": "aidant-epuise",
    "psychiatrie-precarite": "troubles-psychiques",
    "consultation-memoire": "troubles-cognitifs",
    "domiciliation": "sans-domicile",
    "protection-juridique": "protection-juridique",
    "etat-civil-sejour": "situation-administrative",
}
_OPPOSITE = {"oui": "non", "non": "oui"}
# Denied, it is of today ("pas d'idées noires", "pas de soins lourds"), whatever is told of another time or of lesser things ("TS en 2009").
DENIED_NOW = frozenset({"risque-suicidaire", "soins-techniques"})
YOUNGEST_DRINKER, YOUNGEST_MOTHER, ADULT, OLD = 10, 12, 18, 70
_EXCEPT = (("sauf",), ("hormis",), ("excepte",))
_PREGNANCY = "grossesse"
WORSENS_PREGNANCY = ("sans-domicile", "violences", "addiction", "droits-sante-non-ouverts", "denutrition", "troubles-psychiques")
INSTANCES = frozenset(
    {
        "polypathologie", "polymedication", "soins-techniques", "intervenants-multiples", "eloignement-offre", "handicap",
        "personne-a-charge",
    }
)  # fmt: skip
AROUND = frozenset(
    {
        "aidant-epuise", "aidant-absent", "conflit-entourage", "maltraitance", "violences", "personne-a-charge", "vit-seul", "isolement",
        "intervenants-multiples", "rupture-parcours", "eloignement-offre", "logement-inadapte", "sans-domicile", "precarite-financiere",
        "sans-medecin-traitant", "refus-aide", "protection-juridique",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadFact:
    """A criterion and its value; `evidence` None when it follows from something else that was read.

    `told_by`: the kind of phrase or of deduction it comes from. `times`: how many phrases tell it. `confidence`: 0–1, see `situation`.
    """

    id: str
    value: str
    evidence: tuple[int, int] | None
    told_by: str = "phrase"
    times: int = 1
    confidence: float = 1.0


def told_facts(passage: Passage, people: People, gir: Gir | None, reader: Reader, emergencies: Sequence[str] = ()) -> tuple[ReadFact, ...]:
    """What phrases tell of the person helped and what follows from them, in vocabulary order, not weighed yet; when a text says both,
    what is affirmed wins over what is denied, unless the lexicon holds the denial for settled.

    `emergencies`: those already read, each of which states a fact whatever else is denied.
    """
    read: dict[str, list[ReadFact]] = {}
    settled: dict[str, ReadFact] = {}
    for found in passage.of("fact"):
        value = _value(passage, found, people)
        if value is not None:
            id = HARM if found.entry.who == HARM else found.entry.id
            fact = ReadFact(id, value, passage.words.span(found.first, found.last), found.entry.who or "phrase")
            read.setdefault(id, []).append(fact)
            if found.entry.who == SETTLED and value == found.entry.value:
                settled.setdefault(id, fact)
    cleared = [topic for topic in passage.of("topic") if is_cleared(passage, topic)]
    absent = [thing for thing in passage.of("absent") if passage.is_denied(thing) and not passage.is_retracted(thing)]
    for topic in (*cleared, *absent):
        if topic.entry.id in AROUND or not is_of_another(passage, topic, people):
            denied = ReadFact(topic.entry.id, topic.entry.value, passage.words.span(topic.first, topic.last), "topic")
            read.setdefault(topic.entry.id, []).append(denied)
    if gir is not None:
        read["perte-autonomie"] = [ReadFact("perte-autonomie", gir.level, (gir.start, gir.end), "gir")]
    facts = {id: _decided(some) for id, some in read.items()}
    for id, found in told_together(passage):
        if id not in facts and (id in AROUND or not is_of_another(passage, found, people)):
            facts[id] = ReadFact(id, "oui", passage.words.span(found.first, found.last), "pair")
    _weigh_harm(passage, people, facts)
    facts |= settled
    for emergency in emergencies:
        called = CALLED.get(emergency)
        if called is None or called == "maltraitance" and _is_danger_of_another(emergency, emergencies, people):
            continue
        if called not in facts or facts[called].value == "non":
            facts[called] = ReadFact(called, "oui", None, "emergency")
    for deduced in (
        _several_illnesses(passage, people),
        _is_on_their_own(passage),
        _lives_with_someone(passage, people),
        _raises_a_child(passage, people),
        _risks_pregnancy(passage, people, facts),
    ):
        if deduced is not None:
            facts.setdefault(deduced.id, deduced)
    if _has_no_household(people, facts):
        facts.pop("vit-seul", None)
    return tuple(facts[id] for id in reader.vocabulary.criteria if id in facts)


def with_what_asking_states(
    facts: tuple[ReadFact, ...], asked: Mapping[str, tuple[int, int] | None], people: People, reader: Reader
) -> tuple[ReadFact, ...]:
    """Adds what a need states by itself where the text says nothing else of it: who asks for an interpreter has a language barrier.

    `asked`: the needs read, each with where it was.
    """
    told = {fact.id: fact for fact in facts}
    for need, evidence in asked.items():
        if need in ASKING_STATES and (need != "soutien-aidants" or people.others or people.narrator_helps):
            told.setdefault(ASKING_STATES[need], ReadFact(ASKING_STATES[need], "oui", evidence, "need"))
    return tuple(told[id] for id in reader.vocabulary.criteria if id in told)


def _is_stated(facts: Mapping[str, ReadFact], id: str) -> bool:
    return id in facts and facts[id].value == "oui"


def _is_danger_of_another(emergency: str, emergencies: Sequence[str], people: People) -> bool:
    """Whether ill-treatment is only the shadow of another danger, or a child's beside the adult who is helped."""
    age = people.age_years
    if emergency == "enfant-en-danger":
        return age >= ADULT if age is not None else not _GREATER_DANGERS.isdisjoint(emergencies)
    return not _GREATER_DANGERS.isdisjoint(emergencies) and (age is None or age < OLD)


def _has_no_household(people: People, facts: Mapping[str, ReadFact]) -> bool:
    """Whether living alone is no question: for a child, and for somebody without a home, whoever puts them up."""
    return _is_stated(facts, "sans-domicile") or (people.age_years is not None and people.age_years < ADULT)


def _weigh_harm(passage: Passage, people: People, facts: dict[str, ReadFact]) -> None:
    """Names harm by its victim: violence suffered by an adult, ill-treatment of one who cannot defend themselves, both of a child."""
    harm = facts.pop(HARM, None)
    if harm is None:
        return
    age = people.age_years
    young = age < ADULT if age is not None else bool(passage.cues("jeune-victime"))
    frail = not young and (bool(passage.cues("victime-fragile")) or (age is not None and age >= OLD))
    if young or not frail:
        facts.setdefault("violences", replace(harm, id="violences"))
    if young or frail:
        facts.setdefault("maltraitance", replace(harm, id="maltraitance"))


def _raises_a_child(passage: Passage, people: People) -> ReadFact | None:
    """A child said to be under age beside an adult or a household that is helped."""
    child = child_raised(passage, people)
    return ReadFact("personne-a-charge", "oui", passage.words.span(child.first, child.last), "household") if child else None


def _several_illnesses(passage: Passage, people: People) -> ReadFact | None:
    """At least three different chronic illnesses named of the person helped."""
    named: dict[str, Found] = {}
    for found in passage.of("condition"):
        if found.entry.id != _PREGNANCY and _is_told_of_patient(passage, found, people):
            named.setdefault(found.entry.id, found)
    if len(named) < SEVERAL:
        return None
    first = next(iter(named.values()))
    return ReadFact("polypathologie", "oui", passage.words.span(first.first, first.last), "illnesses")


def _is_told_of_patient(passage: Passage, found: Found, people: People) -> bool:
    return not (passage.is_denied(found) or passage.is_retracted(found) or is_of_another(passage, found, people))


def _risks_pregnancy(passage: Passage, people: People, facts: Mapping[str, ReadFact]) -> ReadFact | None:
    """A pregnancy of somebody under age, ill, or in a situation that puts it at risk."""
    told = [found for found in passage.of("condition") if _is_told_of_patient(passage, found, people)]
    pregnant = next((found for found in told if found.entry.id == _PREGNANCY), None)
    if pregnant is None:
        return None
    ill = any(found.entry.id != _PREGNANCY for found in told)
    young = people.age_years is not None and YOUNGEST_MOTHER <= people.age_years < ADULT
    if ill or young or any(_is_stated(facts, id) for id in WORSENS_PREGNANCY):
        return ReadFact("grossesse-a-risque", "oui", passage.words.span(pregnant.first, pregnant.last), "illnesses")
    return None


def _is_on_their_own(passage: Passage) -> ReadFact | None:
    """ "homme de 70 ans, seul, hospitalisé", "83a seul", "elle est à Ussel toute seule": the word by itself, or after an age or a place."""
    words = passage.words
    for position, form in enumerate(words.forms):
        if form in ("seul", "seule") and _is_told_alone(passage, position):
            return ReadFact("vit-seul", "oui", words.span(position, position), "household")
    return None


def _is_told_alone(passage: Passage, position: int) -> bool:
    forms = passage.words.forms
    first, last = passage.in_segment(position)
    before, after = forms[first:position], forms[position + 1 : last + 1]
    if not after or after[0] in _WHERE_OR_SINCE:
        if not before:
            return True
        if before[-1] in ("tout", "toute"):
            return (
                len(before) == 1
                or not _NO_MORE.intersection(before)
                and any(form in ("est", "suis", "etre", "reste") for form in before[-6:])
            )
    aged = len(before) > 1 and before[-1] in ("a", "ans", "an") and before[-2].isdigit()
    return aged and (not after or after[0] not in ("avec", "pour", "a", "et"))


def _lives_with_someone(passage: Passage, people: People) -> ReadFact | None:
    told = shared_home(passage, people)
    return ReadFact("vit-seul", "non", passage.words.span(*told), "household") if told else None


def _decided(some: list[ReadFact]) -> ReadFact:
    affirmed = [fact for fact in some if fact.value not in ("non", "aucune")]
    denied = [fact for fact in some if fact not in affirmed]
    kept = (denied + affirmed if some[0].id in DENIED_NOW else affirmed + denied)[0]
    return replace(kept, times=sum(fact.value == kept.value for fact in some))


def _value(passage: Passage, found: Found, people: People) -> str | None:
    """The value stated, None when the phrase says nothing about the person helped now."""
    stated = found.entry.value
    answered_no = stated != SILENT and is_answered_no(passage, found)
    if stated == SILENT or passage.is_retracted(found) and not answered_no or passage.is_supposed(found):
        return None
    if (
        found.entry.id == "vit-seul"
        and stated == "oui"
        and not {"seuls", "seules"}.isdisjoint(passage.words.forms[found.first : found.last + 1])
    ):
        return None
    if found.entry.id == "vit-seul" and stated == "non" and (is_passing_stay(passage, found) or is_ours_at_work(passage, found, people)):
        return None
    if (
        found.entry.id == "addiction"
        and people.age_years is not None
        and people.age_years < YOUNGEST_DRINKER
        and _tells_of_drinking(passage, found)
    ):
        return None
    if found.entry.id == "aidant-absent" and stated == "non" and people.age_years is not None and people.age_years < ADULT:
        return None
    if stated == "aucune" and passage.words.forms[found.last + 1 : found.last + 2] in _EXCEPT:
        return None
    if found.entry.who == "carer" and not speaks_of_carer(passage, found, people):
        return None
    if found.entry.id == "personne-a-charge" and is_no_dependant(passage, found, people):
        return None
    if found.entry.who != "carer" and found.entry.id not in AROUND and is_of_another(passage, found, people):
        return None
    if found.entry.id == "sortie-hospitalisation" and passage.cues("detention"):
        return None
    if answered_no or passage.is_denied(found):
        told = found.entry.who not in ("firm", "carer") and (found.entry.id not in INSTANCES or stated == "non")
        return _OPPOSITE.get(stated) if told else None
    if passage.is_past(found) and stated == "oui" and found.entry.who != "lasting" and found.entry.id != "personne-a-charge":
        return None
    return stated


def _tells_of_drinking(passage: Passage, found: Found) -> bool:
    """Whether it is told by a verb that is said of a child's milk too."""
    return not _DRINKING.isdisjoint(passage.words.forms[found.first : found.last + 1])
