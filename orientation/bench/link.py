"""`bench link FOLDER`: the project's own linking on a pair of generated directories, with what it costs.

The folder holds link_a.parquet, link_b.parquet and link_truth.parquet (`shared/bench/make_directory.py`). The truth is only read to mark
what came out. Rules and weights are those in force; `cat`, the kind of service, is taken as the need.

A pair counts as found when the rules in force merge it, which they do only well above even odds; `even_odds` is what merging everything
more likely than not would give, since F1 weighs both errors alike. With labels: one record of B in five is set aside, pairs of theirs are
labelled (half of them those the linking is unsure of, as a person would be asked), and the measure is taken on the four others, before
and after learning.
"""

import resource
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from orientation.bench.measuring import timed
from orientation.directory.linking.blocking import candidates
from orientation.directory.linking.comparison import compared
from orientation.directory.linking.described import Described
from orientation.directory.linking.entries import Entries, Numbers, entries_of
from orientation.directory.linking.learning import Asked, learnt
from orientation.directory.linking.link import Judged, judge, standing
from orientation.directory.linking.model import LinkRules, Weights
from orientation.directory.linking.scoring import Scored, alone, scored
from orientation.directory.linking.tokens import Codes, Mask
from orientation.reference.linking import load_linking
from orientation.refusal import Refused

LABELS = 2_000
SEED = 20_260_115
EVEN_ODDS = 0.5
_FILES = ("link_a.parquet", "link_b.parquet", "link_truth.parquet")


def run(argv: Sequence[str] = ()) -> dict[str, Any]:
    """Options: FOLDER, --labels N (0: none), --without-activity (as if no directory said what its services do)."""
    parser = ArgumentParser(prog="bench link", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--labels", type=int, default=LABELS)
    parser.add_argument("--without-activity", action="store_true")
    options = parser.parse_args(argv)
    data = load_linking()
    read, read_ms = timed(lambda: _read(options.folder, not options.without_activity))
    entries, prepare_ms = timed(lambda: entries_of(read.said, data.words))
    pairs, block_ms = timed(lambda: candidates(entries, data.rules.blocking, within=False))

    def score() -> tuple[Scored, Judged]:
        found = scored(entries, pairs, compared(entries, pairs, data.rules.cuts), data.rules, data.weights)
        return found, judge(entries, found, data.rules, {})

    (found, judged), score_ms = timed(score)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    truth = _Truth(read, entries)
    everyone = np.ones(len(entries), bool)
    answer = {
        "bench": "link",
        "records": [read.first, len(entries) - read.first],
        "pairs": len(pairs),
        "reached": truth.reached(found),
        **truth.marks(judged, everyone),
        "even_odds": truth.marks(judge(entries, found, _even(data.rules), {}), everyone),
        "seconds": {
            name: round(ms / 1000, 2)
            for name, ms in {
                "read": read_ms,
                "prepare": prepare_ms,
                "block": block_ms,
                "score": score_ms,
                "total": read_ms + prepare_ms + block_ms + score_ms,
            }.items()
        },
        "peak_mb": round(peak_mb),
    }
    return answer | (_labelled(options.labels, entries, found, judged, truth, data.rules, data.weights) if options.labels else {})


def _even(rules: LinkRules) -> LinkRules:
    return replace(rules, same_from=EVEN_ODDS)


@dataclass(frozen=True, eq=False)
class _Read:
    """Both directories one after the other; `first`: how many records A has. `truth`: places of pairs, A's then B's."""

    said: Described
    first: int
    truth: tuple[Codes, Codes]


def _read(folder: Path, with_activity: bool) -> _Read:
    missing = [name for name in _FILES if not (folder / name).is_file()]
    if missing:
        raise Refused(f"{folder} : il manque {', '.join(missing)} ; attendu : le dossier que make_directory.py a rempli.")
    said = Described()
    for source, name in (("a", _FILES[0]), ("b", _FILES[1])):
        _add(said, source, pq.read_table(folder / name).to_pydict(), with_activity)
    first, truth = said.source.index("b"), pq.read_table(folder / _FILES[2])
    return _Read(said, first, (truth["a"].to_numpy(), truth["b"].to_numpy() + first))


def _add(said: Described, source: str, table: dict[str, list[Any]], with_activity: bool) -> None:
    size = len(table["id"])
    # Zeros in front, so that the order of keys is that of the file.
    said.key += [f"{source}:{id:09d}" for id in table["id"]]
    said.source += [source] * size
    for field in ("name", "address", "commune", "lat", "lon"):
        getattr(said, field).extend(table[field])
    said.town += table["city"]
    said.phones += [(phone,) if phone else () for phone in table["phone"]]
    said.needs += [(str(kind),) if with_activity else () for kind in table["cat"]]
    for empty in (said.categories, said.contacts, said.identifiers, said.specialties, said.psychiatric_sectors):
        empty += [()] * size
    said.organisation += [None] * size
    said.ages += [None] * size


class _Truth:
    """Which pairs are one service, to mark with."""

    def __init__(self, read: _Read, entries: Entries) -> None:
        self._size = len(entries)
        self._right = read.truth[1]
        self._pairs = read.truth[0] * self._size + read.truth[1]

    def holds(self, found: Scored) -> Mask:
        return np.isin(found.pairs.left * self._size + found.pairs.right, self._pairs)

    def reached(self, found: Scored) -> float:
        """The share of true pairs that are compared at all."""
        return round(float(self.holds(found).sum() / len(self._pairs)), 4)

    def marks(self, judged: Judged, among: Mask) -> dict[str, float]:
        """Precision, recall and F1 of what is kept together, over pairs whose record of B is `among`."""
        kept = judged.found.where(judged.together & among[judged.found.pairs.right])
        right = int(self.holds(kept).sum())
        precision, recall = right / max(1, len(kept)), right / max(1, int(among[self._right].sum()))
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _labelled(
    count: int, entries: Entries, found: Scored, judged: Judged, truth: _Truth, rules: LinkRules, weights: Weights
) -> dict[str, Any]:
    aside = np.random.default_rng(SEED).random(len(entries)) < 0.2
    lost = standing(entries, found, rules, {}).rivalry
    chosen = _chosen(found, lost, aside, count)
    asked = Asked(found.findings, found.within, lost, truth.holds(found)).where(chosen)
    learnt_weights, learn_ms = timed(lambda: learnt(asked, weights, version="bench", origin="bench"))
    after = scored(entries, found.pairs, found.findings, rules, learnt_weights)
    with_labels = truth.marks(judge(entries, after, rules, {}), ~aside)
    return {
        "labels": int(chosen.sum()),
        **{f"{name}_labels": value for name, value in with_labels.items()},
        "same_records_without_labels": truth.marks(judged, ~aside),
        "even_odds_labels": truth.marks(judge(entries, after, _even(rules), {}), ~aside),
        "learn_s": round(learn_ms / 1000, 2),
    }


def _chosen(found: Scored, lost: Numbers, aside: Mask, count: int) -> Mask:
    """Half of the labels on pairs that are unsure, half on any pair that is not out of the question."""
    rng, sure = np.random.default_rng(SEED + 1), alone(found.bits - lost)
    known = aside[found.pairs.right]
    unsure = np.flatnonzero(known & (sure > 0.02) & (sure < 0.98))
    first = rng.choice(unsure, min(count // 2, len(unsure)), replace=False)
    others = np.setdiff1d(np.flatnonzero(known & (sure > 0.0005)), first)
    chosen = np.zeros(len(found), bool)
    chosen[first] = chosen[rng.choice(others, min(count - len(first), len(others)), replace=False)] = True
    return chosen
