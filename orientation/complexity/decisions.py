"""Recorded decisions as judged cases, and plausible ones made up for the demonstration: fictional, and said to be so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

from orientation.case import Situation
from orientation.complexity.assess import assess
from orientation.complexity.judged import JudgedCase
from orientation.decision import WHY, WHY_TIER, Decision, Fate, Proposal, age_kept, place_kept
from orientation.grid import GridOnDay
from orientation.territory import Commune


def as_judged_case(decision: Decision) -> JudgedCase:
    """A decision as a case judged by the tier retained. The age is the middle of its band."""
    age = None if decision.age is None else decision.age + 2.5
    situation = Situation(decision.facts, decision.gir, age, decision.sex)
    return JudgedCase(decision.id, situation, decision.tier, decision.day, needs=decision.needs, place=decision.place)


def judged_cases(decisions: Iterable[Decision]) -> tuple[JudgedCase, ...]:
    return tuple(map(as_judged_case, decisions))


@dataclass(frozen=True)
class Kind:
    """A kind of situation: its share, ages, needs, and how likely each fact is. `perte-autonomie` is likely to be stated, by GIR."""

    share: float
    ages: tuple[float, float]
    needs: tuple[str, ...]
    facts: Mapping[str, float]
    girs: tuple[int, ...] = ()


KINDS: Mapping[str, Kind] = {
    "sortie-hospitalisation": Kind(
        0.22,
        (68, 97),
        ("aide-domicile", "portage-repas", "soins-infirmiers-domicile", "teleassistance", "accueil-jour"),
        {
            "sortie-hospitalisation": 0.95,
            "vit-seul": 0.55,
            "chutes": 0.45,
            "polypathologie": 0.5,
            "polymedication": 0.5,
            "aidant-epuise": 0.35,
            "aidant-absent": 0.15,
            "denutrition": 0.2,
            "logement-inadapte": 0.2,
        },
        (2, 3, 3, 4, 4, 5, 6),
    ),
    "troubles-cognitifs": Kind(
        0.18,
        (65, 95),
        ("consultation-memoire", "accueil-jour", "soutien-aidants", "equipe-specialisee-alzheimer", "aide-domicile"),
        {
            "troubles-cognitifs": 0.98,
            "aidant-epuise": 0.6,
            "vit-seul": 0.3,
            "refus-aide": 0.35,
            "gestion-quotidien": 0.5,
            "protection-juridique": 0.25,
            "chutes": 0.25,
            "rupture-parcours": 0.2,
            "conflit-entourage": 0.15,
        },
        (2, 2, 3, 4, 5),
    ),
    "maladie-chronique": Kind(
        0.16,
        (40, 85),
        ("soins-infirmiers-domicile", "education-therapeutique", "consultation-specialiste", "medecin-traitant"),
        {
            "polypathologie": 0.6,
            "polymedication": 0.5,
            "hospitalisations-repetees": 0.3,
            "pathologie-instable": 0.3,
            "douleur": 0.3,
            "sans-medecin-traitant": 0.3,
            "non-observance": 0.2,
            "eloignement-offre": 0.2,
        },
    ),
    "sante-mentale": Kind(
        0.13,
        (18, 65),
        ("psychiatrie-adulte", "samsah", "groupe-entraide-mutuelle", "accompagnement-social"),
        {
            "troubles-psychiques": 0.95,
            "rupture-parcours": 0.45,
            "non-observance": 0.4,
            "isolement": 0.45,
            "addiction": 0.3,
            "precarite-financiere": 0.35,
            "risque-suicidaire": 0.12,
            "sans-domicile": 0.1,
        },
    ),
    "precarite": Kind(
        0.13,
        (19, 60),
        ("ouverture-droits-sante", "acces-soins-precarite", "hebergement-urgence", "aide-alimentaire", "domiciliation"),
        {
            "droits-sante-non-ouverts": 0.6,
            "situation-administrative": 0.45,
            "precarite-financiere": 0.7,
            "sans-domicile": 0.35,
            "barriere-langue": 0.4,
            "sans-medecin-traitant": 0.5,
            "personne-a-charge": 0.3,
        },
    ),
    "fin-de-vie": Kind(
        0.07,
        (45, 92),
        ("soins-palliatifs", "hospitalisation-domicile", "garde-nuit", "soutien-aidants"),
        {"fin-de-vie": 1.0, "soins-techniques": 0.6, "douleur": 0.5, "aidant-epuise": 0.5, "pathologie-instable": 0.4},
        (1, 2, 2, 3),
    ),
    "handicap": Kind(
        0.07,
        (18, 60),
        ("samsah", "savs", "mdph", "accueil-temporaire-handicap", "adaptation-logement"),
        {"handicap": 1.0, "aidant-epuise": 0.35, "logement-inadapte": 0.3, "isolement": 0.3, "rupture-parcours": 0.25},
    ),
    "famille": Kind(
        0.04,
        (16, 42),
        ("pmi", "maternite-perinatalite", "parentalite-garde-enfant", "accompagnement-social"),
        {"grossesse-a-risque": 0.6, "personne-a-charge": 0.5, "violences": 0.12, "precarite-financiere": 0.4, "isolement": 0.35},
    ),
}


def fictional_decisions(
    count: int,
    grid: GridOnDay,
    territory: str,
    communes: Sequence[Commune],
    resources: Mapping[str, Sequence[str]],
    until: date,
    seed: int = 0,
) -> tuple[Decision, ...]:
    """Plausible decisions of the eighteen months before a day, all made up and marked `fictional`; the same seed gives the same ones.

    Professionals are made to weigh rights, isolation and exhausted carers somewhat more than the grid does, with some noise, so that
    there is something to learn. `resources`: ids that may be proposed, by need.
    """
    chance = np.random.default_rng(seed)
    leaning = _leaning(grid)
    shares = np.array([kind.share for kind in KINDS.values()])
    kinds = [list(KINDS.values())[k] for k in chance.choice(len(KINDS), count, p=shares / shares.sum())]
    return tuple(_fictional(kind, grid, leaning, territory, communes, resources, until, chance) for kind in kinds)


def _leaning(grid: GridOnDay) -> GridOnDay:
    """The grid as professionals are made to see it: some criteria weigh more, and coordination is called a little sooner."""
    heavier: dict[str, int | Fraction] = {
        "aidant": 2,
        "isolement": 2,
        "rupture-parcours": 2,
        "droits-sante-non-ouverts": 2,
        "situation-administrative": 2,
        "polymedication": Fraction(1, 2),
    }
    weights = {criterion: weight * Fraction(heavier.get(criterion, 1)) for criterion, weight in grid.weights.items()}
    sooner = (Fraction(0), Fraction(6), Fraction(11), Fraction(16))
    if len(grid.bounds) != len(sooner):
        return replace(grid, weights=weights)
    ends = [*sooner[1:], None]
    return replace(
        grid, weights=weights, bounds=tuple(replace(b, from_=s, below=e) for b, s, e in zip(grid.bounds, sooner, ends, strict=True))
    )


def _fictional(
    kind: Kind,
    grid: GridOnDay,
    leaning: GridOnDay,
    territory: str,
    communes: Sequence[Commune],
    resources: Mapping[str, Sequence[str]],
    until: date,
    chance: np.random.Generator,
) -> Decision:
    facts = {
        fact: "oui" if chance.random() < likely else "non" for fact, likely in kind.facts.items() if chance.random() < 0.4 + 0.6 * likely
    }
    gir = int(chance.choice(kind.girs)) if kind.girs and chance.random() < 0.7 else None
    situation = Situation(facts, gir, float(chance.uniform(*kind.ages)), "F" if chance.random() < 0.6 else "M")
    given = assess(situation, grid)
    felt = assess(situation, leaning)
    rank = grid.tier_rank[felt.tier.id] + int(chance.choice([-1, 0, 1], p=[0.06, 0.86, 0.08]))
    tier = grid.tiers[int(np.clip(rank, 0, len(grid.tiers) - 1))].id
    needs = tuple(sorted(chance.choice(kind.needs, int(chance.integers(1, 4)), replace=False).tolist()))
    commune = communes[int(chance.integers(len(communes)))] if communes else None
    return Decision(
        id=f"{int(chance.integers(2**63)):016x}",
        day=until - timedelta(days=int(chance.integers(0, 540))),
        territory=territory,
        needs=needs,
        facts=facts,
        grid=grid.id,
        grid_version=grid.version,
        grid_tier=given.tier.id,
        tier=tier,
        policy_version="fictive",
        directory_version="fictive",
        gir=gir,
        age=age_kept(situation.age_years),
        sex=situation.sex,
        place=place_kept(commune),
        why_tier=None if tier == given.tier.id else str(chance.choice(WHY_TIER)),
        proposals=tuple(proposal for need in needs for proposal in _proposals(need, resources.get(need, ()), chance)),
        fictional=True,
    )


def _proposals(need: str, resources: Sequence[str], chance: np.random.Generator) -> list[Proposal]:
    """Up to three resources; nearer ones, those with places and those up to date are kept more often, as their marks say."""
    shown = [resources[k] for k in chance.permutation(len(resources))[:3]]
    found = []
    for rank, resource in enumerate(shown, start=1):
        marks: dict[str, float | None] = {
            "is_near": round(float(chance.uniform(0, 1)), 3),
            "has_places": None if chance.random() < 0.5 else float(chance.integers(0, 2)),
            "is_up_to_date": round(float(chance.beta(2, 1)), 3),
            "serves_the_place": None if chance.random() < 0.3 else 1.0,
        }
        odds = (
            -1.2
            + 2.0 * _or_half(marks["is_near"])
            + 1.5 * _or_half(marks["has_places"])
            + 0.8 * _or_half(marks["is_up_to_date"])
            - 0.3 * rank
        )
        fate: Fate = "kept" if chance.random() < 1 / (1 + np.exp(-odds)) else "failed" if chance.random() < 0.5 else "set-aside"
        why = None if fate == "kept" else str(chance.choice(WHY[fate]))
        found.append(Proposal(resource, need, rank, marks, fate if chance.random() < 0.8 else None, None))
        if found[-1].fate is not None:
            found[-1] = replace(found[-1], why=why)
    return found


def _or_half(mark: float | None) -> float:
    return 0.5 if mark is None else mark
