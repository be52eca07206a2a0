"""Weights learnt from what people decided of pairs. The result is the same readable table, proposed and never applied by itself.

A logistic regression of the decision on what present weights say and on each finding: where decisions are few or agree, present weights
stay; where they say otherwise, the findings that explain it move. Its probabilities are calibrated, so thresholds keep their meaning.
"""

from dataclasses import dataclass

import numpy as np

from orientation.directory.linking.comparison import Findings
from orientation.directory.linking.entries import Numbers
from orientation.directory.linking.model import FINDINGS, Weights
from orientation.directory.linking.scoring import alone, bits_of
from orientation.directory.linking.tokens import Mask

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


def learnt(findings: Findings, within: Mask, same: Mask, weights: Weights, *, version: str, origin: str) -> Weights:
    """Weights that decisions on these pairs (`same`: for each, whether it was said to be one service) make of the present ones.

    Raises ValueError when fewer than `FEWEST` pairs were said to be one service, or not to be.
    """
    from sklearn.linear_model import LogisticRegression

    if min(same.sum(), (~same).sum()) < FEWEST:
        raise ValueError(f"{FEWEST} decisions of each kind are needed, found {int(same.sum())} and {int((~same).sum())}")
    present = bits_of(findings, weights, within)
    model = LogisticRegression(C=FREEDOM, max_iter=1_000).fit(_columns(findings, present), same)
    scale = float(model.coef_[0][0] * _TRUSTED / np.log(2))
    moved = iter((model.coef_[0][1:] / np.log(2)).tolist())
    bits = {name: {id: round(scale * weights.bits[name][id] + next(moved), 2) for id in ids} for name, ids in FINDINGS.items()}
    start = float(model.intercept_[0] / np.log(2))
    return Weights(version, origin, round(start + scale * weights.between, 2), round(start + scale * weights.within, 2), bits)


def _columns(findings: Findings, present: Numbers) -> Numbers:
    """What present weights say, large enough not to be held back, then one column for each finding."""
    marks = [np.eye(len(ids))[findings[name]] for name, ids in FINDINGS.items()]
    return np.column_stack([present * _TRUSTED, *marks])


def fit_of(findings: Findings, within: Mask, same: Mask, before: Weights, after: Weights) -> Fit:
    """What learning brings on pairs it did not learn from."""
    share = float(np.clip(same.mean(), 1e-3, 1 - 1e-3))
    return Fit(
        decisions=len(same),
        same_share=round(share, 3),
        loss_before=_loss(alone(bits_of(findings, before, within)), same),
        loss_after=_loss(alone(bits_of(findings, after, within)), same),
        loss_constant=_loss(np.full(len(same), share), same),
    )


def _loss(probability: Numbers, same: Mask) -> float:
    sure = np.clip(np.where(same, probability, 1 - probability), 1e-4, 1)
    return round(float(-np.log(sure).mean()), 4)
