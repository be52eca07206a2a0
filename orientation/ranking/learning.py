"""Learns ranking weights from recorded decisions: between two proposals of the same need, why one was kept and the other set aside.

Pairs give the difference of their marks to a logistic regression whose weights are never negative and are drawn towards the present ones.
What is learnt is proposed with its evidence and never applied by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, log_expit
from threadpoolctl import threadpool_limits

from orientation.complexity.evaluation import Interval
from orientation.decision import Decision, Fate, Proposal
from orientation.policy import Policy
from orientation.ranking.criteria import CRITERIA
from orientation.refusal import Refused

Floats = NDArray[np.float64]

LEAST_DECISIONS = 200
"""Fewer decisions with a proposal kept and another not teach nothing that chance could not."""
STRENGTHS = (1.0, 10.0, 100.0, 1000.0)
FOLDS = 5
WORSE: frozenset[Fate] = frozenset({"set-aside", "failed"})
_NAMES = tuple(criterion.__name__ for criterion in CRITERIA)


@dataclass(frozen=True)
class Pairs:
    """A kept proposal beside another of the same need and decision: differences of marks, one row a pair, one column a criterion.

    `decision`: which decision each pair comes from, for pairs of one decision are not independent. `rank_difference`: how many ranks
    above the other one the kept one was shown, which makes people look at it whatever its worth.
    """

    criteria: tuple[str, ...]
    differences: Floats
    rank_difference: Floats
    decision: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.differences)

    @property
    def decisions(self) -> int:
        return int(np.unique(self.decision).size)

    def of(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> "Pairs":
        return Pairs(self.criteria, self.differences[rows], self.rank_difference[rows], self.decision[rows])


@dataclass(frozen=True, slots=True)
class WeightChange:
    """A criterion's weight, present and learnt. `interval`: where the middle 95 % of resamples of the decisions put it.

    `pairs`: how many pairs differ by it; with none, the present weight is kept.
    """

    criterion: str
    present: float
    learnt: float
    interval: Interval
    pairs: int


@dataclass(frozen=True)
class LearntWeights:
    """Weights proposed, on the scale of the present ones (the same sum over what was learnt), and what they are worth.

    Accuracies are shares of pairs in which the kept proposal scores above the other, a tie counting half: `learnt` on decisions set
    aside while learning, `present` by the policy in force, `constant` with equal weights. `gain`: learnt less present.
    `strength`: how strongly the present policy drew. `position`: logit that being shown one rank above gives, accounted for and not used.
    """

    weights: Mapping[str, float]
    changes: tuple[WeightChange, ...]
    decisions: int
    pairs: int
    learnt: Interval
    present: Interval
    constant: Interval
    gain: Interval
    strength: float
    position: float


def pairs_of(decisions: Sequence[Decision]) -> Pairs:
    """Every kept proposal beside every one set aside or failed for the same need. Proposals whose fate nobody said are left out.

    A criterion counts in a pair only where both have a mark: one that does not apply, or was not recorded, says nothing of the other.
    """
    rows, ranks, origin = [], [], []
    for place, decision in enumerate(decisions):
        for kept, other in _pairs(decision):
            rows.append(np.nan_to_num(_marks(kept) - _marks(other)))
            ranks.append(other.rank - kept.rank)
            origin.append(place)
    table = np.array(rows, dtype=float).reshape(-1, len(_NAMES))
    return Pairs(_NAMES, table, np.array(ranks, dtype=float), np.array(origin, dtype=np.int64))


def _pairs(decision: Decision) -> Iterator[tuple[Proposal, Proposal]]:
    for need in decision.needs:
        shown = [proposal for proposal in decision.proposals if proposal.need == need]
        for kept in (one for one in shown if one.fate == "kept"):
            yield from ((kept, other) for other in shown if other.fate in WORSE)


def _marks(proposal: Proposal) -> Floats:
    """The marks in the order of the criteria, NaN where there is none."""
    return np.array([proposal.marks.get(name) for name in _NAMES], dtype=float)


def learn_weights(
    decisions: Sequence[Decision],
    policy: Policy,
    *,
    strength: float | None = None,
    least: int = LEAST_DECISIONS,
    draws: int = 200,
    seed: int = 0,
) -> LearntWeights:
    """The weights that decisions propose. `strength` None: chosen by cross-validation. Raises Refused below `least` useful decisions."""
    pairs = pairs_of(decisions)
    if pairs.decisions < least or not pairs.differences.any():
        raise Refused(
            f"{pairs.decisions} décisions où une proposition a été retenue et une autre écartée, sur {len(decisions)} : il en faut au "
            f"moins {least} pour apprendre des poids de classement. Continuez à enregistrer ce que deviennent les propositions, ou gardez "
            "la politique actuelle."
        )
    with threadpool_limits(1):  # the tables are small: threads would wait for one another
        return _learnt(pairs, policy, strength, draws, seed)


def _learnt(pairs: Pairs, policy: Policy, strength: float | None, draws: int, seed: int) -> LearntWeights:
    present = np.array([policy.weights.get(name, 0.0) for name in pairs.criteria])
    told = np.asarray(np.any(pairs.differences, axis=0), dtype=np.bool_)
    fold = _folds(pairs, seed)
    chosen = _strength(pairs, present, told, fold) if strength is None else strength
    weights, position = _fitted(pairs, present, told, chosen)
    aside = _aside(pairs, present, told, chosen, fold)
    resampled = [_resampled(pairs, np.random.default_rng([seed, draw])) for draw in range(draws)]
    again = np.array([_fitted(pairs.of(rows), present, told, chosen)[0] for rows in resampled])
    low, high = np.quantile(again, [0.025, 0.975], axis=0) if draws else (weights, weights)
    wins = {"learnt": aside, "present": _wins(pairs.differences @ present), "constant": _wins(pairs.differences @ np.ones(len(_NAMES)))}
    wins["gain"] = wins["learnt"] - wins["present"]
    measured = {name: _interval(won, resampled) for name, won in wins.items()}
    return LearntWeights(
        weights={name: float(weight) for name, weight in zip(pairs.criteria, weights, strict=True)},
        changes=tuple(
            WeightChange(name, float(present[k]), float(weights[k]), Interval(float(weights[k]), float(low[k]), float(high[k])), int(count))
            for k, (name, count) in enumerate(zip(pairs.criteria, np.count_nonzero(pairs.differences, axis=0), strict=True))
        ),
        decisions=pairs.decisions,
        pairs=len(pairs),
        learnt=measured["learnt"],
        present=measured["present"],
        constant=measured["constant"],
        gain=measured["gain"],
        strength=chosen,
        position=position,
    )


def _fitted(pairs: Pairs, present: Floats, told: NDArray[np.bool_], strength: float) -> tuple[Floats, float]:
    """Weights on the scale of the present ones, and the effect of a rank. What no pair tells apart keeps its present weight."""
    found = _coefficients(pairs, present, told, strength)
    weights = present.copy()
    learnt = np.maximum(found[:-1], 0.0)
    if learnt.sum() > 0:
        weights[told] = learnt * (present[told].sum() or 1.0) / learnt.sum()
    return weights, float(found[-1])


def _coefficients(pairs: Pairs, present: Floats, told: NDArray[np.bool_], strength: float) -> Floats:
    """What a whole mark is worth in logits, for each criterion that pairs tell apart, then what a rank is."""
    scale = _scale(pairs, present)
    towards = present[told] * scale
    table = np.column_stack([pairs.differences[:, told], pairs.rank_difference])
    start = np.append(towards, 0.0)
    # Each weight is drawn in proportion to the mean one, so that a strength means the same whatever the scale.
    spread = max(float(towards.mean()), 1e-6)

    def loss(values: Floats) -> tuple[float, Floats]:
        linear = table @ values
        away = (values[:-1] - towards) / spread
        gradient = -(expit(-linear) @ table)
        gradient[:-1] += 2 * strength * away / spread
        return -float(log_expit(linear).sum()) + strength * float(away @ away), gradient

    bounds = [(0.0, None)] * len(towards) + [(None, None)]
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500, "ftol": 1e-10}).x)


def _scale(pairs: Pairs, present: Floats) -> float:
    """How many logits one unit of the present weights is worth, as the pairs tell it."""
    score = pairs.differences @ present
    size = max(float(np.abs(score).max(initial=0.0)), 1e-9)

    def loss(values: Floats) -> tuple[float, Floats]:
        linear = np.exp(values[0]) * score / size + values[1] * pairs.rank_difference
        missed = expit(-linear)
        gradient = -np.array([missed @ (np.exp(values[0]) * score / size), missed @ pairs.rank_difference])
        return -float(log_expit(linear).sum()) + 1e-3 * float(values @ values), gradient + 2e-3 * values

    found = minimize(loss, np.zeros(2), jac=True, method="L-BFGS-B", bounds=[(-3.0, 5.0), (-5.0, 5.0)]).x
    return float(np.exp(found[0])) / size


def _folds(pairs: Pairs, seed: int) -> NDArray[np.int64]:
    """The fold of each pair; pairs of one decision stay together."""
    _, place = np.unique(pairs.decision, return_inverse=True)
    return np.asarray((np.random.default_rng(seed).permutation(pairs.decisions) % FOLDS)[place])


def _strength(pairs: Pairs, present: Floats, told: NDArray[np.bool_], fold: NDArray[np.int64]) -> float:
    """The strength under which what was kept in decisions set aside is the most likely; the strongest of those as good."""
    losses = []
    for strength in STRENGTHS:
        total = 0.0
        for held in range(FOLDS):
            found = _coefficients(pairs.of(fold != held), present, told, strength)
            aside = pairs.of(fold == held)
            total -= float(log_expit(np.column_stack([aside.differences[:, told], aside.rank_difference]) @ found).sum())
        losses.append(total)
    return max(strength for strength, loss in zip(STRENGTHS, losses, strict=True) if loss <= min(losses) * 1.0005)


def _aside(pairs: Pairs, present: Floats, told: NDArray[np.bool_], strength: float, fold: NDArray[np.int64]) -> Floats:
    """Whether each pair is won by weights learnt without its fold."""
    won = np.zeros(len(pairs))
    for held in range(FOLDS):
        weights, _ = _fitted(pairs.of(fold != held), present, told, strength)
        won[fold == held] = _wins(pairs.differences[fold == held] @ weights)
    return won


def _wins(score: Floats) -> Floats:
    return np.where(np.abs(score) < 1e-12, 0.5, (score > 0).astype(float))


def _resampled(pairs: Pairs, chance: np.random.Generator) -> NDArray[np.int64]:
    """Rows of the pairs of as many decisions, drawn with replacement."""
    starts = np.flatnonzero(np.diff(pairs.decision, prepend=-1))
    by_decision = np.split(np.arange(len(pairs)), starts[1:])
    return np.concatenate([by_decision[k] for k in chance.integers(0, len(by_decision), len(by_decision))])


def _interval(won: Floats, resampled: Sequence[NDArray[np.int64]]) -> Interval:
    shares = [float(won[rows].mean()) for rows in resampled] or [float(won.mean())]
    low, high = np.quantile(shares, [0.025, 0.975])
    return Interval(float(won.mean()), float(low), float(high))
