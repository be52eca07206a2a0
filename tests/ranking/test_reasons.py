"""What is said of a match and of a near miss is what made them so, in sentences that can be read."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from orientation.case import Case, Situation, WantedNeed
from orientation.directory.building import columns_of
from orientation.grid import Tier
from orientation.messages import Messages
from orientation.ranking.rank import search
from orientation.ranking.reasons import Description, Labels, described
from orientation.ranking.rules import RULES
from orientation.reference.catalogues import load_messages
from orientation.reference.policies import load_policies
from orientation.reference.vocabularies import load_vocabulary
from orientation.resource import AgeRange, Places, Resource, SourceRef
from orientation.territory import Area, CatchmentArea
from tests.factories import TODAY, a_case, a_place, a_resource
from tests.ranking.directories import cases, directories
from tests.ranking.places import GAZETTEER, point

VOCABULARY = load_vocabulary()
POLICY = load_policies().on("national", TODAY)
CATALOGUES = {language: load_messages(language) for language in ("fr", "en")}


def told(
    resources: Sequence[Resource], case: Case, language: str = "fr", counts: dict[str, tuple[int, int, int]] | None = None, **given: Any
) -> Description:
    columns = columns_of(resources, VOCABULARY, counts=counts, commune_point=point)
    result = search(case, case.needs, columns, POLICY, GAZETTEER, tier=given.get("tier"))
    held = {resource.id: resource for resource in resources}
    return described(result, case, POLICY, lambda ids: [held[id] for id in ids], Labels(VOCABULARY, GAZETTEER, language), **given)


def why(*resources: Resource, case: Case | None = None, **given: Any) -> list[str]:
    (one,) = told(resources, case or a_case(), **given).matches
    return [CATALOGUES["fr"].render(reason) for reason in one.why]


def to_check(*resources: Resource, case: Case | None = None, **given: Any) -> list[str]:
    (one,) = told(resources, case or a_case(), **given).matches
    return [CATALOGUES["fr"].render(reason) for reason in one.to_check]


def missed(*resources: Resource, case: Case | None = None) -> list[str]:
    return [CATALOGUES["fr"].render(miss.reason) for miss in told(resources, case or a_case()).near_misses]


def zone(*codes: str) -> CatchmentArea:
    return CatchmentArea(tuple(Area("commune", code) for code in codes))


def test_a_full_record_says_why_and_leaves_nothing_to_check() -> None:
    full = a_resource(
        catchment=CatchmentArea((Area("departement", "94"), Area("commune", "94081"))),
        ages=AgeRange(60),
        publics=frozenset({"personnes-agees"}),
        places=Places(3, TODAY),
        sources=(SourceRef("finess", "1"), SourceRef("ror", "2")),
    )
    assert why(full, counts={full.id: (2, 0, 0)}) == [
        "Répond au besoin : Aide et accompagnement à domicile.",
        "Dessert Créteil (zone déclarée : Val-de-Marne et Vitry-sur-Seine).",
        "Se déplace à domicile.",
        "À moins de 100 m.",
        "Reçoit à partir de 60 ans.",
        "S'adresse à ce public : Personnes âgées.",
        "3 places libres au 15 janvier 2026.",
        "Fiche mise à jour le 15 janvier 2026.",
        "Confirmé par 2 sources.",
    ]
    assert to_check(full) == []


def test_a_silent_record_says_what_to_check() -> None:
    silent = a_resource(phone=None, updated_on=None, lat=None, lon=None)
    assert to_check(silent) == [
        "Zone desservie non précisée : vérifier que le service intervient à Créteil.",
        "Âges reçus non précisés.",
        "Public reçu non précisé.",
        "Pas de téléphone dans la fiche.",
        "Date de mise à jour de la fiche inconnue.",
        "Adresse imprécise : distance approximative.",
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"updated_on": TODAY - timedelta(days=800)}, "Fiche non mise à jour depuis le 7 novembre 2023."),
        ({"closed_on": TODAY + timedelta(days=92)}, "Ferme le 17 avril 2026."),
        ({"publics": frozenset({"etudiants"})}, "Destiné à ce public : Étudiants. Vérifier que la personne est concernée."),
        ({"places": Places(0, TODAY)}, "Aucune place libre au 15 janvier 2026."),
        ({"places": Places(1, TODAY - timedelta(days=31))}, "Places annoncées le 15 décembre 2025 : à vérifier."),
        ({"modes": frozenset()}, "La fiche ne dit pas si le service reçoit sur place ou se déplace."),
        ({"position_is_reliable": False}, "Adresse imprécise : distance approximative."),
    ],
)
def test_what_is_doubtful_is_to_be_checked(changes: dict[str, Any], sentence: str) -> None:
    assert sentence in to_check(a_resource(**changes))


def test_a_closing_far_away_is_not_worth_a_word() -> None:
    assert not [sentence for sentence in to_check(a_resource(closed_on=TODAY + timedelta(days=93))) if "Ferme" in sentence]


@pytest.mark.parametrize(
    ("case", "changes", "sentence"),
    [
        (a_case(situation=Situation()), {"ages": AgeRange(60)}, "Âge de la personne à préciser : le service reçoit à partir de 60 ans."),
        (a_case(situation=Situation()), {"sex": "F"}, "Réservé aux femmes : à vérifier."),
        (
            a_case(needs=(WantedNeed("psychiatrie-adulte"),)),
            {"needs": frozenset({"psychiatrie-adulte"}), "modes": frozenset({"sur-place"})},
            "Secteur non précisé : vérifier que Créteil en dépend.",
        ),
        (
            a_case(needs=(WantedNeed("consultation-specialiste", "cardiologie"),)),
            {"needs": frozenset({"consultation-specialiste"})},
            "Spécialités non précisées : vérifier qu'il y a bien « cardiologie ».",
        ),
        (
            a_case(place=a_place(commune=None)),
            {"catchment": zone("94081")},
            "Commune de la personne inconnue : vérifier qu'elle est dans la zone desservie (Vitry-sur-Seine).",
        ),
    ],
)
def test_what_the_case_does_not_say_is_to_be_checked(case: Case, changes: dict[str, Any], sentence: str) -> None:
    assert sentence in to_check(a_resource(**changes), case=case)


def test_reports_and_disagreements_are_said() -> None:
    resource = a_resource()
    assert "Une erreur a été signalée sur cette fiche." in to_check(resource, counts={resource.id: (2, 1, 1)})
    assert "Les sources ne disent pas toutes la même chose de ce service." in to_check(resource, counts={resource.id: (2, 1, 0)})


def test_places_are_only_asked_about_where_they_matter() -> None:
    home = a_resource(needs=frozenset({"ehpad"}), modes=frozenset({"sur-place"}))
    assert "Places disponibles non précisées." in to_check(home, case=a_case(needs=(WantedNeed("ehpad"),)))
    assert "Places disponibles non précisées." not in to_check(a_resource())


def test_the_tier_is_said_when_it_fits() -> None:
    tier = Tier("3", "Palier 3", "", fitting_needs=frozenset({"aide-domicile"}))
    assert "Convient au niveau de coordination : Palier 3." in why(a_resource(), tier=tier)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"catchment": zone("94081", "75113")},
            "Dessert seulement : Paris 13e et Vitry-sur-Seine. Possible pour une personne qui y habite.",
        ),
        (
            {"catchment": zone("94081", "75113", "97353", "99999", "99998")},
            "Dessert seulement : Paris 13e, Vitry-sur-Seine, Maripasoula et 2 autres. Possible pour une personne qui y habite.",
        ),
        ({"ages": AgeRange(0, 17)}, "Reçoit seulement jusqu'à 17 ans."),
        ({"ages": AgeRange(0.25, 2)}, "Reçoit seulement de 3 mois à 2 ans."),
        ({"publics": frozenset({"handicap-enfant"})}, "Réservé à ce public : Enfants en situation de handicap."),
        ({"sex": "M"}, "Réservé aux hommes."),
        ({"closed_on": TODAY}, "Fermé depuis le 15 janvier 2026."),
        ({"opened_on": TODAY + timedelta(days=17)}, "Pas encore ouvert : ouvre le 1er février 2026."),
    ],
)
def test_a_near_miss_says_the_one_rule_that_left_it_out(changes: dict[str, Any], sentence: str) -> None:
    assert missed(a_resource(**changes)) == [sentence]


def test_what_is_too_far_says_how_wide_to_look() -> None:
    away = a_resource(modes=frozenset({"sur-place"}), lat=a_place().lat + 0.29)
    assert missed(away, case=a_case(radius_km=20.0)) == ["À 32 km, au-delà des 20 km cherchés : élargir à 33 km pour l'obtenir."]


def test_two_rules_broken_are_no_near_miss() -> None:
    assert missed(a_resource(sex="M", closed_on=TODAY)) == []


@pytest.mark.parametrize("messages", CATALOGUES.values(), ids=CATALOGUES)
def test_every_exclusion_can_be_counted_in_words(messages: Messages) -> None:
    for rule in RULES:
        assert messages.text(f"counted-{rule}", count=1) != messages.text(f"counted-{rule}", count=2)


def test_both_catalogues_have_the_same_sentences_with_the_same_values() -> None:
    from string import Formatter

    def values(template: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(template) if name}

    french, english = (CATALOGUES[language].templates for language in ("fr", "en"))
    ranking = {id for id in french if id.startswith(("why-", "check-", "excluded-", "counted-", "ages-", "sex-", "area-"))}
    assert {id: values(english[id]) for id in ranking} == {id: values(french[id]) for id in ranking}


@given(resources=directories(10), case=cases())
@settings(max_examples=80, deadline=None)
def test_whatever_is_found_can_be_told_in_both_languages(resources: tuple[Resource, ...], case: Case) -> None:
    for language, messages in CATALOGUES.items():
        found = told(resources, case, language)
        for one in found.matches:
            assert all(messages.render(reason) for reason in (*one.why, *one.to_check))
            assert one.match.serves == "yes" or any(
                reason.id in ("check-zone", "check-sector", "check-zone-point") for reason in one.to_check
            )
        assert all(messages.render(miss.reason) for miss in found.near_misses)


def test_a_resource_that_is_gone_is_left_out() -> None:
    gone = a_resource()
    case = a_case()
    result = search(case, case.needs, columns_of([gone], VOCABULARY), POLICY, GAZETTEER)
    assert described(result, case, POLICY, lambda ids: [], Labels(VOCABULARY, GAZETTEER)).matches == ()
