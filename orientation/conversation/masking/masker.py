"""Masks what identifies a person, before anything else sees the text: the meaning that orientation needs (age, commune) stays.

A title with an initial ("Mme D.") identifies nobody and is left. Over-masking costs less than a leak.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from orientation.conversation.masking.births import births
from orientation.conversation.masking.contacts import contacts
from orientation.conversation.masking.first_names import first_names
from orientation.conversation.masking.full_names import SHORTEST_NAME
from orientation.conversation.masking.introductions import introduced_names
from orientation.conversation.masking.letters import CAPITAL, LETTER, WORD, in_french_letters
from orientation.conversation.masking.numbers import numbers, spoken_phones
from orientation.conversation.masking.recogniser import SPELLING_SLIPS, Recogniser
from orientation.conversation.masking.signatures import signatures
from orientation.conversation.masking.spans import NAME, Span, merged, replaced
from orientation.conversation.masking.streets import named_streets, numbered_streets
from orientation.wording import normalised

_DISTINCT_NAME = 6
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Masked:
    """`text` with placeholders; `kinds` of identity found, in text order, each once."""

    text: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Masker:
    """Takes out of a text what identifies a person, as far as words and `known` names tell it; `year`: the current one."""

    known: Recogniser
    year: int

    def mask(self, text: str) -> Masked:
        """The text without what identifies a person; masking twice changes nothing more."""
        text = in_french_letters(text)
        kinds: list[str] = []
        for _ in range(_ROUNDS):
            spans = merged(list(self._spans(text)))
            if not spans:
                break
            kinds += [kind for _, _, kind in spans]
            named = {word for start, end, kind in spans if kind == NAME for word in re.findall(WORD, text[start:end])}
            text = self._without(replaced(text, spans), named)
        return Masked(text, tuple(dict.fromkeys(kind.split("|")[0] for kind in kinds)))

    def _spans(self, text: str) -> Iterator[Span]:
        if any(character.isdigit() for character in text):
            yield from numbers(text)
            yield from births(text, self.year)
            yield from numbered_streets(text, self.known)
        yield from spoken_phones(text)
        yield from contacts(text)
        yield from named_streets(text, self.known)
        yield from introduced_names(text, self.known)
        yield from signatures(text, self.known)
        yield from first_names(text, self.known)

    def _without(self, text: str, named: set[str]) -> str:
        """The text without the names masked somewhere, wherever they come back."""
        for name in named:
            form = normalised(name)
            if len(name) >= SHORTEST_NAME and name[0].isupper() and (self.known.is_person(form) or not self.known.is_common(name)):
                town = self.known.is_town(form)
                led = r"(?<!\b[àÀ]\s)(?<!\b(?:[aA]u|[dD]u|[dD]e|[lL]e|[lL]a|[eE]n)\s)(?<!\b(?:sur|ers)\s)" if town else ""
                text = re.sub(rf"(?<![{LETTER}'’-]){led}{re.escape(name)}(?![{LETTER}'’-])", f"[{NAME}]", text)
        return self._without_variants(text, [name for name in named if len(name) >= _DISTINCT_NAME and name[0].isupper()])

    def _without_variants(self, text: str, named: list[str]) -> str:
        """The text without other spellings of the names masked: "Mme Sautereau ou Sauterot", "pas Escouffier comme noté"."""
        if not named:
            return text

        def hidden(found: re.Match[str]) -> str:
            word = found.group()
            near = any(word[0] == name[0] and OSA.distance(word.lower(), name.lower()) <= SPELLING_SLIPS for name in named)
            return f"[{NAME}]" if near and self.known.is_unknown(word) else word

        return re.sub(rf"(?<![{LETTER}'’-]){CAPITAL}(?![{LETTER}'’-])", hidden, text)
