"""Finds every age a text gives, in years, months, weeks or by birth year, in text order. Whose age it is: see `age_owners`."""

from collections.abc import Sequence

from orientation.conversation.ages.bare_numbers import age_beside, bracketed_age, round_age, taken_up_age
from orientation.conversation.ages.birth_years import birth_year
from orientation.conversation.ages.mention import AgeMention
from orientation.conversation.ages.shared import shared_ages
from orientation.conversation.ages.units import come_of_age, counted_age, day_of_life, year_of_life
from orientation.conversation.scope import Passage
from orientation.conversation.words import Words, word_set

_EVENTS = word_set(
    """
    ts sorti sortie sortis polio opere operee accident diagnostique diagnostiquee place placee commence debut deces mort morte veuve veuf
    retraite retraitee arrete arretee imv parti partie quitte excision mariee marie bac avc abuse abusee ime
    """
)


def age_mentions(passage: Passage, year: int) -> tuple[AgeMention, ...]:
    """Every age given, in text order; `year` is the one that birth years are counted from."""
    words = passage.words
    mentions: list[AgeMention] = []
    position = 0
    while position < len(words):
        shared = shared_ages(words, position)
        if shared is not None:
            position = shared[1] + 1
            continue
        mention = (
            counted_age(words, position)
            or birth_year(words, position, year)
            or taken_up_age(words, position)
            or round_age(words, position)
            or bracketed_age(passage, position)
            or age_beside(passage, position)
            or day_of_life(words, position)
            or year_of_life(words, position)
            or come_of_age(words, position)
        )
        if mention is None:
            position += 1
            continue
        mentions.append(mention)
        position = mention.last + 1
    now = tuple(mention for mention in mentions if not (_is_not_of_now(words, mention) or _is_told_better(mention, mentions)))
    return now or tuple(mentions)


def _is_told_better(mention: AgeMention, mentions: Sequence[AgeMention]) -> bool:
    """ "la cinquantaine (il dit 53)"."""
    return mention.round and any(not other.round and 0 <= other.years - mention.years < 10 for other in mentions)


def _is_not_of_now(words: Words, mention: AgeMention) -> bool:
    """ "il avait 80 ans", "TS à 19 ans", "à l'âge de 5 ans", "moins de 60 ans": not how old anybody is, when another age is told."""
    before = words.forms[max(0, mention.first - 4) : mention.first]
    last, earlier = words.at(mention.first - 1), words.at(mention.first - 2)
    if last in ("avait", "avais") or before == ("a", "l", "age", "de") or before[-2:] in (("moins", "de"), ("plus", "de")):
        return True
    if last == "de" and words.cuts[mention.first - 1].rstrip()[-1:] in ("-", "+"):
        return True
    if earlier in ("depuis", "qu") or last == "a" and words.at(mention.first - 4) == "depuis":
        return "depuis" in before
    return last == "a" and earlier in _EVENTS
