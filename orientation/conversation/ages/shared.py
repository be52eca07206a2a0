"""The ages of several people told together ("deux petites filles de 3 et 5 ans"), and the one they are told to single out."""

from collections.abc import Sequence

from orientation.conversation.ages.mention import MAJORITY
from orientation.conversation.numerals import number_at
from orientation.conversation.words import Words, word_set

_PLURAL = word_set(
    """
    enfants filles garcons fils petits petites jeunes jumeaux jumelles couple parents freres soeurs fratrie nous gosses gamins ados bebes
    personnes adultes eleves grands ils elles
    """
)
_ELDER = word_set("aine ainee vieux vieille age agee grand grande")
_YOUNGER = word_set("cadet cadette jeune benjamin benjamine")
_SUPERLATIVE = frozenset({"aine", "ainee", "cadet", "cadette", "benjamin", "benjamine"})
_OLDEST = 108
BOTH = tuple((every, "les", two) for every in ("tous", "toutes", "ttes", "ts") for two in ("deux", "2"))


def shared_ages(words: Words, position: int) -> tuple[tuple[float, ...], int] | None:
    """The ages of several people that begin at a word, and their last word; None when there is one, or none."""
    numbers: list[float] = []
    at, last = position, position
    while at < len(words) and (read := number_at(words, at)) is not None:
        number, last = read
        numbers.append(number)
        following = words.at(last + 1)
        if following in ("et", "ou") or following == "a" and words.cuts[last + 1].strip() == "" and last + 2 < len(words):
            at = last + 2
        elif following and (words.cuts[last + 1].strip() in (",", "/") or words.cuts[last + 1] == "-"):
            at = last + 1
        else:
            break
    if len(numbers) < 2:
        return None
    if words.at(last + 1) not in ("ans", "an", "a", "mois"):
        return (tuple(numbers), last) if _are_bracketed(words, position, last, numbers) else None
    if ("a" in words.forms[position:last] or words.cuts[last] == "-") and numbers[-1] <= numbers[0]:
        return None
    both = words.forms[last - 1] == "et" or words.cuts[last].strip() in ("/", "-")  # "45-50 ans": nobody's for sure
    if both and words.forms[last + 1] in ("ans", "an") and words.at(position - 1) not in ("entre", "et"):
        return tuple(numbers), last + 1  # "M. et Mme [nom], 80 et 83 ans"
    told = not _PLURAL.isdisjoint(words.forms[max(0, position - 8) : position])
    return (tuple(numbers), last + 1) if told else None


def age_of_both(words: Words) -> float | None:
    """The one age of two people: "36 ans tous les deux", "ils ont 89 toutes les 2"."""
    for at in range(1, len(words) - 2):
        read = number_at(words, at)
        after = read[1] + 1 if read else at
        after += words.at(after) in ("ans", "a")
        if (
            read
            and MAJORITY <= read[0] <= _OLDEST
            and words.forms[after : after + 3] in BOTH
            and words.sentences[after] == words.sentences[at]
        ):
            return read[0]
    return None


def _are_bracketed(words: Words, position: int, last: int, numbers: Sequence[float]) -> bool:
    """ "mes parents (88 et 90)"."""
    opens = words.cuts[position].rstrip().endswith("(")
    closes = words.cuts[last + 1].lstrip()[:1] in (")", ",")
    return opens and closes and len(numbers) == 2 and words.forms[last - 1] == "et" and min(numbers) >= MAJORITY and max(numbers) <= _OLDEST


def singled_out(words: Words, ages: Sequence[float]) -> float | None:
    """The age of the eldest or of the youngest, when one of the two is what the text goes on about."""
    named = [_rank(words, at) for at in range(len(words))]
    asked = [rank for at, rank in enumerate(named) if rank and "pour" in words.forms[max(0, at - 2) : at]]
    ranks = set(asked) or {rank for rank in named if rank and min(ages) >= MAJORITY}  # a child who speaks speaks for the others too
    if len(ranks) != 1:
        return None
    return max(ages) if ranks == {"elder"} else min(ages)


def _rank(words: Words, at: int) -> str:
    """ "l'aîné", "le plus vieux", "le cadet", "le plus jeune", "pour le grand"."""
    form, before = words.forms[at], words.at(at - 1)
    if "+" in words.cuts[at] and before in ("le", "la"):
        return "younger" if form == "jeune" else ""  # "la + jeune"
    if form not in _SUPERLATIVE and before != "plus" and not (form in ("grand", "grande") and before in ("le", "la")):
        return ""
    if before == "plus" and words.at(at - 2) not in ("le", "la"):
        return ""
    if form in ("grand", "grande") and words.at(at + 1) in ("pere", "mere", "mal", "frere", "soeur"):
        return ""
    return "elder" if form in _ELDER else "younger" if form in _YOUNGER else ""
