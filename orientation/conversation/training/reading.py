"""Learns all that a reading weighs: what whole requests are like, what makes a fact sure, what surrounds a need asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from orientation.conversation.facts.situation import read_situation
from orientation.conversation.gist import Gist, Impression
from orientation.conversation.lexicon import Reader
from orientation.conversation.training.gist import FOLDS, fold_of, impressions_apart, learn_gist
from orientation.conversation.training.prepared import Annotated, Prepared, prepared, with_words_forgotten
from orientation.conversation.training.weights import ContextWeights, Example, fact_examples, learn_context, learn_facts, need_examples

FORGOTTEN = 0.3


@dataclass(frozen=True)
class Learnt:
    """What learning gives a reader."""

    gist: Gist
    facts: Mapping[str, float]
    context: ContextWeights

    def given_to(self, reader: Reader) -> Reader:
        return replace(reader, gist=self.gist, fact_weights=self.facts, context=self.context.said, order=self.context.first)


def learn_reading(
    texts: Sequence[Annotated], reader: Reader, prior: Mapping[str, float], phrases: Sequence[Annotated] = ()
) -> tuple[Learnt, Learnt]:
    """What is learnt of all texts; then of all but the last fold (`fold_of`), which can be judged on it.

    `phrases`: what each need is asked for in, without a request around: it tells what requests are like, not what surrounds a mention.
    """
    beside = [prepared(one, reader) for one in phrases]
    whole = [prepared(one, reader) for one in texts]
    half = with_words_forgotten(whole, reader, FORGOTTEN)
    apart = impressions_apart(whole, beside)
    impressions = [impression for _, impression in apart]
    dimmer = [gist.of(one.passage, one.people.age_years) for one, (gist, _) in zip(half, apart, strict=True)]
    every = range(len(whole))
    others = [place for place in every if fold_of(place, len(whole)) != FOLDS - 1]
    return (
        _learn(learn_gist([*whole, *beside]), every, whole, half, impressions, dimmer, reader, prior),
        _learn(apart[-1][0], others, whole, half, impressions, dimmer, reader, prior),
    )


def _learn(
    gist: Gist,
    places: Sequence[int],
    whole: Sequence[Prepared],
    half: Sequence[Prepared],
    impressions: Sequence[Impression],
    dimmer: Sequence[Impression],
    reader: Reader,
    prior: Mapping[str, float],
) -> Learnt:
    facts = learn_facts([one for place in places for one in fact_examples(whole[place], impressions[place])])
    sure = replace(reader, fact_weights=facts)
    context = learn_context(
        [_needs(whole[place], impressions[place], sure) for place in places],
        [_needs(half[place], dimmer[place], sure) for place in places],
        prior,
    )
    return Learnt(gist, facts, context)


def _needs(one: Prepared, impression: Impression, reader: Reader) -> list[Example]:
    return need_examples(one, impression, read_situation(one.told, impression, len(one.passage.words), reader).said, reader)
