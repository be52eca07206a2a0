"""Learns what requests are like as a whole, and what each is like by those it was not learnt from."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from orientation.conversation.gist import NOTHING, Gist, Impression, fact_label, need_label, signs
from orientation.conversation.training.linear import Flags, learn_linear
from orientation.conversation.training.prepared import Prepared

LEAST_NEEDS, LEAST_FACTS = 3, 6
SEEN, LIGHTEST = (3, 8, 2), 0.3
FOLDS = 5


def learn_gist(texts: Sequence[Prepared], lightest: float = LIGHTEST) -> Gist:
    """One label a need asked for in `LEAST_NEEDS` texts at least, and one a value of a criterion told in `LEAST_FACTS`;
    and one for asking for nothing, when as many texts do.

    Support vector machines are a little surer of requests apart than logistic regressions (average precision of needs 0.935 against
    0.929, when tried), and fitted twice as fast. A margin is no probability: what uses it weighs it.
    """
    from sklearn.svm import LinearSVC

    labels = _labels(texts)
    blocks = [tuple(list(block) for block in signs(one.passage, one.people.age_years)) for one in texts]
    wanted, ignored = np.zeros((2, len(texts), len(labels)), dtype=bool)
    column = {label: place for place, label in enumerate(labels)}
    facts = [label for label in labels if label.startswith("fact ")]
    for line, one in enumerate(texts):
        mark(wanted[line], column, _told(one))
        annotated = one.annotated
        disputable = [need_label(id) for id in annotated.optional_needs]
        disputable += [NOTHING] if annotated.optional_needs and not annotated.needs else []
        disputable += [label for label in facts if annotated.facts is None or _criterion(label) in annotated.optional_facts]
        mark(ignored[line], column, disputable)
    return Gist(
        learn_linear(
            blocks,
            labels,
            wanted,
            ignored,
            classifier=LinearSVC(C=1.0, tol=0.01, max_iter=10_000, random_state=0),
            seen=SEEN,
            lightest=lightest,
        )
    )


def mark(line: Flags, column: dict[str, int], labels: Iterable[str]) -> None:
    line[[column[label] for label in labels if label in column]] = True


def fold_of(place: int, texts: int, folds: int = FOLDS) -> int:
    """Which fold a text is in, from 0. Texts of one writer stand together and are in one: learning has not seen who writes."""
    return place * folds // texts


def impressions_apart(texts: Sequence[Prepared], phrases: Sequence[Prepared] = (), folds: int = FOLDS) -> list[tuple[Gist, Impression]]:
    """For each text the classifier learnt from the other folds and from `phrases`, and what the text is like by it."""
    made: list[tuple[Gist, Impression]] = []
    for fold in range(folds):
        apart = [fold_of(place, len(texts), folds) == fold for place in range(len(texts))]
        gist = learn_gist([*(one for one, is_apart in zip(texts, apart, strict=True) if not is_apart), *phrases])
        made += [(gist, gist.of(one.passage, one.people.age_years)) for one, is_apart in zip(texts, apart, strict=True) if is_apart]
    return made


def _labels(texts: Sequence[Prepared]) -> list[str]:
    seen = Counter(label for one in texts for label in _told(one))
    return sorted(label for label, times in seen.items() if times >= (LEAST_NEEDS if label.startswith("need ") else LEAST_FACTS))


def _told(one: Prepared) -> list[str]:
    facts = one.annotated.facts or {}
    asked = [need_label(id) for id in one.annotated.needs]
    nothing = [] if asked or one.annotated.optional_needs else [NOTHING]
    return [*asked, *nothing, *(fact_label(id, value) for id, value in facts.items())]


def _criterion(label: str) -> str:
    return label.removeprefix("fact ").partition("=")[0]
