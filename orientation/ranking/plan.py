"""The few resources that cover all needs: as few actors as reasonable, never a poor match to save one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from orientation.policy import Policy
from orientation.ranking.rank import Match, SearchResult

EXACT_UP_TO = 6
_MILLION = 1_000_000


@dataclass(frozen=True)
class Plan:
    """`resources` in the order of the needs they cover, `covers` the resource of each covered need, `uncovered` the others."""

    resources: tuple[str, ...]
    covers: Mapping[str, str]
    uncovered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Offer:
    """A resource that would do for some needs: in millionths, what it scores for each, and its place in each list."""

    id: str
    scores: Mapping[str, int]
    ranks: Mapping[str, int]


def plan(results: Mapping[str, SearchResult], policy: Policy) -> Plan:
    """Fewest resources first, then the best total score, then the lists' own order: the same results give the same plan.

    A resource does for a need when it scores at most `policy.saving` below the first of its list, and is as sure to serve the place.
    Up to six needs every choice is compared; beyond, the resource that does for most needs left is taken each time.
    """
    wanted = sorted(need for need, result in results.items() if result.matches)
    offers = _offers({need: results[need].matches for need in wanted}, policy.saving)
    chosen = _exact(wanted, offers) if len(wanted) <= EXACT_UP_TO else _greedy(wanted, offers)
    covers = {need: chosen[need] for need in results if need in chosen}
    return Plan(tuple(dict.fromkeys(covers.values())), covers, tuple(need for need in results if need not in chosen))


def _offers(lists: Mapping[str, Sequence[Match]], saving: float) -> list[_Offer]:
    scores: dict[str, dict[str, int]] = {}
    ranks: dict[str, dict[str, int]] = {}
    for need, matches in lists.items():
        first = matches[0]
        for rank, match in enumerate(matches):
            if match.serves == first.serves and match.score >= first.score - saving - 1e-9:
                scores.setdefault(match.id, {})[need] = round(match.score * _MILLION)
                ranks.setdefault(match.id, {})[need] = rank
    return [_Offer(id, scores[id], ranks[id]) for id in sorted(scores)]


Choice = dict[str, str]
Cost = tuple[int, int, int, tuple[str, ...]]


def _exact(wanted: Sequence[str], offers: Sequence[_Offer]) -> Choice:
    """The cheapest way to cover each set of needs, from the smaller sets up; the first need of a set is covered first."""
    best: dict[frozenset[str], tuple[Cost, Choice]] = {frozenset(): ((0, 0, 0, ()), {})}
    for size in range(1, len(wanted) + 1):
        for needs in combinations(wanted, size):
            whole = frozenset(needs)
            best[whole] = min(_ways(needs, whole, offers, best), key=lambda way: way[0])
    return best[frozenset(wanted)][1]


def _ways(
    needs: Sequence[str], whole: frozenset[str], offers: Sequence[_Offer], best: Mapping[frozenset[str], tuple[Cost, Choice]]
) -> Iterator[tuple[Cost, Choice]]:
    for offer in offers:
        if needs[0] not in offer.scores:
            continue
        others = [need for need in needs[1:] if need in offer.scores]
        for size in range(len(others) + 1):
            for more in combinations(others, size):
                taken = (needs[0], *more)
                (count, score, rank, ids), choice = best[whole.difference(taken)]
                cost = (
                    count + (offer.id not in ids),
                    score - sum(offer.scores[need] for need in taken),
                    rank + sum(offer.ranks[need] for need in taken),
                    tuple(sorted({offer.id, *ids})),
                )
                yield cost, {**choice, **dict.fromkeys(taken, offer.id)}


def _greedy(wanted: Sequence[str], offers: Sequence[_Offer]) -> Choice:
    choice: Choice = {}
    while len(choice) < len(wanted):
        left = [need for need in wanted if need not in choice]
        offer = min(offers, key=lambda offer: _gain(offer, left))
        choice |= dict.fromkeys((need for need in left if need in offer.scores), offer.id)
    return choice


def _gain(offer: _Offer, left: Sequence[str]) -> Cost:
    taken = [need for need in left if need in offer.scores]
    return -len(taken), -sum(offer.scores[need] for need in taken), sum(offer.ranks[need] for need in taken), (offer.id,)
