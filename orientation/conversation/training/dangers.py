"""Learns how emergencies are told, and from which level each is worth asking about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from orientation.conversation.emergencies.dangers import Dangers, ToldDanger, blocks, passages
from orientation.conversation.linear import Floats
from orientation.conversation.training.linear import learn_linear

SEEN = (1, 2)


def learn_dangers(
    sentences: Sequence[ToldDanger], texts: Sequence[ToldDanger], emergencies: Sequence[str], softness: float = 10.0, lightest: float = 2.5
) -> Dangers:
    """Learns from sentences, and from whole texts of which a quiet one is quiet in every passage. Levels are left at 0: see `levelled`."""
    from sklearn.linear_model import LogisticRegression

    told = [*sentences]
    for text, ids in texts:
        told += [(text, ids)] if ids else [(passage, frozenset()) for passage in passages(text)]
    wanted = np.array([[id in ids for id in emergencies] for _, ids in told], dtype=bool)
    signs = [tuple(list(block) for block in blocks(text)) for text, _ in told]
    classifier = LogisticRegression(
        C=softness, class_weight="balanced", solver="liblinear", dual=True, tol=0.01, max_iter=10_000, random_state=0
    )
    model = learn_linear(signs, emergencies, wanted, classifier=classifier, seen=SEEN, lightest=lightest)
    return Dangers(model, np.zeros(len(emergencies)))


def margins_unseen(
    sentences: Sequence[ToldDanger], texts: Sequence[ToldDanger], emergencies: Sequence[str], folds: int = 5, softness: float = 10.0
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
    levels = [float(np.quantile(quiet[:, column], 1 - loud[id])) for column, id in enumerate(dangers.model.labels)]
    return replace(dangers, levels=np.round(levels, 2))
