"""Sentences shown to people, by id and language. Catalogues are data; a sentence is a template around records and vocabulary."""

from collections.abc import Mapping
from dataclasses import dataclass

from orientation.case import Reason


@dataclass(frozen=True)
class Messages:
    """The sentences of one language. A missing id raises KeyError: a catalogue is complete or it is not shipped."""

    language: str
    templates: Mapping[str, str]

    def text(self, id: str, **values: object) -> str:
        """The sentence, its values set in; a number of kind `x_km` or the like is formatted by its template."""
        return self.templates[id].format(**values)

    def render(self, reason: Reason) -> str:
        return self.text(reason.id, **reason.values)
