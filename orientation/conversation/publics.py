"""Which publics of the vocabulary a request is about, from what was read."""

from orientation.conversation.facts.reading import ReadFact
from orientation.conversation.people.reading import People
from orientation.conversation.scope import Passage

_FROM_FACTS = {
    "troubles-cognitifs": ("troubles-cognitifs",),
    "addiction": ("addiction",),
    "sans-domicile": ("sans-domicile", "precarite"),
    "precarite-financiere": ("precarite",),
    "violences": ("victimes-violences",),
    "situation-administrative": ("etrangers",),
    "polypathologie": ("maladies-chroniques",),
    "grossesse-a-risque": ("femmes-enceintes",),
    "aidant-epuise": ("aidants",),
}
_CHILD, _YOUNG_FROM, _YOUNG_TO, _ADULT, _OLD, _HANDICAP_CHILD = 12, 12, 26, 18, 60, 20


def read_publics(passage: Passage, people: People, facts: tuple[ReadFact, ...], age: float | None) -> frozenset[str]:
    """Ids of the publics; none is guessed from silence."""
    publics = {found.entry.id for found in passage.of("public") if not passage.is_denied(found)}
    stated = {fact.id: fact.value for fact in facts}
    for fact, names in _FROM_FACTS.items():
        if stated.get(fact) == "oui":
            publics.update(names)
    if age is not None:
        publics |= _of_age(age)
    if stated.get("perte-autonomie") in ("moderee", "severe", "legere") and (age is None or age >= _OLD):
        publics.add("personnes-agees-dependantes")
    if stated.get("handicap") == "oui" and age is not None and (age < _OLD):
        publics.add("handicap-enfant" if age < _HANDICAP_CHILD else "handicap-adulte")
    if stated.get("troubles-psychiques") == "oui" and stated.get("handicap") == "oui":
        publics.add("handicap-psychique")
    if people.sex == "F" and (age is None or age >= _ADULT):
        publics.add("femmes")
    return frozenset(publics)


def _of_age(age: float) -> set[str]:
    publics = set()
    if age < _CHILD:
        publics.add("nourrissons-enfants")
    if _YOUNG_FROM <= age < _YOUNG_TO:
        publics.add("adolescents")
    if _ADULT <= age < _OLD:
        publics.add("adultes")
    if age >= _OLD:
        publics.add("personnes-agees")
    return publics
