"""Finds every age a text gives, in years, months, weeks or by birth year, in text order. Whose age it is: see `age_owners`."""

from collections.abc import Sequence

from orientation.conversation.ages.bare_numbers import age_beside, bracketed_age, round_age, taken_up_age
from orientation.conversation.ages.birth_years import birth_year
from orientation.conversation.ages.mention import MAJORITY, AgeMention
from orientation.conversation.ages.numerals import number_at
from orientation.conversation.ages.units import come_of_age, counted_age, day_of_life, year_of_life
from orientation.conversation.scope import Passage
from orientation.conversation.words import Words, word_set

_EVENTS = word_set(
    """
    ts sorti sortie sortis polio opere operee accident diagnostique diagnostiquee place placee commence debut deces mort morte veuve veuf
    retraite retraitee arrete arretee imv parti partie quitte excision mariee marie bac avc abuse abusee ime
    """
)
_PLURAL = word_set(
    """
    enfants filles garcons fils petits petites jeunes jumeaux jumelles couple parents freres soeurs fratrie nous gosses gamins ados bebes
    personnes adultes eleves grands ils elles
    """
)


def age_mentions(passage: Passage, year: int) -> tuple[AgeMention, ...]:
    """Every age given, in text order; `year` is the one that birth years are counted from."""
    words = passage.words
    mentions: list[AgeMention] = []
    position = 0
    while position < len(words):
        shared = _shared(passage, position)
        if shared is not None:
            position = shared
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


def _shared(passage: Passage, position: int) -> int | None:
    """Where the ages of several people end ("deux petites filles de 3 et 5 ans", "nous avons 71 et 73 ans"), None when there is one."""
    words = passage.words
    numbers: list[float] = []
    at, last = position, position
    while at < len(words) and (read := number_at(words, at)) is not None:
        number, last = read
        numbers.append(number)
        following = words.at(last + 1)
        if following in ("et", "ou") or following == "a" and words.cuts[last + 1].strip() == "" and last + 2 < len(words):
            at = last + 2
        elif following and words.cuts[last + 1].strip() == ",":
            at = last + 1
        else:
            break
    if len(numbers) < 2 or words.at(last + 1) not in ("ans", "an", "a", "mois"):
        return None
    if "a" in words.forms[position:last] and numbers[-1] <= numbers[0]:
        return None
    joined = words.forms[last - 1] == "et" and min(numbers) >= MAJORITY and words.forms[last + 1] == "ans"
    if joined and words.at(position - 1) not in ("entre", "et"):
        return last + 2  # "M. et Mme [nom], 80 et 83 ans"
    return last + 2 if not _PLURAL.isdisjoint(words.forms[max(0, position - 8) : position]) else None
