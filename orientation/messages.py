"""Sentences shown to people, by id and language. Catalogues are data; a sentence is a template around records and vocabulary."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from string import Formatter
from typing import Any

from orientation.case import Reason

_MONTHS = {
    "fr": ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
}
_FRENCH_CALLING_CODES = ("+33", "+262", "+508", "+590", "+594", "+596", "+687", "+689", "+681")
_AND = {"fr": ("et", "autre", "autres"), "en": ("and", "more", "more")}
_LESS_THAN = {"fr": "moins de", "en": "less than"}
_AGES = {"fr": ("an", "ans", "mois", "mois"), "en": ("year", "years", "month", "months")}


@dataclass(frozen=True)
class Messages:
    """The sentences of one language. A missing id raises KeyError: a catalogue is complete or it is not shipped.

    A template says how a value is written: {x:km} kilometres, {x:day} a date, {x:age} years or months, {x:list} or {x:list3} words
    in a row (three at most, then how many more), {x:count place|places} a number with its word, {x:time} a time of day, {x:phone} a
    number as it is dialled at home, {x:euros} an amount. A value may itself be a reason.
    """

    language: str
    templates: Mapping[str, str]

    def text(self, id: str, **values: object) -> str:
        """The sentence, its values set in; a number of kind `x_km` or the like is formatted by its template."""
        return self._formatter.vformat(self.templates[id], (), values)

    def render(self, reason: Reason) -> str:
        return self.text(reason.id, **reason.values)

    @cached_property
    def _formatter(self) -> "_Wording":
        return _Wording(self)


class _Wording(Formatter):
    """Writes values as the language does."""

    def __init__(self, messages: Messages) -> None:
        self.messages = messages

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Reason):
            return self.messages.render(value)
        kind, _, words = format_spec.partition(" ")
        if kind == "km":
            return self._distance(value)
        if kind == "day":
            return self._day(value)
        if kind == "age":
            return self._age(value)
        if kind == "time":
            return self._time(value)
        if kind == "phone":
            return dialled(value)
        if kind == "euros":
            return self._euros(value)
        if kind == "count":
            one, many = words.split("|")
            return f"{self._number(value)} {one if value < 2 else many}"
        if found := re.fullmatch(r"list(\d*)", kind):
            return self._row([self.format_field(item, "") for item in value], int(found[1] or len(value)))
        return self._number(value) if isinstance(value, float) and not format_spec else super().format_field(value, format_spec)

    def _number(self, value: float) -> str:
        written = f"{value:g}" if isinstance(value, float) else str(value)
        return written.replace(".", ",") if self.messages.language == "fr" else written

    def _distance(self, km: float) -> str:
        if km < 0.1:
            return f"{_LESS_THAN[self.messages.language]} 100 m"
        return f"{self._number(round(km, 1) if km < 10 else round(km))} km"

    def _day(self, day: date) -> str:
        number = "1er" if day.day == 1 and self.messages.language == "fr" else str(day.day)
        return f"{number} {_MONTHS[self.messages.language][day.month - 1]} {day.year}"

    def _time(self, moment: time) -> str:
        if self.messages.language == "en":
            return f"{moment:%H:%M}"
        return f"{moment.hour} h" if not moment.minute else f"{moment.hour} h {moment.minute:02}"

    def _euros(self, amount: float) -> str:
        written = f"{amount:.2f}".removesuffix(".00")
        return f"€{written}" if self.messages.language == "en" else f"{written.replace('.', ',')} €"

    def _age(self, years: float) -> str:
        year, years_word, month, months = _AGES[self.messages.language]
        if years < 3 and years != int(years):
            return f"{round(years * 12)} {month if round(years * 12) < 2 else months}"
        return f"{self._number(int(years) if years == int(years) else years)} {year if years < 2 else years_word}"

    def _row(self, words: Sequence[str], at_most: int) -> str:
        both, other, others = _AND[self.messages.language]
        shown, left = list(words[:at_most]), len(words) - at_most
        if left > 0:
            shown.append(f"{left} {other if left == 1 else others}")
        return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {both} {shown[-1]}"


def dialled(number: str) -> str:
    """A French number as it is dialled in France, two figures at a time; any other as it stands.

    >>> dialled("+33146801234"), dialled("+594594391000"), dialled("3919"), dialled("+3222345678")
    ('01 46 80 12 34', '05 94 39 10 00', '3919', '+3222345678')
    """
    code = next((code for code in _FRENCH_CALLING_CODES if number.startswith(code)), None)
    rest = number.removeprefix(code or "")
    if code is None or not rest.isdigit():
        return number
    full = f"0{rest}" if len(rest) == 9 else rest
    return " ".join(full[at : at + 2] for at in range(0, len(full), 2))
