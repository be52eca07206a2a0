"""Whether a spelling that names a commune is meant so, or is the thing, the verb or the person of that name: what speaks for it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from orientation.geography.cues import FACILITY, LIVING, in_a_street, is_coded, is_owned, lived_in, on_a_journey
from orientation.geography.named import BARE, FORMER, FULL, SHORT, Named
from orientation.geography.surroundings import LONGEST_ACRONYM, Surroundings
from orientation.geography.words import ARTICLES, without_article
from orientation.wording import folded

# Of these, the ones called by their town: "MDS Saint-Leu", "CMP Sens".
_OF_A_TOWN = frozenset(
    """
    mairie ccas gare pmi mds clic cms csapa caarud cmp cmpp spip gendarmerie commissariat tribunal caf cpam mdph dac samu smur chu ch
    chr ght ase urgences mater maternite permanence accueil maraude cpts spada ofii emg emsp empp ssiad
    ditep itep sessad savs samsah camsp cattp pcpe
    """.split()
)
# Houses called by a saint, even by one that few towns are: "clinique Saint-François".
_BEAR_SAINTS = frozenset(
    "clinique polyclinique hopital hosto foyer residence ehpad maison ecole college lycee pharmacie cabinet centre ime itep creche".split()
)
_BESIDE_AGES = frozenset({"melle", "rue"})  # "Melle 26 ans", "homme 34 ans, rue, gare de Bordeaux"
_SPELT_EITHER_WAY = frozenset({"976"})  # "Dembéni", "Bandrélé": the official names have no accent
_PREPOSITIONS = frozenset({"a", "de", "d", "du", "des", "sur", "vers", "ds", "pres", "entre", "depuis", "pour", "en", "au", "aux"})
_LETTERS = re.compile(r"[^\W\d_]+")
_HUGE, _SETTLED = 50_000, 3_000
_HEAVY, _MIDDLING, _LIGHT = 20_000, 5_000, 1_500
_LONG_SAINT, _FEW_BEARERS = 2, 3
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


@dataclass(frozen=True, eq=False)
class Spelling:
    """A spelling of communes where it is written: the words from `index` to before `after`, kept as `key`, and whom it may name.

    `hinted`: a postcode or an area beside it says which.
    """

    around: Surroundings
    index: int
    after: int
    key: str
    named: Sequence[Named]
    hinted: bool

    @cached_property
    def typed(self) -> str:
        return self.around.text[self.around.words[self.index].start : self.around.words[self.after - 1].end]

    @cached_property
    def weight(self) -> int:
        """The inhabitants of the largest commune it may name."""
        return max(candidate.weight or 0 for candidate in self.named)

    def weight_of(self, *tiers: int) -> int | None:
        """The same among those named so in one of these ways; None when there is none."""
        return max((candidate.weight or 0 for candidate in self.named if candidate.tier in tiers), default=None)

    @cached_property
    def article(self) -> str:
        """The article that begins it, "" when none does."""
        first = self.around.words[self.index].text
        return first if self.after - self.index > 1 and first in ARTICLES else ""

    @property
    def head(self) -> int:
        """Its first word that is no article."""
        return self.index + bool(self.article)

    def begins_high(self, at: int) -> bool:
        """Whether a word of it begins with a capital, whatever explains it."""
        return self.around.text[self.around.words[at].start].isupper()

    @cached_property
    def is_acronym(self) -> bool:
        """Whether it is a short word in capitals amid a text that is not: "MAS", "SPADA"."""
        return self.typed.isupper() and len(self.typed) <= LONGEST_ACRONYM and not self.around.shouted

    @cached_property
    def is_enclosed(self) -> bool:
        return self.around.enclosed(self.index, self.after)

    @cached_property
    def kind(self) -> str | None:
        """What else it is: a very short one is taken as a word unless a large town has it as its whole name."""
        ambiguous = self.around.place_words.ambiguous
        large = self.weight >= _HEAVY and self.weight_of(FULL, FORMER) == self.weight  # "Bdx"
        return ambiguous.get(self.key) or ambiguous.get(without_article(self.key)) or ("mot" if len(self.key) <= 3 and not large else None)

    @cached_property
    def accents(self) -> float:
        """1 when the accents typed are those of the name, -1.5 when they are others, 0 when there are none."""
        accented = {word for word in _LETTERS.findall(self.typed.lower()) if word != folded(word)}
        if not accented:
            return 0.0
        if any(accented <= set(_LETTERS.findall(candidate.commune.name.lower())) for candidate in self.named):
            return 1.0
        bare = {folded(word) for word in accented}
        written = [candidate for candidate in self.named if bare <= set(_LETTERS.findall(folded(candidate.commune.name)))]
        # A former commune or a locality bears the name of another: its accents are not known.
        return 0.0 if all(candidate.commune.departement in _SPELT_EITHER_WAY for candidate in written) else -1.5

    @cached_property
    def evidence(self) -> Evidence:
        """What speaks for a place; where the word is nothing else, a bare "a" or "de" counts in full."""
        return _evidence(self.around, self.index, self.after, hinted=self.hinted, sure=self.kind is None)


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


def names_a_place(spelling: Spelling) -> bool:
    """Whether a spelling that names a commune is meant so here."""
    if _is_another_thing(spelling):
        return False
    said = _likeness(spelling) + spelling.accents if spelling.kind is None else _doubt(spelling) + _standing(spelling)
    lone_acronym = spelling.is_acronym and spelling.weight < _MIDDLING
    return spelling.evidence.total + said - lone_acronym >= _ENOUGH


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


def _is_another_thing(spelling: Spelling) -> bool:
    """Whether what leads to it settles that it is a street, somebody, what somebody has or a town abroad, or names a facility."""
    around, index = spelling.around, spelling.index
    if in_a_street(around, index) or is_owned(around, index) or is_coded(around, index):
        return True
    if not spelling.hinted and (around.a_person(index) or spelling.kind == "etranger" or FACILITY.fullmatch(spelling.key)):
        return True  # a bare "Hôpital" is one: the commune is "L'Hôpital"
    return _names_a_facility(spelling)


def _names_a_facility(spelling: Spelling) -> bool:
    """ "clinique Saint-Jean", "foyer Bellevue"; never "CLIC Le Blanc", "SAVS Saint-Brieuc" or the "SF Grasse :" that heads a note."""
    around, index = spelling.around, spelling.index
    if spelling.hinted or around.heads(index, spelling.after) or _is_named_with_its_article(spelling):
        return False
    if not around.led_by(index, FACILITY, directly=True):
        return False
    called = around.words[index - 1].text in _OF_A_TOWN and around.capital_within(index, spelling.after) and spelling.weight >= _MIDDLING
    saint = spelling.key.startswith("saint") and spelling.key.count(" ") < _LONG_SAINT
    rare = len(spelling.named) <= _FEW_BEARERS and spelling.weight >= _MIDDLING and around.words[index - 1].text not in _BEAR_SAINTS
    return not called and (spelling.kind is not None or saint and not rare)


def _is_named_with_its_article(spelling: Spelling) -> bool:
    """ "CLIC Le Blanc": the article's own capital, not that of a sentence, makes it a name."""
    return bool(spelling.article) and spelling.around.capital(spelling.index) and spelling.begins_high(spelling.head)


def _likeness(spelling: Spelling) -> float:
    """What a name that is no other word says by itself: more when long, of several words or a larger commune, less for a head."""
    key, weight = spelling.key, spelling.weight
    size = 1.5 if weight >= _HUGE else 1.0 if weight >= _MIDDLING or len(key) >= _DISTINCT else 0.5 if weight >= _LIGHT else 0.0
    headed = 0.5 * (min(candidate.tier for candidate in spelling.named) == SHORT)
    return 1.0 + size + float(" " in without_article(key)) - headed


def _standing(spelling: Spelling) -> float:
    """What accents and place in the text say of a spelling that is also something else."""
    whole = spelling.weight_of(FULL, BARE, FORMER)
    accents = spelling.accents
    if spelling.kind != "personne" and accents > 0:
        accents *= spelling.evidence.capital
    heads = 0.5 * spelling.around.heads(spelling.index, spelling.after)
    return accents + heads - (whole is None) + _opens(spelling, whole or 0) + _stands_as_a_town(spelling)


def _opens(spelling: Spelling, whole: int) -> float:
    """1 for a town of some size that a text opens with: "Grasse, couple de 60 ans"."""
    capital = spelling.index == 0 and not spelling.around.shouted and spelling.begins_high(0)
    return float(capital and whole >= _HEAVY and spelling.around.has_stop(spelling.after - 1, spelling.after))


def _stands_as_a_town(spelling: Spelling) -> float:
    """What a word that is also a town says beside an age or alone between stops: "74 ans, cognac.", "MDPH. Romans. Stable"."""
    around, index, after = spelling.around, spelling.index, spelling.after
    if spelling.kind != "mot" or spelling.weight < _SETTLED or around.words[index].text in _BESIDE_AGES:
        return 0.0
    if spelling.article in ("la", "le") and around.just_aged(index):
        return 1.5  # "mon oncle 68a la souterraine": an age leads to a town rather than to a thing and its article
    follows_an_age = around.ends_an_age(index - 1) and around.breaks(after - 1, after)
    precedes_one = around.begins_an_age(after) and (index == 0 or spelling.evidence.apart > 0.5)
    aged = not spelling.is_acronym and (follows_an_age or precedes_one)
    alone = spelling.is_enclosed and (spelling.begins_high(spelling.head) or around.shouted and spelling.weight >= _HEAVY)
    capital = 1.0 if spelling.weight >= _HUGE else 0.5 if spelling.weight >= _MIDDLING else 0.0
    return 1.0 * (alone or aged) + capital * bool(spelling.evidence.capital)


def _doubt(spelling: Spelling) -> float:
    """What to take from or add to a spelling that is also something else.

    A person's capital says nothing, unless "à" leads to the name or it stands between commas. A thing that is lived in ("vit à la rue")
    counts less, unless it is a large town's name; an article written with its own capital is part of a name ("Le Tampon").
    """
    around, evidence = spelling.around, spelling.evidence
    named = 1.0 if spelling.article and evidence.capital and spelling.begins_high(spelling.index) else 0.0
    if spelling.kind == "personne" and spelling.weight < _HEAVY:
        if evidence.located:
            return named + float(spelling.weight >= _LIGHT)
        told = spelling.is_enclosed or around.just_aged(spelling.index) and around.breaks(spelling.after - 1, spelling.after)
        return named - (0.0 if told else evidence.capital)
    unlikely = 1.0 if evidence.leading > 1 and not evidence.capital else 0.0
    large = 1.0 if (spelling.weight_of(FULL) or 0) >= _HEAVY and evidence.located and not spelling.article else 0.0
    return named + large - unlikely
