"""Learns from annotated texts the weights that `needs`, `similarity` and `dangers` use; scikit-learn is imported only when asked for."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from orientation.conversation.autonomy import read_gir
from orientation.conversation.dangers import Dangers, Floats, Told, passages, word_grams
from orientation.conversation.emergencies import read_emergencies
from orientation.conversation.facts import read_facts
from orientation.conversation.lexicon import Reader
from orientation.conversation.needs import LEARNED, candidates
from orientation.conversation.people import read_people
from orientation.conversation.scope import Passage
from orientation.conversation.similarity import Likeness, grams
from orientation.conversation.words import cleaned, cut

FORGOTTEN = 0.3
# What has no weight by hand counts once three mentions have it, and is held closer to 0 than what the rules name.
SEEN, LEARNED_STIFFNESS, LIGHTEST = 3, 8.0, 0.02


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


def examples(
    texts: Iterable[Annotated], reader: Reader, forgotten: float = 0.0, seed: int = 0
) -> list[tuple[Mapping[str, float], int, bool]]:
    """One (features, wanted 1 or 0, optional) for each mention of a need.

    `forgotten`: the share of needs whose words are taken out of the lexicon, as if nobody had thought of them, so that what is learned
    also holds for texts whose words are not there.
    """
    draw = random.Random(seed)
    made: list[tuple[Mapping[str, float], int, bool]] = []
    for annotated in texts:
        words = cut(reader.masker.mask(cleaned(annotated.text)).text)
        found = reader.book.find(words)
        lost = {one.entry.id for one in found if one.entry.kind == "need" and draw.random() < forgotten}
        passage = Passage(words, tuple(one for one in found if one.entry.kind != "need" or one.entry.id not in lost))
        people = read_people(passage, reader.year)
        emergencies = read_emergencies(passage, people, reader)
        facts = read_facts(passage, people, read_gir(words.text), reader, emergencies)
        for candidate in candidates(passage, people.age_years, facts, emergencies, reader):
            made.append((candidate.features, int(candidate.need in annotated.needs), candidate.need in annotated.optional))
    return made


def learn_context(texts: Sequence[Annotated], reader: Reader, prior: Mapping[str, float], stiffness: float = 1.0) -> ContextWeights:
    """Weights of two logistic regressions over what surrounds each mention, held to `prior` by a spring of that stiffness.

    A feature rarely seen keeps the weight it was given by hand; the words beside a mention have none.
    """
    made = [*examples(texts, reader), *examples(texts, reader, forgotten=FORGOTTEN)]
    said = _fit([(features, wanted, 1.0) for features, wanted, optional in made if not optional], prior, stiffness)
    first = _fit([(features, wanted, 0.5 if optional else 1.0) for features, wanted, optional in made], prior, stiffness)
    return ContextWeights(said, first)


def _fit(made: Sequence[tuple[Mapping[str, float], int, float]], prior: Mapping[str, float], stiffness: float) -> Mapping[str, float]:
    from scipy.optimize import minimize
    from scipy.sparse import csr_array

    seen = Counter(name for features, _, _ in made for name in features)
    names = sorted({name for name, times in seen.items() if LEARNED not in name or times >= SEEN} | set(prior))
    column = {name: index for index, name in enumerate(names)}
    cells = [(row, column[name], value) for row, (features, _, _) in enumerate(made) for name, value in features.items() if name in column]
    rows, columns, values = zip(*cells, strict=True)
    matrix = csr_array((values, (rows, columns)), shape=(len(made), len(names)))
    spring = np.array([LEARNED_STIFFNESS if LEARNED in name else stiffness for name in names])
    wanted = np.array([wanted for _, wanted, _ in made], dtype=float)
    weight = np.array([weight for _, _, weight in made])
    start = np.array([prior.get(name, 0.0) for name in names])

    def loss(coefficients: np.ndarray) -> tuple[float, np.ndarray]:
        margin = matrix @ coefficients
        chance = 1 / (1 + np.exp(-margin))
        cost = weight @ (np.logaddexp(0, margin) - wanted * margin) + spring @ (coefficients - start) ** 2 / 2
        return cost, matrix.T @ (weight * (chance - wanted)) + spring * (coefficients - start)

    fitted = minimize(loss, start, jac=True, method="L-BFGS-B").x
    weights = {name: round(float(value), 3) for name, value in zip(names, fitted, strict=True)}
    return {name: value for name, value in weights.items() if LEARNED not in name or abs(value) >= LIGHTEST}


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
