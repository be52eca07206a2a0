"""Learns from annotated texts the weights that `needs`, `similarity` and `dangers` use; scikit-learn is imported only when asked for."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from orientation.conversation.autonomy import read_gir
from orientation.conversation.candidates import sought
from orientation.conversation.dangers import Dangers, Floats, Told, passages, word_grams
from orientation.conversation.emergencies import read_emergencies
from orientation.conversation.facts import read_facts
from orientation.conversation.lexicon import Reader
from orientation.conversation.people import read_people
from orientation.conversation.scope import Passage
from orientation.conversation.similarity import Likeness, grams
from orientation.conversation.surroundings import LEARNED
from orientation.conversation.words import cleaned, cut

FORGOTTEN = 0.3
# What has no weight by hand counts once three mentions have it, and is held closer to 0 than what the rules name.
SEEN, LEARNED_STIFFNESS, LIGHTEST = 3, 8.0, 0.05
FIRST_STIFFNESS, TINY = 4.0, 1e-12


@dataclass(frozen=True)
class Annotated:
    """A text and the needs expected from it; `optional` ones are neither right nor wrong."""

    text: str
    needs: frozenset[str]
    optional: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ContextWeights:
    """`said`: weights that tell a need asked for; `first`: weights for what comes first."""

    said: Mapping[str, float]
    first: Mapping[str, float]


class Example(NamedTuple):
    """A mention of a need, or what suggests one: its features, whether the need is asked for, whether it is neither right nor wrong."""

    features: Mapping[str, float]
    wanted: bool
    optional: bool


def examples(texts: Iterable[Annotated], reader: Reader, forgotten: float = 0.0, seed: int = 0) -> list[list[Example]]:
    """For each text, one example a mention.

    `forgotten`: the share of needs whose words are taken out of the lexicon, as if nobody had thought of them, so that what is learned
    also holds for texts whose words are not there.
    """
    draw = random.Random(seed)
    made: list[list[Example]] = []
    for annotated in texts:
        words = cut(reader.masker.mask(cleaned(annotated.text)).text)
        found = reader.book.find(words)
        lost = {one.entry.id for one in found if one.entry.kind == "need" and draw.random() < forgotten}
        passage = Passage(words, tuple(one for one in found if one.entry.kind != "need" or one.entry.id not in lost))
        people = read_people(passage, reader.year)
        emergencies = read_emergencies(passage, people, reader)
        facts = read_facts(passage, people, read_gir(words.text), reader, emergencies)
        read = sought(passage, people.age_years, facts, emergencies, reader).candidates
        made.append([Example(one.features, one.need in annotated.needs, one.need in annotated.optional) for one in read])
    return made


def learn_context(texts: Sequence[Annotated], reader: Reader, prior: Mapping[str, float], stiffness: float = 1.0) -> ContextWeights:
    """What surrounds a mention: a logistic regression tells what is asked for, another what comes first, among the mentions of a text.

    The first is held to `prior` by a spring of that stiffness, the second to the first: a feature rarely seen keeps the weight it was
    given by hand. The words beside a mention have none.
    """
    whole = examples(texts, reader)
    mentions = [one for text in [*whole, *examples(texts, reader, forgotten=FORGOTTEN)] for one in text if not one.optional]
    said = _fit_asked(mentions, prior, stiffness)
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


def learn_likeness(phrases: Mapping[str, Sequence[str]], least: float = 0.1, softness: float = 0.3) -> Likeness:
    """One linear classifier a need over character n-grams of phrases, weights smaller than `least` left out."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    texts = [phrase for need in phrases for phrase in phrases[need]]
    owners = [need for need in phrases for _ in phrases[need]]
    vectorizer = TfidfVectorizer(analyzer=lambda text: list(grams(text)), sublinear_tf=True, min_df=2)
    model = LinearSVC(C=softness, random_state=0).fit(vectorizer.fit_transform(texts), owners)
    held: dict[str, tuple[float, Sequence[int], Sequence[float]]] = {}
    for column, gram in enumerate(vectorizer.get_feature_names_out()):
        weights = {index: round(float(weight), 2) for index, weight in enumerate(model.coef_[:, column]) if abs(weight) >= least}
        if weights:
            held[gram] = (round(float(vectorizer.idf_[column]), 2), tuple(weights), tuple(weights.values()))
    return Likeness(tuple(model.classes_), tuple(round(float(offset), 3) for offset in model.intercept_), held)


def learn_dangers(
    sentences: Sequence[Told], texts: Sequence[Told], emergencies: Sequence[str], softness: float = 10.0, lightest: float = 2.5
) -> Dangers:
    """Learns from sentences, and from whole texts of which a quiet one is quiet in every passage. Levels are left at 0: see `levelled`.

    `softness`: the inverse of the strength of the regularisation. `lightest`: what weighs less, rarity counted, is left out.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_union

    told = [*sentences]
    for text, ids in texts:
        told += [(text, ids)] if ids else [(passage, frozenset()) for passage in passages(text)]
    blocks = make_union(
        TfidfVectorizer(analyzer=lambda text: list(word_grams(text)), sublinear_tf=True),
        TfidfVectorizer(analyzer=lambda text: list(grams(text)), sublinear_tf=True, min_df=2),
    )
    table = blocks.fit_transform([text for text, _ in told])
    fitted = [
        LogisticRegression(C=softness, class_weight="balanced", max_iter=3000).fit(table, [id in ids for _, ids in told])
        for id in emergencies
    ]
    coefficients = np.array([model.coef_[0] for model in fitted]).T
    rarity = np.concatenate([block.idf_ for _, block in blocks.transformer_list])
    names = [name for _, block in blocks.transformer_list for name in block.get_feature_names_out()]
    kept = np.flatnonzero((np.abs(coefficients).max(axis=1) * rarity) >= lightest)
    return Dangers(
        tuple(emergencies),
        np.array([round(float(model.intercept_[0]), 3) for model in fitted]),
        np.zeros(len(fitted)),
        {names[place]: line for line, place in enumerate(kept.tolist())},
        np.round(rarity[kept], 2),
        np.round(coefficients[kept], 2),
    )


def margins_unseen(
    sentences: Sequence[Told], texts: Sequence[Told], emergencies: Sequence[str], folds: int = 5, softness: float = 10.0
) -> Floats:
    """The margins of each text by a classifier that did not learn from it (lines: texts, columns: emergencies)."""
    found = np.empty((len(texts), len(emergencies)))
    for fold in range(folds):
        learnt = learn_dangers(sentences, [text for at, text in enumerate(texts) if at % folds != fold], emergencies, softness)
        for at in range(fold, len(texts), folds):
            found[at] = learnt.margins(texts[at][0])
    return found


def levelled(dangers: Dangers, margins: Floats, wanted: Sequence[frozenset[str]], loud: Mapping[str, float]) -> Dangers:
    """The same with its levels, read off the margins of texts it did not learn from.

    `loud`: for each emergency the share of texts without any that may reach its level.
    """
    quiet = margins[[not ids for ids in wanted]]
    levels = [float(np.quantile(quiet[:, column], 1 - loud[id])) for column, id in enumerate(dangers.emergencies)]
    return replace(dangers, levels=np.round(levels, 2))
