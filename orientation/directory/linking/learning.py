"""Weights learnt from what people decided of pairs. The result is the same readable table, proposed and never applied by itself.

A logistic regression of the decision on what present weights say and on each finding: where decisions are few or agree, present weights
stay; where they say otherwise, the findings that explain it move. Its probabilities are calibrated, so thresholds keep their meaning.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from orientation.directory.linking.comparison import Findings
from orientation.directory.linking.entries import Numbers
from orientation.directory.linking.model import FINDINGS, Weights
from orientation.directory.linking.scoring import alone, bits_of
from orientation.directory.linking.tokens import Mask
from orientation.refusal import Refused

# Fewer of either answer teach nothing that present weights do not know.
FEWEST = 20
# How freely a finding leaves its present weight; the weight of all of them together is left free, being one number.
FREEDOM = 0.3
_TRUSTED = 10.0


@dataclass(frozen=True, slots=True)
class Fit:
    """How well probabilities agree with decisions: log-loss (the lower the better) of the ones and of the others, and the share decided
    the same, which is what a constant would say."""

    decisions: int
    same_share: float
    loss_before: float
    loss_after: float
    loss_constant: float


@dataclass(frozen=True, eq=False)
class Asked:
    """Pairs a person answered: what was found of each, whether both are of one source, the bits it loses to others, the answer."""

    findings: Findings
    within: Mask
    rivalry: Numbers
    same: Mask

    def where(self, kept: Mask) -> "Asked":
        return Asked({name: found[kept] for name, found in self.findings.items()}, self.within[kept], self.rivalry[kept], self.same[kept])


def learnt(asked: Asked, weights: Weights, *, version: str, origin: str) -> Weights:
    """Weights that decisions make of the present ones. Raises ValueError when fewer than `FEWEST` pairs were said to be one service, or
    not to be."""
    from sklearn.linear_model import LogisticRegression

    same = asked.same
    if min(same.sum(), (~same).sum()) < FEWEST:
        raise ValueError(f"{FEWEST} decisions of each kind are needed, found {int(same.sum())} and {int((~same).sum())}")
    present = bits_of(asked.findings, weights, asked.within) - asked.rivalry
    marks = [np.eye(len(ids))[asked.findings[name]] for name, ids in FINDINGS.items()]
    model = LogisticRegression(C=FREEDOM, max_iter=1_000).fit(np.column_stack([present * _TRUSTED, *marks]), same)
    learnt_bits = (model.coef_[0] / np.log(2)).tolist()
    scale, moved = learnt_bits[0] * _TRUSTED, iter(learnt_bits[1:])
    bits = {name: {id: round(scale * weights.bits[name][id] + next(moved), 2) for id in ids} for name, ids in FINDINGS.items()}
    start = float(model.intercept_[0] / np.log(2))
    return Weights(version, origin, round(start + scale * weights.between, 2), round(start + scale * weights.within, 2), bits)


def learnt_and_checked(asked: Asked, weights: Weights, day: date) -> tuple[Weights, Fit]:
    """Weights learnt from every answer, dated, and the fit of others learnt from four answers in five on the fifth.

    Raises Refused when there are too few answers of either kind.
    """
    count, same = len(asked.same), int(asked.same.sum())
    if min(same, count - same) < 2 * FEWEST:
        raise Refused(
            f"Décisions gardées : {same} « même ressource » et {count - same} « ressources différentes » ; il en faut au moins "
            f"{2 * FEWEST} de chaque pour apprendre et vérifier. Continuez la relecture des doublons."
        )
    aside = np.arange(count) % 5 == 4
    trial = learnt(asked.where(~aside), weights, version="", origin="")
    fit = fit_of(asked.where(aside), weights, trial)
    origin = (
        f"Appris le {day.isoformat()} de {count} décisions ({same} « même »), à partir des poids {weights.version}. "
        f"Sur une décision sur cinq, non apprise : perte logarithmique {fit.loss_after} au lieu de {fit.loss_before} "
        f"(une constante : {fit.loss_constant})."
    )
    return learnt(asked, weights, version=day.isoformat(), origin=origin), fit


def fit_of(asked: Asked, before: Weights, after: Weights) -> Fit:
    """What learning brings on pairs it did not learn from."""
    share = float(np.clip(asked.same.mean(), 1e-3, 1 - 1e-3))
    said = [alone(bits_of(asked.findings, weights, asked.within) - asked.rivalry) for weights in (before, after)]
    losses = [_loss(probability, asked.same) for probability in (*said, np.full(len(asked.same), share))]
    return Fit(len(asked.same), round(share, 3), *losses)


def _loss(probability: Numbers, same: Mask) -> float:
    sure = np.clip(np.where(same, probability, 1 - probability), 1e-4, 1)
    return round(float(-np.log(sure).mean()), 4)
