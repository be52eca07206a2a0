"""Whether a spelling that names a commune is meant so, or is the thing, the verb or the person of that name: what speaks for it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from orientation.geography.cues import FACILITY, LIVING, in_a_street, is_coded, is_owned, lived_in, on_a_journey
from orientation.geography.name_index import ARTICLES, FULL, SHORT, Named, without_article
from orientation.geography.surroundings import LONGEST_ACRONYM, Surroundings
from orientation.wording import folded

# Of these, the ones called by their town: "MDS Saint-Leu", "CMP Sens".
_OF_A_TOWN = frozenset(
    """
    mairie ccas gare pmi mds clic cms csapa caarud cmp cmpp spip gendarmerie commissariat tribunal caf cpam mdph dac samu smur chu ch
    chr ght ase urgences mater maternite permanence accueil maraude cpts spada ofii emg emsp empp ssiad
    """.split()
)
_BESIDE_AGES = frozenset({"melle", "rue"})  # "Melle 26 ans", "homme 34 ans, rue, gare de Bordeaux"
_SPELT_EITHER_WAY = frozenset({"976"})  # "Dembéni", "Bandrélé": the official names have no accent
_PREPOSITIONS = frozenset({"a", "de", "d", "du", "des", "sur", "vers", "ds", "pres", "entre", "depuis", "pour", "en", "au", "aux"})
_LETTERS = re.compile(r"[^\W\d_]+")
_HUGE, _SETTLED = 50_000, 3_000
_HEAVY, _MIDDLING, _LIGHT = 20_000, 5_000, 1_500
_LONG_SAINT = 2
_ENOUGH = 2.0
_ENOUGH_MISSPELT = 1.5
_DISTINCT = 7


class Evidence(NamedTuple):
    """What speaks for a place: a hint, the words that lead to it, punctuation around it, a capital; `located`: "à" or "habite" leads."""

    hint: float
    leading: float
    apart: float
    capital: float
    located: bool

    @property
    def total(self) -> float:
        return self.hint + self.leading + self.apart + self.capital


def may_name(around: Surroundings, index: int) -> bool:
    """Whether anything at all suggests a place here; spares looking for slips everywhere."""
    before = around.words[index - 1].text if index else ""
    return (
        around.capital(index)
        or before in _PREPOSITIONS
        or LIVING.fullmatch(before) is not None
        or around.breaks(index - 1, index)
        or (index + 1 < len(around.words) and around.words[index + 1].text.isdigit())
    )


def names_a_place(around: Surroundings, index: int, after: int, key: str, named: Sequence[Named], *, hinted: bool) -> bool:
    """Whether a spelling that names a commune is meant so here."""
    weight = max(candidate.weight or 0 for candidate in named)
    kind = _kind(around, key, weight, named)
    if (
        in_a_street(around, index)
        or is_owned(around, index)
        or is_coded(around, index)
        or (around.a_person(index) and not hinted)
        or (kind == "etranger" and not hinted)
    ):
        return False
    heads = around.heads(index, after)
    if (
        not (hinted or heads or _named_with_article(around, index, after))
        and around.led_by(index, FACILITY, directly=True)
        and not (around.words[index - 1].text in _OF_A_TOWN and around.capital_within(index, after) and weight >= _MIDDLING)
        and (kind or key.startswith("saint") and key.count(" ") < _LONG_SAINT)
    ):
        return False
    evidence = _evidence(around, index, after, hinted=hinted, sure=kind is None)
    score = evidence.total - _acronym(around, index, after, weight)
    if kind is None:
        score += _likeness(around, key, weight, named) + _accents(around, index, after, named)
    else:
        whole = max((candidate.weight or 0 for candidate in named if candidate.tier != SHORT), default=None)
        full = max((candidate.weight or 0 for candidate in named if candidate.tier == FULL), default=0)
        score += _doubt(around, kind, index, after, weight, evidence, full) + (kind == "personne") * _accents(around, index, after, named)
        score += min(0.0, _accents(around, index, after, named)) * (kind != "personne")
        score += 0.5 * heads + (kind != "personne") * evidence.capital * max(0.0, _accents(around, index, after, named))
        score -= whole is None
        score += _opens(around, index, after, whole or 0) + _stands_as_a_town(around, kind, index, after, weight, evidence)
    return score >= _ENOUGH


def names_a_misspelt_place(around: Surroundings, index: int, after: int, named: Sequence[Named], wrong: int, *, hinted: bool) -> bool:
    """Whether a word near the name of a commune is meant so: more must speak for it than for a name well spelt."""
    weight = max(candidate.weight or 0 for candidate in named)
    if in_a_street(around, index) or around.led_by(index, FACILITY, directly=True) or around.a_person(index):
        return False
    score = _evidence(around, index, after, hinted=hinted, sure=False).total + 0.5 * (weight >= _HEAVY) - 0.5 * (wrong - 1)
    return score >= _ENOUGH_MISSPELT


def _evidence(around: Surroundings, index: int, after: int, *, hinted: bool, sure: bool) -> Evidence:
    """What speaks for a place; `sure`: the word is nothing else, so that a bare "a" or "de" counts in full."""
    starts = index + 1 if after - index > 1 and around.words[index].text in ARTICLES else index
    capital = around.capital(index) or (starts > index and around.capital(starts))
    leading = around.words[index - 1] if index and not around.breaks(index - 1, index) else None
    written = around.text[leading.start : leading.end].lower() if leading is not None else ""
    if on_a_journey(around, index, after):
        return Evidence(3.0 * hinted, 1.0, 1.0, float(capital), True)
    located = written in ("à", "sur", "vers") or (capital and written in ("au", "aux"))
    preposition = 0.0
    if leading is not None and leading.text in _PREPOSITIONS:
        preposition = 1.0 if sure or capital or located else 0.5
    living = lived_in(around, index)
    return Evidence(3.0 * hinted, 2.0 if living else preposition, around.set_apart(index, after), float(capital), located or living)


def _kind(around: Surroundings, key: str, weight: int, named: Sequence[Named]) -> str | None:
    """What else a spelling is: a very short one is taken as a word unless a large town has it as its whole name."""
    kind = around.place_words.ambiguous.get(key) or around.place_words.ambiguous.get(without_article(key))
    large = weight >= _HEAVY and any(candidate.tier == FULL and candidate.weight == weight for candidate in named)
    return kind or ("mot" if len(key) <= 3 and not large else None)


def _likeness(around: Surroundings, key: str, weight: int, named: Sequence[Named]) -> float:
    """What a name that is no other word says by itself: more when long, of several words or a larger commune, less for a head."""
    size = 1.5 if weight >= _HUGE else 1.0 if weight >= _MIDDLING or len(key) >= _DISTINCT else 0.5 if weight >= _LIGHT else 0.0
    headed = 0.5 * (min(candidate.tier for candidate in named) == SHORT)
    return 1.0 + size + float(" " in without_article(key)) - headed


def _accents(around: Surroundings, index: int, after: int, named: Sequence[Named]) -> float:
    """1 when the accents typed are those of the name, -1.5 when they are others, 0 when there are none."""
    typed = around.text[around.words[index].start : around.words[after - 1].end].lower()
    accented = {word for word in _LETTERS.findall(typed) if word != folded(word)}
    if not accented:
        return 0.0
    if any(accented <= set(_LETTERS.findall(candidate.commune.name.lower())) for candidate in named):
        return 1.0
    bare = {folded(word) for word in accented}
    written = [candidate for candidate in named if bare <= set(_LETTERS.findall(folded(candidate.commune.name)))]
    # A former commune or a locality bears the name of another: its accents are not known.
    return 0.0 if all(candidate.commune.departement in _SPELT_EITHER_WAY for candidate in written) else -1.5


def _acronym(around: Surroundings, index: int, after: int, weight: int) -> float:
    """1 for a short word in capitals amid a text that is not, unless a commune of some size is named so: "MAS", "SPADA"."""
    typed = around.text[around.words[index].start : around.words[after - 1].end]
    return float(typed.isupper() and len(typed) <= LONGEST_ACRONYM and not around.shouted and weight < _MIDDLING)


def _named_with_article(around: Surroundings, index: int, after: int) -> bool:
    """ "CLIC Le Blanc": the article's own capital, not that of a sentence, makes it a name."""
    article = after - index > 1 and around.words[index].text in ARTICLES and around.capital(index)
    return article and around.text[around.words[index + 1].start].isupper()


def _opens(around: Surroundings, index: int, after: int, whole: int) -> float:
    """1 for a town of some size that a text opens with: "Grasse, couple de 60 ans"."""
    capital = index == 0 and not around.shouted and around.text[around.words[0].start].isupper()
    return float(capital and whole >= _HEAVY and around.has_stop(after - 1, after))


def _stands_as_a_town(around: Surroundings, kind: str, index: int, after: int, weight: int, evidence: Evidence) -> float:
    """What a word that is also a town says beside an age or alone between stops: "74 ans, cognac.", "MDPH. Romans. Stable"."""
    if kind != "mot" or weight < _SETTLED or around.words[index].text in _BESIDE_AGES:
        return 0.0
    typed = around.text[around.words[index].start : around.words[after - 1].end]
    starts = index + 1 if after - index > 1 and around.words[index].text in ARTICLES else index
    alone = around.text[around.words[starts].start].isupper() and around.enclosed(index, after)
    if starts > index and around.just_aged(index) and around.words[index].text in ("la", "le"):
        return 1.5  # "mon oncle 68a la souterraine": an age leads to a town rather than to a thing and its article
    aged = not (typed.isupper() and len(typed) <= LONGEST_ACRONYM and not around.shouted) and (
        around.ends_an_age(index - 1)
        and around.breaks(after - 1, after)
        or around.begins_an_age(after)
        and (index == 0 or evidence.apart > 0.5)
    )
    shouted = around.shouted and around.enclosed(index, after) and weight >= _HEAVY
    capital = 1.0 if weight >= _HUGE else 0.5 if weight >= _MIDDLING else 0.0
    return 1.0 * (alone or aged or shouted) + capital * bool(evidence.capital)


def _doubt(around: Surroundings, kind: str, index: int, after: int, weight: int, evidence: Evidence, whole: int) -> float:
    """What to take from or add to a spelling that is also something else.

    A person's capital says nothing, unless "à" leads to the name or it stands between commas. A thing that is lived in ("vit à la rue")
    counts less, unless it is a large town's name; an article written with its own capital is part of a name ("Le Tampon").
    """
    with_article = after - index > 1 and around.words[index].text in ARTICLES
    named = 1.0 if with_article and evidence.capital and around.text[around.words[index].start].isupper() else 0.0
    if kind == "personne" and weight < _HEAVY:
        if evidence.located:
            return named + float(weight >= _LIGHT)
        told = around.enclosed(index, after) or around.just_aged(index) and around.breaks(after - 1, after)
        return named - (0.0 if told else evidence.capital)
    unlikely = 1.0 if evidence.leading > 1 and not evidence.capital else 0.0
    large = 1.0 if whole >= _HEAVY and evidence.located and not with_article else 0.0
    return named + large - unlikely
