"""Learns the weights of what speaks for a fact told and for a need mentioned, by logistic regressions held to weights given by hand."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from orientation.conversation.facts.reading import ReadFact
from orientation.conversation.facts.situation import weighed
from orientation.conversation.gist import Impression
from orientation.conversation.lexicon import Reader
from orientation.conversation.linear import Floats
from orientation.conversation.needs.candidates import sought
from orientation.conversation.needs.surroundings import LEARNED
from orientation.conversation.training.prepared import Prepared

# What has no weight by hand counts once three mentions have it, and is held closer to 0 than what the rules name.
SEEN, LEARNED_STIFFNESS, LIGHTEST = 3, 8.0, 0.05
STIFFNESS, FIRST_STIFFNESS, FACT_STIFFNESS = 1.0, 4.0, 0.3
TINY = 1e-12


@dataclass(frozen=True)
class ContextWeights:
    """`said`: weights that tell a need asked for; `first`: weights for what comes first."""

    said: Mapping[str, float]
    first: Mapping[str, float]


class Example(NamedTuple):
    """A mention of a need or of a fact, or what suggests one: its features, whether it is expected, whether nobody minds."""

    features: Mapping[str, float]
    wanted: bool
    optional: bool


def need_examples(one: Prepared, impression: Impression, facts: Sequence[ReadFact], reader: Reader) -> list[Example]:
    """One example a mention of a need in a text, or what suggests one."""
    read = sought(one.passage, one.people.age_years, facts, one.emergencies, impression, reader).candidates
    wanted, optional = one.annotated.needs, one.annotated.optional_needs
    return [Example(each.features, each.need in wanted, each.need in optional) for each in read]


def fact_examples(one: Prepared, impression: Impression) -> list[Example]:
    """One example a fact that a text tells or is like; none where nobody said which it tells."""
    expected, optional = one.annotated.facts, one.annotated.optional_facts
    if expected is None:
        return []
    return [
        Example(each.features, expected.get(each.fact.id) == each.fact.value, each.fact.id in optional)
        for each in weighed(one.told, impression, len(one.passage.words))
    ]


def learn_facts(examples: Sequence[Example]) -> Mapping[str, float]:
    """What makes a fact told sure; nothing is known of it by hand."""
    return _fit_asked([one for one in examples if not one.optional], {}, FACT_STIFFNESS)


def learn_context(whole: Sequence[Sequence[Example]], half: Sequence[Sequence[Example]], prior: Mapping[str, float]) -> ContextWeights:
    """What surrounds a mention: a logistic regression tells what is asked for, another what comes first, among the mentions of a text.

    The first is held to `prior` by springs, the second to the first: a feature rarely seen keeps the weight it was given by hand. The
    words beside a mention have none. `half`: the examples of texts whose words are partly forgotten, which only the first learns from.
    """
    said = _fit_asked([one for text in [*whole, *half] for one in text if not one.optional], prior, STIFFNESS)
    return ContextWeights(said, _fit_first(whole, said, FIRST_STIFFNESS))


class _Table:
    """Examples as a sparse table, one line each, with the springs that hold each weight to where it starts."""

    def __init__(self, made: Sequence[Example], prior: Mapping[str, float], stiffness: float) -> None:
        from scipy.sparse import csr_array

        seen = Counter(name for one in made for name in one.features)
        self.names = sorted({name for name, times in seen.items() if LEARNED not in name or times >= SEEN} | set(prior))
        column = {name: index for index, name in enumerate(self.names)}
        cells = [(row, column[name], value) for row, one in enumerate(made) for name, value in one.features.items() if name in column]
        rows, columns, values = zip(*cells, strict=True)
        self.matrix = csr_array((values, (rows, columns)), shape=(len(made), len(self.names)))
        self.wanted = np.array([one.wanted for one in made], dtype=float)
        self.start = np.array([prior.get(name, 0.0) for name in self.names])
        self.spring = np.array([LEARNED_STIFFNESS if LEARNED in name else stiffness for name in self.names])

    def fitted(self, cost: Callable[[Floats], tuple[float, Floats]]) -> Mapping[str, float]:
        """The weights of least cost, springs included. `cost`: of the margins of the lines, with its slope."""
        from scipy.optimize import minimize

        def loss(weights: Floats) -> tuple[float, Floats]:
            total, slope = cost(self.matrix @ weights)
            pulled = weights - self.start
            return total + self.spring @ pulled**2 / 2, self.matrix.T @ slope + self.spring * pulled

        found = minimize(loss, self.start, jac=True, method="L-BFGS-B").x
        weights = {name: round(float(value), 3) for name, value in zip(self.names, found, strict=True)}
        return {name: value for name, value in weights.items() if LEARNED not in name or abs(value) >= LIGHTEST}


def _fit_asked(made: Sequence[Example], prior: Mapping[str, float], stiffness: float) -> Mapping[str, float]:
    table = _Table(made, prior, stiffness)

    def cost(margin: Floats) -> tuple[float, Floats]:
        return float((np.logaddexp(0, margin) - table.wanted * margin).sum()), 1 / (1 + np.exp(-margin)) - table.wanted

    return table.fitted(cost)


def _fit_first(texts: Sequence[Sequence[Example]], said: Mapping[str, float], stiffness: float) -> Mapping[str, float]:
    """Weights by which, of the mentions of a text, one that is asked for is the likeliest (a conditional logit)."""
    told = [text for text in texts if 0 < sum(one.wanted for one in text) < len(text)]
    table = _Table([one for text in told for one in text], said, stiffness)
    text_of = np.repeat(np.arange(len(told)), [len(text) for text in told])

    def cost(margin: Floats) -> tuple[float, Floats]:
        highest = np.full(len(told), -np.inf)
        np.maximum.at(highest, text_of, margin)
        share = np.exp(margin - highest[text_of])
        whole, right = np.bincount(text_of, share), np.bincount(text_of, share * table.wanted)
        slope = share / whole[text_of] - share * table.wanted / np.maximum(right, TINY)[text_of]
        return float((np.log(whole) - np.log(np.maximum(right, TINY))).sum()), slope

    return table.fitted(cost)
