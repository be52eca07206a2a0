"""The words of a text and how they stand: beside what, after what, with a capital or not. It knows of places only what surrounds them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from orientation.geography.place_words import PlaceWords
from orientation.geography.words import ABBREVIATIONS, Word
from orientation.wording import folded

_SOMEBODY = re.compile(r"h|f|m|mr|mme|mle|dame|homme|femme|monsieur|madame|fille|garcon|jf|jh|pt|pte|patiente?")
_SEX = re.compile(r"h|f")
_GOING_ON = frozenset({"de", "d", "du", "des", "en", "la", "le", "les", "sur", "sous"})
_TITLE = re.compile(
    r"m|mrs?|mmes?|mlles?|melle|messieurs|monsieur|madame|mesdames|mademoiselle|dr|docteure?|professeure?|maitre|me"
    r"|famille|epoux|veuve|nee?|prenom|nom"
)
PARTICLES = frozenset({"de", "d", "du", "des", "la", "le", "les", "l", "a", "au", "aux", "sur", "ds", "dans", "chez", "en", "pres"})
FROM = frozenset({"de", "d", "du", "des"})
_NUMBERED = frozenset({"dossier", "tel", "telephone", "numero", "no", "n", "ref", "finess", "nir", "adeli", "rpps", "porte", "bp"})
_SIDE = re.compile(r"[^\w\s'’-]|\n|-\s|\s-")
_COMMAS = re.compile(r"\s*[,;:/().]{1,2}\s*\[?|\s*\n\s*")  # a bracket opens what was masked: "Digne, [adresse]"
_SENTENCE = re.compile(r"[.!?:\n]")
_HINT_GAP = re.compile(r"[\s,(/:–-]{0,3}")
LOOKED_BACK = 4
LONGEST_ACRONYM = 5
_HEADING = 5
_TITLED, _TITLED_LENGTH = 4, 4


@dataclass(frozen=True, eq=False)
class Surroundings:
    """A text, its words, and what they say of one another."""

    text: str
    words: Sequence[Word]
    place_words: PlaceWords

    @cached_property
    def plain(self) -> str:
        """The text as it is compared, in lower case and without accents, of the same length."""
        return folded(self.text).replace("’", "'")

    @cached_property
    def shouted(self) -> bool:
        """Whether the text is written in capitals, or nearly every word with one as in a title, so that they mean nothing."""
        letters = [letter for letter in self.text if letter.isalpha()]
        long_words = [self.text[word.start] for word in self.words if word.end - word.start >= _TITLED_LENGTH]
        titled = sum(letter.isupper() for letter in long_words)
        return sum(letter.isupper() for letter in letters) > 0.6 * len(letters) or (titled >= _TITLED and titled > 0.7 * len(long_words))

    def between(self, first: int, second: int) -> str:
        """The text between two words; beyond either end, a full stop."""
        if first < 0 or second >= len(self.words):
            return "."
        return self.text[self.words[first].end : self.words[second].start]

    def is_close(self, first: int, second: int) -> bool:
        """Whether a hint standing there still speaks of the name."""
        return second < len(self.words) and _HINT_GAP.fullmatch(self.between(first, second)) is not None

    def is_a_lone_number(self, index: int) -> bool:
        """Whether a number belongs to no longer one, to no word and to no file or telephone."""
        word = self.words[index]
        around = self.text[max(0, word.start - 1) : word.start] + self.text[word.end : word.end + 1]
        beside = [self.words[at].text for at in (index - 1, index + 1) if 0 <= at < len(self.words)]
        spelt = beside[0] if index else ""
        return not any(c.isalnum() or c in "+°#€-" for c in around) and not any(b.isdigit() for b in beside) and spelt not in _NUMBERED

    def bracketed(self, index: int, after: int | None = None) -> bool:
        """Whether words stand in brackets alone, or at their end: "(93)", "(rappel : 93)"."""
        last = after or index + 1
        closed = self.text[self.words[last - 1].end :].lstrip()[:1] == ")"
        return closed and (self.text[: self.words[index].start].rstrip()[-1:] or " ") in "(:,/"

    def capital(self, index: int) -> bool:
        """Whether a word is written with a capital that neither the start of a sentence nor an acronym explains."""
        typed = self.text[self.words[index].start : self.words[index].end]
        acronym = typed.isupper() and 1 < len(typed) <= LONGEST_ACRONYM
        return not self.shouted and typed[0].isupper() and not acronym and not self._opens_a_sentence(index)

    def capital_within(self, index: int, after: int) -> bool:
        """Whether a word of a name is written with a capital of its own, even after an acronym."""
        return any(self.capital(at) for at in range(index, after))

    def _opens_a_sentence(self, index: int) -> bool:
        """The full stop of an initial ("Mme D. Cognac") ends none."""
        if index == 0:
            return True
        before = self.words[index - 1]
        abbreviated = before.end - before.start == 1 and before.text.isalpha() and self.between(index - 1, index).strip() == "."
        return not abbreviated and _SENTENCE.search(self.between(index - 1, index)) is not None

    def set_apart(self, index: int, after: int) -> float:
        """1 between two punctuation marks, ages or ends of the text, a half with one."""
        before = self.breaks(index - 1, index) or self.ends_an_age(index - 1)
        return 0.5 * (before + (self.breaks(after - 1, after) or self.begins_an_age(after)))

    def begins_an_age(self, at: int) -> bool:
        """ "26 ans", "F 26a", "H41", "dame de 80 ans"."""
        if at + 1 >= len(self.words):
            return False
        if self.words[at].text.isdigit():
            return self.words[at + 1].text in ("a", "an", "ans")
        return _SOMEBODY.fullmatch(self.words[at].text) is not None and self.words[at + 1].text.isdigit()

    def ends_an_age(self, at: int) -> bool:
        """ "26 ans", "F26", "3a8m"."""
        if at < 1 or self.breaks(at - 1, at):
            return False
        if self.words[at].text.isdigit():
            return _SEX.fullmatch(self.words[at - 1].text) is not None
        return self.words[at].text in ("a", "an", "ans") and self.words[at - 1].text.isdigit()

    def just_aged(self, index: int) -> bool:
        """ "80 ans Cazaubon": a surname comes before the age rather."""
        return index > 0 and self.ends_an_age(index - 1) and not self.breaks(index - 1, index)

    def heads(self, index: int, after: int) -> bool:
        """Whether a note opens so: "SF Grasse : retour de maternité", "inf collège Sens : élève de 15 ans"."""
        return 0 < index <= _HEADING and self.capital(index) and after < len(self.words) and ":" in self.between(after - 1, after)

    def spelt(self, first: str, begins: int, length: int) -> str:
        """The words of a name as they would be kept; the slash of "La Roche/Yon" stands for "sur"."""
        parts = [first]
        for at in range(begins + 1, begins + length):
            slashed = self.between(at - 1, at) == "/" and self.words[at - 1].text not in ("sur", "sous")
            parts += ["sur", self.words[at].text] if slashed else [self.words[at].text]
        return " ".join(parts)

    def said_before(self, index: int, told: re.Pattern[str]) -> bool:
        """Whether what is written right before a word ends so."""
        start = self.words[index].start
        return told.search(self.plain[max(0, start - 70) : start]) is not None

    def led_at(self, index: int, leader: re.Pattern[str], *, directly: bool = False, across: frozenset[str] = PARTICLES) -> int | None:
        """Where such a word comes before, with nothing but small words and no punctuation between."""
        at = index - 1
        while at >= 0 and index - at <= LOOKED_BACK and not self.breaks(at, at + 1):
            if leader.fullmatch(self.words[at].text):
                return at
            if directly or self.words[at].text not in across:
                return None
            at -= 1
        return None

    def led_by(self, index: int, leader: re.Pattern[str], *, directly: bool = False, across: frozenset[str] = PARTICLES) -> bool:
        """Whether such a word comes before: see `led_at`."""
        return self.led_at(index, leader, directly=directly, across=across) is not None

    def a_person(self, index: int) -> bool:
        """Whether a title comes before, or a title and a first name: "Mme Beaumont", "Dr Jean Lambert"."""
        if index and self._abbreviated_title(index - 1):
            return True
        return index > 1 and self.capital(index - 1) and not self.breaks(index - 1, index) and self._abbreviated_title(index - 2)

    def _abbreviated_title(self, at: int) -> bool:
        """ "M. Lambert" keeps its full stop; any other punctuation ends the title's reach."""
        word = self.words[at]
        counted = word.start > 0 and self.text[word.start - 1].isdigit()  # "3a8m Vaulx"
        kind_of_home = word.text == "famille" and at > 0 and self.words[at - 1].text in FROM  # "pension de famille"
        return not (counted or kind_of_home) and _TITLE.fullmatch(word.text) is not None and self.between(at, at + 1).strip() in ("", ".")

    def breaks(self, first: int, second: int) -> bool:
        return _SIDE.search(self.between(first, second)) is not None

    def abbreviated(self, index: int) -> bool:
        """Whether a word was typed as the abbreviation of one in names, "St" or "MT", which names nothing by itself."""
        return folded(self.text[self.words[index].start : self.words[index].end]) in ABBREVIATIONS

    def cut_short(self, index: int, after: int) -> bool:
        """Whether the name goes on past a hyphen, so that it is another's: "Nouvelle-Zélande", "Vieux-Boucau"."""
        acronym = index > 0 and self.text[self.words[index - 1].start : self.words[index - 1].end].isupper()  # "IDE-Lannion"
        return "-" in ("" if acronym else self._joint(index - 1, index), self._joint(after - 1, after))

    def goes_on(self, after: int) -> bool:
        """Whether small words lead on to more of a name: "Plaine des Cafres", "Grau d'Agde"."""
        at = after
        while at < len(self.words) and at - after < 2 and self.words[at].text in _GOING_ON and not self.breaks(at - 1, at):
            at += 1
        return after < at < len(self.words) and not self.breaks(at - 1, at) and self.capital(at) and not self._abbreviated_title(at)

    def _joint(self, first: int, second: int) -> str:
        """What joins two words, nothing beside a number or an initial: "Paris-13", "Hénin-B."."""
        if first < 0 or second >= len(self.words) or self.words[first].text.isdigit() or self.words[second].text.isdigit():
            return ""
        if self.words[second].end - self.words[second].start == 1:
            return ""
        return self.between(first, second)

    def enclosed(self, index: int, after: int) -> bool:
        """Whether words stand between punctuation marks or ends of the text."""
        return self.has_stop(index - 1, index) and self.has_stop(after - 1, after)

    def has_stop(self, first: int, second: int) -> bool:
        """Whether nothing but a stop or a comma is between two words."""
        return _COMMAS.fullmatch(self.between(first, second)) is not None
