"""Learns a linear classifier over the signs of texts, one label at a time; scikit-learn is imported only when asked for."""

from collections.abc import Sequence
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from orientation.conversation.linear import Floats, Linear

Flags = NDArray[np.bool_]
Blocks = tuple[Sequence[str], ...]


class Classifier(Protocol):
    """A linear classifier of scikit-learn, fitted once a label."""

    coef_: Floats
    intercept_: Floats

    def fit(self, table: object, wanted: Flags) -> Self: ...


def learn_linear(
    texts: Sequence[Blocks],
    labels: Sequence[str],
    wanted: Flags,
    ignored: Flags | None = None,
    *,
    classifier: Classifier,
    seen: Sequence[int],
    lightest: float,
) -> Linear:
    """One classifier a label over blocks of signs, each block of length 1.

    `wanted`, `ignored`: a line a text, a column a label; what is ignored is neither for nor against. `seen`: by block, in how many texts
    a sign must be. `lightest`: what weighs less, rarity counted, is dropped.
    """
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    blocks = [TfidfVectorizer(analyzer=list, sublinear_tf=True, min_df=min(least, len(texts))) for least in seen]
    table = hstack([block.fit_transform([text[place] for text in texts]) for place, block in enumerate(blocks)]).tocsr()
    names = [name for block in blocks for name in block.get_feature_names_out()]
    rarity = np.concatenate([block.idf_ for block in blocks])
    weights, offsets = np.zeros((len(names), len(labels))), np.zeros(len(labels))
    for column in range(len(labels)):
        kept = np.flatnonzero(~ignored[:, column]) if ignored is not None else slice(None)
        fitted = classifier.fit(table[kept], wanted[kept, column])
        weights[:, column], offsets[column] = fitted.coef_[0], fitted.intercept_[0]
    weights[np.abs(weights) * rarity[:, None] < lightest] = 0.0
    used = np.flatnonzero(weights.any(axis=1))
    return Linear(
        tuple(labels),
        np.round(offsets, 3),
        {names[place]: line for line, place in enumerate(used.tolist())},
        np.round(rarity[used], 2),
        np.round(weights[used], 2).astype(np.float32),
    )
