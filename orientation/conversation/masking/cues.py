"""Ways of writing that show a name, each with what the name must look like to be one."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from orientation.conversation.masking.recogniser import Recogniser
from orientation.conversation.masking.spans import NAME, Span


@dataclass(frozen=True)
class Cue:
    """`pattern` holds the name as its group "name"; `shows`: whether what was found is one."""

    pattern: re.Pattern[str]
    shows: Callable[[re.Match[str], Recogniser], bool]


def names_shown(cues: Iterable[Cue], text: str, known: Recogniser) -> Iterator[Span]:
    """The names that one of these ways of writing shows."""
    for cue in cues:
        for found in cue.pattern.finditer(text):
            if cue.shows(found, known):
                yield *found.span("name"), NAME


def is_unknown(found: re.Match[str], known: Recogniser) -> bool:
    return known.is_unknown(found["name"])
